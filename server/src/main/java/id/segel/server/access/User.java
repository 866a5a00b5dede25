package id.segel.server.access;

import id.segel.core.personnel.Role;

/**
 * Somebody who logs in.
 *
 * @param code 8 random hex digits: the only name that leaves this package
 * @param name what is typed to log in
 * @param territory a region code of 2 to 10 digits
 */
record User(String code, String name, String agency, Role role, String territory) {}
