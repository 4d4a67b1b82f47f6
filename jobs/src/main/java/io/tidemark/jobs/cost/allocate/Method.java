package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import io.tidemark.jobs.cost.definition.SharedPolicy;
import java.util.Locale;

/** The names of the ways a line is split; a way that changes gets another version. */
public final class Method {
  public static final String DIRECT = name("direct");
  public static final String SPLIT_COST = name("split_cost");
  public static final String COMMITMENT = name("commitment");
  public static final String CREDIT = name("credit");
  public static final String TAX = name("tax");

  /** A line of a cluster that no line gives any capacity; the word is the reason it is told by. */
  public static final String NO_CAPACITY = name("NO_CAPACITY");

  private Method() {}

  /** Of a pool's lines. */
  static String of(AllocationMode mode) {
    return name(mode.name().toLowerCase(Locale.ROOT));
  }

  /** Of idle that is passed on. */
  static String of(IdlePolicy policy) {
    return name("idle_" + policy.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  /** Of what is everybody's. */
  static String of(SharedPolicy policy) {
    return name("shared_" + policy.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  private static String name(String way) {
    return "tidemark:" + way + ":v1";
  }
}
