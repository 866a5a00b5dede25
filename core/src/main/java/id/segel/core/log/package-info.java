/** What the log says about itself. Start at {@link id.segel.core.log.LogSucceeded}. */
@NullMarked
package id.segel.core.log;

import org.jspecify.annotations.NullMarked;
