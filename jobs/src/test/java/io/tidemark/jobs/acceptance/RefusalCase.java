package io.tidemark.jobs.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One case of the corpus in {@code src/test/resources/refusals}: what is done, then what is
 * expected, from the section {@code exit} on. The README there explains the sections.
 *
 * @param title the first line: what is wrong
 * @param given the text of title and steps
 * @param steps the sections that make the project and run the verb
 * @param expected the rest of the file as it stands
 */
record RefusalCase(Path file, String title, String given, List<Step> steps, String expected) {

  private static final String MARK = ">>> ";
  private static final String EXPECTED = MARK + "exit";

  /**
   * A section.
   *
   * @param words the line that begins it, less its mark
   * @param body the lines below
   */
  record Step(List<String> words, List<String> body) {

    String verb() {
      return words.get(0);
    }

    String word(int i) {
      return words.get(i);
    }

    /** The words from the second on. */
    List<String> rest() {
      return words.subList(1, words.size());
    }

    String text() {
      return body.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
  }

  static RefusalCase read(Path file) {
    try {
      String text = Files.readString(file);
      int at = text.startsWith(EXPECTED) ? 0 : text.indexOf("\n" + EXPECTED) + 1;
      String given = at == 0 ? text : text.substring(0, at);
      return new RefusalCase(
          file,
          text.lines().findFirst().orElse(""),
          given,
          steps(given),
          text.substring(given.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces what is expected. */
  void expect(String text) {
    try {
      Files.writeString(file, given.stripTrailing() + "\n" + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Step> steps(String text) {
    List<Step> steps = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(MARK)) {
        steps.add(new Step(words(line.substring(MARK.length())), new ArrayList<>()));
      } else if (!steps.isEmpty()) {
        steps.get(steps.size() - 1).body().add(line);
      }
    }
    return steps;
  }

  /** Words as a shell splits them: at blanks, less those in double quotes. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (char c : (line + " ").toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (c == ' ' && !quoted) {
        if (any || !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else {
        word.append(c);
      }
    }
    return words;
  }
}
