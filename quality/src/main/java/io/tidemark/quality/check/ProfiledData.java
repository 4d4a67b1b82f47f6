package io.tidemark.quality.check;

import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.FilteredRows;
import io.tidemark.quality.engine.Moment;
import io.tidemark.quality.profile.Profiler;
import io.tidemark.quality.profile.TableProfile;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a dataset holds.
 *
 * @param profile of the rows that its suites look at
 * @param scanned how many rows it has
 */
record ProfiledData(TableProfile profile, long scanned) {
  private static final Logger LOG = LoggerFactory.getLogger(ProfiledData.class);

  /** The whole dataset's where a filter cannot say which rows they are: its rules tell why. */
  static ProfiledData of(OpenedData data, List<QualitySuiteDefinition> suites, Moment moment) {
    if (FilteredRows.isPart(suites)) {
      try {
        TableProfile part = Profiler.profile(FilteredRows.of(data.rows(), suites, moment));
        return new ProfiledData(part, data.rows().count());
      } catch (Exception e) {
        // Spark throws checked exceptions too.
        LOG.info("{} is profiled as a whole", data.object(), e);
      }
    }
    TableProfile whole = Profiler.profile(data.rows());
    return new ProfiledData(whole, whole.rows());
  }
}
