package id.segel.server.label;

import java.util.List;

/**
 * What stands on one label.
 *
 * @param address in the QR
 * @param code in the Code 128
 * @param shown the code as people read it
 * @param band a short word on the coloured band
 * @param kind the same in full
 * @param colour of the band, RRGGBB
 * @param title the largest line
 * @param lines below it
 */
record Label(
    String address,
    String code,
    String shown,
    String band,
    String kind,
    String colour,
    String title,
    List<String> lines) {}
