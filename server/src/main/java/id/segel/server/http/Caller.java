package id.segel.server.http;

import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling. A handler method takes one as an argument.
 *
 * @param code the random code of a user
 * @param role of a user or device
 * @param territory of a user or device: a region code, a TPS code of 13 digits, or an area's code
 * @param regions the codes below which the territory lies; several for an area that is no region
 * @param device the key of a device
 */
public record Caller(
    Kind kind,
    @Nullable String code,
    @Nullable Role role,
    @Nullable String territory,
    List<String> regions,
    @Nullable PartyKey device) {

  public static final Caller ANONYMOUS =
      new Caller(Kind.ANONYMOUS, null, null, null, List.of(), null);
  public static final Caller DEMO = new Caller(Kind.DEMO, null, null, null, List.of(), null);

  /** How the token of a worker begins, which is no device: its door knows it. */
  public static final String WORKER_TOKEN = "cam_";

  private static final String ATTRIBUTE = Caller.class.getName();

  /** How the caller showed itself. */
  public enum Kind {
    ANONYMOUS,
    USER,
    DEVICE,
    DEMO
  }

  public static Caller user(String code, Role role, String territory) {
    return user(code, role, territory, List.of(territory));
  }

  public static Caller user(String code, Role role, String territory, List<String> regions) {
    return new Caller(Kind.USER, code, role, territory, List.copyOf(regions), null);
  }

  public static Caller device(PartyKey key, Role role, String territory) {
    return new Caller(Kind.DEVICE, null, role, territory, List.of(territory), key);
  }

  /** The caller of this request, {@link #ANONYMOUS} unless a filter has found out more. */
  public static Caller of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : ANONYMOUS;
  }

  /** Tells later filters and handlers of this request who is calling. */
  public void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  public boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  public boolean isAdmin() {
    return kind == Kind.USER && role == Role.ADMIN;
  }

  /** The code of a caller who can only be a user. */
  public String userCode() {
    return Objects.requireNonNull(code, "a user has a code");
  }

  /** Refuses what lies elsewhere; answers the place otherwise. */
  public PlaceCode own(PlaceCode place) {
    if (!covers(place.region())) {
      throw Problem.notAllowed("This place is not of your territory.");
    }
    return place;
  }

  /** Whether this is a user of the commission, province or city. */
  public boolean isKpu() {
    return kind == Kind.USER && (role == Role.KPU_PROVINSI || role == Role.KPU_KOTA);
  }

  /** Whether this is a user of the overseer of elections. */
  public boolean isBawaslu() {
    return kind == Kind.USER && role == Role.BAWASLU;
  }

  /** Whether this is a user in a role that holds boxes. */
  public boolean isHolder() {
    return kind == Kind.USER && role != null && role.isHolder();
  }

  /** Whether a region or TPS, by its code, is of the caller's territory. */
  public boolean covers(String place) {
    return isAdmin() || regions.stream().anyMatch(place::startsWith);
  }
}
