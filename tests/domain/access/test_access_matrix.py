"""The whole matrix, cell by cell: every act, every role, every situation, against a table that a person can read.

``matrix.txt`` holds one grid per situation. ``.`` refused, ``A`` allowed, ``R`` with a reason, ``F`` after a fresh
proof of who one is. After a wished change: run this file as a script, read the difference, commit it.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from liane.domain.access.matrix import AccessDecision, judge_access
from liane.domain.access.situation import FolderAccess, PatientSituation
from liane.domain.actors.operator import LIANE, Operator, Role, SignInMeans
from liane.domain.audit.access import AccessAct
from liane.domain.identity.person import ConsultationStance, FeedingStance

TABLE = Path(__file__).parent / "matrix.txt"
LETTERS = {
    AccessDecision.REFUSED: ".",
    AccessDecision.ALLOWED: "A",
    AccessDecision.ALLOWED_WITH_REASON: "R",
    AccessDecision.NEEDS_FRESH: "F",
}
ORDINARY = PatientSituation(folder=FolderAccess.AUTHORISED)
SITUATIONS = {
    "ordinaire": ORDINARY,
    "tout juste réauthentifié": replace(ORDINARY, is_fresh=True),
    "consentement exprès, hors équipe de soins": replace(
        ORDINARY, consultation=ConsultationStance.CONSENTED, is_in_care=False
    ),
    "hors équipe de soins, rien de recueilli": replace(ORDINARY, is_in_care=False),
    "non informé": replace(ORDINARY, is_informed=False),
    "opposé à la consultation": replace(ORDINARY, consultation=ConsultationStance.REFUSED),
    "opposé à l’alimentation": replace(ORDINARY, feeding=FeedingStance.OPPOSED),
    "identité non qualifiée": replace(ORDINARY, has_ins=False, folder=FolderAccess.UNKNOWN),
    "sans DMP": replace(ORDINARY, folder=FolderAccess.ABSENT),
    "DMP fermé": replace(ORDINARY, folder=FolderAccess.CLOSED),
    "DMP pas encore autorisé": replace(ORDINARY, folder=FolderAccess.NOT_AUTHORISED),
    "professionnel bloqué": replace(ORDINARY, folder=FolderAccess.BLOCKED),
    "opposé au bris de glace": replace(ORDINARY, opposes_break_glass=True),
    "opposé au centre 15": replace(ORDINARY, opposes_centre_15=True),
    "mineur": replace(ORDINARY, is_minor=True),
    "mineur, connexion secrète": replace(ORDINARY, is_minor=True, is_secret=True),
    "document d’un autre auteur": replace(ORDINARY, is_own_document=False),
    "document d’un autre, médecin traitant": replace(ORDINARY, is_own_document=False, is_attending_doctor=True),
}


def _person(role: Role, identifier: str = "899900000013") -> Operator:
    means = SignInMeans.PRO_SANTE_CONNECT if identifier else SignInMeans.LOCAL_ACCOUNT
    return Operator(name="TEST", roles=frozenset({role}), identifier=identifier, means=means)


WHO = {
    "personne": Operator(name="", roles=frozenset()),
    **{role.value: _person(role) for role in Role},
    "clinicien sans identité nationale": _person(Role.CLINICIEN, ""),
    "Liane": LIANE,
}


def render_table() -> str:
    """Write the whole matrix."""
    heads = "\n".join(f"# {place:2} {name}" for place, name in enumerate(WHO))
    grids = [f"{heads}\n"]
    for name, situation in SITUATIONS.items():
        lines = [f"== {name}"]
        for act in AccessAct:
            cells = "".join(LETTERS[judge_access(one, act, situation).decision] for one in WHO.values())
            lines.append(f"{cells} {act.value}")
        grids.append("\n".join(lines) + "\n")
    return "\n".join(grids)


def _read_table() -> dict[tuple[str, str], str]:
    found, situation = {}, ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            situation = line[3:]
        elif line and not line.startswith("#"):
            cells, _, act = line.partition(" ")
            found[situation, act] = cells
    return found


@pytest.mark.parametrize("name", SITUATIONS)
def test_each_cell_is_as_the_table_says(name: str) -> None:
    told = _read_table()
    for act in AccessAct:
        cells = told[name, act.value]
        assert len(cells) == len(WHO)
        for (who, operator), cell in zip(WHO.items(), cells, strict=True):
            verdict = judge_access(operator, act, SITUATIONS[name])
            assert LETTERS[verdict.decision] == cell, (name, act, who)


def test_the_table_holds_nothing_else() -> None:
    assert set(_read_table()) == {(name, act.value) for name in SITUATIONS for act in AccessAct}


def test_every_refusal_says_why_in_french_and_by_which_rule() -> None:
    for situation in SITUATIONS.values():
        for act in AccessAct:
            for operator in WHO.values():
                verdict = judge_access(operator, act, situation)
                assert verdict.rule
                assert bool(verdict.reason) == verdict.is_refused


CARE = {Role.CLINICIEN, Role.PHARMACIEN, Role.BIOLOGISTE, Role.RADIOLOGUE}
READING = (AccessAct.OPEN_DMP, AccessAct.SEARCH_DMP, AccessAct.READ_DMP_DOCUMENT, AccessAct.INTEGRATE)


@pytest.mark.parametrize("act", READING)
def test_only_named_professionals_of_care_read_the_dmp(act: AccessAct) -> None:
    for situation in SITUATIONS.values():
        for role in set(Role) - CARE:
            assert judge_access(_person(role), act, situation).is_refused
        for role in Role:
            assert judge_access(_person(role, ""), act, situation).is_refused


@pytest.mark.parametrize("act", READING)
def test_an_opposition_closes_the_normal_access_for_all(act: AccessAct) -> None:
    for role in Role:
        assert judge_access(_person(role), act, SITUATIONS["opposé à la consultation"]).is_refused


def test_break_glass_always_asks_a_reason_and_a_fresh_proof() -> None:
    verdict = judge_access(_person(Role.CLINICIEN), AccessAct.BREAK_GLASS, SITUATIONS["opposé à la consultation"])
    assert verdict.decision is AccessDecision.NEEDS_FRESH
    assert verdict.asks_reason
    fresh = replace(SITUATIONS["opposé à la consultation"], is_fresh=True)
    again = judge_access(_person(Role.CLINICIEN), AccessAct.BREAK_GLASS, fresh)
    assert again.decision is AccessDecision.ALLOWED_WITH_REASON


def test_a_minor_under_secrecy_is_never_shown_to_their_parents() -> None:
    for role in Role:
        assert judge_access(_person(role), AccessAct.MAKE_VISIBLE, SITUATIONS["mineur, connexion secrète"]).is_refused


def test_who_administers_never_acts_as_a_clinician() -> None:
    for act in (*READING, AccessAct.BREAK_GLASS, AccessAct.ANNOUNCE, AccessAct.HOLD, AccessAct.SEE_AUDIT):
        assert judge_access(_person(Role.ADMINISTRATION), act, ORDINARY).is_refused


if __name__ == "__main__":
    TABLE.write_text(render_table(), encoding="utf-8")
