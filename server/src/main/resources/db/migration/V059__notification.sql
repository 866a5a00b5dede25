-- Findings told to browsers and by Telegram. `ended` is why nothing goes there any more: GONE, the browser has given its
-- subscription up; STOPPED, the chat was closed. The address and its secret are erased then.
alter table notification.channels drop constraint channels_kind_check;
alter table notification.channels
  add constraint channels_kind_check check (kind in ('EMAIL', 'WEBHOOK', 'PUSH', 'TELEGRAM')),
  add ended text not null default '' check (ended in ('', 'GONE', 'STOPPED'));
