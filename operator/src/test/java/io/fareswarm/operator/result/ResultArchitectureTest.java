package io.fareswarm.operator.result;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "io.fareswarm.operator.result", importOptions = ImportOption.DoNotIncludeTests.class)
class ResultArchitectureTest {
    @ArchTest
    static final ArchRule RESULTS_DO_NO_IO = noClasses().should().dependOnClassesThat().resideInAnyPackage("java.io..",
            "java.net..", "java.nio.file..", "java.nio.channels..", "io.fabric8.kubernetes..", "picocli..")
            .because("what is judged and written must depend on nothing but its arguments");

    @ArchTest
    static final ArchRule RESULTS_HAVE_NO_CLOCK_AND_NO_CHANCE = noClasses().should()
            .callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis").orShould()
            .callMethod(java.time.Instant.class, "now").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random").because("the same reports give the same result at any time");

    @ArchTest
    static final ArchRule RESULTS_KNOW_ONLY_THE_API = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("io.fareswarm.operator.run..", "io.fareswarm.operator.model..",
                    "io.fareswarm.operator.local..", "io.fareswarm.operator.kubernetes..");

    @ArchTest
    static final ArchRule MERGING_KNOWS_NEITHER_FILES_NOR_TEXTS = noClasses().that()
            .resideInAPackage("io.fareswarm.operator.result").should().dependOnClassesThat()
            .resideInAnyPackage("io.fareswarm.operator.result.report..", "io.fareswarm.operator.result.text..");
}
