"""The operations of the simulated INSi: each reads its body, looks into the population, writes its answer.

The verifications are a stand-in: the national contract is not public, and every answer says so. Rule: ins.md §6, §11.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from liane.codecs.insi.names import STAND_IN_LOT, STAND_IN_NOTICE, UNIT_VERIFICATION
from liane_sandbox.insi.answers import INSiRefused, render_result
from liane_sandbox.insi.door import Caller, check_names, check_schema
from liane_sandbox.insi.matching import (
    AskedCard,
    AskedTraits,
    AskedVerification,
    Outcome,
    search_by_card,
    search_by_traits,
    verify,
)
from liane_sandbox.insi.population import InsuredPerson, find_insured
from liane_sandbox.insi.state import INSiState, StoredLot

SANS, VIT = "http://www.cnamts.fr/INSiRecSans", "http://www.cnamts.fr/INSiRecVit"
LOT_LINES_MAX = 1_000
NATIONAL_TEST_OIDS = {"NIR": "1.2.250.1.213.1.4.8", "NIA": "1.2.250.1.213.1.4.9"}
"""What the national test platform answers. Rule: ins.md §3 « Trap », §11.2-5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """body: of the answer. codes: for the log. sought: matricule aimed at, empty when nobody."""

    body: str
    codes: str
    sought: str = ""


class Operations:
    """What the service can do. oid_of: OID answered for each kind. lot_delay: how long a lot is worked on."""

    def __init__(self, state: INSiState, *, oid_of: dict[str, str] | None = None, lot_delay: timedelta) -> None:
        self._state = state
        self._oid_of = oid_of or NATIONAL_TEST_OIDS
        self._lot_delay = lot_delay

    def find_outcome(self, operation: str, body: etree._Element, population: Sequence[InsuredPerson]) -> Outcome:
        """Search. Raises INSiRefused ``insi_102`` for a malformed or incomplete question."""
        if operation == "rechercherInsAvecTraitsIdentite":
            return search_by_traits(population, _read_traits(body))
        return search_by_card(population, _read_card(body))

    def search(self, outcome: Outcome) -> Answered:
        """Answer a search."""
        sought = outcome.sought.number.matricule if outcome.sought is not None else ""
        return Answered(body=render_result(outcome, self._oid_of), codes=outcome.code, sought=sought)

    def verify_one(self, body: etree._Element, population: Sequence[InsuredPerson]) -> Answered:
        """Answer a unit verification (stand-in)."""
        if body.tag != f"{{{UNIT_VERIFICATION}}}IndividuVerifie":
            raise INSiRefused("insi_102", "IndividuVerifie attendu", rule="ins.md §6.9")
        asked = _read_verification(body)
        is_ok = verify(population, asked, self._oid_of)
        return Answered(
            body=f'<RESULTATVERIFICATION xmlns="{UNIT_VERIFICATION}" avertissement="{STAND_IN_NOTICE}">'
            f"{_verdict(is_ok)}</RESULTATVERIFICATION>",
            codes="OK" if is_ok else "KO",
            sought=_sought(asked.matricule),
        )

    def deposit(
        self, body: etree._Element, population: Sequence[InsuredPerson], caller: Caller, number: str, at: datetime
    ) -> Answered:
        """Take a lot (stand-in). Only INSI-AUTO may. Rule: ins.md §6.1 (lots: certificate INSI-AUTO), §6.9."""
        _require_batch(caller)
        lines = body.findall(f"{{{STAND_IN_LOT}}}Ligne")
        if body.tag != f"{{{STAND_IN_LOT}}}DEPOTLOT" or not 1 <= len(lines) <= LOT_LINES_MAX:
            raise INSiRefused("insi_102", f"un lot porte de 1 à {LOT_LINES_MAX} lignes", rule="ins.md §6.9")
        verdicts = []
        for line in lines:
            subject = line.find(f"{{{UNIT_VERIFICATION}}}IndividuVerifie")
            if subject is None or not line.get("rang", "").isdigit():
                raise INSiRefused("insi_102", "ligne de lot sans rang ou sans IndividuVerifie", rule="ins.md §6.9")
            is_ok = verify(population, _read_verification(subject), self._oid_of)
            verdicts.append((int(line.get("rang", "0")), is_ok))
        self._state.add_lot(StoredLot(number=number, owner=caller.unit, at=at, verdicts=tuple(verdicts)))
        return Answered(
            body=f'<DEPOTLOTRECU xmlns="{STAND_IN_LOT}" avertissement="{STAND_IN_NOTICE}">'
            f"<NumeroLot>{number}</NumeroLot></DEPOTLOTRECU>",
            codes=f"lot de {len(lines)}",
        )

    def collect(self, body: etree._Element, caller: Caller, at: datetime) -> Answered:
        """Give a lot back, once it is done (stand-in)."""
        _require_batch(caller)
        number = (body.findtext(f"{{{STAND_IN_LOT}}}NumeroLot") or "").strip()
        lot = self._state.find_lot(number)
        if lot is None or lot.owner != caller.unit:
            raise INSiRefused("insi_102", "numéro de lot inconnu", rule="ins.md §6.9")
        is_done = at >= lot.at + self._lot_delay
        lines = "".join(f'<Ligne rang="{rank}">{_verdict(is_ok)}</Ligne>' for rank, is_ok in lot.verdicts if is_done)
        state = "TERMINE" if is_done else "EN_COURS"
        return Answered(
            body=f'<RESULTATLOT xmlns="{STAND_IN_LOT}" avertissement="{STAND_IN_NOTICE}"><NumeroLot>{number}'
            f"</NumeroLot><Etat>{state}</Etat>{lines}</RESULTATLOT>",
            codes=state,
        )


def _verdict(is_ok: bool) -> str:
    code, label = ("00", "OK") if is_ok else ("01", "KO")
    return f"<CR><CodeCR>{code}</CodeCR><LibelleCR>{label}</LibelleCR></CR><Verdict>{label}</Verdict>"


def _sought(matricule: str) -> str:
    person = find_insured(matricule)
    return person.number.matricule if person is not None else ""


def _require_batch(caller: Caller) -> None:
    if caller.name != "INSI-AUTO":
        raise INSiRefused("desir_560", "un lot se dépose avec le certificat INSI-AUTO", rule="ins.md §6.1")


def _texts(element: etree._Element, namespace: str, name: str) -> tuple[str, ...]:
    return tuple(one.text or "" for one in element.findall(f"{{{namespace}}}{name}"))


def _first(element: etree._Element, namespace: str, name: str) -> str:
    return next(iter(_texts(element, namespace, name)), "")


def _read_traits(body: etree._Element) -> AskedTraits:
    """Rule: ins.md §6.4: at least name, one first name, sex, date."""
    if body.tag != f"{{{SANS}}}RECSANSVITALE":
        raise INSiRefused("SOAP-SENDER", "le Body n'est pas celui de l'action", rule="ins.md §6.4")
    check_schema(body, "recsans", "insi_102")
    asked = AskedTraits(
        family=_first(body, SANS, "NomNaissance"),
        givens=_texts(body, SANS, "Prenom"),
        sex=_first(body, SANS, "Sexe"),
        birth_date=_first(body, SANS, "DateNaissance"),
        birth_place=_first(body, SANS, "LieuNaissance"),
    )
    if not (asked.family and asked.givens and asked.sex and asked.birth_date):
        raise INSiRefused("insi_102", "il faut le nom, un prénom, le sexe et la date", rule="ins.md §6.4")
    check_names(asked.family, asked.givens)
    return asked


def _read_card(body: etree._Element) -> AskedCard:
    """Rule: ins.md §6.5: the person's number, or the ouvrant droit with the date and the rank."""
    if body.tag != f"{{{VIT}}}RECVITALE":
        raise INSiRefused("SOAP-SENDER", "le Body n'est pas celui de l'action", rule="ins.md §6.5")
    check_schema(body, "recvit", "insi_102")
    matricule, holder = (
        "".join(body.findtext(f"{{{VIT}}}{name}/{{{VIT}}}{part}") or "" for part in ("NumIdentifiant", "Cle"))
        for name in ("MatriculeIndividu", "MatriculeOD")
    )
    asked = AskedCard(
        matricule=matricule.upper(),
        holder=holder.upper(),
        family=_first(body, VIT, "NomNaissance"),
        birth_date=_first(body, VIT, "DateNaissance"),
        rank=_first(body, VIT, "RangNaissance"),
    )
    if not asked.matricule and not (asked.holder and asked.birth_date and asked.rank):
        raise INSiRefused("insi_102", "il faut le numéro, ou celui de l'OD, la date et le rang", rule="ins.md §6.5")
    check_names(asked.family, ())
    return asked


def _read_verification(subject: etree._Element) -> AskedVerification:
    namespace = f"{{{UNIT_VERIFICATION}}}"
    given = subject.find(f"{namespace}INSFourni")
    traits = subject.find(f"{namespace}TraitsIdentiteIndividu")
    if given is None or traits is None:
        raise INSiRefused("insi_102", "INSFourni ou TraitsIdentiteIndividu absent", rule="ins.md §6.9")
    number = "".join(
        given.findtext(f"{namespace}IdIndividu/{namespace}{part}") or "" for part in ("NumIdentifiant", "Cle")
    )
    asked = AskedVerification(
        matricule=number.upper(),
        oid=given.findtext(f"{namespace}OID") or "",
        family=_first(traits, UNIT_VERIFICATION, "NomNaissance"),
        givens=_first(traits, UNIT_VERIFICATION, "ListePrenom"),
        sex=_first(traits, UNIT_VERIFICATION, "Sexe"),
        birth_date=_first(traits, UNIT_VERIFICATION, "DateNaissance"),
        birth_place=_first(traits, UNIT_VERIFICATION, "LieuNaissance"),
    )
    check_names(asked.family, tuple(filter(None, asked.givens.split(" "))))
    return asked
