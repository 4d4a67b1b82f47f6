package io.tidemark.lineage.registry;

import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The registry's tables: names, columns, order, types. */
final class Tables {

  static final String SCHEMA = "registry";
  static final String EVENT = "registry.event";
  static final String RUN = "registry.run";
  static final String RUN_IO = "registry.run_io";
  static final String OBJECT = "registry.object";
  static final String DEPENDENCY = "registry.dependency";
  static final String TRAINING_SET = "registry.training_set";

  /** Every table that is projected from the event log, the row of the run itself last. */
  static final Map<String, StructType> TYPED = typed();

  static final StructType EVENT_SCHEMA =
      new StructType()
          .add("stream", StringType.STRING)
          .add("seq", LongType.LONG)
          .add("event_time", TimestampType.TIMESTAMP)
          .add("actor", StringType.STRING)
          .add("action", StringType.STRING)
          .add("object", StringType.STRING)
          .add("payload", StringType.STRING)
          .add("prev_hash", StringType.STRING)
          .add("event_hash", StringType.STRING)
          .add("run_id", StringType.STRING)
          .add("recorded_at", TimestampType.TIMESTAMP);

  private Tables() {}

  static StructType schema(String name) {
    StructType typed = TYPED.get(name);
    return typed == null ? EVENT_SCHEMA : typed;
  }

  /** The folder of a table, relative to the warehouse. */
  static String folder(String name) {
    return name.replace('.', '/');
  }

  private static Map<String, StructType> typed() {
    Map<String, StructType> tables = new LinkedHashMap<>();
    tables.put(
        OBJECT,
        new StructType()
            .add("kind", StringType.STRING)
            .add("name", StringType.STRING)
            .add("version", IntegerType.INTEGER)
            .add("state", StringType.STRING)
            .add("owner", StringType.STRING)
            .add("team", StringType.STRING)
            .add("use_case", StringType.STRING)
            .add("sensitivity", StringType.STRING)
            .add("semantic_hash", StringType.STRING)
            .add("metadata_hash", StringType.STRING)
            .add("definition", StringType.STRING)
            .add("registered_at", TimestampType.TIMESTAMP)
            .add("run_id", StringType.STRING));
    tables.put(
        DEPENDENCY,
        new StructType()
            .add("kind", StringType.STRING)
            .add("name", StringType.STRING)
            .add("version", IntegerType.INTEGER)
            .add("on_kind", StringType.STRING)
            .add("on_name", StringType.STRING)
            .add("on_version", IntegerType.INTEGER));
    tables.put(TRAINING_SET, trainingSet());
    tables.put(
        RUN_IO,
        new StructType()
            .add("run_id", StringType.STRING)
            .add("direction", StringType.STRING)
            .add("name", StringType.STRING)
            .add("location", StringType.STRING)
            .add("table_id", StringType.STRING)
            .add("version", LongType.LONG)
            .add("fingerprint", StringType.STRING)
            .add("rows", LongType.LONG)
            .add("bytes", LongType.LONG)
            .add("files", LongType.LONG)
            .add("filter", StringType.STRING)
            .add("declared", BooleanType.BOOLEAN)
            .add("capture", StringType.STRING));
    tables.put(RUN, run());
    return Collections.unmodifiableMap(tables);
  }

  private static StructType run() {
    MapType texts = new MapType(StringType.STRING, StringType.STRING, true);
    return new StructType()
        .add("run_id", StringType.STRING)
        .add("parent_run_id", StringType.STRING)
        .add("verb", StringType.STRING)
        .add("job", StringType.STRING)
        .add("attempt", IntegerType.INTEGER)
        .add("state", StringType.STRING)
        .add("exit_code", IntegerType.INTEGER)
        .add("error_class", StringType.STRING)
        .add("error_message", StringType.STRING)
        .add("started_at", TimestampType.TIMESTAMP)
        .add("ended_at", TimestampType.TIMESTAMP)
        .add("now", TimestampType.TIMESTAMP)
        .add("env", StringType.STRING)
        .add("target", StringType.STRING)
        .add("team", StringType.STRING)
        .add("use_case", StringType.STRING)
        .add("actor", StringType.STRING)
        .add("params", texts)
        .add("plan_digest", StringType.STRING)
        .add("code_version", StringType.STRING)
        .add("code_dirty", BooleanType.BOOLEAN)
        .add("versions", texts)
        .add("app_id", StringType.STRING);
  }

  private static StructType trainingSet() {
    StructType column =
        new StructType()
            .add("name", StringType.STRING)
            .add("type", StringType.STRING)
            .add("nulls", LongType.LONG)
            .add("checksum", StringType.STRING);
    StructType input =
        new StructType()
            .add("name", StringType.STRING)
            .add("semantic_hash", StringType.STRING)
            .add("table_id", StringType.STRING)
            .add("version", LongType.LONG)
            .add("seq", LongType.LONG)
            .add("fingerprint", StringType.STRING);
    return new StructType()
        .add("name", StringType.STRING)
        .add("version", IntegerType.INTEGER)
        .add("table", StringType.STRING)
        .add("definition_hash", StringType.STRING)
        .add("rows", LongType.LONG)
        .add("columns", new ArrayType(column, true))
        .add("inputs", new ArrayType(input, true))
        .add("knowledge", StringType.STRING)
        .add("now", TimestampType.TIMESTAMP)
        .add("content_digest", StringType.STRING)
        .add("manifest", StringType.STRING)
        .add("envelope_id", StringType.STRING)
        .add("state", StringType.STRING)
        .add("run_id", StringType.STRING)
        .add("created_at", TimestampType.TIMESTAMP);
  }
}
