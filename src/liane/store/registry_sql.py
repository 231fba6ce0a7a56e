"""The statements that write the registry; each takes a whole batch."""

LOCK_PERSONS = """
    SELECT id, version, events_seq, events_hash, merged_into, searched FROM persons
    WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE
"""
READ_STATE = """
    SELECT
      ARRAY(SELECT nextval('ids') FROM generate_series(1, $1::integer)) AS ids,
      ARRAY(SELECT ROW(i.domain, i.value, i.person_id) FROM unnest($2::text[], $3::text[]) AS c(domain, value)
            JOIN person_identifiers i ON i.domain = c.domain AND i.value = c.value AND i.kind = 'local') AS owners,
      ARRAY(SELECT ROW(i.person_id, i.kind, i.domain, i.value, i.folded) FROM person_identifiers i
            WHERE i.person_id = ANY($4::bigint[])) AS held,
      ARRAY(SELECT m.message_id FROM identity_messages m
            WHERE m.message_id = ANY($5::bigint[]) AND m.state = 'pending' ORDER BY m.message_id FOR UPDATE) AS pending,
      ARRAY(SELECT ROW(a.id, a.person_id) FROM alerts a
            WHERE a.id = ANY($6::bigint[]) AND a.decided_at IS NULL ORDER BY a.id FOR UPDATE) AS alerts,
      ARRAY(SELECT ROW(s.visit_number, s.visit_domain, s.id) FROM unnest($7::text[], $8::text[]) AS v(number, domain)
            JOIN stays s ON s.visit_number = v.number AND s.visit_domain = v.domain AND s.visit_number <> '') AS stays
"""
FAMILIES = """
    WITH RECURSIVE up AS (
      SELECT id, merged_into FROM persons WHERE id = ANY($1::bigint[])
      UNION SELECT p.id, p.merged_into FROM up JOIN persons p ON p.id = up.merged_into
    )
    SELECT id, merged_into FROM up
"""
PUT_PERSONS = """
    INSERT INTO persons SELECT * FROM unnest($1::persons[])
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status,
      merged_into = excluded.merged_into, verified_at = excluded.verified_at, events_seq = excluded.events_seq,
      events_hash = excluded.events_hash, state = excluded.state,
      searched = excluded.searched
"""
MOVE_HEADS = """
    UPDATE persons SET events_seq = n.seq, events_hash = n.hash FROM unnest($1::chains[]) AS n
    WHERE persons.id = n.chain
"""
DROP_IDENTIFIERS = """
    DELETE FROM person_identifiers i USING unnest($1::person_identifiers[]) AS n
    WHERE i.person_id = n.person_id AND i.kind = n.kind AND i.domain = n.domain AND i.value = n.value
"""
ADD_IDENTIFIERS = "INSERT INTO person_identifiers SELECT * FROM unnest($1::person_identifiers[])"
PUT_SEARCH = """
    INSERT INTO person_search AS s SELECT * FROM unnest($1::person_search[])
    ON CONFLICT (person_id) DO UPDATE SET in_force = excluded.in_force, sex = excluded.sex,
      birth_date = excluded.birth_date, families = excluded.families, givens = excluded.givens, keys = excluded.keys,
      blocks = excluded.blocks
    WHERE (s.in_force, s.sex, s.birth_date, s.families, s.givens, s.keys, s.blocks)
      IS DISTINCT FROM (excluded.in_force, excluded.sex, excluded.birth_date, excluded.families, excluded.givens,
                        excluded.keys, excluded.blocks)
"""
ADD_NAMES = "INSERT INTO person_names SELECT * FROM unnest($1::person_names[]) ON CONFLICT DO NOTHING"
ADD_EVENTS = "INSERT INTO person_events SELECT * FROM unnest($1::person_events[])"
CLOSE_ALERTS = """
    UPDATE alerts SET decision = n.decision, decided_by = n.actor, decided_at = n.at, reason = n.reason
    FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
         AS n(id, decision, actor, at, reason)
    WHERE alerts.id = n.id
"""
OPEN_ALERTS = "INSERT INTO alerts SELECT * FROM unnest($1::alerts[]) ON CONFLICT DO NOTHING RETURNING id"
ADD_NOTICES = """
    INSERT INTO notices
    SELECT n.id, n.subscriber, n.event, n.control_id, n.person_id, n.lane, n.encoding, n.message, n.state, n.attempts,
           n.created_at, n.not_before, CASE WHEN n.behind OR p.id IS NOT NULL THEN 'infinity' ELSE n.due END,
           n.behind OR p.id IS NOT NULL, n.token, n.done_at, n.cause, n.detail, n.answer
    FROM unnest($1::notices[]) AS n
    LEFT JOIN LATERAL (
      SELECT e.id FROM notices e WHERE e.lane = n.lane AND e.done_at IS NULL ORDER BY e.id DESC LIMIT 1 FOR SHARE
    ) AS p ON true
"""
PUT_STAYS = """
    INSERT INTO stays SELECT * FROM unnest($1::stays[])
    ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, visit_domain = excluded.visit_domain,
      visit_number = excluded.visit_number, account_domain = excluded.account_domain,
      account_number = excluded.account_number, state = excluded.state, unit = excluded.unit,
      unit_label = excluded.unit_label, admitted = excluded.admitted, discharged = excluded.discharged,
      facts = excluded.facts
"""
CUT_MOVEMENTS = """
    DELETE FROM movements m USING unnest($1::bigint[], $2::integer[]) AS n(stay_id, length)
    WHERE m.stay_id = n.stay_id AND m.position >= n.length
"""
PUT_MOVEMENTS = """
    INSERT INTO movements AS m SELECT * FROM unnest($1::movements[])
    ON CONFLICT (stay_id, position) DO UPDATE SET domain = excluded.domain, number = excluded.number,
      facts = excluded.facts
    WHERE (m.domain, m.number, m.facts::text) IS DISTINCT FROM (excluded.domain, excluded.number, excluded.facts::text)
"""
TIE_CALLS = """
    UPDATE insi_calls SET person_id = n.person_id FROM unnest($1::bigint[], $2::bigint[]) AS n(id, person_id)
    WHERE insi_calls.id = n.id
"""
END_MESSAGES = """
    UPDATE identity_messages
    SET state = CASE WHEN n.failure = '' THEN 'applied' ELSE 'failed' END, error = n.failure,
        ended_at = coalesce(n.at, clock_timestamp())
    FROM unnest($1::bigint[], $2::text[], $3::timestamptz[]) AS n(id, failure, at)
    WHERE identity_messages.message_id = n.id
"""
