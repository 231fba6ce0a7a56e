"""Pages made harder for the ranker of dates: fewer lines, other acts told beside the right one.

Pages of the layouts tell one act and much text. Here lines are taken away and dated sentences of our own are added: an
operation during a stay, a stay around an operation, an exam before a visit, none of which is the act of the document.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from eval.case import write_date
from eval.types import SEEN, load_types

from liane.domain.intake.page import Box, Page, Word

STYLES = ("/", "/", ".", "-", "long", "long", "short")
STEP = 0.018
STAY = (
    "Hospitalisé du {a} au {b}", "Hospitalisée du {a} au {b}", "Séjour du {a} au {b}", "Hospitalisation : {a} - {b}",
    "Entrée le {a}, sortie le {b}", "Dates d'hospitalisation : {a} au {b}", "Entré le {a}", "Date d'entrée : {a}",
    "Hospitalisé depuis le {a}",
)  # fmt: skip
WITHIN = (
    "Intervention le {x} : suites simples.", "Opéré le {x} sous anesthésie générale.", "Scanner du {x} normal.",
    "IRM réalisée le {x}, stable.", "Échographie du {x} normale.", "Biologie du {x} : CRP 12.", "Transfusé le {x}.",
    "Prélèvements du {x} stériles.", "Vu par le cardiologue le {x}.", "Ablation du drain le {x}.", "Extubé le {x}.",
    "Coloscopie le {x} : polype réséqué.", "Transféré de réanimation le {x}.", "Avis infectieux du {x}.",
)  # fmt: skip
BEFORE = (
    "Opéré le {x} d'une prothèse de hanche.", "Sorti de l'hôpital le {x}.", "Hospitalisé le {x} pour pneumopathie.",
    "Dernière consultation le {x}.", "IRM du {x} : hernie discale.", "Biopsie du {x} : bénigne.",
    "Suite à l'examen du {x}.", "Prescrit le {x}.", "Demande du {x}.", "Adressé par courrier du {x}.",
    "Bilan du {x} normal.", "Infiltration le {x}.",
)  # fmt: skip
LIFE = (
    "Imprimé le {y}", "Dicté le {d}, frappé le {y}", "REÇU LE {y}", "Reçu le {y}", "Courrier arrivé le {y}",
    "Reçu le\n{y}", "REÇU LE\n{y}", "Date de début\tDate de fin\n{d}\t{z}",
    "Demandé le\tReçu le\tImprimé le\n{d}\t{d}\t{y}",
    "Version du {v}", "Mise à jour du {v}", "Formulaire révisé le {v}", "Saisi le {d}", "Tapé le {y}",
    "Numérisé le {y}",
    "Début de traitement : {d}", "Date de début : {d}", "Date de fin : {z}", "Valable jusqu'au {z}",
)  # fmt: skip


def kind_of(code: str) -> str:
    """What the act of a type is: stay, operation, exam, sample or visit; empty when it has none."""
    acts = next((" ".join(one.acts[SEEN]).lower() for one in load_types() if one.code == code), "")
    for sign, name in (("ortie", "stay"), ("ntervention", "operation"), ("xamen", "exam"), ("rélev", "sample")):
        if sign in acts:
            return name
    return "visit" if acts else ""


def vary(pages: tuple[Page, ...], *, code: str, act: date | None, written: date, dice: Random) -> tuple[Page, ...]:
    """The first page with fewer lines and dated ones added, the others left out. act: None when none is told."""
    first = pages[0]
    lines = [list(words) for _, words in groupby(first.words, key=lambda word: word.line)]
    kept_share = dice.choice((0.05, 0.2, 0.5, 0.9))
    kept = [
        line
        for line in lines
        if any(sign.isdigit() for word in line for sign in word.text) or dice.random() < kept_share
    ]
    texts = [text for text in _added(code, act, written, dice) if text]
    is_tight = kept_share < 0.9
    made: list[tuple[float, list[Word]]] = [(min(word.box.y0 for word in line), line) for line in kept]
    for text in texts:
        top, left = dice.uniform(0.05, 0.9), dice.choice((0.08, 0.08, 0.1, 0.55))
        for at, part in enumerate(text.split("\n")):
            made.append((top + 0.0001 * at, _lay(part, left)))
    made.sort(key=lambda one: one[0])
    return (replace(first, words=tuple(_place(made, is_tight=is_tight))),)


def _place(made: list[tuple[float, list[Word]]], *, is_tight: bool) -> list[Word]:
    """Words with their new heights: lines of one height stay together."""
    placed: list[Word] = []
    top, last, line = 0.03, -1.0, -1
    for height, words in made:
        if abs(height - last) > 0.004 or last < 0:
            gap = STEP if is_tight else max(STEP, height - last if last >= 0 else 0.0)
            top, last = min(0.98, top + gap), height
        line += 1
        for word in words:
            box = Box(x0=word.box.x0, x1=word.box.x1, y0=top, y1=top + 0.012)
            placed.append(replace(word, box=box, line=line))
    return placed


def _lay(text: str, left: float) -> list[Word]:
    """Words of a line; columns are parted by tabulations."""
    words = []
    for column, cell in enumerate(text.split("\t")):
        x = left + 0.2 * column
        for part in cell.split():
            width = 0.0095 * len(part)
            words.append(Word(text=part, box=Box(x0=x, x1=min(0.99, x + width), y0=0.0, y1=0.012)))
            x += width + 0.007
    return words


def _added(code: str, act: date | None, written: date, dice: Random) -> list[str]:
    style = dice.choice(STYLES)

    def say(day: date) -> str:
        return write_date(day, style)

    def before(day: date, low: int, high: int) -> date:
        return day - timedelta(days=dice.randrange(low, high))

    kind = kind_of(code)
    texts = []
    if act is not None:
        if kind != "stay" and dice.random() < 0.45:
            texts.append(
                dice.choice(STAY).format(a=say(before(act, 1, 6)), b=say(act + timedelta(days=dice.randrange(1, 5))))
            )
        if kind == "stay" and dice.random() < 0.7:
            texts += [line.format(x=say(before(act, 1, 12))) for line in dice.sample(WITHIN, k=dice.randrange(1, 4))]
    if dice.random() < 0.5:
        day = act or written
        texts += [line.format(x=say(before(day, 9, 400))) for line in dice.sample(BEFORE, k=dice.randrange(1, 3))]
    if dice.random() < 0.6:
        line = dice.choice(LIFE)
        texts.append(
            line.format(
                y=say(written + timedelta(days=dice.randrange(1, 9))),
                d=say(before(written, 1, 5)),
                v=say(before(written, 60, 900)),
                z=say(written + timedelta(days=dice.randrange(5, 90))),
            )
        )
    return texts
