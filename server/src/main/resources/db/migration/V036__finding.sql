-- Phones of those on duty, which each agency keeps itself: a number may be a person's, so it is
-- beside the log, and gone when it is erased.
create table finding.phones (
  role       text        not null,
  territory  text        not null, -- digits of a region or TPS, or the code of an area
  phone      text        not null,
  label      text        not null,
  writer     text        not null, -- code of a user
  written_at timestamptz not null,
  primary key (role, territory)
);
