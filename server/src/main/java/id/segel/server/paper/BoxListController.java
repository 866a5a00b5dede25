package id.segel.server.paper;

import id.segel.core.box.BoxId;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotNeed;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.region.Regions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The box list of a kelurahan: every TPS, its boxes, and columns to fill in by hand. */
@RestController
class BoxListController {

  private final Regions regions;
  private final PaperSource sources;
  private final PublicAddress address;

  BoxListController(Regions regions, PaperSource sources, PublicAddress address) {
    this.regions = regions;
    this.sources = sources;
    this.address = address;
  }

  @Allow({Who.HOLDER, Who.BAWASLU, Who.ADMIN})
  @GetMapping("/api/papers/box-list")
  ResponseEntity<byte[]> boxList(
      @RequestParam String kelurahan, Caller caller, HttpServletRequest request)
      throws IOException {
    RegionCode code;
    try {
      code = RegionCode.of(kelurahan, RegionCode.Level.KELURAHAN);
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
    if (!caller.covers(kelurahan)) {
      throw new Problem(
          403, "OUTSIDE_TERRITORY", "kelurahan " + kelurahan + " is not of your territory");
    }
    Roster roster = regions.roster();
    ElectionOpened election = roster.election();
    Roster.Kelurahan listed = roster.kelurahan(Long.parseLong(kelurahan));
    if (election == null || listed == null) {
      throw Problem.notFound("no kelurahan of the roster has the code " + kelurahan);
    }
    Paper.Source source = sources.covering(roster.version());
    String proof = address.of(request) + "/list?of=boxes&region=" + code;
    return PaperPrinter.answer(
        paper(roster, election, listed, proof, source), "daftar-kotak-" + kelurahan);
  }

  static Paper paper(
      Roster roster,
      ElectionOpened election,
      Roster.Kelurahan kelurahan,
      String proof,
      Paper.Source source) {
    var table =
        Table.of(
            Column.text("TPS", 13),
            Column.number("DPT", 11),
            Column.number("Surat suara per jenis", 14),
            Column.text("Nomor kotak", 38),
            Column.blank("Nomor segel", 36),
            Column.blank("Paraf KPPS", 24));
    long dpt = 0;
    long need = 0;
    for (int i = 0; i < kelurahan.tps(); i++) {
      long tps = kelurahan.tpsCode(i);
      int needOfTps = BallotNeed.of(kelurahan.dpt(i), election.reservePerMille());
      table.row(
          Long.toString(tps).substring(10),
          Indonesian.number(kelurahan.dpt(i)),
          Indonesian.number(needOfTps),
          election.kinds().stream()
              .map(kind -> BoxId.of(Long.toString(tps), kind.digit(), 1) + "  " + kind.code())
              .collect(Collectors.joining("\n")),
          "",
          "");
      dpt += kelurahan.dpt(i);
      need += needOfTps;
    }
    long boxes = (long) kelurahan.tps() * election.kinds().size();
    table.totals(
        Indonesian.number(kelurahan.tps()) + " TPS",
        Indonesian.number(dpt),
        Indonesian.number(need),
        Indonesian.number(boxes) + " kotak",
        "",
        "");
    String code = kelurahan.code().digits();
    return Paper.titled("Daftar Kotak Suara")
        .line(election.name().text())
        .pair("Kelurahan", kelurahan.name() + " (" + code + ")")
        .pair("Kecamatan", name(roster, code, RegionCode.Level.KECAMATAN))
        .pair("Kabupaten/kota", name(roster, code, RegionCode.Level.KOTA))
        .pair("Provinsi", name(roster, code, RegionCode.Level.PROVINSI))
        .pair("Hari pemungutan suara", Indonesian.day(election.day()))
        .pair(
            "Isi kotak",
            election.kinds().stream()
                .map(BoxListController::inWords)
                .collect(Collectors.joining("; ")))
        .table(table)
        .sign("Yang menyerahkan", "PPK " + name(roster, code, RegionCode.Level.KECAMATAN))
        .sign("Yang menerima", "PPS " + kelurahan.name())
        .proof(proof)
        .from(source);
  }

  /** {@code PPWP (Presiden dan Wakil Presiden)}; a name that says its code stands alone. */
  private static String inWords(ElectionOpened.BallotKind kind) {
    String name = kind.name().text();
    return name.startsWith(kind.code()) ? name : kind.code() + " (" + name + ")";
  }

  private static String name(Roster roster, String code, RegionCode.Level level) {
    var region = new RegionCode(code.substring(0, level.digits()));
    RegionName name = roster.name(region);
    return name == null ? region.digits() : name.text();
  }
}
