package io.tidemark.lineage.definition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

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
      String why = "The file cannot be read (" + e.getClass().getSimpleName() + ")";
      return failed(name, "", 0, "FILE_UNREADABLE", why, "check its permissions");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return failed(name, "", 0, "NOT_UTF8", "The file is not UTF-8", "save it as UTF-8");
    }
    return parse(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
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
    } catch (MarkedYamlEngineException e) {
      int line = lineOf(e.getProblemMark().or(e::getContextMark));
      return syntax(name, text, line, e.getProblem());
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

  private static YamlFile syntax(String name, String text, int line, @Nullable String problem) {
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
