-- Contexts shown inside a record system of another site: the frame holds a secret of its own, for one context.

-- secret: SHA-256 of the frame's cookie. number: shown in the frame, typed in the window where the person signed in.
-- session, situation, browser: of who confirmed there (browser: SHA-256 of the secret of that window's browser).
-- taken_at: the frame came back for it, under a new secret. ended_at: replaced by the next one, or refused.
CREATE TABLE context_frames (
  id           text        PRIMARY KEY,
  secret       bytea       NOT NULL UNIQUE,
  context_id   text        NOT NULL REFERENCES contexts (id) ON DELETE CASCADE,
  number       text        NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  tries        integer     NOT NULL DEFAULT 0,
  session      bigint,
  situation    text        NOT NULL DEFAULT '',
  browser      bytea,
  confirmed_at timestamptz,
  taken_at     timestamptz,
  ended_at     timestamptz
);
CREATE INDEX context_frames_context ON context_frames (context_id);
