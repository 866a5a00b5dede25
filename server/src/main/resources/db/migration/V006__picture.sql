-- Pictures and papers. The bytes are files beside the database; here is what they are, and who looked.
create schema picture;

-- salted is the name by which the log and everybody knows a picture: SHA-256 of salt and bytes.
create table picture.files (
  salted        bytea       primary key check (octet_length(salted) = 32),
  sha256        bytea       unique check (octet_length(sha256) = 32),
  salt          bytea       check (octet_length(salt) = 16),
  bytes         integer     not null,
  type          text        not null,
  uploaded_at   timestamptz not null,
  uploader      text        not null, -- key of a device, or code of a user
  erased_at     timestamptz,
  erased_by     text,                 -- code of a user
  erased_reason text,
  -- An erased picture keeps nothing by which its bytes could be found or recognised.
  check (
    case when erased_at is null
      then num_nonnulls(sha256, salt) = 2 and num_nonnulls(erased_by, erased_reason) = 0
      else num_nonnulls(sha256, salt) = 0 and num_nonnulls(erased_by, erased_reason) = 2
    end
  )
);

create index on picture.files (uploader) where erased_at is null;

-- Pictures may show people, so whoever looks at one is written down for half a year.
create table picture.reads (
  at     timestamptz not null,
  reader text        not null,
  salted bytea       not null
);

create index on picture.reads (at);
