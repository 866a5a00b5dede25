package id.segel.core.weather;

import id.segel.core.fact.Id;

/**
 * Something that was learnt.
 *
 * @param source SHA-256 of the document that says so
 */
public record Kept<T>(Id source, T it) {}
