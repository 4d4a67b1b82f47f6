package io.tidemark.lineage.definition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * One YAML file as nodes with marks.
 *
 * @param name relative to the project, with {@code /}
 * @param text empty if it could not be read
 * @param failure why it does not parse; the documents are then none
 */
record YamlFile(String name, String text, List<YamlDocument> documents, @Nullable Problem failure) {
  private static final int MAX_BYTES = 3 * 1024 * 1024;

  private static final Pattern CONFLICT = Pattern.compile("(?m)^<{7} .*$");

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(Integer.MAX_VALUE)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .build();

  /** A document whose root is a mapping, and what of YAML it uses that is not allowed. */
  record YamlDocument(MappingNode root, int line, List<YamlWatch.Finding> findings) {}

  static YamlFile read(Path path, String name) {
    byte[] bytes;
    try {
      if (Files.size(path) > MAX_BYTES) {
        return failed(name, "", 0, "FILE_TOO_LARGE", "The file is larger than 3 MiB", "split it");
      }
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      return e instanceof NoSuchFileException
          ? failed(
              name,
              "",
              0,
              "FILE_UNREADABLE",
              "The file is a link that leads nowhere",
              "remove it, or put the file there")
          : failed(
              name, "", 0, "FILE_UNREADABLE", "The file cannot be read", "check its permissions");
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult decoded = decoder.decode(rest, text, true);
    text.flip();
    if (decoded.isError()) {
      int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
      return failed(name, "", line, "NOT_UTF8", "The file is not UTF-8", "save it as UTF-8");
    }
    String all = text.toString();
    return parse(name, all.startsWith("\uFEFF") ? all.substring(1) : all);
  }

  private static YamlFile parse(String name, String text) {
    List<YamlDocument> documents = new ArrayList<>();
    try {
      YamlWatch watch =
          new YamlWatch(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)), text);
      Composer composer = new Composer(SETTINGS, watch);
      while (composer.hasNext()) {
        Node root = composer.next();
        if (root instanceof MappingNode mapping) {
          int end = root.getEndMark().map(Mark::getLine).orElse(0) + 1;
          documents.add(new YamlDocument(mapping, lineOf(root.getStartMark()), watch.until(end)));
        } else {
          watch.until(lineOf(root.getEndMark()));
        }
      }
    } catch (YamlWatch.Refused e) {
      YamlWatch.Finding found = e.finding();
      return failed(name, text, found.line(), found.code(), found.message(), found.fix());
    } catch (MarkedYamlEngineException e) {
      return syntax(name, text, e);
    } catch (ReaderException e) {
      int end = Math.min(e.getPosition(), text.length());
      int line = (int) text.substring(0, end).chars().filter(c -> c == '\n').count() + 1;
      return syntax(
          name, text, line, String.format("the character U+%04X is not allowed", e.getCodePoint()));
    } catch (YamlEngineException e) {
      String message = e.getMessage();
      return syntax(
          name, text, 1, message == null ? "unknown" : message.lines().findFirst().orElse(""));
    }
    return new YamlFile(name, text, List.copyOf(documents), null);
  }

  /** Where a file ends too early, what was begun and not ended is the place to look at. */
  private static YamlFile syntax(String name, String text, MarkedYamlEngineException e) {
    int line = lineOf(e.getProblemMark().or(e::getContextMark));
    int begun = lineOf(e.getContextMark());
    String what = Objects.requireNonNullElse(e.getContext(), "");
    what = what.replaceFirst("^while (?:parsing|scanning)(?: for)? ", "in ");
    if (begun == 0 || begun >= line || !what.startsWith("in ")) {
      return syntax(name, text, line, e.getProblem());
    }
    boolean cut = e.getProblemMark().map(mark -> mark.getIndex() >= text.length()).orElse(false);
    return syntax(
        name,
        text,
        cut ? begun : line,
        e.getProblem()
            + " "
            + what
            + (cut ? " that begins here" : " that begins in line " + begun));
  }

  private static YamlFile syntax(String name, String text, int line, @Nullable String problem) {
    Matcher conflict = CONFLICT.matcher(text);
    if (conflict.find()) {
      int at = (int) text.substring(0, conflict.start()).lines().count() + 1;
      return failed(
          name,
          text,
          at,
          "MERGE_CONFLICT",
          "A merge conflict is not resolved",
          "keep one of its sides and remove the marks");
    }
    if (YamlWatch.tabIndents(text, line)) {
      return failed(
          name, text, line, "YAML_TAB", "A tab cannot indent a line of YAML", "use blanks");
    }
    return failed(
        name, text, line, "YAML_SYNTAX", "This is not YAML: " + problem, "correct the syntax");
  }

  private static YamlFile failed(
      String name, String text, int line, String code, String message, String fix) {
    return new YamlFile(
        name, text, List.of(), Problem.error(code, null, name, Math.max(line, 1), message, fix));
  }

  static int lineOf(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(0);
  }
}
