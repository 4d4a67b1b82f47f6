package io.tidemark.jobs.cost.bill;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of a bill as it was found.
 *
 * @param path as Hadoop reads it
 * @param length in bytes
 * @param modified when, in milliseconds since 1970
 * @param starts where its chunks begin, ascending; each begins with a record, the first of a CSV
 *     with the header
 * @param crLf whether its lines end in CR LF
 */
record BillFile(
    String path,
    FileKind kind,
    long length,
    long modified,
    FileColumns columns,
    List<Long> starts,
    boolean crLf)
    implements Serializable {
  BillFile {
    starts = new ArrayList<>(starts);
  }

  /** The pieces that are read by themselves, in the order of the file. */
  List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      long end = i + 1 < starts.size() ? starts.get(i + 1) : length;
      chunks.add(new Chunk(this, starts.get(i), end, i == 0));
    }
    return chunks;
  }

  /** The last part of its path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
