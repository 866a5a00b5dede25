-- Guard: the statement that each card with a key signed first; a card signs once.
create table custody.cards (
  key       bytea primary key check (octet_length(key) = 32),
  statement bytea not null    check (octet_length(statement) = 32)
);
