"""Verification of an INS, one or a lot: a stand-in for a contract that is not public.

Only the names ``IndividuVerifie``, ``INSFourni`` and ``TraitsIdentiteIndividu`` and their namespace are known of the
national contract; the rest is ours, says so on the wire, and may be replaced here alone. Rule: ins.md §6.9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from liane.codecs.insi.exchange import CallContext, INSiFault, LotReply, VerificationReply
from liane.codecs.insi.faults import read_fault
from liane.codecs.insi.names import STAND_IN_LOT, STAND_IN_NOTICE, UNIT_VERIFICATION, Operation
from liane.codecs.insi.reading import children, local_name, open_body, refuse, text
from liane.codecs.insi.request import (
    INSiRequest,
    check_numbers,
    check_query,
    element,
    render_envelope,
    render_number,
    show_date,
)
from liane.domain.errors import Finding, RuleViolation
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import INSiQuery, VerificationVerdict
from liane.domain.identity.patient import PatientTraits

LOT_LINES_MAX = 1_000
_VERDICTS = {"OK": VerificationVerdict.OK, "KO": VerificationVerdict.KO}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationQuery:
    """One INS to verify against the traits held with it. Rule: ins.md §6.9."""

    ins: INS
    traits: PatientTraits


def check_verification(query: VerificationQuery) -> tuple[Finding, ...]:
    """Say what keeps a verification from being sent: INSI-001 to INSI-005, a person without first name apart, INSI-006.

    Rule: ins.md §4.1 (persons without first name), §4.2, §6.9.
    """
    givens = tuple((query.traits.birth_givens or query.traits.birth_given).split())
    found = check_query(INSiQuery(traits=query.traits, givens=givens, birth_place=query.traits.birth_place))
    kept = tuple(one for one in found if givens or one.code != "INSI-002")
    return (*kept, *check_numbers(("INSFourni", query.ins.matricule)))


def _render_subject(query: VerificationQuery) -> str:
    traits = query.traits
    fields = (
        ("NomNaissance", traits.birth_family),
        ("ListePrenom", traits.birth_givens or traits.birth_given),
        ("Sexe", traits.sex),
        ("DateNaissance", show_date(traits.birth_date) if traits.birth_date else ""),
        ("LieuNaissance", traits.birth_place.upper()),
    )
    told = "".join(element("rep", name, value) for name, value in fields if value)
    return (
        f"<rep:INSFourni><rep:IdIndividu>{render_number('rep', query.ins.matricule)}</rep:IdIndividu>"
        f"{element('rep', 'OID', query.ins.oid)}</rep:INSFourni>"
        f"<rep:TraitsIdentiteIndividu>{told}</rep:TraitsIdentiteIndividu>"
    )


def render_verification(query: VerificationQuery, context: CallContext) -> INSiRequest:
    """Write the verification of one INS (stand-in). Raises RuleViolation INSI-001 to INSI-006."""
    found = check_verification(query)
    if found:
        raise RuleViolation(*found)
    body = (
        f'<rep:IndividuVerifie xmlns:rep="{UNIT_VERIFICATION}" avertissement="{STAND_IN_NOTICE}">'
        f"{_render_subject(query)}</rep:IndividuVerifie>"
    )
    return render_envelope(Operation.VERIFY, context, body)


def render_deposit(queries: Sequence[VerificationQuery], context: CallContext) -> INSiRequest:
    """Write the deposit of a lot (stand-in): one line each, ranked from 0. Raises ValueError past LOT_LINES_MAX."""
    if not 1 <= len(queries) <= LOT_LINES_MAX:
        raise ValueError(f"a lot has 1 to {LOT_LINES_MAX} lines")
    lines = "".join(
        f'<lot:Ligne rang="{rank}"><rep:IndividuVerifie xmlns:rep="{UNIT_VERIFICATION}">{_render_subject(query)}'
        "</rep:IndividuVerifie></lot:Ligne>"
        for rank, query in enumerate(queries)
    )
    body = f'<lot:DEPOTLOT xmlns:lot="{STAND_IN_LOT}" avertissement="{STAND_IN_NOTICE}">{lines}</lot:DEPOTLOT>'
    return render_envelope(Operation.DEPOSIT_LOT, context, body)


def render_collect(number: str, context: CallContext) -> INSiRequest:
    """Ask for the result of a lot (stand-in)."""
    body = (
        f'<lot:COLLECTELOT xmlns:lot="{STAND_IN_LOT}" avertissement="{STAND_IN_NOTICE}">'
        f"{element('lot', 'NumeroLot', number)}</lot:COLLECTELOT>"
    )
    return render_envelope(Operation.COLLECT_LOT, context, body)


def parse_verification_answer(data: bytes) -> VerificationReply | INSiFault:
    """Read the answer to a verification, or the fault that stands for it.

    An unknown verdict is UNAVAILABLE, never a KO. Raises MalformedMessage XML-…, INSI-010, INSI-013 (no verdict).
    """
    content = open_body(data)
    if local_name(content) == "Fault":
        return read_fault(content)
    if local_name(content) != "RESULTATVERIFICATION":
        raise refuse("INSI-013", "RESULTATVERIFICATION", "La réponse d'INSi ne porte pas de verdict.")
    return _read_verdict(content)


def _read_verdict(holder: etree._Element) -> VerificationReply:
    verdict = _VERDICTS.get(text(holder, "Verdict"), VerificationVerdict.UNAVAILABLE)
    return VerificationReply(
        verdict=verdict, code=text(holder, "CR", "CodeCR")[:50], label=text(holder, "CR", "LibelleCR")[:200]
    )


def parse_lot_answer(data: bytes) -> LotReply | INSiFault:
    """Read the answer to a deposit or to a collect, or the fault that stands for it.

    Raises MalformedMessage XML-…, INSI-010, INSI-014 (no number, unreadable or repeated rank, too many lines).
    """
    content = open_body(data)
    if local_name(content) == "Fault":
        return read_fault(content)
    number = text(content, "NumeroLot")
    if local_name(content) not in ("DEPOTLOTRECU", "RESULTATLOT") or not number:
        raise refuse("INSI-014", "NumeroLot", "La réponse d'INSi ne porte pas de numéro de lot.")
    lines = list(children(content, "Ligne"))
    ranks = [line.get("rang", "") for line in lines]
    if len(lines) > LOT_LINES_MAX or len(set(ranks)) != len(ranks) or not all(_is_rank(rank) for rank in ranks):
        raise refuse("INSI-014", "Ligne/@rang", "Les lignes du lot rendu par INSi sont mal numérotées.")
    return LotReply(
        number=number[:100],
        is_done=text(content, "Etat") == "TERMINE",
        lines=tuple((int(rank), _read_verdict(line)) for rank, line in zip(ranks, lines, strict=True)),
    )


def _is_rank(rank: str) -> bool:
    return rank.isascii() and rank.isdigit() and int(rank) < LOT_LINES_MAX if len(rank) <= 6 else False
