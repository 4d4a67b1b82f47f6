package io.tidemark.lineage.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lineage.definition.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * {@code _tidemark.json}, which says that a folder is a warehouse of ours and how it is laid out.
 */
final class Layout {

  static final String FILE = "_tidemark.json";
  private static final int VERSION = 1;
  private static final String TEXT = "{\"layout\": " + VERSION + "}\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Layout() {}

  /** Refuses a folder that is not a warehouse of this layout. */
  static void check(Storage storage) {
    String text = storage.read(FILE);
    if (text == null) {
      throw missing(storage);
    }
    JsonNode layout = layout(text);
    if (layout == null || !layout.isInt()) {
      throw Refusal.of(
          "LAYOUT_UNREADABLE",
          null,
          storage.path(FILE) + " is not {\"layout\": " + VERSION + "}",
          "restore the file, or choose another warehouse");
    }
    if (layout.intValue() != VERSION) {
      throw Refusal.of(
          "LAYOUT_UNKNOWN",
          null,
          "the warehouse "
              + storage.root()
              + " has layout "
              + layout
              + ", this version of Tidemark knows layout "
              + VERSION,
          "use the version of Tidemark that wrote it");
    }
  }

  /** Lays out a missing or empty folder; false if it is a warehouse already. */
  static boolean initialise(Storage storage) {
    if (storage.exists(FILE)) {
      check(storage);
      return false;
    }
    // Another apply may have written the file since.
    if (!storage.isEmpty() && !storage.exists(FILE)) {
      throw missing(storage);
    }
    storage.write(FILE, TEXT);
    return true;
  }

  private static Refusal missing(Storage storage) {
    if (storage.isFile()) {
      return Refusal.of(
          "NOT_A_WAREHOUSE",
          null,
          storage.root() + " is a file, and a warehouse is a folder",
          "choose an empty folder as the warehouse");
    }
    return storage.isEmpty()
        ? Refusal.of(
            "WAREHOUSE_MISSING",
            null,
            "there is no warehouse at " + storage.root(),
            "run `tidemark apply` first")
        : Refusal.of(
            "NOT_A_WAREHOUSE",
            null,
            "the folder " + storage.root() + " holds files but no " + FILE,
            "choose an empty folder as the warehouse");
  }

  private static @Nullable JsonNode layout(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      return root == null ? null : root.get("layout");
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
