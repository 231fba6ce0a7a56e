"""What became of what came in over a period, counted by the database: by source and type, how long the reading took,
why people had to look, what automation would have done. No sentence here.

Rule: MSS/UX.16 (statistics by typeCode and period); intake.md §5 (shadow mode, running bound), §10.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.store.intake import Lender

ROWS_MAX = 500
REASONS_MAX = 20
ASKED_MAX = 15
"""Readings looked at for the sentence of one code."""
RENEWED = ("INT-192", "INT-210", "INT-232", "INT-233")
"""Items whose sentence is that of their reading (``pipeline.intake.reading_outcome``)."""

_PERIOD = """
    i.received_at >= $1 AND i.received_at < $2 AND (cardinality($3::text[]) = 0 OR i.unit = ANY($3::text[]))
"""
_OUTCOMES = f"""
    WITH seen AS (
      SELECT i.source,
             coalesce(nullif(i.decision -> 'data' ->> 'type_code', ''), nullif(r.type_code, ''),
                      i.details -> 'document' ->> 'type_code', '') AS type_code,
             i.state, r.state AS reading, a.item_id IS NOT NULL AND a.undone_at IS NULL AS is_alone,
             i.decision -> 'data' -> 'corrections' AS corrections,
             (i.decision ->> 'person_id')::bigint IS NOT DISTINCT FROM r.proposed AS is_proposed
      FROM intake_items i
      LEFT JOIN intake_readings r ON r.item_id = i.id
      LEFT JOIN intake_automatic a ON a.item_id = i.id
      WHERE {_PERIOD} AND i.kind IN ('file', 'document', 'unreadable')
      UNION ALL
      SELECT split_part(i.source, ':', 1), i.type_code, 'filed', NULL, true, NULL, true
      FROM (SELECT a.*, a.filed_at AS received_at FROM intake_automatic a WHERE a.item_id = a.document_id) AS i
      WHERE {_PERIOD}
    )
    SELECT source, type_code,
           count(*) FILTER (WHERE state = 'filed' AND is_alone) AS alone,
           count(*) FILTER (WHERE state = 'filed' AND NOT is_alone AND is_proposed
                            AND coalesce(corrections, '{{}}'::jsonb) = '{{}}'::jsonb) AS two_clicks,
           count(*) FILTER (WHERE state = 'filed' AND NOT is_alone AND NOT (is_proposed
                            AND coalesce(corrections, '{{}}'::jsonb) = '{{}}'::jsonb)) AS by_hand,
           count(*) FILTER (WHERE state IN ('sent_back', 'set_aside')) AS refused,
           count(*) FILTER (WHERE state = 'waiting') AS waiting
    FROM seen GROUP BY source, type_code ORDER BY count(*) DESC, source, type_code LIMIT {ROWS_MAX}
"""  # noqa: S608 - constants
_TIMES = f"""
    SELECT r.is_scan, count(*) AS files, sum(r.pages_total) AS pages,
           percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY r.duration_ms) AS of_file,
           percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY r.duration_ms::float / greatest(r.pages_total, 1))
             AS of_page
    FROM intake_items i JOIN intake_readings r ON r.item_id = i.id
    WHERE {_PERIOD} AND r.read_at IS NOT NULL AND r.pages_total > 0
    GROUP BY r.is_scan ORDER BY r.is_scan
"""  # noqa: S608 - constants
_REASONS = f"""
    WITH counted AS (
      SELECT r.codes[1] AS code, count(*) AS number, (array_agg(i.id ORDER BY i.id DESC))[1:{ASKED_MAX}] AS newest
      FROM intake_items i JOIN intake_readings r ON r.item_id = i.id
      WHERE {_PERIOD} AND cardinality(r.codes) > 0
      GROUP BY r.codes[1] ORDER BY count(*) DESC, r.codes[1] LIMIT {REASONS_MAX}
    )
    SELECT code, number, (
      SELECT coalesce(mode() WITHIN GROUP (ORDER BY sentence), mode() WITHIN GROUP (ORDER BY reason))
      FROM (
        SELECT i.reason,
               CASE WHEN said.document -> 'codes' ->> 0 = counted.code THEN said.document ->> 'reason'
                    WHEN i.state = 'waiting' AND (r.state = 'refused' OR i.code = ANY($4::text[])) THEN i.reason
               END AS sentence
        FROM intake_items i JOIN intake_readings r ON r.item_id = i.id
        CROSS JOIN LATERAL (SELECT jsonb_path_query_first(i.reading, '$.*.documents[0]') AS document) AS said
        WHERE i.id = ANY(counted.newest)
      ) AS told
    ) AS reason
    FROM counted ORDER BY number DESC, code
"""  # noqa: S608 - constants
"""The sentence of a code is that of its newest readings: an item may say something else since."""
_SHADOW = f"""
    SELECT r.source, count(*) AS would_file,
           count(*) FILTER (WHERE i.state = 'filed' AND (i.decision ->> 'person_id')::bigint = r.proposed) AS same,
           count(*) FILTER (WHERE i.state = 'filed' AND (i.decision ->> 'person_id')::bigint <> r.proposed) AS other
    FROM intake_items i JOIN intake_readings r ON r.item_id = i.id
    WHERE {_PERIOD} AND r.would_file AND NOT EXISTS (SELECT 1 FROM intake_automatic a WHERE a.item_id = i.id)
    GROUP BY r.source ORDER BY r.source LIMIT {ROWS_MAX}
"""  # noqa: S608 - constants
_WORKED = f"""
    SELECT count(*) AS number, percentile_cont(0.5) WITHIN GROUP (ORDER BY i.worked_ms) AS median
    FROM intake_items i WHERE {_PERIOD} AND i.worked_ms IS NOT NULL
"""  # noqa: S608 - constants
_SOURCES = "SELECT DISTINCT source, door FROM intake_items ORDER BY source, door LIMIT 200"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount:
    """What became of one type from one kind of door. alone: without a person; two_clicks: as proposed; by_hand: with a
    correction or for another record; refused: sent back or set aside.
    """

    source: str
    type_code: str
    alone: int
    two_clicks: int
    by_hand: int
    refused: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTime:
    """How long files took to read, matched and judged. Milliseconds, median and 95th percentile."""

    is_scan: bool
    files: int
    pages: int
    file_p50: float
    file_p95: float
    page_p50: float
    page_p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """Why people had to look: code, the usual sentence, how often."""

    code: str
    reason: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowCount:
    """What automation would have filed that a person handled: same record as theirs, or another."""

    source: str
    would_file: int
    same: int
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """The figures of a period. worked_ms: median time that a person had an item on screen, None when nobody had."""

    outcomes: tuple[OutcomeCount, ...]
    times: tuple[ReadingTime, ...]
    reasons: tuple[ReasonCount, ...]
    shadows: tuple[ShadowCount, ...]
    worked: int = 0
    worked_ms: float | None = None


class AutomationFigures:
    """Counts over one store."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def count(self, *, since: datetime, until: datetime, units: Sequence[str] = ()) -> PeriodFigures:
        """Count what came in from an instant to another. units: only these; empty for all."""
        values = (since, until, list(units))
        async with self._lender.reading() as connection:
            outcomes = await connection.fetch(_OUTCOMES, *values)
            times = await connection.fetch(_TIMES, *values)
            reasons = await connection.fetch(_REASONS, *values, list(RENEWED))
            shadows = await connection.fetch(_SHADOW, *values)
            worked = await connection.fetchrow(_WORKED, *values)
        return PeriodFigures(
            outcomes=tuple(OutcomeCount(**dict(row)) for row in outcomes),
            times=tuple(_read_time(row) for row in times),
            reasons=tuple(ReasonCount(**dict(row)) for row in reasons),
            shadows=tuple(ShadowCount(**dict(row)) for row in shadows),
            worked=worked["number"],
            worked_ms=worked["median"],
        )

    async def list_doors(self) -> list[tuple[str, str]]:
        """The doors by which something came: kind and name."""
        async with self._lender.reading() as connection:
            return [(row["source"], row["door"]) for row in await connection.fetch(_SOURCES)]


def _read_time(row: Any) -> ReadingTime:
    return ReadingTime(
        is_scan=row["is_scan"],
        files=row["files"],
        pages=row["pages"],
        file_p50=row["of_file"][0],
        file_p95=row["of_file"][1],
        page_p50=row["of_page"][0],
        page_p95=row["of_page"][1],
    )
