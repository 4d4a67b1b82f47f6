package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** One verb that ran: its exit code and what it printed. */
record Ran(List<String> args, int exitCode, String out, String err) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  JsonNode json() {
    try {
      return JSON.readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(this + " did not print one JSON document", e);
    }
  }

  String status() {
    return json().get("status").textValue();
  }

  JsonNode results() {
    return json().get("results");
  }

  /** The result whose field has this value, for example {@code result("view", "acct@1")}. */
  JsonNode result(String field, String value) {
    for (JsonNode result : results()) {
      if (value.equals(result.path(field).asText())) {
        return result;
      }
    }
    throw new AssertionError("no result with " + field + " = " + value + " in " + this);
  }

  JsonNode onlyResult() {
    assertThat(results()).as(toString()).hasSize(1);
    return results().get(0);
  }

  List<JsonNode> problems() {
    List<JsonNode> problems = new ArrayList<>();
    json().get("problems").forEach(problems::add);
    return problems;
  }

  /** Every message and fix, one text a problem. */
  List<String> messages() {
    return problems().stream()
        .map(p -> p.path("message").asText() + "; " + p.path("fix").asText())
        .toList();
  }

  Ran ok() {
    assertThat(exitCode).as(toString()).isZero();
    JsonNode json = json();
    assertThat(json.get("exitCode").intValue()).isZero();
    assertThat(json.get("status").textValue()).as(toString()).isIn("ok", "unchanged");
    return this;
  }

  Ran written() {
    ok();
    assertThat(status()).as(toString()).isEqualTo("ok");
    return this;
  }

  Ran unchanged() {
    ok();
    assertThat(status()).as(toString()).isEqualTo("unchanged");
    return this;
  }

  /**
   * Refused as CONTRACT C has it: exit 2, one JSON document, an error among the problems, no stack
   * trace.
   */
  Ran refused() {
    assertThat(exitCode).as(toString()).isEqualTo(2);
    JsonNode json = json();
    assertThat(json.get("exitCode").intValue()).isEqualTo(2);
    assertThat(json.get("status").textValue()).as(toString()).isEqualTo("refused");
    assertThat(json.get("results").isArray()).isTrue();
    assertThat(problems()).as(toString()).anyMatch(p -> p.get("severity").asText().equals("error"));
    for (JsonNode problem : problems()) {
      assertThat(problem.fieldNames())
          .toIterable()
          .containsExactly("severity", "code", "object", "file", "line", "message", "fix");
      assertThat(problem.get("code").textValue()).matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
      assertThat(problem.get("message").textValue()).isNotBlank();
    }
    return withoutTrace();
  }

  /** Refused with a problem whose message or fix holds every text. */
  Ran refusedSaying(String... texts) {
    refused();
    assertThat(messages()).as(toString()).anySatisfy(m -> assertThat(m).contains(texts));
    return this;
  }

  /** Refused with a problem at this place. */
  Ran refusedAt(String file, int line) {
    refused();
    assertThat(problems())
        .as(toString())
        .anySatisfy(
            p -> {
              assertThat(p.get("file").asText()).isEqualTo(file);
              assertThat(p.get("line").asInt()).isEqualTo(line);
            });
    return this;
  }

  /** Refused with a problem about this object. */
  Ran refusedAbout(String object) {
    refused();
    assertThat(problems()).as(toString()).anyMatch(p -> p.path("object").asText().equals(object));
    return this;
  }

  Ran withoutTrace() {
    assertThat((out + "\n" + err).lines())
        .as(toString())
        .noneMatch(line -> line.strip().startsWith("at ") && line.contains("("));
    return this;
  }

  @Override
  public String toString() {
    return String.join(" ", args) + " -> " + exitCode + "\n" + out + "\n" + err;
  }
}
