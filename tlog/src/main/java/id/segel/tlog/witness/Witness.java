package id.segel.tlog.witness;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.merkle.ConsistencyProof;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.witness.Answer.Why;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A witness: it cosigns a checkpoint when the tree grew from the one that it cosigned last, and
 * never two that do not; c2sp.org/tlog-witness, {@code add-checkpoint}. Any number of threads; one
 * request at a time is looked at, kept and signed.
 */
public final class Witness {

  private final List<Cosigner> cosigners;
  private final List<NoteVerifier> logs;
  private final WitnessState state;
  private final Clock clock;
  private final Condition condition;

  /** What else must hold before this witness signs. */
  @FunctionalInterface
  public interface Condition {

    /** Why it does not sign yet, or at all; empty when it may. */
    Optional<Answer> objection(Checkpoint checkpoint) throws IOException, InterruptedException;
  }

  /** A witness that signs with each of these keys. */
  public Witness(
      List<Cosigner> cosigners, List<NoteVerifier> logs, WitnessState state, Clock clock) {
    this(cosigners, logs, state, clock, checkpoint -> Optional.empty());
  }

  public Witness(
      List<Cosigner> cosigners,
      List<NoteVerifier> logs,
      WitnessState state,
      Clock clock,
      Condition condition) {
    this.cosigners = List.copyOf(cosigners);
    this.logs = List.copyOf(logs);
    this.state = state;
    this.clock = clock;
    this.condition = condition;
  }

  /**
   * Answers a request.
   *
   * @throws IOException when the state cannot be kept; then nothing was signed
   */
  public synchronized Answer add(byte[] body) throws IOException, InterruptedException {
    try {
      return add(AddCheckpoint.parse(body));
    } catch (MalformedException e) {
      return new Answer.Refused(Why.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private Answer add(AddCheckpoint request) throws IOException, InterruptedException {
    Note note = request.checkpoint();
    Checkpoint next;
    try {
      next = Checkpoint.parse(note.text());
    } catch (MalformedException e) {
      // The root of a tree without entries is known, so another is a lie rather than a mistake.
      boolean isLie = note.text().split("\n", -1)[1].equals("0");
      return new Answer.Refused(
          isLie ? Why.NOT_CONSISTENT : Why.MALFORMED, String.valueOf(e.getMessage()));
    }
    Optional<NoteVerifier> log =
        logs.stream().filter(one -> one.name().equals(next.origin())).findFirst();
    if (log.isEmpty()) {
      return new Answer.Refused(Why.UNKNOWN_ORIGIN, "no log here is " + next.origin());
    }
    if (logs.stream().noneMatch(one -> one.name().equals(next.origin()) && one.verifies(note))) {
      return new Answer.Refused(
          Why.NOT_SIGNED, "the key of " + next.origin() + " did not sign this checkpoint");
    }
    if (request.old() > next.size()) {
      return new Answer.Refused(Why.MALFORMED, "the old size is larger than the checkpoint's");
    }
    Optional<WitnessState.Latest> latest = state.latest(next.origin());
    long size = latest.map(one -> one.checkpoint().size()).orElse(0L);
    if (request.old() != size) {
      return new Answer.Behind(size);
    }
    Hash root = latest.map(one -> one.checkpoint().root()).orElse(Hash.EMPTY);
    if (!new ConsistencyProof(size, next.size(), request.proof()).verifies(root, next.root())) {
      return new Answer.Refused(
          Why.NOT_CONSISTENT,
          next.size() == size
              ? "another tree of " + size + " entries was cosigned"
              : "the tree of " + next.size() + " does not begin with the one of " + size);
    }
    Optional<Answer> objection = condition.objection(next);
    if (objection.isPresent()) {
      return objection.get();
    }
    long time = clock.instant().getEpochSecond();
    Note plain = onlyLogs(note, next.origin());
    state.keep(new WitnessState.Latest(plain, next, time));
    return new Answer.Cosigned(lines(note, time));
  }

  private List<Note.Line> lines(Note note, long time) {
    return cosigners.stream().map(cosigner -> cosigner.sign(note.textBytes(), time)).toList();
  }

  /** What is kept: the text and the log's own lines, so that others cannot make it grow. */
  private Note onlyLogs(Note note, String origin) {
    Note plain = Note.of(note.text());
    for (Note.Line line : note.signatures()) {
      boolean isLogs =
          logs.stream()
              .anyMatch(log ->
                  log.name().equals(origin)
                      && log.keyId() == line.keyId()
                      && log.name().equals(line.name()));
      if (isLogs) {
        plain = plain.with(line);
      }
    }
    return plain;
  }

  /** The largest checkpoint of this origin, with the log's signature and this witness's own. */
  public Optional<Note> cosigned(String origin) {
    return state
        .latest(origin)
        .map(one -> {
          Note note = one.note();
          for (Note.Line line : lines(note, one.time())) {
            note = note.with(line);
          }
          return note;
        });
  }

  /** The largest checkpoint of this origin. */
  public Optional<WitnessState.Latest> latest(String origin) {
    return state.latest(origin);
  }
}
