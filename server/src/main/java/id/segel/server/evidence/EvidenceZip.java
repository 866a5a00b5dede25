package id.segel.server.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.server.custody.Chains;
import id.segel.server.evidence.Bundle.Photo;
import id.segel.server.evidence.Bundle.Piece;
import id.segel.server.log.Proofs;
import id.segel.server.picture.Pictures;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.Hash;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a bundle as one zip, file after file, holding none but the small ones in memory. The same
 * bundle makes the same bytes. Layout: docs/formats/evidence.md.
 */
final class EvidenceZip {

  static final String FORMAT = "segel/evidence/v1";

  /** Photos in the page that checks; the others lie beside it in the zip. */
  private static final long INLINED_MAX = 24 << 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code evidence.json}. */
  private record Evidence(
      String format,
      Bundle.About about,
      boolean simulated,
      String zone,
      String vkey,
      String policy,
      String checkpoint,
      List<EntryJson> entries,
      List<BoxJson> boxes,
      List<PhotoJson> photos,
      SortedMap<String, String> names,
      int later) {}

  private record EntryJson(long index, String leaf, List<String> path) {}

  private record BoxJson(String box, List<Chains.Link> links) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record PhotoJson(
      String hash, @Nullable String salt, @Nullable String file, @Nullable String why) {}

  private final Bundle bundle;
  private final Proofs proofs;
  private final Checker checker;
  private final List<Story.Row> story;
  private final ZipOutputStream zip;
  private final StringBuilder sums = new StringBuilder();

  private EvidenceZip(
      Bundle bundle, Proofs proofs, Checker checker, List<Story.Row> story, OutputStream out) {
    this.bundle = bundle;
    this.proofs = proofs;
    this.checker = checker;
    this.story = story;
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
  }

  /** The stream stays open. */
  static void write(
      Bundle bundle, Proofs proofs, Checker checker, List<Story.Row> story, OutputStream out)
      throws IOException {
    new EvidenceZip(bundle, proofs, checker, story, out).write();
  }

  private void write() throws IOException {
    add("README.txt", Readme.of(bundle, checker.digest()));
    add("checkpoint", bundle.head().note().toString());
    add("policy", bundle.head().policyText());
    add("vkey", bundle.head().vkey());
    var entries = new ArrayList<EntryJson>();
    for (Piece piece : bundle.pieces()) {
      entries.add(entry(piece));
    }
    for (Photo photo : bundle.photos()) {
      photo(photo);
    }
    salts();
    var report = new Report(bundle, story);
    add("report.pdf", report.pdf());
    add("report.html", report.html());
    String evidence = JSON.writeValueAsString(evidence(entries));
    add("evidence.json", evidence);
    String list = sums.toString();
    put("SHA256SUMS", list.getBytes(StandardCharsets.UTF_8));
    page(evidence, list);
    zip.finish();
  }

  private EntryJson entry(Piece piece) throws IOException {
    long index = piece.leaf().index();
    TlogProof proof = proofs.of(index, bundle.head());
    add("entries/" + index, piece.leaf().bytes());
    add("proofs/" + index + ".tlog-proof", proof.bytes());
    return new EntryJson(
        index,
        Base64.getEncoder().encodeToString(piece.leaf().bytes()),
        proof.path().stream().map(Hash::base64).toList());
  }

  private Evidence evidence(List<EntryJson> entries) {
    return new Evidence(
        FORMAT,
        bundle.about(),
        bundle.isSimulated(),
        bundle.zone().getId(),
        bundle.head().vkey(),
        bundle.head().policyText(),
        bundle.head().note().toString(),
        entries,
        bundle.chains().stream()
            .map(chain -> new BoxJson(chain.box().toString(), chain.links()))
            .toList(),
        bundle.photos().stream().map(EvidenceZip::json).toList(),
        bundle.names(),
        bundle.later());
  }

  private static PhotoJson json(Photo photo) {
    Pictures.Held held = photo.held();
    return held == null
        ? new PhotoJson(photo.hash(), null, null, photo.why())
        : new PhotoJson(
            photo.hash(), Base64.getEncoder().encodeToString(held.salt()), fileOf(held), null);
  }

  private static String fileOf(Pictures.Held held) {
    return "photos/" + HexFormat.of().formatHex(held.sha256()) + ".jpg";
  }

  private void photo(Photo photo) throws IOException {
    Pictures.Held held = photo.held();
    if (held == null) {
      return;
    }
    zip.setLevel(Deflater.NO_COMPRESSION); // It is compressed already.
    begin(fileOf(held));
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(held.file())) {
      in.transferTo(new DigestOutputStream(new Open(zip), digest));
    }
    zip.closeEntry();
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    sum(fileOf(held), digest);
  }

  /** Without its salt a photo is not known by the name that the log has of it. */
  private void salts() throws IOException {
    var lines = new StringBuilder();
    for (Photo photo : bundle.photos()) {
      Pictures.Held held = photo.held();
      if (held != null) {
        lines
            .append(HexFormat.of().formatHex(held.sha256()))
            .append(' ')
            .append(HexFormat.of().formatHex(held.salt()))
            .append(' ')
            .append(photo.hash())
            .append('\n');
      }
    }
    if (!lines.isEmpty()) {
      add("photos/salts.txt", lines.toString());
    }
  }

  /** The checker with the data inside: {@code {"evidence": text, "sums": text, "photos": {}}}. */
  private void page(String evidence, String list) throws IOException {
    begin("bukti.html");
    var out = new Open(zip);
    write(out, checker.before());
    write(out, "{\"evidence\":" + text(evidence) + ",\"sums\":" + text(list) + ",\"photos\":{");
    long left = INLINED_MAX;
    String comma = "";
    for (Photo photo : bundle.photos()) {
      Pictures.Held held = photo.held();
      if (held == null || held.bytes() > left) {
        continue;
      }
      left -= held.bytes();
      write(out, comma + text(fileOf(held)) + ":\"");
      try (InputStream in = Files.newInputStream(held.file());
          OutputStream base64 = Base64.getEncoder().wrap(new Open(zip))) {
        in.transferTo(base64);
      }
      write(out, "\"");
      comma = ",";
    }
    write(out, "}}");
    write(out, checker.after());
    zip.closeEntry();
  }

  /** As JSON that ends no script. */
  private static String text(String value) {
    return JSON.writeValueAsString(value).replace("<", "\\u003c");
  }

  private void add(String name, String text) throws IOException {
    add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(String name, byte[] bytes) throws IOException {
    put(name, bytes);
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    sum(name, digest);
  }

  private void put(String name, byte[] bytes) throws IOException {
    begin(name);
    zip.write(bytes);
    zip.closeEntry();
  }

  private void begin(String name) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(bundle.written().atZone(ZoneOffset.UTC).toLocalDateTime());
    zip.putNextEntry(entry);
  }

  private void sum(String name, MessageDigest digest) {
    sums.append(HexFormat.of().formatHex(digest.digest())).append("  ").append(name).append('\n');
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The zip goes on when a part of it is written. */
  private static final class Open extends FilterOutputStream {

    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
