/**
 * What agencies must act on, whoever found it. {@link id.segel.server.finding.FindingController} is
 * the door, FindingQueue the fold of the log that requests read, LapseWatch what runs on the clock,
 * FindingWords what people write beside it.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "custody", "situation"})
@NullMarked
package id.segel.server.finding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
