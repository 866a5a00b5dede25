package id.segel.server.notification;

import id.segel.core.finding.FindingId;
import id.segel.core.finding.Severity;
import id.segel.core.notification.Notice;
import id.segel.server.notification.Newsroom.Rung;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is to be told, and the messages that tell it, until they are a month old. */
@Component
@DependsOnDatabaseInitialization
class Outbox {

  /** What its owner is shown of a channel's past. */
  static final int SHOWN = 50;

  /** Notices that are planned together; what is more waits for the next turn. */
  private static final int PLANNED_MAX = 5_000;

  private static final int DUE_MAX = 500;

  /**
   * A notice with what a message says about it.
   *
   * @param region digits of where it is
   * @param since when it was found, in election time
   */
  record Written(Notice notice, String region, Instant since) {}

  private static final String MESSAGE =
      """
      select m.id, m.channel, m.kind, m.subject, m.body, m.state, m.attempts, m.created, m.next_at,
             m.tried_at, m.reason, m.answer, m.notices
        from notification.messages m
      """;

  private static final RowMapper<Message> READ =
      (row, n) -> {
        OffsetDateTime tried = row.getObject(10, OffsetDateTime.class);
        return new Message(
            row.getString(1),
            row.getString(2),
            Message.Kind.valueOf(row.getString(3)),
            row.getString(4),
            row.getString(5),
            Message.State.valueOf(row.getString(6)),
            row.getInt(7),
            row.getObject(8, OffsetDateTime.class).toInstant(),
            row.getObject(9, OffsetDateTime.class).toInstant(),
            tried == null ? null : tried.toInstant(),
            row.getString(11),
            row.getString(12),
            row.getInt(13));
      };

  private final JdbcClient sql;

  Outbox(JdbcClient sql) {
    this.sql = sql;
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  // ---- what is to be told

  /** What entries before this one say about findings is in notices. */
  long position() {
    return sql.sql("select next from notification.position")
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  void move(long next) {
    sql.sql(
            """
            insert into notification.position (next) values (:next)
            on conflict (single) do update set next = excluded.next
            """)
        .param("next", next)
        .update();
  }

  /** The rungs that were told, by the finding. */
  Map<String, Rung> rungs() {
    var rungs = new HashMap<String, Rung>();
    sql.sql("select finding, raised, rung from notification.rungs")
        .query(row -> {
          rungs.put(row.getString(1), new Rung(row.getLong(2), row.getInt(3)));
        });
    return rungs;
  }

  void climb(FindingId finding, Rung rung) {
    sql.sql(
            """
            insert into notification.rungs (finding, raised, rung) values (:finding, :raised, :rung)
            on conflict (finding) do update set raised = excluded.raised, rung = excluded.rung
            """)
        .param("finding", finding.toString())
        .param("raised", rung.raised())
        .param("rung", rung.rung())
        .update();
  }

  void add(String channel, Newsroom.News news, Instant now) {
    sql.sql(
            """
            insert into notification.notices (channel, kind, finding, severity, region, since, at)
            values (:channel, :kind, :finding, :severity, :region, :since, :at)
            """)
        .param("channel", channel)
        .param("kind", news.kind().name())
        .param("finding", news.finding().id().toString())
        .param("severity", news.finding().severity().name())
        .param("region", news.finding().region())
        .param("since", utc(news.finding().since()))
        .param("at", utc(now))
        .update();
  }

  /** Whoever was told of it, or is about to be, is told that it is over; its ladder is put away. */
  void over(Newsroom.News news, Instant now) {
    sql.sql(
            """
            insert into notification.notices (channel, kind, finding, severity, region, since, at)
            select distinct channel, 'OVER', finding, :severity, :region, cast(:since as timestamptz),
                   cast(:at as timestamptz)
              from notification.notices
             where finding = :finding
               and channel in (select id from notification.channels where ended = '')
            """)
        .param("finding", news.finding().id().toString())
        .param("severity", news.finding().severity().name())
        .param("region", news.finding().region())
        .param("since", utc(news.finding().since()))
        .param("at", utc(now))
        .update();
    sql.sql("delete from notification.rungs where finding = :finding")
        .param("finding", news.finding().id().toString())
        .update();
  }

  /** Channels for which something waits. */
  List<String> channelsWithNews() {
    return sql.sql("select distinct channel from notification.notices where message is null")
        .query((row, n) -> row.getString(1))
        .list();
  }

  List<Written> waiting(String channel) {
    return sql.sql(
            """
            select number, kind, finding, severity, at, region, since
              from notification.notices
             where channel = :channel and message is null
             order by number
             limit :most
            """)
        .param("channel", channel)
        .param("most", PLANNED_MAX)
        .query((row, n) ->
            new Written(
                new Notice(
                    row.getLong(1),
                    Notice.Kind.valueOf(row.getString(2)),
                    FindingId.parse(row.getString(3)),
                    Severity.parse(row.getString(4)),
                    row.getObject(5, OffsetDateTime.class).toInstant()),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Of which findings that have news this channel was told last that they are so. */
  Set<FindingId> toldOpen(String channel) {
    return new HashSet<>(
        sql.sql(
                """
                select finding
                  from (select distinct on (finding) finding, kind
                          from notification.notices
                         where channel = :channel and message is not null
                           and finding in (select finding from notification.notices
                                            where channel = :channel and message is null)
                         order by finding, number desc) last
                 where kind <> 'OVER'
                """)
            .param("channel", channel)
            .query((row, n) -> FindingId.parse(row.getString(1)))
            .list());
  }

  void drop(List<Notice> notices) {
    for (Notice one : notices) {
      sql.sql("delete from notification.notices where number = :number")
          .param("number", one.number())
          .update();
    }
  }

  // ---- messages

  /** When news were put into messages for this channel since then. */
  List<Instant> made(String channel, Instant since) {
    return sql.sql(
            """
            select created from notification.messages
             where channel = :channel and kind = 'NEWS' and created > :since
            """)
        .param("channel", channel)
        .param("since", utc(since))
        .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .list();
  }

  void add(Message one, List<Notice> told) {
    sql.sql(
            """
            insert into notification.messages
              (id, channel, kind, subject, body, state, created, next_at, notices)
            values (:id, :channel, :kind, :subject, :body, 'WAITING', :created, :created, :notices)
            """)
        .param("id", one.id())
        .param("channel", one.channel())
        .param("kind", one.kind().name())
        .param("subject", one.subject())
        .param("body", one.body())
        .param("created", utc(one.created()))
        .param("notices", one.notices())
        .update();
    for (Notice notice : told) {
      sql.sql("update notification.notices set message = :message where number = :number")
          .param("message", one.id())
          .param("number", notice.number())
          .update();
    }
  }

  /**
   * What is to be tried now, of each channel the oldest, so that one that fails keeps no other
   * waiting; only codes go to an address that is not confirmed.
   */
  List<Message> due(Instant now) {
    return sql.sql(
            "select * from (select distinct on (m.channel) "
                + MESSAGE.strip().substring("select ".length())
                + """

                   join notification.channels c on c.id = m.channel
                  where m.state in ('WAITING', 'FAILED') and m.next_at <= :now
                    and (c.confirmed is not null or m.kind = 'CONFIRM')
                  order by m.channel, m.number) due
                 order by next_at
                 limit :most
                """)
        .param("now", utc(now))
        .param("most", DUE_MAX)
        .query(READ)
        .list();
  }

  /**
   * Writes down what came of a try. A code that was sent is forgotten here.
   *
   * @param nextAt when it is tried next; null when it is not
   */
  void tried(Message one, Message.Outcome outcome, Instant now, @Nullable Instant nextAt) {
    Message.State state =
        outcome.isTaken()
            ? Message.State.SENT
            : nextAt == null ? Message.State.GIVEN_UP : Message.State.FAILED;
    sql.sql(
            """
            update notification.messages
               set state = :state, attempts = attempts + 1, tried_at = :now, next_at = :next,
                   reason = :reason, answer = :answer,
                   body = case when kind = 'CONFIRM' and :state <> 'FAILED' then '' else body end
             where id = :id
            """)
        .param("id", one.id())
        .param("state", state.name())
        .param("now", utc(now))
        .param("next", utc(nextAt == null ? now : nextAt))
        .param("reason", outcome.reason())
        .param("answer", outcome.answer())
        .update();
  }

  /** Tries again what failed; false when this user has no such message. */
  boolean again(String id, String owner, Instant now) {
    return sql.sql(
                """
                update notification.messages m
                   set state = 'WAITING', attempts = 0, next_at = :now, created = :now
                  from notification.channels c
                 where m.id = :id and c.id = m.channel and c.owner = :owner and m.body <> ''
                   and m.state in ('FAILED', 'GIVEN_UP')
                """)
            .param("id", id)
            .param("owner", owner)
            .param("now", utc(now))
            .update()
        == 1;
  }

  /** Nothing goes to this channel any more: what waits for it does not wait on. */
  void end(String channel, Channel.End why) {
    sql.sql(
            """
            update notification.messages
               set body = '',
                   reason = case when state in ('WAITING', 'FAILED') then :why else reason end,
                   state = case when state = 'SENT' then state else 'GIVEN_UP' end
             where channel = :channel
            """)
        .param("channel", channel)
        .param("why", why.name())
        .update();
    sql.sql("delete from notification.notices where channel = :channel and message is null")
        .param("channel", channel)
        .update();
  }

  /** The newest messages of a person. */
  List<Message> shown(String owner) {
    return sql.sql(
            MESSAGE
                + """
                  join notification.channels c on c.id = m.channel
                 where c.owner = :owner
                 order by m.number desc
                 limit :most
                """)
        .param("owner", owner)
        .param("most", SHOWN)
        .query(READ)
        .list();
  }

  /** How much waits for a person's channels: for the morning, a digest, or the end of a pause. */
  Map<String, Integer> held(String owner) {
    var held = new HashMap<String, Integer>();
    sql.sql(
            """
            select n.channel, count(*)
              from notification.notices n
              join notification.channels c on c.id = n.channel
             where c.owner = :owner and n.message is null
             group by n.channel
            """)
        .param("owner", owner)
        .query(row -> {
          held.put(row.getString(1), row.getInt(2));
        });
    return held;
  }

  void forget(Instant before) {
    sql.sql(
            """
            delete from notification.messages
             where created < :before and state in ('SENT', 'GIVEN_UP')
            """)
        .param("before", utc(before))
        .update();
  }
}
