package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.HadoopPath;
import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.lineage.definition.Project;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a bill, in the order in which their lines count.
 *
 * @param export what the delivery's id begins with
 * @param execution what it ends with; null where the bytes of the files decide
 * @param location what was declared: the manifest, or the first of the files
 */
record BillFiles(
    String export,
    YearMonth period,
    @Nullable String execution,
    List<Path> paths,
    String location) {
  private static final String GLOB = ".*[*?\\[{].*";

  /**
   * Finds them.
   *
   * @throws io.tidemark.lineage.definition.Refusal if one is missing, or periods disagree
   */
  static BillFiles find(
      BillSource source, Project project, Configuration configuration, BillProblems problems)
      throws IOException {
    String manifest = source.manifest();
    if (manifest != null) {
      return listed(source, project.resolvePath(manifest), configuration, problems);
    }
    YearMonth period = source.period();
    if (period == null) {
      throw problems.refusal(
          "BILL_PERIOD", "it has files and no period", "give the month, as period: 2026-04");
    }
    Set<Path> paths = new LinkedHashSet<>();
    for (String declared : source.files()) {
      List<Path> found =
          matched(project.resolvePath(declared), project.root().toString(), configuration);
      if (found.isEmpty()) {
        throw problems.refusal(
            "BILL_FILE_MISSING",
            declared + " matches no file",
            "put the file there or correct the path");
      }
      paths.addAll(found);
    }
    return new BillFiles(source.name(), period, null, List.copyOf(paths), source.files().get(0));
  }

  private static BillFiles listed(
      BillSource source, String at, Configuration configuration, BillProblems problems)
      throws IOException {
    Path path = new Path(HadoopPath.of(at));
    Manifest manifest;
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      manifest = Manifest.of(new String(in.readAllBytes(), StandardCharsets.UTF_8), at);
    } catch (FileNotFoundException e) {
      throw problems.refusal(
          "BILL_MANIFEST_MISSING",
          "there is no manifest " + source.manifest(),
          "put it there or correct the path");
    } catch (UnreadableRecordException e) {
      throw problems.refusal(
          "BILL_MANIFEST",
          "manifest " + source.manifest() + ": " + e.getMessage(),
          "take the manifest that AWS has written");
    }
    ListedFiles reachable = new ListedFiles(path, configuration);
    Set<Path> paths = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    for (String file : new LinkedHashSet<>(manifest.files())) {
      // Where one file would stand for two that are listed, the other is missing.
      if (!reachable.find(file).map(paths::add).orElse(false)) {
        missing.add(file);
      }
    }
    if (!missing.isEmpty()) {
      throw problems.refusal(
          "BILL_FILE_MISSING",
          "manifest %s lists %d files, and %d of them cannot be reached, the first is %s"
              .formatted(
                  source.manifest(), manifest.files().size(), missing.size(), missing.get(0)),
          "copy the whole export, or wait until it is whole");
    }
    return new BillFiles(
        manifest.export(),
        period(source, manifest, problems),
        manifest.execution(),
        List.copyOf(paths),
        at);
  }

  private static YearMonth period(BillSource source, Manifest manifest, BillProblems problems) {
    YearMonth declared = source.period();
    YearMonth said = manifest.period();
    if (declared != null && said != null && !declared.equals(said)) {
      throw problems.refusal(
          "BILL_PERIOD",
          "manifest %s is of %s, and the project says %s"
              .formatted(source.manifest(), said, declared),
          "correct period, or take the manifest of that month");
    }
    YearMonth period = said == null ? declared : said;
    if (period == null) {
      throw problems.refusal(
          "BILL_PERIOD",
          "manifest " + source.manifest() + " does not say of which month it is",
          "give the month, as period: 2026-04");
    }
    return period;
  }

  private static List<Path> matched(String resolved, String root, Configuration configuration)
      throws IOException {
    Path plain = new Path(HadoopPath.of(resolved));
    FileSystem fs = plain.getFileSystem(configuration);
    List<Path> files = new ArrayList<>();
    try {
      collect(fs, fs.getFileStatus(plain), files);
      return files;
    } catch (FileNotFoundException e) {
      if (!resolved.matches(GLOB)) {
        return List.of();
      }
    }
    // What a folder's own name has of a glob's signs stands for itself.
    String pattern =
        resolved.startsWith(root)
            ? root.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0") + resolved.substring(root.length())
            : HadoopPath.of(resolved);
    FileStatus[] found = fs.globStatus(new Path(pattern));
    if (found != null) {
      for (FileStatus each : sorted(found)) {
        collect(fs, each, files);
      }
    }
    return files;
  }

  private static void collect(FileSystem fs, FileStatus at, List<Path> into) throws IOException {
    if (at.isFile()) {
      into.add(at.getPath());
      return;
    }
    for (FileStatus child : sorted(fs.listStatus(at.getPath()))) {
      String name = child.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith("_")) {
        collect(fs, child, into);
      }
    }
  }

  private static List<FileStatus> sorted(FileStatus[] files) {
    return Arrays.stream(files)
        .sorted(Comparator.comparing(file -> file.getPath().toString()))
        .toList();
  }
}
