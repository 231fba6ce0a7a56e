CREATE TABLE IF NOT EXISTS calls (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  operation TEXT NOT NULL,
  message_id TEXT NOT NULL,
  certificate TEXT NOT NULL,
  sender TEXT NOT NULL,
  idam TEXT NOT NULL,
  sought TEXT NOT NULL,
  asked TEXT NOT NULL,
  outcome TEXT NOT NULL,
  codes TEXT NOT NULL,
  context TEXT NOT NULL,
  fault TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  request BLOB NOT NULL,
  response BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS lots (
  number TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  at TEXT NOT NULL,
  verdicts TEXT NOT NULL
);
