package id.segel.server.portal;

import id.segel.tlog.checkpoint.Policy;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What anybody is told: how far the log is, who stands behind that and since when, and how it is
 * checked. Links are relative, so that a copy of the page leads to the copies beside it.
 */
record PublicPage(
    String election,
    String origin,
    String vkey,
    String address,
    long size,
    String root,
    Instant signed,
    Policy policy,
    Policy.Judgement judged,
    List<String> silent,
    Optional<String> build,
    boolean isSimulated,
    Instant made) {

  private static final ZoneId ZONE = ZoneId.of("Asia/Jakarta");

  private static final Pattern PLACE =
      Pattern.compile("https?://(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+])(?::[0-9]{1,5})?(?=/|$)");

  /** The sentences of one language. */
  record Words(
      String language,
      Locale locale,
      String title,
      String lead,
      String simulated,
      String state,
      String entries,
      String root,
      String signed,
      String behind,
      String nobody,
      String enough,
      String few,
      String silent,
      String not,
      String check,
      String checkHow,
      String checker,
      String checkerHow,
      String command,
      String data,
      String key,
      String build,
      String policy,
      String checkpoint,
      String other,
      String otherPage,
      String base,
      String made) {}

  static final Words INDONESIAN =
      new Words(
          "id",
          Locale.of("id", "ID"),
          "Catatan terbuka kotak suara",
          "Setiap serah terima kotak suara ditandatangani kedua pihak dan masuk satu log yang tidak dapat diubah"
              + " diam-diam. Halaman ini mengatakan sampai di mana log itu, dan lembaga mana yang menjaminnya.",
          "WAKTU SIMULASI: kotak, petugas dan tanda tangan di sini dimainkan oleh simulator.",
          "Keadaan log",
          "%,d entri",
          "Akar pohon",
          "Ditandatangani log",
          "Lembaga yang berdiri di belakangnya",
          "Log ini belum meminta penyaksi: yang menjaminnya hanya tanda tangan log itu sendiri.",
          "%d dari %d lembaga, perlu %d. Cukup.",
          "%d dari %d lembaga, perlu %d. Belum cukup: percayai keadaan ini hanya sejauh log itu sendiri. Pencatatan"
              + " tetap berjalan.",
          "%d lembaga tidak menjawab sekarang: %s.",
          "belum menyaksikan keadaan ini",
          "Periksa sendiri",
          "Anda tidak perlu mempercayai halaman ini. Halaman yang disajikan pengelola tidak dapat menjamin"
              + " pengelolanya: ambil halaman pemeriksa dari situs sebuah lembaga penyaksi atau salinan (mirror).",
          "Halaman pemeriksa bukti",
          "bekerja tanpa jaringan, dari berkas di perangkat Anda",
          "Dengan perintah, dari mesin Anda sendiri; <code>policy.txt</code> adalah"
              + " <a href=\"%slog/policy\" download=\"policy.txt\">kebijakan penyaksi</a>, sesudah kuncinya"
              + " dibandingkan dengan yang diumumkan lembaga:",
          "Data terbuka",
          "Kunci log",
          "Sidik jari berkas web yang disajikan, seperti tertulis di log",
          "kebijakan penyaksi",
          "keadaan yang ditandatangani",
          "English",
          "./public/en.html",
          "./",
          "Halaman ini dibuat %s. Salinan yang lebih tua menunjukkan keadaan yang lebih tua.");

  static final Words ENGLISH =
      new Words(
          "en",
          Locale.ENGLISH,
          "The open record of the ballot boxes",
          "Every handover of a ballot box is signed by both sides and enters one log that nobody can change quietly."
              + " This page says how far that log is, and which bodies stand behind it.",
          "SIMULATED TIME: boxes, officers and signatures here are played by a simulator.",
          "State of the log",
          "%,d entries",
          "Root of the tree",
          "Signed by the log",
          "Bodies that stand behind it",
          "This log asks no witnesses yet: only its own signature vouches for it.",
          "%d of %d bodies, %d are needed. Enough.",
          "%d of %d bodies, %d are needed. Not enough: believe this state only as far as the log itself. Recording goes"
              + " on.",
          "%d not answering now: %s.",
          "has not witnessed this state",
          "Check it yourself",
          "You need not trust this page. A page that the operator serves cannot vouch for the operator: take the"
              + " checker from the site of a witness or a mirror.",
          "The checker of evidence",
          "works without a network, from a file on your device",
          "With a command, from a machine of your own; <code>policy.txt</code> is the"
              + " <a href=\"%slog/policy\" download=\"policy.txt\">witness policy</a>, once its keys were compared"
              + " with what the bodies publish:",
          "Open data",
          "Key of the log",
          "Fingerprint of the web files that are served, as the log says it",
          "witness policy",
          "signed state",
          "Bahasa Indonesia",
          "../public.html",
          "../",
          "This page was made %s. An older copy shows an older state.");

  String html(Words words) {
    DateTimeFormatter moment =
        DateTimeFormatter.ofPattern("d MMMM uuuu HH.mm.ss 'WIB'", words.locale).withZone(ZONE);
    var page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="data:,">
        <title>%s · Segel</title>
        <style>
        :root { color-scheme: light dark; --ink: #1c2024; --quiet: #565e67; --line: #d9dde2; --card: #fff; --back: #f4f5f7;
          --accent: #4338a8; --good: #14683f; --bad: #9a3412; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --quiet: #a5adb6; --line: #363c43; --card: #1d2125;
          --back: #14171a; --accent: #b3abff; --good: #6fd0a0; --bad: #ffb48a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
        main { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
        nav { display: flex; justify-content: space-between; gap: 1rem; color: var(--quiet); }
        a { color: var(--accent); }
        nav a, li a { display: inline-block; padding: .3rem 0; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.25rem 0 .5rem; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        p { margin: .35rem 0; max-width: 62ch; } .quiet { color: var(--quiet); }
        .sim { padding: .5rem .75rem; border: 1px solid var(--bad); border-radius: .4rem; color: var(--bad); }
        .big { font-size: 2.1rem; font-weight: 650; line-height: 1.1; margin: .5rem 0; font-variant-numeric: tabular-nums; }
        dl { display: grid; grid-template-columns: minmax(8rem, 14rem) minmax(0, 1fr); gap: .3rem 1rem; margin: .5rem 0; }
        dt { color: var(--quiet); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        code, pre { font: .85rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
        pre { margin: .4rem 0; padding: .6rem .75rem; background: var(--card); border: 1px solid var(--line);
          border-radius: .4rem; }
        .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
        ul { margin: .4rem 0; padding-left: 1.2rem; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
        </style>
        </head>
        <body><main>
        """
            .formatted(words.language, words.title));
    page.append("<nav><span>Segel</span><a hreflang=\"")
        .append(words.language.equals("id") ? "en" : "id")
        .append("\" href=\"")
        .append(words.otherPage)
        .append("\">")
        .append(words.other)
        .append("</a></nav>\n<h1>")
        .append(words.title)
        .append("</h1>\n");
    if (!election.isEmpty()) {
      page.append("<p class=\"quiet\">").append(text(election)).append("</p>\n");
    }
    page.append("<p>").append(words.lead).append("</p>\n");
    if (isSimulated) {
      page.append("<p class=\"sim\">").append(words.simulated).append("</p>\n");
    }
    page.append("<h2>").append(words.state).append("</h2>\n<p class=\"big\">");
    page.append(String.format(words.locale, words.entries, size)).append("</p>\n<dl>\n");
    row(page, words.signed, moment.format(signed));
    row(page, words.root, "<code>" + text(root) + "</code>");
    page.append("</dl>\n<h2>").append(words.behind).append("</h2>\n");
    bodies(page, words, moment);
    page.append("<h2>").append(words.check).append("</h2>\n<p>").append(words.checkHow);
    page.append("</p>\n<ul><li><a href=\"").append(words.base).append("checker.html\">");
    page.append(words.checker).append("</a>, ").append(words.checkerHow).append("</li></ul>\n<p>");
    page.append(words.command.formatted(words.base))
        .append("</p>\n<pre>./segel verify ")
        .append(text(address))
        .append("/log --policy policy.txt");
    page.append("</pre>\n<h2>").append(words.data).append("</h2>\n<ul>\n");
    link(page, words.base + "log/checkpoint", words.checkpoint);
    link(page, words.base + "log/policy", words.policy);
    page.append("</ul>\n<dl>\n");
    row(page, words.key, "<code>" + text(vkey) + "</code>");
    build.ifPresent(digest -> row(page, words.build, "<code>" + digest + "</code>"));
    page.append("</dl>\n<p class=\"quiet\">");
    page.append(words.made.formatted(moment.format(made))).append("</p>\n</main></body></html>\n");
    return page.toString();
  }

  private void bodies(StringBuilder page, Words words, DateTimeFormatter moment) {
    if (policy.quorum() == null) {
      page.append("<p>").append(words.nobody).append("</p>\n");
      return;
    }
    long there = judged.bodies().values().stream().filter(OptionalLong::isPresent).count();
    page.append("<p class=\"").append(judged.isQuorum() ? "good" : "bad").append("\">");
    page.append(
            (judged.isQuorum() ? words.enough : words.few)
                .formatted(there, judged.bodies().size(), policy.threshold()))
        .append("</p>\n");
    if (!silent.isEmpty()) {
      page.append("<p class=\"bad\">")
          .append(words.silent.formatted(silent.size(), text(String.join(", ", silent))))
          .append("</p>\n");
    }
    page.append("<dl>\n");
    judged
        .bodies()
        .forEach((name, time) ->
            row(
                page,
                linked(name),
                time.isPresent()
                    ? moment.format(
                        Instant.ofEpochSecond(Math.min(time.getAsLong(), 253_402_300_799L)))
                    : words.not));
    page.append("</dl>\n");
  }

  /** A body with a link to the page of its witness: the root of where that takes checkpoints. */
  private String linked(String body) {
    for (Policy.Witness witness : policy.witnesses()) {
      Matcher place = PLACE.matcher(witness.url() == null ? "" : witness.url());
      if (body.equals(policy.bodyOf(witness.name())) && place.lookingAt()) {
        return "<a href=\""
            + place.group()
            + "/\" rel=\"external noreferrer\">"
            + text(body)
            + "</a>";
      }
    }
    return text(body);
  }

  private static void row(StringBuilder page, String name, String html) {
    page.append("<dt>").append(name).append("</dt><dd>").append(html).append("</dd>\n");
  }

  private static void link(StringBuilder page, String to, String name) {
    page.append("<li><a href=\"").append(to).append("\">").append(name).append("</a></li>\n");
  }

  private static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
