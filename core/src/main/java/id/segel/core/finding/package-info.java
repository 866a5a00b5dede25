/**
 * Findings: what an agency must act on, whoever found it, and what was done about it. Start at
 * {@link id.segel.core.finding.Findings}, which folds all of it from the log; {@link
 * id.segel.core.finding.FindingRules} is the list of rules.
 */
@NullMarked
package id.segel.core.finding;

import org.jspecify.annotations.NullMarked;
