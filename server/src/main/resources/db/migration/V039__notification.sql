-- Who is told of findings by e-mail or webhook, and what became of each message. Addresses are personal data: they are
-- here and nowhere else, and go with the channel that its owner removes.
create schema notification;

-- Findings of entries before this one were put into notices.
create table notification.position (
  single boolean primary key default true check (single),
  next   bigint  not null
);

-- How far up its ladder a finding has been told since it was found.
create table notification.rungs (
  finding text   primary key,
  raised  bigint not null, -- its first entry
  rung    int    not null
);

create table notification.channels (
  id             text        primary key,  -- 16 random hex digits
  owner          text        not null,     -- code of a user
  kind           text        not null check (kind in ('EMAIL', 'WEBHOOK')),
  address        text        not null,
  base           text        not null,     -- where links lead
  secret         bytea,                    -- of a webhook, encrypted under notification.key
  created        timestamptz not null,
  confirmed      timestamptz,
  code_hash      bytea,
  code_until     timestamptz,
  code_tries     int         not null default 0,
  severities     text        not null,     -- words with spaces between
  rules          text        not null,
  region         text        not null,
  desk_only      boolean     not null,
  digest_minutes int         not null,
  quiet_from     int         not null,
  quiet_until    int         not null,
  critical_first boolean     not null,
  paused_until   timestamptz,
  flood_messages int         not null,
  flood_minutes  int         not null
);
create index on notification.channels (owner);

-- The outbox. The id stays the same however often it is tried.
create table notification.messages (
  id       text        primary key,
  channel  text        not null references notification.channels on delete cascade,
  kind     text        not null check (kind in ('CONFIRM', 'TEST', 'NEWS')),
  subject  text        not null,
  body     text        not null,
  state    text        not null check (state in ('WAITING', 'SENT', 'FAILED', 'GIVEN_UP')),
  attempts int         not null default 0,
  created  timestamptz not null,
  next_at  timestamptz not null,
  tried_at timestamptz,
  reason   text        not null default '',
  answer   text        not null default '',
  notices  int         not null
);
create index on notification.messages (channel, created);
create index on notification.messages (next_at) where state in ('WAITING', 'FAILED');

-- What is or was to be told over a channel about a finding.
create table notification.notices (
  number   bigint      generated always as identity primary key,
  channel  text        not null references notification.channels on delete cascade,
  kind     text        not null,
  finding  text        not null,
  severity text        not null,
  region   text        not null,
  since    timestamptz not null, -- election time
  at       timestamptz not null, -- real time
  message  text        references notification.messages on delete cascade
);
create index on notification.notices (channel, finding, number);
create index on notification.notices (channel) where message is null;
