package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udaf;

import io.tidemark.lineage.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** The ten first of many texts in their order, each once; the same ten whatever the order. */
final class Samples extends Aggregator<String, TreeSet<String>, String> {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 10;

  /** Of a text value; a key of ten columns is a page then, not a book. */
  private static final int CHARACTERS = 100;

  private static final Map<String, String> KEEP_NULLS = Map.of("ignoreNullFields", "false");

  private Samples() {}

  /** The ten first of the texts that are not NULL, a line each. */
  static Column first(Column texts) {
    return udaf(new Samples(), Encoders.STRING()).apply(texts);
  }

  /** What {@link #first} gave, as a list. */
  static List<String> list(@Nullable String lines) {
    return lines == null || lines.isEmpty() ? List.of() : lines.lines().toList();
  }

  /**
   * Values as a JSON object on one line.
   *
   * @param values as many as names
   */
  static Column json(List<String> names, List<Column> values, StructType schema) {
    List<Column> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      DataType type = RowChecks.type(schema, names.get(i));
      fields.add(shortened(values.get(i), type).as(names.get(i)));
    }
    return to_json(struct(fields.toArray(Column[]::new)), KEEP_NULLS);
  }

  /** The same of the columns themselves. */
  static Column json(List<String> names, StructType schema) {
    return json(names, names.stream().map(Columns::named).toList(), schema);
  }

  private static Column shortened(Column value, DataType type) {
    return type instanceof NumericType
            || type instanceof BooleanType
            || type instanceof DateType
            || type instanceof TimestampType
        ? value
        : value.cast("string").substr(1, CHARACTERS);
  }

  @Override
  public TreeSet<String> zero() {
    return new TreeSet<>();
  }

  @Override
  public TreeSet<String> reduce(TreeSet<String> kept, @Nullable String text) {
    if (text != null) {
      kept.add(text);
      if (kept.size() > MOST) {
        kept.pollLast();
      }
    }
    return kept;
  }

  @Override
  public TreeSet<String> merge(TreeSet<String> kept, TreeSet<String> others) {
    others.forEach(each -> reduce(kept, each));
    return kept;
  }

  @Override
  public String finish(TreeSet<String> kept) {
    return String.join("\n", kept);
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Encoder<TreeSet<String>> bufferEncoder() {
    return (Encoder) Encoders.kryo(TreeSet.class);
  }

  @Override
  public Encoder<String> outputEncoder() {
    return Encoders.STRING();
  }
}
