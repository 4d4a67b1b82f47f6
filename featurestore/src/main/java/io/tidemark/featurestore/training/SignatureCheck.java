package io.tidemark.featurestore.training;

import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.audit.Envelope;
import io.tidemark.lineage.audit.Trust;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the signature of a version is worth.
 *
 * @param word for results: unsigned, whose it is, or that it does not hold
 * @param problem why it does not hold; null if it does, or there is none
 */
record SignatureCheck(String word, @Nullable Problem problem) {
  private static final String BAD = "not valid";

  /** Judges a version by the keys that the project trusts. */
  static SignatureCheck of(SealedVersion version, Trust trust) {
    TrainingSetRow row = version.row();
    if (row.envelopeId() == null && version.envelope().isEmpty()) {
      return new SignatureCheck(CreateTrainingSet.UNSIGNED, null);
    }
    Envelope envelope;
    try {
      Map<String, Object> json = new TreeMap<>();
      version.envelope().forEach((key, value) -> json.put(key.toString(), value));
      envelope = Envelope.parse(CanonicalJson.write(json));
      if (!says(envelope, row)) {
        return invalid(row, "its signature is over something else than what is sealed");
      }
    } catch (IllegalArgumentException e) {
      return invalid(row, "its signature cannot be read: " + e.getMessage());
    }
    List<Trust.Judged> judged = trust.judge(envelope, version.sealedAt());
    Optional<Trust.Judged> trusted =
        judged.stream().filter(each -> each.verdict() == Trust.Verdict.TRUSTED).findFirst();
    return trusted.isPresent()
        ? new SignatureCheck("signed by " + trusted.get().identity(), null)
        : untrusted(row, judged, version, trust);
  }

  Optional<Problem> finding() {
    return Optional.ofNullable(problem);
  }

  private static boolean says(Envelope envelope, TrainingSetRow row) {
    return envelope.payloadType().equals(Envelope.IN_TOTO)
        && envelope.id().equals(row.envelopeId())
        && envelope.payload().equals(Attestation.statement(row));
  }

  private static SignatureCheck invalid(TrainingSetRow row, String message) {
    return new SignatureCheck(
        BAD,
        SealedSets.error(
            row, Trust.Verdict.SIGNATURE_INVALID.name(), message, "find out who changed it"));
  }

  private static SignatureCheck untrusted(
      TrainingSetRow row, List<Trust.Judged> judged, SealedVersion version, Trust trust) {
    if (judged.isEmpty()) {
      return invalid(row, "its envelope holds no signature");
    }
    Trust.Judged first = judged.get(0);
    String keys = judged.stream().map(Trust.Judged::keyId).collect(Collectors.joining(", "));
    Problem problem =
        switch (first.verdict()) {
          case KEY_EXPIRED_AT_SIGNING ->
              SealedSets.error(
                  row,
                  first.verdict().name(),
                  "the key %s of %s was not valid when it was sealed, at %s"
                      .formatted(first.keyId(), first.identity(), version.sealedAt()),
                  "create the set again with a key that is valid");
          case SIGNATURE_INVALID ->
              SealedSets.error(
                  row,
                  first.verdict().name(),
                  "its signature is not of the key " + first.keyId() + " that it names",
                  "find out who changed it");
          case KEY_NOT_TRUSTED, TRUSTED ->
              SealedSets.error(
                  row,
                  Trust.Verdict.KEY_NOT_TRUSTED.name(),
                  "it is signed by the key " + keys + ", which nobody vouches for",
                  trust.keys().isEmpty()
                      ? "name a trust file in the Project, spec.trust, and put the key there"
                      : "put the key into the trust file, if you know whose it is");
        };
    return new SignatureCheck(BAD, problem);
  }
}
