package id.segel.server.custody;

import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.HOLDER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import id.segel.server.access.Registry;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import id.segel.server.log.Receipts;
import id.segel.server.log.Submission;
import id.segel.server.region.Regions;
import id.segel.tlog.note.Ed25519;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The door for signed statements. A note that is not one is answered with its flaw; one that is, is
 * never refused: it is answered when it is durable, with its index, and a receipt for the whole
 * request.
 */
@RestController
class CaptureController {

  private static final int MAX_NOTES = 500;
  private static final int MANY_NOTES = 32;
  private static final int MAX_BODY = 8 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MAX_SKEW_SECONDS = 10 * 366 * 86_400L;

  /** The answer to one note: its index, or what is wrong with it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(@Nullable String id, @Nullable Long index, @Nullable Flaw problem) {}

  /** What is wrong with a note, as a problem+json has it. */
  record Flaw(int status, String reason, String detail) {}

  /** One answer a note, in their order; the receipt names all that have an index. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answers(List<Answer> answers, @Nullable String receipt) {}

  /** What is submitted of a note, or the answer that says what is wrong with it. */
  private record Opened(@Nullable Submission submission, @Nullable Answer flawed) {}

  private final FactLog log;
  private final Receipts receipts;
  private final Registry registry;
  private final Regions regions;
  private final ElectionClock election;
  private final Clock real;
  private final LegEmbargo embargo;
  private final JsonMapper json;
  private final Ed25519 engine = Ed25519.shared();

  CaptureController(
      FactLog log,
      Receipts receipts,
      Registry registry,
      Regions regions,
      ElectionClock election,
      Clock real,
      JsonMapper json,
      LegEmbargo embargo) {
    this.log = log;
    this.receipts = receipts;
    this.registry = registry;
    this.regions = regions;
    this.election = election;
    this.real = real;
    this.json = json;
    this.embargo = embargo;
  }

  @Allow({DEVICE, HOLDER})
  @PostMapping("/capture")
  void capture(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Answers answers = capture(request.getInputStream(), request.getHeader("Segel-Clock"));
    // Written here: to find out which converter writes which type costs as much as a signature.
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    json.writeValue(response.getOutputStream(), answers);
  }

  private Answers capture(InputStream body, @Nullable String clock) throws IOException {
    Instant now = election.instant();
    OptionalInt skew = skew(clock, now);
    List<byte[]> notes = notes(body);
    var answers = new ArrayList<@Nullable Answer>(notes.size());
    var submissions = new ArrayList<Submission>(notes.size());
    // Checking signatures is most of the work, so many notes are checked on all cores.
    for (Opened opened : stream(notes).map(note -> open(note, now, skew)).toList()) {
      answers.add(opened.flawed);
      if (opened.submission != null) {
        submissions.add(opened.submission);
      }
    }
    List<CompletableFuture<Long>> places =
        submissions.isEmpty() ? List.of() : log.submit(submissions);
    var receipt = new LinkedHashMap<Id, Long>();
    var all = new ArrayList<Answer>(answers.size());
    int next = 0;
    for (Answer answer : answers) {
      if (answer == null) {
        Id id = submissions.get(next).id();
        answer = await(id, places.get(next), receipt);
        next++;
      }
      all.add(answer);
    }
    return new Answers(all, receipt.isEmpty() ? null : receipts.sign(receipt));
  }

  private static Stream<byte[]> stream(List<byte[]> notes) {
    return notes.size() < MANY_NOTES ? notes.stream() : notes.parallelStream();
  }

  private Opened open(byte[] note, Instant now, OptionalInt skew) {
    try {
      SignedStatement signed = open(note);
      return new Opened(
          Submission.of(signed, now, real, skew, embargo.opens(signed.statement(), now)), null);
    } catch (SignedStatement.FlawedException e) {
      return new Opened(null, flawed(e.flaw().name(), String.valueOf(e.getMessage())));
    } catch (Problem e) {
      return new Opened(null, flawed(e.reason(), e.detail()));
    }
  }

  private SignedStatement open(byte[] note) throws SignedStatement.FlawedException {
    SignedStatement signed = SignedStatement.open(note, engine);
    Statement said = signed.statement();
    var opened = regions.roster().election();
    if (opened == null || !opened.election().equals(said.election())) {
      throw new Problem(
          400, "ELECTION_OTHER", "this log is not of the election " + said.election());
    }
    if (registry.devices().of(said.by()) == null && !Ed25519.isAcceptableKey(said.by().bytes())) {
      throw new Problem(400, "KEY_UNACCEPTABLE", "no device has a key like this");
    }
    return signed;
  }

  private static Answer await(Id id, CompletableFuture<Long> place, Map<Id, Long> receipt) {
    try {
      long index = place.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      receipt.put(id, index);
      return new Answer(id.toString(), index, null);
    } catch (TimeoutException e) {
      return unsure(id, "it is not durable yet; send it again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unsure(id, "the server is stopping; send it again");
    } catch (ExecutionException e) {
      return unsure(id, "it could not be written: " + e.getMessage());
    }
  }

  private static Answer unsure(Id id, String detail) {
    return new Answer(id.toString(), null, new Flaw(503, "NOT_DURABLE", detail));
  }

  private static Answer flawed(String reason, String detail) {
    return new Answer(null, null, new Flaw(400, reason, detail));
  }

  private static OptionalInt skew(@Nullable String clock, Instant now) {
    if (clock == null) {
      return OptionalInt.empty();
    }
    try {
      long seconds = Duration.between(now, Instant.parse(clock)).toSeconds();
      return OptionalInt.of((int) Math.clamp(seconds, -MAX_SKEW_SECONDS, MAX_SKEW_SECONDS));
    } catch (DateTimeException e) {
      throw Problem.malformed("Segel-Clock is not an instant: " + clock);
    }
  }

  /** The notes of a body: each its length in decimal digits, a newline, and that many bytes. */
  private static List<byte[]> notes(InputStream body) throws IOException {
    byte[] all = body.readNBytes(MAX_BODY + 1);
    if (all.length > MAX_BODY) {
      throw new Problem(413, "BODY_TOO_LONG", "a request has at most " + MAX_BODY + " bytes");
    }
    var notes = new ArrayList<byte[]>();
    int at = 0;
    while (at < all.length) {
      int length = 0;
      int digits = 0;
      while (at < all.length && all[at] >= '0' && all[at] <= '9' && digits < 6) {
        length = length * 10 + (all[at] - '0');
        at++;
        digits++;
      }
      if (digits == 0 || at >= all.length || all[at] != '\n') {
        throw Problem.malformed("expected a note's length and a newline at byte " + at);
      }
      at++;
      if (length > all.length - at) {
        throw Problem.malformed("the body ends before its note " + notes.size() + " does");
      }
      if (notes.size() == MAX_NOTES) {
        throw new Problem(413, "TOO_MANY_NOTES", "a request has at most " + MAX_NOTES + " notes");
      }
      notes.add(java.util.Arrays.copyOfRange(all, at, at + length));
      at += length;
    }
    if (notes.isEmpty()) {
      throw Problem.malformed("the body holds no note");
    }
    return notes;
  }
}
