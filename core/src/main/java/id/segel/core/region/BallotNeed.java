package id.segel.core.region;

/**
 * Ballots of one kind that a TPS needs: one for each voter of its DPT and the reserve, rounded up
 * at every TPS (UU 7/2017 art. 344).
 */
public final class BallotNeed {

  /** Reserve of a Pemilu, in thousandths of the DPT. */
  public static final int PEMILU = 20;

  private BallotNeed() {}

  /** Need of a TPS with this DPT and this reserve in thousandths. */
  public static int of(int dpt, int reservePerMille) {
    return dpt + reserve(dpt, reservePerMille);
  }

  /** The reserve alone. */
  public static int reserve(int dpt, int reservePerMille) {
    return Math.ceilDiv(dpt * reservePerMille, 1000);
  }
}
