/**
 * Incidents, the playbooks (SOP) that answer them, and the account of the boxes there. {@link
 * id.segel.server.incident.Incidents} begins one for whoever sees that something happened, a
 * person, a rule or a sensor; the IncidentRegister is the fold of the log that requests read and
 * what runs on the clock, the PlaybookShelf keeps the texts, the controllers are the doors.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "clock",
      "log",
      "access",
      "region",
      "custody",
      "picture",
      "situation"
    })
@NullMarked
package id.segel.server.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
