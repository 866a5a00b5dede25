-- Custody: guard rows that the rules read in the append transaction.
create schema custody;

-- Where each box stands after the last statement that counts. No index but the key, so that
-- updates stay on their page.
create table custody.boxes (
  box         bigint primary key,
  tip         bytea,
  tip_index   bigint   not null,
  holder      integer  not null, -- log.signers.no; 0 for nobody
  phase       smallint not null,
  leg         smallint not null,
  seals       bigint   not null,
  taker       integer  not null,
  offered_leg smallint not null,
  troubled    boolean  not null
) with (fillfactor = 50);

-- Statements beside a chain: pending, not counting, or on the losing branch of a fork.
create table custody.asides (
  box       bigint  not null,
  statement bytea   not null,
  pending   boolean not null,
  gap       boolean not null,
  primary key (box, statement)
);

-- Answers whose offer has not come.
create table custody.awaited (
  offer  bytea   not null,
  answer bytea   not null,
  gap    boolean not null,
  primary key (offer, answer)
);

-- View: the offers, for the inbox of the taker named; answered ones name nobody.
create table custody.offers (
  offer bytea primary key,
  taker bytea  not null,
  index bigint not null
);

create index offers_taker on custody.offers (taker) where taker <> '\x';

-- View: which entries speak of a discrepancy of a box.
create table custody.box_discrepancies (
  box   bigint not null,
  index bigint not null,
  primary key (box, index)
);
