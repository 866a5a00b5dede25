-- Sensors, what they sent, and what of it is yet to be said in the log.
create schema sensor;

create table sensor.sensors (
  sensor       text        primary key,
  place        text        not null,
  number       integer     not null,
  kind         text        not null,
  name         text        not null,
  secret       bytea       not null, -- encrypted
  removed_at   timestamptz,
  is_on        boolean,
  since        timestamptz,          -- like the others, election time
  off_since    timestamptz,
  heard_at     timestamptz,
  value        integer,
  minute       timestamptz,          -- real time
  in_minute    integer     not null default 0,
  muted_until  timestamptz,          -- real time
  muted_told   boolean     not null default false,
  ignored      bigint      not null default 0,
  unique (place, number)
);

-- What turned, in its order; the log has those with an entry.
create table sensor.edges (
  id       bigint generated always as identity primary key,
  sensor   text        not null references sensor.sensors,
  is_on    boolean     not null,
  at       timestamptz not null,
  entry    bigint,
  answered boolean     not null default false -- a fire was opened, an entry was looked for
);

create index edges_waiting on sensor.edges (id) where entry is null or not answered;

-- Ids of messages that were taken, for as long as they could be sent again.
create table sensor.messages (
  sensor text        not null references sensor.sensors,
  id     text        not null,
  came   timestamptz not null, -- real time
  primary key (sensor, id)
);

create table sensor.readings (
  id     bigint generated always as identity primary key,
  hour   timestamptz not null,
  came   timestamptz not null,
  sender text        not null,
  count  integer     not null,
  text   text        not null
);

create index readings_hour on sensor.readings (hour, id);

create table sensor.hours (
  hour   timestamptz primary key,
  count  integer not null,
  digest bytea   not null check (octet_length(digest) = 32),
  entry  bigint  not null
);
