/**
 * Every sheet counted: where each ballot is, every movement booked on both sides. A desk says what
 * happened as a {@link id.segel.core.stock.StockFact}; {@link id.segel.core.stock.StockBooks}
 * refuse what may not be, turn what happened into movements from one holder to another, and say
 * what an agency must act on. Start at Holder and Movement, then StockBooks.
 */
@NullMarked
package id.segel.core.stock;

import org.jspecify.annotations.NullMarked;
