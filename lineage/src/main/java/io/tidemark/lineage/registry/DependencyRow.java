package io.tidemark.lineage.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code registry.dependency}: one definition names another. The table is a set.
 *
 * @param version 0 for kinds without versions, NULL in the table
 * @param onVersion as {@code version}
 */
public record DependencyRow(
    String kind, String name, int version, String onKind, String onName, int onVersion) {

  List<Object> toRow() {
    return Arrays.asList(kind, name, orNull(version), onKind, onName, orNull(onVersion));
  }

  static DependencyRow of(Cells cells) {
    return new DependencyRow(
        cells.needText("kind"),
        cells.needText("name"),
        cells.version("version"),
        cells.needText("on_kind"),
        cells.needText("on_name"),
        cells.version("on_version"));
  }

  SortedMap<String, Object> toPayload() {
    return new Payload()
        .put("kind", kind)
        .put("name", name)
        .put("version", version)
        .put("on_kind", onKind)
        .put("on_name", onName)
        .put("on_version", onVersion)
        .fields();
  }

  static DependencyRow ofPayload(Map<?, ?> payload) {
    return new DependencyRow(
        Payload.needText(payload, "kind"),
        Payload.needText(payload, "name"),
        Payload.integer(payload, "version", 0),
        Payload.needText(payload, "on_kind"),
        Payload.needText(payload, "on_name"),
        Payload.integer(payload, "on_version", 0));
  }

  private static @Nullable Integer orNull(int version) {
    return version == 0 ? null : version;
  }
}
