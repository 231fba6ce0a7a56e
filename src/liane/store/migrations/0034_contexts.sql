-- Calls in context: a record system opens one patient for one professional, who then signs in and comes.

-- ticket: SHA-256 of the word in the one-time address, never the word. session: of who opened, empty without one.
-- until: end of the context once opened. ended_at: left by the professional, or closed by the caller.
CREATE TABLE contexts (
  id         text        PRIMARY KEY,
  ticket     bytea       NOT NULL UNIQUE,
  person_id  bigint      NOT NULL,
  identifier text        NOT NULL,
  purpose    text        NOT NULL,
  caller     text        NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  opened_at  timestamptz,
  session    text        NOT NULL DEFAULT '',
  until      timestamptz,
  ended_at   timestamptz
);
CREATE INDEX contexts_expiry ON contexts (expires_at);
CREATE INDEX contexts_in_force ON contexts (identifier, caller) WHERE opened_at IS NOT NULL AND ended_at IS NULL;
