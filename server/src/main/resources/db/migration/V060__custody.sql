-- Where each box is, as far as it was worked out: a cache for counts by place. What is behind the
-- newest statement of a box is worked out again.
create table custody.located (
  box       bigint primary key,
  tip_index bigint not null,
  place     text -- null for a box that was replaced
);
