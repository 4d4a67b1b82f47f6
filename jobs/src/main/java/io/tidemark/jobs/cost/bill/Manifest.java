package io.tidemark.jobs.cost.bill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an export's manifest says: that of an AWS data export (CUR 2.0, FOCUS), or that of a CUR 1
 * report.
 *
 * @param files as they are written, those of a CUR 1 report with their bucket
 * @param period null if it names none
 */
record Manifest(String export, String execution, List<String> files, @Nullable YearMonth period) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FOLDER = Pattern.compile("BILLING_PERIOD=(\\d{4})-(\\d{2})");
  private static final Pattern START = Pattern.compile("(\\d{4})-?(\\d{2}).*");

  /**
   * Reads a manifest.
   *
   * @param path where it is
   * @throws UnreadableRecordException if it is none
   */
  static Manifest of(String text, String path) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnreadableRecordException("it is no JSON");
    }
    if (root.path("dataFiles").isArray()) {
      List<String> files = texts(root.path("dataFiles"));
      String arn = need(root, "exportArn");
      return new Manifest(
          arn.substring(arn.lastIndexOf('/') + 1),
          need(root, "executionId"),
          files,
          folder(files, path));
    }
    if (root.path("reportKeys").isArray()) {
      String bucket = root.path("bucket").asText("");
      List<String> files = new ArrayList<>();
      texts(root.path("reportKeys"))
          .forEach(key -> files.add(bucket.isEmpty() ? key : "s3://" + bucket + "/" + key));
      return new Manifest(need(root, "reportName"), need(root, "assemblyId"), files, start(root));
    }
    throw new UnreadableRecordException("it has neither dataFiles nor reportKeys");
  }

  private static @Nullable YearMonth folder(List<String> files, String path) {
    Set<YearMonth> periods = new TreeSet<>();
    files.forEach(file -> find(FOLDER.matcher(file), periods));
    if (periods.isEmpty()) {
      find(FOLDER.matcher(path), periods);
    }
    if (periods.size() > 1) {
      throw new UnreadableRecordException("its files are of several periods: " + periods);
    }
    return periods.isEmpty() ? null : periods.iterator().next();
  }

  private static void find(Matcher folder, Set<YearMonth> into) {
    if (folder.find()) {
      into.add(month(folder));
    }
  }

  private static @Nullable YearMonth start(JsonNode root) {
    String said = root.path("billingPeriod").path("start").asText("");
    Matcher start = START.matcher(said);
    if (said.isEmpty()) {
      return null;
    }
    if (!start.matches()) {
      throw new UnreadableRecordException("its billingPeriod.start '" + said + "' is no time");
    }
    return month(start);
  }

  private static YearMonth month(Matcher digits) {
    int month = Integer.parseInt(digits.group(2));
    if (month < 1 || month > 12) {
      throw new UnreadableRecordException("there is no month " + digits.group(2));
    }
    return YearMonth.of(Integer.parseInt(digits.group(1)), month);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    if (texts.isEmpty()) {
      throw new UnreadableRecordException("it lists no files");
    }
    return texts;
  }

  private static String need(JsonNode root, String field) {
    String text = root.path(field).asText("");
    if (text.isBlank()) {
      throw new UnreadableRecordException("it has no " + field);
    }
    return text;
  }
}
