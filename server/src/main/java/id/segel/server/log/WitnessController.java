package id.segel.server.log;

import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import id.segel.tlog.checkpoint.Policy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Which bodies stand behind what is shown, since when, and what their witnesses said. */
@RestController
class WitnessController {

  /** One key that may cosign. */
  record Key(
      String name,
      String vkey,
      @Nullable String url,
      @Nullable Instant stands,
      Witnesses.State state,
      String detail,
      @Nullable Instant heard,
      long size,
      long millis) {}

  /** An agency, which counts once whatever its keys are. */
  record Body(String name, @Nullable Instant stands, List<Key> keys) {}

  /**
   * Who stands behind what is shown.
   *
   * @param size of the tree that readers are shown
   * @param newest size of the newest that was signed
   * @param signed when that which is shown was signed
   * @param quorum whether as many stand behind it as the policy asks for
   * @param since the least recent of those that are needed has said so then
   * @param need how many bodies are enough; 0 when none is asked for
   * @param others keys that the policy names and counts for nobody
   * @param last what the quorum stood behind last, when it does not stand behind what is shown
   */
  record Standing(
      Instant now,
      long size,
      long newest,
      @Nullable Instant signed,
      boolean quorum,
      @Nullable Instant since,
      int need,
      @Nullable Last last,
      List<Body> bodies,
      List<Key> others,
      int findings) {}

  /** What the quorum stood behind last. */
  record Last(long size, @Nullable Instant since) {}

  private final Witnesses witnesses;
  private final Publisher publisher;
  private final Clock clock;

  WitnessController(Witnesses witnesses, Publisher publisher, Clock clock) {
    this.witnesses = witnesses;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Allow(ANYONE)
  @GetMapping("/api/log/witnesses")
  Standing standing() {
    Policy policy = witnesses.policy();
    Publisher.Published shown =
        witnesses.shown().orElseThrow(() -> Problem.busy("no checkpoint has been published yet"));
    Policy.Judgement judged = witnesses.judgement().orElseThrow();
    Map<String, Witnesses.Heard> heard =
        witnesses.heard().stream().collect(Collectors.toMap(Witnesses.Heard::name, one -> one));
    var keysByBody = new LinkedHashMap<String, List<Key>>();
    policy.bodies().forEach(body -> keysByBody.put(body, new ArrayList<>()));
    var others = new ArrayList<Key>();
    for (Policy.Witness witness : policy.witnesses()) {
      Witnesses.Heard last = Objects.requireNonNull(heard.get(witness.name()));
      var key =
          new Key(
              witness.name(),
              witness.vkey(),
              witness.url(),
              instant(judged.witnesses().get(witness.name())),
              last.state(),
              last.detail(),
              last.since(),
              last.size(),
              last.millis());
      String body = policy.bodyOf(witness.name());
      (body == null ? others : keysByBody.getOrDefault(body, others)).add(key);
    }
    List<Body> bodies =
        keysByBody.entrySet().stream()
            .map(one ->
                new Body(one.getKey(), instant(judged.bodies().get(one.getKey())), one.getValue()))
            .toList();
    boolean isAsked = policy.quorum() != null;
    return new Standing(
        clock.instant(),
        shown.size(),
        publisher.newest().map(Publisher.Published::size).orElse(0L),
        shown.at(),
        isAsked && judged.isQuorum(),
        instant(judged.quorumTime()),
        policy.threshold(),
        isAsked && !judged.isQuorum() ? last(policy) : null,
        bodies,
        others,
        witnesses.findings().size());
  }

  private @Nullable Last last(Policy policy) {
    return witnesses
        .withQuorum()
        .map(one ->
            new Last(one.size(), instant(policy.judge(LogController.note(one)).quorumTime())))
        .orElse(null);
  }

  private static @Nullable Instant instant(@Nullable OptionalLong seconds) {
    return seconds == null || seconds.isEmpty()
        ? null
        : Instant.ofEpochSecond(Math.min(seconds.getAsLong(), 253_402_300_799L));
  }

  /** What witnesses said that somebody must look at, newest first. */
  @Allow(USER)
  @GetMapping("/api/log/witness-findings")
  List<Witnesses.Finding> findings() {
    return witnesses.findings();
  }

  /** What was asked and what was answered, byte for byte. */
  @Allow(USER)
  @GetMapping("/api/log/witness-findings/{id}")
  ResponseEntity<byte[]> evidence(@PathVariable long id) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/plain; charset=utf-8"))
        .cacheControl(CacheControl.noStore())
        .header("Content-Disposition", "attachment; filename=\"witness-" + id + ".txt\"")
        .body(witnesses.evidence(id).orElseThrow(() -> Problem.notFound("no such finding")));
  }
}
