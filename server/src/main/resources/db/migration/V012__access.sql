-- For whom a saksi watches; empty for everybody else.
alter table access.invitations add column body text not null default '';
