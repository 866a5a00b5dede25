package id.segel.server.http;

/**
 * How much of a kelurahan is so, for a layer of the map.
 *
 * @param code of the kelurahan, 10 digits
 * @param part how many are so
 * @param of how many there are
 */
public record Share(String code, int part, int of) {}
