package io.tidemark.lineage.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stands before an S3 and lets commits to Delta logs go wrong; everything else passes. */
public final class FaultyProxy implements AutoCloseable {

  /** What happens to a commit. */
  public enum Fault {
    NONE,
    /** Answered with 503 and never seen by the server. */
    UNAVAILABLE,
    /** Answered with 409 and never seen by the server. */
    CONFLICT,
    /** Done by the server, and the answer is lost. */
    LOST_ANSWER
  }

  private static final String COMMIT = ".*/_delta_log/\\d{20}\\.json";
  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "content-length", "connection", "expect", "transfer-encoding", "upgrade");

  private final URI target;
  private final Function<String, Fault> faults;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Fault, AtomicInteger> injected = new ConcurrentHashMap<>();
  private final Map<String, byte[]> unconfirmed = new ConcurrentHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();

  /**
   * @param faults decides on each put of a commit, by its path
   */
  public FaultyProxy(URI target, Function<String, Fault> faults) throws IOException {
    this.target = target;
    this.faults = faults;
    this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where it answers. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often a fault was injected. */
  public int injected(Fault fault) {
    return injected.getOrDefault(fault, new AtomicInteger()).get();
  }

  /** Commits that were done without an answer and that their writer put again, to be told 412. */
  public int repeated() {
    return repeated.get();
  }

  /** Commits that were done without an answer and that their writer has not put again. */
  public int unconfirmed() {
    return unconfirmed.size();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      boolean commit = exchange.getRequestMethod().equals("PUT") && path.matches(COMMIT);
      Fault fault = commit ? faults.apply(path) : Fault.NONE;
      injected.computeIfAbsent(fault, f -> new AtomicInteger()).incrementAndGet();
      if (fault == Fault.UNAVAILABLE || fault == Fault.CONFLICT) {
        exchange.sendResponseHeaders(fault == Fault.CONFLICT ? 409 : 503, -1);
        return;
      }
      HttpResponse<byte[]> response = forward(exchange, body);
      if (commit) {
        remember(path, content(exchange, body), fault, response.statusCode());
      }
      if (fault != Fault.LOST_ANSWER) {
        reply(exchange, response);
      }
    } catch (IOException | InterruptedException e) {
      // Who asked sees a broken connection, as it would without a proxy.
    }
  }

  // A body that is signed in chunks is framed, and framed anew each time.
  private static byte[] content(HttpExchange exchange, byte[] body) {
    String length = exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length");
    if (length == null) {
      return body;
    }
    int start = 0;
    while (body[start] != '\n') {
      start++;
    }
    return Arrays.copyOfRange(body, start + 1, start + 1 + Integer.parseInt(length));
  }

  private void remember(String path, byte[] body, Fault fault, int status) {
    if (fault == Fault.LOST_ANSWER && status == 200) {
      unconfirmed.put(path, body);
    } else if (status == 412 && Arrays.equals(body, unconfirmed.get(path))) {
      unconfirmed.remove(path);
      repeated.incrementAndGet();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void reply(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = response.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      response
          .headers()
          .firstValue("content-length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
    }
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
