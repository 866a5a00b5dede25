package id.segel.sim;

import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One simulated device: a key, a counter, a clock that may be off, and the notes it carries until
 * it finds a network. Owned by the thread that plays, except for its token and counter.
 */
public final class Phone {

  private final Role role;
  private final String territory;
  private final String body;
  private final SigningKey signing;
  private final PartyKey key;

  /** What its clock shows more than it should, in seconds. */
  long clockOff;

  /** Whether its user forgot to have it enrolled: others carry its notes. */
  boolean isStranger;

  /** Notes that wait for a network. */
  final List<Said> carried = new ArrayList<>();

  boolean isDue;

  private long counter;
  private volatile @Nullable String token;

  Phone(Role role, String territory, String body, SigningKey signing) {
    this.role = role;
    this.territory = territory;
    this.body = body;
    this.signing = signing;
    this.key = PartyKey.of(signing.publicKey());
  }

  public PartyKey key() {
    return key;
  }

  public Role role() {
    return role;
  }

  /** Region or TPS that it is enrolled for. */
  public String territory() {
    return territory;
  }

  /** For whom a saksi watches; empty for everybody else. */
  public String body() {
    return body;
  }

  /** A new counter for a new statement. */
  public synchronized long count() {
    return ++counter;
  }

  /** The last counter given out. */
  synchronized long counted() {
    return counter;
  }

  /** Signs a statement of its own. */
  public Note sign(Statement statement) {
    return SignedStatement.sign(statement, signing);
  }

  /** Signs a statement of its own before these saksi, who sign it too. */
  public Note sign(Statement statement, List<Phone> saksi) {
    return SignedStatement.sign(
        statement,
        Stream.concat(Stream.of(this), saksi.stream())
            .map(phone -> phone.signing)
            .toArray(SigningKey[]::new));
  }

  /** Signs something else than a statement, such as a challenge. */
  public byte[] sign(byte[] message) {
    return signing.sign(message);
  }

  public @Nullable String token() {
    return token;
  }

  public void token(String fresh) {
    token = fresh;
  }
}
