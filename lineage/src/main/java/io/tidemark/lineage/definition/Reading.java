package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One document while it is read: where its lines, its problems and its variables are. */
final class Reading {
  private final String file;
  private final int line;
  private final Path root;
  private final Vars vars;
  private final SortedMap<String, Integer> lines = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> leftOut = new HashSet<>();
  private @Nullable String object;
  private boolean failed;

  Reading(String file, int line, Path root, Vars vars) {
    this.file = file;
    this.line = line;
    this.root = root;
    this.vars = vars;
  }

  Path root() {
    return root;
  }

  Vars vars() {
    return vars;
  }

  SortedMap<String, Integer> lines() {
    return lines;
  }

  List<Problem> problems() {
    return problems;
  }

  /** True after an error, and where something that is not this document's fault is missing. */
  boolean failed() {
    return failed;
  }

  void fail() {
    failed = true;
  }

  void failed(boolean value) {
    failed = value;
  }

  void named(String name) {
    object = name;
  }

  void place(String path, int at) {
    lines.putIfAbsent(path, at);
  }

  /** Notes that an item of a list is null, which is as if it were absent. */
  void leftOut(String path) {
    leftOut.add(path);
  }

  boolean isLeftOut(String path) {
    return leftOut.contains(path);
  }

  void error(String path, String code, String message, @Nullable String fix) {
    errorAt(lineOf(path), code, message, fix);
  }

  void errorAt(int at, String code, String message, @Nullable String fix) {
    failed = true;
    problems.add(Problem.error(code, object, file, at, message, fix));
  }

  void warn(String path, String code, String message, @Nullable String fix) {
    problems.add(Problem.warn(code, object, file, lineOf(path), message, fix));
  }

  private int lineOf(String path) {
    return Paths.nearest(lines, path, line);
  }
}
