package io.tidemark.jobs.cost.generate;

import java.io.IOException;
import java.io.OutputStream;

/** How an event log is packed. */
public interface Packing {

  /** Plain text. */
  Packing NONE =
      new Packing() {
        @Override
        public String suffix() {
          return "";
        }

        @Override
        public OutputStream pack(OutputStream out) {
          return out;
        }
      };

  /** What its files' names end in. */
  String suffix();

  /** A stream whose bytes arrive packed; closing it closes the other. */
  OutputStream pack(OutputStream out) throws IOException;
}
