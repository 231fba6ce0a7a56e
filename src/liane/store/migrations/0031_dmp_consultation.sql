-- The consultation of DMPs: what serves a reader a moment, and what stays.
--
-- What was read of a DMP is kept as long as an opening, at most one hour. These three tables are not logged: neither a
-- backup nor a replica ever holds them, and a crash empties them.

-- One DMP opened by one reader in one mode. session: of the reader, or their PS_IdNat without one.
CREATE UNLOGGED TABLE dmp_openings (
  id             text        PRIMARY KEY,
  session        text        NOT NULL,
  person_id      bigint      NOT NULL,
  access         text        NOT NULL,
  is_secret      boolean     NOT NULL,
  ins            text        NOT NULL,
  ins_oid        text        NOT NULL,
  facts          jsonb       NOT NULL,
  reason         text        NOT NULL,
  opened_at      timestamptz NOT NULL,
  until          timestamptz NOT NULL CHECK (until <= opened_at + interval '1 hour'),
  previous_visit timestamptz,
  UNIQUE (session, person_id, access, is_secret)
);
CREATE INDEX dmp_openings_person ON dmp_openings (person_id);
CREATE INDEX dmp_openings_until ON dmp_openings (until);

-- One list read in an opening. filters: digest of what was asked.
CREATE UNLOGGED TABLE dmp_lists (
  opening_id text        NOT NULL REFERENCES dmp_openings ON DELETE CASCADE,
  filters    text        NOT NULL,
  read_at    timestamptz NOT NULL,
  until      timestamptz NOT NULL,
  documents  bytea       NOT NULL,
  PRIMARY KEY (opening_id, filters)
);

-- One document read in an opening. fiche: JSON.
CREATE UNLOGGED TABLE dmp_bodies (
  opening_id text        NOT NULL REFERENCES dmp_openings ON DELETE CASCADE,
  unique_id  text        NOT NULL,
  until      timestamptz NOT NULL,
  media_type text        NOT NULL,
  fiche      bytea       NOT NULL,
  content    bytea       NOT NULL,
  PRIMARY KEY (opening_id, unique_id)
);
ALTER TABLE dmp_bodies ALTER COLUMN content SET STORAGE EXTERNAL;

-- The last visit of each reader to each DMP.
CREATE TABLE dmp_visits (
  reader    text        NOT NULL,
  person_id bigint      NOT NULL,
  last_at   timestamptz NOT NULL,
  PRIMARY KEY (reader, person_id)
);

-- Authorisations declared or withdrawn from here, and what the DMP answered. action: AJOUT, SUPPRESSION.
CREATE TABLE dmp_authorisations (
  id        bigint      PRIMARY KEY,
  person_id bigint      NOT NULL,
  reader    text        NOT NULL,
  structure text        NOT NULL,
  action    text        NOT NULL,
  status    text        NOT NULL,
  at        timestamptz NOT NULL
);
CREATE INDEX dmp_authorisations_person ON dmp_authorisations (person_id, id);

-- Documents of a DMP given to the incoming flow, and what became of them since. news: replaced, changed, deleted.
CREATE TABLE dmp_integrations (
  person_id     bigint      NOT NULL,
  unique_id     text        NOT NULL,
  logical_id    text        NOT NULL,
  entry_uuid    text        NOT NULL,
  version       text        NOT NULL,
  item_id       bigint      NOT NULL,
  actor         text        NOT NULL,
  at            timestamptz NOT NULL,
  news          text        NOT NULL DEFAULT '',
  news_by       text        NOT NULL DEFAULT '',
  news_at       timestamptz,
  PRIMARY KEY (person_id, unique_id)
);
