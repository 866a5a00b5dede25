/**
 * A province and its election day, from one seed, played through the server's HTTP API and nothing
 * else. Start at {@link id.segel.sim.ElectionDay}, the story; {@link id.segel.sim.World} keeps time
 * and networks, {@link id.segel.sim.Takeovers} deals with people who play officers, {@link
 * id.segel.sim.SegelClient} is the way to a server, {@link id.segel.sim.Invariants} judges
 * afterwards.
 */
@NullMarked
package id.segel.sim;

import org.jspecify.annotations.NullMarked;
