package io.tidemark.jobs.cost.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.CostRules;
import io.tidemark.lineage.definition.Declared;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostAllocationKindTest {
  private static final String BILL =
      "bills: [{name: main, format: cur2, files: [data/cur2.csv], period: 2026-04}]\n";
  private static final String ALL =
      """
      bills:
        - {name: main, format: cur2, files: [data/cur2_*.csv, more.csv], period: 2026-04}
        - {name: other, format: focus, manifest: "s3a://b/m.json"}
      usage: {listener: false, eventLogs: [logs]}
      cost: net_billed
      weights: {cpu: 4.50, gpu: 2}
      mode: slot_seconds
      instances: instances.csv
      idle: {fixed: {risk-ml: 0.5, growth: 0.25}}
      shared:
        - {match: {service: AWSCloudTrail, tag.Env: prod}, policy: even}
        - {match: {account: 0123}, policy: {fixed: {risk-ml: 1}}}
      dimensions:
        team:
          - {run: team}
          - {tag: CostCenter, map: {"17": risk-ml}}
          - {arn: 'training-job/([a-z]+)-'}
          - {account: {"0111": risk-ml}}
          - {appName: '^([a-z]+)-'}
          - {default: nobody}
        model: []
      """;

  @TempDir Path folder;

  private CostAllocationDefinition read(String spec) {
    return CostRules.of(CostYaml.load(folder, CostYaml.allocation(spec))).orElseThrow();
  }

  private Declared<CostAllocationDefinition> declared(String spec) {
    return CostRules.declared(CostYaml.load(folder, CostYaml.allocation(spec))).orElseThrow();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    CostAllocationDefinition rules = read(BILL);

    assertThat(rules.bills())
        .containsExactly(
            new BillSource(
                "main", BillFormat.CUR2, null, List.of("data/cur2.csv"), YearMonth.of(2026, 4)));
    assertThat(rules.listener()).isTrue();
    assertThat(rules.eventLogs()).isEmpty();
    assertThat(rules.cost()).isEqualTo(Measure.EFFECTIVE);
    assertThat(rules.weights())
        .isEqualTo(new ResourceWeights(BigDecimal.valueOf(9), BigDecimal.ONE, BigDecimal.ZERO));
    assertThat(rules.mode()).isEqualTo(AllocationMode.WEIGHTED);
    assertThat(rules.instances()).isNull();
    assertThat(rules.idle()).isEqualTo(new IdlePolicy.Owner());
    assertThat(rules.shared()).isEmpty();
    assertThat(rules.dimensions()).containsOnlyKeys(Dimension.values());
    rules
        .dimensions()
        .forEach(
            (dimension, list) ->
                assertThat(list)
                    .containsExactly(
                        new DimensionRule.Run(dimension.word()),
                        new DimensionRule.Tag(dimension.word(), null)));
  }

  @Test
  void everythingThatIsSaidIsTaken() {
    CostAllocationDefinition rules = read(ALL);

    assertThat(rules.bills().get(0).files()).containsExactly("data/cur2_*.csv", "more.csv");
    assertThat(rules.bills().get(1))
        .isEqualTo(new BillSource("other", BillFormat.FOCUS, "s3a://b/m.json", List.of(), null));
    assertThat(rules.listener()).isFalse();
    assertThat(rules.eventLogs()).containsExactly("logs");
    assertThat(rules.cost()).isEqualTo(Measure.NET_BILLED);
    assertThat(rules.weights())
        .isEqualTo(
            new ResourceWeights(new BigDecimal("4.5"), BigDecimal.ONE, BigDecimal.valueOf(2)));
    assertThat(rules.mode()).isEqualTo(AllocationMode.SLOT_SECONDS);
    assertThat(rules.instances()).isEqualTo("instances.csv");
    assertThat(rules.idle())
        .isEqualTo(
            new IdlePolicy.Fixed(
                new TreeMap<>(
                    Map.of("risk-ml", new BigDecimal("0.5"), "growth", new BigDecimal("0.25")))));
    assertThat(rules.shared())
        .containsExactly(
            new SharedRule(
                new TreeMap<>(Map.of("service", "AWSCloudTrail", "tag.Env", "prod")),
                new SharedPolicy.Even()),
            new SharedRule(
                new TreeMap<>(Map.of("account", "0123")),
                new SharedPolicy.Fixed(new TreeMap<>(Map.of("risk-ml", BigDecimal.ONE)))));
    assertThat(rules.dimensions().get(Dimension.TEAM))
        .extracting(DimensionRule::word)
        .containsExactly("run", "tag", "arn", "account", "appName", "default");
    assertThat(rules.dimensions().get(Dimension.TEAM).get(1))
        .isEqualTo(new DimensionRule.Tag("CostCenter", new TreeMap<>(Map.of("17", "risk-ml"))));
    assertThat(rules.dimensions().get(Dimension.MODEL)).isEmpty();
    assertThat(read(BILL + "idle: {owner: 0.25}").idle())
        .isEqualTo(new IdlePolicy.Mixed(new BigDecimal("0.25")));
  }

  @Test
  void onlyWhatSplitsTheMoneyIsInTheHash() {
    String before = declared(BILL).semanticHash();

    assertThat(declared(BILL.replace("main", "first")).semanticHash()).isEqualTo(before);
    assertThat(declared(BILL + "usage: {eventLogs: [logs]}").semanticHash()).isEqualTo(before);
    assertThat(declared(BILL + "weights: {cpu: 9.0, memory: 1}\nidle: owner").semanticHash())
        .isEqualTo(before);
    assertThat(declared(BILL + "dimensions: {env: [{run: env}, {tag: env}]}").semanticHash())
        .isEqualTo(before);
    for (String edit :
        List.of(
            "cost: billed",
            "weights: {cpu: 8}",
            "mode: cpu",
            "idle: even",
            "instances: instances.csv",
            "shared: [{match: {service: x}, policy: even}]",
            "dimensions: {env: [{tag: env}, {run: env}]}")) {
      assertThat(declared(BILL + edit).semanticHash()).as(edit).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          costs: effective | Unknown key 'costs' in spec; did you mean 'cost'?
          cost: net | spec.cost is 'net'; expected one of billed, effective, net_billed, net_effective
          mode: fair | spec.mode is 'fair'; expected one of weighted, dominant, cpu, memory, slot_seconds
          weights: {cpu: -1} | spec.weights.cpu is '-1'; expected a number of at least 0
          weights: {cpu: 0, memory: 0} | all weights are 0; give one above 0, as cpu: 9
          weights: {disk: 1} | Unknown key 'disk' in spec.weights; the keys are cpu, memory, gpu
          usage: {listener: maybe} | spec.usage.listener is 'maybe'; expected true or false
          instances: sizes.csv | There is no file sizes.csv in the project; create it, or correct the path
          idle: equal | spec.idle is 'equal'; expected one of owner, proportional, even
          idle: {} | idle says nothing; give owner, proportional, even, {fixed: {risk-ml: 0.5}} or {owner: 0.5}
          idle: {owner: 0.5, fixed: {a: 0.5}} | idle has both fixed and owner; keep one of them
          idle: {owner: 1.5} | spec.idle.owner is '1.5'; expected a number from 0 to 1
          idle: {fixed: {}} | fixed names no team; give a share, as {risk-ml: 0.5}
          idle: {fixed: {a: 0.75, b: 0.5}} | the shares are 1.25 in all; lower them to 1 at most
          idle: {fixed: {a: -0.5}} | spec.idle.fixed.a is '-0.5'; expected a number of at least 0
          shared: [{match: {service: x}}] | spec.shared[0].policy is missing; give one of even, proportional
          shared: [{match: {}, policy: even}] | match names nothing, and so every line; give a column of the bill, as match: {service: AWSCloudTrail}
          shared: [{match: {team: x}, policy: even}] | spec.shared[0].match.team is 'team'; expected one of service, account, usage_type, operation, region, resource_id, line_type, tag.<key>
          shared: [{match: {service: x}, policy: {}}] | the policy says nothing; give even, proportional or {fixed: {risk-ml: 0.5}}
          shared: [{match: {service: x}, policy: {fixed: {a: 1.1}}}] | the shares are 1.1 in all; lower them to 1 at most
          dimensions: {squad: []} | Unknown key 'squad' in spec.dimensions; the keys are team, project, env, use_case, model
          dimensions: {team: [{}]} | the rule says nothing; give one of run, tag, arn, account, appName, default
          dimensions: {team: [{run: team, tag: team}]} | the rule has both run and tag; write two rules; the first one that gives a value wins
          dimensions: {team: [{arn: a, map: {a: b}}]} | the rule has a map and no tag; remove it; account has its map below itself
          dimensions: {team: [{arn: '(x'}]} | arn is no regular expression: Unclosed group at character 3; write it as Java reads it, in single quotes
          dimensions: {team: [{appName: '[x'}]} | appName is no regular expression: Unclosed character class at character 2; write it as Java reads it, in single quotes
          dimensions: {team: [{run: squad}]} | spec.dimensions.team[0].run is 'squad'; expected one of run_id, team, project, env, use_case, model, cluster_id
          dimensions: {team: [{label: x}]} | Unknown key 'label' in spec.dimensions.team[0]; the keys are run, tag, map, arn, account, appName, default
          """)
  void whatMakesNoSenseIsRefusedAtItsLine(String line, String problem) {
    assertThat(CostYaml.problems(folder, CostYaml.allocation(BILL + line)))
        .contains("cost.yaml:6: error: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {name: a, format: cur3, files: [x], period: 2026-04} | spec.bills[0].format is 'cur3'; expected one of cur2, cur1, focus
          {name: a, format: cur2} | the bill has neither manifest nor files; give manifest, or files and period
          {name: a, format: cur2, files: [x]} | the bill has files and no period; give the month that they bill, as period: 2026-04
          {name: a, format: cur2, files: [], period: 2026-04} | spec.bills[0].files is empty; expected a list of a path
          {name: a, format: cur2, files: [x], period: 2026-13} | spec.bills[0].period is '2026-13'; expected a month as 2026-04
          {name: a, format: cur2, files: [x], period: 2026-04-01} | spec.bills[0].period is '2026-04-01'; expected a month as 2026-04
          {name: a, format: cur2, files: [x], manifest: y, period: 2026-04} | the bill has both manifest and files; keep one of them
          {name: a, format: cur2, files: [../x], period: 2026-04} | spec.bills[0].files[0] is '../x', which leaves the project; give an absolute path or a URI
          {name: a, format: cur2, manifest: x}, {name: a, format: cur2, manifest: y} | The bill a stands twice in bills; remove or rename one
          """)
  void aBillIsFoundInOnePlace(String bill, String problem) {
    assertThat(CostYaml.problems(folder, CostYaml.allocation("bills: [" + bill + "]")))
        .containsExactly("cost.yaml:5: error: " + problem);
  }

  @Test
  void aProjectHasOneAndNeedsNone() {
    String one = CostYaml.allocation(BILL);
    String other = one.replace("name: aws", "name: azure");

    assertThat(CostYaml.problems(folder, one + "---\n" + other))
        .containsExactly(
            "cost.yaml:9: error: A project has one CostAllocation, the other is at cost.yaml:1;"
                + " remove one");
    assertThat(CostRules.of(CostYaml.load(folder, ""))).isEmpty();
  }
}
