package io.tidemark.jobs.cost.ledger;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** What the values of an iterator give, one after the other, each when it is asked for. */
final class Flattened<A, B> implements Iterator<B> {
  private final Iterator<A> values;
  private final Function<A, Iterator<B>> function;
  private Iterator<B> current = Collections.emptyIterator();

  private Flattened(Iterator<A> values, Function<A, Iterator<B>> function) {
    this.values = values;
    this.function = function;
  }

  static <A, B> Iterator<B> of(Iterator<A> values, Function<A, Iterator<B>> function) {
    return new Flattened<>(values, function);
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && values.hasNext()) {
      current = function.apply(values.next());
    }
    return current.hasNext();
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
