package io.tidemark.quality.profile;

import io.tidemark.quality.profile.DeequProfiler.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first rows of a table: what is seen in them is a guess, to be checked by all rows. */
final class Sample {

  /** So many rows at most: Deequ's profile is dear. */
  static final int ROWS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Sample.class);

  private final StructType schema;
  private final List<Row> rows;
  private final List<Set<Proposal>> proposals;

  private Sample(StructType schema, List<Row> rows, List<Set<Proposal>> proposals) {
    this.schema = schema;
    this.rows = rows;
    this.proposals = proposals;
  }

  static Sample of(Dataset<Row> table) {
    List<Row> rows = table.limit(ROWS).collectAsList();
    return new Sample(table.schema(), rows, proposals(table, rows));
  }

  private static List<Set<Proposal>> proposals(Dataset<Row> table, List<Row> rows) {
    // Deequ takes names for SQL, and looks into these types only.
    StructType renamed = new StructType();
    List<String> names = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      boolean known =
          field.dataType() instanceof NumericType || field.dataType() instanceof StringType;
      renamed = renamed.add("c" + renamed.size(), field.dataType());
      if (known) {
        names.add("c" + (renamed.size() - 1));
      }
    }
    List<Set<Proposal>> proposals = new ArrayList<>();
    for (int i = 0; i < renamed.size(); i++) {
      proposals.add(Set.of());
    }
    if (rows.isEmpty() || names.isEmpty()) {
      return proposals;
    }
    Dataset<Row> some =
        table
            .sparkSession()
            .createDataFrame(rows, renamed)
            .selectExpr(names.toArray(new String[0]));
    try {
      List<Set<Proposal>> found = DeequProfiler.proposals(some);
      for (int i = 0; i < names.size(); i++) {
        proposals.set(renamed.fieldIndex(names.get(i)), found.get(i));
      }
    } catch (RuntimeException e) {
      // It is asked for more ideas; the profile has its own.
      LOG.warn("Deequ cannot look into these rows: {}", e.toString());
    }
    return proposals;
  }

  /** Whether Deequ proposes a rule for a column. */
  boolean proposes(int column, Proposal rule) {
    return proposals.get(column).contains(rule);
  }

  /** The texts of a column. */
  List<String> texts(int column) {
    return schema.apply(column).dataType() instanceof StringType
        ? rows.stream().map(row -> row.getString(column)).filter(Objects::nonNull).toList()
        : List.of();
  }
}
