package io.tidemark.lineage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.audit.Trust.Verdict;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vectors are those of DSSE's encoding under the key of RFC 8032's first test. */
class EnvelopeTest {

  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  private static final String PAYLOAD =
      "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},\"predicateType\":"
          + "\"https://tidemark.dev/attestation/training-set/v1\",\"subject\":[{\"digest\":"
          + "{\"sha256\":\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"},"
          + "\"name\":\"part-00000.parquet\"}]}";
  private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

  private static PrivateKey key() throws Exception {
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(
            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, HexFormat.of().parseHex(SEED)));
  }

  private static Trust trusting(KeyPair pair, Instant from, Instant until) {
    return new Trust(
        List.of(new Trust.Key(pair.getPublic(), "jane@bank", List.of("owner"), from, until)));
  }

  @Test
  void aStatementSignedWithTheKnownKeyIsTheKnownEnvelope() throws Exception {
    Statement statement =
        new Statement(
            new TreeMap<>(
                Map.of(
                    "part-00000.parquet",
                    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")),
            "https://tidemark.dev/attestation/training-set/v1",
            Map.of());
    assertThat(statement.json()).isEqualTo(PAYLOAD);

    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, statement.json(), Signer.of(key()));

    assertThat(Sha256.hex(envelope.preAuthentication()))
        .isEqualTo("2aad84bf593a6d533b9af483c081cbbd1946405b5b170d937dc8966babcd4ac0");
    assertThat(envelope.signatures().get(0).signature())
        .isEqualTo(
            "h3Qf0tATdxkc6PrdCaMEhaG9Ty2Iu6m1AcxgX6DhGcILs+o7NotiNmle3AOrxYNjxUY9s0jwRmsV9lEb9BIbCw==");
    assertThat(envelope.id()).isEqualTo(Sha256.hex(PAYLOAD));
  }

  @Test
  void thePublicKeyOfTheKnownSeedIsTheKnownOne() throws Exception {
    assertThat(HexFormat.of().formatHex(Ed25519.publicKey(key()).getEncoded()))
        .isEqualTo(
            "302a300506032b6570032100"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  }

  @Test
  void keysSurviveTheirPem() {
    KeyPair pair = Ed25519.generate();
    assertThat(Ed25519.privateKey(Ed25519.pem(pair.getPrivate()))).isEqualTo(pair.getPrivate());
    assertThat(Ed25519.publicKey(Ed25519.pem(pair.getPublic()))).isEqualTo(pair.getPublic());
    assertThat(Ed25519.publicKey(pair.getPrivate())).isEqualTo(pair.getPublic());
  }

  @Test
  void anEnvelopeSurvivesItsJson() throws Exception {
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, PAYLOAD, Signer.of(key()));
    assertThat(Envelope.parse(envelope.json())).isEqualTo(envelope);
  }

  @Test
  void aSignatureCountsOnlyOfATrustedKeyWhileItIsValidOverTheSameBytes() {
    KeyPair pair = Ed25519.generate();
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, PAYLOAD, Signer.of(pair.getPrivate()));
    Envelope changed = new Envelope(envelope.payloadType(), PAYLOAD + " ", envelope.signatures());
    Envelope retyped = new Envelope("text/plain", PAYLOAD, envelope.signatures());

    assertThat(verdict(trusting(pair, null, null), envelope)).isEqualTo(Verdict.TRUSTED);
    assertThat(verdict(trusting(pair, NOW, NOW.plusSeconds(1)), envelope))
        .isEqualTo(Verdict.TRUSTED);
    assertThat(verdict(trusting(pair, null, NOW), envelope))
        .isEqualTo(Verdict.KEY_EXPIRED_AT_SIGNING);
    assertThat(verdict(trusting(pair, NOW.plusSeconds(1), null), envelope))
        .isEqualTo(Verdict.KEY_EXPIRED_AT_SIGNING);
    assertThat(verdict(trusting(Ed25519.generate(), null, null), envelope))
        .isEqualTo(Verdict.KEY_NOT_TRUSTED);
    assertThat(verdict(trusting(pair, null, null), changed)).isEqualTo(Verdict.SIGNATURE_INVALID);
    assertThat(verdict(trusting(pair, null, null), retyped)).isEqualTo(Verdict.SIGNATURE_INVALID);
  }

  private static Verdict verdict(Trust trust, Envelope envelope) {
    return trust.judge(envelope, NOW).get(0).verdict();
  }

  @Test
  void aProgramCanKeepTheKey(@TempDir Path folder) throws Exception {
    KeyPair pair = Ed25519.generate();
    Path publicKey = Files.writeString(folder.resolve("key.pub"), Ed25519.pem(pair.getPublic()));
    Envelope signed = Envelope.sign(Envelope.IN_TOTO, PAYLOAD, Signer.of(pair.getPrivate()));
    Path program = folder.resolve("hsm");
    Files.writeString(
        program,
        """
        #!/bin/sh
        case "$1" in
          public-key) cat %s ;;
          sign) cat >%s && echo %s ;;
          *) exit 3 ;;
        esac
        """
            .formatted(publicKey, folder.resolve("asked"), signed.signatures().get(0).signature()));
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Signer signer = SigningKey.of("command:" + program);

    assertThat(Envelope.sign(Envelope.IN_TOTO, PAYLOAD, signer)).isEqualTo(signed);
    assertThat(folder.resolve("asked")).hasBinaryContent(signed.preAuthentication());
    assertThatThrownBy(() -> Envelope.sign(Envelope.IN_TOTO, "{}", signer))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("signature that is not of its public key");
  }

  @Test
  void whatIsNoKeyIsRefusedByName(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("key.pem"), "no key\n");
    for (String reference :
        List.of(text.toString(), folder.resolve("none").toString(), "command:" + text)) {
      assertThatThrownBy(() -> SigningKey.of(reference))
          .as(reference)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining(folder.toString());
    }
  }
}
