package io.tidemark.jobs.cost.bill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Records of a Parquet file; of its columns only those are read that a bill's format knows. */
final class ParquetRecords implements Records {
  private final BillRecord cursor;
  private final ParquetReader<Group> reader;
  private final ParquetValue[] read;
  private final int columns;

  ParquetRecords(Chunk chunk, BillRecord cursor, LineReader lines, Configuration configuration)
      throws IOException {
    this.cursor = cursor;
    this.columns = chunk.file().columns().names().size();
    Path path = new Path(chunk.file().path());
    HadoopInputFile file = HadoopInputFile.fromPath(path, configuration);
    MessageType schema;
    try (ParquetFileReader footer = ParquetFileReader.open(file)) {
      schema = footer.getFileMetaData().getSchema();
    }
    List<Type> wanted = new ArrayList<>();
    List<ParquetValue> values = new ArrayList<>();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      Type type = schema.getType(i);
      if (lines.reads(FileColumns.folded(type.getName())) && ParquetValue.isReadable(type)) {
        values.add(new ParquetValue(type, i, wanted.size()));
        wanted.add(type);
      }
    }
    this.read = values.toArray(ParquetValue[]::new);
    Configuration projected = new Configuration(configuration);
    projected.set(
        ReadSupport.PARQUET_READ_SCHEMA, new MessageType(schema.getName(), wanted).toString());
    this.reader =
        ParquetReader.builder(new GroupReadSupport(), path)
            .withConf(projected)
            .withFileRange(chunk.start(), chunk.end())
            .build();
  }

  @Override
  public boolean next() throws IOException {
    Group group;
    try {
      group = reader.read();
    } catch (RuntimeException e) {
      throw new UnreadableRecordException("the Parquet data is damaged: " + e.getMessage());
    }
    if (group == null) {
      return false;
    }
    @Nullable Object[] values = new Object[columns];
    for (ParquetValue each : read) {
      values[each.column()] = each.of(group);
    }
    cursor.values(values);
    return true;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
