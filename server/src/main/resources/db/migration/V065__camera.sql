-- Cameras: where they are and what a worker says of them. Passwords are encrypted, tokens hashed.
create schema camera;

create table camera.settings (
  one           boolean primary key default true check (one),
  version       bigint  not null default 1, -- of the list that workers have
  blind_minutes integer not null            -- as the log has it
);

insert into camera.settings (blind_minutes) values (10);

create table camera.workers (
  worker     integer generated always as identity primary key,
  name       text        not null,
  token      bytea       not null unique check (octet_length(token) = 32),
  made_by    text        not null, -- code of a user
  revoked_at timestamptz,
  heard_at   timestamptz,          -- election time
  ignored    bigint      not null default 0
);

create table camera.cameras (
  camera     text        primary key,
  place      text        not null,
  number     integer     not null,
  name       text        not null,
  view       text        not null,
  kind       text        not null,
  address    text        not null,
  login      text,
  password   bytea,
  worker     integer     references camera.workers,
  reference  integer     not null default 1,
  clock      integer[],
  removed_at timestamptz,
  heard_at   timestamptz,          -- election time
  told       text,                 -- the state of which the log says that it is lost
  why        text,
  unjudged   text        not null default '',
  picture    bytea,
  picture_at timestamptz,          -- election time
  unique (place, number)
);

-- Each camera is in one state after another; the last has no end.
create table camera.spells (
  camera text        not null references camera.cameras,
  state  text        not null,
  began  timestamptz not null,
  ended  timestamptz,
  primary key (camera, began)
);

create unique index spells_open on camera.spells (camera) where ended is null;

-- Boxes that no camera saw.
create table camera.blinds (
  place text        not null,
  kind  text        not null, -- BLIND or UNKNOWN
  began timestamptz not null,
  ended timestamptz,
  boxes bigint[]    not null,
  told  integer     not null default 0, -- 1: the log says so, 2: and that it is over
  primary key (place, began)
);

-- What workers sent, without pictures, in the order in which it came.
create table camera.readings (
  id     bigint generated always as identity primary key,
  hour   timestamptz not null,
  came   timestamptz not null,
  sender text        not null,
  count  integer     not null,
  text   text        not null
);

create index readings_hour on camera.readings (hour, id);

-- Hours whose digest is in the log.
create table camera.hours (
  hour   timestamptz primary key,
  count  integer not null,
  digest bytea   not null check (octet_length(digest) = 32),
  entry  bigint  not null
);
