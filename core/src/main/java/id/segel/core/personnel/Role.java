package id.segel.core.personnel;

import id.segel.core.fact.MalformedException;

/** What somebody is in the election. The first five hold boxes; the others watch or administer. */
public enum Role {
  KPU_PROVINSI,
  KPU_KOTA,
  PPK,
  PPS,
  KPPS,
  POLDA,
  POLRES,
  KODAM,
  BAWASLU,
  BINDA,
  SATPOL_PP,
  PEMPROV,
  BAKESBANGPOL,
  KEJAKSAAN,
  DINKES,
  /** A participant's representative at the TPS. */
  SAKSI,
  ADMIN;

  /** Whether somebody in this role may hold boxes. */
  public boolean isHolder() {
    return compareTo(KPPS) <= 0;
  }

  /**
   * Which body it is of: all of the commission are one, so are the police of province and city, and
   * an office is of its government.
   */
  public String body() {
    return switch (this) {
      case POLRES -> POLDA.name();
      case BAKESBANGPOL -> PEMPROV.name();
      default -> isHolder() ? "KPU" : name();
    };
  }

  /** {@link MalformedException} when there is no such role. */
  public static Role parse(String name) {
    for (Role role : values()) {
      if (role.name().equals(name)) {
        return role;
      }
    }
    throw new MalformedException("no role is called " + name);
  }
}
