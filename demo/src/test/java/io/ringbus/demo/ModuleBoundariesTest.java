// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which package may see which, as far as Maven's modules do not already say it. */
class ModuleBoundariesTest {
    private static final String[] KERNEL = {
        "io.ringbus.slot..",
        "io.ringbus.ring..",
        "io.ringbus.codec..",
        "io.ringbus.function..",
        "io.ringbus.chain..",
        "io.ringbus.state..",
        "io.ringbus.stage..",
        "io.ringbus.config.."
    };
    private static final String[] ABOVE_THE_KERNEL = {
        "io.ringbus.windows..",
        "io.ringbus.offheap..",
        "io.ringbus.barriers..",
        "io.ringbus.stream..",
        "io.ringbus.operators..",
        "io.ringbus.connectors..",
        "io.ringbus.demo.."
    };
    private static final String[] HOT = {
        "io.ringbus.slot..",
        "io.ringbus.ring..",
        "io.ringbus.chain..",
        "io.ringbus.stage..",
        "io.ringbus.windows..",
        "io.ringbus.operators.."
    };

    private static JavaClasses engine;

    @BeforeAll
    static void readClassFiles() {
        engine = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.ringbus");
    }

    @Test
    void theKernelSeesNothingAboveIt() {
        check(noClasses()
                .that()
                .resideInAnyPackage(KERNEL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ABOVE_THE_KERNEL));
    }

    @Test
    void windowsOffheapAndBarriersDoNotSeeEachOther() {
        check(apart("io.ringbus.windows..", "io.ringbus.offheap..", "io.ringbus.barriers.."));
        check(apart("io.ringbus.offheap..", "io.ringbus.windows..", "io.ringbus.barriers.."));
        check(apart("io.ringbus.barriers..", "io.ringbus.windows..", "io.ringbus.offheap.."));
    }

    @Test
    void theDisruptorIsSeenByRingsAndIngressesOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.ringbus.ring..", "io.ringbus.ingress..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.lmax.."));
    }

    @Test
    void chronicleIsSeenByTheOffheapBackendOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.ringbus.offheap..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.openhft.."));
    }

    @Test
    void noPublicMethodOfTheStreamPackageNamesAgronaOrTheDisruptor() {
        check(noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.ringbus.stream..")
                .and()
                .arePublic()
                .should()
                .haveRawReturnType(OF_A_LIBRARY)
                .orShould()
                .haveRawParameterTypes(CONTAIN_A_LIBRARY_TYPE));
    }

    @Test
    void hotPackagesUseNoJavaStreamsAndFormatNoStrings() {
        check(noClasses()
                .that()
                .resideInAnyPackage(HOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.stream.."));
        check(noClasses()
                .that()
                .resideInAnyPackage(HOT)
                .should()
                .callMethod(String.class, "format", String.class, Object[].class));
    }

    @Test
    void onlyClocksReadTheTime() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.ringbus.demo..")
                .and()
                .haveNameNotMatching(".*Clock.*")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("io.ringbus.(**)").should().beFreeOfCycles());
    }

    @Test
    void publicClassesAreFinalUnlessTheyAreSealedOrInterfaces() {
        check(classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should(BE_CLOSED));
    }

    private static void check(final ArchRule rule) {
        rule.check(engine);
    }

    private static ArchRule apart(final String one, final String... others) {
        return noClasses()
                .that()
                .resideInAPackage(one)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }

    private static boolean isOfALibrary(final JavaClass type) {
        return type.getPackageName().startsWith("org.agrona")
                || type.getPackageName().startsWith("com.lmax");
    }

    private static final DescribedPredicate<JavaClass> OF_A_LIBRARY =
            DescribedPredicate.describe("of Agrona or the Disruptor", ModuleBoundariesTest::isOfALibrary);

    private static final DescribedPredicate<List<JavaClass>> CONTAIN_A_LIBRARY_TYPE = DescribedPredicate.describe(
            "with one of Agrona or the Disruptor",
            types -> types.stream().anyMatch(ModuleBoundariesTest::isOfALibrary));

    private static final ArchCondition<JavaClass> BE_CLOSED = new ArchCondition<>("be final or sealed") {
        @Override
        public void check(final JavaClass type, final ConditionEvents events) {
            final boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                    || type.reflect().isSealed();
            events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open: make it final"));
        }
    };
}
