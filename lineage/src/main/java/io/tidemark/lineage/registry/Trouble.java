package io.tidemark.lineage.registry;

import io.delta.kernel.exceptions.InvalidTableException;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.storage.CommitStateUnknownException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.DiskChecker.DiskErrorException;
import org.jspecify.annotations.Nullable;

/** Tells trouble with the storage, which a user can mend, from our own mistakes. */
public final class Trouble {

  private Trouble() {}

  /**
   * A refusal with exit code 2 that names the place and what to do, if the cause is known by name;
   * the failure itself otherwise.
   */
  public static RuntimeException refusalOr(RuntimeException failure, String place) {
    Refusal known = refusal(failure, place);
    return known == null ? failure : known;
  }

  /**
   * The refusal that a failure comes down to, null if it is none that a user could mend.
   *
   * @param place null where only the failure itself can name it
   */
  public static @Nullable Refusal refusal(Throwable failure, @Nullable String place) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
      Problem problem = problem(cause, place);
      if (problem != null) {
        return new Refusal(2, List.of(problem), failure);
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** A registry table whose folder is not there. */
  static Refusal missingTable(String name, String location) {
    return name.equals(Tables.EVENT)
        ? Refusal.of(
            "REGISTRY_MISSING",
            null,
            "the event log " + location + " is missing: without it nothing can be recorded",
            "restore it from a copy, or choose another warehouse and run `tidemark apply`")
        : Refusal.of(
            "TABLE_MISSING",
            null,
            "table " + name + " is missing at " + location,
            "run `tidemark registry rebuild`");
  }

  private static @Nullable Problem problem(Throwable cause, @Nullable String place) {
    String said = said(cause);
    if (cause instanceof CommitStateUnknownException) {
      return error(
          "COMMIT_UNKNOWN",
          at("the storage did not say whether a commit was made", place),
          said,
          "run it again: what is there is found, and nothing is doubled");
    }
    // S3A's classes are known by name only: they need not be on the class path.
    if (isNamed(cause, "UnknownStoreException") || firstLine(cause).contains("NoSuchBucket")) {
      return error(
          "BUCKET_MISSING",
          at("there is no such bucket", place),
          said,
          "correct the bucket's name, or make the bucket");
    }
    if (firstLine(cause).contains("No AWS Credentials provided")
        || isNamed(cause, "NoAwsCredentialsException")) {
      return error(
          "NO_CREDENTIALS",
          at("no credentials", place),
          said,
          "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role");
    }
    if (cause instanceof AccessControlException
        || cause instanceof AccessDeniedException
        || osSays(cause, "Permission denied")
        || osSays(cause, "Operation not permitted")) {
      return error("NO_PERMISSION", at("no permission", place), said, "grant the right there");
    }
    if (cause instanceof DiskErrorException
        || osSays(cause, "No space left on device")
        || osSays(cause, "Disk quota exceeded")) {
      return error("DISK_FULL", at("no space left", place), said, "free some and run it again");
    }
    if (cause instanceof ReadOnlyFileSystemException
        || cause instanceof ParentNotDirectoryException
        || cause instanceof NotDirectoryException
        || osSays(cause, "Read-only file system")
        || osSays(cause, "Not a directory")
        || osSays(cause, "File name too long")
        || osSays(cause, "Mkdirs failed to create")) {
      return error(
          "NOT_WRITABLE", at("cannot write", place), said, "choose a folder that can be written");
    }
    if (cause instanceof UnsupportedFileSystemException
        || (cause instanceof ClassNotFoundException && firstLine(cause).contains("FileSystem"))) {
      return error(
          "UNKNOWN_STORAGE",
          at("no file system", place),
          said,
          "correct the scheme of the URI, or add the jar that knows it");
    }
    if (cause instanceof UnknownHostException
        || cause instanceof ConnectException
        || cause instanceof SocketTimeoutException
        || isNamed(cause, "ConnectTimeoutException")) {
      return error(
          "STORAGE_UNREACHABLE",
          at("the storage cannot be reached", place),
          said,
          "check the address and network");
    }
    if (cause instanceof ChecksumException) {
      String file = said.replaceFirst("^Checksum error: ", "").replaceFirst(" at \\d+ exp: .*", "");
      return error("FILE_DAMAGED", "a file is damaged: its checksum differs", file, "restore it");
    }
    if (cause instanceof InvalidTableException) {
      return damaged(place, said.replaceFirst("^Invalid table found at \\S+: ", ""));
    }
    if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
      return error(
          "FILE_MISSING", at("a file is missing", elsewhere(place, said)), said, "restore it");
    }
    // That a name is taken is how a lost race shows, and nothing to mend.
    if (cause instanceof FileSystemException && !(cause instanceof FileAlreadyExistsException)) {
      return error(
          "NOT_WRITABLE", at("cannot write", place), said, "choose a folder that can be written");
    }
    return null;
  }

  // S3A repeats in each message those of all causes; the first that repeats none is the clearest.
  private static String said(Throwable cause) {
    String first = firstLine(cause);
    Throwable each = cause;
    for (int depth = 0; each != null && depth < 20; depth++) {
      String line = firstLine(each);
      if (!line.isEmpty() && !line.contains("Exception")) {
        return line;
      }
      each = each.getCause();
    }
    return first;
  }

  private static String firstLine(Throwable cause) {
    return Objects.requireNonNullElse(cause.getMessage(), "").lines().findFirst().orElse("");
  }

  private static boolean isNamed(Throwable cause, String simpleName) {
    return cause.getClass().getSimpleName().equals(simpleName);
  }

  /** That the log of a table cannot be made sense of. */
  static Problem damaged(@Nullable String place, String said) {
    return error("TABLE_DAMAGED", at("the log of a table is damaged", place), said, "restore it");
  }

  /** A place is none where the file that is meant lies elsewhere. */
  private static @Nullable String elsewhere(@Nullable String place, String said) {
    return place != null
            && said.contains("/")
            && !said.contains(place.replaceFirst("^file:/*", "/"))
        ? null
        : place;
  }

  private static String at(String what, @Nullable String place) {
    return place == null ? what : what + " at " + place;
  }

  private static boolean osSays(Throwable cause, String words) {
    String message = cause.getMessage();
    return cause instanceof IOException && message != null && message.contains(words);
  }

  private static Problem error(String code, String what, String said, String fix) {
    return Problem.error(code, null, said.isEmpty() ? what : what + ": " + said, fix);
  }
}
