package id.segel.server.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The tables of this program, by the names of its migrations, {@code V001__log.sql}.
 *
 * @param version of the newest
 * @param schemas that are ours
 */
record Schema(String version, Set<String> schemas) {

  private static final Pattern MIGRATION = Pattern.compile("V([0-9]+)__([a-z]+)\\.sql");

  static Schema ours() {
    var versions = new TreeSet<String>();
    var schemas = new TreeSet<String>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:db/migration/V*.sql")) {
        Matcher name = MIGRATION.matcher(String.valueOf(file.getFilename()));
        if (name.matches()) {
          versions.add(name.group(1));
          schemas.add(name.group(2));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Schema(versions.last(), Set.copyOf(schemas));
  }
}
