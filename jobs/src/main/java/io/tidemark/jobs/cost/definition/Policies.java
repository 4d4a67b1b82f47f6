package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Numbers;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/** How {@link IdlePolicy} and {@link SharedPolicy} are written: a word, or a map of shares. */
final class Policies {
  private static final Field<SortedMap<String, BigDecimal>> FIXED =
      Field.optional("fixed", Types.mapOf(Types.someText("a team"), Numbers.notNegative()));
  private static final Field<BigDecimal> OWNER = Field.optional("owner", Numbers.fraction());

  private Policies() {}

  static ValueType<IdlePolicy> idle() {
    Map<String, IdlePolicy> words = new LinkedHashMap<>();
    words.put("owner", new IdlePolicy.Owner());
    words.put("proportional", new IdlePolicy.Proportional());
    words.put("even", new IdlePolicy.Even());
    return Types.either(
        Types.choice(words),
        Types.object(Shape.of(FIXED, OWNER), Policies::checkIdle, Policies::idle));
  }

  static ValueType<SharedPolicy> shared() {
    Map<String, SharedPolicy> words = new LinkedHashMap<>();
    words.put("even", new SharedPolicy.Even());
    words.put("proportional", new SharedPolicy.Proportional());
    return Types.either(
        Types.choice(words),
        Types.object(
            Shape.of(FIXED),
            Policies::checkShared,
            policy -> new SharedPolicy.Fixed(policy.get(FIXED))));
  }

  private static IdlePolicy idle(Fields policy) {
    BigDecimal owner = policy.find(OWNER);
    return owner == null ? new IdlePolicy.Fixed(policy.get(FIXED)) : new IdlePolicy.Mixed(owner);
  }

  private static void checkIdle(Fields policy) {
    if (policy.has(FIXED) && policy.has(OWNER)) {
      policy.error(OWNER, "CONFLICT", "idle has both fixed and owner", "keep one of them");
    } else if (!policy.has(FIXED) && !policy.has(OWNER)) {
      policy.error(
          "",
          "MISSING_FIELD",
          "idle says nothing",
          "give owner, proportional, even, {fixed: {risk-ml: 0.5}} or {owner: 0.5}");
    }
    checkShares(policy);
  }

  private static void checkShared(Fields policy) {
    if (!policy.has(FIXED)) {
      policy.error(
          "",
          "MISSING_FIELD",
          "the policy says nothing",
          "give even, proportional or {fixed: {risk-ml: 0.5}}");
    }
    checkShares(policy);
  }

  private static void checkShares(Fields policy) {
    SortedMap<String, BigDecimal> shares = policy.find(FIXED);
    if (shares == null) {
      return;
    }
    if (shares.isEmpty() && policy.entries(FIXED) == 0) {
      policy.error(
          FIXED, "MISSING_FIELD", "fixed names no team", "give a share, as {risk-ml: 0.5}");
    }
    BigDecimal all = shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (all.compareTo(BigDecimal.ONE) > 0) {
      policy.error(
          FIXED,
          "BAD_VALUE",
          "the shares are " + all.stripTrailingZeros().toPlainString() + " in all",
          "lower them to 1 at most");
    }
  }
}
