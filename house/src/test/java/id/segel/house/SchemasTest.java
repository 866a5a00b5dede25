package id.segel.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.house.SourceTree.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A package of the server speaks SQL to its own schema alone, which has its name. What another one
 * knows is asked for through its public noun, or projected from the facts into one's own tables.
 */
class SchemasTest {

  private static final String SERVER = "server/src/main/java/id/segel/server/";
  private static final Pattern MIGRATION =
      Pattern.compile("server/src/main/resources/db/migration/V\\d{3}__(\\w+)\\.sql");

  private static final Pattern STRING =
      Pattern.compile("(?s)\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern VERB =
      Pattern.compile(
          "(?i)\\b(select|insert|update|delete|truncate|from|join|into|copy|create|alter|drop)\\b");
  private static final Pattern TABLE = Pattern.compile("(?<![\\w.:'])([a-z]+)\\.[a-z_]+");

  /** Who may read a neighbour's tables all the same, and why. */
  private static final Map<String, Set<String>> READS =
      Map.of(
          // The rules read statements on the sequencer's own connection, as the entries hold them;
          // holders are numbers of log.signers.
          "custody", Set.of("log"));

  @Test
  void packagesKeepToTheirSchemas() {
    Set<String> schemas = schemas(SourceTree.FILES);
    List<String> wrong =
        SourceTree.FILES.stream()
            .filter(file -> file.path().startsWith(SERVER) && file.path().endsWith(".java"))
            .flatMap(file -> trespasses(file, schemas).stream())
            .toList();
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void migrationsKeepToTheirSchemas() {
    Set<String> schemas = schemas(SourceTree.FILES);
    List<String> wrong =
        SourceTree.FILES.stream()
            .filter(file -> MIGRATION.matcher(file.path()).matches())
            .flatMap(file -> strangers(file, schemas).stream())
            .toList();
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everySchemaBelongsToAPackage() {
    var packages =
        SourceTree.FILES.stream()
            .map(Source::path)
            .filter(path -> path.startsWith(SERVER) && path.indexOf('/', SERVER.length()) > 0)
            .map(path -> path.substring(SERVER.length(), path.indexOf('/', SERVER.length())))
            .collect(Collectors.toSet());
    var homeless = new TreeSet<>(schemas(SourceTree.FILES));
    homeless.removeAll(packages);
    assertEquals(Set.of(), homeless);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          region/RegionViews.java      | sql("select code from region.places")                    | 0
          region/RegionViews.java      | sql("select box from custody.boxes")                     | 1
          region/RegionViews.java      | sql("select p.code from region.places p join log.tree t") | 1
          region/RegionProjector.java  | sql("truncate region.places, situation.tps")             | 1
          situation/TpsViews.java      | sql("update custody.boxes set leg = 1")                  | 1
          log/LogKeys.java             | data.resolve("region.csv")                               | 0
          custody/StatementStore.java  | sql("select leaf from log.entries")                      | 0
          custody/StatementStore.java  | sql("insert into log.entries values (1)")                | 1
          custody/BoxViews.java        | region.roster().name()                                   | 0
          """)
  void bites(String path, String line, int expected) {
    var schemas = Set.of("log", "region", "custody", "situation");
    assertEquals(expected, trespasses(Source.of(SERVER + path, line), schemas).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          V003__region.sql  | create table region.places (code text);     | 0
          V003__region.sql  | create table custody.places (code text);    | 1
          V003__region.sql  | -- holder is a log.signers number           | 0
          """)
  void bitesInMigrations(String name, String line, int expected) {
    var file = Source.of("server/src/main/resources/db/migration/" + name, line);
    assertEquals(expected, strangers(file, Set.of("log", "region", "custody")).size());
  }

  private static Set<String> schemas(List<Source> files) {
    return files.stream()
        .map(file -> MIGRATION.matcher(file.path()))
        .filter(java.util.regex.Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> trespasses(Source file, Set<String> schemas) {
    String inside = file.path().substring(SERVER.length());
    String own = inside.contains("/") ? inside.substring(0, inside.indexOf('/')) : "";
    var wrong = new ArrayList<String>();
    for (MatchResult literal : STRING.matcher(file.text()).results().toList()) {
      String text = literal.group(1) != null ? literal.group(1) : literal.group(2);
      if (text == null || !VERB.matcher(text).find()) {
        continue;
      }
      boolean writes = text.matches("(?is).*\\b(insert|update|delete|truncate|alter|drop)\\b.*");
      Set<String> mayRead = writes ? Set.of() : READS.getOrDefault(own, Set.of());
      for (MatchResult table : TABLE.matcher(text).results().toList()) {
        String schema = table.group(1);
        if (schemas.contains(schema) && !schema.equals(own) && !mayRead.contains(schema)) {
          wrong.add(file.path() + " speaks to " + table.group() + ": use your own projection");
        }
      }
    }
    return wrong;
  }

  private static List<String> strangers(Source migration, Set<String> schemas) {
    var name = MIGRATION.matcher(migration.path());
    String own = name.matches() ? name.group(1) : "";
    String text = migration.text().replaceAll("--.*", "");
    return TABLE
        .matcher(text)
        .results()
        .filter(table -> schemas.contains(table.group(1)) && !table.group(1).equals(own))
        .map(table -> migration.path() + " speaks to " + table.group())
        .toList();
  }
}
