package io.tidemark.jobs;

import io.tidemark.jobs.definition.Output;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Runs one query and prints its rows; writes nothing. */
final class SqlJob implements Job {

  private static final Pattern ALL_TABLES =
      Pattern.compile(
          "\\s*SHOW\\s+TABLES(\\s+(?:LIKE\\s+)?'[^'\\\\]*')?\\s*;?\\s*", Pattern.CASE_INSENSITIVE);

  @Override
  public Answer run(JobContext context) {
    Warehouse.open(context.spark(), context.project());
    Output form = context.invocation().options().output();
    Path spool = temporary();
    try {
      boolean whole = query(context, form, spool);
      // Only a query that went through to its end is printed: a refused one prints nothing.
      Files.copy(spool, context.out());
      context.out().flush();
      return new Answer("sql", null, Status.OK, 0, List.of(), whole ? List.of() : List.of(cut()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(spool);
    }
  }

  private static boolean query(JobContext context, Output form, Path spool) {
    SparkSession spark = context.spark();
    try (Writer out = Files.newBufferedWriter(spool, StandardCharsets.UTF_8)) {
      Dataset<Row> rows = dataset(spark, context.invocation().name());
      SqlForms.checkNames(rows.schema(), form == Output.JSON);
      return SqlForms.write(rows, form, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw refused(context, e);
    } catch (Exception e) {
      // Spark's checked AnalysisException passes through signatures that do not name it.
      throw refused(context, e);
    }
  }

  static Dataset<Row> dataset(SparkSession spark, String query) throws Exception {
    Matcher all = ALL_TABLES.matcher(query);
    if (all.matches()) {
      return tables(spark, Objects.requireNonNullElse(all.group(1), ""));
    }
    SqlGuard guard = new SqlGuard(Sessions.CATALOG);
    LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(query);
    guard.check(parsed);
    Dataset<Row> rows = spark.sql(query);
    guard.checkResolved(rows.queryExecution().analyzed());
    return rows;
  }

  /** The catalog has no schema that a name without one could be of, so all of them are shown. */
  private static Dataset<Row> tables(SparkSession spark, String like) {
    // A handful: the folders that a warehouse has for its kinds of tables.
    return spark.sql("SHOW SCHEMAS").collectAsList().stream()
        .map(schema -> spark.sql("SHOW TABLES IN " + schema.getString(0) + like))
        .reduce(Dataset::union)
        .orElseGet(() -> spark.sql("SHOW SCHEMAS"));
  }

  private static RuntimeException refused(JobContext context, Exception e) {
    if (context.interruption().raised()) {
      return context.interruption().refusal();
    }
    Throwable root = Failures.root(e);
    if (root instanceof Refusal refusal) {
      return refusal;
    }
    Refusal trouble = Failures.explain(e, false);
    if (trouble.exitCode() == 2) {
      return trouble;
    }
    boolean bug =
        root instanceof NullPointerException
            || (root instanceof SparkThrowable spark
                && Objects.requireNonNullElse(spark.getErrorClass(), "").startsWith("INTERNAL"));
    if (bug) {
      return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
    String line = Failures.message(root).replaceAll("[.;]+$", "");
    return new Refusal(2, List.of(Problem.error("SQL_FAILED", null, line, "correct the query")), e);
  }

  private static Problem cut() {
    return Problem.warn(
        "ROWS_CUT",
        null,
        "only the first " + SqlForms.SHOWN + " rows are shown",
        "-o csv and -o json give all");
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("tidemark-sql", ".out");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
