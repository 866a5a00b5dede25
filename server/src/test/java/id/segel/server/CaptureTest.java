package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.PartyKey;
import id.segel.server.database.TestDatabase;
import id.segel.server.log.Entries;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.SigningKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/**
 * Good and bad bytes at the door for statements: a reason or a discrepancy, never a 500, nothing
 * lost.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.embargo=PT0S"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureTest {

  private static final String TPS = "3171011001001";

  @Autowired private Entries entries;
  private final Path data;
  private final int port;
  private List<TestPhone> phones = List.of();
  private int counter = 1_000;

  CaptureTest(@Value("${segel.data}") Path data, @Value("${local.server.port:0}") int port) {
    this.data = data;
    this.port = port;
  }

  private String url() {
    return "http://127.0.0.1:" + port;
  }

  @BeforeAll
  void enrol() throws Exception {
    var desk = new TestDesk(url());
    desk.setUp(data);
    phones = desk.enrol(3, "KPU_KOTA", "3171");
  }

  private TestPhone phone() {
    return phones.getFirst();
  }

  private Statement packing(int kind) {
    return phone().packing(BoxId.of(TPS, kind, 1), counter++);
  }

  private JsonNode answer(byte[]... notes) throws Exception {
    HttpResponse<String> answer = phone().post(TestPhone.frame(List.of(notes)));
    assertEquals(200, answer.statusCode(), answer.body());
    return TestDesk.JSON.readTree(answer.body());
  }

  private byte[] good() {
    return SignedStatement.sign(packing(1), phone().signingKey()).bytes();
  }

  @ParameterizedTest
  @CsvSource({
    "not UTF-8,             NOTE_MALFORMED",
    "too long,              NOTE_TOO_LONG",
    "text too long,         STATEMENT_MALFORMED",
    "unsigned,              NOTE_MALFORMED",
    "signed by another,     SIGNATURE_OF_STRANGER",
    "signed by saksi alone, SIGNATURE_MISSING",
    "forged second line,    SIGNATURE_WRONG",
    "signed twice,          SIGNATURE_TWICE",
    "one digit changed,     SIGNATURE_WRONG",
    "one key byte changed,  SIGNATURE_OF_STRANGER",
    "empty,                 NOTE_MALFORMED",
    "another election,      ELECTION_OTHER",
    "low-order key,         KEY_UNACCEPTABLE",
  })
  void whatIsNoStatementIsAnsweredWithItsFlaw(String what, String reason) throws Exception {
    long before = size();
    JsonNode answers = answer(bad(what), good()).get("answers");
    assertEquals(reason, answers.get(0).get("problem").get("reason").asString());
    assertEquals(400, answers.get(0).get("problem").get("status").asInt());
    assertTrue(answers.get(1).has("index"), "the good one beside it is taken");
    assertTrue(size() > before);
  }

  private byte[] bad(String what) {
    SigningKey key = phone().signingKey();
    Statement statement = packing(2);
    byte[] note = SignedStatement.sign(statement, key).bytes();
    return switch (what) {
      case "not UTF-8" -> {
        note[30] = (byte) 0xff;
        yield note;
      }
      case "too long" -> Arrays.copyOf(note, SignedStatement.MAX_BYTES + 1);
      case "text too long" -> longText(key);
      case "unsigned" -> statement.text();
      case "signed by another" ->
          SignedStatement.sign(statement, phones.get(1).signingKey()).bytes();
      case "signed by saksi alone" ->
          SignedStatement.sign(withSaksi(statement), phones.get(1).signingKey()).bytes();
      case "forged second line" -> forged(withSaksi(statement));
      case "signed twice" -> {
        String line = new String(note, StandardCharsets.UTF_8);
        String again = line + line.substring(line.lastIndexOf('—'));
        yield again.getBytes(StandardCharsets.UTF_8);
      }
      case "one digit changed" ->
          new String(note, StandardCharsets.UTF_8)
              .replace("sheets 277", "sheets 278")
              .getBytes(StandardCharsets.UTF_8);
      case "one key byte changed" -> {
        String by = phone().key().toString();
        char other = by.charAt(3) == 'A' ? 'B' : 'A';
        String changed = by.substring(0, 3) + other + by.substring(4);
        yield new String(note, StandardCharsets.UTF_8)
            .replace(by, changed)
            .getBytes(StandardCharsets.UTF_8);
      }
      case "empty" -> new byte[0];
      case "another election" ->
          resigned(new String(statement.text(), StandardCharsets.UTF_8), "dki-2024", "jabar-2024");
      case "low-order key" -> lowOrder(statement);
      default -> throw new IllegalArgumentException(what);
    };
  }

  private byte[] resigned(String text, String from, String to) {
    return SignedStatement.sign(
            Statement.parse(text.replace(from, to).getBytes(StandardCharsets.UTF_8)),
            phone().signingKey())
        .bytes();
  }

  private static byte[] longText(SigningKey key) {
    String text = "segel/statement/v1\n" + "x".repeat(Statement.MAX_BYTES) + "\n";
    return Note.of(text)
        .signedBy(
            new id.segel.tlog.note.NoteSigner(
                SignedStatement.keyName(PartyKey.of(key.publicKey())), key))
        .bytes();
  }

  private Statement withSaksi(Statement said) {
    return new Statement(
        said.kind(),
        said.election(),
        said.by(),
        List.of(phones.get(1).key()),
        said.counter(),
        said.claimed(),
        said.place(),
        said.leg(),
        said.to(),
        said.of(),
        said.reason(),
        said.manifest(),
        said.seen(),
        said.groups(),
        said.exceptions());
  }

  /** A good first signature, and a second one under another party's name that is not theirs. */
  private byte[] forged(Statement statement) {
    Note good = SignedStatement.sign(statement, phone().signingKey());
    Note second = SignedStatement.sign(statement, phones.get(1).signingKey());
    Note.Line theirs = second.signatures().getFirst();
    byte[] bytes = theirs.bytes();
    bytes[10] ^= 1;
    return good.with(Note.Line.of(theirs.name(), theirs.keyId(), bytes)).bytes();
  }

  /** The neutral point as key: anybody could sign for it. */
  private byte[] lowOrder(Statement statement) {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    PartyKey key = PartyKey.of(neutral);
    String text =
        new String(statement.text(), StandardCharsets.UTF_8)
            .replace(statement.by().toString(), key.toString());
    byte[] signature = new byte[64];
    signature[0] = 1;
    String name = SignedStatement.keyName(key);
    return Note.of(text)
        .with(Note.Line.of(name, id.segel.tlog.note.NoteVerifier.keyId(name, neutral), signature))
        .bytes();
  }

  @Test
  void aRequestThatIsNotFramedIsRefused() throws Exception {
    for (String body : List.of("", "nonsense", "12", "5\nab", "999999999\n")) {
      HttpResponse<String> answer = phone().post(body.getBytes(StandardCharsets.UTF_8));
      assertEquals(400, answer.statusCode(), body + ": " + answer.body());
      assertEquals("MALFORMED", TestDesk.JSON.readTree(answer.body()).get("reason").asString());
    }
  }

  @Test
  void tenThousandNotesAreTooMany() throws Exception {
    byte[] note = good();
    HttpResponse<String> answer = phone().post(TestPhone.frame(Collections.nCopies(10_000, note)));
    assertEquals(413, answer.statusCode(), answer.body());
    HttpResponse<String> tooLong = phone().post(new byte[9 * 1024 * 1024]);
    assertEquals(413, tooLong.statusCode(), tooLong.body());
  }

  @Test
  void withoutATokenNothingIsTaken() throws Exception {
    var stranger = new TestPhone(url(), 9, phone().signingKey(), "nonsense");
    HttpResponse<String> answer = stranger.post(TestPhone.frame(List.of(good())));
    assertEquals(401, answer.statusCode(), answer.body());
  }

  @Test
  void theSameNoteFromTwentyConnectionsIsOneEntry() throws Exception {
    byte[] note = good();
    var places = new TreeSet<Long>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<CompletableFuture<JsonNode>>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return answer(note);
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                },
                threads));
      }
      answers.forEach(
          answer -> places.add(answer.join().get("answers").get(0).get("index").asLong()));
    }
    assertEquals(1, places.size());
  }

  @Test
  void anUnknownBoxAnUnknownKeyAndAWrongClockAreDiscrepancies() throws Exception {
    byte[] seed = new byte[32];
    seed[0] = 99;
    SigningKey unknown = SigningKey.fromSeed(seed);
    Statement said = packing(1);
    var box = BoxId.of("3171011001999", 1, 1);
    String text =
        new String(said.text(), StandardCharsets.UTF_8)
            .replace(said.by().toString(), PartyKey.of(unknown.publicKey()).toString())
            .replace(BoxId.of(TPS, 1, 1).toString(), box.toString())
            .replace(said.claimed().toString(), said.claimed().plusSeconds(90_000).toString());
    byte[] note =
        SignedStatement.sign(Statement.parse(text.getBytes(StandardCharsets.UTF_8)), unknown)
            .bytes();
    long index = answer(note).get("answers").get(0).get("index").asLong();
    var kinds = new TreeSet<Discrepancy>();
    for (Entries.Leaf leaf : entries.from(index + 1, 10)) {
      Entry entry = Entry.decode(leaf.bytes());
      if (entry.kind() == Entry.Kind.FACT) {
        Fact fact = Facts.read(entry.body());
        if (fact instanceof DiscrepancyFound found && found.boxes().contains(box)) {
          kinds.add(found.kind());
        }
      }
    }
    assertTrue(
        kinds.containsAll(
            List.of(Discrepancy.BOX_UNKNOWN, Discrepancy.KEY_UNKNOWN, Discrepancy.CLOCK_OFF)),
        kinds.toString());
  }

  private long size() throws Exception {
    return entries.from(0, 1_000_000).size();
  }
}
