package io.tidemark.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Measures things in turn, so that what the machine does besides falls on all of them. */
final class Rounds {
  private final Checksum reference;
  private final PeakHeap heap = new PeakHeap();
  private final SortedSet<String> wrong = new TreeSet<>();

  /**
   * Nothing is measured yet.
   *
   * @param reference the answer that ours and the exact ones have to give
   */
  Rounds(Checksum reference) {
    this.reference = reference;
  }

  /** Runs each so often; what was measured, in their order. */
  List<Measured> run(List<Contender> contenders, int rounds) {
    List<Measured> measured =
        contenders.stream().map(each -> new Measured(each.work()).reading(each.bytes())).toList();
    List<SortedSet<String>> differing = new ArrayList<>();
    contenders.forEach(each -> differing.add(new TreeSet<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        Contender contender = contenders.get(i);
        heap.reset();
        var timed = Timed.of(contender.once());
        measured.get(i).add(timed.seconds());
        if (contender.kind() == Contender.Kind.OURS) {
          measured.get(i).peak(heap.bytes());
        }
        if (timed.result() != null) {
          differing.get(i).addAll(reference.differences(timed.result()));
        }
      }
    }
    for (int i = 0; i < contenders.size(); i++) {
      judge(contenders.get(i), measured.get(i), differing.get(i));
    }
    return measured;
  }

  /** What was to be equal and was not: who, and in what. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  private void judge(Contender contender, Measured measured, SortedSet<String> differing) {
    switch (contender.kind()) {
      case SILENT -> {}
      case INEXACT ->
          measured.answer(
              differing.isEmpty()
                  ? "equal"
                  : "inexact: %d of %d sums differ"
                      .formatted(differing.size(), reference.values().size()));
      case OURS, EXACT -> {
        measured.answer(
            differing.isEmpty() ? "equal" : "DIFFERS in " + String.join(", ", differing));
        if (!differing.isEmpty()) {
          wrong.add(contender.work() + ": " + String.join(", ", differing));
        }
      }
    }
  }
}
