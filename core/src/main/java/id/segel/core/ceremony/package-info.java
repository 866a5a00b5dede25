/**
 * Opening a box: for which reasons, when, and before whom. Owns the fact {@code OpeningWindowSet};
 * start at {@code OpeningRules}.
 */
@NullMarked
package id.segel.core.ceremony;

import org.jspecify.annotations.NullMarked;
