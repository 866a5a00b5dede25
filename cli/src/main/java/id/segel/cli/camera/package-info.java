/**
 * The worker that watches cameras: it samples them, judges what it sees, and tells the server.
 * Start at {@link id.segel.cli.camera.CameraWorker}; {@link id.segel.cli.camera.Judge} says what a
 * picture shows. It records nothing but two reference pictures of each camera.
 */
@NullMarked
package id.segel.cli.camera;

import org.jspecify.annotations.NullMarked;
