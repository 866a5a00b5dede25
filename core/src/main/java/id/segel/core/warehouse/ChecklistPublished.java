package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of what is looked at in an inspection is in force.
 *
 * @param digest SHA-256 of its text, which stands beside the log
 * @param by code of the user; null for the one that is built in and was needed
 */
public record ChecklistPublished(
    String code, int version, Id digest, List<Item> items, @Nullable String by) implements Fact {

  public static final int VERSION_MAX = 9_999;
  private static final int ITEMS_MAX = 80;
  private static final int DAYS_MAX = 60;

  /**
   * One thing that is looked at.
   *
   * @param owner role that mends what is missing, unless the inspector names another
   * @param days in which it is to be mended, unless the inspector names a day
   */
  public record Item(String code, Role owner, int days) {

    /** {@link MalformedException} when it is not as described. */
    public Item {
      checkCode(code);
      if (days < 0 || days > DAYS_MAX) {
        throw new MalformedException("a gap is mended in 0 to " + DAYS_MAX + " days: " + days);
      }
    }

    @Override
    public String toString() {
      return code + " " + owner + " " + days;
    }

    static Item parse(String text) {
      String[] words = text.split(" ", -1);
      if (words.length != 3) {
        throw new MalformedException("an item is a code, a role and days: " + text);
      }
      return new Item(
          words[0], Role.parse(words[1]), (int) Fields.number(words[2], DAYS_MAX, "days"));
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public ChecklistPublished {
    checkCode(code);
    if (version < 1 || version > VERSION_MAX) {
      throw new MalformedException("a version is 1 to " + VERSION_MAX + ": " + version);
    }
    items = List.copyOf(items);
    if (items.isEmpty() || items.size() > ITEMS_MAX) {
      throw new MalformedException("a checklist has 1 to " + ITEMS_MAX + " items");
    }
    var seen = new HashSet<String>();
    for (Item item : items) {
      if (!seen.add(item.code())) {
        throw new MalformedException("an item stands twice: " + item.code());
      }
    }
    if (by != null) {
      UserChanged.checkUser(by);
    }
  }

  /** {@link MalformedException} unless it is a word of small letters, digits and dashes. */
  public static void checkCode(String code) {
    if (!code.matches("[a-z][a-z0-9-]{0,23}")) {
      throw new MalformedException("a code is small letters, digits and dashes: " + code);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("checklist ").append(code).append('\n');
    out.append("version ").append(version).append('\n');
    out.append("digest ").append(digest).append('\n');
    items.forEach(item -> out.append("item ").append(item).append('\n'));
    if (by != null) {
      out.append("by ").append(by).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ChecklistPublished read(Fields fields) {
    var published =
        new ChecklistPublished(
            fields.take("checklist"),
            (int) fields.takeNumber("version", VERSION_MAX),
            fields.take("digest", Id::parse),
            fields.takeAll("item", Item::parse),
            fields.has("by") ? fields.take("by") : null);
    fields.end();
    return published;
  }
}
