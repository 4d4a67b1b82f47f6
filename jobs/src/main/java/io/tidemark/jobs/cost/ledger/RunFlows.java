package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.LargestRemainder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What one run brings into the lineage: its cost, on what it wrote, and what it read for that. Its
 * cost is split by bytes written, else by rows, else evenly.
 */
final class RunFlows implements CoGroupFunction<String, Row, Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Whose cost it is when a run wrote nothing. */
  static final String UNCONSUMED = "__unconsumed__";

  private static final int DECIMALS = 18;
  private static final DataType EXACT = DataTypes.createDecimalType(38, DECIMALS);

  /** Direct cost of {@code name} in a currency; or bytes of {@code name} that went somewhere. */
  static final StructType SCHEMA =
      new StructType()
          .add("name", DataTypes.StringType)
          .add("into", DataTypes.StringType)
          .add("currency", DataTypes.StringType)
          .add("amount", EXACT);

  @Override
  public Iterator<Row> call(String run, Iterator<Row> costs, Iterator<Row> io) {
    SortedMap<String, long[]> reads = new TreeMap<>();
    SortedMap<String, long[]> writes = new TreeMap<>();
    io.forEachRemaining(
        row -> {
          boolean read = row.<String>getAs("direction").equals("READ");
          long[] sums =
              (read ? reads : writes).computeIfAbsent(row.getAs("name"), name -> new long[2]);
          sums[0] += amount(row, "bytes");
          sums[1] += amount(row, "rows");
        });
    // To append to a table is not to make it of itself.
    reads.keySet().removeAll(new HashSet<>(writes.keySet()));
    List<String> names = List.copyOf(writes.keySet());
    BigInteger[] weights = weights(writes);
    List<Row> rows = new ArrayList<>();
    costs.forEachRemaining(
        row -> direct(row.getAs("currency"), row.getDecimal(2), names, weights, rows));
    reads.forEach((name, sums) -> flows(name, sums[0], names, weights, rows));
    return rows.iterator();
  }

  private static void direct(
      String currency, BigDecimal cost, List<String> names, BigInteger[] weights, List<Row> rows) {
    if (names.isEmpty()) {
      rows.add(RowFactory.create(UNCONSUMED, null, currency, cost));
      return;
    }
    BigDecimal[] parts = LargestRemainder.split(cost, weights);
    for (int i = 0; i < parts.length; i++) {
      rows.add(RowFactory.create(names.get(i), null, currency, parts[i]));
    }
  }

  private static void flows(
      String from, long bytes, List<String> names, BigInteger[] weights, List<Row> rows) {
    if (names.isEmpty()) {
      rows.add(RowFactory.create(from, null, null, BigDecimal.valueOf(bytes)));
      return;
    }
    BigInteger total = List.of(weights).stream().reduce(BigInteger.ZERO, BigInteger::add);
    for (int i = 0; i < weights.length; i++) {
      BigDecimal part =
          new BigDecimal(BigInteger.valueOf(bytes).multiply(weights[i]))
              .divide(new BigDecimal(total), DECIMALS, RoundingMode.HALF_EVEN);
      rows.add(RowFactory.create(from, names.get(i), null, part));
    }
  }

  private static BigInteger[] weights(Map<String, long[]> writes) {
    for (int kind = 0; kind < 2; kind++) {
      int at = kind;
      if (writes.values().stream().anyMatch(sums -> sums[at] > 0)) {
        return writes.values().stream()
            .map(sums -> BigInteger.valueOf(sums[at]))
            .toArray(BigInteger[]::new);
      }
    }
    return writes.values().stream().map(sums -> BigInteger.ONE).toArray(BigInteger[]::new);
  }

  private static long amount(Row row, String column) {
    @Nullable Long amount = row.getAs(column);
    return amount == null ? 0 : Math.max(0, amount);
  }
}
