-- Sign-in: sessions, requests on their way, phones that ring, forms kept for who must sign in again, tries counted.
-- Nothing here opens anything: cookies and states are kept as SHA-256, tokens and forms sealed with a key kept elsewhere.
CREATE TABLE sessions (
  id               bigint      PRIMARY KEY,
  token_hash       bytea       NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  identifier       text        NOT NULL,
  means            text        NOT NULL,
  professional     jsonb       NOT NULL,
  situation_key    text        NOT NULL DEFAULT '',
  issuer           text        NOT NULL DEFAULT '',
  provider_session text        NOT NULL DEFAULT '',
  tokens           bytea,
  access_until     timestamptz,
  renewable_until  timestamptz,
  renew_at         timestamptz,
  renewing_until   timestamptz,
  opened_at        timestamptz NOT NULL,
  signed_in_at     timestamptz NOT NULL,
  seen_at          timestamptz NOT NULL,
  address          text        NOT NULL DEFAULT '',
  browser          text        NOT NULL DEFAULT '',
  ended_at         timestamptz,
  ending           text        NOT NULL DEFAULT ''
);
CREATE INDEX sessions_of_person ON sessions (identifier) WHERE ended_at IS NULL;
CREATE INDEX sessions_of_provider ON sessions (provider_session) WHERE ended_at IS NULL AND provider_session <> '';
CREATE INDEX sessions_to_renew ON sessions (renew_at) WHERE ended_at IS NULL AND renew_at IS NOT NULL;
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE signin_requests (
  state_hash   bytea       PRIMARY KEY CHECK (octet_length(state_hash) = 32),
  browser_hash bytea       NOT NULL,
  sealed       bytea       NOT NULL,
  made_at      timestamptz NOT NULL
);
CREATE INDEX signin_requests_made ON signin_requests (made_at);

CREATE TABLE signin_phones (
  handle_hash  bytea       PRIMARY KEY CHECK (octet_length(handle_hash) = 32),
  browser_hash bytea       NOT NULL,
  sealed       bytea       NOT NULL,
  interval_s   integer     NOT NULL,
  poll_at      timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  is_sent      boolean     NOT NULL DEFAULT false
);
CREATE INDEX signin_phones_expired ON signin_phones (expires_at);

CREATE TABLE kept_forms (
  handle_hash  bytea       PRIMARY KEY CHECK (octet_length(handle_hash) = 32),
  browser_hash bytea       NOT NULL,
  owner        text        NOT NULL,
  sealed       bytea       NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX kept_forms_expired ON kept_forms (expires_at);

CREATE TABLE signin_attempts (
  key          text        PRIMARY KEY,
  count        integer     NOT NULL,
  since        timestamptz NOT NULL,
  barred_until timestamptz
);
CREATE INDEX signin_attempts_since ON signin_attempts (since);

-- One-time codes already used: none serves twice.
CREATE TABLE signin_codes (
  account text        NOT NULL,
  step    bigint      NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (account, step)
);
