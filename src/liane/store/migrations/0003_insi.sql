-- INSi: questions asked while the téléservice was away, and lots. Numbers come from the sequence of the store.

-- The row is the queue. question: what was asked, as JSON. One question of a kind waits per person.
CREATE TABLE insi_deferred (
  id        bigint      PRIMARY KEY,
  kind      text        NOT NULL CHECK (kind IN ('traits', 'carte', 'vérification')),
  person_id bigint      NOT NULL,
  asked_by  text        NOT NULL,
  asked_at  timestamptz NOT NULL,
  due       timestamptz NOT NULL,
  attempts  integer     NOT NULL,
  question  json        NOT NULL,
  state     text        NOT NULL CHECK (state IN ('en attente', 'faite', 'abandonnée')),
  ended_at  timestamptz,
  outcome   text        NOT NULL,
  call_id   bigint
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX insi_deferred_once ON insi_deferred (person_id, kind) WHERE state = 'en attente';
CREATE INDEX insi_deferred_due ON insi_deferred (due, id) WHERE state = 'en attente';
CREATE INDEX insi_deferred_ended ON insi_deferred (ended_at) WHERE ended_at IS NOT NULL;

-- due: when it may be worked on; the end of the lease while a node works on it.
CREATE TABLE insi_lots (
  id       bigint      PRIMARY KEY,
  kind     text        NOT NULL CHECK (kind IN ('vérification', 'récupération')),
  label    text        NOT NULL,
  asked_by text        NOT NULL,
  asked_at timestamptz NOT NULL,
  state    text        NOT NULL CHECK (state IN ('en cours', 'en pause', 'terminé', 'annulé')),
  reason   text        NOT NULL,
  due      timestamptz NOT NULL,
  failures integer     NOT NULL,
  trouble  text        NOT NULL,
  ended_at timestamptz
);
CREATE INDEX insi_lots_due ON insi_lots (due, id) WHERE state = 'en cours';

-- matricule, oid: the INS that was sent to be verified. deposit: number that INSi gave to the part of the lot;
-- place: of the line in it.
CREATE TABLE insi_lot_lines (
  lot_id    bigint      NOT NULL REFERENCES insi_lots ON DELETE CASCADE,
  rank      integer     NOT NULL,
  person_id bigint      NOT NULL,
  state     text        NOT NULL,
  matricule text        NOT NULL,
  oid       text        NOT NULL,
  deposit   text        NOT NULL,
  place     integer     NOT NULL,
  code      text        NOT NULL,
  call_id   bigint,
  ended_at  timestamptz,
  PRIMARY KEY (lot_id, rank)
) WITH (fillfactor = 80);
CREATE INDEX insi_lot_lines_open ON insi_lot_lines (lot_id, rank) WHERE ended_at IS NULL;
CREATE INDEX insi_lot_lines_person ON insi_lot_lines (person_id, lot_id);
