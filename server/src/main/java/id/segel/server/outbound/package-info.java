/**
 * The one way out to addresses that people name: {@link id.segel.server.outbound.Outbound}. What an
 * operator names in the settings (witnesses, a mail server) does not come through here.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package id.segel.server.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
