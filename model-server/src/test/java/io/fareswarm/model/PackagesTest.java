package io.fareswarm.model;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "io.fareswarm.model", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
    private static final String COMMAND_LINE = "io.fareswarm.model";
    private static final String TRAIN = "io.fareswarm.model.train..";
    private static final String SERVE = "io.fareswarm.model.serve..";
    private static final String DOWNLOAD = "io.fareswarm.model.download..";
    private static final String JSON = "io.fareswarm.model.json..";
    private static final String DECIMAL = "io.fareswarm.model.decimal..";

    @ArchTest
    static final ArchRule TRAINING_DEPENDS_NEITHER_ON_SERVING_NOR_ON_THE_COMMAND_LINE = noClasses().that()
            .resideInAPackage(TRAIN).should().dependOnClassesThat().resideInAnyPackage(SERVE, DOWNLOAD, COMMAND_LINE);

    @ArchTest
    static final ArchRule SERVING_DEPENDS_NEITHER_ON_TRAINING_NOR_ON_THE_COMMAND_LINE = noClasses().that()
            .resideInAPackage(SERVE).should().dependOnClassesThat().resideInAnyPackage(TRAIN, DOWNLOAD, COMMAND_LINE);

    @ArchTest
    static final ArchRule DOWNLOADING_DEPENDS_ON_NO_OTHER_PACKAGE_OF_THIS_MODULE = noClasses().that()
            .resideInAPackage(DOWNLOAD).should()
            .dependOnClassesThat().resideInAnyPackage(TRAIN, SERVE, DECIMAL, JSON, COMMAND_LINE);

    @ArchTest
    static final ArchRule NUMBERS_AND_JSON_DEPEND_ON_NO_OTHER_PACKAGE = noClasses().that()
            .resideInAnyPackage(DECIMAL, JSON).should().dependOnClassesThat()
            .resideInAnyPackage(TRAIN, SERVE, DOWNLOAD, COMMAND_LINE);

    @ArchTest
    static final ArchRule ONLY_SOME_PACKAGES_OF_CRDS_ARE_USED = noClasses().should()
            .dependOnClassesThat(resideInAPackage("io.fareswarm..")
                    .and(not(resideInAnyPackage("io.fareswarm.model..", "io.fareswarm.api", "io.fareswarm.digest",
                            "io.fareswarm.command", "io.fareswarm.files",
                            "io.fareswarm.logging", "io.fareswarm.message", "io.fareswarm.metrics",
                            "io.fareswarm.modelfile",
                            "io.fareswarm.network", "io.fareswarm.text"))));
}
