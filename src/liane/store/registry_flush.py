"""The rows of a batch of acts, by table, and the statements that write them, each once for the whole batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liane.store.connection import Connection
from liane.store.registry_keys import near_forms
from liane.store.registry_make import DETAIL_CHARS_MAX
from liane.store.registry_records import AlertDecision
from liane.store.registry_rows import (
    AlertRow,
    IdentifierRow,
    MovementRow,
    NameRow,
    NoticeRow,
    PersonEventRow,
    PersonRow,
    SearchRow,
    StayRow,
)
from liane.store.registry_sql import (
    ADD_EVENTS,
    ADD_IDENTIFIERS,
    ADD_NAMES,
    ADD_NOTICES,
    CLOSE_ALERTS,
    CUT_MOVEMENTS,
    DROP_IDENTIFIERS,
    END_MESSAGES,
    MOVE_HEADS,
    OPEN_ALERTS,
    PUT_MOVEMENTS,
    PUT_PERSONS,
    PUT_SEARCH,
    PUT_STAYS,
    TIE_CALLS,
)
from liane.store.rows import ChainRow
from liane.store.values import clean_text


@dataclass(slots=True)
class RegistryRows:
    """What a batch writes, the last state of each thing only."""

    persons: dict[int, PersonRow] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    searches: dict[int, SearchRow] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    events: list[PersonEventRow] = field(default_factory=list)
    alerts: list[AlertRow] = field(default_factory=list)
    decisions: list[AlertDecision] = field(default_factory=list)
    notices: list[NoticeRow] = field(default_factory=list)
    stays: dict[int, StayRow] = field(default_factory=dict)
    movements: dict[int, list[MovementRow]] = field(default_factory=dict)
    applied: list[tuple[int, str, datetime | None]] = field(default_factory=list)
    calls: list[tuple[int, int]] = field(default_factory=list)

    async def flush(
        self,
        connection: Connection,
        chains: dict[int, ChainRow],
        before: dict[int, set[IdentifierRow]],
        now: dict[int, set[IdentifierRow]],
    ) -> set[int]:
        """Write the rows, inside the caller's transaction; returns the numbers of the alerts that are new.

        chains: head of each person's events. before, now: the identifiers of persons, before and after.
        """
        gone = [row for person in now for row in before.get(person, set()) - now[person]]
        new = [row for person in now for row in now[person] - before.get(person, set())]
        heads = [chains[number] for number in sorted(self.heads - set(self.persons))]
        # The head of a chain may have moved after the row of its person was made.
        persons = [
            row._replace(events_seq=chains[number].seq, events_hash=chains[number].hash)
            for number, row in sorted(self.persons.items())
        ]
        names = [NameRow(name, near_forms(name), 0, 0) for name in sorted(self.names)]
        movements = [row for number in sorted(self.movements) for row in self.movements[number]]
        cuts = sorted(self.movements)
        steps: tuple[tuple[str, tuple[list[Any], ...]], ...] = (
            (PUT_PERSONS, (persons,)),
            (MOVE_HEADS, (heads,)),
            (DROP_IDENTIFIERS, (gone,)),
            (ADD_IDENTIFIERS, (sorted(new),)),
            (PUT_SEARCH, ([self.searches[number] for number in sorted(self.searches)],)),
            (ADD_NAMES, (names,)),
            (ADD_EVENTS, (self.events,)),
            (CLOSE_ALERTS, _decision_columns(self.decisions)),
            (OPEN_ALERTS, (self.alerts,)),
            (ADD_NOTICES, (self.notices,)),
            (PUT_STAYS, ([self.stays[number] for number in sorted(self.stays)],)),
            (CUT_MOVEMENTS, (cuts, [len(self.movements[number]) for number in cuts])),
            (PUT_MOVEMENTS, (movements,)),
            (TIE_CALLS, ([call for call, _ in self.calls], [person for _, person in self.calls])),
            (END_MESSAGES, _ending_columns(self.applied)),
        )
        made: set[int] = set()
        for statement, arguments in steps:
            if statement is OPEN_ALERTS and arguments[0]:
                made = {row["id"] for row in await connection.fetch(statement, *arguments)}
            elif arguments[0]:
                await connection.execute(statement, *arguments)
        return made


def _decision_columns(decisions: Sequence[AlertDecision]) -> tuple[list[Any], ...]:
    return (
        [decision.alert_id for decision in decisions],
        [clean_text(decision.decision) for decision in decisions],
        [clean_text(decision.actor) for decision in decisions],
        [decision.at for decision in decisions],
        [clean_text(decision.reason, DETAIL_CHARS_MAX) for decision in decisions],
    )


def _ending_columns(applied: Sequence[tuple[int, str, datetime | None]]) -> tuple[list[Any], ...]:
    return (
        [message_id for message_id, _, _ in applied],
        [clean_text(failure, DETAIL_CHARS_MAX) for _, failure, _ in applied],
        [at for _, _, at in applied],
    )
