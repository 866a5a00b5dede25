/**
 * Reads a published log as a stranger: {@code TileFetcher} gets files from a URL or a folder,
 * {@code LogReader} checks all of them against the checkpoint and hands on the entries, {@code
 * LogProblem} says what was wrong and where. Start at {@code LogReader}.
 */
@NullMarked
package id.segel.tlog.client;

import org.jspecify.annotations.NullMarked;
