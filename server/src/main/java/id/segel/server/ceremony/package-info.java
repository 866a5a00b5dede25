/**
 * The public at an opening: whoever filmed the code on the official's phone says that they saw it.
 * {@link id.segel.server.ceremony.SightingController} is the door.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "access", "region", "picture"})
@NullMarked
package id.segel.server.ceremony;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
