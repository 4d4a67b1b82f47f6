package io.tidemark.featurestore.pit;

/** One whose inputs can be taken away again, as if they had never been there, to the last bit. */
interface ReversibleAggregator extends Aggregator {

  /** Takes away an input that was added, in whatever order. */
  void remove(Object input);
}
