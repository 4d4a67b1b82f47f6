package io.tidemark.featurestore.oracle;

import io.tidemark.featurestore.definition.Knowledge;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A random project, or some of its views, as files and commands. */
final class CaseScript {
  private static final String API = "apiVersion: tidemark/v1\n";
  private static final String NULL = "\\N";

  private final RandomProject project;
  private final List<RandomView> views;
  private final List<Knowledge> knowledge;

  private CaseScript(RandomProject project, List<RandomView> views, List<Knowledge> knowledge) {
    this.project = project;
    this.views = views;
    this.knowledge = knowledge;
  }

  /** Everything. */
  static Script of(RandomProject project) {
    return new CaseScript(project, project.views(), project.knowledge()).script();
  }

  /** One case, with what the contract says of it. */
  static Script of(RandomProject project, RandomView view, Knowledge known) {
    List<Script.Step> steps = new ArrayList<>();
    steps.add(
        new Script.Remark(
            "seed %d, %d views, universe %d, %s %s"
                .formatted(
                    project.seed(),
                    project.size(),
                    project.universe(),
                    view.policy().name(),
                    name(known))));
    steps.addAll(new CaseScript(project, List.of(view), List.of(known)).script().steps());
    steps.add(new Script.Remark("expected: id|v|w|d|event_ts|known_at, times in microseconds"));
    project.expected(view, known).forEach(line -> steps.add(new Script.Remark(line)));
    return new Script(steps);
  }

  /** The name of the training set with this knowledge. */
  static String name(Knowledge known) {
    return known.mode().name().toLowerCase(Locale.ROOT);
  }

  private Script script() {
    List<Script.Step> steps = new ArrayList<>();
    steps.add(new Script.Write("project.yaml", definitions()));
    steps.add(new Script.Write("data/asked.csv", spine()));
    List<Window> windows = project.windows();
    for (int i = 0; i < windows.size(); i++) {
      for (RandomView view : views) {
        String version = "steps/" + view.policy().name() + "." + i + ".csv";
        steps.add(new Script.Write(version, source(view.policy(), view.state(i))));
        steps.add(new Script.Copy(version, "data/" + view.policy().name() + ".csv"));
      }
      if (i == 0) {
        steps.add(Script.Verb.of("apply --now " + windows.get(0).clock()));
      }
      steps.add(Script.Verb.of("materialize " + windows.get(i).words()));
    }
    String now = " --now " + windows.get(windows.size() - 1).clock();
    for (Knowledge known : knowledge) {
      steps.add(Script.Verb.of("training-set create " + name(known) + now));
    }
    return new Script(steps);
  }

  private List<String> keyColumns() {
    Set<String> columns = new LinkedHashSet<>();
    views.forEach(view -> columns.addAll(view.policy().keys()));
    return List.copyOf(columns);
  }

  private String spine() {
    List<String> columns = keyColumns();
    StringBuilder text = new StringBuilder("id,t");
    columns.forEach(column -> text.append(',').append(column));
    for (RandomProject.Asked row : project.asked()) {
      text.append('\n').append(row.id()).append(',').append(field(row.time()));
      columns.forEach(column -> text.append(',').append(field(row.keys().get(column))));
    }
    return text.append('\n').toString();
  }

  private String definitions() {
    List<String> documents = new ArrayList<>();
    documents.add(
        """
        kind: Project
        metadata: {name: random}
        spec: {warehouse: ./warehouse, defaults: {owner: o, team: t, useCase: u}}
        """);
    documents.add(
        """
        kind: Source
        metadata: {name: asked}
        spec:
          format: csv
          path: data/asked.csv
          options: {nullValue: '\\N'}
          schema: [{name: id, type: INT}, {name: t, type: BIGINT}%s]
        """
            .formatted(columns(keyColumns(), KeyColumns::type)));
    views.forEach(view -> documents.addAll(view(view.policy())));
    documents.add(
        "kind: FeatureService\nmetadata: {name: all, version: 1}\nspec:\n  features:\n"
            + views.stream()
                .map(view -> view.policy().name())
                .map(name -> "    - {view: %1$s@1, select: ['*'], prefix: %1$s_}\n".formatted(name))
                .collect(Collectors.joining()));
    for (Knowledge known : knowledge) {
      documents.add(
          """
          kind: TrainingSet
          metadata: {name: %s}
          spec:
            spine: {source: asked, timestamp: {column: t, unit: us}, nullTimestamps: keep}
            service: all@1
            knowledge: %s
          """
              .formatted(
                  name(known),
                  known.asOf() == null ? name(known) : "{asOf: " + known.asOf() + "}"));
    }
    return documents.stream().map(d -> API + d).collect(Collectors.joining("---\n"));
  }

  private static String columns(List<String> names, UnaryOperator<String> type) {
    return names.stream()
        .map(name -> ", {name: %s, type: \"%s\"}".formatted(name, type.apply(name)))
        .collect(Collectors.joining());
  }

  private static List<String> view(Policy policy) {
    String name = policy.name();
    String keys =
        policy.keys().stream()
            .map(k -> "{name: %s, type: \"%s\"}".formatted(k, KeyColumns.type(k)))
            .collect(Collectors.joining(", "));
    String entity =
        "kind: Entity\nmetadata: {name: %s_entity}\nspec: {keys: [%s]}\n".formatted(name, keys);
    List<String> view = new ArrayList<>();
    view.add("kind: FeatureView\nmetadata: {name: %s, version: 1}\nspec:".formatted(name));
    view.add("entity: %1$s_entity\n  source: %1$s_rows".formatted(name));
    view.add("features: [{name: v, type: INT}, {name: w, type: STRING}, {name: d, type: DOUBLE}]");
    if (policy.ttl() != null) {
      view.add("ttl: " + policy.ttl());
    }
    if (policy.exclude()) {
      view.add("equalTimestamps: exclude");
    }
    if (policy.hasTie()) {
      view.add("tieBreaker: " + names("tie", policy.tieTypes()));
    }
    view.add(
        "materialize: {lookback: %s, buckets: %d}".formatted(policy.lookback(), policy.buckets()));
    return List.of(entity, source(policy), String.join("\n  ", view) + "\n");
  }

  private static String source(Policy policy) {
    List<String> source = new ArrayList<>();
    source.add("kind: Source\nmetadata: {name: %s_rows}\nspec:".formatted(policy.name()));
    source.add(
        "format: csv\n  path: data/%s.csv\n  options: {nullValue: '\\N'}".formatted(policy.name()));
    source.add("type: " + policy.type().name().toLowerCase(Locale.ROOT));
    source.add((policy.isScd2() ? "validFrom: " : "eventTimestamp: ") + time(policy, "ts"));
    if (policy.isScd2()) {
      source.add("validTo: " + time(policy, "ends"));
    }
    if (policy.declared()) {
      source.add("knownAt: " + time(policy, "kn"));
    }
    if (!policy.idTypes().isEmpty()) {
      source.add("id: " + names("id", policy.idTypes()));
    }
    if (!policy.lag().equals(Duration.ZERO)) {
      source.add("availabilityLag: " + policy.lag());
    }
    source.add("deletedWhen: \"op = 'D'\"");
    String type = policy.isoTimes() ? "STRING" : "BIGINT";
    StringBuilder schema = new StringBuilder("{name: op, type: STRING}");
    schema.append(columns(policy.keys(), KeyColumns::type));
    schema.append(columns(List.of("ts", "ends", "kn"), c -> type));
    for (int i = 0; i < policy.idTypes().size(); i++) {
      schema.append(columns(List.of("id" + i), typeAt(policy.idTypes(), i)));
    }
    for (int i = 0; i < policy.tieTypes().size(); i++) {
      schema.append(columns(List.of("tie" + i), typeAt(policy.tieTypes(), i)));
    }
    source.add(
        "schema: ["
            + schema
            + ", {name: v, type: INT}, {name: w, type: STRING}, {name: d, type: DOUBLE}]");
    return String.join("\n  ", source) + "\n";
  }

  private static UnaryOperator<String> typeAt(List<String> types, int i) {
    return name -> types.get(i);
  }

  private static String time(Policy policy, String column) {
    return "{column: %s, %s}".formatted(column, policy.isoTimes() ? "format: iso8601" : "unit: us");
  }

  private static List<String> names(String prefix, List<String> types) {
    return IntStream.range(0, types.size()).mapToObj(i -> prefix + i).toList();
  }

  private static String source(Policy policy, List<Given> rows) {
    StringBuilder text = new StringBuilder("op");
    Stream.of(
            policy.keys(),
            List.of("ts", "ends", "kn"),
            names("id", policy.idTypes()),
            names("tie", policy.tieTypes()),
            List.of("v", "w", "d"))
        .flatMap(List::stream)
        .forEach(name -> text.append(',').append(name));
    for (Given row : rows) {
      List<@Nullable Object> fields = new ArrayList<>();
      fields.add(row.deleted() ? "D" : null);
      fields.addAll(row.keys());
      for (Long time : Arrays.asList(row.event(), row.ends(), row.known())) {
        fields.add(
            time == null || !policy.isoTimes() ? time : RandomValues.instant(time).toString());
      }
      fields.addAll(row.id());
      fields.addAll(row.tie());
      fields.addAll(row.values());
      text.append('\n')
          .append(fields.stream().map(CaseScript::field).collect(Collectors.joining(",")));
    }
    return text.append('\n').toString();
  }

  private static String field(@Nullable Object value) {
    if (value instanceof String text) {
      return '"' + text.replace("\"", "\"\"") + '"';
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return Objects.toString(value, NULL);
  }
}
