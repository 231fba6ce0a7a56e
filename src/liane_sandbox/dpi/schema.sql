-- What the simulated patient record software was sent: one row per message, however often it came.
CREATE TABLE IF NOT EXISTS received (
    id INTEGER PRIMARY KEY,
    sender TEXT NOT NULL,
    control_id TEXT NOT NULL,
    message_type TEXT NOT NULL,
    received_at TEXT NOT NULL,
    ack_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    message BLOB NOT NULL,
    UNIQUE (sender, control_id)
);

-- What it holds of documents handed over: every version, the current one not replaced and not deleted.
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY,
    unique_id TEXT NOT NULL UNIQUE,
    replaces TEXT NOT NULL,
    state TEXT NOT NULL,
    ipp TEXT NOT NULL,
    type_code TEXT NOT NULL,
    type_label TEXT NOT NULL,
    title TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BLOB NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    filed_at TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    door TEXT NOT NULL DEFAULT 'HL7 v2',
    handed TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS documents_patient ON documents (ipp, id);
