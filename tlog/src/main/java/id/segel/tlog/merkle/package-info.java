/**
 * The tree of RFC 6962 and its tiles. {@code Edge} grows a tree and gives up full tiles; {@code
 * TilePath} names them; {@code EntryBundle} holds the entries below them; {@code InclusionProof}
 * and {@code ConsistencyProof} are made from a {@code TileSource} and verified without one. Start
 * at {@code Edge}.
 */
@NullMarked
package id.segel.tlog.merkle;

import org.jspecify.annotations.NullMarked;
