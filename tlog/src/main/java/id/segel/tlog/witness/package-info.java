/**
 * The pure half of a witness: what it is asked, what it remembers, and what it answers;
 * c2sp.org/tlog-witness.
 */
@NullMarked
package id.segel.tlog.witness;

import org.jspecify.annotations.NullMarked;
