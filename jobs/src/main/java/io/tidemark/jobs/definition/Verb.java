package io.tidemark.jobs.definition;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything the command line can be asked to do. */
public enum Verb {
  INIT(
      "init",
      false,
      false,
      "Make a new project: a bank with data to try things on, or an empty one.",
      List.of("file", "status")),
  DEMO(
      "demo",
      true,
      false,
      "Make a bank and run it: data, feature tables, a training set, queries. Start here.",
      List.of("step", "status", "runId", "results")),
  DOCTOR(
      "doctor",
      false,
      false,
      "Check this machine, its Spark and the project's warehouse.",
      List.of("check", "status", "detail", "fix")),
  VALIDATE(
      "validate",
      false,
      false,
      "Check the project's files, and nothing else.",
      List.of("kind", "definitions")),
  LIST(
      "list",
      false,
      false,
      "List what was applied.",
      List.of(
          "kind",
          "name",
          "version",
          "state",
          "owner",
          "team",
          "use_case",
          "sensitivity",
          "semantic_hash",
          "metadata_hash",
          "registered_at",
          "run_id")),
  DESCRIBE(
      "describe",
      false,
      false,
      "Show one view, service or training set: definition, versions, dependencies.",
      List.of()),
  APPLY(
      "apply",
      true,
      true,
      "Register the project's definitions and make their tables.",
      List.of("object", "change")),
  MATERIALIZE(
      "materialize",
      true,
      true,
      "Bring new source rows into feature tables; without a view, into those of all active ones.",
      List.of(
          "view",
          "from",
          "to",
          "status",
          "rowsRead",
          "rowsAdded",
          "rowsDuplicate",
          "rowsDropped",
          "rowsQuarantined",
          "table",
          "version",
          "seq")),
  TRAINING_SET_CREATE(
      "training-set create",
      true,
      true,
      "Make the next version of a training set, point-in-time correct.",
      List.of("name", "version", "table", "status", "rows", "views", "signature")),
  TRAINING_SET_VERIFY(
      "training-set verify",
      true,
      true,
      "Prove that a training set is what was sealed: event, row, files, values, signature.",
      List.of("name", "version", "table", "status", "rows", "files", "signature")),
  TRAINING_SET_REBUILD(
      "training-set rebuild",
      true,
      true,
      "Make a training set anew from what it was made of, and compare; writes no table.",
      List.of("name", "version", "table", "status", "rows", "columns")),
  TRAINING_SET_DIFF(
      "training-set diff",
      true,
      true,
      "Compare a training set's features with what they would be with all that is known today.",
      List.of("name", "version", "rows", "rowsChanged", "columns", "examples")),
  TRAINING_SET_EXPLAIN(
      "training-set explain",
      true,
      true,
      "Tell per view why rows of a training set found values or none, in all and by month.",
      List.of(
          "name",
          "version",
          "view",
          "way",
          "rows",
          "matched",
          "deleted",
          "expired",
          "notYetKnown",
          "missing",
          "coverage",
          "why")),
  KEYS_NEW(
      "keys new",
      false,
      false,
      "Make a key to sign training sets with.",
      List.of("name", "keyId", "file", "trust")),
  SCORING_SET_CREATE(
      "scoring-set create",
      true,
      true,
      "Write the features of a service for every key at one time.",
      List.of("name", "version", "table", "at", "status", "rows", "views")),
  MAINTAIN(
      "maintain",
      true,
      true,
      "Merge the files of feature tables, so that they are fast to read; changes no answer.",
      List.of(
          "view",
          "table",
          "status",
          "version",
          "filesBefore",
          "filesAfter",
          "bytesBefore",
          "bytesAfter")),
  BENCH_PIT(
      "bench pit",
      true,
      false,
      "Measure the point-in-time join on generated data, beside DuckDB or the plain engine.",
      List.of(
          "work",
          "seconds",
          "min",
          "max",
          "rounds",
          "ratio",
          "rowsPerSecondAndCore",
          "bytes",
          "peakHeap",
          "answer")),
  BENCH_PROFILE(
      "bench profile",
      true,
      false,
      "Measure the one-pass profile of a generated table, beside Deequ's on a sample.",
      List.of(
          "work",
          "seconds",
          "min",
          "max",
          "rounds",
          "ratio",
          "rowsPerSecondAndCore",
          "bytes",
          "peakHeap",
          "answer")),
  BENCH_COST(
      "bench cost",
      true,
      false,
      "Measure cost ingest and cost attribute on a generated month of bills and event logs.",
      List.of(
          "work",
          "seconds",
          "rows",
          "rowsPerSecond",
          "bytes",
          "megabytesPerSecond",
          "peakHeap",
          "answer")),
  QUALITY_RUN(
      "quality run",
      true,
      true,
      "Judge datasets by their suites; without a suite, by all. Exits 7 if one fails.",
      List.of("suite", "object", "version", "verdict", "counts")),
  QUALITY_GATE(
      "quality gate",
      true,
      true,
      "Exit as the newest run of each suite did, without computing anything.",
      List.of("suite", "object", "version", "verdict", "counts")),
  QUALITY_TEST(
      "quality test",
      true,
      false,
      "Judge the rows that suites give as examples under tests:; no table is read or written.",
      List.of("suite", "tests", "failed")),
  QUALITY_HISTORY(
      "quality history",
      true,
      true,
      "Show what a suite's rules found, date by date.",
      List.of(
          "date",
          "rule",
          "segment",
          "status",
          "metric",
          "value",
          "lower",
          "upper",
          "bounds",
          "rowsEvaluated",
          "rowsFailed",
          "runId")),
  QUALITY_SUGGEST(
      "quality suggest",
      true,
      true,
      "Propose a suite for a source, a view or a table, from the rows it has now.",
      List.of()),
  QUARANTINE_LIST(
      "quarantine list",
      true,
      false,
      "List the batches whose withheld rows wait to be released or discarded.",
      List.of("batch", "object", "target", "suite", "open", "released", "discarded", "at", "age")),
  QUARANTINE_SHOW(
      "quarantine show",
      true,
      false,
      "Show the withheld rows of a batch, and the rules that each fails.",
      List.of("rowId", "state", "violations", "row")),
  QUARANTINE_RELEASE(
      "quarantine release",
      true,
      true,
      "Judge withheld rows again; those that pass go to the view, known from now on.",
      List.of("batch", "target", "status", "rowsReleased", "rowsOpen")),
  QUARANTINE_DISCARD(
      "quarantine discard",
      true,
      true,
      "Give withheld rows up: they stay in quarantine and are never released.",
      List.of("batch", "target", "status", "rowsDiscarded")),
  COST_INGEST(
      "cost ingest",
      true,
      true,
      "Take in what is new of the bills and of Spark's event logs.",
      List.of("bill", "period", "delivery", "lines", "status")),
  COST_ATTRIBUTE(
      "cost attribute",
      true,
      true,
      "Split the bills whose lines, usage or rules changed, and publish what adds up.",
      List.of("period", "version", "status", "usageWithoutBill")),
  COST_REPORT(
      "cost report",
      true,
      true,
      "Show who spent what, against the month before, and what is odd about it.",
      List.of("section")),
  COST_BUDGET(
      "cost budget",
      true,
      true,
      "Hold what was spent, and what it will come to, against the budgets.",
      List.of(
          "budget",
          "period",
          "version",
          "currency",
          "amount",
          "actual",
          "forecast",
          "used",
          "crossed",
          "status")),
  COST_VALIDATE(
      "cost validate",
      true,
      true,
      "Hold the published ledger against the bills again. Exits 7 if a digit differs.",
      List.of()),
  SQL("sql", true, false, "Run one query over the warehouse's tables.", List.of()),
  REGISTRY_REBUILD(
      "registry rebuild",
      true,
      true,
      "Recreate the registry's tables from its events.",
      List.of("table", "status"));

  private final String words;
  private final boolean spark;
  private final boolean recorded;
  private final String description;
  private final List<String> columns;

  Verb(String words, boolean spark, boolean recorded, String description, List<String> columns) {
    this.words = words;
    this.spark = spark;
    this.recorded = recorded;
    this.description = description;
    this.columns = columns;
  }

  /** The verb as it is typed and as results name it. */
  public String words() {
    return words;
  }

  /** Whether it is a Spark job. */
  public boolean spark() {
    return spark;
  }

  /** Whether each of its runs is recorded. */
  public boolean recorded() {
    return recorded;
  }

  /** One sentence for its help. */
  public String description() {
    return description;
  }

  /**
   * Columns that only csv and json show: those that a terminal has no room for, or has lines of.
   */
  public Set<String> wide() {
    return switch (this) {
      case LIST -> Set.of("semantic_hash", "metadata_hash", "registered_at", "run_id");
      case QUALITY_HISTORY -> Set.of("metric", "runId");
      case TRAINING_SET_CREATE, SCORING_SET_CREATE -> Set.of("explained");
      default -> Set.of();
    };
  }

  /** Whether it measures, on data that it generates. */
  public boolean measures() {
    return this == BENCH_PIT || this == BENCH_PROFILE || this == BENCH_COST;
  }

  /** The columns of its results, those that results add come after them. */
  public List<String> columns() {
    return columns;
  }

  /** The verb of these words, if there is one. */
  public static Optional<Verb> of(String words) {
    for (Verb verb : values()) {
      if (verb.words.equals(words)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}
