package io.tidemark.jobs.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.definition.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {

  @Test
  void flagsStandBeforeOrAfterTheVerb() {
    for (String line :
        List.of(
            "-C p -e prod -o json --now 2026-06-30T02:00:00+02:00 -q -v --yes --set a=b materialize"
                + " x@1",
            "materialize x@1 --project p --env prod -ojson --now 2026-06-30T00:00:00Z -qv --yes"
                + " --set a=b",
            "-C=p --env=prod materialize -o=json --now 2026-06-30T00:00Z -q x@1 --set a=b --yes"
                + " -v")) {
      Invocation invocation = parse(line);
      GlobalOptions options = invocation.options();
      assertThat(invocation.verb()).isEqualTo(Verb.MATERIALIZE);
      assertThat(invocation.names()).containsExactly("x@1");
      assertThat(options.project()).isEqualTo("p");
      assertThat(options.environment()).isEqualTo("prod");
      assertThat(options.output()).isEqualTo(Output.JSON);
      assertThat(options.now()).isEqualTo(Instant.parse("2026-06-30T00:00:00Z"));
      assertThat(options.quiet()).isTrue();
      assertThat(options.verbose()).isTrue();
      assertThat(options.yes()).isTrue();
      assertThat(options.variables()).isEqualTo(Map.of("a", "b"));
    }
  }

  @Test
  void windowsAreDays() {
    Invocation window = parse("materialize --from 2026-01-01 --to 2026-01-31 a@1 b@2");
    assertThat(window.from()).isEqualTo(LocalDate.of(2026, 1, 1));
    assertThat(window.to()).isEqualTo(LocalDate.of(2026, 1, 31));
    assertThat(window.names()).containsExactly("a@1", "b@2");
    assertThat(parse("materialize --date 2026-01-01").options().date())
        .isEqualTo(LocalDate.of(2026, 1, 1));
    assertThat(parse("materialize").names()).isEmpty();
  }

  @Test
  void aReportIsAboutMonthsAndTellsCostApartByColumns() {
    ReportKnobs knobs =
        parse("cost report --by team,use_case --from 2026-03 --to 2026-04 --show cost,tags")
            .report();
    assertThat(knobs.by()).containsExactly(ReportColumn.TEAM, ReportColumn.USE_CASE);
    assertThat(knobs.from()).isEqualTo(YearMonth.of(2026, 3));
    assertThat(knobs.to()).isEqualTo(YearMonth.of(2026, 4));
    assertThat(knobs.sections()).containsExactly(ReportSection.COST, ReportSection.TAGS);
    assertThat(parse("cost report --to 2026-04").report().from()).isEqualTo(YearMonth.of(2026, 4));
    ReportKnobs usual = parse("cost report").report();
    assertThat(usual.by()).containsExactly(ReportColumn.TEAM);
    assertThat(usual.from()).isNull();
    assertThat(usual.sections()).containsExactly(ReportSection.values());
  }

  @Test
  void aQueryIsOneArgumentWhateverItBeginsWith() {
    Invocation query =
        (Invocation) CommandLines.parse(List.of("sql", "-- all\nSELECT 1", "-o", "csv"), "1");
    assertThat(query.name()).isEqualTo("-- all\nSELECT 1");
    assertThat(query.options().output()).isEqualTo(Output.CSV);
    assertThat(parse("sql @file").name()).isEqualTo("@file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "materialise | UNKNOWN_VERB | unknown verb 'materialise' | did you mean materialize?",
        "frobnicate | UNKNOWN_VERB | unknown verb 'frobnicate' | see tidemark --help",
        "training-set creat x | UNKNOWN_VERB | unknown verb 'training-set creat' | did you mean"
            + " training-set create?",
        "nightly | UNKNOWN_VERB | unknown verb 'nightly' | see tidemark --help",
        "apply --evn x | UNKNOWN_FLAG | unknown flag '--evn' | did you mean --env?",
        "materialize --form 2026-01-01 | UNKNOWN_FLAG | unknown flag '--form' | did you mean"
            + " --from?",
        "apply --from 2026-01-01 | UNKNOWN_FLAG | unknown flag '--from' | see tidemark apply"
            + " --help",
        "sql --outptu=csv | UNKNOWN_FLAG | unknown flag '--outptu' | did you mean --output?",
        "sql --outptu csv SELECT | UNKNOWN_FLAG | unknown flag '--outptu' | did you mean --output?",
        "sql -o csv --colour=always SELECT | UNKNOWN_FLAG | unknown flag '--colour' | did you mean"
            + " --color?",
        "sql SELECT 1 | USAGE | '1' is one argument too many for sql | see tidemark sql --help",
        "list a | USAGE | 'a' is one argument too many for list | see tidemark list --help",
        "apply -o xml | USAGE | --output 'xml' is not one of its forms | use one of table, json,"
            + " csv",
        "apply --color blue | USAGE | --color 'blue' is not one of its forms | use one of auto,"
            + " always, never",
        "apply --now 2026-06-30T00:00:00 | USAGE | --now '2026-06-30T00:00:00' is not a time with a"
            + " zone | write it as --now 2026-06-30T12:00:00Z",
        "apply --now 2026-06-30 | USAGE | --now '2026-06-30' is not a time with a zone | write it"
            + " as --now 2026-06-30T12:00:00Z",
        "apply --now 2026-06-30T00:00:00.1234567Z | USAGE | --now '2026-06-30T00:00:00.1234567Z' is"
            + " finer than microseconds | give at most six fraction digits",
        "materialize --date 2026-02-30 | USAGE | --date '2026-02-30' is not a day | write it as"
            + " --date 2026-06-30",
        "materialize --date 2026-1-1 | USAGE | --date '2026-1-1' is not a day | write it as --date"
            + " 2026-06-30",
        "materialize --from 2026-01-01 | USAGE | --from stands alone | give both --from and --to",
        "materialize --to 2026-01-01 | USAGE | --to stands alone | give both --from and --to",
        "materialize --from 2026-01-02 --to 2026-01-01 | USAGE | --from 2026-01-02 is after --to"
            + " 2026-01-01 | swap them",
        "materialize --date 2026-01-01 --from 2026-01-01 --to 2026-01-01 | USAGE | --date stands"
            + " with --from or --to | give one day, or a first and a last one",
        "-e a apply -e b | USAGE | --env is given twice | give it once",
        "apply --set x | USAGE | --set 'x' is not key=value | write it as --set region=eu-west-1",
        "apply --set x=1 --set x=2 | USAGE | --set gives 'x' twice | give it once",
        "training-set create | USAGE | Missing required parameter: 'NAME' | see tidemark"
            + " training-set create --help",
        "bench pit --late 2 | USAGE | --late '2' is not possible | give a share from 0 to 1, as"
            + " 0.05",
        "bench pit --rows 0 | USAGE | --rows '0' is not possible | give a whole number from 1 to"
            + " 1000000000",
        "bench pit --vs polars | USAGE | --vs 'polars' is not possible | give duckdb, plain, none",
        "cost report --from 2026-4 | USAGE | --from '2026-4' is not a month | write it as --from"
            + " 2026-04",
        "cost report --from 2026-05 --to 2026-04 | USAGE | --from 2026-05 is after --to 2026-04 |"
            + " swap them",
        "cost report --by tean | USAGE | --by has no 'tean' | did you mean team?",
        "cost report --by team,team | USAGE | --by has 'team' twice | name it once",
        "cost report --show all | USAGE | --show has no 'all' | take some of cost,changes,runs,"
            + "units,tags,anomalies,unbilled,reconciliation",
        "cost report --against v1 | USAGE | --against 'v1' is not a version | write it as --against"
            + " 1",
        "cost budgets | UNKNOWN_VERB | unknown verb 'cost budgets' | did you mean cost budget?",
        "apply --date | USAGE | Missing required parameter for option '--date' (DATE) | see"
            + " tidemark apply --help",
      })
  void refusesWithAWayOut(String line, String code, String message, String fix) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.exitCode()).isEqualTo(2);
              assertThat(refusal.problems()).hasSize(1);
              assertThat(refusal.problems().get(0).code()).isEqualTo(code);
              assertThat(refusal.problems().get(0).message()).isEqualTo(message);
              assertThat(refusal.problems().get(0).fix()).isEqualTo(fix);
            });
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void everyVerbHasHelp(Verb verb) {
    Request request = CommandLines.parse(words(verb.words() + " --help"), "1");
    assertThat(request)
        .isInstanceOfSatisfying(
            Request.Help.class,
            help -> {
              assertThat(help.exitCode()).isZero();
              assertThat(help.text()).contains("tidemark " + verb.words()).contains("--env");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "training-set --help", "-C x --help"})
  void helpIsAResult(String line) {
    assertThat(((Request.Help) CommandLines.parse(words(line), "1")).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-q", "training-set", "registry"})
  void withoutAVerbHelpIsARefusal(String line) {
    assertThat(((Request.Help) CommandLines.parse(words(line), "1")).exitCode()).isEqualTo(2);
  }

  @Test
  void theVersionIsAResult() {
    assertThat(CommandLines.parse(List.of("--version"), "1.2"))
        .isEqualTo(new Request.Help("tidemark 1.2\n", 0));
  }

  @Test
  void theFormIsKnownEvenIfTheRestIsWrong() {
    assertThat(CommandLines.output(words("aply -o json"))).isEqualTo(Output.JSON);
    assertThat(CommandLines.output(words("--output=csv aply"))).isEqualTo(Output.CSV);
    assertThat(CommandLines.output(words("apply"))).isEqualTo(Output.TABLE);
    assertThat(CommandLines.words(words("-q training-set create --nonsense")))
        .isEqualTo("training-set create");
  }

  @Test
  void secretsAreNotRecorded() {
    assertThat(parse("apply --set db_password=x --set region=eu").params())
        .containsEntry("set.db_password", "***")
        .containsEntry("set.region", "eu");
  }

  private static Invocation parse(String line) {
    return (Invocation) CommandLines.parse(words(line), "1");
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : Arrays.asList(line.split(" "));
  }
}
