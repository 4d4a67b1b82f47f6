package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.BillFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Reads a chunk's lines as rows, one at a time. */
final class ChunkRows implements FlatMapFunction<NumberedChunk, Row> {
  private static final long serialVersionUID = 1L;

  private final BillFormat format;
  private final LineContext context;
  private final String content;
  private final Broadcast<SerializableConfiguration> configuration;

  /**
   * @param content the hash that each row carries
   */
  ChunkRows(
      BillFormat format,
      LineContext context,
      String content,
      Broadcast<SerializableConfiguration> configuration) {
    this.format = format;
    this.context = context;
    this.content = content;
    this.configuration = configuration;
  }

  @Override
  public Iterator<Row> call(NumberedChunk chunk) throws IOException {
    LineReader reader = LineReader.of(format);
    BillRecord cursor = reader.cursor(chunk.chunk().file().columns());
    return new Lines(
        chunk,
        reader,
        cursor,
        Records.open(chunk.chunk(), cursor, reader, configuration.value().value()));
  }

  private final class Lines implements Iterator<Row> {
    private final NumberedChunk chunk;
    private final LineReader reader;
    private final BillRecord cursor;
    private final Records records;
    private long read;
    private @Nullable Row next;

    Lines(NumberedChunk chunk, LineReader reader, BillRecord cursor, Records records) {
      this.chunk = chunk;
      this.reader = reader;
      this.cursor = cursor;
      this.records = records;
      this.next = row();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Row next() {
      Row row = next;
      if (row == null) {
        throw new NoSuchElementException();
      }
      next = row();
      return row;
    }

    private @Nullable Row row() {
      try {
        if (records.next()) {
          read++;
          return BillLines.toRow(
              reader.read(cursor, chunk.before() + read, context).line(), content);
        }
        records.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (read != chunk.lines()) {
        throw new UnreadableRecordException("the file was changed while it was read");
      }
      return null;
    }
  }
}
