package id.segel.server.evidence;

import id.segel.core.box.BoxId;
import id.segel.server.custody.Chains;
import id.segel.server.log.Entries;
import id.segel.server.log.Proofs;
import id.segel.server.log.Recorded;
import id.segel.server.picture.Pictures;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What goes into one zip, gathered.
 *
 * @param head the checkpoint that all proofs lead to
 * @param made by the log's newest entry under the head, in election time, so that the same state
 *     makes the same bytes
 * @param written the same in real time
 * @param pieces in the order of the log
 * @param names of regions and places, by their codes
 * @param later entries about it that the head does not cover
 */
record Bundle(
    About about,
    Proofs.Head head,
    Instant made,
    Instant written,
    ZoneId zone,
    boolean isSimulated,
    List<Piece> pieces,
    List<Chains.Chain> chains,
    List<Photo> photos,
    SortedMap<String, String> names,
    int later) {

  /**
   * What it is about: {@code box}, {@code tps}, {@code discrepancy} or {@code finding}, and its
   * number.
   */
  record About(String kind, String id, String title) {}

  /** One entry, as it was hashed and as it was read. */
  record Piece(Entries.Leaf leaf, Recorded recorded) {}

  /**
   * A photo that an entry names.
   *
   * @param hash its name there, base64
   * @param held null where it is not handed out
   * @param why then the reason
   */
  record Photo(String hash, Pictures.@Nullable Held held, @Nullable String why) {}

  /** Boxes whose chains it holds. */
  List<BoxId> boxes() {
    return chains.stream().map(Chains.Chain::box).toList();
  }
}
