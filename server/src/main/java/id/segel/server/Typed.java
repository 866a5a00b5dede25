package id.segel.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was typed after a command: options that take a value or none, and the rest in order. */
final class Typed {

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, List<String>> all = new HashMap<>();
  private final List<String> rest = new ArrayList<>();

  /**
   * Reads {@code --name value}, {@code --name=value} and {@code --flag}.
   *
   * @param valued names that take a value
   * @param flags names that do not
   * @throws IllegalArgumentException naming what is not understood
   */
  Typed(List<String> words, List<String> valued, List<String> flags) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("--")) {
        rest.add(word);
      } else if (valued.contains(name)) {
        if (equals < 0 && i + 1 == words.size()) {
          throw new IllegalArgumentException(name + " needs a value.");
        }
        String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
        values.put(name, value);
        all.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
      } else if (flags.contains(word)) {
        values.put(word, "");
      } else {
        throw new IllegalArgumentException("There is no option " + name + " here; see --help.");
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable String value(String name) {
    return values.get(name);
  }

  /** The values of an option that may stand several times. */
  List<String> all(String name) {
    return all.getOrDefault(name, List.of());
  }

  List<String> rest() {
    return rest;
  }
}
