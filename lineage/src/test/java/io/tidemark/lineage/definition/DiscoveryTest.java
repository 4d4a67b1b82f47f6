package io.tidemark.lineage.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  private static final String BROKEN = "a: [\n";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void resolve() throws IOException {
    folder = temp.toRealPath();
  }

  @Test
  void takesTheNearestProjectUpwards() throws IOException {
    ProjectFolder.plain(folder.resolve("p"));
    Path below = Files.createDirectories(folder.resolve("p/defs/views"));

    assertThat(load(below, false).root()).isEqualTo(folder.resolve("p"));
  }

  @Test
  void doesNotLookUpwardsFromANamedFolder() throws IOException {
    ProjectFolder.plain(folder);
    Path below = Files.createDirectories(folder.resolve("defs"));

    assertThatThrownBy(() -> load(below, true))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "error: The folder "
                + below
                + " holds no Project; name a project's folder with -C,"
                + " or add a document of kind: Project");
  }

  @Test
  void findsTheProjectAnywhereBelow() {
    ProjectFolder.plain(folder.resolve("conf/main"));

    assertThat(load(folder, true).warehouse()).isEqualTo(folder + "/warehouse");
    assertThat(load(folder, false).root()).isEqualTo(folder);
  }

  @Test
  void refusesFoldersThatAreNotThereOrHoldNoProject() {
    assertThatThrownBy(() -> load(folder.resolve("x"), true))
        .hasMessageContaining("does not exist or cannot be read");
    assertThatThrownBy(() -> load(folder, false)).hasMessageContaining("There is no project in");
  }

  @Test
  void wantsExactlyOneProject() {
    ProjectFolder project = ProjectFolder.plain(folder).file("z/two.yaml", ProjectFolder.PROJECT);

    assertThat(project.problems())
        .containsExactly(
            "z/two.yaml:1: error: A project has one Project, the other is at tidemark.yaml:1;"
                + " remove one, or name the folder of one of them with -C");
  }

  @Test
  void aProjectThatFailedIsNotMissingToo() {
    for (String broken :
        new String[] {
          ProjectFolder.PROJECT.replace("tidemark/v1", "tidemark/v2"),
          ProjectFolder.PROJECT.replace("kind: Project", "kind: Proyect"),
          ProjectFolder.PROJECT.replace("metadata: {name: shop}", "metadata: {name: shop")
        }) {
      assertThat(new ProjectFolder(folder).file("tidemark.yaml", broken).problems()).hasSize(1);
    }
  }

  @Test
  void skipsHiddenFoldersWarehousesAndLinkedFolders() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("bad.yaml"), BROKEN);
    String environments =
        ProjectFolder.PROJECT
            + "  vars: {place: other}\n"
            + "  environments: {prod: {warehouse: \"wh_${var:place}\"}}\n";
    ProjectFolder project =
        new ProjectFolder(folder.resolve("p"))
            .file("tidemark.yaml", environments)
            .file(".hidden/bad.yaml", BROKEN)
            .file("warehouse/a/bad.yaml", BROKEN)
            .file("wh_other/bad.yaml", BROKEN)
            .file("notes.txt", BROKEN);
    Files.createSymbolicLink(folder.resolve("p/linked"), elsewhere);

    assertThat(project.problems()).isEmpty();
    assertThat(project.file("seen/bad.yml", BROKEN).problems()).hasSize(1);
  }

  @Test
  void refusesAWarehouseThatHoldsTheProject() {
    ProjectFolder project =
        new ProjectFolder(folder)
            .file("tidemark.yaml", ProjectFolder.PROJECT.replace("./warehouse", "."));

    assertThat(project.problems())
        .containsExactly(
            "tidemark.yaml:5: error: The warehouse '.' holds the project itself;"
                + " give it a folder of its own, as ./warehouse");
  }

  private static Project load(Path directory, boolean explicit) {
    return Project.load(new LoadOptions(directory, explicit, null, new TreeMap<>()));
  }
}
