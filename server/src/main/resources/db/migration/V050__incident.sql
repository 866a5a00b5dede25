-- Texts of playbooks and what people write about incidents, beside the log, which holds hashes.
create schema incident;

-- Each version as it was published.
create table incident.playbooks (
  code    text    not null,
  version integer not null,
  text    text    not null,
  primary key (code, version)
);

create table incident.words (
  hash       bytea       primary key check (octet_length(hash) = 32),
  salt       bytea       check (octet_length(salt) = 16),
  text       text,
  written_at timestamptz not null,
  writer     text        not null, -- code of a user, or key of a phone
  erased_at  timestamptz,
  check ((erased_at is null) = (salt is not null) and (salt is null) = (text is null))
);
