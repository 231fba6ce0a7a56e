"""The settings of the registry of identities: roles, sources, authorities by environment, subscribers."""

from datetime import UTC, datetime, timedelta

import pytest

from liane.domain.errors import ConfigurationError, RuleViolation
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import INSSource, Person, RegistryINS
from liane.pipeline.identity.rules import LocalDomain, RegistryRole
from liane.wiring.identity import make_registry_rules
from liane.wiring.settings import Environment, IdentitySettings, Settings, SubscriberSettings

NIR, NIA, NIR_TEST = "1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.10"
MATRICULE = "290029999900129"


def rules_of(environment: Environment = Environment.TEST, **identity: object) -> object:
    """The rules of some settings."""
    return make_registry_rules(Settings(environment=environment, identity=IdentitySettings.model_validate(identity)))


@pytest.mark.parametrize(
    ("environment", "oid", "taken"),
    [
        (Environment.TEST, NIR, NIR_TEST),
        (Environment.TEST, NIR_TEST, NIR_TEST),
        (Environment.TEST, "1.2.250.1.213.1.4.11", "1.2.250.1.213.1.4.11"),
        (Environment.TEST, NIA, None),
        (Environment.SANDBOX, NIR, NIR_TEST),
        (Environment.PRODUCTION, NIR, NIR),
        (Environment.PRODUCTION, NIA, NIA),
        (Environment.PRODUCTION, NIR_TEST, None),
        (Environment.PRODUCTION, "1.2.250.1.213.1.4.11", None),
    ],
)
def test_the_authorities_of_each_environment(environment: Environment, oid: str, taken: str | None) -> None:
    oids = make_registry_rules(Settings(environment=environment)).oids
    ins = INS(matricule=MATRICULE, oid=oid)
    if taken is None:
        with pytest.raises(RuleViolation):
            oids.take(ins)
    else:
        assert oids.take(ins).oid == taken


def test_the_mapping_goes_backwards_to_insi_and_may_be_another() -> None:
    oids = make_registry_rules(Settings(environment=Environment.TEST)).oids
    assert oids.ask(INS(matricule=MATRICULE, oid=NIR_TEST)).oid == NIR
    settings = Settings(identity=IdentitySettings(oid_mapping={}))
    with pytest.raises(RuleViolation):
        make_registry_rules(settings).oids.take(INS(matricule=MATRICULE, oid=NIR))


@pytest.mark.parametrize(
    ("environment", "identity", "word"),
    [
        (Environment.PRODUCTION, {"oid_mapping": {NIR: NIR_TEST}}, "oid_mapping"),
        (Environment.TEST, {"role": "suiveur"}, "identity.sources"),
        (Environment.TEST, {"sources": ("GAM",)}, "identity.sources"),
        (
            Environment.TEST,
            {"subscribers": [{"application": "D", "facility": "C", "host": "h", "port": 1}] * 2},
            "identity.subscribers",
        ),
    ],
)
def test_what_is_wrong_is_named(environment: Environment, identity: dict[str, object], word: str) -> None:
    with pytest.raises(ConfigurationError, match=word):
        rules_of(environment, **identity)


@pytest.mark.parametrize(
    ("sources", "sender", "may"),
    [
        ((), "GAM@CHU", False),
        (("GAM@CHU",), "GAM@CHU", True),
        (("GAM@CHU",), "GAM@CLINIQUE", False),
        (("GAM@*",), "GAM@CLINIQUE", True),
        (("*@CHU",), "DPI@CHU", True),
        (("*@*",), "DPI@CHU", True),
        (("GAM@*",), "DPI@CHU", False),
    ],
)
def test_who_may_alter_identities(sources: tuple[str, ...], sender: str, may: bool) -> None:
    assert make_registry_rules(Settings(identity=IdentitySettings(sources=sources))).may_alter(sender) is may


def test_a_follower_and_its_subscribers() -> None:
    subscriber = SubscriberSettings(application="DPI", facility="CHU", host="127.0.0.1", port=2577, events=("A31",))
    identity = IdentitySettings(role=RegistryRole.SUIVEUR, sources=("GAM@*",), subscribers=(subscriber,))
    rules = make_registry_rules(Settings(identity=identity))
    assert rules.is_follower
    assert [(one.name, one.events) for one in rules.subscribers] == [("DPI@CHU", frozenset({"A31"}))]


def test_the_numbers_of_the_establishment() -> None:
    assert LocalDomain(oid="1.2.3", prefix="L", digits=6).write_number(42) == "L000042"


@pytest.mark.parametrize(("age_days", "is_due"), [(1, False), (3 * 365, False), (3 * 366, True)])
def test_an_ins_is_verified_again_after_three_years(age_days: int, is_due: bool) -> None:
    now = datetime(2026, 3, 6, tzinfo=UTC)
    kept = RegistryINS(
        ins=INS(matricule=MATRICULE, oid=NIR_TEST),
        source=INSSource.INSI_TRAITS,
        retrieved_at=now - timedelta(days=4000),
        verified_at=now - timedelta(days=age_days),
    )
    person = Person(id=1, status=IdentityStatus.QUALIFIEE, ins=kept)
    assert make_registry_rules(Settings()).is_verification_due(person, now) is is_due
