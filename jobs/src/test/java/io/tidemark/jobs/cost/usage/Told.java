package io.tidemark.jobs.cost.usage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Events as Spark writes them. */
final class Told {

  private Told() {}

  static String logStart() {
    return "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.7\"}";
  }

  static String profile(String amounts) {
    return """
    {"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":0,\
    "Executor Resource Requests":{%s},"Task Resource Requests":{"cpus":\
    {"Resource Name":"cpus","Amount":1.0}}}\
    """
        .formatted(amounts);
  }

  static String amount(String resource, long amount) {
    return "\"%s\":{\"Resource Name\":\"%s\",\"Amount\":%d,\"Vendor\":\"\"}"
        .formatted(resource, resource, amount);
  }

  static String environment(String spark, String hadoop, String system) {
    return """
    {"Event":"SparkListenerEnvironmentUpdate","JVM Information":{"Java Version":"17"},\
    "Spark Properties":{%s},"Hadoop Properties":{%s},"System Properties":{%s},\
    "Classpath Entries":{"/x.jar":"System Classpath"}}\
    """
        .formatted(spark, hadoop, system);
  }

  static String start(String app, long at) {
    return """
    {"Event":"SparkListenerApplicationStart","App Name":"growth-etl","App ID":"%s",\
    "Timestamp":%d,"User":"hadoop"}\
    """
        .formatted(app, at);
  }

  static String attempt(String app, String attempt, long at) {
    return """
    {"Event":"SparkListenerApplicationStart","App Name":"growth-etl","App ID":"%s",\
    "Timestamp":%d,"User":"hadoop","App Attempt ID":"%s"}\
    """
        .formatted(app, at, attempt);
  }

  static String end(long at) {
    return "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":%d}".formatted(at);
  }

  static String added(String id, int cores, long at) {
    return """
    {"Event":"SparkListenerExecutorAdded","Timestamp":%d,"Executor ID":"%s",\
    "Executor Info":{"Host":"h%s","Total Cores":%d,"Log Urls":{},"Attributes":{},\
    "Resources":{},"Resource Profile Id":0,"Registration Time":%d}}\
    """
        .formatted(at, id, id, cores, at);
  }

  static String removed(String id, long at) {
    return """
    {"Event":"SparkListenerExecutorRemoved","Timestamp":%d,"Executor ID":"%s",\
    "Removed Reason":"it said \\"Timestamp\\":9999999999999 and went"}\
    """
        .formatted(at, id);
  }

  static String task(String executor, long launched, long finished) {
    return """
    {"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task Type":"ResultTask",\
    "Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":0,"Index":0,"Attempt":0,\
    "Launch Time":%d,"Executor ID":"%s","Host":"h","Locality":"ANY","Speculative":false,\
    "Getting Result Time":0,"Finish Time":%d,"Failed":false,"Killed":false,"Accumulables":[]},\
    "Task Metrics":{"Executor Run Time":1,"Executor CPU Time":700000}}\
    """
        .formatted(launched, executor, finished);
  }

  static String job(long at) {
    return """
    {"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":%d,"Stage Infos":[],\
    "Stage IDs":[0],"Properties":{"note":"a {brace} and a \\\\"}}\
    """
        .formatted(at);
  }

  static String query(long at) {
    return """
    {"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart",\
    "executionId":0,"description":"show","physicalPlanDescription":"== Plan ==","time":%d}\
    """
        .formatted(at);
  }

  /** The application's lives, of a log with these lines. */
  static LoggedApplication read(List<String> lines) {
    LoggedApplication application = new LoggedApplication();
    for (String line : lines) {
      byte[] bytes = ("garbage" + line + "}").getBytes(StandardCharsets.UTF_8);
      application.line(bytes, "garbage".length(), bytes.length - 1);
    }
    return application;
  }

  static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
