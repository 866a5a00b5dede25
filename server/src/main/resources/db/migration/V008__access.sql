-- Cards: invitations that are printed, handed out, and can die before they are used.
alter table access.invitations
  add column id         bigint generated always as identity unique, -- names a card to those who may not know its code
  add column batch      uuid,        -- made by the same run
  add column made       timestamptz,
  add column revoked    timestamptz,
  add column revoked_by text;        -- code of a user

update access.invitations set made = expires - interval '14 days';

alter table access.invitations alter column made set not null;

create index on access.invitations (territory text_pattern_ops);
create index on access.invitations (batch);
