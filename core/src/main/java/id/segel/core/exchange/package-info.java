/**
 * Pure mappings between facts and bytes, both ways. Start at {@link id.segel.core.exchange.Facts}.
 */
@NullMarked
package id.segel.core.exchange;

import org.jspecify.annotations.NullMarked;
