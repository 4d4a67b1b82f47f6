package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.AggregateOverflowException;
import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.plan.Applied;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.audit.Envelope;
import io.tidemark.lineage.audit.Signer;
import io.tidemark.lineage.audit.TrustFile;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verb {@code training-set create}: the next version of a declared training set, or word that
 * it would be equal to the newest one.
 *
 * <p>A version is computed, written to a table that nobody can see yet, read back, proven and only
 * then registered. What cannot be proven, or turns out equal to the newest version, is removed.
 */
public final class CreateTrainingSet {
  /** The verb's words. */
  public static final String VERB = "training-set create";

  private static final Logger LOG = LoggerFactory.getLogger(CreateTrainingSet.class);
  private static final int TRIES = 20;

  /** Where the sealing event has the signature. */
  static final String ENVELOPE = "envelope";

  static final String SIGNED = "signed";
  static final String UNSIGNED = "unsigned";

  private final PointInTimeJoin engine;
  private final @Nullable Signer signer;

  /** Leaves what it creates unsigned. */
  public CreateTrainingSet() {
    this(new MergeJoin(), null);
  }

  /** Answers with another engine. */
  public CreateTrainingSet(PointInTimeJoin engine) {
    this(engine, null);
  }

  /**
   * Signs what it creates.
   *
   * @param signer null for nobody
   */
  public CreateTrainingSet(PointInTimeJoin engine, @Nullable Signer signer) {
    this.engine = engine;
    this.signer = signer;
  }

  /**
   * Creates the next version. The run is neither completed nor failed.
   *
   * @return exit code 0 with one result: name, version, table, status, rows, per view way, matched
   *     and seq, and whether it is signed
   * @throws Refusal if a definition is not as applied or does not fit the spine, if spine times are
   *     missing or no times, or if the result cannot be proven; nothing is published then
   */
  public Answer create(Run run, Project project, Declared<TrainingSetDefinition> set) {
    TrainingPlan plan = TrainingPlan.of(project, set);
    Registry registry = run.warehouse().registry();
    List<Problem> warnings = new ArrayList<>(AppliedCheck.check(plan, Applied.of(registry)));
    if (signer != null) {
      warnings.addAll(untrusted(signer, project, set));
    }
    SpineInput spine = SpineInput.open(run, project, plan);
    TrainingPlan.Labels labels = plan.labels();
    LabelInput label = null;
    try {
      if (labels != null) {
        label = LabelInput.open(run, project, labels, SpineColumns.keys(plan, labels.entity()));
      }
      return create(run, plan, spine, label, warnings);
    } catch (Exception e) {
      Optional<Refusal> known = overflow(plan, e).or(() -> spine.table().refusal(e));
      if (known.isEmpty() && label != null) {
        known = label.table().refusal(e);
      }
      if (known.isPresent()) {
        throw known.get();
      }
      throw e;
    }
  }

  private static List<Problem> untrusted(
      Signer signer, Project project, Declared<TrainingSetDefinition> set) {
    boolean trusted =
        TrustFile.of(project).keys().stream()
            .anyMatch(key -> key.id().equals(signer.keyId()) && key.isValidAt(Instant.now()));
    return trusted
        ? List.of()
        : List.of(
            set.warn(
                "",
                "KEY_NOT_TRUSTED",
                "the project does not trust the key "
                    + signer.keyId()
                    + " by now, and verify will not either",
                "put it into the project's trust file, spec.trust"));
  }

  /** What an overflow in a window is to the user; empty if the failure is none. */
  static Optional<Refusal> overflow(TrainingPlan plan, Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof AggregateOverflowException) {
        return Optional.of(
            new Refusal(
                2,
                List.of(
                    plan.set()
                        .error(
                            "spec.service",
                            "AGGREGATE_OVERFLOW",
                            each.getMessage() + "; nothing was published",
                            "aggregate a smaller window, or a column of type DOUBLE"))));
      }
    }
    return Optional.empty();
  }

  private Answer create(
      Run run,
      TrainingPlan plan,
      SpineInput all,
      @Nullable LabelInput label,
      List<Problem> warnings) {
    SpineInput spine =
        label == null || plan.set().definition().keepImmature() ? all : all.onlyMature(label);
    Registry registry = run.warehouse().registry();
    Optional<TrainingSetRow> newest = registry.trainingSet(plan.name());
    Inputs inputs = Inputs.pin(run, plan, spine, label);
    for (int i = 0; i < plan.views().size(); i++) {
      TrainingPlan.View view = plan.views().get(i);
      if (inputs.seqs().get(i) == 0 && registry.coverage(view.ref()).isEmpty()) {
        warnings.add(neverMaterialized(plan, view));
      }
    }
    Computation computation = new Computation(run, plan, spine, label, inputs, engine);
    for (int tries = 0; tries < TRIES; tries++) {
      if (newest.isPresent() && decided(run, plan, inputs, newest.get())) {
        return unchanged(
            run, plan, newest.get(), Manifest.views(newest.get().manifest()), warnings);
      }
      int version = newest.map(TrainingSetRow::version).orElse(0) + 1;
      TableRef table = new TableRef("training", plan.name() + "_v" + version);
      Optional<Computation.Written> written = computation.write(table);
      if (written.isEmpty()) {
        LOG.info("Another run took version {} of training set {}", version, plan.name());
        newest = registry.trainingSet(plan.name());
        continue;
      }
      LabelInput.leftOut(plan, written.get().spine().immature()).ifPresent(warnings::add);
      Content content = written.get().content();
      List<Manifest.ViewFigures> views = written.get().views();
      if (newest.isPresent() && content.digest().equals(newest.get().contentDigest())) {
        run.discard(table);
        return unchanged(run, plan, newest.get(), views, warnings);
      }
      TrainingSetRow row = sealed(run, plan, inputs, written.get(), version, table);
      LOG.info("Training set {} version {}: {} rows", plan.name(), version, row.rows());
      return answer(run, plan, row, "written", views, warnings);
    }
    throw new Refusal(
        1,
        List.of(
            plan.set()
                .error(
                    "",
                    "TOO_MANY_RACES",
                    "other runs took the next version %d times in a row".formatted(TRIES),
                    "run it again when they are done")));
  }

  private static boolean decided(Run run, TrainingPlan plan, Inputs inputs, TrainingSetRow newest) {
    return newest.definitionHash().equals(definitionHash(plan))
        && newest.knowledge().equals(knowledge(plan))
        && inputs.sameAs(newest.inputs())
        // Labels are known, and settled, by the clock.
        && (plan.labels() == null || newest.now().equals(run.now()))
        && run.warehouse().exists(TableRef.parse(newest.table()));
  }

  /** Signs a version and writes the event that makes it exist. */
  private TrainingSetRow sealed(
      Run run,
      TrainingPlan plan,
      Inputs inputs,
      Computation.Written written,
      int version,
      TableRef table) {
    TrainingSetRow row;
    SortedMap<String, Object> payload;
    try {
      Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
      row = row(run, plan, inputs, written.content(), version, table, at);
      row = row.withManifest(Manifest.write(row, plan, written, run.warehouse().versions()));
      Envelope envelope = signer == null ? null : Attestation.sign(row, signer);
      row = envelope == null ? row : row.withEnvelope(envelope.id());
      payload = row.toPayload();
      if (envelope != null) {
        payload.put(ENVELOPE, CanonicalJson.read(envelope.json()));
      }
    } catch (RuntimeException e) {
      run.discard(table);
      throw e;
    }
    run.event(Action.TRAINING_SET_SEALED, object(plan, version), payload);
    run.flush();
    return row;
  }

  private static TrainingSetRow row(
      Run run,
      TrainingPlan plan,
      Inputs inputs,
      Content content,
      int version,
      TableRef table,
      Instant sealed) {
    return new TrainingSetRow(
        plan.name(),
        version,
        table.toString(),
        definitionHash(plan),
        content.rows(),
        content.columns(),
        inputs.recorded(),
        knowledge(plan),
        run.now(),
        content.digest(),
        "",
        null,
        "sealed",
        run.id(),
        sealed);
  }

  private static Answer unchanged(
      Run run,
      TrainingPlan plan,
      TrainingSetRow newest,
      List<Manifest.ViewFigures> views,
      List<Problem> warnings) {
    return answer(run, plan, newest, "unchanged", views, warnings);
  }

  private static Answer answer(
      Run run,
      TrainingPlan plan,
      TrainingSetRow row,
      String status,
      List<Manifest.ViewFigures> views,
      List<Problem> warnings) {
    List<Problem> problems = new ArrayList<>(warnings);
    for (Manifest.ViewFigures view : views) {
      LoadTime.warning(plan, view, row.rows()).ifPresent(problems::add);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", row.name());
    result.put("version", row.version());
    result.put("table", row.table());
    result.put("status", status);
    result.put("rows", row.rows());
    result.put("views", views.stream().map(Manifest.ViewFigures::toResult).toList());
    result.put("signature", row.envelopeId() == null ? UNSIGNED : SIGNED);
    Status word = status.equals("written") ? Status.OK : Status.UNCHANGED;
    return new Answer(VERB, run.id(), word, 0, List.of(result), problems);
  }

  private static Problem neverMaterialized(TrainingPlan plan, TrainingPlan.View view) {
    return plan.set()
        .warn(
            "spec.service",
            "NEVER_MATERIALIZED",
            "view " + view.ref() + " was never materialised, its features are all NULL",
            "run `tidemark materialize " + view.ref() + "`");
  }

  private static String definitionHash(TrainingPlan plan) {
    return plan.set().semanticHash();
  }

  private static String object(TrainingPlan plan, int version) {
    return TrainingSetDefinition.KIND + "/" + plan.name() + "@" + version;
  }

  private static String knowledge(TrainingPlan plan) {
    Knowledge knowledge = plan.set().definition().knowledge();
    return switch (knowledge.mode()) {
      case AS_KNOWN -> "as_known";
      case AS_CORRECTED -> "as_corrected";
      case AS_OF -> "as_of:" + Objects.requireNonNull(knowledge.asOf());
    };
  }
}
