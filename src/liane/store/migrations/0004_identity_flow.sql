-- The flows of identities: numbers given by this site, and persons that wait to be compared with the others.

-- The IPP that this site gives: drawn once each, never given back.
CREATE SEQUENCE ipp_numbers;

-- mark: changes each time the person changes, so that a comparison made meanwhile does not end the wait.
CREATE SEQUENCE linking_marks;
CREATE TABLE unlinked_persons (
  person_id bigint PRIMARY KEY,
  mark      bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX unlinked_persons_mark ON unlinked_persons (mark);

CREATE FUNCTION await_linking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO liane.unlinked_persons
  SELECT n.person_id, nextval('liane.linking_marks') FROM new_rows n WHERE n.in_force
  ON CONFLICT (person_id) DO UPDATE SET mark = excluded.mark;
  RETURN NULL;
END $$;
CREATE TRIGGER person_search_made AFTER INSERT ON person_search REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION await_linking();
CREATE TRIGGER person_search_changed AFTER UPDATE ON person_search REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION await_linking();
