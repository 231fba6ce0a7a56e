CREATE TABLE IF NOT EXISTS documents (
  unique_id TEXT PRIMARY KEY,
  body BLOB NOT NULL,
  sha1 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  media_type TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS lots (
  id INTEGER PRIMARY KEY,
  entry_uuid TEXT NOT NULL UNIQUE,
  unique_id TEXT NOT NULL UNIQUE,
  ins TEXT NOT NULL,
  ins_oid TEXT NOT NULL,
  transaction_name TEXT NOT NULL,
  submission_time TEXT NOT NULL,
  received_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  package BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS lots_by_patient ON lots (ins, submission_time);
CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY,
  entry_uuid TEXT NOT NULL UNIQUE,
  lid TEXT NOT NULL,
  version INTEGER NOT NULL,
  unique_id TEXT NOT NULL,
  lot_uuid TEXT NOT NULL,
  ins TEXT NOT NULL,
  ins_oid TEXT NOT NULL,
  status TEXT NOT NULL,
  is_signature INTEGER NOT NULL,
  structure TEXT NOT NULL,
  person TEXT NOT NULL,
  received_at TEXT NOT NULL,
  fiche BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS entries_by_patient ON entries (ins, status);
CREATE INDEX IF NOT EXISTS entries_by_unique_id ON entries (unique_id);
CREATE INDEX IF NOT EXISTS entries_by_lid ON entries (lid);
CREATE TABLE IF NOT EXISTS associations (
  id INTEGER PRIMARY KEY,
  entry_uuid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  lot_uuid TEXT NOT NULL,
  set_status TEXT NOT NULL,
  previous_version TEXT NOT NULL,
  original_status TEXT NOT NULL,
  new_status TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS associations_by_source ON associations (source);
CREATE INDEX IF NOT EXISTS associations_by_target ON associations (target);
CREATE TABLE IF NOT EXISTS folders (
  ins TEXT PRIMARY KEY,
  status TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS traces (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  service TEXT NOT NULL,
  action TEXT NOT NULL,
  message_id TEXT NOT NULL,
  ins TEXT NOT NULL,
  actor TEXT NOT NULL,
  mode TEXT NOT NULL,
  outcome TEXT NOT NULL,
  codes TEXT NOT NULL,
  context TEXT NOT NULL,
  fault TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  request BLOB NOT NULL,
  response BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS grants (
  ins TEXT NOT NULL,
  actor TEXT NOT NULL,
  is_structure INTEGER NOT NULL,
  name TEXT NOT NULL,
  specialty TEXT NOT NULL,
  mode TEXT NOT NULL,
  is_mt INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  last_action_at TEXT NOT NULL,
  PRIMARY KEY (ins, actor)
);
CREATE TABLE IF NOT EXISTS oppositions (
  ins TEXT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (ins, kind)
);
