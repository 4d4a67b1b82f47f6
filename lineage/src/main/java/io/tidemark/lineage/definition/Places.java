package io.tidemark.lineage.definition;

import io.tidemark.lineage.definition.Variables.Allowed;
import java.util.SortedMap;

/** The ways that definitions write where things are, and the secrets that open them. */
public final class Places {
  private Places() {}

  /** Text that may hold secret references. */
  public static ValueType<String> secretText() {
    return Types.text("text", Allowed.SECRETS);
  }

  /** A secret: nothing but one reference. */
  public static ValueType<String> secret() {
    return new ScalarType<>(
        "${env:NAME} or ${aws-sm:arn}",
        Allowed.SECRETS,
        Schemas.pattern("^\\$\\{(env|aws-sm):[^{}$]*\\}$"),
        false,
        (text, at) -> {
          if (!Variables.isSecretReference(text)) {
            Locations.clear(at);
            return null;
          }
          return text;
        },
        t -> t);
  }

  /** A URL, which may hold secret references and no secrets. */
  public static ValueType<String> url() {
    return new ScalarType<>(
        "a URL",
        Allowed.SECRETS,
        Schemas.TEXT,
        false,
        (text, at) -> {
          if (Locations.showsSecret(text)) {
            Locations.clear(at);
            return null;
          }
          return text.isBlank() ? null : text;
        },
        t -> t);
  }

  /** Options of a reader; what their names call a secret must be a reference. */
  public static ValueType<SortedMap<String, String>> options() {
    return Types.mapOf(
        new ScalarType<>(
            "text",
            Allowed.SECRETS,
            Schemas.TEXT,
            false,
            (text, at) -> {
              if ((Locations.namesSecret(at.path()) && !Variables.isSecretReference(text))
                  || Locations.showsSecret(text)) {
                Locations.clear(at);
                return null;
              }
              return text;
            },
            t -> t));
  }

  /** A file, folder or glob: relative and inside the project, absolute, or a URI. */
  public static ValueType<String> path() {
    return new ScalarType<>(
        "a path",
        Allowed.SECRETS,
        Schemas.TEXT,
        false,
        (text, at) -> Locations.checked(text, at, true),
        t -> t);
  }

  /** A file: of the project, where it has to be there; absolute, or a URI. */
  public static ValueType<String> file() {
    return new ScalarType<>(
        "a path",
        Allowed.SECRETS,
        Schemas.TEXT,
        false,
        (text, at) -> {
          String path = Locations.checked(text, at, true);
          if (path != null && Locations.isMissing(path, at.reading().root())) {
            at.error(
                "FILE_MISSING",
                "There is no file " + path + " in the project",
                "create it, or correct the path");
            return null;
          }
          return path;
        },
        t -> t);
  }

  /** A file of the project: never absolute, never outside. */
  public static ValueType<String> projectFile() {
    return new ScalarType<>(
        "a file of the project",
        Allowed.VARIABLES,
        Schemas.TEXT,
        false,
        (text, at) -> Locations.checked(text, at, false),
        t -> t);
  }
}
