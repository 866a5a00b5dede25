-- Who may enter. Names and passwords are here and nowhere else; the log knows codes and keys.
create schema access;

create table access.users (
  code      text        primary key, -- 8 random hex digits
  name      text        not null unique,
  password  text        not null,    -- Argon2id
  agency    text        not null,
  role      text        not null,
  territory text        not null,
  created   timestamptz not null
);

-- One device each; the code itself is known to whoever was invited.
create table access.invitations (
  code_hash bytea       primary key, -- SHA-256
  role      text        not null,
  territory text        not null,
  made_by   text        not null,    -- code of a user, or 'demo'
  expires   timestamptz not null,
  used      timestamptz,
  device    bytea
);
