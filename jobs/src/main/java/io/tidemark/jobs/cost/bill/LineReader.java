package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.BillFormat;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a classified line of a record. */
interface LineReader {

  /** The one of a format. */
  static LineReader of(BillFormat format) {
    return switch (format) {
      case CUR2, CUR1 -> new CurLines(format);
      case FOCUS -> new FocusLines();
    };
  }

  /** The cursor for the records of a file. */
  BillRecord cursor(FileColumns columns);

  /** The columns without which no line can be read. */
  List<String> needed();

  /** The columns, by folded name, that are read where they are there. */
  boolean reads(String column);

  /**
   * Reads the record.
   *
   * @param ordinal of the line
   */
  ReadLine read(BillRecord record, long ordinal, LineContext in);

  /** What is odd about a line's own period and currency. */
  static Set<Oddity> oddities(
      @Nullable String ownPeriod, String period, @Nullable String currency, boolean known) {
    Set<Oddity> odd = EnumSet.noneOf(Oddity.class);
    if (ownPeriod == null) {
      odd.add(Oddity.NO_PERIOD);
    } else if (!ownPeriod.equals(period)) {
      odd.add(Oddity.OTHER_PERIOD);
    }
    if (currency == null) {
      odd.add(Oddity.NO_CURRENCY);
    }
    if (!known) {
      odd.add(Oddity.UNKNOWN_LINE_TYPE);
    }
    return odd;
  }

  /** The month that a time lies in; null of null. */
  static @Nullable String month(@Nullable Instant time) {
    return time == null ? null : YearMonth.from(time.atOffset(ZoneOffset.UTC)).toString();
  }
}
