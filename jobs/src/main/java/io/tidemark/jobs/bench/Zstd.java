package io.tidemark.jobs.bench;

import io.tidemark.jobs.cost.generate.Packing;
import java.io.OutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.io.ZStdCompressionCodec;

/** As Spark packs event logs. */
final class Zstd implements Packing {
  private final ZStdCompressionCodec codec = new ZStdCompressionCodec(new SparkConf(false));

  @Override
  public String suffix() {
    return ".zstd";
  }

  @Override
  public OutputStream pack(OutputStream out) {
    return codec.compressedOutputStream(out);
  }
}
