-- The order of the records proposed, learnt from what people chose: examples (scores and how each trait compares, no value), and
-- corrections of the weights. Both shelves of models also count wrong patients, and know which one they replaced.
ALTER TABLE intake_type_models
  ADD COLUMN wrong_now  integer NOT NULL DEFAULT 0,
  ADD COLUMN wrong_then integer NOT NULL DEFAULT 0,
  ADD COLUMN replaced   bigint;

CREATE TABLE intake_rank_models (LIKE intake_type_models INCLUDING ALL);

CREATE TABLE intake_rank_examples (
  item_id bigint      PRIMARY KEY,
  at      timestamptz NOT NULL,
  chosen  integer     NOT NULL,
  records jsonb       NOT NULL
);
CREATE INDEX intake_rank_examples_at ON intake_rank_examples (at);
