-- Weather as BMKG said it: what is known survives a restart, and what a finding rests on stays.
create schema weather;

-- What came, by its SHA-256.
create table weather.documents (
  hash       bytea       primary key check (octet_length(hash) = 32),
  text       text        not null,
  fetched_at timestamptz not null,
  is_cited   boolean     not null default false -- the log names it
);

-- The newest forecast of each kelurahan.
create table weather.forecasts (
  kelurahan  text        primary key,
  hash       bytea       not null references weather.documents,
  fetched_at timestamptz not null
);

-- Warnings, each message once.
create table weather.warnings (
  identifier text        not null,
  sender     text        not null,
  sent       timestamptz not null,
  hash       bytea       not null references weather.documents,
  fetched_at timestamptz not null,
  primary key (identifier, sender, sent)
);

-- When each source answered well last, and how it failed last.
create table weather.sources (
  source    text        primary key,
  good_at   timestamptz,
  failed_at timestamptz,
  failure   text,
  check ((failed_at is null) = (failure is null))
);
