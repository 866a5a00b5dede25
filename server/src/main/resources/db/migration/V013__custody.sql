-- View: what each TPS said of its day, the newest of each word by the phone's clock.
create table custody.days (
  tps     bigint      not null,
  word    text        not null,
  claimed timestamptz not null,
  index   bigint      not null,
  primary key (tps, word)
);

-- View: each handover with the moments that its two phones claim; either half may come first.
create table custody.handovers (
  offer    bytea primary key,
  index    bigint   not null default -1, -- of the acceptance
  offered  timestamptz,
  accepted timestamptz,
  leg      smallint not null default 0,
  giver    bytea,
  taker    bytea,
  boxes    bigint[] not null default '{}',
  missing  bigint[] not null default '{}',
  withdrawn boolean not null default false
);

create index handovers_missing on custody.handovers (index) where missing <> '{}';
create index handovers_boxes on custody.handovers using gin (boxes);
