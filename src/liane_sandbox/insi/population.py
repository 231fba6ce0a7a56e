"""The fictitious insured persons that the simulated INSi knows: its population file, the sandbox's patients, guests.

Nobody real: commune 999 everywhere. Rule: ins.md §11.2-3 (cases of the population).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from liane.domain.identity.ins import INSAuthority
from liane_sandbox.patients import SandboxPatient, list_patients

NIR, NIA = "NIR", "NIA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One matricule (15 characters) and its kind. start, end: ``yyyy-MM-dd`` or empty, of a former one."""

    matricule: str
    kind: str = NIR
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuredPerson:
    """One person. givens: the list, separated by spaces. birth_date: ``yyyy-MM-dd``, may be lunar.

    also_born: other dates under which the service finds them. holder, rank: the ouvrant droit whose card tells of them.
    code: what the service answers when it finds them alone (``00`` but for two of them). case: French.
    """

    number: Number
    family: str
    givens: str
    sex: str
    birth_date: str
    birth_place: str
    holder: str = ""
    rank: str = "1"
    history: tuple[Number, ...] = ()
    died_on: str = ""
    code: str = "00"
    also_born: tuple[str, ...] = ()
    case: str = ""

    def is_born(self, date: str) -> bool:
        """Tell whether a date finds this person."""
        return date == self.birth_date or date in self.also_born

    @property
    def matricules(self) -> tuple[str, ...]:
        """The matricule in force, then the former ones."""
        return (self.number.matricule, *(one.matricule for one in self.history))


def _read_history(text: str) -> tuple[Number, ...]:
    found = []
    for one in filter(None, text.split("|")):
        matricule, kind, start, end = one.split(":")
        found.append(Number(matricule=matricule, kind=kind, start=start, end=end))
    return tuple(found)


def _read_line(line: str) -> InsuredPerson:
    matricule, kind, family, givens, sex, date, place, holder, rank, history, died, code, also, case = line.split("\t")
    return InsuredPerson(
        number=Number(matricule=matricule, kind=kind),
        family=family,
        givens=givens,
        sex=sex,
        birth_date=date,
        birth_place=place,
        holder=holder,
        rank=rank,
        history=_read_history(history),
        died_on=died,
        code=code,
        also_born=tuple(filter(None, also.split("|"))),
        case=case,
    )


@cache
def load_population() -> tuple[InsuredPerson, ...]:
    """Read the population file that comes with the sandbox."""
    text = files("liane_sandbox.insi").joinpath("data", "population.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(_read_line(line) for line in lines[1:])


def _from_patient(patient: SandboxPatient) -> InsuredPerson:
    traits = patient.traits
    date = traits.birth_date.ljust(8, "0")
    return InsuredPerson(
        number=Number(matricule=patient.ins.matricule, kind=NIA if patient.ins.authority is INSAuthority.NIA else NIR),
        family=traits.birth_family,
        givens=traits.birth_givens or traits.birth_given,
        sex=traits.sex,
        birth_date=f"{date[:4]}-{date[4:6]}-{date[6:8]}",
        birth_place=traits.birth_place,
        case="patient du bac à sable",
    )


def list_insured() -> tuple[InsuredPerson, ...]:
    """Everybody: the file, then the sandbox's patients and guests."""
    return (*load_population(), *(_from_patient(patient) for patient in list_patients()))


def find_insured(matricule: str) -> InsuredPerson | None:
    """The person who has, or had, this matricule."""
    wanted = matricule.upper()
    return next((person for person in list_insured() if wanted in person.matricules), None)
