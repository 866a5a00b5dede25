-- What the picture was made of, entry by entry, so that it can be made again as it was.

-- Boxes that stood differently after an entry: the state packs stage, offered, sealed and legs.
create table situation.moves (
  index   bigint      not null,
  state   integer     not null,
  claimed timestamptz not null, -- by the clock of whoever put the boxes there
  boxes   bigint[]    not null,
  primary key (index, state, claimed)
);

create index moves_claimed on situation.moves (claimed, index);

-- A discrepancy that was open or over after an entry, for a TPS; for TPS 0 the discrepancy itself.
create table situation.marks (
  index       bigint  not null,
  tps         bigint  not null,
  discrepancy bigint  not null,
  open        boolean not null,
  primary key (index, tps, discrepancy)
);

-- Facts that say which boxes there are, and when they are late.
create table situation.facts (
  index bigint primary key,
  body  bytea  not null
);

-- The last entry of every minute of election time in which something was recorded.
create table situation.minutes (
  minute  timestamptz primary key,
  index   bigint      not null,
  arrived integer     not null, -- boxes that had reached their TPS
  open    integer     not null  -- discrepancies
);

create index minutes_index on situation.minutes (index);
