-- The random audit. Its facts are in the log and small enough for memory; this is what the log cannot say of itself.
create schema spotcheck;

-- For each fixed list the first checkpoint with a quorum that holds its entry, as it was signed then.
create table spotcheck.covers (
  check_index bigint primary key,
  note        bytea not null
);
