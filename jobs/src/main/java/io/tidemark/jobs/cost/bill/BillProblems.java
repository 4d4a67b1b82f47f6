package io.tidemark.jobs.cost.bill;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a bill at the place that declares it. */
final class BillProblems {
  private final @Nullable Declared<?> owner;
  private final String field;
  private final String bill;

  /**
   * @param owner the document that declares the bill; null if it stands in none
   * @param field of the bill in it
   */
  BillProblems(@Nullable Declared<?> owner, String field, String bill) {
    this.owner = owner;
    this.field = field;
    this.bill = bill;
  }

  Refusal refusal(String code, String message, String fix) {
    return new Refusal(2, List.of(error(code, message, fix)));
  }

  Problem error(String code, String message, @Nullable String fix) {
    return owner == null
        ? Problem.error(code, DeliveryEvent.object(bill), said(message), fix)
        : owner.error(field, code, said(message), fix);
  }

  Problem warning(String code, String message, @Nullable String fix) {
    return owner == null
        ? Problem.warn(code, DeliveryEvent.object(bill), said(message), fix)
        : owner.warn(field, code, said(message), fix);
  }

  /** Content that was replaced since does not count again. */
  Problem earlier(Delivery before, Delivery current) {
    return warning(
        "BILL_EARLIER",
        "this content was ingested before, as delivery "
            + before.deliveryId()
            + "; the current delivery of bill "
            + current.bill()
            + " for "
            + current.period()
            + " stays "
            + current.deliveryId(),
        "if it is to count again, deliver it with other bytes: a CSV with a newline more at its"
            + " end, any other file written anew");
  }

  private String said(String message) {
    return "bill " + bill + ": " + message;
  }
}
