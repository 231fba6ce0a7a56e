"""Keeps the sessions of the pages. Each method commits before it returns; what a session may do is judged elsewhere."""

import json
from datetime import datetime, timedelta
from typing import Any

from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import SignInMeans
from liane.domain.actors.professional import SignedProfessional, Situation
from liane.store.intake import Lender
from liane.store.session_records import NewSession, SealedTokens, StoredSession
from liane.store.values import clean_text

LISTED_MAX = 200
PEOPLE_MAX = 2_000
SWEPT_MAX = 2_000
_FIELDS = """id, identifier, means, professional, situation_key, issuer, tokens, access_until, renewable_until,
    opened_at, signed_in_at, seen_at, address, browser, ended_at, ending"""
_OPEN = """
    INSERT INTO sessions (id, token_hash, identifier, means, professional, situation_key, issuer, provider_session,
      tokens, access_until, renewable_until, renew_at, opened_at, signed_in_at, seen_at, address, browser)
    VALUES (nextval('ids'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12, $14, $15) RETURNING id
"""
_PROVE_AGAIN = """
    UPDATE sessions SET token_hash = $2, provider_session = $3, tokens = $4, access_until = $5, renewable_until = $6,
      renew_at = $7, signed_in_at = $8, seen_at = $9, renewing_until = NULL
    WHERE id = $1 AND ended_at IS NULL RETURNING true
"""


class PostgresSessions:
    """The sessions of every node, on one database."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def open(self, new: NewSession) -> int:
        """Keep a new session; returns its number."""
        tokens = new.tokens
        values = (
            new.token_hash,
            clean_text(new.identifier, 100),
            new.means.value,
            render_professional(new.professional),
            new.situation_key,
            new.issuer,
            new.provider_session,
            *_spread(tokens),
            new.opened_at,
            new.signed_in_at,
            clean_text(new.address, 100),
            clean_text(new.browser, 200),
        )
        return int(await self._run(_OPEN, *values))

    async def prove_again(self, session: int, new: NewSession) -> bool:
        """Give a session a new cookie and new tokens: the person proved again who they are; False once it ended."""
        return bool(
            await self._run(
                _PROVE_AGAIN,
                session,
                new.token_hash,
                new.provider_session,
                *_spread(new.tokens),
                new.signed_in_at,
                new.opened_at,
            )
        )

    async def find(self, token_hash: bytes) -> StoredSession | None:
        """Find the session of a cookie, open or ended."""
        rows = await self._fetch(f"SELECT {_FIELDS} FROM sessions WHERE token_hash = $1", token_hash)  # noqa: S608
        return rows[0] if rows else None

    async def get(self, session: int) -> StoredSession | None:
        """Find a session by its number, open or ended."""
        rows = await self._fetch(f"SELECT {_FIELDS} FROM sessions WHERE id = $1", session)  # noqa: S608
        return rows[0] if rows else None

    async def touch(self, session: int, at: datetime) -> None:
        """Note that the person did something."""
        await self._run("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2", session, at)

    async def choose_situation(self, session: int, key: str) -> bool:
        """Keep the situation chosen; False once the session ended."""
        statement = "UPDATE sessions SET situation_key = $2 WHERE id = $1 AND ended_at IS NULL RETURNING true"
        return bool(await self._run(statement, session, key))

    async def list_open(self, identifier: str) -> list[StoredSession]:
        """List the open sessions of a person, newest first."""
        return await self._fetch(
            f"SELECT {_FIELDS} FROM sessions WHERE identifier = $1 AND ended_at IS NULL "  # noqa: S608
            f"ORDER BY opened_at DESC, id DESC LIMIT {LISTED_MAX}",
            identifier,
        )

    async def list_people(self) -> list[StoredSession]:
        """Give one session of each person who signed in and whose session is still kept, open or ended.

        The newest, among those where a situation was chosen when there are; PEOPLE_MAX at most.
        """
        return await self._fetch(
            f"SELECT DISTINCT ON (identifier) {_FIELDS} FROM sessions "  # noqa: S608
            f"ORDER BY identifier, (situation_key <> '') DESC, opened_at DESC, id DESC LIMIT {PEOPLE_MAX}"
        )

    async def list_idle(
        self, *, seen_before: datetime, signed_in_before: datetime, now: datetime
    ) -> list[StoredSession]:
        """List the open sessions that one of the rules may have ended, oldest sign first."""
        return await self._fetch(
            f"SELECT {_FIELDS} FROM sessions WHERE ended_at IS NULL "  # noqa: S608
            f"AND (seen_at <= $1 OR signed_in_at <= $2 OR renewable_until <= $3) ORDER BY seen_at LIMIT {SWEPT_MAX}",
            seen_before,
            signed_in_before,
            now,
        )

    async def end(self, session: int, ending: str, at: datetime) -> bool:
        """End a session, its tokens erased; False when it had ended already."""
        statement = """
            UPDATE sessions SET ended_at = $3, ending = $2, tokens = NULL, renew_at = NULL
            WHERE id = $1 AND ended_at IS NULL RETURNING true
        """
        return bool(await self._run(statement, session, ending, at))

    async def list_of_provider(self, issuer: str, provider_session: str) -> list[StoredSession]:
        """List the open sessions that stand on a session of the provider."""
        return await self._fetch(
            f"SELECT {_FIELDS} FROM sessions WHERE provider_session = $2 AND issuer = $1 "  # noqa: S608
            f"AND provider_session <> '' AND ended_at IS NULL LIMIT {LISTED_MAX}",
            issuer,
            provider_session,
        )

    async def list_of_subject(self, issuer: str, subject: str, *, before: datetime) -> list[StoredSession]:
        """List the open sessions of a person as the provider names them (``sub``), begun before an instant."""
        return await self._fetch(
            f"SELECT {_FIELDS} FROM sessions WHERE issuer = $1 AND professional->>'subject' = $2 "  # noqa: S608
            f"AND $2 <> '' AND signed_in_at <= $3 AND ended_at IS NULL LIMIT {LISTED_MAX}",
            issuer,
            subject,
            before,
        )

    # Tokens.

    async def list_due(self, *, now: datetime, seen_after: datetime, limit: int) -> list[tuple[int, datetime]]:
        """List the sessions whose tokens are to be renewed and whose person is there, with the end of their token."""
        statement = """
            SELECT id, access_until FROM sessions WHERE ended_at IS NULL AND renew_at <= $1 AND seen_at > $2
              AND (renewing_until IS NULL OR renewing_until <= $1)
            ORDER BY renew_at LIMIT $3
        """
        async with self._lender.reading() as connection:
            return [
                (row["id"], row["access_until"]) for row in await connection.fetch(statement, now, seen_after, limit)
            ]

    async def claim_renewal(self, session: int, *, ending: datetime, now: datetime, lease: timedelta) -> bytes | None:
        """Take the right to renew, for one caller over all nodes; gives the sealed tokens, None when another holds it.

        ending: end of the token that the caller saw; None too when it was renewed since.
        Rule: psc.md §4 (one refresh at a time per session).
        """
        statement = """
            UPDATE sessions SET renewing_until = $2::timestamptz + $3::interval
            WHERE id = $1 AND ended_at IS NULL AND tokens IS NOT NULL AND access_until = $4
              AND (renewing_until IS NULL OR renewing_until <= $2) RETURNING tokens
        """
        found = await self._run(statement, session, now, lease, ending)
        return bytes(found) if found is not None else None

    async def save_tokens(self, session: int, tokens: SealedTokens) -> bool:
        """Keep renewed tokens and let go the right to renew; False once the session ended."""
        statement = """
            UPDATE sessions SET tokens = $2, access_until = $3, renewable_until = $4, renew_at = $5,
              renewing_until = NULL
            WHERE id = $1 AND ended_at IS NULL RETURNING true
        """
        return bool(await self._run(statement, session, *_spread(tokens)))

    async def put_off_renewal(self, session: int, until: datetime) -> None:
        """Let go the right to renew: nothing came of it, try again then."""
        await self._run("UPDATE sessions SET renewing_until = NULL, renew_at = $2 WHERE id = $1", session, until)

    async def purge(self, before: datetime) -> int:
        """Forget the sessions ended before an instant; the trail keeps what must be kept."""
        statement = "WITH gone AS (DELETE FROM sessions WHERE ended_at < $1 RETURNING 1) SELECT count(*) FROM gone"
        return int(await self._run(statement, before))

    async def _run(self, statement: str, *values: Any) -> Any:
        async with self._lender.reading() as connection:
            return await connection.fetchval(statement, *values)

    async def _fetch(self, statement: str, *values: Any) -> list[StoredSession]:
        async with self._lender.reading() as connection:
            return [_read(row) for row in await connection.fetch(statement, *values)]


def _spread(tokens: SealedTokens | None) -> tuple[bytes | None, datetime | None, datetime | None, datetime | None]:
    if tokens is None:
        return None, None, None, None
    return tokens.sealed, tokens.access_until, tokens.renewable_until, tokens.renew_at


def _read(row: Any) -> StoredSession:
    values = dict(row)
    sealed = values.pop("tokens")
    return StoredSession(
        **values
        | {
            "means": SignInMeans(values["means"]),
            "professional": read_professional(values["professional"]),
            "sealed": bytes(sealed) if sealed is not None else None,
        }
    )


def render_professional(professional: SignedProfessional) -> str:
    """Write a professional as JSON."""
    values = {
        "identifier": professional.identifier,
        "subject": professional.subject,
        "family": professional.family,
        "given": professional.given,
        "civility": professional.civility,
        "professions": list(professional.professions),
        "situations": [
            {
                "profession": one.profession,
                "specialty": one.specialty,
                "sector": one.sector,
                "exercise_mode": one.exercise_mode,
                "key": one.key,
                "structure": [one.structure.identifier, one.structure.name, one.structure.id_type]
                if one.structure
                else None,
            }
            for one in professional.situations
        ],
    }
    return json.dumps(values, ensure_ascii=False).replace("\\u0000", "")


def read_professional(text: str) -> SignedProfessional:
    """Read a professional as ``render_professional`` wrote them."""
    values = json.loads(text)
    situations = []
    for one in values.pop("situations"):
        named = one.pop("structure")
        structure = Structure(identifier=named[0], name=named[1], id_type=named[2]) if named else None
        situations.append(Situation(**one, structure=structure))
    professions = tuple(values.pop("professions"))
    return SignedProfessional(**values, professions=professions, situations=tuple(situations))
