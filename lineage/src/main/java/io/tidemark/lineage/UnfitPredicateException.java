package io.tidemark.lineage;

/** A predicate cannot be used on a table; the message says why, after "the predicate". */
public final class UnfitPredicateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitPredicateException(String why) {
    super(why);
  }
}
