package id.segel.server.notification;

import id.segel.core.notification.Backoff;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import id.segel.server.notification.Telegram.Answer;
import id.segel.server.notification.Telegram.TelegramException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears what people write to the bot: a code from the page connects their chat, {@code /stop} ends
 * it. One thread asks, and Telegram answers when there is something. Nothing that was written is
 * kept, and whoever guesses is heard a few times an hour and answered no more.
 */
@Component
class TelegramBot implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(TelegramBot.class);

  private static final Duration LEAVE = Duration.ofSeconds(3);

  /** More than the bot's side waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final int WAIT_SECONDS = 25;
  private static final int AT_ONCE = 10;
  private static final int HEARD_MAX = 10;

  private final Telegram telegram;
  private final Channels channels;
  private final Dispatcher dispatcher;
  private final Clock real;
  private final Duration pace;
  private final Backoff backoff;
  private final Pace heard;
  private final RandomGenerator random = new SecureRandom();

  private @Nullable Thread thread;
  private volatile boolean running;

  /** Empty until Telegram has said it. */
  private volatile String name = "";

  /** For the thread alone: what came before is done. */
  private long next;

  TelegramBot(
      Telegram telegram,
      Channels channels,
      Dispatcher dispatcher,
      Clock real,
      @Value("${segel.telegram.retry-first:PT1S}") Duration retryFirst) {
    this.telegram = telegram;
    this.channels = channels;
    this.dispatcher = dispatcher;
    this.real = real;
    this.pace = retryFirst;
    this.backoff =
        new Backoff(retryFirst, Duration.ofSeconds(30), Integer.MAX_VALUE, Duration.ofDays(1));
    this.heard = new Pace(HEARD_MAX, Duration.ofHours(1), real);
  }

  /** Whether this installation has a bot. */
  boolean isSetUp() {
    return telegram.isSetUp();
  }

  /** The bot's name; empty when there is none, or Telegram does not answer. */
  String name() {
    return name;
  }

  // ---- the thread that listens

  private void run() {
    int failures = 0;
    String last = "";
    while (running) {
      String failure = turn();
      if (!failure.isEmpty() && !failure.equals(last) && running) {
        TRACE.warn("Telegram: {}; trying again", failure);
      }
      last = failure;
      failures = failure.isEmpty() ? 0 : failures + 1;
      if (failures > 0) {
        pause(backoff.delay(failures, random));
      }
    }
  }

  /** Asks once; answers what is wrong, or nothing. */
  private String turn() {
    try {
      if (name.isEmpty()) {
        Answer me = telegram.call("getMe", Map.of(), Duration.ofSeconds(10));
        String said = me.result().path("username").asString("");
        if (!me.isGood() || !said.matches("[A-Za-z0-9_]{1,64}")) {
          return "getMe: " + telegram.said(me);
        }
        name = said;
      }
      Answer answer =
          telegram.call(
              "getUpdates",
              Map.of(
                  "offset", next,
                  "limit", AT_ONCE,
                  "timeout", WAIT_SECONDS,
                  "allowed_updates", List.of("message")),
              PATIENCE);
      if (!answer.isGood()) {
        pause(answer.rest());
        return "getUpdates: " + telegram.said(answer);
      }
      long before = next;
      for (var update : answer.result()) {
        next = Math.max(next, update.path("update_id").asLong(0) + 1);
        if ("private".equals(update.at("/message/chat/type").asString(""))) {
          hear(
              update.at("/message/chat/id").asString(""),
              update.at("/message/text").asString("").strip());
        }
      }
      if (next == before) {
        // Whoever has nothing to say and says it at once is not asked at once again.
        pause(pace);
      }
      return "";
    } catch (TelegramException e) {
      return e.why();
    } catch (InterruptedException e) {
      return "interrupted";
    } catch (RuntimeException e) {
      TRACE.error("what somebody wrote to the bot was not heard", e);
      return "not heard";
    }
  }

  private void hear(String chat, String text) throws InterruptedException {
    if (text.equals("/stop")) {
      List<Channel> its = channels.withChat(chat);
      its.forEach(one -> dispatcher.end(one, Channel.End.STOPPED));
      if (!its.isEmpty()) {
        say(chat, NoticeText.STOPPED);
      }
      return;
    }
    String code = text.replaceFirst("^/start *", "");
    if (!text.startsWith("/start") && !code.matches(Channels.CHAT_CODE)) {
      return;
    }
    try {
      heard.count(chat);
    } catch (Problem tooMany) {
      return;
    }
    say(
        chat,
        channels.connect(code, chat, real.instant()) ? NoticeText.CONNECTED : NoticeText.NO_CODE);
  }

  private void say(String chat, String text) throws InterruptedException {
    try {
      telegram.say(chat, text);
    } catch (TelegramException e) {
      TRACE.debug("an answer did not reach a chat: {}", e.why());
    }
  }

  private void pause(Duration time) {
    // Whoever stops us interrupts, which ends this.
    if (running) {
      LockSupport.parkNanos(time.toNanos());
    }
  }

  // ---- life

  @Override
  public void start() {
    running = true;
    if (telegram.isSetUp()) {
      thread = Thread.ofPlatform().name("telegram").daemon().start(this::run);
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread listening = thread;
    if (listening != null) {
      listening.interrupt();
      try {
        listening.join(LEAVE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After what sends. */
  @Override
  public int getPhase() {
    return 4;
  }
}
