package io.tidemark.featurestore.pit;

/** An exact result that its type cannot hold. The message names aggregation and key. */
public final class AggregateOverflowException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  AggregateOverflowException(String label, String key, String result, String type) {
    super(label + " of " + key + " is " + result + ", which no " + type + " can hold");
  }
}
