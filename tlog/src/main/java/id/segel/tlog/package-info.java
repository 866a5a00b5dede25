/**
 * A verifiable log for any purpose: bytes, hashes, signatures, proofs. The JDK only; it knows
 * nothing of elections. {@code merkle} is the tree and its tiles, {@code note} signed text, {@code
 * checkpoint} a signed tree and a proof that stands alone, {@code client} reads and checks a
 * published log. The formats are C2SP's: signed-note, tlog-checkpoint, tlog-tiles, tlog-proof.
 * Start at {@code merkle.Edge}, then {@code client.LogReader}.
 */
@NullMarked
package id.segel.tlog;

import org.jspecify.annotations.NullMarked;
