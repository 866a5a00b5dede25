package id.segel.tlog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.tlog.LogFolder;
import id.segel.tlog.MalformedException;
import id.segel.tlog.Testdata;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints and proofs that stand alone; the example is the one of docs/formats/log.md. */
class CheckpointTest {

  private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void textsAreReadAsInTheTable() throws MalformedException {
    String other = Hash.leaf(new byte[0]).base64();
    String[][] table = {
      {"ok", "origin\n0\n" + ROOT + "\n"},
      {"ok", "origin\n1\n" + other + "\n"},
      {"ok", "origin\n9223372036854775807\n" + other + "\n"},
      {"ok", "origin with spaces\n12\n" + other + "\n"},
      {"ok", "origin\n12\n" + other + "\nextension\nanother\n"},
      {"bad", ""},
      {"bad", "\n"},
      {"bad", "origin\n0\n" + ROOT},
      {"bad", "origin\n0\n"},
      {"bad", "\n0\n" + ROOT + "\n"},
      {"bad", "origin\n\n" + ROOT + "\n"},
      {"bad", "origin\n0\n\n"},
      {"bad", "origin\n0\n" + other + "\n"},
      {"bad", "origin\n00\n" + ROOT + "\n"},
      {"bad", "origin\n01\n" + other + "\n"},
      {"bad", "origin\n+1\n" + other + "\n"},
      {"bad", "origin\n-1\n" + other + "\n"},
      {"bad", "origin\n1 \n" + other + "\n"},
      {"bad", "origin\n9223372036854775808\n" + other + "\n"},
      {"bad", "origin\n99999999999999999999\n" + other + "\n"},
      {"bad", "origin\n1\n" + other.replace("=", "") + "\n"},
      {"bad", "origin\n1\n" + other.substring(4) + "\n"},
      {"bad", "origin\n1\n" + other + " \n"},
      {"bad", "origin\n1\n" + other + "\n\n"},
      {"bad", "origin\n1\n" + other + "\n\nextension\n"},
    };
    for (String[] row : table) {
      if (row[0].equals("ok")) {
        assertEquals(row[1], Checkpoint.parse(row[1]).text());
      } else {
        assertThrows(MalformedException.class, () -> Checkpoint.parse(row[1]), row[1]);
      }
    }
  }

  @Test
  void aSignedCheckpointOpensWithItsKeyOnly() throws Exception {
    Checkpoint checkpoint = new Checkpoint(LogFolder.ORIGIN, 1, Hash.leaf(new byte[0]));
    byte[] note = checkpoint.sign(LogFolder.signer()).bytes();
    assertEquals(checkpoint, Checkpoint.open(note, LogFolder.verifier()));
    NoteVerifier other = NoteVerifier.of(LogFolder.ORIGIN, LogFolder.key("other").publicKey());
    assertThrows(SignatureException.class, () -> Checkpoint.open(note, other));
    assertThrows(
        IllegalArgumentException.class,
        () -> checkpoint.sign(new NoteSigner("another", LogFolder.key("other"))));
  }

  @Test
  void theExampleIsCurrentAndVerifies(@TempDir Path temp) throws Exception {
    LogFolder log = LogFolder.write(temp, 1000);
    Testdata.assertCurrent("example.vkey", LogFolder.verifier().vkey() + "\n");
    Testdata.assertCurrent("example.checkpoint", log.note().toString());
    Testdata.assertCurrent("example.entry", "entry 300 of a log\n");
    Testdata.assertCurrent(
        "example.tlog-proof", new String(log.proof(300).bytes(), StandardCharsets.UTF_8));
    NoteVerifier verifier = NoteVerifier.parse(Testdata.text("example.vkey").strip());
    byte[] file = Files.readAllBytes(Testdata.file("example.tlog-proof"));
    Hash leaf = Hash.leaf(Files.readAllBytes(Testdata.file("example.entry")));
    TlogProof proof = TlogProof.parse(file);
    assertArrayEquals(file, proof.bytes());
    assertEquals(1000, proof.verify(leaf, verifier).size());
    assertEquals(300, proof.index());
  }

  @Test
  void everyProofOfALogVerifiesAndNoChangedOne(@TempDir Path temp) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
    LogFolder log = LogFolder.write(temp, 300);
    for (int index = 0; index < 300; index += 13) {
      byte[] file = log.proof(index).bytes();
      Hash leaf = Hash.leaf(("entry " + index + " of a log\n").getBytes(StandardCharsets.UTF_8));
      assertEquals(log.edge().root(), verify(file, leaf).root());
      assertThrows(MalformedException.class, () -> verify(file, Hash.EMPTY));
      for (int i = 0; i < 60; i++) {
        byte[] bad = file.clone();
        int at = random.nextInt(bad.length);
        bad[at] ^= (byte) (1 << random.nextInt(8));
        assertThrows(
            Exception.class, () -> verify(bad, leaf), "proof of " + index + ", byte " + at);
      }
    }
  }

  @Test
  void proofsAreReadStrictly(@TempDir Path temp) throws Exception {
    LogFolder log = LogFolder.write(temp, 300);
    String file = new String(log.proof(7).bytes(), StandardCharsets.UTF_8);
    Hash leaf = Hash.leaf("entry 7 of a log\n".getBytes(StandardCharsets.UTF_8));
    verify(
        file.replace("@v1\nindex", "@v1\nextra AAAA\nindex").getBytes(StandardCharsets.UTF_8),
        leaf);
    for (String bad :
        List.of(
            "",
            "c2sp.org/tlog-proof@v1\n",
            file.replace("@v1", "@v2"),
            file.replace("@v1\nindex", "@v1\nextra\nindex"),
            file.replace("index 7", "index 07"),
            file.replace("index 7", "index -7"),
            file.replace("index 7", "index 99999999999999999999"),
            file.replace("index 7", "index 300"),
            file.replace("index 7", "index 8"),
            file.replace("index 7\n", ""),
            file.replace("index 7\n", "index 7\n" + ROOT + "\n"),
            file.replace("index 7\n", "index 7\n\n"),
            file.replace("index 7\n", "index 7\n" + (ROOT + "\n").repeat(60)),
            file.replace("\n\n", "\n"))) {
      assertThrows(Exception.class, () -> verify(bad.getBytes(StandardCharsets.UTF_8), leaf), bad);
    }
  }

  private static Checkpoint verify(byte[] file, Hash leaf)
      throws MalformedException, SignatureException, IOException {
    return TlogProof.parse(file).verify(leaf, LogFolder.verifier());
  }

  @Test
  void aNoteOfAnotherKindIsNoCheckpoint() {
    byte[] note = Note.of("just a text\n").signedBy(LogFolder.signer()).bytes();
    assertThrows(MalformedException.class, () -> Checkpoint.open(note, LogFolder.verifier()));
  }
}
