package id.segel.server.log;

import id.segel.core.fact.Entry;

/** One entry of the log with its place in it. */
public record Recorded(long index, Entry entry) {}
