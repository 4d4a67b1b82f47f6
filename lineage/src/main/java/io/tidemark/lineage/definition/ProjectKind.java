package io.tidemark.lineage.definition;

import io.tidemark.lineage.definition.ProjectDefinition.Access;
import io.tidemark.lineage.definition.ProjectDefinition.LineageMode;
import io.tidemark.lineage.definition.ProjectDefinition.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The project's own kind. */
public final class ProjectKind extends Kind<ProjectDefinition> {
  private static final String LABEL = "[A-Za-z][A-Za-z0-9_-]{0,59}";

  /** Who may write the warehouse at the same time. */
  enum Writers {
    MANY,
    SINGLE
  }

  /** How the driver is deployed by spark-submit. */
  enum DeployMode {
    CLIENT,
    CLUSTER
  }

  private record Alerts(@Nullable String webhook, @Nullable String sns) {}

  private record Defaults(
      @Nullable String owner, @Nullable String team, @Nullable String useCase) {}

  private static final Field<String> OWNER = Field.optional("owner", Types.text());
  private static final Field<String> TEAM = Field.optional("team", Types.text());
  private static final Field<String> USE_CASE = Field.optional("useCase", Types.text());
  private static final Field<Defaults> DEFAULTS =
      Field.optional(
          "defaults",
          Types.object(
              Shape.of(OWNER, TEAM, USE_CASE),
              f -> {},
              f -> new Defaults(f.find(OWNER), f.find(TEAM), f.find(USE_CASE))));

  private static final Field<String> ACCESS_TEAM = Field.required("team", Types.text());
  private static final Field<Sensitivity> CLEARANCE =
      Field.required("clearance", Types.choice(Sensitivity.class));
  private static final Field<List<String>> MEMBERS =
      Field.required("members", Types.listOf(Types.text()));

  private static final Field<String> WEBHOOK = Field.optional("webhook", Places.url());
  private static final Field<String> SNS = Field.optional("sns", Places.secretText());

  static final Field<String> WAREHOUSE = Field.required("warehouse", Places.path());
  private static final Field<Writers> WRITERS =
      Field.optional("warehouseWriters", Types.choice(Writers.class)).orElse("many");
  private static final Field<SortedMap<String, String>> VARS =
      Field.optional(
              "vars", Types.mapOf(Types.matching(LABEL, "a variable's name"), Types.plainText()))
          .orElse(Map.of());
  private static final Field<String> TARGET =
      Field.optional("target", Types.matching(LABEL, "the name of a target")).orElse("local");
  private static final Field<SortedMap<String, Target>> TARGETS =
      Field.optional(
              "targets",
              Types.mapOf(
                  Types.matching(LABEL, "a target's name"),
                  Types.tagged("type", targetShapes(), ProjectKind::target)))
          .orElse(Map.of());
  private static final Field<LineageMode> LINEAGE =
      Field.optional("lineage", Types.choice(LineageMode.class)).orElse("required");
  private static final Field<List<Access>> ACCESS =
      Field.optional(
          "access",
          Types.listOf(
              Types.object(
                  Shape.of(ACCESS_TEAM, CLEARANCE, MEMBERS),
                  f -> {},
                  f -> new Access(f.get(ACCESS_TEAM), f.get(CLEARANCE), f.get(MEMBERS)))));
  private static final Field<String> CURRENCY =
      Field.optional("currency", Types.matching("[A-Z]{3}", "a currency as USD"));
  private static final Field<String> PRICES = Field.optional("prices", Places.path());
  private static final Field<String> TRUST = Field.optional("trust", Places.path());
  private static final Field<Alerts> ALERTS =
      Field.optional(
          "alerts",
          Types.object(
              Shape.of(WEBHOOK, SNS), f -> {}, f -> new Alerts(f.find(WEBHOOK), f.find(SNS))));

  private static final Field<SortedSet<String>> ENVIRONMENTS =
      Field.optional(
          "environments",
          new EnvironmentsType(
              Shape.of(
                  WAREHOUSE, WRITERS, DEFAULTS, VARS, TARGET, TARGETS, LINEAGE, ACCESS, CURRENCY,
                  PRICES, TRUST, ALERTS)));

  private static final Shape SPEC =
      Shape.of(
          WAREHOUSE,
          WRITERS,
          DEFAULTS,
          ENVIRONMENTS,
          VARS,
          TARGET,
          TARGETS,
          LINEAGE,
          ACCESS,
          CURRENCY,
          PRICES,
          TRUST,
          ALERTS);

  /** For ServiceLoader. */
  public ProjectKind() {
    super(ProjectDefinition.KIND, ProjectDefinition.class, false, SPEC);
  }

  @Override
  public void check(Fields spec) {
    String target = spec.find(TARGET);
    SortedMap<String, Target> targets = spec.find(TARGETS);
    if (target != null && targets != null && !target.equals("local")) {
      // A target that could not be read is declared all the same.
      if (!targets.containsKey(target) && !spec.hasPath("targets." + target)) {
        spec.error(
            TARGET,
            "UNKNOWN_REFERENCE",
            "There is no target " + target,
            Nearest.hint(target, targets.keySet()).orElse("declare it in targets, or use local"));
      }
    }
  }

  @Override
  public ProjectDefinition build(Metadata metadata, Fields spec) {
    Alerts alerts = spec.find(ALERTS);
    SortedSet<String> environments = spec.find(ENVIRONMENTS);
    SortedMap<String, Target> targets = new TreeMap<>(spec.get(TARGETS));
    targets.putIfAbsent(
        "local", new Target("local", new TreeMap<>(Map.of("cores", "2", "memory", "2g"))));
    return new ProjectDefinition(
        metadata,
        spec.get(WAREHOUSE),
        spec.get(WRITERS) == Writers.SINGLE,
        environments == null ? new TreeSet<>() : environments,
        spec.get(VARS),
        spec.get(TARGET),
        targets,
        spec.get(LINEAGE),
        spec.list(ACCESS),
        spec.find(CURRENCY),
        spec.find(PRICES),
        spec.find(TRUST),
        alerts == null ? null : alerts.webhook(),
        alerts == null ? null : alerts.sns());
  }

  /** What the project gives to documents that do not say it themselves. */
  static MetadataFields.Defaults defaults(Fields spec) {
    Defaults given = spec.find(DEFAULTS);
    return given == null
        ? new MetadataFields.Defaults(null, null, null, !spec.has(DEFAULTS))
        : new MetadataFields.Defaults(given.owner(), given.team(), given.useCase(), true);
  }

  private static Map<String, Shape> targetShapes() {
    Field<String> type = Field.required("type", Types.text());
    Field<String> memory =
        Field.optional("memory", Types.matching("[1-9][0-9]{0,8}[kmgtKMGT]?", "memory as 2g"));
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(
        "local",
        Shape.of(
            type,
            Field.optional("cores", Types.integer(1, 1_000_000)).orElse(2),
            memory.orElse("2g")));
    shapes.put(
        "spark-submit",
        Shape.of(
            type,
            Field.required("master", Places.secretText()),
            Field.optional("deployMode", Types.choice(DeployMode.class)).orElse("client"),
            Field.optional("sparkHome", Places.secretText())));
    shapes.put("emr", aws(type, Field.required("clusterId", Places.secretText())));
    shapes.put("emr-serverless", aws(type, Field.required("applicationId", Places.secretText())));
    shapes.put(
        "emr-eks",
        aws(
            type,
            Field.required("virtualClusterId", Places.secretText()),
            Field.required("release", Places.secretText())));
    return shapes;
  }

  private static Shape aws(Field<?>... own) {
    Field<?>[] all = java.util.Arrays.copyOf(own, own.length + 5);
    all[own.length] = Field.required("region", Places.secretText());
    all[own.length + 1] = Field.required("role", Places.secretText());
    all[own.length + 2] = Field.required("artifacts", Places.url());
    all[own.length + 3] = Field.optional("logs", Places.url());
    all[own.length + 4] = Field.optional("endpointUrl", Places.url());
    return Shape.of(all);
  }

  private static Target target(String type, Fields fields) {
    SortedMap<String, String> settings = new TreeMap<>();
    fields
        .json(Json.Part.ALL)
        .forEach(
            (name, value) -> {
              if (!name.equals("type")) {
                settings.put(name, value.toString());
              }
            });
    return new Target(type, settings);
  }
}
