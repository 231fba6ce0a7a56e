-- What comes in by mailboxes, folders and uploads: mails kept once, and the worklist of what a person must handle.
-- Bytes are in `bodies`, under their hash, in the month of their reception. The journal of a mail or of an item is the
-- chain named by minus its number.

-- One row per mail and mailbox. key: mailbox and bytes. state: kept, settled (all that follows from it is written).
CREATE TABLE intake_mails (
  id          bigint      PRIMARY KEY,
  key         uuid        NOT NULL UNIQUE,
  mailbox     text        NOT NULL,
  received_at timestamptz NOT NULL,
  month       date        NOT NULL,
  sha256      bytea       NOT NULL,
  size_bytes  bigint      NOT NULL,
  is_oversize boolean     NOT NULL,
  state       text        NOT NULL CHECK (state IN ('kept', 'settled')),
  kind        text        NOT NULL DEFAULT '',
  folder      text        NOT NULL DEFAULT '',
  settled_at  timestamptz
);
CREATE INDEX intake_mails_received ON intake_mails (received_at, id);
CREATE INDEX intake_mails_mailbox ON intake_mails (mailbox, id);
CREATE INDEX intake_mails_open ON intake_mails (id) WHERE state = 'kept';

CREATE TABLE intake_items (
  id           bigint      PRIMARY KEY,
  dedup_key    uuid        NOT NULL UNIQUE,
  version      integer     NOT NULL DEFAULT 1,
  source       text        NOT NULL,
  kind         text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('waiting', 'filed', 'sent_back', 'set_aside')),
  door         text        NOT NULL,
  received_at  timestamptz NOT NULL,
  month        date        NOT NULL,
  code         text        NOT NULL,
  reason       text        NOT NULL,
  remedy       text        NOT NULL,
  sender       text        NOT NULL,
  sender_label text        NOT NULL,
  subject      text        NOT NULL,
  message_id   text        NOT NULL,
  mail_sha256  text        NOT NULL,
  files        jsonb       NOT NULL,
  findings     jsonb       NOT NULL,
  person_id    bigint,
  document_id  bigint,
  unit         text        NOT NULL,
  target       text        NOT NULL,
  details      jsonb       NOT NULL,
  reading      jsonb,
  assigned_to  text        NOT NULL DEFAULT '',
  locked_by    text        NOT NULL DEFAULT '',
  locked_until timestamptz,
  decision     jsonb,
  decided_at   timestamptz
);
CREATE INDEX intake_items_waiting ON intake_items (id) WHERE state = 'waiting';
CREATE INDEX intake_items_state ON intake_items (state, id);
CREATE INDEX intake_items_person ON intake_items (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX intake_items_message ON intake_items (message_id) WHERE message_id <> '';
