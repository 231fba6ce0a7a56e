-- Persons whose identity changed and whose documents were not yet looked at again: those that wait may leave, those that
-- left may have to be taken back. Statement triggers, so that a bulk write costs one more statement, not one a row.
-- mark: grows at each change; a row is taken away only when its mark is still the one that was examined.
CREATE SEQUENCE examination_marks;
CREATE TABLE persons_to_examine (
  person_id bigint PRIMARY KEY,
  mark      bigint NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX persons_to_examine_mark ON persons_to_examine (mark);

CREATE FUNCTION ask_examination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO liane.persons_to_examine
  SELECT id, nextval('liane.examination_marks') FROM changed ORDER BY id
  ON CONFLICT (person_id) DO UPDATE SET mark = excluded.mark;
  RETURN NULL;
END $$;
CREATE TRIGGER persons_inserted AFTER INSERT ON persons REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION ask_examination();
CREATE TRIGGER persons_updated AFTER UPDATE ON persons REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION ask_examination();

-- Deliveries that wait for an identity, found by who they wait for.
CREATE INDEX deliveries_held ON deliveries (((plan -> 'held' ->> 'person')::bigint), id)
  WHERE state = 'parked' AND plan ? 'held';
