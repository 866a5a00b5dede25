-- Names of visitors: beside the log, which holds salted hashes of them, and erasable.
create schema entrance;

create table entrance.visitors (
  hash       bytea       primary key check (octet_length(hash) = 32),
  salt       bytea       check (octet_length(salt) = 16),
  text       text,
  written_at timestamptz not null,
  writer     text        not null, -- code of a user
  erased_at  timestamptz,
  check ((erased_at is null) = (salt is not null) and (salt is null) = (text is null))
);
