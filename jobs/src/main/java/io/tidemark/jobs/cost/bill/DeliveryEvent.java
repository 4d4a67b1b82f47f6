package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.lineage.registry.Action;
import io.tidemark.lineage.registry.Event;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A delivery as it stands in the event log. */
final class DeliveryEvent {
  static final Action ACTION = Action.DATASET_REGISTERED;
  private static final String OBJECT = "bill:";

  private DeliveryEvent() {}

  static String object(String bill) {
    return OBJECT + bill;
  }

  /**
   * The payload of its event; {@link Delivery#at} is the event's own time.
   *
   * @param warnings how many lines each code was found at
   */
  static SortedMap<String, Object> payload(Delivery delivery, Map<String, Long> warnings) {
    SortedMap<String, Object> payload = new TreeMap<>();
    payload.put("period", delivery.period());
    payload.put("delivery", delivery.deliveryId());
    payload.put("content", delivery.contentHash());
    payload.put("lines", Long.toString(delivery.lines()));
    payload.put("totals", delivery.totals().stream().map(DeliveryEvent::total).toList());
    SortedMap<String, Object> counts = new TreeMap<>();
    warnings.forEach((code, lines) -> counts.put(code, Long.toString(lines)));
    payload.put("warnings", counts);
    return payload;
  }

  private static SortedMap<String, Object> total(ControlTotal total) {
    SortedMap<String, Object> fields = new TreeMap<>();
    if (total.payerAccount() != null) {
      fields.put("payer", total.payerAccount());
    }
    if (total.account() != null) {
      fields.put("account", total.account());
    }
    fields.put("currency", total.currency());
    fields.put("category", total.category().name());
    fields.put("cost", total.cost().name());
    fields.put("amount", total.amount().toPlainString());
    return fields;
  }

  /** The delivery of an event; empty if the event is about something else. */
  static Optional<Delivery> read(Event event) {
    if (event.action() != ACTION || !event.object().startsWith(OBJECT)) {
      return Optional.empty();
    }
    Map<String, Object> payload = event.payload();
    List<ControlTotal> totals = new ArrayList<>();
    if (payload.get("totals") instanceof List<?> list) {
      list.forEach(each -> totals.add(total((Map<?, ?>) each)));
    }
    return Optional.of(
        new Delivery(
            event.object().substring(OBJECT.length()),
            need(payload, "period"),
            need(payload, "delivery"),
            need(payload, "content"),
            Long.parseLong(need(payload, "lines")),
            totals,
            event.eventTime()));
  }

  private static ControlTotal total(Map<?, ?> fields) {
    return new ControlTotal(
        text(fields, "payer"),
        text(fields, "account"),
        need(fields, "currency"),
        Category.valueOf(need(fields, "category")),
        Measure.valueOf(need(fields, "cost")),
        new BigDecimal(need(fields, "amount")));
  }

  private static @Nullable String text(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    return value == null ? null : value.toString();
  }

  private static String need(Map<?, ?> fields, String name) {
    String value = text(fields, name);
    if (value == null) {
      throw new IllegalArgumentException("the event of a delivery has no " + name + ": " + fields);
    }
    return value;
  }
}
