"""The dialysis unit and the nursing homes."""

from reportlab.lib.pagesizes import A4

from .canvas import Board
from .case import Case
from .marks import box, dots
from .registry import items, layout, paragraphs
from .texts import story


@layout(fits="senior", ins=0.25)
def dialysis_session(c: Case) -> bytes:
    """The sheet of one session of dialysis: an hourly table by coordinates."""
    c.type("11505-5", "11506-3", "29274-8")
    c.house("dialysis", "hospital")
    c.author = c.carer("Infirmier")
    c.written = c.acted
    c.argue("doc_date", "author_given", "author_family", "recipients")
    b = Board(A4, "narrow")
    b.text(10, 12, c.structure(), 11, "sansb")
    b.text(
        200,
        12,
        f"Séance du {c.act('dmy')}  {c.one('matin', 'après-midi')}  poste {c.rng.randint(1, 12)}",
        11,
        "sansb",
        align="right",
    )
    b.rect(10, 16, 190, 13, "#e3f2fd")
    b.text(13, 21.5, f"{c.main_name()} {c.first(True)}{c.nee(', né{e} ')}", 12, "sansb")
    b.text(
        13,
        27,
        f"{c.born('né{e} le ', '   ', 'dmy')}{c.sex('word')}   {c.ins_number('INS ', '   ')}{c.episode('venue ')}",
        10.5,
    )
    weight = c.rng.randint(480, 960) / 10
    b.text(
        12,
        37,
        f"Poids sec {weight:.1f} kg   arrivée {weight + 2.1:.1f}   départ {weight + 0.1:.1f}   "
        f"UF {c.rng.randint(1200, 3200)} mL   durée 4 h",
        11,
    )
    b.text(
        12,
        43,
        f"Générateur n° {c.rng.randint(1, 30)}   membrane {c.one('FX80', 'Elisio 19H', 'Polyflux')}   bain "
        f"K{c.rng.randint(2, 3)} "
        f"Ca 1,50   anticoagulation {c.one('tinzaparine 3500', 'sans', 'HNF')}   abord "
        f"{c.one('FAV G', 'cathéter', 'FAV D')}",
        11,
    )
    heads = ["Heure", "TA", "Pouls", "Débit sang", "PV", "PA", "PTM", "UF", "Remarques"]
    y = 53.0
    for rank in range(c.rng.randint(7, 10)):
        values = (
            heads
            if rank == 0
            else [
                f"{7 + rank // 2:02d}h{'30' if rank % 2 else '00'}",
                f"{c.rng.randint(9, 17)}/{c.rng.randint(5, 9)}",
                str(c.rng.randint(52, 99)),
                str(c.rng.randint(280, 350)),
                str(c.rng.randint(110, 190)),
                f"-{c.rng.randint(120, 200)}",
                str(c.rng.randint(60, 160)),
                str(rank * 290),
                c.one("", "", "RAS", "crampes", "cap. art.", "hypoTA, jambes levées", "collation"),
            ]
        )
        for spot, value in enumerate(values):
            b.rect(10 + spot * 18.5, y - 5, 18.5 if spot < 8 else 42, 7.5, "#eeeeee" if rank == 0 else "")
            b.text(11.5 + spot * 18.5, y, value, 9.5, "sans")
        y += 7.5
    y = b.flow(
        12,
        y + 6,
        185,
        "Transmissions : "
        + c.one(
            "bonne séance, ponctions faciles.",
            "compression 15 minutes, saignement prolongé.",
            "patient fatigué, pansement de cathéter refait, propre.",
        )
        + " EPO "
        + c.one("faite", "non prévue")
        + ".",
        11,
    )
    b.text(
        12,
        y + 5,
        f"Branchement : {c.carer('Infirmier').given}   Débranchement : {c.carer('Infirmier').given}   "
        f"Médecin d'astreinte : Dr {c.carer('Néphrologue').family}",
        10,
    )
    return b.done()


@layout(fits="senior", ins=0.6)
def dialysis_monthly(c: Case) -> str:
    """The monthly summary of a dialysed patient sent to the family doctor."""
    c.type("60591-5", "34133-9", "11488-4")
    c.house("dialysis")
    c.author = c.carer("Néphrologue")
    doctor = c.carer("Médecin généraliste")
    month = c.day(c.acted, "long").split(" ", 1)[1]
    c.argue("act_date")
    labs = "".join(
        f"<td style='padding:1mm 3mm;border:0.2mm solid #aaa'>{a}<br><b>{b}</b></td>"
        for a, b in (
            ("Hb", f"{c.rng.randint(92, 124) / 10:.1f}"),
            ("K+", f"{c.rng.randint(42, 62) / 10:.1f}"),
            ("Ca", "2,28"),
            ("P", f"{c.rng.randint(10, 24) / 10:.1f}"),
            ("PTH", str(c.rng.randint(90, 800))),
            ("Kt/V", f"1,{c.rng.randint(18, 62)}"),
        )
    )
    body = f"""<p style='color:#00695c;font-size:13pt'><b>{c.structure()}</b></p><p
style='font-size:9pt'>{c.head.street}, {c.head.town}
– {c.finess("FINESS ")} – {c.head.phone}</p><p
style='margin-left:95mm;margin-top:8mm'>{c.to(doctor, "Docteur G F")}<br>{c.head.town}<br>
<br>le {c.doc("long")}</p><p><b>Synthèse de dialyse – {month}</b></p><p>{c.full(c.one("A", "B"))}
{c.born("(né{e} le ", ")")} – {c.age()}
{c.ins_number("<br>INS ")}</p><p>Hémodialyse {c.one("en unité médicalisée", "en autodialyse")}, trois séances par
semaine
({c.one("lundi, mercredi, vendredi", "mardi, jeudi, samedi")}), poids de base {c.rng.randint(48, 98)} kg.</p><table>
<tr>{labs}</tr></table>{
        paragraphs(
            c.some(
                [
                    "Interdialytique moyen 2,3 kg.",
                    "Abord : fistule humérale gauche, débit 900 mL/min.",
                    "Un épisode de crampes.",
                    "Dosage de l’EPO inchangé.",
                    "Vaccin grippe fait en séance.",
                    "Échographie de fistule demandée.",
                    "Prurit amélioré.",
                ],
                3,
                6,
            )
        )
    }<p>Traitement en fin de mois :</p>{items(c.drugs(3, 7))}<p>Confraternellement,</p>
<p>{c.sign(c.one("Dr G F", "Docteur G F"))} {c.scribble()}</p>"""
    body += c.annex(0.3)
    return c.html(body, font="Carlito", pt=11, margin="16mm 20mm")


@layout(fits="senior", ins=0.15)
def access_answer(c: Case) -> str:
    """A vascular surgeon's note about a fistula, small paper, everything in one paragraph."""
    c.type("11488-4", "11505-5")
    c.author = c.carer("Chirurgien viscéral")
    c.house("clinic")
    doctor = c.carer("Néphrologue")
    c.argue("doc_date")
    body = f"""<p>{c.structure()} · chirurgie vasculaire · {c.sign("Dr G F")}</p><p style='border:0.2mm solid
#000;padding:3mm;
text-align:justify'>Pour le {c.to(doctor, "Dr F")} – {c.act("dmy")} – J'ai vu
{c.full(c.one("A", "F"))}{c.born(", né{e} le ")}{c.ins_number(" (", ")")},
dialysé{c.t("{e}")} chez vous.
{
        c.one(
            "Fistule du bras gauche sténosée au niveau de la crosse, angioplastie réalisée ce jour, bon résultat.",
            "Cathéter tunnélisé jugulaire droit posé sans difficulté, contrôle radio fait.",
            "Maturation satisfaisante, ponctions possibles dans trois semaines.",
        )
    } {c.one("Anticoagulants repris ce soir.", "Points à retirer à J12.", "")}
{c.maybe("Prochain doppler le " + c.later(60, 120) + ".", 0.5)}</p>{c.scribble()}"""
    return c.html(body, size="A5 landscape", font="Vollkorn", pt=11, margin="14mm")


@layout(fits="old", ins=0.35)
def home_urgent_link(c: Case) -> str:
    """The urgent link file that a nursing home sends with a resident, two pages of boxes."""
    c.type("78341-5", "74207-2", "18761-7")
    c.house("home")
    c.author = c.carer("Gériatre", "Infirmier")
    c.written = c.acted
    c.argue("act_date", "author_given", "recipients")
    s = story(c.rng, c.years())
    ticks = "".join(
        f"<div>{box(c.rng.random() < 0.3)} {name}</div>"
        for name in (
            "troubles de la marche",
            "risque de chute",
            "fausses routes",
            "incontinence",
            "désorientation",
            "déambulation",
            "escarre",
            "appareil auditif",
            "dentier",
            "lunettes",
            "oxygène",
            "contention prescrite",
        )
    )
    body = f"""<div style='background:#ffd54f;padding:2mm 4mm;font-weight:bold;font-size:13pt'>DOSSIER DE LIAISON
D'URGENCE
<span style='float:right;font-size:9pt'>{c.structure()}</span></div><div style='font-size:8.5pt'>{c.head.street},
{c.head.town} – {c.head.phone}
– {c.finess("FINESS ")}</div><table style='width:100%;margin-top:3mm' border=1 cellpadding=4><tr><td style='width:58%'>
Nom de naissance : <b>{c.birth_name()}</b><br>Nom d'usage : <b>{c.used_name()}</b><br>Prénoms : <b>{c.firsts()}</b><br>
Né(e) le : <b>{c.birth_date("dmy")}</b> à {c.place()}<br>Sexe : {c.sex()}<br>{c.ins_number("INS : ")} {c.oid()}</td>
<td>Entré(e) dans l'établissement le {c.ago(300, 2500, "dmy")}<br>Chambre {c.rng.randint(1, 90)}<br>Médecin traitant :
{c.dr()}<br>
Médecin coordonnateur : {c.dr(c.carer("Gériatre"))}</td></tr></table>
<p style='margin-top:3mm'><b>Envoi du {c.doc("dmy")} à {c.clock()}</b> – motif : {s.reason}.
{" ".join(c.some(list(s.exam), 1, 2))}</p>
<p>Personne à prévenir : {c.carer("Agent").given} {c.carer("Agent").family}
({c.one("fils", "fille", "nièce", "tuteur")}) {c.phone()} –
{box(c.rng.random() < 0.7)} prévenue</p><p>Personne de confiance : {c.carer("Agent").given} {c.carer("Agent").family},
né(e) le
{c.day(c.who.birth_date.replace(year=c.who.birth_date.year + 27, day=11), "dmy")}</p><div
style='columns:3;font-size:10pt'>{ticks}</div>
<p style='margin-top:3mm'>GIR {c.rng.randint(1, 5)} – MMS {c.rng.randint(4, 26)}/30 – poids {c.rng.randint(40, 88)} kg
– régime
{c.one("normal", "mixé", "haché, eau gélifiée", "diabétique")}</p><p><b>Antécédents</b></p>{items(c.past(4, 8))}
<p><b>Traitement actuel</b> (dernière prise {c.clock()})</p>{items(c.drugs(4, 9))}<p>Allergies :
{c.one("aucune connue", "pénicilline", "sparadrap")} – Directives anticipées : {
        c.one("oui, copie jointe", "non")
    } – Statut BMR :
{c.one("inconnu", "négatif", "BLSE")}</p>
<p>Niveau de soins souhaité :
{c.one("hospitalisation et réanimation", "hospitalisation sans réanimation", "soins de confort")}</p>
<p>Rempli par : {c.sign("G F")} {c.scribble(100, 36)}</p>{c.matrix(15)}"""
    body += c.annex(0.45)
    return c.html(body, font="Liberation Sans Narrow", pt=11, margin="10mm 12mm")


@layout(fits="old", ins=0.2)
def gir_grid(c: Case) -> str:
    """An autonomy grid of a nursing home, table of letters."""
    c.type("34842-5", "BIL_AUTO")
    c.house("home")
    c.author = c.carer("Gériatre", "Ergothérapeute")
    c.argue("doc_date")
    names = [
        "Cohérence",
        "Orientation",
        "Toilette",
        "Habillage",
        "Alimentation",
        "Élimination",
        "Transferts",
        "Déplacement intérieur",
        "Déplacement extérieur",
        "Communication à distance",
    ]
    lines = "".join(
        f"<tr><td>{name}</td>"
        + "".join(f"<td style='text-align:center'>{box(c.rng.random() < 0.3)}</td>" for _ in range(4))
        + f"<td style='text-align:center'><b>{c.rng.choice('ABC')}</b></td></tr>"
        for name in names
    )
    body = f"""<p style='text-align:center;font-size:14pt'>GRILLE D'ÉVALUATION DE L'AUTONOMIE</p><p>Établissement :
{c.structure()} –
{c.head.town}</p><p>Résident(e) : {c.full("A")} – {c.born("né{e} le ")} {c.ins_number("– INS ")}</p>
<p>Évaluation du {c.act("dmy")} {c.one("à l’entrée", "annuelle", "après hospitalisation")}</p><table border=1
cellpadding=4
style='width:100%'><tr><th></th><th>S</th><th>T</th><th>C</th><th>H</th><th>Code</th></tr>{lines}</table>
<p style='margin-top:4mm;font-size:13pt'>GIR : <b>{c.rng.randint(1, 6)}</b></p><p>Évaluateur :
{c.sign(c.one("G F", "F G"))}
{c.scribble()}</p>"""
    return c.html(body, font="DejaVu Sans", pt=9.5, margin="15mm")


@layout(fits="old", ins=0.0)
def residence_certificate(c: Case) -> str:
    """A certificate of residence signed by the head of a nursing home."""
    c.type("ATTEST-RESID", "ATTEST-HEBGT", "51851-4")
    c.house("home")
    c.author = c.carer("Agent")
    c.argue("act_date", "recipients")
    body = f"""<div style='text-align:center;border-bottom:0.2mm solid #000'><span
style='font-size:18pt'>{c.structure()}</span><br>
{c.head.street} – {c.head.town} – {c.finess("N° FINESS ")}</div><h1 style='text-align:center;margin:18mm
0;font-size:15pt'>ATTESTATION
{c.one("DE RÉSIDENCE", "D'HÉBERGEMENT", "DE PRÉSENCE")}</h1><p style='line-height:2'>Je soussigné(e), {c.sign("G F")},
agissant en qualité
de directeur de l'établissement, atteste que {c.full(c.one("A", "B"))}{c.born(", né{e} le ")} à {c.place()}, est
hébergé{c.t("{e}")} à titre
{c.one("permanent", "temporaire")} dans nos murs depuis le {c.ago(100, 2500, "long")}.</p><p
style='line-height:2'>Attestation établie
pour {
        c.one("la caisse de retraite", "servir et valoir ce que de droit", "la mutuelle", "le dossier d’aide sociale")
    }.</p>
<p style='margin-top:14mm'>{c.head.town[6:]}, le {c.doc("long")}</p><p
style='margin-left:100mm'>{c.scribble(140, 50)}</p>"""
    return c.html(body, font="Liberation Serif", pt=12.5, margin="22mm 25mm")


@layout(fits="old", ins=0.3)
def resident_project(c: Case) -> str:
    """A personalised project of a resident: sections and signatures."""
    c.type("80788-3", "28653-4")
    c.house("home")
    c.author = c.carer("Cadre de santé", "Gériatre")
    c.argue("act_date")
    who = c.who.first_names[0]
    body = f"""<table style='width:100%'><tr><td style='background:#6d597a;color:#fff;padding:3mm'>PROJET
PERSONNALISÉ<br>{c.structure()}</td>
<td style='background:#f2e9f5;padding:3mm'>{c.civ()} {c.first()}
{c.main_name()}{c.nee(" (né{e} ", ")")}<br>{c.born("né{e} le ")}<br>
{c.ins_number("INS ")}</td></tr></table><h3>Histoire de vie</h3><p>{c.t("{Il} a grandi à ")}{c.who.place_name},
{c.one("a tenu une ferme d’alpage", "a travaillé à la scierie", "a été couturière", "a élevé cinq enfants")}.
{c.one("Aime la belote.", "Suit le vélo à la télévision.", "Tricote.")} Frère {c.carer("Agent").given} décédé en {
        c.rng.randint(1998, 2019)
    }.</p><h3>Attentes
exprimées</h3>
{
        items(
            c.some(
                [
                    "Sortir au marché une fois par mois",
                    "Garder sa chambre côté montagne",
                    "Recevoir le coiffeur",
                    "Manger avec son amie",
                    "Voir ses petits-enfants le dimanche",
                    "Ne pas être réveillé avant huit heures",
                ],
                2,
                4,
            )
        )
    }<h3>Besoins relevés par
l'équipe</h3>
{
        items(
            c.some(
                [
                    "Aide partielle à la toilette",
                    "Prévention des chutes, barres d’appui",
                    "Enrichissement des repas",
                    "Atelier mémoire",
                    "Kinésithérapie deux fois par semaine",
                    "Surveillance de l’humeur",
                ],
                2,
                5,
            )
        )
    }<h3>Objectifs</h3><p>{
        c.one("Maintenir la marche dans l’unité.", "Stabiliser le poids.", "Favoriser le lien social.")
    } Réévaluation le {c.later(150, 360)}.</p>
<p>Référent : {c.carer("Infirmier").given} – Famille présente : {c.carer("Agent").family}</p><table
style='width:100%;margin-top:8mm'><tr>
<td>Le {c.doc()}<br>Pour l'établissement<br>{c.sign("G F")}<br>{c.scribble()}</td><td>Le
résident<br>{c.scribble(90, 40)}</td></tr></table>"""
    if not who:
        c.argue("first_name")
    return c.html(
        body, font="Lato", pt=10.5, margin="14mm 17mm", css="h3{color:#6d597a;font-size:11pt;margin:4mm 0 1mm}"
    )


@layout(fits="old", ins=0.2)
def home_letter_back(c: Case) -> str:
    """A letter of a nursing home's coordinating doctor when a resident is sent for a consultation."""
    c.type("96349-6", "18761-7", "83981-1")
    c.house("home")
    c.author = c.carer("Gériatre")
    doctor = c.carer("Cardiologue", "Néphrologue", "Ophtalmologiste", "Neurologue")
    c.argue("act_date")
    body = f"""<table style='width:100%'><tr><td style='font-size:9pt'>{c.structure()}<br>{c.head.town}</td><td
style='text-align:right'>
le {c.doc("dmy")}</td></tr></table><p style='margin:8mm 0 4mm'>Docteur {c.to(doctor, "F")},</p><p>Merci de recevoir
notre
résident{c.t("{e}")} {c.full(c.one("A", "E", "B"))}{c.born(", né{e} le ")}, accompagné{c.t("{e}")} d'une aide-soignante.
{c.ins_number("INS : ", ".")}</p><p>{
        c.one(
            "Question : poursuite de l’anticoagulant après deux chutes ?",
            "Question : tremblement majoré sous traitement.",
            "Question : baisse de vue récente.",
            "Question : dégradation de la fonction rénale.",
        )
    }</p>
<p>Antécédents : {", ".join(c.past(2, 5))}.</p><p>Traitement : {", ".join(c.drugs(3, 6))}.</p>
<p>Famille à joindre : {c.carer("Agent").given} {c.carer("Agent").family}, {c.phone()}.
{c.maybe("Transport couché prévu. ", 0.4)}</p>
<p>Respectueusement.</p><p>{c.sign("Dr G F")}, médecin
coordonnateur<br>{c.rpps("RPPS ", "", 0.5)}<br>{c.scribble()}</p>
<p>Retour prévu : {dots("", 40)} Conclusion : {dots("", 80)}</p>"""
    body += c.annex(0.3)
    return c.html(body, font="Calibri, Carlito", pt=11.5, margin="20mm 22mm")
