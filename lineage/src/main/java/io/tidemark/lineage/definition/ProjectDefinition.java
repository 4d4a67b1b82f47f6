package io.tidemark.lineage.definition;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The project itself, with the chosen environment laid over it.
 *
 * @param warehouse as declared: relative to the project, absolute, or a URI
 * @param environments the names of all declared environments
 * @param targets by name; {@code local} is always there
 * @param access empty: no check
 * @param prices a file, as declared
 * @param trust a file, as declared
 */
public record ProjectDefinition(
    Metadata metadata,
    String warehouse,
    boolean singleWriter,
    SortedSet<String> environments,
    SortedMap<String, String> vars,
    String target,
    SortedMap<String, Target> targets,
    LineageMode lineage,
    List<Access> access,
    @Nullable String currency,
    @Nullable String prices,
    @Nullable String trust,
    @Nullable String webhook,
    @Nullable String sns)
    implements Definition {
  public static final String KIND = "Project";

  public ProjectDefinition {
    environments = Collections.unmodifiableSortedSet(new TreeSet<>(environments));
    vars = Collections.unmodifiableSortedMap(new TreeMap<>(vars));
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    access = List.copyOf(access);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** What happens when a job touches tables beside the run. */
  public enum LineageMode {
    REQUIRED,
    BEST_EFFORT,
    STRICT
  }

  /** Who of a team may see what. */
  public record Access(String team, Sensitivity clearance, List<String> members) {
    public Access {
      members = List.copyOf(members);
    }
  }

  /** Where jobs run: a type and its settings. */
  public record Target(String type, SortedMap<String, String> settings) {
    public Target {
      settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
  }
}
