package id.segel.server.log;

import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.CosignerKey;
import id.segel.tlog.merkle.ConsistencyProof;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.Note;
import id.segel.tlog.witness.AddCheckpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one witness for its cosignature; the log's side of c2sp.org/tlog-witness. What it answers is
 * believed only where a key of the policy signed it. Used by one thread at a time.
 */
final class WitnessClient {

  /** What a whole answer may take. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  private static final int ANSWER_BYTES_MAX = 64 * 1_024;
  private static final int LINES_MAX = 16;

  private final HttpClient http;
  private final String url;
  private final CosignerKey key;

  /** The size that it cosigned last, as far as we know; -1 when it is to be asked. */
  private long old = -1;

  WitnessClient(HttpClient http, String url, CosignerKey key) {
    this.http = http;
    this.url = url.replaceFirst("/+$", "");
    this.key = key;
  }

  /** What became of asking. */
  sealed interface Outcome {}

  /** It cosigned. */
  record Cosigned(Note.Line line) implements Outcome {}

  /** It says no, or what it says is worth nothing. The bytes are evidence. */
  record Refused(Kind kind, int status, String detail, byte[] request, byte[] answer)
      implements Outcome {}

  /** Nothing came back, or that it is not able to now. */
  record Away(String why) implements Outcome {}

  /** What can be wrong, for people to act on. */
  enum Kind {
    /** 422: it holds a tree that ours does not grow from. */
    NOT_CONSISTENT,
    /** It has cosigned a larger tree of ours than we have. */
    LARGER_TREE,
    /** 400, 403 or 404: it does not know this log or does not understand it. */
    REFUSED,
    /** An answer that is none, or without a signature of its key that holds. */
    WORTHLESS
  }

  /** Asks for a cosignature of this checkpoint. */
  Outcome ask(Publisher.Published target, TileSource tiles) throws InterruptedException {
    byte[] request = {};
    byte[] answer = {};
    try {
      for (int attempt = 0; attempt < 3; attempt++) {
        long from = Math.max(0, old);
        List<Hash> proof =
            old < 0 ? List.of() : ConsistencyProof.make(from, target.size(), tiles).path();
        request = new AddCheckpoint(from, proof, Note.parse(target.note())).bytes();
        HttpResponse<byte[]> response = post(request);
        answer = response.body();
        switch (response.statusCode()) {
          case 200 -> {
            return cosigned(target, request, answer);
          }
          case 409 -> {
            long size = size(answer);
            if (size < 0) {
              return refused(Kind.WORTHLESS, 409, "a conflict without a size", request, answer);
            }
            if (size > target.size()) {
              old = -1;
              return refused(
                  Kind.LARGER_TREE, 409, "it cosigned a tree of " + size, request, answer);
            }
            if (size == old) {
              return refused(Kind.WORTHLESS, 409, "a conflict about nothing", request, answer);
            }
            old = size;
          }
          case 422 -> {
            if (old < 0) {
              old = 0; // A tree without entries cannot grow with an empty proof into another.
            }
            return refused(Kind.NOT_CONSISTENT, 422, words(answer), request, answer);
          }
          case 400, 403, 404 -> {
            return refused(Kind.REFUSED, response.statusCode(), words(answer), request, answer);
          }
          default -> {
            return new Away("it answers " + response.statusCode() + " " + words(answer));
          }
        }
      }
      return refused(Kind.WORTHLESS, 409, "it never agrees about its size", request, answer);
    } catch (TimeoutException e) {
      return new Away("no answer in " + PATIENCE.toSeconds() + " s");
    } catch (ConnectException e) {
      return new Away("no connection");
    } catch (IOException e) {
      String message = e.getMessage();
      return new Away(message == null ? e.getClass().getSimpleName() : message);
    } catch (MalformedException e) {
      throw new IllegalStateException("our own checkpoint is no note", e);
    }
  }

  private Outcome cosigned(Publisher.Published target, byte[] request, byte[] answer) {
    byte[] text;
    try {
      text = Note.parse(target.note()).textBytes();
    } catch (MalformedException e) {
      throw new IllegalStateException("our own checkpoint is no note", e);
    }
    List<String> lines = new String(answer, StandardCharsets.UTF_8).lines().toList();
    for (String line : lines.subList(0, Math.min(lines.size(), LINES_MAX))) {
      try {
        Note.Line parsed = Note.Line.parse(line);
        if (key.time(text, parsed).isPresent()) {
          old = target.size();
          return new Cosigned(parsed);
        }
      } catch (MalformedException e) {
        // Lines of others, or of none: the specification asks to pass them over.
      }
    }
    return refused(
        Kind.WORTHLESS, 200, "no signature of its key that holds for this", request, answer);
  }

  private static Refused refused(
      Kind kind, int status, String detail, byte[] request, byte[] answer) {
    return new Refused(kind, status, detail, request, answer);
  }

  /** The largest checkpoint of ours that it says it holds; null when it does not say. */
  byte @Nullable [] latest(String origin) throws InterruptedException {
    String hash =
        HexFormat.of().formatHex(Sha256.digest().digest(origin.getBytes(StandardCharsets.UTF_8)));
    try {
      HttpResponse<byte[]> response =
          send(HttpRequest.newBuilder(URI.create(url + "/" + hash + "/checkpoint")).GET());
      return response.statusCode() == 200 ? response.body() : null;
    } catch (IOException | TimeoutException e) {
      return null;
    }
  }

  private HttpResponse<byte[]> post(byte[] body)
      throws IOException, InterruptedException, TimeoutException {
    return send(
        HttpRequest.newBuilder(URI.create(url + "/add-checkpoint"))
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException, TimeoutException {
    Future<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request.timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        throw new TimeoutException();
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static long size(byte[] answer) {
    String text = new String(answer, StandardCharsets.US_ASCII).strip();
    return text.matches("0|[1-9][0-9]{0,17}") ? Long.parseLong(text) : -1;
  }

  /** A little of what was said, fit to be shown. */
  private static String words(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}\\s]+", " ");
    return text.length() > 200 ? text.substring(0, 200) : text.strip();
  }
}
