"""What INSi answers: the public example, every tolerance seen in real answers, faults, and any bytes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.insi.answer import parse_search_answer
from liane.codecs.insi.exchange import INSiFault, LotReply, SearchReply, VerificationReply
from liane.codecs.insi.faults import FaultClass, classify_fault
from liane.codecs.insi.verification import parse_lot_answer, parse_verification_answer
from liane.domain.errors import InvalidInput, MalformedMessage
from liane.domain.identity.insi import VerificationVerdict

SOAP = "http://www.w3.org/2003/05/soap-envelope"
RES = "http://www.cnamts.fr/INSiResultat"
PERSON = (
    "<INDIVIDU><INSACTIF><IdIndividu><NumIdentifiant>2900299999001</NumIdentifiant><Cle>29</Cle></IdIndividu>"
    "<OID>1.2.250.1.213.1.4.8</OID></INSACTIF>{history}<TIQ><NomNaissance>DE L'ETANG</NomNaissance>{givens}"
    "<Sexe>F</Sexe><DateNaissance>{date}</DateNaissance>{place}</TIQ></INDIVIDU>"
)
GIVENS = "<Prenom>ANNE</Prenom><ListePrenom>ANNE MARIE CECILE</ListePrenom>"
FORMER = (
    "<INSHISTO><IdIndividu><NumIdentifiant>{number}</NumIdentifiant><Cle>{key}</Cle></IdIndividu>"
    "<OID>1.2.250.1.213.1.4.9</OID>{dates}</INSHISTO>"
)


def make_answer(
    *, code: str = "00", history: str = "", givens: str = GIVENS, date: str = "1990-02-14", place: str = "99350"
) -> bytes:
    where = f"<LieuNaissance>{place}</LieuNaissance>" if place else ""
    person = PERSON.format(history=history, givens=givens, date=date, place=where)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{SOAP}"><soap:Body>'
        f'<RESULTAT xmlns="{RES}">'
        f"<CR><CodeCR>{code}</CodeCR><LibelleCR>OK</LibelleCR></CR>{person}</RESULTAT></soap:Body></soap:Envelope>"
    ).encode()


def read(data: bytes) -> SearchReply:
    reply = parse_search_answer(data)
    assert isinstance(reply, SearchReply)
    return reply


def codes(reply: SearchReply) -> list[str]:
    return [one.code for one in reply.findings]


def test_the_example_of_the_specification(spec_dir: Path) -> None:
    text = (spec_dir / "ins.md").read_text(encoding="utf-8").partition("### 6.6 ")[2]
    reply = read(text.partition("```xml\n")[2].partition("```")[0].encode())
    answer = reply.answer
    assert (answer.code, answer.label, codes(reply)) == ("00", "OK", [])
    assert answer.is_match
    assert answer.ins is not None
    assert answer.ins.has_valid_key
    assert answer.ins.oid == "1.2.250.1.213.1.4.8"
    (former,) = answer.former
    assert former.ins.has_valid_key
    assert (former.ins.oid, former.start, former.end) == ("1.2.250.1.213.1.4.9", "20240117", "20240630")
    assert answer.traits is not None
    assert (answer.traits.birth_family, answer.traits.birth_given, answer.traits.birth_givens) == (
        "LECLERCQ-DUBUS",
        "MARTINE",
        "MARTINE ODILE",
    )
    assert (answer.traits.birth_date, answer.traits.sex, answer.traits.birth_place) == ("19621115", "F", "59350")


PLAIN = make_answer()


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.replace(b"soap:Body", b"env:Body", 1)
        .replace(b"</soap:Body", b"</env:Body")
        .replace(b"<env:Body", f'<env:Body xmlns:S="{SOAP}" xmlns:env="{SOAP}"'.encode()),
        PLAIN.replace(b"<soap:Body>", f'<S:Body xmlns:S="{SOAP}">'.encode()).replace(b"</soap:Body", b"</S:Body"),
        re.sub(rb"<(/?)([A-Z])", rb"<\1ns2:\2", PLAIN).replace(b'xmlns="', b'xmlns:ns2="'),
        re.sub(rb"<(/?)(TIQ|Nom|Liste|Sexe)", rb"<\1ns9:\2", PLAIN),
        PLAIN.replace(b'<RESULTAT xmlns="' + RES.encode() + b'"', b"<RESULTAT"),
        PLAIN.replace(b"<RESULTAT ", b'<RESULTAT xmlns:ns0="http://www.cnamts.fr/INSiRecVit" '),
        b"\xef\xbb\xbf" + PLAIN,
        b"\n  " + PLAIN,
        re.sub(rb"><", b">\n  <", PLAIN),
    ],
    ids=[
        "Body in another prefix than Envelope",
        "prefix declared on Body",
        "prefix on every element",
        "prefix declared nowhere",
        "no namespace",
        "unused prefixes",
        "byte order mark",
        "white space first",
        "indented",
    ],
)
def test_every_form_of_one_answer_gives_the_same(data: bytes) -> None:
    """§6.6 « Parser tolerance », §11.1-10."""
    assert data != PLAIN
    assert read(data) == read(PLAIN)


def test_traits_keep_every_character() -> None:
    reply = read(PLAIN.replace(b"DE L'ETANG", b"DE  L'ETANG "))
    assert reply.answer.traits is not None
    assert reply.answer.traits.birth_family == "DE  L'ETANG "


def test_without_list_the_first_name_is_the_list() -> None:
    traits = read(make_answer(givens="<Prenom>ANNE</Prenom>")).answer.traits
    assert traits is not None
    assert (traits.birth_given, traits.birth_givens) == ("ANNE", "ANNE")


def test_without_first_name_the_list_gives_it() -> None:
    traits = read(make_answer(givens="<ListePrenom>ANNE MARIE</ListePrenom>")).answer.traits
    assert traits is not None
    assert (traits.birth_given, traits.birth_givens) == ("ANNE", "ANNE MARIE")


def test_a_person_without_first_name_and_without_place() -> None:
    reply = read(make_answer(givens="", place=""))
    assert reply.answer.traits is not None
    assert (reply.answer.traits.birth_givens, reply.answer.traits.birth_place) == ("", "")


def test_a_history_that_repeats_the_active_one_or_itself() -> None:
    same = FORMER.format(number="2900299999001", key="29", dates="").replace("4.9", "4.8")
    other = FORMER.format(number="7240199999001", key="00", dates="<DateDeb>2024-01-17</DateDeb>")
    reply = read(make_answer(history=same + other + other))
    (former,) = reply.answer.former
    assert (former.ins.matricule, former.start, former.end) == ("724019999900100", "20240117", "")


def test_dates_of_a_history_that_go_backwards_are_kept_and_told() -> None:
    dates = "<DateDeb>2019-03-01</DateDeb><DateFin>2019-02-28</DateFin>"
    number = "2090799999001"
    reply = read(make_answer(history=FORMER.format(number=number, key="11", dates=dates)))
    assert (reply.answer.former[0].start, reply.answer.former[0].end) == ("20190301", "20190228")
    assert "INSI-105" in codes(reply)


@pytest.mark.parametrize("date", ["1962-00-00", "1962-11-00", "1966-20-00", "1950-31-42"])
def test_lunar_dates_are_kept(date: str) -> None:
    reply = read(make_answer(date=date))
    assert reply.answer.traits is not None
    assert reply.answer.traits.birth_date == date.replace("-", "")
    assert codes(reply) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b"<Cle>29", b"<Cle>60", "INSI-101"),
        (b"<OID>1.2.250.1.213.1.4.8", b"<OID>1.2.250.1.213.1.4.2", "INSI-102"),
        (b"2900299999001", b"29002999990", "INSI-103"),
        (b"1990-02-14", b"14/02/1990", "INSI-104"),
        (b"2900299999001<", b"290029999900129<", None),
    ],
)
def test_what_is_wrong_in_an_answer_is_told_not_refused(before: bytes, after: bytes, code: str | None) -> None:
    """§2 « Trap »: published answers carry wrong keys, and numbers that already hold theirs."""
    reply = read(PLAIN.replace(before, after))
    assert codes(reply) == ([code] if code else [])
    assert reply.answer.ins is not None


def test_corsica_is_kept_in_upper_case() -> None:
    reply = read(PLAIN.replace(b"2900299999001", b"162112a999004").replace(b"<Cle>29", b"<Cle>66"))
    assert reply.answer.ins is not None
    assert reply.answer.ins.matricule == "162112A99900466"
    assert codes(reply) == []


@pytest.mark.parametrize("code", ["01", "02", "03", "09", "99"])
def test_no_other_code_shows_a_person(code: str) -> None:
    """§11.1-8: on 02 never a person, even if the answer carries one."""
    answer = read(make_answer(code=code)).answer
    assert (answer.code, answer.ins, answer.traits, answer.former) == (code, None, None, ())
    assert not answer.is_match


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "XML-003"),
        (b"<html><body>503</body></html>", "INSI-010"),
        (f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body/></soap:Envelope>'.encode(), "INSI-010"),
        (PLAIN.replace(b"RESULTAT", b"AUTRE"), "INSI-011"),
        (PLAIN.replace(b"CodeCR", b"Code"), "INSI-011"),
        (PLAIN.replace(b"INSACTIF", b"INSPASSIF"), "INSI-012"),
        (PLAIN.replace(b"TIQ", b"TIC"), "INSI-012"),
        (PLAIN[: len(PLAIN) // 2], "XML-003"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + PLAIN.partition(b"\n")[2], "XML-002"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(MalformedMessage) as caught:
        parse_search_answer(data)
    assert [one.code for one in caught.value.findings] == [code]


def test_the_fault_of_the_specification(spec_dir: Path) -> None:
    text = (spec_dir / "ins.md").read_text(encoding="utf-8").partition("### 6.8 ")[2]
    block = text.partition("```xml\n")[2].partition("```")[0]
    envelope = f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body>{block}</soap:Body></soap:Envelope>'.encode()
    for data in (envelope, envelope.replace(b"soap:Detail", b"S:Detail"), envelope.replace(b'"fr"', b'"en"')):
        fault = parse_search_answer(data)
        assert isinstance(fault, INSiFault)
        assert (fault.subcode, fault.code, fault.severity) == ("siram_100", "desir_550", "erreur")
        assert fault.label == "Numéro d'autorisation du logiciel inconnu."
        assert fault.message_id == "uuid:6c0d8d3e-6a2b-4d50-a5b2-2a7a1b6f7c21"
        assert fault.reason == "L'accès par ce progiciel au service n'est pas autorisé."


@pytest.mark.parametrize(
    ("subcode", "code", "expected"),
    [
        ("siram_100", "desir_550", FaultClass.CONFIGURATION),
        ("siram_100", "desir_560", FaultClass.CONFIGURATION),
        ("siram_100", "", FaultClass.CONFIGURATION),
        ("siram_40", "", FaultClass.AUTHENTICATE),
        ("insi_102", "insi_102", FaultClass.FUNCTIONAL),
        ("siram_500", "desir_999", FaultClass.OUTAGE),
        ("", "", FaultClass.OUTAGE),
    ],
)
def test_what_each_fault_calls_for(subcode: str, code: str, expected: FaultClass) -> None:
    assert classify_fault(INSiFault(subcode=subcode, code=code, label="")) is expected


def test_a_bare_fault_is_a_fault() -> None:
    fault = parse_search_answer(f'<a:Envelope xmlns:a="{SOAP}"><a:Body><a:Fault/></a:Body></a:Envelope>'.encode())
    assert fault == INSiFault(subcode="", code="", label="")


def envelope(body: str) -> bytes:
    return f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body>{body}</soap:Body></soap:Envelope>'.encode()


@pytest.mark.parametrize(
    ("told", "verdict"),
    [("OK", VerificationVerdict.OK), ("KO", VerificationVerdict.KO), ("?", VerificationVerdict.UNAVAILABLE)],
)
def test_an_unknown_verdict_is_never_a_ko(told: str, verdict: VerificationVerdict) -> None:
    body = f"<RESULTATVERIFICATION><CR><CodeCR>01</CodeCR></CR><Verdict>{told}</Verdict></RESULTATVERIFICATION>"
    assert parse_verification_answer(envelope(body)) == VerificationReply(verdict=verdict, code="01")


def test_lines_of_a_lot_keep_their_rank() -> None:
    lines = '<Ligne rang="1"><Verdict>KO</Verdict></Ligne><Ligne rang="0"><Verdict>OK</Verdict></Ligne>'
    body = f"<RESULTATLOT><NumeroLot>SIM-1</NumeroLot><Etat>TERMINE</Etat>{lines}</RESULTATLOT>"
    reply = parse_lot_answer(envelope(body))
    assert isinstance(reply, LotReply)
    assert (reply.number, reply.is_done) == ("SIM-1", True)
    assert {rank: one.verdict.value for rank, one in reply.lines} == {0: "OK", 1: "KO"}


@pytest.mark.parametrize("rank", ["", "-1", "x", "1000", "9999999", "٣"])
def test_a_lot_with_an_absurd_rank_is_refused(rank: str) -> None:
    body = f'<RESULTATLOT><NumeroLot>1</NumeroLot><Ligne rang="{rank}"/></RESULTATLOT>'
    with pytest.raises(MalformedMessage) as caught:
        parse_lot_answer(envelope(body))
    assert [one.code for one in caught.value.findings] == ["INSI-014"]


PARSERS = (parse_search_answer, parse_verification_answer, parse_lot_answer)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_a_refusal(data: bytes) -> None:
    for parse in PARSERS:
        try:
            assert isinstance(parse(data), SearchReply | INSiFault | VerificationReply | LotReply)
        except InvalidInput:
            continue


@given(st.integers(0, len(PLAIN)), st.integers(0, 30), st.binary(max_size=12))
def test_any_damage_to_an_answer_gives_a_value_or_a_refusal(start: int, length: int, patch: bytes) -> None:
    data = PLAIN[:start] + patch + PLAIN[start + length :]
    for parse in PARSERS:
        try:
            assert isinstance(parse(data), SearchReply | INSiFault | VerificationReply | LotReply)
        except InvalidInput:
            continue
