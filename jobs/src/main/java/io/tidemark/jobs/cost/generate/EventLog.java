package io.tidemark.jobs.cost.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.tidemark.jobs.cost.generate.SparkRun.Executor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The event log of an application, an event a line, in the order of time. */
final class EventLog {
  private static final JsonFactory JSON = new JsonFactory();

  private final SparkRun run;
  private final int tasks;
  private final JsonGenerator out;
  private long written;

  private EventLog(SparkRun run, int tasks, JsonGenerator out) {
    this.run = run;
    this.tasks = tasks;
    this.out = out;
  }

  /** What an executor does next: number -1 is its start, {@code tasks} its end, others tasks. */
  private record Next(Executor executor, int step, long at) {}

  static Path write(SparkRun run, int tasks, Path folder, Packing packing) {
    Path file = folder.resolve(run.appId() + packing.suffix());
    try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file));
        OutputStream packed = packing.pack(plain);
        JsonGenerator out = JSON.createGenerator(packed)) {
      out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      new EventLog(run, tasks, out).write();
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void write() throws IOException {
    begin("SparkListenerLogStart");
    out.writeStringField("Spark Version", "3.5.6-amzn-0");
    out.writeEndObject();
    profile();
    environment();
    begin("SparkListenerApplicationStart");
    out.writeStringField("App Name", run.name());
    out.writeStringField("App ID", run.appId());
    out.writeNumberField("Timestamp", run.start());
    out.writeStringField("User", "hadoop");
    out.writeEndObject();

    PriorityQueue<Next> queue =
        new PriorityQueue<>(
            Comparator.comparingLong(Next::at).thenComparing(next -> next.executor().number()));
    run.executors().forEach(each -> queue.add(new Next(each, -1, each.start())));
    for (Next next = queue.poll(); next != null; next = queue.poll()) {
      if (next.step() < 0) {
        added(next.executor());
      } else if (next.step() < tasks) {
        task(next);
      } else {
        removed(next.executor());
        continue;
      }
      int step = next.step() + 1;
      if (step < tasks || next.executor().removed()) {
        queue.add(new Next(next.executor(), step, finished(next.executor(), step)));
      }
    }

    begin("SparkListenerApplicationEnd");
    out.writeNumberField("Timestamp", run.end());
    out.writeEndObject();
  }

  private void profile() throws IOException {
    Executor one = run.executors().get(0);
    begin("SparkListenerResourceProfileAdded");
    out.writeNumberField("Resource Profile Id", 0);
    out.writeObjectFieldStart("Executor Resource Requests");
    request("cores", one.cores());
    request("memory", one.memoryMib());
    request("offHeap", 0);
    out.writeEndObject();
    out.writeObjectFieldStart("Task Resource Requests");
    request("cpus", 1);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void request(String name, long amount) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("Resource Name", name);
    out.writeNumberField("Amount", amount);
    out.writeStringField("Discovery Script", "");
    out.writeStringField("Vendor", "");
    out.writeEndObject();
  }

  private void environment() throws IOException {
    begin("SparkListenerEnvironmentUpdate");
    out.writeObjectFieldStart("Spark Properties");
    out.writeStringField("spark.app.id", run.appId());
    out.writeStringField("spark.app.name", run.name());
    out.writeStringField("spark.submit.deployMode", "client");
    out.writeStringField("spark.executor.memory", run.executors().get(0).memoryMib() + "m");
    if (!run.onEc2()) {
      out.writeStringField("spark.tidemark.cluster_id", run.clusterId());
    }
    Owner owner = run.owner();
    out.writeStringField("spark.tidemark.team", owner.team());
    out.writeStringField("spark.tidemark.project", owner.project());
    out.writeStringField("spark.tidemark.env", owner.env());
    out.writeStringField("spark.tidemark.use_case", owner.useCase());
    out.writeStringField("spark.tidemark.model", owner.model());
    out.writeEndObject();
    out.writeObjectFieldStart("Hadoop Properties");
    out.writeEndObject();
    out.writeObjectFieldStart("System Properties");
    out.writeStringField("java.version", "17");
    if (run.onEc2()) {
      out.writeStringField("EMR_CLUSTER_ID", run.clusterId());
      out.writeStringField("EMR_RELEASE_LABEL", "emr-7.12.0");
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void added(Executor executor) throws IOException {
    begin("SparkListenerExecutorAdded");
    out.writeNumberField("Timestamp", executor.start());
    out.writeStringField("Executor ID", Integer.toString(executor.number()));
    out.writeObjectFieldStart("Executor Info");
    out.writeStringField("Host", host(executor));
    out.writeNumberField("Total Cores", executor.cores());
    out.writeNumberField("Resource Profile Id", 0);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void removed(Executor executor) throws IOException {
    begin("SparkListenerExecutorRemoved");
    out.writeNumberField("Timestamp", executor.end());
    out.writeStringField("Executor ID", Integer.toString(executor.number()));
    out.writeStringField("Removed Reason", "Executor killed by driver.");
    out.writeEndObject();
  }

  private void task(Next next) throws IOException {
    Executor executor = next.executor();
    long launched = finished(executor, next.step() - 1);
    long took = next.at() - launched;
    begin("SparkListenerTaskEnd");
    out.writeNumberField("Stage ID", next.step() / 100);
    out.writeNumberField("Stage Attempt ID", 0);
    out.writeStringField("Task Type", "ShuffleMapTask");
    out.writeObjectFieldStart("Task End Reason");
    out.writeStringField("Reason", "Success");
    out.writeEndObject();
    out.writeObjectFieldStart("Task Info");
    out.writeNumberField("Task ID", written);
    out.writeNumberField("Index", next.step());
    out.writeNumberField("Attempt", 0);
    out.writeNumberField("Launch Time", launched);
    out.writeStringField("Executor ID", Integer.toString(executor.number()));
    out.writeStringField("Host", host(executor));
    out.writeStringField("Locality", "NODE_LOCAL");
    out.writeNumberField("Finish Time", next.at());
    out.writeBooleanField("Failed", false);
    out.writeEndObject();
    metrics(took);
    out.writeEndObject();
  }

  private void metrics(long took) throws IOException {
    out.writeObjectFieldStart("Task Metrics");
    out.writeNumberField("Executor Deserialize Time", took / 50);
    out.writeNumberField("Executor Run Time", took - took / 50);
    out.writeNumberField("Executor CPU Time", took * 700_000);
    out.writeNumberField("Result Size", 2_048);
    out.writeNumberField("JVM GC Time", took / 40);
    out.writeNumberField("Memory Bytes Spilled", 0);
    out.writeNumberField("Disk Bytes Spilled", 0);
    out.writeObjectFieldStart("Shuffle Read Metrics");
    out.writeNumberField("Remote Blocks Fetched", took % 97);
    out.writeNumberField("Local Blocks Fetched", took % 89);
    out.writeNumberField("Total Records Read", took * 13);
    out.writeEndObject();
    out.writeObjectFieldStart("Input Metrics");
    out.writeNumberField("Bytes Read", took * 10_000);
    out.writeNumberField("Records Read", took * 100);
    out.writeEndObject();
    out.writeEndObject();
  }

  /** When a task of an executor ends, -1 being the executor's start; the last ones end with it. */
  private long finished(Executor executor, int step) {
    long life = executor.end() - executor.start();
    return executor.start() + life * (Math.min(step, tasks - 1) + 1L) / Math.max(1, tasks);
  }

  private String host(Executor executor) {
    return "synthetic-" + executor.number() + ".internal";
  }

  private void begin(String event) throws IOException {
    out.writeStartObject();
    out.writeStringField("Event", event);
    written++;
  }
}
