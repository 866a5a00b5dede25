/**
 * Signed statements over HTTP, and who holds which box. {@link id.segel.server.custody.Custody}
 * keeps the guard rows and asks the rules; the CaptureController is the door for statements, the
 * BoxController shows a box's chain.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "database", "log", "access", "region"})
@NullMarked
package id.segel.server.custody;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
