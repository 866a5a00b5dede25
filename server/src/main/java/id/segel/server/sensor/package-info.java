/**
 * Sensors at places of boxes: smoke, water, heat, doors. What they sign comes in by the HookDoor,
 * Sensors keeps what is so, SensorWatch tells the log, opens the fire card and looks for whoever
 * opened a door; {@link id.segel.server.sensor.SensorController} is the door for people.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "clock",
      "log",
      "region",
      "custody",
      "entrance",
      "incident",
      "camera",
      "secret"
    })
@NullMarked
package id.segel.server.sensor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
