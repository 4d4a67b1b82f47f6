package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.HadoopPath;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.Globs;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the event logs that a project names: files, folders with everything below them, and what
 * globs match. A folder {@code eventlog_v2_*} is one log, rolled over several files. A log that is
 * still written is left alone unless it is named itself: what is read of it once would stay.
 */
final class EventLogFiles {
  private static final String ROLLING = "eventlog_v2_";
  private static final String IN_PROGRESS = ".inprogress";
  private static final String COMPACT = ".compact";
  private static final String S3_FOLDER = "_$folder$";
  private static final Pattern PART = Pattern.compile("events_(\\d{1,18})_.*");

  private final Project project;
  private final String object;
  private final Configuration conf;
  private final SortedMap<String, EventLog> logs = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  EventLogFiles(Project project, CostAllocationDefinition rules, Configuration conf) {
    this.project = project;
    this.object = CostAllocationDefinition.KIND + "/" + rules.metadata().name();
    this.conf = conf;
  }

  /** Adds what a declared path stands for; one that is wrong is a problem. */
  void find(String declared) {
    try {
      Path pattern =
          new Path(
              HadoopPath.of(Globs.below(project.resolvePath(declared), project.root().toString())));
      FileSystem fs = pattern.getFileSystem(conf);
      FileStatus[] matched = fs.globStatus(pattern);
      boolean isGlob = !Globs.literal(declared).equals(declared);
      if (matched == null || matched.length == 0) {
        missing(declared, isGlob);
        return;
      }
      for (FileStatus each : isGlob ? visible(matched) : List.of(matched)) {
        collect(fs, each, !isGlob);
      }
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          Problem.error(
              "EVENT_LOG_UNREADABLE",
              object,
              "event logs at %s cannot be listed: %s".formatted(declared, e.getMessage()),
              "correct the path or the rights on it"));
    }
  }

  /** What was found, each log once, by path. */
  List<EventLog> logs() {
    return List.copyOf(logs.values());
  }

  /** What is wrong with the paths. */
  List<Problem> problems() {
    return problems;
  }

  /** How large the files are together. */
  long bytes() {
    return logs.values().stream().mapToLong(EventLog::bytes).sum();
  }

  private void missing(String declared, boolean isGlob) {
    String message = "event logs at %s: nothing is there".formatted(declared);
    String fix = "correct spec.usage.eventLogs, or put the logs there";
    problems.add(
        isGlob
            ? Problem.warn("EVENT_LOG_MISSING", object, message, fix)
            : Problem.error("EVENT_LOG_MISSING", object, message, fix));
  }

  private void collect(FileSystem fs, FileStatus at, boolean named) throws IOException {
    String name = at.getPath().getName();
    if (at.isDirectory() && name.startsWith(ROLLING)) {
      rolling(at.getPath(), visible(fs.listStatus(at.getPath())), named);
    } else if (at.isDirectory()) {
      for (FileStatus child : visible(fs.listStatus(at.getPath()))) {
        collect(fs, child, false);
      }
    } else if (name.endsWith(IN_PROGRESS) && !named) {
      unfinished(at.getPath());
    } else {
      add(at.getPath(), List.of(at), false);
    }
  }

  private void rolling(Path folder, List<FileStatus> files, boolean named) {
    if (!named && files.stream().anyMatch(f -> f.getPath().getName().endsWith(IN_PROGRESS))) {
      unfinished(folder);
      return;
    }
    List<FileStatus> parts =
        files.stream()
            .filter(f -> PART.matcher(f.getPath().getName()).matches())
            .sorted(
                Comparator.comparingLong(EventLogFiles::index).thenComparing(f -> !isCompact(f)))
            .toList();
    int first = firstNeeded(parts);
    List<FileStatus> needed =
        first < 0
            ? parts.stream().filter(f -> !isCompact(f)).toList()
            : parts.subList(first, parts.size()).stream()
                .filter(f -> isCompact(f) || index(f) > index(parts.get(first)))
                .toList();
    add(folder, needed, first >= 0);
  }

  private void add(Path path, List<FileStatus> files, boolean compacted) {
    List<String> parts = files.stream().map(f -> f.getPath().toString()).toList();
    long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
    logs.put(path.toString(), new EventLog(path.toString(), parts, bytes, compacted));
  }

  // A compact file stands for those up to its number. While they are there they tell more.
  private static int firstNeeded(List<FileStatus> parts) {
    if (parts.stream().anyMatch(f -> index(f) == 1 && !isCompact(f))) {
      return -1;
    }
    int last = -1;
    for (int i = 0; i < parts.size(); i++) {
      last = isCompact(parts.get(i)) ? i : last;
    }
    return last;
  }

  private static boolean isCompact(FileStatus file) {
    return file.getPath().getName().endsWith(COMPACT);
  }

  private static long index(FileStatus file) {
    Matcher part = PART.matcher(file.getPath().getName());
    return part.matches() ? Long.parseLong(part.group(1)) : 0;
  }

  private static List<FileStatus> visible(FileStatus[] children) {
    return Arrays.stream(children)
        .filter(
            child -> {
              String name = child.getPath().getName();
              return !name.startsWith(".") && !name.startsWith("_") && !name.endsWith(S3_FOLDER);
            })
        .toList();
  }

  private void unfinished(Path log) {
    problems.add(
        Problem.warn(
            "EVENT_LOG_UNFINISHED",
            object,
            "event log %s is still written and was left out".formatted(log),
            "it is read once it has its last name; if its application is dead, name it in"
                + " spec.usage.eventLogs"));
  }
}
