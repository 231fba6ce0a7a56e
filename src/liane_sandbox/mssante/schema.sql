PRAGMA page_size = 32768;
PRAGMA journal_mode = WAL;
-- A simulator: what was said survives the end of the process, not a power cut.
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = ON;

CREATE TABLE IF NOT EXISTS domains (
  domain TEXT PRIMARY KEY,
  operator TEXT NOT NULL,
  size_bytes_max INTEGER NOT NULL,
  is_citizen INTEGER NOT NULL DEFAULT 0,
  on_demand INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS mailboxes (
  address TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'open',
  is_full INTEGER NOT NULL DEFAULT 0,
  certificate_cn TEXT NOT NULL DEFAULT '',
  script TEXT NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS dispensations (
  citizen TEXT NOT NULL,
  pharmacy TEXT NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (citizen, pharmacy, day)
);

CREATE TABLE IF NOT EXISTS folders (
  id INTEGER PRIMARY KEY,
  mailbox TEXT NOT NULL REFERENCES mailboxes (address),
  name TEXT NOT NULL,
  uid_validity INTEGER NOT NULL,
  uid_next INTEGER NOT NULL DEFAULT 1,
  UNIQUE (mailbox, name)
);

CREATE TABLE IF NOT EXISTS contents (
  id INTEGER PRIMARY KEY,
  raw BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS submissions (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  identity TEXT NOT NULL,
  sender TEXT NOT NULL,
  recipient TEXT NOT NULL,
  message_id TEXT NOT NULL,
  envelope_id TEXT NOT NULL,
  notify TEXT NOT NULL,
  original_recipient TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '',
  lint TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX IF NOT EXISTS submissions_message ON submissions (message_id, recipient);

CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders (id),
  uid INTEGER NOT NULL,
  flags TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL,
  trace BLOB NOT NULL,
  content_id INTEGER NOT NULL REFERENCES contents (id),
  size INTEGER NOT NULL,
  kind TEXT NOT NULL,
  message_id TEXT NOT NULL,
  in_reply_to TEXT NOT NULL DEFAULT '',
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  is_final INTEGER NOT NULL DEFAULT 0,
  read_receipt_to TEXT NOT NULL DEFAULT '',
  opened_at TEXT,
  lint TEXT NOT NULL DEFAULT '[]',
  UNIQUE (folder_id, uid)
);
CREATE INDEX IF NOT EXISTS messages_identity ON messages (message_id);
CREATE INDEX IF NOT EXISTS messages_content ON messages (content_id);

CREATE TABLE IF NOT EXISTS receipts (
  id INTEGER PRIMARY KEY,
  due TEXT NOT NULL,
  recipient TEXT NOT NULL,
  mailbox TEXT NOT NULL,
  raw BLOB NOT NULL,
  kind TEXT NOT NULL,
  message_id TEXT NOT NULL,
  delivered_at TEXT
);
CREATE INDEX IF NOT EXISTS receipts_due ON receipts (due) WHERE delivered_at IS NULL;

CREATE TABLE IF NOT EXISTS traces (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  service TEXT NOT NULL,
  identity TEXT NOT NULL,
  peer TEXT NOT NULL,
  action TEXT NOT NULL,
  answer TEXT NOT NULL
);
