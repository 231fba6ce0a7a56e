"""Reports of laboratories, to train the ranker of persons: the biologist who validates beside an engineer, a
technician, a head of service; sections validated by several; an author told at the head and in a table of details.

Who validated or signed the whole is the author; where nobody did, the biologist. Forms of words: person_phrases.txt.
"""

from random import Random

from eval.people import Doctor, draw_doctor
from eval.sheet import Sheet
from eval.words import Misreading, open_words, to_pages

from tools.person_pages import _CIVIL, _STYLES, GroupWords, PersonPage, load_phrases, write_name

MANNERS = ("sans", "serif", "mono")
FEET = ("rows", "rows", "rows", "columns", "columns", "signatures", "signatures", "sentence", "sections", "details",
        "details",
        "details")  # fmt: skip
HOUSES = ("Laboratoire de biologie médicale", "Plateau technique de génétique", "Service d'hématologie biologique",
          "Laboratoire de Testville", "Unité de microbiologie")  # fmt: skip
VALIDATED = ("Résultats validés par", "Validé par", "Section validée par", "Validation :")
SECTIONS = ("Biochimie", "Hématologie", "Microbiologie", "Sérologie", "Hémostase", "Génétique moléculaire", "Cytologie")
ROWS = ("Urée 5,2 mmol/L 2,5 - 7,5", "Sodium 139 mmol/L 135 - 145", "Leucocytes 7,1 G/L 4 - 10", "CRP 3 mg/L < 5",
        "TSH 1,9 mUI/L 0,4 - 4", "Ferritine 88 µg/L", "Variant non retrouvé", "Culture stérile", "INR 1,1")  # fmt: skip
TAILS = ("", "", "", ", biologiste", " (biologiste médical)", ", pharmacien biologiste", ", médecin biologiste", ", PH")


class _Lab(GroupWords):
    """One report being drawn: what its group fixes, whom its seed names."""

    def __init__(self, group: int, seed: int) -> None:
        fixed = Random(f"labo-{group}")
        self.fixed, self.dice = fixed, Random(f"labo-{group}-{seed}")
        self.group = group
        self.words = {name: fixed.sample(some, min(len(some), 4)) for name, some in load_phrases().items()}
        self.foot = fixed.choice(FEET)
        self.style = fixed.choice((*_STYLES, "DR {g} {F}", "DR {g} {F}"))
        self.fixed_validated = fixed.choice(VALIDATED)
        self.beside_style = fixed.choice(_STYLES + _CIVIL)
        self.tail = fixed.choice(TAILS)
        self.colon = fixed.choice((" : ", ": ", " ", " - ", " : "))
        self.numbers = fixed.choice(("none", "author", "author", "all", "all"))
        self.number_at = fixed.choice(("beside", "under"))
        self.is_validated = fixed.random() < 0.7
        self.head = fixed.choice(("none", "list", "chief", "table"))
        self.author = draw_doctor(self.dice)
        self.cosigners: list[Doctor] = []
        self.validators = [draw_doctor(self.dice) for _ in range(self.dice.choice((1, 1, 2, 3)))]
        canvas, _ = open_words()
        self.canvas = canvas
        self.sheet = Sheet(canvas, self.dice, manner=MANNERS[group % len(MANNERS)], is_held=False)

    def name(self) -> str:
        """The author, as the group writes them."""
        return write_name(self.style, self.author) + self.tail

    def labelled(self, section: str, name: str) -> str:
        """A label and a name; labels with a place for the name or the day hold them."""
        label = self.pick(section)
        if "{n}" in label:
            return label.format(n=name, d=self.day())
        label = label.format(d=self.day())
        if label.endswith((":", " par", ",")):
            return f"{label} {name}"
        return f"{label}{self.colon}{name}"

    def number(self, doctor: Doctor, *, is_author: bool) -> str:
        """The number of somebody, where the group prints it."""
        if self.numbers == "none" or (self.numbers == "author" and not is_author):
            return ""
        return ("RPPS ", "N° RPPS : ", "RPPS : ", "")[self.group % 4] + doctor.rpps


def make_lab_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one report of a group. Same seed, same page."""
    lab = _Lab(group, seed)
    _head(lab)
    _patient(lab)
    _results(lab)
    _FEET[lab.foot](lab)
    if lab.dice.random() < 0.4:
        _line(lab, lab.labelled("other", _somebody(lab)))
    lab.canvas.showPage()
    misreading = Misreading() if is_misread else None
    return PersonPage(
        group=f"labo-{group:03d}",
        pages=to_pages(lab.canvas, misreading=misreading, dice=lab.dice),
        author=lab.author,
        recipients=(),
        cosigners=tuple(lab.cosigners),
    )


def _line(lab: _Lab, text: str, *, x: float = 0.0, size: float = 0.0) -> None:
    lab.sheet.write(text, x=x, size=size)


def _somebody(lab: _Lab) -> str:
    style = lab.beside_style if lab.dice.random() < 0.7 else lab.dice.choice(_STYLES + _CIVIL)
    return write_name(style, draw_doctor(lab.dice))


def _head(lab: _Lab) -> None:
    """The house, and those who work there."""
    dice, sheet = lab.dice, lab.sheet
    sheet.write(dice.choice(HOUSES), bold=True)
    if lab.head == "list":
        names = [_somebody(lab) for _ in range(dice.randrange(2, 5))]
        if dice.random() < 0.6:
            names.insert(dice.randrange(len(names) + 1), write_name(lab.style, lab.author))
        label = dice.choice(("Biologistes", "Biologistes médicaux", "Médecins biologistes"))
        sheet.paragraph(f"{label} : {' - '.join(names)}", size=8)
    elif lab.head == "chief":
        sheet.write(lab.labelled("beside", _somebody(lab)), size=8.5)
    elif lab.head == "table":
        for _ in range(dice.randrange(1, 4)):
            sheet.write(lab.labelled("beside", _somebody(lab)), size=8.5)
    sheet.space(8)


def _patient(lab: _Lab) -> None:
    person = draw_doctor(lab.dice)
    lab.sheet.write(f"Patient : {person.family} {person.given.title()}   Né(e) le 12/04/1961")
    lab.sheet.write(f"Prélevé le {lab.day()}   Reçu le {lab.day()}   Édité le {lab.day()}")
    if lab.dice.random() < 0.5:
        lab.sheet.write(f"Prescripteur : {_somebody(lab)}")
    if lab.foot == "details" and lab.fixed.random() < 0.7:
        _told_first(lab)
    lab.sheet.space(6)


def _told_first(lab: _Lab) -> None:
    """Under the patient: what was done, by whom, and the author, the house between brackets."""
    sheet, dice = lab.sheet, lab.dice
    name = f"{write_name(lab.style, lab.author)}{lab.fixed.choice(('', ' (Laboratoire de Testville)'))}"
    rows = [("Prise en charge", "Laboratoire de Testville"), ("", lab.day())]
    for number, section in enumerate(dice.sample(SECTIONS, k=dice.randrange(1, 4))):
        rows.append(("Acte(s)" if not number else "", section))
        if not number and lab.fixed.random() < 0.6:
            rows.append(("", name if dice.random() < 0.7 else write_name(lab.style, dice.choice(lab.validators))))
    rows += [(lab.pick("author_detail").rstrip(" :"), name), ("", f"{lab.day()}, 16:05")]
    for label, value in rows:
        sheet.text(sheet.left, sheet.y, label)
        sheet.text(sheet.left + 150, sheet.y, value)
        sheet.space(sheet.size * 1.35)


def _results(lab: _Lab) -> None:
    for section in lab.dice.sample(SECTIONS, k=lab.dice.randrange(1, 4)):
        lab.sheet.write(section.upper(), bold=True)
        for row in lab.dice.sample(ROWS, k=lab.dice.randrange(2, 6)):
            lab.sheet.write(row)
        if lab.foot == "sections" or (lab.foot == "details" and lab.dice.random() < 0.6):
            doctor = lab.dice.choice(lab.validators)
            label = lab.fixed_validated
            lab.sheet.write(f"{label} {write_name('{g} {F}', doctor)} - {lab.day()}, 11h20")
            if lab.foot == "sections" and not lab.is_validated and doctor not in lab.cosigners:
                lab.cosigners.append(doctor)
        lab.sheet.space(4)


def _own_section(lab: _Lab) -> str:
    return "validated" if lab.is_validated else "biologist"


def _people(lab: _Lab) -> list[tuple[str, Doctor, bool]]:
    """Who is told at the foot, in the order of the group: label section, person, is it the author."""
    others = [("beside", draw_doctor(lab.dice), False) for _ in range(lab.dice.randrange(1, 4))]
    place = lab.fixed.randrange(3)
    others.insert(min(place, len(others)), (_own_section(lab), lab.author, True))
    return others


def _rows(lab: _Lab) -> None:
    """One a line: label, name, number beside or under."""
    for section, doctor, is_author in _people(lab):
        name = lab.name() if is_author else write_name(lab.beside_style, doctor)
        number = lab.number(doctor, is_author=is_author)
        beside = f"   {number}" if number and lab.number_at == "beside" else ""
        _line(lab, lab.labelled(section, name) + beside)
        if number and not beside:
            _line(lab, number)


def _columns(lab: _Lab) -> None:
    """Labels over names, one column each."""
    people, sheet = _people(lab), lab.sheet
    width = (sheet.right - sheet.left) / len(people)
    rows = [[lab.pick(section).split(" {")[0].removesuffix(" par").rstrip(" :,") for section, _, _ in people]]
    rows.append([lab.name() if own else write_name(lab.beside_style, one) for _, one, own in people])
    if lab.numbers != "none":
        rows.append([lab.number(one, is_author=own) for _, one, own in people])
    sheet.table(sheet.left, [width] * len(people), rows)
    sheet.space(6)


def _signatures(lab: _Lab) -> None:
    """Side by side, what each one is under or over the name."""
    people, sheet = _people(lab), lab.sheet
    is_over = lab.fixed.random() < 0.5
    width = (sheet.right - sheet.left) / len(people)
    lines = [[lab.pick("biologist" if own else section).rstrip(" :,") for section, _, own in people],
             [write_name(lab.style if own else lab.beside_style, one) for _, one, own in people]]  # fmt: skip
    if lab.is_validated:
        sheet.write(
            lab.dice.choice((f"Validé le {lab.day()}", "Compte rendu validé", "Document signé électroniquement"))
        )
    numbers = [[lab.number(one, is_author=own) for _, one, own in people]]
    for line in (lines if is_over else lines[::-1]) + numbers:
        for at, text in enumerate(line):
            sheet.text(sheet.left + at * width, sheet.y, text, size=min(sheet.size, 9))
        sheet.space(sheet.size * 1.4)


def _sentence(lab: _Lab) -> None:
    """All in one paragraph."""
    other, second = _somebody(lab), _somebody(lab)
    text = lab.dice.choice(
        (
            "Analyse réalisée par {o}, ingénieur, et validée par {a} le {d}.",
            "Technique : {o}. Validation biologique : {a}, {d}. Chef de service : {s}.",
            "Dossier préparé par {o}, validé par {a}.",
            "{o}, technicienne ; {a}, biologiste qui valide ; laboratoire dirigé par {s}.",
            "Lecture : {o}. Interprétation et validation : {a}.",
            "Sous la responsabilité de {s}, chef de laboratoire. Compte rendu signé par {a}.",
            "Résultats relus par {o} et signés le {d} par {a}.",
        )
    ).format(o=other, s=second, a=lab.name(), d=lab.day())
    lab.sheet.paragraph(text)
    number = lab.number(lab.author, is_author=True)
    if number and lab.dice.random() < 0.5:
        _line(lab, number)


def _sections(lab: _Lab) -> None:
    """Sections validated by several above; the whole by the author when the group validates it."""
    if lab.is_validated:
        _line(lab, lab.labelled("author_detail" if lab.dice.random() < 0.5 else "signer_detail", lab.name()))
    elif lab.cosigners:
        lab.author = lab.cosigners[0]


def _details(lab: _Lab) -> None:
    """A table of details: author, who approved, who signs for the house, who did; house and address at the right."""
    sheet, dice = lab.sheet, lab.dice
    if dice.random() < 0.5:
        sheet.new_page()
        sheet.write("Compte rendu d'examens", bold=True)
    rows = [("author_detail", lab.author, True)]
    rows += [("other_detail", one, False) for one in lab.validators if dice.random() < 0.8]
    rows += [("other_detail", draw_doctor(dice), False) for _ in range(dice.randrange(0, 3))]
    if dice.random() < 0.6:
        rows.append(("signer_detail", lab.author, True))
    if dice.random() < 0.5:
        rows.append(("done_detail", lab.author, True))
    if lab.fixed.random() < 0.3:
        dice.shuffle(rows)
    with_house = lab.fixed.random() < 0.6
    for section, doctor, is_author in rows:
        label = lab.pick(section).rstrip(" :")
        name = write_name(lab.style if is_author else lab.beside_style, doctor)
        sheet.text(sheet.left, sheet.y, label, bold=True)
        sheet.text(sheet.left + 120, sheet.y, f"{name}{dice.choice(('', ', le ' + lab.day()))}")
        if with_house:
            sheet.text(sheet.left + 330, sheet.y, "Laboratoire de Testville")
        sheet.space(sheet.size * 1.4)
        number = lab.number(doctor, is_author=is_author)
        if number:
            _line(lab, number, x=sheet.left + 120, size=8)
        if with_house:
            _line(lab, "12 rue des Lilas 99100 TESTVILLE", x=sheet.left + 120, size=8)


_FEET = {
    "rows": _rows, "columns": _columns, "signatures": _signatures, "sentence": _sentence, "sections": _sections,
    "details": _details,
}  # fmt: skip
