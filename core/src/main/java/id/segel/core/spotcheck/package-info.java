/**
 * The random audit: which boxes are looked at again is drawn by dice that are rolled in public.
 * Start at {@link id.segel.core.spotcheck.Draw}, then {@link
 * id.segel.core.spotcheck.SpotCheckRules}, who decide, and {@link
 * id.segel.core.spotcheck.CleanBound}, what a clean sample proves. Owns {@code SpotCheckFixed},
 * {@code SpotCheckDrawn}, {@code SpotCheckResult}; docs/formats/spotcheck.md.
 */
@NullMarked
package id.segel.core.spotcheck;

import org.jspecify.annotations.NullMarked;
