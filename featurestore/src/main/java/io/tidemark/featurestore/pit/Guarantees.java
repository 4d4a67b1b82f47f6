package io.tidemark.featurestore.pit;

import static io.tidemark.featurestore.pit.Micros.named;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.tidemark.featurestore.definition.Knowledge;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;

/** What must hold in every row that an engine gives, whichever engine it is. */
public final class Guarantees {
  private Guarantees() {}

  /**
   * True for a joined row whose taken row was not to be had at the row's time: later than the time
   * less the lag, older than the ttl, or not known. Never NULL.
   */
  public static Column broken(AsOfView view, String timeColumn, Knowledge knowledge) {
    Column time = Micros.of(named(timeColumn));
    Column event = Micros.of(named(view.eventTimeColumn()));
    Column known = Micros.of(named(view.knownAtColumn()));
    OptionalLong lag = Micros.of(view.lag());
    Column latest = Micros.minus(time, lag.orElse(Long.MAX_VALUE));
    Column holds = view.excludeEqualTimestamps() ? event.lt(latest) : event.leq(latest);
    OptionalLong ttl = view.ttl() == null ? OptionalLong.empty() : Micros.of(view.ttl());
    if (ttl.isPresent()) {
      holds = holds.and(event.geq(Micros.minus(time, ttl.getAsLong())));
    }
    Instant asOf = knowledge.asOf();
    if (knowledge.mode() == Knowledge.Mode.AS_KNOWN) {
      holds = holds.and(known.leq(time));
    } else if (asOf != null) {
      holds = holds.and(known.leq(lit(Micros.of(asOf))));
    }
    Column taken = named(view.eventTimeColumn()).isNotNull();
    return taken.and(not(coalesce(holds, lit(false))));
  }
}
