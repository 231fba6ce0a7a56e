"""Layouts: hospital stays, theatre, emergency, maternity, nursing, meetings, and odder papers."""

import datetime as dt
import html

from eval.examiners.district.context import MONO, SANS, SERIF
from eval.examiners.district.page import addr, labelled_names, layout
from eval.examiners.district.people import CABS, CLIN, HOSP, Structure
from eval.examiners.district.prose import (
    DRUGS,
    EXAM,
    IMAGING,
    MOTIVE,
    OPERATIONS,
    PATHO,
    PLAN,
    STORY,
    bits,
    history,
    para,
    results,
)

UNITS = [
    "Médecine polyvalente",
    "Cardiologie",
    "Court séjour gériatrique",
    "Pneumologie",
    "Chirurgie viscérale",
    "Neurologie",
    "Hépato-gastro-entérologie",
    "Orthopédie",
    "SMR",
    "Néphrologie",
]


def cells(pairs, cols=2):
    """A ruled table of label: value."""
    pairs = [(a, b) for a, b in pairs if b]
    out = ""
    for i in range(0, len(pairs), cols):
        out += (
            "<tr>"
            + "".join(f"<td style='background:#f2f2f2'>{a}</td><td class=b>{b}</td>" for a, b in pairs[i : i + cols])
            + "</tr>"
        )
    return f"<table class=bt>{out}</table>"


def name_cells(c):
    pairs = [(c.pick("Nom de naissance", "Nom naissance", "Nom de famille"), c.bn())]
    if c.p.used_name:
        pairs.append((c.pick("Nom utilisé", "Nom d'usage", "Nom marital"), c.un()))
    pairs.append(
        (c.pick("Prénom", "Prénom utilisé", "1er prénom"), c.fn())
        if c.chance(0.6)
        else (c.pick("Prénoms", "Prénom(s) de naissance"), c.fns(c.pick(" ", ", ")))
    )
    pairs.append((c.pick("Date de naissance", "Né(e) le", "DDN"), c.dob()))
    return pairs


@layout
def emergency_passage(c):
    s, doc, med = Structure(c.rng, HOSP), c.pro("u"), c.pro("g")
    c.kind("15507-7")
    day = c.day(0)
    pairs = [
        *name_cells(c),
        ("Sexe", c.sex()),
        ("IPP", c.p.ipp),
        (c.pick("N° de passage", "Passage", "N° venue"), c.episode()),
        ("Médecin traitant", c.to(med)),
        (c.pick("Arrivée", "Date et heure d'entrée"), f"{c.f(day)} {c.rng.randint(8, 15):02d}:{c.rng.randint(10, 59)}"),
        (c.pick("Sortie", "Date et heure de sortie"), f"{c.act(day)} {c.rng.randint(16, 22)}:{c.rng.randint(10, 59)}"),
        ("Mode d'arrivée", c.pick("Moyens personnels", "VSAV", "Ambulance privée", "SMUR")),
        ("CCMU", c.pick("2", "3", "1")),
    ]
    body = f"""<div class=row><div>{c.logo()}<b>{c.house(s)}</b><br><span class=s>Service d'accueil des urgences – {addr(s)} – {c.finess(s)}</span></div><div class=s>Chef de service :<br>{c.dr(c.pro("u"))}<br>Tél. {s.tel}</div></div><h2 class=c>{c.pick("COMPTE RENDU DE PASSAGE AUX URGENCES", "Dossier de passage aux urgences", "RÉSUMÉ DE PASSAGE AUX URGENCES")}</h2>{cells(pairs)}<p>{c.ins()}</p><p><b>Motif de recours :</b> {c.pick("Traumatisme de cheville", "Douleur thoracique", "Chute de sa hauteur", "Douleur abdominale", "Malaise avec PC brève", "Dyspnée fébrile", "Plaie de main", "Rétention aiguë d’urines")}</p><p><b>Antécédents :</b> {history(c)}</p><p><b>Histoire :</b> {" ".join(bits(c, STORY, 2))}</p><p><b>IAO {c.rng.randint(8, 15):02d}:42</b> TA 13/7 – FC {c.rng.randint(60, 120)} – T° 37,{c.rng.randint(0, 9)} – EVA {c.rng.randint(0, 8)}/10</p>{para(c, EXAM, 3)}<p><b>Examens :</b> {", ".join(f"{r[0]} {r[1]} {r[2]}" for r in results(c, 4))}. {c.rng.choice(IMAGING)[0]} : {c.rng.choice(IMAGING)[3]}</p><p><b>Devenir :</b> {c.pick("Retour à domicile avec ordonnance", "Retour à domicile, consultation du médecin traitant sous 8 jours", "Sortie contre avis non, RAD")} – {c.rng.choice(DRUGS)}</p><p style='margin-left:45%'>{c.pick("Médecin responsable :", "Signé :", "Sénior :")} {c.author(doc)}<br>{c.rpps(doc, 0.4)}<br>{c.pick("le", "Document validé le")} {c.dated(day)}</p>"""
    return c.page(body, size=9.7)


@layout
def discharge_letter(c):
    s, doc, med = Structure(c.rng, HOSP + CLIN), c.pro("i"), c.pro("g")
    c.kind("11490-0")
    unit, stay = c.rng.choice(UNITS), c.rng.randint(2, 16)
    cc = c.pro("s")
    rows = "".join(
        f"<tr><td>{d.split(' : ')[0]}</td><td>{d.split(' : ')[1]}</td><td>{c.pick('inchangé', 'introduit', 'modifié')}</td></tr>"
        for d in c.rng.sample(DRUGS, 5)
    )
    body = f"""<div class=row><div><b style='color:#155'>{c.house(s)}</b><br>{unit}<br><span class=s>{addr(s)}<br>Secrétariat {s.tel}<br>{c.finess(s)}</span></div><div class='box' style='width:46%'>{labelled_names(c)}<br>{c.lab(c.pick("Né(e) le :", "Date de naissance :"), c.dob())} – {c.lab("Sexe :", c.sex())}<br>{c.ins(p=0.5)}<br>{c.ipp()} – {c.pick("N° séjour", "Séjour", "NDA")} {c.episode()}</div></div>
<h2 class=c>{c.pick("LETTRE DE LIAISON À LA SORTIE", "Lettre de liaison à la sortie d'hospitalisation", "LETTRE DE SORTIE – LIAISON VILLE-HÔPITAL")}</h2><p>{c.pick("À l’attention de", "Destinataire :", "Médecin traitant :")} {c.to(med)} {c.pick("", "– Copie : " + c.to(cc)) if c.chance(1) else ""}</p><p>{c.pick("Hospitalisation du", "Séjour du", "Date d’entrée :")} {c.f(c.day(-stay))} {c.pick("au", "– sortie le")} <b>{c.act(c.day(0))}</b>, {c.pick("retour à domicile", "transfert en SMR", "retour à domicile avec HAD")}.</p><p><b>Motif :</b> {c.rng.choice(MOTIVE)}.</p><p><b>Synthèse du séjour :</b> {" ".join(bits(c, STORY, 2) + bits(c, EXAM, 2))}</p><p><b>Antécédents :</b> {history(c)}</p><p class=b>Traitement de sortie</p><table class=bt>{rows}</table><p><b>Suivi :</b> {" ".join(bits(c, PLAN, 3))}</p><p class=s>BMR/BHR : non recherché. Transfusion : non. Allergies : {c.pick("aucune connue", "pénicilline")}.</p><p style='margin-left:50%'>{c.pick("Rédigé et signé par", "Signé :", "")} {c.author(doc)} le {c.dated(c.day(0))}<br>{c.rpps(doc, 0.6)}</p>"""
    # the copy may be chosen or not by the draw above: keep it only if it is on the page
    if "Copie : " not in body:
        c.t["recipients"] = [x for x in c.t["recipients"] if x != cc.family]
    return c.page(body, size=9.8)


@layout
def stay_report(c):
    s, doc, med, other = Structure(c.rng, HOSP), c.pro("i"), c.pro("g"), c.pro("s")
    c.kind("34112-3")
    unit, stay = c.rng.choice(UNITS), c.rng.randint(3, 20)
    head = f"{c.p.used_name or c.p.birth_name} {c.p.first} – IPP {c.p.ipp}".replace('"', "")
    if c.trap in ("used_only",):
        head = ""
    table = "".join(
        f"<tr><td>{r[0]}</td><td class=r>{r[1]}</td><td>{r[2]}</td><td>{r[4]}</td></tr>" for r in results(c, 10)
    )
    staff = "<br>".join(c.dr(c.pro("x"), title="Dr") for _ in range(4))
    body = f"""<table><tr><td style='width:33%' class=s><b style='font-size:11pt'>{c.house(s)}</b><br>{addr(s)}<br>{c.finess(s)}<br><br><b>{unit.upper()}</b><br>Chef de service : {c.dr(c.pro("x"), title="Pr")}<br>{staff}<br>Secrétariat : {s.tel}</td><td style='padding-left:20px'><br>{c.to(med, title="Docteur")}<br>{c.rng.randint(1, 40)} place du Marché<br>{s.zip} {s.town}<br><br>{s.town}, le {c.dated(c.day(c.rng.randint(1, 12)), "long")}</td></tr></table><h2 class=c>{c.pick("COMPTE RENDU D'HOSPITALISATION", "Compte-rendu d'hospitalisation", "COMPTE RENDU DE SÉJOUR HOSPITALIER")}</h2>
<p>Concernant : <b>{c.civ(True)} {c.full()}</b>, {c.born()}, {c.p.street}, {c.p.zip} {c.p.town}<br>{c.ipp()} – Séjour {c.episode()} – {c.ins(p=0.35)}</p><p>Hospitalisé(e) du {c.f(c.day(-stay))} au {c.act(c.day(0))}.</p><p>{c.pick("Cher confrère,", "Mon cher confrère,")}</p><h3>Motif d'hospitalisation</h3><p>{c.rng.choice(MOTIVE).capitalize()}.</p><h3>Antécédents</h3><p>{history(c, 6)}</p><h3>Mode de vie</h3><p>Vit {c.pick("seul(e)", "avec son conjoint", "chez sa fille")}. Personne de confiance : {c.pick("sa fille", "son fils", "son époux(se)")}, {c.pro("x").given} {html.escape(c.pro("x").family.upper())}, joignable au {c.p.phone}.</p><h3>Histoire de la maladie</h3>{para(c, STORY, 5)}<h3>Examen clinique à l'entrée</h3>{para(c, EXAM, 5)}<h3>Biologie</h3><table class=bt style='width:70%'>{table}</table><h3>Imagerie</h3>{"".join(f"<p><b>{n} du {c.f(c.day(-i - 1))}</b> : {' '.join(fi)} {co}</p>" for i, (n, _, fi, co) in enumerate(c.rng.sample(IMAGING, 2)))}<h3>Évolution</h3>{para(c, STORY, 4)}<p>Avis du {c.dr(other)} le {c.f(c.day(-1))} : {bits(c, PLAN, 1)[0]}</p><h3>Traitement de sortie</h3><p>{"<br>".join(c.rng.sample(DRUGS, 6))}</p><h3>Conclusion</h3>{para(c, PLAN, 4)}<p>Bien confraternellement.</p><p style='margin-left:50%'>{c.author(doc)}<br>{c.rpps(doc, 0.5)}</p>"""
    return c.page(
        body,
        size=10.4,
        font=c.rng.choice(SERIF + SANS),
        head=head,
        foot=f"{s.name} – document confidentiel soumis au secret médical",
    )


@layout
def operation_report(c):
    s, doc, ane, aide = Structure(c.rng, HOSP + CLIN), c.pro("c"), c.pro("a"), c.pro("x")
    c.kind("34874-8")
    title, diag, text = c.rng.choice(OPERATIONS)
    act = c.day(0)
    body = f"""<h2 class=c style='border:2px solid #333;padding:6px'>{c.pick("COMPTE RENDU OPÉRATOIRE", "Compte-rendu d'intervention", "COMPTE-RENDU OPÉRATOIRE")}</h2><div class=row><div><b>{c.house(s)}</b><br><span class=s>{addr(s)}<br>{c.pick("Bloc opératoire", "Chirurgie")} – {s.tel}<br>{c.finess(s)}</span></div><div style='width:52%'>{cells(name_cells(c), 1)}</div></div><p class=s>{c.ins()} &nbsp; {c.ipp()} &nbsp; {c.pick("Séjour", "Dossier n°", "N° séjour")} {c.episode()}</p>{cells([("Date de l'intervention", c.act(act)), ("Opérateur", c.author(doc)), ("Anesthésiste", c.dr(ane)), ("Aide opératoire", aide.given + " " + html.escape(aide.family.upper())), ("IBODE", c.pro("x").given), ("Durée", f"{c.rng.randint(25, 170)} min")])}<h3>{title}</h3><p><b>Indication :</b> {diag}. {bits(c, STORY, 1)[0]}</p><p class=just><b>{c.pick("Description", "Intervention", "Déroulement")} :</b> {text}</p><p>{c.pick("Check-list HAS réalisée.", "Compte des compresses exact.", "Pas de prélèvement bactériologique.")} Pertes sanguines {c.rng.randint(0, 300)} ml.</p><p><b>Suites prévues :</b> {" ".join(bits(c, PLAN, 2))}</p><p class=s>Codage CCAM : {c.pick("HMFC004", "NFKA007", "LMMA012", "KCFA005")}</p><p style='margin-left:50%'>{c.dr(doc)} {c.rpps(doc, 0.5)}<br>{c.pick("Dicté le " + c.f(act) + ", signé le", "Signé le", "Validé le")} {c.dated(c.day(c.rng.randint(0, 4)))}</p>"""
    return c.page(body, size=10)


@layout
def anesthesia(c):
    s, doc, surgeon = Structure(c.rng, HOSP + CLIN), c.pro("a"), c.pro("c")
    c.kind("34749-2")
    title = c.rng.choice(OPERATIONS)[0]

    def o(*opts):
        return " ".join(
            ("☒ " if i == k else "☐ ") + x for k in [c.rng.randrange(len(opts))] for i, x in enumerate(opts)
        )

    body = f"""<div class=row><b>{c.house(s)}</b><b>{c.pick("CONSULTATION PRÉ-ANESTHÉSIQUE", "Consultation d'anesthésie", "DOSSIER D'ANESTHÉSIE – CONSULTATION")}</b></div><table class=bt><tr><td style='width:58%'>{labelled_names(c, " &nbsp; ")}<br>{c.lab("Né(e) le", c.dob())} &nbsp; {c.lab("Sexe :", c.sex("MF"))} &nbsp; {c.p.age(c.base)} ans<br>{c.ipp()}<br>{c.ins()}</td><td>Consultation du <b>{c.act(c.day(0))}</b><br>MAR : {c.author(doc)}<br>{c.rpps(doc, 0.4)}<br>Intervention prévue le {c.f(c.day(c.rng.randint(5, 40)))}<br>Opérateur : {c.dr(surgeon)}</td></tr></table><p><b>Acte :</b> {title} – {o("ambulatoire", "hospitalisation")}</p><table class=bt><tr><td>Poids {c.rng.randint(50, 110)} kg</td><td>Taille {c.rng.randint(150, 190)} cm</td><td>TA 13/8</td><td>ASA {o("1", "2", "3")}</td><td>Mallampati {o("I", "II", "III")}</td></tr></table><p><b>Antécédents médicaux :</b> {history(c, 3)}<br><b>Chirurgicaux :</b> {history(c, 2)}<br><b>Allergies :</b> {o("non", "oui")}</p><p><b>Traitement :</b> {" ; ".join(x.split(" : ")[0] for x in c.rng.sample(DRUGS, 4))}</p><p><b>Biologie :</b> {" – ".join(f"{r[0]} {r[1]}" for r in results(c, 5))}</p><p><b>Technique envisagée :</b> {o("AG", "rachianesthésie", "ALR", "sédation")}</p><p>Jeûne solide 6 h, liquide clair 2 h. Information donnée, accord du patient recueilli.</p><div class=row><span>Le {c.dated(c.day(0))}</span>{c.sign(doc.family)}</div>"""
    return c.page(body, size=10)


@layout
def internal_opinion(c):
    s, doc, to = Structure(c.rng, HOSP), c.pro("s"), c.pro("i")
    c.kind("11488-4", "34120-6")
    a, b = c.rng.sample(UNITS, 2)
    body = f"""<div class=c><b>{c.house(s)}</b> {c.finess(s, 0.3)}<br>{c.pick("AVIS SPÉCIALISÉ INTER-SERVICE", "Réponse à une demande d’avis", "AVIS MÉDICAL INTERNE")}</div><hr><p class=s>De : {b} &nbsp;→&nbsp; À : {a}, {c.to(to)}</p><p><b>{c.pick("Patient", "Concerne", "Patient(e)")} :</b> {c.civ()} {c.full()} – {c.born()} – {c.ipp()} – {c.pick("Séjour", "venue")} {c.episode()}<br>{c.ins(p=0.3)}</p><p><b>Question posée le {c.f(c.day(-1))} :</b> {c.rng.choice(MOTIVE)} ?</p><p><b>Patient vu le {c.act(c.day(0))} {c.pick("au lit", "en consultation", "en box")}.</b></p>{para(c, STORY, 2)}{para(c, EXAM, 3)}<p><b>Au total :</b> {" ".join(bits(c, PLAN, 2))}</p><p>{c.author(doc)}, {b.lower()} – {c.rpps(doc, 0.4)} – {c.dated(c.day(0))} {c.rng.randint(9, 19)}:{c.rng.randint(10, 59)}</p>"""
    return c.page(body, size=11, margin="15mm 20mm")


@layout
def rcp(c):
    s, doc, med = Structure(c.rng, HOSP), c.pro("o"), c.pro("g")
    c.kind("34794-8")
    present = [c.pro("x") for _ in range(4)]
    body = f"""<div style='background:#4a148c;color:white;padding:8px'><b style='font-size:14pt'>{c.pick("FICHE RCP", "Réunion de concertation pluridisciplinaire", "Compte rendu de RCP")} – {c.pick("Digestif", "Sein", "Urologie", "Thorax")}</b></div><p class=s>{c.house(s)} – 3C – {c.finess(s)}</p>{cells([*name_cells(c), ("Sexe", c.sex()), ("N° dossier", c.p.ipp), ("Date de la RCP", c.act(c.day(0))), (c.pick("Médecin référent", "Demandeur"), c.dr(c.pro("s"))), ("Médecin traitant", c.to(med))])}<p>{c.ins(p=0.5)}</p><p><b>Quorum :</b> {", ".join(c.dr(x, title="Dr") for x in present)}</p><p><b>Histoire :</b> {c.rng.choice(MOTIVE).capitalize()}. {history(c)}</p><p><b>Anatomopathologie du {c.f(c.day(-c.rng.randint(10, 40)))} :</b> {c.rng.choice(PATHO)[1]}</p><p><b>Bilan d'extension :</b> {c.rng.choice(IMAGING)[3]}</p><p>Stade : cT{c.rng.randint(1, 3)} N{c.rng.randint(0, 1)} M0 – OMS {c.rng.randint(0, 2)}</p><div class=box><b>Proposition :</b> {c.pick("chirurgie première", "chimiothérapie néo-adjuvante puis réévaluation", "surveillance", "radiothérapie exclusive", "inclusion dans un essai")}. {bits(c, PLAN, 1)[0]}</div><p>{c.pick("Responsable de la RCP :", "Coordonnateur :", "Validé par")} {c.author(doc)} {c.rpps(doc, 0.4)} – {c.pick("fiche validée le", "le")} {c.dated(c.day(c.rng.choice([0, 1])))}</p>"""
    return c.page(body, size=10)


@layout
def endoscopy(c):
    s, doc, med = Structure(c.rng, CLIN + HOSP), c.pro("g"), c.pro("g")
    title = c.pick("COLOSCOPIE TOTALE", "FIBROSCOPIE ŒSO-GASTRO-DUODÉNALE", "FIBROSCOPIE BRONCHIQUE", "CYSTOSCOPIE")
    c.kind("70004-7", "11505-5", "18748-4")
    text = {
        "COL": "Progression jusqu'au bas-fond cæcal, Boston 8. Polype sessile de 6 mm du sigmoïde retiré à l'anse froide. Diverticules peu nombreux.",
        "FIB": "Examen bien toléré. Muqueuse d'aspect congestif, sans ulcération. Biopsies étagées adressées en anatomopathologie.",
        "CYS": "Urètre libre, méats en place, muqueuse vésicale normale, pas de lésion suspecte.",
    }[title[:3]]
    body = f"""<div class=row><div>{c.logo(40)}<b>{c.house(s)}</b><div class=s>{addr(s)}</div></div><div class='s r'>{c.author(doc)}<br>{c.rpps(doc, 0.5)}<br>Rendez-vous : {s.tel}</div></div><h2 class=c>{title}</h2><div style='border-top:1px solid;border-bottom:1px solid;padding:5px'>{c.civ()} <b>{c.full()}</b> {("– " + c.born()) if c.trap != "no_dob" else ""} – examen du {c.act(c.day(0))}<br>Correspondant : {c.to(med)} {c.ins(p=0.3)}</div><p>Indication : {c.rng.choice(MOTIVE)}. Anesthésie : {c.dr(c.pro("a"))}. Endoscope n° {c.rng.randint(100000, 999999)}, désinfection traçée.</p><p class=just>{text}</p><p>{" ".join(bits(c, PLAN, 2))}</p><div class=row><div style='width:120px;height:90px;background:#c66;border-radius:40px'></div><div style='width:120px;height:90px;background:#b55;border-radius:40px'></div><div style='width:120px;height:90px;background:#d88;border-radius:40px'></div></div><p style='margin-left:55%'>{c.dr(doc)}<br>{c.pick("le", "Validé le")} {c.dated(c.day(0))}</p>"""
    return c.page(body, size=10.3)


@layout
def nursing_sheet(c):
    s, nurse = Structure(c.rng, HOSP), c.pro("ide")
    c.kind("11506-3", "18761-7", "11490-0", "34133-9", "83981-1")
    stay = c.rng.randint(3, 20)
    rows = "".join(
        f"<tr><td style='width:28%'>{a}</td><td>{b}</td></tr>"
        for a, b in [
            ("Alimentation", c.pick("normale", "mixée", "hyposodée")),
            ("Toilette", c.pick("autonome", "aide partielle", "aide totale")),
            ("Déplacement", c.pick("seul", "avec déambulateur", "fauteuil")),
            ("Élimination", c.pick("continent", "protections", "sonde posée le " + c.f(c.day(-3)))),
            (
                "Pansements",
                c.pick(
                    "aucun",
                    "talon gauche, hydrocolloïde, refait le " + c.f(c.day(-1)),
                    "agrafes à retirer le " + c.f(c.day(8)),
                ),
            ),
            ("Dernière injection", c.f(c.day(-1)) + " 20 h"),
            ("Risque de chute", c.pick("oui", "non")),
        ]
    )
    kin = c.pro("x")
    body = f"""<table class=bt><tr><td class=c style='width:30%'>{c.logo()}<br>{c.house(s)}</td><td class=c><b style='font-size:13pt'>{c.pick("FICHE DE LIAISON INFIRMIÈRE", "Fiche de liaison paramédicale", "FICHE DE TRANSMISSION INFIRMIÈRE")}</b><br>{c.rng.choice(UNITS)} – {s.tel}</td></tr></table><div class=row><div style='width:55%'>{cells(name_cells(c), 1)}</div><div style='width:40%' class=s><br>{c.lab("Sexe :", c.sex())}<br>{c.ipp()}<br>N° séjour : {c.episode()}<br>{c.ins(p=0.3)}<br>Entrée : {c.f(c.day(-stay))}<br>Sortie : {c.act(c.day(0))}</div></div><p>Médecin du service : {c.dr(c.pro("i"))} – Médecin traitant : {c.dr(c.pro("g"))}</p><p>Personne à prévenir : {c.pick("fille", "épouse", "fils", "nièce")} {kin.given} {html.escape(kin.family)} {c.p.phone}</p><p><b>Motif :</b> {c.rng.choice(MOTIVE)}</p><table class=bt>{rows}</table><p><b>Traitements donnés ce jour :</b> {" ; ".join(x.split(" : ")[0] for x in c.rng.sample(DRUGS, 3))}</p><p>{c.pick("IDE :", "Rédigé par", "Infirmier(ère) :")} {nurse.given} {html.escape(nurse.family.upper())}, le {c.dated(c.day(0))}</p>"""
    c.t["author_family"], c.t["author_given"] = nurse.family, nurse.given
    c.left_out |= {"recipients"}
    return c.page(body, size=10)


@layout
def stay_bulletin(c):
    s, _clerk = Structure(c.rng, HOSP), c.pro("x")
    c.kind("51851-4", "86531-1", "CERT_DECL")
    stay = c.rng.randint(1, 14)
    body = f"""<div class=row><div><b style='font-size:13pt'>{c.house(s)}</b><br>Bureau des entrées<br><span class=s>{addr(s)}<br>{c.finess(s, 0.8)}</span></div><div style='margin-top:30px'>{c.civ(True)} {c.alone()}<br>{c.p.street}<br>{c.p.zip} {c.p.town}</div></div><h2 class=c style='margin:25px'>{c.pick("BULLETIN DE SITUATION", "Bulletin de situation", "BULLETIN DE SITUATION – HOSPITALISATION")}</h2><p>Le directeur de l'établissement certifie que :</p><div class=box style='line-height:1.7'>{labelled_names(c, full=0.3)}<br>{c.lab("Né(e) le :", c.dob())} &nbsp; {c.lab("Sexe :", c.sex())}<br>{c.ins(p=0.2)}</div><p>a été hospitalisé(e) dans notre établissement sous le numéro {c.episode()} :</p><p>du {c.f(c.day(-stay))} au {c.act(c.day(0))} – {c.rng.choice(UNITS)}</p><p>Bulletin délivré pour servir et valoir ce que de droit.</p><p style='margin-left:50%'>{s.town}, le {c.dated(c.day(c.rng.choice([0, 0, 2])), c.pick("slash", "long"))}<br>{c.pick("Pour le directeur, l’agent des admissions", "Le responsable des admissions")}</p>"""
    c.left_out -= {"birth_name", "used_name"}
    c.left_out |= {"author_family", "author_given", "author_rpps"}
    return c.page(body, size=11, font=c.rng.choice(SANS + SERIF))


@layout
def appointment(c):
    s, doc = Structure(c.rng, HOSP + CLIN + CABS), c.pro("s")
    c.kind("56446-8")
    when = c.day(c.rng.randint(8, 50))
    body = f"""<div>{c.logo(50)}<b style='font-size:14pt'>{c.house(s)}</b><br><span class=s>{addr(s)} – {s.tel} {c.finess(s, 0.3)}</span></div><p style='text-align:right'>Le {c.dated(c.day(0), "long")}</p><div style='margin-left:55%'>{c.civ()} {c.full()}<br>{c.p.street}<br>{c.p.zip} {c.p.town}</div><h3>{c.pick("Convocation", "Confirmation de rendez-vous", "Votre rendez-vous")}</h3><p>{c.civ(True)},</p><p>Nous vous confirmons votre rendez-vous avec le {c.dr(doc, title="Docteur")} le <b>{c.act(when, "long")} à {c.rng.randint(8, 17)}h{c.pick("00", "15", "30")}</b>, {c.pick("bâtiment B, 2e étage", "consultations externes, porte 4", "secteur vert")}.</p><p>Dossier : {c.ipp()}{(" – " + c.born()) if c.trap != "no_dob" else ""}. {c.ins(p=0.2)}</p><p>Munissez-vous de votre carte Vitale, d'une pièce d'identité, de votre dernière ordonnance et de vos examens (notamment {c.rng.choice(IMAGING)[0].lower()} du {c.f(c.day(-70))}).</p><p>Le secrétariat</p>"""
    c.left_out |= {"author_family", "author_given", "author_rpps", "act_date", "recipients"}
    return c.page(body, size=11)


@layout
def delivery(c):
    s, doc, med = Structure(c.rng, HOSP + CLIN), c.pro("sf"), c.pro("g")
    c.kind("15508-5", "57057-2")
    day = c.day(0)
    baby, sex = c.pick("Léon", "Jade", "Nino", "Alma", "Gabin", "Iris"), c.pick("3 240 g", "2 980 g", "3 610 g")
    body = f"""<div class=row><div><b>{c.house(s)}</b><br>Maternité – {c.pick("niveau 2A", "niveau 1", "niveau 2B")}<br><span class=s>{addr(s)} {c.finess(s)}</span></div>{c.logo()}</div><h2 class=c>{c.pick("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d'accouchement")}</h2><div class=box>{labelled_names(c, " – ")}<br>{c.lab("Née le", c.dob())} – {c.ipp()} – Séjour {c.episode()}<br>{c.ins()}</div><p>Gestité {c.rng.randint(1, 4)}, parité {c.rng.randint(1, 3)}. Terme : {c.rng.randint(37, 41)} SA. Début de grossesse : {c.f(day - dt.timedelta(days=272))}. Groupe A Rh+. Suivi par {c.to(med)}.</p><p>Entrée en salle le {c.f(day)} à 02h15. {c.pick("Travail spontané", "Déclenchement par prostaglandines")}, péridurale posée par {c.dr(c.pro("a"))}. Rupture spontanée, liquide clair.</p><p><b>Accouchement le {c.act(day)} à {c.rng.randint(4, 22):02d}h{c.rng.randint(10, 59)}</b> par voie basse, {c.pick("sans extraction", "ventouse pour ARCF")}. Périnée {c.pick("intact", "déchirure du 1er degré suturée")}. Délivrance complète. Pertes {c.rng.randint(100, 450)} ml.</p><p><b>Nouveau-né</b> : {baby}, {sex}, Apgar 10/10, pH 7,2{c.rng.randint(1, 9)}. Allaitement {c.pick("maternel", "artificiel")}.</p>{para(c, PLAN, 1)}<p>{c.pick("Sage-femme :", "Accouchement réalisé par")} {c.author(doc, title="")} {c.rpps(doc, 0.5)} – {c.pick("rédigé", "signé")} le {c.dated(day)}</p>"""
    return c.page(body, size=10.3)


@layout
def newborn(c):
    s, doc, mother = Structure(c.rng, HOSP + CLIN), c.pro("p"), c.mother
    c.kind("78489-2", "57075-4", "34112-3", "59283-2", "11490-0")
    day = c.day(0)
    body = f"""<div><b>{c.house(s)}</b> – Pédiatrie en maternité<br><span class=s>{addr(s)} – {s.tel} {c.finess(s)}</span></div><h2>{c.pick("SYNTHÈSE DU NOUVEAU-NÉ À LA SORTIE DE MATERNITÉ", "Compte rendu de séjour du nouveau-né", "Bilan de sortie – nouveau-né")}</h2><table class=bt><tr><td style='width:50%'><b>ENFANT</b><br>Nom de naissance : <b>{c.bn()}</b><br>Prénom : <b>{c.fn()}</b><br>Né(e) le {c.dob("slash")} à {c.rng.randint(1, 23):02d}h{c.rng.randint(10, 59)}<br>Sexe : {c.sex()}<br>{c.ipp()}</td><td><b>MÈRE</b><br>Nom de naissance : {html.escape(mother.birth_name.upper())}<br>Prénom : {mother.first}<br>Née le {c.f(mother.birth, "slash")}<br>Groupe O Rh+ – Ag HBs négatif</td></tr></table><p>Accouchement à {c.rng.randint(37, 41)} SA, voie basse. PN {c.rng.randint(26, 40) * 100} g, T {c.rng.randint(46, 53)} cm, PC {c.rng.randint(33, 37)} cm. Apgar 10/10.</p><p>Examen du {c.f(day - dt.timedelta(days=1))} : tonicité normale, hanches stables, souffle absent, fémorales perçues. OEA présentes. Guthrie prélevé à J3. Vitamine K1 donnée.</p><p>Sortie le {c.act(day)}, poids {c.rng.randint(26, 38) * 100} g, allaitement {c.pick("maternel", "mixte")}. Consultation PMI dans 10 jours.</p><p style='margin-left:50%'>{c.author(doc)}, pédiatre<br>{c.rpps(doc, 0.5)}<br>{c.dated(day)}</p>"""
    return c.page(body, size=10.5)


@layout
def vaccination(c):
    s, doc = Structure(c.rng, CABS), c.pro("g")
    c.kind("87273-9", "11369-6", "89601-9")
    rows = "".join(
        f"<tr><td>{c.f(c.day(-c.rng.randint(300, 2500)), 'slash')}</td><td>{v}</td><td>{c.pick('A', 'B', 'F')}{c.rng.randint(1000, 9999)}</td></tr>"
        for v in c.rng.sample(
            [
                "Repevax",
                "Priorix (ROR)",
                "Engerix B20",
                "Nimenrix",
                "Boostrixtetra",
                "Fluarix Tetra",
                "Comirnaty",
                "Prevenar 20",
            ],
            3,
        )
    )
    body = f"""<div class=c><b>{c.house(s)}</b><br><span class=s>{addr(s)} – {s.tel}</span></div><h2 class=c>{c.pick("ATTESTATION DE VACCINATION", "Note de vaccination", "CERTIFICAT DE VACCINATION")}</h2>{cells(name_cells(c), 1)}<p>{c.ins(p=0.3)}</p><p>Vaccin administré ce jour, {c.act(c.day(0))} : <b>{c.pick("Vaxigrip Tetra", "Boostrixtetra", "Shingrix", "Prevenar 20", "Revaxis")}</b>, lot {c.pick("U", "K", "X")}{c.rng.randint(10000, 99999)}, deltoïde {c.pick("gauche", "droit")}.</p><p>Vaccinations antérieures :</p><table class=bt>{rows}</table><p>Prochain rappel : {c.f(c.day(400), "slash")}</p><p>Fait le {c.dated(c.day(0))} par {c.author(doc)} {c.rpps(doc, 0.7)}</p>{c.sign(doc.family)}"""
    return c.page(body, size=11)


@layout
def consent(c):
    s, doc = Structure(c.rng, HOSP + CLIN), c.pro("c")
    c.kind("59284-0")
    title = c.rng.choice(OPERATIONS)[0]
    hand = "Dancing Script"
    dob = c.dob("slash")
    body = f"""<div class=row><b>{c.house(s)}</b><span class=s>{s.tel}</span></div><h2 class=c>{c.pick("CONSENTEMENT ÉCLAIRÉ", "Attestation de consentement aux soins", "Formulaire de consentement")}</h2><p>Je soussigné(e),</p><p>{c.pick("Nom de naissance", "Nom (de naissance)")} : <span class=h>{c.bn()}</span> ……… {("Nom d’usage : <span class=h>" + c.un() + "</span>") if c.p.used_name else ""} ……… Prénom : <span class=h>{c.fn()}</span></p><p>{("né(e) le : <span class=h>" + dob + "</span> ………") if dob else ""} demeurant à : <span class=h>{c.p.town}</span></p><p class=just>déclare avoir reçu du {c.author(doc)}, lors de la consultation du {c.act(c.day(-c.rng.randint(3, 20)))}, une information claire sur l'intervention : <b>{title}</b>, sur ses bénéfices, ses risques fréquents ou graves et les alternatives. J'ai pu poser toutes mes questions et un délai de réflexion m'a été laissé.</p><p>☒ J'accepte l'intervention. ☒ J'accepte une éventuelle transfusion. ☐ Je refuse.</p><p>Fait à {s.town}, le <span class=h>{c.dated(c.day(0), "slash")}</span></p><div class=row><div>Signature du patient{c.sign(c.p.first)}</div><div>Signature du médecin{c.sign(doc.family)} {c.rpps(doc, 0.3)}</div></div>"""
    c.left_out |= {"act_date", "author_family", "author_given"}
    return c.page(body, size=11, css=f".h{{font-family:'{hand}';font-weight:bold;font-size:15pt;color:#225}}")


@layout
def physio_report(c):
    s, doc, med = Structure(c.rng, CABS), c.pro("k"), c.pro("g")
    c.kind("34120-6", "11506-3", "47420-5")
    body = f"""<div><b style='font-size:13pt'>{doc.given} {html.escape(doc.family.upper())}</b><br>Masseur-kinésithérapeute D.E. – {c.house(s)}<br><span class=s>{addr(s)} – {s.tel} – {c.rpps(doc, 0.6)}</span></div><p style='text-align:right'>{s.town}, le {c.dated(c.day(0), "long")}</p><p>À {c.to(med)},</p><h3>{c.pick("Bilan-diagnostic kinésithérapique", "Fiche de synthèse du bilan kinésithérapique", "Bilan intermédiaire de kinésithérapie")}</h3><p>{c.civ()} {c.full()}, {c.born()}. Prescription du {c.f(c.day(-30))}, {c.rng.choice([10, 15, 20])} séances. {c.ins(p=0.2)}</p><p>EVA au repos {c.rng.randint(0, 3)}/10, à l'effort {c.rng.randint(3, 7)}/10. Flexion {c.rng.randint(80, 130)}°, extension -{c.rng.randint(0, 10)}°. Quadriceps coté {c.rng.randint(3, 5)}/5. Périmètre de marche {c.rng.randint(2, 12) * 100} m. TUG {c.rng.randint(9, 22)} s.</p>{para(c, STORY, 2)}<p>Objectifs : {c.pick("récupération de l’extension", "reprise de la marche sans canne", "autonomie dans les transferts")}, renforcement, proprioception. Poursuite de la rééducation souhaitable.</p>{c.sign(doc.family)}"""
    c.t["author_family"], c.t["author_given"] = doc.family, doc.given
    c.left_out |= {"act_date", "structure_name"}
    return c.page(body, size=11)


@layout
def teleconsultation(c):
    s, doc, med = Structure(c.rng, CABS + HOSP), c.pro("g"), c.pro("g")
    c.kind("85208-7", "11488-4")
    body = f"""<div style='background:#e8f4fd;padding:10px;border-radius:8px'>{c.logo(36)}<b>{c.pick("Compte rendu de téléconsultation", "Téléconsultation – compte rendu", "TÉLÉCONSULTATION MÉDICALE")}</b><br><span class=s>{c.house(s)} – {addr(s)} {c.finess(s, 0.3)}</span></div><table style='margin-top:8px'><tr><td style='width:50%'><span class=s>PATIENT</span><br><b>{c.civ()} {c.full()}</b><br>{c.born()}<br><span class=s>{c.ins()}</span></td><td><span class=s>MÉDECIN</span><br><b>{c.author(doc)}</b><br>{c.rpps(doc)}<br><span class=s>Visio du {c.act(c.day(0))}, {c.rng.randint(8, 19)}:{c.rng.randint(10, 59)}, {c.rng.randint(6, 22)} min</span></td></tr></table><h3>Motif</h3><p>{c.rng.choice(MOTIVE).capitalize()}</p><h3>Anamnèse</h3>{para(c, STORY, 3)}<h3>Conduite à tenir</h3>{para(c, PLAN, 2)}<p>{"<br>".join(c.rng.sample(DRUGS, 2))}</p><p class=s>{c.pick("Envoyé au médecin traitant", "Copie")} : {c.to(med)}. Document généré le {c.dated(c.day(0))}.</p>"""
    return c.page(body, size=10.2)


@layout
def conciliation(c):
    s, doc = Structure(c.rng, HOSP), c.pro("ph")
    c.kind("80820-4", "56445-0")
    rows = "".join(
        f"<tr><td>{x.split(' : ')[0]}</td><td>{x.split(' : ')[1]}</td><td>{c.pick('poursuivi', 'arrêté', 'modifié', 'non prescrit')}</td><td>{c.pick('ordonnance', 'DP', 'patient', 'officine')}</td></tr>"
        for x in c.rng.sample(DRUGS, 7)
    )
    body = f"""<div class=row><b>{c.house(s)} – Pharmacie à usage intérieur</b><span class=s>{c.finess(s)} {s.tel}</span></div><h2>{c.pick("CONCILIATION MÉDICAMENTEUSE D'ENTRÉE", "Formulaire de conciliation médicamenteuse", "FICHE DE CONCILIATION DES TRAITEMENTS")}</h2>{cells([*name_cells(c), ("Sexe", c.sex()), ("IPP", c.p.ipp), ("N° séjour", c.episode()), ("Entrée le", c.f(c.day(-1))), ("Unité", c.rng.choice(UNITS)), ("Clairance", f"{c.rng.randint(30, 110)} ml/min")])}<p>{c.ins(p=0.4)}</p><table class='bt s'><tr><th>Médicament avant admission</th><th>Posologie</th><th>Statut</th><th>Source</th></tr>{rows}</table><p>Officine : pharmacie {html.escape(c.pro("x").family)} – Médecin traitant {c.dr(c.pro("g"))}. Divergences non intentionnelles : {c.rng.randint(0, 3)}.</p><p>Pharmacien : {c.author(doc, title="Dr")} {c.rpps(doc, 0.4)} – réalisé le {c.dated(c.day(0))}</p>"""
    c.left_out |= {"act_date", "recipients"}
    return c.page(body, size=9.8)


@layout
def mail_print(c):
    s, doc, to = Structure(c.rng, CLIN + CABS), c.pro("s"), c.pro("g")
    c.kind("11488-4", "96349-6")
    day = c.day(0)
    body = f"""<div class=s style='border-bottom:2px solid #000'><b>Messagerie sécurisée – impression</b></div><table class=s style='width:auto'><tr><td><b>De :</b></td><td>{doc.given.lower()}.{html.escape(doc.family.lower().replace(" ", ""))}@medecin.mssante.fr</td></tr><tr><td><b>À :</b></td><td>{c.to(to)}</td></tr><tr><td><b>Envoyé :</b></td><td>{c.dated(day, "slash")} {c.rng.randint(8, 20)}:{c.rng.randint(10, 59)}</td></tr><tr><td><b>Objet :</b></td><td>{c.alone()} {c.pick("– consultation", "– suivi", "– compte rendu")}</td></tr></table><hr><p>{c.pick("Bonjour,", "Cher confrère,", "Chère consœur,")}</p><p>J'ai revu ce jour {c.civ(True)} {c.full()} {("(" + c.born() + ")") if c.trap != "no_dob" else ""} pour {c.rng.choice(MOTIVE)}.</p>{para(c, STORY, 2)}{para(c, EXAM, 2)}{para(c, PLAN, 2)}<p>Cordialement,</p><p>{c.author(doc)}<br>{c.house(s)}<br>{s.tel}<br>{c.rpps(doc, 0.5)}</p><p class=s>{c.ins(p=0.25)}</p>"""
    if c.p.used_name and c.t["birth_name"]:
        c.left_out -= {"birth_name", "used_name"}
    c.left_out |= {"act_date"}
    return c.page(body, size=10.5, font=c.rng.choice(["Liberation Sans", "Carlito", "DejaVu Sans"]))


@layout
def software_export(c):
    s, doc = Structure(c.rng, CABS), c.pro("g")
    c.kind("60591-5", "SYNTH")
    body = f"""<pre style='font-family:inherit;white-space:pre-wrap;margin:0'>[EXPORT DOSSIER] {c.pick("MediLog 8.2", "DocTus v4", "CabiNet 2026")}   {c.dated(c.day(0), "slash")} {c.rng.randint(8, 19)}:{c.rng.randint(10, 59)}
Praticien ............ {c.author(doc, title="Dr")}   {c.rpps(doc)}
Structure ............ {c.house(s, False)}
----------------------------------------------------------------
NOM_NAISSANCE ........ {c.bn()}
{("NOM_USAGE ............ " + c.un()) if c.p.used_name else "NOM_USAGE ............"}
PRENOMS .............. {c.fns(" ")}
{("DATE_NAISSANCE ....... " + c.dob(c.pick("slash", "iso"))) if c.trap != "no_dob" else "DATE_NAISSANCE ......."}
SEXE ................. {c.sex("MF")}
{c.ins("MATRICULE_INS ........", 0.5)}
TELEPHONE ............ {c.p.phone}
----------------------------------------------------------------
VOLET DE SYNTHESE MEDICALE
Antécédents : {history(c, 5)}
Allergies   : {c.pick("néant", "pénicilline", "iode")}
Traitements :
  {chr(10).join("  - " + d for d in c.rng.sample(DRUGS, 5))}
Dernière consultation ({c.f(c.day(-c.rng.randint(2, 60)), "slash")}) : {c.rng.choice(MOTIVE)}
Points de vigilance : {" ".join(bits(c, PLAN, 2))}
</pre>"""
    c.left_out |= {"act_date"}
    return c.page(body, font=c.rng.choice(MONO), size=9)
