package id.segel.core.incident;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outlines of lines {@code path = value}: {@code steps.1.next = END}. A number in a path is a place
 * in a list, {@code [a b]} a list of values, {@code -} takes away what stood there.
 */
final class Outlines {

  private final Map<String, Object> root = new LinkedHashMap<>();

  Outlines(String lines) {
    lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::set);
  }

  Outlines set(String line) {
    String[] parts = line.split(" = ", 2);
    String[] path = parts[0].strip().split("\\.", -1);
    Map<String, Object> at = root;
    for (int i = 0; i + 1 < path.length; i++) {
      at = child(at, path[i]);
    }
    String last = path[path.length - 1];
    if (parts[1].strip().equals("-")) {
      at.remove(last);
    } else {
      at.put(last, parts[1].strip());
    }
    return this;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> at, String name) {
    return (Map<String, Object>) at.computeIfAbsent(name, any -> new LinkedHashMap<>());
  }

  Outline outline() {
    return of(root);
  }

  @SuppressWarnings("unchecked")
  private static Outline of(Object value) {
    if (value instanceof Map<?, ?>) {
      var map = (Map<String, Object>) value;
      if (!map.isEmpty() && map.keySet().stream().allMatch(key -> key.matches("[0-9]+"))) {
        var items = new ArrayList<Outline>();
        map.values().forEach(one -> items.add(of(one)));
        return new Outline.Items(1, items);
      }
      var fields = new ArrayList<Outline.Field>();
      // A mark behind a name makes it stand twice.
      map.forEach((name, one) -> fields.add(new Outline.Field(1, name.replace("'", ""), of(one))));
      return new Outline.Named(1, fields);
    }
    String text = value.toString();
    if (!text.startsWith("[")) {
      return new Outline.Value(1, text);
    }
    List<Outline> items =
        List.of(text.substring(1, text.length() - 1).split(" ", -1)).stream()
            .filter(one -> !one.isEmpty())
            .<Outline>map(one -> new Outline.Value(1, one))
            .toList();
    return new Outline.Items(1, items);
  }
}
