package io.tidemark.jobs;

import io.tidemark.jobs.definition.Output;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.Trouble;
import io.tidemark.quality.check.QualitySuggest;
import io.tidemark.quality.definition.DataRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code quality suggest}: its result is a document, on stdout or in a file. */
final class QualitySuggestJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    DataRef dataset = dataset(context.invocation().name());
    String yaml = new QualitySuggest(run, context.project()).suggest(dataset);
    Path file = context.invocation().file();
    boolean json = context.invocation().options().output() == Output.JSON;
    if (file != null) {
      write(file, yaml);
    } else if (!json) {
      byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
      context.out().write(bytes, 0, bytes.length);
      context.out().flush();
    }
    List<Map<String, Object>> results =
        file == null && !json ? List.of() : List.of(result(dataset, file, yaml));
    return new Answer(
        context.invocation().verb().words(), run.id(), Status.OK, 0, results, List.of());
  }

  private static DataRef dataset(String name) {
    if (name.contains(".")) {
      return new DataRef.OfTable(
          name.substring(0, name.indexOf('.')), name.substring(name.indexOf('.') + 1));
    }
    return name.contains("@") ? new DataRef.OfView(Ref.parse(name)) : new DataRef.OfSource(name);
  }

  private static Map<String, Object> result(DataRef dataset, @Nullable Path file, String yaml) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("object", dataset.object());
    result.put("suite", QualitySuggest.suiteName(dataset));
    if (file == null) {
      result.put("yaml", yaml);
    } else {
      result.put("file", file.toString());
    }
    return result;
  }

  /** All of it or nothing is there, whenever the process dies. */
  private static void write(Path file, String yaml) {
    try {
      Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(unfinished, yaml);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Trouble.refusalOr(new UncheckedIOException(e), file.toString());
    }
  }
}
