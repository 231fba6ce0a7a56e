"""Papers of administrations, social services and the patients themselves. Nothing of care: see stays."""

import functools
import operator

from eval.examiners.records import content
from eval.examiners.records.houses import make_org
from eval.examiners.records.names import pick_family
from eval.examiners.records.page import hand, kv_table, layout, logo, page
from eval.examiners.records.people import make_ins


@layout("mdph_certificat", gap=None, ages=(5, 75))
def mdph(c):
    """Medical certificate joined to a request to the MDPH."""
    a = c.set_author(c.one("médecine générale", "psychiatrie", "neurologie", "pédiatrie"))
    c.set_org("mdph", a)
    c.f["doc_type"] = ["89601-9", "CERT_DECL", "28653-4", "51851-4"]
    c.drop("act_date", "recipients", "structure_name")
    rows = c.rows("name", "dob") + c.rows("address") + c.ins_row()
    fill = (lambda v: hand(c, v, 13)) if c.maybe(0.5) else (lambda v: f"<b>{v}</b>")

    def box(t):
        return f"{'☒' if c.maybe(0.4) else '☐'} {t}"

    patho = c.one(
        "sclérose en plaques",
        "trouble du spectre autistique",
        "polyarthrite rhumatoïde",
        "séquelles d'AVC",
        "schizophrénie stabilisée",
        "surdité bilatérale",
        "lombosciatique opérée",
        "épilepsie pharmacorésistante",
        "insuffisance cardiaque",
    )
    body = f"""<div class="two"><div><b style="color:{c.hue}">Maison départementale des personnes handicapées</b><br>{c.org.postcode[:2]}000</div><div style="font-size:8pt">cerfa n° 15695*01</div></div><h1 style="font-size:15pt;text-align:center">{c.one("CERTIFICAT MÉDICAL", "Certificat médical")}</h1><p style="text-align:center">À joindre à votre demande à la MDPH – document confidentiel</p>
<div style="border:0.3mm solid {c.hue};padding:2mm"><p style="margin:0"><i>À l'attention de la personne concernée</i></p>{"".join(f"<p>{x} : {fill(y)}</p>" for x, y in rows)}<p>N° de dossier MDPH : {fill(str(c.rng.randint(10000, 999999)))}</p></div>{c.slot()}<h3>1. Pathologie à l'origine du handicap</h3><p>{fill(patho)}, depuis {fill(c.rng.randint(1995, 2022))}. Certificat précédent : {c.past(1400)}</p><h3>2. Description clinique</h3><p>{fill(c.one("fatigabilité, douleurs quotidiennes", "troubles attentionnels, anxiété", "marche limitée à 200 m", "crises hebdomadaires malgré trois molécules", "gêne respiratoire au moindre effort"))}</p><p>{box("évolutif")} {box("stable")} {box("amélioration possible")} – poids {c.rng.randint(25, 98)} kg, {box("droitier")} {box("gaucher")}</p>
<h3>3. Retentissement</h3><table class="grid" style="width:100%"><tr><th>Activité</th><th>A</th><th>B</th><th>C</th><th>D</th></tr>{"".join(f"<tr><td>{x}</td>" + "".join(f"<td>{'x' if i == k else ''}</td>" for i in range(4)) + "</tr>" for x in ("Marcher", "Se laver", "Préparer un repas", "Gérer son budget", "Communiquer") for k in [c.rng.randint(0, 3)])}</table><p>Traitements : {fill(", ".join(m.split(" : ")[0] for m in c.many(content.MEDS, 1, 3)))}</p>
<div style="break-inside:avoid"><p>Nom et cachet du médecin : {c.author_name()}, {c.author.spec}{" – " + c.rpps() if c.maybe(0.6) else ""}<br>Date : {fill(c.dd("dmy/"))} &nbsp; Signature : {c.scribble()}</p></div>"""
    return page(c, body, footer="Certificat médical MDPH – page %p")


@layout("apa_grille_aggir", gap=(0, 12), ages=(66, 99))
def aggir(c):
    """AGGIR grid of the departmental team."""
    a = c.set_author("", "")
    c.set_org("dept", a)
    c.f["doc_type"] = ["34842-5", "BIL_AUTO", "28653-4"]
    c.drop("recipients")
    rows = c.rows("name", "dob") + c.rows("address") + (c.sex_row() if c.maybe() else [])
    items = [
        "Cohérence",
        "Orientation",
        "Toilette du haut",
        "Toilette du bas",
        "Habillage",
        "Alimentation",
        "Élimination urinaire",
        "Transferts",
        "Déplacements intérieurs",
        "Alerter",
    ]
    grid = "".join(
        f"<tr><td>{x}</td>"
        + "".join(f"<td style='width:14mm;text-align:center'>{'X' if k == j else ''}</td>" for j in range(3))
        + "</tr>"
        for x in items
        for k in [c.rng.randint(0, 2)]
    )
    helper, _, link, _ = c.relative()
    body = f"""<div class="two">{logo(c, 55)}<div style="text-align:right"><b>{c.org_name()}</b><br>Équipe médico-sociale APA<br>{"<br>".join(c.org_lines()[:3])}</div></div><h1 style="font-size:14pt;text-align:center">{c.one("GRILLE AGGIR – ÉVALUATION", "Évaluation de la perte d’autonomie – grille AGGIR", "APA à domicile : grille d’évaluation AGGIR")}</h1>{kv_table(rows)}<p>N° de dossier APA : {c.rng.randint(10000, 99999)} – {c.one("Visite à domicile du", "Évaluation réalisée le", "Date de la visite :")} {c.ad()}<br>Présents : {helper} ({link}), l'évaluatrice</p>{c.slot()}
<table class="grid" style="width:100%"><tr><th>Variable</th><th>A</th><th>B</th><th>C</th></tr>{grid}</table><p><b>GIR : {c.rng.randint(1, 5)}</b> &nbsp; Demande déposée le {c.past(50)} ; plan d'aide proposé à compter du {c.soon(30)} ({c.rng.randint(10, 60)} heures par mois). {c.one("Téléassistance installée.", "Portage de repas souhaité.", "Logement inadapté, baignoire.", "Aidant épuisé, répit proposé.")}</p><p>{c.one("Évaluatrice", "Évaluateur", "Travailleur médico-social")} : {c.author_name()}<br>{c.one("Fait le", "Rapport établi le")} {c.dd()}</p>{c.scribble()}"""
    return page(c, body)


@layout("protocole_ald", gap=None, ages=(20, 95))
def ald(c):
    """Long-term illness protocol form."""
    a = c.set_author("médecine générale")
    c.set_org("cpam", a)
    c.f["doc_type"] = ["PROT_ALD"]
    c.drop("act_date", "recipients", "structure_name", "ins", "structure_finess")
    rows = c.rows("name", "dob") + c.rows("address")
    ill = c.one(
        "Diabète de type 2",
        "Insuffisance cardiaque grave",
        "Tumeur maligne",
        "Maladie de Parkinson",
        "Polyarthrite rhumatoïde évolutive",
        "Insuffisance respiratoire chronique grave",
        "Maladie coronaire",
        "Affection psychiatrique de longue durée",
    )
    ssn = (c.p.ins or make_ins(c.rng, c.p.sex, c.p.birth_date, c.p.birth_place))[:13]
    body = f"""<div class="two"><b>l'Assurance Maladie</b><b>PROTOCOLE DE SOINS</b></div><p style="font-size:8pt;text-align:right">Articles L. 324-1 et R. 322-5 du code de la sécurité sociale – n° 11626*0{c.rng.randint(3, 6)}</p><table class="grid" style="width:100%"><tr><td colspan="2" style="background:#ddd"><b>Identification du patient et de l'assuré</b></td></tr>{"".join(f'<tr><td style="width:60mm">{x}</td><td>{y}</td></tr>' for x, y in rows)}<tr><td>N° d'immatriculation</td><td>{ssn}</td></tr><tr><td>Organisme</td><td>{c.org.name}</td></tr></table>{c.slot()}
<table class="grid" style="width:100%;margin-top:3mm"><tr><td colspan="2" style="background:#ddd"><b>Informations concernant la maladie</b></td></tr><tr><td style="width:60mm">Diagnostic</td><td>{ill}, depuis {c.rng.randint(2005, 2024)}</td></tr><tr><td>Arguments cliniques</td><td>{c.some(functools.reduce(operator.iadd, [k["exam"] for k in content.CONSULT.values()], []), 1, 2)}</td></tr><tr><td>Examens</td><td>{c.one(*content.IMAGING)[0]} du {c.past(80)}</td></tr><tr><td>Traitements</td><td>{"<br>".join(m.split(" : ")[0] for m in c.many(content.MEDS, 2, 5))}</td></tr><tr><td>Spécialistes prévus</td><td>{", ".join(c.many(["cardiologue", "ophtalmologue", "pneumologue", "diététicienne", "infirmier", "kinésithérapeute"], 2, 3))}</td></tr><tr><td>Durée prévisible</td><td>{c.one("5 ans", "3 ans", "10 ans")}</td></tr></table>
<p>Médecin traitant : {c.author_name()}{" – " + c.rpps() if c.maybe(0.7) else ""} &nbsp; {c.one("Date", "Le", "Établi le")} : {c.dd()} {c.scribble()}</p><p style="font-size:8.5pt;border-top:0.2mm solid #000">Avis du médecin conseil : ☒ favorable ☐ défavorable &nbsp; – Dr {pick_family(c.rng)} – exonération jusqu'au {c.soon(1700)}</p>"""
    return page(c, body)


@layout("directives_anticipees", gap=None, ages=(40, 97))
def advance_directives(c):
    """Advance directives written by hand on a printed form."""
    c.f["doc_type"] = ["EXPPAT_3"]
    c.drop("act_date", "author_family", "author_given", "author_rpps", "recipients", "structure_name")
    rows = c.rows("name", "dob", "place") + c.rows("address")
    name, _d, link, _ = c.relative()

    def fill(v):
        return hand(c, v, 14)

    wish = c.many(
        [
            "Je ne souhaite pas être réanimé(e) en cas d'arrêt cardiaque si mon état est sans espoir.",
            "Je refuse l'alimentation par sonde de façon prolongée.",
            "Je souhaite que ma douleur soit soulagée, même si cela abrège ma vie.",
            "Je veux, si possible, mourir chez moi.",
            "Je ne veux pas d'acharnement.",
            "Je désire que ma fille soit entendue.",
            "J'accepte une trachéotomie si elle est temporaire.",
            "Pas de dialyse en cas de maladie incurable.",
        ],
        2,
        4,
    )
    body = f"""<h1 style="font-size:17pt;text-align:center;color:{c.hue}">{c.one("MES DIRECTIVES ANTICIPÉES", "Directives anticipées", "DIRECTIVES ANTICIPÉES concernant les situations de fin de vie")}</h1><p style="font-size:8.5pt;text-align:center">Loi n° 2016-87 du 2 février 2016 – décret du 3 août 2016</p><fieldset style="border:0.3mm solid #444;line-height:1.7"><legend>Mon identité</legend>{"<br>".join(f"{x} : {fill(y)}" for x, y in rows)}</fieldset>{c.slot()}<p>Je rédige les présentes directives pour le cas où je ne serais plus en mesure de m'exprimer.</p><div style="border:0.2mm solid #aaa;padding:3mm;min-height:60mm">{"".join(f"<p>{fill(x)}</p>" for x in wish)}</div>
<p>Personne de confiance désignée : {fill(name + " (" + link + "), " + c.phone())}</p><p>{c.one("Fait à", "À")} {fill(c.p.town)} le {fill(c.dd("dmy/"))} &nbsp;&nbsp; Signature : {c.scribble(130, 50)}</p>"""
    return page(c, body)


@layout("personne_confiance", gap=None, ages=(30, 96))
def trusted_person(c):
    """Designation of a trusted person (two identities on the form)."""
    c.set_org(c.one("ch", "ehpad", "clinic"))
    c.f["doc_type"] = ["EXPPAT_1", "51851-4", "EXPPAT_2"]
    c.drop("act_date", "author_family", "author_given", "author_rpps", "recipients")
    rows = c.rows("name", "dob") + (c.rows("address") if c.maybe() else [])
    name, d, link, _ = c.relative()
    fam, giv = name.rsplit(" ", 1)
    fill = (lambda v: hand(c, v, 14)) if c.maybe(0.7) else (lambda v: f"<b>{v}</b>")
    body = f"""<div class="two">{logo(c, 45)}<b>{c.org_name()}</b></div><h1 style="font-size:14.5pt;text-align:center">{c.one("DÉSIGNATION D'UNE PERSONNE DE CONFIANCE", "Formulaire de désignation de la personne de confiance")}</h1><p style="font-size:8.5pt">(article L. 1111-6 du code de la santé publique)</p><p><b>Je soussigné(e)</b>{c.one("", " (patient)")}</p><p style="line-height:1.8">{"<br>".join(f"{x} : {fill(y)}" for x, y in rows)}</p>
<p><b>désigne comme personne de confiance :</b></p><p style="line-height:1.8">Nom : {fill(fam)}<br>Prénom : {fill(giv)}<br>{"Né(e) le : " + fill(c.day(d, "dmy/")) + "<br>" if c.maybe(0.6) else ""}Lien : {fill(link)}<br>Téléphone : {fill(c.phone())}</p>{c.slot()}<p>{c.one("pour la durée de mon hospitalisation.", "jusqu’à ce que j’en décide autrement.")} Elle a accepté cette mission : ☒ oui ☐ non. Je lui ai remis mes directives anticipées : {"☒" if c.maybe() else "☐"} oui</p><p>Fait à {fill(c.org.town)}, le {fill(c.dd("dmy/"))}</p><div class="two"><div>Signature du patient<br>{c.scribble()}</div><div>Signature de la personne de confiance<br>{c.scribble()}</div></div>"""
    return page(c, body, footer=f"{c.org.name} – formulaire ADM-{c.rng.randint(10, 99)}")


@layout("projet_ehpad", gap=(0, 15), ages=(76, 99))
def ehpad_project(c):
    """Personal project of a nursing-home resident, two pages."""
    c.set_author("", "")
    c.set_org("ehpad")
    c.f["doc_type"] = ["80788-3", "28653-4"]
    c.drop("recipients")
    rows = c.rows("name", "dob") + c.rows("sex") + c.ins_row()
    helper, _d, link, _ = c.relative()
    secs = [
        (
            "Histoire de vie",
            c.one(
                "Ancienne institutrice, deux enfants, veuve depuis le "
                if c.p.sex == "F"
                else "Ancien agriculteur, trois enfants, veuf depuis le "
            )
            + c.past(2500)
            + ". "
            + c.one(
                "Aime le jardinage et les mots croisés.",
                "Apprécie la musique et la compagnie.",
                "Très attaché" + ("e" if c.p.sex == "F" else "") + " à son village.",
                "Pratique religieuse le dimanche.",
            ),
        ),
        (
            "Souhaits exprimés",
            c.one(
                "Rester en chambre individuelle, sortir au marché.",
                "Participer à l'atelier cuisine et recevoir ses petits-enfants.",
                "Être levé" + ("e" if c.p.sex == "F" else "") + " après huit heures.",
                "Garder son fauteuil près de la fenêtre.",
            ),
        ),
        (
            "Autonomie",
            f"GIR {c.rng.randint(1, 4)}, MMS {c.rng.randint(6, 26)}/30 le {c.past(60)}. "
            + c.one("Marche avec déambulateur.", "Transferts au lève-malade.", "Aide partielle à la toilette."),
        ),
        ("Santé", c.some(content.CONSULT["gériatrie"]["hist"], 2, 3)),
        (
            "Vie sociale et animations",
            c.one(
                "Gymnastique douce le mardi, chorale.",
                "Médiation animale, lecture du journal.",
                "Refuse les activités de groupe.",
            ),
        ),
        (
            "Objectifs",
            c.one(
                "Maintenir la marche, évaluer la douleur chaque semaine.",
                "Limiter les chutes, revoir l'éclairage.",
                "Soutenir le lien familial, appel vidéo hebdomadaire.",
            ),
        ),
        (
            "Moyens",
            c.one(
                "Kinésithérapie deux fois par semaine.",
                "Ergothérapeute sollicité.",
                "Psychologue, une rencontre par mois.",
            ),
        ),
        (
            "Avis de la famille",
            f"{helper} ({link}) : {c.one('satisfaction globale', 'demande plus de sorties', 'accord sur le projet')}.",
        ),
    ]
    body = f"""<div style="text-align:center">{logo(c, 60)}<br><b style="font-size:14pt;color:{c.hue}">{c.org_name()}</b><br>{" – ".join(c.org_lines()[:3])}{"<br>" + c.finess() if c.maybe(0.4) else ""}</div><h1 style="text-align:center">{c.one("PROJET D'ACCOMPAGNEMENT PERSONNALISÉ", "Projet personnalisé d'accompagnement", "Projet de vie individualisé")}</h1><table class="grid" style="margin:auto">{"".join(f"<tr><td>{x}</td><td><b>{y}</b></td></tr>" for x, y in rows)}<tr><td>Chambre</td><td>{c.rng.randint(1, 240)}</td></tr><tr><td>Entrée à l'EHPAD</td><td>{c.past(500)}</td></tr></table>{c.slot()}<p>{c.one("Réunion pluridisciplinaire du", "Réunion de projet du", "Projet élaboré en équipe le")} {c.ad()} – présents : {c.dr()} (médecin coordonnateur), Mme {pick_family(c.rng)} (cadre), {c.dr(c.author)} (référent)</p>
{"".join(f'<h3 style="color:{c.hue}">{t}</h3><p style="line-height:1.6">{x}</p>' for t, x in secs)}<p>Réévaluation prévue le {c.soon(180)}.</p><p>{c.one("Signé le", "Validé le", "Fait le")} {c.dd()}</p><div class="two"><div>{c.one("Le référent", "Référent du projet")} : {c.author_name()}<br>{c.scribble()}</div><div>Le résident ou son représentant<br>{c.scribble()}</div></div>"""
    return page(c, body, header=f"{c.org.name} – projet personnalisé", footer="page %p")


@layout("demande_admission_ssr", gap=None, ages=(50, 97))
def transfer_request(c):
    """Admission form for a rehabilitation unit or nursing home (printed portal form)."""
    c.set_author(c.one("gériatrie", "orthopédie", "médecine polyvalente"))
    c.set_org(c.one("ch", "clinic"))
    c.f["doc_type"] = ["18761-7", "96349-6", "88348-8"]
    c.drop("recipients", "act_date")
    rows = c.rows("name", "dob", "sex") + c.ins_row() + c.ipp_row()
    m = c.one(*content.STAYS)
    helper, _d, link, _ = c.relative()
    blocks = [
        (
            "Demande",
            [
                ("N° de demande", str(c.rng.randint(10**6, 10**7))),
                ("Structure sollicitée", make_org(c.rng, "ssr").name),
                ("Date d'admission souhaitée", c.soon(4)),
            ],
        ),
        ("Identité", rows),
        (
            "Entourage",
            [
                ("Personne à contacter", f"{helper} ({link}), {c.phone()}"),
                ("Protection juridique", c.one("aucune", "curatelle", "habilitation familiale")),
            ],
        ),
        (
            "Motif de transfert",
            [
                ("Motif d'hospitalisation", m[0]),
                ("Entrée en court séjour", c.past(12)),
                ("Histoire", c.t(m[1])),
                ("Évolution", c.t(m[2])),
            ],
        ),
        (
            "Besoins",
            [
                ("Kinésithérapie", c.one("oui", "quotidienne")),
                ("Oxygène", c.one("non", "1 L/min")),
                ("Isolement", "non"),
                ("Poids", f"{c.rng.randint(45, 100)} kg"),
            ],
        ),
        ("Traitement", [(str(i + 1), c.t(t)) for i, t in enumerate(m[3])]),
    ]
    body = f"""<div style="font-size:8.5pt" class="two"><span>{c.one("Portail d’orientation", "Orientation SMR – HAD", "e-transfert")}</span><span>{c.org_name()} – {m[4]}</span></div><h1 style="font-size:14pt">{c.one("Note de transfert – demande d'admission", "DEMANDE D'ADMISSION EN SMR – volet médical", "Volet médical de transfert")}</h1>{"".join(f'<div style="background:#dde;padding:0.8mm 2mm;margin-top:2mm"><b>{t}</b></div>{kv_table(r)}' for t, r in blocks)}{c.slot()}<p>{c.one("Volet médical rempli et signé par", "Médecin rédacteur :", "Signataire :")} {c.author_name()}{", " + c.rpps() if c.maybe(0.5) else ""}, le {c.dd()}</p>"""
    return page(
        c,
        body,
        footer=f"Imprimé le {c.soon(0)} – page %p",
        css=f"body{{font-size:{min(c.size, 10)}pt}} th{{width:50mm}}",
    )
