package id.segel.server.notification;

import id.segel.core.notification.Backoff;
import id.segel.core.notification.Notice;
import id.segel.core.notification.NotificationRules;
import id.segel.server.clock.ElectionClock;
import id.segel.server.notification.Newsroom.News;
import id.segel.server.notification.Newsroom.Rung;
import id.segel.server.notification.Outbox.Written;
import id.segel.server.secret.Keeper;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts what became of findings into notices, notices into messages, and sends those: each step a
 * transaction, so that a restart goes on where it stopped. A message is written down before it is
 * sent and its outcome after; if the server dies in between, it is sent again under the same id.
 *
 * <p>One thread plans. Messages leave on virtual threads, a few at a time and one for each channel,
 * so that a side that does not answer keeps only itself waiting.
 */
@Component
class Dispatcher implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(Dispatcher.class);

  /** What leaves at the same time. */
  private static final int AT_ONCE = 8;

  private static final int NEWS_MAX = 500;
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration LEAVE = Duration.ofSeconds(3);
  private static final Duration CODE_GOOD = Duration.ofMinutes(30);

  /** As long as a message is tried. */
  private static final Duration REST_MAX = Duration.ofDays(1);

  private static final int CODE_DIGITS = 8;
  private static final int ID_BYTES = 12;

  private final Newsroom newsroom;
  private final Channels channels;
  private final Outbox outbox;
  private final NoticeText text;
  private final Mailer mailer;
  private final Hook hook;
  private final Pusher pusher;
  private final Telegram telegram;
  private final Keeper keeper;
  private final Clock real;
  private final ElectionClock clock;
  private final TransactionTemplate transaction;
  private final Duration pace;
  private final Backoff backoff;
  private final RandomGenerator random = new SecureRandom();
  private final Semaphore leaving = new Semaphore(AT_ONCE);

  /** Until when nothing is sent, by the side that has asked for it. */
  private final Map<String, Instant> resting = new ConcurrentHashMap<>();

  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  private @Nullable ExecutorService senders;
  private @Nullable Thread thread;
  private volatile boolean running;

  /** For the planning thread alone. */
  private Instant forgotten = Instant.EPOCH;

  Dispatcher(
      Newsroom newsroom,
      Channels channels,
      Outbox outbox,
      NoticeText text,
      Mailer mailer,
      Hook hook,
      Pusher pusher,
      Telegram telegram,
      Keeper keeper,
      Clock real,
      ElectionClock clock,
      PlatformTransactionManager transactions,
      @Value("${segel.notification.pace:PT1S}") Duration pace,
      @Value("${segel.notification.retry-first:PT10S}") Duration retryFirst,
      @Value("${segel.notification.retry-longest:PT1H}") Duration retryLongest,
      @Value("${segel.notification.attempts:12}") int attempts,
      @Value("${segel.notification.age:P1D}") Duration age) {
    this.newsroom = newsroom;
    this.channels = channels;
    this.outbox = outbox;
    this.text = text;
    this.mailer = mailer;
    this.hook = hook;
    this.pusher = pusher;
    this.telegram = telegram;
    this.keeper = keeper;
    this.real = real;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.pace = pace;
    this.backoff = new Backoff(retryFirst, retryLongest, attempts, age);
  }

  // ---- what a person asks for

  /** Sends a code to an address, which confirms it. */
  void sendCode(Channel channel) {
    String code = keeper.signs("0123456789", CODE_DIGITS);
    Instant now = real.instant();
    transaction.executeWithoutResult(status -> {
      channels.expect(channel.id(), code, now.plus(CODE_GOOD));
      outbox.add(
          message(channel, Message.Kind.CONFIRM, text.confirm(channel, code, now), 0, now),
          List.of());
    });
    wake();
  }

  /** A new code, which connects the chat of Telegram from which it comes. */
  String chatCode(Channel channel) {
    String code = keeper.signs(Channels.CHAT_SIGNS, Channels.CHAT_SIGNS_COUNT);
    channels.expectChat(channel.id(), code, real.instant().plus(CODE_GOOD));
    return code;
  }

  /** From now on nothing goes there. */
  void end(Channel channel, Channel.End why) {
    transaction.executeWithoutResult(status -> {
      channels.end(channel.id(), why);
      outbox.end(channel.id(), why);
    });
  }

  void sendTest(Channel channel) {
    Instant now = real.instant();
    transaction.executeWithoutResult(status ->
        outbox.add(
            message(channel, Message.Kind.TEST, text.test(channel, now), 0, now), List.of()));
    wake();
  }

  void wake() {
    Thread planning = thread;
    if (planning != null) {
      LockSupport.unpark(planning);
    }
  }

  private Message message(
      Channel channel, Message.Kind kind, NoticeText.Text text, int notices, Instant now) {
    return new Message(
        "msg_" + HexFormat.of().formatHex(keeper.random(ID_BYTES)),
        channel.id(),
        kind,
        Mailer.oneLine(text.subject()),
        text.body(),
        Message.State.WAITING,
        0,
        now,
        now,
        null,
        "",
        "",
        notices);
  }

  // ---- the thread that plans

  private void run() {
    while (running) {
      try {
        turn();
      } catch (RuntimeException e) {
        if (running) {
          TRACE.error("notifications stand still, trying again", e);
        }
      }
      if (running) {
        LockSupport.parkNanos(pace.toNanos());
      }
    }
  }

  private void turn() {
    List<Channel> confirmed = channels.confirmed();
    while (takeNews(confirmed)) {
      TRACE.debug("more news");
    }
    escalate(confirmed);
    Map<String, Channel> byId =
        confirmed.stream().collect(Collectors.toMap(Channel::id, Function.identity()));
    for (String id : outbox.channelsWithNews()) {
      Channel channel = byId.get(id);
      if (channel != null && newsroom.isActive(channel.owner())) {
        transaction.executeWithoutResult(status -> plan(channel));
      }
    }
    Instant now = real.instant();
    if (now.isAfter(forgotten.plus(Duration.ofHours(1)))) {
      outbox.forget(now.minus(KEPT));
      forgotten = now;
    }
    // What is on its way may be taken and written down while it is read here as still to be sent.
    Set<String> onTheWay = Set.copyOf(busy);
    for (Message message : outbox.due(now)) {
      if (!onTheWay.contains(message.channel())) {
        leave(message);
      }
    }
  }

  /** Whether there may be more. */
  private boolean takeNews(List<Channel> confirmed) {
    List<News> news = newsroom.waiting(NEWS_MAX);
    if (news.isEmpty()) {
      return false;
    }
    transaction.executeWithoutResult(status -> {
      news.forEach(one -> tell(one, confirmed));
      outbox.move(news.getLast().index() + 1);
    });
    newsroom.taken(news.size());
    return news.size() == NEWS_MAX;
  }

  private void tell(News news, List<Channel> confirmed) {
    Instant now = real.instant();
    if (news.kind() == Notice.Kind.OVER) {
      outbox.over(news, now);
      return;
    }
    for (Channel channel : confirmed) {
      if (newsroom.concerns(channel, news, clock.instant())) {
        outbox.add(channel.id(), news, now);
      }
    }
  }

  private void escalate(List<Channel> confirmed) {
    Instant electionNow = clock.instant();
    List<News> escalated = newsroom.escalated(outbox.rungs(), electionNow);
    if (!escalated.isEmpty()) {
      transaction.executeWithoutResult(status -> {
        for (News one : escalated) {
          tell(one, confirmed);
          Rung rung = Newsroom.rung(one.finding(), electionNow);
          outbox.climb(one.finding().id(), rung);
        }
      });
    }
  }

  private void plan(Channel channel) {
    List<Written> waiting = outbox.waiting(channel.id());
    Map<Long, Written> byNumber =
        waiting.stream().collect(Collectors.toMap(one -> one.notice().number(), one -> one));
    Instant now = real.instant();
    Duration window = Duration.ofMinutes(channel.wanted().flood().minutes());
    NotificationRules.Plan plan =
        NotificationRules.plan(
            channel.wanted(),
            waiting.stream().map(Written::notice).toList(),
            outbox.toldOpen(channel.id()),
            outbox.made(channel.id(), now.minus(window)),
            now,
            text.zone());
    outbox.drop(plan.drop());
    for (List<Notice> told : plan.send()) {
      List<Written> written =
          told.stream().map(one -> byNumber.get(one.number())).filter(one -> one != null).toList();
      NoticeText.Text said = text.findings(channel, written, now);
      outbox.add(message(channel, Message.Kind.NEWS, said, told.size(), now), told);
    }
  }

  // ---- on their way

  private void leave(Message message) {
    ExecutorService threads = senders;
    Channel channel = channels.withId(message.channel()).orElse(null);
    if (threads == null
        || channel == null
        || !newsroom.isActive(channel.owner())
        || isResting(channel)
        || !busy.add(channel.id())) {
      return;
    }
    if (!leaving.tryAcquire()) {
      busy.remove(channel.id());
      return;
    }
    threads.execute(() -> {
      boolean isTried = false;
      try {
        send(channel, message);
        isTried = true;
      } catch (RuntimeException e) {
        TRACE.error("what came of a message to {} is not known", channel, e);
      } finally {
        leaving.release();
        busy.remove(channel.id());
      }
      // What was not written down would be sent again at once, and again.
      if (isTried) {
        wake();
      }
    });
  }

  private void send(Channel channel, Message message) {
    Message.Outcome outcome;
    try {
      outcome =
          switch (channel.kind()) {
            case EMAIL -> mailer.send(channel, message);
            case WEBHOOK -> hook.send(channel, message);
            case PUSH -> pusher.send(channel, message);
            case TELEGRAM -> telegram.send(channel, message);
          };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Instant now = real.instant();
    int attempt = message.attempts() + 1;
    boolean isOver = outcome.isFinal() || backoff.isGivenUp(attempt, message.created(), now);
    Instant again = isOver ? null : now.plus(backoff.delay(attempt, random));
    transaction.executeWithoutResult(status -> {
      outbox.tried(message, outcome, now, again);
      Channel.End end = outcome.end();
      if (end != null) {
        end(channel, end);
      }
    });
    if (outcome.rest().isPositive()) {
      Duration rest = outcome.rest().compareTo(REST_MAX) < 0 ? outcome.rest() : REST_MAX;
      resting.put(side(channel), now.plus(rest));
    }
  }

  /** Whether the other side has asked to be left alone for a while. */
  private boolean isResting(Channel channel) {
    Instant until = resting.get(side(channel));
    if (until == null) {
      return false;
    }
    return real.instant().isBefore(until) || !resting.remove(side(channel), until);
  }

  /** Telegram is one for all who are told by it. */
  private static String side(Channel channel) {
    return channel.kind() == Channel.Kind.TELEGRAM ? channel.kind().name() : channel.id();
  }

  // ---- life

  @Override
  public void start() {
    running = true;
    senders = Executors.newVirtualThreadPerTaskExecutor();
    thread = Thread.ofPlatform().name("notifications").daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    wake();
    ExecutorService threads = senders;
    Thread planning = thread;
    try {
      if (planning != null) {
        planning.join(LEAVE);
      }
      if (threads != null) {
        // What is on its way may arrive, and be written down.
        threads.shutdown();
        if (!threads.awaitTermination(LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
          threads.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the sequencer and the followers. */
  @Override
  public int getPhase() {
    return 3;
  }
}
