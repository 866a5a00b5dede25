package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who could do something at a place: users who log in and phones that were enrolled, folded from
 * the log. Owned by one thread.
 */
public final class Presence {

  private record Seat(Role role, String territory) {}

  private final Map<String, Seat> users = new HashMap<>();
  private final Set<String> suspended = new HashSet<>();
  private final Map<PartyKey, Seat> devices = new HashMap<>();
  private final Map<String, List<String>> areas = new HashMap<>();

  /** Takes in a fact; those that are not about people change nothing. */
  public void apply(Fact fact) {
    switch (fact) {
      case UserAppointed it -> users.put(it.user(), new Seat(it.role(), it.territory()));
      case UserChanged it -> {
        switch (it.change()) {
          case SUSPENDED -> suspended.add(it.user());
          case RESTORED -> suspended.remove(it.user());
          case PASSWORD -> {}
        }
      }
      case DeviceEnrolled it -> devices.putIfAbsent(it.key(), new Seat(it.role(), it.territory()));
      case DeviceRevoked it -> devices.remove(it.key());
      case AreaDrawn it ->
          areas.put(it.code(), it.regions().stream().map(RegionCode::digits).toList());
      default -> {}
    }
  }

  /** The role of each who acts at this place, one for each user or phone. */
  public List<Role> at(PlaceCode place) {
    var roles = new ArrayList<Role>();
    users.forEach((code, seat) -> {
      if (!suspended.contains(code) && covers(seat, place)) {
        roles.add(seat.role());
      }
    });
    devices.values().stream()
        .filter(seat -> covers(seat, place))
        .forEach(seat -> roles.add(seat.role()));
    return roles;
  }

  private boolean covers(Seat seat, PlaceCode place) {
    if (seat.role() == Role.ADMIN) {
      return false;
    }
    return areas.getOrDefault(seat.territory(), List.of(seat.territory())).stream()
        .anyMatch(place.region()::startsWith);
  }
}
