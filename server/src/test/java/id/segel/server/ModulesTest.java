package id.segel.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Capabilities keep to their declared neighbours; foreign systems have one door each. */
class ModulesTest {

  static final ApplicationModules MODULES = ApplicationModules.of(SegelServer.class);
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("id.segel.server");

  @Test
  void neighboursAreDeclared() {
    MODULES.verify();
  }

  /** A module that declares nothing would be allowed everything. */
  @Test
  void everyModuleDeclaresItsNeighbours() throws ReflectiveOperationException {
    for (var module : MODULES) {
      var info = Class.forName(module.getBasePackage().getName() + ".package-info");
      var declared = info.getAnnotation(ApplicationModule.class);
      assertNotNull(declared, module.getIdentifier() + " declares nothing");
      assertFalse(
          Arrays.asList(declared.allowedDependencies()).contains(ApplicationModule.OPEN_TOKEN),
          module.getIdentifier() + " allows every neighbour");
    }
  }

  @Test
  void everyPackageIsAModule() {
    var modules = MODULES.stream().map(module -> module.getBasePackage().getName()).toList();
    for (var type : CLASSES) {
      String name = type.getPackageName();
      assertTrue(
          name.equals("id.segel.server") || modules.contains(name), name + " is in no module");
    }
  }

  /** BouncyCastle hashes passwords, and decides nothing else. */
  @Test
  void nobodyAsksBouncyCastle() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bouncycastle..")
        .because("it accepts signatures that other verifiers refuse")
        .check(CLASSES);
  }

  @Test
  void onlyTheLauncherUnpacksArchives() {
    noClasses()
        .that()
        .resideOutsideOfPackage("id.segel.server.database")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.commons.compress..", "org.tukaani..")
        .check(CLASSES);
  }
}
