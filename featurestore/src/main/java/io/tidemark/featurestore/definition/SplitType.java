package io.tidemark.featurestore.definition;

import io.tidemark.featurestore.definition.Split.Period;
import io.tidemark.featurestore.definition.Split.Share;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a {@link Split} and a {@link Sample} are written. */
final class SplitType {
  /** A part as it stands there: a fraction, or a period. */
  private record Part(
      @Nullable BigDecimal fraction, @Nullable Instant from, @Nullable Instant to) {}

  private static final Field<Instant> FROM = Field.optional("from", Types.instant());
  private static final Field<Instant> TO = Field.optional("to", Types.instant());
  private static final ValueType<Part> PART =
      Types.either(
          Types.converted(Types.number(), text -> new Part(new BigDecimal(text), null, null)),
          Types.object(Shape.of(FROM, TO), f -> {}, f -> new Part(null, f.find(FROM), f.find(TO))));

  private static final Field<List<String>> BY =
      Field.required(
          "by",
          Types.either(
              Types.choice(Map.of("time", List.<String>of())), Types.setOf(Types.column())));
  private static final Field<List<Map.Entry<String, Part>>> PARTS =
      Field.required("parts", Types.entriesOf(Types.innerName(), PART));
  private static final Field<Integer> SEED =
      Field.optional("seed", Types.integer(0, Integer.MAX_VALUE)).orElse(0);

  private static final Field<String> FRACTION = Field.required("fraction", Types.number());
  private static final Field<List<String>> SAMPLE_BY =
      Field.required("by", Types.setOf(Types.column()));

  static final ValueType<Split> SPLIT =
      Types.object(Shape.of(BY, PARTS, SEED), SplitType::check, SplitType::build);

  static final ValueType<Sample> SAMPLE =
      Types.object(
          Shape.of(FRACTION, SEED, SAMPLE_BY),
          SplitType::checkSample,
          f -> new Sample(new BigDecimal(f.get(FRACTION)), f.get(SEED), f.get(SAMPLE_BY)));

  private SplitType() {}

  private static void check(Fields split) {
    List<String> by = split.find(BY);
    List<Map.Entry<String, Part>> parts = split.list(PARTS);
    boolean unreadable = split.find(PARTS) == null || split.entries(PARTS) != parts.size();
    if (by == null || !split.has(PARTS) || unreadable) {
      return;
    }
    if (parts.isEmpty()) {
      split.error(PARTS, "BAD_VALUE", "parts is empty", "name the parts of the split");
    }
    boolean byTime = by.isEmpty();
    for (Map.Entry<String, Part> part : parts) {
      if ((part.getValue().fraction() == null) != byTime) {
        split.error(
            "parts." + part.getKey(),
            "BAD_SHAPE",
            byTime
                ? "The part " + part.getKey() + " of a split by time is a number"
                : "The part " + part.getKey() + " of a split by key is a period",
            byTime ? "give {from, to}" : "give a fraction as 0.8");
        return;
      }
    }
    if (byTime) {
      checkPeriods(split, periods(parts));
      if (split.has(SEED)) {
        split.error(SEED, "CONFLICT", "A split by time draws nothing", "remove seed");
      }
    } else {
      checkShares(split, shares(parts));
    }
  }

  private static void checkPeriods(Fields split, List<Period> periods) {
    for (int i = 0; i < periods.size(); i++) {
      Period period = periods.get(i);
      String path = "parts." + period.name();
      if (period.from() != null && period.to() != null && !period.from().isBefore(period.to())) {
        split.error(path, "BAD_VALUE", "The part " + period.name() + " ends before it begins", "");
      }
      for (Period other : periods.subList(0, i)) {
        if (period.overlaps(other)) {
          split.error(
              path,
              "OVERLAPPING_PARTS",
              "The parts " + other.name() + " and " + period.name() + " overlap",
              "let one end where the other begins; to is not included");
        }
      }
    }
  }

  private static void checkShares(Fields split, List<Share> shares) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Share share : shares) {
      sum = sum.add(share.fraction());
      if (share.fraction().signum() <= 0) {
        split.error(
            "parts." + share.name(),
            "BAD_VALUE",
            "The part " + share.name() + " has the fraction " + share.fraction(),
            "give a number above 0");
      }
    }
    if (!shares.isEmpty() && sum.compareTo(BigDecimal.ONE) != 0) {
      split.error(PARTS, "BAD_VALUE", "The fractions of parts sum to " + sum, "let them sum to 1");
    }
  }

  private static void checkSample(Fields sample) {
    String fraction = sample.find(FRACTION);
    BigDecimal value = fraction == null ? BigDecimal.ONE : new BigDecimal(fraction);
    if (value.signum() <= 0 || value.compareTo(BigDecimal.ONE) > 0) {
      sample.error(
          FRACTION, "BAD_VALUE", "fraction is " + fraction, "give a number above 0, at most 1");
    }
  }

  private static Split build(Fields split) {
    List<Map.Entry<String, Part>> parts = split.get(PARTS);
    return split.get(BY).isEmpty()
        ? new Split.ByTime(periods(parts))
        : new Split.ByKey(split.get(BY), shares(parts), split.get(SEED));
  }

  private static List<Period> periods(List<Map.Entry<String, Part>> parts) {
    return parts.stream()
        .map(part -> new Period(part.getKey(), part.getValue().from(), part.getValue().to()))
        .toList();
  }

  private static List<Share> shares(List<Map.Entry<String, Part>> parts) {
    List<Share> shares = new ArrayList<>();
    for (Map.Entry<String, Part> part : parts) {
      BigDecimal fraction = part.getValue().fraction();
      shares.add(new Share(part.getKey(), fraction == null ? BigDecimal.ZERO : fraction));
    }
    return shares;
  }
}
