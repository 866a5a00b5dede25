-- Users who were let out, passwords that work once, and sessions that end when either changes.
alter table access.users
  add column suspended boolean not null default false,
  add column one_time  boolean not null default false, -- must be exchanged for an own one at the first login
  add column stamp     integer not null default 0;     -- a session opened under another is over
