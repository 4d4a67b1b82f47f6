package io.tidemark.lineage;

import java.util.Locale;
import java.util.Set;

/** What queries parse to; other plans, of Spark or of an extension, do more than look. */
public final class QueryPlans {
  private static final Set<String> QUERY =
      Set.of(
          "Aggregate",
          "DataFrameDropColumns",
          "Deduplicate",
          "Distinct",
          "Except",
          "Filter",
          "Generate",
          "GlobalLimit",
          "Intersect",
          "Join",
          "LateralJoin",
          "LocalLimit",
          "LocalRelation",
          "Offset",
          "OneRowRelation",
          "Pivot",
          "Project",
          "RelationTimeTravel",
          "Repartition",
          "RepartitionByExpression",
          "Sample",
          "Sort",
          "SubqueryAlias",
          "Subquery",
          "Tail",
          "Union",
          "Unpivot",
          "UnresolvedFunctionName",
          "UnresolvedHaving",
          "UnresolvedHint",
          "UnresolvedInlineTable",
          "UnresolvedNamespace",
          "UnresolvedRelation",
          "UnresolvedSubqueryColumnAliases",
          "UnresolvedTable",
          "UnresolvedTableOrView",
          "UnresolvedTableValuedFunction",
          "UnresolvedTVFAliases",
          "UnresolvedView",
          "UnresolvedWith",
          "WithWindowDefinition");

  private QueryPlans() {}

  /** Whether a node of a parsed plan may be part of a query. */
  public static boolean isPartOfQuery(Object node) {
    return QUERY.contains(node.getClass().getSimpleName());
  }

  /** A statement's kind in words: {@code DROP TABLE}. */
  public static String statement(Object node) {
    String name =
        node.getClass()
            .getSimpleName()
            .replaceAll("(Command|Statement|Exec)$", "")
            .replace("$", "");
    return String.join(" ", name.split("(?<=[a-z])(?=[A-Z])")).toUpperCase(Locale.ROOT);
  }
}
