package id.segel.server.access;

import id.segel.core.personnel.Role;
import id.segel.core.region.AreaDrawn;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import java.util.List;

/**
 * Where somebody acts: a prefix of region codes, whose length follows from the role. A Polres may
 * act in an area that is no region.
 */
final class Territories {

  /** The prefix of every code, for administrators. */
  static final String EVERYWHERE = "";

  private Territories() {}

  /** A problem unless this role has territories of this form. */
  static void check(Role role, String territory) {
    if ((role == Role.ADMIN && territory.equals(EVERYWHERE))
        || (role == Role.POLRES && AreaDrawn.isCode(territory))) {
      return;
    }
    boolean digits = !territory.isEmpty() && territory.length() <= 13;
    for (int i = 0; digits && i < territory.length(); i++) {
      digits = territory.charAt(i) >= '0' && territory.charAt(i) <= '9';
    }
    boolean fits =
        digits
            && switch (role) {
              case KPU_PROVINSI -> territory.length() == 2;
              case KPU_KOTA -> territory.length() == 4;
              case PPK -> territory.length() == 6;
              case PPS -> territory.length() == 10;
              case KPPS, SAKSI -> territory.length() == 13;
              case BAWASLU -> List.of(2, 4, 6, 10, 13).contains(territory.length());
              case POLDA,
                  POLRES,
                  KODAM,
                  BINDA,
                  SATPOL_PP,
                  PEMPROV,
                  BAKESBANGPOL,
                  KEJAKSAAN,
                  DINKES,
                  ADMIN ->
                  territory.length() == 2
                      || territory.length() == 4
                      || territory.length() == 6
                      || territory.length() == 10;
            };
    if (!fits) {
      throw Problem.malformed(
          role + " does not act in " + (digits ? territory : "such a territory") + ".");
    }
  }

  /** A problem unless this caller may invite that role there. */
  static void checkBelow(Caller caller, Role role, String territory) {
    if (!mayInvite(caller, role, territory)) {
      throw Problem.notAllowed(
          "You may invite your own people of your territory, not "
              + role
              + " of "
              + territory
              + ".");
    }
  }

  /**
   * The commission invites those who hold boxes below itself, and saksi; a body that watches its
   * own people; the administrator anybody.
   */
  static boolean mayInvite(Caller caller, Role role, String territory) {
    return caller.isAdmin()
        || (caller.role() != null
            && (caller.role().isHolder()
                ? (role.isHolder() || role == Role.SAKSI) && role.compareTo(caller.role()) >= 0
                : role == caller.role())
            && caller.covers(territory));
  }
}
