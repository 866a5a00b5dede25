/**
 * Places and head counts: publishes the built-in roster or one from a CSV as facts, keeps it in
 * memory for the rules ({@link id.segel.server.region.Regions}) and in tables for the pages. Areas
 * that are no regions are drawn beside them ({@link id.segel.server.region.Areas}). Start at {@link
 * id.segel.server.region.RosterImport}.
 */
@ApplicationModule(allowedDependencies = {"http", "log"})
@NullMarked
package id.segel.server.region;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
