package id.segel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The import direction of the core. Think before adding a line; think twice before moving one. */
class LayersTest {

  /** A package may import packages of the lines above its own, never beside or below. */
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("fact"),
          Set.of("region"),
          Set.of("personnel", "box", "ceremony", "portal", "log", "situation"),
          Set.of("custody", "vulnerability", "post", "assistance", "entrance", "camera"),
          Set.of("stock", "spotcheck", "watch", "incident", "warehouse", "sensor"),
          Set.of("weather"),
          Set.of("finding"),
          Set.of("notification"),
          Set.of("exchange"));

  private static final List<String> ALLOWED_OUTSIDE =
      List.of("java.", "org.jspecify.", "id.segel.tlog.");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("id.segel.core");

  @Test
  void everyPackageHasALayer() {
    Set<String> found = CORE.stream().map(LayersTest::capability).collect(Collectors.toSet());
    Set<String> listed = LAYERS.stream().flatMap(Set::stream).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(listed), new TreeSet<>(found));
  }

  @Test
  void importsPointUpwardsOnly() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CORE) {
      for (Dependency use : type.getDirectDependenciesFromSelf()) {
        JavaClass target = use.getTargetClass().getBaseComponentType();
        if (!target.isPrimitive() && !isAllowed(type, target.getName())) {
          wrong.add(type.getName() + " -> " + target.getName());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  private static boolean isAllowed(JavaClass type, String target) {
    if (!target.startsWith("id.segel.core.")) {
      return ALLOWED_OUTSIDE.stream().anyMatch(target::startsWith);
    }
    String from = capability(type);
    String to = capability(target);
    return from.equals(to) || layer(to) < layer(from);
  }

  private static String capability(JavaClass type) {
    return capability(type.getName());
  }

  private static String capability(String name) {
    String rest = name.substring("id.segel.core.".length());
    return rest.substring(0, rest.indexOf('.'));
  }

  private static int layer(String capability) {
    for (int i = 0; i < LAYERS.size(); i++) {
      if (LAYERS.get(i).contains(capability)) {
        return i;
      }
    }
    throw new AssertionError("no layer for " + capability);
  }
}
