"""The pipeline of ``liane intake read`` with the engines of this machine and an index of persons."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from eval.generate import TrueFile
from eval.people import Person
from liane.codecs.pdf.pages import read_pages
from liane.codecs.pdf.pages_read import PagesRead
from liane.connectors.ocr.choice import find_readers
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.memory_index import InMemoryIndex, load_persons
from liane.pipeline.intake.reader import IntakeTools

RECEIVED_ON = "2026-11-01"


def page_reader() -> Callable[[bytes, str], PagesRead]:
    """Reads pages with the engines of this machine."""
    readers = find_readers()

    def read(data: bytes, name: str) -> PagesRead:
        return read_pages(data, name=name, readers=readers)

    return read


def make_tools(persons: Sequence[Person], others: tuple[IndexPerson, ...] = ()) -> IntakeTools:
    """Tools over an index read as the command reads its file, with other records added."""
    data = json.dumps([person.as_record() for person in persons], ensure_ascii=False).encode("utf-8")
    return IntakeTools(read_pages=page_reader(), index=InMemoryIndex((*load_persons(data), *others)))


def tools_for(file: TrueFile, tools: IntakeTools) -> IntakeTools:
    """The tools for one file: those of every file, or its words when they are known without reading."""
    words = file.words
    return tools if words is None else replace(tools, read_pages=lambda _data, _name: words)
