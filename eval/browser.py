"""What ``make eval`` counts beside its own layouts when Chromium is there: templates and pages of two persons, kept aside.

What lives here: the sizes and the joining. What must not: templates (``outside``), relations (``outside_relations``).
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eval.generate import make_index
from eval.outside import Print, load_templates, make_outside, measure, open_printer
from eval.outside_relations import Page, count_pages, load_relations, make_page
from eval.running import make_tools
from eval.scores import Scores

SKIPPED = "sautés : modèles du navigateur et pages de deux personnes"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserCounts:
    """Scores of the templates; counts of the pages of two persons, both with a record (``known``) or the other alone."""

    templates: Scores
    known: Counter[str]
    unknown: Counter[str]

    @property
    def is_faulty(self) -> bool:
        """A document went to the wrong record without a click, or one that must be shown was filed."""
        filed_alone = self.known["wrong"] + self.unknown["filed"]
        return bool(self.templates.wrong_patient or self.templates.forbidden_filed or filed_alone)


def count_browser(*, templates: int, relations: int, seed: int, index_size: int) -> BrowserCounts | None:
    """Print and read this many documents of each template and relation kept aside; None, with a word on the error
    stream, when Chromium or its driver is absent.
    """
    try:
        with open_printer() as printer:
            return _count(printer, range(seed, seed + templates), range(seed, seed + relations), index_size)
    except LookupError as absent:
        print(f"{SKIPPED} : {absent}", file=sys.stderr)
        return None


def _count(printer: Print, templates: Sequence[int], relations: Sequence[int], index_size: int) -> BrowserCounts:
    kept = [one for one in load_templates() if one.is_kept]
    files = [make_outside(number, one, printer) for one in kept for number in templates]
    pages = [make_page(number, one, printer) for one in load_relations() if one.is_kept for number in relations]
    return BrowserCounts(
        templates=measure(files, index_size),
        known=_count_pages(pages, index_size, is_known=True),
        unknown=_count_pages(pages, index_size, is_known=False),
    )


def _count_pages(pages: Sequence[Page], index_size: int, *, is_known: bool) -> Counter[str]:
    persons = [one for page in pages for one in ((page.patient, page.other) if is_known else (page.other,))]
    tools = make_tools([*persons, *make_index([], size=max(0, index_size - len(persons)))])
    return count_pages(pages, tools)[0]


def describe_relations(counts: BrowserCounts) -> str:
    """Two sentences on the pages that name two persons."""
    known, unknown = counts.known, counts.unknown
    return (
        f"pages de deux personnes, dossiers connus : {known['filed']} déposées sur {known['documents']}, "
        f"{known['wrong']} dans le mauvais dossier ; patient inconnu de l'index : {unknown['filed']} déposées "
        f"sur {unknown['documents']} (toute autre réponse que 0 est une faute)"
    )
