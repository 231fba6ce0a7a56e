"""Layouts: laboratories, imaging, consultation and referral letters, prescriptions, certificates."""

import html

from eval.examiners.district.context import MONO, SANS, SERIF
from eval.examiners.district.page import addr, labelled_names, layout
from eval.examiners.district.people import CABS, CLIN, HOSP, IMAG, LABS, PATH, Structure
from eval.examiners.district.prose import (
    ANALYTES,
    DRUGS,
    EXAM,
    IMAGING,
    MOTIVE,
    PATHO,
    PLAN,
    STORY,
    bits,
    history,
    para,
    results,
)


@layout
def labo_town(c):
    s, bio, med = Structure(c.rng, LABS), c.pro("biologiste"), c.pro("généraliste")
    c.kind("11502-2")
    act, end = c.day(0), c.day(c.rng.choice([0, 0, 1]))
    rows = ""
    for i, (name, value, unit, ref, old) in enumerate(results(c, 11)):
        if i in (0, 5):
            rows += f"<tr><td colspan=5 class='b' style='background:#e7eef5'>{c.pick('BIOCHIMIE SANGUINE', 'HÉMATOLOGIE', 'HORMONOLOGIE') if i else c.pick('HÉMOGRAMME', 'BIOCHIMIE')}</td></tr>"
        rows += (
            f"<tr><td>{name}</td><td class='b r'>{value}</td><td>{unit}</td><td>{ref}</td><td class=s>{old}</td></tr>"
        )
    colour = c.pick("#1b6ca8", "#2e7d4f", "#7b1fa2", "#444")
    who = f"{c.civ()} {c.full()}"
    born = c.born()
    body = f"""<div class=row><div>{c.logo()}<b style='font-size:15pt;color:{colour}'>{c.house(s)}</b><div class=s>Laboratoire de biologie médicale – {addr(s)}<br>Tél. {s.tel} – Fax {s.fax}<br>{c.finess(s)}</div></div>
<div class=s style='text-align:right'>Biologistes médicaux<br>{c.dr(c.pro(""))}<br>{c.author(bio)}<br>{c.dr(c.pro(""))}</div></div><hr style='border:1px solid {colour}'>
<div class=row><div class=s style='width:45%'>Dossier n° {c.rng.randint(10**9, 10**10)}<br>Prélevé le {c.act(act)} à {c.rng.randint(7, 11):02d}h{c.rng.randint(10, 59)} {c.pick("au laboratoire", "à domicile par IDE", "")}<br>Enregistré le {c.f(act)}<br>Prescripteur : {c.to(med)}<br>{c.ins()}</div>
<div style='width:45%;padding-top:8px'><b>{who}</b><br>{born}<br>{c.p.street}<br>{c.p.zip} {c.p.town}</div></div>
<h3 class=c>{c.pick("Compte rendu d'analyses", "Résultats d'examens de biologie médicale", "COMPTE RENDU D'EXAMENS DE BIOLOGIE MÉDICALE")}</h3>
<table><tr class=s><th></th><th class=r>Résultat</th><th>Unité</th><th>Valeurs de référence</th><th>Antériorité {c.f(c.day(-c.rng.randint(60, 300)))}</th></tr>{rows}</table>
<p class=s>Validé {c.pick("biologiquement ", "")}par : {c.dr(bio)} le {c.dated(end)} à {c.rng.randint(12, 19)}:{c.rng.randint(10, 59)}. {c.rpps(bio, 0.4)}</p><p class=s>Édité le {c.f(c.day(2))}. Les examens marqués * sont hors accréditation Cofrac n° 8-{c.rng.randint(1000, 4999)}.</p>"""
    return c.page(body, size=9.5, foot=f"{s.name} – SELAS au capital de 120 000 € – Siège : {s.zip} {s.town}")


@layout
def labo_hosp_mono(c):
    s, bio, med = Structure(c.rng, HOSP), c.pro("b"), c.pro("i")
    c.kind("11502-2")
    rows = "".join(f"{n[:22]:.<24}{v:>8} {u:<8} {r:<16}{o:>9}\n" for n, v, u, r, o in results(c, 12))
    body = f"""<pre style='font-family:inherit;margin:0'>{c.house(s, True)}
POLE DE BIOLOGIE - LABORATOIRE DE BIOCHIMIE ET HEMATOLOGIE
Chef de service : {c.dr(c.pro(""), title="Dr")}      Tel : {s.tel}
{"-" * 78}
{c.pick("PATIENT", "Nom naiss.")} : {c.bn()}{("   Nom usage : " + c.un()) if c.p.used_name else ""}   {c.pick("Prenom", "Prénom")} : {c.fn(True)}
{("DDN : " + c.dob("slash")) if c.trap != "no_dob" else ""}   {c.pick("SEXE", "Sexe")} : {c.sex("MF")}   {c.ipp()}   {c.pick("Séjour", "N° venue", "IEP")} : {c.episode()}
{c.ins()}
UF : {c.rng.randint(1000, 9999)} {c.pick("MEDECINE INTERNE", "CARDIOLOGIE", "URGENCES", "SSR")}    Prescripteur : {c.to(med, title="Dr")}
Prelevement du {c.act(c.day(0), "slash")} {c.rng.randint(6, 22):02d}:15   Recu le {c.f(c.day(0), "slash")}   Dossier {c.rng.randint(10**7, 10**8)}
{"=" * 78}
EXAMEN                   RESULTAT UNITE    REFERENCE        ANTERIEUR
{rows}{"-" * 78}
Commentaire : {c.pick("serum legerement hemolyse.", "resultat controle.", "prevenu par telephone a 14:20.", "RAS")}
Valide par {c.author(bio, title="Dr")} le {c.dated(c.day(0), "slash")} {c.rng.randint(8, 23):02d}:40
{c.rpps(bio, 0.3)}
*** FIN DE COMPTE RENDU - edite le {c.f(c.day(c.rng.choice([0, 1])), "slash")} ***</pre>"""
    return c.page(body, font=c.rng.choice(MONO), size=8.6, margin="14mm 12mm")


@layout
def bacterio(c):
    s, bio, med = Structure(c.rng, LABS + HOSP), c.pro("b"), c.pro("g")
    c.kind("11502-2")
    germ = c.pick("Escherichia coli", "Klebsiella pneumoniae", "Proteus mirabilis", "Enterococcus faecalis")
    what = c.pick(
        "EXAMEN CYTOBACTÉRIOLOGIQUE DES URINES",
        "HÉMOCULTURES",
        "PRÉLÈVEMENT DE PLAIE – BACTÉRIOLOGIE",
        "COPROCULTURE",
        "ECBC – EXPECTORATIONS",
    )
    anti = "".join(
        f"<tr><td>{a}</td><td class=c>{c.pick('S', 'S', 'S', 'R', 'SFP')}</td></tr>"
        for a in (
            "Amoxicilline",
            "Amox. + ac. clavulanique",
            "Céfotaxime",
            "Cotrimoxazole",
            "Gentamicine",
            "Nitrofurantoïne",
            "Ofloxacine",
        )
    )
    body = f"""<table class=bt style='margin-bottom:8px'><tr><td style='width:50%'><b style='font-size:13pt'>{c.house(s)}</b><br><span class=s>{addr(s)}<br>{s.tel}<br>{c.finess(s)}</span></td>
<td>{labelled_names(c)}<br>{c.lab(c.pick("Né(e) le :", "Date de naissance :", "DDN :"), c.dob())} {c.lab("Sexe :", c.sex())}<br>{c.ins()}</td></tr>
<tr><td>Demande n° {c.rng.randint(10**8, 10**9)}<br>Médecin : {c.to(med)}</td><td>Date de prélèvement : {c.act(c.day(0))} 08:1{c.rng.randint(0, 9)}<br>Réception : {c.f(c.day(0))}</td></tr></table>
<h2 class=c>{what}</h2><p><b>Examen direct</b> : leucocytes {c.rng.randint(10, 900)} 000/ml – hématies {c.rng.randint(1, 30)} 000/ml – {c.pick("bacilles à Gram négatif", "cocci à Gram positif", "flore polymorphe")}.</p>
<p><b>Culture</b> : {c.pick("10^5", "10^6", "10^4")} UFC/ml – <i>{germ}</i> (identification MALDI-TOF)</p><p><b>Antibiogramme</b> (CASFM/EUCAST)</p><table class=bt style='width:55%'>{anti}</table>
<p class=s>Interprétation : {c.pick("souche sauvage.", "BLSE non détectée.", "à confronter à la clinique.", "contrôle inutile si évolution favorable.")}</p>
<p style='margin-top:18px'>{c.pick("Résultats validés le", "Validation :", "Compte rendu validé le")} {c.dated(c.day(2))} par {c.author(bio)}, {c.pick("biologiste médical", "biologiste responsable")} {c.rpps(bio, 0.5)}</p>"""
    return c.page(body, size=10)


@layout
def imaging_centre(c):
    s, rad, med = Structure(c.rng, IMAG), c.pro("radio"), c.pro("g")
    c.kind("18748-4")
    name, tech, finds, concl = c.rng.choice(IMAGING)
    others = [c.dr(c.pro("r"), title="Dr") for _ in range(4)]
    names = [*others[:2], c.dr(rad, title="Dr"), *others[2:]]
    body = f"""<div class=c>{c.logo(54)}<br><b style='font-size:16pt'>{c.house(s)}</b><br><span class=s>{" – ".join(names)}<br>{addr(s)} – Tél : {s.tel}</span></div><hr>
<div class=row><div class=s>{c.finess(s, 0.3)}<br>{c.rpps(rad, 0.5)}</div><div>{s.town}, le {c.dated(c.day(0), "long")}</div></div>
<p>{c.pick("Patient :", "Concerne :", "Examen de :", "")} <b>{c.civ()} {c.full()}</b>{", " if c.trap != "no_dob" else ""}{c.born()}<br>{c.pick("Adressé(e) par", "Médecin demandeur :", "À la demande du", "Prescripteur :")} {c.to(med)}<br>{c.ins(p=0.3)}</p>
<h2 class=c style='text-decoration:underline'>{name.upper()}</h2><p><b>{c.pick("Indication", "INDICATION", "Motif")} :</b> {c.rng.choice(MOTIVE)}.</p><p><b>Technique :</b> {tech} {c.pick("", "Comparaison avec examen du " + c.f(c.day(-c.rng.randint(90, 900))) + ".")}</p>
<p><b>{c.pick("Résultats", "Description", "Résultat")} :</b><br>{"<br>".join(finds)}</p><p><b>{c.pick("CONCLUSION", "Conclusion", "AU TOTAL")} :</b> {concl}</p>
<p>{c.pick("Confraternellement,", "Bien confraternellement.", "")}</p><p style='margin-left:58%'>{c.author(rad)}</p>"""
    c.act(c.day(0))
    return c.page(
        body,
        font=c.rng.choice(SANS + SERIF),
        size=10.5,
        foot=c.pick(
            "Images disponibles sur le portail – identifiant remis au patient",
            "Membre d'une association agréée, le règlement par chèque est accepté",
            "",
        ),
    )


@layout
def imaging_hospital(c):
    s, rad, med, _sec = Structure(c.rng, HOSP), c.pro("radio"), c.pro("g"), c.pro("i")
    c.kind("18748-4")
    name, tech, finds, concl = c.rng.choice(IMAGING)
    staff = "<br>".join(c.dr(c.pro("x"), False, "Dr") for _ in range(5))
    act, end = c.day(0), c.day(c.rng.choice([0, 1, 2]))
    body = f"""<div style='float:left;width:24%;border-right:1px solid #888;padding-right:6px;margin-right:12px;height:235mm' class=s>{c.logo(60)}<br><b>{c.house(s)}</b><br>{addr(s)}<br><br><b>Pôle Imagerie</b><br><br>Chef de service<br>{c.dr(c.pro("x"), False, "Dr")}<br><br>Praticiens hospitaliers<br>{staff}<br>{c.dr(rad, False, "Dr")}<br><br>Cadre de santé<br>{c.pro("x").given} {html.escape(c.pro("x").family)}<br><br>Secrétariat<br>{s.tel}<br><br>{c.finess(s)}</div>
<div style='margin-left:28%'><div class=box>{labelled_names(c)}<br>{c.lab(c.pick("Né(e) le", "Date de naissance :", "Naissance :"), c.dob())} {c.lab("Sexe :", c.sex())}<br>{c.ipp()} – {c.pick("Dossier", "Venue", "Séjour n°", "NDA")} {c.episode()}<br>{c.ins()}</div>
<p>{c.pick("Service demandeur", "Demandeur")} : {c.to(med)} – {c.pick("Urgences", "Médecine polyvalente", "Chirurgie viscérale", "Consultations externes")}</p><p>Date d'examen : <b>{c.act(act)}</b> à {c.rng.randint(8, 22)}h{c.rng.randint(10, 59)}</p>
<h2>{c.pick("Compte rendu : ", "EXAMEN : ", "")}{name}</h2><p><i>Renseignements cliniques.</i> {c.rng.choice(MOTIVE).capitalize()}. ATCD : {history(c, 2)}</p><p><i>Protocole.</i> {tech}</p><p>{" ".join(finds)}</p><p><b>{concl}</b></p>
<p style='margin-top:25px'>{c.pick("Signé électroniquement par", "Compte rendu validé par", "Dicté et validé par")} {c.author(rad)} le {c.dated(end)}<br>{c.rpps(rad, 0.5)}</p><p class=s>Frappe : {c.pick("CB", "MLD", "SR", "VT")} – imprimé le {c.f(c.day(4))}</p></div>"""
    return c.page(body, size=9.8, margin="12mm 12mm")


@layout
def consult_letter(c):
    s, doc, med = Structure(c.rng, HOSP + CLIN), c.pro("s"), c.pro("g")
    c.kind("11488-4")
    spec = c.pick(
        "Cardiologie",
        "Pneumologie",
        "Rhumatologie",
        "Gastro-entérologie",
        "Endocrinologie",
        "Neurologie",
        "Dermatologie",
        "Urologie",
    )
    copies = [c.pro("g") for _ in range(c.rng.choice([0, 0, 1, 2]))]
    act, end = c.day(0), c.day(c.rng.choice([0, 1, 3, 6]))
    cc = ("<p class=s>Copie : " + " ; ".join(c.to(x) for x in copies) + "</p>") if copies else ""
    text = f"""<p>{c.pick("Cher confrère,", "Cher ami,", "Chère consœur, cher confrère,", "Mon cher confrère,")}</p><p class=just>J'ai vu en consultation le {c.act(act, c.pick("slash", "long"))} {c.pick("votre patient(e)", "")} <b>{c.civ(True)} {c.full()}</b>{", " + c.born() if c.trap != "no_dob" else ""}, {c.pick("adressé(e)", "que vous m’adressez")} pour {c.rng.choice(MOTIVE)}.</p>
<p class=just><u>Antécédents</u> : {history(c)}</p>{para(c, STORY, 3)}{para(c, EXAM, 3)}{para(c, PLAN, 3)}<p>{c.pick("Bien confraternellement.", "Je vous prie de croire, cher confrère, en mes sentiments les meilleurs.", "Avec mes salutations confraternelles.")}</p>"""
    body = f"""<div class=row><div><b style='font-size:14pt'>{c.house(s)}</b><br>Service de {spec}<br><span class=s>{addr(s)}<br>{c.finess(s, 0.35)}</span></div><div class=s style='text-align:right'><b>{c.author(doc, title="Docteur")}</b><br>{c.pick("Praticien hospitalier", "Chef de service", "Ancien interne des hôpitaux")}<br>{c.rpps(doc)}<br>Secrétariat : {s.tel}<br>consult.{c.rng.randint(10, 99)}@ch-exemple.fr</div></div>
<div style='margin:18px 0 18px 55%'>{c.to(med)}<br>{c.rng.randint(1, 60)} rue des Écoles<br>{s.zip} {s.town}</div><p>{c.pick("Le", s.town + ", le")} {c.dated(end, "long")}</p><p class=s>{c.pick("Nos réf.", "Réf.")} : {c.pick("AB/ML", "JD/sc", "PV/cl")} {c.pick("", "– dicté le " + c.f(act))} {c.ins(p=0.3)}</p>{text}<p style='margin-left:55%'>{c.dr(doc)}</p>{cc}"""
    return c.page(body, font=c.rng.choice(SERIF + SANS), size=10.5)


@layout
def gp_referral(c):
    s, doc, to = Structure(c.rng, CABS), c.pro("g"), c.pro("s")
    c.kind("96349-6", "18761-7", "11488-4")
    anonymous = c.chance(0.35)
    whom = "Service des urgences" if anonymous else c.to(to)
    body = f"""<div><b style='font-size:13pt'>{c.author(doc, title="Docteur")}</b><br>Médecine générale – {c.pick("Conventionné secteur 1", "Diplômé de la faculté de Nancy")}<br>{c.house(s)}<br>{addr(s)} – {s.tel}<br>{c.rpps(doc)} – AM {doc.am}</div>
<p style='text-align:right'>{s.town}, {c.pick("le ", "")}{c.dated(c.day(0), c.pick("long", "slash"))}</p><p style='text-align:right'>{c.pick("À", "Pour", "À l’attention de")} {whom}</p><p>{c.pick("Cher confrère,", "Chers amis,", "Chers confrères,")}</p>
<p class=just>{c.pick("Je vous adresse", "Merci de recevoir", "Je vous confie", "Permettez-moi de vous adresser")} {c.civ(True)} {c.full()}, {c.born()} ({c.p.age(c.base)} ans), pour {c.rng.choice(MOTIVE)}.</p>{para(c, STORY, 2)}<p>Antécédents : {history(c, 3)}</p><p>Traitement habituel :<br>- {"<br>- ".join(c.rng.sample(DRUGS, 4))}</p>{para(c, EXAM, 2)}
<p>{c.pick("Merci de votre avis et de la suite que vous voudrez bien donner.", "Merci de votre prise en charge.", "Je vous remercie de le(la) recevoir rapidement.")}</p><p>{c.pick("Confraternellement", "Bien amicalement", "Très cordialement")},</p><p style='margin-left:50%'>Dr {doc.given[0]}. {html.escape(doc.family.upper())}</p>{c.sign(doc.family) if c.chance(0.5) else ""}<p class=s>{c.ins(p=0.35)}</p>"""
    return c.page(body, font=c.rng.choice(SANS + SERIF), size=10.8, margin="18mm 22mm")


@layout
def prescription_gp(c):
    s, doc = Structure(c.rng, CABS), c.pro("g")
    c.kind("57833-6")

    def drug(d):
        c.chance(0.3)  # a draw that belongs to the seed
        name, how = d.split(" : ")[:2]
        return f"<p style='margin:.9em 0'><b>{name}</b><br>&nbsp;&nbsp;&nbsp;{how}</p>"

    drugs = "".join(drug(d) for d in c.rng.sample(DRUGS, c.rng.randint(2, 5)))
    body = f"""<div class=row><div class=c><b style='font-size:13pt'>{c.author(doc, title="Dr")}</b><br>{c.pick("Médecin généraliste", "Médecine générale – Homéopathie", "Gériatre", "Cardiologue")}<br><span class=s>{c.house(s)}<br>{addr(s)}<br>Tél. {s.tel}</span></div><div class='s c'>{c.rpps(doc, 1)}<br>N° AM : {doc.am}<br><svg width=120 height=26></svg></div></div><hr>
<div style='margin-left:48%'>{s.town}, le {c.dated(c.day(0))}<br><br>{c.civ()} <b>{c.full()}</b><br>{c.born()}<br>{c.p.age(c.base)} ans – {c.rng.randint(48, 98)} kg<br><span class=s>{c.ins(p=0.3)}</span></div><h2 class=c>{c.pick("ORDONNANCE", "Ordonnance", "")}</h2>{drugs}<p class=s>{c.pick("À renouveler 2 fois.", "QSP 1 mois.", "Non substituable : aucun.", "")}</p>{c.sign(doc.family)}"""
    return c.page(
        body, size=10.5, foot="En cas d'urgence, composer le 15. Cabinet ouvert du lundi au samedi sur rendez-vous."
    )


@layout
def prescription_bizone(c):
    s, doc = Structure(c.rng, HOSP + CLIN), c.pro("s")
    c.kind("57833-6")
    a, b = c.rng.sample(DRUGS, 3), c.rng.sample(DRUGS, 2)

    def li(items):
        return "".join(f"<li>{d}</li>" for d in items)

    body = f"""<table class=bt><tr><td style='width:50%'><b>{c.house(s)}</b><br>{addr(s)}<br>{c.finess(s, 0.8)}<br>Service : {c.pick("Néphrologie", "Diabétologie", "Oncologie", "Médecine interne")}<br>Prescripteur : <b>{c.author(doc)}</b><br>{c.rpps(doc, 0.9)}</td><td>{labelled_names(c)}<br>{c.lab(c.pick("Né(e) le :", "Date de naiss. :"), c.dob())} {c.lab("Sexe :", c.sex())}<br>{c.ins(p=0.5)}<br>{c.ipp()}</td></tr></table>
<div class=row style='margin:10px 0'><b>{c.pick("ORDONNANCE BIZONE", "Ordonnance bi-zone (ALD)")}</b><span>Date : {c.dated(c.day(0))}</span></div><div class=box style='background:#f3f3f3;text-align:center'>Prescriptions relatives au traitement de l'affection de longue durée reconnue (AFFECTION EXONÉRANTE)</div><ul>{li(a)}</ul><br><div class=box style='background:#f3f3f3;text-align:center'>Prescriptions SANS RAPPORT avec l'affection de longue durée (MALADIES INTERCURRENTES)</div><ul>{li(b)}</ul><br>{c.sign(doc.family)}<p class=s>Cerfa 60-3937 – Quiconque se rend coupable de fraude est passible de pénalités financières (art. L.114-13 CSS).</p>"""
    return c.page(body, size=10)


@layout
def prescription_acts(c):
    s, doc = Structure(c.rng, CABS + CLIN), c.pro("g")
    code, title, text = c.rng.choice(
        [
            (
                "PRESC-BIO",
                "Prescription de biologie médicale",
                "Faire pratiquer dans un laboratoire d'analyses :<br>"
                + "<br>".join("– " + a[0] for a in c.rng.sample(ANALYTES, 6)),
            ),
            (
                "PRESC-KINE",
                "Ordonnance de masso-kinésithérapie",
                f"Faire pratiquer par un masseur-kinésithérapeute D.E. {c.rng.choice([10, 15, 20])} séances de rééducation {c.pick('du genou droit', 'du rachis lombaire', 'de l’épaule gauche', 'respiratoire', 'vestibulaire')}, avec travail actif, antalgie et apprentissage d'auto-exercices. Bilan-diagnostic au terme.",
            ),
            (
                "PRESC-INF",
                "Prescription de soins infirmiers",
                f"Faire pratiquer par une infirmière diplômée d'État, à domicile, dimanches et jours fériés compris :<br>– {c.pick('pansement complexe avec méchage tous les jours', 'injection sous-cutanée d’énoxaparine 4000 UI', 'surveillance glycémique et insuline 3 fois par jour', 'ablation des agrafes', 'préparation du pilulier hebdomadaire')}, pendant {c.rng.choice([7, 10, 15, 30])} jours.",
            ),
            (
                "PRESC-ORTHOPHO",
                "Ordonnance d'orthophonie",
                "Bilan orthophonique avec rééducation si nécessaire : troubles de la phonation et de la déglutition. À faire à domicile.",
            ),
        ]
    )
    c.kind(code)
    body = f"""<div style='border-left:5px solid #2a7;padding-left:10px'><b style='font-size:12.5pt'>{c.author(doc)}</b><br><span class=s>{c.house(s)} – {addr(s)}<br>{s.tel} {c.rpps(doc, 0.85)}</span></div><br>
<div class=row><div><span class=s>{c.pick("Pour :", "Patient(e) :", "Prescription établie pour")}</span> <b>{c.civ()} {c.full()}</b><br>{c.born()}<br><span class=s>{c.ins(p=0.3)}</span></div><div>Le {c.dated(c.day(0))}</div></div><h2 style='margin-top:22px'>{title}</h2><p style='line-height:1.8'>{text}</p><p>{c.pick("En rapport avec une ALD : non", "Urgent : non", "À jeun", "Motif : " + c.rng.choice(MOTIVE))}</p><div style='margin-left:55%'>{c.sign(doc.given[0] + ". " + doc.family)}</div>"""
    return c.page(body, size=11)


@layout
def imaging_request(c):
    s, doc = Structure(c.rng, HOSP), c.pro("i")
    c.kind("55115-0")
    name = c.rng.choice(IMAGING)[0]

    def box(t, on=False):
        return f"{'☒' if on else '☐'} {t}"

    body = f"""<h2 class=c style='background:#dde'>{c.pick("DEMANDE D'EXAMEN D'IMAGERIE", "Bon de demande – Imagerie médicale", "DEMANDE D'IMAGERIE")}</h2><table class=bt><tr><td style='width:55%'><b>Identité du patient</b><br>{labelled_names(c)}<br>{c.lab("Né(e) le :", c.dob())}  {c.lab("Sexe :", c.sex())}<br>{c.ipp()} / {c.pick("Séjour", "N° venue")} {c.episode()}<br>{c.ins(p=0.5)}</td><td><b>{c.house(s)}</b><br>UF demandeuse : {c.rng.randint(1000, 9999)}<br>Poste : {c.rng.randint(40000, 49999)}<br>{c.pick("Médecin prescripteur :", "Prescripteur :")} {c.author(doc)}<br>{c.rpps(doc, 0.4)}<br>Date de la demande : {c.dated(c.day(0))}</td></tr></table>
<p><b>Examen demandé :</b> {name}</p><p><b>Délai :</b> {box("urgent")} &nbsp; {box("48 h", True)} &nbsp; {box("programmé")} – date souhaitée : {c.f(c.day(3))}</p><p><b>Indication :</b> {c.rng.choice(MOTIVE)}. {" ".join(bits(c, STORY, 2))}</p><p><b>Transport :</b> {box("debout")} {box("fauteuil", True)} {box("lit")} &nbsp; <b>Isolement :</b> {box("oui")} {box("non", True)}</p><table class=bt><tr><td>Allergie à l'iode</td><td>{box("oui")} {box("non", True)}</td><td>Pacemaker</td><td>{box("oui")} {box("non", True)}</td></tr><tr><td>Grossesse</td><td>{box("oui")} {box("non", True)}</td><td>Clairance (le {c.f(c.day(-2))})</td><td>{c.rng.randint(40, 110)} ml/min</td></tr></table><p>Signature :</p>{c.sign(doc.family)}"""
    return c.page(body, size=10.2)


@layout
def certificate(c):
    s, doc = Structure(c.rng, CABS), c.pro("g")
    c.kind("89601-9", "CERT_DECL")
    what = c.pick(
        "ne présente ce jour aucune contre-indication cliniquement décelable à la pratique de la natation, y compris en compétition",
        "présente un état de santé nécessitant la présence d'un accompagnant lors de ses déplacements",
        "a été examiné(e) ce jour et que son état de santé ne lui permet pas de pratiquer l'éducation physique pendant trois semaines",
        "est apte à la vie en collectivité et à jour de ses vaccinations obligatoires",
        "présente une ecchymose de 4 cm du bras gauche et une douleur cervicale, ITT de 2 jours sous réserve de complications",
        "suit un traitement régulier ne contre-indiquant pas la conduite automobile",
        "doit bénéficier d'un aménagement de son poste de travail (pas de port de charge supérieur à 5 kg)",
        "nécessite l'intervention d'une aide ménagère deux heures par semaine",
    )
    body = f"""<div class=c><b style='font-size:15pt'>{c.author(doc, title="Docteur")}</b><br>{c.pick("Médecine générale", "Pédiatrie", "Médecin du sport")}<br>{c.house(s)}<br>{addr(s)}<br><span class=s>{s.tel} – {c.rpps(doc, 0.6)}</span></div><h1 class=c style='margin:35px 0;font-size:16pt'>{c.pick("CERTIFICAT MÉDICAL", "Certificat médical", "CERTIFICAT")}</h1>
<p class=just style='line-height:1.9'>Je soussigné(e), {c.dr(doc, False, "Docteur")}, {c.pick("certifie", "certifie ce jour", "atteste")} que {c.civ(True)} {c.full()}, {c.born("slash")}, {what}.</p><p>Certificat {c.pick("établi à la demande de l’intéressé(e) et remis en main propre", "remis en main propre pour faire valoir ce que de droit")}.</p><p style='margin:25px 0 0 50%'>Fait à {s.town}, le {c.dated(c.day(0), c.pick("slash", "long"))}</p><div style='margin-left:55%'>{c.sign(doc.family)}</div>"""
    if c.chance(0.3):
        c.t["act_date"] = None
    c.left_out.add("act_date")
    return c.page(body, font=c.rng.choice(SERIF + SANS), size=12, margin="22mm")


@layout
def pathology(c):
    s, doc, med = Structure(c.rng, PATH), c.pro("p"), c.pro("s")
    c.kind("60568-3")
    organ, micro, concl = c.rng.choice(PATHO)
    num = f"{c.base.year % 100}H{c.rng.randint(10000, 39999)}"
    body = f"""<div class=row style='border-bottom:3px double #555;padding-bottom:5px'><div>{c.logo()}<b style='font-size:14pt'>{c.house(s)}</b></div><div class='s r'>Médecins pathologistes<br>{c.author(doc)}<br>{c.dr(c.pro("p"))}<br>{c.dr(c.pro("p"))}</div></div><p class=s>{addr(s)} – {s.tel} {c.finess(s)}</p>
<div class=row><div class=box style='width:46%'>{labelled_names(c)}<br>{c.lab(c.pick("Né(e) le", "Date de naissance :", "Naissance :"), c.dob())} ({c.sex("MF")})<br>{c.ins(p=0.4)}</div><div style='width:44%;padding-top:12px'>{c.to(med, title="Docteur")}<br>{c.pick("Service de gastro-entérologie", "Service de chirurgie", "Consultation de gynécologie")}<br>{s.zip} {s.town}</div></div>
<table class='s'><tr><td>N° d'examen : <b>{num}</b></td><td>Prélèvement du : {c.act(c.day(0))}</td><td>Reçu le : {c.f(c.day(1))}</td></tr></table><h3>{c.pick("COMPTE RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", "Compte-rendu anatomopathologique", "EXAMEN ANATOMO-PATHOLOGIQUE")}</h3><p><b>Nature du prélèvement :</b> {organ}</p><p><b>Renseignements :</b> {c.rng.choice(MOTIVE)}</p><p><b>Macroscopie.</b> Fragment(s) mesurant {c.rng.randint(2, 40)} mm, inclus en totalité, {c.rng.randint(1, 6)} bloc(s).</p><p class=just><b>Microscopie.</b> {micro}</p><div class=box><b>CONCLUSION : {concl}</b> &nbsp; Code ADICAP {c.pick("BHGE", "PHOT", "OHCV")}{c.rng.randint(1000, 9999)}</div><p>Validé et signé électroniquement le {c.dated(c.day(c.rng.randint(3, 9)))} par {c.dr(doc)}. {c.rpps(doc, 0.5)}</p>"""
    return c.page(body, size=10)


@layout
def ophthalmology(c):
    s, doc, med = Structure(c.rng, CABS + CLIN), c.pro("o"), c.pro("g")
    c.kind("78513-9", "11488-4")

    def v():
        return f"{c.pick('+', '-')}{c.rng.randint(0, 4)},{c.pick('00', '25', '50', '75')} ({c.pick('-', '+')}0,{c.pick('25', '50', '75')} à {c.rng.randint(0, 17) * 10}°)"

    body = f"""<table><tr><td style='width:35%;background:#eef6fb;padding:10px' class=s><b style='font-size:11pt'>{c.author(doc, title="Dr")}</b><br>Ophtalmologiste<br>{c.rpps(doc, 0.7)}<br><br>{c.house(s)}<br>{s.street}<br>{s.zip} {s.town}<br>{s.tel}</td><td style='padding-left:22px'><br>{c.to(med)}<br><br>Le {c.dated(c.day(0), "long")}</td></tr></table><h3>{c.pick("Consultation d'ophtalmologie", "Compte rendu ophtalmologique", "Examen ophtalmologique")} – {c.civ()} {c.full()} {("– " + c.born()) if c.trap != "no_dob" else ""}</h3><p class=s>{c.ins(p=0.3)}</p><p>Motif : {c.pick("baisse d’acuité visuelle", "contrôle annuel", "fond d’œil diabétique", "suivi de glaucome", "renouvellement de correction")}.</p><table class=bt><tr><th></th><th>Œil droit</th><th>Œil gauche</th></tr><tr><td>Réfraction</td><td>{v()}</td><td>{v()}</td></tr><tr><td>Acuité de loin</td><td>{c.rng.randint(5, 10)}/10 P{c.rng.randint(2, 4)}</td><td>{c.rng.randint(5, 10)}/10 P2</td></tr><tr><td>Tonus (mmHg)</td><td>{c.rng.randint(11, 23)}</td><td>{c.rng.randint(11, 23)}</td></tr><tr><td>LAF</td><td>cristallin clair</td><td>{c.pick("opacités débutantes", "calme")}</td></tr><tr><td>FO</td><td>macula sèche</td><td>papille C/D 0,{c.rng.randint(2, 6)}</td></tr></table>{para(c, PLAN, 2)}<p>{c.pick("Confraternellement", "Cordialement")}</p><p style='margin-left:60%'>{c.dr(doc)}</p>"""
    c.act(c.day(0))
    return c.page(body, size=10.3)


@layout
def function_test(c):
    s, doc, med = Structure(c.rng, HOSP + CLIN), c.pro("c"), c.pro("g")
    kind = c.rng.randint(0, 3)
    title, codes, lines, concl = [
        (
            "ÉCHOCARDIOGRAPHIE TRANSTHORACIQUE",
            ("18748-4", "70004-7"),
            ["FEVG (Simpson) 58 %", "OG 22 ml/m²", "E/A 0,9 – E/e' 8", "TAPSE 22 mm", "PAPs 28 mmHg", "Péricarde sec"],
            "Fonction systolique conservée, pas de valvulopathie significative.",
        ),
        (
            "EXPLORATIONS FONCTIONNELLES RESPIRATOIRES",
            ("70004-7", "47420-5"),
            ["VEMS 1,92 l (71 %)", "CVF 2,90 l (88 %)", "VEMS/CVF 66 %", "CPT 5,6 l (101 %)", "DLCO 74 %"],
            "Trouble ventilatoire obstructif modéré, partiellement réversible.",
        ),
        (
            "ÉLECTRO-ENCÉPHALOGRAMME",
            ("70004-7",),
            ["Rythme alpha 9 Hz, réactif", "Hyperpnée : sans modification", "SLI : entraînement physiologique"],
            "Tracé de veille dans les limites de la normale.",
        ),
        (
            "HOLTER RYTHMIQUE DES 24 HEURES",
            ("70004-7",),
            ["FC moyenne 68/min, min 44, max 131", "ESV isolées : 214", "Pas de pause > 2 s", "Pas de FA"],
            "Hyperexcitabilité ventriculaire modeste.",
        ),
    ][kind]
    c.kind(*codes)
    cells = "".join(f"<td style='width:50%'>{x}</td>" + ("</tr><tr>" if i % 2 else "") for i, x in enumerate(lines))
    body = f"""<div class=row style='background:#f0f0f0;padding:6px'><div><b>{c.house(s)}</b> – {c.pick("Unité d’explorations fonctionnelles", "Cardiologie non invasive", "Plateau technique")}<br><span class=s>{addr(s)} {c.finess(s, 0.4)}</span></div>{c.logo(38)}</div><h2>{title}</h2><table class=s style='border:1px solid #999'><tr><td>{c.lab("Patient :", c.civ() + " " + c.full(), "b")}</td><td>{c.lab(c.pick("DDN :", "Né(e) le :", "Date naiss. :"), c.dob("slash"))}</td></tr><tr><td>Taille : {c.rng.randint(150, 190)} cm – Poids : {c.rng.randint(48, 105)} kg</td><td>{c.ipp()}</td></tr><tr><td>Date de l'examen : {c.act(c.day(0))}</td><td>Prescripteur : {c.to(med)}</td></tr><tr><td colspan=2>{c.ins(p=0.35)}</td></tr></table><p>Indication : {c.rng.choice(MOTIVE)}.</p><table class=bt><tr>{cells}</tr></table><p>{" ".join(bits(c, STORY, 1))}</p><p><b>Conclusion :</b> {concl}</p><p>{c.pick("Examen réalisé et interprété par", "Opérateur :", "Interprétation :")} {c.author(doc)} {c.rpps(doc, 0.5)} – {c.pick("validé le", "signé le")} {c.dated(c.day(c.rng.choice([0, 0, 1])))}</p>"""
    return c.page(body, size=10)
