package io.tidemark.lineage.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/** JSON in the one form that RFC 8785 gives it, so that equal values are equal bytes. */
public final class CanonicalJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CanonicalJson() {}

  /**
   * The RFC 8785 text of an object.
   *
   * @throws IllegalArgumentException if a value has no JSON form
   */
  public static String write(Map<String, ?> object) {
    return canonical(object, object.keySet().toString());
  }

  /** The RFC 8785 text of an array of texts and nulls. */
  public static String write(List<@Nullable String> texts) {
    return canonical(texts, texts.size() + " texts");
  }

  /** The text of a value, which a message only describes: it may hold what is nobody's business. */
  private static String canonical(Object value, String described) {
    try {
      return new JsonCanonicalizer(JSON.writeValueAsString(value)).getEncodedString();
    } catch (IOException e) {
      throw new IllegalArgumentException("no canonical JSON for " + described, e);
    }
  }

  /**
   * The object that a JSON text holds; integers as Integer or Long.
   *
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  public static SortedMap<String, Object> read(String text) {
    try {
      return JSON.readValue(text, new TypeReference<TreeMap<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON object: " + e.getOriginalMessage(), e);
    }
  }
}
