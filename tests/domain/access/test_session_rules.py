"""Sessions, tries, passwords, addresses, habilitations: the rules, with instants as arguments."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.access.attempts import AttemptRule, Attempts, count_attempt, is_barred
from liane.domain.access.habilitation import Habilitation, HabilitationRules, find_habilitation, find_situations
from liane.domain.access.next_page import HOME, find_next_page
from liane.domain.access.passwords import check_password
from liane.domain.access.session_rules import (
    Ending,
    SessionRules,
    SessionTimes,
    find_ending,
    find_renewal,
    is_fresh,
)
from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import Role
from liane.domain.actors.professional import SignedProfessional, Situation

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
RULES = SessionRules()


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


@pytest.mark.parametrize(
    ("times", "ending"),
    [
        (SessionTimes(signed_in_at=ago(hours=1), seen_at=ago(minutes=1)), None),
        (SessionTimes(signed_in_at=ago(hours=4), seen_at=NOW), Ending.TOO_OLD),
        (SessionTimes(signed_in_at=ago(hours=3), seen_at=ago(hours=2)), Ending.LOCKED),
        (SessionTimes(signed_in_at=ago(hours=3), seen_at=ago(hours=2, seconds=-1)), None),
        (SessionTimes(signed_in_at=ago(hours=1), seen_at=NOW, renewable_until=NOW), Ending.NOT_RENEWED),
        (SessionTimes(signed_in_at=ago(hours=1), seen_at=NOW, renewable_until=NOW + timedelta(seconds=1)), None),
    ],
)
def test_a_session_ends_when_a_rule_says(times: SessionTimes, ending: Ending | None) -> None:
    assert find_ending(times, RULES, NOW) is ending


def test_a_proof_grows_old() -> None:
    assert is_fresh(ago(minutes=14), within=timedelta(minutes=15), now=NOW)
    assert not is_fresh(ago(minutes=15), within=timedelta(minutes=15), now=NOW)


@given(seed=st.text(max_size=20))
def test_a_renewal_comes_between_half_and_four_fifths(seed: str) -> None:
    at = find_renewal(given_at=NOW, expires_at=NOW + timedelta(seconds=120), seed=seed)
    assert timedelta(seconds=60) <= at - NOW <= timedelta(seconds=96)


RULE = AttemptRule(count_max=3, window=timedelta(minutes=10), lockout=timedelta(minutes=5))


def test_one_try_too_many_bars_for_a_while() -> None:
    attempts: Attempts | None = None
    for _ in range(3):
        attempts = count_attempt(attempts, RULE, NOW)
        assert not is_barred(attempts, NOW)
    attempts = count_attempt(attempts, RULE, NOW)
    assert is_barred(attempts, NOW + timedelta(minutes=4, seconds=59))
    assert not is_barred(attempts, NOW + timedelta(minutes=5))


def test_a_new_window_forgets_the_tries_but_not_the_bar() -> None:
    long = AttemptRule(count_max=1, window=timedelta(minutes=1), lockout=timedelta(minutes=30))
    attempts = count_attempt(count_attempt(None, long, NOW), long, NOW)
    later = count_attempt(attempts, long, NOW + timedelta(minutes=2))
    assert later.count == 1
    assert is_barred(later, NOW + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Girafe-violette-42", []),
        ("court-A1", ["SGN-001"]),
        ("quatremotsenminuscules", ["SGN-002"]),
        ("Camille-girafe-mauve-7", ["SGN-003"]),
        ("Azerty-girafe-mauve-7", ["SGN-004"]),
        ("Giraaaafe-violette-42", ["SGN-004"]),
        ("a" * 300, ["SGN-001", "SGN-002", "SGN-004"]),
    ],
)
def test_a_password_is_told_everything_that_is_wrong(password: str, codes: list[str]) -> None:
    findings = check_password(password, "Camille Secours")
    assert [finding.code for finding in findings] == codes
    assert all(finding.remedy for finding in findings)


@pytest.mark.parametrize(
    "wanted",
    [
        *("//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example", "javascript:alert(1)"),
        *("///evil.example", "/%0d%0aSet-Cookie:x=1\r\n", "/a\tb", "", "evil", "/connexion?suite=/", "/deconnexion"),
        *("/api/v1", "/a//evil.example", "/../x", "/a/../../b", "/é", "/a#b", "/" + "a" * 3000, "/ /x", "/./x"),
    ],
)
def test_no_address_leads_elsewhere(wanted: str) -> None:
    assert find_next_page(wanted) == HOME


@pytest.mark.parametrize("wanted", ["/", "/identites", "/documents?q=a%20b&page=2", "/reception/12"])
def test_our_own_pages_are_kept(wanted: str) -> None:
    assert find_next_page(wanted) == wanted


@given(wanted=st.text(max_size=60))
def test_whatever_is_asked_one_stays_here(wanted: str) -> None:
    found = find_next_page(wanted)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))


HERE = Structure(identifier="1999999998", name="CH")
ELSEWHERE = Structure(identifier="1750900011", name="Ailleurs")


def make_professional(*situations: Situation) -> SignedProfessional:
    return SignedProfessional(identifier="8", subject="f", family="TEST", given="A", situations=situations)


def at(structure: Structure | None, specialty: str = "", profession: str = "10") -> Situation:
    key = f"{structure.identifier if structure else ''}{specialty}"
    return Situation(profession=profession, specialty=specialty, structure=structure, key=key)


def make_rules(**people: Habilitation) -> HabilitationRules:
    return HabilitationRules(
        people={"8": people["known"]} if people else {},
        professions={"10": frozenset({Role.CLINICIEN}), "10/SM03": frozenset({Role.BIOLOGISTE})},
        structures=frozenset({HERE.identifier}),
        declared=HERE,
    )


def test_what_one_does_elsewhere_is_not_offered() -> None:
    professional = make_professional(at(HERE), at(ELSEWHERE), at(None), at(HERE, profession="70"))
    assert find_situations(professional, make_rules()) == (at(HERE),)
    assert find_habilitation(professional, at(ELSEWHERE), make_rules()) is None
    assert find_habilitation(professional, None, make_rules()) is None


def test_the_savoir_faire_says_more_than_the_profession() -> None:
    professional = make_professional(at(HERE, "SM03"))
    found = find_habilitation(professional, at(HERE, "SM03"), make_rules())
    assert found is not None
    assert found.roles == {Role.BIOLOGISTE}


def test_a_person_named_by_the_site_may_be_declared() -> None:
    known = Habilitation(roles=frozenset({Role.AUDIT}), profession="60", unit="U1")
    situations = find_situations(make_professional(), make_rules(known=known))
    assert [(one.profession, one.structure, one.key) for one in situations] == [("60", HERE, "declared")]
    assert find_habilitation(make_professional(), None, make_rules(known=known)) == known


def test_a_star_takes_any_place() -> None:
    rules = HabilitationRules(professions={"10": frozenset({Role.CLINICIEN})}, structures=frozenset({"*"}))
    assert find_situations(make_professional(at(ELSEWHERE), at(None)), rules) == (at(ELSEWHERE), at(None))
