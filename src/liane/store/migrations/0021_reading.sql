-- The reading of what comes in, as durable work, and the surveillance of what is filed without a person.

-- One row per item whose files are to be read; the row is the queue. waiting: to read. filing: read, to be filed without
-- a person. read, refused: done. due: when it may be claimed, the end of the lease while leased. is_begun: the filing
-- was allowed and begun, so that it is ended whatever changes meanwhile. proposed: the person that the reading names.
-- would_file: every condition of an automatic filing holds but for what the hospital allows.
CREATE TABLE intake_readings (
  item_id     bigint      PRIMARY KEY,
  state       text        NOT NULL CHECK (state IN ('waiting', 'filing', 'read', 'refused')),
  attempts    integer     NOT NULL DEFAULT 0,
  due         timestamptz NOT NULL,
  token       uuid,
  queued_at   timestamptz NOT NULL,
  read_at     timestamptz,
  pages_total integer     NOT NULL DEFAULT 0,
  pages_done  integer     NOT NULL DEFAULT 0,
  duration_ms integer     NOT NULL DEFAULT 0,
  is_scan     boolean     NOT NULL DEFAULT false,
  source      text        NOT NULL DEFAULT '',
  type_code   text        NOT NULL DEFAULT '',
  mode        text        NOT NULL DEFAULT '',
  is_shadow   boolean     NOT NULL DEFAULT false,
  codes       text[]      NOT NULL DEFAULT '{}',
  proposed    bigint,
  would_file  boolean     NOT NULL DEFAULT false,
  is_begun    boolean     NOT NULL DEFAULT false
);
CREATE INDEX intake_readings_due ON intake_readings (due, item_id) WHERE state IN ('waiting', 'filing');
CREATE INDEX intake_readings_read ON intake_readings (read_at, item_id) WHERE read_at IS NOT NULL;
INSERT INTO intake_readings (item_id, state, due, queued_at)
  SELECT id, 'waiting', received_at, received_at FROM intake_items
  WHERE state = 'waiting' AND kind IN ('file', 'document') AND reading IS NULL AND files <> '[]'::jsonb;

-- What was filed without a person. sampled: drawn for the blind review. review: none, waiting, right, wrong.
-- seen_at: first look of a person of the service at the document filed.
CREATE TABLE intake_automatic (
  item_id     bigint      PRIMARY KEY,
  document_id bigint      NOT NULL,
  person_id   bigint      NOT NULL,
  source      text        NOT NULL,
  type_code   text        NOT NULL,
  unit        text        NOT NULL,
  filed_at    timestamptz NOT NULL,
  is_sampled  boolean     NOT NULL,
  review      text        NOT NULL CHECK (review IN ('none', 'waiting', 'right', 'wrong')),
  reviewed_by text        NOT NULL DEFAULT '',
  reviewed_at timestamptz,
  answered    bigint,
  undone_at   timestamptz,
  undone_by   text        NOT NULL DEFAULT '',
  seen_by     text        NOT NULL DEFAULT '',
  seen_at     timestamptz
);
CREATE INDEX intake_automatic_source ON intake_automatic (source, filed_at);
CREATE INDEX intake_automatic_to_review ON intake_automatic (item_id) WHERE review = 'waiting';
CREATE INDEX intake_automatic_unseen ON intake_automatic (filed_at, item_id) WHERE seen_at IS NULL;

-- Where a confirmed wrong filing turned automation off, and who turned it on again. stopped_at: NULL while it is on.
CREATE TABLE intake_stops (
  source         text        PRIMARY KEY,
  stopped_at     timestamptz,
  stopped_item   bigint      NOT NULL DEFAULT 0,
  released_by    text        NOT NULL DEFAULT '',
  released_at    timestamptz,
  release_reason text        NOT NULL DEFAULT ''
);

-- How documents of a source and a type are filed, as an administrator set it on the page; ``*`` for any.
CREATE TABLE intake_modes (
  source    text        NOT NULL,
  type_code text        NOT NULL,
  mode      text        NOT NULL CHECK (mode IN ('manuel', 'proposition', 'automatique')),
  is_shadow boolean     NOT NULL,
  set_by    text        NOT NULL,
  set_at    timestamptz NOT NULL,
  reason    text        NOT NULL,
  PRIMARY KEY (source, type_code)
);

-- The salt of the blind sample: nobody can tell beforehand which filings are looked at again.
CREATE TABLE intake_sample (
  is_only boolean PRIMARY KEY CHECK (is_only),
  salt    text    NOT NULL
);
INSERT INTO intake_sample VALUES (true, gen_random_uuid()::text || gen_random_uuid()::text);

-- Records by birth date, for the candidates of a document.
CREATE INDEX person_search_born ON person_search (birth_date, person_id) WHERE in_force;

-- Stays by number as a document prints it, whatever the zeros before.
CREATE INDEX stays_visit_printed ON stays (ltrim(upper(visit_number), '0')) WHERE visit_number <> '';
CREATE INDEX stays_account_printed ON stays (ltrim(upper(account_number), '0')) WHERE account_number <> '';
