"""The notices of critical biology, wired: what they say, and what the settings must name."""

import pytest

from liane.domain.errors import ConfigurationError
from liane.wiring.critical_settings import CriticalSettings
from liane.wiring.criticals import compose_notice, make_tell
from liane.wiring.settings import AlertsSettings, Settings
from tests.sandbox.dmp.kit import NOW


@pytest.mark.parametrize(("number", "words"), [(1, "Un document reçu demande"), (3, "3 documents reçus demandent")])
def test_a_notice_says_nothing_of_anybody(number: int, words: str) -> None:
    """MSS/UX.20: another channel, without health data."""
    notice = compose_notice(number, NOW, establishment="CH des Tilleuls (fictif)")
    assert words in notice.text
    assert notice.subject == f"Liane : {words.lower()} votre attention"
    told = f"{notice.subject} {notice.text}".lower()
    assert not any(word in told for word in ("biologie", "patient", "potassium", "nom"))


def test_nobody_is_mailed_unless_named() -> None:
    assert make_tell(Settings(), lambda: NOW) is None


def test_a_mail_wants_a_relay() -> None:
    settings = Settings(criticals=CriticalSettings(mail_to=("garde@ch.example",)))
    with pytest.raises(ConfigurationError, match=r"criticals\.mail_to"):
        make_tell(settings, lambda: NOW)
    relay = AlertsSettings(smtp_host="127.0.0.1", mail_from="liane@ch.example")
    assert make_tell(settings.model_copy(update={"alerts": relay}), lambda: NOW) is not None
