/**
 * Appends entries and publishes the verifiable log. {@link id.segel.server.log.FactLog} is the way
 * in; the Sequencer commits in batches what the {@link id.segel.server.log.Decider} says, the
 * Publisher signs checkpoints, followers read entry by entry and keep the views.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "database"})
@NullMarked
package id.segel.server.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
