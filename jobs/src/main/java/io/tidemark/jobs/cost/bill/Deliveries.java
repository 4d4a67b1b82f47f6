package io.tidemark.jobs.cost.bill;

import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.Event;
import io.tidemark.lineage.registry.Registry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The deliveries that were ingested. A delivery is one when its event is there: lines in {@code
 * cost.bill_line} that no event names are of a run that died, and count for nothing.
 */
public final class Deliveries {
  private final List<Delivery> recorded;

  private Deliveries(Collection<Delivery> recorded) {
    this.recorded = List.copyOf(recorded);
  }

  /** Reads them from the event log. */
  public static Deliveries recorded(Registry registry) {
    Map<String, Delivery> byId = new LinkedHashMap<>();
    for (Event event : registry.events().of(Action.DATASET_REGISTERED)) {
      DeliveryEvent.read(event).ifPresent(each -> byId.putIfAbsent(each.deliveryId(), each));
    }
    return new Deliveries(byId.values());
  }

  /** All, in the order in which they were ingested; each once. */
  public List<Delivery> all() {
    return recorded;
  }

  /** The last one of each bill of a period, by the bills' names. */
  public List<Delivery> current(String period) {
    Map<String, Delivery> byBill = new TreeMap<>();
    for (Delivery each : recorded) {
      if (each.period().equals(period)) {
        byBill.put(each.bill(), each);
      }
    }
    return new ArrayList<>(byBill.values());
  }

  /**
   * What counts for a bill although an older delivery has been found again: the last one of the
   * bill, or of the one that the older was of. Empty if that is the older one itself.
   */
  Optional<Delivery> insteadOf(Delivery older, String bill) {
    List<Delivery> current = current(older.period());
    return Stream.of(bill, older.bill())
        .flatMap(name -> current.stream().filter(each -> each.bill().equals(name)))
        .findFirst()
        .filter(each -> !each.deliveryId().equals(older.deliveryId()));
  }

  /** The billing months that have a delivery. */
  public SortedSet<String> periods() {
    SortedSet<String> periods = new TreeSet<>();
    recorded.forEach(each -> periods.add(each.period()));
    return periods;
  }

  /** The delivery of a period that had this content, under whatever name. */
  Optional<Delivery> of(String period, String contentHash) {
    return recorded.stream()
        .filter(each -> each.period().equals(period) && each.contentHash().equals(contentHash))
        .findFirst();
  }
}
