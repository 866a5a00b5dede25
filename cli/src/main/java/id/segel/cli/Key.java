package id.segel.cli;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.note.MlDsa44;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.KeyAgreement;

/**
 * {@code key}: makes the keys of a log, of a witness and of backups, and shows the half of one that
 * everybody may know.
 */
final class Key {

  static final String HELP =
      """
      usage: segel key new --name NAME --out FILE [--kind log|witness|witness-pq|backup] [--json]
             segel key show FILE [--json]

      new makes a key in a file that only its owner reads, never over another, and prints the half
      that others need: the verifier key of a log or a witness, the recipient of backups (age1...).
      show prints that half of a key that is there.

        --name   of a log: its origin; of a witness: an address without scheme, like bawaslu.example/w;
                 of backups: what you call it
        --kind   log unless it is said; witness-pq is a witness' second key, with ML-DSA-44, for the day
                 that Ed25519 no longer holds

      Exit status: 0 done, 2 could not run.\
      """;

  private static final String AGE_SECRET = "AGE-SECRET-KEY-1";

  private Key() {}

  /** What of a key is known to others. */
  private record Half(String kind, String value) {}

  static int run(List<String> line, Printer printer) throws IOException {
    String what = line.isEmpty() ? "" : line.getFirst();
    List<String> rest = line.isEmpty() ? line : line.subList(1, line.size());
    return switch (what) {
      case "new" -> make(rest, printer);
      case "show" -> show(rest, printer);
      case "" -> throw new Args.BadArgsException("which? key new or key show");
      default -> throw new Args.BadArgsException("there is no key " + what + ": new or show");
    };
  }

  private static int make(List<String> rest, Printer printer) throws IOException {
    var args = Args.parse(rest, Set.of("--json"), Set.of("--name", "--out", "--kind"));
    args.words(0, 0, "nothing");
    String name = args.get("--name", "");
    String out = args.get("--out", "");
    if (name.isBlank() || out.isBlank()) {
      throw new Args.BadArgsException("key new takes --name NAME and --out FILE");
    }
    String kind = args.get("--kind", "log");
    String secret =
        switch (kind) {
          case "log" -> new NoteSigner(noteName(name), fresh()).skey();
          case "witness" -> new Cosigner(noteName(name), fresh()).skey();
          case "witness-pq" -> new Cosigner(noteName(name), freshPq()).skey();
          case "backup" -> "# " + oneLine(name) + "\n" + pair().getPrivate();
          default ->
              throw new Args.BadArgsException(
                  "a key is of kind log, witness, witness-pq or backup, not " + kind);
        };
    Path file = Path.of(out);
    Half half = half(secret, file);
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " is there already: a key is never written over", e);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no folder for " + file, e);
    }
    Files.writeString(file, secret + "\n", StandardOpenOption.SYNC);
    print(half, args, printer);
    return Segel.DONE;
  }

  private static int show(List<String> rest, Printer printer) throws IOException {
    var args = Args.parse(rest, Set.of("--json"), Set.of());
    Path file = Path.of(args.words(1, 1, "the file of a key").getFirst());
    print(half(Files.readString(file), file), args, printer);
    return Segel.DONE;
  }

  private static void print(Half half, Args args, Printer printer) {
    if (args.has("--json")) {
      printer.json(Map.of("kind", half.kind, "public", half.value));
    } else {
      printer.line(half.value);
    }
  }

  /** The public half of what a key's file says. */
  private static Half half(String text, Path file) throws IOException {
    List<String> lines =
        text.lines().filter(line -> !line.startsWith("#")).map(String::strip).toList();
    String secret = lines.isEmpty() ? "" : lines.getFirst();
    if (secret.startsWith(AGE_SECRET)) {
      return new Half("backup", recipient(secret, file));
    }
    try {
      return new Half("log", NoteSigner.parse(secret).verifier().vkey());
    } catch (MalformedException notOfALog) {
      try {
        return new Half("witness", Cosigner.parse(secret).verifier().vkey());
      } catch (MalformedException neither) {
        throw new IOException(file + " holds no key that Segel knows", neither);
      }
    }
  }

  private static String noteName(String name) {
    if (!Note.isKeyName(name) || name.contains("://")) {
      throw new Args.BadArgsException("a name has no scheme, no space and no plus: " + name);
    }
    return name;
  }

  private static String oneLine(String name) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new Args.BadArgsException("a name is one line");
    }
    return name;
  }

  private static SigningKey fresh() {
    return SigningKey.generate(new SecureRandom());
  }

  private static MlDsa44 freshPq() {
    var seed = new byte[MlDsa44.SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return MlDsa44.fromSeed(seed);
  }

  private static KeyPair pair() {
    try {
      return new X25519KeyPairGenerator().generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X25519", e);
    }
  }

  /** The public key of X25519 is the base point, 9, agreed with the secret one. */
  private static String recipient(String secret, Path file) throws IOException {
    try {
      byte[] scalar = Bech32.getDecoder().decode(secret).getData();
      KeyFactory keys = KeyFactory.getInstance("X25519");
      var agreement = KeyAgreement.getInstance("X25519");
      agreement.init(
          keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
      agreement.doPhase(
          keys.generatePublic(
              new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.valueOf(9))),
          true);
      return Bech32.getEncoder().encode("age", agreement.generateSecret()).toString();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException(file + " holds no key that Segel knows", e);
    }
  }
}
