/**
 * The special watch list: TPS of which an agency wants a sign of life every so many minutes. Start
 * at {@link id.segel.core.watch.WatchList}, what stands on it, then {@link
 * id.segel.core.watch.WatchRules}, who may change it and when a TPS is silent. Owns {@code
 * TpsWatched}, {@code TpsUnwatched}, {@code TpsSeen}.
 */
@NullMarked
package id.segel.core.watch;

import org.jspecify.annotations.NullMarked;
