/**
 * The live picture: where every box is, how far every TPS is, what contradicts. Keeps its own
 * chains from the entries. Start at {@link id.segel.server.situation.SituationProjector}, then
 * Picture, which answers most questions from memory.
 */
@ApplicationModule(allowedDependencies = {"http", "log", "clock", "region", "stock", "post"})
@NullMarked
package id.segel.server.situation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
