package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.custody.SignedStatement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.tlog.client.LogReader;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Phones keep sending while the database and the server are killed with kill -9, one after the
 * other and both at once. Whatever was acknowledged must be in the log, once, at the place that was
 * acknowledged.
 */
class CrashTest {

  private static final int PHONES = 12;

  @Test
  void nothingAcknowledgedIsLost(@TempDir Path data) throws Exception {
    var acknowledged = new ConcurrentHashMap<Id, Long>();
    try (var server = new ServerProcess(data)) {
      server.start();
      var desk = new TestDesk(server.url());
      desk.setUp(data);
      List<TestPhone> phones = desk.enrol(PHONES, "KPU_KOTA", "3171");
      try (var senders = new Senders(phones, acknowledged)) {
        senders.awaitMore(500);
        server.killDatabase();
        senders.awaitMore(500);
        server.kill();
        server.start();
        senders.awaitMore(500);
        server.killDatabase();
        server.kill();
        server.start();
        senders.awaitMore(500);
      }
      Map<Id, List<Long>> places = places(server.url(), Collections.max(acknowledged.values()));
      for (var one : acknowledged.entrySet()) {
        assertEquals(List.of(one.getValue()), places.get(one.getKey()), one.getKey().toString());
      }
      assertTrue(acknowledged.size() >= 2_000, "acknowledged " + acknowledged.size());
    }
  }

  /** Where each statement stands in the log, read as a stranger would and checked on the way. */
  private static Map<Id, List<Long>> places(String url, long newest) throws Exception {
    var places = new HashMap<Id, List<Long>>();
    try (var fetcher = TileFetcher.of(url + "/log")) {
      var vkey = NoteVerifier.parse(new TestDesk(url).get("/log/vkey").strip());
      // The checkpoint comes up to a second behind the answers.
      var reader = LogReader.open(fetcher, vkey);
      while (reader.checkpoint().size() <= newest) {
        LockSupport.parkNanos(50_000_000);
        reader = LogReader.open(fetcher, vkey);
      }
      reader.read(
          batch -> batch,
          batch -> {
            for (int i = 0; i < batch.count(); i++) {
              Entry entry = Entry.decode(batch.entry(i));
              if (entry.kind() == Entry.Kind.STATEMENT) {
                places.computeIfAbsent(idOf(entry), id -> new ArrayList<>()).add(batch.first() + i);
              }
            }
          });
    }
    return places;
  }

  private static Id idOf(Entry entry) {
    try {
      return SignedStatement.read(entry.body()).id();
    } catch (SignedStatement.FlawedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * One thread a phone: sends ten packings at a time, again and again until they are acknowledged.
   */
  private static final class Senders implements AutoCloseable {

    private final Map<Id, Long> acknowledged;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    Senders(List<TestPhone> phones, Map<Id, Long> acknowledged) {
      this.acknowledged = acknowledged;
      for (TestPhone phone : phones) {
        threads.add(Thread.ofVirtual().start(() -> send(phone)));
      }
    }

    private void send(TestPhone phone) {
      List<byte[]> notes = phone.packings(10);
      while (running) {
        try {
          Map<Id, Long> places = phone.send(notes);
          synchronized (acknowledged) {
            acknowledged.putAll(places);
            acknowledged.notifyAll();
          }
          if (places.size() == notes.size()) {
            notes = phone.packings(10);
          }
        } catch (IOException killed) {
          Thread.onSpinWait();
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    void awaitMore(int count) throws InterruptedException {
      synchronized (acknowledged) {
        int goal = acknowledged.size() + count;
        while (acknowledged.size() < goal) {
          acknowledged.wait();
        }
      }
    }

    @Override
    public void close() {
      running = false;
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
  }
}
