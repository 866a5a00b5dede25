/**
 * Posts of the police and of those who help them: the main post of the operation and tactical posts
 * at vulnerable points, with the shifts that man them. {@link id.segel.core.post.Posts} is the
 * fold, and says what may not be.
 */
@NullMarked
package id.segel.core.post;

import org.jspecify.annotations.NullMarked;
