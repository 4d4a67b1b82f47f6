package io.tidemark.submit.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Temporary folder, disk and clock. */
final class MachineChecks {

  private static final long MEBI = 1L << 20;
  private static final Duration APART = Duration.ofSeconds(2);
  private static final int LAST_YEAR = 2100;

  private final Path temp;
  private final Path distribution;
  private final Clock clock;

  MachineChecks(Path temp, Path distribution, Clock clock) {
    this.temp = temp;
    this.distribution = distribution;
    this.clock = clock;
  }

  List<Finding> findings() {
    String check = "temp folder";
    Path file;
    try {
      file = Files.createTempFile(temp, "tidemark-doctor", ".tmp");
    } catch (IOException | SecurityException e) {
      return List.of(
          Finding.fail(check, "cannot write to " + temp, "set TMPDIR to a folder that you can"),
          Finding.warn(
              "clock", year() + "; not compared with a file", "make " + temp + " writable"));
    }
    try {
      Instant now = clock.instant();
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return List.of(
          space(check, temp, Files.getFileStore(temp).getUsableSpace()), clock(now, written));
    } catch (IOException e) {
      return List.of(Finding.fail(check, "cannot read " + temp, "set TMPDIR to another folder"));
    } finally {
      delete(file);
    }
  }

  /** How much room there is where jobs write. */
  static Finding space(String check, Path place, long bytes) {
    String free =
        String.format(Locale.ROOT, "%s is writable, %.1f GiB free", place, bytes / (1024.0 * MEBI));
    if (bytes < 128 * MEBI) {
      return Finding.fail(check, free, "free some: jobs need more than that");
    }
    return bytes < 1024 * MEBI
        ? Finding.warn(check, free, "free some before a large job")
        : Finding.ok(check, free);
  }

  Finding clock(Instant now, Instant written) {
    String check = "clock";
    String fix = "set the clock: known-at and label times are compared with it";
    int year = now.atOffset(ZoneOffset.UTC).getYear();
    Instant built = built();
    if (year > LAST_YEAR || now.isBefore(built)) {
      return Finding.fail(
          check,
          text(now)
              + " cannot be: "
              + (year > LAST_YEAR ? "the year" : "this distribution was built at " + text(built)),
          fix);
    }
    Duration apart = Duration.between(written, now).abs();
    String seen =
        "%s; a file written to %s just now is %.1f s apart"
            .formatted(text(now), temp, apart.toMillis() / 1000.0);
    return apart.compareTo(APART) > 0 ? Finding.warn(check, seen, fix) : Finding.ok(check, seen);
  }

  /** When the distribution was built, by its files; the epoch if that cannot be told. */
  private Instant built() {
    try {
      return Files.getLastModifiedTime(distribution.resolve("complete")).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private String year() {
    return text(clock.instant());
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
