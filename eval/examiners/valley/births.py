"""The maternity: mothers, newborns, small children."""

from reportlab.lib.pagesizes import A5

from .canvas import Board
from .case import Case
from .days import written
from .marks import box, dots
from .people import Person
from .registry import items, layout, paragraphs


def mother_of(c: Case) -> Person:
    """Return the mother of the child of this case."""
    assert c.index is not None
    return c.index.by_id[c.who.kin]


def mother_line(c: Case, style: str = "dmy") -> str:
    """Write the mother's name and birth date, which are no field of the truth."""
    mother = mother_of(c)
    used = f"{mother.used_name} née " if mother.used_name else ""
    return f"{used}{mother.birth_name} {mother.first_names[0]}, née le {written(mother.birth_date, style)}"


@layout(fits="woman", ins=0.6)
def delivery_report(c: Case) -> str:
    """A delivery report of the maternity about the mother; the child is named at the end."""
    c.type("15508-5", "57057-2")
    c.house("hospital")
    c.author = c.carer("Gynécologue-obstétricien", "Sage-femme")
    baby = c.carer("Agent").given
    c.argue("doc_date")
    body = f"""<table style='width:100%'><tr><td><b style='color:#8a2be2'>{c.structure()}</b><br>Maternité – niveau
I<br>{c.finess("FINESS ")}
</td><td style='text-align:right'>{c.episode("N° de séjour ")}<br>{c.matrix(13)}</td></tr></table>
<h2 style='text-align:center'>COMPTE RENDU D'ACCOUCHEMENT</h2><p style='border-bottom:0.3mm solid
#8a2be2;padding-bottom:2mm'>
{c.full(c.one("A", "D"))} – {c.born("née le ", " – ")}{c.age()} {c.ins_number("<br>INS ")}</p>
<p>Geste {c.rng.randint(1, 5)} Pare {c.rng.randint(1, 4)} – groupe {c.one("O+", "A+", "B-", "A-")} – terme :
{c.rng.randint(37, 41)} SA +
{c.rng.randint(0, 6)} j – grossesse suivie par {c.carer("Sage-femme").given} {c.carer("Sage-femme").family}</p>
<p><b>Accouchement le {c.act("long")} à {c.clock()}</b>,
{
        c.one(
            "voie basse spontanée",
            "extraction par ventouse",
            "césarienne pour stagnation",
            "voie basse sur utérus cicatriciel",
        )
    }, présentation {c.one("OIGA", "OIDP", "siège décomplété")}, sous
{c.one("péridurale", "rachianesthésie", "sans analgésie")}.</p>{
        items(
            c.some(
                [
                    "Rupture spontanée, liquide clair.",
                    "Durée du travail 6 h.",
                    "Délivrance dirigée complète.",
                    "Périnée intact.",
                    "Déchirure du 1er degré suturée.",
                    "Pertes estimées à 250 mL.",
                    "Révision utérine non faite.",
                    "Fièvre à 38,2 °C pendant le travail, antibioprophylaxie.",
                ],
                3,
                6,
            )
        )
    }
<p><b>Nouveau-né</b> : {baby}, sexe {c.one("féminin", "masculin")}, {c.rng.randint(2500, 4200)} g,
{c.rng.randint(46, 53)} cm, Apgar
{c.rng.randint(7, 10)}/10/10, pH {c.rng.randint(718, 735) / 100:.2f}. Mis en peau à peau.</p>
<p>Sage-femme de garde : {c.carer("Sage-femme").family}. Pédiatre : {c.dr(c.carer("Pédiatre"), "Dr F")}.</p>
<p style='text-align:right'>Rédigé par {c.sign("G F")} {c.scribble()}</p>{c.sticker("left:0;bottom:6mm", 0.4)}"""
    return c.html(body, font="Lato", pt=10.5, margin="14mm 17mm")


@layout(fits="woman", ins=0.5)
def mother_discharge(c: Case) -> str:
    """The discharge letter of a mother to her doctor and her midwife."""
    c.type("89235-6", "11490-0")
    c.house("hospital")
    c.author = c.carer("Sage-femme", "Gynécologue-obstétricien")
    doctor, wife = c.carer("Médecin généraliste"), c.carer("Sage-femme")
    c.to(doctor)
    c.argue("recipients")
    born = c.ago(3, 5)
    body = f"""<p>{c.structure()}, service de maternité, {c.head.town}</p><p
style='text-align:right'>{c.doc("long")}</p>
<p>au Dr {doctor.family}, médecin traitant<br>à Mme/M. {wife.family}, sage-femme libérale</p>
<p style='background:#fff3e0;padding:2mm'>Sortie de maternité : <b>{c.full("B")}</b>{c.born(", née le ")}
{c.ins_number("(INS ", ")")}</p>
<p>Madame a accouché le {born} {c.one("par voie basse", "par césarienne", "avec forceps")} d'un
{c.one("garçon", "petit garçon")}
en bonne santé. Sortie le {c.act()} à J{c.rng.randint(2, 5)}.</p><p>Suites de couches :
{c.one("simples", "marquées par une anémie à 8,9 traitée par fer injectable", "HTA contrôlée sous nicardipine")}.</p>{
        items(
            c.some(
                [
                    "Allaitement maternel bien démarré.",
                    "Allaitement artificiel.",
                    "Rhophylac réalisé.",
                    "Vaccin coqueluche fait au père.",
                    "Contraception : microprogestatif.",
                    "Fils à retirer à J8.",
                    "Visite post-natale dans six à huit semaines.",
                    "Entretien post-natal proposé.",
                    "Rééducation périnéale à prévoir.",
                ],
                3,
                7,
            )
        )
    }
<p>Visites à domicile de la sage-femme prévues le {c.later(1, 2)} puis le {c.later(3, 5)}.</p><p>{c.sign("G F")},
{c.author.job.lower()}
{c.scribble()}</p>"""
    return c.html(body, font="Carlito", pt=11.5, margin="18mm 20mm")


@layout(fits="newborn", ins=0.3)
def newborn_room_sheet(c: Case) -> bytes:
    """The birth-room sheet of the child, drawn by coordinates, with the mother's identity beside."""
    c.type("57075-4", "59283-2", "78489-2")
    c.house("hospital")
    c.author = c.carer("Sage-femme", "Pédiatre")
    c.argue("doc_date", "act_date", "recipients", "episode")
    b = Board(font="sans")
    b.text(105, 14, c.structure(), 12, "sansb", align="center")
    b.text(
        105,
        20,
        c.one("FICHE NOUVEAU-NÉ – SALLE DE NAISSANCE", "Dossier du nouveau-né", "EXAMEN EN SALLE DE NAISSANCE"),
        12,
        align="center",
    )
    b.rect(10, 25, 92, 34, "#fdf2e9")
    b.text(13, 31, "ENFANT", 9, "sansb")
    b.text(13, 38, f"Nom : {c.birth_name()}", 11)
    b.text(13, 44, f"Prénom(s) : {c.firsts(' ')}", 11)
    b.text(13, 50, f"Né(e) le : {c.birth_date('dmy')}  Sexe : {c.sex()}", 11)
    b.text(13, 56, c.ins_number("INS : ") or "INS : en attente", 9)
    b.rect(106, 25, 94, 34, "#f0f0f0")
    b.text(109, 31, "MÈRE", 9, "sansb")
    mother = mother_of(c)
    b.text(109, 38, f"Nom de naissance : {mother.birth_name}", 10)
    b.text(109, 44, f"Nom d'usage : {mother.used_name or ''}   Prénom : {mother.first_names[0]}", 10)
    b.text(109, 50, f"Née le {written(mother.birth_date, 'dmy')}   groupe {c.one('A+', 'O+', 'B-')}", 10)
    b.text(109, 56, f"{mother.address}", 7.5)
    y = 70.0
    facts = [
        ("Poids", f"{c.rng.randint(2400, 4300)} g"),
        ("Taille", f"{c.rng.randint(46, 53)} cm"),
        ("Périmètre crânien", f"{c.rng.randint(32, 37)} cm"),
        ("Apgar 1/5/10", f"{c.rng.randint(6, 10)} / 10 / 10"),
        ("pH cordon", f"7,{c.rng.randint(18, 36)}"),
        ("Lactates", f"{c.rng.randint(15, 60) / 10:.1f}"),
        ("Température", f"36,{c.rng.randint(2, 9)} °C"),
        ("Heure de naissance", c.clock()),
    ]
    for rank, (name, value) in enumerate(facts):
        x = 12 + (rank % 2) * 96
        b.text(x, y, name + " :", 10)
        b.text(x + 45, y, value, 11, "sansb")
        b.line(x + 44, y + 1.2, x + 80, y + 1.2, 0.3)
        y += 8 if rank % 2 else 0
    y += 4
    for text in (
        "Vitamine K1 donnée",
        "Collyre",
        "Perméabilité des choanes vérifiée",
        "Méconium émis",
        "Bracelets posés",
        "Peau à peau",
        "Première tétée",
    ):
        b.tick(14, y, c.rng.random() < 0.75)
        b.text(20, y, text, 10)
        y += 6.5
    y = b.flow(
        12,
        y + 6,
        180,
        "Observations : "
        + c.one(
            "adaptation immédiate, pas de réanimation.",
            "aspiration, ventilation au masque deux minutes puis évolution favorable.",
            "bosse séro-sanguine pariétale.",
        ),
        11,
    )
    b.text(12, y + 8, f"Fait par {c.sign('G F')}, {c.author.job.lower()}", 11)
    b.wave(120, y + 9, [c.rng.uniform(0, 8) for _ in range(6)])
    return b.done()


@layout(fits="newborn", ins=0.35)
def newborn_exit_exam(c: Case) -> str:
    """A paediatrician's exam before leaving the maternity, a letter with the parents named."""
    c.type("78489-2", "59283-2")
    c.house("hospital")
    c.author = c.carer("Pédiatre")
    doctor = c.carer("Médecin généraliste")
    who = f"{c.one('Bébé', 'L’enfant', 'Nouveau-né')} <b>{c.birth_name()} {c.firsts(' ')}</b>"
    body = f"""<p style='font-size:13pt'><b>{c.structure()}</b> <span style='font-size:9pt'>{c.finess()} – pédiatrie de
maternité</span></p>
<p>{who}, né{c.t("{e}")} {c.born("le ")} {c.ins_number("– INS ")}<br>Sexe : {c.sex("word")}</p><p
style='font-size:9.5pt;color:#444'>
Mère : {mother_line(c)}. Père : {c.man().split(" ")[0]} {c.who.birth_name}. {c.sticker("right:0;top:-25mm", 0.15)}</p>
<p>Dr {c.to(doctor, "F")},</p><p>Examen de sortie du {c.act()} : poids {c.rng.randint(2400, 4200)} g, PC
{c.rng.randint(33, 37)} cm.</p>
{
        items(
            c.some(
                [
                    "Teint rose, ictère cutané discret, BiliFlash 142.",
                    "Fontanelle normotendue.",
                    "Hanches stables.",
                    "Souffle cardiaque 1/6, échographie normale.",
                    "OGE sans anomalie.",
                    "Tonus et réflexes archaïques normaux.",
                    "Clavicules intactes.",
                ],
                3,
                6,
            )
        )
    }
<p>Alimentation : {c.one("sein", "biberon 8 x 50 mL", "mixte")}. Dépistage néonatal prélevé le {c.ago(1, 2)}. Vitamine
D 4 gouttes/j.</p>
<p>{c.one("Consultation à J15.", "Pesée à la PMI dans une semaine.", "Échographie de hanches à un mois.")}</p>
<p style='text-align:right'>Le {c.doc()}<br>{c.sign("Dr G F")}<br>{c.scribble()}</p>"""
    return c.html(body, font="Open Sans", pt=10.5, margin="26mm 18mm 15mm")


@layout(fits="newborn", ins=0.15)
def hearing_screen_card(c: Case) -> bytes:
    """A small card of the hearing test of newborns."""
    c.type("75492-9", "70004-7", "59283-2")
    c.house("hospital")
    c.author = c.carer("Infirmier", "Sage-femme")
    c.written = c.acted
    c.argue("doc_date", "author_given", "author_family")
    b = Board((A5[1], A5[0] * 0.62), "carlito")
    b.text(10, 12, "DÉPISTAGE DE LA SURDITÉ PERMANENTE NÉONATALE", 13, "carlitob", "#005580")
    b.text(10, 18, f"{c.structure()} – maternité", 10)
    b.line(10, 20, 200, 20, 1, "#005580")
    b.text(10, 29, f"Nom de l'enfant : {c.birth_name()}        Prénom : {c.first()}", 11.5)
    b.text(10, 36, f"Date de naissance : {c.birth_date('dmy')}        {c.ins_number('INS ')}", 11.5)
    b.text(10, 43, f"Mère : {mother_line(c)}", 9.5)
    b.text(10, 54, f"Test 1 ({c.one('PEAA', 'OEA')}) le {c.act('dmy')}", 11)
    for rank, ear in enumerate(("Oreille droite", "Oreille gauche")):
        good = c.rng.random() < 0.85
        b.text(80, 54 + rank * 7, ear, 11)
        b.tick(112, 54 + rank * 7, good)
        b.text(117, 54 + rank * 7, "concluant", 10)
        b.tick(145, 54 + rank * 7, not good)
        b.text(150, 54 + rank * 7, "à refaire", 10)
    b.text(10, 74, f"Opérateur : {c.author.given[0]}. {c.author.family}", 10)
    b.text(10, 84, "À insérer dans le carnet de santé. Retest si besoin en consultation d'audiophonologie.", 8.5)
    return b.done()


@layout(fits="child", ins=0.2)
def child_welfare_visit(c: Case) -> str:
    """A visit of a small child at the medico-social centre; parents' details around."""
    c.type("59283-2", "68817-6", "11488-4")
    c.house("cms")
    c.author = c.carer("Pédiatre", "Médecin généraliste")
    c.argue("doc_date")
    assert c.index is not None
    mother = c.index.by_id.get(c.who.kin) if c.who.kin else None
    parents = f"Représentant légal : {c.carer('Agent').given} {c.who.birth_name}"
    if mother:
        parents = f"Mère : {mother.birth_name} {mother.first_names[0]} ({written(mother.birth_date, 'dmy')})"
    body = f"""<table style='width:100%;border-bottom:1mm solid #f4a261'><tr><td>{c.structure()}<br>PMI –
{c.head.town}</td>
<td style='text-align:right'>Visite du {c.act("dmy")}</td></tr></table><table style='margin-top:5mm' cellpadding=3>
<tr><td>Enfant</td><td><b>{c.birth_name()}</b></td></tr><tr><td>Prénoms</td><td>{
        c.firsts()
    }</td></tr><tr><td>Naissance</td>
<td>{c.birth_date()}</td></tr><tr><td>Sexe</td><td>{c.sex("word")}</td></tr><tr><td>INS</td><td>{
        c.ins_number("")
    }</td></tr>
<tr><td>Famille</td><td>{parents}<br>{c.who.address}</td></tr></table><h3 style='margin-top:5mm'>Bilan</h3>
<p>Poids {c.rng.randint(12, 50)} kg – taille {c.rng.randint(85, 160)} cm – vision
{c.one("10/10", "9/10 OD", "à contrôler")} – audition
{c.one("normale", "à revoir")} – langage
{c.one("adapté", "phrases simples")}.</p>{
        paragraphs(
            c.some(
                [
                    "Motricité fine aisée.",
                    "Sommeil agité, écrans le soir.",
                    "Carie débutante : dentiste conseillé.",
                    "Courbe régulière.",
                    "Rachis droit.",
                ],
                2,
                4,
            )
        )
    }
<p>Vaccins : {box(True)} ROR {box(True)} DTCaP {box(c.rng.random() < 0.5)} méningocoque – prochain rappel
{dots(c.later(100, 900), 40)}</p>
<p>{c.sign("Dr G F")} {c.scribble()}</p>"""
    return c.html(body, font="Comic Neue", pt=11, margin="14mm 16mm")


@layout(fits="any", ins=0.4)
def vaccine_certificate(c: Case) -> str:
    """A list of vaccines certified by a doctor."""
    c.type("11369-6", "87273-9")
    c.argue("act_date")
    names = ("REVAXIS", "PRIORIX", "VAXIGRIP", "HAVRIX", "STAMARIL", "NIMENRIX", "BOOSTRIX")
    lines = "".join(
        f"<tr><td>{c.ago(200 + 300 * n, 400 + 300 * n, 'dmy')}</td><td>{c.one(*names)}</td><td>{c.one('A', 'B', 'F')}"
        f"{c.rng.randrange(1000, 99999)}</td><td>{c.one('rappel', 'dose 1', 'dose 2')}</td></tr>"
        for n in range(c.rng.randint(2, 7))
        if c.years() > n
    )
    body = f"""<div style='text-align:center;color:#264653'><b style='font-size:15pt'>RELEVÉ DE VACCINATIONS</b></div>
<p style='margin-top:6mm'>Titulaire : {c.firsts(" ")} {c.main_name()}{c.nee(" (né{e} ", ")")} —
{c.born("né{e} le ", " — ")}{c.sex()}
{c.ins_number("<br>Identifiant national : ")}</p><table border=1 cellpadding=4
style='width:100%'><tr><th>Date</th><th>Vaccin</th>
<th>Lot</th><th>Remarque</th></tr>{lines}</table><p style='margin-top:6mm'>Certifié conforme au carnet présenté,
{c.head.town[6:]},
le {c.doc("dmy")}.</p><div style='margin-left:70mm'>{c.sign("Dr G F")}<br>{c.rpps("")}<br>{c.scribble()}</div>"""
    return c.html(body, size="A5", font="Liberation Sans", pt=9.5, margin="10mm")
