package id.segel.core.spotcheck;

/** Why a step of a random audit may not be taken; each with a sentence that says what to do. */
public enum SpotCheckRefusal {
  NO_QUORUM(
      "No quorum of witnesses stands behind a checkpoint of this log, so the list would rest on the"
          + " operator's word alone: name witnesses in the policy and wait until enough of them"
          + " have cosigned."),
  NOT_COVERED(
      "No checkpoint with a quorum holds the entry of this list yet: wait for the witnesses, and"
          + " roll then."),
  COSIGNED_AFTER_ROLL(
      "The bodies that are needed cosigned only after the dice were rolled, so the list could have"
          + " been chosen to fit: roll again, now."),
  ROLLED_IN_FUTURE("The dice were rolled at a moment that has not come yet: correct the time."),
  DIGITS_TOO_FEW("At least 20 ten-sided dice are rolled: enter all their digits."),
  DIGITS_MALFORMED("Dice show digits 0 to 9 only, and no more than 200 are taken."),
  SAMPLE_TOO_SMALL("At least one box of each kota is drawn: ask for more boxes."),
  SAMPLE_TOO_LARGE("At most 2,000 boxes, and no more than there are, are drawn: ask for fewer."),
  NO_BOXES("The log knows no boxes at this checkpoint: load the roster first."),
  CHECK_UNKNOWN("No list was fixed by this entry."),
  CHECK_REPLACED("A newer list was fixed since: draw from that one."),
  CHECK_DRAWN("This list was drawn from already: fix another one."),
  CHECK_NOT_DRAWN("Nothing was drawn from this list yet."),
  HEAD_AHEAD("The checkpoint holds more entries than were there when the list was fixed."),
  LIST_DIFFERS("The list is not the one that the log gives at this checkpoint."),
  SAMPLE_DIFFERS("The numbers for each kota do not follow from the list."),
  COVER_DIFFERS("The checkpoint before the roll does not hold the entry of the list."),
  DRAW_DIFFERS("The boxes are not the ones that the dice choose."),
  BOX_NOT_DRAWN("This box was not drawn."),
  DEVICE_UNKNOWN("This device was never enrolled."),
  DEVICE_REVOKED("This device was revoked."),
  DEVICE_ELSEWHERE("This box is not of the device's territory."),
  SIGNATURE_WRONG("The signature is not the device's."),
  SEALS_DIFFER(
      "The log has other seals for this box than were read: record that the seals differ, or read"
          + " them again."),
  SEALS_SAME("The seals that were read are those of the log: they do not differ."),
  NOTHING_RECORDED(
      "The log has never seen this box, so it cannot be as recorded: say what was found instead."),
  RESULTS_TOO_MANY("Twenty results about this box are recorded; no more are taken.");

  private final String sentence;

  SpotCheckRefusal(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
