package io.tidemark.lineage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.definition.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {

  private static final Configuration CONF = new Configuration();

  @TempDir Path folder;

  private Registry registry() {
    return Registry.initialise(CONF, folder.resolve("wh").toString());
  }

  @Test
  void anotherLayoutIsRefusedAndNothingIsWritten() throws Exception {
    Path wh = Files.createDirectory(folder.resolve("wh"));
    for (String text : List.of("{\"layout\": 2}", "no JSON", "", "[]", "{\"layout\": \"1\"}")) {
      Files.writeString(wh.resolve("_tidemark.json"), text);
      assertThatThrownBy(this::registry)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining(wh.toString());
      assertThat(wh).isDirectoryNotContaining(path -> !path.endsWith("_tidemark.json"));
    }
  }

  @Test
  void aFolderOfSomethingElseIsRefusedAndAnEmptyOneIsNot() throws Exception {
    Path wh = Files.createDirectory(folder.resolve("wh"));
    Files.writeString(wh.resolve("thesis.txt"), "mine");
    assertThatThrownBy(this::registry)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("holds files but no _tidemark.json");
    Files.delete(wh.resolve("thesis.txt"));

    assertThatThrownBy(() -> Registry.open(CONF, wh.toString()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("tidemark apply");
    assertThat(registry().runs()).isEmpty();
    assertThat(wh.resolve("_tidemark.json")).hasContent("{\"layout\": 1}");
  }

  @Test
  void withoutTheEventLogEverythingIsRefused() {
    registry().storage().deleteFolder("registry/event");

    assertThatThrownBy(this::registry)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("event log");
    assertThat(folder.resolve("wh/registry/event")).doesNotExist();
  }

  @Test
  void aWarehouseWhoseMakingWasCutShortAnywhereIsCompleted() throws Exception {
    Path wh = folder.resolve("wh");
    Files.createDirectories(wh.resolve("registry/event/_delta_log"));
    Files.writeString(wh.resolve("_tidemark.json"), "{\"layout\": 1}");
    assertThat(registry().runs()).isEmpty();

    registry().storage().deleteFolder("registry/run");
    Files.createDirectories(wh.resolve("registry/run/_delta_log"));
    assertThat(registry().runs()).isEmpty();
  }

  @Test
  void aMissingWarehouseStaysMissing() {
    assertThatThrownBy(() -> Registry.open(CONF, folder.resolve("none").toString()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("tidemark apply");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> Registry.initialise(CONF, file.resolve("wh").toString()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.exitCode()).isEqualTo(2);
              assertThat(refusal.problems().get(0).code()).isEqualTo("NOT_WRITABLE");
              assertThat(refusal).hasMessageContaining(file.toString());
            });
  }
}
