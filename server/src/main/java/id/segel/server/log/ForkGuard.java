package id.segel.server.log;

import id.segel.server.database.CaptureConnections;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What others hold of this log, asked before a log that was restored appends again: had it signed
 * more than it holds now, going on would be a fork. Nothing is believed but the log's own
 * signature.
 */
@Component
public class ForkGuard {

  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final CaptureConnections connections;
  private final LogKeys keys;
  private final LogPolicy policy;
  private final Path data;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  ForkGuard(
      CaptureConnections connections,
      LogKeys keys,
      LogPolicy policy,
      @Value("${segel.data}") Path data) {
    this.connections = connections;
    this.keys = keys;
    this.policy = policy;
    this.data = data.toAbsolutePath().normalize();
  }

  /** How what a source shows stands to the tree here. */
  public enum Kind {
    /** As large as ours or smaller, and the same up to there. */
    HAS_NO_MORE,
    /** Larger: entries are missing here. */
    HAS_MORE,
    /** Of this size ours is another tree. */
    IS_ANOTHER_TREE,
    /** It answers that it holds nothing of this log. */
    HAS_NOTHING,
    /** No answer, or one that the log's key did not sign. */
    IS_SILENT
  }

  /**
   * One source's answer.
   *
   * @param source URL, file or folder, as it was given
   * @param size of the tree that it shows, -1 without one
   * @param detail for people
   */
  public record Answer(String source, Kind kind, long size, String detail) {}

  /**
   * What was heard.
   *
   * @param isMarked whether the data folder is marked as restored
   */
  public record Heard(long size, boolean isMarked, List<Answer> answers) {

    /** Whether somebody shows more, or something else. */
    public boolean isFork() {
      return answers.stream()
          .anyMatch(one -> one.kind() == Kind.HAS_MORE || one.kind() == Kind.IS_ANOTHER_TREE);
    }
  }

  /** A checkpoint that the log's key signed, and who showed it. */
  record Shown(Checkpoint checkpoint, String source) {}

  /** Asks these sources and every witness of the policy. */
  public Heard ask(List<String> from) throws SQLException, IOException, InterruptedException {
    return ask(from, keys.signer().verifier(), new ArrayList<>());
  }

  /** The same for another key of this log; {@code shown} gets what it had signed. */
  Heard ask(List<String> from, NoteVerifier log, List<Shown> shown)
      throws SQLException, IOException, InterruptedException {
    RestoredMark.checkFinished(data);
    var sources = new ArrayList<>(from);
    for (Policy.Witness witness : policy.policy().witnesses()) {
      String url = witness.url();
      if (url != null && !sources.contains(url)) {
        sources.add(url);
      }
    }
    try (Connection sql = connections.open(WAIT)) {
      Edge edge = SequencerStore.readEdge(sql, SequencerStore.readTree(sql).size());
      var answers = new ArrayList<Answer>();
      for (String source : sources) {
        answers.add(judge(source, edge, sql, log, shown));
      }
      return new Heard(edge.size(), RestoredMark.read(data).isPresent(), answers);
    }
  }

  /** Lets the log append from the next start on. */
  public void lift() throws IOException {
    RestoredMark.lift(data);
  }

  private Answer judge(
      String source, Edge edge, Connection sql, NoteVerifier log, List<Shown> shown)
      throws InterruptedException {
    Checkpoint checkpoint;
    try {
      byte[] note = source.matches("https?://.*") ? fetch(source, log.name()) : read(source);
      if (note == null) {
        return new Answer(source, Kind.HAS_NOTHING, -1, "it holds nothing of this log");
      }
      checkpoint = Checkpoint.open(note, log);
    } catch (IOException e) {
      String why = e.getMessage();
      return new Answer(
          source, Kind.IS_SILENT, -1, why == null ? e.getClass().getSimpleName() : why);
    } catch (MalformedException | SignatureException e) {
      return new Answer(
          source, Kind.IS_SILENT, -1, "what it shows is not of this log: " + e.getMessage());
    }
    shown.add(new Shown(checkpoint, source));
    long size = checkpoint.size();
    if (size > edge.size()) {
      return new Answer(
          source,
          Kind.HAS_MORE,
          size,
          "it shows " + size + " entries: " + (size - edge.size()) + " are missing here");
    }
    Hash root = Edge.of(size, edge.over(SequencerStore.fullTiles(sql))).root();
    return root.equals(checkpoint.root())
        ? new Answer(source, Kind.HAS_NO_MORE, size, "it shows " + size + " entries, all here")
        : new Answer(
            source,
            Kind.IS_ANOTHER_TREE,
            size,
            "it shows another tree of " + size + " entries than the one here");
  }

  /** A kept checkpoint, or a folder that is a mirror, a copy of a log or a backup. */
  private static byte[] read(String source) throws IOException {
    Path file = Path.of(source);
    if (Files.isDirectory(file)) {
      Path inside = file.resolve("checkpoint");
      file = Files.exists(inside) ? inside : file.resolve("log").resolve("checkpoint");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    if (Files.size(file) > Note.BYTES_MAX) {
      throw new IOException("it is no checkpoint");
    }
    return Files.readAllBytes(file);
  }

  /**
   * From a witness, a log or a mirror, which may be named by the address above its log; null when
   * it answers that it has none.
   */
  private byte @Nullable [] fetch(String url, String origin)
      throws IOException, InterruptedException {
    String base = url.replaceFirst("/+$", "");
    String hash =
        HexFormat.of()
            .formatHex(
                id.segel.tlog.Sha256.digest().digest(origin.getBytes(StandardCharsets.UTF_8)));
    byte[] other = null;
    for (String path : List.of("/" + hash + "/checkpoint", "/checkpoint", "/log/checkpoint")) {
      HttpResponse<byte[]> answer;
      try {
        answer =
            http.send(
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), Note.BYTES_MAX));
      } catch (IllegalArgumentException e) {
        throw new IOException("it is no address", e);
      }
      if (answer.statusCode() == 200) {
        // A server of pages may answer any path with one.
        if (new String(answer.body(), StandardCharsets.UTF_8).startsWith(origin + "\n")) {
          return answer.body();
        }
        other = answer.body();
      } else if (answer.statusCode() != 404) {
        throw new IOException("it answers " + answer.statusCode());
      }
    }
    return other;
  }
}
