-- The live picture, replayed from the log at any time.
create schema situation;

-- Numbers for keys, so that rows stay narrow; 0 is nobody.
create table situation.keys (
  no  integer primary key,
  key bytea   not null
);

-- Every box there is, with where its chain stands. No index but the key, so that updates stay on
-- their page.
create table situation.boxes (
  box         bigint primary key,
  stage       smallint not null default 0,
  in_transit  boolean  not null default false,
  place       text,
  since       timestamptz,
  holder      integer  not null default 0,
  tip         bytea,
  tip_index   bigint   not null default -1,
  phase       smallint not null default 0,
  leg         smallint not null default 0,
  seals       bigint   not null default 0,
  taker       integer  not null default 0,
  offered_leg smallint not null default 0,
  troubled    boolean  not null default false
) with (fillfactor = 45);

-- Statements beside a chain.
create table situation.asides (
  box       bigint  not null,
  statement bytea   not null,
  pending   boolean not null,
  gap       boolean not null,
  primary key (box, statement)
);

-- Answers whose offer has not come.
create table situation.awaited (
  offer  bytea   not null,
  answer bytea   not null,
  gap    boolean not null,
  primary key (offer, answer)
);

-- One contradiction: its first entry, and all statements that take part.
create table situation.discrepancies (
  index      bigint      primary key,
  kind       text        not null,
  about      bytea       not null, -- empty where it is about no statement
  statements bytea[]     not null,
  recorded   timestamptz not null,
  open       boolean     not null,
  unique (kind, about)
);

create table situation.discrepancy_boxes (
  box   bigint  not null,
  index bigint  not null,
  open  boolean not null,
  primary key (box, index)
);

create index discrepancy_boxes_index on situation.discrepancy_boxes (index);

-- Newest entry that is in the picture.
create table situation.position (
  one   boolean primary key default true check (one),
  index bigint  not null
);
