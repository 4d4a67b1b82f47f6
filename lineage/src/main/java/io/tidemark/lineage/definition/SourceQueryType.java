package io.tidemark.lineage.definition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link SourceQuery}; its JSON is its text, so that it means the same without the file.
 */
final class SourceQueryType extends ValueType<SourceQuery> {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final Field<String> FILE = Field.required("file", Places.projectFile());
  private static final Shape SHAPE = Shape.of(FILE);
  private static final ValueType<String> TEXT = Types.predicate();

  @Override
  @Nullable Parsed<SourceQuery> read(Cursor at) {
    String text;
    if (at.isScalar()) {
      Parsed<String> scalar = TEXT.read(at);
      text = scalar == null ? null : scalar.value();
    } else {
      Fields fields = SHAPE.read(at);
      String file = fields == null ? null : fields.find(FILE);
      text =
          file == null
              ? null
              : read(file, new Cursor(at.node(), at.path() + ".file", at.reading()));
    }
    if (text == null) {
      return null;
    }
    SourceQuery query = SourceQuery.of(text);
    return new Parsed<>(query, query.text());
  }

  private static @Nullable String read(String file, Cursor at) {
    Path path = Path.of(Locations.under(at.reading().root(), file));
    String text;
    try {
      if (!Files.isRegularFile(path)) {
        at.error(
            "FILE_MISSING",
            at.path() + " is '" + file + "', which is no file of the project",
            "write the query there, or name another file");
        return null;
      }
      if (Files.size(path) > MAX_BYTES) {
        at.error("FILE_TOO_LARGE", "The file " + file + " is larger than 1 MiB", "shorten it");
        return null;
      }
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
              .toString();
    } catch (CharacterCodingException e) {
      at.error("NOT_UTF8", "The file " + file + " is not UTF-8", "save it as UTF-8");
      return null;
    } catch (IOException e) {
      at.error("FILE_UNREADABLE", "The file " + file + " cannot be read", "check its permissions");
      return null;
    }
    if (text.contains("${")) {
      at.error(
          "BAD_VARIABLE",
          "'${' is not allowed in " + file,
          "write the value itself; SQL has no references but ref('source')");
      return null;
    }
    text = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
    if (text.isBlank()) {
      at.error("BAD_VALUE", "The file " + file + " holds no query", "write one");
      return null;
    }
    return text;
  }

  @Override
  String expects() {
    return "SQL, or {file: path}";
  }

  @Override
  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("anyOf", List.of(TEXT.schema(), SHAPE.schema()));
    return schema;
  }

  @Override
  boolean absent(Cursor at) {
    return TEXT.absent(at);
  }
}
