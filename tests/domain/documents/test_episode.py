"""Which stay a document belongs to: a table of what its message tells against what the registry keeps."""

import pytest

from liane.domain.documents.episode import EpisodeProof, find_episode, names_a_visit
from liane.domain.documents.request import Stay as ToldStay
from liane.domain.identity.stays import Stay, StayFacts, StayState

DOMAIN, OTHER_DOMAIN = "1.2.250.1.999.2", "1.2.250.1.999.3"


def kept(number: int, *, state: StayState = StayState.OPEN, account: str = "A1", domain: str = DOMAIN) -> Stay:
    facts = StayFacts(
        visit_number=f"V{number}",
        visit_domain=domain,
        account_number=account,
        account_domain=DOMAIN,
        admitted=f"202611{number:02d}080000",
    )
    return Stay(id=number, person_id=1, facts=facts, state=state)


STAYS = (
    kept(1, state=StayState.CLOSED),
    kept(2),
    kept(3, account="A2"),
    kept(4, account="A3", state=StayState.CANCELLED),
)


@pytest.mark.parametrize(
    ("told", "stay", "proof"),
    [
        ({"visit_number": "V2"}, 2, EpisodeProof.VISIT),
        ({"visit_number": "V2", "visit_domain": DOMAIN}, 2, EpisodeProof.VISIT),
        ({"visit_number": "V2", "visit_domain": OTHER_DOMAIN}, None, None),
        ({"visit_number": "V4"}, 4, EpisodeProof.VISIT),
        ({"visit_number": "V9", "account_number": "A2"}, None, None),
        ({"account_number": "A2"}, 3, EpisodeProof.ACCOUNT),
        ({"account_number": "A2", "account_domain": OTHER_DOMAIN}, None, None),
        ({"account_number": "A1"}, None, None),
        ({"account_number": "A1", "admitted": "20261102"}, 2, EpisodeProof.ADMISSION),
        ({"account_number": "A1", "admitted": "20261105"}, None, None),
        ({"account_number": "A3"}, None, None),
        ({"admitted": "20261102080000"}, None, None),
        ({}, None, None),
    ],
)
def test_a_document_belongs_to_the_stay_that_its_message_names(
    told: dict[str, str], stay: int | None, proof: EpisodeProof | None
) -> None:
    found = find_episode(ToldStay(**told), STAYS)
    assert (found.stay.id if found else None, found.proof if found else None) == (stay, proof)


def test_one_number_in_two_domains_is_drawn_for_neither() -> None:
    stays = (kept(1), kept(1, domain=OTHER_DOMAIN))
    assert find_episode(ToldStay(visit_number="V1"), stays) is None
    found = find_episode(ToldStay(visit_number="V1", visit_domain=OTHER_DOMAIN), stays)
    assert found is not None
    assert found.stay is stays[1]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"visit_number": "V1"}, False),
        ({"visit_domain": DOMAIN}, False),
        ({"visit_number": "V1", "visit_domain": "D"}, True),
    ],
)
def test_only_a_number_with_its_domain_names_a_visit(told: dict[str, str], expected: bool) -> None:
    assert names_a_visit(ToldStay(**told)) is expected
