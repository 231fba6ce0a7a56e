"""The patient of pages that name nobody by a label or a civility: a bare name near a birth date, or the only one."""

from dataclasses import replace
from math import radians, tan

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, ReadDocument
from liane.domain.intake.page import Box, Engine, Page, Word
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
Wanted = dict[str, str | None]


def read(text: str) -> ReadDocument:
    return extract_fields([make_page(text)], received_on=RECEIVED)


def values(document: ReadDocument, names: Wanted) -> Wanted:
    found = document.fields
    return {name: found[FieldName(name)].chosen.value if FieldName(name) in found else None for name in names}


TOLD: dict[str, tuple[str, Wanted]] = {
    "line of a screen": (
        "SERVEUR DE RESULTATS\nVERDELOUX LUCAS        Sexe M     DDN 30-06-2004 (21 A)\n"
        "Numéro venue 26210077\nLeucocytes    14,8",
        {"birth_name": "VERDELOUX", "first_name": "LUCAS", "birth_date": "2004-06-30", "sex": "M"},
    ),
    "paper of a device": (
        "PEPINOT, Anna            Fréq. vent.       88 bpm        23-JUN-2024 12:39:31\n"
        "ID : 60570476            Int. PR           134 ms\n"
        "06-SEP-1960 (63 ans)     Dur. QRS          82 ms\n"
        "Femme 153 cm 60 kg       QT/QTc            391/400 ms",
        {"birth_name": "PEPINOT", "first_name": "ANNA", "birth_date": "1960-09-06", "sex": "F"},
    ),
    "box between two columns": (
        "SERVICE DE NEUROLOGIE              DELAFOSSERY Roland           exécuté le 07/04/2026\n"
        "CHU de Testville                   né le 28/02/1948, M, 78 a    rédigé le 08/04/2026\n"
        "Chef de service : Pr O. TARNIER    Venue : 726118",
        {"birth_name": "DELAFOSSERY", "first_name": "ROLAND", "birth_date": "1948-02-28", "sex": "M"},
    ),
    "under a label that goes on": (
        "la personne transportée\nnom et prénom (suivis, s'il y a lieu, du nom d'époux(se))\nKERBRATIEU YANN\n"
        "numéro d'immatriculation          date de naissance 10 10 1960",
        {"birth_name": "KERBRATIEU", "first_name": "YANN", "birth_date": "1960-10-10"},
    ),
    "in an object line": (
        "IME Les Tilleuls\nObjet : fin d'accompagnement de QUARTERON Enzo (09/08/2012), lettre de liaison\nBonjour,",
        {"birth_name": "QUARTERON", "first_name": "ENZO", "birth_date": "2012-08-09"},
    ),
    "in a sentence, before a date in brackets": (
        "Cher confrère,\nMerci de recevoir rapidement QUARTERON Enzo (09/08/2012) pour une toux.\nLe 03/05/2026",
        {"birth_name": "QUARTERON", "first_name": "ENZO", "birth_date": "2012-08-09"},
    ),
    "over an address, the birth date elsewhere": (
        "LBM de Testville                             TCHERNOZEM IGOR\n"
        "Biologiste : Dr A. PINCEMAIL                 EHPAD DU PRE CH 12\n"
        "12 rue des Lilas                             99630 LE PRE\n\n\n\n\n"
        "Dossier n° 2610-141 M 21/12/1937 (88 ans)\nECBU",
        {"birth_name": "TCHERNOZEM", "first_name": "IGOR", "birth_date": "1937-12-21", "sex": "M"},
    ),
    "letters apart before a comma": (
        "CMP de Testville\n\nAdèle L A V A N D I E R, 26.04.2008, terminale, suivie depuis septembre 2024.",
        {"birth_name": "LAVANDIER", "first_name": "ADÈLE", "birth_date": "2008-04-26"},
    ),
    "a civility in a cell of its own": (
        "LE DIRECTEUR CERTIFIE QUE :\nMME    HENNEQUINOT    NEE OLIVARES\n"
        "PRENOMS    CONCEPTION PILAR\nNEE LE    08/12/1949",
        {"birth_name": "OLIVARES", "used_name": "HENNEQUINOT", "first_names": "CONCEPTION PILAR"},
    ),
    "a child in a table, its mother under it": (
        "Lettre de sortie du nouveau-né\nEnfant      CARONNET Violette Jeanne\nSexe        féminin\n"
        "Née le      29/04/2026 à 04 h 17\nMère        Mme CARONNET Émeline née VERGNOUX le 11/02/1994",
        {"birth_name": "CARONNET", "first_names": "VIOLETTE JEANNE", "birth_date": "2026-04-29", "sex": "F"},
    ),
    "who writes for themselves": (
        "Je soussignée LANGELOTTE Raymonde Suzanne, nom de jeune fille\n"
        "LANGELOTTE, jamais mariée, née le 3 octobre 1947,\n"
        "écris mes directives anticipées.\nMa personne de confiance est mon neveu Patrice LANGELOTTE, né\n"
        "le 12 mai 1972.\nFait le 14 avril 2026",
        {"birth_name": "LANGELOTTE", "first_names": "RAYMONDE SUZANNE", "birth_date": "1947-10-03"},
    ),
    "a reference without first name, an address with it": (
        "                                       Madame Sylviane BAUDELOT\n"
        "                                       2 chemin Vert\n"
        "                                       99370 ESTREE\nRéf. : BAUDELOT née CORMERY, 18/07/1956, dossier 72600\n",
        {"birth_name": "CORMERY", "used_name": "BAUDELOT", "first_name": "SYLVIANE", "birth_date": "1956-07-18"},
    ),
    "insured for himself": (
        "LE DIRECTEUR CERTIFIE QUE :\nM. PRIGENT HERVE ALAIN\nNE LE 02/02/1963 A SAINT-AUBRY\n"
        "N. SECURITE SOCIALE ASSURE : LUI-MEME",
        {"birth_name": "PRIGENT", "first_names": "HERVE ALAIN", "birth_date": "1963-02-02"},
    ),
    "in a title": (
        "CHU de Testville\nCompte rendu d'hospitalisation en néonatologie : PONTCARRAL Éloïse, née le 30/03/2026, de\n"
        "sexe féminin\nNée d'une mère de 33 ans (Mme Pontcarral, G1P1).",
        {"birth_name": "PONTCARRAL", "first_name": "ÉLOÏSE", "birth_date": "2026-03-30"},
    ),
    "a heading over the first of four columns": (
        "RÉSIDENTE\nNom de naissance     Nom d'usage      Prénom       Sexe\n"
        "KERVELLA             BOISROND         Germaine     F\n"
        "Née le               Entrée le\n14/04/1931           02/05/2022",
        {"birth_name": "KERVELLA", "used_name": "BOISROND", "first_name": "GERMAINE", "birth_date": "1931-04-14"},
    ),
    "a civility as a box": (
        "Nom et prénom : DESVIGNES Armand\nDate de naissance : 19/05/1935    Civilité : M.",
        {"birth_name": "DESVIGNES", "sex": "M", "birth_date": "1935-05-19"},
    ),
    "one line with points": (
        "Hôpital de jour\nDUROUCHOUX Brigitte · nom de naissance CASTAGNO · F · 26/03/1961 · séjour 26HDJ55012",
        {"birth_name": "CASTAGNO", "used_name": "DUROUCHOUX", "birth_date": "1961-03-26", "sex": "F"},
    ),
    "a row of short headings": (
        "NOM           USAGE         PRENOM        NAISSANCE\nKERVELLA      BOISROND      Germaine      19 avril 1946",
        {"birth_name": "KERVELLA", "used_name": "BOISROND", "first_name": "GERMAINE", "birth_date": "1946-04-19"},
    ),
    "a margin of boxes beside a letter": (
        "DOSSIER PATIENT         - Dr SYLVAIN Émile\nnom de naissance        - Dr HADDAD Georges\nLE GUELLEC\n"
        "prénom\nLison\nnaissance               Vu au domicile le 08/04/2026\n10.01.1972\n"
        "sexe                    Cible : plaie\n"
        "Féminin",
        {"birth_name": "LE GUELLEC", "first_name": "LISON", "birth_date": "1972-01-10", "sex": "F"},
    ),
    "only the first name in use": (
        "Nom de naissance : MARQUETTE\nPrénom usuel : Christiane\nNé(e) le : 15 août 1968",
        {"birth_name": "MARQUETTE", "first_name": "CHRISTIANE", "first_names": "CHRISTIANE"},
    ),
    "née without a date, under the head of a device": (
        "ROULLAND Odette née FOREST       Fréq. vent.       65 bpm\n"
        "ID : 56473287                    Int. PR           163 ms",
        {"birth_name": "FOREST", "used_name": "ROULLAND", "first_name": "ODETTE", "sex": "F"},
    ),
    "boxes over the birth date, a colleague beside": (
        "Médecin coordonnateur : Dr G. PONTARLIN            Nom de naissance : BEAUVALLON\n"
        "IDEC : Mme V. HESTROFF                             Prénoms : Yvette Léontine\n"
        "12 chemin des Écoliers                             Né(e) le : 19/05/1931",
        {"birth_name": "BEAUVALLON", "first_names": "YVETTE LÉONTINE", "birth_date": "1931-05-19"},
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_bare_name_is_the_patient(case: str) -> None:
    text, wanted = TOLD[case]
    assert values(read(text), wanted) == wanted


NOBODY = {
    "a doctor under the name": "Service de cardiologie\nMARTIN Paul\nCardiologue\n\nNé(e) le 12/03/1960    Sexe : M",
    "a street": "Clinique de Testville\n12 rue Jean MOULIN\nDDN 12/03/1960",
    "two alike": "Atelier mémoire\nMARTIN Paul     DURAND Jeanne\n\n\n\n\n\n\n\n\n\n\n\nDDN 12/03/1960",
    "a son": "Résumé\nVu avec son fils MARTIN Paul (12/03/1975).\nDDN 12/03/1940",
    "a doctor elsewhere": "MARTIN Paul\nSur rendez-vous\nSexe F   DDN 12/03/1960\n\nSigné : Dr MARTIN",
    "who validated": "Laboratoire\nValidé par MARTIN Paul\nDDN 12/03/1960",
}


@pytest.mark.parametrize("case", NOBODY)
def test_no_patient_is_made_up(case: str) -> None:
    assert values(read(NOBODY[case]), {"birth_name": None, "first_name": None}) == {
        "birth_name": None,
        "first_name": None,
    }


@pytest.mark.parametrize("degrees", [1.5, -1.5, 0.8])
def test_a_page_that_lay_askew_keeps_its_rows(degrees: float) -> None:
    """Boxes are those of the page as it was scanned: each line rises or falls over the width."""
    text = (
        "Clinique de Testville\nNom de naissance                                   MARTIN\n"
        "Prénoms                                            Odette\n"
        "Né(e) le                                           29/02/1944"
    )
    page = make_page(text, engine=Engine.TESSERACT, confidence=0.95)
    tilt = tan(radians(degrees)) * page.width_pt / page.height_pt
    words = []
    for word in page.words:
        rise = tilt * (word.box.middle[0] - 0.5)
        words.append(replace(word, box=replace(word.box, y0=word.box.y0 - rise, y1=word.box.y1 - rise)))
    askew = replace(page, words=tuple(words), quality=replace(page.quality, skew_degrees=degrees))
    document = extract_fields([askew], received_on=RECEIVED)
    wanted: Wanted = {"birth_name": "MARTIN", "first_name": "ODETTE", "birth_date": "1944-02-29"}
    assert values(document, wanted) == wanted
    assert document.fields[FieldName.BIRTH_NAME].chosen.boxes[0] in {word.box for word in words}


def test_small_words_of_a_handwritten_font_stay_in_their_line() -> None:
    """A reader puts « née » after the end of a line whose other words have taller boxes."""
    tops = {"née": 0.113}
    words, at = [], 0.05
    places = {}
    for text in ("Mme", "DUPONT", "Marie", "née", "le", "12/03/1960"):
        top = tops.get(text, 0.10)
        places[text] = Box(x0=at, y0=top, x1=at + 0.009 * len(text), y1=0.126 if text in tops else 0.14)
        at += 0.009 * len(text) + 0.012
    for text in ("Mme", "DUPONT", "Marie", "le", "12/03/1960", "née"):
        words.append(Word(text=text, box=places[text], confidence=1.0, engine=Engine.TEXT_LAYER, line=0))
    page = Page(number=1, width_pt=595, height_pt=842, words=tuple(words), engines=(Engine.TEXT_LAYER,))
    wanted: Wanted = {"birth_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"}
    assert values(extract_fields([page], received_on=RECEIVED), wanted) == wanted
