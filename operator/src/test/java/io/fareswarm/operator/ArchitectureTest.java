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
    private static final String[] PURE = {"io.fareswarm.operator.run..", "io.fareswarm.operator.model..",
            "io.fareswarm.operator.conditions..", "io.fareswarm.operator.result..", "io.fareswarm.operator.capacity.."};

    @ArchTest
    static final ArchRule LAYERS_DEPEND_IN_ONE_DIRECTION = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.fareswarm.operator..")
            .layer("cli").definedBy("io.fareswarm.operator.cli..")
            .layer("local").definedBy("io.fareswarm.operator.local..")
            .layer("ui").definedBy("io.fareswarm.operator.ui..")
            .layer("process").definedBy("io.fareswarm.operator.process..")
            .layer("cluster").definedBy("io.fareswarm.operator.cluster..")
            .layer("kubernetes").definedBy("io.fareswarm.operator.kubernetes..")
            .layer("fleet").definedBy("io.fareswarm.operator.fleet..")
            .layer("run").definedBy("io.fareswarm.operator.run..")
            .layer("capacity").definedBy("io.fareswarm.operator.capacity..")
            .layer("model").definedBy("io.fareswarm.operator.model..")
            .layer("conditions").definedBy("io.fareswarm.operator.conditions..")
            .layer("result").definedBy("io.fareswarm.operator.result..")
            .whereLayer("cli").mayNotBeAccessedByAnyLayer()
            .whereLayer("process").mayOnlyBeAccessedByLayers("local", "cluster", "kubernetes")
            .whereLayer("ui").mayOnlyBeAccessedByLayers("cli", "local", "cluster")
            .whereLayer("cluster").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("kubernetes").mayOnlyBeAccessedByLayers("cluster")
            .whereLayer("local").mayOnlyBeAccessedByLayers("cli")
            .whereLayer("fleet").mayOnlyBeAccessedByLayers("local", "kubernetes")
            .whereLayer("run").mayOnlyBeAccessedByLayers("cli", "local", "kubernetes", "fleet")
            .whereLayer("capacity").mayOnlyBeAccessedByLayers("run")
            .whereLayer("model").mayOnlyBeAccessedByLayers("local", "kubernetes")
            .whereLayer("conditions").mayOnlyBeAccessedByLayers("cli", "local", "kubernetes", "run", "model")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("cli", "local", "cluster", "kubernetes", "fleet", "run", "capacity");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PARSES_ARGUMENTS = noClasses().that()
            .resideOutsideOfPackages("io.fareswarm.operator.cli..", "io.fareswarm.command").should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    /// Streams and writers to memory are allowed, as is the page's frame: a constant in the operator's jar.
    @ArchTest
    static final ArchRule DECIDING_AND_JUDGING_DO_NO_IO = noClasses().that().resideInAnyPackage(PURE).and()
            .doNotHaveFullyQualifiedName("io.fareswarm.operator.result.report.HtmlPage").should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..",
                    "java.nio.channels..", "java.util.concurrent..", "io.fabric8.kubernetes.client..")
                    .and(not(belongToAnyOf(OutputStream.class, ByteArrayOutputStream.class, StringWriter.class))))
            .because("a decision is a function of an observation");

    @ArchTest
    static final ArchRule DECIDING_AND_JUDGING_USE_NO_CLOCK_AND_NO_RANDOMNESS = noClasses().that()
            .resideInAnyPackage(PURE).should()
            .callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis").orShould()
            .callMethod(java.time.Instant.class, "now").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock").orShould().dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .because("the same observation gives the same decision at any time");

    @ArchTest
    static final ArchRule MERGING_DEPENDS_ON_NEITHER_FILES_NOR_TEXTS = noClasses().that()
            .resideInAPackage("io.fareswarm.operator.result").should().dependOnClassesThat()
            .resideInAnyPackage("io.fareswarm.operator.result.report..", "io.fareswarm.operator.result.text..");

    @ArchTest
    static final ArchRule THE_OPERATOR_DEPENDS_ON_NO_WORKER_OR_MODEL_SERVER_CLASS = noClasses().that()
            .resideInAPackage("io.fareswarm.operator..").should().dependOnClassesThat()
            .resideInAnyPackage("io.fareswarm.load..", "io.fareswarm.model..", "io.fareswarm.crdgen..");
}
