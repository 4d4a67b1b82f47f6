package io.tidemark.jobs.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Status;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsTest {

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i].toString(), pairs[i + 1]);
    }
    return map;
  }

  private static Answer answer(Verb verb, Object... results) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> rows =
        Arrays.stream(results).map(each -> (Map<String, Object>) each).toList();
    return new Answer(verb.words(), null, Status.OK, 0, rows, List.of());
  }

  @Test
  void aDiffIsToldWithItsExamples() {
    Map<String, Object> example =
        map("keys", map("cust", "1"), "time", "2026-03-03", "column", "spent");
    example.put("asKnown", null);
    example.put("asCorrected", "7.00");
    String text =
        Reports.diff(
            answer(
                Verb.TRAINING_SET_DIFF,
                map(
                    "name",
                    "credit",
                    "version",
                    1,
                    "rows",
                    6L,
                    "rowsChanged",
                    2L,
                    "columns",
                    List.of(map("name", "spent", "changed", 2L)),
                    "examples",
                    List.of(example))));

    assertThat(text)
        .isEqualTo(
            """
            credit@1: 2 of 6 rows change as corrected, with all that is known today

            column  rows changed
            ------  ------------
            spent              2

            example  time        column  as known  as corrected
            -------  ----------  ------  --------  ------------
            cust 1   2026-03-03  spent       NULL          7.00
            """);
  }

  @Test
  void anExplanationHasAColumnOfMonthsForEachView() {
    Map<String, Object> figures =
        map(
            "name",
            "credit",
            "version",
            1,
            "view",
            "spending@1",
            "way",
            "plain",
            "rows",
            4L,
            "matched",
            3L,
            "deleted",
            1L,
            "expired",
            0L,
            "notYetKnown",
            0L,
            "missing",
            0L,
            "why",
            "it looks ahead",
            "coverage",
            List.of(map("month", "2026-03", "rows", 4L, "matched", 3L)));

    assertThat(Reports.explain(answer(Verb.TRAINING_SET_EXPLAIN, figures)))
        .isEqualTo(
            """
            credit@1

            view        way    rows  matched  deleted  expired  not yet known  missing
            ----------  -----  ----  -------  -------  -------  -------------  -------
            spending@1  plain     4        3        1        0              0        0
            spending@1 is answered the plain way: it looks ahead

            month    rows  spending@1
            -------  ----  ----------
            2026-03     4      75.0 %
            """);
  }
}
