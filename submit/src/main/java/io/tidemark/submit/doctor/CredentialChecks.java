package io.tidemark.submit.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which credentials of AWS are there; never what they are. */
final class CredentialChecks {

  private static final String CHECK = "credentials";
  private static final String KEY = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
  private static final List<String> NAMES =
      List.of(
          KEY,
          SECRET,
          "AWS_SESSION_TOKEN",
          "AWS_PROFILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_ROLE_ARN",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI");

  private final Map<String, String> environment;
  private final String scheme;

  /**
   * The checks for a warehouse.
   *
   * @param scheme of the warehouse; empty if there is none
   */
  CredentialChecks(Map<String, String> environment, String scheme) {
    this.environment = environment;
    this.scheme = scheme;
  }

  List<Finding> findings() {
    List<String> found = new ArrayList<>(NAMES.stream().filter(this::isSet).toList());
    for (String file : List.of(".aws/credentials", ".aws/config")) {
      if (Files.isReadable(Path.of(environment.getOrDefault("HOME", "/"), file))) {
        found.add("~/" + file);
      }
    }
    if (isSet(KEY) != isSet(SECRET)) {
      return List.of(
          Finding.warn(
              CHECK,
              (isSet(KEY) ? KEY : SECRET) + " is set without " + (isSet(KEY) ? SECRET : KEY),
              "set both or none"));
    }
    if (!found.isEmpty()) {
      return List.of(Finding.ok(CHECK, "of AWS: " + String.join(", ", found)));
    }
    return List.of(
        scheme.startsWith("s3")
            ? Finding.warn(
                CHECK,
                "none of AWS, and the warehouse is on S3",
                "set AWS_PROFILE or a key, unless this machine has a role")
            : Finding.ok(CHECK, "none of AWS, and none needed here"));
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
