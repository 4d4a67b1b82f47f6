package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A project over purchases, whose files tests replace one by one. */
final class Shop {
  static final String PURCHASES =
      """
      apiVersion: tidemark/v1
      kind: Source
      metadata: {name: purchases}
      spec:
        format: csv
        path: data/purchases.csv
        schema: [{name: user, type: BIGINT}, {name: ts, type: BIGINT}, {name: amount, type: DOUBLE}, {name: shop, type: STRING}]
        eventTimestamp: {column: ts, unit: ms}
        availabilityLag: PT1H
      """;

  static final String USER =
      """
      apiVersion: tidemark/v1
      kind: Entity
      metadata: {name: user}
      spec: {keys: [{name: user_id, type: BIGINT}]}
      """;

  static final String SPEND =
      """
      apiVersion: tidemark/v1
      kind: FeatureView
      metadata: {name: spend, version: 1}
      spec:
        entity: user
        source: purchases
        keys: {user_id: user}
        ttl: P90D
        features:
          - {name: amount, type: DOUBLE}
          - {name: last_shop, type: STRING, column: shop, sensitivity: confidential}
      """;

  static final String CHURN =
      """
      apiVersion: tidemark/v1
      kind: FeatureService
      metadata: {name: churn, version: 1}
      spec:
        features:
          - {view: spend@1, select: [amount]}
      """;

  static final String CHECKOUTS =
      """
      apiVersion: tidemark/v1
      kind: Source
      metadata: {name: checkouts}
      spec:
        format: csv
        path: data/checkouts.csv
        schema: [{name: user, type: BIGINT}, {name: at, type: STRING}, {name: label, type: INT}]
      """;

  static final String SET =
      """
      apiVersion: tidemark/v1
      kind: TrainingSet
      metadata: {name: churn_set}
      spec:
        spine:
          source: checkouts
          timestamp: {column: at, format: iso8601}
          keys: {user_id: user}
          label: label
        service: churn@1
      """;

  private final Path root;

  Shop(Path root) {
    this.root = root;
    file(
        "tidemark.yaml",
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: shop}
        spec:
          warehouse: ./warehouse
          defaults: {owner: o, team: t}
        """);
    file("purchases.yaml", PURCHASES).file("user.yaml", USER).file("spend.yaml", SPEND);
    file("churn.yaml", CHURN).file("checkouts.yaml", CHECKOUTS).file("set.yaml", SET);
  }

  Shop file(String name, String text) {
    try {
      Files.writeString(root.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Project load() {
    return Project.load(new LoadOptions(root, true, null, new TreeMap<>()));
  }

  List<String> problems() {
    try {
      return load().warnings().stream().map(Problem::toString).toList();
    } catch (Refusal refusal) {
      return refusal.problems().stream().map(Problem::toString).toList();
    }
  }
}
