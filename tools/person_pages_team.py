"""Pages of a team, to train the ranker of persons: doctor, psychologist and nurse told alike where nobody signs; who
signs for another; a row that says who wrote, read again, validated. Forms of words: person_phrases.txt.
"""

from random import Random

from eval.people import STREETS, Doctor, draw_doctor
from eval.sheet import Sheet
from eval.words import Misreading, open_words, to_pages

from tools.person_pages import _CIVIL, _STYLES, GroupWords, PersonPage, load_phrases, write_name

KINDS = ("team", "team", "team", "for", "for", "row", "row")
MANNERS = ("sans", "serif", "mono")
BODIES = (
    "Suivi depuis plusieurs années, humeur stable, sommeil amélioré.",
    "Entretiens mensuels, projet de reprise d'activité.",
    "Pas d'événement notable depuis la dernière synthèse.",
    "Traitement bien toléré, poursuivi aux mêmes doses.",
    "Examen sans particularité, contrôle dans trois mois.",
    "Autonomie conservée, aide à la toilette deux fois par semaine.",
)
HOUSES = ("Centre médico-psychologique", "Clinique de Testville", "Cabinet de radiologie", "EHPAD Les Tilleuls")
TITLES = ("SYNTHÈSE", "Compte rendu", "Projet de soins", "Bilan d'hospitalisation de jour", "IRM du rachis lombaire",
          "Synthèse pluridisciplinaire", "Lettre de liaison", "Note d'évolution")  # fmt: skip
ROW_LABELS = (("Rédigé par", "Relu par", "Validé par"), ("Rédaction", "Vérification", "Approbation"),
              ("Saisi par", "Dicté par", "Signé par"), ("Frappe", "Médecin", "Interne"))  # fmt: skip
ROW_AUTHORS = ((0, 2), (0, 2), (1, 2), (1,))
"""Places of a row whose persons may be the author: who wrote or validated; who dictated or signed; the doctor."""


class _Team(GroupWords):
    """One page being drawn: what its group fixes, whom its seed names."""

    def __init__(self, group: int, seed: int) -> None:
        self.fixed, self.dice = Random(f"equipe-{group}"), Random(f"equipe-{group}-{seed}")
        fixed = self.fixed
        self.words = {name: fixed.sample(some, min(len(some), 4)) for name, some in load_phrases().items()}
        self.kind = fixed.choice(KINDS)
        self.style, self.other_style = fixed.choice(_STYLES), fixed.choice((*_STYLES, *_CIVIL, *_CIVIL))
        self.joint = fixed.choice((" : ", " ", " - ", "   ", ", "))
        self.place = fixed.choice(("lines", "cells", "table", "right"))
        self.is_low = fixed.random() < 0.4
        self.author = draw_doctor(self.dice)
        self.cosigners: list[Doctor] = []
        canvas, _ = open_words()
        self.canvas = canvas
        self.sheet = Sheet(canvas, self.dice, manner=MANNERS[group % len(MANNERS)], is_held=False)


def make_team_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one page of a group. Same seed, same page."""
    team = _Team(group, seed)
    sheet, dice = team.sheet, team.dice
    sheet.write(dice.choice(HOUSES))
    sheet.write(f"{dice.randrange(1, 90)} {dice.choice(STREETS)}, 99100 Testville", size=8)
    told = {"team": _team, "for": _for, "row": _row}[team.kind]
    if team.kind == "team" and not team.is_low:
        told(team)
    sheet.space(8)
    sheet.write(dice.choice(TITLES), bold=True)
    person = draw_doctor(dice)
    sheet.write(f"Patient : {person.family} {person.given.title()}, né(e) le 12/04/1961")
    for body in dice.sample(BODIES, k=dice.randrange(2, 5)):
        sheet.paragraph(body)
    sheet.write(
        dice.choice((f"Fait le {team.day()}", f"Testville, le {team.day()}", f"Synthèse faite le {team.day()}"))
    )
    if team.kind != "team" or team.is_low:
        told(team)
    team.canvas.showPage()
    misreading = Misreading() if is_misread else None
    return PersonPage(
        group=f"equipe-{group:03d}",
        pages=to_pages(team.canvas, misreading=misreading, dice=dice),
        author=team.author,
        recipients=(),
        cosigners=tuple(team.cosigners),
    )


def _team(team: _Team) -> None:
    """Doctor and others told alike: the doctor is the author, since nobody signs."""
    dice, sheet = team.dice, team.sheet
    others = dice.sample(team.words["team_other"], k=dice.randrange(1, 4))
    rows = [(label, write_name(team.other_style, draw_doctor(dice))) for label in others]
    own = (team.pick("team_doctor"), write_name(team.style, team.author))
    rows.insert(0 if team.fixed.random() < 0.6 else dice.randrange(len(rows) + 1), own)
    if team.place == "table":
        width = (sheet.right - sheet.left) / len(rows)
        sheet.table(sheet.left, [width] * len(rows), [[one for one, _ in rows], [two for _, two in rows]])
        return
    for label, name in rows:
        if team.place == "cells":
            sheet.text(sheet.left, sheet.y, label)
            sheet.text(sheet.left + 150, sheet.y, name)
            sheet.space(sheet.size * 1.4)
        else:
            sheet.write(f"{label}{team.joint}{name}", x=sheet.left + (260 if team.place == "right" else 0))


def _for(team: _Team) -> None:
    """Who signs for another: either is the author."""
    sheet, dice = team.sheet, team.dice
    other = draw_doctor(dice)
    if dice.random() < 0.6:
        sheet.write(team.pick("closing"))
    form = team.pick("for_form")
    x = sheet.left + team.fixed.choice((0, 0, 240))
    names = {"a": write_name(team.style, team.author), "o": write_name(team.other_style, other)}
    sheet.write(form.format(**names), x=x)
    if "{o}" in form or team.fixed.random() < 0.6:
        team.cosigners.append(other)
    if "{o}" not in form and team.cosigners:
        sheet.write(f"{names['o']}{dice.choice(('', ', interne', ', docteur junior'))}", x=x)


def _row(team: _Team) -> None:
    """Who wrote, read again, validated, in one row or three lines."""
    sheet, dice = team.sheet, team.dice
    at = team.fixed.randrange(len(ROW_LABELS))
    labels, places = ROW_LABELS[at], ROW_AUTHORS[at]
    people = [draw_doctor(dice) for _ in labels]
    people[places[0]] = team.author
    team.cosigners += [people[place] for place in places[1:]]
    names = [write_name(team.style if place in places else team.other_style, one) for place, one in enumerate(people)]
    if team.place in ("table", "cells"):
        width = (sheet.right - sheet.left) / len(labels)
        sheet.table(sheet.left, [width] * len(labels), [labels, names])
        return
    for label, name in zip(labels, names, strict=True):
        sheet.write(f"{label}{team.joint}{name}")
