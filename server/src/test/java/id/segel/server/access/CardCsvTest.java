package id.segel.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.personnel.Role;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.RegionsListed;
import id.segel.core.region.Roster;
import id.segel.server.http.Caller;
import id.segel.server.http.WrongCells;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files of whom to invite: what is wrong is named by line and column, and then nobody is. */
class CardCsvTest {

  private static final Caller CITY = Caller.user("0a1b2c3d", Role.KPU_KOTA, "3171");
  private static final Caller ADMIN = Caller.user("0a1b2c3e", Role.ADMIN, "");

  @Test
  void aFileIsReadOrEveryWrongCellIsNamed() {
    // caller | file, / for a new line | posts, or line column wrong found of each wrong cell
    String table =
        """
        city|role,territory/KPPS,3171011001001/PPS,3171011001|KPPS 3171011001001, PPS 3171011001
        city|role;territory;count/kpps;31.71.01.1001.002;2|KPPS 3171011001002, KPPS 3171011001002
        city|count,territory,role/,"3171011001",PPS|PPS 3171011001
        admin|role,territory/BAWASLU,3171|BAWASLU 3171
        city|role,territory/BAWASLU,3171|2 role ROLE_NOT_YOURS BAWASLU
        city|role,territory/KPU_PROVINSI,31|2 role ROLE_NOT_YOURS KPU_PROVINSI
        city|role,territory/Lurah,3171011001|2 role ROLE_UNKNOWN Lurah
        city|role,territory/KPPS,317101100100|2 territory TERRITORY_FORM 317101100100
        city|role,territory/PPS,Gambir|2 territory TERRITORY_FORM Gambir
        city|role,territory/KPPS,3171011001009|2 territory TERRITORY_UNKNOWN 3171011001009
        city|role,territory/PPS,3172011001|2 territory TERRITORY_NOT_YOURS 3172011001
        city|role,territory/PPS,3171011001/PPS,3171011001|3 territory TWICE 3171011001
        city|role,territory,count/PPS,3171011001,0|2 count COUNT 0
        city|role,territory,count/PPS,3171011001,21|2 count COUNT 21
        city|role,territory,count/PPS,3171011001,two|2 count COUNT two
        city|role,territory/Lurah,31/PPS,3171011001/PPS,x|2 role ROLE_UNKNOWN Lurah, 4 territory TERRITORY_FORM x
        city|role,territory/PPS|2  CELLS 1
        city|role,place/PPS,3171011001|1  HEADER role,place
        city|role,territory,name/PPS,3171011001,Siti|1  HEADER role,territory,name
        city|role,territory,role/PPS,3171011001,PPS|1  HEADER role,territory,role
        city|role,territory|2  NO_ROWS\s
        city||2  NO_ROWS\s
        city|role,territory/"PPS"x,3171011001|2  NOT_CSV\s
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      Caller caller = cells[0].equals("city") ? CITY : ADMIN;
      var read = CardCsv.read(cells[1].replace('/', '\n'), roster(), caller);
      assertEquals(cells[2], read.wrong().isEmpty() ? posts(read) : wrong(read), line);
    }
  }

  @Test
  void aFileOfAProvinceFitsAndALongerOneDoesNot() {
    String row = "KPPS,3171011001001,1\n";
    String all = "role,territory,count\n" + row.repeat(CardCsv.CARDS_MAX + 200);
    var read = CardCsv.read(all, roster(), CITY);
    assertEquals(WrongCells.MAX, read.wrong().size());
    assertEquals(0, read.posts().size());
    assertEquals(true, CardCsv.CARDS_MAX >= 30_766);
  }

  private static String posts(CardCsv.Read read) {
    return read.posts().stream()
        .map(post -> post.role() + " " + post.territory())
        .collect(Collectors.joining(", "));
  }

  private static String wrong(CardCsv.Read read) {
    assertEquals(List.of(), read.posts());
    return read.wrong().stream()
        .map(
            cell -> "%d %s %s %s".formatted(cell.line(), cell.column(), cell.wrong(), cell.found()))
        .collect(Collectors.joining(", "));
  }

  private static Roster roster() {
    var at = new GeoPoint(-61_700_000, 1_068_300_000);
    var tps = List.of(new KelurahanListed.Tps(1, 200, at), new KelurahanListed.Tps(2, 210, at));
    var roster = new Roster();
    roster.apply(
        0,
        new RegionsListed(
            List.of(
                new RegionsListed.Region(new RegionCode("31"), new RegionName("DKI Jakarta")),
                new RegionsListed.Region(new RegionCode("3171"), new RegionName("Jakarta Pusat")),
                new RegionsListed.Region(new RegionCode("317101"), new RegionName("Gambir")))));
    for (String code : List.of("3171011001", "3172011001")) {
      roster.apply(1, new KelurahanListed(new RegionCode(code), new RegionName("Gambir"), at, tps));
    }
    return roster;
  }
}
