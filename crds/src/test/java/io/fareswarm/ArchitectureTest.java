package io.fareswarm;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.fareswarm.api.FareModel;
import io.fareswarm.api.LoadTest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/// Allowed dependencies between the packages of this module. They ensure that workers and the model server use the
/// records without fabric8's client and without CEL.
@AnalyzeClasses(packages = "io.fareswarm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String API = "io.fareswarm.api..";
    private static final String PROTOCOL = "io.fareswarm.protocol";
    private static final String VALIDATION = "io.fareswarm.validation";
    private static final String CRDGEN = "io.fareswarm.crdgen";
    private static final String MODEL_FILE = "io.fareswarm.modelfile";
    private static final String DIGEST = "io.fareswarm.digest";
    private static final String FILES = "io.fareswarm.files";
    private static final String TEXT = "io.fareswarm.text";
    private static final String MESSAGE = "io.fareswarm.message";
    private static final String COMMAND = "io.fareswarm.command";
    private static final String LOGGING = "io.fareswarm.logging";
    private static final String METRICS = "io.fareswarm.metrics";
    private static final String NETWORK = "io.fareswarm.network";

    @ArchTest
    static final ArchRule RECORDS_DEPEND_ON_RECORDS_AND_ANNOTATIONS = classes().that().resideInAnyPackage(API, PROTOCOL)
            .and().doNotBelongToAnyOf(FareModel.class, LoadTest.class).should().onlyDependOnClassesThat(
                    resideInAnyPackage(API, PROTOCOL, "java..", "org.jspecify.annotations",
                            "com.fasterxml.jackson.annotation", "io.fabric8.generator.annotation"));

    @ArchTest
    static final ArchRule RESOURCE_CLASSES_DEPEND_ON_RECORDS_AND_FABRIC8 = classes().that()
            .belongToAnyOf(FareModel.class, LoadTest.class).should().onlyDependOnClassesThat(
                    resideInAnyPackage("io.fareswarm.api", "java..", "io.fabric8.kubernetes.."));

    @ArchTest
    static final ArchRule API_DEPENDS_ON_NO_OTHER_PACKAGE = dependsOnNoPackageBut(API, API);

    @ArchTest
    static final ArchRule PROTOCOL_DEPENDS_ON_API = dependsOnNoPackageBut(PROTOCOL, PROTOCOL, API);

    @ArchTest
    static final ArchRule VALIDATION_DEPENDS_ON_API_AND_TEXTS = dependsOnNoPackageBut(VALIDATION, VALIDATION, API,
            TEXT);

    @ArchTest
    static final ArchRule TEXTS_DEPEND_ON_NO_OTHER_PACKAGE = dependsOnNoPackageBut(TEXT, TEXT);

    @ArchTest
    static final ArchRule CRD_GENERATION_DEPENDS_ON_API_AND_TEXTS = dependsOnNoPackageBut(CRDGEN, CRDGEN, API,
            TEXT);

    @ArchTest
    static final ArchRule METRICS_DEPEND_ON_NO_OTHER_PACKAGE = dependsOnNoPackageBut(METRICS, METRICS);

    @ArchTest
    static final ArchRule LOGGING_DEPENDS_ON_NO_OTHER_PACKAGE = dependsOnNoPackageBut(LOGGING, LOGGING);

    @ArchTest
    static final ArchRule FILES_DEPEND_ON_MESSAGES = dependsOnNoPackageBut(FILES, FILES, MESSAGE);

    @ArchTest
    static final ArchRule MESSAGES_DEPEND_ON_NO_OTHER_PACKAGE = dependsOnNoPackageBut(MESSAGE, MESSAGE);

    @ArchTest
    static final ArchRule COMMANDS_DEPEND_ON_API_AND_MESSAGES = dependsOnNoPackageBut(COMMAND, COMMAND, API, MESSAGE,
            LOGGING);

    @ArchTest
    static final ArchRule ADDRESSES_DEPEND_ON_NO_OTHER_PACKAGE = dependsOnNoPackageBut(NETWORK, NETWORK);

    @ArchTest
    static final ArchRule DIGESTS_DEPEND_ON_NO_OTHER_PACKAGE = dependsOnNoPackageBut(DIGEST, DIGEST);

    @ArchTest
    static final ArchRule MODEL_FILE_DEPENDS_ON_API_AND_DIGESTS = dependsOnNoPackageBut(MODEL_FILE, MODEL_FILE, API,
            DIGEST);

    private static ArchRule dependsOnNoPackageBut(String origin, String... allowed) {
        return noClasses().that().resideInAPackage(origin).should().dependOnClassesThat(
                resideInAPackage("io.fareswarm..").and(resideInAnyPackage(allowed).negate()));
    }
}
