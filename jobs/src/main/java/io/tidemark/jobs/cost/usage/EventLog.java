package io.tidemark.jobs.cost.usage;

import java.io.Serializable;
import java.util.List;

/**
 * The log of one attempt of an application, as files.
 *
 * @param path of the file, or of the folder of a rolling log
 * @param parts its files, in the order in which they were written
 * @param bytes how large they are together
 * @param compacted whether Spark has dropped what it took for finished, dead executors among it
 */
record EventLog(String path, List<String> parts, long bytes, boolean compacted)
    implements Serializable {
  EventLog {
    parts = List.copyOf(parts);
  }
}
