package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The measurement itself, at sizes where its times say nothing. */
@ExtendWith(SparkExtension.class)
class BenchTest {

  private static final String SMALL =
      "bench pit --spine 2000 --views 2 --rows 5000 --keys 300 --late 0.2 --corrected 0.1 --runs 2"
          + " --hot-share 0.05 --buckets 2 --rounds 1 --dir ";

  @TempDir Path folder;

  @Test
  void allAnswersAgreeAndAFolderThatWasKeptIsUsedAgain(SparkSession spark) {
    ProjectFolder anywhere = new ProjectFolder(spark, folder);
    Path data = folder.resolve("data kept");
    Ran first = bench(anywhere, data, "");
    assertThat(first.exitCode()).as(first.toString()).isZero();
    assertThat(works(first, "equal"))
        .contains("ours: join only, before maintain")
        .anyMatch(work -> work.startsWith("duckdb, same answer: "))
        .filteredOn(work -> work.startsWith("duckdb, tried: "))
        .hasSize(4);
    assertThat(works(first, "equal, by merge")).containsExactly("ours: join only");
    assertThat(works(first, "inexact: .*")).hasSize(1);
    assertThat(first.results())
        .extracting(row -> row.get("work").asText())
        .contains(
            "load: 2 daily materialisations",
            "floor: Spark sums the columns of the tables' files",
            "floor: Spark sums the columns of the same rows as Parquet");

    Ran again = bench(anywhere, data, " --vs plain --keys-share 0.1");
    assertThat(again.exitCode()).as(again.toString()).isZero();
    assertThat(works(again, "equal")).containsExactly("plain: join only");
    assertThat(again.results())
        .extracting(row -> row.get("work").asText())
        .noneMatch(work -> work.startsWith("load"));

    bench(anywhere, data, " --seed 8").refusedSaying("were made with --seed 7");
  }

  @Test
  void aProfileAgreesWithSparksSumsAndStandsBesideDeequs(SparkSession spark) {
    ProjectFolder anywhere = new ProjectFolder(spark, folder);
    Path data = folder.resolve("profiled");
    String[] words = {
      "bench",
      "profile",
      "--rows",
      "3000",
      "--numeric",
      "4",
      "--text",
      "5",
      "--sample",
      "100",
      "--rounds",
      "1",
      "--dir",
      data.toString()
    };
    Ran first = anywhere.run(words);
    assertThat(first.exitCode()).as(first.toString()).isZero();
    assertThat(works(first, "equal")).containsExactly("ours: profile");
    assertThat(works(first, "its first 100 rows; per row"))
        .containsExactly("deequ: ColumnProfiler, on a sample");
    for (JsonNode row : first.results()) {
      assertThat(row.get("cpuSeconds").asDouble()).as(row.toString()).isPositive();
    }
    words[3] = "3001";
    anywhere.run(words).refusedSaying("were made with --rows 3000");
  }

  @Test
  void aMonthOfBillsIsAttributedToTheLastDigit(SparkSession spark) {
    ProjectFolder anywhere = new ProjectFolder(spark, folder);
    Path data = folder.resolve("month");
    String[] words =
        ("bench cost --lines 1500 --clusters 2 --hours 48 --runs 4 --log-mb 1 --dir X").split(" ");
    words[words.length - 1] = data.toString();
    Ran first = anywhere.run(words);
    assertThat(first.exitCode()).as(first.toString()).isZero();
    assertThat(first.results())
        .extracting(row -> row.get("work").asText())
        .containsExactly(
            "generate: the bill",
            "generate: event logs",
            "cost ingest: the bill",
            "cost ingest: event logs",
            "cost attribute",
            "cost ingest: one long event log");
    assertThat(first.results().get(2).get("rows").asLong()).isEqualTo(1500);
    assertThat(first.results().get(4).get("rows").asLong()).isGreaterThan(1500);
    assertThat(works(first, "ledger rows, residual 0")).containsExactly("cost attribute");

    assertThat(anywhere.run(words).results()).hasSize(4);
    words[words.length - 3] = "2";
    anywhere.run(words).refusedSaying("were made with --log-mb 1");
  }

  private static Ran bench(ProjectFolder project, Path data, String more) {
    List<String> words = new ArrayList<>(List.of((SMALL + "X" + more).split(" ")));
    words.set(words.indexOf("X"), data.toString());
    return project.run(words.toArray(new String[0]));
  }

  private static List<String> works(Ran ran, String answer) {
    List<String> works = new ArrayList<>();
    for (JsonNode row : ran.results()) {
      if (row.path("answer").asText().matches(answer)) {
        works.add(row.get("work").asText());
      }
    }
    return works;
  }
}
