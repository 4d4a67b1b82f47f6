package io.tidemark.jobs.acceptance;

import io.tidemark.lineage.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What the tests put on an S3 of theirs, and what a project must know to find it. */
final class S3Files {
  static final String SECRET = "not-to-be-printed";
  private static final String REGION = "eu-west-1";
  private static final String KEY = "somebody";

  private S3Files() {}

  /** Tells a project where S3 is, as the AWS tools are told. */
  static ProjectFolder at(URI endpoint, ProjectFolder project) {
    return project
        .environment("AWS_ENDPOINT_URL_S3", endpoint.toString())
        .environment("AWS_REGION", REGION)
        .environment("AWS_ACCESS_KEY_ID", KEY)
        .environment("AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** Copies a file there. */
  static void upload(S3Server server, java.nio.file.Path file, String to) throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", server.endpoint().toString());
    conf.set("fs.s3a.endpoint.region", REGION);
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.access.key", KEY);
    conf.set("fs.s3a.secret.key", SECRET);
    Path target = new Path(to);
    FileSystem fs = target.getFileSystem(conf);
    fs.copyFromLocalFile(new Path(file.toUri()), target);
  }
}
