"""Results of laboratories, imaging, pathology and other tests. No letter of a stay: see stays."""

import datetime as dt
import functools
import operator

from eval.examiners.records import content
from eval.examiners.records.houses import Pro
from eval.examiners.records.names import pick_family
from eval.examiners.records.page import kv_table, layout, logo, page


def lab_value(c, low, high, dec):
    x = c.rng.uniform(low - (high - low) * 0.15, high + (high - low) * 0.2)
    x = max(x, 0)
    return f"{x:.{dec}f}".replace(".", ","), x < low or x > high


@layout("labo_ville_tableau", gap=(0, 2), weight=1.4)
def city_lab(c):
    """City laboratory report with previous results."""
    c.set_org("lab")
    c.set_author("biologie médicale", c.one("Dr", "Dr", ""))
    c.f["doc_type"] = ["11502-2"]
    c.drop("recipients")
    name, dob = c.name_line(), c.dob()
    team = [f"{c.dr(c.doctor(spec='biologie'), initial=True)}" for _ in range(c.rng.randint(2, 4))] + [
        c.dr(c.author, initial=True)
    ]
    c.rng.shuffle(team)
    prev = c.past(120)
    panels = c.many(list(content.LAB), 2, 4)
    rows = ""
    for panel in panels:
        rows += f"<tr><td colspan='5' style='background:#eee'><b>{panel.upper()}</b></td></tr>"
        for n, u, lo, hi, d in c.many(content.LAB[panel], 3, 8):
            v, odd = lab_value(c, lo, hi, d)
            old = lab_value(c, lo, hi, d)[0] if c.maybe(0.6) else ""
            rows += f"<tr><td>{n}</td><td style='text-align:right'>{'<b>' + v + '</b> *' if odd else v}</td><td>{u}</td><td>{str(lo).replace('.', ',')} – {str(hi).replace('.', ',')}</td><td style='color:#555'>{old}</td></tr>"
    presc = c.dr()
    ins = c.ins_line()
    box = f"{name}<br>{c.one('Né(e) le', 'Date de naissance', 'DN') + ' : ' + dob if dob else 'Age : ' + c.age_text()}{' &nbsp; Sexe : ' + c.p.sex if c.maybe() else ''}<br>{ins + '<br>' if ins else ''}{c.address() if c.maybe(0.5) else ''}"
    if "Sexe : " in box:
        c.f["sex"] = c.p.sex
    body = f"""<div class="two"><div style="width:62mm;font-size:8pt"><b style="font-size:12pt;color:{c.hue}">{c.org_name()}</b><br>{"<br>".join(c.org_lines())}<br>{c.finess() if c.maybe(0.5) else ""}<br><i>Biologistes médicaux :</i><br>{", ".join(team)}</div>{logo(c, 52)}
<div style="border:0.3mm solid #333;border-radius:2mm;padding:2.5mm;width:76mm">{box}</div></div>
<p style="margin-top:4mm">{c.one("Dossier n°", "Demande n°", "N° de dossier")} {c.rng.randint(100000, 9999999)} &nbsp; {c.one("Prescripteur", "Demandé par")} : {presc}<br>{c.one("Prélevé le", "Prélèvement du", "Date de prélèvement :")} {c.ad()} à {c.rng.randint(7, 10):02d}h{c.rng.randint(10, 55)} – enregistré le {c.day(c.act)}</p>{c.datamatrix("18mm")}
<h2 style="text-align:center;font-size:12pt">{c.one("COMPTE RENDU D'EXAMENS DE BIOLOGIE MÉDICALE", "Résultats d'analyses", "EXAMENS DE BIOLOGIE MÉDICALE", "Compte-rendu d'analyses")}</h2>{c.slot()}
<table style="width:100%" class="res"><tr><th>Examen</th><th style="text-align:right">Résultat</th><th>Unité</th><th>Valeurs de référence</th><th>{"Antériorité " + prev}</th></tr>{rows}</table>
<p style="text-align:right">{c.one("Validé biologiquement le", "Compte rendu validé le", "Validation :")} {c.dd()}<br>{c.author_name()}{", biologiste médical" if c.maybe() else ""}{"<br>" + c.rpps() if c.maybe(0.3) else ""}</p><p style="font-size:7.5pt">* hors des valeurs de référence. Accréditation n° 8-{c.rng.randint(1000, 4999)}, portée disponible sur www.cofrac.example</p>"""
    return page(
        c,
        body,
        css=".res td,.res th{padding:0.7mm 2mm;border-bottom:0.1mm solid #ccc}",
        footer=f"{c.org.name} – Edité le {c.soon(0)} – Page %p",
    )


@layout("labo_matriciel", gap=(0, 1))
def dot_lab(c):
    """Monospaced hospital laboratory print."""
    c.set_org(c.one("ch", "lab"))
    c.set_author("biologie médicale")
    c.f["doc_type"] = ["11502-2"]
    c.font = c.mono
    c.drop("recipients")
    rows = c.rows("name", "dob", "sex") + c.ins_row() + c.ipp_row() + (c.episode_row() if c.maybe(0.4) else [])
    lines = []
    for panel in c.many(list(content.LAB), 2, 3):
        lines.append(f"\n=== {panel.upper()} " + "=" * (50 - len(panel)))
        for n, u, lo, hi, d in c.many(content.LAB[panel], 3, 7):
            v, odd = lab_value(c, lo, hi, d)
            lines.append(f"{n:<30.30}{v:>9} {u:<8}{'*' if odd else ' '} ({lo} - {hi})".replace(".", ","))
    ident = "\n".join(f"{a:<28.28}: {b}" for a, b in rows).replace("&nbsp;", " ")
    heads = c.one("LABORATOIRE DE BIOLOGIE", "LABORATOIRE POLYVALENT", "PLATEAU DE BIOLOGIE")
    body = f"""<pre style="font-family:'{c.mono}','DejaVu Sans Mono';font-size:9.6pt;line-height:1.25;white-space:pre-wrap;margin:0">{c.org_name()}
{heads if c.org.kind == "ch" else ""}    Tel {c.org.phone}
{"-" * 66}
{ident}
{"-" * 66}
SERVICE DEMANDEUR : {c.one("MEDECINE A", "URGENCES", "SMR", "EHPAD LES ROSES", "CARDIOLOGIE")}     PRESCRIPTEUR : {c.dr()}
{c.one("PRELEVE LE", "DATE PRELEVEMENT", "Prélèvement du")} : {c.ad("dmy/")} {c.hour()}     RECU LE : {c.day(c.act, "dmy/")}

        {c.one("*** COMPTE RENDU DE BIOLOGIE ***", "COMPTE RENDU D’EXAMENS BIOLOGIQUES", "RESULTATS DE BIOLOGIE MEDICALE")}
{chr(10).join(lines)}

{"-" * 66}
{c.one("VALIDE LE", "VALIDATION BIOLOGIQUE LE", "Résultats validés le")} {c.dd("dmy/")}
{c.one("BIOLOGISTE", "PAR", "Validé par")} : {c.author_name(True)}</pre>{c.slot()}"""
    return page(c, body, footer=f"Edition du {c.soon(c.rng.randint(0, 3), 'dmy/')} - %p")


@layout("imagerie_cabinet", gap=(0, 2), ages=(3, 98))
def imaging_letter(c):
    """Imaging report of a private centre, letter-like."""
    title, why, text, concl = c.one(*content.IMAGING)
    c.set_org("imaging")
    c.set_author("radiologie")
    c.f["doc_type"] = ["18748-4"]
    team = [c.dr(c.doctor(spec="radiologie")) for _ in range(c.rng.randint(3, 6))] + [c.dr(c.author)]
    c.rng.shuffle(team)
    to = c.recip()
    name, born = c.name_line(), c.born()
    body = f"""<div style="text-align:center;color:{c.hue}"><b style="font-size:16pt">{c.org_name()}</b><br><span style="font-size:8.5pt;color:#333">{" • ".join(team)}<br>{" – ".join(c.org_lines())}{" – " + c.finess() if c.maybe(0.4) else ""}</span></div><hr>
<div class="two"><div>{c.org.town}, le {c.dd()}</div><div>Docteur {to.given} {to.family}</div></div>
<p>{c.one("Patient(e) :", "Examen de :", "Nom du patient :", "")} <b>{name}</b>{born}<br>{c.ins_line()}</p>
<h2 style="font-size:12.5pt;text-align:center;text-transform:uppercase">{title}</h2><p style="text-align:center">{c.one("Examen réalisé le", "Examen du", "Effectué le")} {c.ad()}</p>{c.slot()}
<p><b>{c.one("Indication", "Motif", "Renseignements cliniques")} :</b> {why}. {c.one("", "Comparaison : examen du " + c.past(400) + ".", "Pas d’examen antérieur disponible.")}</p>
<p><b>{c.one("Technique", "Protocole")} :</b> {c.one("acquisition standard", "injection de 80 mL de produit iodé", "sonde haute fréquence", "séquences T1, T2 et STIR")}. {c.one("PDL : 412 mGy.cm.", "PDS 0,8 Gy.cm².", "")}</p><p><b>{c.one("Résultats", "Description", "Compte rendu")} :</b><br>{c.t(text)}</p><p style="border-left:1mm solid {c.hue};padding-left:2mm"><b>{c.one("CONCLUSION", "Au total", "Synthèse")} :</b> {concl}</p>{c.sign(rpps=c.maybe(0.3))}<p style="font-size:8pt">{c.copies(0, 2)}</p>"""
    return page(c, body)


@layout("imagerie_ris", gap=(0, 3), ages=(2, 99))
def imaging_ris(c):
    """Hospital imaging report with a header table."""
    title, why, text, concl = c.one(*content.IMAGING)
    c.set_org(c.one("ch", "chu"))
    c.set_author("radiologie")
    c.f["doc_type"] = ["18748-4"]
    c.drop("recipients")
    rows = c.rows("name", "dob", "sex") + c.ins_row() + c.ipp_row() + (c.episode_row() if c.maybe() else [])
    rows2 = [
        ("Examen", title),
        (c.one("Date d'examen", "Réalisé le", "Date de l'examen"), c.ad() + " " + c.hour()),
        ("Demandeur", c.dr()),
        ("UF", f"{c.rng.randint(1000, 4999)} {c.one('Urgences', 'Neurologie', 'Consultations')}"),
        ("Manipulateur", f"{pick_family(c.rng)} {c.one('L.', 'M.', 'S.')}"),
        ("N° d'accession", f"{c.rng.randint(10**8, 10**9)}"),
    ]
    body = f"""<div class="two" style="border-bottom:1mm solid {c.hue}"><div>{logo(c, 46)}</div><div style="text-align:right"><b style="font-size:13pt">{c.org_name()}</b><br>{c.one("Service d'imagerie médicale", "Pôle imagerie – radiologie", "Département de radiologie")}<br>Chef de service : {c.dr(c.doctor(spec="radiologie"))}</div></div>
<table class="grid" style="width:100%;margin:3mm 0;font-size:9pt"><tr><td style="width:50%">{kv_table(rows)}</td><td>{kv_table(rows2)}</td></tr></table>{c.datamatrix()}{c.slot()}
<h2 style="font-size:12pt">{c.one("Compte rendu d'imagerie", "COMPTE RENDU RADIOLOGIQUE", "CR " + title)}</h2><p><i>{c.one("Indication", "Contexte clinique")}</i> : {why}</p><p>{c.t(text)}</p><p>{c.one("Absence d’autre anomalie.", "Examen de qualité moyenne.", "Le reste de l’examen est sans particularité.")}</p><p><b>Conclusion : {concl}</b></p>
<p style="margin-top:8mm">{c.one("Interne", "Dicté par")} : {pick_family(c.rng)} {c.one("Paul", "Sarah", "Nina")}<br>{c.one("Validé par", "Compte rendu validé par", "Médecin radiologue signataire :")} {c.author_name()} {c.one("le", ", le")} {c.dd()} {c.hour()}{"<br>" + c.rpps() if c.maybe(0.35) else ""}</p>"""
    return page(c, body, footer=f"{c.org.name} – impression du {c.soon(1)} – page %p")


@layout("anapath", gap=(3, 11), ages=(18, 96))
def pathology(c):
    """Pathology report."""
    site, macro, micro, concl = c.one(*content.PATHO)
    if "mammaires" in site or "cervico" in site:
        site, macro, micro, concl = content.PATHO[0] if c.p.sex == "M" else (site, macro, micro, concl)
    if "prostatiques" in site and c.p.sex == "F":
        site, macro, micro, concl = content.PATHO[2]
    c.set_org("patho")
    c.set_author(c.one("anatomie et cytologie pathologiques", "pathologie"))
    c.f["doc_type"] = ["60568-3"]
    num = f"{c.act.year % 100}{c.one('H', 'B', 'C', 'P')}{c.rng.randint(10000, 99999)}"
    to = c.recip()
    name, born = c.name_line(), c.born()
    received = c.act + dt.timedelta(days=1)
    body = f"""<div class="two"><div style="font-size:8.5pt"><b style="font-size:12.5pt;color:{c.hue}">{c.org_name()}</b><br>{"<br>".join(c.org_lines())}<br>{c.dr(c.doctor(spec="pathologie"))} – {c.dr(c.author)} – {c.dr(c.doctor(spec="pathologie"))}</div><div style="border:0.3mm solid #333;padding:2mm 4mm;text-align:center">N° d'examen<br><b style="font-size:13pt">{num}</b></div></div>
<table style="width:100%;border-top:0.3mm solid #333;border-bottom:0.3mm solid #333;margin:4mm 0"><tr><td style="padding:2mm 0">{name}{born}<br>{c.ins_line()}</td><td>{c.one("Prélevé le", "Date de prélèvement :", "Prélèvement du")} {c.ad()}<br>{c.one("Reçu le", "Réception :")} {c.day(received)}<br>{c.one("Médecin préleveur", "Adressé par")} : Dr {to.given} {to.family}</td></tr></table>{c.datamatrix("18mm")}
<h2 style="text-align:center;font-size:12.5pt">{c.one("COMPTE RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", "EXAMEN ANATOMO-PATHOLOGIQUE", "Compte rendu d'examen histopathologique", "Compte-rendu d'anatomopathologie")}</h2>{c.slot()}
<p><b>Nature du prélèvement :</b> {site}</p><p><b>Renseignements cliniques :</b> {c.t(c.one("lésion découverte le {p30}.", "contrôle, examen antérieur n° 22H10455 du {p420}.", "bilan étiologique.", "non fournis."))}</p><p><b>Macroscopie :</b> {macro}</p><p><b>{c.one("Microscopie", "Histologie")} :</b> {micro}</p><p><b>Techniques :</b> {c.one("HES", "HES, PAS", "HES et immunohistochimie (p63, Melan-A)", "Papanicolaou")}.</p><p style="border:0.3mm solid #333;padding:2mm"><b>CONCLUSION : {concl}</b></p>
<p>Codification ADICAP : {c.one("BHDC7600", "OHPY0700", "GHSA7A10")}</p><p>{c.one("Compte rendu signé le", "Validé le", "Date de réponse :", "Le")} {c.dd()}</p>{c.sign(rpps=c.maybe(0.4))}"""
    c.drop("recipients")
    return page(c, body)


@layout("genetique", gap=(20, 60), ages=(2, 80))
def genetics(c):
    """Molecular genetics report, two pages."""
    gene, why, result = c.one(*content.GENETICS)
    c.set_org("chu")
    c.set_author("génétique moléculaire")
    c.f["doc_type"] = ["51969-4", "11502-2"]
    rows = c.rows("name", "dob", "sex") + c.ins_row()
    to = c.recip(spec="génétique")
    fam = pick_family(c.rng)
    body = f"""<div class="two">{logo(c, 55)}<div style="text-align:right"><b>{c.org_name()}</b><br>Laboratoire de génétique moléculaire<br>Pr {c.doctor(spec="génétique").given} {c.doctor(spec="génétique").family}, chef de service<br>{c.org.phone}{"<br>" + c.finess() if c.maybe(0.4) else ""}</div></div>
<p style="margin-left:95mm">Dr {to.given} {to.family}<br>Consultation de génétique<br>{c.org.town}</p><h1 style="font-size:14pt;text-align:center;color:{c.hue}">{c.one("COMPTE RENDU D’EXAMEN DE GÉNÉTIQUE MOLÉCULAIRE", "Analyse des caractéristiques génétiques – compte rendu", "ÉTUDE EN GÉNÉTIQUE MOLÉCULAIRE")}</h1>
<table class="grid" style="width:100%"><tr><td>{kv_table(rows)}</td><td>N° famille : {c.rng.randint(1000, 9999)} ({fam})<br>{c.one("Prélèvement du", "Prélevé le")} : {c.ad()}<br>Nature : {c.one("sang EDTA", "ADN extrait", "salive")}<br>Reçu le : {c.day(c.act + dt.timedelta(days=2))}</td></tr></table>{c.slot()}
<p><b>Indication :</b> {why}. {c.one("Cas index.", "Apparenté d’un cas connu (tante maternelle, " + pick_family(c.rng) + ").", "Consultation du " + c.past(15) + ".")}</p><p><b>Analyse demandée :</b> {gene}</p><p><b>Méthode :</b> séquençage haut débit (capture, {c.one("NextSeq", "MiSeq")}), confirmation Sanger, couverture moyenne {c.rng.randint(180, 420)}X. Séquences NM_{c.rng.randint(10**5, 10**6)}.</p><p><b>Résultat :</b> {result}</p>
<p><b>Interprétation :</b> {c.one("Ce résultat doit être rendu au cours d’une consultation individuelle.", "Une enquête familiale peut être proposée.", "Le résultat ne permet pas d’exclure une autre cause.")} {c.one("Un second prélèvement indépendant est souhaité.", "La classification suit les recommandations ACMG.", "")}</p><p style="font-size:8.5pt">Consentement écrit daté du {c.past(3)} conservé par le prescripteur. Technicien : {pick_family(c.rng)} {c.one("A.", "F.")}</p>
<p>{c.one("Validé le", "Compte rendu établi le", "Date du compte rendu :")} {c.dd()}</p>{c.sign()}"""
    return page(c, body, header=f"{c.org.name} – génétique – page %p")


@layout("endoscopie_acte", gap=(0, 2), ages=(18, 95))
def diagnostic_act(c):
    """Diagnostic act (endoscopy, functional test) report with a sketch."""
    title, why, text, concl = c.one(*content.ENDOSCOPY)
    c.set_org(c.one("clinic", "ch", "spec"), Pro("", "", "M", "cardiologie", "", ""))
    c.set_author(c.one("gastro-entérologie", "cardiologie", "neurologie", "pneumologie"))
    c.f["doc_type"] = ["70004-7"]
    if "chocardio" in title:
        c.f["doc_type"].append("18748-4")
    if "respiratoires" in title:
        c.f["doc_type"].append("47420-5")
    if "Polypectomie" in concl:
        c.f["doc_type"].append("11505-5")
    rows = (
        c.rows("name", "dob") + (c.sex_row() if c.maybe() else []) + c.ins_row() + (c.ipp_row() if c.maybe(0.4) else [])
    )
    to = c.recip()
    pic = f'<svg width="150" height="150"><rect width="150" height="150" fill="none" stroke="#999"/><circle cx="75" cy="75" r="58" fill="{c.one("#c96", "#b87", "#caa")}"/><circle cx="{c.rng.randint(55, 95)}" cy="{c.rng.randint(55, 95)}" r="22" fill="#733"/><text x="6" y="146" font-size="8">IMG {c.rng.randint(1, 40)}</text></svg>'
    body = f"""<div style="display:flex;justify-content:space-between;border-bottom:0.8mm solid {c.hue}"><b style="font-size:14pt">{c.org_name()}</b><span>{c.org.phone}</span></div>
<h1 style="font-size:14.5pt;color:{c.hue}">{c.one("Compte rendu", "COMPTE RENDU", "Résultat")} : {title}</h1><div class="two"><div style="width:120mm">{kv_table(rows)}<p>{c.one("Date de l’examen", "Examen pratiqué le", "Réalisé le")} : {c.ad()}<br>{c.one("Médecin demandeur", "Correspondant", "Adressé par")} : Dr {to.given} {to.family}<br>{c.one("Opérateur", "Praticien")} : {c.dr(c.author)}</p></div>{pic}</div>{c.slot()}
<p><b>{c.one("Indication", "Motif")}</b> : {why}. {c.one("", "Précédent examen le " + c.past(900) + ".")}</p><p><b>{c.one("Déroulement", "Constatations", "Description")}</b> : {text}</p><p><b>Conclusion</b> : {concl}</p><p>{c.t(c.one("Résultats des biopsies à suivre, consultation le {n20}.", "Contrôle conseillé vers le {n360}.", "Reprise des anticoagulants le {n1}.", ""))}</p><p>Matériel : n° de série {c.rng.randint(10**6, 10**7)} – désinfection tracée n° {c.rng.randint(1000, 9999)}</p><p>{c.one("Édité et signé le", "Fait le", "Compte rendu du")} {c.dd()}</p>{c.sign("left")}"""
    c.drop("recipients")
    return page(c, body)


@layout("labo_fax_resultat_urgent", gap=(0, 0))
def lab_short(c):
    """Half page result note sent by the laboratory to the ward."""
    c.set_org("lab")
    c.set_author("biologie médicale", c.one("Dr", ""))
    c.f["doc_type"] = ["11502-2"]
    rows = c.rows("name", "dob") + c.ins_row()
    to = c.recip(spec="médecine générale")
    res = c.many(functools.reduce(operator.iadd, content.LAB.values(), []), 2, 4)
    table = "".join(
        f"<tr><td>{n}</td><td><b>{f'{hi * c.rng.uniform(1.4, 2.2):.{d}f}'.replace('.', ',')} {u}</b></td><td>réf. {str(lo).replace('.', ',')} à {str(hi).replace('.', ',')}</td></tr>"
        for n, u, lo, hi, d in res
    )
    body = f"""<b style="font-size:15pt">{c.org_name()}</b><br>{c.org.street} – {c.org.postcode} {c.org.town} – Tél {c.org.phone} – Fax {c.org.fax}<hr style="border:0.5mm solid #000">
<h1 style="font-size:17pt;text-align:center">{c.one("RÉSULTAT URGENT", "TRANSMISSION DE RÉSULTATS D’ANALYSES", "RÉSULTATS DE BIOLOGIE – URGENT")}</h1><p>À : Dr {to.family} {to.given} – Fax {c.phone()} &nbsp;&nbsp; Nombre de pages : 1</p>
{kv_table(rows)}<p>{c.one("Prélèvement du", "Prélevé ce jour,")} {c.ad()} à {c.hour()} – dossier {c.rng.randint(10**5, 10**7)}</p>{c.slot()}<table class="grid" style="margin:4mm 0">{table}</table><p>{c.one("Contrôle conseillé sous 48 heures.", "Résultat téléphoné au secrétariat à " + c.hour() + ".", "Échantillon non hémolysé, vérifié deux fois.")}</p><p>{c.one("Validé le", "Le")} {c.dd()}, {c.author_name()}, biologiste{" – " + c.rpps() if c.maybe(0.3) else ""}</p>
<p style="font-size:8pt">Ce document est confidentiel. En cas d'erreur de destinataire, merci de prévenir le laboratoire.</p>"""
    return page(c, body)
