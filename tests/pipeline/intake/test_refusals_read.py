"""What an application says when it refuses a document, as the person at the reception reads it."""

from liane.codecs.hl7v2.ack import parse_ack
from liane.pipeline.intake.outlets import read_refusal

HEAD = "MSH|^~\\&|DPI|CH|LIANE|CH|20260302090000||ACK^T02^ACK|1|T|2.6|||||FRA|UNICODE UTF-8\rMSA|AE|LP1\r"


def read(error: str) -> str:
    return read_refusal(parse_ack(f"{HEAD}{error}\r".encode())).message


def test_another_error_is_told_in_the_words_of_the_application() -> None:
    error = "ERR||PRT^1^15|207^Application error^HL70357|E|906^Autre erreur^applicationErrorCode|||Adresse absente."
    assert read(error) == "le logiciel a refusé (906 : Adresse absente)."


def test_a_known_code_keeps_its_own_words() -> None:
    error = "ERR||PID^1^3|207^Application error^HL70357|E|902^Identifiant de patient inconnu^x|||Voir la fiche."
    assert read(error) == "le logiciel a refusé (902 : Identifiant de patient inconnu)."
