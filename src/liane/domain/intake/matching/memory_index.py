"""An index of persons held in memory, for the command line, the evaluation and the tests; and the file it comes from.

Rule: intake.md §4 (500,000 patients: candidates in under 50 ms).
"""

import json
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from liane.domain.errors import Finding, InvalidInput, Severity
from liane.domain.identity.lexis import fold_name
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.phonetics import phonetic_key
from liane.domain.intake.matching.match import IndexPerson

PERSONS_MAX = 2_000_000
FILE_BYTES_MAX = 1 << 30
FINDINGS_MAX = 50
TEXT_CHARS_MAX = 500
IDENTIFIER_CHARS_MIN = 5
COMMON_MIN = 100
"""Names borne by more are parted by first name."""
_NOBODY = array("I")
_TRAIT_KEYS = ("birth_name", "used_name", "first_name", "first_names", "birth_date", "sex", "birth_place", "address")
_NUMBER_KEYS = ("record_id", "ins", "oid", "ins_status", "ipp", "episodes")
_KEYS = frozenset((*_TRAIT_KEYS, *_NUMBER_KEYS))
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].{0,40})?", re.ASCII)
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_SEXES = {
    "M": "M", "MASCULIN": "M", "H": "M", "HOMME": "M", "1": "M", "MALE": "M", "F": "F", "FEMININ": "F", "FÉMININ": "F",
    "FEMME": "F", "2": "F", "FEMALE": "F", "U": "U", "I": "U", "INDETERMINE": "U", "INDÉTERMINÉ": "U", "UNKNOWN": "U",
    "OTHER": "U", "": "",
}  # fmt: skip


class InMemoryIndex:
    """Every person of an index in memory, with the tables of the blocks. Implements ``PersonIndex``."""

    def __init__(self, persons: Iterable[IndexPerson]) -> None:
        self._persons = tuple(islice(persons, PERSONS_MAX))
        self._ins: dict[str, array[int]] = {}
        self._dates: dict[str, array[int]] = {}
        self._sounds: dict[str, array[int]] = {}
        self._identifiers: dict[str, array[int]] = {}
        self._counts: dict[str, int] = {}
        self._parted: dict[str, dict[str, array[int]]] = {}
        self._givens: list[frozenset[str]] = []
        self._known_givens: dict[tuple[str, str, str], frozenset[str]] = {}
        for number, person in enumerate(self._persons):
            self._add(number, person)

    def _add(self, number: int, person: IndexPerson) -> None:
        traits = person.traits
        _put(self._ins, person.ins.upper(), number)
        _put(self._dates, traits.birth_date, number)
        for value in {normalise_identifier(one) for one in (person.ipp, person.record_id, *person.episodes)}:
            if len(value) >= IDENTIFIER_CHARS_MIN:
                _put(self._identifiers, value, number)
        self._givens.append(self._read_givens(traits))
        families = fold_families(traits)
        for family in families:
            self._counts[family] = self._counts.get(family, 0) + 1
        for sound in {phonetic_key(family) for family in families}:
            _put(self._sounds, sound, number)

    def _read_givens(self, traits: PatientTraits) -> frozenset[str]:
        """Every folded first name that a record answers to; one set for all who bear the same ones."""
        key = (traits.birth_given, traits.birth_givens, traits.used_given)
        known = self._known_givens.get(key)
        if known is None:
            known = self._known_givens[key] = fold_givens(traits)
        return known

    def by_ins(self, matricule: str, *, limit: int = 20) -> Sequence[IndexPerson]:
        """Records with this INS."""
        return self._take(self._ins.get(matricule.upper(), ()), limit)

    def by_birth_date(self, birth_date: str, *, limit: int = 2000) -> Sequence[IndexPerson]:
        """Records born that day (``yyyyMMdd``)."""
        return self._take(self._dates.get(birth_date, ()), limit)

    def by_name(self, phonetic_family: str, folded_given: str, *, limit: int = 500) -> Sequence[IndexPerson]:
        """Records whose birth or used name sounds so, with this given name among theirs (empty: any)."""
        numbers = self._sounds.get(phonetic_family, _NOBODY)
        if folded_given and len(numbers) > COMMON_MIN:
            numbers = self._part_by_given(phonetic_family).get(folded_given, _NOBODY)
        elif folded_given:
            numbers = array("I", (number for number in numbers if folded_given in self._givens[number]))
        return self._take(numbers, limit)

    def _part_by_given(self, sound: str) -> "dict[str, array[int]]":
        """Those of a common name by first name, parted the first time they are asked for."""
        parted = self._parted.get(sound)
        if parted is None:
            parted = self._parted[sound] = {}
            for number in self._sounds[sound]:
                for given in self._givens[number]:
                    _put(parted, given, number)
        return parted

    def by_identifier(self, value: str, *, limit: int = 20) -> Sequence[IndexPerson]:
        """Records with this local number (IPP), this stay number, or this number of record."""
        return self._take(self._identifiers.get(normalise_identifier(value), ()), limit)

    def count_name(self, folded_family: str) -> int:
        """How many records bear this name, of birth or used."""
        return self._counts.get(folded_family, 0)

    def size(self) -> int:
        """How many records there are."""
        return len(self._persons)

    def _take(self, numbers: Iterable[int], limit: int) -> Sequence[IndexPerson]:
        return [self._persons[number] for number in islice(numbers, max(0, limit))]


def fold_families(traits: PatientTraits) -> frozenset[str]:
    """The family names of a record, of birth and used, folded; each whole."""
    return frozenset(fold_name(name) for name in (traits.birth_family, traits.used_family) if name)


def fold_givens(traits: PatientTraits) -> frozenset[str]:
    """Every folded first name that a record answers to: whole, word by word, and the first and used ones glued."""
    folded = [fold_name(name) for name in (traits.birth_given, traits.birth_givens, traits.used_given)]
    tight = {folded[0].replace(" ", ""), folded[2].replace(" ", "")}
    return frozenset({*folded, *tight, *" ".join(folded).split()} - {""})


def _put(table: "dict[str, array[int]]", key: str, number: int) -> None:
    if key:
        numbers = table.get(key)
        if numbers is None:
            table[key] = numbers = array("I")
        numbers.append(number)


def normalise_identifier(value: str) -> str:
    """A local number as it is compared: capitals, no blank, no zeros before."""
    return "".join(value.split()).upper().lstrip("0")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsFile:
    """What a ``persons.json`` holds. findings: warnings, traits that cannot be read and count as absent."""

    persons: tuple[IndexPerson, ...]
    findings: tuple[Finding, ...] = ()


def load_persons(data: bytes | str) -> tuple[IndexPerson, ...]:
    """The persons of a published ``persons.json``, as ``read_persons`` reads them."""
    return read_persons(data).persons


def read_persons(data: bytes | str) -> PersonsFile:
    """Read a published ``persons.json``: a list of objects, ``record_id`` mandatory and unique, the rest optional.

    Keys: record_id, birth_name, used_name, first_names (text, or list of texts), first_name (the first of them, where
    the list does not begin with it), birth_date (ISO, with or without an hour, or JJ/MM/AAAA), sex, birth_place, ins,
    oid, ins_status, address; also ipp and episodes (list). Absent, null and empty are the same; other keys are passed
    over. A trait that cannot be read counts as absent: warnings INT-053, INT-055, INT-056, up to ``FINDINGS_MAX``.
    Raises InvalidInput INT-050 (no list in JSON, or too large), INT-051 (no object) or INT-054 (``record_id`` absent or
    twice), every faulty line up to ``FINDINGS_MAX``.
    """
    if len(data) > FILE_BYTES_MAX:
        raise InvalidInput(_finding("INT-050", "persons.json", "L'index de patients dépasse 1 Gio."))
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(_finding("INT-050", "persons.json", "L'index de patients n'est pas du JSON.")) from error
    if not isinstance(rows, list) or len(rows) > PERSONS_MAX:
        message = f"L'index de patients doit être une liste d'au plus {PERSONS_MAX} personnes."
        raise InvalidInput(_finding("INT-050", "persons.json", message))
    faults: list[Finding] = []
    warnings: list[Finding] = []
    persons: list[IndexPerson] = []
    known: set[str] = set()
    for number, row in enumerate(rows, start=1):
        location = f"personne {number}"
        wrong = _check_number(row, location, known)
        if wrong is not None or not isinstance(row, dict):
            faults += [wrong] if wrong is not None and len(faults) < FINDINGS_MAX else []
            continue
        kept, doubts = _keep_readable(row, location)
        warnings += doubts[: max(0, FINDINGS_MAX - len(warnings))]
        persons.append(_make_person(kept))
    if faults:
        raise InvalidInput(*faults)
    return PersonsFile(persons=tuple(persons), findings=tuple(warnings))


def _check_number(row: object, location: str, known: set[str]) -> Finding | None:
    """What makes a line unusable: no object, no number of record, or one that is another's."""
    if not isinstance(row, dict):
        return _finding("INT-051", location, "Une personne de l'index doit être un objet.")
    value = row.get("record_id")
    record_id = _text(row, "record_id") if _is_text(value) else ""
    if not record_id:
        return _finding("INT-054", f"{location}, record_id", "Le numéro de dossier est absent.")
    if record_id in known:
        return _finding(
            "INT-054", f"{location}, record_id", "Ce numéro de dossier est déjà celui d'une autre personne."
        )
    known.add(record_id)
    return None


def _keep_readable(row: Mapping[str, object], location: str) -> tuple[dict[str, object], list[Finding]]:
    """The known keys of a line whose values can be read, and a warning for each that cannot."""
    kept: dict[str, object] = {}
    doubts: list[Finding] = []
    for key in (one for one in row if one in _KEYS):
        value = row[key]
        is_list = key in ("first_names", "episodes") and _is_texts(value)
        if not _is_text(value) and not is_list:
            doubts.append(_doubt("INT-053", f"{location}, {key}", "La valeur n'est pas un texte : elle est passée."))
            continue
        kept[key] = value
    if _text(kept, "birth_date") and not _read_date(_text(kept, "birth_date")):
        kept["birth_date"] = None
        message = "La date de naissance n'est pas de la forme AAAA-MM-JJ : elle compte comme absente."
        doubts.append(_doubt("INT-055", f"{location}, birth_date", message))
    if _text(kept, "sex").upper() not in _SEXES:
        kept["sex"] = None
        message = "Le sexe n'est ni M, ni F, ni U : il compte comme absent."
        doubts.append(_doubt("INT-056", f"{location}, sex", message))
    return kept, doubts


def _read_date(text: str) -> str:
    """``yyyyMMdd`` of an ISO date, with or without an hour, or of JJ/MM/AAAA; empty for anything else."""
    iso = _DATE.fullmatch(text)
    if iso is not None:
        return "".join(iso.groups())
    french = _FRENCH_DATE.fullmatch(text)
    return f"{french[3]}{int(french[2]):02d}{int(french[1]):02d}" if french is not None else ""


def _is_text(value: object) -> bool:
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 500)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= TEXT_CHARS_MAX and all(_is_text(one) for one in value)


def _text(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value).strip()


def _texts(row: Mapping[str, object], key: str) -> list[str]:
    value = row.get(key)
    if isinstance(value, list):
        return [str(one).strip() for one in value if one is not None and str(one).strip()]
    text = _text(row, key)
    return [one.strip() for one in text.split(",") if one.strip()] if "," in text else text.split()


def _givens(row: Mapping[str, object]) -> list[str]:
    """The first names of a line; one that ``first_name`` tells and no list begins with is the first of them."""
    first, givens = _text(row, "first_name"), _texts(row, "first_names")
    words = fold_name(first).split()
    return givens if fold_name(" ".join(givens)).split()[: len(words)] == words else [first, *givens]


def _make_person(row: Mapping[str, object]) -> IndexPerson:
    givens = _givens(row)
    return IndexPerson(
        record_id=_text(row, "record_id"),
        traits=PatientTraits(
            birth_family=_text(row, "birth_name"),
            used_family=_text(row, "used_name"),
            birth_given=givens[0] if givens else "",
            birth_givens=" ".join(givens),
            birth_date=_read_date(_text(row, "birth_date")),
            sex=_SEXES[_text(row, "sex").upper()],
            birth_place=_text(row, "birth_place"),
        ),
        ins="".join(_text(row, "ins").split()).upper(),
        ins_oid=_text(row, "oid"),
        ins_status=_text(row, "ins_status"),
        ipp=_text(row, "ipp"),
        episodes=tuple(_texts(row, "episodes")),
        address=_text(row, "address"),
    )


def _doubt(code: str, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        location=location[:80],
        message=message,
        remedy="Corriger cette valeur dans le fichier de l'index ; la personne est gardée sans elle.",
        layer="intake",
        rule="intake.md §4",
    )


def _finding(code: str, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy="Corriger le fichier de l'index ; sa forme est décrite dans la documentation de l'intégration.",
        layer="intake",
        rule="intake.md §4",
    )
