/**
 * Sensors for smoke, water, heat and doors at places of boxes. {@link
 * id.segel.core.sensor.Hysteresis} makes what they send into what is so.
 */
@NullMarked
package id.segel.core.sensor;

import org.jspecify.annotations.NullMarked;
