/**
 * The public face: pages that anybody may read, keep and mirror, and which build of the web is
 * served. Fact: WebBuildServed.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "region"})
@NullMarked
package id.segel.server.portal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
