-- The special watch list: what statements say of the TPS that were ever on it.
create schema watch;

-- The newest statement that names a box of the TPS or was made at it; null before the first.
create table watch.signs (
  tps      bigint      primary key,
  recorded timestamptz, -- election time
  kind     text,
  word     text,        -- of a day
  entry    bigint,
  check ((recorded is null) = (kind is null) and (recorded is null) = (entry is null))
);
