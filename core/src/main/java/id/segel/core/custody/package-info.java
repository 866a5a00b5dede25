/**
 * Who holds which box, proven by signatures. Start at {@link id.segel.core.custody.Statement}, what
 * people sign; {@link id.segel.core.custody.CustodyRules} decides what it does to the {@link
 * id.segel.core.custody.CustodyChains}. Facts: DiscrepancyFound, DiscrepancyClosed.
 */
@NullMarked
package id.segel.core.custody;

import org.jspecify.annotations.NullMarked;
