/**
 * People and keys: users who log in, devices that were enrolled and show a token, and who may sign.
 * Facts: DeviceEnrolled, DeviceRevoked. Names and passwords stay in its own tables, out of the log.
 * Start at {@link id.segel.server.access.Registry}, then Enrolment.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log"})
@NullMarked
package id.segel.server.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
