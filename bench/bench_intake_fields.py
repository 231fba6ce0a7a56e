"""Reading the fields of received pages, on one core: a letter of about 500 words, a page of results in columns."""

import statistics
import time
from collections.abc import Callable

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.page import Box, Engine, Page, Word

ROUNDS = 5
TURNS = 10
_HEAD = """CENTRE HOSPITALIER DE TESTVILLE
Service de cardiologie                                           Docteur Paul TESTMED
Dr Anne TESTAUTEUR                                               12 rue du Modèle
RPPS 10000000009                                                 99000 VILLE-TEST
                                                    Testville, le 12 mars 2026
Objet : Mme TESTLISERON Camille née TESTOMBELLE le 14/02/1990
INS 2 90 02 99 999 001 29   IPP 0012345678   N° de séjour : 260012345
Cher confrère,
J'ai vu en consultation le 10/03/2026 Madame Camille TESTLISERON, accompagnée de sa fille Mme Sophie TESTFILLE.
"""
_PROSE = (
    "Par rapport à l'examen du 12/01/2025, l'état clinique est stable et la patiente ne se plaint pas de douleur.",
    "L'auscultation cardiaque est régulière, la pression artérielle à 13/8, la fréquence à 72 battements par minute.",
    "Le traitement comprend bisoprolol 2,5 mg le matin, ramipril 5 mg le soir et une statine au coucher.",
)
_RESULT = "Hémoglobine        13,4 g/dL        11,5 à 14,5        13,1        12/09/2020"
_FOOT = """Bien confraternellement,
                                        Dr Anne TESTAUTEUR
                                        Cardiologue
Imprimé le 13/03/2026"""


def make_page(lines: list[str], engine: Engine) -> Page:
    """A page of these lines, in a fixed-width print."""
    words: list[Word] = []
    height = 0.9 / max(len(lines), 1)
    for line, content in enumerate(lines):
        place = 0
        for text in content.split(" "):
            if text:
                top = 0.04 + height * line
                box = Box(
                    x0=0.06 + 0.0078 * place, x1=0.06 + 0.0078 * (place + len(text)), y0=top, y1=top + 0.7 * height
                )
                words.append(Word(text=text, box=box, line=line, engine=engine))
            place += len(text) + 1
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words), engines=(engine,))


def _measure_ms(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(TURNS):
            work()
        spent.append((time.process_time() - started) / TURNS * 1000)
    return statistics.median(spent)


def run() -> list[tuple[str, float, str]]:
    """The lines of the table."""
    letter = [*_HEAD.splitlines(), *(_PROSE * 9), *_FOOT.splitlines()]
    results = [*_HEAD.splitlines(), *([_RESULT] * 45), *_FOOT.splitlines()]
    table = []
    for label, lines, engine in (
        ("a letter, text layer", letter, Engine.TEXT_LAYER),
        ("a letter, OCR", letter, Engine.TESSERACT),
        ("results in columns, OCR", results, Engine.TESSERACT),
    ):
        page = make_page(lines, engine)
        spent = _measure_ms(lambda page=page: extract_fields([page], received_on="2026-05-04"))  # type: ignore[misc]
        table.append((f"fields of {label} ({len(page.words)} words)", spent, "ms a page"))
    return table


if __name__ == "__main__":
    for row in run():
        print(*row)
