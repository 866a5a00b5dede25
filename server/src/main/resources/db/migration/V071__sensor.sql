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
