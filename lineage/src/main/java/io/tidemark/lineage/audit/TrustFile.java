package io.tidemark.lineage.audit;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.ProjectDefinition;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.SideFile;
import io.tidemark.lineage.definition.Types;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * The file that {@code Project.trust} names: {@code keys}, each with whose it is and until when.
 */
public final class TrustFile {

  private static final Field<String> PUBLIC_KEY = Field.required("publicKey", Types.plainText());
  private static final Field<String> IDENTITY = Field.required("identity", Types.plainText());
  private static final Field<List<String>> ROLES =
      Field.optional("roles", Types.uniqueOf(Types.name())).orElse(List.of());
  private static final Field<Instant> VALID_FROM = Field.optional("validFrom", Types.instant());
  private static final Field<Instant> VALID_UNTIL = Field.optional("validUntil", Types.instant());
  private static final Field<List<Trust.Key>> KEYS =
      Field.required(
          "keys",
          Types.listOf(
              Types.object(
                  Shape.of(PUBLIC_KEY, IDENTITY, ROLES, VALID_FROM, VALID_UNTIL),
                  TrustFile::check,
                  TrustFile::key)));

  private TrustFile() {}

  /**
   * Whom a project trusts; nobody if it names no file.
   *
   * @throws Refusal with the file's problems
   */
  public static Trust of(Project project) {
    String path = project.definition().trust();
    if (path == null) {
      return new Trust(List.of());
    }
    String place = project.resolvePath(path);
    if (place.startsWith("/") && Files.notExists(Path.of(place), LinkOption.NOFOLLOW_LINKS)) {
      Declared<ProjectDefinition> owner = project.all(ProjectDefinition.class).get(0);
      throw new Refusal(
          2,
          List.of(
              owner.error(
                  "spec.trust",
                  "FILE_MISSING",
                  "there is no trust file " + path,
                  "make it: `keys:` and below it what `tidemark keys new` prints; or leave trust"
                      + " out")));
    }
    return new Trust(SideFile.read(project, path, Shape.of(KEYS)).get(KEYS));
  }

  /** One entry of the file as YAML. */
  public static String entry(PublicKey key, String identity, Instant validFrom) {
    return """
      - publicKey: %s
        identity: %s
        validFrom: %s
    """
        .formatted(Base64.getEncoder().encodeToString(key.getEncoded()), identity, validFrom);
  }

  private static void check(Fields key) {
    String text = key.find(PUBLIC_KEY);
    if (text != null) {
      try {
        Ed25519.publicKey(text);
      } catch (IllegalArgumentException e) {
        key.error(
            PUBLIC_KEY,
            "BAD_VALUE",
            "publicKey is no Ed25519 public key",
            "give the base64 of its SubjectPublicKeyInfo, as `tidemark keys new` prints it");
      }
    }
    Instant from = key.find(VALID_FROM);
    Instant until = key.find(VALID_UNTIL);
    if (from != null && until != null && !from.isBefore(until)) {
      key.error(VALID_UNTIL, "BAD_VALUE", "validUntil is not after validFrom", "correct one");
    }
  }

  private static Trust.Key key(Fields key) {
    return new Trust.Key(
        Ed25519.publicKey(key.get(PUBLIC_KEY)),
        key.get(IDENTITY),
        key.get(ROLES),
        key.find(VALID_FROM),
        key.find(VALID_UNTIL));
  }
}
