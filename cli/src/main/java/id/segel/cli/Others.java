package id.segel.cli;

import id.segel.core.exchange.Audit;
import id.segel.core.log.LogSucceeded;
import id.segel.tlog.MalformedException;
import id.segel.tlog.Sha256;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.merkle.ConsistencyProof;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.TileSource;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What others have seen of a log, held against what it shows here: one log has one history. */
final class Others {

  private Others() {}

  /**
   * A checkpoint that the log's key signed, seen by somebody else.
   *
   * @param tiles where the tree under it can be read; null when only the checkpoint is there
   */
  record View(String who, Note note, @Nullable TileFetcher tiles) {}

  /** Fetches what each shows: a mirror or a log, a witness, or a file with a checkpoint. */
  static List<View> of(List<String> places, NoteVerifier log)
      throws IOException, InterruptedException {
    var views = new ArrayList<View>();
    for (String place : places) {
      views.add(view(place, log));
    }
    return views;
  }

  private static View view(String place, NoteVerifier log)
      throws IOException, InterruptedException {
    if (!place.startsWith("http") && Files.isRegularFile(Path.of(place))) {
      return new View(place, note(place, Files.readAllBytes(Path.of(place)), log), null);
    }
    String origin =
        HexFormat.of()
            .formatHex(Sha256.digest().digest(log.name().getBytes(StandardCharsets.UTF_8)));
    String plain = place.replaceFirst("/+$", "").replaceFirst("/checkpoint$", "");
    for (String base : List.of(Verify.base(plain), plain + "/" + origin, plain)) {
      var fetcher = TileFetcher.of(base);
      if (fetcher.get("checkpoint", Note.BYTES_MAX) instanceof TileFetcher.Found(byte[] bytes)) {
        boolean isWitness = base.endsWith(origin);
        return new View(place, note(place, bytes, log), isWitness ? null : fetcher);
      }
    }
    throw new IOException("there is no checkpoint at " + place);
  }

  private static Note note(String place, byte[] bytes, NoteVerifier log) throws IOException {
    try {
      Note note = Note.parse(bytes);
      if (log.verifies(note)) {
        return note;
      }
      throw new IOException("what " + place + " shows is not signed by this log's key");
    } catch (MalformedException e) {
      throw new IOException("what " + place + " shows is no checkpoint: " + e.getMessage(), e);
    }
  }

  /**
   * Whether both are of one history.
   *
   * @param isCopy whether what is shown is a copy, which may be behind
   */
  static Optional<Wrong> compare(View view, Checkpoint shown, TileSource tiles, boolean isCopy)
      throws MalformedException {
    Checkpoint seen = Checkpoint.parse(view.note.text());
    if (seen.size() <= shown.size()) {
      return isBeginning(seen, shown, tiles)
          ? Optional.empty()
          : Optional.of(
              new Wrong(
                  Wrong.Kind.SPLIT_VIEW,
                  view.who
                      + " has seen a tree of "
                      + seen.size()
                      + " entries with the root "
                      + seen.root().base64()
                      + ", and the one of "
                      + shown.size()
                      + " that is shown here does not begin with it"));
    }
    TileFetcher theirs = view.tiles;
    if (theirs != null && !isBeginning(shown, seen, theirs)) {
      return Optional.of(
          new Wrong(
              Wrong.Kind.SPLIT_VIEW,
              view.who
                  + " has a tree of "
                  + seen.size()
                  + " entries that does not begin with the one of "
                  + shown.size()
                  + " that is shown here"));
    }
    if (isCopy && theirs != null) {
      return Optional.empty();
    }
    return Optional.of(
        new Wrong(
            Wrong.Kind.ROLLBACK,
            view.who
                + " has seen "
                + seen.size()
                + " entries, and only "
                + shown.size()
                + " are shown here"));
  }

  /** Each log that this one says to have succeeded must be its beginning, as far as it is here. */
  static List<Wrong> succeeded(Audit audit, Checkpoint shown, TileSource tiles)
      throws MalformedException {
    var wrongs = new ArrayList<Wrong>();
    for (var one : audit.successions().entrySet()) {
      LogSucceeded old = one.getValue();
      Hash root = Hash.ofBase64(old.root().toString());
      if (old.size() <= one.getKey()
          && !isBeginning(new Checkpoint(old.origin(), old.size(), root), shown, tiles)) {
        wrongs.add(
            new Wrong(
                Wrong.Kind.NOT_SOUND,
                "entry "
                    + one.getKey()
                    + " says that the log of "
                    + old.origin()
                    + " had "
                    + old.size()
                    + " entries with the root "
                    + root.base64()
                    + ", and this log does not begin with them"));
      }
    }
    return wrongs;
  }

  private static boolean isBeginning(Checkpoint first, Checkpoint second, TileSource tiles) {
    Hash from = first.root();
    Hash to = second.root();
    try {
      return ConsistencyProof.make(first.size(), second.size(), tiles).verifies(from, to);
    } catch (RuntimeException e) {
      // A tile that is needed for the proof is not there, or is none.
      return false;
    }
  }
}
