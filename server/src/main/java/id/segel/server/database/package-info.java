/**
 * PostgreSQL: our own launcher for the bundled one, the check that any server writes durably, and
 * the connections. Start at {@link id.segel.server.database.EmbeddedPostgres}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package id.segel.server.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
