package id.segel.server.access;

import id.segel.core.custody.SignedStatement;
import id.segel.core.personnel.Devices.Device;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.access.Invitations.Issued;
import id.segel.server.access.Invitations.Post;
import id.segel.server.region.Regions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Which cards are wanted, how they are put together, and what stands on each. */
@Component
class Cards {

  /** The cards of one kelurahan, or of a region above: one file. */
  record Part(String file, String title, List<Post> posts) {}

  private final Regions regions;
  private final Registry registry;
  private final Invitations invitations;

  Cards(Regions regions, Registry registry, Invitations invitations) {
    this.regions = regions;
    this.registry = registry;
    this.invitations = invitations;
  }

  /** The chairs of all TPS in a region that have neither a phone nor an open card. */
  List<Post> chairs(String region) {
    Set<String> have = new HashSet<>(invitations.openFor(Role.KPPS, region));
    for (Device device : registry.devices().all()) {
      boolean isPhone = device.keeping() != KeyKeeping.CARD;
      if (device.role() == Role.KPPS && isPhone && !device.isRevoked()) {
        have.add(device.territory());
      }
    }
    var posts = new ArrayList<Post>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      for (int i = 0; i < one.tps(); i++) {
        String tps = Long.toString(one.tpsCode(i));
        if (tps.startsWith(region) && !have.contains(tps)) {
          posts.add(new Post(Role.KPPS, tps));
        }
      }
    }
    return posts;
  }

  /** How many TPS a region has. */
  int tps(String region) {
    int sum = 0;
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      sum += one.code().digits().startsWith(region) ? one.tps() : 0;
    }
    return sum;
  }

  /** One file for each kelurahan, or region above, in the order of their codes. */
  List<Part> parts(List<Post> posts) {
    Map<String, List<Post>> byRegion = new TreeMap<>();
    for (Post post : posts) {
      String territory = post.territory();
      String region = territory.substring(0, Math.min(10, territory.length()));
      byRegion.computeIfAbsent(region, any -> new ArrayList<>()).add(post);
    }
    var parts = new ArrayList<Part>();
    byRegion.forEach((region, of) -> parts.add(new Part(file(region), title(region), of)));
    return parts;
  }

  /** What stands on a card. */
  CardPainter.Face face(Issued issued, String address) {
    // After the #, so that no server between here and there ever sees the code.
    return new CardPainter.Face(
        issued.code(),
        address + "/field#" + issued.code(),
        post(issued.role(), issued.territory()),
        lines(issued.territory()));
  }

  /** What stands on a card that signs: so much of its key that it can be told from others. */
  CardPainter.Face face(SigningCards.Issued issued) {
    String name = SignedStatement.keyName(issued.key()).substring(0, 8).toUpperCase(Locale.ROOT);
    String post = post(issued.role(), issued.territory());
    return new CardPainter.Face(
        name.substring(0, 4) + " " + name.substring(4),
        issued.code(),
        issued.body().isEmpty() ? post : post + ", " + issued.body(),
        lines(issued.territory()));
  }

  private List<String> lines(String territory) {
    var lines = new ArrayList<String>();
    if (territory.length() > 10) {
      lines.add("Kelurahan " + name(territory.substring(0, 10)));
    }
    if (territory.length() > 6) {
      lines.add("Kecamatan " + name(territory.substring(0, 6)));
    }
    if (territory.length() > 4) {
      lines.add(name(territory.substring(0, 4)));
    }
    return lines;
  }

  ZoneId zone() {
    var election = regions.roster().election();
    return election == null ? ZoneOffset.UTC : election.zone();
  }

  /** {@code Ketua KPPS, TPS 012} */
  private String post(Role role, String territory) {
    return switch (role) {
      case KPPS -> "Ketua KPPS, TPS " + territory.substring(10);
      case PPS -> "PPS " + name(territory);
      case PPK -> "PPK " + name(territory);
      case KPU_KOTA, KPU_PROVINSI -> "KPU " + name(territory);
      case SAKSI -> "Saksi, TPS " + territory.substring(10);
      case POLDA,
          POLRES,
          KODAM,
          BAWASLU,
          BINDA,
          SATPOL_PP,
          PEMPROV,
          BAKESBANGPOL,
          KEJAKSAAN,
          DINKES,
          ADMIN ->
          role.name().replace('_', ' ') + " " + name(territory);
    };
  }

  private String title(String region) {
    return switch (region.length()) {
      case 10 ->
          "Kelurahan "
              + name(region)
              + ", "
              + name(region.substring(0, 6))
              + ", "
              + name(region.substring(0, 4));
      case 6 -> "Kecamatan " + name(region) + ", " + name(region.substring(0, 4));
      default -> name(region);
    };
  }

  /** {@code 3173-Jakarta-Barat/317301-Cengkareng/3173011005-Kapuk.pdf} */
  private String file(String region) {
    var path = new StringBuilder();
    for (int digits : new int[] {4, 6}) {
      if (region.length() > digits) {
        path.append(named(region.substring(0, digits))).append('/');
      }
    }
    return path.append(region.isEmpty() ? "semua" : named(region)).append(".pdf").toString();
  }

  private String named(String digits) {
    return digits + "-" + name(digits).replaceAll("[^A-Za-z0-9]+", "-");
  }

  private String name(String digits) {
    RegionName name = digits.isEmpty() ? null : regions.roster().name(new RegionCode(digits));
    return name == null ? digits : name.text();
  }
}
