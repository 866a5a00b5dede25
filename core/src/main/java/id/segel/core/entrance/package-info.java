/**
 * Who may be inside or near where boxes are, who is there, and what of it is against the rule: a
 * role is not a permission. {@link id.segel.core.entrance.Entrances} is the fold, and says what may
 * not be; {@link id.segel.core.entrance.Permit} is the rule that a place sets.
 */
@NullMarked
package id.segel.core.entrance;

import org.jspecify.annotations.NullMarked;
