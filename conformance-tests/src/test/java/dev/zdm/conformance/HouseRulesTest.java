package dev.zdm.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reads the modules' own classes, not the shaded jar, in which the libraries have other names. */
class HouseRulesTest {
  private static final JavaClasses REWRITER = module("rewriter");
  private static final JavaClasses ROUTER = module("router");
  private static final JavaClasses DRIVER = module("driver");

  @Test
  @DisplayName("the rewriter is pure: no java.sql, no router, nothing above it")
  void rewriterIsPure() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "dev.zdm.router..",
            "dev.zdm.driver..",
            "dev.zdm.migrator..")
        .check(REWRITER);
  }

  @Test
  @DisplayName(
      "the rewriter's packages do not go in circles; reads and writes do not know each other")
  void rewriterHasLayers() {
    slices().matching("dev.zdm.rewriter.(**)").should().beFreeOfCycles().check(REWRITER);
    noClasses()
        .that()
        .resideInAPackage("dev.zdm.rewriter.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.zdm.rewriter")
        .check(REWRITER);
    noClasses()
        .that()
        .resideInAPackage("dev.zdm.rewriter.write")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.zdm.rewriter.read")
        .check(REWRITER);
    noClasses()
        .that()
        .resideInAPackage("dev.zdm.rewriter.read")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.zdm.rewriter.write", "dev.zdm.rewriter.mirroring")
        .check(REWRITER);
  }

  @Test
  @DisplayName("the router uses the JDK alone, without java.sql")
  void routerIsPure() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.zdm.router..",
            "java.lang..",
            "java.util..",
            "java.math..",
            "java.nio.charset..",
            "org.jspecify.annotations..")
        .check(ROUTER);
  }

  @Test
  @DisplayName("one package tree of the rewriter, and nothing else, knows JSqlParser")
  void oneTreeKnowsTheParser() {
    Set<String> packages =
        Stream.of(REWRITER, ROUTER, DRIVER, module("migrator"))
            .flatMap(JavaClasses::stream)
            .filter(HouseRulesTest::knowsTheParser)
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    String root = packages.stream().min(String::compareTo).orElse("dev.zdm.rewriter");

    assertThat(packages)
        .isNotEmpty()
        .allMatch(name -> name.startsWith("dev.zdm.rewriter"))
        .allMatch(name -> name.equals(root) || name.startsWith(root + "."));
  }

  private static boolean knowsTheParser(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("net.sf.jsqlparser"));
  }

  @Test
  @DisplayName(
      "the driver does not know what stands on it, nor, but for one class, a database's own")
  void driverKnowsNothingAbove() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.zdm.migrator..",
            "dev.zdm.testdatabases..",
            "dev.zdm.conformance..",
            "com.example..",
            "com.zaxxer.hikari..",
            "org.postgresql..")
        .check(DRIVER);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.zdm.driver.copy.SqliteFunction")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.sqlite..")
        .check(DRIVER);
  }

  @Test
  @DisplayName("one class of the driver knows slf4j, and one knows Micrometer")
  void optionalLibraries() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.zdm.driver.logging.Slf4jLog")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.slf4j..")
        .check(DRIVER);
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.zdm\\.driver\\.metrics\\.MicrometerMeters(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(DRIVER);
  }

  @Test
  @DisplayName("contract C1: the examples import nothing of zdm")
  void examplesKnowNothing() {
    for (String example : new String[] {"examples/transcriptions", "examples/warehouse"}) {
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.zdm..")
          .check(module(example));
    }
  }

  @Test
  @DisplayName("no class is a bag: none is called Util, Helper, Manager or Context")
  void namesSpeak() {
    for (JavaClasses module : new JavaClasses[] {REWRITER, ROUTER, DRIVER, module("migrator")}) {
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Context)").check(module);
    }
  }

  @Test
  @DisplayName("nothing in zdm writes to the console but its command")
  void quiet() {
    for (JavaClasses module : new JavaClasses[] {REWRITER, ROUTER, DRIVER}) {
      assertThat(
              module.stream()
                  .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                  .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                  .filter(access -> Set.of("out", "err").contains(access.getName()))
                  .map(JavaAccess::getDescription))
          .isEmpty();
    }
  }

  private static JavaClasses module(String name) {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    JavaClasses classes =
        new ClassFileImporter().importPath(root.resolve(name).resolve("target/classes"));
    assertThat(classes).as("classes of %s; build it before", name).isNotEmpty();
    return classes;
  }
}
