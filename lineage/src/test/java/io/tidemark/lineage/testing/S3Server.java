package io.tidemark.lineage.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * An S3 in memory: s3proxy in a class loader of its own, because its libraries do not go with
 * Spark's. Buckets are known by path.
 */
public final class S3Server implements AutoCloseable {

  /** The file that the build lists the jars of s3proxy in. */
  private static final Path JARS =
      Path.of(System.getProperty("s3proxy.classpath", "../lineage/target/s3proxy.classpath"));

  private static final String QUIET = "<configuration><root level=\"OFF\"/></configuration>";

  private final URLClassLoader loader;
  private final Path logging;
  private final Object server;
  private final URI endpoint;

  private S3Server(URLClassLoader loader, Path logging, Object server, URI endpoint) {
    this.loader = loader;
    this.logging = logging;
    this.server = server;
    this.endpoint = endpoint;
  }

  /** A server that lets everybody in. */
  public static S3Server open() throws Exception {
    return start("NONE", "any", "any");
  }

  /** A server that lets in who signs with this key and secret. */
  public static S3Server guarded(String key, String secret) throws Exception {
    return start("AWS_V2_OR_V4", key, secret);
  }

  private static S3Server start(String authentication, String key, String secret) throws Exception {
    Path logging = Files.createTempDirectory("s3proxy");
    Files.writeString(logging.resolve("logback.xml"), QUIET);
    List<URL> classPath = new ArrayList<>(List.of(logging.toUri().toURL()));
    for (String jar : Files.readString(JARS).strip().split(java.io.File.pathSeparator)) {
      classPath.add(Path.of(jar).toUri().toURL());
    }
    URLClassLoader loader =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    return inside(
        loader,
        () -> {
          Class<?> proxy = loader.loadClass("org.gaul.s3proxy.S3Proxy");
          Class<?> blobs = loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
          Class<?> signing = loader.loadClass("org.gaul.s3proxy.auth.AuthenticationType");
          Object store =
              loader
                  .loadClass("org.gaul.s3proxy.nio2blob.TransientNio2BlobStore")
                  .getConstructor()
                  .newInstance();
          Object builder = proxy.getMethod("builder").invoke(null);
          Class<?> building = builder.getClass();
          building.getMethod("blobStore", blobs).invoke(builder, store);
          building
              .getMethod("endpoint", URI.class)
              .invoke(builder, URI.create("http://127.0.0.1:0"));
          Object type = signing.getMethod("valueOf", String.class).invoke(null, authentication);
          building
              .getMethod("awsAuthentication", signing, String.class, String.class)
              .invoke(builder, type, key, secret);
          Object server = building.getMethod("build").invoke(builder);
          proxy.getMethod("start").invoke(server);
          Object port = proxy.getMethod("getPort").invoke(server);
          return new S3Server(loader, logging, server, URI.create("http://127.0.0.1:" + port));
        });
  }

  /** Where it answers. */
  public URI endpoint() {
    return endpoint;
  }

  /** Makes a bucket, on a server that lets everybody in. */
  public S3Server bucket(String name) throws IOException, InterruptedException {
    HttpResponse<String> made =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(endpoint.resolve("/" + name))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (made.statusCode() != 200) {
      throw new IOException("no bucket " + name + ": " + made.body());
    }
    return this;
  }

  @Override
  public void close() throws Exception {
    inside(loader, () -> server.getClass().getMethod("stop").invoke(server));
    loader.close();
    Files.delete(logging.resolve("logback.xml"));
    Files.delete(logging);
  }

  private static <T> T inside(ClassLoader loader, Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
