package id.segel.tlog.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.tlog.LogFolder;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.merkle.ConsistencyProof;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.MlDsa44;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness answers to an honest log, to a careless one and to one that lies. */
class WitnessTest {

  private static final Clock NOW =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
  private static final Cosigner KEY = new Cosigner("w.example/1", LogFolder.key("witness"));
  private static final Cosigner PQ =
      new Cosigner("w.example/1", MlDsa44.fromSeed(LogFolder.key("witness").seed()));

  @TempDir Path temp;
  private Path file = Path.of("");
  private LogFolder log;

  @BeforeEach
  void aLog() throws IOException {
    file = temp.resolve("witness.state");
    log = LogFolder.write(temp.resolve("log"), 10);
  }

  private Witness witness(WitnessState state) {
    return new Witness(List.of(KEY, PQ), List.of(LogFolder.verifier()), state, NOW);
  }

  private byte[] asking(long old) {
    return asking(old, log.note());
  }

  private byte[] asking(long old, Note note) {
    long size = log.edge().size();
    List<Hash> proof =
        old > size
            ? List.of()
            : ConsistencyProof.make(old, size, log.edge().over(log::full)).path();
    return new AddCheckpoint(old, proof, note).bytes();
  }

  @Test
  void anHonestLogIsCosignedAsItGrows() throws Exception {
    try (var state = WitnessState.open(file)) {
      Witness witness = witness(state);
      assertTrue(witness.cosigned(LogFolder.ORIGIN).isEmpty());
      long old = 0;
      for (long size : new long[] {10, 11, 255, 256, 300, 300, 5_000}) {
        log.grow(size);
        var answer = assertInstanceOf(Answer.Cosigned.class, witness.add(asking(old)));
        Note cosigned = log.note();
        for (Note.Line line : answer.lines()) {
          cosigned = cosigned.with(line);
        }
        Note shown = witness.cosigned(LogFolder.ORIGIN).orElseThrow();
        assertEquals(log.note().text(), shown.text());
        for (Cosigner key : List.of(KEY, PQ)) {
          for (Note note : List.of(cosigned, shown)) {
            assertEquals(
                OptionalLong.of(1_700_000_000),
                key.verifier().time(note, Long.MAX_VALUE),
                key.verifier().kind() + " of size " + size);
          }
        }
        old = size;
      }
    }
  }

  @Test
  void aLogThatDoesNotKnowTheSizeIsToldIt() throws Exception {
    try (var state = WitnessState.open(file)) {
      Witness witness = witness(state);
      witness.add(asking(0));
      log.grow(20);
      byte[] unsure = new AddCheckpoint(0, List.of(), log.note()).bytes();
      assertEquals(new Answer.Behind(10), witness.add(unsure));
      assertEquals(new Answer.Behind(10), witness.add(asking(11)));
      assertEquals(200, witness.add(asking(10)).status());
    }
  }

  @Test
  void eachRefusalHasItsStatus() throws Exception {
    try (var state = WitnessState.open(file)) {
      Witness witness = witness(state);
      assertEquals(400, status(witness, "nothing".getBytes(StandardCharsets.UTF_8)));
      assertEquals(400, status(witness, "old 01\n\n".getBytes(StandardCharsets.UTF_8)));
      assertEquals(400, status(witness, asking(11)), "old is larger than the checkpoint");
      String long64 = "old 0\n" + (Hash.EMPTY.base64() + "\n").repeat(64) + "\n" + log.note();
      assertEquals(400, status(witness, long64.getBytes(StandardCharsets.UTF_8)));
      assertEquals(400, status(witness, new byte[AddCheckpoint.BYTES_MAX + 1]));
      var stranger = new NoteSigner("other.example/log", LogFolder.key("other"));
      Note unknown = new Checkpoint(stranger.name(), 10, log.edge().root()).sign(stranger);
      assertEquals(404, status(witness, asking(0, unknown)));
      var thief = new NoteSigner(LogFolder.ORIGIN, LogFolder.key("thief"));
      Note forged = new Checkpoint(LogFolder.ORIGIN, 10, log.edge().root()).sign(thief);
      assertEquals(403, status(witness, asking(0, forged)));
      // A known key's line that does not hold spoils the note, beside one that does.
      Note.Line line = log.note().signatures().getFirst();
      byte[] bad = line.bytes();
      bad[3] ^= 1;
      Note spoilt = log.note().with(Note.Line.of(line.name(), line.keyId(), bad));
      assertEquals(403, status(witness, asking(0, spoilt)));
      Note empty = Note.of(LogFolder.ORIGIN + "\n0\n" + log.edge().root().base64() + "\n");
      assertEquals(422, status(witness, asking(0, empty.signedBy(LogFolder.signer()))));
      assertTrue(witness.latest(LogFolder.ORIGIN).isEmpty(), "nothing of it was kept");
    }
  }

  /** Rewound, forked, and both with a proof that tries to hide it. */
  @Test
  void aLogThatLiesIsNotCosigned() throws Exception {
    try (var state = WitnessState.open(file)) {
      Witness witness = witness(state);
      log.grow(300);
      witness.add(asking(0));
      LogFolder fork =
          LogFolder.write(
              temp.resolve("fork"),
              300,
              n ->
                  ("entry " + n + (n == 7 ? " changed" : " of a log") + "\n")
                      .getBytes(StandardCharsets.UTF_8));
      LogFolder rewound = LogFolder.write(temp.resolve("rewound"), 200);
      assertEquals(400, status(witness, new AddCheckpoint(300, List.of(), rewound.note()).bytes()));
      assertEquals(
          new Answer.Behind(300),
          witness.add(new AddCheckpoint(0, List.of(), rewound.note()).bytes()));
      assertEquals(422, status(witness, new AddCheckpoint(300, List.of(), fork.note()).bytes()));
      fork.grow(400);
      var forked =
          new AddCheckpoint(
              300,
              ConsistencyProof.make(300, 400, fork.edge().over(fork::full)).path(),
              fork.note());
      assertEquals(422, status(witness, forked.bytes()));
      log.grow(400);
      List<Hash> good = ConsistencyProof.make(300, 400, log.edge().over(log::full)).path();
      for (int i = 0; i < good.size(); i++) {
        var bad = new ArrayList<>(good);
        bad.set(i, Hash.EMPTY);
        assertEquals(422, status(witness, new AddCheckpoint(300, bad, log.note()).bytes()));
      }
      assertEquals(422, status(witness, new AddCheckpoint(300, List.of(), log.note()).bytes()));
      assertEquals(300, witness.latest(LogFolder.ORIGIN).orElseThrow().checkpoint().size());
      assertEquals(200, status(witness, new AddCheckpoint(300, good, log.note()).bytes()));
    }
  }

  @Test
  void whatWasCosignedSurvivesItsProcess() throws Exception {
    Note before;
    try (var state = WitnessState.open(file)) {
      Witness witness = witness(state);
      witness.add(asking(0));
      before = witness.cosigned(LogFolder.ORIGIN).orElseThrow();
    }
    byte[] kept = Files.readAllBytes(file);
    // Killed before the new state had its name: the old one counts.
    Files.writeString(temp.resolve("witness.state.new"), "half of a st");
    try (var state = WitnessState.open(file)) {
      Witness witness = witness(state);
      Note after = witness.cosigned(LogFolder.ORIGIN).orElseThrow();
      assertEquals(before.text(), after.text());
      // The other key's line is never twice the same.
      assertEquals(
          before.signatureOf(KEY.name(), KEY.verifier().keyId()),
          after.signatureOf(KEY.name(), KEY.verifier().keyId()));
      log.grow(12);
      assertEquals(new Answer.Behind(10), witness.add(asking(0)));
      assertEquals(200, witness.add(asking(10)).status());
    }
    Files.write(file, java.util.Arrays.copyOf(kept, kept.length - 9));
    assertThrows(IOException.class, () -> WitnessState.open(file));
  }

  @Test
  void twoProcessesCannotShareAState() throws Exception {
    try (var state = WitnessState.open(file)) {
      assertThrows(IOException.class, () -> WitnessState.open(file));
      assertEquals(200, witness(state).add(asking(0)).status());
    }
  }

  /** The race of the specification: two requests from the same size with different trees. */
  @Test
  void ofTwoForksAtOnceOneIsCosigned() throws Exception {
    try (var state = WitnessState.open(file);
        var threads = Executors.newFixedThreadPool(8)) {
      Witness witness = witness(state);
      List<Callable<Answer>> forks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String fork = "fork " + i;
        LogFolder folder =
            LogFolder.write(
                temp.resolve(fork), 20, n -> (fork + n).getBytes(StandardCharsets.UTF_8));
        forks.add(() -> witness.add(new AddCheckpoint(0, List.of(), folder.note()).bytes()));
      }
      var statuses = new TreeSet<Integer>();
      int cosigned = 0;
      for (Future<Answer> answer : threads.invokeAll(forks)) {
        statuses.add(answer.get().status());
        cosigned += answer.get() instanceof Answer.Cosigned ? 1 : 0;
      }
      assertEquals(1, cosigned, statuses.toString());
    }
  }

  @Test
  void aConditionThatDoesNotHoldKeepsItFromSigning() throws Exception {
    try (var state = WitnessState.open(file)) {
      var auditing =
          new Witness(
              List.of(KEY),
              List.of(LogFolder.verifier()),
              state,
              NOW,
              checkpoint -> java.util.Optional.of(new Answer.NotYet("not audited")));
      assertEquals(503, status(auditing, asking(0)));
      assertTrue(auditing.cosigned(LogFolder.ORIGIN).isEmpty());
    }
  }

  private static int status(Witness witness, byte[] body) throws Exception {
    return witness.add(body).status();
  }
}
