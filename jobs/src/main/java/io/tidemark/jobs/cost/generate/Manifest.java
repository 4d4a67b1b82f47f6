package io.tidemark.jobs.cost.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The manifest of a delivery, as Data Exports writes it beside its files. */
final class Manifest {

  /** The export's name, and what its files' names begin with. */
  static final String EXPORT = "tidemark-synthetic";

  static final String FILE = EXPORT + "-Manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifest() {}

  static Path write(MonthSpec spec, Delivery delivery, Path folder, List<Path> files)
      throws IOException {
    String execution =
        UUID.nameUUIDFromBytes((spec + " " + delivery).getBytes(StandardCharsets.UTF_8)).toString();
    String where =
        "s3://%1$s/%1$s/data/BILLING_PERIOD=%2$s/%3$s/".formatted(EXPORT, spec.month(), execution);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("executionId", execution);
    manifest.put(
        "exportArn", "arn:aws:bcm-data-exports:us-east-1:" + Accounts.PAYER + ":export/" + EXPORT);
    manifest.put("columns", columns());
    manifest.put("dataFiles", files.stream().map(file -> where + file.getFileName()).toList());
    Path written = folder.resolve(FILE);
    Files.write(written, JSON.writeValueAsBytes(manifest));
    return written;
  }

  private static List<Map<String, String>> columns() {
    List<Map<String, String>> columns = new ArrayList<>();
    for (CurColumn column : CurColumn.values()) {
      Map<String, String> each = new LinkedHashMap<>();
      each.put("name", column.word());
      each.put("type", column.type());
      columns.add(each);
    }
    return columns;
  }
}
