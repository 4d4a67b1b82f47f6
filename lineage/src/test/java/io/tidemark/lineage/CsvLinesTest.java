package io.tidemark.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CsvLinesTest {
  private static final String[] PARTS = {"a", ",", "\"", "é", "€", " ", "\"\"", "\\"};
  private static final byte[][] NO_TEXT = {
    {(byte) 0xE9}, {(byte) 0xC3}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
  };

  @TempDir Path folder;
  private final SparkSession spark;

  CsvLinesTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void bothWaysCountWhatIsThere() throws IOException {
    Random random = new Random(20261122);
    List<Path> files = new ArrayList<>();
    long open = 0;
    long garbled = 0;
    for (int f = 0; f < 5; f++) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (int l = 0; l < 200; l++) {
        StringBuilder line = new StringBuilder();
        for (int p = random.nextInt(6); p >= 0; p--) {
          line.append(PARTS[random.nextInt(PARTS.length)]);
        }
        content.write(line.toString().getBytes(StandardCharsets.UTF_8));
        if (random.nextInt(10) == 0) {
          content.write(NO_TEXT[random.nextInt(NO_TEXT.length)]);
          content.write('x');
          garbled++;
        }
        content.write(random.nextBoolean() ? new byte[] {'\n'} : new byte[] {'\r', '\n'});
        open += line.chars().filter(c -> c == '"').count() % 2;
      }
      files.add(Files.write(folder.resolve("f " + f + ".csv"), content.toByteArray()));
    }

    CsvLines here = new CsvLines("\"", true);
    for (Path file : files) {
      try (InputStream content = Files.newInputStream(file)) {
        here.addAll(file.toUri().toString().replace("file:///", "file:/"), content);
      }
    }
    CsvLines there = new CsvLines("\"", true);
    there.addAll(spark, files.stream().map(Path::toString).toList());

    assertThat(here.open().lines()).isEqualTo(open);
    assertThat(here.garbled().lines()).isEqualTo(garbled);
    assertThat(there.open()).isEqualTo(here.open());
    assertThat(there.garbled()).isEqualTo(here.garbled());
  }
}
