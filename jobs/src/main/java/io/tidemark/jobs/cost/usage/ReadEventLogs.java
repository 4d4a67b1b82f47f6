package io.tidemark.jobs.cost.usage;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.tidemark.jobs.cost.CostTables;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Reads logs in a task of Spark's; one that cannot be read says so, and leaves the others be. */
final class ReadEventLogs implements FlatMapFunction<List<EventLog>, Row> {
  private static final long serialVersionUID = 1L;

  /** One row per log; {@code error} is null where its lives are known. */
  static final StructType SCHEMA =
      new StructType()
          .add("log", StringType)
          .add("app", StringType)
          .add("attempt", IntegerType)
          .add("ended", BooleanType)
          .add("left_out", LongType)
          .add("cut", BooleanType)
          .add("compacted", BooleanType)
          .add("error", StringType)
          .add("executors", IntegerType)
          .add("clamped", IntegerType)
          .add("lives", createArrayType(CostTables.RUN_USAGE.schema(), false));

  private final Broadcast<SerializableConfiguration> configuration;

  ReadEventLogs(Broadcast<SerializableConfiguration> configuration) {
    this.configuration = configuration;
  }

  @Override
  public Iterator<Row> call(List<EventLog> logs) {
    return logs.stream().map(this::read).iterator();
  }

  private Row read(EventLog log) {
    try {
      EventLogReader.Reading reading = new EventLogReader(configuration.value().value()).read(log);
      LoggedApplication application = reading.application();
      if (!application.isLog()) {
        return failed(log, "it has no events of Spark's");
      }
      if (application.appId().isEmpty()) {
        return failed(log, "it does not say which application it is of");
      }
      List<ExecutorLife> lives = application.lives();
      return RowFactory.create(
          log.path(),
          application.appId().orElseThrow(),
          application.attempt(),
          application.hasEnd(),
          application.malformed(),
          reading.cut(),
          log.compacted(),
          null,
          lives.size(),
          (int) lives.stream().filter(ExecutorLife::clamped).count(),
          lives.stream().map(ExecutorLives::toRow).toArray());
    } catch (IOException | RuntimeException e) {
      return failed(log, e.toString());
    }
  }

  private static Row failed(EventLog log, String error) {
    return RowFactory.create(
        log.path(), null, null, null, null, null, null, error, null, null, new Object[0]);
  }
}
