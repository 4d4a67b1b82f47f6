package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Places;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.time.YearMonth;
import java.util.List;

/** How a {@link BillSource} is written. */
final class BillTypes {
  static final Field<String> NAME = Field.required("name", Types.name());
  private static final Field<BillFormat> FORMAT =
      Field.required("format", Types.choice(BillFormat.class));
  private static final Field<String> MANIFEST = Field.optional("manifest", Places.path());
  private static final Field<List<String>> FILES =
      Field.optional("files", Types.someOf(Places.path()));
  private static final Field<YearMonth> PERIOD = Field.optional("period", Types.month());

  private BillTypes() {}

  static ValueType<Fields> bill() {
    return Types.fields(Shape.of(NAME, FORMAT, MANIFEST, FILES, PERIOD));
  }

  /** Reports a bill that is found nowhere, or twice. */
  static void check(Fields bill) {
    if (bill.has(MANIFEST) && bill.has(FILES)) {
      bill.error(FILES, "CONFLICT", "the bill has both manifest and files", "keep one of them");
    } else if (!bill.has(MANIFEST) && !bill.has(FILES)) {
      bill.error(
          "",
          "MISSING_FIELD",
          "the bill has neither manifest nor files",
          "give manifest, or files and period");
    } else if (bill.has(FILES) && !bill.has(PERIOD)) {
      bill.error(
          "",
          "MISSING_FIELD",
          "the bill has files and no period",
          "give the month that they bill, as period: 2026-04");
    }
  }

  static BillSource build(Fields bill) {
    return new BillSource(
        bill.get(NAME), bill.get(FORMAT), bill.find(MANIFEST), bill.list(FILES), bill.find(PERIOD));
  }
}
