package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.BillFormat;
import java.io.IOException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Reads a chunk and adds its lines up; a record that cannot be read is told, not thrown. */
final class AddUpChunk implements Function<Chunk, ChunkSums> {
  private static final long serialVersionUID = 1L;

  private final BillFormat format;
  private final LineContext context;
  private final Broadcast<SerializableConfiguration> configuration;

  AddUpChunk(
      BillFormat format, LineContext context, Broadcast<SerializableConfiguration> configuration) {
    this.format = format;
    this.context = context;
    this.configuration = configuration;
  }

  @Override
  public ChunkSums call(Chunk chunk) throws IOException {
    BillSums sums = new BillSums();
    LineReader reader = LineReader.of(format);
    BillRecord cursor = reader.cursor(chunk.file().columns());
    try (Records records = Records.open(chunk, cursor, reader, configuration.value().value())) {
      while (records.next()) {
        sums.add(reader.read(cursor, sums.lines() + 1, context));
      }
      return new ChunkSums(sums, null);
    } catch (UnreadableRecordException e) {
      return new ChunkSums(sums, e.getMessage());
    }
  }
}
