package io.tidemark.lineage.definition;

import java.util.List;

/**
 * A query over sources: Spark SQL in which {@code ref('name')} stands for a source's rows.
 *
 * @param text without blanks around it, as its definition is recorded wherever it stood
 * @param sources the names it refers to, each once, in order of first mention
 */
public record SourceQuery(String text, List<String> sources) {

  public SourceQuery {
    sources = List.copyOf(sources);
  }

  /** The query of a text, parsed no further than to see which sources it names. */
  public static SourceQuery of(String text) {
    String stripped = text.strip();
    return new SourceQuery(stripped, SqlWords.refs(stripped));
  }

  /** How definitions write it: the text itself, or {@code {file: path}} of the project. */
  public static ValueType<SourceQuery> type() {
    return new SourceQueryType();
  }
}
