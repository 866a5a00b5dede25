package id.segel.core.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A kelurahan with all its TPS: number, voters of the DPT and point. A later fact about the same
 * kelurahan replaces the whole list. The largest possible one, 999 TPS, takes 38 KB of an entry's
 * 64.
 */
public record KelurahanListed(RegionCode code, RegionName name, GeoPoint at, List<Tps> tps)
    implements Fact {

  /** The most voters one line may state; a Pemilu allows 300, a Pilkada 600. */
  private static final int MAX_DPT = 9_999;

  private static final int MAX_NUMBER = 999;

  /** Numbers of TPS at special places (prisons, offshore platforms) start here. */
  public static final int FIRST_SPECIAL = 901;

  /** One TPS of the kelurahan. */
  public record Tps(int number, int dpt, GeoPoint at) {

    /** {@link MalformedException} when number or DPT are out of bounds. */
    public Tps {
      if (number < 1 || number > MAX_NUMBER || dpt < 0 || dpt > MAX_DPT) {
        throw new MalformedException("not a TPS: number " + number + ", DPT " + dpt);
      }
    }
  }

  /** {@link MalformedException} when it is no kelurahan or the numbers do not ascend. */
  public KelurahanListed {
    RegionCode.of(code.digits(), RegionCode.Level.KELURAHAN);
    tps = List.copyOf(tps);
    for (int i = 1; i < tps.size(); i++) {
      if (tps.get(i).number() <= tps.get(i - 1).number()) {
        throw new MalformedException("TPS stand in the order of their numbers: " + code);
      }
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("kelurahan ").append(code).append('\n');
    out.append("name ").append(name).append('\n');
    out.append("at ").append(at).append('\n');
    for (Tps one : tps) {
      out.append("tps ").append(one.number()).append(' ').append(one.dpt()).append(' ');
      out.append(one.at()).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static KelurahanListed read(Fields fields) {
    var code = new RegionCode(fields.take("kelurahan"));
    var name = new RegionName(fields.take("name"));
    var at = GeoPoint.parse(fields.take("at"));
    var tps = new ArrayList<Tps>();
    while (fields.has("tps")) {
      tps.add(tps(fields.take("tps")));
    }
    fields.end();
    return new KelurahanListed(code, name, at, tps);
  }

  private static Tps tps(String value) {
    String[] words = value.split(" ", 3);
    if (words.length != 3) {
      throw new MalformedException("a TPS is number, DPT and point: " + value);
    }
    return new Tps(
        (int) Fields.number(words[0], MAX_NUMBER, "the number of a TPS"),
        (int) Fields.number(words[1], MAX_DPT, "the DPT of a TPS"),
        GeoPoint.parse(words[2]));
  }
}
