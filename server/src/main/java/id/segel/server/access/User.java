package id.segel.server.access;

import id.segel.core.personnel.Role;

/**
 * Somebody who logs in.
 *
 * @param code 8 random hex digits: the only name that leaves this package
 * @param name what is typed to log in
 * @param agency code of a listed agency
 * @param territory a region code of 2 to 10 digits
 * @param isOneTime whether the password must be exchanged for an own one at the next login
 * @param stamp a session that was opened under another is over
 */
record User(
    String code,
    String name,
    String agency,
    Role role,
    String territory,
    boolean isSuspended,
    boolean isOneTime,
    int stamp) {

  boolean isActiveAdmin() {
    return role == Role.ADMIN && !isSuspended;
  }
}
