/**
 * Backups that prove themselves: everything that must survive, taken while the server runs,
 * encrypted to a key that this machine does not hold, and put back on another one. Start at {@link
 * id.segel.server.backup.Backups}, then {@link id.segel.server.backup.Restore}.
 */
@ApplicationModule(allowedDependencies = {"database", "log"})
@NullMarked
package id.segel.server.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
