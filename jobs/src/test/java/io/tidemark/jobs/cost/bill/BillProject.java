package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.BillFormat;
import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.definition.ResourceWeights;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A project with a warehouse, whose bills are ingested. */
final class BillProject {
  static final YearMonth APRIL = YearMonth.of(2026, 4);
  private static final long SMALL_CHUNK = 1500;

  private final SparkSession spark;
  private final Path root;
  private final Project project;
  private long chunkBytes = SMALL_CHUNK;

  BillProject(SparkSession spark, Path root) {
    this(spark, root, "currency: USD");
  }

  BillProject(SparkSession spark, Path root, String more) {
    this.spark = spark;
    this.root = root;
    write(
        "project.yaml",
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: bank}
        spec:
          warehouse: ./warehouse
          defaults: {owner: ml-platform, team: risk-ml, useCase: credit}
          %s
        """
            .formatted(more));
    this.project = Project.load(new LoadOptions(root, true, null, new TreeMap<>()));
    Warehouse warehouse = Warehouse.initialise(spark, project);
    try (Run run = warehouse.begin(header("apply"))) {
      CostTables.make(run);
      run.complete(0);
    }
  }

  /** Of so many bytes, for files that are not small. */
  BillProject chunks(long bytes) {
    chunkBytes = bytes;
    return this;
  }

  Path root() {
    return root;
  }

  Path write(String file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String file, byte[] bytes) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static BillSource files(String name, BillFormat format, String... files) {
    return new BillSource(name, format, null, List.of(files), APRIL);
  }

  static BillSource manifest(
      String name, BillFormat format, String manifest, @Nullable YearMonth period) {
    return new BillSource(name, format, manifest, List.of(), period);
  }

  /** Ingests with chunks so small that most files have several. */
  IngestedBills ingest(BillSource... bills) {
    return inRun(run -> new IngestBills(run, project, rules(bills), chunkBytes).ingest());
  }

  /** Ingests one bill, which must work; the delivery that is current then. */
  Delivery ingested(BillSource bill) {
    IngestedBills ingested = ingest(bill);
    assertThat(ingested.problems()).noneMatch(Problem::isError);
    assertThat(ingested.results()).hasSize(1);
    String period = ingested.results().get(0).get("period").toString();
    return deliveries().current(period).stream()
        .filter(each -> each.bill().equals(bill.name()))
        .findFirst()
        .orElseThrow();
  }

  /** The error that one bill is refused with; nothing may be left of it. */
  Problem refused(BillSource bill) {
    IngestedBills ingested = ingest(bill);
    assertThat(ingested.results()).isEmpty();
    assertThat(deliveries().all()).noneMatch(each -> each.bill().equals(bill.name()));
    List<Problem> errors = ingested.problems().stream().filter(Problem::isError).toList();
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }

  <T> T inRun(Function<Run, T> work) {
    SparkSession session = spark.newSession();
    SparkSession.setActiveSession(session);
    try (Run run = Warehouse.open(session, project).begin(header("cost ingest"))) {
      T result = work.apply(run);
      run.complete(0);
      return result;
    } finally {
      SparkSession.setActiveSession(spark);
    }
  }

  Project project() {
    return project;
  }

  Deliveries deliveries() {
    return inRun(run -> Deliveries.recorded(run.warehouse().registry()));
  }

  /** The lines of a delivery, in order. */
  List<BillLine> lines(Delivery delivery) {
    return inRun(
        run ->
            BillLines.read(run, run.newest(CostTables.BILL_LINE.ref()), List.of(delivery))
                .orderBy("line")
                .collectAsList()
                .stream()
                .map(BillLines::of)
                .toList());
  }

  /** All rows of the table, deliveries or not. */
  long rows() {
    return inRun(run -> run.read(run.newest(CostTables.BILL_LINE.ref())).count());
  }

  static BigDecimal sum(List<BillLine> lines, Measure cost) {
    return lines.stream()
        .map(line -> line.amounts().get(cost))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static CostAllocationDefinition rules(BillSource... bills) {
    return new CostAllocationDefinition(
        new Metadata("aws", 0, "o", "t", "u", "", new TreeMap<>()),
        List.of(bills),
        true,
        List.of(),
        Measure.EFFECTIVE,
        new ResourceWeights(BigDecimal.valueOf(9), BigDecimal.ONE, BigDecimal.ZERO),
        AllocationMode.WEIGHTED,
        null,
        new IdlePolicy.Owner(),
        List.of(),
        Map.of());
  }

  private static RunHeader header(String verb) {
    return new RunHeader(
        verb, new TreeMap<>(), Instant.parse("2026-05-02T00:00:00Z"), "", "local", "t", "u");
  }
}
