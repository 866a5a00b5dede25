-- The verifiable log: entries, full tiles, the tree's state, where followers stand.
create schema log;

-- One leaf each. A statement has its id, signer and counter; a fact has none of them.
create table log.entries (
  index   bigint primary key,
  leaf    bytea  not null,
  id      bytea,
  signer  integer,
  counter bigint,
  opens   bigint not null -- election time in seconds when readers without a role may see it
);

alter table log.entries alter column leaf set storage external;

create unique index entries_id on log.entries (id) where id is not null;

create index entries_counter on log.entries (signer, counter) where signer is not null;

create index entries_facts on log.entries (index) where id is null;

-- Numbers for the 32-byte keys, so that other tables stay narrow.
create table log.signers (
  no  integer primary key,
  key bytea not null unique
);

-- Signature lines that came later for a text that is in the log.
create table log.signatures (
  id   bytea not null,
  line text  not null,
  primary key (id, line)
);

-- Full tiles only: partial ones are their beginnings.
create table log.tiles (
  level  smallint not null,
  number bigint   not null,
  hashes bytea    not null,
  primary key (level, number)
);

-- The one row that the sequencer compares and swaps.
create table log.tree (
  one         boolean primary key default true check (one),
  size        bigint not null,
  root        bytea  not null,
  signed_size bigint not null,
  checkpoint  bytea
) with (fillfactor = 10);

create table log.positions (
  schema text primary key,
  next   bigint not null
) with (fillfactor = 10);
