-- Documents held from the patient until they were announced: one row per version, and the requests still to be looked at.

CREATE TABLE announcements (
  unique_id       text        PRIMARY KEY,
  lineage         text        NOT NULL,
  document_id     bigint      NOT NULL,
  type_code       text        NOT NULL,
  held_at         timestamptz NOT NULL,
  origin          text        NOT NULL,
  reason          text        NOT NULL,
  held_by         text        NOT NULL DEFAULT '',
  state           text        NOT NULL CHECK (state IN ('waiting', 'released', 'superseded', 'deleted')),
  fed_hidden      boolean     NOT NULL DEFAULT false,
  visibility      text        NOT NULL CHECK (visibility IN ('hidden', 'to_do', 'done', 'not_needed')),
  visibility_note text        NOT NULL DEFAULT '',
  mail            text        NOT NULL CHECK (mail IN ('held', 'planned', 'none')),
  mode            text        NOT NULL DEFAULT '',
  released_at     timestamptz,
  released_by     text        NOT NULL DEFAULT '',
  released_id     text        NOT NULL DEFAULT '',
  note            text        NOT NULL DEFAULT '',
  version         integer     NOT NULL DEFAULT 1
) WITH (fillfactor = 80);
CREATE INDEX announcements_lineage ON announcements (lineage, document_id);
CREATE INDEX announcements_waiting ON announcements (held_at, unique_id) WHERE state = 'waiting';
CREATE INDEX announcements_to_show ON announcements (released_at, unique_id) WHERE visibility = 'to_do';
CREATE INDEX announcements_released ON announcements (released_at, unique_id) WHERE released_at IS NOT NULL;
CREATE INDEX announcements_document ON announcements (document_id);

-- Requests that may change an announcement, noted in the commit that accepts them: nothing held is forgotten by a crash.
-- What they change is decided by `liane.domain.documents.announcement`, not here.
CREATE TABLE announcements_to_examine (
  document_id bigint PRIMARY KEY,
  lineage     text   NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX announcements_to_examine_lineage ON announcements_to_examine (lineage);

CREATE FUNCTION ask_announcement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.request -> 'flags' ->> 'invisible_patient' = 'true'
     OR NEW.request -> 'flags' ->> 'to_announce' = 'true'
     OR EXISTS (SELECT 1 FROM liane.announcements a WHERE a.lineage = NEW.lineage)
     OR EXISTS (SELECT 1 FROM liane.announcements_to_examine e WHERE e.lineage = NEW.lineage) THEN
    INSERT INTO liane.announcements_to_examine VALUES (NEW.id, NEW.lineage) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER documents_to_announce AFTER INSERT ON documents FOR EACH ROW
  WHEN (NEW.channel = 'hl7v2' AND (
    NEW.action <> 'create'
    OR NEW.request -> 'flags' ->> 'invisible_patient' = 'true'
    OR NEW.request -> 'flags' ->> 'to_announce' = 'true'))
  EXECUTE FUNCTION ask_announcement();
