package io.tidemark.lineage.definition;

/** Loads one project. */
final class Loader {
  private final LoadOptions options;

  Loader(LoadOptions options) {
    this.options = options;
  }

  Project load() {
    throw Refusal.of(
        "PROJECT_NOT_FOUND", null, "There is no project at " + options.directory(), null);
  }
}
