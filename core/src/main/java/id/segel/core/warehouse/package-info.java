/**
 * Sites where boxes are kept: what stands there, who may say that boxes belong there, what was seen
 * at an inspection, and the rounds of guards where no camera looks. {@link
 * id.segel.core.warehouse.Sites} is the fold, and says what may not be and what is to be found;
 * {@link id.segel.core.warehouse.Site} is what a site is like.
 */
@NullMarked
package id.segel.core.warehouse;

import org.jspecify.annotations.NullMarked;
