package id.segel.planner;

import java.util.List;

/**
 * Who goes where in which order.
 *
 * @param trips of each vehicle of the problem, in its order; a trip lists stops by number
 * @param unserved stops that nobody goes to
 * @param cost of the ways and of the vehicles that are used
 */
public record Plan(List<List<List<Integer>>> trips, List<Integer> unserved, long cost) {}
