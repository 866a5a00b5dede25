/**
 * Who signs: roles, territories and the keys of their devices. Facts: {@link DeviceEnrolled},
 * {@link DeviceRevoked}. Start at {@link Devices}.
 */
@NullMarked
package id.segel.core.personnel;

import org.jspecify.annotations.NullMarked;
