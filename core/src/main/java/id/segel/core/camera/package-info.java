/**
 * Cameras that look at places of boxes: what one is seen to do, and for how long nobody could see
 * the boxes. {@link id.segel.core.camera.Coverage} is the rule.
 */
@NullMarked
package id.segel.core.camera;

import org.jspecify.annotations.NullMarked;
