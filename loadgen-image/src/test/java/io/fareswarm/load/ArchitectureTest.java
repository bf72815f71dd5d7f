package io.fareswarm.load;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

@AnalyzeClasses(packages = "io.fareswarm.load", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule LAYERS_DEPEND_IN_ONE_DIRECTION = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("worker")
            .definedBy("io.fareswarm.load").layer("pace").definedBy("..pace..").layer("traffic")
            .definedBy("..traffic..")
            .layer("send").definedBy("..send..").layer("measure").definedBy("..measure..").layer("report")
            .definedBy("..report..").whereLayer("worker").mayNotBeAccessedByAnyLayer().whereLayer("send")
            .mayOnlyBeAccessedByLayers("worker").whereLayer("report").mayOnlyBeAccessedByLayers("worker")
            .whereLayer("measure").mayOnlyBeAccessedByLayers("send", "report", "worker").whereLayer("traffic")
            .mayOnlyBeAccessedByLayers("send", "worker");

    @ArchTest
    static final ArchRule ONLY_SENDING_AND_THE_PROCESS_USE_SOCKETS = noClasses()
            .that().resideInAnyPackage("..pace..", "..traffic..", "..measure..", "..report..").should()
            .dependOnClassesThat().resideInAnyPackage("java.net..", "java.nio.channels..", "com.sun.net..");

    @ArchTest
    static final ArchRule ONLY_THE_PROCESS_READS_CLOCKS = noClasses().that().resideOutsideOfPackage("io.fareswarm.load")
            .should().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule THE_WORKER_DEPENDS_ON_NO_OPERATOR_OR_MODEL_SERVER_CLASS = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fareswarm.operator..", "io.fareswarm.model..", "io.fabric8.kubernetes..");
}
