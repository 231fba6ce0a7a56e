"""How the documents of a source and a type are filed, as the settings and the administrator say.

A source is a kind of door (``folder``) or one door of it (``folder:scanner``); the most precise rule wins, a source
before a type. Rule: intake.md §5, modes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liane.domain.intake.decide.policy import ANY, FilingMode, IntakePolicy
from liane.domain.intake.fields import FieldName, ReadDocument
from liane.domain.intake.learn.thresholds import SiteThresholds

SOURCE_CHARS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRule:
    """One rule. source: a door, a kind of door, or ``*``; type_code: of JDV_J07, or ``*``.

    is_shadow: nothing is filed without a person, what automation would have done is compared with what they do.
    """

    source: str = ANY
    type_code: str = ANY
    mode: FilingMode = FilingMode.PROPOSAL
    is_shadow: bool = False

    @property
    def is_automatic(self) -> bool:
        """True when documents are truly filed without a person under this rule."""
        return self.mode is FilingMode.AUTOMATIC and not self.is_shadow


DEFAULT_RULE = ModeRule()


def name_source(kind: str, door: str) -> str:
    """Name one door: its kind, then which one; uploads, which have one door, by their kind alone."""
    return kind if kind == "upload" or not door else f"{kind}:{door}"[:SOURCE_CHARS_MAX]


def find_rule(rules: Iterable[ModeRule], source: str, type_code: str) -> ModeRule:
    """The rule of a source and a type: the most precise; proposition when none speaks of them. Rule: intake.md §5."""
    known = {(one.source, one.type_code): one for one in rules}
    for place in (source, source.partition(":")[0], ANY):
        for code in (type_code, ANY):
            if (place, code) in known:
                return known[place, code]
    return DEFAULT_RULE


def join_rules(declared: Sequence[ModeRule], decided: Sequence[ModeRule]) -> tuple[ModeRule, ...]:
    """The rules in force: what an administrator decided stands for what the settings declare of the same documents."""
    known: Mapping[tuple[str, str], ModeRule] = {(one.source, one.type_code): one for one in (*declared, *decided)}
    return tuple(known.values())


def make_policy(
    rule: ModeRule,
    source: str,
    *,
    stopped: frozenset[str] = frozenset(),
    is_production: bool,
    site: SiteThresholds | None = None,
) -> IntakePolicy:
    """The policy of one document under its rule; in shadow, a person is always asked."""
    mode = FilingMode.PROPOSAL if rule.is_shadow and rule.mode is FilingMode.AUTOMATIC else rule.mode
    return IntakePolicy(
        default_mode=mode,
        allowed_sources=None,
        stopped_sources=stopped & {source},
        is_production=is_production,
        site=site,
    )


def make_open_policy(*, is_production: bool, site: SiteThresholds | None = None) -> IntakePolicy:
    """The policy that tells what automation would do were every source open to it. Rule: intake.md §5 (shadow mode)."""
    return IntakePolicy(default_mode=FilingMode.AUTOMATIC, allowed_sources=None, is_production=is_production, site=site)


def find_type(read: ReadDocument) -> str:
    """The type that a document is read as; empty when none is recognised."""
    found = read.fields.get(FieldName.DOC_TYPE)
    if found is not None:
        return found.chosen.value
    return read.types[0].code if read.types else ""
