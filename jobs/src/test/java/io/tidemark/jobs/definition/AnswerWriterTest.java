package io.tidemark.jobs.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.definition.ValueJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {

  private static final Answer WRITTEN =
      new Answer(
          "materialize",
          "0197-run",
          Status.OK,
          0,
          List.of(
              row(
                  "view",
                  "spend@1",
                  "from",
                  null,
                  "to",
                  null,
                  "status",
                  "written",
                  "rowsRead",
                  12L,
                  "rowsAdded",
                  10L,
                  "rowsDuplicate",
                  1L,
                  "rowsDropped",
                  row("nullKey", 1L, "nullEventTime", 0L, "nullKnownAt", 0L),
                  "rowsQuarantined",
                  4L,
                  "table",
                  "features.spend_v1",
                  "version",
                  3L,
                  "seq",
                  2L)),
          List.of(
              Problem.warn("LATE", "FeatureView/spend@1", "many rows are late", "see knownAt")));

  private static final Answer REFUSED =
      Answer.refused(
          "apply",
          null,
          new Refusal(
              2,
              List.of(
                  Problem.error("B", "Source/s", "b.yaml", 3, "second", null),
                  Problem.error("A", null, "a.yaml", 7, "first\nin two lines", "do this"),
                  Problem.error("C", "Entity/e", "nowhere", null))));

  @Test
  void jsonIsOneDocument() {
    assertThat(print(Output.JSON, WRITTEN).out)
        .isEqualTo(
            """
            {
              "verb" : "materialize",
              "runId" : "0197-run",
              "status" : "ok",
              "exitCode" : 0,
              "results" : [
                {
                  "view" : "spend@1",
                  "from" : null,
                  "to" : null,
                  "status" : "written",
                  "rowsRead" : 12,
                  "rowsAdded" : 10,
                  "rowsDuplicate" : 1,
                  "rowsDropped" : {
                    "nullKey" : 1,
                    "nullEventTime" : 0,
                    "nullKnownAt" : 0
                  },
                  "rowsQuarantined" : 4,
                  "table" : "features.spend_v1",
                  "version" : 3,
                  "seq" : 2
                }
              ],
              "problems" : [
                {
                  "severity" : "warn",
                  "code" : "LATE",
                  "object" : "FeatureView/spend@1",
                  "file" : null,
                  "line" : null,
                  "message" : "many rows are late",
                  "fix" : "see knownAt"
                }
              ]
            }
            """);
  }

  @Test
  void aRefusalIsADocumentToo() {
    assertThat(print(Output.JSON, REFUSED).out)
        .startsWith("{\n  \"verb\" : \"apply\",\n  \"runId\" : null,\n  \"status\" : \"refused\",")
        .contains("\"exitCode\" : 2", "\"results\" : [ ]", "\"line\" : 7");
  }

  @Test
  void checksAreALineEachWithWhatToDo() {
    Answer answer =
        new Answer(
            "doctor",
            null,
            Status.REFUSED,
            2,
            List.of(
                row("check", "java", "status", "ok", "detail", "JDK 17", "fix", null),
                row("check", "spark", "status", "fail", "detail", "none", "fix", "get one")),
            List.of(Problem.error("SPARK", null, "spark: none", "get one")));
    Printed printed = print(Output.TABLE, answer);
    assertThat(printed.out)
        .isEqualTo("ok    java            JDK 17\nfail  spark           none; get one\n");
    assertThat(printed.err).isEmpty();
    Refusal refusal = Refusal.of("USAGE", null, "wrong", "right");
    assertThat(print(Output.TABLE, Answer.refused("doctor", null, refusal)).err)
        .startsWith("error: wrong; right\n");
  }

  @Test
  void aTableLeavesOutWhatDoesNotFitATerminal() {
    Answer list =
        new Answer(
            "list",
            null,
            Status.OK,
            0,
            List.of(row("kind", "FeatureView", "name", "x", "version", 1L, "semantic_hash", "0f")),
            List.of());
    assertThat(print(Output.TABLE, list).out)
        .startsWith("kind         name  version  state  owner")
        .doesNotContain("hash", "0f");
    assertThat(print(Output.CSV, list).out).contains("semantic_hash").contains("0f");
  }

  @Test
  void howViewsWereAnsweredAreLinesBelowTheTable() {
    Map<String, Object> view = new LinkedHashMap<>();
    List.of("filesRead", "rowGroupsRead", "rowGroups").forEach(name -> view.put(name, 1L));
    view.putAll(Map.of("view", "spend", "files", 2L, "bytes", 90L, "bytesRead", 30L));
    view.putAll(Map.of("rowsRead", 3L, "rowsPerSecond", 4L));
    Map<String, Object> set = row("name", "ts", "version", 2, "explained", List.of(view));
    Answer created = new Answer("training-set create", null, Status.OK, 0, List.of(set), List.of());
    assertThat(print(Output.TABLE, created).out)
        .contains(
            "spend: read 1 of 2 files, 1 of their 1 row groups, 30 of 90 bytes, 3 rows, 4 a"
                + " second\n")
        .doesNotContain("explained");
    assertThat(print(Output.JSON, created).out).contains("\"explained\"");
  }

  @Test
  void problemsAreLinesOnStderr() {
    Printed printed = print(Output.TABLE, REFUSED);
    assertThat(printed.out).isEmpty();
    assertThat(printed.err)
        .isEqualTo(
            """
            a.yaml:7: error: first in two lines; do this
            b.yaml:3: error: second
            Entity/e: error: nowhere
            apply: refused, 3 errors
            """);
    assertThat(print(Output.CSV, REFUSED).out).isEmpty();
  }

  @Test
  void csvIsResults() {
    assertThat(print(Output.CSV, WRITTEN).out)
        .isEqualTo(
            """
            view,from,to,status,rowsRead,rowsAdded,rowsDuplicate,rowsDropped,rowsQuarantined,table,version,seq
            spend@1,,,written,12,10,1,"{""nullKey"":1,""nullEventTime"":0,""nullKnownAt"":0}",4,features.spend_v1,3,2
            """);
    Answer none = new Answer("list", null, Status.OK, 0, List.of(), List.of());
    assertThat(print(Output.CSV, none).out)
        .isEqualTo(
            "kind,name,version,state,owner,team,use_case,sensitivity,semantic_hash,metadata_hash,"
                + "registered_at,run_id\n");
  }

  @Test
  void tablesAreForPeople() {
    Printed printed = print(Output.TABLE, WRITTEN);
    assertThat(printed.out)
        .isEqualTo(
            """
            view     from  to  status   rows read  rows added  rows duplicate  rows dropped  rows quarantined  table              version  seq
            -------  ----  --  -------  ---------  ----------  --------------  ------------  ----------------  -----------------  -------  ---
            spend@1     -   -  written         12          10               1  null key 1                   4  features.spend_v1        3    2
            """);
    assertThat(printed.err)
        .isEqualTo(
            """
            FeatureView/spend@1: warn: many rows are late; see knownAt
            materialize: ok, 1 warning (run 0197-run)
            """);
  }

  @Test
  void quietLeavesErrorsOnly() {
    assertThat(print(new AnswerWriter(Output.TABLE, true, false), WRITTEN).err).isEmpty();
    assertThat(print(new AnswerWriter(Output.TABLE, true, false), REFUSED).err).hasLineCount(3);
  }

  @Test
  void colorIsForProblems() {
    assertThat(print(new AnswerWriter(Output.TABLE, true, true), REFUSED).err)
        .startsWith("a.yaml:7: \u001b[31merror\u001b[0m: first");
  }

  @Test
  void csvTellsNullFromEmpty() {
    StringBuilder text = new StringBuilder();
    CsvWriter csv = new CsvWriter(text);
    csv.line(Arrays.asList("a", null, "", "b,c", "d\"e", "f\ng", " h "));
    csv.line(new ArrayList<>(Arrays.asList((String) null)));
    assertThat(text).hasToString("a,,\"\",\"b,c\",\"d\"\"e\",\"f\ng\", h \n\n");
  }

  @Test
  void numbersAreTheShortestText() {
    assertThat(ValueJson.text(0.1)).isEqualTo("0.1");
    assertThat(ValueJson.text(2.0E-3)).isEqualTo("0.002");
    assertThat(ValueJson.text(2.2250738585072014E-308)).isEqualTo("2.2250738585072014E-308");
    assertThat(ValueJson.text(0.1f)).isEqualTo("0.1");
    assertThat(ValueJson.text(Double.NaN)).isEqualTo("NaN");
    assertThat(ValueJson.text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(ValueJson.text(new BigDecimal("1E+3").setScale(2))).isEqualTo("1000.00");
    assertThat(ValueJson.compact(row("n", Double.NaN, "d", new BigDecimal("1.50"), "x", null)))
        .isEqualTo("{\"n\":\"NaN\",\"d\":\"1.50\",\"x\":null}");
    assertThat(ValueJson.compact(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
  }

  private static Printed print(Output output, Answer answer) {
    return print(new AnswerWriter(output, false, false), answer);
  }

  private static Printed print(AnswerWriter writer, Answer answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    writer.write(answer, new PrintStream(out), new PrintStream(err));
    return new Printed(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private record Printed(String out, String err) {}

  private static Map<String, Object> row(Object... pairs) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put((String) pairs[i], pairs[i + 1]);
    }
    return row;
  }
}
