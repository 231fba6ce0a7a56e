"""Care in town: vaccinations, nursing homes, care at home, therapists, pharmacies."""

import datetime as dt

from eval.examiners.practice.context import layout
from eval.examiners.practice.houses import make_adeli
from eval.examiners.practice.page import logo, signature, table


@layout("vaccination_pharmacie", who="old")
def vaccination(c):
    """A vaccination done in a pharmacy."""
    st = c.st("pharma")
    i = c.idn
    given, fam = (
        c.pick("Sandrine", "Cyril", "Laure", "Yanis"),
        c.pick("MAGNAN", "TESSIER", "ROSTAING", "AMOROS", "BENSAÏD"),
    )
    v, lot = (
        c.pick(
            ("Influvac Tetra", "Grippe"),
            ("Comirnaty", "Covid-19"),
            ("Prevenar 20", "Pneumocoque"),
            ("Repevax", "dTcaPolio"),
            ("Efluelda", "Grippe haute dose"),
            ("Boostrixtetra", "dTcaPolio"),
            ("Shingrix", "Zona"),
            ("Vaxigrip", "Grippe"),
        ),
        f"{c.pick('U', 'F', 'X')}{c.rng.randint(1000, 9999)}A",
    )
    body = f"""<div style="background:#e8f5e9;padding:4mm"><svg width="26" height="26" viewBox="0 0 100 100"><path d="M35 5h30v30h30v30H65v30H35V65H5V35h30z" fill="#0a8f3c"/></svg> <b style="font-size:1.3em">{st.name}</b><br><span class=s>{c.addr(st, ", ")} – {c.tel(st)} {c.finess(st, 0.5)}</span></div><h1>{c.pick("Attestation de vaccination", "BORDEREAU D'ADMINISTRATION D'UN VACCIN", "Compte rendu de vaccination à transmettre au médecin traitant")}</h1>{table(i.pairs(), "g")}<p style="margin-top:4mm">Vaccin administré : <b>{v[0]}</b> ({v[1]}) – lot {lot}, péremption {c.rng.randint(1, 12):02d}/2027. Voie intramusculaire, {c.pick("bras gauche", "deltoïde droit")}. Dose {c.pick("unique", "1", "2", "de rappel")}.</p><p>{c.pick("Administré le", "Date de vaccination :", "Injection réalisée le")} <b>{c.dd(c.date)}</b> par {given} {fam}, {c.pick("pharmacien", "docteur en pharmacie")}. Surveillance quinze minutes sans réaction.</p><p>Médecin traitant : {c.to_gp()}. {c.pick("Prochaine dose : " + c.dd(c.later()), "Vaccination enregistrée dans Mon espace santé.")}</p><div class=r>{signature(c.rng)}</div>"""
    f = c.out(
        body,
        ["87273-9", "11369-6"],
        None,
        st,
        None,
        act=c.date,
        drop=["recipients", "episode", "author_rpps"],
        font=c.sans,
        size=11,
    )
    f.fields["author_family"], f.fields["author_given"] = fam, given
    return f


@layout("ehpad_fiche_urgence", who="old")
def ehpad(c):
    """A nursing home's emergency sheet."""
    st = c.st("ehpad")
    i = c.idn
    a = c.doctor(st, "coordination")
    fam = c.other()
    meds = c.meds(5)
    m, *_ = c.case("gériatrie")
    body = f"""<table style="width:100%" class=g><tr><td>{logo(c.rng, st.color, 34)} <b>{st.name}</b><br><span class=s>{c.addr(st, " ")} {c.tel(st)} {c.finess(st, 0.5)}</span></td><td class=c><b>{c.pick("DOSSIER DE LIAISON D'URGENCE", "FICHE DE LIAISON D'URGENCE (DLU)", "Document de liaison d'urgence")}</b><br><span class=s>À remettre au médecin intervenant en urgence</span></td></tr></table><table class=g style="width:100%"><tr><td style="width:55%">{table(i.pairs(sex=True, ipp=False))}</td><td><b>Médecin traitant</b> {c.to_gp()}<br><b>Médecin coordonnateur</b> {a.full(c.rng)} {c.rpps(a, 0.35)}<br>Chambre {c.rng.randint(1, 240)}<br>Référent : {c.pick("sa fille", "son fils", "sa nièce")} {c.pick("Mme", "M.")} {fam.family}</td></tr></table>{c.relative()}<table class=g style="width:100%"><tr><td><b>Pathologies</b></td><td>{m}. {", ".join(c.ants(3))}</td></tr><tr><td><b>Allergies</b></td><td>{c.pick("aucune connue", "pénicilline", "sulfamides")}</td></tr><tr><td><b>Traitement</b></td><td>{"; ".join(x + " : " + y for x, y in meds)}</td></tr><tr><td><b>Autonomie</b></td><td>GIR {c.rng.randint(1, 5)} – {c.pick("marche avec déambulateur", "fauteuil", "transferts avec aide")} – {c.pick("prothèse dentaire", "appareil auditif", "lunettes")}</td></tr><tr><td><b>Directives</b></td><td>{c.pick("non rédigées", "rédigées, copie au dossier", "limitation décidée en équipe")}</td></tr></table><p style="margin-top:3mm">{c.pick("Mise à jour le", "Document actualisé le", "Rempli le")} {c.dd(c.date)} par {a.full(c.rng)} {signature(c.rng)}</p>"""
    return c.out(
        body, ["74207-2", "78341-5"], a, st, None, drop=["act_date", "recipients", "episode"], font=c.sans, size=10
    )


@layout("had_plan_soins", who="old")
def had(c):
    """Home hospitalisation's plan of care."""
    st = c.st("had")
    i = c.idn
    a = c.doctor(st, "médecine palliative")
    r = c.rng
    acts = r.sample(
        [
            "Toilette complète au lit",
            "Pansement sacrum",
            "Surveillance TA, pouls, température",
            "Perfusion de morphine PCA",
            "Aide aux repas",
            "Change et nursing",
            "Prélèvement",
            "Kinésithérapie",
            "Évaluation douleur EVA",
            "Gestion de la sonde urinaire",
        ],
        6,
    )
    grid = "".join(
        f"<tr><td>{x}</td>" + "".join(f"<td class=c>{'X' if r.random() < 0.6 else ''}</td>" for _ in range(7)) + "</tr>"
        for x in acts
    )
    start = c.date + dt.timedelta(days=1)
    body = f"""<div class=flex><div>{logo(r, st.color, 40)}</div><div class=r><b>{st.name}</b><br><span class=s>{c.addr(st, " – ")} – {c.tel(st)}<br>{c.finess(st)}</span></div></div><h1 class=c style="background:#dfe9f0">{c.pick("PLAN PERSONNALISÉ DE SOINS", "Plan de soins à domicile", "PROJET THÉRAPEUTIQUE ET PLAN DE SOINS")}</h1><table style="width:100%"><tr><td>{table(i.pairs(stay=c.chance(0.4)))}</td><td>Adresse : {i.p.addr[0]} {i.p.addr[1]} {i.p.addr[2]}<br>Médecin traitant : Dr {c.gp.family}<br>Période du {c.dd(start)} au {c.dd(start + dt.timedelta(days=14))}</td></tr></table>{c.relative()}<p>Mode de prise en charge principal : {c.pick("pansements complexes", "soins palliatifs", "traitement intraveineux", "nutrition entérale")}. Karnofsky {c.pick("40", "50", "60")} %.</p><table class=g style="width:100%"><tr><th>Soins</th><th>L</th><th>Ma</th><th>Me</th><th>J</th><th>V</th><th>S</th><th>D</th></tr>{grid}</table><p style="margin-top:3mm">Objectifs : {c.pick("confort et maintien au domicile", "cicatrisation", "fin de l’antibiothérapie et relais per os", "retour à l’autonomie")}. Réévaluation le {c.dd(c.later())}.</p><p>{c.pick("Établi le", "Plan validé le", "Rédigé le")} {c.dd(c.date)} – {a.full(c.rng)}, {c.pick("médecin praticien HAD", "médecin coordonnateur")} {c.rpps(a, 0.4)} {signature(r)}</p>"""
    return c.out(body, ["18776-5", "57832-8"], a, st, None, drop=["act_date", "recipients"], font=c.sans, size=10)


@layout("kine_bilan", who="adult")
def kine(c):
    """A physiotherapist's assessment."""
    i, g, r = c.idn, c.gp, c.rng
    st = c.pool.msp if c.chance(0.3) else c.st("cabinet", "smr")
    a = c.doctor(st, "masso-kinésithérapie")
    a.title = c.pick("M.", "Mme") if a.title == "Dr" else a.title
    a.title = "Mme" if a.sex == "F" else "M."
    line = c.pick(
        "Gonalgie droite, suites de prothèse",
        "Lombalgie chronique",
        "Épaule gauche opérée",
        "Entorse de cheville",
        "Syndrome parkinsonien",
        "Cervicalgie",
        "Rééducation après AVC",
        "Coxarthrose",
    )
    nm = f"{a.given} {a.family}"
    body = f"""<div><b>{nm}</b> – masseur-kinésithérapeute D.E. {c.pick("", "– ADELI " + make_adeli(r, st.dep))} {c.rpps(a, 0.3)}<br>{st.name}, {c.addr(st, " ")}</div><h1>{c.pick("BILAN-DIAGNOSTIC KINÉSITHÉRAPIQUE", "Fiche de synthèse du bilan kinésithérapique", "Bilan kinésithérapique")}</h1><div class=box>{table(i.pairs(ipp=False), cols=2)}</div><p>Prescription du Dr {g.given} {g.family} en date du {c.dd(c.act)} – {r.randint(10, 20)} séances – {c.pick("Bilan du", "Bilan réalisé le", "Date du bilan :")} {c.dd(c.date)}</p><table class=g style="width:100%"><tr><th>Item</th><th>Début</th><th>Ce jour</th></tr><tr><td>Douleur EVA</td><td>{r.randint(4, 9)}</td><td>{r.randint(0, 4)}</td></tr><tr><td>Flexion active</td><td>{r.randint(60, 90)}°</td><td>{r.randint(91, 130)}°</td></tr><tr><td>Testing</td><td>3+</td><td>4+</td></tr><tr><td>Périmètre de marche</td><td>{r.randint(50, 300)} m</td><td>{r.randint(400, 2000)} m</td></tr></table><p style="margin-top:3mm"><b>Diagnostic :</b> {line}. Déficit musculaire et raideur en nette amélioration, gêne persistante dans les escaliers.</p><p><b>Propositions :</b> {c.pick("poursuivre dix séances", "arrêt des soins, auto-exercices remis", "orientation vers l’activité physique adaptée")}.</p><p class=r>{nm}<br>{signature(r)}</p>"""
    return c.out(
        body,
        ["34120-6", "47420-5", "11506-3"],
        a,
        st,
        [g.family],
        act=c.date,
        drop=["recipients", "episode"],
        font=c.pick(c.sans, c.serif),
        size=10.5,
    )


@layout("idel_suivi_plaie", who="old")
def idel(c):
    """A visiting nurse's follow-up of a wound."""
    i, g, r = c.idn, c.gp, c.rng
    fam, giv = (
        c.pick("SABATIER", "NAVARRO", "BENKACI", "LOMBARDI", "CHAZAL"),
        c.pick("Virginie", "Karim", "Laëtitia", "Sophie"),
    )
    nst = f"Cabinet infirmier {c.pick('des Arènes', 'du Vieux Moulin', 'Saint-Roch', 'des Remparts')}"
    rows = "".join(
        f"<tr><td>{c.dd(c.date - dt.timedelta(days=k), 'slash')}</td><td>{r.randint(15, 60)} x {r.randint(10, 40)} mm</td><td>{c.pick('fibrine 40 %', 'bourgeon 70 %', 'nécrose 10 %', 'épidermisation')}</td><td>{c.pick('modéré', 'faible', 'abondant')}</td><td>{c.pick('hydrocellulaire', 'alginate', 'interface')}</td></tr>"
        for k in (14, 10, 7, 3, 0)
    )
    body = f"""<p><b>{nst}</b> – {giv} {fam}, infirmi{"er" if giv == "Karim" else "ère"} libéral{"" if giv == "Karim" else "e"}<br><span class=s>{c.pick("04 94", "04 90")} {r.randint(10, 99)} {r.randint(10, 99)} {r.randint(10, 99)}</span></p><h1 style="border:1px solid">{c.pick("FICHE DE SUIVI DE PLAIE", "Transmission infirmière – suivi de plaie", "Fiche de liaison – soins à domicile")}</h1><p>{c.pick("Patient", "Bénéficiaire")} : <b>{i.full()}</b>, {i.born()}</p><p>{i.ins_line()}</p><p>Médecin : Dr {g.given} {g.family}. Plaie : {c.pick("ulcère veineux de jambe gauche", "escarre talonnière droite", "désunion de cicatrice", "mal perforant du gros orteil", "brûlure du dos de la main")}.</p>{c.relative()}<table class=g style="width:100%"><tr><th>Date</th><th>Dimensions</th><th>Aspect</th><th>Exsudat</th><th>Pansement</th></tr>{rows}</table><p style="margin-top:4mm">Douleur {r.randint(0, 6)}/10. {c.pick("Pas de signe d’infection.", "Rougeur péri-lésionnelle, avis souhaité.", "Bonne évolution, soins tous les deux jours.")} Merci de renouveler la prescription.</p><p>Le {c.dd(c.date)} – {giv} {fam} {signature(r)}</p>"""
    d = c.out(
        body,
        ["11506-3"],
        None,
        None,
        None,
        drop=["act_date", "recipients", "episode", "author_rpps", "structure_finess"],
        font=c.pick(c.sans, "Comic Neue"),
        size=11,
    )
    d.fields.update(author_family=fam, author_given=giv, structure_name=nst)
    return d


@layout("bilan_medication_pharmacie", who="old")
def bpm(c):
    """A pharmacy's review of the drugs."""
    i, g, r = c.idn, c.gp, c.rng
    st = c.st("pharma")
    fam, giv = c.pick("MAGNAN", "TESSIER", "AMOROS", "LHERMITTE"), c.pick("Sandrine", "Cyril", "Laure")
    rows = "".join(
        f"<tr><td>{x}</td><td>{y}</td><td>{c.pick('bonne', 'oublis', 'à revoir')}</td><td>{c.pick('RAS', 'interaction à surveiller', 'dose à adapter au DFG', 'arrêt à discuter')}</td></tr>"
        for x, y in c.meds(6)
    )
    body = f"""<p><svg width="20" height="20" viewBox="0 0 100 100"><path d="M35 5h30v30h30v30H65v30H35V65H5V35h30z" fill="#0a8f3c"/></svg> <b>{st.name}</b> – {c.addr(st, " ")} – {c.tel(st)} {c.finess(st, 0.4)}</p><h1 class=c>{c.pick("BILAN PARTAGÉ DE MÉDICATION", "Bilan partagé de médication – compte rendu au médecin traitant")}</h1><p>À : {c.to_gp()}</p>{table(i.pairs(ipp=False), "g")}<p style="margin-top:3mm">Entretien de recueil du {c.dd(c.act)}. DFG {r.randint(32, 80)} mL/min, poids {r.randint(45, 90)} kg. Automédication : {c.pick("ibuprofène occasionnel", "aucune", "phytothérapie")}.</p><table class="g s" style="width:100%"><tr><th>Médicament</th><th>Posologie</th><th>Observance</th><th>Remarque</th></tr>{rows}</table><p style="margin-top:3mm"><b>Propositions :</b> {c.pick("déprescription de l’inhibiteur de la pompe à protons", "adaptation de la posologie", "pilulier hebdomadaire", "contrôle de la kaliémie")}.</p><p class=r>Le {c.dd(c.date)}<br>{giv} {fam}, pharmacien{"ne" if giv != "Cyril" else ""}<br>{signature(r)}</p>"""
    d = c.out(
        body,
        ["56445-0", "78601-2", "93024-8"],
        None,
        st,
        [g.family],
        drop=["act_date", "episode", "author_rpps"],
        font=c.sans,
        size=10,
    )
    d.fields.update(author_family=fam, author_given=giv)
    return d
