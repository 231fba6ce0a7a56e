"""The manifest of a document in a folder, by its published schema; the answers of applications, whatever they hold."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.outlet_folder.manifest import (
    ANSWER_CHARS_MAX,
    CODES,
    name_document,
    parse_manifest,
    read_answer,
    render_manifest,
)
from liane.domain.documents.request import RequestAction
from liane.domain.errors import InvalidInput
from tests.codecs.handed_kit import PATIENT, make_handed

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "outlet-folder.schema.json").read_bytes())


def test_a_manifest_says_all_that_files_a_document() -> None:
    assert json.loads(render_manifest(make_handed())) == {
        "format": "liane.remise/1",
        "numero": "LP000000000042",
        "action": "remplacer",
        "remis_le": "2026-03-02T14:15:00+00:00",
        "environnement": "test",
        "emetteur": "LIANE@CH",
        "destinataire": "DPI@CH",
        "document": {
            "identifiant": "1.2.250.1.999.7^DOC2",
            "remplace": "1.2.250.1.999.7^DOC1",
            "type": {"code": "11488-4", "systeme": "2.16.840.1.113883.6.1", "libelle": "Consultation"},
            "classe": {"code": "10", "libelle": "Compte rendu"},
            "titre": "Compte rendu de consultation",
            "date": "2026-02-14",
            "acte": {"debut": "2026-02-13T08:30:00+00:00"},
            "masquage": ["MASQUE_PS"],
            "fichier": {
                "nom": "LP000000000042.pdf",
                "media_type": "application/pdf",
                "taille": 16,
                "sha256": hashlib.sha256(b"%PDF-1.4 exemple").hexdigest(),
            },
        },
        "patient": {
            "ipp": {"valeur": "IPP000731", "domaine": "1.2.250.1.999.1.8121.1.1"},
            "ins": {"matricule": "290029999900129", "oid": "1.2.250.1.213.1.4.10"},
            "nom_naissance": "TESTOMBELLE",
            "nom_utilise": "TESTLISERON",
            "prenoms": "JEANNE MARIE",
            "premier_prenom": "JEANNE",
            "date_naissance": "1990-02-14",
            "sexe": "F",
            "lieu_naissance": "99999",
        },
        "auteurs": [
            {
                "personne": {
                    "identifiant": "899900000037",
                    "domaine": "1.2.250.1.71.4.2.1",
                    "nom": "TESTDOC",
                    "prenom": "Anne",
                },
                "structure": {
                    "identifiant": "1999999998",
                    "domaine": "1.2.250.1.71.4.2.2",
                    "nom": "CH SIMULATION DES TILLEULS",
                },
            }
        ],
        "etablissement": {
            "identifiant": "1999999998",
            "domaine": "1.2.250.1.71.4.2.2",
            "nom": "CH SIMULATION DES TILLEULS",
        },
        "unite": {"code": "3435", "libelle": "Cardiologie"},
        "courriel": {
            "identifiant": "m1@cabinet.example",
            "objet": "XDM/1.0/DDM",
            "expediteur": "dr@cabinet.example",
        },
    }


@pytest.mark.parametrize("action", list(RequestAction))
@pytest.mark.parametrize("has_ins", [True, False])
def test_every_manifest_obeys_the_published_schema(action: RequestAction, has_ins: bool) -> None:
    replaces = "1.2.3" if action is RequestAction.REPLACE else ""
    patient = PATIENT if has_ins else replace(PATIENT, ins=None)
    told = json.loads(render_manifest(make_handed(action=action, replaces=replaces, patient=patient)))
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    assert ("ins" in told["patient"]) is has_ins
    assert ("fichier" in told["document"]) is (action is not RequestAction.DELETE)


def test_what_is_written_is_read_back() -> None:
    one = make_handed()
    read = parse_manifest(render_manifest(one))
    assert (read.number, read.action, read.unique_id, read.replaces) == (
        one.number,
        one.action,
        one.unique_id,
        one.replaces,
    )
    assert (read.file_name, read.size) == (name_document(one), len(one.content))


def test_a_form_that_nobody_agreed_on_is_a_defect_of_ours() -> None:
    with pytest.raises(ValueError, match="no form"):
        render_manifest(make_handed(media_type="image/png"))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_manifest_or_a_refusal(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        parse_manifest(data)


@given(st.text(max_size=60))
def test_no_manifest_names_a_file_elsewhere(name: str) -> None:
    told = json.loads(render_manifest(make_handed()))
    told["document"]["fichier"]["nom"] = name
    if name not in ("", "LP000000000042.pdf", "LP000000000042.xml"):
        with pytest.raises(InvalidInput):
            parse_manifest(json.dumps(told).encode())


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"902\nAucun dossier.\r\n", "902", "Aucun dossier."),
        (b"\xef\xbb\xbf904 : sexe diff\xc3\xa9rent", "904", "sexe différent"),
        (b"Patient d\xe9c\xe9d\xe9", "", "Patient décédé"),
        (b"9021 dossiers", "", "9021 dossiers"),
        (b"907\nautre", "", "907 autre"),
        (b"", "", ""),
    ],
)
def test_a_refusal_is_read_as_people_write_it(data: bytes, code: str, words: str) -> None:
    read = read_answer(data)
    assert (read.code, read.words) == (code, words)


@given(st.binary(max_size=20_000))
def test_any_refusal_is_bounded(data: bytes) -> None:
    read = read_answer(data)
    assert read.code in CODES | {""}
    assert len(read.words) <= ANSWER_CHARS_MAX
    assert read.words.isprintable()
