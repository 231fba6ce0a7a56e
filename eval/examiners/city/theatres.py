"""Theatres, anaesthesia and technical rooms."""

from html import escape as E  # noqa: N812
from typing import Any

from eval.examiners.city.context import Ctx
from eval.examiners.city.page import MONO, SANS, SERIF, addr, addressee, html, logo
from eval.examiners.city.registry import layout


@layout()
def op_report_boxes(d: Ctx) -> str:
    """Op report boxes."""
    s, a = d.w.site("clinic"), d.pro("chirurgien")
    d.typ("34874-8")
    ane = d.pro()

    def cell(k: Any, v: Any) -> str:
        return f"<td style='border:.6pt solid #555;padding:1.5mm 2mm'><span style='font-size:7.5pt;color:#555'>{k}</span><br><b>{v}</b></td>"

    fields = (
        f"<table style='width:100%'><tr>{cell(d.c('Nom de naissance', 'NOM DE NAISSANCE', 'Nom de famille (naissance)'), d.f_birth())}{cell(d.c('Nom utilisé', 'Nom d’usage', 'Nom usuel'), d.f_used())}{cell('Prénom(s)', d.f_firsts())}</tr>"
        f"<tr>{cell(d.c('Né(e) le', 'Date de naissance'), d.dob(d.c('/', '-', '.')))}{cell('Sexe', d.sex())}{cell('Dossier', d.rng.randint(100000, 999999))}</tr></table>"
    )
    body = (
        f"<div style='background:#e6eef5;padding:3mm'><table style='width:100%'><tr><td>{logo(d)}</td><td style='text-align:right'><b style='font-size:14pt'>{d.struct(s)}</b><br><span style='font-size:8pt'>{addr(s)}</span></td></tr></table></div>"
        f"<h2 style='font-size:15pt;color:#15406b'>{d.c('Compte rendu opératoire', 'COMPTE-RENDU OPÉRATOIRE', 'Protocole opératoire', 'CRO')}</h2>{fields}<br>{d.ins('<p><small>INS : {}</small></p>')}"
        f"<table><tr><td style='padding-right:8mm'>{d.c('Date de l’intervention', 'Intervention du', 'Opéré(e) le')} : <b>{d.date('act_date')}</b></td><td>Salle {d.rng.randint(1, 9)} – {d.rng.randint(7, 11)} h {d.rng.randint(10, 59)}</td></tr>"
        f"<tr><td>Opérateur : {d.author(a)}</td><td>{d.rpps()}</td></tr><tr><td>Anesthésiste : {d.who(ane)}</td><td>Aide : Mme {E(d.w.family())}, IBODE</td></tr></table><br>"
        f"<p><b>Indication.</b> {d.slots(d.c('ortho', 'digest'))[0]}</p><p><b>Code CCAM</b> : {d.c('NFKA007', 'HMFC004', 'AHPA009', 'NFFC004')}</p><p><b>{d.c('Déroulement', 'Description', 'Technique opératoire')}</b></p>{d.prose('op')}{d.note()}"
        f"<div style='margin-top:8mm;text-align:right'>{d.c('Dicté et validé le', 'Rédigé le', 'Document signé le')} {d.date('doc_date')}<br>Le chirurgien</div>"
    )
    return html(d, body)


@layout()
def op_report_plain(d: Ctx) -> str:
    """Typewriter operation report, key: value lines."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("34874-8")

    def line(k: Any, v: Any) -> str:
        return f"{k:<22}: {v}\n"

    txt = (
        d.struct(s, True)
        + f"\n{E(s.street)}  {s.cp} {s.city.upper()}\nBLOC OPERATOIRE            TEL {s.tel}\n"
        + "=" * 66
        + "\n"
        + "      "
        + d.c("C O M P T E  R E N D U   O P E R A T O I R E", "COMPTE RENDU OPERATOIRE", "RAPPORT OPERATOIRE")
        + "\n"
        + "=" * 66
        + "\n\n"
    )
    txt += (
        line("PATIENT", d.civ(True) + " " + d.name())
        + line("NE(E) LE", d.dob(d.c("/", "-", "MON")))
        + (line("INS", d.ins("{}")) if d.may_ins() else "")
        + line("NO DE SEJOUR", d.episode())
        + line("DATE OPERATOIRE", d.date("act_date", style=d.c("/", "MON", ".")))
        + line("CHIRURGIEN", d.author(a))
        + line("ANESTHESISTE", d.who(d.pro()))
        + line("MEDECIN TRAITANT", d.who(d.pro()))
    )
    d.leave("recipients")
    body = f"<pre style='font-family:inherit;font-size:10pt;margin:0'>{txt}</pre><br><p>DIAGNOSTIC : {d.slots('digest')[0]}</p>{d.prose('op')}{d.note()}<br><p>FRAPPE LE {d.date('doc_date')} - {d.c('sb/mc', 'ch/lt', 'fp/ad')}</p>"
    return html(d, body, fonts=[*MONO, "GNUTypewriter"], size=10, margin="18mm 14mm")


@layout()
def anaesthesia(d: Ctx) -> str:
    """Anaesthesia."""
    s, a = d.w.site("clinic"), d.pro("anesthésiste")
    d.typ("34749-2")

    def box(t: Any) -> str:
        return f"{d.c('☒', '☐')} {t} "

    body = (
        f"<table style='width:100%;border:1.2pt solid #222'><tr><td style='padding:2mm;width:52%'><b>{d.struct(s)}</b><br><span style='font-size:8pt'>{addr(s)}</span></td><td style='border-left:1.2pt solid #222;padding:2mm'>"
        f"<span style='font-size:8pt'>{d.c('Étiquette patient', 'Identification', 'Identité du patient')}</span><br><b>{d.name()}</b><br>{d.c('DDN', 'Né(e) le', 'Naissance')} {d.dob('/')} &nbsp; Sexe : {d.sex('F')}<br>{d.episode('Venue {}')}<br>{d.ins()}</td></tr></table>"
        f"<h2 style='text-align:center;font-size:14pt'>{d.c('CONSULTATION PRÉ-ANESTHÉSIQUE', 'Dossier d’anesthésie – consultation', 'Consultation d’anesthésie')}</h2>"
        f"<table style='width:100%;font-size:10pt' border='1'><tr><td style='padding:1.5mm'>{d.c('Consultation du', 'Vu(e) le', 'Date de la consultation')} : {d.date('act_date', d.act_day)}</td><td style='padding:1.5mm'>Anesthésiste : {d.author(a)}</td></tr>"
        f"<tr><td style='padding:1.5mm'>Intervention prévue le {d.future(4, 40)}</td><td style='padding:1.5mm'>Opérateur : {d.who(d.pro())}</td></tr>"
        f"<tr><td style='padding:1.5mm'>Poids {d.rng.randint(48, 99)} kg – Taille {d.rng.randint(150, 190)} cm</td><td style='padding:1.5mm'>ASA {d.rng.randint(1, 3)} – Mallampati {d.rng.randint(1, 3)}</td></tr></table><br>"
        f"<p><b>Allergies</b> {box('Latex')}{box('Antibiotiques')}{box('Iode')}</p><p><b>Antécédents</b></p>{d.prose('gp')}<p><b>Appareil cardiovasculaire</b></p><p>{d.slots('cardio')[1]} {d.slots('cardio')[2]}</p>"
        f"<p><b>Technique proposée</b> : {box('AG')}{box('Rachianesthésie')}{box('ALR')}</p><p>Jeûne 6 heures solides, 2 heures liquides clairs. Information et consentement recueillis.</p>{d.note()}"
        f"<table style='width:100%;margin-top:8mm'><tr><td>Visite pré-anesthésique : ……………</td><td>Signature<br><i style='font-family:Kristi;font-size:20pt'>{E(a.family)}</i></td></tr></table>"
    )
    d.leave("doc_date")
    return html(d, body)


@layout()
def anaesthesia_record(d: Ctx) -> str:
    """Anaesthesia record."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("77436-4")
    rows = "".join(
        f"<tr><td>{8 + i // 4}:{(i % 4) * 15:02d}</td><td>{d.rng.randint(95, 140)}/{d.rng.randint(50, 80)}</td><td>{d.rng.randint(55, 90)}</td><td>{d.rng.randint(96, 100)}</td><td>{d.c('Propofol', 'Sufentanil 10 µg', 'Céfazoline 2 g', '', 'Atracurium', 'Paracétamol 1 g')}</td></tr>"
        for i in range(14)
    )
    body = (
        f"<div style='font-size:8pt;text-align:right'>{d.struct(s)} | Logiciel ANESIS v{d.rng.randint(3, 8)}.{d.rng.randint(0, 9)} | Imprimé le {d.future(1, 5)}</div><h2 style='font-size:13pt;background:#333;color:#fff;padding:1.5mm'>{d.c('FEUILLE D’ANESTHÉSIE', 'Compte rendu d’anesthésie', 'Anesthésie – rapport peropératoire')}</h2>"
        f"<table style='width:100%'><tr><td><b>{d.c('Nom', 'Patient')}</b> {d.name()}</td><td><b>{d.c('Naissance', 'DN')}</b> {d.dob(d.c('/', '.'))}</td><td><b>S.</b> {d.sex('F')}</td></tr><tr><td>{d.c('Bloc du', 'Date', 'Anesthésie du')} {d.date('act_date', d.act_day)}</td><td>MAR : {d.author(a)}</td><td>IADE : {E(d.w.family())}</td></tr></table>{d.ins()}<br>"
        f"<table class='g' style='width:100%;font-size:9pt'><tr><th>Heure</th><th>PA</th><th>FC</th><th>SpO2</th><th>Médicaments</th></tr>{rows}</table><br><p>Intubation facile, Cormack {d.rng.randint(1, 2)}. Extubation sur table. Score d'Aldrete {d.rng.randint(9, 10)}/10 en SSPI.</p>{d.note()}<p>{d.c('Validé par le MAR le', 'Signature électronique du')} {d.date('doc_date', d.act_day)}</p>"
    )
    return html(
        d,
        body,
        css=".g td,.g th{border:.5pt solid #999;padding:.6mm 2mm}",
        fonts=["Roboto Condensed", "Open Sans Condensed", "Liberation Sans Narrow", "Roboto"],
    )


@layout()
def cath_lab(d: Ctx) -> str:
    """Cath lab."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("11505-5", "70004-7", "18748-4")
    body = (
        f"<table style='width:100%'><tr><td style='width:60%'><b>{d.struct(s)}</b><br>{d.c('Plateau de cardiologie interventionnelle', 'Salle de coronarographie')}<br>{d.finess(s)}</td><td>{d.name()}<br>{d.born() or '&nbsp;'}<br>{d.ins()}<br>Examen n° {d.rng.randint(10000, 99999)}</td></tr></table>"
        f"<h2 style='border-top:2pt solid;border-bottom:2pt solid;text-align:center;font-size:13pt;padding:1mm'>{d.c('CORONAROGRAPHIE', 'Coronarographie et angioplastie', 'COMPTE RENDU D’ANGIOPLASTIE CORONAIRE')}</h2><p>{d.c('Examen réalisé le', 'Procédure du', 'Date de l’examen :')} {d.date('act_date', d.act_day)} par {d.author(a)} – {d.rpps()}</p><p>Manipulateur : M. {E(d.w.family())} – Infirmière : {E(d.w.family())}</p>"
        f"<p>Voie radiale droite 6F. Dose : {d.rng.randint(1000, 6000)} cGy.cm², {d.rng.randint(60, 190)} mL d'iode.</p><p><b>Tronc commun</b> : indemne. <b>IVA</b> : sténose {d.rng.randint(50, 90)} % du segment moyen. <b>Circonflexe</b> : irrégularités. <b>Coronaire droite</b> : dominante, stent du {d.past()} perméable.</p>{d.prose('cardio')}{d.note()}<p><b>Conclusion</b> : {d.c('angioplastie de l’IVA moyenne avec un stent actif, bon résultat', 'traitement médical', 'avis chirurgical demandé')}.</p><p>Destinataire : {addressee(d, d.pro(), False)}</p><p style='text-align:right'>Validé le {d.date('doc_date')}</p>"
    )
    return html(d, body, fonts=SANS + SERIF)


@layout()
def endoscopy(d: Ctx) -> str:
    """Endoscopy."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("70004-7", "11505-5")
    pics = "".join(
        f"<td><svg width='32mm' height='32mm' viewBox='0 0 40 40'><circle cx='20' cy='20' r='19' fill='#a44'/><ellipse cx='{d.rng.randint(14, 26)}' cy='{d.rng.randint(14, 26)}' rx='9' ry='6' fill='#511'/><circle cx='12' cy='28' r='4' fill='#d88'/></svg><br><small>Photo {i}</small></td>"
        for i in (1, 2, 3)
    )
    body = (
        f"<table style='width:100%'><tr><td><b>{d.struct(s)}</b><br>Unité d'endoscopie digestive<br><small>{addr(s)}</small></td><td style='text-align:right'>{d.author(a)}<br>{d.rpps()}<br>Gastro-entérologue</td></tr></table><h2 style='font-size:14pt;color:#174'>{d.c('COLOSCOPIE TOTALE', 'Endoscopie digestive haute', 'Compte rendu de coloscopie', 'Gastroscopie')}</h2>"
        f"<p>{d.c('Patient', 'Nom')} : {d.civ(True)} {d.name()}<br>{d.c('Date de naissance', 'Né(e) le')} : {d.dob()}<br>{d.c('Examen du', 'Date de l’acte', 'Réalisée le')} : {d.date('act_date', d.act_day)}<br>{d.ins()}</p><table><tr>{pics}</tr></table><p><b>Indication</b> : {d.slots('digest')[0]}</p><p><b>Préparation</b> : Boston {d.rng.randint(6, 9)}/9. Anesthésie : {d.who(d.pro())}. Endoscope désinfecté n° {d.rng.randint(1000, 9999)}, cycle du {d.past(1, 4)}.</p><p><b>Description</b> : progression jusqu'au bas-fond cæcal, {d.c('muqueuse normale', 'polype sessile de 6 mm du sigmoïde réséqué à l’anse froide', 'diverticules sans signe inflammatoire')}. {d.slots('digest')[2]}</p><p><b>Conclusion</b> : contrôle dans {d.rng.randint(3, 5)} ans.</p>{d.note()}<p>{d.c('Compte rendu adressé à', 'Envoyé à')} : {addressee(d, d.pro(), False)}</p>"
    )
    d.leave("doc_date")
    return html(d, body)


@layout()
def implant_card(d: Ctx) -> str:
    """Implant card."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("101881-1")
    body = (
        f"<div style='border:2pt solid #157;border-radius:5mm;padding:6mm;margin-top:10mm'><table style='width:100%'><tr><td><b style='font-size:17pt;color:#157'>{d.c('CARTE D’IMPLANT', 'Carte de porteur d’implant', 'Carte d’implant patient')}</b></td><td style='text-align:right'>{logo(d)}</td></tr></table>"
        f"<table class='k' style='width:100%'><tr><td>{d.c('Patient', 'Nom, prénom')}</td><td><b>{d.name()}</b></td></tr><tr><td>{d.c('Date de naissance', 'Né(e) le')}</td><td>{d.dob()}</td></tr><tr><td>{d.c('Date d’implantation', 'Implanté le', 'Pose le')}</td><td>{d.date('act_date', d.act_day)}</td></tr><tr><td>Médecin implanteur</td><td>{d.author(a)}</td></tr><tr><td>Établissement</td><td>{d.struct(s)} – {s.city}</td></tr><tr><td>Dispositif</td><td>{d.c('Prothèse totale de genou cimentée', 'Stimulateur double chambre', 'Tige fémorale sans ciment', 'Implant cristallinien torique')}</td></tr><tr><td>Référence / lot</td><td>{d.rng.randint(100, 999)}-{d.rng.randint(10, 99)} / LOT {d.rng.randint(10000, 99999)}</td></tr><tr><td>N° de série (IUD)</td><td>(01)0{d.rng.randint(10**11, 10**12)}(17)2{d.rng.randint(70000, 99999)}</td></tr><tr><td>Péremption</td><td>{d.future(300, 900)}</td></tr></table>{d.ins('<p>INS : {}</p>')}{d.note()}<p style='font-size:8.5pt'>À présenter avant tout examen par IRM. En cas d'urgence : {s.tel}.</p></div>"
    )
    d.leave("doc_date")
    d.leave("author_family", "author_given")
    return html(d, body, css=".k td{padding:1.6mm 2mm;border-bottom:.5pt solid #9bc}")


@layout()
def consent(d: Ctx) -> str:
    """Consent."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("59284-0")
    hand = d.c("DkgHandwriting", "Rufscript")

    def hw(t: Any) -> str:
        return f"<span style=\"font-family:'{hand}';font-size:14pt;color:#1a2a7a\">{t}</span>"

    body = (
        f"<table style='width:100%'><tr><td>{logo(d)}</td><td style='text-align:center'><b>{d.struct(s)}</b><br><small>{addr(s)}</small></td></tr></table><h2 style='text-align:center;font-size:15pt'>{d.c('Consentement éclairé', 'FORMULAIRE DE CONSENTEMENT', 'Attestation d’information et de consentement')}</h2>"
        f"<p>Je soussigné(e) {d.civ()} {d.name()}{d.born(', ')}, {d.c('demeurant', 'domicilié(e)')} {E(d.p.address)},</p>{d.ins()}<p>reconnais avoir été informé(e) par {d.author(a)} des bénéfices et des risques de l'acte suivant : {d.c('arthroplastie totale du genou', 'cholécystectomie cœlioscopique', 'angioplastie coronaire', 'transfusion de produits sanguins', 'chirurgie de la cataracte')}, prévu le {d.future(4, 40)}.</p><p>J'ai pu poser toutes les questions utiles et j'ai reçu la fiche d'information datée du {d.past(300, 1200)}. J'ai désigné comme personne de confiance : {hw(E(d.w.family()) + ' ' + d.c('Luc', 'Anne', 'Sami'))}.</p><p>☒ J'accepte l'intervention &nbsp; ☐ Je refuse la transfusion &nbsp; ☐ Je demande un délai</p>{d.note()}"
        f"<br><p>Fait à {s.city}, le {hw(d.date('doc_date', d.act_day, '/'))}</p><table style='width:100%'><tr><td>Signature du patient<br>{hw('lu et approuvé')}</td><td>Signature du praticien<br>{hw(E(a.family))}</td></tr></table>"
    )
    d.leave("act_date", "author_family", "author_given")
    return html(d, body, fonts=SERIF + SANS)


@layout()
def holter(d: Ctx) -> str:
    """Holter."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("70004-7")
    trace = "M0 30 " + " ".join(
        f"l8 0 l2 -{d.rng.randint(2, 5)} l2 {d.rng.randint(2, 5)} l3 0 l1 4 l2 -26 l2 30 l1 -8 l6 0 q4 -8 8 0"
        for _ in range(9)
    )
    body = f"<table style='width:100%'><tr><td><b>{d.c('HOLTER ECG 24 H', 'Holter rythmique', 'Rapport de Holter tensionnel (MAPA)', 'Électrocardiogramme – interprétation')}</b></td><td style='text-align:right'>{d.struct(s)}<br><small>{s.tel}</small></td></tr></table><table class='k' style='width:100%;font-size:9.5pt'><tr><td>{d.c('Patient', 'Nom')} {d.name()}</td><td>{d.c('DDN', 'Naiss.')} {d.dob('/')}</td><td>{d.sex('F')}</td><td>Âge {d.age()} ans</td></tr><tr><td>{d.c('Enregistrement du', 'Pose le', 'Début')} {d.date('act_date')}</td><td>Durée 23 h {d.rng.randint(10, 59)}</td><td>ID {d.rng.randint(1000, 9999)}</td><td>Étalonnage {d.past(50, 300)}</td></tr></table>{d.ins()}<svg width='170mm' height='34mm' viewBox='0 0 340 60'><path d='{trace}' fill='none' stroke='#000'/></svg><p>FC moyenne {d.rng.randint(60, 85)}/min, min {d.rng.randint(40, 55)} à 4 h {d.rng.randint(10, 59)}, max {d.rng.randint(110, 160)}. ESV : {d.rng.randint(2, 900)}.</p>{d.prose('cardio')}{d.note()}<p>{d.c('Relu par', 'Interprétation', 'Lecture')} : {d.author(a)} {d.c('le', 'en date du')} {d.date('doc_date')}</p>"
    return html(
        d,
        body,
        css=".k td{border:.5pt solid #888;padding:1mm 2mm}",
        fonts=["Liberation Sans", "Roboto Condensed", "DejaVu Sans", "Liberation Sans Narrow"],
    )
