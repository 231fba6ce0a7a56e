"""Documents that nobody here wrote: the PDF inside the official CDA examples, read as if they came alone, with the
header of their CDA as the truth. ``python -m eval.corpus FOLDER``

A value of the header that the page does not print cannot be read: « page » says whether its text is on the pages.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.generate import make_index
from eval.people import Person, fold
from eval.report import describe_machine
from eval.running import RECEIVED_ON, make_tools
from liane.codecs.cda.header import read_document
from liane.codecs.pdf.extraction import extract_pdf
from liane.domain.documents.header import DocumentHeader
from liane.domain.errors import InvalidInput
from liane.domain.intake.fields import FieldName
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.outcome import IntakeAction, IntakeDocument
from liane.domain.intake.page import Page
from liane.pipeline.intake.reader import read_file

NAMES = frozenset({FieldName.BIRTH_NAME, FieldName.USED_NAME, FieldName.FIRST_NAME, FieldName.AUTHOR_FAMILY})
CORPUS = Path(os.environ.get("LIANE_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "corpus" / "cda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One PDF and what its header says."""

    name: str
    pdf: bytes
    truth: dict[FieldName, str]
    record: IndexPerson


def load_examples(folder: Path) -> Iterator[Example]:
    """The examples of a folder that enclose a PDF."""
    for path in sorted(folder.glob("*.xml")):
        try:
            document = read_document(path.read_bytes())
            pdf = extract_pdf(document.root)
        except InvalidInput:
            continue
        if pdf:
            yield Example(name=path.stem, pdf=pdf, truth=_truth(document.header), record=_record(path.stem, document.header))  # fmt: skip


def _truth(header: DocumentHeader) -> dict[FieldName, str]:
    traits = header.patient.traits
    author = header.authors[0].person if header.authors else None
    told = {
        FieldName.BIRTH_NAME: traits.birth_family,
        FieldName.USED_NAME: traits.used_family,
        FieldName.FIRST_NAME: traits.birth_given or traits.used_given,
        FieldName.BIRTH_DATE: _iso(traits.birth_date),
        FieldName.SEX: traits.sex,
        FieldName.INS: next((one.value for one in header.patient.identifiers if one.is_ins), ""),
        FieldName.DOC_TYPE: header.code.code,
        FieldName.DOC_DATE: _iso(header.creation_time[:8]),
        FieldName.AUTHOR_FAMILY: author.family if author else "",
    }
    return {name: value for name, value in told.items() if value}


def _record(name: str, header: DocumentHeader) -> IndexPerson:
    ins = next((one for one in header.patient.identifiers if one.is_ins), None)
    return IndexPerson(
        record_id=name, traits=header.patient.traits, ins=ins.value if ins else "", ins_oid=ins.oid if ins else ""
    )


def _iso(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}" if len(day) >= 8 else ""


def is_printed(name: FieldName, value: str, pages: tuple[Page, ...]) -> bool:
    """Tell whether a value can be found on the pages at all."""
    text = " ".join(page.text for page in pages)
    if name in (FieldName.BIRTH_DATE, FieldName.DOC_DATE):
        year, month, day = value.split("-")
        return any(form in text for form in (f"{day}/{month}/{year}", f"{day}-{month}-{year}", f"{day}.{month}.{year}", value))  # fmt: skip
    if name in (FieldName.SEX, FieldName.DOC_TYPE):
        return True
    return fold(value).replace(" ", "") in fold(text).replace(" ", "")


def main() -> int:
    """Read every example and print what was right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--index", type=int, default=5_000)
    asked = parser.parse_args()
    examples = list(load_examples(asked.folder))
    if not examples:
        print(f"aucun exemple dans {asked.folder}", file=sys.stderr)
        return 0
    others: list[Person] = make_index([], size=asked.index)
    same: dict[tuple[str, str, str], IndexPerson] = {}
    for one in examples:
        traits = one.record.traits
        same.setdefault((fold(traits.birth_family), traits.birth_date, one.record.ins), one.record)
    tools = make_tools(others, tuple(same.values()))
    table = Table(title=f"PDF des exemples officiels, {describe_machine()}", title_justify="left")
    for column in ("exemple", "champ", "en-tête", "lu", "sur la page"):
        table.add_column(column)
    printed = right = filed_alone = wrong_filed = 0
    for one in examples:
        read = read_file(one.pdf, name=f"{one.name}.pdf", received_on=RECEIVED_ON, tools=tools)
        answer = max(read.documents, key=lambda document: len(document.read.pages))
        for name, truth in one.truth.items():
            value = _value(answer, name)
            is_right = value is not None and (fold(value) == fold(truth) if name in NAMES else value == truth)
            on_page = is_printed(name, truth, read.pages)
            printed += on_page
            right += on_page and is_right
            if not is_right:
                table.add_row(one.name[:34], name.value, truth, value or "-", "oui" if on_page else "non")
        filed = answer.decision.action is IntakeAction.AUTO
        filed_alone += filed
        expected = same[(fold(one.record.traits.birth_family), one.record.traits.birth_date, one.record.ins)].record_id
        proposed = answer.matching.matches[0].person.record_id if answer.matching.matches else "-"
        wrong_filed += filed and answer.decision.record_id != expected
        codes = ",".join(answer.decision.codes)
        table.add_row(one.name[:34], f"[b]{answer.decision.action}[/b]", expected[:20], proposed[:20], codes or "-")
    Console(width=140).print(table)
    print(
        f"{right} valeurs exactes sur {printed} imprimées, {filed_alone} intégrés seuls, {wrong_filed} mauvais patient"
    )
    return int(wrong_filed > 0)


def _value(answer: IntakeDocument, name: FieldName) -> str | None:
    found = answer.read.fields.get(name)
    return found.chosen.value if found else None


if __name__ == "__main__":
    sys.exit(main())
