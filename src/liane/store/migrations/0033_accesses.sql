-- The trail of accesses: who saw or did what, when, whence, with what outcome. One chain for the whole installation.
--
-- seq: rank of the line, without a gap. hash: of the line before and of all the columns of this one. month: that of the
-- line, never before the month of the line that precedes it, so that a month that leaves is a beginning of the chain.

CREATE TABLE accesses (
  month      date        NOT NULL,
  seq        bigint      NOT NULL,
  at         timestamptz NOT NULL,
  act        text        NOT NULL,
  outcome    text        NOT NULL,
  operator   text        NOT NULL,
  identifier text        NOT NULL,
  roles      text        NOT NULL,
  unit       text        NOT NULL,
  means      text        NOT NULL,
  situation  json        NOT NULL,
  session    text        NOT NULL,
  person_id  bigint,
  target     text        NOT NULL,
  reason     text        NOT NULL,
  address    text        NOT NULL,
  detail     json        NOT NULL,
  hash       bytea       NOT NULL,
  PRIMARY KEY (seq, month)
) PARTITION BY LIST (month);
CREATE INDEX accesses_at ON accesses (at, seq);
CREATE INDEX accesses_person ON accesses (person_id, at, seq) WHERE person_id IS NOT NULL;
CREATE INDEX accesses_operator ON accesses (operator, at, seq);
CREATE INDEX accesses_act ON accesses (act, at, seq);

CREATE TRIGGER accesses_stay BEFORE UPDATE OR DELETE ON accesses FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER accesses_are_not_emptied BEFORE TRUNCATE ON accesses EXECUTE FUNCTION refuse_truncate();

-- The end of the chain: the row that is locked to append.
CREATE TABLE access_head (
  is_head boolean PRIMARY KEY DEFAULT true CHECK (is_head),
  seq     bigint  NOT NULL,
  hash    bytea   NOT NULL,
  month   date    NOT NULL
);
INSERT INTO access_head VALUES (true, 0, decode(repeat('00', 32), 'hex'), '1970-01-01');

-- What left with the retention: the last line of each month that was dropped, from which the chain goes on.
CREATE TABLE access_cuts (
  month      date        PRIMARY KEY,
  seq        bigint      NOT NULL,
  hash       bytea       NOT NULL,
  dropped_at timestamptz NOT NULL
);

-- Who appears in the trail, to search by a part of a name.
CREATE TABLE access_operators (
  operator   text NOT NULL,
  identifier text NOT NULL,
  folded     text NOT NULL,
  PRIMARY KEY (operator, identifier)
);

CREATE FUNCTION ensure_access_month(wanted date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  child text := 'accesses' || to_char(wanted, '_YYYY_MM');
BEGIN
  PERFORM pg_advisory_xact_lock(7241, 2);
  IF to_regclass('liane.' || child) IS NULL THEN
    EXECUTE format('CREATE TABLE liane.%I (LIKE liane.accesses INCLUDING ALL)', child);
    EXECUTE format(
      'CREATE TRIGGER accesses_are_not_emptied BEFORE TRUNCATE ON liane.%I EXECUTE FUNCTION liane.refuse_truncate()',
      child);
    EXECUTE format('ALTER TABLE liane.accesses ATTACH PARTITION liane.%I FOR VALUES IN (%L)', child, wanted);
  END IF;
END $$;

-- What was last proved of the chain, and by whom it was asked.
CREATE TABLE access_checks (
  id         bigint      PRIMARY KEY,
  at         timestamptz NOT NULL,
  asked_by   text        NOT NULL,
  lines      bigint      NOT NULL,
  seq        bigint      NOT NULL,
  hash       bytea       NOT NULL,
  broken_seq bigint,
  reason     text        NOT NULL
);

-- How far each reader of the trail went: the collectors it is forwarded to, the search for anomalies.
CREATE TABLE access_readers (
  name         text        PRIMARY KEY,
  seq          bigint      NOT NULL,
  leased_by    uuid,
  leased_until timestamptz,
  failures     integer     NOT NULL DEFAULT 0,
  problem      text        NOT NULL DEFAULT '',
  due          timestamptz NOT NULL DEFAULT '-infinity'
);

-- Accesses out of the ordinary: one row per rule and occasion, with what was asked and answered about it.
-- state: open, asked (the person was asked why), answered, closed. verdict: legitimate, breach.
CREATE TABLE access_anomalies (
  id            bigint      PRIMARY KEY,
  key           text        NOT NULL UNIQUE,
  rule          text        NOT NULL,
  found_at      timestamptz NOT NULL,
  last_at       timestamptz NOT NULL,
  operator      text        NOT NULL,
  identifier    text        NOT NULL,
  unit          text        NOT NULL,
  person_id     bigint,
  lines         bigint[]    NOT NULL,
  occurrences   integer     NOT NULL,
  sentence      text        NOT NULL,
  state         text        NOT NULL CHECK (state IN ('open', 'asked', 'answered', 'closed')),
  version       integer     NOT NULL DEFAULT 1,
  asked_by      text        NOT NULL DEFAULT '',
  asked_at      timestamptz,
  justification text        NOT NULL DEFAULT '',
  answered_at   timestamptz,
  verdict       text        NOT NULL DEFAULT '' CHECK (verdict IN ('', 'legitimate', 'breach')),
  conclusion    text        NOT NULL DEFAULT '',
  closed_by     text        NOT NULL DEFAULT '',
  closed_at     timestamptz
);
CREATE INDEX access_anomalies_work ON access_anomalies (id) WHERE state <> 'closed';
CREATE INDEX access_anomalies_operator ON access_anomalies (operator, id);
