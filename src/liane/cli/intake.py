"""``liane intake read``: read files, match them to a patient index and say what would be done, without a server."""

import json
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from liane.cli.kit import print_findings
from liane.codecs.pdf.apart import read_pages
from liane.codecs.pdf.pages_read import PagesRead
from liane.domain.errors import InvalidInput
from liane.domain.intake.decide_policy import COMMAND_LINE_POLICY
from liane.domain.intake.memory_index import InMemoryIndex, load_persons
from liane.domain.intake.outcome import IntakeAction
from liane.pipeline.intake.reader import IntakeTools, read_file
from liane.pipeline.intake.report import describe_file
from liane.wiring.intake_reading import find_page_readers

FILES_MAX = 10_000
FILE_BYTES_MAX = 256 * 1024 * 1024
NOTHING_REJECTED, SOME_REJECTED, UNREADABLE = 0, 1, 3
_ACTIONS = {
    IntakeAction.AUTO.value: ("[green]● intégré sans clic[/]"),
    IntakeAction.REVIEW.value: ("[yellow]▲ à revoir[/]"),
    IntakeAction.REJECT.value: ("[red]■ refusé[/]"),
}
app = typer.Typer(no_args_is_help=True, help="Lire ce qui arrive : champs, patient, décision.")


@app.callback()
def _group() -> None:
    """Commands of the intake."""


@app.command("read")
def read(
    files: Annotated[list[Path], typer.Argument(help="PDF, images, CDA, archives XDM, messages HL7 v2.")],
    index: Annotated[Path, typer.Option("--index", help="Patients connus : persons.json.")],
    as_json: Annotated[bool, typer.Option("--json", help="Rend un objet JSON (docs/intake.schema.json).")] = False,
    received_on: Annotated[str, typer.Option(help="Jour de réception, AAAA-MM-JJ (par défaut : aujourd'hui).")] = "",
) -> None:
    """Read files against a patient index. Exit code: 0, 1 when a document is rejected, 3 when a file is unreadable."""
    console, errors = Console(), Console(stderr=True)
    try:
        persons = load_persons(index.read_bytes())
        day = date.fromisoformat(received_on).isoformat() if received_on else date.today().isoformat()  # noqa: DTZ011
    except OSError as error:
        errors.print(f"{escape(str(index))} : {error.strerror}")
        raise typer.Exit(UNREADABLE) from error
    except InvalidInput as error:
        print_findings(errors, error.findings)
        raise typer.Exit(UNREADABLE) from error
    except ValueError as error:
        errors.print(f"{escape(received_on)} : jour attendu, AAAA-MM-JJ")
        raise typer.Exit(UNREADABLE) from error
    tools = IntakeTools(read_pages=_make_reader(), index=InMemoryIndex(persons), policy=COMMAND_LINE_POLICY)
    answers, code = _read_all(files, day, tools, errors)
    if as_json:
        print(json.dumps(answers, ensure_ascii=False, indent=1))
    else:
        _print_answers(console, answers)
    raise typer.Exit(code)


def _make_reader() -> Callable[[bytes, str], PagesRead]:
    readers = find_page_readers()

    def read_named(data: bytes, name: str) -> PagesRead:
        return read_pages(data, name=name, readers=readers)

    return partial(read_named)


def _read_all(files: list[Path], day: str, tools: IntakeTools, errors: Console) -> tuple[dict[str, Any], int]:
    answers: dict[str, Any] = {}
    code = NOTHING_REJECTED
    for file in files[:FILES_MAX]:
        started = time.perf_counter()
        try:
            if file.stat().st_size > FILE_BYTES_MAX:
                raise OSError(0, "trop gros")
            data = file.read_bytes()
        except OSError as error:
            errors.print(f"{escape(str(file))} : {error.strerror}")
            code = UNREADABLE
            continue
        found = read_file(data, name=file.name, received_on=day, tools=tools)
        answers[file.name if file.name not in answers else str(file)] = describe_file(
            found, time.perf_counter() - started
        )
        if code == NOTHING_REJECTED and any(d.decision.action is IntakeAction.REJECT for d in found.documents):
            code = SOME_REJECTED
    return answers, code


def _print_answers(console: Console, answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        console.rule(f"[bold]{escape(name)}[/] ({answer['seconds']:.1f} s)", align="left")
        for document in answer["documents"]:
            pages = ", ".join(map(str, document["pages"])) or "–"
            console.print(f"{_ACTIONS[document['action']]}  pages {pages} : {escape(document['reason'])}")
            table = Table(show_header=False, box=None)
            for field, found in document["fields"].items():
                if found is not None:
                    value = ", ".join(found["value"]) if isinstance(found["value"], list) else found["value"]
                    place = f"page {found['page']}" if found["page"] else found["source"]
                    table.add_row(field, escape(value), f"{found['confidence']:.2f}", place)
            console.print(table)
            for rank, one in enumerate(document["candidates"], 1):
                told = " ; ".join(evidence["text"] for evidence in one["evidence"] if evidence["text"])
                console.print(f"  {rank}. {escape(one['record_id'])}  {one['score']:.1f}  {escape(told)}")
