package io.tidemark.quality.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** The task CPU of passes over data, shared evenly among the rules that each computes. */
final class PassCpu extends SparkListener implements AutoCloseable {
  private static final String PASS = "io.tidemark.quality.pass";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SparkContext context;
  private final String name = getClass().getName() + "@" + System.identityHashCode(this) + "/";
  private final Map<Integer, List<PlannedRule.Key>> passes = new HashMap<>();
  private final Map<Integer, Integer> passOfStage = new ConcurrentHashMap<>();
  private final Map<Integer, Long> nanosOfPass = new ConcurrentHashMap<>();

  private PassCpu(SparkContext context) {
    this.context = context;
  }

  static PassCpu watch(SparkContext context) {
    PassCpu cpu = new PassCpu(context);
    context.addSparkListener(cpu);
    return cpu;
  }

  /** Does a pass that computes some rules. */
  <T> T pass(List<PlannedRule> rules, Supplier<T> work) {
    int pass = passes.size();
    passes.put(pass, rules.stream().map(PlannedRule::key).toList());
    String before = context.getLocalProperty(PASS);
    context.setLocalProperty(PASS, name + pass);
    try {
      return work.get();
    } finally {
      context.setLocalProperty(PASS, before);
    }
  }

  /** Milliseconds by rule, of all passes so far. */
  Map<PlannedRule.Key, Long> millis() {
    SparkInternals.awaitListeners(context);
    Map<PlannedRule.Key, Long> nanos = new HashMap<>();
    passes.forEach(
        (pass, rules) ->
            rules.forEach(
                rule ->
                    nanos.merge(
                        rule, nanosOfPass.getOrDefault(pass, 0L) / rules.size(), Long::sum)));
    nanos.replaceAll((rule, each) -> each / NANOS_PER_MILLI);
    return nanos;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    Properties properties = stage.properties();
    String pass = properties == null ? null : properties.getProperty(PASS);
    if (pass != null && pass.startsWith(name)) {
      passOfStage.put(stage.stageInfo().stageId(), Integer.parseInt(pass.substring(name.length())));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    Integer pass = passOfStage.get(end.stageId());
    TaskMetrics metrics = end.taskMetrics();
    if (pass != null && metrics != null) {
      nanosOfPass.merge(pass, metrics.executorCpuTime(), Long::sum);
    }
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
