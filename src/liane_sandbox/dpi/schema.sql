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
