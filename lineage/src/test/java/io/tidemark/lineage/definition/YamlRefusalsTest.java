package io.tidemark.lineage.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlRefusalsTest {
  private static final String ENTITY = "apiVersion: tidemark/v1\nkind: Entity\n";

  @TempDir Path folder;

  @Test
  void refusesAnchorsAliasesTagsAndMergeKeysAtTheirLines() {
    String yaml =
        ENTITY
            + """
            metadata: {name: e}
            spec:
              keys:
                - {name: k, type: &a BIGINT}
                - {name: l, type: *a}
                - {name: !!str m, type: BIGINT}
                - <<: {name: n}
                  name: o
                  type: BIGINT
            """;

    assertThat(ProjectFolder.plain(folder).file("e.yaml", yaml).problems())
        .containsExactly(
            "e.yaml:6: error: The anchor &a is not allowed; remove it",
            "e.yaml:7: error: The alias *a is not allowed; write the value out",
            "e.yaml:8: error: The tag !!str is not allowed; remove it: a value is read as its"
                + " field's type",
            "e.yaml:9: error: The merge key << is not allowed; write the keys out");
  }

  @Test
  void refusesDuplicateKeysWithBothLines() {
    String yaml = ENTITY + "metadata:\n  name: e\n  owner: a\n  owner: b\nspec: {keys: []}\n";

    assertThat(ProjectFolder.plain(folder).file("e.yaml", yaml).problems())
        .containsExactly(
            "e.yaml:6: error: The key 'owner' stands twice in metadata, first in line 5; remove"
                + " one",
            "e.yaml:7: error: spec.keys is empty; expected a list of a map of name, type,"
                + " description");
  }

  @Test
  void refusesTabsAsIndentationAndLeavesThemInText() {
    String block = ENTITY + "metadata:\n\tname: e\nspec: {}\n";
    String flow =
        ENTITY
            + "metadata: {\n\tname: f,\n  description: \"a\n\tb\"}\n"
            + "spec:\n  keys: [{name: k, type: INT, description: a\tb}]\n";

    assertThat(ProjectFolder.plain(folder).file("e.yaml", block).file("f.yaml", flow).problems())
        .containsExactly(
            "e.yaml:4: error: A tab cannot indent a line of YAML; use blanks",
            "f.yaml:4: error: A tab cannot indent a line of YAML; use blanks");
  }

  @Test
  void refusesWhatDoesNotParseWhateverItIsFor() {
    assertThat(ProjectFolder.plain(folder).file("other.yml", "a: [1,\nb: }\n").problems())
        .hasSize(1)
        .allMatch(p -> p.startsWith("other.yml:2: error: This is not YAML: "));
  }

  @Test
  void refusesBytesThatAreNotUtf8AndFilesOverThreeMebibytes() {
    byte[] latin = "a: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    String large = "# " + "x".repeat(3 * 1024 * 1024 - 2);

    assertThat(
            ProjectFolder.plain(folder)
                .file("a.yaml", latin)
                .file("b.yaml", large)
                .file("c.yaml", large + "y")
                .problems())
        .containsExactly(
            "a.yaml:1: error: The file is not UTF-8; save it as UTF-8",
            "c.yaml:1: error: The file is larger than 3 MiB; split it");
  }

  @Test
  void refusesDeepNestingAndControlCharacters() {
    assertThat(
            ProjectFolder.plain(folder)
                .file("a.yaml", "[".repeat(100_000))
                .file("b.yaml", "a: b\nc: \u0001\n")
                .problems())
        .containsExactly(
            "a.yaml:1: error: This is not YAML: it is nested more than 200 deep; correct the"
                + " syntax",
            "b.yaml:2: error: This is not YAML: the character U+0001 is not allowed; correct the"
                + " syntax");
  }

  @Test
  void takesAByteOrderMarkAndCrLf() {
    String yaml =
        "\uFEFF" + ENTITY + "metadata: {name: e}\nspec:\n  keys: [{name: k, type: INT}]\n";

    Project project = ProjectFolder.plain(folder).file("e.yaml", yaml.replace("\n", "\r\n")).load();

    assertThat(project.find(EntityDefinition.class, new Ref("e", 0))).isPresent();
  }

  @Test
  void knowsVersionsAndKindsAndSkipsWhatIsNotOurs() {
    assertThat(
            ProjectFolder.plain(folder)
                .file("a.yaml", "apiVersion: tidemark/v2\nkind: Entity\nmetadata: {name: e}\n")
                .file("b.yaml", "---\napiVersion: tidemark/v1\nkind: Entiti\n")
                .file("c.yaml", "kind: Entity\nmetadata: {name: e}\n")
                .file("d.yaml", "apiVersion: batch/v1\nkind: Job\nx: &a !t [*a]\nx: 1\n")
                .file("e.yaml", "apiVersion: tidemark/v1\nmetadata: {name: e}\n")
                .file("f.yaml", "- just\n- a list\n")
                .file("g.yaml", "")
                .problems())
        .containsExactly(
            "a.yaml:1: error: apiVersion is 'tidemark/v2'; this version of Tidemark knows"
                + " tidemark/v1",
            "b.yaml:3: error: There is no kind 'Entiti'; did you mean 'Entity'?",
            "c.yaml:1: warn: This document of kind Entity has no apiVersion and is not read;"
                + " add apiVersion: tidemark/v1",
            "e.yaml:1: error: kind is missing; give the kind of a definition");
  }

  @Test
  void readsScalarsAsTheirFieldsType() {
    String yaml =
        ENTITY
            + """
            metadata:
              name: e
              owner: NO
              team: 0123
              description: on
              tags: {month: 2026-04, year: 2026, none: ~, empty: ""}
            spec:
              keys: [{name: k, type: int}]
            """;

    EntityDefinition entity =
        ProjectFolder.plain(folder)
            .file("e.yaml", yaml)
            .load()
            .find(EntityDefinition.class, new Ref("e", 0))
            .orElseThrow()
            .definition();

    assertThat(entity.metadata().owner()).isEqualTo("NO");
    assertThat(entity.metadata().team()).isEqualTo("0123");
    assertThat(entity.metadata().description()).isEqualTo("on");
    assertThat(entity.metadata().tags())
        .containsExactlyInAnyOrderEntriesOf(
            java.util.Map.of("month", "2026-04", "year", "2026", "empty", ""));
    assertThat(entity.keys().get(0).type().ddl()).isEqualTo("INT");
  }

  @Test
  void tellsShapesApartAndNamesUnknownAndMissingKeys() {
    String yaml =
        ENTITY
            + """
            metadata: {name: Bad-Name, onwer: x, tags: none}
            spec:
              keys: customer
            extra: 1
            """;

    assertThat(ProjectFolder.plain(folder).file("e.yaml", yaml).problems())
        .containsExactly(
            "e.yaml:3: error: Unknown key 'onwer' in metadata; did you mean 'owner'?",
            "e.yaml:3: error: metadata.name is 'Bad-Name'; expected a name: a-z, 0-9 and _,"
                + " a letter first, at most 60, no double _",
            "e.yaml:3: error: metadata.tags is a scalar; expected a map to text",
            "e.yaml:5: error: spec.keys is a scalar; expected a list of a map of name, type,"
                + " description",
            "e.yaml:6: error: Unknown key 'extra' in the document;"
                + " the keys are apiVersion, kind, metadata, spec");
  }
}
