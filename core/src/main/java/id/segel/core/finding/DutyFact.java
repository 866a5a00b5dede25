package id.segel.core.finding;

import id.segel.core.fact.Fact;

/** Something about who is on duty at a desk. */
public sealed interface DutyFact extends Fact permits DutyOffered, DutyTaken, DutyWithdrawn {

  Desk desk();

  /** Code of the user. */
  String by();
}
