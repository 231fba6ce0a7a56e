"""INS printed in odd manners, each proven by its key; and numbers of somebody else, never the patient's."""

import pytest

from liane.domain.identity.ins import compute_ins_key
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.identifiers.ins_fields import ins_fields
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.fields import FieldName, ReadDocument, Role
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
HEAD = "CENTRE HOSPITALIER DU LAC D'ESSAI\nCompte rendu de consultation du 12/10/2026\n"
PATIENT = "Mme TESTOMBELLE Anne, née le 12/10/1956\n"


def _whole(number: str) -> str:
    return number + compute_ins_key(number)


def _groups(ins: str) -> str:
    return f"{ins[0]} {ins[1:3]} {ins[3:5]} {ins[5:7]} {ins[7:10]} {ins[10:13]} {ins[13:]}"


OWN, HUSBAND, MOTHER = _whole("2561099993012"), _whole("1540399993017"), _whole("2300599990044")
CORSE = _whole("256102B991034")
BODY, KEY, PRINTED = OWN[:13], OWN[13:], _groups(OWN)

MANNERS = {
    "groups of three": " ".join(OWN[at : at + 3] for at in range(0, 15, 3)),
    "one by one": " ".join(OWN),
    "points": PRINTED.replace(" ", "."),
    "slashes": PRINTED.replace(" ", "/"),
    "apostrophes": PRINTED.replace(" ", "'"),
    "commas": PRINTED.replace(" ", ","),
    "middle points": PRINTED.replace(" ", "·"),
    "boxes": "|" + "|".join(OWN) + "|",
    "boxes and blanks": "| " + " | ".join(OWN) + " |",
    "boxes of groups": "| " + " | ".join(PRINTED.split()) + " |",
    "key after a slash": f"{BODY}/{KEY}",
    "key in brackets": f"{BODY} ({KEY})",
    "key in square brackets": f"{BODY} [{KEY}]",
    "key after a line": f"{BODY}_{KEY}",
    "key told": f"{PRINTED[:-3]}, clé {KEY}",
    "key of control told": f"{BODY} Clé de contrôle : {KEY}",
    "key equals": f"{BODY} clé={KEY}",
    "key in a box of its own": f"{BODY}     Clé     {KEY}",
    "OID glued": f"{OWN}1.2.250.1.213.1.4.8",
    "OID after carets": f"{OWN}^^^1.2.250.1.213.1.4.8",
}
MISREAD = {
    "o": BODY.replace("0", "O") + KEY,
    "i": PRINTED.replace("1", "I"),
    "l": OWN.replace("1", "l"),
    "s": PRINTED.replace("5", "S"),
    "z": OWN.replace("2", "Z"),
    "g for six": PRINTED.replace("6", "G"),
    "g for nine": OWN.replace("9", "g", 1),
    "exclamation": PRINTED.replace("1", "!"),
    "side of a box": f"{PRINTED[:8]}|{PRINTED[8:]}",
    "wave": f"{PRINTED[:8]}~{PRINTED[8:]}",
}
ELSEWHERE = {
    "label glued": f"INS{OWN}",
    "label glued to groups": f"INS{PRINTED}",
    "label under": f"{PRINTED}\n(matricule INS)",
    "cut without a label": f"Patiente suivie ici depuis longtemps, {PRINTED[:12]}\n{PRINTED[12:]} vue ce jour",
    "OID before": f"OID 1.2.250.1.213.1.4.8 : {OWN}",
}


def _read(text: str, engine: Engine = Engine.TEXT_LAYER) -> ReadDocument:
    page = make_page(HEAD + text, engine=engine, confidence=1.0 if engine is Engine.TEXT_LAYER else 0.93)
    return extract_fields([page], received_on=RECEIVED)


def _ins_of(read: ReadDocument) -> str | None:
    return read.fields[FieldName.INS].chosen.value if FieldName.INS in read.fields else None


@pytest.mark.parametrize("printed", MANNERS.values(), ids=MANNERS)
@pytest.mark.parametrize("label", ["Matricule INS :", "N° SS", "NIR"])
def test_manners(label: str, printed: str) -> None:
    assert _ins_of(_read(f"{PATIENT}{label} {printed}\nTexte.")) == OWN


@pytest.mark.parametrize("text", ELSEWHERE.values(), ids=ELSEWHERE)
def test_labels_elsewhere(text: str) -> None:
    assert _ins_of(_read(f"{PATIENT}{text}\nTexte.")) == OWN


@pytest.mark.parametrize("printed", MISREAD.values(), ids=MISREAD)
def test_misread_figures_that_the_key_proves(printed: str) -> None:
    assert _ins_of(_read(f"{PATIENT}INS : {printed}\nTexte.", Engine.TESSERACT)) == OWN


@pytest.mark.parametrize("printed", [OWN.replace("2561", "2501", 1), OWN.replace("25610", "25670", 1)])
def test_a_misread_figure_that_the_birth_date_and_the_key_prove(printed: str) -> None:
    scanned = _read(f"{PATIENT}INS : {printed}\nTexte.", Engine.TESSERACT)
    assert _ins_of(scanned) == OWN
    assert scanned.fields[FieldName.INS].chosen.is_repaired
    assert _ins_of(_read(f"{PATIENT}INS : {printed}\nTexte.")) is None


@pytest.mark.parametrize("printed", [OWN[:13] + "00", OWN.replace("993", "983", 1), OWN.replace("2561", "2411", 1)])
def test_what_the_birth_date_does_not_prove_is_never_mended(printed: str) -> None:
    assert _ins_of(_read(f"{PATIENT}INS : {printed}\nTexte.", Engine.TESSERACT)) is None


@pytest.mark.parametrize("printed", [CORSE, CORSE.lower(), _groups(CORSE), "|" + "|".join(CORSE) + "|"])
def test_corsica(printed: str) -> None:
    assert _ins_of(_read(f"{PATIENT}INS : {printed}")) == CORSE


@pytest.mark.parametrize("printed", [BODY, BODY + "00", f"{BODY}/00", "|" + "|".join(BODY + "99") + "|"])
def test_without_a_right_key_none_is_chosen(printed: str) -> None:
    assert _ins_of(_read(f"{PATIENT}INS : {printed}\nTexte.")) is None


OTHERS = {
    "insured": f"Assuré : M. TESTOMBELLE Paul   N° de sécurité sociale : {_groups(HUSBAND)}",
    "number of the insured": f"NIR de l'assuré : {_groups(HUSBAND)}",
    "who opens the rights": f"Ouvrant droit : TESTOMBELLE Paul - NIR {_groups(HUSBAND)}",
    "of who opens them": f"N° SS de l'ouvrant droit : {_groups(HUSBAND)}",
    "spouse": f"N° de sécurité sociale du conjoint : {_groups(HUSBAND)}",
    "mother": f"INS mère : {_groups(MOTHER)}",
    "of the mother": f"Matricule INS maternel : {_groups(MOTHER)}",
    "mother after": f"INS : {_groups(MOTHER)} (mère)",
    "insured after": f"NIR : {_groups(HUSBAND)} (assuré)",
    "mother over": f"Mère de la patiente\nNom : TESTLISERON Jeanne\nINS : {_groups(MOTHER)}",
    "section": f"ASSURÉ(E)\nNom : TESTOMBELLE   Prénom : Paul\nNuméro d'immatriculation : {_groups(HUSBAND)}",
    "contact": f"Personne à prévenir : TESTOMBELLE Paul\nTél. 05 99 00 00 00\nN° SS : {_groups(HUSBAND)}",
    "donor": f"Donneur : INS {_groups(HUSBAND)}",
    "worker": f"Salarié : TESTOMBELLE Paul, n° SS {_groups(HUSBAND)}",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_the_number_of_somebody_else_is_never_the_patients(text: str) -> None:
    alone = _read(f"{PATIENT}{text}\nTexte.")
    assert _ins_of(alone) is None
    assert {one.role for one in alone.candidates[FieldName.INS]} == {Role.RELATIVE}
    assert _ins_of(_read(f"{PATIENT}INS : {PRINTED}\n{text}\nTexte.")) == OWN


@pytest.mark.parametrize(
    "text",
    [
        f"{PATIENT}Assuré(e) : TESTOMBELLE Anne   N° d'immatriculation {PRINTED}",
        f"{PATIENT}N° assuré : {PRINTED}",
        f"Mme MARTIN Anne, épouse TESTOMBELLE, née le 12/10/1956, INS : {PRINTED}",
        f"Maternité : accouchement\nMère : TESTOMBELLE Anne, née le 12/10/1956\nINS mère : {PRINTED}\nBébé : Zoé",
        f"{PATIENT}Mère : TESTLISERON Jeanne\nINS : {PRINTED}",
    ],
)
def test_the_words_of_somebody_else_do_not_take_the_patients_own(text: str) -> None:
    assert _ins_of(_read(text)) == OWN


def test_of_two_numbers_the_one_that_agrees_with_the_birth_date_is_chosen_and_both_are_told() -> None:
    read = _read(f"{PATIENT}NIR {_groups(HUSBAND)}\nINS {PRINTED}\n")
    assert _ins_of(read) == OWN
    assert read.several_patients


@pytest.mark.parametrize(
    "line", ["INS " + "2 " * 20_000, "INS " + "2|" * 20_000, "INS :" * 8_000, "INS 25610 " * 4_000]
)
def test_a_very_long_line_is_read(line: str) -> None:
    (reading,) = read_all([make_page(line)], RECEIVED)
    assert not any(one.is_checked for one in ins_fields(reading))


def test_a_wrong_key_after_a_label_with_stops_is_a_doubt() -> None:
    told = _read(f"{PATIENT}I.N.S. {BODY}00\nTexte.").candidates[FieldName.INS]
    assert [(one.value, one.is_checked) for one in told] == [(BODY + "00", False)]
