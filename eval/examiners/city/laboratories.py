"""Laboratories and imaging."""

from html import escape as E  # noqa: N812

from eval.examiners.city.context import Ctx
from eval.examiners.city.page import BYE, MONO, SANS, SERIF, addr, addressee, copies, html, logo, staff
from eval.examiners.city.registry import layout

LAB = [
    ("Hématies", "4,{a} T/L", "4,00 – 5,70"),
    ("Hémoglobine", "13,{a} g/dL", "12,0 – 17,0"),
    ("Hématocrite", "4{a} %", "37 – 50"),
    ("Leucocytes", "{a},2 G/L", "4,0 – 10,0"),
    ("Plaquettes", "2{b} G/L", "150 – 400"),
    ("Glycémie à jeun", "0,9{a} g/L", "0,70 – 1,10"),
    ("Créatinine", "{b} µmol/L", "50 – 104"),
    ("DFG CKD-EPI", "{b} mL/min", "> 60"),
    ("Sodium", "13{a} mmol/L", "136 – 145"),
    ("Potassium", "4,{a} mmol/L", "3,5 – 5,1"),
    ("ASAT", "{b} U/L", "< 40"),
    ("ALAT", "{b} U/L", "< 41"),
    ("Gamma GT", "{b} U/L", "< 60"),
    ("Cholestérol total", "1,{b} g/L", "< 2,00"),
    ("CRP", "{a} mg/L", "< 5"),
    ("TSH", "1,{a} mUI/L", "0,27 – 4,20"),
    ("Ferritine", "1{b} µg/L", "30 – 400"),
    ("HbA1c", "6,{a} %", "4,0 – 6,0"),
]


def _drawn(d: Ctx, value: str) -> str:
    """A value with its numbers."""
    return value.replace("{a}", str(d.rng.randint(2, 8))).replace("{b}", str(d.rng.randint(21, 88)))


def _lab(d: Ctx, n: int, prev: bool = True) -> list[tuple[str, str, str, str]]:
    """Analyses: name, value, reference, value before."""
    return [
        (name, _drawn(d, value), ref, _drawn(d, value) if prev else "") for name, value, ref in d.rng.sample(LAB, n)
    ]


@layout()
def lab_table(d: Ctx) -> str:
    """Lab table."""
    s, a = d.w.site("lab"), d.pro()
    d.typ("11502-2")
    pv = d.past(60, 400)
    rows = "".join(
        f"<tr><td>{n}</td><td style='text-align:right'><b>{v}</b></td><td>{r}</td><td style='color:#555'>{p}</td></tr>"
        for n, v, r, p in _lab(d, d.rng.randint(9, 15))
    )
    body = (
        f"<table style='width:100%'><tr><td style='width:54%'>{logo(d)}<br><b style='font-size:13pt;color:#056'>{d.struct(s)}</b><br><span style='font-size:8pt'>{addr(s)}<br>{d.finess(s)}<br>Biologistes : {d.who(d.pro())}, {d.who(d.pro())}, {d.who(d.pro())}</span></td>"
        f"<td style='border:.8pt solid #056;padding:2.5mm'>{d.civ()}<br><b>{d.name()}</b><br>{d.c('Né(e) le', 'Date de naissance :')} {d.dob(d.c('/', '-'))} – Sexe : {d.sex('F')}<br>{E(d.p.address)}<br><span style='font-size:8.5pt'>{d.ins()}</span></td></tr></table><br>"
        f"<table style='font-size:9pt;width:100%'><tr><td>{d.c('Dossier', 'N° de demande', 'Réf. dossier')} : {d.rng.randint(100000, 999999)}<br>{d.c('Prélevé le', 'Prélèvement du', 'Date de prélèvement :')} {d.date('act_date')} à {d.rng.randint(7, 11)}h{d.rng.randint(10, 59)}<br>{d.c('Enregistré le', 'Reçu le')} {d.date('act_date')}</td><td>{d.c('Prescripteur', 'Prescrit par')} : {addressee(d, d.pro(), False)}<br>{d.c('Édité le', 'Imprimé le')} {d.future(0, 1)}</td></tr></table>"
        f"<h3 style='background:#dee;padding:1mm'>{d.c('COMPTE RENDU D’EXAMENS DE BIOLOGIE MÉDICALE', 'Résultats d’analyses', 'BIOLOGIE MÉDICALE – RÉSULTATS')}</h3><table style='width:100%;font-size:9.5pt'><tr><th>Analyse</th><th style='text-align:right'>Résultat</th><th>Valeurs de référence</th><th>Antériorité {pv}</th></tr>{rows}</table>{d.note()}<p style='margin-top:6mm'>{d.c('Validé par', 'Validation biologique :', 'Compte rendu validé par')} {d.author(a)} {d.c('le', 'en date du')} {d.date('doc_date')}</p>"
    )
    d.leave("recipients")
    return html(
        d,
        body,
        css="table table td{padding:.5mm 1mm}td,th{padding:.6mm 1mm}",
        margin="12mm 14mm",
        foot="Accréditation COFRAC 8-" + str(d.rng.randint(1000, 4999)) + " – portée sur www.cofrac.example",
    )


@layout()
def lab_mono(d: Ctx) -> str:
    """Dot-matrix style result with dotted lines."""
    s, a = d.w.site("lab"), d.pro()
    d.typ("11502-2")
    lines = [
        d.struct(s, True),
        E(f"{s.street} {s.cp} {s.city}").upper(),
        "TEL " + s.tel,
        "",
        f"{'':32}{d.civ(True).upper() if d.age() >= 15 else d.civ()} {d.name()}",
        f"{'':32}{d.c('NE(E) LE', 'DDN', 'NAISSANCE')} {d.dob(d.c('/', '-'))}",
    ]
    if d.may_ins():
        lines.append(f"{'':32}{d.ins('INS {}')}")
    lines += [
        "",
        f"DEMANDE {d.rng.randint(1000000, 9999999)}   {d.c('PRELEVEMENT DU', 'PRELEVE LE')} {d.date('act_date')}",
        f"{d.c('MEDECIN', 'PRESCRIPTEUR')} : {addressee(d, d.pro(), False)}",
        "-" * 70,
    ]
    for n, v, r, _ in _lab(d, 10):
        lines.append(f"{(n + ' ').ljust(26, '.')} {v:>14}   ({r})")
    lines += [
        "-" * 70,
        f"{d.c('EXAMEN CYTOBACTERIOLOGIQUE DES URINES', 'SEROLOGIES', 'HEMOSTASE')} : {d.c('culture stérile', 'négatif', 'voir commentaire')}",
        "",
        f"{d.c('VALIDE LE', 'LE BIOLOGISTE, LE', 'SIGNE LE')} {d.date('doc_date')}   {d.author(a).upper() if d.k(0.5) else d.author(a)}",
    ]
    d.leave("recipients")
    return html(
        d,
        "<pre style='font-family:inherit;font-size:9.6pt;line-height:1.35'>" + "\n".join(lines) + f"</pre>{d.note()}",
        fonts=MONO,
        margin="14mm 12mm",
    )


@layout()
def lab_micro_fax(d: Ctx) -> str:
    """Lab micro fax."""
    s, a = d.w.site("lab"), d.pro()
    d.typ("11502-2")
    abx = "".join(
        f"<tr><td>{x}</td><td>{d.c('S', 'S', 'R', 'I')}</td></tr>"
        for x in ["Amoxicilline", "Céfotaxime", "Ciprofloxacine", "Cotrimoxazole", "Gentamicine", "Fosfomycine"]
    )
    body = (
        f"<div style='border:2pt solid #000;padding:3mm'><b style='font-size:16pt'>{d.c('TÉLÉCOPIE', 'FAX', 'Transmission urgente par fax')}</b><table style='width:100%'><tr><td>De : {d.struct(s)} ({s.fax})</td><td>À : {addressee(d, d.pro(), False)}</td></tr><tr><td>Date : {d.date('doc_date')}</td><td>Nombre de pages : 1</td></tr></table></div><br>"
        f"<p><b>{d.c('RÉSULTAT DE BACTÉRIOLOGIE', 'Examen bactériologique', 'Hémocultures – résultat partiel')}</b></p><p>{d.c('Patient', 'Concerne', 'Pour')} : {d.civ()} {d.name()} {d.born('– ')}</p><p>{d.ins()}</p><p>{d.c('Prélevé le', 'Prélèvement reçu et fait le')} {d.date('act_date')} – nature : {d.c('urines', 'pus profond', 'sang', 'cathéter')} – dossier {d.rng.randint(10000, 99999)}</p><p>Leucocytes {d.rng.randint(20, 900)}000/mL. Culture : {d.c('Escherichia coli', 'Staphylococcus aureus', 'Klebsiella pneumoniae')} 10^{d.rng.randint(4, 6)} UFC/mL.</p><table class='k'><tr><th>Antibiotique</th><th>Résultat</th></tr>{abx}</table>{d.note()}<br><p>Appelé au cabinet, Mme {E(d.w.family())} prévenue à {d.rng.randint(9, 18)}h.</p><p>{d.author(a)}, biologiste – {d.rpps()}</p>"
    )
    return html(d, body, css=".k td,.k th{border:.6pt solid #000;padding:.8mm 4mm}", size=11.5)


@layout()
def pathology(d: Ctx) -> str:
    """Pathology."""
    s, a = d.w.site("path"), d.pro()
    d.typ("60568-3")
    body = (
        f"<table style='width:100%'><tr><td style='width:45mm;background:#efe9f5;padding:3mm;font-size:8pt'>{logo(d)}<br><b style='font-size:10pt'>{d.struct(s)}</b><br>{addr(s)}<br><br>{staff(d, 5, False)}<br>Secrétariat {s.mail}</td><td style='padding-left:6mm'><div style='margin-left:40%'>{addressee(d, d.pro())}</div><br>"
        f"<b style='font-size:12pt'>{d.c('Compte rendu d’anatomie pathologique', 'COMPTE RENDU D’ANATOMIE ET CYTOLOGIE PATHOLOGIQUES', 'Examen anatomo-pathologique')} n° {d.rng.randint(24, 26)}H{d.rng.randint(10000, 99999)}</b><br><br>{d.c('Patient(e)', 'Nom')} : {d.name()}<br>{d.c('Né(e) le', 'Date de naissance')} {d.dob()}<br>{d.c('Prélèvement du', 'Prélevé le', 'Date de prélèvement')} : {d.date('act_date')}<br>{d.c('Reçu le', 'Enregistré le')} {d.past(0, 1)}<br>{d.ins()}<br><br>{d.prose('patho')}{d.note()}"
        f"<p style='text-align:right'>{d.c('Signé le', 'Le', 'Validé le')} {d.date('doc_date', style=d.c('/', 'long'))}<br>{d.author(a)}<br>{d.rpps()}</p><p style='font-size:8.5pt'>{copies(d) if d.k(0.5) else ''}</p></td></tr></table>"
    )
    return html(d, body, fonts=SANS + SERIF, margin="12mm 14mm")


@layout()
def radiology(d: Ctx) -> str:
    """Radiology."""
    s, a = d.w.site("img"), d.pro()
    d.typ("18748-4")
    ti, te = d.c(
        ("IRM DU GENOU DROIT", "img"),
        ("Scanner thoraco-abdomino-pelvien", "img"),
        ("ÉCHOGRAPHIE ABDOMINALE", "img"),
        ("Scanner du rachis lombaire", "img"),
        ("Arthro-IRM de l’épaule", "img"),
    )
    sl = d.slots(te)
    docs = " – ".join(f"Dr {E(p.given[0])}. {d.up(p.family)}" for p in (d.pro() for _ in range(6)))
    body = (
        f"<div style='text-align:center;border-bottom:2.5pt double #036'>{logo(d)} <b style='font-size:16pt;color:#036'>{d.struct(s)}</b><br><span style='font-size:8pt'>{addr(s)}</span><br><span style='font-size:7.5pt'>{docs}</span></div><br><table style='width:100%'><tr><td>{s.city}, le {d.date('doc_date', d.act_day, d.c('/', 'long', 'day'))}</td><td style='width:45%'>{addressee(d, d.pro())}</td></tr></table><br>"
        f"<p>{d.civ().upper()} <b>{d.name()}</b><br>{d.born() or '&nbsp;'}{d.ins('<br>INS {}')}</p><h3 style='text-align:center;text-decoration:underline'>{ti} {d.c('', 'du ' + d.date('act_date', d.act_day))}</h3><p><i>Indication</i> : {sl[0]}</p><p><i>Technique</i> : {sl[1]}</p><p><i>Résultats</i> : {sl[2]}</p><p><b>{sl[3]}</b></p>{d.note()}<p>{d.c(*BYE)}</p><p style='margin-left:55%'>{d.author(a)}</p><p style='font-size:8pt'>Appareil mis en service le {d.past(1000, 3000)}. {d.finess(s)}</p>"
    )
    d.put("act_date", d.act_day.isoformat())
    return html(d, body, fonts=SANS + SERIF)


@layout()
def mammography(d: Ctx) -> str:
    """Mammography."""
    s, a = d.w.site("img"), d.pro()
    d.typ("18748-4", "75492-9")
    acr = d.rng.randint(1, 4)
    body = (
        f"<table style='width:100%;border-bottom:1pt solid'><tr><td><b>{d.struct(s)}</b><br><small>{addr(s)}</small></td><td style='text-align:right'><small>{d.finess(s)}</small></td></tr></table><h2 style='text-align:center;font-size:13.5pt'>{d.c('MAMMOGRAPHIE BILATÉRALE', 'Ostéodensitométrie', 'Échographie-doppler veineux', 'Mammographie et échographie mammaire') if d.fem else d.c('Ostéodensitométrie', 'Échographie-doppler veineux', 'Doppler des troncs supra-aortiques')}</h2>"
        f"<table class='k' style='width:100%'><tr><td>{d.c('Nom de naissance', 'Nom de famille')}</td><td>{d.f_birth()}</td><td>{d.c('Nom d’usage', 'Nom utilisé')}</td><td>{d.f_used()}</td></tr><tr><td>Prénom</td><td>{d.given()}</td><td>{d.c('Né(e) le', 'DDN')}</td><td>{d.dob('/')}</td></tr><tr><td>{d.c('Examen du', 'Date d’examen')}</td><td>{d.date('act_date', d.act_day)}</td><td>N° d'accès</td><td>{d.episode()}</td></tr><tr><td>Prescripteur</td><td>{addressee(d, d.pro(), False)}</td><td>INS</td><td>{d.ins('{}', '')}</td></tr></table><br><p>Examen comparatif : {d.past(300, 900)}.</p>{d.prose('img')}<p>Classification ACR {acr}. Densité type {d.c('a', 'b', 'c')}.</p>{d.note()}<p>{d.c('Radiologue', 'Interprété par', 'Lecture')} : {d.author(a)} – {d.rpps()}</p><p>{d.c('Compte rendu signé le', 'Validé le')} {d.date('doc_date')}</p>"
    )
    d.leave("episode")
    d.leave("recipients")
    return html(d, body, css=".k td{border:.5pt solid #888;padding:1.3mm 2mm}")


@layout()
def genetics(d: Ctx) -> str:
    """Genetics."""
    s, a = d.w.site("lab"), d.pro()
    d.typ("51969-4", "11502-2")
    g, v = d.c(
        ("BRCA2", "c.5946del"),
        ("HFE", "c.845G>A homozygote"),
        ("F5 Leiden", "c.1601G>A hétérozygote"),
        ("LDLR", "c.1060+1G>A"),
    )
    body = f"<table style='width:100%'><tr><td>{d.struct(s)}<br>Secteur génétique moléculaire<br><small>{addr(s)}</small></td><td style='text-align:right'>{logo(d)}<br>{d.matrix()}</td></tr></table><h2 style='font-size:13pt;border-bottom:1pt solid'>{d.c('Compte rendu de génétique moléculaire', 'RÉSULTAT D’ANALYSE GÉNÉTIQUE', 'Examen des caractéristiques génétiques')}</h2><table class='k'><tr><td>Nom de naissance :</td><td>{d.f_birth()}</td></tr><tr><td>Nom utilisé :</td><td>{d.f_used()}</td></tr><tr><td>Prénom(s) de naissance :</td><td>{d.f_firsts()}</td></tr><tr><td>Date de naissance :</td><td>{d.dob('/')}</td></tr><tr><td>Sexe :</td><td>{d.sex()}</td></tr><tr><td>Matricule INS :</td><td>{d.ins('{}', '')}</td></tr><tr><td>Prélèvement (sang EDTA) du :</td><td>{d.date('act_date')}</td></tr><tr><td>Consentement signé le :</td><td>{d.past(3, 30)}</td></tr><tr><td>Prescripteur :</td><td>{addressee(d, d.pro(), False)}</td></tr></table><p>Gène étudié : {g}. Technique : séquençage haut débit, couverture {d.rng.randint(200, 900)}X.</p><p>Résultat : variant {v} {d.c('identifié', 'non retrouvé')}. Apparentés testés : sœur ({d.past(200, 900)}).</p><p>Conclusion : {d.c('consultation de génétique souhaitable', 'résultat rassurant', 'dépistage familial à proposer')}.</p>{d.note()}<p>{d.author(a)} – {d.rpps()}<br>{d.c('Signé électroniquement le', 'Validé le')} {d.date('doc_date')}</p>"
    d.leave("recipients")
    return html(d, body, css=".k td{padding:.8mm 5mm .8mm 0}")
