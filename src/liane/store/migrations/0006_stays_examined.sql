-- A stay that passes to somebody else, or is cancelled: the documents that waited because of its number are looked at again.
CREATE FUNCTION ask_examination_of_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO liane.persons_to_examine
  SELECT id, nextval('liane.examination_marks') FROM (
    SELECT b.person_id AS id FROM before b JOIN after a ON a.id = b.id
    WHERE a.person_id <> b.person_id OR (a.state = 'annulé' AND b.state <> 'annulé')
    UNION
    SELECT a.person_id FROM before b JOIN after a ON a.id = b.id WHERE a.person_id <> b.person_id
  ) AS concerned ORDER BY id
  ON CONFLICT (person_id) DO UPDATE SET mark = excluded.mark;
  RETURN NULL;
END $$;
CREATE TRIGGER stays_updated AFTER UPDATE ON stays REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION ask_examination_of_stays();
