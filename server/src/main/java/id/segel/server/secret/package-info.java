/** Secrets that must be known to be used, under a key that is in no database. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package id.segel.server.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
