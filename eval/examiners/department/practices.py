"""Layouts of town doctors."""

import datetime as dt
from html import escape

from eval.examiners.department.content import CONSULTS, STAYS, URG
from eval.examiners.department.document import Doc
from eval.examiners.department.names import TOWNS
from eval.examiners.department.pieces import letterhead, practice
from eval.examiners.department.registry import layout
from eval.examiners.department.samples import ALLERG, RX


@layout()
def specialist(d: Doc) -> str:
    """Prose letter of a lone specialist; the patient only stands in the sentence."""
    d.kind("11488-4")
    lines = practice(d, d.pick(["Cardiologue", "Rhumatologie", "Pneumologue – Allergologue", "Gastro-entérologie"]))
    d.caps = d.rng.random() < 0.6
    w = d.who()
    b = d.born(True)
    c = d.fill(d.pick([x for x in CONSULTS if "{NAME}" in x and "ce jour" in x] + CONSULTS)).replace(
        "{NAME}", f"{w} {b}"
    )
    d.f["act_date"] = d.when.isoformat()
    x = d.dated()
    title = d.title("Compte rendu de la consultation de ce jour.", "Consultation de ce jour :")
    farewell = d.pick(
        [
            "Amicalement,",
            "Bien à toi,",
            "Je te prie de croire à mes sentiments confraternels.",
            "Avec mes remerciements pour ta confiance.",
        ]
    )
    return d.page(
        f"""{letterhead(lines)}<p class=r>{x}</p><p style='margin-left:90mm'>{d.to()}<br>{d.pick(TOWNS)[1]}</p>
<p>{d.pick(["Cher ami,", "Cher confrère,", "Chère consœur,"])}</p><p>{title}</p>
<p class=j>{c}</p>{d.more(d.rng.randrange(0, 4))}<p>{d.pick(ALLERG)}</p><p>{d.ins()}</p><p>{farewell}</p>
<p class=r>{d.sign("", rpps=False)}</p>""",
        font=d.serif,
        margin="20mm 24mm",
    )


@layout()
def clinic_consult(d: Doc) -> str:
    """Consultation letter of a medical group with concern line."""
    d.kind("11488-4")
    n = d.struct(
        d.pick(
            [
                "Maison de santé pluriprofessionnelle du Gélisois",
                "Cabinet médical des Cordeliers",
                "Pôle de santé de l'Osse",
            ]
        )
    )
    w, b = d.who(order="b"), d.born()
    c = d.fill(d.pick(CONSULTS)).replace("{NAME}", d.pick(["cette personne", "votre patient(e)"]))
    d.after(0, 6)
    title = d.title("Consultation du", "Compte rendu de consultation du", "Vu(e) en consultation le")
    return d.page(
        f"""<table class=full><tr><td>{d.logo("#484")}</td>
<td class=r><b style='color:#484'>{n}</b><br><span class=sm>{d.fin_txt} {d.phone()}</span></td></tr></table>
<p>{d.pick(["À l’attention du", "Destinataire :", "Pour"])} {d.to()}</p>
<p><b>{d.pick(["Objet", "Concerne", "Réf. patient", "Patient(e)"])} : {w}</b> {b}</p><p>{d.ins()}</p><p>{title}
{d.act()}</p><p class=j>{c}</p>{d.more(d.rng.randrange(0, 4))}<p>Traitement actuel :
{escape("; ".join(d.pick(RX)))}.</p><p>{d.pick(["Courrier rédigé le", "Lettre dictée le", "Courrier du"])}
{d.dated(False)}</p><p>{d.sign()}</p>{"<p class=sm>Double : " + d.to() + "</p>" if d.rng.random() < 0.4 else ""}""",
        margin="18mm 20mm",
    )


@layout("child")
def referral_hand(d: Doc) -> str:
    """Referral to the emergency room, written by hand on a prescription pad."""
    d.kind("96349-6")
    lines = practice(d, "Médecine générale")
    x = d.dated(form="num")
    w, b = d.who(), d.born()
    d.leave("act_date")
    d.leave("recipients")
    reason = d.pick(
        [
            "pour une dyspnée aiguë fébrile avec sat. à 90 %.",
            "pour suspicion de colique hépatique, douleur depuis la nuit.",
            "pour chute avec impotence de la hanche.",
            "pour malaise sans cause nette, TA 95/60.",
            "pour douleur thoracique, ECG douteux.",
            "pour déshydratation, ne boit plus.",
            "pour AEG et fièvre à 39.",
            "pour une plaie profonde du bras.",
        ]
    )
    return d.page(
        f"""{letterhead(lines, "center")}<hr><div style="font-family:'{d.hand}';font-size:14pt;line-height:1.5;color:#16225e">
<p class=r>{x}</p>
<p>{d.pick(["Lettre d'adressage aux urgences", "Courrier d'adressage – urgences", "Lettre d'adressage"])}</p>
<p>{d.pick(["Cher confrère,", "Merci de recevoir", ""])}</p>
<p>{d.pick(["Je vous adresse", "Merci de prendre en charge"])} {w}, {b}, {reason}</p><p>ATCD : HTA,
{d.pick(["diabète", "BPCO", "AVC 2018", "prothèse genou"])}. {d.pick(ALLERG)}</p><p>TTT :
{escape(d.pick(RX)[0].split(" : ")[0])}</p><p>{d.ins()}</p><p>Merci. Confraternellement.</p></div>""",
        margin="16mm 22mm",
    )


@layout("child")
def certificate(d: Doc) -> str:
    """Certificates in prose."""
    d.kind("89601-9", "CERT_DECL")
    lines = practice(d, "Médecine générale")
    d.leave("recipients")
    w, b = d.who(), d.born()
    x = d.dated()
    d.leave("act_date")
    t = d.pick(
        [
            "ne présente pas de contre-indication cliniquement décelable à la pratique du rugby en compétition",
            "présente un état de santé nécessitant la présence d'une tierce personne à domicile",
            "est à jour de ses vaccinations obligatoires",
            "doit être dispensé(e) de sport pendant trois semaines",
            "présente ce jour un hématome de la joue gauche de 3 cm et une douleur à la palpation costale",
            "est apte à la vie en collectivité",
            "ne peut se déplacer pour raison médicale",
            "a besoin d'un lit médicalisé et d'un fauteuil roulant",
        ]
    )
    return d.page(
        f"""{letterhead(lines, "center")}<br>
<h1 class=c style='text-decoration:underline'>{d.title("CERTIFICAT MÉDICAL", "Certificat médical")}</h1><br>
<p class=j style='line-height:1.9'>Je soussigné, Docteur {escape(d.author.given + " " + d.author.family)}, certifie
avoir examiné ce jour {w}, {b}, {d.ins()} et que son état : {t}.</p><p>Certificat établi à la demande de
l'intéressé(e) et remis en main propre pour faire valoir ce que de droit.</p><p>{x}</p><svg width=140 height=60>
<path d='M5 40 q30 -60 45 0 t40 -15 t40 5' fill=none stroke='#124' stroke-width=2 /></svg>""",
        font=d.serif,
        size=12,
        margin="20mm 26mm",
    )


@layout()
def mail_print(d: Doc) -> str:
    """Print of a secure mail with a prose body."""
    d.kind("11488-4")
    n = d.struct(d.pick(["Clinique des Landes de Gascogne", "Clinique d'Armagnac", "Polyclinique de Garonne"]), False)
    a = d.set_author()
    w, b = d.who(), d.born()
    c = d.fill(d.pick(CONSULTS)).replace("{NAME}", f"{w} {b}".strip())
    to = d.doctor()
    d.f["recipients"].append(to.family)
    d.f["doc_date"] = d.f["act_date"] = d.when.isoformat()
    hr = f"{d.rng.randrange(8, 19)}:{d.rng.randrange(10, 59)}"
    title = d.title("Compte rendu de consultation de ce jour", "CR de consultation de ce jour")
    return d.page(
        f"""<p style='border-bottom:2pt solid #000'><b>Messagerie sécurisée de santé</b></p><table class=sm><tr><td><b>De :</b>
</td><td>{escape(a.given + " " + a.family)} ({n})</td></tr><tr><td><b>Envoyé :</b></td><td>{d.fd(d.when, "long")} {hr}
</td></tr><tr><td><b>À :</b></td><td>{escape(to.given + " " + to.family)}</td></tr><tr><td><b>Objet :</b></td>
<td>{title}</td></tr></table><br><p>Bonjour,</p><p class=j>{c}</p>{d.more(d.rng.randrange(0, 3))}<p>{d.ins()}</p>
<p>Cordialement,</p><p>{d.sign(n, rpps=d.rng.random() < 0.5)}</p><p class=sm>Ce message et ses pièces sont
confidentiels.</p><p class='sm r'>Imprimé le {d.fd(d.when + dt.timedelta(days=2))} – 1/1</p>""",
        font=d.sans,
        size=10,
    )


@layout("child")
def eye(d: Doc) -> str:
    """Ophthalmologist's report, short notes."""
    d.kind("78513-9")
    lines = practice(d, "Ophtalmologie")
    r = d.rng
    w, b = d.who(order="b"), d.born()
    eyes = [
        f"{r.choice('+-')}{r.randrange(3)},{r.choice((25, 50, 75))} ({hollow} à {r.randrange(180)}°)   {r.randrange(5, 10)}/10  P2"
        for hollow in ("-0,50", "-0,75")
    ]
    title = d.title("COMPTE RENDU DE CONSULTATION OPHTALMOLOGIQUE", "Consultation d'ophtalmologie – compte rendu")
    return d.page(
        f"""{letterhead(lines, "right")}<p>{w}<br>{b}<br>{d.ins()}</p><p><b>{title}</b> du
{d.act()}</p><pre style="font-family:'{d.mono}';font-size:9.5pt">OD  {eyes[0]}
OG  {eyes[1]}
Tonus  OD {r.randrange(11, 21)}  OG {r.randrange(11, 21)} mmHg
LAF    {d.pick(["cristallins clairs", "cataracte débutante ODG", "pseudophaque OD"])}
FO     {d.pick(["pas de rétinopathie", "drusen maculaires", "excavation 0,4"])}</pre><p>Dernière visite :
{d.fd(d.past(200, 900))}. Revoir dans {d.pick(["six mois", "un an", "deux ans"])}. OCT ce jour :
{d.pick(["normal", "épaisseur fovéolaire stable"])}.</p><p>Copie à {d.to()}</p><p>{d.dated()}</p>""",
        font=d.serif,
        size=11,
        margin="20mm 24mm",
    )


@layout(is_addressed=False)
def teleexp(d: Doc) -> str:
    """Tele-expertise answer, export of a regional portal."""
    d.kind("85208-7")
    n = d.struct(d.pick(["Plateforme TéléSanté Gascogne", "Portail régional de télémédecine Occitanie Ouest"]), False)
    rows = d.kv(addr=False)
    d.leave("structure_name")
    title = d.title(
        "COMPTE RENDU DE TÉLÉEXPERTISE", "Compte rendu de télé-expertise", "TÉLÉCONSULTATION – COMPTE RENDU"
    )
    return d.page(
        f"""<div style='background:#134;color:#fff;padding:5pt'><b>{n}</b></div><h1>{title}</h1><table class=full><tr>
<td style='width:55%;background:#eef'><b>Patient</b>{d.table(rows, "", 1, "")}</td>
<td><b>Requérant</b><br>{d.to()}<br><br><b>Acte du</b> {d.act()}<br>Dossier TE-{d.rng.randrange(10000, 99999)}</td>
</tr></table><h2>Question</h2><p>Lésion pigmentée, avis sur l'exérèse / équilibration du traitement.</p><h2>Avis de
l'expert</h2><p class=j>{d.fill(d.pick(URG + STAYS[:4]))}</p>
<p>{d.pick(["Avis rendu et signé le", "Validation :", "Signé électroniquement le"])}
{d.dated(False, "num")}</p>{d.sign(d.pick(["Dermatologue", "Cardiologue", "Gériatre"]))}""",
        font=d.sans,
        size=10,
    )


@layout()
def kine_report(d: Doc) -> str:
    """Physiotherapist's assessment."""
    d.kind("34120-6", "47420-5", "11506-3")
    a = d.author
    d.leave("structure_name", "structure_finess")
    r = d.rng
    w, b = d.who(), d.born()
    title = d.title("Bilan-diagnostic kinésithérapique", "BILAN KINÉSITHÉRAPIQUE")
    complaint = d.pick(
        ["Gonarthrose droite opérée", "Épaule douloureuse", "Lombalgie chronique", "Chutes à répétition"]
    )
    return d.page(
        f"""<p><b>{escape(a.given + " " + a.family)}</b><br>Masseur-kinésithérapeute D.E.<br>{d.pick(TOWNS)[1]} –
{d.phone()}<br>ADELI {r.randrange(320000000, 329999999)}</p><h1>{title}</h1><p>{w}<br>{b}<br>{d.ins()}</p><p>Bilan du
{d.act()} – adressé à {d.to()}</p><p>{complaint} – chirurgie du {d.fd(d.past(30, 90))}</p><table class='grid full'>
<tr><th>Mesure</th><th>Départ</th><th>Ce jour</th></tr><tr><td>Flexion</td><td>{r.randrange(60, 90)}°</td>
<td>{r.randrange(95, 125)}°</td></tr><tr><td>Douleur EVA</td><td>{r.randrange(5, 9)}</td><td>{r.randrange(0, 4)}</td>
</tr><tr><td>Lever de chaise (s)</td><td>{r.randrange(18, 30)}</td><td>{r.randrange(9, 17)}</td></tr><tr>
<td>Périmètre de marche</td><td>50 m</td><td>{r.randrange(2, 9)}00 m</td></tr></table><p class=j>La progression est
régulière. Le patient applique les exercices donnés. Poursuite de la rééducation conseillée, {r.randrange(8, 20)}
séances.</p><p>{d.dated()}</p>{d.sign("", title=False, rpps=False)}""",
        size=11,
    )
