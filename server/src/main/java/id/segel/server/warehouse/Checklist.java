package id.segel.server.warehouse;

import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.warehouse.ChecklistPublished;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** What is looked at in an inspection, as somebody wrote it (docs/formats/site.md). */
record Checklist(String code, String id, String en, List<Item> items, String text) {

  /** One thing that is looked at, in two languages. */
  record Item(String code, String id, String en, Role owner, int days) {}

  /** 80 items in two languages take about 25,000. */
  static final int LETTERS_MAX = 48 << 10;

  private static final int SENTENCE_MAX = 300;
  private static final int DEPTH_MAX = 6;

  /** Its version as a fact. */
  ChecklistPublished published(int version, @Nullable String by) {
    return new ChecklistPublished(
        code,
        version,
        digest(),
        items.stream()
            .map(item -> new ChecklistPublished.Item(item.code, item.owner, item.days))
            .toList(),
        by);
  }

  Id digest() {
    return Id.ofText(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads one; {@link MalformedException} says what is wrong in it, and where. */
  static Checklist read(String text) {
    if (text.length() > LETTERS_MAX) {
      throw new MalformedException("a checklist has at most " + LETTERS_MAX + " letters");
    }
    var options = new LoaderOptions();
    options.setCodePointLimit(LETTERS_MAX);
    options.setNestingDepthLimit(DEPTH_MAX);
    options.setMaxAliasesForCollections(0);
    options.setAllowRecursiveKeys(false);
    options.setAllowDuplicateKeys(false);
    Object loaded;
    try {
      loaded = new Yaml(new SafeConstructor(options)).load(text);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new MalformedException("line " + line + ": " + e.getProblem(), e);
    } catch (YAMLException | IllegalArgumentException e) {
      throw new MalformedException("this is no YAML that a checklist may have", e);
    }
    Map<?, ?> all = map(loaded, "a checklist", List.of("code", "id", "en", "items"));
    if (!(all.get("items") instanceof List<?> listed)) {
      throw new MalformedException("items: a list is expected");
    }
    var items = new ArrayList<Item>();
    for (Object one : listed) {
      String where = "item " + (items.size() + 1);
      Map<?, ?> item = map(one, where, List.of("code", "id", "en", "owner", "days"));
      Object days = item.get("days");
      if (!(days instanceof Integer number)) {
        throw new MalformedException(where + ": days is a whole number");
      }
      items.add(
          new Item(
              sentence(item, "code", where),
              sentence(item, "id", where),
              sentence(item, "en", where),
              Role.parse(sentence(item, "owner", where)),
              number));
    }
    var checklist =
        new Checklist(
            sentence(all, "code", "a checklist"),
            sentence(all, "id", "a checklist"),
            sentence(all, "en", "a checklist"),
            List.copyOf(items),
            text);
    // Codes, days and numbers of items are for the fact to judge.
    checklist.published(1, null);
    return checklist;
  }

  private static Map<?, ?> map(@Nullable Object value, String where, List<String> names) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new MalformedException(where + " has the fields " + String.join(", ", names));
    }
    for (Object name : map.keySet()) {
      if (!names.contains(String.valueOf(name))) {
        throw new MalformedException(where + ": there is no field " + name);
      }
    }
    return map;
  }

  private static String sentence(Map<?, ?> map, String name, String where) {
    if (map.get(name) instanceof String text && !text.isBlank() && text.length() <= SENTENCE_MAX) {
      return text.strip();
    }
    throw new MalformedException(
        where + ": " + name + " is a text of 1 to " + SENTENCE_MAX + " letters");
  }
}
