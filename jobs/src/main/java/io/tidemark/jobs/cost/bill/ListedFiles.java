package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.HadoopPath;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a manifest lists: as it is written, else by its name beside the manifest, else by the
 * rest of its path below the manifest's folder, the shortest rest first.
 */
final class ListedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ListedFiles.class);

  private final Path manifest;
  private final Configuration configuration;
  private final Configuration impatient;

  ListedFiles(Path manifest, Configuration configuration) {
    this.manifest = manifest;
    this.configuration = configuration;
    this.impatient = new Configuration(configuration);
    // A bucket that an export was copied from is often out of reach: that is to be seen soon.
    impatient.set("fs.s3a.attempts.maximum", "1");
    impatient.set("fs.s3a.retry.limit", "0");
    impatient.set("fs.s3a.connection.establish.timeout", "5s");
    impatient.set("fs.s3a.connection.timeout", "5s");
  }

  /** Where the file is; empty if it cannot be reached. */
  Optional<Path> find(String listed) throws IOException {
    URI uri;
    try {
      uri = new Path(HadoopPath.of(listed)).toUri();
    } catch (IllegalArgumentException e) {
      LOG.info("{} is no path: {}", listed, e.toString());
      return below(listed);
    }
    boolean complete = uri.getScheme() != null || listed.startsWith("/");
    boolean sameKind = complete && scheme(uri).equals(scheme(manifest.toUri()));
    boolean sameStore =
        sameKind && Objects.equals(uri.getAuthority(), manifest.toUri().getAuthority());
    if (sameStore ? exists(listed) : sameKind && isAnswered(listed)) {
      return Optional.of(new Path(HadoopPath.of(listed)));
    }
    Optional<Path> below = below(listed);
    // Asking another kind of storage last spares the wait for one that is out of reach.
    return below.isEmpty() && complete && !sameKind && isAnswered(listed)
        ? Optional.of(new Path(HadoopPath.of(listed)))
        : below;
  }

  private Optional<Path> below(String listed) throws IOException {
    List<String> parts =
        Arrays.stream(listed.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://", "").split("/"))
            .filter(part -> !part.isEmpty())
            .toList();
    String folder = manifest.toString();
    folder = folder.substring(0, folder.lastIndexOf('/') + 1);
    for (int from = parts.size() - 1; from >= 0; from--) {
      String candidate = folder + String.join("/", parts.subList(from, parts.size()));
      if (exists(candidate)) {
        return Optional.of(new Path(candidate));
      }
    }
    return Optional.empty();
  }

  private boolean exists(String path) throws IOException {
    Path candidate = new Path(HadoopPath.of(path));
    FileSystem fs = candidate.getFileSystem(configuration);
    return fs.exists(candidate) && fs.getFileStatus(candidate).isFile();
  }

  private boolean isAnswered(String listed) {
    Path path = new Path(HadoopPath.of(listed));
    try (FileSystem fs = FileSystem.newInstance(path.toUri(), impatient)) {
      return fs.getFileStatus(path).isFile();
    } catch (IOException | RuntimeException e) {
      LOG.info("{} cannot be reached: {}", listed, e.toString());
      return false;
    }
  }

  private static String scheme(URI uri) {
    return Objects.requireNonNullElse(uri.getScheme(), "file");
  }
}
