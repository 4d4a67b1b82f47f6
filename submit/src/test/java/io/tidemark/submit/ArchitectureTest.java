package io.tidemark.submit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** The command line starts in well under a second because it knows nothing of Spark. */
@AnalyzeClasses(
    packages = "io.tidemark.submit",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule usesOnlyWhatIsFreeOfSpark =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are of other modules and of a part that may know Spark",
                  (JavaClass c) ->
                      c.getPackageName().startsWith("io.tidemark.")
                          && !c.getPackageName()
                              .matches(
                                  "io\\.tidemark\\.(submit|\\w+\\.definition|jobs\\.demo|lineage\\.(registry|storage))(\\..+)?")));

  @ArchTest
  static final ArchRule knowsNoSpark =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses all) {
    assertThat(all.getPackage("io.tidemark.submit").getSubpackagesInTree())
        .filteredOn(p -> !p.getClasses().isEmpty())
        .filteredOn(p -> !p.isAnnotatedWith(NullMarked.class))
        .extracting(JavaPackage::getName)
        .isEmpty();
  }
}
