package id.segel.cli;

import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The first page of a mirror: of what it is a copy, how old, and how to check it. */
final class MirrorPage {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu HH.mm.ss 'WIB'", Locale.of("id", "ID"))
          .withZone(ZoneId.of("Asia/Jakarta"));

  private MirrorPage() {}

  static String html(NoteVerifier key, Note checkpoint, long closed, String checker, Instant now) {
    String[] lines = checkpoint.text().split("\n", -1);
    return """
    <!DOCTYPE html>
    <html lang="id">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>Salinan log %s</title>
    <style>
    :root { color-scheme: light dark; --ink: #1c2024; --quiet: #565e67; --line: #d9dde2; --back: #f4f5f7; --accent: #4338a8; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --quiet: #a5adb6; --line: #363c43; --back: #14171a;
      --accent: #b3abff; } }
    body { margin: 0; background: var(--back); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
    main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
    h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
    p { max-width: 62ch; } a { color: var(--accent); } li a { display: inline-block; padding: .25rem 0; }
    dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .3rem 1rem; }
    dt { color: var(--quiet); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
    code { font: .85rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
    </style>
    </head>
    <body><main>
    <h1>Salinan log %s</h1>
    <p>Salinan ini dibuat dan diperiksa oleh pemilik situs ini, bukan oleh pengelola log. Setiap entri cocok dengan akar
    di bawah, dan pohon ini tumbuh dari salinan sebelumnya.</p>
    <p lang="en">This copy was made and checked by whoever runs this site, not by the operator of the log.</p>
    <dl>
    <dt>Entri</dt><dd>%s</dd>
    <dt>Belum dibuka</dt><dd>%s</dd>
    <dt>Akar pohon</dt><dd><code>%s</code></dd>
    <dt>Kunci log</dt><dd><code>%s</code></dd>
    <dt>Disalin</dt><dd>%s</dd>
    </dl>
    <ul>
    <li><a href="checker.html">Periksa bukti</a> (tanpa jaringan, dari perangkat Anda); SHA-256
    <code>%s</code></li>
    <li><a href="public.html">Halaman publik</a>, <a href="public/en.html" hreflang="en" lang="en">public page</a></li>
    <li><a href="log/checkpoint">Keadaan yang ditandatangani</a>, <a href="log/policy">kebijakan penyaksi</a></li>
    </ul>
    </main></body></html>
    """
        .formatted(
            lines[0],
            lines[0],
            String.format(Locale.of("id", "ID"), "%,d", Long.parseLong(lines[1])),
            String.format(Locale.of("id", "ID"), "%,d", closed),
            lines[2],
            key.vkey(),
            MOMENT.format(now),
            checker);
  }
}
