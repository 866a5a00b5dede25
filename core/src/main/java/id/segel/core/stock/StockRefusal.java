package id.segel.core.stock;

/** Why a desk's word about sheets is not taken. */
public enum StockRefusal {
  NOT_OPENED("ballots are not counted yet: publish the stock settings first"),
  PLACE_UNKNOWN("this place is not registered"),
  PLACE_NOT_APPROVED("this place is not approved to keep ballots"),
  CODE_TAKEN("this code is used already"),
  CONSIGNMENT_UNKNOWN("no consignment has this code"),
  NOT_THE_CONSIGNEE("the delivery note names another store"),
  KOLI_UNKNOWN("no koli has this code"),
  KOLI_RECEIVED_ALREADY("this koli was received before"),
  KOLI_NOT_HERE("this koli is at another store"),
  KOLI_OPENED_ALREADY("this koli was opened before"),
  KOLI_NOT_SORTED("this koli was not sorted yet"),
  KOLI_SORTED_ALREADY("this koli was sorted before"),
  NOT_OPENED_HERE("this koli was not opened at this table"),
  CORRECTION_OF_CORRECTION("a correction is not corrected again: open the koli and count it"),
  SUM_DOES_NOT_FIT("the parts do not make the whole"),
  STYLE_UNKNOWN("there is no such ballot design"),
  STYLE_OF_ANOTHER_DAPIL("these ballots are for another dapil"),
  STYLE_OF_ANOTHER_KIND("these ballots are of another kind than the box"),
  BUNDLE_UNKNOWN("the koli has no such bundle"),
  BUNDLE_USED("this bundle was used already"),
  BUNDLE_BROKEN("this bundle was broken: name its part"),
  PART_TOO_LARGE("a part is smaller than its bundle"),
  REVOTE_STOCK("these ballots are the reserve for a repeated vote"),
  TOO_MANY_SHEETS("the box would hold more ballots than its TPS needs"),
  BOX_UNKNOWN("no box has this number"),
  BOX_NOT_HERE("this box is not packed at this store"),
  BOX_READY_ALREADY("this box was found ready"),
  BOX_HAS_SHORTAGE("something is missing in this box, so it is not ready"),
  SAME_PERSON("somebody else than the packer must check the box"),
  ITEM_UNKNOWN("this item is not on the list of materials"),
  NOT_ENOUGH_SHEETS("there are not so many sheets"),
  NOT_A_SOURCE("sheets of this holder cannot be taken here"),
  ORDER_UNKNOWN("no order has this code"),
  ORDER_EXCEEDED("the order is for fewer sheets"),
  DEADLINE_TOO_LATE("replacements must be there before H-1 is over"),
  TRANSFER_UNKNOWN("no transfer between these stores has this code"),
  TRANSFER_EXCEEDED("the transfer is for fewer sheets or another design"),
  WITNESSES_MISSING("Bawaslu and the police must watch a destruction"),
  NOTHING_TO_CLOSE("there is no such difference");

  private final String sentence;

  StockRefusal(String sentence) {
    this.sentence = sentence;
  }

  /** In one sentence. */
  public String sentence() {
    return sentence;
  }
}
