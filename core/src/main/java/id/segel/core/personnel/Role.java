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
