/**
 * Situation reports: what a shift hands over. Every figure of a report is true at one entry of the
 * log, which it names. Start at {@link id.segel.server.sitrep.Reports}, which makes a {@link
 * id.segel.server.sitrep.Report}; ReportPaper and ReportText say the same on paper and in a
 * message. Kept keeps them, ScheduleJob makes those that are on an agency's schedule.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "clock",
      "log",
      "region",
      "situation",
      "stock",
      "custody",
      "finding",
      "paper"
    })
@NullMarked
package id.segel.server.sitrep;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
