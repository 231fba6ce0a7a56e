-- Alerts sent outside Liane: one notice per incident, phase and channel, written before it is sent and kept with its end.
-- since: from when the incidents of a channel are told; a channel that is set anew does not tell the past.
CREATE TABLE alert_channels (
  channel text        PRIMARY KEY,
  since   timestamptz NOT NULL
);

CREATE TABLE alert_notices (
  incident_id bigint      NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  phase       text        NOT NULL CHECK (phase IN ('opened', 'closed')),
  channel     text        NOT NULL,
  created_at  timestamptz NOT NULL,
  due         timestamptz NOT NULL,
  attempts    integer     NOT NULL DEFAULT 0,
  problem     text        NOT NULL DEFAULT '',
  done_at     timestamptz,
  was_sent    boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (incident_id, phase, channel)
);
CREATE INDEX alert_notices_due ON alert_notices (due) WHERE done_at IS NULL;
