package io.tidemark.lineage.definition;

import java.util.Set;

/**
 * A Spark SQL type in the text that Spark itself prints: {@code BIGINT}, {@code DECIMAL(10,2)},
 * {@code ARRAY<STRING>}, {@code STRUCT<a: INT>}.
 */
public record SqlType(String ddl) {
  static final Set<String> NAMES = SqlTypeParser.SIMPLE.keySet();

  /**
   * Reads a type as Spark's DDL writes it, whatever its case, blanks and synonyms.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SqlType parse(String text) {
    return new SqlTypeParser(text).parse();
  }

  /** The type's name without its arguments: {@code DECIMAL} of {@code DECIMAL(10,2)}. */
  public String base() {
    int cut = 0;
    while (cut < ddl.length() && ddl.charAt(cut) != '(' && ddl.charAt(cut) != '<') {
      cut++;
    }
    return ddl.substring(0, cut);
  }

  @Override
  public String toString() {
    return ddl;
  }
}
