package io.tidemark.jobs.demo;

import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a new project begins with. */
public enum Template {
  /** A bank with data, views, a service and a training set. */
  BANK(
      "project.yaml",
      "sources.yaml",
      "features.yaml",
      "quality.yaml",
      "training.yaml",
      "cost.yaml",
      "README.md",
      ".gitignore"),
  /** A Project and nothing else. */
  EMPTY("project.yaml", ".gitignore");

  private static final String NAME = "{{name}}";

  private final List<String> files;

  Template(String... files) {
    this.files = List.of(files);
  }

  /** The word that {@code --template} takes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The template of a word.
   *
   * @param word null for the usual one
   */
  public static Template of(@Nullable String word) {
    if (word == null) {
      return BANK;
    }
    List<String> words = Arrays.stream(values()).map(Template::word).toList();
    int at = words.indexOf(word);
    if (at < 0) {
      throw Refusal.of(
          "USAGE",
          null,
          "there is no template '" + word + "'",
          Nearest.hint(word, words).orElse("use one of " + String.join(", ", words)));
    }
    return values()[at];
  }

  /** Its text files, the Project first. */
  List<String> files() {
    return files;
  }

  /** The text of one of its files. */
  String text(String file, String project) {
    String resource = word() + "/" + file.replaceFirst("^[.]", "dot-");
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the template " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(NAME, project);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
