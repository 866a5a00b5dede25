-- What a witness said that an agency must look at: the request and the answer are the evidence.
create table log.witness_findings (
  id      bigint generated always as identity primary key,
  witness text not null,
  kind    text not null,
  at      timestamptz not null,
  size    bigint not null,
  detail  text not null,
  request bytea not null,
  answer  bytea not null
);
