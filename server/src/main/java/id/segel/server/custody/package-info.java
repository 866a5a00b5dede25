/**
 * Signed statements over HTTP, and who holds which box. {@link id.segel.server.custody.Custody}
 * keeps the guard rows and asks the rules; the CaptureController is the door for statements, the
 * BoxController shows a box's chain, the BastController prints the minutes of a handover.
 */
@ApplicationModule(
    allowedDependencies = {"http", "clock", "database", "log", "access", "region", "paper"})
@NullMarked
package id.segel.server.custody;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
