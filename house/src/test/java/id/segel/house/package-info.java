/**
 * Rules about files that no compiler checks. Start at {@link id.segel.house.TidyTest}: a table of
 * what is banned where, and what to use instead; then SchemasTest and DocsTest.
 */
@NullMarked
package id.segel.house;

import org.jspecify.annotations.NullMarked;
