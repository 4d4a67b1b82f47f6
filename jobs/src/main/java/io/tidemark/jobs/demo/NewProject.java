package io.tidemark.jobs.demo;

import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the files of a project. All are made aside first and then moved to their places one by one,
 * and none is ever overwritten: what was cut short is completed by doing it again.
 */
public final class NewProject {

  private static final int SHOWN = 5;
  private static final String ASIDE = ".tidemark-new-";
  private static final Duration OLD = Duration.ofHours(1);

  private final Path folder;

  public NewProject(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The absolute folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Writes a template's files.
   *
   * @return every file, relative to the folder, and whether it was written now
   * @throws Refusal if one is there and differs, or the folder lies in another project
   */
  public Map<String, Boolean> init(Template template) {
    return write(template, Knobs.USUAL, false);
  }

  /**
   * Makes the demo's bank, or completes the one that is there; what its user has changed stays.
   *
   * @param flags the knobs as typed
   * @throws Refusal if the folder holds something else, or a bank with other knobs
   */
  public Map<String, Boolean> demo(Map<String, String> flags) {
    return write(Template.BANK, check(flags), true);
  }

  /** The knobs of the bank to make or to complete; refuses as {@link #demo} does. */
  public Knobs check(Map<String, String> flags) {
    checkAround();
    Knobs knobs = Knobs.USUAL.with(flags);
    Optional<Generated> made = Generated.of(folder);
    if (made.isEmpty()) {
      if (Files.exists(folder) && !isEmpty()) {
        throw Refusal.of(
            "NOT_A_DEMO",
            null,
            folder + " is there and is not a demo",
            "name a folder that is empty or does not exist yet");
      }
      return knobs;
    }
    List<String> differing = made.get().knobs().differing(flags);
    if (!differing.isEmpty()) {
      throw Refusal.of(
          "DEMO_DIFFERS",
          null,
          "the demo in " + folder + " was made with " + String.join(" ", differing),
          "leave these flags out, or name another folder");
    }
    return made.get().knobs();
  }

  private Map<String, Boolean> write(Template template, Knobs knobs, boolean keep) {
    checkAround();
    checkBelow();
    boolean made = !Files.exists(folder);
    try {
      Files.createDirectories(folder);
      removeLeftovers();
      Path aside = Files.createTempDirectory(folder, ASIDE);
      try {
        List<String> files = stage(template, knobs, aside, keep);
        if (!keep) {
          refuseOverwriting(files, aside);
        }
        return move(files, aside);
      } finally {
        delete(aside);
        if (made && isEmpty()) {
          Files.deleteIfExists(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what may be needed; the file that says whose data it is comes first. */
  private List<String> stage(Template template, Knobs knobs, Path aside, boolean keep)
      throws IOException {
    List<String> files = new ArrayList<>();
    Files.createDirectories(aside.resolve("data"));
    if (template == Template.BANK) {
      files.add(Generated.FILE);
      Bank bank = new Bank(knobs);
      Map<Table, Long> rows = new EnumMap<>(Table.class);
      boolean complete = keep && Files.exists(folder.resolve(Generated.FILE));
      for (Table table : Table.values()) {
        files.add(table.file());
        if (!complete || !Files.exists(folder.resolve(table.file()))) {
          rows.put(table, BankData.write(bank, table, aside.resolve(table.file())));
        }
      }
      if (!complete) {
        Files.writeString(aside.resolve(Generated.FILE), new Generated(knobs, rows).text());
      }
      BankMonth month = new BankMonth(knobs);
      files.addAll(month.files());
      if (!complete || !month.files().stream().map(folder::resolve).allMatch(Files::exists)) {
        month.write(aside);
      }
    }
    for (String file : template.files()) {
      files.add(file);
      Files.writeString(aside.resolve(file), template.text(file, name()));
    }
    return files;
  }

  private void refuseOverwriting(List<String> files, Path aside) throws IOException {
    List<String> others = new ArrayList<>();
    for (String file : files) {
      Path there = folder.resolve(file);
      if (Files.exists(there)
          && (!Files.isRegularFile(there) || Files.mismatch(there, aside.resolve(file)) >= 0)) {
        others.add(file);
      }
    }
    if (!others.isEmpty()) {
      String shown = String.join(", ", others.subList(0, Math.min(SHOWN, others.size())));
      throw Refusal.of(
          "WOULD_OVERWRITE",
          null,
          folder + " already holds " + shown + (others.size() > SHOWN ? ", …" : ""),
          "name an empty folder, or move these files away");
    }
  }

  private Map<String, Boolean> move(List<String> files, Path aside) throws IOException {
    Map<String, Boolean> written = new LinkedHashMap<>();
    for (String file : files) {
      Path to = folder.resolve(file);
      boolean missing = !Files.exists(to);
      if (missing) {
        Files.createDirectories(to.resolveSibling("."));
        Files.move(aside.resolve(file), to, StandardCopyOption.ATOMIC_MOVE);
      }
      written.put(file, missing);
    }
    return written;
  }

  /** Two projects in one another are one with two Projects, which is none. */
  private void checkAround() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw Refusal.of("NOT_A_FOLDER", null, folder + " is not a folder", "name another one");
    }
    Optional<Path> around = Project.around(folder);
    if (around.isPresent()) {
      throw Refusal.of(
          "INSIDE_A_PROJECT",
          null,
          folder + " lies in the project " + around.get() + ", which would read its files",
          "name a folder outside of it");
    }
  }

  private void checkBelow() {
    if (Files.isDirectory(folder)
        && !Files.exists(folder.resolve("project.yaml"))
        && Project.isIn(folder)) {
      throw Refusal.of(
          "HOLDS_A_PROJECT", null, folder + " already holds a project", "name an empty folder");
    }
  }

  /** The folder's name as a project may have it. */
  private String name() {
    Path last = folder.getFileName();
    String name =
        (last == null ? "" : last.toString())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[0-9_]+|_+$", "");
    return name.isEmpty() ? "project" : name.substring(0, Math.min(60, name.length()));
  }

  private boolean isEmpty() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.allMatch(NewProject::isAside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAside(Path entry) {
    return entry.getFileName().toString().startsWith(ASIDE);
  }

  /** What processes that died have left; another one may still be at work. */
  private void removeLeftovers() throws IOException {
    Instant before = Instant.now().minus(OLD);
    List<Path> leftovers;
    try (Stream<Path> entries = Files.list(folder)) {
      leftovers = entries.filter(NewProject::isAside).toList();
    }
    for (Path each : leftovers) {
      if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
        delete(each);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
