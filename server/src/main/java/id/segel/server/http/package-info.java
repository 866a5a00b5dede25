/**
 * How every endpoint looks: who may call it ({@link id.segel.server.http.Allow}), who is calling
 * ({@link id.segel.server.http.Caller}), how it says no ({@link id.segel.server.http.Problem}), and
 * the bounds that all requests keep.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package id.segel.server.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
