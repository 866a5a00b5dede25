/**
 * Election time. In {@code serve} it is the system's clock; in a demo the simulator moves it
 * through a door on loopback. Start at {@link id.segel.server.clock.ElectionClock}.
 */
@ApplicationModule(allowedDependencies = {"http"})
@NullMarked
package id.segel.server.clock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
