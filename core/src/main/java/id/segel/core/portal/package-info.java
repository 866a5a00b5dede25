/** What is shown to the public, as far as somebody may later dispute it. */
@NullMarked
package id.segel.core.portal;

import org.jspecify.annotations.NullMarked;
