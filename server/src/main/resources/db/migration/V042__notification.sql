-- Several messages are put together at the same moment: they leave in this order.
alter table notification.messages add number bigint generated always as identity;
