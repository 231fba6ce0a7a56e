"""The VIHF of a reader: who, as what, for which structure, on whom and why; checked as the national service does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from liane.codecs.saml.check import check_vihf
from liane.codecs.saml.vihf import AuthentificationMode, parse_vihf, render_vihf
from liane.codecs.xmldsig.keys import load_signer
from liane.domain.actors.professional import Situation
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.refusals import DMPDenied
from liane.pipeline.dmp_consultation.identity import Reader, ReaderSettings, build_reader_vihf
from liane.pipeline.dmp_identity import DMPIdentitySettings
from liane_sandbox.pki.folder import PKI
from tests.pipeline.dmp_reading_kit import make_operator, make_rules, make_situation
from tests.sandbox.dmp.kit import ADULT, NOW

ROLES = (
    (make_situation("10", "SM04"), ("10", "SM04")),
    (make_situation("21", "H"), ("21", "H")),
    (make_situation("50", ""), ("50",)),
    (make_situation("60", "SM04"), ("60",)),
    (make_situation("10", ""), "DMP-006"),
    (make_situation("10", "inconnu"), "DMP-006"),
    (make_situation("21", ""), "DMP-006"),
    (make_situation("21", "SM04"), "DMP-006"),
)


@pytest.fixture(scope="module")
def settings(pki: PKI) -> ReaderSettings:
    return make_rules(pki, "https://dmp.example").reader


def read_as(situation: Situation, **changes: Any) -> Reader:
    return Reader(operator=make_operator(), situation=situation, ins=ADULT.ins, **changes)


@pytest.mark.parametrize(("situation", "expected"), ROLES)
def test_physicians_and_pharmacists_owe_a_second_role(
    settings: ReaderSettings, situation: Situation, expected: tuple[str, ...] | str
) -> None:
    """dmp.md §3.2 (role), §12.1."""
    if isinstance(expected, str):
        with pytest.raises(DMPDenied) as refused:
            build_reader_vihf(read_as(situation), settings, NOW)
        assert refused.value.finding.code == expected
        return
    vihf = build_reader_vihf(read_as(situation), settings, NOW)
    assert tuple(role.code for role in vihf.roles) == expected
    assert all(role.label and role.system for role in vihf.roles)


def test_the_directory_of_the_site_completes_a_situation(settings: ReaderSettings) -> None:
    """A userInfo that says little: the establishment declares the savoir-faire."""
    identity: DMPIdentitySettings = replace(settings.orders.identity, professionals={"899900000037": "G15_10/SM04"})
    known = replace(settings, orders=replace(settings.orders, identity=identity))
    vihf = build_reader_vihf(read_as(make_situation("10", "")), known, NOW)
    assert [role.code for role in vihf.roles] == ["10", "SM04"]
    with pytest.raises(DMPDenied):
        build_reader_vihf(read_as(make_situation("21", "")), known, NOW)


@pytest.mark.parametrize("access", list(AccessMode))
@pytest.mark.parametrize("is_secret", [False, True])
def test_what_leaves_breaks_no_rule(pki: PKI, settings: ReaderSettings, access: AccessMode, is_secret: bool) -> None:
    """dmp.md §3.2, §14.1-3, with AuthnContextDecl, purposeofuse, connexion secrète."""
    reader = read_as(make_situation(), access=access, is_secret=is_secret)
    vihf = build_reader_vihf(reader, settings, NOW)
    signer = load_signer(settings.orders.material)
    assertion = render_vihf(vihf, signer=signer, assertion_id="_1", issued_at=NOW)
    assert check_vihf(assertion, certificate=signer.certificate, at=NOW) == []
    read = parse_vihf(assertion)
    assert read.mode == AuthentificationMode.INDIRECTE_RENFORCEE
    assert read.purpose == access.value
    assert read.authn_context_decl == "APP_BROWSER_AUTH"
    assert bool(read.confidentiality) is is_secret
    assert (read.name_id, read.structure_id, read.sector.code) == ("899900000037", "1999999998", "SA01")
    assert read.subject_name == "TESTMELEZE Irène, Cardiologie"


def test_the_vihf_tells_when_the_reader_signed_in(settings: ReaderSettings) -> None:
    """dmp.md §3.2 (AuthnInstant): the instant of the session; a minute ago for who has none."""
    morning = NOW - timedelta(hours=2)
    signed = replace(read_as(make_situation()), operator=make_operator(signed_in_at=morning))
    assert build_reader_vihf(signed, settings, NOW).authn_instant == morning
    assert build_reader_vihf(read_as(make_situation()), settings, NOW).authn_instant == NOW - timedelta(minutes=1)


def test_a_situation_without_structure_takes_that_of_the_site(settings: ReaderSettings) -> None:
    nowhere = make_situation(structure="")
    with pytest.raises(DMPDenied) as refused:
        build_reader_vihf(read_as(nowhere), settings, NOW)
    assert refused.value.finding.code == "DMP-007"
    vihf = build_reader_vihf(read_as(nowhere), replace(settings, structure_id="1999999998"), NOW)
    assert vihf.structure_id == "1999999998"
