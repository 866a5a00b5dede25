-- Situation reports. What a report must know of the past that no other view keeps.
create schema sitrep;

-- The entry by which a TPS first said a word of its day: how many had said it at any entry.
create table sitrep.days (
  tps   bigint not null,
  word  text   not null,
  index bigint not null,
  primary key (tps, word)
);

-- The facts from which findings and windows follow as they were at any entry: few among many.
create table sitrep.facts (
  index    bigint      primary key,
  recorded timestamptz not null, -- election time
  body     bytea       not null
);
