-- Stock: where every sheet is.
create schema stock;

-- Guard: what the books remember, read and changed in the append transaction.
create table stock.guards (
  key   text primary key,
  value text not null
) with (fillfactor = 60);

-- View: the same, as far as the view has come; its movements follow from it.
create table stock.books (
  key   text primary key,
  value text not null
) with (fillfactor = 60);

-- View: every movement. One count for both sides.
create table stock.movements (
  index       bigint      not null,
  line        integer     not null,
  recorded    timestamptz not null,
  cause       text        not null, -- the fact or statement it follows from
  from_holder text        not null,
  to_holder   text        not null,
  from_kind   smallint    not null,
  to_kind     smallint    not null,
  from_region text        not null, -- kecamatan, kota or provinsi
  to_region   text        not null,
  style       smallint    not null,
  sheets      bigint      not null,
  primary key (index, line)
);

create index movements_from on stock.movements (from_holder, index, line);
create index movements_to on stock.movements (to_holder, index, line);

-- View: sums by region, kind of holder and design.
create table stock.sums (
  region text     not null,
  kind   smallint not null,
  style  smallint not null,
  sheets bigint   not null,
  primary key (region, kind, style)
);

-- View: the waterfall, by region, what happened and design.
create table stock.flows (
  region text     not null,
  flow   text     not null,
  style  smallint not null,
  sheets bigint   not null,
  primary key (region, flow, style)
);

-- The two as they were every some thousand entries, so that the past is near; from the movements like everything else.
create table stock.past_sums (
  index  bigint   not null,
  region text     not null,
  kind   smallint not null,
  style  smallint not null,
  sheets bigint   not null,
  primary key (index, region, kind, style)
);

create table stock.past_flows (
  index  bigint   not null,
  region text     not null,
  flow   text     not null,
  style  smallint not null,
  sheets bigint   not null,
  primary key (index, region, flow, style)
);

create table stock.findings (
  kind     text        not null,
  about    text        not null,
  style    smallint    not null, -- 0 where it is not about sheets
  sheets   bigint      not null,
  index    bigint      not null,
  recorded timestamptz not null,
  region   text        not null,
  cleared  bigint,
  primary key (kind, about, index)
);

create index findings_open on stock.findings (kind, region) where cleared is null;
create index findings_about on stock.findings (about);

create table stock.consignments (
  consignment text        primary key,
  sender      text        not null,
  place       text        not null,
  note        text        not null,
  batch       text        not null,
  order_code  text,
  transfer    text,
  revote      boolean     not null,
  sent        timestamptz not null,
  index       bigint      not null,
  arrived     timestamptz,
  koli        integer     not null,
  sheets      bigint      not null
);

create table stock.koli (
  koli        text     primary key,
  consignment text     not null,
  style       smallint not null,
  place       text     not null,
  state       text     not null,
  expected    integer  not null,
  counted     integer  not null,
  condition   text     not null,
  revote      boolean  not null,
  table_no    integer  not null, -- 0 before it was opened
  shift       text     not null,
  good        integer  not null,
  missing     integer  not null,
  excess      integer  not null,
  damaged     text     not null, -- torn=1 creased=2
  index       bigint   not null
);

create index koli_consignment on stock.koli (consignment);
create index koli_place on stock.koli (place, style);

create table stock.boxes (
  box      bigint      primary key,
  style    smallint    not null,
  region   text        not null, -- kelurahan
  place    text        not null,
  sheets   integer     not null,
  state    text        not null,
  packers  text        not null,
  checker  text        not null,
  lacking  text        not null,
  ready    timestamptz, -- when it was found ready first
  received integer     not null, -- -1 before its ballots were accounted for
  used     integer     not null,
  spoiled  integer     not null,
  unused   integer     not null
);

create index boxes_place on stock.boxes (place, ready);
create index boxes_region on stock.boxes (region);

create table stock.pieces (
  box    bigint  not null,
  piece  text    not null,
  koli   text    not null,
  sheets integer not null,
  packer text    not null,
  index  bigint  not null,
  primary key (box, piece)
);

create index pieces_koli on stock.pieces (koli);

create table stock.orders (
  order_code text        primary key,
  printer    text        not null,
  place      text        not null,
  deadline   timestamptz not null,
  index      bigint      not null,
  ordered    bigint      not null
);

create table stock.transfers (
  transfer text     primary key,
  place    text     not null,
  to_place text     not null,
  style    smallint not null,
  sheets   bigint   not null,
  box      bigint,
  index    bigint   not null
);

create table stock.destructions (
  index     bigint      primary key,
  place     text        not null,
  record    text        not null,
  witnesses text        not null,
  recorded  timestamptz not null
);

create table stock.settings (
  key   text primary key,
  value text not null
);
