/**
 * Routes of lorries and boats, by search. Start at {@link id.segel.planner.Problem}, what is to be
 * carried and by what; {@link id.segel.planner.Search} answers with a {@link
 * id.segel.planner.Plan}; {@link id.segel.planner.Constraints} names every rule that a plan keeps
 * and says in which it is broken.
 */
@NullMarked
package id.segel.planner;

import org.jspecify.annotations.NullMarked;
