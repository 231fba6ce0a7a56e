"""The open extractions of the Annuaire Santé: text files, one row a situation or a mailbox, read by column names.

The order of the columns is never trusted; a column that is not there gives empty values, but for those without which
a row says nothing. Rule: annuaire.md §6; mssante.md §11.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from liane.domain.directory.entries import (
    DirectoryMailbox,
    DirectoryPractitioner,
    DirectorySituation,
    DirectoryStructure,
    MailboxKind,
)
from liane.domain.errors import Finding, MalformedMessage, Severity

SEPARATOR = "|"
LINE_CHARS_MAX = 20_000
VALUE_CHARS_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One row of the extraction of professionals: who, and where when the row says it."""

    practitioner: DirectoryPractitioner
    situation: DirectorySituation | None = None
    structure: DirectoryStructure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRow:
    """One row of the extraction of mailboxes. idnps: empty for an ORG or APP. structure_id: national number."""

    mailbox: DirectoryMailbox
    idnps: str = ""
    structure_id: str = ""
    structure_name: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column is, by its folded name."""

    places: dict[str, int] = field(default_factory=dict)

    def get(self, row: Sequence[str], *wanted: str) -> str:
        """Value of the first of these columns that is there and filled."""
        for name in wanted:
            place = self.places.get(name)
            if place is not None and place < len(row) and (value := row[place].strip()):
                return value.replace("\x00", "")[:VALUE_CHARS_MAX]
        return ""


def fold_column(name: str) -> str:
    """A name of column without accents, case, punctuation: ``Code savoir-faire`` gives ``code savoir faire``."""
    plain = unicodedata.normalize("NFD", name.lstrip("\ufeff")).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def _rows(lines: Iterable[str], needed: Sequence[str]) -> Iterator[tuple[Columns, list[str]]]:
    """Split lines; the first one names the columns. Raises MalformedMessage when a needed column is not there."""
    columns: Columns | None = None
    for line in lines:
        if len(line) > LINE_CHARS_MAX:
            raise MalformedMessage(_bad("DIR-021", "Une ligne de l'extraction dépasse la longueur admise."))
        cells = line.rstrip("\r\n").split(SEPARATOR)
        if columns is None:
            columns = Columns({fold_column(name): place for place, name in enumerate(cells)})
            missing = [name for name in needed if name not in columns.places]
            if missing:
                raise MalformedMessage(
                    _bad("DIR-020", f"Le fichier n'est pas l'extraction attendue : colonne « {missing[0]} » absente.")
                )
        elif any(cell.strip() for cell in cells):
            yield columns, cells


def read_activities(lines: Iterable[str]) -> Iterator[ActivityRow]:
    """Read the extraction of professionals and activities (PS_LibreAcces_Personne_activite), row by row."""
    for columns, row in _rows(lines, ("identification nationale pp", "nom d exercice")):
        national = columns.get(row, "identification nationale pp")
        if national:
            yield _read_activity(columns, row, national)


def _read_activity(columns: Columns, row: Sequence[str], national: str) -> ActivityRow:
    get = columns.get
    skill = get(row, "code savoir faire")
    practitioner = DirectoryPractitioner(
        key=national,
        idnps=national,
        rpps=national[1:] if national.startswith("8") and len(national) == 12 else "",
        family=get(row, "nom d exercice"),
        given=get(row, "prenom d exercice"),
        civility=get(row, "code civilite d exercice", "code civilite"),
        profession=get(row, "code profession"),
        category=get(row, "code categorie professionnelle"),
        specialties=(skill,) if skill else (),
    )
    technical = get(row, "identifiant technique de la structure")
    if not technical:
        return ActivityRow(practitioner=practitioner)
    finess = get(row, "numero finess site")
    siret = get(row, "numero siret site")
    street = (get(row, f"{name} coord structure") for name in ("numero voie", "libelle type de voie", "libelle voie"))
    structure = DirectoryStructure(
        key=technical,
        idnst=f"1{finess}" if finess else f"3{siret}" if siret else "",
        finess=finess,
        siret=siret,
        name=get(row, "raison sociale site", "enseigne commerciale site"),
        sector=get(row, "code secteur d activite"),
        line=" ".join(part for part in street if part),
        postal_code=get(row, "code postal coord structure"),
        city=get(row, "libelle commune coord structure"),
        phone=get(row, "telephone coord structure"),
    )
    mode, function = get(row, "code mode exercice"), get(row, "code role")
    activity = get(row, "code genre activite")
    situation = DirectorySituation(
        key="|".join((national, technical, mode, function, activity)),
        practitioner=national,
        structure=technical,
        activity=activity,
        mode=mode,
        function=function,
    )
    return ActivityRow(practitioner=practitioner, situation=situation, structure=structure)


def read_mailboxes(lines: Iterable[str]) -> Iterator[MailboxRow]:
    """Read the extraction of MSSanté addresses, row by row. Rule: mssante.md §11."""
    for columns, row in _rows(lines, ("type de bal", "adresse bal")):
        address = columns.get(row, "adresse bal").lower()
        if "@" not in address:
            continue
        kind = columns.get(row, "type de bal").upper()
        digital = columns.get(row, "dematerialisation").upper()
        yield MailboxRow(
            mailbox=DirectoryMailbox(
                address=address,
                kind=MailboxKind(kind) if kind in MailboxKind.__members__ else None,
                service=columns.get(row, "service de rattachement"),
                accepts_digital={"O": True, "OUI": True, "N": False, "NON": False}.get(digital),
            ),
            idnps=columns.get(row, "identification nationale pp"),
            structure_id=columns.get(row, "identification nationale structure"),
            structure_name=columns.get(row, "raison sociale structure bal", "raison sociale"),
        )


def _bad(code: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="extraction",
        message=message,
        remedy="Reprendre le fichier sur le site de l'annuaire ; vérifier qu'il est entier et séparé par des barres.",
        layer="directory",
        rule="annuaire.md §6; mssante.md §11",
    )
