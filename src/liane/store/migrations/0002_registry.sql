-- The registry of identities: persons, what they are known by, their history, stays, worklists, and what is told of them.
--
-- A person is never dropped by the month. The state of a person lies whole in one column; the others are what is searched
-- or counted. Numbers come from the sequence of the store.

-- events_seq, events_hash: head of the person's chain of events. verified_at: when INSi last gave or confirmed the INS.
-- searched: digest of what person_search was made from.
CREATE TABLE persons (
  id          bigint  PRIMARY KEY,
  version     integer NOT NULL,
  status      text    NOT NULL,
  merged_into bigint,
  verified_at timestamptz,
  events_seq  integer NOT NULL,
  events_hash bytea   NOT NULL,
  state       json    NOT NULL,
  searched    bytea   NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX persons_status ON persons (status, id) WHERE merged_into IS NULL;
CREATE INDEX persons_merged ON persons (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX persons_verified ON persons (verified_at, id) WHERE merged_into IS NULL AND status = 'qualifiée';

-- kind: local (held by one person only), ins (in force), former. folded: as it is searched (upper case, no blank, no
-- leading zero).
CREATE TABLE person_identifiers (
  person_id bigint NOT NULL,
  kind      text   NOT NULL CHECK (kind IN ('local', 'ins', 'former')),
  domain    text   NOT NULL,
  value     text   NOT NULL,
  folded    text   COLLATE "C" NOT NULL,
  PRIMARY KEY (person_id, kind, domain, value)
);
CREATE UNIQUE INDEX person_identifiers_held ON person_identifiers (domain, value) WHERE kind = 'local';
CREATE INDEX person_identifiers_ins ON person_identifiers (value, domain) WHERE kind = 'ins';
CREATE INDEX person_identifiers_folded ON person_identifiers (folded);

-- What the search looks into; apart, so that a change of status touches none of its indexes.
-- families: birth|used; givens: first|all|used; folded. keys, blocks: see store/registry_keys.py.
CREATE TABLE person_search (
  person_id  bigint  PRIMARY KEY,
  in_force   boolean NOT NULL,
  sex        text    NOT NULL,
  birth_date text    NOT NULL,
  families   text    NOT NULL,
  givens     text    NOT NULL,
  keys       text[]  NOT NULL,
  blocks     text[]  NOT NULL
);
CREATE INDEX person_search_keys ON person_search USING gin (keys) WITH (gin_pending_list_limit = 256);
CREATE INDEX person_search_blocks ON person_search USING gin (blocks) WITH (gin_pending_list_limit = 256);

-- The words that names are made of. near: the word and what is left of it when one letter is taken away, so that two words
-- one typing error apart share one. families, givens: how many persons bear it, counted now and then.
CREATE TABLE person_names (
  name     text    COLLATE "C" PRIMARY KEY,
  near     text[]  NOT NULL,
  families integer NOT NULL,
  givens   integer NOT NULL
);
CREATE INDEX person_names_near ON person_names USING gin (near) WITH (gin_pending_list_limit = 256);

CREATE TABLE person_events (
  id         bigint      NOT NULL,
  person_id  bigint      NOT NULL,
  seq        integer     NOT NULL,
  name       text        NOT NULL,
  actor      text        NOT NULL,
  at         timestamptz NOT NULL,
  data       json        NOT NULL,
  message_id bigint,
  hash       bytea       NOT NULL,
  PRIMARY KEY (person_id, seq)
);
CREATE INDEX person_events_at ON person_events (at, id);
CREATE TRIGGER person_events_stay BEFORE UPDATE OR DELETE ON person_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_events_are_not_emptied BEFORE TRUNCATE ON person_events EXECUTE FUNCTION refuse_truncate();

-- Before when the events of persons left with the retention, so that a chain without its beginning is known to be right.
CREATE TABLE dropped_histories (
  is_only boolean     PRIMARY KEY CHECK (is_only),
  before  timestamptz NOT NULL
);

CREATE TABLE alerts (
  id          bigint           PRIMARY KEY,
  kind        text             NOT NULL,
  at          timestamptz      NOT NULL,
  person_id   bigint           NOT NULL,
  other_id    bigint,
  document_id bigint,
  message_id  bigint,
  score       double precision NOT NULL,
  evidence    json             NOT NULL,
  dedup_key   text             NOT NULL,
  decision    text             NOT NULL,
  decided_by  text             NOT NULL,
  decided_at  timestamptz,
  reason      text             NOT NULL
);
CREATE UNIQUE INDEX alerts_open_once ON alerts (dedup_key) WHERE decided_at IS NULL AND dedup_key <> '';
CREATE INDEX alerts_open ON alerts (kind, at, id) WHERE decided_at IS NULL;
CREATE INDEX alerts_at ON alerts (at, id);
CREATE INDEX alerts_dedup ON alerts (dedup_key) WHERE dedup_key <> '';
CREATE INDEX alerts_person ON alerts (person_id, id);
CREATE INDEX alerts_other ON alerts (other_id, id) WHERE other_id IS NOT NULL;
CREATE INDEX alerts_decided ON alerts (decided_at) WHERE decided_at IS NOT NULL;

-- Messages to send to subscribers; the row is the queue. due: when it may be claimed (the lease's end while leased,
-- infinity when set aside or behind). behind: an earlier one of its lane is not done.
CREATE TABLE notices (
  id         bigint      PRIMARY KEY,
  subscriber text        NOT NULL,
  event      text        NOT NULL,
  control_id text        NOT NULL,
  person_id  bigint      NOT NULL,
  lane       text        NOT NULL,
  encoding   smallint    NOT NULL,
  message    bytea       NOT NULL,
  state      text        NOT NULL CHECK (state IN ('waiting', 'parked', 'sent', 'cancelled')),
  attempts   integer     NOT NULL,
  created_at timestamptz NOT NULL,
  not_before timestamptz NOT NULL,
  due        timestamptz NOT NULL,
  behind     boolean     NOT NULL,
  token      uuid,
  done_at    timestamptz,
  cause      text        NOT NULL,
  detail     text        NOT NULL,
  answer     bytea       NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX notices_due ON notices (due, id) WHERE done_at IS NULL AND NOT behind;
CREATE INDEX notices_lane ON notices (lane, id) WHERE done_at IS NULL;
CREATE INDEX notices_open ON notices (subscriber, id) WHERE done_at IS NULL;
CREATE INDEX notices_person ON notices (person_id, id);
CREATE INDEX notices_done ON notices (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE stays (
  id             bigint PRIMARY KEY,
  person_id      bigint NOT NULL,
  visit_domain   text   NOT NULL,
  visit_number   text   NOT NULL,
  account_domain text   NOT NULL,
  account_number text   NOT NULL,
  state          text   NOT NULL,
  unit           text   NOT NULL,
  unit_label     text   NOT NULL,
  admitted       text   COLLATE "C" NOT NULL,
  discharged     text   COLLATE "C" NOT NULL,
  facts          json   NOT NULL
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX stays_number ON stays (visit_number, visit_domain) WHERE visit_number <> '';
CREATE INDEX stays_account ON stays (account_number) WHERE account_number <> '';
CREATE INDEX stays_person ON stays (person_id, id);
CREATE INDEX stays_open ON stays (unit, id) INCLUDE (person_id) WHERE state = 'en cours';
CREATE INDEX stays_admitted ON stays (admitted, id) INCLUDE (person_id, unit);

CREATE TABLE movements (
  stay_id  bigint  NOT NULL,
  position integer NOT NULL,
  domain   text    NOT NULL,
  number   text    NOT NULL,
  facts    json    NOT NULL,
  PRIMARY KEY (stay_id, position)
);

CREATE TABLE insi_calls (
  id               bigint      PRIMARY KEY,
  at               timestamptz NOT NULL,
  operation        text        NOT NULL,
  actor            text        NOT NULL,
  certificate      text        NOT NULL,
  message_id       text        NOT NULL,
  code             text        NOT NULL,
  label            text        NOT NULL,
  outcome          text        NOT NULL,
  duration_ms      integer     NOT NULL,
  person_id        bigint,
  lot_id           bigint,
  request_encoding smallint    NOT NULL,
  request          bytea       NOT NULL,
  answer_encoding  smallint    NOT NULL,
  answer           bytea       NOT NULL,
  is_erased        boolean     NOT NULL
);
CREATE INDEX insi_calls_at ON insi_calls (at, id) INCLUDE (operation, code, outcome);
CREATE INDEX insi_calls_person ON insi_calls (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX insi_calls_lot ON insi_calls (lot_id, id) WHERE lot_id IS NOT NULL;
CREATE INDEX insi_calls_kept ON insi_calls (at) WHERE NOT is_erased;

-- To whom a document belongs. A merge moves nothing: the person in force is at the end of the chain of merges.
CREATE TABLE document_persons (
  document_id bigint      PRIMARY KEY,
  person_id   bigint      NOT NULL,
  how         text        NOT NULL,
  at          timestamptz NOT NULL
);
CREATE INDEX document_persons_person ON document_persons (person_id, document_id);

-- Identity messages, in the order in which they were accepted. position is drawn under a lock that is held until the
-- commit: whoever sees one position has seen, or could have seen, all those below it, whatever the number of nodes.
CREATE SEQUENCE identity_positions;
CREATE TABLE identity_messages (
  position   bigint NOT NULL,
  message_id bigint PRIMARY KEY,
  month      date   NOT NULL,
  state      text   NOT NULL CHECK (state IN ('pending', 'applied', 'failed')),
  error      text   NOT NULL,
  ended_at   timestamptz
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX identity_messages_pending ON identity_messages (position) WHERE state = 'pending';
CREATE INDEX identity_messages_failed ON identity_messages (position) WHERE state = 'failed';

CREATE FUNCTION await_identity_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7243, 1);
  INSERT INTO liane.identity_messages
  VALUES (nextval('liane.identity_positions'), NEW.id, NEW.month, 'pending', '', NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER messages_of_identity AFTER INSERT ON messages FOR EACH ROW
  WHEN (NEW.channel = 'identités' AND NEW.outcome IN ('AA', 'CA')) EXECUTE FUNCTION await_identity_message();
