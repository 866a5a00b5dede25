package id.segel.server.finding;

import id.segel.core.finding.Finding;
import id.segel.core.personnel.Role;
import id.segel.core.region.AreaDrawn;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.region.Areas;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Phones of those on duty, one for each role and territory, beside the log: a number may be a
 * person's, and is gone when it is erased.
 */
@Component
class Phones {

  /** Of all TPS of a city none has a number of its own; more than this is no list of duty. */
  private static final int KEPT_MAX = 2_000;

  private static final int LABEL_MAX = 60;

  /** Numbers of one role that anybody tries. */
  private static final int CALLED_MAX = 3;

  /** How many digits the territory of a role has. */
  private static final Map<Role, Integer> DIGITS =
      new EnumMap<>(
          Map.of(
              Role.KPU_PROVINSI, 2,
              Role.KPU_KOTA, 4,
              Role.PPK, 6,
              Role.PPS, 10,
              Role.KPPS, 13,
              Role.POLDA, 2,
              Role.POLRES, 4,
              Role.KODAM, 2,
              Role.BAWASLU, 2));

  /** The committees that the commission appoints, and whose numbers it keeps. */
  private static final List<Role> COMMITTEES = List.of(Role.PPK, Role.PPS, Role.KPPS);

  /** A number of a role in a territory. */
  record Phone(Role role, String territory, String phone, String label) {}

  /** Somebody to call about a finding. */
  record Call(Role role, String territory) {}

  private static final RowMapper<Phone> PHONE =
      (row, n) ->
          new Phone(
              Role.parse(row.getString(1)), row.getString(2), row.getString(3), row.getString(4));

  private final JdbcClient sql;
  private final Areas areas;
  private final Clock real;

  Phones(JdbcClient sql, Areas areas, Clock real) {
    this.sql = sql;
    this.areas = areas;
    this.real = real;
  }

  /** All of them, from the province down. */
  List<Phone> all() {
    return sql.sql(
            "select role, territory, phone, label from finding.phones order by territory, role")
        .query(PHONE)
        .list();
  }

  /**
   * Whom to call about a finding, the one who must act first. Where a finding is of a region so
   * large that a role has many in it, nobody of that role is named.
   */
  static List<Call> calls(Finding one, String province) {
    String place = placeOf(one, province);
    var calls = new ArrayList<Call>();
    Role owner = one.rule().owner();
    int most = DIGITS.getOrDefault(owner, 2);
    calls.add(new Call(owner, place.substring(0, Math.min(most, place.length()))));
    for (Role role :
        List.of(Role.PPS, Role.PPK, Role.KPU_KOTA, Role.POLRES, Role.POLDA, Role.BAWASLU)) {
      int digits = DIGITS.getOrDefault(role, 2);
      if (role != owner && digits <= place.length()) {
        calls.add(new Call(role, place.substring(0, digits)));
      }
    }
    return calls;
  }

  static String placeOf(Finding one, String province) {
    return one.region().isEmpty() ? province : one.region();
  }

  /** The numbers for a call about this place, the nearest first. */
  List<Phone> of(Call call, String place, List<Phone> all) {
    return all.stream()
        .filter(one -> one.role() == call.role() && isOf(one.territory(), place))
        .sorted(Comparator.comparingInt(one -> -one.territory().length()))
        .limit(CALLED_MAX)
        .toList();
  }

  private boolean isOf(String territory, String place) {
    return place.startsWith(territory)
        || (AreaDrawn.isCode(territory)
            && areas.regionsOf(territory).stream()
                .anyMatch(region -> place.startsWith(region) || region.startsWith(place)));
  }

  /** An agency keeps its own numbers in its territory, and KPU those of its committees. */
  static boolean mayEdit(Caller caller, Role role, String territory) {
    return caller.role() != Role.ADMIN
        && (caller.role() == role || (mayKeepBelow(caller) && COMMITTEES.contains(role)))
        && (caller.covers(territory) || territory.equals(caller.territory()));
  }

  static boolean mayKeepBelow(Caller caller) {
    return caller.isKpu();
  }

  void keep(Phone phone, String writer) {
    if (!phone.phone().matches("\\+?[0-9][0-9 -]{2,19}")) {
      throw Problem.malformed("A phone is 3 to 20 digits, spaces and dashes, perhaps after a +.");
    }
    if (phone.label().length() > LABEL_MAX) {
      throw Problem.malformed("A label has at most " + LABEL_MAX + " characters.");
    }
    if (!phone.territory().matches("[0-9]{2,13}") && !areas.has(phone.territory())) {
      throw Problem.malformed("A number is of a region, a TPS or an area.");
    }
    long kept = sql.sql("select count(*) from finding.phones").query(Long.class).single();
    if (kept >= KEPT_MAX) {
      throw new Problem(409, "PHONES_FULL", "No more numbers are kept: erase old ones first.");
    }
    sql.sql(
            """
            insert into finding.phones (role, territory, phone, label, writer, written_at)
            values (:role, :territory, :phone, :label, :writer, :at)
            on conflict (role, territory) do update
               set phone = :phone, label = :label, writer = :writer, written_at = :at
            """)
        .param("role", phone.role().name())
        .param("territory", phone.territory())
        .param("phone", phone.phone())
        .param("label", phone.label())
        .param("writer", writer)
        .param("at", real.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** False when there is none. */
  boolean erase(Role role, String territory) {
    return sql.sql("delete from finding.phones where role = :role and territory = :territory")
            .param("role", role.name())
            .param("territory", territory)
            .update()
        > 0;
  }
}
