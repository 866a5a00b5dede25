-- By which entry a signature came: whether its key counted is judged there.
alter table log.signatures add column index bigint;

update log.signatures s
   set index = e.index
  from log.entries e
 where e.id = s.id;

alter table log.signatures alter column index set not null;
