"""The forms of identities as typed: read by the rules of entry, every fault told beside its field. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from liane.domain.errors import Finding, RuleViolation
from liane.domain.identity.birth_date import parse_typed, show
from liane.domain.identity.ins import INS
from liane.domain.identity.lexis import NameKind, clean_name, first_given_is_consistent
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.identity.person import ComplementaryTraits, Person
from liane.domain.identity.trait_rules import check_traits

VALUE_CHARS_MAX = 400
NAMES: tuple[tuple[str, str, NameKind], ...] = (
    ("nom", "birth_family", "family"),
    ("prenoms", "birth_givens", "given"),
    ("prenom", "birth_given", "given"),
    ("nom_utilise", "used_family", "family"),
    ("prenom_utilise", "used_given", "given"),
)
CONTACTS = (
    ("adresse", "address"),
    ("code_postal", "postal_code"),
    ("commune", "city"),
    ("pays", "country"),
    ("telephone", "phone"),
    ("courriel", "email"),
)
FIELDS = (
    *(name for name, _, _ in NAMES),
    *("naissance", "sexe", "lieu"),
    *(name for name, _ in CONTACTS),
    *("identifiant", "domaine", "matricule", "oid", "fictive"),
)
SEXES = (("", "choisir"), ("F", "féminin"), ("M", "masculin"), ("U", "indéterminé"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one field, and what to do."""

    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPerson:
    """A form read. values: as typed. written: by field, how it will be written when that is not as typed.

    faults: by field, what is wrong. is_uncertain: the date was completed by convention.
    """

    values: Mapping[str, str]
    traits: PatientTraits
    complementary: ComplementaryTraits
    identifiers: tuple[PatientIdentifier, ...] = ()
    candidate: INS | None = None
    is_uncertain: bool = False
    is_fictive: bool = False
    written: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """What was typed in a field."""
        return self.values.get(name, "")

    @property
    def is_searchable(self) -> bool:
        """True when enough is typed to look for the person: a name, or a date, or a number."""
        return bool(self.traits.birth_family or self.traits.birth_date or self.candidate or self.identifiers)


def read_values(form: Mapping[str, object]) -> dict[str, str]:
    """Take the known fields of a form, spaces at the ends apart."""
    return {name: str(form.get(name, "") or "")[:VALUE_CHARS_MAX].strip() for name in FIELDS}


def read_person(values: Mapping[str, str], today_year: int) -> TypedPerson:
    """Read a form into traits, by the rules of entry.

    The premier prénom is the first word of the list unless typed. Rule: RNIV 1, règles de saisie; ins.md §4.1 to §4.3;
    INS/va1.21.
    """
    found = {name: values.get(name, "") for name in FIELDS}
    faults: dict[str, tuple[Fault, ...]] = {}
    written: dict[str, str] = {}
    named = {}
    for name, trait, kind in NAMES:
        try:
            named[trait] = clean_name(found[name], kind=kind)
        except RuleViolation as error:
            named[trait], faults[name] = "", tell_faults(error.findings)
        if named[trait] and named[trait] != found[name]:
            written[name] = named[trait]
    date, is_uncertain = _read_date(found["naissance"], today_year, faults, written)
    place = found["lieu"].upper().replace(" ", "")
    if wrong_place := check_traits(PatientTraits(birth_place=place)):
        faults["lieu"] = tell_faults(wrong_place)
    traits = PatientTraits(
        birth_date=date,
        sex=found["sexe"] if found["sexe"] in ("F", "M", "U") else "",
        birth_place="" if "lieu" in faults else place,
        **named,
    )
    traits = _derive_given(traits, faults)
    return TypedPerson(
        values=found,
        traits=traits,
        complementary=ComplementaryTraits(**{trait: found[name] for name, trait in CONTACTS}),
        identifiers=_read_identifiers(found, faults),
        candidate=INS(matricule=found["matricule"], oid=found["oid"]) if found["matricule"] and found["oid"] else None,
        is_uncertain=is_uncertain,
        is_fictive=found["fictive"] == "oui",
        written=written,
        faults=faults,
    )


def _read_date(
    typed: str, today_year: int, faults: dict[str, tuple[Fault, ...]], written: dict[str, str]
) -> tuple[str, bool]:
    if not typed:
        return "", False
    try:
        date, is_uncertain = parse_typed(typed, today_year)
    except RuleViolation as error:
        faults["naissance"] = tell_faults(error.findings)
        return "", False
    if is_uncertain or show(date) != typed:
        written["naissance"] = show(date) + (" (date incertaine, complétée par convention)" if is_uncertain else "")
    return date, is_uncertain


def _derive_given(traits: PatientTraits, faults: dict[str, tuple[Fault, ...]]) -> PatientTraits:
    first = traits.birth_given or (traits.birth_givens.split() or [""])[0]
    if not first_given_is_consistent(first, traits.birth_givens):
        faults.setdefault("prenom", (_FIRST_GIVEN,))
    return replace(traits, birth_given=first, birth_givens=traits.birth_givens or first)


def _read_identifiers(found: Mapping[str, str], faults: dict[str, tuple[Fault, ...]]) -> tuple[PatientIdentifier, ...]:
    value, domain = found["identifiant"], found["domaine"]
    if not value and not domain:
        return ()
    if not value or not domain:
        faults["domaine" if value else "identifiant"] = (_PAIR,)
        return ()
    return (PatientIdentifier(value=value, oid=domain, type_code="PI"),)


def values_of(person: Person) -> dict[str, str]:
    """Write a person as the form shows them."""
    traits, contact = person.traits, person.complementary
    values = {name: getattr(traits, trait) for name, trait, _ in NAMES}
    values |= {name: getattr(contact, trait) for name, trait in CONTACTS}
    values |= {"naissance": show(traits.birth_date), "sexe": traits.sex, "lieu": traits.birth_place}
    return values


def keep_held(typed: TypedPerson, person: Person) -> TypedPerson:
    """Keep the traits held whose field was not touched, however they are written; their faults are none.

    What INSi or a flow gave byte for byte is thus never rewritten by a form. Rule: ins.md §4.2 (rule 6).
    """
    held, shown = person.traits, values_of(person)
    same = {name for name in shown if typed[name] == shown[name]}
    kept: dict[str, str] = {trait: getattr(held, trait) for name, trait, _ in NAMES if name in same}
    kept |= {"birth_date": held.birth_date} if "naissance" in same else {}
    kept |= {"birth_place": held.birth_place} if "lieu" in same else {}
    if "prenoms" in same and not held.birth_givens:
        kept["birth_givens"] = ""
    return replace(
        typed,
        traits=replace(typed.traits, **kept),
        is_uncertain=person.birth_date_uncertain if "naissance" in same else typed.is_uncertain,
        faults={name: faults for name, faults in typed.faults.items() if name not in same},
        written={name: text for name, text in typed.written.items() if name not in same},
    )


def values_of_traits(traits: PatientTraits, ins: INS | None = None) -> dict[str, str]:
    """Write traits read elsewhere (a scan) as the form shows them."""
    values = values_of(Person(traits=traits))
    if ins is not None:
        values |= {"matricule": ins.matricule, "oid": ins.oid}
    return {name: value for name, value in values.items() if value}


def tell_faults(findings: Iterable[Finding]) -> tuple[Fault, ...]:
    """Keep of findings what is said beside a field."""
    return tuple(Fault(message=one.message, remedy=one.remedy) for one in findings)


def find_field(finding: Finding) -> str:
    """Give the field that a finding of the registry speaks of; empty when it is about the whole."""
    return _LOCATIONS.get(finding.location, "")


_LOCATIONS = {
    "nom de naissance": "nom",
    "prénom": "prenoms",
    "prénom(s) de naissance": "prenoms",
    "date de naissance": "naissance",
    "sexe": "sexe",
    "lieu de naissance": "lieu",
}


_FIRST_GIVEN = Fault(
    message="Le premier prénom n’est pas le début de la liste des prénoms.",
    remedy="Reprendre la liste de l’acte de naissance, dans son ordre.",
)
_PAIR = Fault(message="Un identifiant va avec son domaine.", remedy="Remplir les deux champs, ou aucun.")
