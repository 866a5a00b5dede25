package id.segel.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import id.segel.house.SourceTree.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is banned where, and what to use instead. Each rule has a bad line that proves it bites. */
class TidyTest {

  /**
   * One banned thing.
   *
   * @param banned found in a line, it breaks the rule
   * @param where the paths it is about
   * @param allowed the few files that may, by path: the wiring
   * @param badPath a path at which {@code bad} breaks the rule
   */
  record Rule(
      String name,
      Pattern banned,
      Predicate<String> where,
      Set<String> allowed,
      String useInstead,
      String badPath,
      String bad) {

    List<String> broken(Source file) {
      var broken = new ArrayList<String>();
      if (where.test(file.path())) {
        int number = 0;
        for (String line : file.text().lines().toList()) {
          number++;
          if (banned.matcher(line).find()) {
            broken.add(file.path() + ":" + number + ": " + line.strip() + "  -> " + useInstead);
          }
        }
      }
      return broken;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final int MAX_BYTES = 200 * 1024;

  /** This file is the list of banned words. */
  private static final Set<String> SELF =
      Set.of("house/src/test/java/id/segel/house/TidyTest.java");

  static List<Rule> rules() {
    return List.of(
        new Rule(
            "the wall clock",
            Pattern.compile(
                "\\bInstant\\.now\\(\\)|\\bSystem\\.currentTimeMillis\\(|\\bLocalDate\\.now\\(\\)"
                    + "|\\bnew Date\\(\\)"),
            TidyTest::isJava,
            Set.of(),
            "an InstantSource argument",
            "server/src/main/java/id/segel/server/log/Publisher.java",
            "Instant at = Instant.now();"),
        new Rule(
            "time without a zone",
            Pattern.compile("\\bLocalDateTime\\b"),
            TidyTest::isJava,
            Set.of(),
            "an Instant, and a zone where it is shown",
            "core/src/main/java/id/segel/core/region/Leg.java",
            "import java.time.LocalDateTime;"),
        new Rule(
            "chance without a seed",
            Pattern.compile(
                "\\bnew Random\\(|\\bMath\\.random\\b|\\bThreadLocalRandom\\b|\\bSplittableRandom\\b"),
            path -> isJava(path) || isWeb(path),
            Set.of(),
            "a seeded RandomGenerator argument",
            "sim/src/main/java/id/segel/sim/Faults.java",
            "int late = new Random(7).nextInt();"),
        new Rule(
            "fractions in the core",
            Pattern.compile("\\b(double|float|Double|Float)\\b"),
            path -> path.startsWith("core/src/main/java/"),
            Set.of(),
            "whole numbers with a unit: sheets, metres, degrees E7, seconds",
            "core/src/main/java/id/segel/core/region/GeoPoint.java",
            "public record GeoPoint(double lat, double lon) {}"),
        new Rule(
            "sleeping",
            Pattern.compile("\\bThread\\.sleep\\("),
            TidyTest::isJava,
            Set.of(),
            "wait for the condition itself, with a time limit",
            "server/src/main/java/id/segel/server/log/Publisher.java",
            "Thread.sleep(500);"),
        new Rule(
            "a test that waits for the clock",
            Pattern.compile("\\bTimeUnit\\.\\w+\\.sleep\\(|waitForTimeout\\("),
            TidyTest::isTest,
            Set.of(),
            "wait for the condition itself, with a time limit",
            "web/tests/story.mjs",
            "await page.waitForTimeout(500);"),
        new Rule(
            "a test that is left out",
            Pattern.compile("@Disabled\\b|\\b(it|test|describe)\\.(skip|only|todo)\\("),
            TidyTest::isTest,
            Set.of(),
            "mend it or delete it",
            "core/src/test/java/id/segel/core/LayersTest.java",
            "@Disabled"),
        new Rule(
            "prints",
            Pattern.compile("\\bSystem\\.(out|err)\\b|\\bprintStackTrace\\(|\\bconsole\\.log\\("),
            path -> (isJava(path) || path.startsWith("web/src/")) && !path.startsWith("cli/src/"),
            Set.of("server/src/main/java/id/segel/server/SegelServer.java"),
            "a logger named TRACE, or the answer of the command",
            "core/src/main/java/id/segel/core/custody/Fold.java",
            "System.out.println(box);"),
        new Rule(
            "work put off",
            Pattern.compile("\\b(TODO|FIXME|XXX)\\b"),
            path -> !path.startsWith("testdata/"),
            Set.of(),
            "do it, or make it a row of docs/STATUS.md",
            "web/src/lib/ui/Table.svelte",
            "// TODO sort by name"),
        new Rule(
            "MapLibre outside its door",
            Pattern.compile("['\"]maplibre-gl\\b"),
            path -> path.startsWith("web/src/") && !path.startsWith("web/src/lib/map/"),
            Set.of(),
            "a component of web/src/lib/map",
            "web/src/routes/+page.svelte",
            "import { Map } from 'maplibre-gl';"),
        new Rule(
            "paths of one machine",
            Pattern.compile("(?<![\\w.~}])/(work|root|home/\\w+|Users/\\w+)/"),
            path -> true,
            Set.of(),
            "a path from the repository's root, or a setting",
            "check",
            "roster=/home/rina/roster.csv"),
        new Rule(
            "a package source of one machine",
            Pattern.compile(
                "<repository>|<mirror>|<pluginRepository>|^registry *=|artifactory|nexus"
                    + "|https?://[\\w.-]+\\.(internal|intra|corp|lan|local)\\b"),
            path -> path.matches(".*(pom\\.xml|\\.json|\\.npmrc|\\.config|\\.ya?ml|\\.properties)"),
            Set.of(),
            "Maven Central and the npm registry; mirrors belong to the machine's own settings",
            "pom.xml",
            "<repository><url>https://maven.corp.example/</url></repository>"),
        new Rule(
            "a lock file that names a mirror",
            Pattern.compile("\"resolved\": *\"(?!https://registry\\.npmjs\\.org/)"),
            path -> path.endsWith("package-lock.json"),
            Set.of(),
            "the npm registry, or no resolved field",
            "web/package-lock.json",
            "\"resolved\": \"http://10.0.0.7:4873/vite/-/vite-8.3.8.tgz\","));
  }

  private static boolean isJava(String path) {
    return path.endsWith(".java");
  }

  private static boolean isWeb(String path) {
    return path.startsWith("web/") && path.matches(".*\\.(ts|mjs|js|svelte)");
  }

  private static boolean isTest(String path) {
    return path.contains("/src/test/") || path.matches(".*\\.test\\.ts|web/tests/.*");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyFileKeeps(Rule rule) {
    List<String> broken =
        SourceTree.texts().stream()
            .filter(file -> !SELF.contains(file.path()) && !rule.allowed().contains(file.path()))
            .flatMap(file -> rule.broken(file).stream())
            .toList();
    assertEquals("", String.join("\n", broken));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void bites(Rule rule) {
    assertEquals(1, rule.broken(Source.of(rule.badPath(), rule.bad())).size());
    assertFalse(rule.allowed().contains(rule.badPath()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void allowsNothingThatNeedsNoLeave(Rule rule) {
    for (String path : rule.allowed()) {
      assertFalse(
          SourceTree.FILES.stream()
              .filter(file -> file.path().equals(path))
              .allMatch(file -> rule.broken(file).isEmpty()),
          path + " is allowed what it does not do: " + rule);
    }
  }

  @Test
  void filesAreSmall() {
    assertEquals(List.of(), tooLarge(SourceTree.FILES));
    assertEquals(1, tooLarge(List.of(new Source("docs/all.png", new byte[MAX_BYTES + 1]))).size());
    assertEquals(0, tooLarge(List.of(new Source("testdata/a", new byte[MAX_BYTES + 1]))).size());
  }

  private static List<String> tooLarge(List<Source> files) {
    return files.stream()
        .filter(file -> file.bytes().length > MAX_BYTES && !file.path().startsWith("testdata/"))
        .map(file -> file.path() + " has " + file.bytes().length + " bytes; make it at build time")
        .toList();
  }

  @Test
  void everyPackageSaysWhatItIs() {
    List<Source> java = SourceTree.FILES.stream().filter(file -> isJava(file.path())).toList();
    assertEquals(List.of(), silentPackages(java));
    assertEquals(
        Set.of(
            "a/src/main/java/id/segel/a/package-info.java is missing",
            "b/src/main/java/id/segel/b/package-info.java does not start with a sentence",
            "c/src/main/java/id/segel/c/package-info.java is not @NullMarked",
            "d/src/main/java/id/segel/d/package-info.java has a comment of more than ten lines"),
        Set.copyOf(
            silentPackages(
                List.of(
                    Source.of("a/src/main/java/id/segel/a/Box.java", ""),
                    Source.of(
                        "b/src/main/java/id/segel/b/package-info.java",
                        "/** boxes */\n@NullMarked\npackage id.segel.b;\n"),
                    Source.of(
                        "c/src/main/java/id/segel/c/package-info.java",
                        "/** Boxes. */\npackage id.segel.c;\n"),
                    Source.of(
                        "d/src/main/java/id/segel/d/package-info.java",
                        "/**\n * Boxes.\n" + " * More.\n".repeat(12) + " */\n@NullMarked\n")))));
  }

  private static List<String> silentPackages(List<Source> java) {
    var wrong = new ArrayList<String>();
    java.stream()
        .filter(file -> file.path().contains("/src/main/java/"))
        .map(file -> file.resolve("package-info.java"))
        .distinct()
        .forEach(path -> {
          String text =
              java.stream()
                  .filter(file -> file.path().equals(path))
                  .map(Source::text)
                  .findAny()
                  .orElse("");
          if (text.isEmpty()) {
            wrong.add(path + " is missing");
          } else if (!text.matches("(?s)/\\*\\*\\s+(\\* )?[A-Z][^.:]*[.:].*")) {
            wrong.add(path + " does not start with a sentence");
          } else if (!text.contains("@NullMarked")) {
            wrong.add(path + " is not @NullMarked");
          } else if (text.substring(0, text.indexOf("*/")).lines().count() > 12) {
            wrong.add(path + " has a comment of more than ten lines");
          }
        });
    return wrong;
  }

  /** Words at the end of a class's name that say nothing. */
  @Test
  void namesMeanSomething() {
    Stream<String> names = SourceTree.FILES.stream().map(Source::path);
    assertEquals(List.of(), empty(names));
    assertEquals(
        1, empty(Stream.of("core/src/main/java/id/segel/core/box/BoxManager.java")).size());
  }

  private static List<String> empty(Stream<String> paths) {
    return paths
        .filter(path ->
            path.matches(
                ".*[a-z](Manager|Helper|Utils?|Service|Impl|Info|Data|Base|Abstract)\\.java"))
        .map(path -> path + ": ask what the clerk in the gudang would say")
        .toList();
  }
}
