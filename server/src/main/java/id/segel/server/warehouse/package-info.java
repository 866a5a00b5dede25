/**
 * Sites where boxes are kept: the register, inspections, gaps and rounds. SiteRegister is the fold
 * of the log that requests read and what runs on the clock, SiteDetails and SiteWords keep beside
 * the log what sites are like and what inspectors write, Checklists what they look at;
 * SiteController, InspectionController and RoundController are the doors.
 */
@ApplicationModule(
    allowedDependencies = {"http", "clock", "log", "access", "region", "custody", "picture"})
@NullMarked
package id.segel.server.warehouse;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
