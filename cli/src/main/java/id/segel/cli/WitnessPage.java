package id.segel.cli;

import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.witness.WitnessState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a witness says to people: which logs it has seen, how far, and what it refused. */
record WitnessPage(
    String body,
    Instant now,
    List<Cosigner> keys,
    @Nullable Cosigner audit,
    List<Log> logs,
    List<Refusal> refusals,
    @Nullable String checker) {

  private static final Locale INDONESIAN = Locale.of("id", "ID");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu HH.mm.ss 'WIB'", INDONESIAN)
          .withZone(ZoneId.of("Asia/Jakarta"));

  /** A log that it knows. */
  record Log(
      String origin,
      @Nullable String url,
      String hash,
      WitnessState.@Nullable Latest latest,
      WitnessState.@Nullable Latest audited,
      Auditor.@Nullable Progress progress) {}

  /**
   * Something that was not cosigned.
   *
   * @param kept name of the file with the request, when it is evidence
   */
  record Refusal(Instant at, boolean isAudit, int status, String detail, @Nullable String kept) {}

  String html() {
    var page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="id">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="10">
        <title>Penyaksi log: %s</title>
        <style>
        :root { color-scheme: light dark; --ink: #1c2024; --ink-2: #5a626b; --line: #d9dde2; --card: #fff; --back: #f4f5f7;
          --good: #14683f; --bad: #a11d1d; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --ink-2: #a5adb6; --line: #363c43; --card: #1d2125;
          --back: #14171a; --good: #6fd0a0; --bad: #ff9d94; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
        p { margin: .25rem 0; } .quiet { color: var(--ink-2); }
        section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
        dl { display: grid; grid-template-columns: minmax(9rem, auto) 1fr; gap: .35rem 1rem; margin: 0; }
        dt { color: var(--ink-2); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        code { font: .85rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
        .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
        ul { margin: .5rem 0 0; padding-left: 1.2rem; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
        </style>
        </head>
        <body><main>
        <p class="quiet">Penyaksi log</p>
        <h1>%s</h1>
        <p>Mesin ini milik lembaga di atas. Ia menandatangani keadaan log hanya bila isi yang lama tetap ada di dalamnya;
        log yang diputar mundur, dicabangkan atau diganti isinya ditolak dan dicatat di bawah.</p>
        """
            .formatted(text(body), text(body)));
    logs.forEach(log -> log(page, log));
    keys(page);
    if (checker != null) {
      page.append(
          "<h2>Pemeriksa bukti</h2>\n<section><p><a href=\"/checker.html\">Halaman pemeriksa</a> dari mesin ini, bukan dari"
              + " pengelola log. Simpan, lalu bukalah tanpa jaringan.</p><p class=\"quiet\">SHA-256 <code>");
      page.append(checker).append("</code></p></section>\n");
    }
    refusals(page);
    page.append("<p class=\"quiet\" style=\"margin-top:2rem\">Halaman ini dibuat ")
        .append(MOMENT.format(now))
        .append(" dan dimuat ulang sendiri setiap 10 detik.</p>\n</main></body></html>\n");
    return page.toString();
  }

  private void log(StringBuilder page, Log log) {
    page.append("<h2>Log ").append(text(log.origin)).append("</h2>\n<section><dl>\n");
    if (log.latest == null) {
      row(page, "Ditandatangani", "Belum ada yang ditandatangani.");
    } else {
      row(page, "Ditandatangani", seen(log.latest));
      row(page, "Akar pohon", "<code>" + log.latest.checkpoint().root().base64() + "</code>");
    }
    if (audit != null) {
      row(page, "Diperiksa isinya", log.audited == null ? "Belum." : seen(log.audited));
      Auditor.Progress progress = log.progress;
      if (progress != null) {
        row(
            page,
            "Pemeriksaan",
            progress.broken() == null
                ? String.format(
                        INDONESIAN,
                        "%,d dari %,d entri dibaca: setiap tanda tangan perangkat, buku surat suara dan rantai kotak. ",
                        progress.read(),
                        Math.max(progress.target(), progress.read()))
                    + text(progress.trouble())
                : "<span class=\"bad\">Tidak benar: " + text(progress.broken()) + "</span>");
      }
    }
    if (log.url != null && log.url.startsWith("http")) {
      row(
          page,
          "Alamat log",
          "<a href=\"" + text(log.url) + "/checkpoint\">" + text(log.url) + "</a>");
    }
    row(
        page,
        "Untuk program",
        "<a href=\"/" + log.hash + "/checkpoint\">keadaan terakhir yang ditandatangani</a>");
    page.append("</dl></section>\n");
  }

  private String seen(WitnessState.Latest latest) {
    Instant at = Instant.ofEpochSecond(latest.time());
    return String.format(
            INDONESIAN, "<span class=\"good\">%,d entri</span>, ", latest.checkpoint().size())
        + MOMENT.format(at)
        + " ("
        + ago(Duration.between(at, now))
        + ")";
  }

  private static String ago(Duration since) {
    long seconds = Math.max(0, since.toSeconds());
    if (seconds < 120) {
      return seconds + " detik lalu";
    }
    return seconds < 7_200 ? seconds / 60 + " menit lalu" : seconds / 3_600 + " jam lalu";
  }

  private void keys(StringBuilder page) {
    page.append("<h2>Kunci penyaksi ini</h2>\n<section><dl>\n");
    for (Cosigner key : keys) {
      row(page, "Keutuhan log", "<code>" + text(key.verifier().vkey()) + "</code>");
    }
    if (audit != null) {
      row(page, "Pemeriksaan isi", "<code>" + text(audit.verifier().vkey()) + "</code>");
    }
    page.append(
        "</dl><p class=\"quiet\">Bandingkan dengan yang diumumkan lembaga ini di tempat lain.</p></section>\n");
  }

  private void refusals(StringBuilder page) {
    page.append("<h2>Yang ditolak sejak mesin ini menyala</h2>\n<section>");
    if (refusals.isEmpty()) {
      page.append("<p>Tidak ada.</p>");
    } else {
      page.append("<ul>\n");
      for (Refusal refusal : refusals) {
        boolean isAlarm = refusal.status == 422;
        page.append("<li>")
            .append(MOMENT.format(refusal.at))
            .append(refusal.isAudit ? ", pemeriksaan isi" : "")
            .append(": <span")
            .append(isAlarm ? " class=\"bad\"" : "")
            .append(">")
            .append(meaning(refusal.status))
            .append("</span> <span class=\"quiet\">")
            .append(refusal.status)
            .append(" ")
            .append(text(refusal.detail))
            .append("</span>");
        if (refusal.kept != null) {
          page.append(" Bukti: <code>evidence/").append(text(refusal.kept)).append("</code>");
        }
        page.append("</li>\n");
      }
      page.append("</ul>");
    }
    page.append("</section>\n");
  }

  private static String meaning(int status) {
    return switch (status) {
      case 400 -> "Permintaan tidak dapat dibaca.";
      case 403 -> "Bukan tanda tangan log itu.";
      case 404 -> "Log yang tidak dikenal.";
      default ->
          "Pohon yang bertentangan dengan yang sudah ditandatangani, atau isi yang tidak benar.";
    };
  }

  private static void row(StringBuilder page, String name, String html) {
    page.append("<dt>").append(name).append("</dt><dd>").append(html).append("</dd>\n");
  }

  private static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
