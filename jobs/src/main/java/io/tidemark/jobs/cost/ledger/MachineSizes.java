package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.MachineSize;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The file of instance sizes that a project may have: {@code type,vcpu,memory_gib[,gpu]}. */
final class MachineSizes {
  private static final List<String> COLUMNS = List.of("type", "vcpu", "memory_gib", "gpu");

  private MachineSizes() {}

  /**
   * Type of machine to its size.
   *
   * @param file as the project declares it
   * @throws Refusal if the file cannot be read
   */
  static SortedMap<String, MachineSize> read(Project project, String file, Configuration conf) {
    Path path = new Path(project.resolvePath(file));
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(path.getFileSystem(conf).open(path), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      throw refusal(file, 0, "the instance sizes cannot be read: " + e.getMessage());
    }
    List<String> header = lines.isEmpty() ? List.of() : fields(lines.get(0));
    if (!COLUMNS.equals(header) && !COLUMNS.subList(0, 3).equals(header)) {
      throw refusal(file, 1, "the columns are " + header + " and not " + COLUMNS);
    }
    SortedMap<String, MachineSize> sizes = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        List<String> fields = fields(lines.get(i));
        if (fields.size() < 3 || sizes.put(fields.get(0), size(file, i + 1, fields)) != null) {
          throw refusal(file, i + 1, "the line is short, or its type stands twice");
        }
      }
    }
    return sizes;
  }

  private static MachineSize size(String file, int line, List<String> fields) {
    try {
      String gpu = fields.size() > 3 ? fields.get(3) : "";
      MachineSize size =
          new MachineSize(
              new BigDecimal(fields.get(1)),
              new BigDecimal(fields.get(2)),
              gpu.isEmpty() ? BigDecimal.ZERO : new BigDecimal(gpu));
      if (size.vcpu().signum() >= 0 && size.memoryGib().signum() >= 0 && size.gpu().signum() >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw refusal(file, line, "a size is no number: " + fields);
    }
    throw refusal(file, line, "a size is negative: " + fields);
  }

  private static List<String> fields(String line) {
    return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }

  private static Refusal refusal(String file, int line, String message) {
    return new Refusal(
        2,
        List.of(
            Problem.error(
                "BAD_INSTANCES",
                null,
                file,
                line,
                message,
                "write a CSV of type,vcpu,memory_gib,gpu")));
  }
}
