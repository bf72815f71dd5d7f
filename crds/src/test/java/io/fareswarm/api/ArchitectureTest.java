package io.fareswarm.api;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/// Workers and the model server have the records on their class path, and neither fabric8's client nor CEL.
@AnalyzeClasses(packages = "io.fareswarm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] RECORDS = {"io.fareswarm.api", "io.fareswarm.protocol",
            "io.fareswarm.api.annotation"};

    @ArchTest
    static final ArchRule THE_RECORDS_NEED_ANNOTATIONS_ALONE = classes().that().resideInAnyPackage(RECORDS).and()
            .doNotBelongToAnyOf(FareModel.class, LoadTest.class).should().onlyDependOnClassesThat(
                    resideInAnyPackage(RECORDS).or(resideInAnyPackage("java..", "org.jspecify.annotations",
                            "com.fasterxml.jackson.annotation", "io.fabric8.generator.annotation")));

    @ArchTest
    static final ArchRule THE_RESOURCES_ADD_FABRIC8_ALONE = classes().that().belongToAnyOf(FareModel.class,
            LoadTest.class).should().onlyDependOnClassesThat(
                    resideInAnyPackage("io.fareswarm.api", "java..", "io.fabric8.kubernetes.."));

    @ArchTest
    static final ArchRule THE_WORKER_PROTOCOL_IS_NOTHING_TO_THE_RESOURCES = noClasses().that()
            .resideInAPackage("io.fareswarm.api").should().dependOnClassesThat(resideInAPackage("..protocol"));

    @ArchTest
    static final ArchRule THE_GENERATOR_AND_THE_READER_POINT_TO_THE_RECORDS_ALONE = classes().that()
            .resideInAnyPackage("io.fareswarm.crdgen", "io.fareswarm.validation").should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.fareswarm.api", "io.fareswarm.api.annotation")
                    .or(resideInAPackage("io.fareswarm..").negate()).or(samePackage()));

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> samePackage() {
        return resideInAnyPackage("io.fareswarm.crdgen", "io.fareswarm.validation");
    }

    @ArchTest
    static final ArchRule THE_METRICS_DEPEND_ON_NOTHING_OF_OURS = noClasses().that()
            .resideInAPackage("io.fareswarm.metrics").should().dependOnClassesThat(
                    resideInAPackage("io.fareswarm..").and(resideInAPackage("io.fareswarm.metrics").negate()));

    @ArchTest
    static final ArchRule THE_GENERATOR_AND_THE_READER_DO_NOT_KNOW_EACH_OTHER = noClasses().that()
            .resideInAPackage("io.fareswarm.crdgen").should()
            .dependOnClassesThat(resideInAPackage("io.fareswarm.validation"));
}
