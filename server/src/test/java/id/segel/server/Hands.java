package id.segel.server;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.PartyKey;
import id.segel.server.log.Submission;
import id.segel.tlog.note.SigningKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Officers by the names that a test gives them: a key for each name, and what they sign. */
public final class Hands {

  private Hands() {}

  public static PartyKey key(String name) {
    return PartyKey.of(signing(name).publicKey());
  }

  private static SigningKey signing(String name) {
    byte[] seed = new byte[32];
    for (int i = 0; i < name.length(); i++) {
      seed[i] = (byte) name.charAt(i);
    }
    return SigningKey.fromSeed(seed);
  }

  /** The first box of each kind of a TPS; all but a packing name their seals. */
  public static List<Statement.BoxLine> boxes(Statement.Kind kind, String tps, int... ballots) {
    boolean isPack = kind == Statement.Kind.PACK;
    return Arrays.stream(ballots)
        .mapToObj(ballot ->
            new Statement.BoxLine(
                BoxId.of(tps, ballot, 1),
                isPack ? Seals.NONE : Seals.parse("A1,A2"),
                isPack ? 274 : 0))
        .toList();
  }

  /** What the officer of this name has signed, as the log takes it. */
  public static Submission sign(String by, Statement statement, Instant recorded, Clock real) {
    try {
      byte[] note = SignedStatement.sign(statement, signing(by)).bytes();
      return Submission.of(SignedStatement.read(note), recorded, real, OptionalInt.empty(), 0);
    } catch (SignedStatement.FlawedException e) {
      throw new AssertionError(e);
    }
  }
}
