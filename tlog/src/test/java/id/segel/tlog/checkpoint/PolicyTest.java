package id.segel.tlog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.tlog.LogFolder;
import id.segel.tlog.MalformedException;
import id.segel.tlog.Testdata;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Cosignatures, and what a policy makes of them. Both tables are read in the browser as well. */
class PolicyTest {

  private static final String COSIGNATURES = "cosignatures.txt";
  private static final String POLICIES = "policies.txt";

  private static final Cosigner BAWASLU = cosigner("bawaslu");
  private static final Cosigner AUDIT = cosigner("bawaslu-audit");
  private static final Cosigner POLDA = cosigner("polda");
  private static final Cosigner OBSERVERS = cosigner("observers");

  private static final Note HEAD =
      new Checkpoint(LogFolder.ORIGIN, 12, Hash.leaf(new byte[] {12})).sign(LogFolder.signer());

  private static final String LOG = "log " + LogFolder.verifier().vkey() + "\n";
  private static final String WITNESSES =
      LOG
          + "witness bawaslu-w "
          + BAWASLU.verifier().vkey()
          + " https://bawaslu.example/witness\n"
          + "witness bawaslu-audit "
          + AUDIT.verifier().vkey()
          + "\n"
          + "# comments, and tabs\n"
          + "witness\tpolda "
          + POLDA.verifier().vkey()
          + "\n"
          + "\n"
          + "witness observers "
          + OBSERVERS.verifier().vkey()
          + "\n"
          + "group bawaslu any bawaslu-w bawaslu-audit\n";
  private static final String TWO_OF_THREE =
      WITNESSES + "group bodies 2 bawaslu polda observers\nquorum bodies\n";

  private static Cosigner cosigner(String name) {
    return new Cosigner(name + ".example/witness", LogFolder.key(name));
  }

  private static Note with(Object... cosignersAndTimes) {
    Note note = HEAD;
    for (int i = 0; i < cosignersAndTimes.length; i += 2) {
      var cosigner = (Cosigner) cosignersAndTimes[i];
      note = note.with(cosigner.sign(HEAD.textBytes(), (Integer) cosignersAndTimes[i + 1]));
    }
    return note;
  }

  @Test
  void theTablesAreTheOnesThatAreComputed() throws Exception {
    Testdata.assertCurrent(COSIGNATURES, cosignatures());
    Testdata.assertCurrent(POLICIES, policies());
  }

  private static String cosignatures() {
    var table = new StringBuilder();
    table.append(
        """
        # Checkpoints with the cosignature of a key. Computed by PolicyTest in tlog.
        # ok or unverified; the vkey of the cosigner; the note in base64; the time in POSIX seconds or
        # -; what is special about it.
        """);
    Note good = with(BAWASLU, 1_700_000_000);
    row(table, "ok", BAWASLU, good, "1700000000", "a cosignature");
    row(table, "unverified", BAWASLU, HEAD, "-", "only the log's own signature");
    row(table, "unverified", POLDA, good, "-", "a cosignature of somebody else");
    row(table, "ok", BAWASLU, with(BAWASLU, 0), "0", "at the beginning of time");
    Note.Line line = good.signatures().getLast();
    byte[] bytes = line.bytes();
    bytes[7] ^= 1;
    row(table, "unverified", BAWASLU, replaced(bytes), "-", "a second later than was signed");
    bytes = line.bytes();
    bytes[20] ^= 1;
    row(table, "unverified", BAWASLU, replaced(bytes), "-", "a changed signature");
    row(
        table,
        "unverified",
        BAWASLU,
        replaced(Arrays.copyOfRange(line.bytes(), 8, 72)),
        "-",
        "a signature without its time");
    Note other =
        new Checkpoint(LogFolder.ORIGIN, 13, Hash.leaf(new byte[] {13})).sign(LogFolder.signer());
    row(table, "unverified", BAWASLU, other.with(line), "-", "the line of another checkpoint");
    byte[] negative = ByteBuffer.allocate(72).putLong(-1).put(new byte[64]).array();
    row(table, "unverified", BAWASLU, replaced(negative), "-", "a time beyond all times");
    Note asALog =
        HEAD.with(
            Note.Line.of(
                BAWASLU.name(),
                BAWASLU.verifier().keyId(),
                LogFolder.key("bawaslu").sign(HEAD.textBytes())));
    row(table, "unverified", BAWASLU, asALog, "-", "the text signed as a log signs it");
    return table.toString();
  }

  private static Note replaced(byte[] stamped) {
    return HEAD.with(Note.Line.of(BAWASLU.name(), BAWASLU.verifier().keyId(), stamped));
  }

  private static void row(
      StringBuilder table, String verdict, Cosigner by, Note note, String time, String remark) {
    table.append(
        String.join(" ", verdict, by.verifier().vkey(), base64(note.bytes()), time, remark + "\n"));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String policies() {
    var table = new StringBuilder();
    table.append(
        """
        # Policies, and what each makes of a checkpoint. Computed by PolicyTest in tlog.
        # quorum, none (too few stand behind it), unsigned (by no log of the policy) or malformed; policy
        # and note in base64; the bodies that are counted, each =time or =-; the time of the quorum or -;
        # what is special about it.
        """);
    policy(
        table,
        "quorum",
        TWO_OF_THREE,
        with(POLDA, 50, OBSERVERS, 70),
        "bawaslu=-,polda=50,observers=70 50",
        "two of three bodies");
    policy(
        table,
        "quorum",
        TWO_OF_THREE,
        with(BAWASLU, 90, POLDA, 50, OBSERVERS, 70),
        "bawaslu=90,polda=50,observers=70 70",
        "the two most recent ones are what counts");
    policy(
        table,
        "none",
        TWO_OF_THREE,
        with(BAWASLU, 50, AUDIT, 60),
        "bawaslu=60,polda=-,observers=- -",
        "two keys of one body are one body");
    policy(table, "none", TWO_OF_THREE, HEAD, "bawaslu=-,polda=-,observers=- -", "nobody");
    policy(
        table,
        "quorum",
        TWO_OF_THREE,
        with(AUDIT, 60, POLDA, 61, POLDA, 99),
        "bawaslu=60,polda=99,observers=- 60",
        "a body is there by any of its keys; the newest line counts");
    policy(table, "quorum", LOG + "quorum none\n", HEAD, "- -", "no quorum is asked for");
    policy(
        table,
        "quorum",
        WITNESSES + "quorum none\n",
        with(POLDA, 5),
        "polda=5,observers=-,bawaslu=- -",
        "no quorum is asked for, and some are there");
    policy(
        table,
        "quorum",
        WITNESSES + "quorum polda\n",
        with(POLDA, 5),
        "polda=5 5",
        "one witness is the quorum");
    policy(
        table,
        "quorum",
        WITNESSES + "group all all bawaslu polda observers\nquorum all\n",
        with(BAWASLU, 3, POLDA, 2, OBSERVERS, 1),
        "bawaslu=3,polda=2,observers=1 1",
        "all of them");
    policy(
        table,
        "unsigned",
        TWO_OF_THREE.replace(
            LOG,
            "log "
                + new NoteSigner(LogFolder.ORIGIN, LogFolder.key("another log")).verifier().vkey()
                + "\n"),
        with(POLDA, 50, OBSERVERS, 70),
        "bawaslu=-,polda=50,observers=70 50",
        "another key of the log");
    policy(
        table,
        "quorum",
        LOG
            + "witness pq example.org/w+0badc0de+BwECAwQ=\nwitness polda "
            + POLDA.verifier().vkey()
            + "\ngroup bodies 1 pq polda\nquorum bodies\n",
        with(POLDA, 50),
        "pq=-,polda=50 50",
        "a key of a kind that is not known is nobody");
    for (String[] bad :
        new String[][] {
          {LOG, "no quorum line"},
          {TWO_OF_THREE + "quorum none\n", "two quorum lines"},
          {LOG + "quorum q\n", "a quorum that nobody named"},
          {WITNESSES + "group bodies 3 polda observers\nquorum bodies\n", "three of two"},
          {WITNESSES + "group bodies 0 polda\nquorum bodies\n", "none of one"},
          {
            WITNESSES + "group b 2 polda observers bawaslu-w\nquorum b\n", "a witness in two groups"
          },
          {WITNESSES + "group polda any observers\nquorum polda\n", "a name twice"},
          {
            LOG + "group b any later\nwitness later " + POLDA.verifier().vkey() + "\nquorum b\n",
            "a member named later"
          },
          {
            LOG + "witness none " + POLDA.verifier().vkey() + "\nquorum none\n",
            "a witness called none"
          },
          {LOG + "witness polda\nquorum none\n", "a witness without a key"},
          {
            LOG
                + "witness polda "
                + POLDA.verifier().vkey().replaceFirst("[+][0-9a-f]{8}", "+00000000")
                + "\nquorum none\n",
            "no vkey"
          },
          {LOG + "guard polda\nquorum none\n", "an unknown word"},
        }) {
      policy(table, "malformed", bad[0], HEAD, "- -", bad[1]);
    }
    return table.toString();
  }

  private static void policy(
      StringBuilder table, String verdict, String policy, Note note, String found, String remark) {
    table.append(
        String.join(
            " ",
            verdict,
            base64(policy.getBytes(StandardCharsets.UTF_8)),
            base64(note.bytes()),
            found,
            remark + "\n"));
  }

  @Test
  void cosignaturesAreReadAsInTheTable() throws Exception {
    for (String row : Testdata.rows(COSIGNATURES)) {
      String[] columns = row.split(" ", 5);
      Note note = Note.parse(Base64.getDecoder().decode(columns[2]));
      OptionalLong time = CosignerKey.parse(columns[1]).time(note, Long.MAX_VALUE);
      assertEquals(columns[0].equals("ok"), time.isPresent(), row);
      assertEquals(columns[3], word(time), row);
    }
  }

  @Test
  void policiesAreJudgedAsInTheTable() throws Exception {
    for (String row : Testdata.rows(POLICIES)) {
      String[] columns = row.split(" ", 6);
      String text = new String(Base64.getDecoder().decode(columns[1]), StandardCharsets.UTF_8);
      if (columns[0].equals("malformed")) {
        assertThrows(MalformedException.class, () -> Policy.parse(text), row);
        continue;
      }
      Note note = Note.parse(Base64.getDecoder().decode(columns[2]));
      Policy.Judgement judged = Policy.parse(text).judge(note);
      String verdict = !judged.isSigned() ? "unsigned" : judged.isQuorum() ? "quorum" : "none";
      assertEquals(columns[0], verdict, row);
      List<String> bodies = new ArrayList<>();
      judged.bodies().forEach((name, time) -> bodies.add(name + "=" + word(time)));
      assertEquals(columns[3], bodies.isEmpty() ? "-" : String.join(",", bodies), row);
      assertEquals(columns[4], word(judged.quorumTime()), row);
    }
  }

  @Test
  void whatCameLaterThanAMomentDoesNotCount() throws Exception {
    Policy policy = Policy.parse(TWO_OF_THREE);
    Note note = with(BAWASLU, 90, POLDA, 50, POLDA, 95, OBSERVERS, 70);
    assertTrue(policy.judge(note, 70).isQuorum());
    assertEquals(OptionalLong.of(50), policy.judge(note, 70).quorumTime());
    assertEquals(false, policy.judge(note, 69).isQuorum());
    assertEquals("bawaslu", policy.bodyOf("bawaslu-audit"));
    assertEquals("polda", policy.bodyOf("polda"));
  }

  @Test
  void aCosignersKeyComesBackFromItsFile() throws Exception {
    assertEquals(BAWASLU.skey(), Cosigner.parse(BAWASLU.skey()).skey());
    assertThrows(MalformedException.class, () -> Cosigner.parse(LogFolder.signer().skey()));
    assertThrows(MalformedException.class, () -> CosignerKey.parse(LogFolder.verifier().vkey()));
    String wrong = BAWASLU.skey().replace("bawaslu", "polda");
    assertThrows(MalformedException.class, () -> Cosigner.parse(wrong));
  }

  private static String word(OptionalLong time) {
    return time.isPresent() ? String.valueOf(time.getAsLong()) : "-";
  }
}
