"""Below a greeting a letter has no title in plain letters; a title beside a letterhead is a line of its own."""

from liane.domain.intake.classify.headlines import find_greeting
from liane.domain.intake.classify.model import GREETING, count_features
from liane.domain.intake.classify.titles import outline_page, score_titles, title_likeness
from liane.domain.intake.classify.tokens import lines_of
from liane.domain.intake.page import Box, Page, Word


def page_of(*lines: tuple[tuple[float, str], ...]) -> Page:
    """A page of lines of columns: where each begins, its text."""
    words = []
    for number, columns in enumerate(lines):
        top = 0.05 + 0.03 * number
        for start, text in columns:
            x = start
            for piece in text.split():
                end = min(1.0, x + 0.008 * len(piece))
                words.append(Word(text=piece, box=Box(x0=x, y0=top, x1=end, y1=top + 0.012), line=number))
                x = end + 0.006
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def plain(*lines: str) -> Page:
    """A page of lines at the left."""
    return page_of(*(((0.1, line),) for line in lines))


def test_a_greeting_is_found_and_a_doctor_of_the_letterhead_is_none() -> None:
    for text in ("Cher confrère,", "Ma chère amie,", "Madame, Monsieur,", "Bonjour,", "Docteur,"):
        assert find_greeting(lines_of(plain("Le 3 mai", text, "Je vois ce jour"))) == 1
    assert find_greeting(lines_of(plain("Docteur Anne LORMEL", "Monsieur Paul ESSAI né en 1950"))) == 2


def test_what_a_letter_quotes_below_its_greeting_is_no_title() -> None:
    body = ("Chère consœur,", "Elle va bien depuis mai.", "Spirométrie faite en juin")
    assert score_titles((plain(*body[1:]),))["70004-7"] > 2 * score_titles((plain(*body),))["70004-7"]


def test_capitals_below_a_greeting_stay_a_title() -> None:
    page = plain("Cher confrère,", "COMPTE RENDU OPÉRATOIRE", "Incision médiane.")
    assert max(score_titles((page,)).items(), key=lambda item: item[1])[0] == "34874-8"


def test_a_line_inside_a_paragraph_looks_like_no_title() -> None:
    inside, title = lines_of(plain("sans bruit. Un holter ECG", "Un holter ECG"))
    assert title_likeness(inside) < title_likeness(title)


def test_a_title_beside_a_letterhead_is_a_line_of_its_own() -> None:
    page = page_of(((0.08, "Maison de santé de Testville"), (0.6, "ORDONNANCE DE SORTIE")), ((0.08, "Le 3 mai"),))
    told = [line.text for line in outline_page(page).lines]
    assert told[:2] == ["Maison de santé de Testville", "ORDONNANCE DE SORTIE"]
    assert score_titles((page,))["57833-6"] > 5


def test_a_row_of_a_table_is_not_parted() -> None:
    page = page_of(((0.08, "Sodium"), (0.5, "138")), ((0.08, "Nom"), (0.4, "Prénom"), (0.7, "Âge")))
    assert len(outline_page(page).lines) == 2


def test_a_greeting_is_counted_once() -> None:
    assert count_features((plain("Cher ami,", "Je revois ta patiente"),))[GREETING] == 2.0
    assert GREETING not in count_features((plain("Ordonnance", "Doliprane 1 g"),))


def test_who_is_asked_to_see_somebody_is_told_from_who_saw_them() -> None:
    asks = count_features((plain("Cher ami,", "Pourriez-vous recevoir M. ESSAI pour une gêne ?"),))
    seen = count_features((plain("Cher ami,", "Mme ESSAI m'a été adressée par vos soins."),))
    assert asks["sASKS"]
    assert "sTHANKS" not in asks
    assert seen["sTHANKS"]
    assert "sASKS" not in seen


def test_the_summary_of_a_stay_is_its_report_and_that_of_a_patient_none() -> None:
    for title, code in (
        ("SYNTHÈSE DE SÉJOUR", "34112-3"),
        ("SYNTHÈSE EN HÔPITAL DE JOUR", "34112-3"),
        ("SYNTHÈSE DU PATIENT", "60591-5"),
        ("ENFANT EN MATERNITÉ – BILAN DE SORTIE", "78489-2"),
    ):
        scores = score_titles((plain(title, "Vu le 3 mai."),))
        assert max(scores, key=scores.__getitem__) == code
