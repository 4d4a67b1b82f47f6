package io.tidemark.lineage.definition;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The variables that {@code ${var:x}} may name.
 *
 * @param known false where the project that declares them failed, or where another environment is
 *     only looked over: an unknown variable is then no problem of the document that uses it
 */
record Vars(SortedMap<String, String> values, boolean known) {
  Vars {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
