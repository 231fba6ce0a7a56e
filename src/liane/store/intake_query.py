"""The worklist's query as SQL: conditions and their values. Columns come from here alone, never from a caller."""

from typing import Any

from liane.store.intake_records import ItemQuery

ITEMS_MAX = 500


def build_filter(query: ItemQuery) -> tuple[str, list[Any]]:
    """Make the condition and its values, numbered from $1."""
    conditions: list[str] = ["true"]
    values: list[Any] = []

    def add(condition: str, value: Any) -> None:
        values.append(value)
        conditions.append(condition.format(f"${len(values)}"))

    several = (
        ("state", [one.value for one in query.states]),
        ("source", [one.value for one in query.sources]),
        ("kind", [one.value for one in query.kinds]),
        ("door", list(query.doors)),
        ("unit", list(query.units)),
    )
    for column, wanted in several:
        if len(wanted) == 1:
            add(f"{column} = {{}}", wanted[0])
        elif wanted:
            add(f"{column} = ANY({{}}::text[])", wanted)
    single = (
        ("code = {}", query.code or None),
        ("message_id = {}", query.message_id or None),
        ("person_id = {}", query.person_id),
        ("assigned_to = {}", query.assigned_to),
        ("decision -> 'data' ->> 'lot' = {}", query.lot or None),
        ("id > {}", query.after_id),
        ("id < {}", query.before_id),
    )
    for condition, value in single:
        if value is not None:
            add(condition, value)
    return " AND ".join(conditions), values
