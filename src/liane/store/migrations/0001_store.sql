-- The store of Liane. Works on PostgreSQL 15 and newer without any optional part but pg_trgm.
--
-- Everything gets its number from one sequence, so a number names one thing only.
-- What grows without end and is never changed lies in one partition per month: bodies, envelopes, words, events.
-- No foreign keys between the hot tables: one transaction writes them all, and months are dropped whole.

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA liane;

CREATE SEQUENCE ids;
CREATE SEQUENCE workers;

-- Bodies: every document, receipt or remote answer once per month, under its hash.
-- encoding: 0 as it is, 1 zstd. size_bytes: before compression.
CREATE TABLE bodies (
  month      date     NOT NULL,
  sha256     bytea    NOT NULL,
  size_bytes bigint   NOT NULL,
  encoding   smallint NOT NULL,
  media_type text     NOT NULL,
  content    bytea    NOT NULL,
  PRIMARY KEY (sha256, month)
) PARTITION BY LIST (month);
ALTER TABLE bodies ALTER COLUMN content SET STORAGE EXTERNAL;

-- Envelopes: a received message without the document it carried; cut_at says where the base64 text goes back.
-- form: 0 whole, 1 base64 with padding, 2 base64 without padding.
CREATE TABLE envelopes (
  month      date     NOT NULL,
  message_id bigint   NOT NULL,
  encoding   smallint NOT NULL,
  form       smallint NOT NULL,
  cut_at     integer  NOT NULL,
  sha256     bytea,
  content    bytea    NOT NULL,
  PRIMARY KEY (message_id, month)
) PARTITION BY LIST (month);
ALTER TABLE envelopes ALTER COLUMN content SET STORAGE EXTERNAL;

-- Words: what the search page looks into, month by month, so that the index of a month stays small.
CREATE TABLE words (
  month       date        NOT NULL,
  document_id bigint      NOT NULL,
  received_at timestamptz NOT NULL,
  type_code   text        NOT NULL,
  sender      text        NOT NULL,
  text        text        NOT NULL
) PARTITION BY LIST (month);
CREATE INDEX words_received ON words (received_at, document_id);
CREATE INDEX words_whole ON words USING gin (string_to_array(text, ' ')) WITH (gin_pending_list_limit = 512);
CREATE INDEX words_trigrams ON words USING gin (text gin_trgm_ops) WITH (gin_pending_list_limit = 1024);

-- Events: the journal. chain: a document's number, minus a message's number when it made no document, 0 for the system.
CREATE TABLE events (
  month       date        NOT NULL,
  id          bigint      NOT NULL,
  chain       bigint      NOT NULL,
  seq         integer     NOT NULL,
  delivery_id bigint,
  name        text        NOT NULL,
  actor       text        NOT NULL,
  at          timestamptz NOT NULL,
  data        json        NOT NULL,
  body_sha256 bytea,
  media_type  text        NOT NULL,
  hash        bytea       NOT NULL,
  PRIMARY KEY (chain, seq, month)
) PARTITION BY LIST (month);

CREATE INDEX events_at ON events (at, id);

-- Heads of the chains: the row that is locked to append.
CREATE TABLE chains (
  chain bigint  PRIMARY KEY,
  seq   integer NOT NULL,
  hash  bytea   NOT NULL
) WITH (fillfactor = 60);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('liane.retention', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'the journal is only ever appended to' USING ERRCODE = 'raise_exception';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is only ever appended to' USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON events EXECUTE FUNCTION refuse_truncate();

-- One partition of each kind for one month; may be called by several processes at once.
-- Bodies are never changed and leave by whole months: no need for vacuum to read and write them once more.
CREATE FUNCTION ensure_month(wanted date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  child  text;
BEGIN
  PERFORM pg_advisory_xact_lock(7241, 1);
  FOREACH parent IN ARRAY ARRAY['bodies', 'envelopes', 'words', 'events'] LOOP
    child := parent || to_char(wanted, '_YYYY_MM');
    CONTINUE WHEN to_regclass('liane.' || child) IS NOT NULL;
    EXECUTE format('CREATE TABLE liane.%I (LIKE liane.%I INCLUDING ALL)', child, parent);
    IF parent IN ('bodies', 'envelopes') THEN
      EXECUTE format(
        'ALTER TABLE liane.%I SET (autovacuum_vacuum_insert_threshold = -1, toast.autovacuum_vacuum_insert_threshold = -1)',
        child);
    ELSIF parent = 'events' THEN
      EXECUTE format(
        'CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON liane.%I EXECUTE FUNCTION liane.refuse_truncate()',
        child);
    END IF;
    EXECUTE format('ALTER TABLE liane.%I ATTACH PARTITION liane.%I FOR VALUES IN (%L)', parent, child, wanted);
  END LOOP;
END $$;

CREATE TABLE messages (
  id             bigint      PRIMARY KEY,
  document_id    bigint,
  channel        text        NOT NULL,
  kind           text        NOT NULL,
  control_id     text        NOT NULL,
  sender         text        NOT NULL,
  receiver       text        NOT NULL,
  processing_id  text        NOT NULL,
  received_at    timestamptz NOT NULL,
  month          date        NOT NULL,
  outcome        text        NOT NULL,
  ack            bytea       NOT NULL,
  errors         json        NOT NULL,
  dedup_key      uuid,
  peer           text        NOT NULL,
  trace_id       text        NOT NULL,
  raw_size_bytes bigint      NOT NULL
);
CREATE UNIQUE INDEX messages_dedup ON messages (dedup_key) WHERE dedup_key IS NOT NULL;
CREATE INDEX messages_control ON messages (control_id);
CREATE INDEX messages_received ON messages (received_at) INCLUDE (channel, kind, outcome);
CREATE INDEX messages_channel ON messages (channel, received_at);
CREATE INDEX messages_refused ON messages (received_at, id) WHERE outcome <> 'AA';

CREATE TABLE documents (
  id                 bigint      PRIMARY KEY,
  message_id         bigint      NOT NULL,
  received_at        timestamptz NOT NULL,
  month              date        NOT NULL,
  channel            text        NOT NULL,
  sender             text        NOT NULL,
  control_id         text        NOT NULL,
  unique_id          text        NOT NULL,
  lineage            text        NOT NULL,
  version            integer,
  replaces           text,
  action             text        NOT NULL,
  type_code          text        NOT NULL,
  type_label         text        NOT NULL,
  title              text        NOT NULL,
  form               text        NOT NULL,
  patient_ins        text,
  patient_ins_oid    text,
  patient_label      text        NOT NULL,
  patient_birth_date text        NOT NULL,
  patient_sex        text        NOT NULL,
  patient_key        text        NOT NULL,
  created_at_source  text        NOT NULL,
  body_sha256        bytea       NOT NULL,
  body_size_bytes    bigint      NOT NULL,
  media_type         text        NOT NULL,
  request            json        NOT NULL,
  decisions          json        NOT NULL,
  verdict            text        NOT NULL,
  verdict_key        text,
  erased_at          timestamptz
);
CREATE INDEX documents_unique_id ON documents (unique_id);
CREATE INDEX documents_lineage ON documents (lineage);
CREATE INDEX documents_patient ON documents (patient_key);
CREATE INDEX documents_received ON documents (received_at, id);
CREATE INDEX documents_type ON documents (type_code, received_at, id);
CREATE INDEX documents_sender ON documents (sender, received_at, id);

-- Deliveries: the row is the queue. due: when it may be claimed again (the lease's end while it is leased, infinity when
-- parked or behind). insisting_since: its creation, or its last replay. not_before: its own wish. behind: an earlier one of its lane is not done. worker: who leases it.
-- token: fences every write of a lease; stays after a finish so that the same finish can be told again.
CREATE TABLE deliveries (
  id            bigint      PRIMARY KEY,
  document_id   bigint      NOT NULL,
  message_id    bigint      NOT NULL,
  destination   text        NOT NULL,
  action        text        NOT NULL,
  recipient     text        NOT NULL,
  lane          text        NOT NULL,
  plan          jsonb       NOT NULL,
  state         text        NOT NULL,
  attempts      integer     NOT NULL,
  interruptions integer     NOT NULL,
  created_at    timestamptz NOT NULL,
  insisting_since timestamptz NOT NULL,
  not_before    timestamptz NOT NULL,
  due           timestamptz NOT NULL,
  behind        boolean     NOT NULL,
  worker        bigint,
  token         uuid,
  done_at       timestamptz,
  reason        text        NOT NULL,
  cause_class   text,
  cause_code    text,
  cause_message text,
  cause_remedy  text,
  remote_answer jsonb       NOT NULL,
  dedup_key     uuid
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05,
        autovacuum_vacuum_cost_delay = 0);
CREATE INDEX deliveries_document ON deliveries (document_id, id);
CREATE INDEX deliveries_destination ON deliveries (destination, document_id, id);
CREATE INDEX deliveries_state ON deliveries (state, document_id, id)
  WHERE state IN ('waiting', 'asking', 'parked', 'refused', 'cancelled');
CREATE INDEX deliveries_cause ON deliveries (cause_code, document_id, id) WHERE state IN ('parked', 'refused');
CREATE INDEX deliveries_due ON deliveries (destination, due, id) WHERE done_at IS NULL AND NOT behind;
CREATE INDEX deliveries_lane ON deliveries (lane, id) INCLUDE (destination, state) WHERE done_at IS NULL;
CREATE UNIQUE INDEX deliveries_dedup ON deliveries (dedup_key) WHERE dedup_key IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (worker, id) WHERE worker IS NOT NULL;
CREATE INDEX deliveries_done ON deliveries (done_at) INCLUDE (destination, state) WHERE done_at IS NOT NULL;

-- Keys by which a later receipt finds its delivery.
CREATE TABLE correlations (
  key         text   NOT NULL,
  delivery_id bigint NOT NULL,
  PRIMARY KEY (key, delivery_id)
);
CREATE INDEX correlations_delivery ON correlations (delivery_id);

CREATE TABLE receipts (
  key         text        PRIMARY KEY,
  kind        text        NOT NULL,
  at          timestamptz NOT NULL,
  month       date        NOT NULL,
  delivery_id bigint,
  sha256      bytea       NOT NULL,
  size_bytes  bigint      NOT NULL
);
CREATE INDEX receipts_delivery ON receipts (delivery_id);
CREATE INDEX receipts_at ON receipts (at);

CREATE TABLE verdicts (
  cache_key text        PRIMARY KEY,
  state     text        NOT NULL,
  verdict   jsonb       NOT NULL,
  at        timestamptz NOT NULL
);

CREATE TABLE incidents (
  id        bigint      PRIMARY KEY,
  remote    text        NOT NULL,
  code      text        NOT NULL,
  message   text        NOT NULL,
  remedy    text        NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz
);
CREATE UNIQUE INDEX incidents_open ON incidents (remote) WHERE closed_at IS NULL;
CREATE INDEX incidents_opened ON incidents (opened_at);

CREATE TABLE channels (
  name       text        PRIMARY KEY,
  label      text        NOT NULL,
  direction  text        NOT NULL,
  state      text        NOT NULL CHECK (state IN ('running', 'paused')),
  reason     text        NOT NULL,
  actor      text        NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Months whose content or trace left with the retention, so that what is absent is known to be rightly so.
CREATE TABLE dropped_months (
  kind  text        NOT NULL CHECK (kind IN ('content', 'trace')),
  month date        NOT NULL,
  at    timestamptz NOT NULL,
  PRIMARY KEY (kind, month)
);
