package id.segel.core.stock;

import id.segel.core.box.BoxId;
import id.segel.core.region.BallotStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What would explain that counts and books differ, most telling first: two holders near each other
 * that are off by the same number with opposite signs, as when sheets went into the neighbour's
 * box; one koli; whole bundles. What nothing explains stays a difference at its place.
 */
public final class Causes {

  private Causes() {}

  /**
   * A holder whose books and count differ.
   *
   * @param near what places are near each other: kelurahan of a box, store of a koli
   * @param sheets that it lacks; negative where it has too many
   */
  public record Difference(Holder holder, String near, BallotStyle style, long sheets) {}

  /** Kinds of explanations. */
  public enum Kind {
    /** One has what another near it lacks. */
    PAIR,
    /** As many as a koli holds. */
    KOLI,
    /** As many as one or more bundles hold. */
    BUNDLE,
    /** Nothing simple explains it. */
    NONE
  }

  /**
   * One explanation.
   *
   * @param holders whose differences it explains
   * @param sheets how many
   */
  public record Cause(Kind kind, BallotStyle style, long sheets, List<Holder> holders) {}

  /** Explains each difference once, pairs before anything else. */
  public static List<Cause> of(List<Difference> differences, int bundle, int koli) {
    var causes = new ArrayList<Cause>();
    Set<Difference> open = new LinkedHashSet<>(differences);
    for (Difference one : differences) {
      if (one.sheets <= 0 || !open.contains(one)) {
        continue;
      }
      open.stream()
          .filter(other -> other.style.equals(one.style) && other.sheets == -one.sheets)
          .min(
              Comparator.comparing((Difference other) -> !other.near.equals(one.near))
                  .thenComparingLong(other -> distance(one.holder, other.holder)))
          .ifPresent(other -> {
            open.remove(one);
            open.remove(other);
            causes.add(
                new Cause(Kind.PAIR, one.style, one.sheets, List.of(one.holder, other.holder)));
          });
    }
    for (Difference one : open) {
      long sheets = Math.abs(one.sheets);
      Kind kind = sheets == koli ? Kind.KOLI : sheets % bundle == 0 ? Kind.BUNDLE : Kind.NONE;
      causes.add(new Cause(kind, one.style, one.sheets, List.of(one.holder)));
    }
    causes.sort(Comparator.comparing(Cause::kind));
    return causes;
  }

  /** How far the numbers of two boxes are apart: neighbours are packed one after the other. */
  private static long distance(Holder one, Holder other) {
    if (one.kind() != Holder.Kind.BOX || other.kind() != Holder.Kind.BOX) {
      return Long.MAX_VALUE;
    }
    return Math.abs(BoxId.parse(one.code()).tpsNumber() - BoxId.parse(other.code()).tpsNumber());
  }
}
