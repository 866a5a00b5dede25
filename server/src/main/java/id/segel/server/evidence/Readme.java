package id.segel.server.evidence;

/** What a bundle is, and how it is checked without us. */
final class Readme {

  private Readme() {}

  static String of(Bundle bundle, String checker) {
    return """
    BERKAS BUKTI SEGEL
    %s
    %s
    Berkas ini memuat catatan log yang asli, byte demi byte, dengan bukti bahwa setiap catatan ada di dalam log.
    Cara memeriksanya, tidak satu pun memerlukan penyelenggara log:

    1. Buka bukti.html di peramban apa pun, tanpa jaringan. Halaman itu memeriksa semuanya dan menulis hasilnya.
       Halaman tidak dapat menjamin dirinya sendiri. Pakai checker.html dari lembaga penyaksi atau salinan log, lalu pilih
       berkas zip ini di sana; SHA-256 checker.html yang dipakai di sini:
       %s
       Bukti.html tanpa datanya adalah checker.html:
       sed 's|\\(id="evidence">\\).*\\(</script>\\)$|\\1\\2|' bukti.html | sha256sum
    2. Jalankan: segel verify BERKAS.zip
    3. Dengan perkakas C2SP apa pun (Go: golang.org/x/mod/sumdb/note dan tlog): entries/N adalah catatan,
       proofs/N.tlog-proof buktinya, vkey kunci log, policy penyaksi yang diminta, checkpoint kepala log.

    Hash berkas bukti ini adalah SHA-256 dari SHA256SUMS, yang memuat hash semua berkas lain kecuali bukti.html:
       sha256sum SHA256SUMS; sha256sum -c SHA256SUMS

    Yang tidak ditunjukkan: bahwa tidak ada catatan lain tentang hal ini. Untuk itu periksa seluruh log.

    EVIDENCE FROM SEGEL, in English: raw entries of the log with a proof of each. Open bukti.html in any browser
    without a network, better: open this zip with a checker.html that you got from a witness or mirror; or run
    "segel verify FILE.zip"; or use any C2SP tool. The bundle's hash is the SHA-256 of SHA256SUMS.
    """
        .formatted(
            bundle.about().title(),
            bundle.isSimulated() ? "DATA SIMULASI, bukan pemilu sungguhan.\n" : "",
            checker);
  }
}
