/**
 * Incidents and the playbooks (SOP) by which they are met. {@link id.segel.core.incident.Playbook}
 * is an SOP as data, {@link id.segel.core.incident.PlaybookCheck} what is wrong with one before it
 * runs; {@link id.segel.core.incident.Runs} folds incidents, their runs and the account of the
 * boxes at the place from the log, and says what may not be said.
 */
@NullMarked
package id.segel.core.incident;

import org.jspecify.annotations.NullMarked;
