package id.segel.server.region;

import id.segel.core.region.GeoPoint;

/** How far two points are from each other in a straight line, not by road. */
public final class Distance {

  private static final int EARTH_METRES = 6_371_000;

  private Distance() {}

  /** Along the sphere, equirectangular: within a province the error is below a percent. */
  public static long metres(GeoPoint one, GeoPoint other) {
    double lat = Math.toRadians((one.latE7() - other.latE7()) / 1e7);
    double middle = Math.toRadians(((double) one.latE7() + other.latE7()) / 2e7);
    double lon = Math.toRadians((one.lonE7() - other.lonE7()) / 1e7) * Math.cos(middle);
    return Math.round(EARTH_METRES * Math.hypot(lat, lon));
  }
}
