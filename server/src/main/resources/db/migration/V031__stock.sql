-- View: the entry by which a box was checked last. The view is played again from entry 0 for it; V032 sets it back.
alter table stock.boxes add column checked bigint;

truncate stock.books, stock.movements, stock.sums, stock.flows, stock.past_sums, stock.past_flows, stock.findings, stock.consignments,
         stock.koli, stock.boxes, stock.pieces, stock.orders, stock.transfers, stock.destructions, stock.settings;
