/**
 * The main job asked from outside: YAML in a folder, the command line's verbs, the tables in SQL.
 */
@NullMarked
package io.tidemark.jobs.acceptance;

import org.jspecify.annotations.NullMarked;
