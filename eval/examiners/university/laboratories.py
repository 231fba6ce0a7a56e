"""Laboratories, pathology and genetics."""

from eval.examiners.university.context import Ctx
from eval.examiners.university.page import box, kv, logo, page, seal, table
from eval.examiners.university.prose_results import CHEM, GENETICS, PATHO
from eval.examiners.university.registry import layout


def values(c: Ctx, count: int) -> list[tuple[str, str, str, str, str]]:
    """Name, value, unit, reference and value before of some examinations."""

    def drawn(low: float, high: float) -> str:
        if high < 20:
            return f"{c.r.uniform(low, high):.1f}".replace(".", ",")
        return str(c.r.randint(int(low), int(high)))

    return [
        (name, drawn(low, high), unit, reference, drawn(low, high))
        for name, low, high, unit, reference in c.r.sample(CHEM, count)
    ]


@layout("biologie_tableau_anteriorite", ages=(3, 95), is_addressed=False)
def results_table(c: Ctx) -> str:
    """Results in a table with those before."""
    c.type("11502-2")
    s = c.struct(c.pick("labo", "labo", "hopital"))
    a, p = c.newdoc(), c.newdoc()
    prev = c.d(c.before(20, 300), "slash")
    body = f"""<table style="width:100%"><tr><td>{logo(c, 13)}</td><td><b
    style="color:{c.color};font-size:120%">{s.name}</b><br><span class=xs>{s.address} – Tél {s.tel} – Biologistes :
    {', '.join(c.dr(x, 'init') for x in (c.newdoc(), c.newdoc(), c.newdoc()))}<br>{c.finess()}</span></td></tr></table>
    <table class=w><tr><td style="width:50%">{c.pick('Prescripteur', 'Prescrit par')} : {c.rec(p, 'full')}<br>
    Dossier : {c.r.randint(100000, 999999)} &nbsp;{c.pick(c.ipp(), '')}<br>{c.pick('Prélevé le',
    'Date de prélèvement :', 'Prélèvement du')} <b>{c.actdate('slash')}</b> à {c.r.randint(6, 11):02d}:{c.r.randint(10,
    59)}<br>{c.pick('Enregistré le', 'Reçu au laboratoire le')} {c.d(c.act, 'slash')}</td>
    <td class=bx><b>{c.inline()}</b><br>{c.born()}<br>{c.ins()} {c.matrix(15)}</td></tr></table>
    <h2 class=c>{c.pick('COMPTE RENDU D’EXAMENS DE BIOLOGIE MÉDICALE', 'Résultats d’analyses',
    'EXAMENS DE BIOLOGIE MÉDICALE')}</h2>{table([(f'<b>{n}</b>', f'<b>{v}</b>', u, ref, pv) for n, v, u, ref, pv in
    values(c, 11)], 'b', ('Examen', 'Résultat', 'Unité', 'Valeurs de référence', f'Antériorité {prev}'))}<!--X-->
    <p class=s>{c.pick('Techniques : Roche Cobas.', 'Sérum limpide.',
    'Échantillon hémolysé : potassium sous réserve.')}</p><p class=r>{c.pick('Validé le', 'Validation biologique le',
    'Résultats validés le')} {c.docdate('slash')} par {c.author(a)}, biologiste</p>
    <p class=xs>Édition du {c.d(c.after(1, 3), 'slash')} – accréditation n° 8-{c.r.randint(1000, 4999)}, portée sur
    www.cofrac.fr</p>"""  # fmt: skip
    return page(
        c,
        (
            f".w{{width:100%;margin:2mm 0}}.bx{{border:1px solid #333;padding:2mm 3mm}}.b{{width:100%}}.b "
            f"th{{background:{c.color};color:#fff;padding:1mm}}.b td{{padding:.8mm 1mm;border-bottom:.5px dotted "
            f"#888}}h2{{font-size:115%}}"
        ),
        body,
        margin="12mm 14mm",
    )


@layout("antibiogramme_bacteriologie", is_addressed=False)
def bacteriology(c: Ctx) -> str:
    """A culture."""
    c.type("11502-2")
    s = c.struct("hopital")
    a = c.newdoc()
    germ = c.pick(
        "Escherichia coli",
        "Klebsiella pneumoniae",
        "Staphylococcus aureus",
        "Pseudomonas aeruginosa",
        "Enterococcus faecalis",
        "Proteus mirabilis",
        "Enterobacter cloacae",
        "Streptococcus agalactiae",
    )
    ab = [
        "Amoxicilline",
        "Amox. + ac. clavulanique",
        "Céfotaxime",
        "Ceftazidime",
        "Ertapénème",
        "Gentamicine",
        "Ofloxacine",
        "Cotrimoxazole",
        "Fosfomycine",
        "Nitrofurantoïne",
    ]
    rows = [(x, c.pick("S", "S", "R", "SFP"), c.pick("≤ 0,5", "≤ 2", "> 32", "4", "8")) for x in c.r.sample(ab, 8)]
    body = f"""<div style="background:#eee;padding:2mm"><b>{s.name}</b> – Pôle Biologie – Laboratoire de
    {c.pick('bactériologie-hygiène', 'microbiologie')}<br><span class=s>{s.tel} – résultats urgents : poste
    {c.r.randint(2000, 9999)}</span></div>{kv(c.pairs(extra=('stay', )), cols=3)}
    <p>Nature : <b>{c.pick('Urines (jet)', 'Hémoculture aérobie', 'Pus profond', 'Expectoration',
    'Liquide d’ascite')}</b> – {c.pick('prélevé le', 'recueil du', 'date/heure de prélèvement')} {c.actdate('slash')}
    {c.r.randint(0, 23):02d}h{c.r.randint(10, 59)} – UF {c.r.randint(1000, 9999)} – prescripteur
    {c.dr(c.newdoc(), 'short')}</p>
    <h3>Examen direct</h3><p>Leucocytes {c.r.randint(5, 900)} 000/mL – hématies {c.r.randint(1, 80)} 000/mL –
    {c.pick('bacilles Gram négatif', 'cocci Gram positif en amas', 'flore absente')}</p><h3>Culture</h3>
    <p><i>{germ}</i> : 10<sup>{c.r.randint(4, 7)}</sup> UFC/mL</p><h3>Antibiogramme (EUCAST)</h3>{table(rows, 'a',
    ('Antibiotique', 'Cat.', 'CMI mg/L'))}<!--X-->
    <p>{c.fill(c.pick('Souche identique à celle du {d-}.', 'Résultat téléphoné au {doc} à {9~17} h {10~59}.',
    'BLSE non détectée.', 'Mécanisme : pénicillinase acquise.', 'Conseil antibiotique : avis du {doc}.',
    'Contrôle utile après traitement, vers le {d+}.', 'Contact étroit : {rel}, pas de dépistage.',
    'Hémoculture du {d-} stérile.'))}</p><p><b>{c.author(a)}</b> – {c.pick('signé le', 'validé biologiquement le',
    'bon à diffuser le')} {c.docdate('slash')} {c.rpps(a) if c.chance(.4) else ''}</p>"""  # fmt: skip
    return page(
        c,
        (
            ".kv{margin:2mm 0}.k{color:#555;padding-right:1mm;font-size:85%}.v{padding-right:5mm;font-weight:bold}.a "
            "td,.a th{border:1px solid #777;padding:.6mm 4mm}h3{margin:2.5mm 0 .5mm;border-bottom:1px solid "
            "#999;font-size:105%}"
        ),
        body,
    )


@layout("biologie_listing_mono", is_addressed=False)
def listing(c: Ctx) -> str:
    """Results in a listing."""
    c.type("11502-2")
    s = c.struct("hopital")
    a = c.newdoc()
    pp = c.pairs(extra=("ipp", "stay"))
    lines = [
        f"{s.name.upper()}",
        f"LABORATOIRE DE GARDE          TEL {s.tel}",
        "=" * 74,
        *[f"{k.upper():<26}: {v}" for k, v in pp],
        "-" * 74,
        (
            f"{c.pick('PRELEVE LE', 'PRELEVEMENT'):<26}: {c.actdate('slash')} {c.r.randint(0, 23):02d}"
            f":{c.r.randint(10, 59)}"
        ),
        f"{'PRESCRIPTEUR':<26}: {c.dr(c.newdoc(), 'short')}",
        "-" * 74,
        f"{c.pick('RESULTATS DE BIOLOGIE', 'BIOLOGIE MEDICALE - RESULTATS', 'COMPTE RENDU DE BIOLOGIE'):^74}",
        "",
    ]
    lines += [f"{n:<26}{v:>10} {u:<10}({ref})   ant. {pv}" for n, v, u, ref, pv in values(c, 12)]
    lines += [
        "",
        "-" * 74,
        f"{c.pick('VALIDE PAR', 'BIOLOGISTE'):<26}: {c.author(a, 'full')}",
        f"{c.pick('VALIDE LE', 'DATE DE VALIDATION'):<26}: {c.docdate('slash')}",
        f"IMPRIME LE {c.d(c.after(1, 4), 'slash')} SUR IMP{c.r.randint(10, 99)}   PAGE 1/1",
    ]
    return page(
        c,
        "pre{font-family:inherit;line-height:1.35}",
        "<pre>" + "\n".join(lines) + "</pre><!--X-->",
        font=c.mono,
        size=9.3,
        margin="12mm 16mm",
    )


@layout("immuno_hematologie_groupe")
def blood_group(c: Ctx) -> str:
    """A blood group."""
    c.type("11502-2")
    s = c.struct("labo")
    a = c.newdoc()
    body = f"""<table class=o><tr><td class=c><b>{s.name}</b><br>{c.pick('Immuno-hématologie receveurs',
    'Laboratoire d’immuno-hématologie', 'Dépôt et conseil transfusionnel')}<br>
    <span class=xs>{s.address} {s.tel}</span></td></tr><tr><td>{kv(c.pairs(), cols=2)}{c.matrix(17)}</td></tr>
    <tr><td class=c><b style="font-size:130%">{c.pick('GROUPE SANGUIN ABO-RH1', 'DÉTERMINATION DU GROUPE SANGUIN',
    'Examens immuno-hématologiques')}</b><br><span style="font-size:220%;border:2px solid #000;padding:1mm
    5mm">{c.pick('A', 'O', 'B', 'AB')} {c.pick('RH:1 (positif)', 'RH:-1 (négatif)')}</span><br><br>
    Phénotype RH-KEL1 : {c.pick('C+ E- c+ e+ K-', 'C- E- c+ e+ K-', 'C+ E- c- e+ K-')}</td></tr>
    <tr><td>Recherche d’anticorps anti-érythrocytaires : <b>{c.pick('NÉGATIVE', 'négative', 'POSITIVE anti-KEL1')}</b> –
    échantillon n° {c.r.randint(10000000, 99999999)}<br>{c.pick('Prélevé le', 'Date du prélèvement', 'Échantillon du')}
    {c.actdate()} – {c.fill(c.pick('détermination précédente du {d-}', 'deuxième détermination attendue',
    'délai de validité 72 heures', 'demandé par le {doc}', 'bilan avant geste du {d+}',
    'identité vérifiée par {AB|MJ|PL}', 'concentré phénocompatible conseillé', 'pas de transfusion connue'))}</td></tr>
    <tr><td>{c.pick('Validé le', 'Résultat validé le')} {c.docdate()} – {c.author(a)} {c.rpps(a) if c.chance(.6) else
    ''}{seal(c)}</td></tr></table><!--X-->"""  # fmt: skip
    return page(
        c,
        (
            ".o{width:100%;border:2px solid #222}.o>tr>td,.o>tbody>tr>td{border:1px solid #222;padding:3mm}"
            ".v{font-weight:bold;padding-right:6mm}.k{padding-right:1mm}"
        ),
        body,
        margin="18mm 20mm",
    )


@layout("anatomopathologie_lettre", ages=(20, 92))
def pathology(c: Ctx) -> str:
    """A report of pathology."""
    c.type("60568-3")
    ti, ind, tx, con, adi = c.pick(
        *[
            x
            for x in PATHO
            if (c.fem or x[0][:3] not in ("Pla", "Piè"))
            and not (c.fem and "prost" in x[0])
            and (c.age < 46 or "Plac" not in x[0])
        ]
    )
    s = c.struct(c.pick("hopital", "labo"))
    a, p, q = c.newdoc(), c.newdoc(), c.newdoc()
    body = f"""<table style="width:100%"><tr><td style="width:40%;border:1px solid #000;padding:2mm"
    class=s><b>{s.name}</b><br>Anatomie et cytologie pathologiques<br>{s.address}<br>{s.tel}<br>{c.dr(c.newdoc(),
    'init')}, {c.dr(c.newdoc(), 'init')}</td><td style="padding-left:8mm">{c.rec(p,
    'long')}<br>{c.pick('Service de chirurgie', 'Cabinet médical', 'Consultations')}<br><br>
    Copie : {c.rec(q, 'full')}</td></tr></table><h2 class=c>{c.pick('COMPTE RENDU D’ANATOMIE PATHOLOGIQUE',
    'EXAMEN ANATOMO-PATHOLOGIQUE', 'Compte rendu anatomopathologique')} N° {c.act:%y}H{c.r.randint(1000, 29999)}</h2>
    <p><b>{c.inline()}</b> – {c.born()} {c.ins()}</p><p>{c.pick('Prélèvement du', 'Prélevé le',
    'Date de prélèvement :')} {c.actdate('slash')} – reçu le {c.d(c.act, 'slash')}</p><!--X-->
    <h3>RENSEIGNEMENTS CLINIQUES</h3><p>{ti}. {c.fill(ind)}</p><h3>EXAMEN</h3>{c.paras(tx)}<h3>CONCLUSION</h3>
    <p><b>{c.fill(con)}</b></p><p>Codes ADICAP : {c.fill(adi)}</p><p class=r>{c.pick('Compte rendu validé le',
    'Signé le', 'Validé électroniquement le')} {c.docdate('slash')}<br>{c.author(a)}<br>{c.rpps(a) if c.chance(.5) else
    ''}</p>"""  # fmt: skip
    return page(
        c,
        "h3{font-size:95%;text-decoration:underline;margin:3mm 0 1mm}h2{font-size:115%;margin:5mm 0}",
        body.replace("{droite|gauche}", c.pick("droite", "gauche")),
        font=c.serif,
        size=10.8,
    )


@layout("genetique_moleculaire_variant", ages=(18, 80), is_addressed=False)
def genetics(c: Ctx) -> str:
    """A variant found."""
    c.type("51969-4")
    g, nm, var, prot, cl, ind, tech = c.pick(*GENETICS)
    s = c.struct()
    a, b, p = c.newdoc(), c.newdoc(), c.newdoc()
    pp = c.pairs(sex=1)
    body = f"""<table style="width:100%;border-bottom:3px solid {c.color}"><tr><td>{logo(c, 14)}</td>
    <td><b>{s.name}</b><br>{c.pick('Laboratoire de génétique moléculaire', 'Unité fonctionnelle de génétique',
    'Plateforme de biologie moléculaire')}<br><span class=xs>{s.address}, {s.tel} {c.finess()}</span></td></tr></table>
    <h1>{c.pick('COMPTE RENDU D’ANALYSE GÉNÉTIQUE', 'RÉSULTAT D’EXAMEN DES CARACTÉRISTIQUES GÉNÉTIQUES',
    'Compte rendu de génétique moléculaire constitutionnelle')}</h1><table style="width:100%"><tr><td
    style="width:52%">{kv(pp)}</td><td>Prescripteur : {c.rec(p, 'full')}<br>
    N° ADN {c.r.randint(10000, 99999)} – famille F{c.r.randint(100, 9999)}<br>{c.pick('Prélèvement du', 'Prélevé le',
    'Sang EDTA prélevé le')} {c.actdate()}<br>Consentement reçu {box(c, True)}</td></tr></table><!--X-->
    <p><b>Indication</b> : {c.fill(ind)}. {c.fill(c.pick('Cas index : {rel}.',
    'Test ciblé après le résultat de {rel}, rendu le {d-}.', 'Consultation de génétique du {d-}.',
    'Dossier présenté en réunion le {d-}.'))}</p><p><b>Méthode</b> : {tech}. Séquençage NGS, profondeur moyenne
    {c.r.randint(180, 900)}X, GRCh38.</p>{table([(g, nm, c.fill(var), c.fill(prot), 'hétérozygote' if 'homoz' not in cl
    else 'homozygote', cl)], 'v', ('Gène', 'Transcrit', 'ADN', 'Protéine', 'État',
    'Classification'))}<p><b>Conclusion</b> : présence du variant {c.fill(prot)} de {g}.
    {c.pick('Un conseil génétique est recommandé.', 'Les apparentés peuvent bénéficier d’un test ciblé.',
    'Confirmation sur second prélèvement conseillée.')}</p><p>{c.author(a)}, {c.pick('biologiste agréé',
    'praticien agréé en génétique')} {c.rpps(a)}<br>Résultat {c.pick('validé le', 'signé le')} {c.docdate()}</p>
    <p class=xs>Interprétation vérifiée par {c.dr(b, 'full')}. Ne peut être reproduit
    partiellement.</p>"""  # fmt: skip
    return page(
        c,
        (
            ".v{width:100%;margin:2mm 0}.v td,.v th{border:1px solid #555;padding:1mm;font-size:85%}.v "
            "th{background:#eee}h1{font-size:120%;margin:3mm 0}.k{color:#555}.v{}"
        ),
        body,
    )
