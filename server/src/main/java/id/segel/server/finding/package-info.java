/**
 * What agencies must act on, whoever found it. {@link id.segel.server.finding.FindingController} is
 * the door, FindingQueue the fold of the log that requests read, LapseWatch what runs on the clock,
 * FindingWords what people write beside it. DutyController hands the duty over, HelpController asks
 * the army, PhoneController says whom to call.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "clock",
      "log",
      "custody",
      "region",
      "situation",
      "picture",
      "stock",
      "watch"
    })
@NullMarked
package id.segel.server.finding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
