/**
 * The random audit over HTTP. {@link id.segel.server.spotcheck.SpotCheckController} is the door,
 * Checks keeps what the rules read and asks them, Covers the checkpoints that hold a list before
 * its roll.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "access", "custody"})
@NullMarked
package id.segel.server.spotcheck;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
