-- Sites: what stands beside the log, which holds hashes of it.
create schema warehouse;

-- What sites are like.
create table warehouse.details (
  hash       bytea       primary key check (octet_length(hash) = 32),
  salt       bytea       check (octet_length(salt) = 16),
  text       text,
  written_at timestamptz not null,
  writer     text        not null, -- code of a user
  erased_at  timestamptz,
  check ((erased_at is null) = (salt is not null) and (salt is null) = (text is null))
);

-- Remarks of inspections, and why sites were withdrawn.
create table warehouse.words (
  hash       bytea       primary key check (octet_length(hash) = 32),
  salt       bytea       check (octet_length(salt) = 16),
  text       text,
  written_at timestamptz not null,
  writer     text        not null, -- code of a user
  erased_at  timestamptz,
  check ((erased_at is null) = (salt is not null) and (salt is null) = (text is null))
);

-- Each version as it was published.
create table warehouse.checklists (
  code    text    not null,
  version integer not null,
  text    text    not null,
  primary key (code, version)
);

-- What the codes of points say: to print them again. The log has their hashes.
create table warehouse.points (
  place text    not null,
  point integer not null,
  code  text    not null,
  primary key (place, point)
);

-- Seeds of rounds: to the log once the last round is over, and its hash before the first.
create table warehouse.seeds (
  plan integer primary key,
  seed bytea   not null check (octet_length(seed) = 32)
);
