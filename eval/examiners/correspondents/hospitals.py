"""Acts in other hospitals and clinics: theatre, anaesthesia, maternity, emergencies, genetics, cancer meetings."""

import datetime as dt

from eval.examiners.correspondents.bodies import Body
from eval.examiners.correspondents.content import SURGERY
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import barcode, doctor_stamp, kv_table, layout, logo, scribble, shell
from eval.examiners.correspondents.stays import HOSPITALS, ep_no


@layout("clinique_operatoire", "adult")
def operation(d):
    """A clinic's operating report."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Clinique des Grainetières",
                "Polyclinique Saint-François",
                "Hôpital privé Guillaume-de-Varye",
                "Clinique de la Manufacture",
                "Clinique du Saint-Cœur",
            ]
        ),
        staff=1,
    )
    doc = s.staff[0]
    pool = [x for x in SURGERY if not ("ésarienne" in x[0] and not (d.p.sex == "F" and 20 < d.p.age(d.ctx.today) < 43))]
    title, ind, txt, after = r.choice(pool)
    when = d.day(3, 20)
    on = when if r.random() < 0.6 else d.after(when, 1, 2)
    d.type("34874-8")
    team = [
        ("Opérateur", d.author(doc, given="full")),
        ("Aide opératoire", d.name_of(senders.doctor(r), title=False)),
        ("Anesthésiste", d.name_of(senders.doctor(r))),
        ("IBODE", esc(senders.names.first(r, "F", 1985)) + " " + d.fam(senders.names.family(r))),
    ]
    lab = kv_table(d.rows(["birth", "used", "first", "dob", "sex", "ins"]), "font-size:.95em", cell="padding:.3mm 2mm")
    style = r.randint(0, 1)
    ep = ep_no(d) if r.random() < 0.5 else ""
    idt = (
        f"<div class=box>{lab}{ep}</div>"
        if style == 0
        else f"<div class=box style='border-radius:3mm;width:85mm'>{d.full(civ=True, order='nf')}<br>{d.born()}<br>{d.ins_line()}<br>{ep}<br>{barcode(r, 40, 7)}</div>"
    )
    gp, hp = senders.town_doctor(r), r.choice(senders.hosp_doctors)
    body = f"""<table style='width:100%'><tr><td style='width:50%'>{logo(r, 16)}<br><b style='font-size:1.15em'>{d.structure(s)}</b><br><span class=s>{esc(s.street)}, {s.cp} {esc(s.town)}<br>{s.tel}{"<br>FINESS " + d.finess(s) if r.random() < 0.4 else ""}</span></td><td>{idt}</td></tr></table><h2 class=c>{r.choice(["COMPTE RENDU OPÉRATOIRE", "Compte rendu opératoire", "CRO"])}</h2><p class=c><b>{title}</b></p>
    <table style='width:100%' class=s><tr><td style='width:50%'>{r.choice(["Date d'intervention", "Intervention du", "Opéré" + d.e() + " le"])} : <b>{d.act_date(when)}</b><br>Salle {r.randint(1, 8)} – incision {r.randint(8, 15)} h {r.randint(10, 59)}, fin {r.randint(10, 17)} h {r.randint(10, 59)}</td><td>{"<br>".join(f"{a} : {v}" for a, v in team)}</td></tr></table><p><b>Indication :</b> {ind}.</p><p class=j>{txt}</p><p><b>Suites :</b> {after}</p><p class=s>DMI : réf. {r.randint(1000, 99999)}-{r.randint(10, 99)}, lot {r.choice("ABCDEF")}{r.randint(10000, 99999)} – péremption {r.randint(1, 12):02d}/20{r.randint(28, 31)}</p>
    <p>{esc(s.town)}, le {d.doc_date(on)}</p><p>{d.name_of(doc)}{"<br>RPPS : " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r)}</p><p class=s>Envoyé à : {d.recipient(gp)} ; {d.recipient(hp)}</p>"""
    if "Opéré" in body:
        d.gendered = True
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]))


@layout("consultation_anesthesie", "adult")
def anaesthesia(d):
    """A consultation before anaesthesia, in cells, typed or by hand."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r, r.choice(["Clinique des Grainetières", "Polyclinique du Val de Sologne", "Clinique Marzet"])
    )
    doc, on = senders.doctor(r, "anesthésie-réanimation"), d.day(2, 14)
    d.type("34749-2")
    b = Body(d, on)
    d.act_date(on)
    rows = d.rows(["birth", "used", "first", "dob", "sex", "ins"])
    op = r.choice(
        [
            "coloscopie",
            "PTH droite",
            "cure de hernie",
            "cataracte gauche",
            "cholécystectomie",
            "avulsions dentaires",
            "canal carpien",
            "hystéroscopie" if d.p.sex == "F" else "RTUP",
        ]
    )

    def cell(a, v):
        return f"<td style='border:.5pt solid #666;padding:1mm 1.5mm'><span class=xs>{a}</span><br>{v}</td>"

    hand = r.random() < 0.3
    pen = (lambda t: f"<span class=hw>{t}</span>") if hand else (lambda t: t)
    body = f"""<div class=fl><b>{d.structure(s)}</b><span class=s>{s.cp} {esc(s.town)} – {s.tel}</span></div><h3 class=c style='background:#333;color:#fff;padding:1mm'>{r.choice(["CONSULTATION PRÉ-ANESTHÉSIQUE", "Consultation d'anesthésie", "DOSSIER D'ANESTHÉSIE – consultation préopératoire"])}</h3><table style='width:100%'><tr>{"".join(cell(a, "<b>" + pen(v) + "</b>") for a, v in rows[:3])}</tr></table><table style='width:100%'><tr>{"".join(cell(a, "<b>" + pen(v) + "</b>") for a, v in rows[3:])}{cell("Poids / Taille", pen(f"{r.randint(48, 115)} kg / 1,{r.randint(50, 90)} m"))}</tr></table><table style='width:100%'><tr>{cell("Date de la consultation", "<b>" + pen(d.doc_date(on, "slash")) + "</b>")}{cell("Anesthésiste", "<b>" + d.author(doc, given="full") + "</b>")}{cell("Intervention prévue", pen(op) + " le " + pen(d.d(d.after(d.ctx.received, 3, 30), "slash")))}{cell("Chirurgien", d.name_of(senders.doctor(r), given="none"))}</tr></table>
    <p><b>Antécédents :</b> {pen(", ".join(b["atcd"]))}</p><p><b>Anesthésies antérieures :</b> {pen(r.choice(["AG sans problème", "nausées postopératoires", "rachianesthésie pour PTG", "aucune"]))} – <b>Allergies :</b> {pen(r.choice(["néant", "latex", "pénicilline", "sparadrap"]))}</p><p><b>Traitement :</b> {pen(" ; ".join(b["ttt"]))}</p><p><b>Examen :</b> {b["exam"]} Mallampati {r.randint(1, 3)}, ouverture de bouche {r.randint(3, 5)} cm, {r.choice(["dentition correcte", "prothèse amovible haute", "bridge antérieur fragile"])}.</p><p><b>Biologie :</b> {b["bio"]}</p><p><b>Conclusion :</b> ASA {r.randint(1, 3)}. {r.choice(["AG", "ALR", "rachianesthésie", "sédation"])} proposée, bénéfices et risques expliqués, consentement recueilli. Jeûne 6 h / liquides clairs 2 h. {r.choice(["Arrêt de l&rsquo;anticoagulant 3 jours avant.", "Poursuite de l&rsquo;aspirine.", "Groupage à compléter."])}</p><div class=r>{doctor_stamp(d, doc, s, r.random() < 0.7)}{scribble(r)}</div>"""
    return shell(d, "", body, d.font_sans, 9.5, "12mm 14mm")


@layout("maternite_suites", "woman")
def maternity(d):
    """The mother's stay in another maternity, with her newborn's data on the same sheet."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Maternité de la Clinique du Val de Loire",
                "Centre Hospitalier de Vierzon – Maternité",
                "Centre Hospitalier Jacques-Cœur",
                "CHAN Nevers – Pôle Femme-Enfant",
            ]
        ),
        staff=2,
    )
    doc = s.staff[0]
    birth = d.day(5, 12)
    out = d.after(birth, 3, 4)
    out = d.ctx.received - dt.timedelta(days=1) if out >= d.ctx.received else out
    kind = r.choice(["suites", "accouchement"])
    d.type(*(["89235-6"] if kind == "suites" else ["15508-5", "57057-2"]))
    baby = d.ctx.newborn(d, birth)
    sxw = "fille" if baby.sex == "F" else "garçon"
    ep = ep_no(d) if r.random() < 0.6 else ""
    rows = d.rows(["birth", "used", "firsts", "dob", "ins"])
    sf = senders.doctor(r, "sage-femme")
    if kind == "suites":
        d.act_date(out)
        when = f"Séjour du {d.d(d.before(birth, 0, 1))} au {d.d(out)}"
        on = out
    else:
        d.act_date(birth)
        when = f"Accouchement le {d.d(birth)} à {r.randint(0, 23)} h {r.randint(10, 59)}"
        on = birth
    body = f"""<div class=c>{logo(r, 16, "#b5657a")}<br><b style='font-size:1.2em'>{d.structure(s)}</b><br><span class=s>{esc(s.street)}, {s.cp} {esc(s.town)} – {s.tel}{" – FINESS " + d.finess(s) if r.random() < 0.4 else ""}</span></div><h3 class=c>{r.choice(["SYNTHÈSE DES SUITES DE COUCHES – MÈRE", "Suites de couches : synthèse de sortie de la mère"]) if kind == "suites" else r.choice(["COMPTE RENDU D'ACCOUCHEMENT", "Compte rendu d'accouchement"])}</h3>
    <table style='width:100%'><tr><td style='width:52%;border:.6pt solid #b5657a;padding:2mm'><b>{r.choice(["MÈRE", "Patiente", "PARTURIENTE"])}</b>{kv_table(rows)}</td><td style='border:.6pt solid #b5657a;padding:2mm'><b>{r.choice(["NOUVEAU-NÉ", "ENFANT", "Nouveau-né"])}</b><br>Nom : {d.fam(baby.birth_name)}<br>Prénom : {esc(baby.first_names[0])}<br>Né{"e" if baby.sex == "F" else ""} le {d.d(birth)} – {sxw}<br>Poids {r.randint(2600, 4100)} g – taille {r.randint(47, 53)} cm<br>Apgar {r.choice(["10/10", "9/10", "8/10"])}, pH {r.choice(["7,28", "7,31", "7,24"])}</td></tr></table><p>{when}{" – " + ep if ep else ""}</p>
    <p class=j>{r.choice(["Deuxième geste, première pare. Travail spontané à 39 SA + 4 jours, péridurale efficace.", "Primipare, déclenchement à 41 SA pour dépassement de terme.", "Troisième pare, utérus cicatriciel, voie basse acceptée.", "Césarienne en cours de travail pour anomalies du rythme cardiaque fœtal.", "Accouchement inopiné à domicile pris en charge par le SMUR, délivrance complète.", "Diabète gestationnel sous insuline, macrosomie suspectée.", "Pré-éclampsie modérée, déclenchement à 37 SA.", "Grossesse gémellaire bichoriale dont un jumeau perdu à 12 SA."])} {r.choice(["Périnée intact.", "Éraillure simple suturée.", "Épisiotomie médiolatérale droite."])} Pertes estimées à {r.randint(150, 600)} mL.</p><p class=j>Suites : {r.choice(["simples, apyrexie, involution utérine normale", "anémie à 8,9 g/dL, fer intraveineux", "montée laiteuse à J3, mamelons douloureux", "céphalées après péridurale résolutives"])}. Allaitement {r.choice(["maternel exclusif", "mixte", "artificiel"])}. Groupe {r.choice(["O+", "A-", "B+"])}, RAI négatives, sérologies toxoplasmose {r.choice(["immune", "négative"])}, VIH et VHB négatifs. Contraception : {r.choice(["implant", "microprogestatif", "DIU à distance"])}.</p>
    <p>Sortie avec PRADO, visite de {d.name_of(sf, title=False)}, sage-femme. Consultation postnatale le {d.d(d.after(out, 38, 55))}. Conjoint : {esc(senders.names.first(r, "M", 1990))} {d.fam(baby.birth_name)}.</p><p class=r>{esc(s.town)}, le {d.doc_date(on)}<br>{d.author(doc, given="full")}, gynécologue-obstétricien{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r)}</p>"""
    d.f["sex"] = None
    d.gendered = True
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]), 10)


@layout("smur_intervention", "adult")
def smur(d):
    """A mobile emergency team's sheet, filled in by hand."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "SAMU 18 – Centre Hospitalier Jacques-Cœur",
                "SMUR de Vierzon",
                "SAMU 36 – SMUR de Châteauroux",
                "SMUR de Montluçon",
            ]
        ),
    )
    doc, on = senders.doctor(r), d.day(1, 7)
    b = Body(d, on)
    d.skip("doc_type", "structure_name")

    def pen(t):
        return f"<span class=hw>{t}</span>"

    rows = d.rows(["birth", "used", "first", "dob", "sex"])
    t0 = r.randint(0, 1300)

    def hm(m):
        return f"{(t0 + m) // 60 % 24:02d}:{(t0 + m) % 60:02d}"

    def c(a, v):
        return f"<td style='border:.6pt solid #c33;padding:1mm'><span class=xs>{a}</span><br>{pen(v)}</td>"

    consts = "".join(
        "<tr>"
        + c("Heure", hm(20 + 15 * i))
        + c("TA", f"{r.randint(9, 18)}/{r.randint(5, 9)}")
        + c("FC", str(r.randint(48, 140)))
        + c("SpO2", f"{r.randint(84, 99)} %")
        + c("FR", str(r.randint(14, 34)))
        + c("Glasgow", str(r.randint(9, 15)))
        + c("Dextro", f"{r.randint(0, 2)},{r.randint(10, 99)}")
        + "</tr>"
        for i in range(3)
    )
    body = f"""<div class=fl style='color:#b22'><b style='font-size:1.3em'>{r.choice(["FICHE D'INTERVENTION SMUR", "OBSERVATION MÉDICALE SMUR", "SMUR – dossier d'intervention"])}</b><span class=r>{d.structure(s)}<br><span class=s>Centre 15</span></span></div><table style='width:100%'><tr>{c("Date", d.doc_date(on, "slash"))}{c("N° intervention", str(r.randint(10000, 99999)))}{c("Appel", hm(0))}{c("Départ", hm(4))}{c("Sur place", hm(16))}{c("Arrivée hôpital", hm(75))}</tr></table><table style='width:100%;margin-top:2mm'><tr>{"".join(c(a, v) for a, v in rows)}</tr></table><p>Adresse d'intervention : {pen(esc(d.p.address))}</p><p>Motif d'appel : {pen(b["motif"])}</p><p>Antécédents : {pen(", ".join(b["atcd"][:4]))}</p><p>Traitement : {pen(", ".join(b["ttt"][:3]))}</p><table style='width:100%'>{consts}</table><p class=j>Observation : {b["hist"]} {b["exam"]}</p><p>Thérapeutique : {pen(r.choice(["VVP 18G avant-bras G, NaCl 0,9 % 500 mL", "O2 9 L/min masque haute concentration", "furosémide 80 mg IVD, risordan 2 mg/h", "aspirine 250 mg IV, énoxaparine", "aérosol salbutamol-ipratropium", "morphine titrée 6 mg", "midazolam 2 mg IV", "paracétamol 1 g IV"]))}</p><p>Transporté{d.e()} vers : {pen("urgences " + senders.hospital)} – médecin receveur : {pen(d.name_of(r.choice(senders.hosp_doctors), given="none"))}</p><div class=fl><div>Équipe : IADE {pen(senders.names.family(r))}, ambulancier {pen(senders.names.family(r))}</div><div>Médecin SMUR : <b>{d.author(doc, given="full")}</b><br>{scribble(r)}</div></div>"""
    d.act_date(on)
    d.skip("recipients")
    d.gendered = True
    return shell(d, "", body, d.font_sans, 9.5, "11mm 12mm")


@layout("urgences_autre_etablissement", "any")
def emergency(d):
    """The emergency report of another hospital."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(r, r.choice(HOSPITALS))
    doc, on = senders.doctor(r), d.day(1, 9)
    b = Body(d, on)
    d.type("15507-7", "60280-5")
    n = str(r.randint(10**8, 10**9))
    show_ep = r.random() < 0.8
    if show_ep:
        d.f["episode"] = n
    gp = senders.town_doctor(r)
    idt = kv_table(d.rows(["birth", "used", "first", "dob", "sex", "ins", "addr"]), "", cell="padding:.2mm 2mm")
    h = r.randint(0, 22)
    d.act_date(on)
    body = f"""<div style='border-bottom:3pt double #333' class=fl><div><b>{d.structure(s)}</b><br>Service d'Accueil des Urgences<br><span class=s>{esc(s.street)}, {s.cp} {esc(s.town)} – {s.tel}{" – FINESS " + d.finess(s) if r.random() < 0.5 else ""}</span></div><div class=s>Responsable : {d.name_of(senders.doctor(r))}<br>Imprimé le {d.d(on, "slash")} {h + 1:02d}:{r.randint(10, 59)}</div></div><h3>{r.choice(["COMPTE RENDU DE PASSAGE AUX URGENCES", "Compte-rendu de passage aux urgences", "Urgences – résumé de passage"])}</h3><div class=box style='background:#f7f7f7'>{idt}</div><p>{r.choice(["N° de passage", "Passage n°", "Numéro de passage"]) + " : <b>" + n + "</b> – " if show_ep else ""}Arrivée le {d.doc_date(on, "slash")} à {h:02d}:{r.randint(10, 59)} – {r.choice(["VSAV", "moyens personnels", "ambulance privée", "SMUR"])} – CCMU {r.randint(2, 4)} – tri {r.randint(2, 5)} par IOA {d.fam(senders.names.family(r))}</p>
    <p><b>Motif :</b> {b["motif"]}</p><p class=j><b>Histoire :</b> {b["hist"]}</p><p><b>Antécédents :</b> {", ".join(b["atcd"])}</p><p><b>Constantes :</b> TA {r.randint(10, 17)}/{r.randint(5, 9)} – pouls {r.randint(55, 130)} – T° {r.randint(36, 39)},{r.randint(0, 9)} – EVA {r.randint(0, 9)}</p><p class=j><b>Examen :</b> {b["exam"]}</p><p class=j><b>Biologie :</b> {b["bio"]}</p><p><b>Traitement reçu :</b> {r.choice(["paracétamol 1 g PO", "antalgiques palier 2", "aérosols", "remplissage 500 mL", "surveillance simple"])}</p><p class=j><b>Conclusion :</b> {b["concl"]}</p><p><b>Devenir :</b> {r.choice(["retour à domicile", "transfert vers " + esc(senders.hospital), "retour EHPAD" if d.p.age(on) > 75 else "retour à domicile avec ordonnance"])}. {b["cat"]}</p><p>Médecin traitant : {d.name_of(gp)}</p><p class=r>{d.author(doc, given="full")}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.45 else ""}</p>"""
    d.skip("recipients")
    return shell(
        d,
        "",
        body,
        r.choice([d.font_sans, d.font_sans, d.font_mono]),
        r.choice([9, 9.5]),
        "13mm 15mm",
        "@bottom-left{content:'Document édité par le logiciel des urgences';font-size:7pt}",
    )


@layout("genetique_chu", "any")
def genetics(d):
    """A laboratory of genetics' report."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "CHU de Tours – Laboratoire de génétique moléculaire",
                "CHU Estaing – Génétique médicale",
                "Laboratoire de biologie moléculaire – CHU de Limoges",
            ]
        ),
        staff=2,
    )
    doc = s.staff[0]
    taken = d.day(25, 50)
    on = d.day(2, 14)
    d.type("51969-4")
    gene, res = r.choice(
        [
            (
                "BRCA1 / BRCA2 (panel 13 gènes)",
                "Variant pathogène hétérozygote c.68_69del p.(Glu23ValfsTer17) du gène BRCA1.",
            ),
            ("HFE", "Homozygotie p.(Cys282Tyr)."),
            ("F5 – facteur V Leiden", "Absence du variant p.(Arg534Gln)."),
            ("CFTR (30 variants fréquents)", "Hétérozygotie p.(Phe508del)."),
            ("FMR1", "Allèle de 31 triplets CGG, normal."),
            ("MLH1, MSH2, MSH6, PMS2", "Aucun variant pathogène identifié."),
            ("LDLR, APOB, PCSK9", "Variant probablement pathogène LDLR c.1646G>A."),
            ("DMPK (dystrophie myotonique)", "Expansion d'environ 150 triplets CTG."),
            ("JAK2 V617F", "Variant détecté, charge allélique 34 %."),
        ]
    )
    pres = r.choice(senders.hosp_doctors)
    rows = d.rows(["birth", "used", "firsts", "dob", "sex", "ins"])
    body = f"""<div class=fl><div style='width:60%'><b style='font-size:1.1em'>{d.structure(s)}</b><br><span class=s>{esc(s.street)} – {s.cp} {esc(s.town)}<br>Responsable : {d.name_of(s.staff[1])} – Secrétariat {s.tel}{"<br>FINESS " + d.finess(s) if r.random() < 0.3 else ""}</span></div>{logo(r, 18)}</div><div style='margin:4mm 0 4mm 85mm'>{d.recipient(pres)}<br>{pres.spec}<br>{esc(senders.hospital)}</div><h3 class=c style='border-top:1pt solid #000;border-bottom:1pt solid #000;padding:1mm'>{r.choice(["COMPTE RENDU D'EXAMEN DE GÉNÉTIQUE MOLÉCULAIRE", "Examen des caractéristiques génétiques – compte rendu"])}</h3>{kv_table(rows, "margin:2mm 0", cols=1)}<p class=s>ADN n° {r.randint(10000, 99999)} – famille F{r.randint(100, 999)} – sang EDTA prélevé le {d.act_date(taken)}, reçu le {d.d(d.after(taken, 1, 3))} – consentement signé joint.</p>
    <p><b>Indication :</b> {r.choice(["antécédents familiaux au premier degré", "diagnostic chez un cas index", "dépistage chez un apparenté (cas index : " + r.choice(["sœur", "père", "cousine"]) + ")", "bilan étiologique"])}.</p><p><b>Gène(s) étudié(s) :</b> {gene}</p><p class=j><b>Méthode :</b> {r.choice(["séquençage haut débit par capture, couverture 30X minimale", "PCR-TaqMan", "séquençage Sanger", "PCR fluorescente et TP-PCR"])}. Contrôle sur un second prélèvement {r.choice(["recommandé", "réalisé"])}.</p><p class=box><b>Résultat :</b> {res}</p><p class=j><b>Interprétation :</b> {r.choice(["Ce résultat doit être rendu lors d&rsquo;une consultation individuelle par le prescripteur.", "Information de la parentèle à organiser.", "Un conseil génétique peut être proposé aux apparentés."])}</p><p class=r>{esc(s.town)}, le {d.doc_date(on)}<br>{d.author(doc, given="full")}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.4 else ""}</p>"""
    return shell(d, "", body, d.font_serif if r.random() < 0.5 else d.font_sans)


@layout("rcp_oncologie", "adult")
def rcp(d):
    """The sheet of a multidisciplinary cancer meeting."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Centre de coordination en cancérologie 3C Berry",
                "OncoCentre – 3C du Cher",
                "Institut inter-régional de cancérologie",
            ]
        ),
    )
    on = d.day(2, 14)
    coord, resp, pres = senders.doctor(r), senders.doctor(r), r.choice(senders.hosp_doctors)
    b = Body(d, on, key=r.choice(["colon", "colon", "cirrhose", "pyelo"]))
    d.type("34794-8")
    d.act_date(on)
    rows = d.rows(["birth", "used", "first", "dob", "sex", "ins"])
    loc, tnm, prop = r.choice(
        [
            ("Côlon sigmoïde", "pT3 N1b M0", "Chimiothérapie adjuvante CAPOX 3 mois"),
            ("Bronche – lobe supérieur droit", "cT2a N0 M0", "Lobectomie, TEP et EFR préalables"),
            ("Vessie", "pT1 haut grade", "Résection de second regard puis BCG"),
            ("Foie (CHC)", "BCLC A", "Thermo-ablation, discussion de greffe"),
            ("Pancréas", "cT3 N1 M0", "FOLFIRINOX 4 cycles puis réévaluation"),
            ("ORL – base de langue", "cT2 N2b", "Radiochimiothérapie concomitante"),
            ("Thyroïde", "pT1b Nx", "Surveillance simple"),
            ("Rectum moyen", "cT3 N+ M0", "Radiochimiothérapie néoadjuvante"),
            ("Estomac", "cT2 N1", "FLOT périopératoire"),
        ]
    )
    body = f"""<div class=fl><div>{logo(r, 14)} <b>{d.structure(s)}</b></div><div class=s>Fiche RCP n° {r.randint(1000, 9999)}-26</div></div><h3 class=c style='background:#5b4b8a;color:#fff;padding:1.5mm'>{r.choice(["RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", "Fiche de RCP", "Compte rendu de réunion de concertation pluridisciplinaire"])}</h3><table style='width:100%'><tr><td style='width:50%'>{kv_table(rows, cell="padding:.3mm 1mm")}</td><td>RCP : {r.choice(["digestive", "thoracique", "urologique", "polyvalente"])}<br>Date de la RCP : <b>{d.doc_date(on, "slash")}</b><br>Lieu : {esc(s.town)} (visioconférence)<br>{r.choice(["Responsable de la RCP", "Coordonnateur", "Médecin coordonnateur"])} : {d.author(coord, given="full")}{" – RPPS " + d.author_rpps(coord) if r.random() < 0.4 else ""}<br>Médecin présentant le dossier : {d.name_of(pres)}</td></tr></table>
    <p><b>Participants :</b> {", ".join(d.name_of(senders.doctor(r), given="none") + " (" + x + ")" for x in ["chirurgie", "oncologie", "radiothérapie", "imagerie", "pathologie"])}</p><p><b>Antécédents :</b> {" ; ".join(b["atcd"])} – OMS {r.randint(0, 2)} – G8 {r.randint(10, 17)}/17</p><p class=j><b>Histoire :</b> {r.choice(["Bilan endoscopique et scanographique complet du ", "Découverte fortuite sur le scanner du ", "Symptômes depuis trois mois, biopsie du "])}{d.d(d.before(on, 10, 40))}. {b["exam"]}</p><p><b>Localisation :</b> {loc} – <b>Stade :</b> {tnm}</p><p><b>Question posée :</b> stratégie thérapeutique.</p><div class=box><b>PROPOSITION :</b> {prop}. {r.choice(["Essai clinique : non éligible.", "Avis oncogériatrique demandé.", "Consultation d&rsquo;annonce à programmer.", "Préservation de la fertilité à discuter."])}</div><p class=s>Adressé à : {d.recipient(pres)} ; {d.recipient(resp)} (médecin traitant)</p>"""
    return shell(d, "", body, d.font_sans, 9.5, "13mm 14mm")
