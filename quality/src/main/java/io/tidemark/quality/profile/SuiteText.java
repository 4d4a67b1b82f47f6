package io.tidemark.quality.profile;

import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Suggested rules as a QualitySuite document. */
final class SuiteText {
  private static final String FIELD = "\n      ";

  private SuiteText() {}

  static String of(String suite, DataRef dataset, long rows, List<Suggestion> suggestions) {
    StringBuilder text = new StringBuilder();
    text.append("# Proposed from ").append(count(rows)).append(" rows of ");
    text.append(dataset.object()).append(", which obey every rule. Rules of severity warn\n");
    text.append("# only say what was seen: correct them by what you know.\n");
    text.append("apiVersion: tidemark/v1\n");
    text.append("kind: ").append(QualitySuiteDefinition.KIND).append('\n');
    text.append("metadata: {name: ").append(YamlText.scalar(suite)).append("}\n");
    text.append("spec:\n");
    text.append("  dataset: ").append(reference(dataset)).append('\n');
    text.append("  rules:\n");
    Set<String> ids = new HashSet<>();
    suggestions.forEach(each -> text.append(rule(each, ids)));
    return text.toString();
  }

  /** Mappings as the items of a list that is a field of a rule. */
  static String items(List<String> mappings) {
    return mappings.stream().map(each -> FIELD + "  - " + each).collect(Collectors.joining());
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String reference(DataRef dataset) {
    if (dataset instanceof DataRef.OfSource source) {
      return "{source: " + YamlText.scalar(source.name()) + "}";
    } else if (dataset instanceof DataRef.OfView view) {
      return "{view: " + YamlText.scalar(view.view().toString()) + "}";
    }
    return "{table: " + YamlText.scalar(dataset.object()) + "}";
  }

  private static String rule(Suggestion rule, Set<String> ids) {
    StringBuilder text = new StringBuilder();
    text.append("    - id: ").append(YamlText.scalar(id(rule, ids)));
    text.append(FIELD).append("type: ").append(rule.type());
    if (rule.observed()) {
      text.append(FIELD).append("severity: warn");
    }
    rule.fields()
        .forEach(
            (field, yaml) ->
                text.append(FIELD)
                    .append(field)
                    .append(yaml.startsWith("\n") ? ":" : ": ")
                    .append(yaml));
    text.append(FIELD).append("description: ").append(YamlText.scalar(rule.evidence()));
    return text.append('\n').toString();
  }

  private static String id(Suggestion rule, Set<String> ids) {
    String words =
        rule.column() == null
            ? ""
            : rule.column()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    String name = words.isEmpty() ? rule.name() : words + "_" + rule.name();
    String id = name;
    for (int i = 2; !ids.add(id); i++) {
      id = name + "_" + i;
    }
    return id;
  }
}
