package id.segel.cli;

import id.segel.core.custody.SignatureAdded;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.stock.StockFact;
import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.TlogProof;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks a bundle of evidence, as docs/formats/evidence.md describes it, with nothing but itself.
 */
final class EvidenceCheck {

  private static final long BYTES_MAX = 1L << 30;
  private static final int FILES_MAX = 20_000;

  /** Before the data that the page holds. */
  private static final String DATA = "<script type=\"application/json\" id=\"evidence\">";

  /** The list cannot name itself, and the page holds the list. */
  private static final Set<String> UNLISTED = Set.of("SHA256SUMS", "bukti.html");

  private final Map<String, byte[]> files;
  private final List<Wrong> wrongs = new ArrayList<>();
  private final Map<Long, SignedStatement> statements = new TreeMap<>();
  private final Map<Id, SignedStatement> byId = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private int signatures;
  private int ofDesks;

  private EvidenceCheck(Map<String, byte[]> files) {
    this.files = files;
  }

  static int run(Path zip, Args args, Printer printer) throws IOException {
    var check = new EvidenceCheck(unpack(zip));
    var answer = new LinkedHashMap<String, Object>();
    check.all(args, answer);
    answer.put("kinds", check.wrongs.stream().map(one -> one.kind().name()).distinct().toList());
    answer.put("problems", check.wrongs.stream().map(Wrong::words).toList());
    answer.put("holds", check.wrongs.isEmpty());
    if (args.has("--json")) {
      printer.json(answer);
    } else if (check.wrongs.isEmpty()) {
      printer.line("The evidence holds.");
      var rows = new ArrayList<List<String>>();
      rows.add(List.of("log", String.valueOf(answer.get("origin"))));
      rows.add(List.of("its key", String.valueOf(answer.get("key"))));
      rows.add(List.of("under a tree of", answer.get("size") + " entries"));
      rows.add(List.of("bodies", Bodies.words(answer)));
      rows.add(List.of("entries", String.valueOf(answer.get("entries"))));
      rows.add(List.of("device signatures", String.valueOf(answer.get("signatures"))));
      rows.add(List.of("photos", String.valueOf(answer.get("photos"))));
      if (check.ofDesks > 0) {
        rows.add(
            List.of("facts of desks", check.ofDesks + ", which no device signed: the log did"));
      }
      rows.add(List.of("the bundle's hash", String.valueOf(answer.get("bundle"))));
      rows.add(List.of("bukti.html", pageWords(answer)));
      printer.table(rows);
      if (Objects.equals(answer.get("keysGiven"), false)) {
        printer.line(
            "The keys of the log and of the bodies came with the bundle: compare them with what the"
                + " bodies publish, or give yours with --key and --policy.");
      }
      printer.line(
          "It does not show that the log holds nothing more about it: that takes the whole log.");
    } else {
      printer.line("The evidence does NOT hold.");
      Verify.tell(check.wrongs, printer);
    }
    return check.wrongs.isEmpty() ? Segel.DONE : Segel.NO;
  }

  private static Map<String, byte[]> unpack(Path zip) throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    long left = BYTES_MAX;
    try (var archive = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : archive.stream().limit(FILES_MAX).toList()) {
        if (entry.isDirectory()) {
          continue;
        }
        try (InputStream in = archive.getInputStream(entry)) {
          byte[] bytes = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
          left -= bytes.length;
          if (left < 0) {
            throw new IOException(zip + " unpacks to more than a gigabyte");
          }
          if (files.put(entry.getName(), bytes) != null) {
            throw new IOException(zip + " has two files " + entry.getName());
          }
        }
      }
    } catch (ZipException e) {
      throw new IOException(zip + " is no zip that can be read: " + e.getMessage(), e);
    }
    return files;
  }

  private void all(Args args, Map<String, Object> answer) throws IOException {
    sums();
    NoteVerifier key;
    Note note;
    try {
      key = NoteVerifier.parse(args.get("--key", text("vkey").strip()));
      Checkpoint checkpoint = Checkpoint.open(bytes("checkpoint"), key);
      note = Note.parse(bytes("checkpoint"));
      answer.put("origin", checkpoint.origin());
      answer.put("size", checkpoint.size());
      answer.put("root", checkpoint.root().base64());
    } catch (MalformedException e) {
      wrong(Wrong.Kind.TAMPERED, "the checkpoint or its key: " + e.getMessage());
      return;
    } catch (SignatureException e) {
      wrong(Wrong.Kind.NOT_SIGNED, String.valueOf(e.getMessage()));
      return;
    }
    wrongs.addAll(Bodies.judge(text("policy"), args, note, answer));
    var indexes = new ArrayList<Long>();
    for (String name : files.keySet()) {
      if (name.matches("entries/[0-9]{1,18}")) {
        indexes.add(Long.parseLong(name.substring("entries/".length())));
      }
    }
    indexes.sort(null);
    indexes.forEach(index -> entry(index, key));
    laterLines(indexes);
    photos(answer);
    chains();
    page(answer);
    answer.put("key", key.vkey());
    answer.put("entries", indexes.size());
    answer.put("statements", statements.size());
    answer.put("signatures", signatures);
    answer.put("ofDesks", ofDesks);
    answer.put("keysGiven", args.isSet("--key") || args.isSet("--policy"));
    answer.put("bundle", hex(bytes("SHA256SUMS")));
    if (indexes.isEmpty()) {
      wrong(Wrong.Kind.MISSING, "there is no entry in it");
    }
  }

  private void sums() {
    var listed = new HashSet<String>();
    for (String line : text("SHA256SUMS").lines().toList()) {
      String[] words = line.split(" {2}", 2);
      if (words.length != 2) {
        wrong(Wrong.Kind.TAMPERED, "SHA256SUMS has a line that is none: " + line);
        continue;
      }
      listed.add(words[1]);
      byte[] bytes = files.get(words[1]);
      if (bytes == null) {
        wrong(Wrong.Kind.MISSING, words[1] + " is listed and not there");
      } else if (!hex(bytes).equals(words[0])) {
        wrong(Wrong.Kind.TAMPERED, words[1] + " is not what SHA256SUMS lists");
      }
    }
    for (String name : files.keySet()) {
      if (!listed.contains(name) && !UNLISTED.contains(name)) {
        wrong(Wrong.Kind.TAMPERED, name + " is there and not listed");
      }
    }
  }

  private void entry(long index, NoteVerifier key) {
    byte[] leaf = bytes("entries/" + index);
    try {
      TlogProof proof = TlogProof.parse(bytes("proofs/" + index + ".tlog-proof"));
      boolean isSame = Arrays.equals(proof.checkpoint().bytes(), bytes("checkpoint"));
      if (proof.index() != index || !isSame) {
        wrong(Wrong.Kind.TAMPERED, "the proof of entry " + index + " is of something else");
      }
      proof.verify(Hash.leaf(leaf), key);
    } catch (MalformedException e) {
      wrong(Wrong.Kind.TAMPERED, "entry " + index + ": " + e.getMessage());
    } catch (SignatureException e) {
      wrong(Wrong.Kind.NOT_SIGNED, "entry " + index + ": " + e.getMessage());
    }
    try {
      Entry entry = Entry.decode(leaf);
      if (entry.kind() == Entry.Kind.STATEMENT) {
        SignedStatement signed = SignedStatement.open(entry.body(), Ed25519.shared());
        statements.put(index, signed);
        byId.put(signed.id(), signed);
        signatures += signed.note().signatures().size();
      }
      remember(entry.body());
    } catch (SignedStatement.FlawedException e) {
      wrong(Wrong.Kind.NOT_SIGNED, "entry " + index + ": " + e.flaw() + " " + e.getMessage());
    } catch (id.segel.core.fact.MalformedException e) {
      wrong(Wrong.Kind.TAMPERED, "entry " + index + " is not one of ours: " + e.reason());
    }
  }

  /** The names of photos that an entry holds; each is 44 characters of base64. */
  private void remember(byte[] body) {
    named.addAll(List.of(new String(body, StandardCharsets.UTF_8).split("[ \n]+", -1)));
  }

  private void laterLines(List<Long> indexes) {
    for (long index : indexes) {
      try {
        Entry entry = Entry.decode(bytes("entries/" + index));
        if (entry.kind() != Entry.Kind.FACT) {
          continue;
        }
        Fact fact = Facts.read(entry.body());
        if (fact instanceof StockFact) {
          ofDesks++;
        }
        if (fact instanceof SignatureAdded added && byId.containsKey(added.statement())) {
          SignedStatement signed = Objects.requireNonNull(byId.get(added.statement()));
          Note only = Note.of(signed.note().text()).with(Note.Line.parse(added.line()));
          Note whole = signed.note().with(only.signatures().getFirst());
          SignedStatement.open(whole.bytes(), Ed25519.shared());
          signatures++;
        }
      } catch (SignedStatement.FlawedException | MalformedException e) {
        wrong(Wrong.Kind.NOT_SIGNED, "entry " + index + ": " + e.getMessage());
      } catch (id.segel.core.fact.MalformedException e) {
        wrong(Wrong.Kind.TAMPERED, "entry " + index + " is not one of ours: " + e.reason());
      }
    }
  }

  private void photos(Map<String, Object> answer) {
    int count = 0;
    if (files.containsKey("photos/salts.txt")) {
      for (String line : text("photos/salts.txt").lines().toList()) {
        String[] words = line.split(" ", -1);
        byte[] photo = words.length == 3 ? files.get("photos/" + words[0] + ".jpg") : null;
        if (photo == null) {
          wrong(Wrong.Kind.MISSING, "a photo of photos/salts.txt is not there: " + line);
          continue;
        }
        var digest = Sha256.digest();
        digest.update(HexFormat.of().parseHex(words[1]));
        String name = Base64.getEncoder().encodeToString(digest.digest(photo));
        if (!name.equals(words[2]) || !hex(photo).equals(words[0])) {
          wrong(Wrong.Kind.TAMPERED, "the photo " + words[0] + " is not the one that was named");
        } else if (!named.contains(name)) {
          wrong(Wrong.Kind.TAMPERED, "no entry names the photo " + words[0]);
        }
        count++;
      }
    }
    answer.put("photos", count);
  }

  /** Each step of a box names the one before it. */
  private void chains() {
    JsonNode evidence;
    try {
      evidence = JsonMapper.shared().readTree(bytes("evidence.json"));
    } catch (JacksonException e) {
      wrong(Wrong.Kind.TAMPERED, "evidence.json cannot be read");
      return;
    }
    for (JsonNode one : evidence.path("boxes")) {
      String box = one.path("box").asString("");
      Id before = null;
      for (JsonNode link : one.path("links")) {
        long index = link.path("index").asLong(-1);
        SignedStatement signed = statements.get(index);
        if (signed == null) {
          wrong(Wrong.Kind.MISSING, "box " + box + ": there is no statement " + index);
          continue;
        }
        if (!link.path("main").asBoolean(true)) {
          continue;
        }
        if (!Objects.equals(after(signed.statement(), box), before)) {
          wrong(
              Wrong.Kind.NOT_SOUND,
              "box " + box + ": the step " + index + " does not follow the one before it");
        }
        before = signed.id();
      }
    }
  }

  private static @Nullable Id after(Statement statement, String box) {
    if (statement.of() != null) {
      return statement.of();
    }
    for (Statement.Group group : statement.groups()) {
      if (group.boxes().stream().anyMatch(line -> line.box().toString().equals(box))) {
        return group.after();
      }
    }
    return null;
  }

  /** The page that people open: it must hold this bundle, and be the page that checks. */
  private void page(Map<String, Object> answer) throws IOException {
    String page = text("bukti.html");
    int from = page.indexOf(DATA);
    int to = page.indexOf("</script>", from + 1);
    if (page.isEmpty()) {
      return;
    }
    if (from < 0 || to < 0) {
      wrong(Wrong.Kind.TAMPERED, "bukti.html does not hold the evidence");
      return;
    }
    try {
      JsonNode data = JsonMapper.shared().readTree(page.substring(from + DATA.length(), to));
      same("evidence.json", data.path("evidence").asString(""));
      same("SHA256SUMS", data.path("sums").asString(""));
      data.path("photos")
          .properties()
          .forEach(one -> {
            byte[] held = files.get(one.getKey());
            String here = held == null ? "" : Base64.getEncoder().encodeToString(held);
            if (!here.equals(one.getValue().asString(""))) {
              wrong(Wrong.Kind.TAMPERED, "bukti.html holds another " + one.getKey());
            }
          });
    } catch (JacksonException e) {
      wrong(Wrong.Kind.TAMPERED, "what bukti.html holds cannot be read");
    }
    String empty = page.substring(0, from + DATA.length()) + page.substring(to);
    String digest = hex(empty.getBytes(StandardCharsets.UTF_8));
    answer.put("page", digest);
    answer.put("isOurPage", Checker.page().length > 0 && digest.equals(Checker.digest()));
  }

  private void same(String name, String inPage) {
    if (!Arrays.equals(bytes(name), inPage.getBytes(StandardCharsets.UTF_8))) {
      wrong(Wrong.Kind.TAMPERED, "bukti.html holds another " + name);
    }
  }

  private static String pageWords(Map<String, Object> answer) {
    return answer.get("page")
        + (Objects.equals(answer.get("isOurPage"), true)
            ? ", the page that this program hands out"
            : ", NOT the page that this program hands out: open it only if a witness shows this hash");
  }

  private byte[] bytes(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      wrong(Wrong.Kind.MISSING, name + " is not there");
      return new byte[0];
    }
    return bytes;
  }

  private String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private void wrong(Wrong.Kind kind, String words) {
    var wrong = new Wrong(kind, words);
    if (!wrongs.contains(wrong) && wrongs.size() < 100) {
      wrongs.add(wrong);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
  }
}
