package io.tidemark.jobs.definition;

import java.util.Locale;

/** What {@code cost report --by} tells cost apart by. */
public enum ReportColumn {
  TEAM("team"),
  PROJECT("project"),
  ENV("env"),
  USE_CASE("use_case"),
  MODEL("model"),
  SERVICE("service"),
  STAGE("stage"),
  CATEGORY("category"),
  RUN("run_id"),
  TARGET("target"),
  RESOURCE("resource_id"),
  ACCOUNT("account"),
  STATUS("status"),
  PERIOD("period");

  private final String column;

  ReportColumn(String column) {
    this.column = column;
  }

  /** As it is typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column of the ledger, or of the lines of the bill, and of the results. */
  public String column() {
    return column;
  }
}
