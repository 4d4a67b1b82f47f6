package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Ingests one bill. Its files are read three times: for their hash, for their control totals, and
 * for their lines; the totals know nothing of the rows that are written.
 */
final class IngestBill {
  /** So many chunks make one file of the table, where there are more than cores. */
  private static final int CHUNKS_PER_TASK = 8;

  private final Run run;
  private final Project project;
  private final BillSource source;
  private final BillProblems problems;
  private final long chunkBytes;
  private final LineReader reader;
  private final JavaSparkContext context;
  private final Configuration configuration;
  private final List<Problem> warnings = new ArrayList<>();

  IngestBill(Run run, Project project, BillSource source, BillProblems problems, long chunkBytes) {
    this.run = run;
    this.project = project;
    this.source = source;
    this.problems = problems;
    this.chunkBytes = chunkBytes;
    this.reader = LineReader.of(source.format());
    this.context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    this.configuration = run.spark().sessionState().newHadoopConf();
  }

  /** What is odd about the lines that were ingested. */
  List<Problem> warnings() {
    return warnings;
  }

  /**
   * Ingests it.
   *
   * @return its result
   * @throws io.tidemark.lineage.definition.Refusal if it cannot be read; nothing of it is ingested
   */
  Map<String, Object> ingest() {
    try {
      return ingested();
    } catch (IOException | RuntimeException e) {
      throw BillTrouble.explain(e, problems);
    }
  }

  private BillFiles found() throws IOException {
    try {
      return BillFiles.find(source, project, configuration, problems);
    } catch (IllegalArgumentException e) {
      // What Hadoop says of text that is no path.
      throw problems.refusal(
          "BILL_PATH", "a path of it cannot be used: " + e.getMessage(), "correct the path");
    }
  }

  private Map<String, Object> ingested() throws IOException {
    BillFiles found = found();
    MessageDigest digest = Sha256.digest();
    List<BillFile> files = scanned(found.paths(), digest);
    String content = Sha256.hex(digest);
    String period = found.period().toString();
    Deliveries deliveries = Deliveries.recorded(run.warehouse().registry());
    Optional<Delivery> before = deliveries.of(period, content);
    if (before.isPresent()) {
      deliveries
          .insteadOf(before.get(), source.name())
          .ifPresent(current -> warnings.add(problems.earlier(before.get(), current)));
      return result(before.get().deliveryId(), period, before.get().lines(), "unchanged");
    }
    run.recordRead(
        DeliveryEvent.object(source.name()),
        found.location(),
        null,
        null,
        content,
        files.stream().mapToLong(BillFile::length).sum(),
        (long) files.size(),
        null);
    List<Chunk> chunks = files.stream().flatMap(file -> file.chunks().stream()).toList();
    List<NumberedChunk> numbered = new ArrayList<>();
    BillSums sums = sums(chunks, period, numbered);
    String wanted =
        String.join(
            "/", found.export(), period, Optional.ofNullable(found.execution()).orElse(content));
    String id =
        new AppendLines(run)
            .append(wanted, content, each -> rows(each, period, content, sums, numbered));
    run.rowsRead(DeliveryEvent.object(source.name()), sums.lines());
    record(
        new Delivery(source.name(), period, id, content, sums.lines(), sums.totals(), run.now()),
        sums);
    return result(id, period, sums.lines(), "ingested");
  }

  private List<BillFile> scanned(List<Path> paths, MessageDigest digest) throws IOException {
    FileScan scan = new FileScan(configuration, digest, chunkBytes);
    List<BillFile> files = new ArrayList<>();
    for (Path path : paths) {
      try {
        BillFile file = scan.scan(path);
        RequiredColumns.check(file.columns(), reader);
        files.add(file);
      } catch (UnreadableRecordException e) {
        throw problems.refusal(
            "BILL_FILE", "file " + path.getName() + ": " + e.getMessage(), "deliver it again");
      }
    }
    return files;
  }

  /** Adds up all chunks, and tells how many lines are before each. */
  private BillSums sums(List<Chunk> chunks, String period, List<NumberedChunk> numbered) {
    LineContext lines = new LineContext("", period, project.definition().currency(), null);
    // One small sum for each chunk.
    List<ChunkSums> read =
        context
            .parallelize(chunks, chunks.size())
            .map(new AddUpChunk(source.format(), lines, broadcast()))
            .collect();
    BillSums sums = new BillSums();
    long inFile = 0;
    for (int i = 0; i < read.size(); i++) {
      Chunk chunk = chunks.get(i);
      inFile = chunk.first() ? 0 : inFile;
      ChunkSums each = read.get(i);
      if (each.trouble() != null) {
        throw problems.refusal(
            "BILL_RECORD",
            "file %s, record %d: %s"
                .formatted(chunk.file().name(), inFile + each.sums().lines() + 1, each.trouble()),
            "deliver the file again; nothing of the bill was ingested");
      }
      numbered.add(new NumberedChunk(chunk, sums.lines(), each.sums().lines()));
      inFile += each.sums().lines();
      sums.add(each.sums());
    }
    return sums;
  }

  private Dataset<Row> rows(
      String deliveryId,
      String period,
      String content,
      BillSums sums,
      List<NumberedChunk> numbered) {
    LineContext lines =
        new LineContext(deliveryId, period, project.definition().currency(), sums.netPayers());
    int tasks =
        Math.max(
            context.defaultParallelism(),
            (numbered.size() + CHUNKS_PER_TASK - 1) / CHUNKS_PER_TASK);
    return run.spark()
        .createDataFrame(
            context
                .parallelize(numbered, numbered.size())
                .coalesce(tasks)
                .flatMap(new ChunkRows(source.format(), lines, content, broadcast())),
            BillLines.schema());
  }

  private Broadcast<SerializableConfiguration> broadcast() {
    return context.broadcast(new SerializableConfiguration(configuration));
  }

  private void record(Delivery delivery, BillSums sums) {
    SortedMap<String, Long> counts = new TreeMap<>();
    new EnumMap<>(sums.oddities())
        .forEach(
            (odd, lines) -> {
              counts.put(odd.name(), lines);
              warnings.add(problems.warning("BILL_" + odd.name(), lines + " " + odd.words(), null));
            });
    if (sums.currencies().size() > 1) {
      warnings.add(
          problems.warning(
              "BILL_CURRENCIES",
              "its lines are in " + String.join(", ", sums.currencies()) + "; they are kept apart",
              null));
    }
    run.event(
        DeliveryEvent.ACTION,
        DeliveryEvent.object(delivery.bill()),
        DeliveryEvent.payload(delivery, counts));
    // From here on the delivery counts.
    run.flush();
  }

  private Map<String, Object> result(String id, String period, long lines, String status) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("bill", source.name());
    result.put("period", period);
    result.put("delivery", id);
    result.put("lines", lines);
    result.put("status", status);
    return result;
  }
}
