package id.segel.server.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.finding.FindingId;
import id.segel.core.finding.Severity;
import id.segel.core.notification.Notice;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Naming;
import id.segel.server.finding.FindingText;
import id.segel.server.notification.Outbox.Written;
import id.segel.server.paper.Indonesian;
import id.segel.server.region.Regions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What messages say: e-mail in Indonesian with a little English below, hooks in JSON; browsers and
 * Telegram, which others carry, a few lines. No person.
 */
@Component
class NoticeText {

  /** Findings that one message lists; the others are counted. */
  static final int LISTED_MAX = 30;

  /** The body of a hook, docs/formats/webhook.md. */
  record HookBody(String type, Instant timestamp, Object data) {}

  record HookFindings(int count, List<HookFinding> findings, boolean simulated) {}

  record HookFinding(
      String event,
      String id,
      String rule,
      String what,
      Severity severity,
      String region,
      String place,
      Instant since,
      String link) {}

  /** Lines of a short message. */
  private static final int SHORT_MAX = 5;

  private static final int SHORT_SIGNS_MAX = 200;

  static final String CONNECTED =
      """
      Tersambung dengan Segel. Kabar temuan datang di sini; kirim /stop untuk berhenti.

      English: connected. Findings are told here; send /stop to end it.\
      """;

  static final String STOPPED =
      """
      Berhenti. Segel tidak mengirim apa-apa lagi ke sini.

      English: stopped. Segel sends nothing more here.\
      """;

  static final String NO_CODE =
      """
      Kode itu salah atau sudah terlalu lama. Ambil kode baru di halaman Pemberitahuan di Segel.

      English: that code is wrong or too old. Get a new one on the page of notifications in Segel.\
      """;

  private static final Duration SOON = Duration.ofMinutes(30);
  private static final Duration KEPT = Duration.ofDays(1);

  /**
   * What a browser is sent.
   *
   * @param path where a press leads
   * @param tag of two with the same only the later is shown
   * @param code that confirms the channel
   * @param urgency one of RFC 8030, for the push service
   * @param ttl seconds for which the push service keeps it
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record PushBody(
      String title, String body, String path, String tag, String code, String urgency, long ttl) {}

  private final Naming naming;
  private final Regions regions;
  private final ElectionClock clock;

  NoticeText(Naming naming, Regions regions, ElectionClock clock) {
    this.naming = naming;
    this.regions = regions;
    this.clock = clock;
  }

  /** The zone in which people of this election sleep. */
  ZoneId zone() {
    var election = regions.roster().election();
    return election == null ? ZoneId.of("Asia/Jakarta") : election.zone();
  }

  /** Subject and body of a message. */
  record Text(String subject, String body) {}

  Text findings(Channel channel, List<Written> told, Instant now) {
    Written first = told.getFirst();
    String subject =
        told.size() == 1
            ? of(first.notice().severity()) + ": " + what(first) + ", " + place(first.region())
            : counted(told);
    if (channel.kind() == Channel.Kind.PUSH) {
      Severity worst =
          told.stream().map(one -> one.notice().severity()).max(Comparator.naturalOrder()).get();
      return new Text(
          subject,
          json(
              new PushBody(
                  simulated(subject),
                  told.size() == 1 ? state(first) : lines(told),
                  told.size() == 1 ? path(first.notice().finding()) : "/findings",
                  told.size() == 1 ? first.notice().finding().toString() : "",
                  "",
                  urgency(worst),
                  KEPT.toSeconds())));
    }
    if (channel.kind() == Channel.Kind.TELEGRAM) {
      String where =
          told.size() == 1
              ? state(first) + "\n" + link(first.notice().finding(), channel)
              : lines(told) + "\n" + channel.base() + "/findings";
      return new Text(
          subject, "%s\n%s\n\nEnglish: %s".formatted(simulated(subject), where, english(told)));
    }
    if (channel.kind() == Channel.Kind.WEBHOOK) {
      List<HookFinding> listed =
          told.stream().limit(LISTED_MAX).map(one -> hook(one, channel)).toList();
      return new Text(
          subject,
          json("findings.told", now, new HookFindings(told.size(), listed, clock.isSimulated())));
    }
    var body = new ArrayList<String>();
    if (clock.isSimulated()) {
      body.add("SIMULASI, bukan pemilu sungguhan. / A simulation, no real election.\n");
    }
    if (told.size() > 1) {
      body.add(counted(told) + "\n");
    }
    told.stream().limit(LISTED_MAX).forEach(one -> body.add(paragraph(one, channel)));
    if (told.size() > LISTED_MAX) {
      body.add("Dan %d lagi: %s/findings\n".formatted(told.size() - LISTED_MAX, channel.base()));
    }
    body.add("English: " + english(told) + "\n");
    return new Text("[Segel] " + subject, String.join("\n", body) + "\n" + stop(channel));
  }

  /** It leaves the house before anything else is read. */
  private String simulated(String title) {
    return clock.isSimulated() ? "SIMULASI: " + title : title;
  }

  private String state(Written one) {
    return of(one.notice().kind()) + ", sejak " + Indonesian.moment(one.since(), zone());
  }

  private String lines(List<Written> told) {
    String lines =
        told.stream()
            .limit(SHORT_MAX)
            .map(one ->
                cut(of(one.notice().severity()) + ": " + what(one) + ", " + place(one.region())))
            .collect(Collectors.joining("\n"));
    int more = told.size() - SHORT_MAX;
    return more > 0 ? lines + "\ndan %d lagi".formatted(more) : lines;
  }

  private static String cut(String line) {
    return line.length() > SHORT_SIGNS_MAX ? line.substring(0, SHORT_SIGNS_MAX) + "…" : line;
  }

  private static String urgency(Severity severity) {
    return switch (severity) {
      case NOTICE -> "low";
      case ATTENTION -> "normal";
      case URGENT, CRITICAL -> "high";
    };
  }

  private static PushBody push(String title, String body, String code) {
    return new PushBody(title, body, "/notifications", "", code, "high", SOON.toSeconds());
  }

  Text test(Channel channel, Instant now) {
    if (channel.kind() == Channel.Kind.PUSH) {
      return new Text("Uji coba", json(push("Uji coba", "Kabar dari Segel sampai ke sini.", "")));
    }
    if (channel.kind() == Channel.Kind.TELEGRAM) {
      return new Text(
          "Uji coba",
          "Ini uji coba: kabar dari Segel sampai ke sini.\n\nEnglish: this is a test of Segel.");
    }
    if (channel.kind() == Channel.Kind.WEBHOOK) {
      return new Text("Uji coba", json("notification.test", now, Map.of()));
    }
    return new Text(
        "[Segel] Uji coba",
        """
        Ini uji coba. Bila Anda membacanya, kabar dari Segel sampai ke alamat ini.

        English: this is a test; messages of Segel reach this address.

        """
            + stop(channel));
  }

  Text confirm(Channel channel, String code, Instant now) {
    if (channel.kind() == Channel.Kind.PUSH) {
      return new Text("Kode", json(push("Kode Segel: " + code, "Ketik di Pemberitahuan.", code)));
    }
    if (channel.kind() == Channel.Kind.WEBHOOK) {
      return new Text("Kode", json("notification.confirm", now, Map.of("code", code)));
    }
    return new Text(
        "[Segel] Kode " + code,
        """
        Kode Anda: %s

        Ketik kode ini di %s/notifications dalam 30 menit. Setelah itu Segel mengirim kabar
        temuan ke alamat ini.

        Bukan Anda yang meminta? Abaikan surat ini: tanpa kode itu tidak ada yang dikirim lagi.

        English: type this code at the page above within 30 minutes. If you did not ask for it,
        ignore this mail; without the code nothing more will come.
        """
            .formatted(code, channel.base()));
  }

  private static String stop(Channel channel) {
    return """
    --
    Segel mengirim ini karena Anda memintanya. Ubah, jeda, atau hentikan: %s/notifications
    You asked Segel for this. Change, pause or stop it at the same address.
    """
        .formatted(channel.base());
  }

  private static String json(String type, Instant now, Object data) {
    return json(new HookBody(type, now, data));
  }

  private static String json(Object body) {
    return JsonMapper.shared().writeValueAsString(body);
  }

  private HookFinding hook(Written one, Channel channel) {
    Notice notice = one.notice();
    return new HookFinding(
        notice.kind().name(),
        notice.finding().toString(),
        notice.finding().rule(),
        what(one),
        notice.severity(),
        one.region(),
        place(one.region()),
        one.since(),
        link(notice.finding(), channel));
  }

  private String paragraph(Written one, Channel channel) {
    return """
    %s: %s
      Keadaan: %s
      Tempat: %s
      Sejak: %s
      Buka: %s
    """
        .formatted(
            of(one.notice().severity()),
            what(one),
            of(one.notice().kind()),
            place(one.region()),
            Indonesian.moment(one.since(), zone()),
            link(one.notice().finding(), channel));
  }

  private static String link(FindingId id, Channel channel) {
    return channel.base() + path(id);
  }

  private static String path(FindingId id) {
    return "/findings?id=" + URLEncoder.encode(id.toString(), StandardCharsets.UTF_8);
  }

  private String place(String region) {
    return region.isEmpty() ? "seluruh provinsi" : naming.territory(region);
  }

  /** {@code 12 kabar: 9 baru, 3 selesai} */
  private static String counted(List<Written> told) {
    Map<Notice.Kind, Long> counts = counts(told);
    return told.size()
        + " kabar: "
        + counts.entrySet().stream()
            .map(one -> one.getValue() + " " + of(one.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static Map<Notice.Kind, Long> counts(List<Written> told) {
    return told.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.notice().kind(),
                () -> new EnumMap<>(Notice.Kind.class),
                Collectors.counting()));
  }

  private static String english(List<Written> told) {
    String all =
        counts(told).entrySet().stream()
            .map(one ->
                one.getValue()
                    + switch (one.getKey()) {
                      case RAISED -> " new";
                      case ESCALATED -> " not yet seen by anybody";
                      case ASSIGNED -> " handed to your agency";
                      case OVER -> " over";
                    })
            .collect(Collectors.joining(", "));
    String rules =
        told.stream()
            .map(one -> one.notice().finding().rule())
            .distinct()
            .limit(LISTED_MAX)
            .collect(Collectors.joining(", "));
    return "findings " + all + ": " + rules + ".";
  }

  /** What was found, in the words of the pages. */
  private static String what(Written one) {
    return FindingText.of(one.notice().finding());
  }

  private static String of(Severity severity) {
    return switch (severity) {
      case NOTICE -> "Untuk diketahui";
      case ATTENTION -> "Perlu perhatian";
      case URGENT -> "Mendesak";
      case CRITICAL -> "KRITIS";
    };
  }

  private static String of(Notice.Kind kind) {
    return switch (kind) {
      case RAISED -> "baru";
      case ESCALATED -> "belum dilihat siapa pun";
      case ASSIGNED -> "diserahkan kepada lembaga Anda";
      case OVER -> "selesai";
    };
  }
}
