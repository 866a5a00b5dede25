package id.segel.server.log;

import id.segel.core.custody.SignedStatement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.tlog.merkle.Hash;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * One signed statement on its way into the log. It is checked, and its leaf made and hashed, in the
 * thread of the request that brought it, so that the sequencer touches neither keys nor bytes.
 */
public final class Submission {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SignedStatement signed;
  private final Entry entry;
  private final byte[] leaf;
  private final byte[] leafHash;
  private final long opens;
  private final CompletableFuture<Long> index = new CompletableFuture<>();

  private Submission(SignedStatement signed, Entry entry, long opens) {
    this.signed = signed;
    this.entry = entry;
    this.leaf = entry.encode();
    this.leafHash = Hash.leaf(leaf).bytes();
    this.opens = opens;
  }

  /**
   * Makes the entry of a statement whose signatures were checked.
   *
   * @param recorded election time
   * @param opens election time in seconds when readers without a role may see it
   */
  public static Submission of(
      SignedStatement signed, Instant recorded, Clock real, OptionalInt skewSeconds, long opens) {
    var entry =
        new Entry(
            salt(),
            recorded,
            real.instant(),
            skewSeconds,
            Entry.Kind.STATEMENT,
            signed.note().bytes());
    return new Submission(signed, entry, opens);
  }

  static byte[] salt() {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return salt;
  }

  public SignedStatement signed() {
    return signed;
  }

  public Id id() {
    return signed.id();
  }

  public Instant recorded() {
    return entry.recorded();
  }

  public OptionalInt skewSeconds() {
    return entry.skewSeconds();
  }

  /** How heavy it is for a batch: its boxes, at least one. */
  int weight() {
    return Math.max(1, signed.statement().boxCount());
  }

  byte[] leaf() {
    return leaf;
  }

  byte[] leafHash() {
    return leafHash;
  }

  long opens() {
    return opens;
  }

  /** The statement's place in the log, once it is durable; the same for every repetition. */
  public CompletableFuture<Long> index() {
    return index;
  }
}
