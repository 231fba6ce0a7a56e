"""The texts that answer what comes in: proposed, changed by the establishment, changed again before each sending.

What lives here: the choice and the filling of the texts; no proposed text says anything of anyone's health.
Rule: mssante.md §7, §8 (ready, missing product, come with the original; first use); couloirs.md §7.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from liane.domain.intake.prescriptions import PrescriptionState

BODY_CHARS_MAX = 10_000
KEYS_MAX = 50


class Audience(StrEnum):
    """To whom a text is said."""

    PATIENT = "patient"
    PROFESSIONAL = "professionnel"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerText:
    """One text. label: what it is for. body: French; ``{structure}`` is replaced by the name of the establishment.

    state: the state of a prescription that it tells of, None for none. closes: proposed as the end of the exchange.
    """

    key: str
    label: str
    audience: Audience
    body: str
    state: PrescriptionState | None = None
    closes: bool = False


FIRST_USE = "premier-message"


@cache
def load_texts() -> tuple[AnswerText, ...]:
    """The texts that come with Liane (``data/answers.toml``), in the order that they are proposed in."""
    data = resources.files("liane.domain.intake").joinpath("data", "answers.toml").read_text(encoding="utf-8")
    return tuple(
        AnswerText(
            key=one["key"],
            label=one["label"],
            audience=Audience(one["audience"]),
            body=one["body"],
            state=PrescriptionState(one["state"]) if "state" in one else None,
            closes=one.get("closes", False),
        )
        for one in tomllib.loads(data)["text"]
    )


def choose_texts(audience: Audience, own: Mapping[str, str], *, structure: str) -> tuple[AnswerText, ...]:
    """Give the texts for an audience, filled. own: those that the establishment wrote, by key."""
    return tuple(
        AnswerText(
            key=one.key,
            label=one.label,
            audience=one.audience,
            state=one.state,
            closes=one.closes,
            body=fill(own.get(one.key, one.body), structure=structure),
        )
        for one in load_texts()
        if one.audience is audience
    )


def fill(body: str, *, structure: str) -> str:
    """Fill the places of a text."""
    return body.replace("{structure}", structure)


def join_first_use(body: str, notice: str) -> str:
    """Put the notice of a first use below an answer, once. Rule: mssante.md §7 (the patient is told of the usage)."""
    return body if not notice or notice in body else f"{body.rstrip()}\n\n—\n{notice}"
