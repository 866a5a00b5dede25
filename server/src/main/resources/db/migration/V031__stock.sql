-- View: the entry by which a box was checked last; null where that was before the view was last played.
alter table stock.boxes add column checked bigint;
