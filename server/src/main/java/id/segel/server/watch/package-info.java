/**
 * The special watch list over HTTP. {@link id.segel.server.watch.WatchController} is the door,
 * WatchRegister the fold of the log that requests read, WatchProjector what statements say of the
 * TPS on it, {@link id.segel.server.watch.Watches} both together for who looks at the clock.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "region", "custody"})
@NullMarked
package id.segel.server.watch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
