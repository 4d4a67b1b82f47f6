package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.bill.Delivery;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a version of a period is made of.
 *
 * @param deliveries the current one of every bill
 * @param lines of {@code cost.bill_line}, of those deliveries
 * @param lives the lives that its lines name
 * @param hash of everything that decides the version
 * @param unbilled usage that no bill of the period knows: {@code cluster, vcoreMs}
 */
record PeriodInputs(
    String period,
    List<Delivery> deliveries,
    Dataset<Row> lines,
    Dataset<Row> lives,
    String hash,
    List<Map<String, Object>> unbilled) {}
