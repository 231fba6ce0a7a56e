"""Reports of hospital wards: emergencies, cancer meetings, maternity, children, psychiatry."""

import datetime as dt

from eval.examiners.practice import content
from eval.examiners.practice.context import layout
from eval.examiners.practice.page import logo, signature, table


@layout("urgences_passage", who="any", weight=1.3)
def urgences(c):
    """A report of the emergency department."""
    st = c.st("ch", "chu", "clinique")
    a = c.doctor(st, "urgences")
    i = c.idn
    spec = (
        "pédiatrie"
        if i.child
        else c.pick(
            "cardiologie", "orthopédie", "urologie", "gériatrie", "neurologie", "gastro-entérologie", "pneumologie"
        )
    )
    m, h, e, k = c.case(spec)
    arr, dep = c.rng.randint(7, 14), c.rng.randint(15, 23)
    soft = c.pick("RésUrgences Sud 4.2", "DMU – dossier médical d'urgence", "UrgenSoft v7")
    body = f"""<table style="width:100%;background:#e7edf3"><tr><td><b>{st.name}</b> – Service d'accueil des urgences{" pédiatriques" if i.child else ""}<br><span class=s>{c.addr(st, " ")} – {c.tel(st)} {c.finess(st, 0.4)}</span></td><td class=r><b>{c.pick("COMPTE RENDU DE PASSAGE AUX URGENCES", "PASSAGE AUX URGENCES", "Résumé de passage aux urgences")}</b></td></tr></table>
    {table(i.pairs(ipp=True), cols=2)}<table class="g s" style="width:100%;margin:3mm 0"><tr><th>{c.pick("N° passage", "N° de passage")}</th><th>Arrivée</th><th>Prise en charge médicale</th><th>Sortie</th><th>CCMU</th><th>Mode d'arrivée</th></tr><tr><td>{i.stay_str()}</td><td>{c.dd(c.date, "slash")} {arr:02d}:{c.rng.randint(0, 59):02d}</td><td>{arr + 1:02d}:{c.rng.randint(0, 59):02d}</td><td>{c.dd(c.date, "slash")} {dep:02d}:{c.rng.randint(0, 59):02d}</td><td>{c.pick("2", "3")}</td><td>{c.pick("Personnel", "VSAV", "Ambulance", "SMUR")}</td></tr></table>
    <table class=g style="width:100%"><tr><td style="width:30mm"><b>Motif</b></td><td>{m}</td></tr><tr><td><b>IOA</b></td><td>TA {c.rng.randint(108, 165)}/{c.rng.randint(58, 92)} – FC {c.rng.randint(60, 118)} – T° {c.rng.randint(364, 389) / 10:.1f} – SpO2 {c.rng.randint(92, 99)} % – EN {c.rng.randint(0, 8)}/10</td></tr><tr><td><b>Antécédents</b></td><td>{"Né" + i.e + " à terme, vaccins à jour" if i.child else ", ".join(c.ants(2))}</td></tr><tr><td><b>Histoire</b></td><td>{h}</td></tr><tr><td><b>Examen</b></td><td>{e}</td></tr>
    <tr><td><b>Diagnostic</b></td><td>{m} (CIM-10 : {c.pick("R07.4", "J20.9", "S52.5", "N20.1", "R55", "K80.2")})</td></tr><tr><td><b>Devenir</b></td><td>{c.pick("Retour à domicile", "Retour au domicile avec ordonnance", "UHCD puis domicile")}. {k}</td></tr></table>{c.relative()}
    <p style="margin-top:4mm">{c.pick("Médecin sénior", "Médecin responsable", "Validé par")} : <b>{a.full(c.rng)}</b> {c.rpps(a, 0.5)} &nbsp; Médecin traitant : Dr {c.gp.given} {c.gp.family}</p><p class=s>{soft} – imprimé le {c.dd(c.date + dt.timedelta(days=c.rng.randint(1, 4)), "slash")} par {c.pick("AMB", "secr. urg.", "JTR")}</p>"""
    return c.out(body, "15507-7", a, st, None, act=c.date, drop=["recipients"], font=c.sans, size=9.5)


@layout("rcp_oncologie")
def rcp(c):
    """The sheet of a multidisciplinary cancer meeting."""
    st = c.st("chu", "clinique")
    a = c.doctor(st, "oncologie")
    i = c.idn
    m, h, e, k = c.case("oncologie")
    parts = [
        c.doctor(st, s)
        for s in ("oncologie", "radiothérapie", "chirurgie viscérale", "radiologie", "anatomie pathologique")
    ]
    meet = c.act
    body = f"""<div class=flex><div>{logo(c.rng, "#7a1f5d", 40)}</div><div class=c><b>Réseau régional de cancérologie – 3C {st.addr[2]}</b><br>{st.name}<br><span class=s>{c.finess(st)}</span></div><div class=s>Fiche RCP n° {c.rng.randint(1000, 9999)}</div></div><h1 class=c style="background:#ecdfe8;padding:4px">{c.pick("RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", "Fiche de RCP – Compte rendu", "COMPTE RENDU DE RCP")} – {c.pick("Sénologie", "Digestif", "Thorax", "Urologie")}</h1>
    <table class=g style="width:100%"><tr><td style="width:50%">{table(i.pairs(), sep=" :")}</td><td>Date de la réunion : <b>{c.dd(meet)}</b><br>Médecin référent : {a.full(c.rng)}<br>{c.rpps(a, 0.5)}<br>Médecin traitant : Dr {c.gp.given} {c.gp.family}<br>Coordonnateur RCP : {parts[1].full()}</td></tr></table><h2>Présents</h2><p class=s>{", ".join(f"{d.full()} ({d.spec})" for d in parts[1:])}</p>
    <h2>Motif de présentation</h2><p>{c.pick("Traitement adjuvant", "Discussion après chirurgie", "Bilan initial", "Évaluation")}. OMS {c.pick("0", "1")}. G8 : {c.rng.randint(12, 17)}/17.</p><h2>Histoire</h2><p>{m}. {h}</p><p>{e}</p>{c.more()}<h2>Données anatomopathologiques</h2><p>CR n° {c.rng.randint(20, 26)}H{c.rng.randint(10000, 99999)} du {c.dd(c.earlier())}.</p><h2 style="color:#7a1f5d">Proposition de la RCP</h2><div class=box>{k}<br>Essai clinique proposé : {c.pick("non", "oui, à confirmer")}. Avis conforme au référentiel régional.</div>{c.relative()}<p class=r>{c.pick("Fiche validée le", "Compte rendu validé le")} {c.dd(c.date)} – {a.full(c.rng)}</p>"""
    return c.out(
        body,
        "34794-8",
        a,
        st,
        None,
        act=meet,
        drop=["recipients", "author_family", "author_given", "author_rpps"] if c.chance(0.3) else ["recipients"],
        font=c.sans,
        size=9.5,
    )


@layout("maternite_accouchement", who="mother")
def accouchement(c):
    """The report of a delivery."""
    st = c.st("ch", "chu", "clinique")
    a = c.doctor(st, "gynécologie-obstétrique")
    i = c.idn
    day = c.act
    w = c.rng.randint(2450, 4100)
    baby = c.opts.get("baby")
    bsex = baby.sex if baby else c.pick("M", "F")
    bname = f"{baby.first_names[0]}" if baby else c.pick("Lya", "Elio", "Malo", "Giulia")
    sf = f"{c.pick('Mme', 'M.')} {c.pick('Aurélie BASTIDE', 'Cindy PONCET', 'Marc TEISSIER', 'Leïla SAHRAOUI')}, sage-femme"
    body = f"""<table style="width:100%"><tr><td>{logo(c.rng, "#b0476f", 44)}</td><td><b>{st.name}</b><br>Pôle Femme-Mère-Enfant – Maternité<br><span class=s>{c.addr(st, ", ")} – {c.tel(st)} {c.finess(st)}</span></td></tr></table><h1>{c.pick("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d'accouchement")}</h1><div class=box>{table(i.pairs(stay=c.chance(0.5), ipp=True), cols=2)}</div>
    <h2>Grossesse</h2><p>Geste {c.rng.randint(1, 4)}, pare {c.rng.randint(1, 3)}. Groupe {c.pick("A", "O", "B")} {c.pick("positif", "négatif")}. Rubéole immune, toxoplasmose non immune, AgHBs négatif, syphilis négative. Date de début de grossesse : {c.dd(day - dt.timedelta(days=265))}. Échographie du troisième trimestre le {c.dd(day - dt.timedelta(days=55))} : eutrophe. Suivi : {c.to_gp()} et le Dr {c.other().family}.</p>
    <h2>Travail et accouchement</h2><p>{c.pick("Travail spontané", "Déclenchement pour terme dépassé", "Rupture spontanée des membranes")} à {c.rng.randint(37, 41)} SA. Péridurale {c.pick("posée à 4 cm", "non souhaitée")}. Accouchement {c.pick("par voie basse spontanée", "par voie basse instrumentale (ventouse)", "par césarienne segmentaire")} le <b>{c.dd(day)}</b> à {c.time()}. Délivrance dirigée complète. {c.pick("Périnée intact", "Déchirure simple suturée")}. Pertes 250 mL.</p>
    <h2>Nouveau-né</h2><p>Sexe : {"masculin" if bsex == "M" else "féminin"}. Prénom : {bname}. Né{"e" if bsex == "F" else ""} le {c.dd(day)}. Poids {w} g, taille {c.rng.randint(46, 53)} cm, PC {c.rng.randint(32, 37)} cm. Apgar 10/10. pH au cordon 7,{c.rng.randint(21, 38)}. Vitamine K donnée. Allaitement {c.pick("maternel", "artificiel", "mixte")}.</p><h2>Équipe</h2><p>{sf}. Obstétricien : {a.full(c.rng)} {c.rpps(a, 0.5)}. Pédiatre : {c.doctor(st, "pédiatrie").full()}.</p><h2>Suites</h2><p>Consultation postnatale six à huit semaines, rééducation périnéale, contraception {c.pick("progestative", "à revoir", "par implant")}.</p><div class=r>Le {c.dd(c.date)}<br>{a.full(c.rng)}<br>{signature(c.rng)}</div>"""
    return c.out(body, ["15508-5", "57057-2"], a, st, None, act=day, drop=["recipients", "sex"], font=c.sans, size=10)


@layout("neonat_sortie", who="baby")
def neonat(c):
    """A newborn's discharge."""
    st = c.st("ch", "chu")
    a = c.doctor(st, "pédiatrie")
    i, p = c.idn, c.p
    mother = c.opts.get("mother")
    ml = (
        (
            f"Mère : Mme {mother.used_name or mother.birth_name}{' née ' + mother.birth_name if mother.used_name else ''} {mother.first_names[0]}, née le {mother.birth:%d/%m/%Y}"
        )
        if mother
        else f"Mère : {c.rng.randint(22, 41)} ans, {c.pick('professeure', 'aide-soignante', 'sans profession', 'comptable')}"
    )
    out = p.birth + dt.timedelta(days=c.rng.randint(3, 8))
    c.date = out + dt.timedelta(days=c.rng.randint(0, 2))
    i.dstyle = "slash"
    body = f"""<div class=c><b style="font-size:1.25em">{st.name}</b><br>Néonatologie – Maternité<br><span class=s>{c.addr(st, " – ")} – {st.tel} {c.finess(st)}</span></div><hr><p class=r>{st.addr[2]}, le {c.dd(c.date)}</p><h1>{c.pick("Lettre de sortie du nouveau-né", "COMPTE RENDU DE SORTIE – NOUVEAU-NÉ", "Sortie de maternité : synthèse du nouveau-né")}</h1><div class=box><b>{c.pick("Nouveau-né", "Enfant", "Bébé")} : {i.family()} {i.firsts}</b><br>{i.born()}{"<br>" + i.ins_line() if i.ins else ""}<br>{ml}</div>
    <p style="margin-top:3mm">À l'attention du {c.to_gp()}</p><p>{c.pick("Naissance", "Accouchement")} à {c.rng.randint(36, 41)} SA, par voie {c.pick("basse", "haute")}, poids {c.rng.randint(2300, 4000)} g, taille {c.rng.randint(46, 52)} cm. Apgar 9 à une minute, 10 à cinq minutes.</p><p>{c.pick("Séjour en unité kangourou pour surveillance glycémique, glycémies normales au deuxième jour.", "Ictère sans incompatibilité, photothérapie douze heures. Bilirubine à la sortie 168 µmol/L.", "Risque infectieux : CRP négative à H12 et H24, pas d antibiotique.", "Séjour sans particularité auprès de sa mère.", "Détresse transitoire, CPAP deux heures, sevrage rapide.")} Examen clinique de sortie normal : hanches stables, fémorales perçues, réflexes archaïques présents, audition testée (OEA présentes des deux côtés). Dépistage néonatal prélevé à J3, remis au centre régional.</p><p>Sortie le {c.dd(out)} avec un poids de {c.rng.randint(2300, 4000)} g. Vitamine D, vitamine K selon protocole. Examen du premier mois à prévoir, vaccination à deux mois.</p><div class=r>{a.full(c.rng)}<br>{c.rpps(a, 0.5)}<br>{signature(c.rng)}</div>"""
    return c.out(
        body, ["78489-2", "11490-0", "34112-3", "57075-4"], a, st, [c.gp.family], act=out, font=c.sans, size=10.5
    )


@layout("pediatrie_lettre", who="child")
def pediatrie(c):
    """A paediatrician's letter about a child."""
    st = c.st("chu", "ch", "cabinet", "clinique")
    a = c.doctor(st, "pédiatrie")
    i = c.idn
    m, h, e, k = c.case("pédiatrie")
    cc, rec = c.copies(0.25)
    i.short = lambda: i.p.first_names[0]
    body = f"""<div style="border-left:8px solid {st.color};padding-left:5mm"><b>{a.full(c.rng)}</b> – {c.pick("Pédiatre", "Médecine de l’enfant et de l’adolescent", "Pédiatrie générale")}<br><span class=s>{c.rpps(a, 0.5)}</span><br>{st.name}<br><span class=s>{c.addr(st, ", ")} · {c.tel(st)}</span></div><p class=r>Le {c.dd(c.date)}</p><p style="margin-left:90mm">{c.to_gp()}</p><p>{c.pick("Enfant", "Concerne l’enfant", "Petit patient")} <b>{i.family()} {i.firsts}</b>, {i.born()}{". " + i.ins_line() if i.ins else ""}</p>{c.relative()}
    <p>{c.pick(*content.SALUT)}</p><p>J'ai examiné {i.p.first_names[0]} le {c.dd(c.act)}, accompagné{i.e} de {c.pick("sa mère", "son père", "ses parents", "sa grand-mère")}. {m}.</p><p>{h}</p><p>Poids {c.rng.randint(9, 42)} kg. {e}</p><p>{k}</p><p>{c.pick(*content.BYE)}</p><div style="margin-left:105mm">{signature(c.rng)}<br>{a.full(c.rng)}</div>{cc}"""
    return c.out(
        body, ["11488-4", "59283-2"], a, st, [c.gp.family, *rec], act=c.act, font=c.pick(c.serif, c.sans), size=11
    )


@layout("psychiatrie_machine_fax", ins=False)
def psy_typewriter(c):
    """A psychiatrist's letter in the face of a typewriter."""
    st = c.st("ch", "cabinet")
    a = c.doctor(st, "psychiatrie")
    i = c.idn
    m, h, e, k = c.case(c.pick("psychiatrie", "neurologie", "rhumatologie", "dermatologie", "orl"))
    body = f"""<div>{a.full(c.rng)}<br>{c.pick("Psychiatre", "Spécialiste")}<br>{st.name}<br>{c.addr(st)}<br>Tel. {st.tel}</div><p class=r>le {c.dd(c.date, c.pick("long", "slash"))}</p><p class=r>{c.to_gp()}<br>{c.pool.msp.addr[2]}</p><p>{c.pick("Re :", "Objet :", "Patient :")} {i.full()}, {i.born()}</p><p>{c.pick(*content.SALUT)}</p><p>J'ai revu votre {"patiente" if i.p.sex == "F" else "patient"} le {c.dd(c.act)}. {m}.</p><p>{h}</p><p>{e}</p>{c.more()}<p>{k}</p><p>{c.pick(*content.BYE)}</p><br><p>{a.full(c.rng)}</p>"""
    return c.out(
        body,
        ["11488-4"],
        a,
        st,
        [c.gp.family],
        act=c.act,
        font=c.pick("Courier Prime", "Liberation Mono", "GNUTypewriter", "FreeMono"),
        size=10.5,
        margin="20mm 18mm 18mm 24mm",
    )
