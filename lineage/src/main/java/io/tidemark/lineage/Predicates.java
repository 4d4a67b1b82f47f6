package io.tidemark.lineage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.AesEncrypt;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Predicates of definitions: Spark SQL over a table's columns that gives a BOOLEAN, the same for
 * the same row whenever, wherever and by whomever it is asked.
 */
public final class Predicates {
  private static final Set<String> NOT_A_FUNCTION_OF_THE_ROW =
      Set.of(
          "now",
          "curdate",
          "localtimestamp",
          "user",
          "session_user",
          "version",
          "reflect",
          "java_method",
          "try_reflect",
          "rand",
          "random",
          "randn",
          "uuid",
          "shuffle",
          "monotonically_increasing_id",
          "spark_partition_id",
          "input_file_name",
          "input_file_block_start",
          "input_file_block_length");
  private static final Set<String> GROUPS = Set.of("agg_funcs", "window_funcs", "generator_funcs");
  private static final Pattern MOVING =
      Pattern.compile("\\s*(now|today|tomorrow|yesterday)\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern MOVING_LITERAL =
      Pattern.compile(
          "\\b(date|timestamp|timestamp_ntz|timestamp_ltz)\\s*['\"]\\s*"
              + "(now|today|tomorrow|yesterday)\\b",
          Pattern.CASE_INSENSITIVE);

  private Predicates() {}

  /**
   * A predicate as a column, NULL counting as false.
   *
   * @param owner the object that declares it, {@code path} its field
   * @throws Refusal if it does not parse, does not fit the table or is not a function of the row
   */
  public static Column compile(Declared<?> owner, String path, String text, Dataset<Row> table) {
    try {
      return coalesce(compile(text, table, Map.of()), lit(false));
    } catch (UnfitPredicateException e) {
      throw refusal(owner, path, e.getMessage());
    }
  }

  /**
   * A predicate as a column, NULL where it is NULL. Arithmetic is as the active session has it.
   *
   * @param parameters what {@code :name} stands for, by name
   * @throws UnfitPredicateException if it does not parse, does not fit the table or is not a
   *     function of the row
   */
  public static Column compile(
      String text, Dataset<Row> table, Map<String, ? extends Expression> parameters) {
    Expression parsed;
    try {
      parsed = table.sparkSession().sessionState().sqlParser().parseExpression(text);
    } catch (ParseException e) {
      throw new UnfitPredicateException("does not parse: " + plain(e.getMessage()));
    }
    refused(parsed, text).ifPresent(Predicates::deny);
    Column column = new Column(ScalaInterop.bound(parsed, parameters));
    Expression resolved;
    try {
      Dataset<Row> selected = table.select(column.as("predicate"));
      if (!DataTypes.BooleanType.equals(selected.schema().fields()[0].dataType())) {
        throw new UnfitPredicateException(
            "gives " + Columns.sql(selected.schema().fields()[0].dataType()) + ", not BOOLEAN");
      }
      resolved = ScalaInterop.expressions(selected.queryExecution().analyzed()).get(0);
    } catch (Exception e) {
      // Scala throws this checked exception without saying so.
      if (e instanceof AnalysisException) {
        throw new UnfitPredicateException("does not fit: " + plain(e.getMessage()));
      }
      throw e;
    }
    if (!resolved.deterministic()
        || ScalaInterop.flatten(resolved).stream().anyMatch(Predicates::startsAnywhere)) {
      deny("is not deterministic");
    }
    unsteady(resolved).ifPresent(Predicates::deny);
    return column;
  }

  /**
   * The columns that a predicate names, each once, in order of first mention and as it is written
   * there; none if it does not parse.
   */
  public static List<String> columns(String text) {
    Map<String, String> named = new LinkedHashMap<>();
    for (Expression each : parsed(text)) {
      if (each instanceof UnresolvedAttribute column) {
        String name = ScalaInterop.list(column.nameParts()).get(0);
        named.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      }
    }
    return List.copyOf(named.values());
  }

  private static List<Expression> parsed(String text) {
    try {
      return ScalaInterop.flatten(new CatalystSqlParser().parseExpression(text));
    } catch (Exception e) {
      // Scala throws this checked exception without saying so.
      if (e instanceof ParseException) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * A predicate that {@link #compile} has accepted, over a table whose columns have other names;
   * NULL counts as false.
   *
   * @param names column in lower case to the table's name for it
   */
  public static Column renamed(String text, Map<String, String> names) {
    Expression parsed = new CatalystSqlParser().parseExpression(text);
    return coalesce(new Column(ScalaInterop.renamed(parsed, names)), lit(false));
  }

  /** Whether a text holds a literal as DATE 'today'; it is a plain date once it is parsed. */
  static boolean hasMovingLiteral(String text) {
    return MOVING_LITERAL.matcher(text).find();
  }

  private static Optional<String> refused(Expression parsed, String text) {
    if (hasMovingLiteral(text)) {
      return Optional.of("depends on when it is asked");
    }
    return ScalaInterop.flatten(parsed).stream()
        .map(Predicates::refused)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> refused(Expression e) {
    if (e instanceof SubqueryExpression) {
      return Optional.of("has a subquery");
    }
    if (e.getClass().getSimpleName().contains("Window")) {
      return Optional.of("has a window");
    }
    if (!(e instanceof UnresolvedFunction function)) {
      return Optional.empty();
    }
    List<String> parts = ScalaInterop.list(function.nameParts());
    Optional<String> why = refused(parts);
    if (why.isPresent()) {
      return why;
    }
    String name = parts.get(0).toLowerCase(Locale.ROOT);
    return GROUPS.contains(ScalaInterop.builtinGroup(name).orElse(""))
        ? Optional.of("calls " + name + "(), which works on many rows or gives many")
        : Optional.empty();
  }

  /** Why no definition may call a function; empty if it may. */
  static Optional<String> refused(List<String> parts) {
    String name = String.join(".", parts).toLowerCase(Locale.ROOT);
    if (name.startsWith("current_") || NOT_A_FUNCTION_OF_THE_ROW.contains(name)) {
      return Optional.of("calls " + name + "(), which is no function of the row");
    }
    return parts.size() > 1 || ScalaInterop.builtinGroup(name).isEmpty()
        ? Optional.of("calls " + name + "(), which is not built in")
        : Optional.empty();
  }

  /** Encryption that draws its own start gives another text each time, whatever Spark says. */
  static boolean startsAnywhere(Expression resolved) {
    return resolved instanceof AesEncrypt aes && !isFixed(aes);
  }

  private static boolean isFixed(AesEncrypt aes) {
    if (aes.mode().foldable() && "ECB".equalsIgnoreCase(String.valueOf(aes.mode().eval(null)))) {
      return true;
    }
    Object start = aes.iv().foldable() ? aes.iv().eval(null) : null;
    return start instanceof byte[] bytes
        ? bytes.length > 0
        : start != null && !start.toString().isEmpty();
  }

  private static Optional<String> unsteady(Expression resolved) {
    return ScalaInterop.flatten(resolved).stream()
        .map(Predicates::unsteadyNode)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Why a resolved expression gives another value at another time; empty if it does not. */
  static Optional<String> unsteadyNode(Expression e) {
    String kind = e.getClass().getSimpleName();
    boolean current = kind.startsWith("Current") && !kind.startsWith("CurrentRow");
    if (current || kind.equals("Now") || kind.equals("LocalTimestamp")) {
      return Optional.of("depends on when or by whom it is asked");
    }
    if (e instanceof Cast cast
        && cast.child().foldable()
        && DataTypes.StringType.equals(cast.child().dataType())
        && MOVING.matcher(String.valueOf(cast.child().eval(null))).matches()) {
      return Optional.of("depends on when it is asked");
    }
    return Optional.empty();
  }

  private static void deny(String why) {
    throw new UnfitPredicateException(why);
  }

  private static Refusal refusal(Declared<?> owner, String path, @Nullable String why) {
    Problem problem =
        owner.error(
            path,
            "PREDICATE_REFUSED",
            "predicate of " + path.substring(path.indexOf('.') + 1) + " " + why,
            "write a BOOLEAN expression of built-in functions over the source's columns");
    return new Refusal(2, List.of(problem));
  }

  /** The first line of one of Spark's messages. */
  static String firstLine(@Nullable String message) {
    if (message == null) {
      return "no reason given";
    }
    return message.strip().lines().findFirst().orElse("no reason given").strip();
  }

  /**
   * The same in plain words: Spark's names for kinds of errors, and its codes, are for programs.
   */
  public static String plain(@Nullable String message) {
    return firstLine(message)
        .replaceFirst("^\\[[A-Z0-9_.]+] ", "")
        .replaceFirst("\\s*SQLSTATE: \\w+", "")
        .replaceFirst("\\.?[;.\\s]*$", "")
        .replaceFirst("\\.? ?; line (?=[0-9]+ pos)", ", line ")
        .replace(".(line", " (line");
  }
}
