package io.tidemark.featurestore.plan;

import io.tidemark.featurestore.definition.Aggregation;
import io.tidemark.featurestore.definition.Feature;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.InputRows;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Predicates;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.TableSpec;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The table of a view version: {@code features.<view>_v<N>}, its columns, partitions and check.
 *
 * @param source what the view's query stands for, where the view has one
 */
public record FeatureTable(
    Declared<FeatureViewDefinition> view,
    Declared<EntityDefinition> entity,
    Declared<SourceDefinition> source) {
  public static final String EVENT_TS = "event_ts";
  public static final String KNOWN_AT = "known_at";
  public static final String EFFECTIVE_TS = "_eff_ts";
  public static final String DELETED = "_deleted";
  public static final String ID = "_id";
  public static final String TIE = "_tie";
  public static final String INPUT = "_in_";
  public static final String SEQ = "_seq";
  public static final String BUCKET = "_bucket";
  public static final String RUN = "_run";

  private static final String BUCKET_CHECK = "bucket_of_keys";

  /** The partition columns. */
  public static final List<String> PARTITIONS = List.of(BUCKET, RUN);

  /** The table of a view that the project declares; entity and source were checked to be there. */
  public static FeatureTable of(Project project, Declared<FeatureViewDefinition> view) {
    FeatureViewDefinition definition = view.definition();
    return new FeatureTable(
        view,
        project
            .find(EntityDefinition.class, new Ref(definition.entity(), 0))
            .orElseThrow(() -> new IllegalStateException("no entity " + definition.entity())),
        source(project, view));
  }

  private static Declared<SourceDefinition> source(
      Project project, Declared<FeatureViewDefinition> view) {
    String name = view.definition().source();
    return name == null
        ? QuerySource.of(view)
        : project
            .find(SourceDefinition.class, new Ref(name, 0))
            .orElseThrow(() -> new IllegalStateException("no source " + name));
  }

  /**
   * Opens what the view reads: its source, or its query.
   *
   * @throws io.tidemark.lineage.definition.Refusal if it cannot be read
   */
  public InputRows open(InputReader reader) {
    SourceQuery query = view.definition().query();
    return query == null ? reader.source(source) : reader.query(view, QuerySource.SQL, query);
  }

  public TableRef ref() {
    return new TableRef("features", view.definition().tableName());
  }

  /** The key columns, in the entity's order. */
  public List<String> keys() {
    return entity.definition().keys().stream().map(KeyColumn::name).toList();
  }

  /**
   * Into how many buckets a table was made, whatever the view says by now: a table keeps its
   * number.
   */
  public static int buckets(Run run, PinnedTable table) {
    String check =
        run.check(table, BUCKET_CHECK)
            .orElseThrow(() -> new IllegalStateException(table.ref() + " has no check of buckets"));
    return Integer.parseInt(check.substring(check.lastIndexOf(' ') + 1, check.length() - 1));
  }

  /**
   * The source's columns that aggregations read, each once, as first mentioned: per aggregation its
   * column, then those of its predicate.
   */
  public List<String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (Aggregation aggregation : view.definition().aggregations()) {
      List<String> mentioned = new ArrayList<>();
      if (aggregation.column() != null) {
        mentioned.add(aggregation.column());
      }
      if (aggregation.where() != null) {
        mentioned.addAll(Predicates.columns(aggregation.where()));
      }
      mentioned.forEach(name -> inputs.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
    }
    return List.copyOf(inputs.values());
  }

  public boolean hasId() {
    return !source.definition().id().isEmpty();
  }

  public boolean hasTie() {
    return !view.definition().tieBreaker().isEmpty();
  }

  /** The column that orders rows of equal event time and known-at; null if nothing does. */
  public @Nullable String tieColumn() {
    return hasTie() ? TIE : hasId() ? ID : null;
  }

  /**
   * The columns in order.
   *
   * @param rows the source's columns, which decide the types of {@code _id} and {@code _tie}
   */
  public StructType schema(StructType rows) {
    StructType schema = new StructType();
    for (KeyColumn key : entity.definition().keys()) {
      schema = schema.add(key.name(), Columns.type(key.type()));
    }
    schema =
        schema
            .add(EVENT_TS, DataTypes.TimestampType)
            .add(KNOWN_AT, DataTypes.TimestampType)
            .add(EFFECTIVE_TS, DataTypes.TimestampType)
            .add(DELETED, DataTypes.BooleanType);
    if (hasId()) {
      schema = schema.add(ID, together(source.definition().id(), rows));
    }
    if (hasTie()) {
      schema = schema.add(TIE, together(view.definition().tieBreaker(), rows));
    }
    for (Feature feature : view.definition().features()) {
      schema = schema.add(feature.name(), Columns.type(feature.type()));
    }
    for (String input : inputs()) {
      schema = schema.add(INPUT + input, type(input, rows));
    }
    return schema
        .add(SEQ, DataTypes.LongType)
        .add(BUCKET, DataTypes.IntegerType)
        .add(RUN, DataTypes.LongType);
  }

  /** What the table is created with. */
  TableSpec spec(StructType rows) {
    StructType columns = schema(rows);
    SortedMap<String, String> properties = RunFiles.properties(columns, keys());
    properties.put("delta.autoOptimize.autoCompact", "false");
    properties.put("delta.autoOptimize.optimizeWrite", "false");
    List<String> statistics = new ArrayList<>(keys());
    statistics.addAll(List.of(EVENT_TS, KNOWN_AT, EFFECTIVE_TS, SEQ));
    properties.put("delta.dataSkippingStatsColumns", String.join(",", quoted(statistics)));
    SortedMap<String, String> checks = new TreeMap<>();
    int buckets = view.definition().materialize().buckets();
    checks.put(
        BUCKET_CHECK,
        "%s = pmod(hash(%s), %d)".formatted(BUCKET, String.join(", ", quoted(keys())), buckets));
    return new TableSpec(columns, PARTITIONS, properties, checks);
  }

  /** One column as it is, several as a STRUCT of them. */
  private static DataType together(List<String> columns, StructType rows) {
    if (columns.size() == 1) {
      return type(columns.get(0), rows);
    }
    List<StructField> fields = new ArrayList<>();
    for (String column : columns) {
      fields.add(DataTypes.createStructField(column, type(column, rows), true));
    }
    return DataTypes.createStructType(fields);
  }

  private static DataType type(String column, StructType rows) {
    return Arrays.stream(rows.fields())
        .filter(field -> field.name().equalsIgnoreCase(column))
        .findFirst()
        .map(StructField::dataType)
        .orElseThrow(() -> new IllegalStateException("unchecked source column " + column));
  }

  private static List<String> quoted(List<String> names) {
    return names.stream().map(n -> "`" + n + "`").toList();
  }
}
