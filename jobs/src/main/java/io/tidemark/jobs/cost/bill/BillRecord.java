package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The record of a bill that is being read: one object for all records of a file. Values are found
 * by the snake names of CUR 2, or by FOCUS's own; a column that the file lacks is blank. For one
 * thread.
 */
final class BillRecord {
  private static final @Nullable Object[] NONE = {};

  private final Map<String, Integer> places;
  private final Map<String, Integer> asked = new HashMap<>();
  private final Map<String, Integer> tagColumns = new TreeMap<>();
  private final boolean wordNull;
  private final JsonTexts maps = new JsonTexts();
  private final TimeTexts times = new TimeTexts();
  private @Nullable Object[] values = NONE;

  /**
   * @param tagKey the key of a tag that has its own column, by the column's name; null for others
   * @param wordNull whether the word NULL stands for nothing
   */
  BillRecord(FileColumns columns, Function<String, @Nullable String> tagKey, boolean wordNull) {
    this.places = columns.places();
    this.wordNull = wordNull;
    for (int i = 0; i < columns.names().size(); i++) {
      String key = tagKey.apply(columns.names().get(i));
      if (key != null) {
        tagColumns.put(key, i);
      }
    }
  }

  /** Puts the next record in place of the one before. */
  void values(@Nullable Object[] next) {
    this.values = next;
  }

  /** Whether the file has a column. */
  boolean has(String column) {
    return place(column) >= 0;
  }

  /** The text of a column; null where it is blank. */
  @Nullable String text(String column) {
    return text(value(column));
  }

  /** The first of some columns that is not blank. */
  @Nullable String first(String... columns) {
    for (String column : columns) {
      String text = text(column);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The exact amount of a column; null where it is blank. */
  @Nullable BigDecimal money(String column) {
    return number(column, Decimals::money);
  }

  /** The amount of a column that the file must have, 0 where it is blank. */
  BigDecimal needMoney(String column) {
    if (!has(column)) {
      throw new UnreadableRecordException(
          "it needs the column " + column + ", which the file does not have");
    }
    BigDecimal amount = money(column);
    return amount == null ? BigDecimal.ZERO : amount;
  }

  /** The number of a column to 18 decimals; null where it is blank. */
  @Nullable BigDecimal quantity(String column) {
    return number(column, Decimals::quantity);
  }

  /** The time of a column; null where it is blank. */
  @Nullable Instant time(String column) {
    Object value = value(column);
    if (value instanceof Instant time) {
      return time;
    }
    String text = text(value);
    try {
      return text == null ? null : times.of(text);
    } catch (UnreadableRecordException e) {
      throw at(column, e);
    }
  }

  /** Start and end of a column that holds both with a slash between; nulls where it is blank. */
  @Nullable Instant[] interval(String column) {
    String text = text(column);
    int slash = text == null ? -1 : text.indexOf('/');
    if (text == null || slash < 0) {
      return new @Nullable Instant[2];
    }
    try {
      return new Instant[] {
        times.of(text.substring(0, slash)), times.of(text.substring(slash + 1))
      };
    } catch (UnreadableRecordException e) {
      throw at(column, e);
    }
  }

  /** A map column, or the text of one; without what is blank in it. */
  Map<String, String> map(String column) {
    Object value = value(column);
    if (value instanceof Map<?, ?> map) {
      Map<String, String> texts = new TreeMap<>();
      map.forEach((key, each) -> texts.put(key.toString(), each.toString()));
      return texts;
    }
    String text = text(value);
    if (text == null || text.equals("{}")) {
      return Map.of();
    }
    try {
      return maps.of(text);
    } catch (UnreadableRecordException e) {
      throw at(column, e);
    }
  }

  /** The tags that have their own columns, by key. */
  Map<String, String> tagColumns() {
    Map<String, String> tags = new TreeMap<>();
    tagColumns.forEach(
        (key, place) -> {
          String text = text(values[place]);
          if (text != null) {
            tags.put(key, text);
          }
        });
    return tags;
  }

  private @Nullable BigDecimal number(String column, UnaryOperator<BigDecimal> fitted) {
    Object value = value(column);
    try {
      if (value instanceof BigDecimal number) {
        return fitted.apply(number);
      }
      String text = text(value);
      return text == null ? null : fitted.apply(Decimals.of(text));
    } catch (UnreadableRecordException e) {
      throw at(column, e);
    }
  }

  private @Nullable String text(@Nullable Object value) {
    String text = value instanceof BigDecimal number ? number.toPlainString() : null;
    if (text == null) {
      text = value == null ? null : value.toString();
    }
    if (text == null || text.isBlank()) {
      return null;
    }
    return wordNull && text.strip().equalsIgnoreCase("null") ? null : text;
  }

  private @Nullable Object value(String column) {
    int place = place(column);
    return place < 0 ? null : values[place];
  }

  private int place(String column) {
    Integer place = asked.get(column);
    if (place == null) {
      place = places.getOrDefault(FileColumns.folded(column), -1);
      asked.put(column, place);
    }
    return place;
  }

  private static UnreadableRecordException at(String column, UnreadableRecordException e) {
    return new UnreadableRecordException(column + ": " + e.getMessage());
  }
}
