"""Papers of therapists, dentists, opticians, pharmacies and visiting nurses."""

from eval.examiners.correspondents.bodies import Body
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import kv_table, layout, scribble, shell, ul


@layout("bilan_kine", "adult")
def physio(d):
    """A physiotherapist's assessment."""
    r, senders = d.rng, d.ctx.senders
    k = senders.doctor(r, "masseur-kinésithérapeute")
    s = senders.structure(
        r, r.choice(["Cabinet de kinésithérapie du Canal", "Kiné-Sport Berry", "Espace Kiné des Marronniers"])
    )
    on = d.day(1, 16)
    d.type("34120-6", "47420-5", "11506-3")
    case = r.choice(
        [
            (
                "Prothèse totale de genou droit",
                "flexion 95°, flessum 8°",
                "quadriceps 3+/5",
                "marche avec une canne, périmètre 400 m",
            ),
            ("Épaule gauche opérée (coiffe)", "élévation passive 110°, RE1 20°", "deltoïde 3/5", "habillage avec aide"),
            ("Lombalgie chronique", "distance doigts-sol 32 cm", "Sorensen 48 s", "reprise à mi-temps souhaitée"),
            (
                "Séquelles d'hémiplégie droite",
                "cheville : -5° de flexion dorsale",
                "releveurs 2/5",
                "Tinetti 18/28, vitesse 0,6 m/s",
            ),
            (
                "BPCO, réhabilitation respiratoire",
                "ampliation 4 cm",
                "test de marche 6 min : 310 m",
                "Borg dyspnée 5/10",
            ),
            ("Fracture du col fémoral ostéosynthésée", "flexion 80°", "moyen fessier 3/5", "Timed up and go 24 s"),
            ("Maladie de Parkinson", "rigidité axiale", "lever de chaise 5 fois : 21 s", "deux chutes en un mois"),
            ("Entorse de cheville grade 2", "dorsiflexion à 8 cm du mur", "fibulaires 4/5", "course non reprise"),
            ("Rééducation périnéale post-partum", "testing 3/5", "endurance 6 s", "fuites à l'effort"),
        ]
    )
    pres = senders.town_doctor(r)
    hosp = r.choice(senders.hosp_doctors)
    rows = d.rows(["birth", "used", "first", "dob"])
    body = f"""<div style='border-left:3mm solid {r.choice(["#4a9", "#c75", "#57a"])};padding-left:4mm'><b style='font-size:1.3em'>{d.structure(s)}</b><br>{d.author(k, title=False)} – masseur-kinésithérapeute D.E.{" – RPPS " + d.author_rpps(k) if r.random() < 0.6 else ""}<br><span class=s>{esc(s.street)}, {s.cp} {esc(s.town)} – {s.tel}</span></div>
    <h2 class=c>{r.choice(["Bilan-diagnostic kinésithérapique", "BDK – fiche de synthèse", "Bilan kinésithérapique intermédiaire"])}</h2><table border=1 cellpadding=3 style='width:100%;border-color:#888'>{"".join(f"<tr><td style='width:45mm'>{a}</td><td><b>{v}</b></td></tr>" for a, v in rows)}<tr><td>Prescripteur</td><td>{d.name_of(pres)}</td></tr><tr><td>Ordonnance du</td><td>{d.d(d.before(on, 20, 70))}</td></tr><tr><td>Motif</td><td>{case[0]}</td></tr></table>{"<p class=s>" + d.ins_line() + "</p>" if d.want_ins else ""}
    <h3>Bilan réalisé le {d.act_date(on)}</h3><p>Douleur : EVA {r.randint(1, 7)}/10 au repos, {r.randint(2, 8)}/10 à l'effort.</p><p>Articulaire : {case[1]}.</p><p>Musculaire : {case[2]}.</p><p>Fonctionnel : {case[3]}.</p><p><b>Objectifs :</b> {r.choice(["gain d&rsquo;amplitude et autonomie dans les escaliers", "sécuriser la marche au domicile", "reprise des activités professionnelles", "entretien de la fonction respiratoire"])}. Séances : {r.randint(5, 18)} réalisées sur {r.choice([20, 30])}.</p>
    <p>À l'attention du {d.recipient(hosp)}, {esc(senders.hospital)}.</p><p class=r>{esc(s.town)}, le {d.doc_date(on)}<br>{scribble(r)}</p>"""
    return shell(d, "", body)


@layout("opticien_refraction", "adult")
def optician(d):
    """An optician's refraction, sent to the prescriber."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(r, r.choice(["OPTIQUE DES ARCADES", "Les Opticiens du Berry", "Lunetterie Saint-Bonnet"]))
    o = senders.doctor(r, "opticien-lunetier")
    on = d.day(1, 14)
    d.skip("doc_type")
    rows = d.rows(["birth", "used", "first", "dob", "tel"])

    def ref():
        return (
            f"{r.uniform(-5, 3):+.2f}".replace(".", ","),
            f"{-r.choice([0, 0.25, 0.5, 0.75, 1.25]):.2f}".replace(".", ","),
            f"{r.randint(0, 35) * 5}°",
            r.choice(["2,00", "2,25", "2,50"]),
        )

    o1, o2 = ref(), ref()
    body = f"""<div class=c style='background:#222;color:white;padding:3mm'><b style='font-size:1.5em;letter-spacing:3px'>{d.structure(s)}</b></div><div class='c s'>{esc(s.street)} – {s.cp} {esc(s.town)} – {s.tel}{" – N° FINESS " + d.finess(s) if r.random() < 0.4 else ""}</div>
    <h3>{r.choice(["Compte rendu d'examen de réfraction", "FICHE DE RÉFRACTION – information du prescripteur", "Adaptation de la correction – information au médecin"])}</h3><p>Le {d.doc_date(on)}</p>{kv_table(rows, "margin:3mm 0", cols=2)}{"<p class=s>" + d.ins_line() + "</p>" if d.want_ins else ""}<p>Ordonnance initiale : {d.name_of(senders.doctor(r))}, du {d.d(d.before(on, 300, 900))}.</p>
    <table border=1 cellpadding=4 style='width:100%'><tr><th></th><th>Sphère</th><th>Cylindre</th><th>Axe</th><th>Addition</th></tr><tr><td>OD</td>{"".join(f"<td>{x}</td>" for x in o1)}</tr><tr><td>OG</td>{"".join(f"<td>{x}</td>" for x in o2)}</tr></table>
    <p>Examen réalisé en magasin le {d.act_date(on)}. {r.choice(["Baisse de la vision de loin ressentie depuis trois mois.", "Acuité corrigée 10/10 aux deux yeux.", "Acuité insuffisante à gauche malgré correction : avis ophtalmologique souhaité.", "Verres progressifs, demande de verre de secours.", "Halos signalés la nuit, avis conseillé avant renouvellement.", "Équipement livré ce jour.", "Gêne à la lecture, éclairage conseillé.", "Pas de contre-indication mentionnée sur l&rsquo;ordonnance."])}</p><p>Opticien diplômé : {d.author(o, title=False)}</p>{scribble(r)}"""
    return shell(d, "", body)


@layout("dentiste_bilan", "adult")
def dentist(d):
    """A dentist's search for foci of infection, with a chart of the teeth."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = (
        senders.doctor(r, "chirurgien-dentiste", "Dr"),
        senders.structure(
            r,
            r.choice(
                ["Cabinet dentaire du Château d'Eau", "Selarl Dentaire des Prés Fichaux", "Centre dentaire mutualiste"]
            ),
        ),
        d.day(1, 18),
    )
    d.type("28617-9", "83836-7")
    to = r.choice(senders.hosp_doctors)

    def teeth(a):
        return "".join(
            f"<td style='border:.4pt solid #777;width:8mm;text-align:center;height:7mm'>{x}<br><span class=xs>{r.choice(['', '', '', 'C', 'X', 'CC', 'Br', 'Am'])}</span></td>"
            for x in a
        )

    concl = r.choice(
        [
            "Foyer infectieux sur 36 (lésion apicale) : avulsion prévue.",
            "Aucun foyer infectieux décelé cliniquement ni radiologiquement. Pas de contre-indication à la chirurgie valvulaire.",
            "Édentement postérieur bilatéral, prothèse amovible instable.",
            "Parodontite chronique généralisée, détartrage et surfaçage en quatre séances.",
            "Racines résiduelles de 46 et 47 à extraire sous antibioprophylaxie avant biphosphonates.",
            "Mucite de grade 2 post-chimiothérapie, bains de bouche bicarbonatés.",
            "Bilan pré-radiothérapie : gouttières fluorées réalisées.",
            "Kératose linguale gauche de 6 mm, biopsie à discuter.",
        ]
    )
    body = f"""<div class=fl><div><b>{d.structure(s)}</b><br>{d.author(doc)}<br>Chirurgien-dentiste{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.7 else ""}</div><div class=r>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>{s.tel}</div></div><hr><p class=r>{esc(s.town)}, le {d.doc_date(on)}</p><p>À : {d.recipient(to)}, {esc(senders.hospital)}</p>
    <p>{r.choice(["Patient", "Réf. patient", "Dossier"])} : <b>{d.full(civ=True)}</b><br>{d.born()}{"<br>" + d.ins_line() if d.want_ins else ""}</p><h3>{r.choice(["BILAN BUCCO-DENTAIRE", "Bilan bucco-dentaire préopératoire", "Recherche de foyers infectieux dentaires – compte rendu"])}</h3><p>Examen clinique et panoramique dentaire du {d.act_date(on if r.random() < 0.7 else d.before(on, 1, 4))}.</p>
    <table style='margin:3mm auto'><tr>{teeth([18, 17, 16, 15, 14, 13, 12, 11, 21, 22, 23, 24, 25, 26, 27, 28])}</tr><tr>{teeth([48, 47, 46, 45, 44, 43, 42, 41, 31, 32, 33, 34, 35, 36, 37, 38])}</tr></table><p class=xs>C carie – X absente – CC couronne – Br bridge – Am amalgame</p><p><b>Conclusion :</b> {concl}</p><p>Hygiène {r.choice(["moyenne", "satisfaisante", "insuffisante"])}. Dernier détartrage : {d.d(d.before(on, 100, 700))}.</p><div class=r>{scribble(r)}</div>"""
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]))


@layout("pharmacie_historique", "senior")
def pharmacy(d):
    """A pharmacy's history of what was dispensed, or its review of the drugs."""
    r, senders = d.rng, d.ctx.senders
    ph = senders.doctor(r, "pharmacien")
    s = senders.structure(
        r,
        r.choice(
            [
                "Pharmacie de la Halle",
                "Pharmacie du Grand Meaulnes",
                "Pharmacie " + senders.names.family(r).capitalize(),
                "Grande Pharmacie d'Avaricum",
            ]
        ),
    )
    on = d.day(1, 6)
    kind = r.choice(["histo", "histo", "bilan"])
    b = Body(d, on)
    d.type(*(["60593-1", "DISP_AUT"] if kind == "histo" else ["56445-0"]))
    if kind == "histo":
        d.skip("act_date")
    st = r.randint(0, 1)
    if st == 0:
        idt = kv_table(d.rows(["birth", "used", "first", "dob", "ins", "tel"]), "border:.6pt solid #999;margin:3mm 0")
    else:
        idt = f"<p>{r.choice(['Client', 'Patient', 'Bénéficiaire'])} : <b>{d.full(civ=True, order='nf')}</b> – {d.born('slash')}{'<br>' + d.ins_line() if d.want_ins else ''}<br>Organisme : {r.choice(['CPAM 181', 'MSA Beauce Cœur de Loire', 'CPAM 361'])} – ALD : {r.choice(['oui', 'non'])}</p>"
    pres = [senders.town_doctor(r) for _ in range(3)]
    items = b["ttt"] + r.sample(
        [
            "DOLIPRANE 1000 mg cpr x 8",
            "KARDEGIC 75 mg sach x 30",
            "INEXIUM 20 mg",
            "LEVOTHYROX 50 µg cpr x 30",
            "FORLAX 10 g",
            "IMOVANE 3,75 mg",
            "UVEDOSE 100 000 UI",
            "COVERSYL 5 mg",
        ],
        4,
    )
    if kind == "histo":
        head_cells = "".join(f"<td>{x}</td>" for x in ["Date", "Désignation", "Qté", "Prescripteur"])
        t = f"<table border=1 cellpadding=2 style='width:100%' class=s><tr class=b>{head_cells}</tr>"
        for x in items:
            t += f"<tr><td>{d.d(d.before(on, 1, 100), 'slash')}</td><td>{x.split(' : ')[0]}</td><td class=c>{r.randint(1, 3)}</td><td>{d.name_of(r.choice(pres), given='none')}</td></tr>"
        t += "</table>"
        title = r.choice(
            [
                "Historique des délivrances – 3 derniers mois",
                "HISTORIQUE DE DISPENSATION",
                "Relevé des médicaments délivrés",
                "Historique médicamenteux à la demande du service",
            ]
        )
    else:
        t = (
            f"<p>Entretien réalisé à l'officine le {d.act_date(on)}.</p>"
            + ul(items)
            + f"<p><b>Analyse :</b> {r.choice(['Association benzodiazépine et opioïde faible : sédation diurne signalée.', 'IPP sans indication retrouvée depuis plus de deux ans.', 'Deux anti-hypertenseurs de même classe sur deux ordonnances différentes.', 'Observance médiocre, pilulier proposé.', 'Clairance estimée à 38 mL/min : adapter la posologie.', 'Chutes : réévaluer le somnifère.', 'Automédication par ibuprofène sous anticoagulant.', 'Oubli fréquent des prises du soir.'])} Proposition transmise au {d.name_of(pres[0])}.</p>"
        )
        title = r.choice(["Bilan partagé de médication", "BILAN PARTAGÉ DE MÉDICATION – synthèse"])
    body = f"""<div style='color:#0a7d3c'><b style='font-size:1.4em'>✚ {d.structure(s)}</b></div><span class=s>{d.author(ph, title=False)}, {r.choice(["pharmacien titulaire", "docteur en pharmacie"])}{" – RPPS " + d.author_rpps(ph) if r.random() < 0.4 else ""}<br>{esc(s.street)} {s.cp} {esc(s.town)} – Tél {s.tel} – Fax {s.fax}{" – FINESS " + d.finess(s) if r.random() < 0.45 else ""}</span><h2 style='font-size:1.2em'>{title}</h2>{idt}<p class=s>{r.choice(["Édité le", "Établi le", "Le"])} {d.doc_date(on, "slash")} à {r.randint(9, 19)}:{r.randint(10, 59)} – à la demande de : unité {r.choice(["de chirurgie", "UMG", "de cardiologie", "des urgences"])}, {esc(senders.hospital)}</p>{t}<p class=xs>Document confidentiel destiné aux professionnels de santé.</p>"""
    return shell(d, "", body, r.choice([d.font_sans, "DejaVu Sans Condensed"]))


@layout("infirmiere_liberale", "senior")
def nurse(d):
    """A follow-up sheet filled in by hand by the visiting nurses."""
    r, senders = d.rng, d.ctx.senders
    n = senders.doctor(r, "infirmière")
    n.sex = "F"
    s = senders.structure(
        r,
        r.choice(
            ["Cabinet infirmier du Bourg", "Cabinet d'infirmières libérales", "SCP infirmière des Rives de l'Yèvre"]
        ),
    )
    on = d.day(1, 8)
    d.type("11506-3")

    def pen(t):
        return f"<span class=hw>{t}</span>"

    rows = d.rows(["birth", "used", "first", "dob", "addr"])
    obs = [
        "Plaie propre, fibrine 30 %, pas d'odeur",
        "Exsudat +, berges macérées, photo envoyée au médecin",
        "RAS, TA 13/7",
        "Douleur 5/10 au soin, paracétamol avant",
        "Bandes mal supportées la nuit",
        "Rougeur talon D, vue par la fille",
        "Glycémie 2,34 g/L avant repas",
        "Pst refait à sec, moins d'écoulement",
        "Refus du soin ce jour",
        "Poids 62,3 kg, OMI ++",
        "Injection faite, bleu au point de ponction",
    ]
    trs = "".join(
        f"<tr><td style='border:.5pt solid #555;padding:1.6mm'>{pen(d.d(d.before(on, i * 2, i * 2), 'slash')[:5])}</td><td style='border:.5pt solid #555;padding:1.6mm'>{pen(x)}</td><td style='border:.5pt solid #555'>{pen(r.choice(['SL', 'MB', 'CD', 'AP']))}</td></tr>"
        for i, x in reversed(list(enumerate(r.sample(obs, 6))))
    )
    d.skip("author_given", "author_rpps", "author_family")
    body = f"""<div class=c><b>{d.structure(s)}</b><br><span class=s>{d.name_of(n, title=False)} – {d.name_of(senders.doctor(r), title=False)} – {d.name_of(senders.doctor(r), title=False)}<br>{esc(s.street)} {s.cp} {esc(s.town)} – {s.tel}</span></div><h3 class=c style='border:1pt solid #333;padding:1.5mm'>{r.choice(["FICHE DE SUIVI DES SOINS INFIRMIERS", "Feuille de transmissions – soins à domicile", "Suivi de pansement"])}</h3>
    <table style='width:100%;margin:3mm 0'>{"".join(f"<tr><td style='width:45mm;padding:1mm'>{a} :</td><td style='border-bottom:.4pt dotted #444'>{pen(v)}</td></tr>" for a, v in rows)}<tr><td style='padding:1mm'>Médecin traitant :</td><td style='border-bottom:.4pt dotted #444'>{pen(d.name_of(senders.town_doctor(r), given="none"))}</td></tr><tr><td style='padding:1mm'>Personne à prévenir :</td><td style='border-bottom:.4pt dotted #444'>{pen(r.choice(["sa fille ", "son fils ", "sa voisine "]) + d.p.phone)}</td></tr></table>
    <table style='width:100%'><tr class=b><td>Date</td><td>Observations</td><td>Signature</td></tr>{trs}</table><p>Fiche remise à l'hôpital le {pen(d.doc_date(on, "slash"))}</p>"""
    d.skip("act_date")
    return shell(d, "", body, d.font_sans, 10.5)
