-- What the people of the reception teach: material of each reading until it is decided, lessons by sender, examples of types,
-- adaptations of the model of types. No text, no picture, no value of a patient: places, digests, codes, weights.
CREATE TABLE intake_material (
  item_id bigint      PRIMARY KEY,
  at      timestamptz NOT NULL,
  sender  text        NOT NULL,
  salt    text        NOT NULL,
  uses    jsonb       NOT NULL,
  content jsonb       NOT NULL
);
CREATE INDEX intake_material_at ON intake_material (at);

CREATE TABLE intake_lessons (
  id            bigint      PRIMARY KEY,
  sender        text        NOT NULL,
  kind          text        NOT NULL,
  field         text        NOT NULL,
  given         text        NOT NULL,
  chosen        text        NOT NULL,
  place         jsonb,
  agreeing      integer     NOT NULL,
  contradicting integer     NOT NULL,
  state         text        NOT NULL,
  used          integer     NOT NULL DEFAULT 0,
  changed_at    timestamptz NOT NULL,
  changed_by    text        NOT NULL,
  reason        text        NOT NULL DEFAULT '',
  UNIQUE (sender, kind, field, given)
);

CREATE TABLE intake_type_examples (
  item_id  bigint      PRIMARY KEY,
  at       timestamptz NOT NULL,
  code     text        NOT NULL,
  features jsonb       NOT NULL
);
CREATE INDEX intake_type_examples_at ON intake_type_examples (at);

-- state: ombre (measured, not used), en service, retiré.
CREATE TABLE intake_type_models (
  id         bigint      PRIMARY KEY,
  made_at    timestamptz NOT NULL,
  state      text        NOT NULL CHECK (state IN ('ombre', 'en service', 'retiré')),
  card       jsonb       NOT NULL,
  data       bytea       NOT NULL,
  seen       integer     NOT NULL DEFAULT 0,
  right_now  integer     NOT NULL DEFAULT 0,
  right_then integer     NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL,
  changed_by text        NOT NULL,
  reason     text        NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX intake_type_models_one ON intake_type_models (state) WHERE state = 'en service';

-- Where the observation of decided items stands: the last decision seen.
CREATE TABLE intake_learning (
  is_only    boolean     PRIMARY KEY CHECK (is_only),
  decided_at timestamptz NOT NULL,
  item_id    bigint      NOT NULL,
  trained_at timestamptz
);
INSERT INTO intake_learning VALUES (true, '-infinity', 0, NULL);
CREATE INDEX intake_items_decided ON intake_items (decided_at, id) WHERE decided_at IS NOT NULL;
