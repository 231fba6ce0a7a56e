-- Proofs of identity asked by an API client before a sensitive act: one person, one act, one patient, one document, once.

-- id: SHA-256 of the word that the client holds. sealed: what the provider knows the request by, with its number.
-- proven_at: the person accepted. used_at: the act was asked with it. ended_at: refused, expired or void.
CREATE TABLE api_proofs (
  id         bytea       PRIMARY KEY CHECK (octet_length(id) = 32),
  identifier text        NOT NULL,
  act        text        NOT NULL,
  person_id  bigint      NOT NULL,
  document   text        NOT NULL,
  sealed     bytea       NOT NULL,
  interval_s integer     NOT NULL,
  created_at timestamptz NOT NULL,
  poll_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  is_sent    boolean     NOT NULL DEFAULT false,
  proven_at  timestamptz,
  used_at    timestamptz,
  ended_at   timestamptz
);
CREATE INDEX api_proofs_expired ON api_proofs (expires_at);
CREATE INDEX api_proofs_person ON api_proofs (identifier) WHERE used_at IS NULL AND ended_at IS NULL;
