package io.tidemark.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.utils.CloseableIterator;
import io.tidemark.lineage.registry.KernelSnapshots;
import io.tidemark.lineage.registry.Storage;
import io.tidemark.lineage.registry.Trouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the log of one Delta table says, read without Spark. */
final class DeltaFolder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engine engine;
  private final Storage storage;
  private final String relative;

  /**
   * @param relative the table's folder in the warehouse
   */
  DeltaFolder(Engine engine, Storage storage, String relative) {
    this.engine = engine;
    this.storage = storage;
    this.relative = relative;
  }

  /** The newest version and whose table it is. */
  record Head(long version, String tableId) {}

  /** Who made a commit and what it wrote; null where the commit does not say. */
  record Commit(
      long version,
      @Nullable String run,
      @Nullable Long seq,
      @Nullable Long rows,
      @Nullable Long bytes,
      @Nullable Long files) {}

  /** The number of files and bytes of a version, if the writer left them beside the commit. */
  record Size(long files, long bytes) {}

  String location() {
    return storage.path(relative);
  }

  Optional<Head> head() {
    return KernelSnapshots.newest(engine, location())
        .map(table -> new Head(table.getVersion(engine), table.getMetadata().getId()));
  }

  /** The greatest ordinal that an application has committed up to a version. */
  OptionalLong ordinal(long version, String application) {
    return KernelSnapshots.at(engine, location(), version)
        .getLatestTransactionVersion(engine, application)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** What a CHECK of a version demands. */
  Optional<String> check(long version, String name) {
    return Optional.ofNullable(
        KernelSnapshots.at(engine, location(), version)
            .getMetadata()
            .getConfiguration()
            .get(DeltaWriter.CONSTRAINT + name));
  }

  /** The commit of a version; empty if there is none, or none any more. */
  Optional<Commit> commit(long version) {
    String text = storage.read(log(version, "json"));
    if (text == null) {
      return Optional.empty();
    }
    try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode info =
            line.contains("\"commitInfo\"") ? JSON.readTree(line).get("commitInfo") : null;
        if (info != null) {
          return Optional.of(commit(version, info));
        }
      }
      return Optional.of(new Commit(version, null, null, null, null, null));
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), location());
    }
  }

  /** The commit that a run made after a version, if it made one. */
  Optional<Commit> commitOf(String run, @Nullable Long seq, long after) {
    for (long version = after + 1; ; version++) {
      Optional<Commit> commit = commit(version);
      if (commit.isEmpty()) {
        return commit;
      }
      if (run.equals(commit.get().run()) && (seq == null || seq.equals(commit.get().seq()))) {
        return commit;
      }
    }
  }

  Optional<Size> size(long version) {
    String text = storage.read(log(version, "crc"));
    try {
      JsonNode sum = text == null ? null : JSON.readTree(text);
      return sum != null && sum.has("numFiles") && sum.has("tableSizeBytes")
          ? Optional.of(new Size(sum.get("numFiles").asLong(), sum.get("tableSizeBytes").asLong()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The data files of a version, in the order of their paths. */
  List<DataFile> files(long version) {
    List<DataFile> files = new ArrayList<>();
    ScanImpl scan =
        (ScanImpl) KernelSnapshots.at(engine, location(), version).getScanBuilder(engine).build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            files.add(file(rows.next()));
          }
        }
      }
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), location());
    } catch (RuntimeException e) {
      throw Trouble.refusalOr(e, location());
    }
    files.sort(Comparator.comparing(DataFile::path));
    return files;
  }

  private static DataFile file(Row scanned) {
    Row add = scanned.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
    int statistics = add.getSchema().indexOf("stats");
    return new DataFile(
        URI.create(add.getString(add.getSchema().indexOf("path"))).getPath(),
        add.getLong(add.getSchema().indexOf("size")),
        new TreeMap<>(InternalScanFileUtils.getPartitionValues(scanned)),
        statistics < 0 || add.isNullAt(statistics) ? null : add.getString(statistics),
        InternalScanFileUtils.getDeletionVectorDescriptorFromRow(scanned) == null);
  }

  /**
   * Removes the folder with all that is in it but frozen rows, which may be other runs'; its
   * versions from the newest on, so that at any moment it is an older version or no table.
   */
  void delete() {
    String log = relative + "/_delta_log";
    // What is told of a version must not outlive it: Delta would believe it of the next one.
    storage.list(log).stream()
        .sorted(
            Comparator.comparing(DeltaFolder::version)
                .reversed()
                .thenComparing(file -> file.endsWith(".json")))
        .forEach(file -> storage.delete(log + "/" + file));
    storage.deleteBut(relative, TableFiles.FROZEN);
  }

  private static String version(String file) {
    return file.substring(0, (file + ".").indexOf('.'));
  }

  private static Commit commit(long version, JsonNode info) throws IOException {
    JsonNode tag = tag(info.path("userMetadata").asText(""));
    JsonNode metrics = info.path("operationMetrics");
    return new Commit(
        version,
        tag.hasNonNull("run") ? tag.get("run").asText() : null,
        tag.hasNonNull("seq") ? Long.valueOf(tag.get("seq").asLong()) : null,
        number(metrics, "numOutputRows"),
        number(metrics, "numOutputBytes"),
        number(metrics, "numFiles"));
  }

  private static JsonNode tag(String userMetadata) {
    try {
      return JSON.readTree(userMetadata.startsWith("{") ? userMetadata : "{}");
    } catch (IOException e) {
      // Somebody else's words.
      return JSON.createObjectNode();
    }
  }

  private static @Nullable Long number(JsonNode metrics, String name) {
    return metrics.hasNonNull(name) ? Long.valueOf(metrics.get(name).asLong()) : null;
  }

  private String log(long version, String suffix) {
    return String.format(Locale.ROOT, "%s/_delta_log/%020d.%s", relative, version, suffix);
  }
}
