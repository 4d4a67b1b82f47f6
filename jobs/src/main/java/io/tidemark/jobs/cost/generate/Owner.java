package io.tidemark.jobs.cost.generate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whose a run, a cluster or a job is. */
record Owner(String team, String project, String env, String useCase, String model) {

  /** The teams of a bank. */
  static final List<Owner> ALL =
      List.of(
          new Owner("risk-ml", "credit", "prod", "lending", "loan_default"),
          new Owner("fraud-ml", "cards", "prod", "fraud", "card_fraud"),
          new Owner("growth-ml", "offers", "dev", "marketing", "next_offer"));

  static Owner of(int number) {
    return ALL.get(number % ALL.size());
  }

  /** As tags of resources, by plain keys. */
  TreeMap<String, String> tags() {
    return new TreeMap<>(
        Map.of("team", team, "project", project, "env", env, "use_case", useCase, "model", model));
  }
}
