package io.tidemark.jobs;

import io.tidemark.lineage.QueryPlans;
import io.tidemark.lineage.ScalaInterop;
import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunctionName;
import org.apache.spark.sql.catalyst.analysis.UnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedView;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;

/** Lets through queries of the catalog's tables, SHOW and DESCRIBE, and nothing else. */
final class SqlGuard {

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_]+");
  private static final Pattern LOOK = Pattern.compile("(Show|Describe|DeltaDescribe).*");

  private static final Pattern PATH = Pattern.compile("Unresolved(PathBased|DeltaPath).*");
  private static final Pattern LATE_NAME = Pattern.compile(".*WithUnresolvedIdentifier");

  /** Functions that run code or open files that no table of the catalog is. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "reflect",
          "java_method",
          "try_reflect",
          "table_changes",
          "table_changes_by_path",
          "table_changes_by_name");

  private final String catalog;

  SqlGuard(String catalog) {
    this.catalog = catalog;
  }

  /** Refuses a parsed statement that is more than a look at the catalog's tables. */
  void check(LogicalPlan parsed) {
    boolean look = LOOK.matcher(parsed.getClass().getSimpleName()).matches();
    ScalaInterop.walk(
        parsed,
        node -> {
          node(node);
          if (node instanceof LogicalPlan
              && !(look && node == parsed)
              && !QueryPlans.isPartOfQuery(node)) {
            throw refused("only a query is run here, and this is " + QueryPlans.statement(node));
          }
        });
  }

  /** Refuses what only showed when the names were resolved. */
  void checkResolved(LogicalPlan analyzed) {
    ScalaInterop.walk(
        analyzed,
        node -> {
          if (node instanceof CallMethodViaReflection || node instanceof ScriptTransformation) {
            node(node);
          }
        });
  }

  private void node(Object node) {
    String type = node.getClass().getSimpleName();
    if (node instanceof ScriptTransformation) {
      throw refused("TRANSFORM … USING runs a program");
    } else if (node instanceof CallMethodViaReflection) {
      throw refused("reflect and java_method run Java code");
    } else if (PATH.matcher(type).matches()) {
      throw refused("a path is not a table of the catalog");
    } else if (LATE_NAME.matcher(type).matches()) {
      throw refused("IDENTIFIER(…) hides which table or function is meant");
    } else if (node instanceof UnresolvedRelation relation) {
      table(ScalaInterop.list(relation.multipartIdentifier()));
    } else if (node instanceof UnresolvedTable table) {
      table(ScalaInterop.list(table.multipartIdentifier()));
    } else if (node instanceof UnresolvedTableOrView table) {
      table(ScalaInterop.list(table.multipartIdentifier()));
    } else if (node instanceof UnresolvedView view) {
      table(ScalaInterop.list(view.multipartIdentifier()));
    } else if (node instanceof UnresolvedIdentifier identifier) {
      table(ScalaInterop.list(identifier.nameParts()));
    } else if (node instanceof UnresolvedNamespace namespace) {
      namespace(ScalaInterop.list(namespace.multipartIdentifier()));
    } else if (node instanceof UnresolvedFunction function) {
      function(ScalaInterop.list(function.nameParts()));
    } else if (node instanceof UnresolvedTableValuedFunction function) {
      function(ScalaInterop.list(function.name()));
    } else if (node instanceof UnresolvedFunctionName function) {
      parts(ScalaInterop.list(function.multipartIdentifier()));
    }
  }

  private void table(List<String> parts) {
    parts(parts);
    if (parts.size() > 3 || (parts.size() == 3 && !parts.get(0).equalsIgnoreCase(catalog))) {
      throw notHere(parts);
    }
    if (parts.size() == 2 && isSessionCatalog(parts.get(0))) {
      throw notHere(parts);
    }
  }

  private void namespace(List<String> parts) {
    parts(parts);
    if (parts.size() > 2
        || (parts.size() == 2 && !parts.get(0).equalsIgnoreCase(catalog))
        || (parts.size() == 1 && isSessionCatalog(parts.get(0)))) {
      throw notHere(parts);
    }
  }

  private static boolean isSessionCatalog(String part) {
    return part.equalsIgnoreCase("spark_catalog");
  }

  private static void parts(List<String> parts) {
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        throw refused(
            "the name '"
                + part
                + "' holds more than letters, digits and _: it is no table of the"
                + " catalog");
      }
    }
  }

  private static void function(List<String> parts) {
    String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
    if (FUNCTIONS.contains(name)) {
      throw refused("the function " + name + " reaches beyond the catalog's tables");
    }
  }

  private Refusal notHere(List<String> parts) {
    return refused(
        String.join(".", parts) + " is not in the catalog " + catalog + ", the only one here");
  }

  private static Refusal refused(String message) {
    return Refusal.of(
        "SQL_NOT_A_QUERY",
        null,
        message,
        "use SELECT, WITH, SHOW or DESCRIBE over the warehouse's tables");
  }
}
