package io.fareswarm.operator;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

@AnalyzeClasses(packages = "io.fareswarm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] LIFECYCLES = {"io.fareswarm.operator.run..", "io.fareswarm.operator.model..",
            "io.fareswarm.operator.conditions..", "io.fareswarm.operator.result.."};

    @ArchTest
    static final ArchRule ARROWS_GO_ONE_WAY = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(
            "io.fareswarm.operator..").layer("platform")
            .definedBy("io.fareswarm.operator.local..", "io.fareswarm.operator.kubernetes..").layer("workers")
            .definedBy("io.fareswarm.operator.fleet..").layer("run").definedBy("io.fareswarm.operator.run..")
            .layer("model").definedBy("io.fareswarm.operator.model..").layer("conditions")
            .definedBy("io.fareswarm.operator.conditions..").layer("result")
            .definedBy("io.fareswarm.operator.result..").whereLayer("platform").mayNotBeAccessedByAnyLayer()
            .whereLayer("workers").mayOnlyBeAccessedByLayers("platform").whereLayer("run")
            .mayOnlyBeAccessedByLayers("platform").whereLayer("model").mayOnlyBeAccessedByLayers("platform")
            .whereLayer("conditions").mayOnlyBeAccessedByLayers("run", "model", "platform").whereLayer("result")
            .mayOnlyBeAccessedByLayers("run", "platform");

    /// Streams and writers to memory are no devices; the page's frame is a constant of our own jar.
    @ArchTest
    static final ArchRule THE_LIFECYCLES_DO_NO_IO = noClasses().that().resideInAnyPackage(LIFECYCLES).and()
            .doNotHaveFullyQualifiedName("io.fareswarm.operator.result.report.HtmlPage").should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..",
                    "java.nio.channels..", "java.util.concurrent..", "io.fabric8.kubernetes.client..", "picocli..")
                    .and(not(belongToAnyOf(OutputStream.class, ByteArrayOutputStream.class, StringWriter.class))))
            .because("a decision is a function of an observation");

    @ArchTest
    static final ArchRule THE_LIFECYCLES_HAVE_NO_CLOCK_AND_NO_RANDOMNESS = noClasses().that()
            .resideInAnyPackage(LIFECYCLES).should()
            .callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis").orShould()
            .callMethod(java.time.Instant.class, "now").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random").because("the same world gives the same decision at any time");

    @ArchTest
    static final ArchRule MERGING_KNOWS_NEITHER_FILES_NOR_TEXTS = noClasses().that()
            .resideInAPackage("io.fareswarm.operator.result").should().dependOnClassesThat()
            .resideInAnyPackage("io.fareswarm.operator.result.report..", "io.fareswarm.operator.result.text..");

    @ArchTest
    static final ArchRule THE_OPERATOR_REACHES_THE_OTHERS_ONLY_AS_PROCESSES = noClasses().that()
            .resideInAPackage("io.fareswarm.operator..").should().dependOnClassesThat()
            .resideInAnyPackage("io.fareswarm.load..", "io.fareswarm.model..", "io.fareswarm.crdgen..");
}
