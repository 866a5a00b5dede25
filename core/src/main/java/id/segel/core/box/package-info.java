/** Boxes and their numbers. Fact: {@link SpareAssigned}. Start at {@link BoxId}. */
@NullMarked
package id.segel.core.box;

import org.jspecify.annotations.NullMarked;
