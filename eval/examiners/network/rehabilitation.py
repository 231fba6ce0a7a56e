"""Rehabilitation, nursing homes, home hospitalisation, dialysis."""

import datetime as dt

from eval.examiners.network.content import atcd, drugs, more, motif, part
from eval.examiners.network.page import esc
from eval.examiners.network.registry import layout

SMR = [
    "Centre de réadaptation Les Grands Chênes",
    "SMR La Roseraie",
    "Clinique de rééducation Val de l'Orne",
    "Hôpital de suite Sainte-Barbe",
    "Centre SSR Le Clos Fleuri",
    "Pôle de réadaptation de la Côte Sauvage",
    "Institut de rééducation fonctionnelle du Parc",
    "Centre de soins de suite Bellerive",
]
EHPAD = [
    "EHPAD Les Jardins d'Automne",
    "Résidence Le Bois Joli",
    "EHPAD public Saint-Vincent",
    "Maison de retraite Notre-Dame",
    "EHPAD La Chênaie",
    "Résidence Les Floralies",
    "EHPAD Les Trois Rivières",
    "Résidence médicalisée Beauséjour",
]
HADS = [
    "HAD du Pays des Falaises",
    "Soins Service Domicile",
    "HAD des Deux Rives",
    "Hospitalisation à domicile Loire-Atlan",
    "HAD Soins & Foyer",
    "HAD Croix-Blanche",
]
DIAL = [
    "Centre de dialyse des Flandres",
    "ARDIA Centre-Est",
    "Unité de dialyse médicalisée Les Sources",
    "Néphro-Dialyse Atlantique",
    "Association de dialyse Rein Santé",
    "Centre d'hémodialyse Saint-Exupéry",
]


@layout("smr_stay_report", 40)
def smr_stay_report(c):
    """Long stay report with running head and the list of the team in the margin."""
    s = c.structure(*SMR)
    a = c.set_author(c.pro())
    gp, surg = c.pro(), c.pro()
    c.to(gp, surg)
    ent = c.today - dt.timedelta(days=c.n(18, 60))
    out = c.ago(0, 3)
    c.f.update(doc_type=["34112-3", "11490-0"], doc_date=c.today.isoformat(), act_date=out.isoformat())
    team = "".join(
        f"<div>{esc(c.pname(q))}<br><span class=xs>{r}</span></div>"
        for q, r in [
            (c.pro(), "Médecin chef"),
            (c.pro(), "Médecin MPR"),
            (c.pro(title="Mme"), "Cadre de santé"),
            (c.pro(title="Mme"), "Assistante sociale"),
        ]
    )
    nm = c.name()
    body = f"""<div class=fl><div>{c.logo()}<b style='font-size:1.2em;color:{c.color}'> {esc(s["name"])}</b><br><span class=s>{esc(s["addr"])} – {esc(s["city"])} – Tél. {s["tel"]}<br>{s["fin"]}</span></div><div class=box style='width:62mm'>{esc(c.pname(gp))}<br>{c.n(1, 60)} {c.pick("rue Pasteur", "place de la Mairie", "avenue Foch")}<br>{esc(s["city"])}</div></div>
<div class=fl style='margin-top:4mm'><div class=team>{team}</div><div style='width:133mm'>
<p class=r>{esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today)}</p><h1>{c.pick("COMPTE RENDU D'HOSPITALISATION", "Compte rendu de séjour en SMR", "COMPTE RENDU DE FIN DE SÉJOUR")}</h1>
<p><b>{c.pick("Patient", "Concerne", "Identité")} :</b> {esc(nm)}{esc(c.ne())}{c.ins_line("<br>")}<br>{c.pick("Séjour n°", "N° de séjour :", "Dossier de séjour n°")} {c.stay()}<br>
{c.pick("Hospitalisation", "Séjour")} du {c.date(ent)} au {c.date(out)} – {c.pick("unité Les Pins", "service 2A", "secteur locomoteur")}</p>
<p>{c.pick("Cher confrère,", "Chère consœur, cher confrère,")}</p><p>{c.pick("Vous trouverez ci-dessous le résumé du séjour motivé par", "Votre patient a été pris en charge dans notre établissement pour")} {motif(c, "ssr")}.</p>
<h2>Antécédents</h2><p>{atcd(c, 4)}.</p><h2>À l'entrée</h2><p>{part(c, "ssr", 1, 3)}</p><h2>Évolution dans le service</h2><p>{part(c, "ssr", 2, 4)}</p><p>{part(c, "geriatrie", 1, 2)} {part(c, "nephro", 2, 1)}</p></div></div>
{more(c, c.n(5, 9))}<h2>Traitement de sortie</h2><ul>{"".join(f"<li>{d}</li>" for d in drugs(c, 6))}</ul><h2>Conclusion et devenir</h2><p>{part(c, "ssr", 3, 4)}</p>{c.relative_html()}<p>Confraternellement,</p><p class=r><b>{esc(c.pname(a))}</b><br>{c.rpps(a) if c.ch(0.6) else ""}<br>{c.scrawl()}</p><p class=s>Copie : {esc(c.pname(surg))}</p>"""
    hn = nm.replace('"', "")
    return c.page(
        body,
        css=".team{width:36mm;font-size:.78em;border-right:.6pt solid #999;padding-right:2mm} .team div{margin-bottom:3mm}",
        head=f'"{hn}   –   {s["name"]}"',
        foot='"Page " counter(page) " / " counter(pages)',
    )


@layout("smr_physio_table", 35)
def smr_physio_table(c):
    s = c.structure(*SMR, finess=0.3)
    a = c.set_author(c.pro(title=""))
    c.f.update(doc_type=["47420-5", "34120-6", "11506-3"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    items = [
        "Flexion hanche",
        "Extension genou",
        "Flexion genou",
        "Flexion dorsale cheville",
        "Quadriceps (force /5)",
        "Moyen fessier (force /5)",
        "TUG (secondes)",
        "Test de marche 6 min (m)",
        "Équilibre unipodal (s)",
        "EVA douleur",
    ]
    d0 = c.ago(14, 30)
    rows = "".join(
        f"<tr><td>{i}</td><td class=c>{c.n(2, 90)}</td><td class=c>{c.n(3, 110)}</td><td>{c.pick('en progrès', 'stable', 'objectif atteint', 'à poursuivre', '')}</td></tr>"
        for i in c.sample(items, 8)
    )
    body = f"""<table class=b><tr><td style='width:30%'>{c.logo(36)}<br><b>{esc(s["name"])}</b><br><span class=xs>{s["fin"]}</span></td><td class=c><h1>{c.pick("BILAN DE KINÉSITHÉRAPIE", "Bilan masso-kinésithérapique", "BILAN FONCTIONNEL KINÉ")}</h1>Plateau technique</td><td style='width:26%' class=s>Réf. FOR-REED-{c.n(10, 99)}<br>Version {c.n(1, 5)}<br>{c.pick("Applicable le", "Màj")} {c.date(c.ago(500, 900), "/")}</td></tr></table>
{c.kvtable(c.rows(c.stay_row()), 2)}<p><b>Date du bilan :</b> {c.date(c.today, "/")} &nbsp; <b>Bilan initial :</b> {c.date(d0, "/")} &nbsp; <b>Prescripteur :</b> {esc(c.pname(c.pro()))}</p>
<p><b>Motif :</b> {motif(c, "ssr")}.</p><table class=b><tr><th>Paramètre</th><th>Bilan initial</th><th>Ce jour</th><th>Commentaire</th></tr>{rows}</table><h2>Analyse</h2><p>{part(c, "ssr", 2, 2)}</p><h2>Projet</h2><p>{part(c, "ssr", 3, 2)}</p>{more(c, c.n(1, 3))}{c.relative_html()}
<p class=r>{c.pick("Le masseur-kinésithérapeute", "Kinésithérapeute")} : <b>{esc(c.pname(a, title=False))}</b>{(" – " + c.rpps(a)) if c.ch(0.4) else ""}<br>{c.scrawl()}</p>"""
    return c.page(body, fs=10)


@layout("smr_admission_portal", 30)
def smr_admission_portal(c):
    """Print of an orientation portal: request of admission."""
    s = c.structure(
        "Hôpital Nord – Orthopédie",
        "Clinique des Ormeaux",
        "Centre hospitalier de la Baie",
        "Polyclinique Saint-Jean",
        finess=0.7,
    )
    a = c.set_author(c.pro())
    c.omit("doc_type", "structure_name")
    c.f.update(doc_date=c.today.isoformat())
    c.omit("act_date")

    def w(t, rows):
        return f"<h2 class=bar>{t}</h2>{c.kvtable(rows, 2)}"

    body = f"""<div class=fl><span class=s>Orientation SMR – dossier n° {c.n(1000000, 9999999)}</span><span class=s>Imprimé le {c.date(c.later(1, 3), "/")} à {c.time()}</span></div><h1>{c.pick("Demande d'admission en soins médicaux et de réadaptation", "DOSSIER DE DEMANDE D'ADMISSION SMR")}</h1>
{w("Patient", c.rows([("Adresse", c.p.address), ("Médecin traitant", c.pname(c.pro())), ("Personne de confiance", c.parent().first + " " + c.up(c.parent().birth_name)), *c.stay_row(0.4)]))}
{w("Demandeur", [("Établissement", s["name"]), ("FINESS", s["fin"].split(" ", 1)[-1] if s["fin"] else "—"), ("Médecin demandeur", c.pname(a)), ("RPPS", a.rpps if c.ch(0.6) and not c.f.update(author_rpps=a.rpps) else "—"), ("Date de la demande", c.date(c.today, "/")), ("Admission souhaitée", c.date(c.later(3, 12), "/"))])}
{w("Données médicales", [("Motif", motif(c, "ssr")), ("Antécédents", atcd(c, 3)), ("Poids", c.x(45, 95) + " kg"), ("BMR", c.pick("non", "oui, BLSE"))])}<h2 class=bar>Histoire et objectifs</h2><p>{part(c, "ssr", 1, 2)} {part(c, "ssr", 2, 2)}</p>{more(c, c.n(3, 5))}{c.relative_html()}"""
    return c.page(
        body,
        fs=9.5,
        css=".bar{background:#dfe8f2;padding:1mm 2mm}",
        foot=f'"https://orientation-smr.example/dossier/{c.n(1000, 9999)} – " counter(page) "/" counter(pages)',
    )


@layout("ehpad_emergency_liaison_hand", 70)
def ehpad_emergency_liaison(c):
    """Emergency liaison form of a nursing home, filled by hand."""
    c.hw = True
    s = c.structure(*EHPAD, finess=0.4)
    a = c.set_author(c.pro(title=""), given=False)
    c.f.update(doc_type=["74207-2", "78341-5", "18761-7"], doc_date=c.today.isoformat())
    c.omit("act_date", "author_family", "author_given")
    rows = c.rows(shuffle=False)

    def line(k, v):
        return f"<tr><td class=k style='width:34%'>{k}</td><td>{c.h(v)}</td></tr>"

    def cb(t, on):
        return f"{'☒' if on else '☐'} {t} "

    body = f"""<div class=fl><b>{esc(s["name"])}</b><span class=s>{esc(s["city"])} – {s["tel"]}<br>{s["fin"]}</span></div><h1 style='background:#ddd'>{c.pick("DOSSIER DE LIAISON D'URGENCE", "FICHE DE LIAISON D'URGENCE – transfert vers les urgences", "DLU – Fiche de transfert")}</h1>
{c.kvtable(rows, 1)}<table class=b>{line("Motif du transfert", motif(c, "geriatrie"))}{line("Date et heure du transfert", c.date(c.today, "/") + " " + c.time())}{line("Médecin traitant", c.pname(c.pro(), given=False))}{line("Personne prévenue", c.pick("fille", "fils", "nièce") + " " + c.phone())}{line("Allergies", c.pick("aucune connue", "pénicilline", "iode"))}{line("Tension / pouls / T°", f"{c.n(9, 17)}/{c.n(5, 9)} - {c.n(56, 110)} - {c.x(36, 39.5)}")}{line("GIR", str(c.n(1, 4)))}</table>
<p>{cb("dentier", c.ch(0.5))}{cb("lunettes", c.ch(0.5))}{cb("appareil auditif", c.ch(0.5))}{cb("directives anticipées", c.ch(0.3))}{cb("porteur BMR", c.ch(0.1))}</p><p><b>Traitement en cours :</b><br>{"<br>".join(c.h(d) for d in drugs(c, 4))}</p><p><b>Observations :</b><br>{c.hp(part(c, "geriatrie", 1, 2))}</p>
<p class=r>Rempli par : {c.h(c.pick("IDE ", "inf. ") + a.given)} &nbsp; {c.scrawl()}</p>"""
    return c.page(body, fs=10.5)


@layout("ehpad_gir_grid", 68)
def ehpad_gir_grid(c):
    s = c.structure(*EHPAD)
    a = c.set_author(c.pro())
    c.f.update(doc_type=["34842-5", "BIL_AUTO"], doc_date=c.today.isoformat())
    ev = c.ago(0, 6)
    c.f["act_date"] = ev.isoformat()
    var = [
        "Cohérence",
        "Orientation",
        "Toilette",
        "Habillage",
        "Alimentation",
        "Élimination",
        "Transferts",
        "Déplacement à l'intérieur",
        "Déplacement à l'extérieur",
        "Alerter",
    ]
    rows = "".join(
        f"<tr><td>{v}</td>"
        + "".join(f"<td class=c>{'X' if c.ch(0.3) else ''}</td>" for _ in range(4))
        + f"<td class=c><b>{c.pick('A', 'B', 'C')}</b></td></tr>"
        for v in var
    )
    body = f"""<p class=c><b style='font-size:1.25em'>{esc(s["name"])}</b><br><span class=s>{esc(s["addr"])} {esc(s["city"])} {s["fin"]}</span></p><h1>{c.pick("GRILLE AGGIR – évaluation de la dépendance", "Évaluation de l'autonomie (grille AGGIR)")}</h1><div class=fl>{c.kv(c.rows())}{c.datamatrix()}</div>
<p>Chambre {c.n(1, 320)} – entrée dans l'établissement le {c.date(c.ago(200, 1500), "/")}<br>Évaluation réalisée le <b>{c.date(ev, "/")}</b> – évaluation précédente le {c.date(c.ago(300, 420), "/")} (GIR {c.n(2, 5)})</p>
<table class=b><tr><th>Variable</th><th>S</th><th>T</th><th>C</th><th>H</th><th>Code</th></tr>{rows}</table><p><b>GIR calculé : {c.n(1, 4)}</b></p><p>{part(c, "geriatrie", 1, 2)}</p>{c.relative_html()}<p>Validé le {c.date(c.today, "/")} par le médecin coordonnateur : {esc(c.pname(a))} {c.rpps(a) if c.ch(0.5) else ""}</p>{c.scrawl()}"""
    return c.page(body, fs=10)


@layout("ehpad_personal_project", 68)
def ehpad_project(c):
    s = c.structure(*EHPAD, finess=0.3)
    a = c.set_author(c.pro(title=c.pick("Mme", "")))
    c.f.update(doc_type=["80788-3", "28653-4"], doc_date=c.today.isoformat())
    c.omit("act_date")
    fam = c.parent()
    sec = [
        (
            "Histoire de vie",
            f"Ancien{'ne' if c.is_woman else ''} {c.pick('institut' + ('rice' if c.is_woman else 'eur'), 'agricult' + ('rice' if c.is_woman else 'eur'), 'employé' + c.e() + ' de mairie', 'commerçant' + c.e())}, {c.n(1, 5)} enfants. Vit dans la résidence depuis le {c.date(c.ago(300, 1500))}.",
        ),
        (
            "Attentes exprimées",
            c.pick(
                "Souhaite conserver ses sorties au marché.",
                "Aime la lecture et le jardin.",
                "Veut garder ses habitudes de lever tardif.",
                "Demande à participer à la chorale.",
            ),
        ),
        ("Soins et autonomie", part(c, "geriatrie", 1, 2)),
        (
            "Entourage",
            f"{c.pick('Fille', 'Nièce', 'Fils')} présent{'e' if fam.sex == 'F' else ''} : {fam.first} {c.up(fam.birth_name)}, tél. {c.phone()}.",
        ),
        ("Objectifs", part(c, "ssr", 3, 2)),
    ]
    c.r.shuffle(sec)
    body = f"""<div style='border-left:5mm solid {c.color};padding-left:4mm'><span class=s>{esc(s["name"])} · {esc(s["city"])} {s["fin"]}</span><h1 style='text-align:left'>{c.pick("Projet personnalisé d'accompagnement", "Projet d'accompagnement personnalisé (PAP)", "PROJET PERSONNALISÉ")}</h1></div>
<p><b>{c.pick("Résident", "Résident(e)", "Personne accompagnée")} :</b> {esc(c.name(order="FG"))}{esc(c.ne())}{c.ins_line(" · ")}</p><p class=s>Réunion de synthèse du {c.date(c.ago(10, 30))} – prochaine réévaluation : {c.date(c.later(170, 200))}</p>{"".join(f"<h2>{t}</h2><p>{x}</p>" for t, x in sec)}{more(c, c.n(1, 3))}{c.relative_html()}
<table class=b><tr><td>{c.pick("Rédigé", "Établi")} le {c.date(c.today)}<br>par {esc(c.pname(a, title=bool(a.title)))}, {c.pick("psychologue", "cadre de santé", "référente")}</td><td>Signature du résident ou de son représentant<br><br></td></tr></table>"""
    return c.page(body)


@layout("ehpad_return_letter", 66)
def ehpad_letter(c):
    s = c.structure(*EHPAD)
    a = c.set_author(c.pro())
    q = c.pro()
    c.to(q)
    out = c.ago(0, 2)
    c.f.update(doc_type=["83981-1", "18761-7"], doc_date=c.today.isoformat(), act_date=out.isoformat())
    body = f"""<div class=fl><div><b>{esc(s["name"])}</b><br><span class=s>Médecin coordonnateur : {esc(c.pname(a))}<br>{c.rpps(a) if c.ch(0.5) else ""}<br>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["fin"]}</span></div><div style='margin-top:14mm;width:70mm'>{esc(c.pname(q))}<br>Service de {c.pick("gériatrie", "médecine polyvalente", "court séjour")}<br>Centre hospitalier</div></div>
<p class=r>Le {c.date(c.today)}</p><p><b>Objet : {c.pick("lettre de liaison – sortie de notre établissement", "Lettre de liaison à la sortie", "Document de liaison, départ de la résidence")}</b></p><p>{esc(c.name(long_civ=True))}{esc(c.ne())}{c.ins_line("<br>")}</p><p>{c.pick("Cher confrère,", "Chère collègue,")}</p><p>{"Cette résidente" if c.is_woman else "Ce résident"} a quitté la résidence le {c.date(out)} pour votre service en raison de : {motif(c, "geriatrie")}.</p><p>Antécédents : {atcd(c, 4)}.</p><p>{part(c, "geriatrie", 1, 2)} {part(c, "geriatrie", 2, 2)}</p><p>Traitement : {"; ".join(d.lower() for d in drugs(c, 5))}.</p><p>{part(c, "geriatrie", 3, 2)}</p>{more(c, c.n(2, 4))}{c.relative_html()}<p>Bien confraternellement.</p><p class=r>{c.scrawl()}<br>{esc(c.pname(a))}</p>"""
    return c.page(body)


@layout("had_care_plan", 25)
def had_care_plan(c):
    s = c.structure(*HADS, finess=0.7)
    a = c.set_author(c.pro())
    c.f.update(doc_type=["18776-5", "77604-7", "57832-8"], doc_date=c.today.isoformat())
    c.omit("act_date")
    soins = c.sample(
        [
            "Pansement complexe par pression négative",
            "Perfusion d'antibiotique sur PICC-line",
            "Nursing et prévention d'escarre",
            "Nutrition entérale nocturne",
            "Surveillance hémodynamique",
            "Prélèvement sanguin hebdomadaire",
            "Soins palliatifs, PCA morphine",
            "Éducation de l'aidant",
        ],
        5,
    )
    rows = "".join(
        f"<tr><td>{x}</td><td class=c>{c.n(1, 3)} fois/{c.pick('jour', 'semaine')}</td><td>{c.pick('IDE libérale', 'IDE HAD', 'aide-soignante', 'kinésithérapeute')}</td><td class=c>{c.date(c.later(7, 40), '/')}</td></tr>"
        for x in soins
    )
    ent = c.ago(1, 4)
    body = f"""<div class=fl style='background:{c.color};color:white;padding:3mm'><b style='font-size:1.3em'>{esc(s["name"])}</b><span class=s>{s["tel"]} 24h/24<br>{s["fin"]}</span></div><h1>{c.pick("PLAN PERSONNALISÉ DE SOINS", "Plan de soins individualisé", "Plan personnalisé de soins à domicile")}</h1>{c.kvtable(c.rows([("Adresse", c.p.address), *c.stay_row(0.7)]), 2)}
<p>Admission en HAD le {c.date(ent, "/")} – provenance : {c.pick("CHU, chirurgie", "domicile", "clinique")} – mode de prise en charge principal : {c.pick("09 pansements complexes", "04 soins palliatifs", "03 traitement intraveineux", "06 nutrition entérale")}</p><table class=b><tr><th>Soin</th><th>Rythme</th><th>Intervenant</th><th>Jusqu'au</th></tr>{rows}</table><p>{part(c, "geriatrie", 3, 2)}</p>
<p><b>Coordonnées utiles :</b> médecin traitant {esc(c.pname(c.pro()))} {c.phone()} ; infirmière {esc(c.pname(c.pro(title="Mme"), title=True))} {c.phone()} ; pharmacie {c.phone()}</p>{more(c, c.n(1, 3))}{c.relative_html()}<p>Établi le {c.date(c.today, "/")} par {esc(c.pname(a))}, médecin coordonnateur {c.rpps(a) if c.ch(0.6) else ""}</p>{c.scrawl()}"""
    return c.page(body, fs=9.8)


@layout("dialysis_letter", 30)
def dialysis_letter(c):
    """Letter with a very dense header: sites, doctors and numbers in small print."""
    s = c.structure(*DIAL, finess=0)
    a = c.set_author(c.pro())
    gp, g2 = c.pro(), c.pro()
    c.to(gp, g2)
    seen = c.ago(0, 12)
    c.f.update(doc_type=["11488-4"], doc_date=c.today.isoformat(), act_date=seen.isoformat())
    docs = [a] + [c.pro() for _ in range(5)]
    c.r.shuffle(docs)
    c.f["structure_finess"] = s["finess"]
    head = " · ".join(f"{c.pname(q)} ({q.rpps})" for q in docs)
    c.f["author_rpps"] = a.rpps
    body = f"""<div class=c style='border-bottom:1pt solid {c.color}'>{c.logo(40)} <b style='font-size:1.3em'>{esc(s["name"])}</b><div class=xs>FINESS {s["finess"]} – SIRET {c.n(300, 899)} {c.n(100, 999)} {c.n(100, 999)} 000{c.n(10, 99)} – {esc(s["addr"])}, {esc(s["city"])} – secrétariat {s["tel"]} – fax {s["fax"]}<br>Néphrologues : {esc(head)}<br>Sites : {c.pick("Les Docks", "Hôpital Est")} (lundi, mercredi, vendredi) – {c.pick("UDM Nord", "Antenne du Littoral")} (mardi, jeudi, samedi) – secrétaires : {c.pick("Mmes Lola et Inès", "Mme Christelle, poste 412")}</div></div>
<div class=fl><p class=s>Nos réf. : {c.pick("NEP", "HD")}/{a.given[0]}{a.family[0]}/{c.n(100, 999)}<br>Dicté le {c.date(seen, "/")}<br>Frappé le {c.date(c.today, "/")}</p><p>{esc(c.pname(gp))}<br>Médecin généraliste<br>{esc(s["city"])}</p></div>
<p class=r>{esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today)}</p><p>Cher ami,</p><p>J'ai vu en consultation le {c.date(seen)} {esc(c.name(long_civ=True))}{esc(c.ne())}{c.ins_line(", ")}, pour {motif(c, "nephro")}.</p><p>Rappel : {atcd(c, 3)}.</p><p>{part(c, "nephro", 1, 3)}</p><p>{part(c, "nephro", 2, 3)}</p><p>{part(c, "nephro", 3, 3)}</p>{more(c, c.n(2, 4))}{c.relative_html()}<p>Je te prie de croire, cher ami, à l'assurance de mes sentiments dévoués.</p><p class=r>{esc(c.pname(a))}<br>{c.scrawl()}</p><p class=s>Double : {esc(c.pname(g2))}</p>"""
    return c.page(body)


@layout("dialysis_session_sheet", 30)
def dialysis_session(c):
    s = c.structure(*DIAL, finess=0.3)
    c.f.update(
        doc_type=["80565-5", "11506-3", "29274-8", "11505-5"],
        doc_date=c.today.isoformat(),
        act_date=c.today.isoformat(),
    )
    c.omit("author_family", "author_given", "author_rpps", "doc_type")
    t = "".join(
        f"<tr><td>{7 + i // 2}h{'00' if i % 2 == 0 else '30'}</td><td>{c.n(10, 17)}/{c.n(5, 9)}</td><td>{c.n(58, 96)}</td><td>{c.n(280, 340)}</td><td>-{c.n(100, 180)}</td><td>{c.n(100, 190)}</td><td>{c.x(0, 2.6)}</td></tr>"
        for i in range(9)
    )
    body = f"""<div class=fl><div><b>{esc(s["name"])}</b><br><span class=xs>{s["fin"]}</span><h1 style='text-align:left;margin:1mm 0'>{c.pick("FEUILLE DE SÉANCE D'HÉMODIALYSE", "Séance d'hémodialyse")}</h1>Séance du {c.date(c.today, "/")} – poste {c.n(1, 16)} – générateur {c.n(100, 999)}</div>{c.sticker()}</div>
<table class=b><tr><th>Poids sec</th><th>Poids avant</th><th>Poids après</th><th>UF</th><th>Dialyseur</th><th>Héparine</th></tr><tr><td>{c.x(50, 80)}</td><td>{c.x(50, 82)}</td><td>{c.x(50, 80)}</td><td>{c.x(1, 3)} l</td><td>FX {c.n(6, 12)}0</td><td>{c.n(20, 50)}00 UI</td></tr></table><table class=b><tr><th>Heure</th><th>TA</th><th>FC</th><th>Débit</th><th>PA</th><th>PV</th><th>UF cumulée</th></tr>{t}</table><p>{part(c, "nephro", 1, 2)}</p><p>Branchement : {c.pname(c.pro(title=""), title=False)} – débranchement : {c.pname(c.pro(title=""), title=False)} – médecin présent : {c.pname(c.pro())}</p><p class=s>Prochaine séance : {c.date(c.later(2, 3), "/")}</p>"""
    return c.page(body, fs=9.5)
