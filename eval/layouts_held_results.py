"""Results held out, as laboratories, pathologists, imaging, endoscopy, cardiology and sleep units send them: each page is
imagined from one kind of sender and one software. Nothing of the reader was looked at to write them.
"""

from dataclasses import replace
from datetime import timedelta

from eval import blocks
from eval.case import Case
from eval.layouts_held_follow import HELD_FOLLOW
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
from eval.layouts_held_views import HELD_VIEWS
from eval.layouts_manners import extra, fit, full, held, hour, retype, shorter, turned
from eval.people import draw_family, draw_name
from eval.sheet import WIDTH, Sheet

SLASH = "%d/%m/%Y"

# A laboratory of several sites, its report in a window envelope to the patient

CHAPTERS: tuple[tuple[str, tuple[tuple[str, float, str, str], ...]], ...] = (
    ("HÉMATOLOGIE (sang total EDTA)", (("Hématies", 4.6, "T/L", "4,1 à 5,2"), ("Hémoglobine", 13.4, "g/dL", "12,0 à 15,5"),
     ("V.G.M.", 89, "fL", "80 à 98"), ("Leucocytes", 6.1, "G/L", "4,0 à 10,5"), ("Plaquettes", 251, "G/L", "160 à 400"))),
    ("HÉMOSTASE (plasma citraté)", (("Taux de prothrombine", 96, "%", "70 à 120"), ("I.N.R.", 1.0, "", "hors traitement : 1,0"),
     ("Fibrinogène", 3.1, "g/L", "2,0 à 4,0"))),
    ("CHIMIE DU SANG", (("Glucose à jeun", 0.94, "g/L", "0,74 à 1,06"), ("Créatinine enzymatique", 8.1, "mg/L", "5,1 à 9,5"),
     ("Acide urique", 46, "mg/L", "26 à 60"), ("Cholestérol total", 1.97, "g/L", "< 2,00"), ("Triglycérides", 0.88, "g/L", "< 1,50"))),
    ("ENZYMES", (("A.S.A.T. (TGO)", 22, "UI/L", "< 34"), ("Gamma G.T.", 25, "UI/L", "< 38"), ("Phosphatases alcalines", 71, "UI/L", "30 à 105"))),
    ("THYROÏDE", (("T.S.H. ultrasensible", 1.84, "mUI/L", "0,35 à 4,94"), ("T4 libre", 12.1, "pmol/L", "9,0 à 19,0"))),
    ("PROTÉINES SPÉCIFIQUES", (("Protéine C réactive", 2.9, "mg/L", "< 5,0"), ("Ferritine", 77, "µg/L", "10 à 204"))),
)  # fmt: skip


def _figure(sheet: Sheet, middle: float) -> str:
    value = middle * sheet.rng.uniform(0.85, 1.15)
    return f"{value:.0f}" if middle > 20 else f"{value:.2f}".replace(".", ",")


def network_head(sheet: Sheet, case: Case) -> None:
    """The network at the left, all its biologists in small at the right, the one who signs among them."""
    case.printed.add("structure")
    put(sheet, sheet.left, sheet.y, case.structure.name, 250, size=sheet.size + 4, bold=True)
    sheet.text(sheet.left, sheet.y + 20, case.structure.address, size=7.5)
    sheet.text(sheet.left, sheet.y + 31, f"Tél. {case.structure.phone} - Ouvert du lundi au samedi matin", size=7.5)
    sheet.text(sheet.left, sheet.y + 42, "SELAS de biologistes médicaux, société d'exercice libéral", size=6.5)
    team = [case.author, *case.staff, extra(sheet)]
    sheet.rng.shuffle(team)
    sheet.text(330, sheet.y, "Biologistes médicaux", size=7.5, bold=True)
    for number, one in enumerate(team):
        put(sheet, 330 + number % 2 * 112, sheet.y + 12 + number // 2 * 10, full(one), 108, size=7.5)
    sheet.space(62)
    sheet.rule(sheet.left, sheet.y, sheet.right, width=2)
    sheet.space(14)


def network_who(sheet: Sheet, case: Case) -> None:
    """The file at the left, the patient's address in the window at the right."""
    top, number = sheet.y, f"{sheet.rng.randrange(10**5, 10**6)}"
    case.notes.append("episode_open")
    rows = [("Dossier", f"{case.doc_date:%y%m}-{number}"), *named(case)]
    when = born_on(sheet, case)
    rows += [("Naissance", f"{when} ({blocks.age(case)})")] if when else []
    rows += [("Sexe", blocks.sex_word(case)), *number_row(sheet, case, "INS")]
    rows += [("Prescripteur", f"DOCTEUR {turned(extra(sheet))}")]
    stack(sheet, rows, sheet.left, 88, 262)
    foot, sheet.y = sheet.y, top + 12
    put(sheet, 335, sheet.y, f"{blocks.civility(case)} {blocks.family_name(case)} {blocks.given(case)}", 210)
    for line in case.patient.address.split(", "):
        sheet.y += sheet.size * 1.4
        put(sheet, 335, sheet.y, line.upper(), 210)
    square(sheet, case, sheet.right - 46, sheet.y + 20)
    sheet.y = max(foot, sheet.y + (70 if case.datamatrix else 20)) + 8
    if twin_row(case):
        sheet.write(f"Dossier {int(number) + 1} : {twin_row(case)}", bold=True)


def network_results(sheet: Sheet, case: Case) -> None:
    """Chapters with leaders and the figures of a former file; sampling told before, edition and signature after."""
    assert case.act_date is not None
    past = case.act_date - timedelta(days=sheet.rng.randrange(60, 700))
    sheet.write(
        f"{case.act_label} {acted(sheet, case)} à {hour(sheet)} - Enregistré à {hour(sheet)}", size=sheet.size - 0.5
    )
    sheet.text(sheet.right, sheet.y, f"Antériorités {past:%d/%m/%y}", size=sheet.size - 1.5, align="r")
    sheet.space(sheet.size * 1.3)
    put(sheet, sheet.left, sheet.y, case.title, 330, size=sheet.size + 2, bold=True)
    sheet.space(20)
    for title, rows in sheet.rng.sample(CHAPTERS, k=sheet.rng.randrange(3, 6)):
        sheet.need(60)
        sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, sheet.size * 1.5, grey=0.9)
        sheet.text(WIDTH / 2, sheet.y + 2, title, bold=True, align="c")
        sheet.space(sheet.size * 1.9)
        for name, middle, unit, normal in rows:
            sheet.need(16)
            dots = "." * int((178 - sheet.width(name)) / sheet.width("."))
            sheet.text(sheet.left, sheet.y, f"{name} {dots}")
            sheet.text(278, sheet.y, _figure(sheet, middle), bold=True, align="r")
            sheet.text(284, sheet.y, unit)
            put(sheet, 346, sheet.y, f"({normal})", 130, size=sheet.size - 1)
            sheet.text(sheet.right, sheet.y, _figure(sheet, middle), size=sheet.size - 1, align="r")
            sheet.space(sheet.size * 1.4)
        sheet.space(4)
    for sentence in fewer(sheet, case, 5):
        sheet.paragraph(sentence, size=sheet.size - 1)
    near_ones(sheet, case, "Accès aux résultats ouvert aussi à : {name} ({link}), naissance {born}")
    case.printed.add("author")
    sheet.need(50)
    sheet.space(10)
    sheet.text(sheet.right, sheet.y, f"Résultats validés par : {full(case.author)}", align="r", bold=True)
    sheet.space(sheet.size * 1.5)
    sheet.text(
        sheet.right, sheet.y, f"Compte rendu complet édité le {filed(sheet, case)}", align="r", size=sheet.size - 1
    )
    sheet.space(14)


# The server of a hospital laboratory, printed in a ward


def server_dump(sheet: Sheet, case: Case) -> None:
    """Capitals in fixed columns between rows of signs; two biologists by the letter of their first name."""
    assert case.act_date is not None
    rng, bar = sheet.rng, "=" * 84
    case.printed |= {"structure", "act_date", "doc_date", "author"}
    case.notes.append("author_initial")
    sheet.write(f"{case.structure.name.upper():<58} POLE DE BIOLOGIE")
    sheet.write(f"EDITION SERVEUR DE RESULTATS - NE PAS JETER SUR LA VOIE PUBLIQUE   UF {rng.randrange(1000, 9999)}")
    sheet.write(bar)
    name = in_row(case).upper()
    born = f"DDN {case.shown.birth_date:%d/%m/%Y}   " if case.shown.birth_date else ""
    sheet.write(f"PATIENT   : {name}", bold=True)
    sheet.write(f"            {born}SEXE {blocks.sex_word(case)}   IPP {case.patient.ipp}")
    for label, value in number_row(sheet, case, "INS       :"):
        sheet.write(f"{label} {value}")
    if twin_row(case):
        sheet.write(f"PATIENT   : {twin_row(case).upper()}", bold=True)
    if case.episode:
        sheet.write(f"SEJOUR    : {blocks.stamp_number(case)}")
    square(sheet, case, sheet.right - 40, sheet.y + 4, side=40)
    sheet.write(f"DEMANDEUR : DR {extra(sheet).family}      PRESCRIPTION INTERNE")
    sheet.write(
        f"PRELEVE   : {case.act_date:{SLASH}} {rng.randrange(6, 11):02d}:{rng.randrange(60):02d}   RECU : {case.act_date:{SLASH}} {rng.randrange(11, 14)}:{rng.randrange(60):02d}"
    )
    sheet.write(f"EDITE     : {case.doc_date:{SLASH}} {rng.randrange(15, 20)}:{rng.randrange(60):02d}")
    sheet.write(bar)
    sheet.write(f"*** {case.title.upper()} ***")
    for title, rows in rng.sample(CHAPTERS, k=4):
        sheet.write("")
        sheet.write(f"--- {title} ".ljust(84, "-"))
        for test, middle, unit, normal in rows:
            sheet.write(f"{test.upper():.<34} {_figure(sheet, middle):>9} {unit:<7} [{normal}]")
    sheet.write("")
    for sentence in fewer(sheet, case, 3):
        sheet.paragraph(f"COM : {sentence}")
    near_ones(sheet, case, "CONTACT : {name} ({link}) DDN {born}")
    mate = extra(sheet)
    case.cosigners.append(mate)
    sheet.write(bar)
    sheet.write(f"VALIDATION BIOLOGIQUE : {shorter(case.author)} / {shorter(mate)}")
    sheet.write("FIN DE DOCUMENT")


# Pathologists who share a practice


def slides_head(sheet: Sheet, case: Case) -> None:
    """The practice in the middle, its pathologists in a row with their numbers; addressees left, a frame at the right."""
    case.printed |= {"structure", "rpps", "recipients"}
    case.structure = replace(
        case.structure, name=f"Centre de pathologie {sheet.rng.choice(('du Levant', 'des Arcades', 'Sully'))}"
    )
    sheet.text(WIDTH / 2, sheet.y, case.structure.name, size=sheet.size + 5, bold=True, align="c")
    sheet.space(22)
    team = [case.author, extra(sheet), extra(sheet)]
    sheet.rng.shuffle(team)
    room = (sheet.right - sheet.left) / 3
    for number, one in enumerate(team):
        middle = sheet.left + room * (number + 0.5)
        text = f"Dr {full(one)}"
        sheet.text(middle, sheet.y, text, size=fit(sheet, text, room - 8, 8.5), align="c")
        sheet.text(middle, sheet.y + 11, f"RPPS {one.rpps}", size=7.5, align="c")
    sheet.space(28)
    sheet.text(WIDTH / 2, sheet.y, f"{case.structure.address} - {case.structure.phone}", size=7.5, align="c")
    sheet.space(22)
    for number, one in enumerate(case.recipients):
        put(
            sheet,
            sheet.left,
            sheet.y + number * 30,
            f"{'Prescripteur' if number == 0 else 'Copie'} : Docteur {turned(one)}",
            172,
            bold=number == 0,
        )
        sheet.text(
            sheet.left,
            sheet.y + number * 30 + 13,
            f"99{sheet.rng.randrange(100, 999)} {case.structure.town}",
            size=sheet.size - 1,
        )


def slides_who(sheet: Sheet, case: Case) -> None:
    """The frame of the patient, then three days in a small table."""
    assert case.act_date is not None
    top = sheet.y
    rows = named(case)
    when = born_on(sheet, case)
    rows += [("Né(e) le", f"{when} - sexe {blocks.sex_word(case)}" if when else f"sexe {blocks.sex_word(case)}")]
    rows += number_row(sheet, case, "Mat. INS")
    if twin_row(case):
        rows.append(("et", twin_row(case)))
    rows.append(("Examen", f"{case.doc_date:%y}H{sheet.rng.randrange(1000, 30000):05d}"))
    case.notes.append("episode_open")
    sheet.y = top + 5
    stack(sheet, rows, 290, 92, 252)
    sheet.box(284, top, sheet.right - 284, sheet.y - top + 4)
    square(sheet, case, 228, top)
    sheet.y = max(sheet.y, top + 62) + 14
    received = case.act_date if case.act_date == case.doc_date else case.act_date + timedelta(days=1)
    case.printed |= {"act_date", "doc_date"}
    days = (f"{case.act_date:{SLASH}}", f"{received:{SLASH}}", f"{case.doc_date:{SLASH}}")
    sheet.table(sheet.left, (166, 166, 167), (("Prélevé le", "Reçu au centre le", "Compte rendu signé le"), days))
    sheet.space(12)


def slides_body(sheet: Sheet, case: Case) -> None:
    """Title underlined, prose, a framed conclusion, the name that signs at the right."""
    put(sheet, sheet.left, sheet.y, case.title.upper(), sheet.right - sheet.left, size=sheet.size + 1, bold=True)
    sheet.space(sheet.size * 1.6)
    sheet.rule(sheet.left, sheet.y, sheet.right)
    sheet.space(8)
    sentences = fewer(sheet, case, 9)
    for sentence in sentences[:-1]:
        sheet.paragraph(sentence)
        sheet.space(5)
    sheet.need(110)
    top, text = (
        sheet.y + 4,
        sheet.rng.choice(
            (
                "Pas d'élément inattendu par rapport à la clinique.",
                "Lésion correspondant au diagnostic évoqué.",
                "Résultat concordant avec l'examen extemporané.",
            )
        ),
    )
    sheet.space(10)
    sheet.paragraph(f"AU TOTAL : {text}", x=sheet.left + 8, width=470, bold=True)
    sheet.box(sheet.left, top, sheet.right - sheet.left, sheet.y - top + 4)
    sheet.space(10)
    sheet.paragraph(sentences[-1])
    near_ones(sheet, case, "Antécédent familial signalé : {link}, {name}, naissance {born}.")
    sheet.write(f"ADICAP : BHGSA{sheet.rng.randrange(10)}A{sheet.rng.randrange(10)}", size=sheet.size - 2)
    case.printed.add("author")
    sheet.text(sheet.right, sheet.y + 8, f"Dr {full(case.author)}", align="r")
    sheet.space(30)


# Cytogenetics: a couple


def couple(sheet: Sheet, case: Case) -> None:
    """Two columns of persons, the one studied and a companion or mother; which is which stands over each."""
    case.printed |= {"structure"}
    rng = sheet.rng
    sheet.text(sheet.left, sheet.y, case.structure.name, bold=True, size=sheet.size + 2)
    sheet.text(sheet.left, sheet.y + 17, "Unité fonctionnelle de cytogénétique constitutionnelle", size=sheet.size - 1)
    sheet.text(sheet.right, sheet.y + 34, f"Le {filed(sheet, case)}", align="r")
    sheet.space(62)
    own = named(case)
    when = born_on(sheet, case)
    own += [("Naissance", when)] if when else []
    own += [("Sexe", blocks.sex_word(case, long=True)), *number_row(sheet, case, "INS")]
    head, sex, years = "CONJOINT", "m" if case.shown.sex == "F" else "f", rng.randrange(-8, 9)
    if case.doc_date.year - case.patient.birth_date.year < 18:
        head, sex, years = "MÈRE", "f", rng.randrange(22, 40)
    mate = case.patient.birth_date - timedelta(days=365 * years + rng.randrange(1, 300))
    their = [("Nom", draw_family(rng)), ("Prénom", draw_name(rng, sex).title()), ("Naissance", f"{mate:{SLASH}}"),
             ("Sexe", "Masculin" if sex == "m" else "Féminin"), ("Caryotype", "rendu à part")]  # fmt: skip
    top, foot = sheet.y, sheet.y
    for x, over, rows in (
        (sheet.left, "PATIENT ÉTUDIÉ (objet de ce compte rendu)", own),
        (306.0, f"{head} (pour mémoire)", their),
    ):
        sheet.y = top + 6
        put(sheet, x + 5, sheet.y, over, 228, size=sheet.size - 0.5, bold=True)
        sheet.space(18)
        stack(sheet, rows, x + 5, 104, 232)
        foot = max(foot, sheet.y)
    for x in (sheet.left, 306.0):
        sheet.box(x, top, 241, foot - top + 4)
    sheet.y = foot + 12
    square(sheet, case, sheet.right - 46, sheet.y)
    if twin_row(case):
        sheet.write(f"Patient étudié également : {twin_row(case)}", bold=True)
    if case.episode:
        sheet.write(f"NDA {blocks.stamp_number(case)}", size=sheet.size - 1)
    sheet.space(28)


def formula(sheet: Sheet, case: Case) -> None:
    """The chromosomes in a frame, the comment, two names that sign."""
    retype(case, "11502-2", "51969-4")
    sheet.text(WIDTH / 2, sheet.y, "CARYOTYPE SANGUIN POSTNATAL", size=sheet.size + 3, bold=True, align="c")
    sheet.space(28)
    sheet.write(f"Prélèvement : sang sur héparinate de lithium du {acted(sheet, case)}")
    sheet.write(
        sheet.rng.choice(("Indication : bilan demandé en consultation de génétique", "Indication : enquête familiale"))
    )
    sheet.write(f"Cultures : 2 - Mitoses examinées : {sheet.rng.choice((16, 20, 30))} - Résolution : 550 bandes (R, G)")
    sheet.space(10)
    sheet.box(170, sheet.y, 255, 34)
    sheet.text(WIDTH / 2, sheet.y + 9, "46,XX" if case.shown.sex == "F" else "46,XY", size=14, bold=True, align="c")
    sheet.space(50)
    sheet.paragraph(
        "Formule chromosomique sans anomalie de nombre ni de structure décelable à ce niveau de résolution."
    )
    sheet.paragraph("Une microdélétion ou un variant d'un gène ne peuvent être écartés par cette technique.")
    sheet.paragraph("Ce résultat est à remettre au cours d'une consultation individuelle, consentement écrit reçu.")
    near_ones(sheet, case, "Arbre familial : {link} {name} (naissance : {born}), non étudié(e).")
    second = extra(sheet)
    case.cosigners.append(second)
    case.printed.add("author")
    sheet.space(34)
    for x, who, role in (
        (sheet.left, case.author, "Praticien hospitalier"),
        (330.0, second, "Praticien agréé, responsable de l'unité"),
    ):
        put(sheet, x, sheet.y, f"Dr {full(who)}", 210)
        put(sheet, x, sheet.y + 14, role, 210, size=sheet.size - 1.5)
    sheet.space(40)


# The card of a blood group


def group_card(sheet: Sheet, case: Case) -> None:
    """A card to cut out at the left, the report of the same examination at the right of it and under."""
    assert case.act_date is not None
    rng, top = sheet.rng, sheet.y + 34
    case.printed |= {"structure", "author"}
    put(sheet, sheet.left, sheet.y, f"{case.structure.name} - Immuno-hématologie", 499, bold=True, size=sheet.size + 1)
    group = rng.choice(
        ("A RH:1 (positif)", "O RH:1 (positif)", "B RH:1 (positif)", "O RH:-1 (négatif)", "A RH:-1 (négatif)")
    )
    first = case.act_date - timedelta(days=rng.randrange(1, 400))
    rows = named(case)
    when = born_on(sheet, case)
    rows += [("Né(e) le", when)] if when else []
    rows += [("Sexe", blocks.sex_word(case)), *number_row(sheet, case, "INS")]
    sheet.box(sheet.left, top, 252, 176)
    sheet.text(sheet.left + 126, top + 6, "CARTE DE GROUPE SANGUIN", bold=True, align="c", size=9)
    sheet.y = top + 24
    small, sheet.size = sheet.size, min(sheet.size, 9)
    stack(sheet, rows, sheet.left + 8, 92, 238)
    sheet.text(sheet.left + 126, sheet.y + 4, group, bold=True, align="c", size=13)
    sheet.text(sheet.left + 8, sheet.y + 24, "Phénotype : C+ c+ E- e+ K-", size=8)
    sheet.text(sheet.left + 8, sheet.y + 36, f"1re détermination : {first:{SLASH}}", size=8)
    sheet.text(sheet.left + 8, sheet.y + 47, f"2e détermination : {acted(sheet, case)}", size=8)
    sheet.size = small
    for number, line in enumerate(("À garder avec vos papiers d'identité.", "À présenter avant toute transfusion.", "Toute surcharge annule cette carte.",
                                   "Deux déterminations concordantes", "sont exigées.")):  # fmt: skip
        put(sheet, 316, top + 8 + number * 16, line, 230)
    square(sheet, case, 316, top + 96)
    sheet.y = top + 196
    if twin_row(case):
        sheet.write(f"Carte jointe pour : {twin_row(case)}", bold=True)
    if case.episode:
        sheet.write(f"Venue n° {blocks.stamp_number(case)}")
    sheet.write(
        f"COMPTE RENDU D'EXAMEN - GROUPAGE ABO-RH1 ET R.A.I. - édité le {filed(sheet, case)}",
        size=sheet.size - 0.5,
        bold=True,
    )
    sheet.space(4)
    sheet.table(sheet.left, (180, 160, 159), (("Examen", "Technique", "Résultat"), ("Groupe ABO - RH1", "gel filtration", group),
                ("Recherche d'anticorps irréguliers", "Coombs indirect", "négative"), ("Test direct à l'antiglobuline", "gel", "négatif")))  # fmt: skip
    sheet.space(8)
    sheet.write(f"Prélèvement de ce dossier : {acted(sheet, case)}, tube EDTA, identité vérifiée au lit")
    near_ones(sheet, case, "Répondant : {name} ({link}), {born}.")
    sheet.paragraph(
        "Agglutination franche, pas d'anticorps irrégulier dépisté. Validité de la recherche : trois jours."
    )
    sheet.space(14)
    sheet.write(f"Biologiste responsable : Dr {turned(case.author)}")


HELD_RESULTS = (
    held("reseau-enveloppe", "lab", "sans", network_head, network_who, network_results, codes=("11502-2",)),
    held("serveur-unite", "lab", "mono", server_dump, codes=("11502-2",)),
    held("lames-associes", "lab", "serif", slides_head, slides_who, slides_body, codes=("60568-3",)),
    held("caryotype-couple", "lab letter", "sans", couple, formula, codes=("51969-4",)),
    held("carte-groupe", "lab", "sans", group_card, codes=("11502-2",)),
    *HELD_VIEWS,
    *HELD_FOLLOW,
)
