/**
 * The bridge that takes what sensors say from an MQTT broker to Segel: SensorMap is what it is told
 * about them, Spool what is not sent yet, SensorBridge the work.
 */
@NullMarked
package id.segel.cli.sensor;

import org.jspecify.annotations.NullMarked;
