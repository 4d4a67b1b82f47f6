package io.tidemark.lineage;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Sha256;
import io.tidemark.lineage.definition.SourceDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that a source's path stands for, as they are now.
 *
 * @param roots what the path matches, ready for Spark's readers
 */
record SourceFiles(List<String> roots, List<FileStatus> files) {

  SourceFiles {
    roots = List.copyOf(roots);
    files = List.copyOf(files);
  }

  /** Lists a file, a folder with everything below it, or what a glob matches. */
  static SourceFiles list(Declared<SourceDefinition> source, Project project, Configuration conf) {
    String declared = Objects.requireNonNull(source.definition().path());
    String resolved = project.resolvePath(source, "spec.path", declared);
    try {
      Path pattern = new Path(Globs.below(resolved, project.root().toString()));
      FileSystem fs = pattern.getFileSystem(conf);
      FileStatus[] matched = fs.globStatus(pattern);
      if (matched == null || matched.length == 0) {
        throw new Refusal(
            2,
            List.of(
                SourceTable.problem(
                    source,
                    "SOURCE_MISSING",
                    "path %s matches nothing".formatted(declared),
                    "put the data there or correct the path")));
      }
      List<FileStatus> files = new ArrayList<>();
      for (FileStatus root : matched) {
        collect(fs, root, files);
      }
      files.sort(Comparator.comparing(f -> f.getPath().toString()));
      return new SourceFiles(
          Arrays.stream(matched).map(f -> Globs.literal(f.getPath().toString())).toList(), files);
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal(
          2,
          List.of(
              SourceTable.problem(
                  source,
                  "SOURCE_UNREADABLE",
                  "path %s cannot be listed: %s"
                      .formatted(declared, Predicates.plain(e.getMessage())),
                  "correct the path or the rights on it")),
          e);
    }
  }

  /** SHA-256 over path, size and modification time of every file, in order of the paths. */
  String fingerprint() {
    MessageDigest digest = Sha256.digest();
    for (FileStatus file : files) {
      String line =
          file.getPath() + "\t" + file.getLen() + "\t" + file.getModificationTime() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }

  long bytes() {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }

  private static void collect(FileSystem fs, FileStatus at, List<FileStatus> into)
      throws IOException {
    if (at.isFile()) {
      into.add(at);
      return;
    }
    for (FileStatus child : fs.listStatus(at.getPath())) {
      String name = child.getPath().getName();
      // What Spark skips: hidden files, but not partition folders such as `_day=1`.
      if (!name.startsWith(".") && (!name.startsWith("_") || name.contains("="))) {
        collect(fs, child, into);
      }
    }
  }
}
