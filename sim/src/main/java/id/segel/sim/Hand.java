package id.segel.sim;

import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;

/**
 * Who gives to whom, on which leg, from where to where.
 *
 * @param stage that the boxes then reach
 */
record Hand(Phone giver, Phone taker, Leg leg, PlaceCode from, PlaceCode to, int stage) {}
