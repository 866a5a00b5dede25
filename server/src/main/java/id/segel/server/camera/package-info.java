/**
 * Cameras at places of boxes. A worker on another machine looks at them and says what it sees;
 * Cameras is the list and what was said of each, CameraWatch finds what was lost and which boxes
 * nobody saw, {@link id.segel.server.camera.CameraController} and WorkerController are the doors.
 * The server itself opens no camera.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "clock",
      "log",
      "access",
      "region",
      "custody",
      "entrance",
      "warehouse",
      "secret"
    })
@NullMarked
package id.segel.server.camera;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
