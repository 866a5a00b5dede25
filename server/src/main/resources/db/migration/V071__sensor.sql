-- How often a sensor speaks at least, openings of doors that nobody explained yet, and cameras that a fire card has.
alter table sensor.sensors
  add column every_minutes integer not null default 0, -- 0 where nothing was agreed
  add column listed_at     timestamptz,                -- election time
  add column silent_told   boolean not null default false;

alter table sensor.edges add column unentered boolean not null default false;

create table sensor.darkened (
  incident integer not null,
  camera   text    not null,
  primary key (incident, camera)
);

-- What is over is answered by nobody.
drop index sensor.edges_waiting;
create index edges_waiting on sensor.edges (id) where entry is null or (not answered and is_on);
create index edges_unentered on sensor.edges (id) where unentered;
