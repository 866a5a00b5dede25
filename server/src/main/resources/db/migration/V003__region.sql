-- Places and head counts, for the pages; the rules read the same from memory.
create schema region;

create table region.elections (
  election text     primary key,
  name     text     not null,
  day      date     not null,
  zone     text     not null,
  reserve  integer  not null, -- thousandths of the DPT
  spares   integer  not null, -- boxes for each kecamatan
  index    bigint   not null
);

create table region.kinds (
  digit  smallint primary key,
  code   text     not null,
  colour text     not null,
  name   text     not null
);

-- Provinsi, kota and kecamatan.
create table region.regions (
  code text primary key,
  name text not null
);

create table region.kelurahan (
  code   text    primary key,
  name   text    not null,
  lat_e7 integer not null,
  lon_e7 integer not null,
  tps    integer not null,
  dpt    integer not null
);

create table region.places (
  code     text    primary key,
  name     text    not null,
  lat_e7   integer not null,
  lon_e7   integer not null,
  approved boolean not null
);

create table region.legs (
  leg      text        primary key,
  earliest timestamptz not null,
  latest   timestamptz not null
);

-- Index of the newest entry about the roster.
create table region.version (
  one   boolean primary key default true check (one),
  index bigint  not null
);
