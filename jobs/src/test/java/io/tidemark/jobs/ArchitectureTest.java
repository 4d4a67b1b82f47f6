package io.tidemark.jobs;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.NullMarked;

/** Which part may know which: the directions that keep the command line free of Spark. */
@AnalyzeClasses(
    packages = "io.tidemark",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  private static final String[] SPARK_FREE = {
    "io.tidemark..definition..",
    "io.tidemark.lineage.registry..",
    "io.tidemark.lineage.audit..",
    "io.tidemark.lineage.storage..",
    "io.tidemark.jobs.demo..",
    "io.tidemark.jobs.cost.generate.."
  };
  private static final String[] SPARK = {
    "org.apache.spark..", "scala..", "io.delta.tables..", "org.apache.spark.sql.delta.."
  };
  private static final List<String> MODULES =
      List.of("lineage", "quality", "featurestore", "jobs", "submit");

  @ArchTest
  static final ArchRule modulesDependOneWay =
      classes().should(dependOnlyOnEarlierModules()).because("lineage <- quality <- featurestore");

  @ArchTest
  static final ArchRule whatTheCommandLineUsesIsFreeOfSpark =
      noClasses()
          .that()
          .resideInAnyPackage(SPARK_FREE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK);

  @ArchTest
  static final ArchRule whatTheCommandLineUsesLeadsNowhereElse =
      noClasses()
          .that()
          .resideInAnyPackage(SPARK_FREE)
          .should()
          .dependOnClassesThat(
              are(
                  DescribedPredicate.<JavaClass>describe(
                      "of ours, and outside of the parts without Spark",
                      c ->
                          c.getPackageName().startsWith("io.tidemark.")
                              && !isSparkFree(c.getPackageName()))));

  @ArchTest
  static final ArchRule scalaStaysInItsRoom =
      noClasses()
          .that()
          .haveNameNotMatching("io\\.tidemark\\.lineage\\.ScalaInterop(\\$.*)?")
          .and()
          .haveNameNotMatching(
              "io\\.tidemark\\.featurestore\\.pit\\.(SparkInternals|TimeSorter)(\\$.*)?")
          .and()
          .haveNameNotMatching(
              "io\\.tidemark\\.quality\\.profile\\.(ScanBatches|DeequProfiler)(\\$.*)?")
          .and()
          .haveNameNotMatching(
              "io\\.tidemark\\.quality\\.engine\\.(SparkInternals|DeequMetrics)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scala..");

  @ArchTest
  static final ArchRule internalsAreUsedByTheirOwnModuleOnly =
      classes().should(keepAwayFromForeignInternals());

  @ArchTest
  static final ArchRule onlyTheProcessItselfMakesASession =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.tidemark.jobs.Sessions")
          .should()
          .callMethod(SparkSession.Builder.class, "getOrCreate");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses all) {
    assertThat(all.getPackage("io.tidemark").getSubpackagesInTree())
        .filteredOn(p -> !p.getClasses().isEmpty())
        .filteredOn(p -> !p.isAnnotatedWith(NullMarked.class))
        .extracting(JavaPackage::getName)
        .isEmpty();
  }

  private static boolean isSparkFree(String name) {
    return name.matches(
        "io\\.tidemark\\.(\\w+\\.)*(definition|jobs\\.demo|jobs\\.cost\\.generate|lineage\\.(registry|audit|storage))(\\..+)?");
  }

  private static int module(JavaClass c) {
    String[] parts = c.getPackageName().split("\\.");
    return parts.length > 2 && c.getPackageName().startsWith("io.tidemark.")
        ? MODULES.indexOf(parts[2])
        : -1;
  }

  private static ArchCondition<JavaClass> dependOnlyOnEarlierModules() {
    return forbid(
        "depend only on modules before their own",
        d -> module(d.getTargetClass()) > module(d.getOriginClass()));
  }

  private static ArchCondition<JavaClass> keepAwayFromForeignInternals() {
    return forbid(
        "not use another module's internals",
        d ->
            d.getTargetClass().getPackageName().matches("io\\.tidemark\\..*\\binternal\\b.*")
                && module(d.getTargetClass()) != module(d.getOriginClass()));
  }

  private static ArchCondition<JavaClass> forbid(String description, Predicate<Dependency> wrong) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getDirectDependenciesFromSelf().stream()
            .filter(wrong)
            .forEach(d -> events.add(SimpleConditionEvent.violated(item, d.getDescription())));
      }
    };
  }

  /** Another module's test jar is tests too. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
