package io.tidemark.lineage.definition;

import io.tidemark.lineage.definition.Variables.Allowed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ways that values are written in definitions. */
public final class Types {
  private static final String NAME = "[a-z][a-z0-9_]{0,59}";
  private static final String IS_NAME = "^(?!.*__)" + NAME + "$";
  private static final String NAME_RULE =
      "a name: a-z, 0-9 and _, a letter first, at most 60, no double _";
  private static final List<String> RESERVED = List.of("event_ts", "known_at", "split");

  private Types() {}

  /** Any text, with variables. */
  public static ValueType<String> text() {
    return text("text", Allowed.VARIABLES);
  }

  /** Text without any reference. */
  public static ValueType<String> plainText() {
    return text("text without references", Allowed.NONE);
  }

  /** Text that is not blank, taken as it is. */
  public static ValueType<String> plainText(String expects) {
    return new ScalarType<>(
        expects,
        Allowed.NONE,
        Schemas.TEXT,
        false,
        (text, at) -> text.isBlank() ? null : text,
        t -> t);
  }

  /** Text that is not blank, with variables. */
  public static ValueType<String> someText(String expects) {
    return new ScalarType<>(
        expects,
        Allowed.VARIABLES,
        Schemas.TEXT,
        false,
        (text, at) -> text.isBlank() ? null : text,
        t -> t);
  }

  /** A regular expression as Java reads it, taken as it is. */
  public static ValueType<Pattern> regex() {
    return RegexType.of();
  }

  /** The name of a column that others made: anything but blank, taken as it is. */
  public static ValueType<String> column() {
    return plainText("the name of a column");
  }

  /** SQL, taken as it is; blank is as if absent. */
  public static ValueType<String> predicate() {
    return sql("a Spark SQL predicate");
  }

  /** The same of a whole query. */
  public static ValueType<String> query() {
    return sql("a Spark SQL query");
  }

  private static ValueType<String> sql(String expects) {
    return new ScalarType<>(expects, Allowed.NONE, Schemas.TEXT, true, (t, at) -> t, t -> t);
  }

  /** The name of a definition. */
  public static ValueType<String> name() {
    return new ScalarType<>(
        NAME_RULE, Allowed.NONE, Schemas.pattern(IS_NAME), false, Types::asName, t -> t);
  }

  /** A name inside a definition: of a key, a feature, an alias. */
  public static ValueType<String> innerName() {
    return new ScalarType<>(
        NAME_RULE,
        Allowed.NONE,
        Schemas.pattern("^(?!(?:" + String.join("|", RESERVED) + ")$)" + IS_NAME.substring(1)),
        false,
        (text, at) -> {
          if (RESERVED.contains(text) || text.startsWith("_")) {
            at.error(
                "RESERVED_NAME",
                at.path() + " is '" + text + "', which is a reserved name",
                "take another; reserved are " + String.join(", ", RESERVED) + " and a leading _");
            return null;
          }
          return asName(text, at);
        },
        t -> t);
  }

  /** Text of a given form. */
  public static ValueType<String> matching(String regex, String expects) {
    Pattern pattern = Pattern.compile(regex);
    return new ScalarType<>(
        expects,
        Allowed.NONE,
        Schemas.pattern("^(?:" + regex + ")$"),
        false,
        (text, at) -> pattern.matcher(text).matches() ? text : null,
        t -> t);
  }

  /** {@code name@N}. */
  public static ValueType<Ref> versionedRef() {
    return new ScalarType<>(
        "a reference with a version, as name@1",
        Allowed.NONE,
        Schemas.pattern("^" + NAME + "@[1-9][0-9]*$"),
        false,
        (text, at) -> {
          Ref ref = Ref.parse(text);
          return ref.version() > 0 && asName(ref.name(), at) != null ? ref : null;
        },
        Ref::toString);
  }

  /** The name of a definition without versions. */
  public static ValueType<Ref> ref() {
    return new ScalarType<>(
        "the name of a definition",
        Allowed.NONE,
        Schemas.pattern(IS_NAME),
        false,
        (text, at) -> asName(text, at) == null ? null : new Ref(text, 0),
        Ref::toString);
  }

  /** An integer from min to max. */
  public static ValueType<Integer> integer(int min, int max) {
    return integer(min, max, Allowed.VARIABLES);
  }

  /** A version: an integer of at least 1, taken as it is. */
  public static ValueType<Integer> version() {
    return integer(1, 999_999_999, Allowed.NONE);
  }

  private static ValueType<Integer> integer(int min, int max, Allowed allowed) {
    String range = max == Integer.MAX_VALUE ? "" : max == 999_999_999 ? "" : " and at most " + max;
    return new ScalarType<>(
        "an integer of at least " + min + range,
        allowed,
        Schemas.integer(min, max),
        false,
        (text, at) -> {
          if (!text.matches("-?[0-9]{1,18}")) {
            return null;
          }
          long n = Long.parseLong(text);
          return n < min || n > max ? null : (int) n;
        },
        n -> n);
  }

  /** A decimal number, kept as its text. */
  public static ValueType<String> number() {
    return new ScalarType<>(
        "a number",
        Allowed.VARIABLES,
        Schemas.TEXT,
        false,
        (text, at) -> text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?") ? text : null,
        t -> t);
  }

  /** A duration as it is written: days, then what is left. */
  public static String text(Duration duration) {
    return Times.text(duration);
  }

  /** {@code true} or {@code false}. */
  public static ValueType<Boolean> bool() {
    return new ScalarType<>(
        "true or false",
        Allowed.VARIABLES,
        Schemas.BOOLEAN,
        false,
        (text, at) -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? false : null,
        b -> b);
  }

  /** One of an enum's constants, in lower case. */
  public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return choice(words);
  }

  /** One of some words, each standing for a value. */
  public static <T> ValueType<T> choice(Map<String, T> words) {
    List<String> known = List.copyOf(words.keySet());
    Map<T, String> back = new HashMap<>();
    words.forEach((word, value) -> back.put(value, word));
    return new ScalarType<>(
        "one of " + String.join(", ", known),
        Allowed.VARIABLES,
        Schemas.choice(known),
        false,
        (text, at) -> words.get(text),
        value -> back.getOrDefault(value, ""));
  }

  /** One of two words, for what is or is not so. */
  public static ValueType<Boolean> choice(String no, String yes) {
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put(no, false);
    words.put(yes, true);
    return choice(words);
  }

  /** {@code PnD}, {@code PnW}, {@code PTnHnMnS} or {@code PnDTnHnMnS}. */
  public static ValueType<Duration> duration() {
    return new ScalarType<>(
        "a duration as P90D, P2W, PT6H30M or P1DT12H",
        Allowed.VARIABLES,
        Schemas.patternOrVariable(Times.DURATION),
        false,
        (text, at) -> Times.duration(text),
        Times::text);
  }

  /** {@code 2026-06-30}. */
  public static ValueType<LocalDate> date() {
    return new ScalarType<>(
        "a date as 2026-06-30",
        Allowed.VARIABLES,
        Schemas.patternOrVariable("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        false,
        (text, at) -> Times.date(text),
        LocalDate::toString);
  }

  /** {@code 2026-04}. */
  public static ValueType<YearMonth> month() {
    return new ScalarType<>(
        "a month as 2026-04",
        Allowed.VARIABLES,
        Schemas.patternOrVariable("^[0-9]{4}-(0[1-9]|1[0-2])$"),
        false,
        (text, at) -> text.matches("[0-9]{4}-(0[1-9]|1[0-2])") ? YearMonth.parse(text) : null,
        YearMonth::toString);
  }

  /** {@code 2026-06-30T00:00:00Z}: a zone is needed. */
  public static ValueType<Instant> instant() {
    return new ScalarType<>(
        "a time with a zone as 2026-06-30T00:00:00Z",
        Allowed.VARIABLES,
        Schemas.patternOrVariable(Times.INSTANT),
        false,
        (text, at) -> Times.instant(text),
        Instant::toString);
  }

  /** A Spark SQL type. */
  public static ValueType<SqlType> sqlType() {
    return new ScalarType<>(
        "a Spark SQL type as BIGINT, DECIMAL(10,2) or ARRAY<STRING>",
        Allowed.NONE,
        Schemas.STRING,
        false,
        (text, at) -> {
          try {
            return SqlType.parse(text);
          } catch (IllegalArgumentException e) {
            Nearest.to(text, SqlType.NAMES)
                .ifPresent(
                    near ->
                        at.error(
                            "BAD_VALUE",
                            at.path() + " is '" + text + "'",
                            "did you mean '" + near + "'?"));
            return null;
          }
        },
        SqlType::ddl);
  }

  /** A column of times: TIME of the contract. */
  public static ValueType<TimeColumn> time() {
    return Times.TIME;
  }

  /** A list; every item that can be read is in it. */
  public static <T> ValueType<List<T>> listOf(ValueType<T> item) {
    return new Collections.ListType<>(item, 0, false);
  }

  /** A list that holds something. */
  public static <T> ValueType<List<T>> someOf(ValueType<T> item) {
    return new Collections.ListType<>(item, 1, false);
  }

  /** A list of texts that holds something, and nothing twice. */
  public static ValueType<List<String>> setOf(ValueType<String> item) {
    return new Collections.ListType<>(item, 1, true);
  }

  /** The same, which may be empty. */
  public static ValueType<List<String>> uniqueOf(ValueType<String> item) {
    return new Collections.ListType<>(item, 0, true);
  }

  /** A map from free keys to values. */
  public static <T> ValueType<SortedMap<String, T>> mapOf(ValueType<T> value) {
    return new Collections.MapType<>(null, value);
  }

  /** A map whose keys have a type too. */
  public static <T> ValueType<SortedMap<String, T>> mapOf(
      ValueType<String> key, ValueType<T> value) {
    return new Collections.MapType<>(key, value);
  }

  /** A map from names to values whose order counts. */
  public static <T> ValueType<List<Map.Entry<String, T>>> entriesOf(
      ValueType<String> key, ValueType<T> value) {
    return new Collections.EntriesType<>(key, value);
  }

  /** A value that becomes another of the same JSON. */
  public static <S, T> ValueType<T> converted(ValueType<S> from, Function<S, T> convert) {
    return new Collections.ConvertedType<>(from, convert);
  }

  /** A map of declared fields that becomes one value; the check may report more problems. */
  public static <T> ValueType<T> object(
      Shape shape, Consumer<Fields> check, Function<Fields, T> build) {
    return new Collections.ObjectType<>(shape, check, build);
  }

  /** A map of declared fields, kept as its fields for checks against other definitions. */
  public static ValueType<Fields> fields(Shape shape) {
    return new Collections.FieldsType(shape);
  }

  /** One way for a scalar, another for a map or a list. */
  public static <T> ValueType<T> either(ValueType<T> scalar, ValueType<T> other) {
    return new Collections.EitherType<>(scalar, other);
  }

  /** A map whose one field says which other fields it has. */
  public static <T> ValueType<T> tagged(
      String tag, Map<String, Shape> shapes, BiFunction<String, Fields, T> build) {
    Map<String, ValueType<T>> ways = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> ways.put(name, object(shape, f -> {}, f -> build.apply(name, f))));
    return tagged(tag, ways);
  }

  /** A map whose one field says how the map is read. */
  public static <T> ValueType<T> tagged(String tag, Map<String, ValueType<T>> ways) {
    return new Collections.TaggedType<>(tag, ways);
  }

  static ValueType<String> text(String expects, Allowed allowed) {
    return new ScalarType<>(expects, allowed, Schemas.TEXT, false, (text, at) -> text, t -> t);
  }

  private static @Nullable String asName(String text, Cursor at) {
    return text.matches(NAME) && !text.contains("__") ? text : null;
  }
}
