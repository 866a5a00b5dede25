package id.segel.core.finding;

import id.segel.core.personnel.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which something is a finding, each with what is usual about it until an agency sets
 * it otherwise ({@link FindingRuleSet}): how bad it is, who acts, in how many minutes it must have
 * been seen, and in how many it must be over. Custody and stock find by themselves; their words are
 * adopted here under the same names. {@link Lapse} and {@link HelpLapsed} run on the clock.
 */
public final class FindingRules {

  private static final Map<String, FindingRule> USUAL = new LinkedHashMap<>();

  static {
    for (FindingRule rule :
        List.of(
            rule("FORK", Severity.URGENT, Role.KPU_KOTA, 30, 360),
            rule("GAP", Severity.URGENT, Role.PPK, 15, 120),
            rule("GIVER_NOT_HOLDER", Severity.URGENT, Role.KPU_KOTA, 30, 360),
            rule("TAKER_NOT_NAMED", Severity.ATTENTION, Role.PPK, 60, 360),
            rule("SEALS_DIFFER", Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("WRONG_PLACE", Severity.URGENT, Role.KPU_KOTA, 15, 120),
            rule("BOX_UNKNOWN", Severity.URGENT, Role.KPU_KOTA, 15, 240),
            rule("KEY_UNKNOWN", Severity.ATTENTION, Role.KPU_KOTA, 60, 720),
            rule("KEY_REVOKED", Severity.URGENT, Role.KPU_KOTA, 15, 240),
            rule("TOO_EARLY", Severity.URGENT, Role.KPU_KOTA, 15, 120),
            rule("SAME_HAND", Severity.URGENT, Role.KPU_KOTA, 30, 360),
            rule("OUT_OF_ORDER", Severity.ATTENTION, Role.PPK, 60, 720),
            rule("EQUIVOCATION", Severity.URGENT, Role.KPU_PROVINSI, 30, 720),
            rule("CLOCK_OFF", Severity.NOTICE, Role.PPK, 240, 1440),
            rule("BOX_MISSING", Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("BOX_DAMAGED", Severity.URGENT, Role.KPU_KOTA, 15, 240),
            rule("SEAL_BROKEN", Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("SEAL_UNKNOWN", Severity.URGENT, Role.KPU_KOTA, 15, 240),
            rule("TAKEN_WITHOUT_PHONE", Severity.NOTICE, Role.PPK, 240, 1440),
            rule("CARD_USED_TWICE", Severity.URGENT, Role.KPU_KOTA, 30, 360),
            rule("OPENED_WITHOUT_REASON", Severity.CRITICAL, Role.BAWASLU, 15, 1440),
            rule("OPENED_OUTSIDE_HOURS", Severity.URGENT, Role.BAWASLU, 30, 1440),
            rule("OPENED_UNWITNESSED", Severity.CRITICAL, Role.BAWASLU, 15, 1440),
            rule("OPENED_ONE_BODY", Severity.URGENT, Role.BAWASLU, 30, 1440),
            rule("OPENED_ASSISTED", Severity.ATTENTION, Role.BAWASLU, 120, 1440),
            rule("WRONG_CONSIGNEE", Severity.URGENT, Role.KPU_KOTA, 30, 240),
            rule("UNREGISTERED_SITE", Severity.URGENT, Role.KPU_KOTA, 15, 240),
            rule("CODE_SEEN_TWICE", Severity.URGENT, Role.KPU_KOTA, 30, 360),
            rule("RECEIPT_DIFFERS", Severity.ATTENTION, Role.KPU_KOTA, 120, 2880),
            rule("DAMAGED_ON_ARRIVAL", Severity.ATTENTION, Role.KPU_KOTA, 120, 2880),
            rule("FOREIGN_SHEETS", Severity.URGENT, Role.KPU_KOTA, 60, 1440),
            rule("BATCH_OUTLIER", Severity.ATTENTION, Role.KPU_PROVINSI, 240, 2880),
            rule("DAMAGED_LATE", Severity.URGENT, Role.KPU_KOTA, 60, 1440),
            rule("REPLACEMENT_LATE", Severity.URGENT, Role.KPU_PROVINSI, 60, 1440),
            rule("BOX_SHORT", Severity.URGENT, Role.KPU_KOTA, 60, 720),
            rule("BOX_OVER", Severity.ATTENTION, Role.KPU_KOTA, 120, 720),
            rule("ITEMS_LACKING", Severity.ATTENTION, Role.KPU_KOTA, 120, 1440),
            rule("TPS_ITEMS_LACKING", Severity.URGENT, Role.PPS, 15, 60),
            rule("SEALED_NOT_READY", Severity.URGENT, Role.KPU_KOTA, 30, 240),
            rule("SEALED_EMPTY", Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("SHEETS_DIFFER", Severity.URGENT, Role.KPU_KOTA, 30, 360),
            rule("USE_DIFFERS", Severity.ATTENTION, Role.KPU_KOTA, 120, 1440),
            rule("COUNT_DIFFERS", Severity.ATTENTION, Role.KPU_KOTA, 120, 1440),
            rule("PUNCHED", Severity.CRITICAL, Role.BAWASLU, 10, 120),
            rule("COMMON_ORIGIN", Severity.CRITICAL, Role.BAWASLU, 10, 240),
            rule("LOOSE_SHEETS", Severity.URGENT, Role.KPU_KOTA, 15, 120),
            rule("STILL_ON_THE_WAY", Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("LEFT_BEHIND", Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("LEG_LATE", Severity.URGENT, Role.KPU_KOTA, 15, 180),
            rule("TPS_SILENT", Severity.CRITICAL, Role.PPK, 10, 60),
            rule(Findings.POST_SILENT, Severity.URGENT, Role.POLDA, 10, 60),
            rule(Findings.ENTRY_UNASKED, Severity.CRITICAL, Role.BAWASLU, 15, 1_440),
            rule(HelpLapsed.RULE, Severity.URGENT, Role.KODAM, 15, 60),
            rule("WATCH_SILENT", Severity.CRITICAL, Role.PPK, 10, 60),
            rule(Findings.INCIDENT_OPEN, Severity.CRITICAL, Role.KPU_KOTA, 5, 1_440),
            rule(Findings.STEP_OVERDUE, Severity.URGENT, Role.KPU_KOTA, 10, 60),
            rule(Findings.FROZEN_BOX_MOVED, Severity.CRITICAL, Role.KPU_KOTA, 10, 240),
            rule(Findings.BOXES_UNACCOUNTED, Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("ENTRY_NO_RIGHT", Severity.CRITICAL, Role.KPU_KOTA, 10, 60),
            rule("ENTRY_OUT_OF_HOURS", Severity.CRITICAL, Role.KPU_KOTA, 10, 60),
            rule("ENTRY_NO_ESCORT", Severity.URGENT, Role.KPU_KOTA, 15, 120),
            rule("ENTRY_ALONE", Severity.URGENT, Role.KPU_KOTA, 15, 120),
            rule("SITE_NOT_APPROVED", Severity.CRITICAL, Role.KPU_KOTA, 10, 120),
            rule("SITE_OVER_CAPACITY", Severity.URGENT, Role.KPU_KOTA, 30, 360),
            rule("SITE_UNINSPECTED", Severity.URGENT, Role.POLDA, 30, 240),
            rule(Findings.GAP_OVERDUE, Severity.ATTENTION, Role.KPU_KOTA, 60, 1_440),
            rule(Findings.ROUND_MISSED, Severity.URGENT, Role.POLDA, 10, 60),
            rule(Findings.RAIN_DANGER, Severity.URGENT, Role.KPU_KOTA, 15, 360),
            rule(Findings.RAIN_SPREAD, Severity.CRITICAL, Role.KPU_PROVINSI, 15, 720),
            rule(Findings.CAMERA_LOST, Severity.URGENT, Role.KPU_KOTA, 10, 120),
            rule(Findings.SITE_BLIND, Severity.CRITICAL, Role.KPU_KOTA, 10, 60),
            rule(Findings.SENSOR_ALARM, Severity.CRITICAL, Role.KPU_KOTA, 5, 60),
            rule(Findings.SENSOR_MUTED, Severity.ATTENTION, Role.KPU_KOTA, 60, 720),
            rule(Findings.SENSOR_SILENT, Severity.URGENT, Role.KPU_KOTA, 30, 240),
            rule(Findings.DOOR_WITHOUT_ENTRY, Severity.CRITICAL, Role.KPU_KOTA, 10, 60),
            rule(FindingReported.RULE, Severity.ATTENTION, Role.KPU_KOTA, 60, 1_440))) {
      USUAL.put(rule.name(), rule);
    }
  }

  private FindingRules() {}

  private static FindingRule rule(
      String name, Severity severity, Role owner, int acknowledge, int settle) {
    return new FindingRule(name, severity, owner, acknowledge, settle);
  }

  /** Every rule as it is until it is set otherwise, in the order of this list. */
  public static List<FindingRule> all() {
    return List.copyOf(USUAL.values());
  }

  /** The rule of this name; null when there is none. */
  public static @Nullable FindingRule usual(String name) {
    return USUAL.get(name);
  }
}
