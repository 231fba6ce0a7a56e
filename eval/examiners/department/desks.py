"""Layouts of hospital offices, and what patients sign."""

import datetime as dt
from html import escape

from eval.examiners.department.document import Doc
from eval.examiners.department.identity import told
from eval.examiners.department.names import TOWNS
from eval.examiners.department.pieces import CHD, FORM_CSS
from eval.examiners.department.registry import layout
from eval.examiners.department.samples import OPS
from eval.examiners.department.sheet import AUTHOR


@layout("child")
def appointment(d: Doc) -> str:
    """Appointment letter."""
    d.kind("56446-8")
    s = d.struct(d.pick(CHD))
    rdv = d.when + dt.timedelta(days=d.rng.randrange(8, 90))
    d.leave("act_date")
    d.leave(*AUTHOR)
    title = d.title(
        "convocation à une consultation", "votre rendez-vous de consultation", "Confirmation de rendez-vous"
    )
    return d.page(
        f"""{d.logo("#08a")}<br><b>{s}</b><br><span class=sm>Bureau des rendez-vous – consultations externes – {d.phone()}
{d.fin_txt}</span><table class=full><tr><td style='width:50%'><br>{d.born()}<br>IPP {d.ipp}<br>{d.ins()}</td>
<td><br><b>{d.who()}</b><br>{escape(d.p.address).replace(", ", "<br>")}</td></tr></table><p class=r>{d.dated()}</p>
<p><b>Objet : {title}</b></p><p>Madame, Monsieur,</p><p>Nous vous confirmons votre rendez-vous du
<b>{d.fd(rdv, "long")} à {d.rng.randrange(8, 17)} h {d.pick(["00", "15", "30"])}</b> avec le {d.dr()},
{d.pick(["cardiologie", "pneumologie", "chirurgie orthopédique", "consultation mémoire"])}, bâtiment {d.pick("ABC")},
niveau {d.rng.randrange(3)}.</p><p>Merci de vous présenter quinze minutes avant aux admissions, avec votre carte
Vitale, une pièce d'identité, vos ordonnances et vos derniers résultats. En cas d'empêchement, prévenez le
secrétariat quarante-huit heures à l'avance.</p><p>Le secrétariat</p>""",
        font=d.sans,
    )


@layout("child")
def bulletin(d: Doc) -> str:
    """Proof of stay by the admissions office."""
    d.kind("51851-4", "86531-1", "CERT_DECL")
    s = d.struct(d.pick(CHD), True)
    a, b = d.stay_days()
    d.leave(*AUTHOR)
    rows = d.kv(ipp=True, nda=True, addr=True)
    title = d.title("BULLETIN DE SITUATION", "BULLETIN D'HOSPITALISATION")
    return d.page(
        f"""<p>{s}<br>Direction des usagers – Bureau des entrées<br>{d.fin_txt}</p>
<h1 class=c style='letter-spacing:2pt'>{title}</h1><p>Le directeur certifie que la personne désignée ci-dessous
:</p>{d.table(rows, "margin-left:15mm", 1, " :")}<p>a été hospitalisée dans l'établissement du {a} au {b} en
{d.pick(["médecine", "chirurgie", "gériatrie"])}.</p><p>Bulletin délivré pour servir et valoir ce que de droit.</p>
<p>{d.dated()}</p><p>Pour le directeur, l'agent des admissions</p>""",
        font=d.mono,
        size=10,
    )


@layout()
def consent(d: Doc) -> str:
    """Consent form filled by hand."""
    d.kind("59284-0")
    s = d.struct(d.pick(CHD))
    h = f"style=\"font-family:'{d.hand}';font-size:13pt;color:#1a2a7a\""
    d.f["doc_date"] = d.when.isoformat()
    d.leave(*AUTHOR, "act_date")
    d.leave("recipients")
    title = d.title("CONSENTEMENT ÉCLAIRÉ", "Attestation de consentement aux soins", "FORMULAIRE DE CONSENTEMENT")
    return d.page(
        f"""<b>{s}</b> <span class=sm>{d.fin_txt}</span><h1 class=c>{title}</h1>
<p>Je soussigné(e) <span {h}>{d.who()}</span></p><p>Né(e) le <span {h}>{d.dob("num")}</span></p><p>{d.ins()}</p>
<p>déclare avoir été informé(e) par le Dr <span {h}>{d.other.family.title()}</span> au cours d'un entretien
individuel, de la nature de l'acte suivant : <b>{escape(d.pick(OPS)[0])}</b>, de ses bénéfices attendus, de ses risques
fréquents ou graves et des autres possibilités.</p><p>☒ J'ai pu poser toutes les questions utiles.<br>☒ J'accepte que
l'acte soit réalisé.<br>☐ Je refuse la transfusion sanguine.</p><p>Fait le <span {h}>{d.fd(d.when, "num")}</span></p>
<p>Signature du patient :</p><svg width=150 height=50>
<path d='M5 35 q20 -40 35 -5 t30 -10 t40 5 q10 10 30 -15' fill=none stroke=navy stroke-width=2 /></svg>
<p class=sm>Document à conserver dans le dossier médical – révision 4, mars 2023</p>""",
        size=11,
    )


@layout("adult")
def directives(d: Doc) -> str:
    """Advance directives written by hand."""
    d.kind("EXPPAT_3")
    d.leave(*AUTHOR, "structure_name", "structure_finess", "recipients", "act_date")
    h = f"style=\"font-family:'{d.hand}';font-size:13pt;color:#223a8a\""
    rows = told(d.kv(addr=True, sex=False))
    title = d.title("MES DIRECTIVES ANTICIPÉES", "DIRECTIVES ANTICIPÉES", "Formulaire de directives anticipées")
    wish = d.pick(
        [
            "Je ne veux pas être réanimé si je ne dois pas retrouver mon autonomie.",
            "Je souhaite rester chez moi, sans douleur, entouré des miens.",
            "Je refuse la sonde pour manger et la machine pour respirer.",
            "Je veux que l'on soulage mes douleurs, même si cela abrège ma vie.",
        ]
    )
    return d.page(
        f"""<h1 class=c>{title}</h1><p class=sm>Loi du 2 février 2016 – Toute personne majeure peut, si elle le souhaite, faire
une déclaration écrite.</p><div class=box>{"".join(f"<p>{escape(a)} : <span {h}>{escape(b)}</span></p>" for a, b in rows)}
</div><p>Si un jour je ne peux plus m'exprimer :</p><p {h}>{wish}</p><p>Personne de confiance :
<span {h}>{d.doctor().given} {d.doctor().family.title()}, {d.phone()}</span></p><p>Fait le
<span {h}>{d.dated(False, "num")}</span></p>""",
        size=11,
        margin="20mm 22mm",
    )


@layout("adult")
def sick_leave(d: Doc) -> str:
    """Sick-leave notice."""
    d.kind("PRESC-AAT")
    rows = told(d.kv(addr=True, sex=False))
    end = d.when + dt.timedelta(days=d.rng.randrange(3, 30))
    d.leave("recipients", "act_date", "structure_name", "structure_finess")
    title = d.title("AVIS D'ARRÊT DE TRAVAIL", "Avis d'arrêt de travail")
    employer = d.pick(["lombalgie aiguë", "syndrome grippal", "entorse de cheville", "suites opératoires"])
    return d.page(
        f"""<table class=full><tr><td>{d.logo("#2a5a9a", 36)}<br><span class=sm>Assurance maladie</span></td><td class=c>
<h1>{title}</h1>{d.pick(["☒ initial ☐ de prolongation", "☐ initial ☒ de prolongation"])}</td></tr></table>
<div class=h><b>L'assuré(e)</b><br>{d.lines(rows)}</div>
<div class=h><b>L'employeur</b><br>{d.pick(["Coopérative du Midour", "Mairie de Nogaro", "Semences de la Douze SA", "Boulangerie Dupouy"])},
{d.pick(TOWNS)[1]}</div><div class=h><b>Les renseignements médicaux</b><p>Je, soussigné(e), prescris un arrêt de
travail jusqu'au {d.fd(end, "long")} inclus. Sorties autorisées : oui.</p><p>Motif : {employer}</p></div>
<table class=full><tr><td>Date : {d.dated(False, "num")}</td><td class=box>{d.sign("Médecine générale", rpps=True)}
</td></tr></table>""",
        css=FORM_CSS,
    )


@layout("child")
def transport(d: Doc) -> str:
    """Transport prescription, form with hand-filled values."""
    d.kind("57828-6")
    s = d.struct(
        d.pick(["Centre Hospitalier Départemental d'Armagnac-Gascogne", "Centre Hospitalier du Pays d'Albret"])
    )
    d.hand = d.pick([d.hand, d.sans])
    rows = told(d.kv(addr=True))
    d.leave("recipients", "act_date")
    f = f"style=\"font-family:'{d.hand}';font-size:12pt;color:#223\""
    lines = "".join(f"<p>{escape(a)} : <span class=f {f}>{escape(b)}</span></p>" for a, b in rows)
    title = d.title("PRESCRIPTION MÉDICALE DE TRANSPORT", "Prescription médicale de transport")
    mode = d.pick(
        ["☒ ambulance ☐ VSL ☐ véhicule personnel", "☐ ambulance ☒ transport assis professionnalisé ☐ personnel"]
    )
    return d.page(
        f"""<h1 class=c>{title}</h1><p class='c sm'>articles L. 322-5 et R. 322-10 du code de la sécurité sociale – volet 2</p>
<div class=h><span class=t>La personne transportée</span><br>{lines}</div><div class=h><span class=t>Le trajet</span>
<p>☒ domicile → {s} &nbsp; ☒ aller-retour &nbsp; ☐ série de {d.rng.randrange(3, 30)} transports</p><p>Motif :
{d.pick(["hospitalisation", "chimiothérapie", "consultation post-opératoire", "dialyse"])}</p></div>
<div class=h><span class=t>Mode de transport</span><p>{mode}</p></div><div class=h><span class=t>Le
prescripteur</span><p>{d.sign("", rpps=True)}</p><p>{d.fin_txt}</p><p>Date : {d.dated(False, "num")}</p></div>""",
        css=FORM_CSS,
        size=10,
    )
