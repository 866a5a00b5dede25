/**
 * Who may be inside or near where boxes are, and who is there: permits and visits of stores and
 * TPS. EntranceRegister is the fold of the log that requests read and what runs on the clock,
 * Visitors keeps names beside the log, EntranceController is the door.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "access", "region", "custody"})
@NullMarked
package id.segel.server.entrance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
