package id.segel.cli;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.LogReader;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.merkle.ConsistencyProof;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.TilePath;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.note.SigningKey;
import id.segel.tlog.witness.AddCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long it takes to check a log: its hashes alone, then everything, then a mirror of it, and how
 * long a witness takes to cosign the same tree as it grows.
 */
final class BenchVerify {

  private static final int CHECKPOINTS = 200;

  private final Args args;
  private final Printer printer;
  private final Map<String, Object> answer = new LinkedHashMap<>();

  BenchVerify(Args args, Printer printer) {
    this.args = args;
    this.printer = printer;
  }

  int run() throws IOException, InterruptedException {
    String url = args.get("--log", "http://127.0.0.1:8080");
    Path folder = Files.createTempDirectory("segel-bench");
    try (TileFetcher fetcher = TileFetcher.of(Verify.base(url))) {
      NoteVerifier key = Verify.key(fetcher, Args.parse(List.of(), Set.of(), Set.of("--key")));
      LogReader reader = LogReader.open(fetcher, key);
      answer.put("entries", reader.checkpoint().size());
      Instant since = now();
      reader.read(batch -> 0, nothing -> {});
      answer.put("hashesSeconds", seconds(since));
      since = now();
      var check = new LogCheck(true, List.of(), printer);
      check.read(reader);
      answer.put("signatures", check.signatures());
      answer.put("problems", check.problems().size());
      answer.put("verifySeconds", seconds(since));
      since = now();
      Mirror.run(List.of(url, folder.resolve("mirror").toString()), printer.silent());
      answer.put("mirrorSeconds", seconds(since));
      since = now();
      Mirror.run(List.of(url, folder.resolve("mirror").toString()), printer.silent());
      answer.put("mirrorAgainSeconds", seconds(since));
      try (TileFetcher copy = TileFetcher.of(folder.resolve("mirror/log"))) {
        LogReader ofCopy = LogReader.open(copy, key);
        since = now();
        ofCopy.read(batch -> 0, nothing -> {});
        answer.put("hashesOfMirrorSeconds", seconds(since));
      }
      witness(folder, reader.checkpoint().size());
    } catch (LogProblem e) {
      throw new IOException("the log does not hold: " + e.getMessage(), e);
    } catch (MalformedException e) {
      throw new IOException(e);
    }
    printer.figures(answer, args.has("--json"));
    return Segel.DONE;
  }

  /** A witness of its own, asked over HTTP for the mirrored tree at sizes that grow. */
  private void witness(Path folder, long size)
      throws IOException, InterruptedException, MalformedException {
    var random = new SecureRandom();
    var log = new NoteSigner("bench.example/log", SigningKey.generate(random));
    var key = new Cosigner("bench.example/witness", SigningKey.generate(random));
    Files.writeString(folder.resolve("witness.key"), key.skey());
    Files.writeString(folder.resolve("logs.policy"), "log " + log.verifier().vkey() + "\n");
    Files.writeString(
        folder.resolve("witness.properties"),
        "body = bench\nlisten = 127.0.0.1:0\nkey = witness.key\nstate = witness.state\nlogs = logs.policy\n");
    var millis = new double[CHECKPOINTS];
    try (TileFetcher copy = TileFetcher.of(folder.resolve("mirror/log"));
        WitnessServer server = WitnessServer.open(folder.resolve("witness.properties"), printer);
        HttpClient http = HttpClient.newHttpClient()) {
      TileSource tiles =
          (level, number, width) -> copy.tile(level, number, TilePath.widthIn(size, level, number));
      long old = 0;
      for (int i = 0; i < CHECKPOINTS; i++) {
        // Whole tiles, which the mirror has for every size.
        long next = Math.max(256, size / 256 * (i + 1) / CHECKPOINTS * 256);
        Edge edge = Edge.of(next, tiles);
        var note = new Checkpoint(log.name(), next, edge.root()).sign(log);
        var proof = ConsistencyProof.make(old, next, edge.over(tiles)).path();
        byte[] body = new AddCheckpoint(old, proof, note).bytes();
        long began = System.nanoTime();
        HttpResponse<String> said =
            http.send(
                HttpRequest.newBuilder(URI.create(server.address() + "/add-checkpoint"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        millis[i] = (System.nanoTime() - began) / 1e6;
        if (said.statusCode() != 200) {
          throw new IOException("the witness answers " + said.statusCode() + " " + said.body());
        }
        old = next;
      }
    }
    Arrays.sort(millis);
    answer.put("witnessMillisMedian", Math.round(millis[CHECKPOINTS / 2] * 10) / 10.0);
    answer.put("witnessMillis99th", Math.round(millis[CHECKPOINTS * 99 / 100] * 10) / 10.0);
  }

  private Instant now() {
    return printer.clock().instant();
  }

  private double seconds(Instant since) {
    return Duration.between(since, now()).toMillis() / 1_000.0;
  }
}
