-- Critical biology among what comes in: which documents were looked at, and those of which a person must know at once.
-- Nothing of the results is kept here: the document says them. item_id: of the worklist, or of the document that a mail
-- brought and that was filed without a person. number: results that the laboratory calls critical, 0 for none.

CREATE TABLE critical_readings (
  item_id   bigint      PRIMARY KEY,
  number    integer     NOT NULL,
  person_id bigint,
  unit      text        NOT NULL DEFAULT '',
  found_at  timestamptz NOT NULL,
  told_at   timestamptz,
  tries     integer     NOT NULL DEFAULT 0,
  seen_by   text        NOT NULL DEFAULT '',
  seen_at   timestamptz
);
CREATE INDEX critical_readings_open ON critical_readings (found_at, item_id) WHERE number > 0 AND seen_at IS NULL;
CREATE INDEX critical_readings_to_tell ON critical_readings (item_id) WHERE number > 0 AND told_at IS NULL;

-- What came in before is not looked at again.
INSERT INTO critical_readings (item_id, number, found_at)
SELECT id, 0, received_at FROM intake_items WHERE kind = 'document' AND id > (SELECT max(id) FROM intake_items) - 10000
UNION
SELECT item_id, 0, filed_at FROM intake_automatic
WHERE item_id = document_id AND item_id > (SELECT max(item_id) FROM intake_automatic) - 10000;
