package io.tidemark.quality.engine;

/**
 * A row of a suite's tests that its rule does not judge as written.
 *
 * @param test from 0, among the suite's tests
 * @param index from 0, among the rows to pass or among those to fail
 * @param shouldPass whether it is one of those to pass
 * @param why in one line
 */
public record TestFailure(String rule, int test, int index, boolean shouldPass, String why) {}
