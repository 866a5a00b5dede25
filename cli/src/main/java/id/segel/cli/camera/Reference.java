package id.segel.cli.camera;

/**
 * What a camera looked like when the desk took its view as right, in one kind of light, and what
 * was learnt of it then.
 *
 * @param number the desk's, see {@link Camera#reference}
 * @param thumb the median of seven small pictures
 * @param floor the least but one of the mean differences between the crops of two samples: 0 is a
 *     noise-free source
 * @param usual the middle one of those differences, of what is left after smoothing
 * @param noise mean square of what noise adds to the finest detail
 * @param fine the finest detail over contrast, without noise; 0 when there is too little to judge
 * @param learnt samples that it was learnt from so far, up to {@link #LEARNT}
 */
record Reference(
    int number,
    boolean isInfrared,
    byte[] thumb,
    double floor,
    double usual,
    double noise,
    double fine,
    int learnt) {

  /** Two minutes at one sample in ten seconds. */
  static final int LEARNT = 12;

  boolean isLearnt() {
    return learnt >= LEARNT;
  }
}
