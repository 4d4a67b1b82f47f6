package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.expr;

import io.tidemark.lineage.definition.Sha256;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a table holds: its columns in order and its rows as a multiset.
 *
 * <p>The digest is the SHA-256 of the columns' names and types, then of 4096 lists: the SHA-256 of
 * every row's text, sorted, in the list of its first twelve bits. A column's checksum is the sum
 * modulo 2^64 of the xxHash64 of its values. Neither depends on the order of rows, on files or on
 * the session.
 */
record Content(long rows, List<TrainingSetRow.Column> columns, String digest) {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(64);

  Content {
    columns = List.copyOf(columns);
  }

  /**
   * Reads the table twice. The driver holds a row per column and at most 4096 hashes; no group
   * gathers more than the hashes of one 4096th of the rows.
   */
  static Content of(Dataset<Row> table) {
    StructType schema = table.schema();
    List<Column> aggregates = new ArrayList<>();
    for (StructField field : schema.fields()) {
      String name = RowEncoding.quoted(field.name());
      aggregates.add(expr("count(" + name + ")"));
      aggregates.addAll(checksum("xxhash64(" + RowEncoding.value(name, field.dataType()) + ")"));
    }
    Row sums = table.agg(expr("count(1)"), aggregates.toArray(new Column[0])).first();
    long rows = sums.getLong(0);
    List<TrainingSetRow.Column> columns = new ArrayList<>();
    for (int i = 0; i < schema.fields().length; i++) {
      StructField field = schema.fields()[i];
      int at = 1 + 3 * i;
      columns.add(
          new TrainingSetRow.Column(
              field.name(),
              field.dataType().sql(),
              rows - sums.getLong(at),
              checksum(sums.get(at + 1), sums.get(at + 2))));
    }
    return new Content(rows, columns, digest(table));
  }

  /** Two sums that together are the checksum of a BIGINT expression over all rows. */
  static List<Column> checksum(String hash) {
    return List.of(
        expr("sum(" + hash + " & 4294967295L)"), expr("sum(shiftrightunsigned(" + hash + ", 32))"));
  }

  /** The checksum that the two sums make, in hex. */
  static String checksum(@Nullable Object low, @Nullable Object high) {
    BigInteger sum =
        BigInteger.valueOf(low == null ? 0 : (Long) low)
            .add(BigInteger.valueOf(high == null ? 0 : (Long) high).shiftLeft(32))
            .mod(MODULUS);
    String hex = sum.toString(16);
    return "0".repeat(16 - hex.length()) + hex;
  }

  /** The digest of a table, which is read once. */
  static String digest(Dataset<Row> table) {
    MessageDigest sha = Sha256.digest();
    for (StructField field : table.schema().fields()) {
      update(sha, field.name());
      update(sha, field.dataType().sql());
    }
    SortedMap<String, String> lists = new TreeMap<>();
    table
        .select(expr("sha2(" + RowEncoding.row(table.schema()) + ", 256) AS row"))
        .groupBy(expr("substring(row, 1, 3) AS prefix"))
        .agg(expr("sha2(concat_ws('', sort_array(collect_list(row))), 256)"))
        .collectAsList() // at most 4096 rows, one a prefix
        .forEach(list -> lists.put(list.getString(0), list.getString(1)));
    lists.forEach(
        (prefix, list) -> {
          update(sha, prefix);
          update(sha, list);
        });
    return Sha256.hex(sha);
  }

  private static void update(MessageDigest sha, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha.update(bytes);
  }
}
