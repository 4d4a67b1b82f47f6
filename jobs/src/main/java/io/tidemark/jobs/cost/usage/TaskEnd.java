package io.tidemark.jobs.cost.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What an event {@code SparkListenerTaskEnd} says of a task; by far the most frequent of the events
 * that are needed, so no more of it is parsed.
 */
record TaskEnd(String executor, long launched, long finished) {

  /**
   * Reads an event.
   *
   * @throws IOException if it is no JSON, or one of the values is of another type
   * @throws IllegalArgumentException if one of them is not there
   */
  static TaskEnd read(JsonFactory json, byte[] line, int from, int length) throws IOException {
    try (JsonParser parser = json.createParser(line, from, length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isInfo = parser.currentName().equals("Task Info");
        parser.nextToken();
        if (isInfo) {
          return info(parser);
        }
        parser.skipChildren();
      }
    }
    throw new IllegalArgumentException("a task without its Task Info");
  }

  private static TaskEnd info(JsonParser parser) throws IOException {
    String executor = null;
    Long launched = null;
    Long finished = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "Executor ID" -> executor = parser.getText();
        case "Launch Time" -> launched = parser.getLongValue();
        case "Finish Time" -> finished = parser.getLongValue();
        default -> parser.skipChildren();
      }
      if (executor != null && launched != null && finished != null) {
        return new TaskEnd(executor, launched, finished);
      }
    }
    throw new IllegalArgumentException("a task without its executor or its times");
  }
}
