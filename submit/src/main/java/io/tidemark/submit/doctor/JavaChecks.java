package io.tidemark.submit.doctor;

import io.tidemark.submit.target.ModuleOptions;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/** The Java that runs this and the jobs. */
final class JavaChecks {

  private static final String OPENS = "--add-opens=";
  private static final List<String> OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Path home;
  private final Map<String, String> environment;

  JavaChecks(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  List<Finding> findings() {
    return List.of(version(), moduleOptions(ModuleFinder.ofSystem()));
  }

  private Finding version() {
    String check = "java";
    Properties release = release();
    String version = unquoted(release, "JAVA_VERSION");
    String vendor = unquoted(release, "IMPLEMENTOR");
    String what = version + (vendor.isEmpty() ? "" : " (" + vendor + ")") + " at " + home;
    if (version.isEmpty()) {
      return Finding.fail(
          check, home + " does not say what Java it is", "set JAVA_HOME to a JDK 17");
    }
    if (!version.matches("17([.].*)?")) {
      return Finding.fail(
          check, "Java " + what + ", and Spark 3.5 needs 17", "set JAVA_HOME to a JDK 17");
    }
    boolean compiler = Files.isExecutable(home.resolve("bin").resolve("javac"));
    return Finding.ok(
        check,
        compiler
            ? "JDK " + what
            : "Java " + what + ", without a compiler: it runs jobs, it cannot build Tidemark");
  }

  Finding moduleOptions(ModuleFinder modules) {
    String check = "module options";
    TreeSet<String> missing = new TreeSet<>();
    List<String> opened = new ArrayList<>();
    for (String option : ModuleOptions.ALL) {
      if (option.startsWith(OPENS)) {
        String[] place = option.substring(OPENS.length()).split("[/=]");
        Optional<ModuleReference> module = modules.find(place[0]);
        if (module.isEmpty() || !module.get().descriptor().packages().contains(place[1])) {
          missing.add(place[0] + "/" + place[1]);
        }
        opened.add(place[1]);
      }
    }
    if (!missing.isEmpty()) {
      return Finding.fail(
          check,
          "this Java has no " + String.join(", ", missing) + ", which Spark reaches into",
          "take a whole JDK 17, not one that was cut down");
    }
    String open = opened.size() + " packages are opened to Spark";
    List<String> set = OPTIONS.stream().filter(environment::containsKey).toList();
    return set.isEmpty()
        ? Finding.ok(check, open)
        : Finding.warn(
            check,
            open + "; " + String.join(", ", set) + " changes every Java process here",
            "unset it if jobs start slowly or print what they should not");
  }

  private Properties release() {
    Properties release = new Properties();
    Path file = home.resolve("release");
    if (Files.isRegularFile(file)) {
      try {
        release.load(new StringReader(Files.readString(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return release;
  }

  private static String unquoted(Properties release, String key) {
    return release.getProperty(key, "").replace("\"", "");
  }
}
