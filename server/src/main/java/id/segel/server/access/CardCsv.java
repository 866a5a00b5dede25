package id.segel.server.access;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionCode;
import id.segel.core.region.Roster;
import id.segel.server.access.Invitations.Post;
import id.segel.server.http.Caller;
import id.segel.server.http.Csv;
import id.segel.server.http.Problem;
import id.segel.server.http.WrongCells;
import id.segel.server.http.WrongCells.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom to invite from a CSV with the columns role, territory and, if wanted, count. Every
 * wrong cell is named by line and column; then nobody is invited.
 */
final class CardCsv {

  /** More than the TPS of any province but the largest, which does it by kota. */
  static final int CARDS_MAX = 50_000;

  /** A committee has seven people. */
  static final int COUNT_MAX = 20;

  /** Why a cell is wrong; the interface has a sentence for each. */
  enum Wrong {
    HEADER,
    NOT_CSV,
    NO_ROWS,
    TOO_MANY,
    CELLS,
    ROLE_UNKNOWN,
    ROLE_NOT_YOURS,
    TERRITORY_FORM,
    TERRITORY_UNKNOWN,
    TERRITORY_NOT_YOURS,
    TWICE,
    COUNT
  }

  /**
   * What a file asks for; no posts when a cell is wrong.
   *
   * @param wrong the first {@link WrongCells#MAX}
   */
  record Read(List<Post> posts, List<Cell<Wrong>> wrong, int wrongCount) {}

  private final Roster roster;
  private final Caller caller;
  private final List<Post> posts = new ArrayList<>();
  private final WrongCells<Wrong> wrong = new WrongCells<>();
  private final Set<Post> seen = new HashSet<>();

  private CardCsv(Roster roster, Caller caller) {
    this.roster = roster;
    this.caller = caller;
  }

  /** Reads a whole file for somebody who may invite below themselves. */
  static Read read(String file, Roster roster, Caller caller) {
    var reader = new CardCsv(roster, caller);
    reader.read(Csv.withoutMark(file));
    return new Read(
        reader.wrong.count() == 0 ? List.copyOf(reader.posts) : List.of(),
        reader.wrong.first(),
        reader.wrong.count());
  }

  private void read(String text) {
    List<String> columns = null;
    try (var lines = Csv.lines(text)) {
      for (CsvRecord line : lines) {
        if (columns == null) {
          columns = columns(line);
          if (columns.isEmpty()) {
            return;
          }
        } else {
          row(line, columns);
        }
        if (posts.size() > CARDS_MAX) {
          wrong.add(line.getStartingLineNumber(), "", Wrong.TOO_MANY, "");
          return;
        }
      }
    } catch (CsvParseException notCsv) {
      wrong.add(Csv.lineOf(notCsv), "", Wrong.NOT_CSV, "");
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (posts.isEmpty() && wrong.count() == 0) {
      wrong.add(2, "", Wrong.NO_ROWS, "");
    }
  }

  /** The names of the columns in their order; none when they are not the ones. */
  private List<String> columns(CsvRecord head) {
    List<String> names =
        head.getFields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    boolean isWhole =
        names.contains("role")
            && names.contains("territory")
            && Set.of("role", "territory", "count").containsAll(names)
            && Set.copyOf(names).size() == names.size();
    if (!isWhole) {
      wrong.add(1, "", Wrong.HEADER, String.join(",", names));
      return List.of();
    }
    return names;
  }

  private void row(CsvRecord line, List<String> columns) {
    long at = line.getStartingLineNumber();
    if (line.getFieldCount() != columns.size()) {
      wrong.add(at, "", Wrong.CELLS, Integer.toString(line.getFieldCount()));
      return;
    }
    int before = wrong.count();
    Role role = role(at, cell(line, columns, "role"));
    String territory = cell(line, columns, "territory").replace(".", "");
    if (role != null) {
      territory(at, role, territory);
    }
    int count = count(at, cell(line, columns, "count"));
    if (role != null && wrong.count() == before) {
      var post = new Post(role, territory);
      if (!seen.add(post)) {
        wrong.add(at, "territory", Wrong.TWICE, territory);
      }
      for (int i = 0; i < count; i++) {
        posts.add(post);
      }
    }
  }

  private @Nullable Role role(long line, String text) {
    Role role;
    try {
      role = Role.parse(text.toUpperCase(Locale.ROOT));
    } catch (MalformedException notRole) {
      wrong.add(line, "role", Wrong.ROLE_UNKNOWN, text);
      return null;
    }
    Role own = caller.role();
    if (!caller.isAdmin() && (own == null || !role.isHolder() || role.compareTo(own) < 0)) {
      wrong.add(line, "role", Wrong.ROLE_NOT_YOURS, text);
      return null;
    }
    return role;
  }

  private void territory(long line, Role role, String territory) {
    try {
      Territories.check(role, territory);
    } catch (Problem notOne) {
      wrong.add(line, "territory", Wrong.TERRITORY_FORM, territory);
      return;
    }
    if (!isKnown(territory)) {
      wrong.add(line, "territory", Wrong.TERRITORY_UNKNOWN, territory);
    } else if (!caller.covers(territory)) {
      wrong.add(line, "territory", Wrong.TERRITORY_NOT_YOURS, territory);
    }
  }

  private boolean isKnown(String territory) {
    return switch (territory.length()) {
      case 0 -> true;
      case 13 -> roster.knowsTps(Long.parseLong(territory));
      default -> roster.name(new RegionCode(territory)) != null;
    };
  }

  private int count(long line, String text) {
    if (text.isEmpty()) {
      return 1;
    }
    int count = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > COUNT_MAX) {
      wrong.add(line, "count", Wrong.COUNT, text);
    }
    return count;
  }

  private static String cell(CsvRecord line, List<String> columns, String name) {
    int i = columns.indexOf(name);
    return i < 0 ? "" : line.getField(i).strip();
  }
}
