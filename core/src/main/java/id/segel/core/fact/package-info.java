/**
 * The kernel: what happened and how it is written down. Start at {@link id.segel.core.fact.Fact},
 * then {@link id.segel.core.fact.Entry}, the bytes of one leaf of the log, and {@link
 * id.segel.core.fact.Fields}, the one reader of lines.
 */
@NullMarked
package id.segel.core.fact;

import org.jspecify.annotations.NullMarked;
