"""Imaging and explorations held out: readers at a distance, endoscopy with pictures, the paper of an electrocardiograph,
nights recorded, injected tracers. Nothing of the reader was looked at to write them.
"""

from datetime import date, timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_held_lines import (
    acted,
    born_on,
    fewer,
    filed,
    in_row,
    named,
    near_ones,
    number_row,
    put,
    square,
    stack,
    twin_row,
)
from eval.layouts_manners import before, extra, full, held, hour, retype, shorter, turned
from eval.sheet import HEIGHT, WIDTH, Sheet

MONTHS_OF_MACHINES = ("JAN", "FEV", "MAR", "AVR", "MAI", "JUN", "JUL", "AOU", "SEP", "OCT", "NOV", "DEC")

# A reader at a distance


def cells(sheet: Sheet, rows: list[list[tuple[str, str]]]) -> None:
    """A grid whose cells hold a small label over a value."""
    for row in rows:
        room = (sheet.right - sheet.left) / len(row)
        for number, (label, value) in enumerate(row):
            x = sheet.left + number * room
            sheet.box(x, sheet.y, room, 32)
            sheet.text(x + 4, sheet.y + 3, label, size=6.5)
            put(sheet, x + 4, sheet.y + 14, value, room - 8, bold=True)
        sheet.space(32)


def distant_head(sheet: Sheet, case: Case) -> None:
    """Whoever reads is one body, whoever asked another: a grid says which is which."""
    sheet.text(sheet.right, sheet.y, "Plateforme Téléradio des Trois Rivières", align="r", bold=True)
    sheet.text(sheet.right, sheet.y + 14, "Interprétation à distance - convention nationale", align="r", size=7.5)
    sheet.space(34)
    when = born_on(sheet, case)
    who = [*named(case), ("DDN", when), ("Sexe", blocks.sex_word(case))]
    rows = [[pair for pair in who if pair[1]]]
    if case.shown.ins:
        rows.append([*number_row(sheet, case, "Identité nationale de santé"), ("IPP site", case.patient.ipp)])
    if twin_row(case):
        rows.append([("Autre patient de la même demande", twin_row(case))])
    asked = [("Site demandeur", case.structure.name), ("Médecin demandeur", f"Dr {turned(extra(sheet))}")]
    if case.episode:
        asked.append(("Venue", blocks.stamp_number(case)))
    rows.append(asked)
    rows.append(
        [
            ("Images acquises le", acted(sheet, case)),
            ("Compte rendu du", filed(sheet, case)),
            ("Mode", sheet.rng.choice(("Urgence", "Programmé"))),
        ]
    )
    cells(sheet, rows)
    sheet.space(8)
    square(sheet, case, sheet.left, sheet.y)
    sheet.space(52 if case.datamatrix else 0)


def distant_body(sheet: Sheet, case: Case) -> None:
    """Headings in the margin, prose beside them; who read it at the end, with their number."""
    put(sheet, sheet.left, sheet.y, case.title, sheet.right - sheet.left, size=sheet.size + 3, bold=True)
    sheet.space(26)
    sentences = fewer(sheet, case, 8)
    third = max(1, len(sentences) // 3)
    parts = (("Contexte", sentences[:third]), ("Technique", ["Acquisition sur le site demandeur, lecture sur console de diagnostic."]),
             ("Lecture", sentences[third:-1]), ("Synthèse", sentences[-1:]))  # fmt: skip
    for head, lines in parts:
        sheet.need(30)
        sheet.text(sheet.left, sheet.y, head.upper(), size=sheet.size - 2, bold=True)
        for line in lines:
            sheet.paragraph(line, x=sheet.left + 84)
        sheet.space(8)
    near_ones(sheet, case, "Accompagnant : {name} ({link}), né(e) : {born}")
    case.printed |= {"author", "rpps"}
    sheet.need(40)
    sheet.space(6)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(6)
    sheet.paragraph(
        f"Lu et validé par le Dr {full(case.author)}, radiologue, RPPS {case.author.rpps}, à {hour(sheet)}. Le texte ne peut plus être modifié.",
        size=sheet.size - 1,
    )


# Endoscopy


def scope_head(sheet: Sheet, case: Case) -> None:
    """Structure and unit over the page; at the right a column of identity and pictures, at the left the team."""
    case.printed |= {"structure", "author"}
    assert case.act_date is not None
    put(sheet, sheet.left, sheet.y, case.structure.name, 300, size=sheet.size + 2, bold=True)
    sheet.text(sheet.left, sheet.y + 18, "Unité d'endoscopie digestive", size=sheet.size - 1)
    sheet.text(sheet.left, sheet.y + 31, f"Secrétariat {case.structure.phone}", size=sheet.size - 1)
    keep, sheet.y = sheet.y, sheet.y + 4
    rows = named(case)
    when = born_on(sheet, case)
    rows += [("Né(e)", when)] if when else []
    rows += [("Sexe", blocks.sex_word(case)), ("IPP", case.patient.ipp), *number_row(sheet, case, "INS")]
    if case.episode:
        rows.append(("N° venue", blocks.stamp_number(case)))
    small, sheet.size = sheet.size, 8.5
    stack(sheet, rows, 384, 60, 158)
    if twin_row(case):
        for line in sheet.wrap(f"et {twin_row(case)}", 158, bold=True):
            sheet.write(line, x=384, bold=True)
    sheet.box(379, keep, 168, sheet.y - keep + 3)
    sheet.space(10)
    square(sheet, case, 384, sheet.y)
    sheet.space(52 if case.datamatrix else 0)
    for number, caption in enumerate(
        sheet.rng.sample(("Cæcum", "Côlon droit", "Angle gauche", "Rétrovision rectale"), k=2), 1
    ):
        sheet.box(384, sheet.y, 158, 96, grey=0.8)
        sheet.text(384, sheet.y + 99, f"Image {number} : {caption}", size=7)
        sheet.space(114)
    sheet.size, sheet.y, sheet.right = small, keep + 62, 366


def scope_body(sheet: Sheet, case: Case) -> None:
    """Team, material, segments one after the other, samples, conclusion."""
    retype(case, "70004-7", "11505-5", "75492-9")
    rng = sheet.rng
    sheet.write(
        rng.choice(("COLOSCOPIE TOTALE", "VIDÉOCOLOSCOPIE", "COLOSCOPIE DE CONTRÔLE")), bold=True, size=sheet.size + 3
    )
    sheet.write(f"Examen du {acted(sheet, case)}")
    sheet.space(8)
    roles = (
        ("Opérateur", f"Dr {full(case.author)}"),
        ("Anesthésiste", f"Dr {full(extra(sheet))}"),
        ("IDE", f"Mme {extra(sheet).family}"),
        ("Aide", shorter(extra(sheet))),
    )
    stack(sheet, roles, sheet.left, 84, 318)
    sheet.space(4)
    for text in ("Motif : dépistage après test immunologique positif.", "Préparation : score de Boston 3+3+2. CO2. Endoscope CF-HQ190 n° 2754.",
                 "Sédation par propofol, saturation stable, examen de 24 minutes."):  # fmt: skip
        sheet.paragraph(text)
    sheet.space(6)
    segments = (
        "Marge anale et rectum",
        "Sigmoïde",
        "Côlon gauche",
        "Transverse",
        "Côlon droit",
        "Cæcum et valvule",
        "Iléon terminal",
    )
    ill = rng.choice(segments[1:5])
    for name in segments:
        said = (
            "polype sessile de 6 mm, retiré à l'anse froide (pot 1)."
            if name == ill
            else rng.choice(("RAS.", "muqueuse normale.", "sans lésion."))
        )
        sheet.paragraph(f"[{'x' if name == ill else ' '}] {name} : {said}")
    sheet.space(6)
    sheet.paragraph("CONCLUSION : examen complet, un polype réséqué. Résultat histologique à venir.", bold=True)
    sheet.paragraph(f"Délai avant le prochain examen : {rng.choice((3, 5, 7))} ans selon l'histologie.")
    near_ones(sheet, case, "Accompagné(e) à la sortie par {name} ({link}), naissance : {born}.")
    sheet.space(14)
    sheet.write(f"Dr {full(case.author)}", x=210)
    sheet.write(f"Dicté puis relu le {filed(sheet, case)}", x=210, size=sheet.size - 1.5)
    sheet.y = max(sheet.y, 430)


# The paper of an electrocardiograph


def _machine_day(when: date) -> str:
    return f"{when:%d}-{MONTHS_OF_MACHINES[when.month - 1]}-{when.year}"


def trace_head(sheet: Sheet, case: Case) -> None:
    """What the machine knows: an identifier, names, an hour; measures in the middle; a reading by the machine at the right."""
    assert case.act_date is not None
    case.printed |= {"structure", "act_date"}
    retype(case, "70004-7")
    rng, top = sheet.rng, sheet.y
    put(sheet, sheet.left, top, in_row(case), 210, bold=True, size=sheet.size + 1)
    lines = [f"ID : {case.patient.ipp}"]
    if case.shown.birth_date:
        lines.append(f"{_machine_day(case.shown.birth_date)} ({blocks.age(case)})")
    lines += [
        f"{'Femme' if case.shown.sex == 'F' else 'Homme'}   {rng.randrange(150, 190)} cm   {rng.randrange(48, 99)} kg"
    ]
    case.printed.add("sex")
    lines += [f"{label} {value}" for label, value in number_row(sheet, case, "INS")]
    lines += [f"Pièce : {rng.randrange(1, 9)}", f"Opér. : {shorter(extra(sheet))}"]
    if case.episode:
        lines.append(f"Visite : {blocks.stamp_number(case)}")
    for number, line in enumerate(lines, 1):
        put(sheet, sheet.left, top + number * 13, line, 200, size=8.5)
    measures = (("Fréq. vent.", f"{rng.randrange(52, 95)} bpm"), ("Int. PR", f"{rng.randrange(130, 200)} ms"), ("Dur. QRS", f"{rng.randrange(78, 108)} ms"),
                ("QT/QTc", f"{rng.randrange(360, 410)}/{rng.randrange(400, 440)} ms"), ("Axes P-R-T", f"{rng.randrange(30, 70)} {rng.randrange(-10, 60)} {rng.randrange(20, 60)}"))  # fmt: skip
    for number, (label, value) in enumerate(measures):
        sheet.text(266, top + number * 13, label, size=8.5)
        sheet.text(396, top + number * 13, value, size=8.5, align="r")
    stamp = f"{_machine_day(case.act_date)} {rng.randrange(7, 19):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}"
    sheet.text(sheet.right, top, stamp, size=8.5, align="r", bold=True)
    put(sheet, 410, top + 14, case.structure.name.upper(), 137, size=8.5)
    for number, line in enumerate(
        ("RYTHME SINUSAL NORMAL", "ECG DANS LES LIMITES", "DE LA NORMALE", "(lecture automatique)")
    ):
        sheet.text(410, top + 30 + number * 12, line, size=8)
    square(sheet, case, sheet.right - 46, top + 84)
    sheet.y = top + 132
    if twin_row(case):
        sheet.write(f"Tracé superposé : {twin_row(case)}", bold=True)


def trace(sheet: Sheet, case: Case) -> None:
    """Four rows of beats on a squared ground, and whoever confirmed them."""
    top, rng = sheet.y + 6, sheet.rng
    for number in range(30):
        sheet.rule(sheet.left, top + number * 12, sheet.right, width=0.2)
    beat = ((6, 0), (9, -4), (12, 0), (17, 0), (18.5, 4), (20, -34), (22, 9), (24, 0), (31, 0), (36, -8), (41, 0))
    for row, leads in enumerate(
        (("DI", "aVR", "V1", "V4"), ("DII", "aVL", "V2", "V5"), ("DIII", "aVF", "V3", "V6"), ("DII long", "", "", ""))
    ):
        middle, x = top + 62 + row * 84, sheet.left
        for place, lead in enumerate(leads):
            sheet.text(sheet.left + 6 + place * 124, middle - 48, lead, size=7)
        while x < sheet.right - 52:
            last = (x, middle)
            for across, down in beat:
                point = (x + across, middle + down * (1 if row != 0 else 0.7))
                sheet.canvas.line(last[0], HEIGHT - last[1], point[0], HEIGHT - point[1])
                last = point
            x += 46 + rng.random() * 3
    sheet.y = top + 372
    sheet.text(sheet.left, sheet.y, "25 mm/s   10 mm/mV   0,05-150 Hz   filtre 50 Hz   v4.21", size=7)
    sheet.space(20)
    case.printed.add("author")
    sheet.write(
        f"Confirmé par : {turned(case.author)}        Date de confirmation : {filed(sheet, case)}",
        bold=True,
        size=sheet.size - 0.5,
    )
    sheet.write(f"Demandé par : {turned(extra(sheet))}", size=sheet.size - 0.5)
    sheet.paragraph(
        f"Commentaire : pas de modification par rapport au tracé du {before(case, 100, 900, sheet):%d/%m/%Y}.",
        size=sheet.size - 0.5,
    )
    near_ones(sheet, case, "Contact du patient : {name} ({link}) - {born}")


# A night recorded


def night_head(sheet: Sheet, case: Case) -> None:
    """A table of pairs in four columns, under the name of the laboratory in a grey band."""
    assert case.act_date is not None
    case.printed.add("structure")
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, 30, grey=0.88)
    put(
        sheet,
        sheet.left + 8,
        sheet.y + 8,
        f"{case.structure.name} | Laboratoire du sommeil",
        480,
        bold=True,
        size=sheet.size + 1,
    )
    sheet.space(42)
    sheet.write(
        sheet.rng.choice(
            ("RAPPORT DE POLYGRAPHIE VENTILATOIRE", "POLYSOMNOGRAPHIE - RAPPORT", "RAPPORT D'ENREGISTREMENT DU SOMMEIL")
        ),
        bold=True,
        size=sheet.size + 2,
    )
    sheet.space(4)
    rng, when = sheet.rng, born_on(sheet, case)
    pairs = [
        *named(case),
        ("Né(e) le", when),
        ("Sexe", blocks.sex_word(case, long=True)),
        *number_row(sheet, case, "INS"),
    ]
    pairs += [("Séjour", blocks.stamp_number(case))] if case.episode else []
    pairs += [("Nuit du", acted(sheet, case)), ("Lieu", rng.choice(("Domicile", "Hôpital, chambre 4"))), ("IMC", f"{rng.randrange(21, 38)},{rng.randrange(10)}"),
              ("Epworth", f"{rng.randrange(3, 20)}/24"), ("Appareil", "Nox T3"), ("Rapport du", filed(sheet, case))]  # fmt: skip
    pairs = [pair for pair in pairs if pair[1]]
    for number in range(0, len(pairs), 2):
        for place, (label, value) in enumerate(pairs[number : number + 2]):
            x = sheet.left + place * 250
            sheet.box(x, sheet.y, 88, 18, grey=0.95)
            put(sheet, x + 3, sheet.y + 4, label, 82, size=sheet.size - 1.5)
            sheet.box(x + 88, sheet.y, 161, 18)
            put(sheet, x + 92, sheet.y + 4, value, 154, size=sheet.size - 0.5)
        sheet.space(18)
    sheet.space(8)
    if twin_row(case):
        sheet.write(f"Second enregistrement du même fichier : {twin_row(case)}", bold=True)
    square(sheet, case, sheet.right - 46, sheet.y)
    sheet.space(50 if case.datamatrix else 0)


def night_body(sheet: Sheet, case: Case) -> None:
    """Stages as a stair, indices in a table, conclusion, then the reader and the technician."""
    retype(case, "70004-7")
    rng, x, top = sheet.rng, sheet.left + 40, sheet.y + 4
    for number, stage in enumerate(("Éveil", "SP", "N1", "N2", "N3")):
        sheet.text(sheet.left, top + number * 13, stage, size=7)
    level = 0
    while x < sheet.right - 8:
        wide, low = rng.randrange(6, 26), rng.randrange(5)
        sheet.rule(x, top + 4 + level * 13, min(x + wide, sheet.right), width=1)
        x = min(x + wide, sheet.right)
        sheet.canvas.line(x, HEIGHT - top - 4 - level * 13, x, HEIGHT - top - 4 - low * 13)
        level = low
    sheet.y = top + 78
    index = rng.randrange(4, 48)
    sheet.table(sheet.left + 60, (190, 95, 95), (("Indice", "Mesuré", "Normale"), ("IAH (par heure)", f"{index}", "< 5"), ("Désaturations de 3 % (par heure)", f"{index + 3}", "< 5"),
                ("SpO2 moyenne", f"{rng.randrange(90, 97)} %", "> 92 %"), ("Temps sous 90 %", f"{rng.randrange(0, 40)} min", "-"), ("Ronflement", f"{rng.randrange(5, 70)} %", "-")))  # fmt: skip
    sheet.space(10)
    worth = "sévère" if index >= 30 else "modéré" if index >= 15 else "léger"
    for text in ("Qualité du signal : bonne, 412 minutes exploitables.", f"Conclusion : syndrome d'apnées obstructives du sommeil {worth}.",
                 "Propositions : règles d'hygiène du sommeil, avis pour appareillage, pas de conduite en cas de somnolence."):  # fmt: skip
        sheet.paragraph(text)
    near_ones(sheet, case, "Renseignements donnés par {name} ({link}, {born}).")
    case.printed.add("author")
    sheet.space(12)
    sheet.write(f"Pose et recueil : {full(extra(sheet))}, technicienne EEG")
    sheet.write(f"Lecture et conclusion : Dr {full(case.author)}, pneumologue", bold=True)


# Tracers


def tracer(sheet: Sheet, case: Case) -> None:
    """A narrow letter whose structure stands at the foot alone; the identity is the title; a senior and a junior sign."""
    retype(case, "18748-4")
    case.printed |= {"structure", "author"}
    foot = case.structure
    sheet.left, sheet.right = 86, 520

    def draw(page: Sheet) -> None:
        page.rule(40, 790, 555)
        page.text(WIDTH / 2, 796, f"{foot.name} - Service de médecine nucléaire", size=8, bold=True, align="c")
        page.text(WIDTH / 2, 808, f"{foot.address} - {foot.phone}", size=7, align="c")

    draw(sheet)
    sheet.on_new_page.append(draw)
    sheet.text(sheet.right, sheet.y, f"{case.structure.town}, {filed(sheet, case)}", align="r")
    sheet.space(34)
    when = born_on(sheet, case)
    text = f"{blocks.civility(case)} {in_row(case)}" + (f" - {when}" if when else "")
    for line in sheet.wrap(text, 434, sheet.size + 1, bold=True):
        sheet.write(line, bold=True, size=sheet.size + 1)
    for label, value in number_row(sheet, case, "INS"):
        sheet.write(f"{label} : {value}", size=sheet.size - 1)
    if case.episode:
        sheet.write(f"Passage {blocks.stamp_number(case)}", size=sheet.size - 1)
    if twin_row(case):
        sheet.write(f"et {twin_row(case)}", bold=True)
    square(sheet, case, sheet.right - 44, sheet.y)
    sheet.space(50 if case.datamatrix else 8)


def tracer_body(sheet: Sheet, case: Case) -> None:
    """What was injected, what was seen, and the two who saw it."""
    rng = sheet.rng
    kind, dose, seen = rng.choice(
        (("SCINTIGRAPHIE OSSEUSE CORPS ENTIER", "620 MBq de 99mTc-HMDP", "Fixation harmonieuse du squelette axial et périphérique, sans foyer suspect."),
         ("SCINTIGRAPHIE MYOCARDIQUE D'EFFORT", "340 MBq de 99mTc-tétrofosmine", "Perfusion homogène du ventricule gauche à l'effort comme au repos."),
         ("TEP-TDM AU 18F-FDG", "210 MBq de 18F-FDG, glycémie 1,02 g/L", "Absence de foyer hypermétabolique anormal de l'étage cervical au pelvis."))
    )  # fmt: skip
    sheet.write(kind, bold=True)
    sheet.space(6)
    for head, text in (("Indication", "bilan d'extension demandé par le médecin correspondant."), ("Radiopharmaceutique", f"{dose}, voie veineuse, injection le {acted(sheet, case)} à {hour(sheet)}."),
                       ("Résultats", seen), ("Conclusion", "examen sans anomalie significative.")):  # fmt: skip
        sheet.paragraph(f"{head} : {text}")
        sheet.space(6)
    sheet.paragraph(f"Examen comparé à celui du {case.doc_date - timedelta(days=rng.randrange(150, 800)):%d/%m/%Y}.")
    near_ones(sheet, case, "Consignes de radioprotection remises à {name}, {link} (naissance : {born}).")
    mate = extra(sheet)
    case.cosigners.append(mate)
    sheet.space(30)
    sheet.write(f"Docteur {full(case.author)}", x=300)
    sheet.write(f"Docteur {full(mate)}, docteur junior", x=300)


HELD_VIEWS = (
    held("lecture-distante", "letter", "sans", distant_head, distant_body, codes=("18748-4",)),
    held("endoscopie-images", "letter", "sans", scope_head, scope_body, codes=("70004-7",)),
    held("papier-electrocardiogramme", "letter", "sans", trace_head, trace, codes=("70004-7",)),
    held("nuit-enregistree", "letter", "sans", night_head, night_body, codes=("70004-7",)),
    held("traceurs-pied", "letter", "serif", tracer, tracer_body, codes=("18748-4",)),
)
