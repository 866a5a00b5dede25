package id.segel.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignatureAdded;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.server.clock.ElectionClock;
import id.segel.server.database.TestDatabase;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.SigningKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sequencer on a real PostgreSQL, with rules that find nothing. */
class SequencerTest {

  private static final Instant NOW = Instant.parse("2024-02-13T05:00:00Z");
  private static final Clock REAL = Clock.fixed(NOW, ZoneOffset.UTC);

  /** Rules that find nothing. */
  private static class Silent implements Decider {
    @Override
    public List<Fact> tick(Instant now, Connection connection) {
      return List.of();
    }
  }

  private final Path data;
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient sql = JdbcClient.create(database.dataSource());
  private final Entries entries = new Entries(sql);
  private final List<Fact> told = new ArrayList<>();
  private LogState state = new LogState();
  private Sequencer sequencer;

  SequencerTest(@TempDir Path data) {
    this.data = data;
    this.sequencer = sequencer();
  }

  private Sequencer sequencer() {
    state = new LogState();
    return new Sequencer(
        database.captureConnections(),
        ElectionClock.simulated(REAL, NOW),
        Clock.systemUTC(),
        state,
        List.of(new Silent()),
        List.of((index, recorded, fact) -> told.add(fact)),
        new OutsideCheckpoint(data, keys()),
        new Signers(),
        (fact, now) -> 0);
  }

  private LogKeys keys() {
    try {
      return new LogKeys(data, "example.org/log");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void open() {
    sequencer.start();
  }

  @AfterEach
  void close() {
    sequencer.stop();
  }

  private void startAgain() {
    sequencer.stop();
    sequencer = sequencer();
    sequencer.start();
  }

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return SigningKey.fromSeed(bytes);
  }

  private static Submission pack(int counter, SigningKey... signers) {
    PartyKey by = PartyKey.of(signers[0].publicKey());
    var statement =
        new Statement(
            Statement.Kind.PACK,
            "dki-2024",
            by,
            List.of(PartyKey.of(key(9).publicKey())),
            counter,
            NOW,
            new PlaceCode("G3171"),
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(
                new Statement.Group(
                    null,
                    List.of(
                        new Statement.BoxLine(BoxId.of("3171011001001", 1, 1), Seals.NONE, 277)))),
            List.of());
    try {
      return Submission.of(
          SignedStatement.read(SignedStatement.sign(statement, signers).bytes()),
          NOW,
          REAL,
          OptionalInt.empty(),
          0);
    } catch (SignedStatement.FlawedException e) {
      throw new AssertionError(e);
    }
  }

  private void theTreeHoldsTheEntries() {
    List<Hash> leaves =
        entries.from(0, 100_000).stream().map(leaf -> Hash.leaf(leaf.bytes())).toList();
    assertEquals(sequencer.edge().size(), leaves.size());
    assertEquals(Edge.EMPTY.append(leaves).edge().root(), sequencer.edge().root());
  }

  @Test
  void theSameNoteFromTwentyConnectionsAtOnceIsOneEntry() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<CompletableFuture<Long>>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> sequencer.enqueue(List.of(pack(1, key(1)))).getFirst().join(), threads));
      }
      answers.forEach(answer -> assertEquals(0, answer.join()));
    }
    assertEquals(1, sequencer.edge().size());
    theTreeHoldsTheEntries();
  }

  @Test
  void aFurtherSignatureOfTheSameTextIsANewFactOnce() {
    assertEquals(0, sequencer.enqueue(List.of(pack(1, key(1)))).getFirst().join());
    assertEquals(0, sequencer.enqueue(List.of(pack(1, key(1), key(9)))).getFirst().join());
    assertEquals(0, sequencer.enqueue(List.of(pack(1, key(1), key(9)))).getFirst().join());
    assertEquals(2, sequencer.edge().size());
    var added = (SignatureAdded) Facts.read(entries.at(1).orElseThrow().entry().body());
    assertEquals(pack(1, key(1)).id(), added.statement());
    theTreeHoldsTheEntries();
  }

  @Test
  void aFurtherSignatureInTheSameBatchIsKept() {
    sequencer
        .enqueue(List.of(pack(1, key(1)), pack(1, key(1), key(9)), pack(2, key(1))))
        .forEach(CompletableFuture::join);
    assertEquals(3, sequencer.edge().size());
    theTreeHoldsTheEntries();
  }

  @Test
  void whatIsCommittedIsThereAfterARestart() {
    var all = new ArrayList<Submission>();
    for (int i = 1; i <= 700; i++) {
      all.add(pack(i, key(i % 7 + 1)));
    }
    sequencer.enqueue(all).forEach(CompletableFuture::join);
    Hash root = sequencer.edge().root();
    startAgain();
    assertEquals(700, sequencer.edge().size());
    assertEquals(root, sequencer.edge().root());
    assertEquals(5, sequencer.enqueue(List.of(all.get(5))).getFirst().join());
    assertEquals(700, sequencer.enqueue(List.of(pack(1_000, key(1)))).getFirst().join());
    theTreeHoldsTheEntries();
  }

  @Test
  void aDeskThatFailsSpoilsNothingElse() {
    var enrolled = new DeviceEnrolled(PartyKey.of(key(3).publicKey()), Role.PPS, "3171011001");
    assertThrows(
        ArithmeticException.class,
        () ->
            new FactLog(sequencer)
                .append(
                    List.of(enrolled),
                    (connection, first) -> {
                      throw new ArithmeticException("no");
                    }));
    assertEquals(0, sequencer.edge().size());
    assertEquals(0, new FactLog(sequencer).append(List.of(enrolled), FactLog.GuardWork.NONE));
    assertEquals(List.of(enrolled), told);
    startAgain();
    assertEquals(List.of(enrolled, enrolled), told);
  }

  @Test
  void aBrokenConnectionLosesNothingAndRepeatsNothing() {
    var answers = new ArrayList<CompletableFuture<Long>>();
    for (int round = 0; round < 40; round++) {
      var some = new ArrayList<Submission>();
      for (int i = 0; i < 50; i++) {
        some.add(pack(round * 50 + i + 1, key(round % 5 + 1)));
      }
      answers.addAll(sequencer.enqueue(some));
      if (round % 10 == 5) {
        sql.sql(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and application_name = 'segel capture'
                """)
            .query((row, n) -> row.getBoolean(1))
            .list();
      }
    }
    var places = answers.stream().map(CompletableFuture::join).sorted().distinct().toList();
    assertEquals(2_000, places.size());
    assertEquals(2_000, sequencer.edge().size());
    theTreeHoldsTheEntries();
  }

  @Test
  void aDatabaseFromAnOldBackupIsNotSignedOn() {
    sequencer
        .enqueue(List.of(pack(1, key(1)), pack(2, key(1)), pack(3, key(1))))
        .forEach(CompletableFuture::join);
    var publisher =
        new Publisher(
            sequencer,
            database.captureConnections(),
            new OutsideCheckpoint(data, keys()),
            keys(),
            state,
            REAL);
    publisher.start();
    publisher.stop();
    assertEquals(3, publisher.newest().orElseThrow().size());
    sequencer.stop();
    sql.sql("delete from log.entries where index = 2").update();
    Hash two =
        Edge.EMPTY
            .append(entries.from(0, 2).stream().map(leaf -> Hash.leaf(leaf.bytes())).toList())
            .edge()
            .root();
    sql.sql("update log.tree set size = 2, root = :root, signed_size = 2")
        .param("root", two.bytes())
        .update();
    startAgain();
    assertTrue(state.readOnlyWhy().orElseThrow().contains("old backup"));
    assertThrows(ReadOnlyLogException.class, () -> sequencer.enqueue(List.of(pack(4, key(1)))));
  }

  @Test
  void otherEntriesOfTheSameNumberAreNotSignedOn() {
    sequencer.enqueue(List.of(pack(1, key(1)))).getFirst().join();
    var publisher =
        new Publisher(
            sequencer,
            database.captureConnections(),
            new OutsideCheckpoint(data, keys()),
            keys(),
            state,
            REAL);
    publisher.start();
    publisher.stop();
    sequencer.stop();
    Entry other =
        new Entry(
            new byte[16],
            NOW,
            NOW,
            OptionalInt.empty(),
            Entry.Kind.FACT,
            new DeviceEnrolled(PartyKey.of(key(3).publicKey()), Role.PPS, "3171011001").text());
    sql.sql("update log.entries set leaf = :leaf, id = null, signer = null, counter = null")
        .param("leaf", other.encode())
        .update();
    sql.sql("update log.tree set root = :root")
        .param("root", Hash.leaf(other.encode()).bytes())
        .update();
    startAgain();
    assertTrue(state.readOnlyWhy().orElseThrow().contains("other entries"));
  }
}
