"""Oncology."""

from html import escape as E  # noqa: N812

from eval.examiners.city.context import Ctx
from eval.examiners.city.page import addr, html, logo
from eval.examiners.city.registry import layout


@layout()
def onco_rcp(d: Ctx) -> str:
    """Onco rcp."""
    s, a = d.w.site("onco"), d.pro()
    d.typ("34794-8")
    rows = [
        (d.c("Nom de naissance", "Nom (naissance)"), d.f_birth()),
        (d.c("Nom d’usage", "Nom utilisé", "Nom marital"), d.f_used()),
        (d.c("Prénom", "Prénoms"), d.f_firsts()),
        (d.c("Date de naissance", "Né(e) le"), d.dob()),
        ("Sexe", d.sex()),
        ("Matricule INS", d.ins("{}", "non qualifié")),
        ("Médecin référent", d.who(d.pro())),
        ("Médecin traitant", d.who(d.pro())),
    ]
    d.leave("recipients")
    part = "".join(
        f"<tr><td>{d.who(d.pro())}</td><td>{x}</td></tr>"
        for x in ["Oncologie médicale", "Radiothérapie", "Chirurgie", "Imagerie", "Pathologie"]
    )
    body = (
        f"<table style='width:100%;background:#f0e4ef'><tr><td style='padding:2mm'>{logo(d)}</td><td style='padding:2mm'><b style='font-size:12pt'>{d.struct(s)}</b><br>{addr(s)}</td><td style='padding:2mm;font-size:8pt'>Fiche RCP<br>{d.matrix()}</td></tr></table>"
        f"<h2 style='text-align:center;font-size:13pt'>{d.c('RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE', 'Compte rendu de réunion de concertation pluridisciplinaire (RCP)', 'Fiche RCP – comité de sénologie et digestif')}</h2><p style='text-align:center'>{d.c('Réunion du', 'Séance du', 'Date de la RCP :')} <b>{d.date('act_date', d.act_day)}</b></p>"
        f"<table class='k' style='width:100%'>"
        + "".join(f"<tr><td style='width:34%'>{k}</td><td><b>{v}</b></td></tr>" for k, v in rows)
        + f"</table><h3>Dossier</h3>{d.prose('onco')}{d.note()}<h3>Proposition thérapeutique</h3><p>{d.slots('onco')[3]}</p><h3>Participants</h3><table class='k' style='font-size:9pt'>{part}</table>"
        f"<p style='margin-top:3mm'>{d.c('Responsable de la RCP', 'Coordonnateur de séance', 'Président de séance')} : {d.author(a)} ({d.rpps()})</p><p>{d.c('Avis validé le', 'Fiche validée le')} {d.date('doc_date')}</p>"
    )
    return html(d, body, css=".k td{border:.5pt solid #a8a;padding:1mm 2mm}")


@layout()
def onco_pps(d: Ctx) -> str:
    """Onco pps."""
    s, a = d.w.site("onco"), d.pro()
    d.typ("18776-5", "77604-7")
    steps = "".join(
        f"<tr><td>{d.future(5 + 20 * i, 20 + 20 * i)}</td><td>{x}</td><td>{E(d.w.family())}</td></tr>"
        for i, x in enumerate(
            [
                "Pose de chambre implantable",
                "Chimiothérapie – cure 1",
                "Chimiothérapie – cure 2",
                "Consultation diététique",
                "Scanner de réévaluation",
            ]
        )
    )
    body = (
        f"<div style='border-left:8mm solid #c58;padding-left:4mm'><b style='font-size:17pt'>{d.c('Mon programme personnalisé de soins', 'PROGRAMME PERSONNALISÉ DE SOINS', 'Plan personnalisé de soins (PPS)')}</b><br>{d.struct(s)}<br><span style='font-size:8.5pt'>{addr(s)}</span></div><br>"
        f"<p>{d.c('Ce programme est remis à', 'Document remis à', 'Établi pour')} <b>{d.civ()} {d.name()}</b>{d.born(', ')}, par {d.author(a)}{', oncologue' if d.k(0.5) else ''}, {d.c('le', 'lors de la consultation d’annonce du')} {d.date('doc_date', d.act_day, d.c('/', 'long'))}.</p>{d.ins()}<p>{d.c('Infirmière de coordination', 'Infirmière d’annonce')} : Mme {E(d.w.family())} – {s.tel}</p>"
        f"<h3>Ma maladie</h3>{d.prose('onco')}<h3>Mes rendez-vous</h3><table class='k' style='width:100%'><tr><th>Date</th><th>Soin</th><th>Avec</th></tr>{steps}</table>{d.note()}<p style='margin-top:6mm'>Signature du médecin</p>"
    )
    d.leave("act_date")
    return html(
        d,
        body,
        css=".k td,.k th{border-bottom:.6pt dotted #666;padding:1.4mm 2mm}",
        fonts=["Lato", "Open Sans", "Cantarell", "Comic Neue"],
    )


@layout()
def chemo_admin(d: Ctx) -> str:
    """Chemo admin."""
    s, a = d.w.site("onco"), d.pro()
    d.typ("80565-5", "11505-5")
    drugs = [
        ("Ondansétron", "8 mg", "IV"),
        ("Dexaméthasone", "12 mg", "IV"),
        ("Paclitaxel", f"{d.rng.randint(110, 160)} mg", "IVL 60 min"),
        ("Carboplatine", f"{d.rng.randint(300, 560)} mg", "IVL 60 min"),
        ("NaCl 0,9 % rinçage", "100 mL", "IVL"),
    ]
    t0 = d.rng.randint(9, 12)
    rows = "".join(
        f"<tr><td>{n}</td><td>{q}</td><td>{v}</td><td>{t0 + i // 2}:{d.rng.randint(10, 59)}</td><td>{d.c('MB', 'JL', 'CA')}</td></tr>"
        for i, (n, q, v) in enumerate(drugs)
    )
    body = (
        f"<table style='width:100%;font-size:9pt'><tr><td><b>{d.struct(s)}</b><br>Hôpital de jour</td><td style='text-align:center;font-size:12pt'><b>{d.c('Compte rendu d’administration', 'Traçabilité d’administration – chimiothérapie', 'FEUILLE D’ADMINISTRATION')}</b></td><td style='text-align:right'>Cure n° {d.rng.randint(2, 8)}<br>{d.episode('HDJ {}')}</td></tr></table>"
        f"<div style='border:2pt solid #000;padding:2mm;margin:2mm 0'>{d.c('Patient(e)', 'Identité')} : <b>{d.name()}</b> &nbsp; {d.c('DDN', 'né(e) le')} : {d.dob('/')} &nbsp; ({d.sex('F')}) &nbsp; {d.ins()}</div><p>{d.c('Administration du', 'Séance du', 'Traitement administré le')} {d.date('act_date', d.act_day)} – Prescripteur : {d.author(a)} {d.rpps()}</p><p>Surface corporelle 1,{d.rng.randint(60, 99)} m² – Protocole validé le {d.past(2, 20)} – Créatinine {d.rng.randint(50, 99)} µmol/L ({d.past(1, 6)})</p>"
        f"<table class='k' style='width:100%'><tr><th>Produit</th><th>Dose</th><th>Voie</th><th>Heure</th><th>IDE</th></tr>{rows}</table><br><p>Tolérance : {d.c('bonne', 'nausées grade 1', 'RAS, retour veineux présent')}.</p>{d.note()}<p>Fiche éditée le {d.date('doc_date', d.act_day)} à {t0 + 5}:{d.rng.randint(10, 59)}</p>"
    )
    d.leave("author_family", "author_given", "author_rpps")
    return html(d, body, css=".k td,.k th{border:.6pt solid #000;padding:1.2mm 2mm}")
