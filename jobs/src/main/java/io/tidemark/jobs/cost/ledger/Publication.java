package io.tidemark.jobs.cost.ledger;

import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.Event;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A version of a period as its event tells it. It is written down before the ledger has the
 * version, and counts once that has.
 *
 * @param inputs what the version was made of, as one hash
 * @param deliveries ids of the deliveries whose lines it holds
 * @param sums currency and cost to what the bills of the period come to
 */
record Publication(
    String period,
    int version,
    String inputs,
    List<String> deliveries,
    Standing standing,
    SortedMap<String, BigDecimal> sums) {

  static final Action ACTION = Action.DATASET_REGISTERED;
  private static final String OBJECT = "cost:";

  /** How final a version is. */
  enum Standing {
    /** Some line that costs something is on no invoice yet. */
    ESTIMATED,
    RECONCILED,
    /** It follows a reconciled version of other cost. */
    CORRECTED;

    /** As the ledger's status has it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Publication {
    deliveries = List.copyOf(deliveries);
    sums = Collections.unmodifiableSortedMap(new TreeMap<>(sums));
  }

  String object() {
    return OBJECT + period;
  }

  SortedMap<String, Object> payload() {
    SortedMap<String, Object> payload = new TreeMap<>();
    payload.put("period", period);
    payload.put("version", version);
    payload.put("inputs", inputs);
    payload.put("deliveries", deliveries);
    payload.put("standing", standing.name());
    payload.put(
        "sums",
        sums.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toPlainString())));
    return payload;
  }

  /** The publication of an event; empty if the event is about something else. */
  static Optional<Publication> of(Event event) {
    if (event.action() != ACTION || !event.object().startsWith(OBJECT)) {
      return Optional.empty();
    }
    Map<String, Object> payload = event.payload();
    SortedMap<String, BigDecimal> sums = new TreeMap<>();
    if (payload.get("sums") instanceof Map<?, ?> map) {
      // Stripped, as they are when they are compared.
      map.forEach(
          (key, sum) ->
              sums.put(key.toString(), new BigDecimal(sum.toString()).stripTrailingZeros()));
    }
    List<String> deliveries =
        payload.get("deliveries") instanceof List<?> list
            ? list.stream().map(Object::toString).toList()
            : List.of();
    return Optional.of(
        new Publication(
            event.object().substring(OBJECT.length()),
            ((Number) need(payload, "version")).intValue(),
            need(payload, "inputs").toString(),
            deliveries,
            Standing.valueOf(need(payload, "standing").toString()),
            sums));
  }

  private static Object need(Map<String, Object> payload, String name) {
    Object value = payload.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the event of a publication has no " + name);
    }
    return value;
  }
}
