-- Reports that were made are kept: figures and hashes of remarks, never a remark itself.
create table sitrep.reports (
  id         bigint      generated always as identity primary key,
  region     text        not null,
  index      bigint      not null, -- the entry at which it was true
  from_at    timestamptz not null, -- the shift, in election time
  until_at   timestamptz not null,
  made       timestamptz not null, -- election time
  body       text        not null, -- the report, as JSON
  unique (index, region, from_at, until_at)
);

-- When an agency wants one by itself, and of where.
create table sitrep.schedules (
  agency     text        primary key,
  region     text        not null,
  hours      smallint[]  not null, -- hours of the day, 0 to 23, in the zone of the election
  since      timestamptz not null, -- election time: nothing before was ever due
  writer     text        not null, -- code of a user
  written_at timestamptz not null
);

-- Each hour that was due, once: with its report, or missed.
create table sitrep.dues (
  agency     text        not null,
  region     text        not null,
  due        timestamptz not null, -- election time
  report     bigint      references sitrep.reports (id),
  primary key (agency, region, due)
);

create index on sitrep.dues (report);
