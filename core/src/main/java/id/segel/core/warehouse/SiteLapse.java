package id.segel.core.warehouse;

/** What is wrong with a site while boxes are there. */
public enum SiteLapse {
  /** Nobody has approved it, or it was withdrawn. */
  NOT_APPROVED,
  /** There are more boxes than it can hold. */
  OVER_CAPACITY,
  /** Nobody has inspected it for too long. */
  UNINSPECTED;

  /** Name of the finding. */
  public String rule() {
    return "SITE_" + name();
  }
}
