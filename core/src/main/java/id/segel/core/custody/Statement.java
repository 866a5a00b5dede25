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
 * @param leg of an offer; of a replacement the leg by which the box came, if it came by any
 * @param to the taker named by an offer; of a correction the giver who has the boxes still
 * @param of the offer that an acceptance or withdrawal answers
 * @param reason code, of an opening, replacement, correction or withdrawal, or the word of a day
 *     card
 * @param manifest when one handover needs several statements
 * @param seen of an acceptance: how many boxes came
 * @param groups the boxes, by the statement that each follows; none in an acceptance or withdrawal
 * @param exceptions of an acceptance: boxes that did not come, or came otherwise than offered
 * @param paper the SHA-256 of the photo of the paper that was signed by hand, where it was
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
    List<Deviation> exceptions,
    @Nullable Id paper) {

  public Statement(
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
    this(
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
        exceptions,
        null);
  }

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
    RESEAL("reseal"),
    REPLACE("replace"),
    CONFIRM("confirm"),
    CORRECT("correct"),
    DAY("day");

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

    /** Whether a sealed box is opened by it, which takes saksi. */
    public boolean opens() {
      return this == OPEN || this == REPLACE;
    }

    private boolean hasReason() {
      return switch (this) {
        case OPEN, WITHDRAW, REPLACE, CORRECT, DAY -> true;
        case PACK, SEAL, OFFER, ACCEPT, USE, RESEAL, CONFIRM -> false;
      };
    }

    private boolean hasBoxes() {
      return !answersOffer() && this != DAY;
    }

    /** Whether a box may stand in it without any seal. */
    private boolean allowsNoSeals() {
      return this == OPEN || this == OFFER || this == REPLACE || this == CONFIRM;
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
   * @param positions where each seal sits, a letter each, when it is sealed; empty where it is not
   *     said
   * @param into the box that holds its content from now on, when it is replaced
   */
  public record BoxLine(
      BoxId box,
      Seals seals,
      int sheets,
      @Nullable Use use,
      String positions,
      @Nullable Into into) {

    public BoxLine(BoxId box, Seals seals, int sheets, @Nullable Use use) {
      this(box, seals, sheets, use, "", null);
    }

    public BoxLine(BoxId box, Seals seals, int sheets) {
      this(box, seals, sheets, null);
    }
  }

  /**
   * The box that takes the content of another.
   *
   * @param sheets ballots that were put into it
   */
  public record Into(BoxId box, Seals seals, int sheets) {}

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

  /**
   * A box that did not come, or did not come as it was offered.
   *
   * @param isMissing whether it did not come
   * @param seals those on it that are whole, where they are not as offered
   * @param broken those that are broken or gone
   * @param isDamaged whether the box itself is torn, wet or crushed
   */
  public record Deviation(
      BoxId box, boolean isMissing, @Nullable Seals seals, Seals broken, boolean isDamaged) {

    /** A box that did not come ({@code seals} null), or came with these seals. */
    public Deviation(BoxId box, @Nullable Seals seals) {
      this(box, seals == null, seals, Seals.NONE, false);
    }

    /** What is different, as the line says it behind the box's number. */
    public String what() {
      var words = new ArrayList<String>(3);
      if (isMissing) {
        words.add("missing");
      }
      if (seals != null) {
        words.add("seals " + seals.orNone());
      }
      if (!broken.isNone()) {
        words.add("broken " + broken);
      }
      if (isDamaged) {
        words.add("damaged");
      }
      return String.join(" ", words);
    }
  }

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
    if (paper != null) {
      out.append("\npaper ").append(paper);
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
          out.append(" seals ").append(line.seals.orNone());
          if (!line.positions.isEmpty()) {
            out.append(" at ").append(line.positions);
          }
        }
        Into into = line.into;
        if (into != null) {
          out.append(" into ").append(into.box).append(" seals ").append(into.seals);
          out.append(" sheets ").append(into.sheets);
        }
      }
    }
    for (Deviation deviation : exceptions) {
      out.append("\nexcept ").append(deviation.box);
      out.append(' ').append(deviation.what());
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
    boolean hasLeg = offers || (kind == Kind.REPLACE && fields.has("leg"));
    Leg leg = hasLeg ? Leg.parse(fields.take("leg")) : null;
    PartyKey to = offers || kind == Kind.CORRECT ? PartyKey.parse(fields.take("to")) : null;
    Id of = kind.answersOffer() ? Id.parse(fields.take("of")) : null;
    String reason = kind.hasReason() ? code(fields.take("reason"), "a reason") : null;
    Id paper = fields.has("paper") ? Id.parse(fields.take("paper")) : null;
    Manifest manifest = fields.has("manifest") ? manifest(fields.take("manifest")) : null;
    int seen = kind == Kind.ACCEPT ? (int) fields.takeNumber("seen", 10_000) : 0;
    List<Group> groups = kind.hasBoxes() ? groups(fields, kind) : List.of();
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
        exceptions,
        paper);
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
        Into into = line.into;
        if (!boxes.add(line.box) || (into != null && !boxes.add(into.box))) {
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
    if (kind == Kind.REPLACE) {
      return replaceLine(value);
    }
    String name = kind == Kind.PACK ? " sheets " : " seals ";
    if (space < 0 || !value.startsWith(name, space)) {
      throw new MalformedException("expected a box number," + name + "and a value: " + value);
    }
    BoxId box = BoxId.parse(value.substring(0, space));
    String rest = value.substring(space + name.length());
    if (kind == Kind.PACK) {
      return new BoxLine(box, Seals.NONE, (int) Fields.number(rest, MAX_SHEETS, "sheets"));
    }
    int at = rest.indexOf(" at ");
    if (at < 0 || (kind != Kind.SEAL && kind != Kind.RESEAL)) {
      return new BoxLine(box, seals(rest, kind.allowsNoSeals()), 0);
    }
    Seals seals = Seals.parse(rest.substring(0, at));
    return new BoxLine(box, seals, 0, null, positions(rest.substring(at + 4), seals), null);
  }

  /** A letter for each seal, in their order: {@code L} lid, {@code S} slot, {@code H} hasp. */
  private static String positions(String letters, Seals seals) {
    boolean isForm =
        letters.length() == seals.numbers().size()
            && letters.chars().allMatch(c -> "LSH".indexOf(c) >= 0);
    if (!isForm) {
      throw new MalformedException("each seal sits at L, S or H: " + letters);
    }
    return letters;
  }

  private static BoxLine replaceLine(String value) {
    String[] words = value.split(" ", -1);
    boolean isForm =
        words.length == 9
            && words[1].equals("seals")
            && words[3].equals("into")
            && words[5].equals("seals")
            && words[7].equals("sheets");
    if (!isForm) {
      throw new MalformedException(
          "expected a box number, its seals, into, a box number, its seals and sheets: " + value);
    }
    int sheets = (int) Fields.number(words[8], MAX_SHEETS, "sheets");
    return new BoxLine(
        BoxId.parse(words[0]),
        seals(words[2], true),
        sheets,
        null,
        "",
        new Into(BoxId.parse(words[4]), Seals.parse(words[6]), sheets));
  }

  private static Seals seals(String text, boolean orNone) {
    return orNone && text.equals("none") ? Seals.NONE : Seals.parse(text);
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
      exceptions.add(what.equals("missing") ? new Deviation(box, null) : deviation(box, what));
    }
    return List.copyOf(exceptions);
  }

  /** {@code [seals <seals>|none] [broken <seals>] [damaged]}, at least one of them. */
  private static Deviation deviation(BoxId box, String what) {
    String[] words = what.split(" ", -1);
    int i = 0;
    Seals seals = null;
    if (i + 1 < words.length && words[i].equals("seals")) {
      seals = seals(words[i + 1], true);
      i += 2;
    }
    Seals broken = Seals.NONE;
    if (i + 1 < words.length && words[i].equals("broken")) {
      broken = Seals.parse(words[i + 1]);
      i += 2;
    }
    boolean isDamaged = i < words.length && words[i].equals("damaged");
    i += isDamaged ? 1 : 0;
    boolean isForm = i == words.length && i > 0 && (broken.isNone() || seals != null);
    if (!isForm) {
      throw new MalformedException(
          "an exception is missing, or seals, broken seals and damaged: " + what);
    }
    return new Deviation(box, false, seals, broken, isDamaged);
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
