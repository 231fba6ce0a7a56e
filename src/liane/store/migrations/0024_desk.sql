-- The desk of the reception: how long a person had each item on screen, the second look, pages turned, patients awaited,
-- senders whose mails without a document are not wanted.

-- opened_at, opened_by: since when whoever holds the item has had it on screen. worked_ms: from there to their decision,
-- null when it was decided without being opened. proposal: what a first person chose, where a second one must agree.
-- turns: quarters by which a person turned the pages, by file.
ALTER TABLE intake_items
  ADD COLUMN opened_at timestamptz,
  ADD COLUMN opened_by text NOT NULL DEFAULT '',
  ADD COLUMN worked_ms integer,
  ADD COLUMN proposal jsonb,
  ADD COLUMN turns jsonb;
CREATE INDEX intake_items_worked ON intake_items (decided_at) WHERE worked_ms IS NOT NULL;
CREATE INDEX intake_items_waiting_document ON intake_items ((details -> 'document' ->> 'unique_id'))
  WHERE state = 'waiting' AND kind = 'document';

-- Items whose patient is not known yet. is_creation: somebody asked identity-vigilance to create the identity.
CREATE TABLE intake_awaited (
  item_id     bigint      PRIMARY KEY,
  is_creation boolean     NOT NULL,
  ins         text        NOT NULL DEFAULT '',
  oid         text        NOT NULL DEFAULT '',
  family      text        NOT NULL DEFAULT '',
  given       text        NOT NULL DEFAULT '',
  birth_date  text        NOT NULL DEFAULT '',
  sex         text        NOT NULL DEFAULT '',
  asked_by    text        NOT NULL,
  asked_at    timestamptz NOT NULL,
  looked_at   timestamptz NOT NULL
);
CREATE INDEX intake_awaited_looked ON intake_awaited (looked_at, item_id);

CREATE TABLE intake_unwanted (
  sender    text        PRIMARY KEY,
  asked_by  text        NOT NULL,
  asked_at  timestamptz NOT NULL,
  reason    text        NOT NULL DEFAULT ''
);
