package io.tidemark.jobs.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Tidemark that runs. */
public final class Version {

  private Version() {}

  /** The version as the build wrote it into the jar; {@code development} outside one. */
  public static String text() {
    try (InputStream in =
        Version.class.getResourceAsStream(
            "/META-INF/maven/io.tidemark/tidemark-jobs/pom.properties")) {
      if (in == null) {
        return "development";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "development");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
