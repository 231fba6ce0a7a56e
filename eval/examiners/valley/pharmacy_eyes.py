"""Pharmacists, eye doctors, dentists, ear doctors, town midwives."""

from .case import Case
from .marks import bars
from .registry import items, layout, paragraphs
from .texts import DRUGS


@layout(fits="adult", ins=0.5)
def pharmacy_history(c: Case) -> str:
    """The list of deliveries printed at the counter of a pharmacy for the hospital's pharmacist."""
    c.type("60593-1", "56445-0", "DISP_AUT")
    c.argue("author_family", "author_given")
    c.argue("act_date")
    c.house("pharmacy")
    c.author = c.carer("Pharmacien")
    out = []
    for rank in range(c.rng.randint(4, 11)):
        drug = c.rng.choice(DRUGS).split(" : ")[0].split(",")[0]
        out.append(
            f"<tr><td>{c.ago(5 + rank * 9, 12 + rank * 9, 'dmy')}</td><td>{drug[:38]}</td>"
            f"<td>{c.rng.randint(1, 3)}</td><td>{c.dr(style='Dr F')}</td></tr>"
        )
    body = f"""<div style='font-size:8pt'>Édition du {c.doc("dmy")} {c.clock()} – poste {c.rng.randrange(1, 5)}</div>
<h3 style='color:#070'>✚ {c.structure(True)}</h3><div style='font-size:8.5pt'>{c.finess("FINESS ")} – titulaire :
{c.sign("G F")} – {c.head.town} – {c.phone()}</div><hr>
<b>HISTORIQUE DES DÉLIVRANCES</b> {c.one("(12 mois)", "(4 mois)", "")}
<table style='margin:3mm 0' cellpadding=2><tr><td>Client</td><td>: {c.main_name()} {c.first(True)}</td></tr>
<tr><td>Nom naissance</td><td>: {c.birth_name()}</td></tr><tr><td>Date naissance</td><td>:
{c.birth_date("dmy")}</td></tr>
<tr><td>INS</td><td>: {c.ins_number("")}</td></tr><tr><td>Organisme</td><td>: {c.one("RG 731", "MSA", "SSI")} – mutuelle
{c.staff.house(c.rng, "insurer").name}</td></tr></table>
<table style='width:100%;font-size:9pt' border=1 cellpadding=3><tr><th>Date</th><th>Désignation</th><th>Qté</th>
<th>Prescripteur</th></tr>{"".join(out)}</table><p style='font-size:8pt;margin-top:4mm'>Opposition DP : non.
Document remis au service à sa demande.</p>{bars(c.rng, 50, 7)}"""
    return c.html(body, font="Liberation Mono", pt=9.5, margin="12mm")


@layout(fits="old", ins=0.4)
def medication_review(c: Case) -> str:
    """A shared medication review of a town pharmacist."""
    c.type("56445-0", "61357-0", "78601-2")
    c.house("pharmacy")
    c.author = c.carer("Pharmacien")
    doctor = c.carer("Médecin généraliste")
    how = ("bien prise", "oubliée le soir", "arrêtée seul{e}", "à réévaluer")
    lines = "".join(
        f"<tr><td>{drug}</td><td>{c.one(*how)}</td>"
        f"<td>{c.one('—', 'hypotension', 'somnolence', 'réduire la dose ?', 'arrêt proposé')}</td></tr>"
        for drug in c.drugs(4, 9)
    )
    body = f"""<table style='width:100%'><tr><td><b
style='color:#186'>{c.structure()}</b><br>{c.head.street}<br>{c.head.town}</td>
<td style='border:0.3mm dashed #186;padding:2mm
4mm;width:80mm'>Patient<br><b>{c.full("A")}</b><br>{c.born("Né{e} le ", "<br>")}
{c.ins_number("INS ")}</td></tr></table>
<p style='margin:6mm 0 2mm'>Pour le {c.to(doctor, c.one("Dr G F", "Docteur F"))}, médecin traitant</p>
<h2 style='font-size:14pt'>Bilan partagé de médication</h2><p>Entretien du {c.act("long")} à l'officine, durée
{c.rng.randint(25, 60)} minutes. DFG estimé {c.rng.randint(28, 75)} mL/min.</p>
<table border=1 cellpadding=4 style='width:100%;font-size:9.5pt'><tr
style='background:#dfd'><th>Traitement</th><th>Observance</th>
<th>Remarque</th></tr>{lines}</table><h3 style='margin-top:4mm'>Propositions du pharmacien</h3>
{
        items(
            c.some(
                [
                    "Alléger le plan de prise du soir.",
                    "Surveiller la kaliémie.",
                    "Pilulier hebdomadaire préparé à l’officine.",
                    "Remplacer le tramadol par du paracétamol seul.",
                    "Vérifier la technique inhalée.",
                ],
                2,
                4,
            )
        )
    }
<p style='margin-top:6mm'>{c.sign("G F")}, pharmacien – {c.rpps("RPPS ")} – transmis le {c.doc()}</p>{c.scribble()}"""
    body += c.annex(0.2)
    return c.html(body, font="Carlito", pt=10.5)


@layout(fits="senior", ins=0.35)
def eye_doctor_letter(c: Case) -> str:
    """A dictated letter of an eye doctor to a colleague."""
    c.type("78513-9", "11488-4")
    c.author = c.carer("Ophtalmologiste")
    doctor = c.carer("Médecin généraliste", "Endocrinologue")
    body = f"""<div style='position:absolute;left:0;top:0;width:46mm;font-size:8.5pt;border-right:0.3mm solid
#bbb;height:250mm'>
<b>{c.sign("Docteur G F")}</b><br>Ophtalmologiste<br>Ancien chef de
clinique<br><br>{c.rpps("RPPS<br>")}<br><br>{c.head.street}
<br>{c.head.town}<br><br>Secrétariat<br>{c.phone()}<br><br>Chirurgie de la cataracte<br>Angiographie – OCT<br>Champ
visuel</div>
<div style='margin-left:54mm'><p>Le {c.doc("long")}</p><p style='margin:8mm 0'>{c.to(doctor, "Docteur G F")}<br>{
        c.one("Médecin", "Maison médicale", "")
    }<br>{c.head.town}</p>
<p>Cher {c.one("ami", "confrère")},</p><p>J'ai examiné le {c.act()} votre {c.t("{patient}")}, {c.full(c.one("A", "F"))}
{c.born(" (", ")")}. {c.ins_number("INS ", ".")}</p>
<p>Acuité visuelle corrigée : {c.rng.randint(3, 10)}/10 à droite, {c.rng.randint(3, 10)}/10 à gauche. Tonus oculaire
{c.rng.randint(11, 24)} et {c.rng.randint(11, 24)}
mmHg.</p>{
        paragraphs(
            c.some(
                [
                    "Le segment antérieur montre une opalescence cristallinienne modérée.",
                    "Le fond d'œil retrouve une maculopathie atrophique débutante.",
                    "Pas de rétinopathie diabétique.",
                    "L’excavation papillaire est stable à 0,6.",
                    "L'OCT maculaire ne montre pas de fluide.",
                    "Champ visuel inchangé.",
                ],
                2,
                5,
            )
        )
    }
<p>{
        c.one(
            "Je prévois de lui opérer l’œil droit dans deux mois sous anesthésie topique.",
            "Je renouvelle le collyre pour un an.",
            "Contrôle dans six mois avec nouvel OCT.",
        )
    }</p><p>{c.one("Bien amicalement.", "Croyez à mes sentiments dévoués.")}</p>
<p style='margin-top:8mm'>{c.scribble()}<br>{c.sign("Dr g F")}</p></div>"""
    return c.html(body, font="Liberation Serif", pt=11.5, margin="16mm 18mm")


@layout(fits="adult", ins=0.2)
def dentist_letter(c: Case) -> str:
    """A dental check before surgery, answered on the form itself."""
    c.type("28617-9", "34120-6", "89601-9")
    c.argue("recipients")
    c.author = c.carer("Chirurgien-dentiste")
    c.written = c.acted
    c.argue("act_date")
    doctor = c.carer("Cardiologue", "Oncologue")
    teeth = ", ".join(str(c.rng.choice([1, 2, 3, 4]) * 10 + c.rng.randint(1, 8)) for _ in range(c.rng.randint(2, 5)))
    body = f"""<p><b>{c.sign("Dr G F")}</b>, chirurgien-dentiste<br>{c.head.town}</p>
<h2 style='font-size:13pt;border-top:0.5mm solid #000;border-bottom:0.5mm solid #000;padding:1mm 0;text-align:center'>
RECHERCHE DE FOYERS INFECTIEUX BUCCO-DENTAIRES</h2>
<p>Demandé par : {c.to(doctor, "Dr F")} avant
{c.one("remplacement valvulaire", "biphosphonates IV", "radiothérapie")}</p>
<p>Patient(e) : <b>{c.full("A")}</b></p><p>{c.born("Date de naissance : ")} {c.ins_number(" – INS ")}</p>
<table border=1 cellpadding=5 style='width:100%'><tr><td>Examen
clinique</td><td>{
        c.one("hygiène correcte", "parodontite modérée", "prothèse adjointe haute")
    }</td></tr><tr><td>Panoramique dentaire</td><td>vu, {
        c.one("pas d’image périapicale", "granulome apical")
    }</td></tr><tr><td>Dents à extraire</td><td>{c.one("aucune", teeth)}</td></tr>
<tr><td>Avis</td><td>{
        c.one("Pas de contre-indication bucco-dentaire", "Extractions faites, cicatrisation à trois semaines")
    }</td>
</tr></table><p style='margin-top:6mm'>Le {c.doc("dmy")}</p>{c.scribble()}"""
    return c.html(body, size="A5", pt=10, margin="12mm", font="Liberation Sans")


@layout(fits="woman", ins=0.45)
def town_midwife_follow_up(c: Case) -> str:
    """A pregnancy's follow-up sent to the maternity by a town midwife."""
    c.type("89233-1", "57055-6", "11488-4")
    c.author = c.carer("Sage-femme")
    weeks = c.rng.randint(14, 38)
    visits = "".join(
        f"<tr><td>{c.ago(30 * n, 30 * n + 6, 'short')}</td><td>{weeks - 4 * n} "
        f"SA</td><td>{62 + c.rng.randint(-4, 12)}</td>"
        f"<td>{c.rng.randint(10, 13)}/{c.rng.randint(6, 8)}</td><td>{max(8, weeks - 4 * n - 2)} "
        f"cm</td><td>BDC +</td>"
        f"<td>{c.one('RAS', 'alb 0 sucre 0', 'fatigue', 'lombalgies')}</td></tr>"
        for n in range(c.rng.randint(2, 4))
    )
    partner = c.man()
    body = f"""<div style='text-align:center'><span style='font-family:Dancing Script;font-size:22pt;color:#a05080'>
{c.sign("G F")}</span><br>sage-femme – {c.head.town} – {c.phone()}<br>{c.rpps("RPPS ")}</div>
<div style='background:#faf0f5;padding:3mm;margin:5mm 0'>{c.full("A")} – {c.born("née le ", " – ")}{c.age()}<br>
{c.ins_number("INS : ", "<br>")}{c.who.address} – {c.who.phone}<br>Conjoint : {partner}, né le
{c.day(c.who.birth_date.replace(day=9, year=c.who.birth_date.year - c.rng.randint(1, 6)), "dmy")}</div>
<p>G{c.rng.randint(1, 4)} P{c.rng.randint(0, 3)} – DDR {c.ago(weeks * 7, weeks * 7 + 3)} – terme prévu le
{c.later(280 - weeks * 7, 282 - weeks * 7)} – groupe {c.one("A", "O", "B")}
{c.one("positif", "négatif, RAI négatives")}</p>
<table border=1 cellpadding=4
style='width:100%;font-size:9.5pt'><tr><th>Date</th><th>Terme</th><th>Poids</th><th>TA</th><th>HU</th>
<th>BDCF</th><th>Remarques</th></tr>{visits}</table><p style='margin-top:4mm'>Toxoplasmose
{c.one("non immune", "immune")}, rubéole
immune, VIH/VHB/syphilis négatifs. Échographie T{c.one("1", "2")} du {c.ago(20, 60)} normale.</p>
<p>Projet : {c.one("allaitement maternel", "péridurale non souhaitée", "accompagnement global")}. Inscription maternité
faite.</p>
<p>Consultation du {c.act()} – {c.scribble()}</p>"""
    c.argue("doc_date")
    return c.html(body, font="Lato", pt=10.5, margin="15mm 17mm")
