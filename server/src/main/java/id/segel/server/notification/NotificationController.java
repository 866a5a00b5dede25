package id.segel.server.notification;

import static id.segel.server.http.Allow.Who.USER;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.finding.Severity;
import id.segel.core.notification.Preferences;
import id.segel.core.notification.QuietHours;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Moments;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.outbound.Outbound;
import id.segel.server.outbound.Outbound.OutboundException;
import id.segel.server.secret.Keeper;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Each person's own channels: nobody sees or changes those of another, administrators included. An
 * address is used once its owner has shown the code that was sent to it.
 */
@RestController
@RequestMapping("/api/notifications")
class NotificationController {

  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final Duration HOUR = Duration.ofHours(1);

  /** So many strangers can be bothered in an hour by somebody who mistypes, or means to. */
  private static final int CODES_MAX = 10;

  private static final int TESTS_MAX = 20;
  private static final Duration PAUSE_MAX = Duration.ofDays(60);

  /**
   * What a person wants of a channel.
   *
   * @param rules empty for all
   * @param region digits; empty for one's own territory
   * @param desk only what one's desk must see
   * @param digestMinutes 0 for at once
   * @param quietFrom minute of the day; the same as until for no quiet hours
   * @param pausedUntil a moment, or empty
   */
  record Wanted(
      Set<Severity> severities,
      Set<String> rules,
      String region,
      boolean desk,
      int digestMinutes,
      int quietFrom,
      int quietUntil,
      boolean criticalFirst,
      String pausedUntil,
      int floodMessages,
      int floodMinutes) {

    private static Wanted of(Preferences one) {
      Instant paused = one.pausedUntil();
      return new Wanted(
          one.severities(),
          one.rules(),
          one.region(),
          one.isDeskOnly(),
          one.digestMinutes(),
          one.quiet().from(),
          one.quiet().until(),
          one.isCriticalFirst(),
          paused == null ? "" : paused.toString(),
          one.flood().messages(),
          one.flood().minutes());
    }

    private Preferences preferences(Instant now) {
      Instant paused = pausedUntil.isEmpty() ? null : Moments.parse(pausedUntil);
      if (paused != null && paused.isAfter(now.plus(PAUSE_MAX))) {
        throw Problem.malformed("A pause ends within 60 days; to stop for good, remove it.");
      }
      return new Preferences(
          severities,
          rules,
          region,
          desk,
          digestMinutes,
          new QuietHours(quietFrom, quietUntil),
          criticalFirst,
          paused,
          new Preferences.Flood(floodMessages, floodMinutes));
    }
  }

  /**
   * A new channel.
   *
   * @param address of Telegram empty: it is that of the chat from which the code comes
   */
  record Asked(Channel.Kind kind, String address, Wanted wanted) {}

  /**
   * A browser, with what its PushSubscription says.
   *
   * @param p256dh its key
   * @param auth its secret
   */
  record Browser(String address, String p256dh, String auth, Wanted wanted) {}

  record Code(String code) {}

  /**
   * A channel as its owner sees it.
   *
   * @param held how many notices wait for the morning, a digest or the end of a pause
   * @param ended why nothing goes there any more, or null
   * @param secret of a hook, when it was just made and never again
   * @param code to be sent to the bot of Telegram, when it was just made and never again
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shown(
      String id,
      Channel.Kind kind,
      String address,
      boolean confirmed,
      int held,
      Channel.@Nullable End ended,
      Wanted wanted,
      @Nullable String secret,
      @Nullable String code) {}

  /** A message as its owner sees it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sent(
      String id,
      String channel,
      Message.Kind kind,
      String subject,
      Message.State state,
      int attempts,
      Instant created,
      @Nullable Instant triedAt,
      @Nullable Instant nextAt,
      String reason,
      String answer,
      boolean mayTryAgain) {}

  /**
   * @param email whether this installation sends e-mail
   * @param pushKey with which browsers subscribe
   * @param telegram whether this installation has a bot there
   * @param bot its name; empty as long as Telegram has not said it
   * @param zone in which quiet hours are
   */
  record Mine(
      boolean email,
      String pushKey,
      boolean telegram,
      String bot,
      String zone,
      List<Shown> channels,
      List<Sent> messages) {}

  private final Channels channels;
  private final Outbox outbox;
  private final Dispatcher dispatcher;
  private final Mailer mailer;
  private final Pusher pusher;
  private final TelegramBot bot;
  private final Outbound outbound;
  private final Keeper keeper;
  private final NoticeText text;
  private final PublicAddress address;
  private final Clock real;

  /** By the person, for whoever removes a channel removes what was sent to it. */
  private final Pace codes;

  private final Pace tests;

  NotificationController(
      Channels channels,
      Outbox outbox,
      Dispatcher dispatcher,
      Mailer mailer,
      Pusher pusher,
      TelegramBot bot,
      Outbound outbound,
      Keeper keeper,
      NoticeText text,
      PublicAddress address,
      Clock real) {
    this.channels = channels;
    this.outbox = outbox;
    this.dispatcher = dispatcher;
    this.mailer = mailer;
    this.pusher = pusher;
    this.bot = bot;
    this.outbound = outbound;
    this.keeper = keeper;
    this.text = text;
    this.address = address;
    this.real = real;
    this.codes = new Pace(CODES_MAX, HOUR, real);
    this.tests = new Pace(TESTS_MAX, HOUR, real);
  }

  @Allow(USER)
  @GetMapping
  Mine mine(Caller caller) {
    return mine(caller, "", null);
  }

  /** With this code at this channel. */
  private Mine mine(Caller caller, String id, @Nullable String code) {
    String owner = code(caller);
    Map<String, Integer> held = outbox.held(owner);
    // Before the channels: what shows a message that ended its channel shows that it ended.
    List<Sent> sent = outbox.shown(owner).stream().map(NotificationController::sent).toList();
    return new Mine(
        mailer.isSetUp(),
        pusher.key(),
        bot.isSetUp(),
        bot.name(),
        text.zone().getId(),
        channels.of(owner).stream()
            .map(one ->
                shown(one, held.getOrDefault(one.id(), 0), null, one.id().equals(id) ? code : null))
            .toList(),
        sent);
  }

  /** A new channel; a code is sent to it, or for Telegram shown, to be sent from there. */
  @Allow(USER)
  @PostMapping("/channels")
  Shown add(@RequestBody Asked asked, Caller caller, HttpServletRequest request) {
    byte[] secret =
        switch (asked.kind()) {
          case WEBHOOK -> keeper.random(SECRET_BYTES);
          case PUSH -> throw Problem.malformed("A browser comes with its keys: /browsers.");
          case EMAIL, TELEGRAM -> null;
        };
    return add(asked, secret, caller, request);
  }

  /** A new channel to a browser, which is pushed a code. */
  @Allow(USER)
  @PostMapping("/browsers")
  Shown addBrowser(@RequestBody Browser asked, Caller caller, HttpServletRequest request) {
    return add(
        new Asked(Channel.Kind.PUSH, asked.address(), asked.wanted()),
        Pusher.secret(asked.p256dh(), asked.auth()),
        caller,
        request);
  }

  private synchronized Shown add(
      Asked asked, byte @Nullable [] secret, Caller caller, HttpServletRequest request) {
    String owner = code(caller);
    checkAddress(asked);
    List<Channel> before = channels.of(owner);
    if (before.size() >= Channels.EACH_MAX) {
      throw new Problem(
          409, "TOO_MANY_CHANNELS", "You have " + Channels.EACH_MAX + " already: remove one.");
    }
    if (before.stream()
        .anyMatch(one -> one.end() == null && one.address().equals(asked.address()))) {
      throw new Problem(409, "CHANNEL_TAKEN", "You have this address already: change that one.");
    }
    codes.count(owner);
    Instant now = real.instant();
    var channel =
        new Channel(
            HexFormat.of().formatHex(keeper.random(ID_BYTES)),
            owner,
            asked.kind(),
            asked.address(),
            address.of(request),
            secret == null ? null : keeper.lock(secret),
            now,
            null,
            null,
            asked.wanted().preferences(now));
    channels.add(channel);
    boolean isHook = asked.kind() == Channel.Kind.WEBHOOK && secret != null;
    return shown(
        channel,
        0,
        isHook ? Hook.SECRET_PREFIX + Base64.getEncoder().encodeToString(secret) : null,
        code(channel));
  }

  /** Sends a code, or answers the one that is to come from Telegram. */
  private @Nullable String code(Channel channel) {
    if (channel.kind() == Channel.Kind.TELEGRAM) {
      return dispatcher.chatCode(channel);
    }
    dispatcher.sendCode(channel);
    return null;
  }

  private void checkAddress(Asked asked) {
    if (asked.kind() == Channel.Kind.EMAIL) {
      if (!mailer.isSetUp()) {
        throw new Problem(
            409, "NO_SMTP", "This installation sends no e-mail: ask whoever runs it.");
      }
      if (!Mailer.isAddress(asked.address())) {
        throw Problem.malformed("That is no address of e-mail, like rina@kpu.example.");
      }
      return;
    }
    if (asked.kind() == Channel.Kind.TELEGRAM) {
      if (bot.name().isEmpty()) {
        throw new Problem(
            409, "NO_TELEGRAM", "There is no bot here, or Telegram does not answer: try later.");
      }
      if (!asked.address().isEmpty()) {
        throw Problem.malformed("A chat is known by the code that comes from it.");
      }
      return;
    }
    try {
      outbound.check(asked.address());
    } catch (OutboundException e) {
      throw new Problem(
          400,
          e.why().name(),
          "A hook is an address like https://example.org/hook: HTTPS, port 443, no password.");
    }
  }

  @Allow(USER)
  @PostMapping("/channels/{id}/wanted")
  Mine want(@PathVariable String id, @RequestBody Wanted wanted, Caller caller) {
    Channel channel = own(id, caller);
    channels.set(channel.id(), wanted.preferences(real.instant()));
    dispatcher.wake();
    return mine(caller);
  }

  /** Sends another code. */
  @Allow(USER)
  @PostMapping("/channels/{id}/code")
  Mine sendCode(@PathVariable String id, Caller caller) {
    Channel channel = own(id, caller);
    if (channel.confirmed() != null) {
      throw new Problem(409, "CHANNEL_CONFIRMED", "This address is confirmed already.");
    }
    if (channel.end() != null) {
      throw new Problem(409, "CHANNEL_ENDED", "Nothing goes there any more: remove it.");
    }
    codes.count(channel.owner());
    return mine(caller, channel.id(), code(channel));
  }

  @Allow(USER)
  @PostMapping("/channels/{id}/confirm")
  Mine confirm(@PathVariable String id, @RequestBody Code code, Caller caller) {
    Channel channel = own(id, caller);
    if (!channels.confirm(channel.id(), code.code().strip(), real.instant())) {
      throw new Problem(
          409, "CODE_WRONG", "That is not the code, or it is too old: ask for a new one.");
    }
    return mine(caller);
  }

  @Allow(USER)
  @PostMapping("/channels/{id}/test")
  Mine test(@PathVariable String id, Caller caller) {
    Channel channel = own(id, caller);
    if (channel.confirmed() == null) {
      throw new Problem(409, "CHANNEL_NOT_CONFIRMED", "Confirm the address first, by its code.");
    }
    tests.count(channel.owner());
    dispatcher.sendTest(channel);
    return mine(caller);
  }

  /** Removes a channel, its address, and all that was sent to it. */
  @Allow(USER)
  @DeleteMapping("/channels/{id}")
  void remove(@PathVariable String id, Caller caller) {
    channels.remove(own(id, caller).id());
  }

  @Allow(USER)
  @PostMapping("/messages/{id}/again")
  Mine again(@PathVariable String id, Caller caller) {
    if (!outbox.again(id, code(caller), real.instant())) {
      throw Problem.notFound("No message of yours with this id has failed.");
    }
    dispatcher.wake();
    return mine(caller);
  }

  private Channel own(String id, Caller caller) {
    return channels
        .of(id, code(caller))
        .orElseThrow(() -> Problem.notFound("You have no such channel."));
  }

  private static Shown shown(
      Channel one, int held, @Nullable String secret, @Nullable String code) {
    return new Shown(
        one.id(),
        one.kind(),
        one.address(),
        one.confirmed() != null,
        held,
        one.end(),
        Wanted.of(one.wanted()),
        secret,
        code);
  }

  private static Sent sent(Message one) {
    boolean isDone = one.state() == Message.State.SENT || one.state() == Message.State.GIVEN_UP;
    boolean hasFailed =
        one.state() == Message.State.FAILED || one.state() == Message.State.GIVEN_UP;
    return new Sent(
        one.id(),
        one.channel(),
        one.kind(),
        one.kind() == Message.Kind.CONFIRM ? "" : one.subject(),
        one.state(),
        one.attempts(),
        one.created(),
        one.triedAt(),
        isDone ? null : one.nextAt(),
        one.reason(),
        one.answer(),
        hasFailed && !one.body().isEmpty());
  }

  private static String code(Caller caller) {
    if (caller.code() == null) {
      throw Problem.notAllowed("Channels are of people who log in.");
    }
    return caller.code();
  }
}
