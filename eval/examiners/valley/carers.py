"""Independent nurses, physiotherapists, opticians, orthoptists, speech therapists, chiropodists."""

from reportlab.lib.pagesizes import A4, A5, landscape

from .canvas import Board
from .case import Case
from .registry import items, layout, paragraphs


@layout(fits="adult", ins=0.3)
def nurse_link_sheet(c: Case) -> bytes:
    """A link sheet of an independent nurse, boxes drawn by coordinates."""
    c.type("11506-3", "18761-7")
    c.argue("act_date", "structure_name")
    c.author = c.carer("Infirmier")
    b = Board(A4, "carlito")
    b.rect(10, 8, 190, 14, "#f7e6ef", 0)
    b.text(
        105,
        17,
        c.one("FICHE DE LIAISON INFIRMIÈRE", "LIAISON DOMICILE – HÔPITAL", "Transmission IDE libérale"),
        15,
        "carlitob",
        align="center",
    )
    b.text(12, 29, f"IDE : {c.sign('F G')}", 11, "carlitob")
    b.text(12, 34, f"{c.rpps('N° RPPS ')}   Tél. {c.phone()}")
    b.rect(110, 25, 90, 33)
    b.text(113, 31, f"Nom : {c.main_name()}   Prénom : {c.first()}", 11)
    b.text(113, 37, f"Nom de naissance : {c.birth_name()}", 11)
    b.text(113, 43, f"Né(e) le : {c.birth_date()}   Tél. {c.who.phone}", 11)
    b.text(113, 49, c.ins_number("INS : ") or "N° SS : (carte vitale non lue)", 10)
    b.text(113, 55, c.who.address, 8.5)
    b.text(12, 44, f"Date : {c.doc('dmy')}", 11)
    b.text(12, 50, f"Médecin traitant : {c.dr()}", 10)
    y = 68.0
    parts = {
        "Motif de la transmission": c.one(
            "Retour d'hospitalisation", "Entrée programmée", "Aggravation d'une plaie", "Chute"
        ),
        "Soins en cours": ", ".join(
            c.some(
                [
                    "pansement de jambe",
                    "insuline",
                    "toilette",
                    "pilulier",
                    "HBPM",
                    "bas de contention",
                    "surveillance du poids",
                    "sonde à demeure",
                ],
                2,
                5,
            )
        ),
        "Traitement": " ; ".join(c.drugs(2, 5)),
        "Antécédents connus": ", ".join(c.past(1, 4)),
        "Observations": c.one(
            "Moral moyen, mange peu.",
            "Plaie propre, bourgeonnante, peu exsudative.",
            "Refuse les bas depuis mardi.",
            "Aidante fatiguée, demande un répit.",
        )
        + " "
        + c.one("Dernière selle hier.", "Poids stable.", "Glycémies entre 1,10 et 2,40."),
    }
    for title, text in parts.items():
        b.text(12, y, title, 11, "carlitob", "#a0386b")
        y = b.flow(16, y + 6, 180, text, 11) + 4
    b.text(12, y + 2, "Autonomie", 11, "carlitob", "#a0386b")
    for rank, name in enumerate(("Toilette", "Habillage", "Alimentation", "Transferts", "Continence")):
        b.text(16 + rank * 36, y + 9, name, 9)
        for spot, letter in enumerate("ABC"):
            b.tick(16 + rank * 36 + spot * 10, y + 15, c.rng.random() < 0.33)
            b.text(20 + rank * 36 + spot * 10, y + 15, letter, 8)
    b.text(130, y + 27, "Signature")
    b.wave(150, y + 30, [c.rng.uniform(0, 8) for _ in range(6)])
    return b.done()


@layout(fits="adult", ins=0.1)
def wound_follow_up(c: Case) -> bytes:
    """A table of dressings, landscape, the identity on one line at the head."""
    c.type("11506-3")
    c.argue("act_date", "doc_date", "author_family", "author_given")
    c.house("nurses")
    b = Board(landscape(A4), "sans")
    b.text(10, 12, c.structure(), 12, "sansb")
    b.text(
        287, 12, f"Tournée {c.one('Nord', 'village', 'du haut')} – feuille n° {c.rng.randrange(1, 9)}", 9, align="right"
    )
    b.line(10, 14, 287, 14, 1)
    b.text(
        10,
        21,
        f"Patient : {c.main_name()} {c.first()}{c.nee(', né{e} ')}   {c.born('né{e} le ')}   {c.ins_number('INS ')}",
        11,
    )
    b.text(
        10,
        27,
        f"Plaie : {c.one('ulcère malléolaire gauche', 'cicatrice abdominale', 'escarre talon droit stade 2')}",
        10,
    )
    b.text(
        150,
        27,
        f"Prescripteur : {c.dr()} – pansement {c.one('hydrocellulaire', 'alginate', 'interface + compresses')}",
        10,
    )
    heads = [
        ("Date", 26),
        ("Taille (cm)", 26),
        ("Aspect", 60),
        ("Exsudat", 30),
        ("Douleur EVA", 28),
        ("Soin fait", 72),
        ("IDE", 30),
    ]
    y = 36.0
    x = 10.0
    for title, width in heads:
        b.rect(x, y - 6, width, 8, "#dde8dd")
        b.text(x + 2, y, title, 9, "sansb")
        x += width
    for count in range(c.rng.randint(6, 14)):
        y += 9
        values = [
            c.ago(60 - count * 3, 61 - count * 3, "short"),
            f"{c.rng.randint(1, 6)} x {c.rng.randint(1, 4)}",
            c.one("fibrine 50 %", "bourgeon rouge", "berges rosées", "odeur +"),
            c.one("+", "++", "peu", "0"),
            str(c.rng.randrange(0, 7)),
            c.one("lavage, hydrocellulaire", "détersion, alginate", "idem, bande", "photo prise"),
            c.one("LM", "SV", "JB"),
        ]
        x = 10.0
        for (_, width), value in zip(heads, values, strict=True):
            b.rect(x, y - 6, width, 9)
            b.text(x + 2, y, value, 10, "dkg" if c.plan.grade != "digital" else "sans", "#1a2a70")
            x += width
    b.text(
        10, y + 10, "Initiales : LM, SV, JB = infirmières du cabinet. À joindre au dossier en cas d'hospitalisation.", 8
    )
    return b.done()


@layout(fits="adult", ins=0.35)
def physio_report(c: Case) -> str:
    """A physiotherapist's report, with a table of joint measures."""
    c.type("34120-6", "47420-5")
    c.argue("act_date")
    c.house("physio")
    c.author = c.carer("Masseur-kinésithérapeute")
    where = c.one("genou droit", "épaule gauche", "cheville droite", "hanche gauche")
    table = "".join(
        f"<tr><td>{name}</td><td>{c.rng.randint(40, 90)}°</td><td>{c.rng.randint(91, 135)}°</td></tr>"
        for name in c.some(["Flexion", "Extension", "Abduction", "Rotation externe", "Rotation interne"], 3, 5)
    )
    doctor = c.carer("Chirurgien orthopédiste", "Médecin généraliste")
    body = f"""<div style='background:#0a6a73;color:#fff;padding:3mm 5mm'><b
style='font-size:14pt'>{c.structure()}</b><br>
{c.head.street}, {c.head.town} – {c.phone()}</div>
<div style='display:flex;justify-content:space-between;margin:5mm 0'><div>{c.sign("G F")}<br>Masseur-kinésithérapeute
D.E.<br>
{c.rpps("RPPS ", "", 0.6)}</div><div>À l'attention du
{c.to(doctor, c.one("Dr F", "Docteur G F"))}<br>{c.head.town[6:]},
le {c.doc("long")}</div></div><h2 style='font-size:13pt;color:#0a6a73'>{
        c.one(
            "Bilan-diagnostic kinésithérapique", "Compte rendu de rééducation", "Bilan intermédiaire de kinésithérapie"
        )
    }</h2>
<p>Cher Docteur,</p><p>Vous m'avez confié {c.full(c.one("A", "B", "F"))}{c.born(" né{e} le ", ",")} pour la rééducation
{c.one("de son", "post-opératoire du", "après traumatisme :")} {where}. {c.rng.randint(8, 30)} séances ont été
réalisées depuis
le {c.ago(40, 120)}. {c.ins_number("Identité nationale de santé : ", ".")}</p>
<table border=1 cellpadding=4 style='margin:3mm 0'><tr><th>Amplitude</th><th>Début</th><th>Ce
jour</th></tr>{table}</table>
<p>Douleur : {c.rng.randint(0, 5)}/10 à l'effort. Périmètre de marche :
{c.one("illimité", "500 m", "2 km avec une canne")}.
Force quadricipitale {c.rng.randint(3, 5)}/5.</p>{
        paragraphs(
            c.some(
                [
                    "Le travail proprioceptif est bien toléré.",
                    "La reprise du ski paraît prématurée.",
                    "Le patient réalise ses exercices d'auto-rééducation.",
                    "Persistance d’un œdème en fin de journée.",
                    "La marche en terrain accidenté reste difficile.",
                ],
                2,
                4,
            )
        )
    }
<p>{
        c.one(
            "Je propose quinze séances supplémentaires.",
            "La rééducation peut être interrompue.",
            "Avis souhaité avant reprise.",
        )
    }</p>
<p style='text-align:right;margin:10mm 10mm 0 0'>{c.scribble()}<br>{c.sign("G F")}</p>"""
    return c.html(body, font=c.one("Lato", "Carlito"), pt=11, margin="14mm 18mm")


@layout(fits="adult", ins=0.0)
def optician_card(c: Case) -> bytes:
    """An optician's sheet of refraction, small, for the eye doctor of the hospital."""
    c.type("34120-6", "47420-5", "DISP_AUT")
    c.house("optician")
    c.author = c.carer("Opticien")
    c.written = c.acted
    b = Board(landscape(A5), "deja")
    b.text(12, 13, c.structure(True), 14, color="#702020")
    b.text(198, 13, f"{c.head.street} – {c.head.town[6:]}", 8, align="right")
    b.line(12, 16, 198, 16, 1.2, "#702020")
    b.text(12, 24, f"Client : {c.full('A')}", 11)
    b.text(12, 30, c.born("né{e} le ") + f"    dossier {c.rng.randrange(1000, 99999)}", 9)
    b.text(198, 24, f"Examen du {c.act('dmy')}", 9, align="right")
    c.argue("doc_date", "episode")
    for rank, title in enumerate(("", "Sphère", "Cylindre", "Axe", "Addition", "Acuité")):
        b.text(20 + rank * 30, 44, title, 9)
    for line, eye in enumerate(("OD", "OG")):
        y = 52.0 + line * 9
        b.rect(12, y - 6, 186, 8.5)
        values = [
            eye,
            f"{c.rng.choice('+-')}{c.rng.randrange(0, 24) / 4:.2f}",
            f"-{c.rng.randrange(0, 9) / 4:.2f}",
            f"{c.rng.randrange(0, 18) * 10}°",
            f"{c.rng.choice(['+1.50', '+2.00', '+2.25', '—'])}",
            f"{c.rng.randint(5, 10)}/10",
        ]
        for rank, value in enumerate(values):
            b.text(20 + rank * 30, y, value, 11)
    y = b.flow(
        12,
        76,
        180,
        c.one(
            "Tonométrie à air : 17/18 mmHg. Plainte : vision floue le soir.",
            "Équipement remis le mois dernier, gêne persistante à droite. Contrôle conseillé chez l'ophtalmologiste.",
            "Rétinographie faite au magasin : aspect à vérifier, image jointe.",
        ),
        10,
    )
    b.flow(12, y + 3, 180, f"Ordonnance d'origine : {c.dr(c.carer('Ophtalmologiste'))} du {c.ago(100, 900)}.", 9)
    b.text(12, 126, f"Opticien diplômé : {c.sign('G F')}", 10)
    b.wave(140, 128, [c.rng.uniform(0, 7) for _ in range(5)])
    return b.done()


@layout(fits="any", ins=0.2)
def orthoptist_report(c: Case) -> str:
    """An orthoptist's assessment in blocks with thin labels."""
    c.type("34120-6", "47420-5")
    c.argue("recipients")
    c.author = c.carer("Orthoptiste")
    doctor = c.carer("Ophtalmologiste")
    blocks = {
        "Motif": c.one("céphalées de lecture", "diplopie intermittente", "dépistage scolaire", "suivi d'amblyopie"),
        "Acuité visuelle": f"OD {c.rng.randint(5, 10)}/10 P2 – OG {c.rng.randint(4, 10)}/10 P2",
        "Examen sous écran": c.one("VL : orthophorie ; VP : exophorie 8 dioptries", "ésotropie droite de 12 dioptries"),
        "Motilité": c.one("normale dans les neuf positions", "limitation de l'abduction gauche"),
        "Convergence": f"PPC {c.rng.randint(5, 14)} cm",
        "Vision stéréoscopique": c.one("Lang III/III", "TNO 120 secondes"),
        "Conclusion": c.one(
            "Insuffisance de convergence : douze séances proposées.",
            "Pas de rééducation nécessaire.",
            "Poursuite de l'occlusion deux heures par jour, contrôle à trois mois.",
        ),
    }
    listed = "".join(
        f"<dt style='float:left;width:42mm;color:#777;clear:left'>{key}</dt><dd style='margin:0 0 3mm 45mm'>{text}</dd>"
        for key, text in blocks.items()
    )
    body = f"""<table style='width:100%'><tr><td style='font-size:15pt;font-weight:300'>{c.sign("G F")}</td>
<td style='text-align:right'>ORTHOPTISTE<br>{c.head.town}</td></tr></table><hr>
<p style='margin:6mm 0'>{c.full(c.one("C", "D"))} · {c.born("", " · ")}{c.age()}{c.ins_number(" · ")}</p>
<p>Bilan orthoptique réalisé le {c.act()} à la demande du {c.to(doctor, "Dr F")}</p><dl
style='margin-top:8mm'>{listed}</dl>
<p style='margin-top:14mm'>{c.maybe("Compte rendu tapé le jour même. ", 0.3)}</p>{c.scribble()}
<p style='position:absolute;bottom:0;font-size:8pt;color:#777'>{c.rpps("RPPS ")} · {c.phone()} · sur rendez-vous</p>"""
    c.argue("doc_date")
    return c.html(body, font="Open Sans", pt=10, margin="18mm 20mm")


@layout(fits="any", ins=0.2)
def speech_report(c: Case) -> str:
    """A speech therapist's report of one or two pages, the identity in a plain sentence."""
    c.type("34120-6", "47420-5")
    c.author = c.carer("Orthophoniste")
    c.written = c.acted
    c.argue("act_date")
    young = c.years() < 20
    tests = (
        [
            "Langage oral : production correcte, lexique dans la norme basse.",
            "Lecture : vitesse au percentile 10.",
            "Transcription : confusions sourdes-sonores.",
            "Mémoire de travail : empan endroit 4, envers 2.",
        ]
        if young
        else [
            "Test de déglutition : fausses routes aux liquides fins.",
            "Dénomination 62/80, paraphasies sémantiques.",
            "Praxies bucco-faciales ralenties.",
            "Compréhension orale préservée en situation duelle.",
            "Voix : intensité réduite, temps phonatoire 7 secondes.",
        ]
    )
    body = f"""<p>{c.sign("G F")}<br>Orthophoniste<br>{c.head.street}<br>{c.head.town}<br>{c.rpps("N° RPPS : ")}</p>
<h1 style='text-align:center;font-size:15pt;margin:10mm 0'>COMPTE RENDU DE BILAN ORTHOPHONIQUE</h1>
<p>Ce bilan concerne {c.full("B")}{c.born(", né{e} le ")}, {c.age()}, adressé{c.t("{e}")} par {c.dr()} pour
{c.one("une plainte langagière", "un trouble de la déglutition", "un retard des apprentissages")}.
{c.ins_number("Numéro INS : ", ".")}</p><h3>Anamnèse</h3>{
        paragraphs(
            c.some(
                [
                    "Bon développement moteur." if young else "Suites d'un accident vasculaire cérébral.",
                    "Audition contrôlée.",
                    "Pas de bilinguisme.",
                    "Vit à la ferme familiale.",
                    "Demande portée par la famille.",
                ],
                2,
                4,
            )
        )
    }<h3>Épreuves</h3>{items(c.some(tests, 3, 5))}
<h3>Diagnostic orthophonique</h3><p>{
        c.one(
            "Trouble spécifique des apprentissages en langage écrit." if young else "Aphasie légère de type amnésique.",
            "Profil compatible avec la plainte initiale.",
        )
    }</p><h3>Projet
thérapeutique</h3>
<p>{c.rng.choice([20, 30, 50])} séances de rééducation individuelle, {c.one("une", "deux")} fois par semaine.</p>
<p style='margin-top:8mm'>Fait le {c.doc("long")}, pour valoir ce que de droit.</p><p>{c.scribble()}</p>"""
    body += c.annex(0.2)
    return c.html(body, font="Caladea", pt=11.5, margin="20mm 22mm", css="h3{font-size:12pt;margin-top:4mm}")


@layout(fits="senior", ins=0.2)
def chiropodist_note(c: Case) -> str:
    """A short note of a chiropodist about a diabetic foot."""
    c.type("34120-6", "11506-3")
    c.author = c.carer("Pédicure-podologue")
    c.argue("doc_date")
    doctor = c.carer("Endocrinologue", "Médecin généraliste")
    body = f"""<p style='text-align:right;font-size:9pt'>{c.sign("F G")}, pédicure-podologue D.E.<br>{c.head.town}</p>
<p>Madame, Monsieur le {c.to(doctor, "Docteur F")},</p>
<p>Séance de prévention du {c.act("long")} – patient : <u>{c.full(c.one("A", "E"))}</u> {c.born("(", ")", "dmy")}.</p>
<p>{c.ins_number()}</p><p>Grade de risque : <b>{c.rng.choice([1, 2, 2, 3])}</b>. Monofilament : perçu
{c.rng.randint(0, 3)} sites sur 3
à droite, {c.rng.randint(0, 3)} sur 3 à gauche. Pouls pédieux {c.one("perçus", "faibles à gauche")}.</p>
<p>{
        c.one(
            "Hyperkératose en regard de la 2e tête métatarsienne.",
            "Mal perforant débutant du gros orteil, à surveiller.",
            "Mycose unguéale, chaussage inadapté.",
        )
    }
{c.one("Semelles de décharge commandées.", "Soins effectués, revoir dans deux mois.")}</p>
<p>{c.one("Avec mes salutations respectueuses.", "Bien cordialement.")}</p>{c.scribble()}"""
    return c.html(body, size="A5", font="Comic Neue", pt=11, margin="14mm")
