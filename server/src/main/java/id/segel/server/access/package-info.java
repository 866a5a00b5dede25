/**
 * People and keys: users who log in, devices that were enrolled and show a token, and who may sign.
 * Facts: DeviceEnrolled, DeviceRevoked, AgencyListed, UserAppointed, UserChanged. Names and
 * passwords stay in its own tables, out of the log. Start at {@link
 * id.segel.server.access.Registry}, then {@link id.segel.server.access.Invitations} and the cards
 * that are printed of them, {@link id.segel.server.access.CardJobs}.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "region", "paper"})
@NullMarked
package id.segel.server.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
