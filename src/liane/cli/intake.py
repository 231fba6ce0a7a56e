"""``liane intake read``: read files, match them to a patient index and say what would be done, without a server."""

import asyncio
import errno
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from liane.cli.kit import print_findings
from liane.domain.errors import ConfigurationError, Finding, InvalidInput, Severity
from liane.domain.intake.decide.policy import make_command_line_policy
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.matching.memory_index import InMemoryIndex, read_persons
from liane.domain.intake.outcome import IntakeAction
from liane.domain.intake.page import Page
from liane.pipeline.intake.reader import AskEngines, FileRead, IntakeTools, ReadPages, read_file, reject
from liane.pipeline.intake.report import describe_file
from liane.wiring.files_reading import count_workers, read_alone, read_at_once
from liane.wiring.intake_reading import find_page_readers
from liane.wiring.logs import configure_logs
from liane.wiring.reading_engines import make_local_engines

FILES_MAX = 10_000
FILE_BYTES_MAX = 256 * 1024 * 1024
NOTHING_REJECTED, SOME_REJECTED, UNREADABLE = 0, 1, 3
_WHY_NOT = {
    errno.ENOENT: "il n'existe pas",
    errno.EISDIR: "c'est un dossier",
    errno.EACCES: "les droits manquent",
    errno.EPERM: "les droits manquent",
    errno.EFBIG: "il dépasse 256 Mio",
    errno.ENAMETOOLONG: "son nom est trop long",
}
_ACTIONS = {
    IntakeAction.AUTO.value: ("[green]● intégré sans clic[/]"),
    IntakeAction.REVIEW.value: ("[yellow]▲ à revoir[/]"),
    IntakeAction.REJECT.value: ("[red]■ refusé[/]"),
}


@dataclass(frozen=True, slots=True)
class _Timed:
    """What a file gave, in how many seconds. why_not: French, for one that could not be opened."""

    found: FileRead
    seconds: float
    why_not: str = ""


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
    engine: Annotated[
        list[str] | None,
        typer.Option(help="Moteur du site : dossier d'un modèle ONNX, ou « modèle@http://hôte/v1 » (répétable)."),
    ] = None,
) -> None:
    """Read files against a patient index. Exit code: 0, 1 when a document is rejected, 3 when a file is unreadable."""
    configure_logs(is_quiet=True)
    console, errors = Console(), Console(stderr=True)
    try:
        known = read_persons(index.read_bytes())
        day = date.fromisoformat(received_on).isoformat() if received_on else date.today().isoformat()  # noqa: DTZ011
    except OSError as error:
        errors.print(f"{escape(str(index))} : {_WHY_NOT.get(error.errno or 0, 'lecture impossible')}")
        raise typer.Exit(UNREADABLE) from error
    except InvalidInput as error:
        print_findings(errors, error.findings)
        raise typer.Exit(UNREADABLE) from error
    except ValueError as error:
        errors.print(f"{escape(received_on)} : jour attendu, AAAA-MM-JJ")
        raise typer.Exit(UNREADABLE) from error
    if len(files) > FILES_MAX:
        errors.print(f"{len(files)} fichiers : {FILES_MAX} au plus à la fois, les donner en plusieurs fois")
        raise typer.Exit(UNREADABLE)
    print_findings(errors, known.findings)
    tools = IntakeTools(
        read_pages=read_alone(find_page_readers()),
        index=InMemoryIndex(known.persons),
        policy=make_command_line_policy(person.ins_oid for person in known.persons),
        ask_engines=_make_engines(engine or (), errors),
    )
    answers, code = _read_all(files, day, tools, errors)
    if as_json:
        print(json.dumps(answers, ensure_ascii=False, indent=1))
    else:
        _print_answers(console, answers)
    raise typer.Exit(code)


def _make_engines(engines: Sequence[str], errors: Console) -> AskEngines | None:
    """The engines named on the command line, in their order; exit 3 when one is not usable."""
    if not engines:
        return None
    try:
        asked = make_local_engines(engines)
    except ConfigurationError as error:
        errors.print(f"Moteur inutilisable : {escape(str(error))}")
        raise typer.Exit(UNREADABLE) from error

    def ask(read: ReadDocument, pages: Sequence[Page], day: str) -> ReadDocument:
        return asyncio.run(asked.add(read, pages, day))

    return ask


def _read_all(files: list[Path], day: str, tools: IntakeTools, errors: Console) -> tuple[dict[str, Any], int]:
    """Read files, several at once where there are several; a lone one in a copy of this process, ready at once."""
    named = name_answers(files)

    def read_one(file: Path, read_pages: ReadPages) -> _Timed:
        started = time.perf_counter()
        try:
            found = read_file(_open(file), name=file.name, received_on=day, tools=replace(tools, read_pages=read_pages))
        except OSError as error:
            why = _WHY_NOT.get(error.errno or 0, "lecture impossible")
            return _Timed(_refuse(why), time.perf_counter() - started, why)
        return _Timed(found, time.perf_counter() - started)

    answers: dict[str, Any] = {}
    code = NOTHING_REJECTED
    for (name, file), timed in zip(named.items(), _read_each(list(named.values()), read_one, tools), strict=True):
        answers[name] = describe_file(timed.found, timed.seconds)
        if timed.why_not:
            errors.print(f"{escape(str(file))} : {timed.why_not}")
            code = UNREADABLE
        elif code == NOTHING_REJECTED and any(d.decision.action is IntakeAction.REJECT for d in timed.found.documents):
            code = SOME_REJECTED
    return answers, code


def _read_each(
    files: list[Path], read_one: Callable[[Path, ReadPages], _Timed], tools: IntakeTools
) -> Iterator[_Timed]:
    if len(files) > 1:
        return read_at_once(files, read_one, readers=find_page_readers(), workers=count_workers(len(files)))
    return (read_one(file, tools.read_pages) for file in files)


def name_answers(files: Sequence[Path]) -> dict[str, Path]:
    """The key of each file in the answer: its name, or its path as given where several have that name.

    The same path given again is read once. The order of the files changes nothing.
    """
    paths = list(dict.fromkeys(files))
    count = Counter(file.name for file in paths)
    return {(file.name if count[file.name] == 1 else str(file)): file for file in paths}


def _open(file: Path) -> bytes:
    if file.stat().st_size > FILE_BYTES_MAX:
        raise OSError(errno.EFBIG, "")
    return file.read_bytes()


def _refuse(why: str) -> FileRead:
    """The answer for a file that could not be opened: one rejected document. why: French."""
    finding = Finding(
        code="INT-138",
        severity=Severity.ERROR,
        location="fichier",
        message=f"Le fichier n'a pas pu être ouvert : {why}.",
        remedy="Vérifier le chemin, les droits et la taille du fichier, puis relancer.",
        layer="intake",
        rule="intake.md §1",
    )
    return FileRead(documents=(reject((finding,)),), findings=(finding,))


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
