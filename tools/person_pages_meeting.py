"""Sheets of meetings, to train the ranker of persons: who chaired answers for the sheet, unless somebody signs it; who
brought the case, the general practitioner and those present do not. Forms of words are in this module.
"""

from random import Random

from eval.people import STREETS, draw_doctor
from eval.sheet import Sheet
from eval.words import Misreading, open_words, to_pages

from tools.person_pages import _CIVIL, _STYLES, GroupWords, PersonPage, load_phrases, write_name

MANNERS = ("sans", "serif", "mono")
HOUSES = ("CH de Testville", "Centre de lutte contre le cancer", "Réseau de cancérologie des Essais", "Hôpital du Lac")
UNITS = ("Secrétariat des réunions", "Pôle de cancérologie", "Équipe mobile", "Unité de concertation", "")
TITLES = (
    "Réunion de concertation pluridisciplinaire", "RCP DIGESTIVE", "FICHE DE RCP", "Compte rendu de RCP – thorax",
    "STAFF D'ONCOLOGIE", "Réunion de synthèse", "Concertation d'éthique clinique", "Commission de soins",
)  # fmt: skip
CHAIRS = (
    "Président de séance", "Coordonnateur", "Coordonnateur de la réunion", "Responsable de la RCP", "Animateur",
    "Médecin coordonnateur de la RCP", "Réunion présidée par", "Médecin responsable de la réunion", "Modérateur",
)  # fmt: skip
BRINGERS = (
    "Dossier présenté par", "Présenté par", "Médecin présentateur", "Médecin demandeur", "Dossier soumis par",
    "Inscrit par", "Médecin qui soumet le cas", "Médecin référent", "Demande d'avis de",
)  # fmt: skip
OTHERS = ("Médecin traitant", "Généraliste", "Secrétaire", "Attachée de recherche clinique", "Pharmacien référent")
PRESENT = ("Présents", "Participants", "Étaient présents", "Membres présents", "Quorum", "Médecins participants")
SIGNED = ("Validé par", "Fiche validée le {d} par", "Signature :", "Rédigé par", "Compte rendu validé par")
BODIES = (
    "Tumeur de stade II, état général conservé.", "Proposition : chirurgie d'emblée.", "Surveillance semestrielle.",
    "Compléter par une imagerie avant décision.", "Avis favorable à un traitement systémique.",
)  # fmt: skip


class _Meeting(GroupWords):
    """One page being drawn: what its group fixes, whom its seed names."""

    def __init__(self, group: int, seed: int) -> None:
        self.fixed, self.dice = Random(f"reunion-{group}"), Random(f"reunion-{group}-{seed}")
        fixed = self.fixed
        self.words = {name: fixed.sample(some, min(len(some), 6)) for name, some in load_phrases().items()}
        self.style, self.other_style = fixed.choice(_STYLES), fixed.choice((*_STYLES, *_CIVIL))
        self.chair = fixed.choice(CHAIRS)
        self.bringer, self.present, self.signed = fixed.choice(BRINGERS), fixed.choice(PRESENT), fixed.choice(SIGNED)
        self.joint = fixed.choice((" : ", " : ", " ", " - "))
        self.place = fixed.choice(("cells", "cells", "lines", "table"))
        self.order = fixed.sample(range(3), 3)
        self.present_at = fixed.choice(("top", "end", "end", "list"))
        self.is_signed = fixed.random() < 0.3
        self.has_number = fixed.choice(("", "", "line", "under"))
        self.author = draw_doctor(self.dice)
        self.canvas, _ = open_words()
        self.sheet = Sheet(self.canvas, self.dice, manner=MANNERS[group % len(MANNERS)], is_held=False)

    def other(self) -> str:
        """Somebody else of the meeting."""
        return write_name(self.other_style, draw_doctor(self.dice))


def make_meeting_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one page of a group. Same seed, same page."""
    one = _Meeting(group, seed)
    sheet, dice = one.sheet, one.dice
    sheet.write(dice.choice(HOUSES), bold=True)
    if unit := one.fixed.choice(UNITS):
        sheet.write(unit, size=8)
    sheet.write(f"{dice.randrange(1, 90)} {dice.choice(STREETS)}, 99100 Testville", size=8)
    sheet.space(8)
    sheet.write(one.fixed.choice(TITLES), bold=True)
    sheet.write(f"{one.fixed.choice(('Séance du', 'Réunion du', 'Date :'))} {one.day()}")
    person = draw_doctor(dice)
    sheet.write(f"Nom : {person.family}   Prénom : {person.given.title()}")
    sheet.write("Né(e) le 12/04/1961")
    if one.present_at == "top":
        _present(one)
    _people(one)
    for body in dice.sample(BODIES, k=dice.randrange(2, 5)):
        sheet.paragraph(body)
    if one.present_at != "top":
        _present(one)
    if one.is_signed:
        sheet.write(f"{one.signed.format(d=one.day())} {write_name(one.style, one.author)}")
    one.canvas.showPage()
    misreading = Misreading() if is_misread else None
    return PersonPage(
        group=f"reunion-{group:03d}",
        pages=to_pages(one.canvas, misreading=misreading, dice=dice),
        author=one.author,
        recipients=(),
    )


def _people(one: _Meeting) -> None:
    """Who brought the case, who treats, who chairs: under their labels, in the order of the group."""
    sheet, dice = one.sheet, one.dice
    chairs = (one.chair, write_name(one.style, one.author))
    rows = [(one.bringer, one.other()), (dice.choice(OTHERS), one.other()), chairs]
    for at in one.order:
        label, name = rows[at]
        number = f"RPPS {one.author.rpps}" if rows[at] is chairs else ""
        tail = f" {number}" if number and one.has_number == "line" else ""
        if one.place == "lines":
            sheet.write(f"{label}{one.joint}{name}{tail}")
        else:
            sheet.text(sheet.left, sheet.y, label)
            sheet.text(sheet.left + 190, sheet.y, f"{name}{tail}")
            sheet.space(sheet.size * 1.5)
        if number and one.has_number == "under":
            sheet.write(number, x=sheet.left + (0 if one.place == "lines" else 190), size=8)
    sheet.space(6)


def _present(one: _Meeting) -> None:
    """Those present, each with a speciality, in a paragraph or a list; the chair among them or not."""
    dice = one.dice
    names = [f"{one.other()} ({dice.choice(one.words['profession']).lower()})" for _ in range(dice.randrange(2, 6))]
    if one.fixed.random() < 0.4:
        names.insert(dice.randrange(len(names) + 1), write_name(one.style, one.author))
    if one.present_at == "list":
        one.sheet.write(f"{one.present} :", bold=True)
        for name in names:
            one.sheet.write(f"- {name}")
    else:
        one.sheet.paragraph(f"{one.present} : {', '.join(names)}")
    one.sheet.space(6)
