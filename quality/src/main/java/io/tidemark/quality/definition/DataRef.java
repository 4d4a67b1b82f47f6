package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Ref;

/** What a suite judges, or a reference looks up. */
public sealed interface DataRef {

  /** The name in {@code run_io}: {@code source:x}, {@code features.v_v1}, {@code schema.t}. */
  String object();

  /** A source, by its name. */
  record OfSource(String name) implements DataRef {
    @Override
    public String object() {
      return "source:" + name;
    }
  }

  /** A feature view's table. */
  record OfView(Ref view) implements DataRef {
    @Override
    public String object() {
      return "features." + view.name() + "_v" + view.version();
    }
  }

  /** A table of the warehouse. */
  record OfTable(String schema, String table) implements DataRef {
    @Override
    public String object() {
      return schema + "." + table;
    }
  }
}
