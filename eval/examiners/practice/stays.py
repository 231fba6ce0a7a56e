"""Hospital letters: stays, consultations, operations, anaesthesia."""

import datetime as dt

from eval.examiners.practice import content
from eval.examiners.practice.context import layout
from eval.examiners.practice.page import HAND, logo, signature, table


@layout("chu_crh_marge")
def chu_crh(c):
    """A university hospital's report of a stay, the team in a column at the left."""
    st = c.st("chu")
    spec = c.pick(
        "cardiologie", "pneumologie", "gastro-entérologie", "neurologie", "diabétologie", "néphrologie", "rhumatologie"
    )
    docs = sorted({d.family: d for d in [c.doctor(st, spec) for _ in range(8)]}.values(), key=lambda d: d.title != "Pr")
    a = c.rng.choice(docs)
    i = c.idn
    exit_ = c.act
    entry = exit_ - dt.timedelta(days=c.rng.randint(2, 12))
    m, h, e, k = c.case(spec)
    rp = c.rpps(a, 0.4)
    staff = "".join(
        f"<p style='text-align:left'><b>{d.title} {d.given} {d.family}</b><br><span class=s>{c.pick('Praticien hospitalier', 'PU-PH', 'Chef de clinique', 'Assistante spécialiste')}"
        + (f"<br>{rp}" if d is a and rp else "")
        + "</span></p>"
        for d in docs
    )
    cc, rec = c.copies()
    title = c.pick(
        "COMPTE RENDU D'HOSPITALISATION", "Compte-rendu d'hospitalisation", "COMPTE RENDU DE SÉJOUR HOSPITALIER"
    )
    stay = f"N° séjour : {i.stay_str()}" if c.chance(0.6) else ""
    meds = "".join(f"<li>{a_} : {b}</li>" for a_, b in c.meds(4))
    bio = "".join(
        f"<tr><td>{n}</td>"
        + "".join(f"<td>{c.rng.uniform(lo * 0.9, hi * 1.1):.{d}f}</td>" for _ in range(3))
        + f"<td>{u}</td></tr>"
        for _, tests in c.rng.sample(content.BIO[:5], 3)
        for n, u, lo, hi, d in tests
    )
    longer = c.chance(0.7)
    evol = (
        f"<h2>Évolution dans le service</h2><p>{c.pick('À l’entrée, surveillance scopée pendant 24 heures.', 'Les premières heures ont été marquées par une bonne tolérance clinique.', 'Le patient a été installé en chambre double, isolement levé le lendemain.', 'Transfert initial en unité de soins continus.')} {c.case(spec)[1]}</p><p>Avis du {c.other().full(c.rng)} le {c.dd(entry + dt.timedelta(days=1))} : {c.pick('pas de modification du traitement', 'complément d’imagerie proposé', 'suivi en externe')}. {c.pick('Évaluation sociale faite par l’assistante sociale.', 'Passage de la diététicienne, compléments oraux.', 'Kinésithérapie de reprise de marche quotidienne.')}</p><table class='g s'><tr><th>Biologie</th><th>{c.dd(entry, 'slash')}</th><th>{c.dd(entry + dt.timedelta(days=1), 'slash')}</th><th>{c.dd(exit_, 'slash')}</th><th></th></tr>{bio}</table>"
        if longer
        else ""
    )
    body = f"""<div class=flex><div>{logo(c.rng, st.color, 56)}</div><div class=r style="width:75%"><b style="color:{st.color};font-size:1.3em">{st.name}</b><br>Pôle {c.pick("Thorax-Vaisseaux", "Médecine", "Digestif", "Neurosciences")} – Service de {spec}<br><span class=s>{c.addr(st, " – ")} {c.finess(st)}</span></div></div>
    <table style="width:100%;margin-top:4mm"><tr><td style="width:42mm;border-right:1px solid {st.color};font-size:.85em"><p><b>Chef de service</b></p>{staff}<p style="text-align:left" class=s>Secrétariat<br>Mme {c.pick("Carole", "Sylvie", "Nadia")} {c.pick("BONNET", "TAILLADE", "ROUX")}<br>{st.tel}</p></td>
    <td style="padding-left:6mm"><p class=r>{st.addr[2]}, le {c.dd(c.date)}</p><p class=r>{c.to_gp()}<br>{c.addr(c.pool.msp)}</p><h1 class=c>{title}</h1>
    <p><b>{i.full()}</b>, {i.born(c.act)}<br>{i.ins_line()} {stay}</p>
    <p>{c.pick("Hospitalisation du", "Séjour du", "Hospitalisé" + i.e + " du")} {c.dd(entry)} au {c.dd(exit_)}.</p>
    <p>{c.pick(*content.SALUT)}</p><p><b>Motif d'hospitalisation :</b> {m}</p><h2>Antécédents</h2><p>{" ; ".join(c.ants())}.</p><h2>Histoire de la maladie</h2><p>{h}</p></td></tr></table>
    <h2>Examen clinique et examens complémentaires</h2><p>{e}</p><p>Biologie d'entrée : hémoglobine {c.rng.randint(10, 15)},{c.rng.randint(0, 9)} g/dL, CRP {c.rng.randint(2, 90)} mg/L, créatinine {c.rng.randint(55, 130)} µmol/L, natrémie {c.rng.randint(134, 143)} mmol/L. Radiographie du thorax du {c.dd(entry)} sans foyer.</p>{evol}<h2>Conclusion</h2><p>{k}</p><h2>{c.pick("Traitement de sortie", "Ordonnance de sortie")}</h2><ul>{meds}</ul>{c.relative()}
    <p>{c.pick(*content.BYE)}</p><div class=r>{a.full(c.rng)}<br>{signature(c.rng)}</div>{cc}"""
    return c.out(
        body,
        ["34112-3", "11490-0"],
        a,
        st,
        [c.gp.family, *rec],
        act=exit_,
        font=c.sans,
        size=c.pick(9.5, 10, 11),
        number="Page counter(page)".replace("counter(page)", '" counter(page) "/" counter(pages) "'),
        head=f"{i.family()} {i.p.first_names[0]} – {spec}",
    )


@layout("lettre_liaison_cadre")
def liaison(c):
    """A liaison letter in boxes, on the day of the discharge."""
    st = c.st("ch", "chu", "clinique", "smr")
    spec = c.pick(*[s for s in sorted(content.CASES) if s not in ("pédiatrie", "ophtalmologie", "dermatologie")])
    a = c.doctor(st, spec)
    i = c.idn
    m, h, e, k = c.case(spec)
    entry = c.act - dt.timedelta(days=c.rng.randint(1, 20))
    pairs = i.pairs(stay=c.chance(0.6))
    dm = (
        f"<td>{i.datamatrix()}<br><span class=s>INS à scanner</span></td>"
        if i.ins and i.ins == i.p.ins and c.chance(0.5)
        else ""
    )
    meds = c.meds(5)
    rows = "".join(
        f"<tr><td>{x}</td><td>{y}</td><td>{c.pick('poursuivi', 'modifié', 'introduit', 'inchangé')}</td></tr>"
        for x, y in meds
    )
    body = f"""<table style="width:100%"><tr><td>{logo(c.rng, st.color)}</td><td><b>{st.name}</b><br><span class=s>{c.addr(st, ", ")}<br>{c.tel(st)} {c.finess(st, 0.6)}</span></td><td class=r>Service : {spec}<br><b>{c.pick("Unité", "UF")} {c.rng.randint(1000, 4999)}</b></td></tr></table>
    <h1 class=c style="border:2px solid {st.color};padding:4px">{c.pick("LETTRE DE LIAISON À LA SORTIE", "LETTRE DE LIAISON", "Lettre de liaison de sortie (art. R. 1112-1-2 CSP)")}</h1>
    <div class=box><table><tr><td>{table(pairs)}</td>{dm}</tr></table></div>
    <table class=g style="width:100%;margin-top:6px"><tr><td><b>{c.pick("Date d'entrée", "Entrée le")}</b> {c.dd(entry)}</td><td><b>{c.pick("Date de sortie", "Sortie le")}</b> {c.dd(c.act)}</td><td><b>Destination</b> {c.pick("domicile", "SMR", "EHPAD", "HAD")}</td></tr>
    <tr><td colspan=3><b>Médecin traitant</b> {c.to_gp()}</td></tr><tr><td colspan=3><b>{c.pick("Médecin responsable", "Praticien responsable du séjour")}</b> {a.full(c.rng)} {c.rpps(a)}</td></tr></table>
    <h2>1. Motif</h2><p>{m}</p><h2>2. Synthèse médicale du séjour</h2><p>{h}</p><p>{e}</p>{c.more()}<h2>3. Actes, examens en attente, complications</h2><p>{c.pick("Aucun résultat en attente.", "Résultat anatomopathologique en attente, sera adressé par courrier.", "Portage BMR : non recherché.", "Transfusion : non. Allergie signalée : aucune.")}</p>
    <h2>4. Traitement à la sortie</h2><table class="g s" style="width:100%"><tr><th>Médicament</th><th>Posologie</th><th>Statut</th></tr>{rows}</table>
    <h2>5. Suites à donner</h2><p>{k}</p>{c.relative()}<p class=r>{c.pick("Rédigée le", "Document validé le", "Signé électroniquement le")} {c.dd(c.date)} par {a.full(c.rng)}</p>"""
    return c.out(
        body,
        "11490-0",
        a,
        st,
        [c.gp.family],
        act=c.act,
        font=c.sans,
        size=c.pick(9.5, 10),
        foot=f"{st.name} – {c.addr(st, ' ')}",
        number='" counter(page) " / " counter(pages) "',
    )


@layout("chu_consultation_lettre", weight=1.6)
def consultation(c):
    """A consultant's letter."""
    st = c.st("chu", "ch", "clinique", "cabinet")
    spec = c.pick(*[s for s in sorted(content.CASES) if s not in ("pédiatrie", "ophtalmologie")])
    a = c.doctor(st, spec)
    i = c.idn
    m, h, e, k = c.case(spec)
    cc, rec = c.copies(0.5)
    ref = c.pick("Réf. : {}/{}", "N/Réf. {} {}", "Dossier suivi par : {} {}").format(
        a.given[0] + a.family[:1], c.pick("MCL", "SB", "NV")
    )
    when = c.pick(
        "J'ai vu en consultation le {d}",
        "J'ai reçu à ma consultation du {d}",
        "Je vous remercie de m'avoir adressé, pour la consultation du {d},",
        "Voici les nouvelles, à la suite de la consultation du {d}, de",
    ).format(d=c.dd(c.act))
    body = f"""<table style="width:100%"><tr><td style="width:48%">{logo(c.rng, st.color, 40)}<br><b>{st.name}</b><br>{spec.capitalize()}<br><span class=s>{c.addr(st)}<br>{c.tel(st)}<br>{st.mail}<br>{c.finess(st, 0.35)}</span></td>
    <td class=r><b>{a.full(c.rng)}</b><br><span class=s>{c.pick("Ancien interne des hôpitaux", "Praticien hospitalier", "Ancien chef de clinique", "")}<br>{c.rpps(a)}<br>N° AM {a.am}</span></td></tr></table>
    <div style="margin:6mm 0 4mm 95mm">{c.to_gp()}<br>{c.pool.msp.name}<br>{c.addr(c.pool.msp)}</div><p>{st.addr[2]}, le {c.dd(c.date, c.pick("long", "day", "slash"))}<br><span class=s>{ref}</span></p>
    <p>{c.pick("Objet", "Concerne", "Patient(e)", "CONCERNE")} : <b>{i.full()}</b> {c.pick("–", ",", "")} {i.born(c.act)}{"<br>" + i.ins_line() if i.ins else ""}</p>
    <p>{c.pick(*content.SALUT)}</p><p>{when} {i.short()}, pour : {m.lower()}.</p><p>{h}</p><p><u>À l'examen</u> : {e}</p>{c.more()}<p>{k}</p><p>{c.pick(*content.BYE)}</p><div style="margin-left:100mm">{signature(c.rng)}<br>{a.full(c.rng, "gf")}</div>{cc}"""
    return c.out(
        body, "11488-4", a, st, [c.gp.family, *rec], act=c.act, font=c.pick(c.sans, c.serif), size=c.pick(10, 10.5, 11)
    )


@layout("clinique_operatoire")
def operatoire(c):
    """An operating report."""
    st = c.st("clinique", "ch", "chu")
    a = c.doctor(st, c.pick("chirurgie orthopédique", "chirurgie viscérale", "chirurgie urologique"))
    an = c.doctor(st, "anesthésie")
    i = c.idn
    op, text = c.pick(
        (
            "Prothèse totale de genou droit",
            "Garrot à 300 mmHg. Voie antéro-médiane, arthrotomie parapatellaire interne. Coupe tibiale orthogonale, coupes fémorales avec navigation. Essais satisfaisants, implants cimentés, patella resurfacée. Lavage, hémostase, fermeture plan par plan sur un drain.",
        ),
        (
            "Cholécystectomie par cœlioscopie",
            "Open cœlioscopie ombilicale, trois trocarts opérateurs. Vésicule à parois fines, peu inflammatoire. Dissection du triangle de Calot, vue critique obtenue. Clips sur l'artère et le canal cystique. Vésicule extraite en sac. Pas de drainage.",
        ),
        (
            "Cure de hernie inguinale gauche",
            "Voie TEP. Sac indirect réduit. Mise en place d'une prothèse de polypropylène 15 × 10 cm, fixée par colle. Exsufflation sous contrôle de la vue.",
        ),
        (
            "Résection endoscopique de prostate",
            "Urétroscopie normale. Lobes latéraux obstructifs. Résection bipolaire de 28 g de copeaux. Hémostase soigneuse, sonde trois voies 22 Ch, lavage clair.",
        ),
        (
            "Ostéosynthèse de cheville droite",
            "Abord latéral, réduction anatomique de la malléole externe, plaque tiers de tube, sept vis. Syndesmose stable à l'amplificateur.",
        ),
        (
            "Libération du canal carpien gauche",
            "Voie mini-open. Section du ligament annulaire antérieur sous contrôle de la vue. Nerf congestif. Deux points.",
        ),
        (
            "Arthroscopie de l'épaule droite",
            "Rupture transfixiante du supra-épineux 18 mm, réinsertion par deux ancres. Acromioplastie. Ténotomie du long biceps.",
        ),
        (
            "Appendicectomie par cœlioscopie",
            "Appendice phlegmoneux, base saine. Ligature par deux endoloops. Lavage du Douglas. Germe adressé en bactériologie.",
        ),
    )
    if op.startswith("Résection endo") and i.p.sex == "F":
        op, text = (
            "Cure de hernie ombilicale",
            "Incision sous-ombilicale, réduction du sac, raphie et prothèse intrapéritonéale de 6 cm. Fermeture sans tension.",
        )
    pairs = i.pairs(stay=c.chance(0.5))
    team = [
        ("Opérateur" if c.chance(0.6) else "Chirurgien", a.full(c.rng)),
        ("Aide", f"{c.pick('Mme', 'M.')} {c.pick('J. VIALA', 'L. SERRE', 'P. ANDRIEU')}"),
        ("Anesthésiste", an.full(c.rng)),
        (c.pick("IBODE", "Instrumentiste"), c.pick("C. ROLLAND", "S. MAZEL", "K. BEN AMAR")),
    ]
    cop = f"<p class=s>{c.pick('Destinataires', 'Copie à')} : {c.to_gp()} (médecin traitant)</p>"
    body = f"""<div class=c style="border-bottom:3px double {st.color}"><b style="font-size:1.4em;color:{st.color}">{st.name}</b><br><span class=s>{c.addr(st, " · ")} · {c.tel(st)} · {c.finess(st)}</span></div>
    <h1 class=c>{c.pick("COMPTE RENDU OPÉRATOIRE", "Compte-rendu opératoire", "PROTOCOLE OPÉRATOIRE")}</h1><table style="width:100%"><tr><td class=box style="width:50%">{table(pairs)}</td><td style="width:4%"></td><td class=box>{table([(c.pick("Date d'intervention", "Intervention du", "Opéré(e) le"), c.dd(c.act)), *team])}</td></tr></table>
    <p style="margin-top:5mm"><b>Intervention :</b> {op} <span class=s>(CCAM {c.pick("NFKA007", "HMFC004", "LMMA017", "JGFE023", "NEKA020")})</span></p><p><b>{c.pick("Indication", "Diagnostic préopératoire")} :</b> {c.pick("gêne fonctionnelle persistante malgré le traitement médical", "lésion symptomatique, patient informé", "échec du traitement conservateur", "tableau aigu, bilan concordant")}. Consultation préopératoire du {c.dd(c.earlier())}.</p>
    <p><b>Anesthésie :</b> {c.pick("générale", "rachianesthésie", "locorégionale")}. <b>Installation :</b> décubitus dorsal. Check-list HAS réalisée. Antibioprophylaxie : céfazoline 2 g.</p><p><b>{c.pick("Description", "Technique", "Déroulement")} :</b> {text}</p><p>Durée {c.rng.randint(25, 140)} minutes, pertes sanguines {c.pick("négligeables", "150 mL", "80 mL")}. Compte des compresses exact.</p>
    <p><b>Suites :</b> {c.pick("sortie prévue à J2, anticoagulation préventive", "ambulatoire, pansement à refaire tous les deux jours", "antalgiques de palier 1 et 2")}, contrôle le {c.dd(c.later())}.</p><div class=r>{a.full(c.rng)}<br><span class=s>{c.rpps(a, 0.4)}</span><br>{signature(c.rng)}<br><span class=s>{c.pick("Dicté et validé le", "Validé le", "Compte rendu signé le")} {c.dd(c.date)}</span></div>{cop}"""
    return c.out(body, "34874-8", a, st, [c.gp.family], act=c.act, font=c.pick(c.sans, c.serif), size=10)


@layout("anesthesie_formulaire")
def anesth(c):
    """A consultation before anaesthesia, as a form."""
    st = c.st("clinique", "ch")
    a = c.doctor(st, "anesthésie")
    i = c.idn
    s = c.doctor(st, "chirurgie viscérale")

    def box(t):
        return f"{'☒' if c.chance(0.4) else '☐'} {t}"

    opd = c.later()
    hand = c.chance(0.4)
    v = (lambda t: f"<span class=hand style='font-family:{HAND[1]}'>{t}</span>") if hand else (lambda t: f"<b>{t}</b>")
    body = f"""<table style="width:100%" class=g><tr><td style="width:30%">{logo(c.rng, st.color, 34)}<br><b class=s>{st.name}</b><br><span class=s>{c.finess(st, 0.4)}</span></td><td class=c><h1>{c.pick("CONSULTATION DE PRÉ-ANESTHÉSIE", "CONSULTATION D'ANESTHÉSIE", "Dossier d'anesthésie – consultation préanesthésique")}</h1>{c.pick("Le", "Date de consultation :", "Vu(e) le")} {c.dd(c.date)}</td><td class=s>Réf. doc. ANE-{c.rng.randint(10, 99)}-v{c.rng.randint(2, 9)}<br>Page 1/1</td></tr></table>
    <table class=g style="width:100%;margin-top:3mm"><tr><td style="width:55%">{table(i.pairs(stay=c.chance(0.3)), sep=" ")}</td><td>Anesthésiste : {v(a.full(c.rng))}<br>{c.rpps(a, 0.4)}<br>Chirurgien : {v(s.full(c.rng))}<br>Date opératoire prévue : {v(c.dd(opd))}<br>Médecin traitant : {v("Dr " + c.gp.family)}</td></tr></table>
    <h2>Intervention</h2><p>{c.pick("Cholécystectomie", "Prothèse de hanche gauche", "Hernie inguinale", "Cataracte OD", "Coloscopie", "Canal carpien droit", "Sleeve gastrectomie", "Hystéroscopie")}</p>
    <h2>Antécédents</h2><p>{v(" ; ".join(c.ants(4)))}</p><table style="width:100%" class=s><tr><td>{box("Tabac")}</td><td>{box("Allergie")}</td><td>{box("Asthme")}</td><td>{box("SAOS")}</td></tr><tr><td>{box("Diabète")}</td><td>{box("RGO")}</td><td>{box("HTA")}</td><td>{box("Saignement anormal")}</td></tr></table>
    <table class=g style="width:100%"><tr><td>Poids {v(str(c.rng.randint(48, 104)) + " kg")}</td><td>Taille {v(f"1,{c.rng.randint(50, 89)} m")}</td><td>TA {v("13/8")}</td><td>FC {v(str(c.rng.randint(58, 92)))}</td><td>SpO2 {v("98 %")}</td></tr><tr><td>Mallampati {v(c.pick("1", "2", "3"))}</td><td>Ouverture de bouche {v("&gt; 35 mm")}</td><td>Dents {v(c.pick("prothèse mobile", "RAS"))}</td><td colspan=2>ASA {v(c.pick("1", "2", "3"))}</td></tr></table>
    <h2>Traitement en cours</h2><p>{v(", ".join(m[0] for m in c.meds(3)))}</p><h2>Examens</h2><p>Bilan du {c.dd(c.earlier())} : Hb {c.rng.randint(11, 15)},{c.rng.randint(0, 9)} g/dL, plaquettes {c.rng.randint(160, 380)} G/L, créatinine {c.rng.randint(55, 99)} µmol/L.</p>
    <h2>Conduite à tenir</h2><p>Jeûne solide six heures, liquides clairs deux heures. {c.pick("AG, masque laryngé.", "Rachianesthésie acceptée.", "Bloc axillaire et sédation.")} Information donnée, bénéfices et risques expliqués.</p>{c.relative()}<div class=flex><div class=box style="width:45%;height:18mm">Signature du patient</div><div class=box style="width:45%">Médecin anesthésiste<br>{a.full(c.rng)}<br>{signature(c.rng)}</div></div>"""
    return c.out(body, "34749-2", a, st, None, drop=["recipients", "act_date"], font=c.sans, size=9.5)
