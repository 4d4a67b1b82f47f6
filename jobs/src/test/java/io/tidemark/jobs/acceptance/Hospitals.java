package io.tidemark.jobs.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Hospitals with typing errors, the same without, and what depends on what in them. */
record Hospitals(
    List<String> columns,
    List<Map<String, String>> rows,
    Set<Cell> wrong,
    List<Dependency> dependencies) {

  /** A value of a row, which counts from 0. */
  record Cell(int row, String column) {}

  /** Rows that agree in the determinant agree in the dependent. */
  record Dependency(List<String> determinant, String dependent) {}

  private static final Pattern EQUAL = Pattern.compile("EQ\\(t1\\.(\\w+),");
  private static final Pattern UNEQUAL = Pattern.compile("IQ\\(t1\\.(\\w+),");

  static Hospitals read(SparkSession spark, Path folder) throws IOException {
    List<Map<String, String>> rows = csv(spark, folder.resolve("hospital.csv"));
    Set<Cell> wrong = new HashSet<>();
    for (Map<String, String> clean : csv(spark, folder.resolve("hospital_clean.csv"))) {
      Cell cell = new Cell(Integer.parseInt(clean.get("tid")), clean.get("attribute"));
      if (!Objects.equals(rows.get(cell.row()).get(cell.column()), clean.get("correct_val"))) {
        wrong.add(cell);
      }
    }
    List<String> columns =
        Arrays.asList(Files.readAllLines(folder.resolve("hospital.csv")).get(0).split(","));
    try (Stream<String> lines = Files.lines(folder.resolve("hospital_constraints.txt"))) {
      List<Dependency> dependencies =
          lines
              .filter(line -> !line.isBlank())
              .map(line -> new Dependency(names(EQUAL, line), names(UNEQUAL, line).get(0)))
              .toList();
      return new Hospitals(columns, rows, wrong, dependencies);
    }
  }

  /** What is not its group's most frequent value, of a tie the smallest; NULLs take no part. */
  Set<Cell> failing(Dependency dependency) {
    Map<List<String>, Map<String, Integer>> groups = new HashMap<>();
    for (Map<String, String> row : rows) {
      if (isWhole(row, dependency)) {
        groups
            .computeIfAbsent(key(row, dependency), each -> new TreeMap<>())
            .merge(row.get(dependency.dependent()), 1, Integer::sum);
      }
    }
    Set<Cell> failing = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      if (isWhole(row, dependency)) {
        String usual = mostFrequent(groups.get(key(row, dependency)));
        if (!row.get(dependency.dependent()).equals(usual)) {
          failing.add(new Cell(i, dependency.dependent()));
        }
      }
    }
    return failing;
  }

  private static boolean isWhole(Map<String, String> row, Dependency dependency) {
    return row.get(dependency.dependent()) != null && !key(row, dependency).contains(null);
  }

  private static List<String> key(Map<String, String> row, Dependency dependency) {
    List<String> key = new ArrayList<>();
    dependency.determinant().forEach(column -> key.add(row.get(column)));
    return key;
  }

  private static String mostFrequent(Map<String, Integer> counts) {
    String most = null;
    for (Map.Entry<String, Integer> each : counts.entrySet()) {
      if (most == null || each.getValue() > counts.get(most)) {
        most = each.getKey();
      }
    }
    return most;
  }

  private static List<String> names(Pattern pattern, String line) {
    List<String> names = new ArrayList<>();
    for (Matcher at = pattern.matcher(line); at.find(); ) {
      names.add(at.group(1));
    }
    return names;
  }

  private static List<Map<String, String>> csv(SparkSession spark, Path file) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Row row : spark.read().option("header", "true").csv(file.toString()).collectAsList()) {
      Map<String, String> values = new HashMap<>();
      for (String name : row.schema().fieldNames()) {
        values.put(name, row.getAs(name));
      }
      rows.add(values);
    }
    return rows;
  }
}
