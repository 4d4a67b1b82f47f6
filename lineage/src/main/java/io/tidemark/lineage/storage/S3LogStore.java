package io.tidemark.lineage.storage;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.s3a.impl.PutObjectOptions;
import org.apache.hadoop.fs.store.audit.AuditSpan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Commits to Delta tables on S3, so that of writers anywhere that write one version one wins and
 * the others know: a conditional put through S3A's own client, with its endpoint, credentials and
 * encryption.
 *
 * <p>Delta's own store for S3 keeps apart the writers of one process only.
 */
public final class S3LogStore extends HadoopFileSystemLogStore {

  private static final Logger LOG = LoggerFactory.getLogger(S3LogStore.class);
  private static final String OPERATION = "delta commit";
  private static final int ATTEMPTS = 6;
  private static final int TAKEN = 412;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;

  public S3LogStore(Configuration initHadoopConf) {
    super(initHadoopConf);
  }

  /** False: an object is there when the put is done, and whole. */
  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration hadoopConf) {
    return false;
  }

  /**
   * Writes a file of the log, whole or not at all.
   *
   * @throws FileAlreadyExistsException if another's is there and is not to be overwritten
   * @throws CommitStateUnknownException if the storage did not say whether it was written
   */
  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoopConf)
      throws IOException {
    FileSystem fs = path.getFileSystem(hadoopConf);
    if (!(fs instanceof S3AFileSystem s3a)) {
      throw new IOException(path + " is not S3A's: it is on " + fs.getClass().getName());
    }
    byte[] body = body(actions);
    try (AuditSpan span = s3a.createSpan(OPERATION, path.toString(), null)) {
      span.activate();
      FaultSwitch.before("commit", path);
      write(s3a, s3a.makeQualified(path), body, overwrite);
      FaultSwitch.after("commit", path);
    }
  }

  private static void write(S3AFileSystem fs, Path path, byte[] body, boolean overwrite)
      throws IOException {
    S3Client client = fs.getS3AInternals().getAmazonS3Client(OPERATION);
    PutObjectRequest.Builder request =
        fs.getRequestFactory()
            .newPutObjectRequestBuilder(
                fs.pathToKey(path), PutObjectOptions.keepingDirs(), body.length, false);
    if (!overwrite) {
      request.ifNoneMatch("*");
    }
    boolean doubtful = false;
    for (int attempt = 1; ; attempt++) {
      SdkException failure = put(client, request.build(), body);
      if (failure == null) {
        return;
      }
      if (!overwrite && status(failure) == TAKEN) {
        // The client asks again by itself when an answer is lost, so it may be ours.
        if (holds(fs, path, body)) {
          LOG.info("{} was written by an earlier attempt of this writer", path);
          return;
        }
        throw new FileAlreadyExistsException(path.toString());
      }
      if (!mayPass(failure)) {
        if (doubtful) {
          throw new CommitStateUnknownException(path.toString(), failure);
        }
        throw S3AUtils.translateException(OPERATION, path, failure);
      }
      doubtful |= status(failure) != CONFLICT;
      if (attempt == ATTEMPTS) {
        throw new CommitStateUnknownException(path.toString(), failure);
      }
      LOG.debug("{}: attempt {}: {}", path, attempt, failure.toString());
      pause(attempt);
    }
  }

  private static @Nullable SdkException put(
      S3Client client, PutObjectRequest request, byte[] body) {
    try {
      client.putObject(request, RequestBody.fromBytes(body));
      return null;
    } catch (SdkException e) {
      return e;
    }
  }

  private static int status(SdkException failure) {
    return failure instanceof S3Exception answer ? answer.statusCode() : 0;
  }

  // Without a status there was no answer; what the client calls aborted was interrupted.
  private static boolean mayPass(SdkException failure) {
    int status = status(failure);
    return status == CONFLICT
        || status == TOO_MANY
        || status >= SERVER_FAULT
        || (status == 0 && !(failure instanceof AbortedException) && !isOfCredentials(failure));
  }

  private static boolean isOfCredentials(SdkException failure) {
    return failure instanceof org.apache.hadoop.fs.s3a.CredentialInitializationException;
  }

  private static boolean holds(FileSystem fs, Path path, byte[] body) throws IOException {
    try (InputStream in = fs.open(path)) {
      return Arrays.equals(in.readAllBytes(), body);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new CommitStateUnknownException(path.toString(), e);
    }
  }

  private static byte[] body(Iterator<String> actions) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (actions.hasNext()) {
      body.writeBytes(actions.next().getBytes(StandardCharsets.UTF_8));
      body.write('\n');
    }
    return body.toByteArray();
  }

  private static void pause(int attempt) throws InterruptedIOException {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, 20L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while committing");
    }
  }
}
