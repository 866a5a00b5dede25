/**
 * What the counts of boxes and TPS tell of what is to come. No facts of its own. Start at {@link
 * id.segel.core.situation.Forecast}.
 */
@NullMarked
package id.segel.core.situation;

import org.jspecify.annotations.NullMarked;
