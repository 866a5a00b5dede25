package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person signed about boxes: readable lines, whose SHA-256 is the statement's id. The
 * format, with its bounds and vectors, is docs/formats/statement.md.
 *
 * @param by the signer's key
 * @param saksi keys of others who sign the same text
 * @param counter of this device, from 1
 * @param claimed what the device's clock said, whole seconds
 * @param leg of an offer
 * @param to the taker named by an offer
 * @param of the offer that an acceptance or withdrawal answers
 * @param reason code, of an opening or withdrawal
 * @param manifest when one handover needs several statements
 * @param seen of an acceptance: how many boxes came
 * @param groups the boxes, by the statement that each follows; none in an acceptance or withdrawal
 * @param exceptions of an acceptance: boxes that did not come, or came with other seals
 */
public record Statement(
    Kind kind,
    String election,
    PartyKey by,
    List<PartyKey> saksi,
    long counter,
    Instant claimed,
    PlaceCode place,
    @Nullable Leg leg,
    @Nullable PartyKey to,
    @Nullable Id of,
    @Nullable String reason,
    @Nullable Manifest manifest,
    int seen,
    List<Group> groups,
    List<Deviation> exceptions) {

  public static final String FIRST_LINE = "segel/statement/v1";

  /** The longest text, in bytes: with its signatures and the server's lines it fits one leaf. */
  public static final int MAX_BYTES = 49_152;

  private static final long MAX_COUNTER = 1_000_000_000L;
  private static final int MAX_SAKSI = 16;
  private static final int MAX_SHEETS = 100_000;

  /** What is being said. */
  public enum Kind {
    PACK("pack"),
    SEAL("seal"),
    OFFER("offer"),
    ACCEPT("accept"),
    WITHDRAW("withdraw"),
    OPEN("open"),
    USE("use"),
    RESEAL("reseal");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /** Whether it answers an offer and so lists no boxes of its own. */
    public boolean answersOffer() {
      return this == ACCEPT || this == WITHDRAW;
    }

    static Kind parse(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw new MalformedException("no statement is called " + word);
    }
  }

  /**
   * One of several statements that make one handover: the same 16 random bytes, part and number of
   * parts.
   */
  public record Manifest(String id, int part, int parts) {}

  /** Boxes that follow the same statement; {@code after} is null for boxes that follow nothing. */
  public record Group(@Nullable Id after, List<BoxLine> boxes) {}

  /**
   * One box.
   *
   * @param seals its numbers; none when it is packed or its ballots are accounted for
   * @param sheets ballots inside, when it is packed or they are accounted for; else 0
   * @param use what became of the ballots of a TPS, where that is what is said
   */
  public record BoxLine(BoxId box, Seals seals, int sheets, @Nullable Use use) {

    public BoxLine(BoxId box, Seals seals, int sheets) {
      this(box, seals, sheets, null);
    }
  }

  /**
   * What became of the ballots that a TPS received for one box.
   *
   * @param used given to voters and cast
   * @param spoiled returned by voters as damaged or wrongly punched
   * @param unused left over
   */
  public record Use(int used, int spoiled, int unused) {

    /** All three together. */
    public int sum() {
      return used + spoiled + unused;
    }
  }

  /** A box that did not come ({@code seals} null), or came with these seals. */
  public record Deviation(BoxId box, @Nullable Seals seals) {}

  /** The bytes that are signed. */
  public byte[] text() {
    var out = new StringBuilder(600);
    out.append(FIRST_LINE);
    out.append("\nkind ").append(kind.word);
    out.append("\nelection ").append(election);
    out.append("\nby ").append(by);
    for (PartyKey key : saksi) {
      out.append("\nsaksi ").append(key);
    }
    out.append("\ncounter ").append(counter);
    out.append("\nclaimed ").append(claimed.truncatedTo(ChronoUnit.SECONDS));
    out.append("\nplace ").append(place);
    if (leg != null) {
      out.append("\nleg ").append(leg.word());
    }
    if (to != null) {
      out.append("\nto ").append(to);
    }
    if (of != null) {
      out.append("\nof ").append(of);
    }
    if (reason != null) {
      out.append("\nreason ").append(reason);
    }
    if (manifest != null) {
      out.append("\nmanifest ").append(manifest.id).append(' ');
      out.append(manifest.part).append('/').append(manifest.parts);
    }
    if (kind == Kind.ACCEPT) {
      out.append("\nseen ").append(seen);
    }
    for (Group group : groups) {
      out.append("\nafter ").append(group.after == null ? "none" : group.after.toString());
      for (BoxLine line : group.boxes) {
        out.append("\nbox ").append(line.box);
        Use use = line.use;
        if (kind == Kind.PACK) {
          out.append(" sheets ").append(line.sheets);
        } else if (use != null) {
          out.append(" received ").append(line.sheets).append(" used ").append(use.used);
          out.append(" spoiled ").append(use.spoiled).append(" unused ").append(use.unused);
        } else {
          out.append(" seals ").append(line.seals);
        }
      }
    }
    for (Deviation deviation : exceptions) {
      out.append("\nexcept ").append(deviation.box);
      out.append(deviation.seals == null ? " missing" : " seals " + deviation.seals);
    }
    return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a text; {@link MalformedException} says what is wrong with it. */
  public static Statement parse(byte[] text) {
    if (text.length > MAX_BYTES) {
      throw new MalformedException("a statement has at most " + MAX_BYTES + " bytes");
    }
    var fields = Fields.of(text, FIRST_LINE);
    Kind kind = Kind.parse(fields.take("kind"));
    String election = code(fields.take("election"), "an election");
    PartyKey by = PartyKey.parse(fields.take("by"));
    List<PartyKey> saksi = fields.takeAll("saksi").stream().map(PartyKey::parse).toList();
    if (saksi.size() > MAX_SAKSI
        || saksi.contains(by)
        || new HashSet<>(saksi).size() != saksi.size()) {
      throw new MalformedException(
          "saksi are at most " + MAX_SAKSI + " different keys, none the signer's");
    }
    long counter = fields.takeNumber("counter", MAX_COUNTER);
    if (counter == 0) {
      throw new MalformedException("counters start at 1");
    }
    Instant claimed = fields.takeInstant("claimed");
    if (!claimed.equals(claimed.truncatedTo(ChronoUnit.SECONDS))) {
      throw new MalformedException("claimed is in whole seconds");
    }
    PlaceCode place = new PlaceCode(fields.take("place"));
    boolean offers = kind == Kind.OFFER;
    Leg leg = offers ? Leg.parse(fields.take("leg")) : null;
    PartyKey to = offers ? PartyKey.parse(fields.take("to")) : null;
    Id of = kind.answersOffer() ? Id.parse(fields.take("of")) : null;
    String reason =
        kind == Kind.OPEN || kind == Kind.WITHDRAW ? code(fields.take("reason"), "a reason") : null;
    Manifest manifest = fields.has("manifest") ? manifest(fields.take("manifest")) : null;
    int seen = kind == Kind.ACCEPT ? (int) fields.takeNumber("seen", 10_000) : 0;
    List<Group> groups = kind.answersOffer() ? List.of() : groups(fields, kind);
    List<Deviation> exceptions = kind == Kind.ACCEPT ? exceptions(fields) : List.of();
    fields.end();
    return new Statement(
        kind,
        election,
        by,
        saksi,
        counter,
        claimed,
        place,
        leg,
        to,
        of,
        reason,
        manifest,
        seen,
        groups,
        exceptions);
  }

  /** How many boxes it lists. */
  public int boxCount() {
    int boxes = 0;
    for (Group group : groups) {
      boxes += group.boxes.size();
    }
    return boxes;
  }

  private static List<Group> groups(Fields fields, Kind kind) {
    var groups = new ArrayList<Group>();
    var boxes = new HashSet<BoxId>();
    var afters = new HashSet<String>();
    while (fields.has("after")) {
      String after = fields.take("after");
      if (!afters.add(after)) {
        throw new MalformedException("line " + fields.line() + ": this group stands already");
      }
      var lines = new ArrayList<BoxLine>();
      while (fields.has("box")) {
        BoxLine line = boxLine(fields.take("box"), kind);
        if (!boxes.add(line.box)) {
          throw new MalformedException("box " + line.box + " is listed twice");
        }
        lines.add(line);
      }
      if (lines.isEmpty()) {
        throw new MalformedException("line " + fields.line() + ": a group without boxes");
      }
      groups.add(new Group(after.equals("none") ? null : Id.parse(after), List.copyOf(lines)));
    }
    if (groups.isEmpty()) {
      throw new MalformedException("line " + fields.line() + ": no boxes");
    }
    return List.copyOf(groups);
  }

  private static BoxLine boxLine(String value, Kind kind) {
    int space = value.indexOf(' ');
    if (kind == Kind.USE) {
      return useLine(value);
    }
    String name = kind == Kind.PACK ? " sheets " : " seals ";
    if (space < 0 || !value.startsWith(name, space)) {
      throw new MalformedException("expected a box number," + name + "and a value: " + value);
    }
    BoxId box = BoxId.parse(value.substring(0, space));
    String rest = value.substring(space + name.length());
    return kind == Kind.PACK
        ? new BoxLine(box, Seals.NONE, (int) Fields.number(rest, MAX_SHEETS, "sheets"))
        : new BoxLine(box, Seals.parse(rest), 0);
  }

  private static BoxLine useLine(String value) {
    String[] words = value.split(" ", -1);
    boolean isForm =
        words.length == 9
            && words[1].equals("received")
            && words[3].equals("used")
            && words[5].equals("spoiled")
            && words[7].equals("unused");
    if (!isForm) {
      throw new MalformedException(
          "expected a box number, received, used, spoiled and unused with their counts: " + value);
    }
    return new BoxLine(
        BoxId.parse(words[0]),
        Seals.NONE,
        (int) Fields.number(words[2], MAX_SHEETS, "received"),
        new Use(
            (int) Fields.number(words[4], MAX_SHEETS, "used"),
            (int) Fields.number(words[6], MAX_SHEETS, "spoiled"),
            (int) Fields.number(words[8], MAX_SHEETS, "unused")));
  }

  private static List<Deviation> exceptions(Fields fields) {
    var exceptions = new ArrayList<Deviation>();
    var boxes = new HashSet<BoxId>();
    while (fields.has("except")) {
      String value = fields.take("except");
      int space = value.indexOf(' ');
      if (space < 0) {
        throw new MalformedException("expected a box number and what is different: " + value);
      }
      BoxId box = BoxId.parse(value.substring(0, space));
      String what = value.substring(space + 1);
      if (!boxes.add(box)) {
        throw new MalformedException("box " + box + " is excepted twice");
      }
      if (what.equals("missing")) {
        exceptions.add(new Deviation(box, null));
      } else if (what.startsWith("seals ")) {
        exceptions.add(new Deviation(box, Seals.parse(what.substring("seals ".length()))));
      } else {
        throw new MalformedException("an exception is missing or seals: " + value);
      }
    }
    return List.copyOf(exceptions);
  }

  private static Manifest manifest(String value) {
    int space = value.indexOf(' ');
    int slash = value.indexOf('/', Math.max(space, 0));
    if (space != 24 || slash < 0) {
      throw new MalformedException("a manifest is 16 bytes of base64, part/parts: " + value);
    }
    String id = value.substring(0, space);
    try {
      if (Base64.getDecoder().decode(id).length != 16) {
        throw new MalformedException("a manifest has 16 bytes: " + value);
      }
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedException("a manifest is base64: " + value, notBase64);
    }
    int part = (int) Fields.number(value.substring(space + 1, slash), 999, "part");
    int parts = (int) Fields.number(value.substring(slash + 1), 999, "parts");
    if (part < 1 || part > parts) {
      throw new MalformedException("there is no part " + part + " of " + parts);
    }
    return new Manifest(id, part, parts);
  }

  /** A code word: letters, digits, dash and underscore, at most 32. */
  private static String code(String value, String what) {
    boolean plain = value.length() <= 32;
    for (int i = 0; plain && i < value.length(); i++) {
      char c = value.charAt(i);
      plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
    }
    if (!plain) {
      throw new MalformedException(what + " is a code word of at most 32 letters and digits");
    }
    return value;
  }
}
