/**
 * A tree's signed head ({@code Checkpoint}, c2sp.org/tlog-checkpoint) and a proof that carries
 * everything needed to check one entry against it ({@code TlogProof}, c2sp.org/tlog-proof).
 */
@NullMarked
package id.segel.tlog.checkpoint;

import org.jspecify.annotations.NullMarked;
