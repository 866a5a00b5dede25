-- What was seen for certain, by what a camera looked at then; and one row for each time in which
-- boxes were not seen, whether nobody saw them or nobody knows.
alter table camera.spells
  add column is_sure     boolean not null default true,
  add column is_evidence boolean not null default true;

update camera.spells s set is_evidence = c.view in ('INSIDE', 'DOOR')
  from camera.cameras c where c.camera = s.camera;

create index spells_ended on camera.spells (ended);

-- Since when something that could deceive cannot be told of it.
alter table camera.cameras add column unsure_since timestamptz;

alter table camera.blinds rename to blinds_before;

create table camera.blinds (
  id       bigint generated always as identity primary key,
  place    text        not null,
  began    timestamptz not null,
  ended    timestamptz,
  is_blind boolean     not null,           -- nobody saw them for a part of it, for certain
  boxes    bigint[]    not null,
  told     integer     not null default 0  -- 1: the log says so, 2: and that it is over
);

insert into camera.blinds (place, began, ended, is_blind, boxes, told)
select place, began, coalesce(ended, lead(began) over (partition by place order by began)),
       kind = 'BLIND', boxes, told
  from camera.blinds_before
 order by began;

drop table camera.blinds_before;

create index blinds_place on camera.blinds (place, began);
create index blinds_told on camera.blinds (id) where told = 1;
create index blinds_ended on camera.blinds (ended);
create unique index blinds_open on camera.blinds (place) where ended is null;
