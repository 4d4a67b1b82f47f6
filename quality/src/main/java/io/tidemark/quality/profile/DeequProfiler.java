package io.tidemark.quality.profile;

import com.amazon.deequ.profiles.ColumnProfilerRunner;
import com.amazon.deequ.suggestions.ConstraintSuggestion;
import com.amazon.deequ.suggestions.ConstraintSuggestionRunner;
import com.amazon.deequ.suggestions.Rules;
import com.amazon.deequ.suggestions.rules.CategoricalRangeRule;
import com.amazon.deequ.suggestions.rules.NonNegativeNumbersRule;
import com.amazon.deequ.suggestions.rules.UniqueIfApproximatelyUniqueRule;
import io.tidemark.lineage.ScalaInterop;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.Seq;

/** The one place where Deequ's profiles and suggestions are met. */
public final class DeequProfiler {

  private DeequProfiler() {}

  /** What Deequ may propose of a column that needs more than a profile to see. */
  enum Proposal {
    CATEGORIES,
    NOT_NEGATIVE,
    UNIQUE
  }

  /**
   * Profiles every column as Deequ does.
   *
   * @return how many columns it has profiled
   */
  public static int profile(Dataset<Row> rows) {
    return ColumnProfilerRunner.apply().onData(rows).run().profiles().size();
  }

  /**
   * What Deequ proposes, by column in their order.
   *
   * @param rows a small sample; the names of its columns without dots or backticks
   */
  static List<Set<Proposal>> proposals(Dataset<Row> rows) {
    List<Set<Proposal>> proposals =
        List.of(rows.columns()).stream()
            .map(name -> (Set<Proposal>) EnumSet.noneOf(Proposal.class))
            .toList();
    List<String> names = List.of(rows.columns());
    ScalaInterop.map(
            ConstraintSuggestionRunner.apply()
                .onData(rows)
                .addConstraintRules(Rules.DEFAULT())
                .run()
                .constraintSuggestions())
        .forEach((name, made) -> add(made, proposals.get(names.indexOf(name))));
    return proposals;
  }

  private static void add(Seq<ConstraintSuggestion> suggestions, Set<Proposal> proposals) {
    for (ConstraintSuggestion each : ScalaInterop.list(suggestions)) {
      Object rule = each.suggestingRule();
      if (rule instanceof CategoricalRangeRule) {
        proposals.add(Proposal.CATEGORIES);
      } else if (rule instanceof NonNegativeNumbersRule) {
        proposals.add(Proposal.NOT_NEGATIVE);
      } else if (rule instanceof UniqueIfApproximatelyUniqueRule) {
        proposals.add(Proposal.UNIQUE);
      }
    }
  }
}
