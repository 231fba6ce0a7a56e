-- Answers to what comes in: prescriptions that patients send to a pharmacy, the texts of the answers, and the patients
-- whose mailbox (Mon espace santé) does not take mails. An answer itself is a delivery of the kept mail.

-- One row per item that brings a prescription. Its history is in the journal of the item.
CREATE TABLE intake_prescriptions (
  item_id     bigint      PRIMARY KEY,
  version     integer     NOT NULL DEFAULT 1,
  state       text        NOT NULL CHECK (state IN ('received', 'to_prepare', 'ready', 'incomplete', 'refused', 'given')),
  door        text        NOT NULL,
  unit        text        NOT NULL,
  person_id   bigint,
  is_first    boolean     NOT NULL,
  received_at timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  changed_by  text        NOT NULL,
  note        text        NOT NULL DEFAULT ''
);
CREATE INDEX intake_prescriptions_open ON intake_prescriptions (received_at, item_id)
  WHERE state NOT IN ('refused', 'given');
CREATE INDEX intake_prescriptions_state ON intake_prescriptions (state, received_at, item_id);

-- Texts of answers as this establishment wrote them; those that it did not change are in the code.
CREATE TABLE intake_texts (
  key        text        PRIMARY KEY,
  body       text        NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text        NOT NULL
);

-- Patients whose mailbox did not take a mail, by its address: closed, or no profile. A mail from them clears it.
CREATE TABLE patient_mailboxes (
  address     text        PRIMARY KEY,
  state       text        NOT NULL CHECK (state IN ('open', 'closed', 'unknown')),
  person_id   bigint,
  since       timestamptz NOT NULL,
  delivery_id bigint,
  words       text        NOT NULL DEFAULT ''
);
CREATE INDEX patient_mailboxes_person ON patient_mailboxes (person_id) WHERE person_id IS NOT NULL;
