-- Memory of the simulated producing application: what it sent, what came back.
CREATE TABLE IF NOT EXISTS sent (
    id INTEGER PRIMARY KEY,
    control_id TEXT NOT NULL,
    message_type TEXT NOT NULL,
    label TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    message BLOB NOT NULL,
    outcome TEXT NOT NULL,
    ack BLOB,
    answered_at TEXT
);
CREATE INDEX IF NOT EXISTS sent_control_id ON sent (control_id);
CREATE TABLE IF NOT EXISTS zams (
    id INTEGER PRIMARY KEY,
    sender TEXT NOT NULL,
    control_id TEXT NOT NULL,
    event TEXT NOT NULL,
    request_control_id TEXT NOT NULL,
    is_positive INTEGER NOT NULL,
    mailbox TEXT NOT NULL,
    error_code TEXT NOT NULL,
    error_label TEXT NOT NULL,
    error_table TEXT NOT NULL,
    received_at TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    message BLOB NOT NULL,
    UNIQUE (sender, control_id)
);
CREATE INDEX IF NOT EXISTS zams_request ON zams (request_control_id);
CREATE TABLE IF NOT EXISTS rejects (
    id INTEGER PRIMARY KEY,
    received_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    message BLOB NOT NULL
);
