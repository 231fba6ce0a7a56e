"""Small papers: prescriptions, certificates, cards, mostly on half a sheet."""

from eval.examiners.network.content import drugs
from eval.examiners.network.page import esc
from eval.examiners.network.registry import layout

A5 = {"size": "210mm 148mm", "margin": "9mm 12mm"}


@layout("prescription_two_zones", 18)
def prescription(c):
    s = c.structure(
        "Cabinet médical des Tanneurs",
        "Maison médicale du Bourg",
        "Centre de santé Mutualité Sud",
        "Cabinet de groupe La Fontaine",
        finess=0,
    )
    a = c.set_author(c.pro())
    c.f.update(doc_type=["57833-6"], doc_date=c.today.isoformat())
    c.omit("act_date", "structure_name")
    d = drugs(c, c.n(4, 6))
    k = c.n(1, 3)
    body = f"""<div class=fl><div class=s><b style='font-size:1.2em'>{esc(c.pname(a))}</b><br>{c.pick("Médecine générale", "Spécialiste en médecine générale", "Gériatre")}<br>{c.rpps(a) if c.ch(0.7) else ""}<br>AM {c.n(10, 95)}1{c.n(100000, 999999)}</div><div class='s r'>{esc(s["name"])}<br>{esc(s["addr"])}<br>{esc(s["city"])}<br>{s["tel"]}</div></div><hr><div class=fl><div>{esc(c.name())}<br>{esc(c.ne("")).strip()}{c.ins_line("<br>")}<br>{c.pick("Poids " + str(c.n(45, 98)) + " kg", "")}</div><div>{esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today)}</div></div><div class=box><p class='c xs'><b>Prescriptions relatives au traitement de l'affection de longue durée reconnue</b></p>{"".join(f"<p>{x}</p>" for x in d[:k])}</div><div class=box><p class='c xs'><b>Prescriptions SANS RAPPORT avec l'affection de longue durée</b></p>{"".join(f"<p>{x}</p>" for x in d[k:])}</div><p>{c.pick("Traitement pour un mois, renouvelable deux fois", "QSP 3 mois", "QSP 28 jours")}. {c.pick("", "Remplace l’ordonnance du " + c.date(c.ago(20, 90), "/") + ".")}</p>{c.relative_html()}<p class=r>{c.scrawl()}</p>"""
    return c.page(body)


@layout("physiotherapy_prescription_half", 12, half=True)
def kine(c):
    s = c.structure(
        "Clinique Saint-Roch-des-Prés",
        "Cabinet d'orthopédie du Stade",
        "Centre de santé mutualiste Jean-Moulin",
        finess=0.2,
    )
    a = c.set_author(c.pro())
    c.f.update(doc_type=["PRESC-KINE", "57832-8"], doc_date=c.today.isoformat())
    c.omit("act_date")
    body = f"""<div class=fl><div><b>{esc(c.pname(a))}</b><br><span class=s>{c.pick("Chirurgie orthopédique", "Rhumatologue", "Médecin MPR")}<br>{c.rpps(a) if c.ch(0.6) else ""}</span></div><div class='s r'>{esc(s["name"])}<br>{esc(s["city"])}<br>{s["tel"]} {s["fin"]}</div></div><p class=r>Le {c.date(c.today)}</p><p>{esc(c.name())}{esc(c.ne())}{c.ins_line("<br>")}</p><h1>{c.pick("Ordonnance", "ORDONNANCE – KINÉSITHÉRAPIE", "Prescription de masso-kinésithérapie")}</h1><p>{c.pick("Faire pratiquer", "Prescription de")} {c.pick("15 séances", "20 séances", "séances")} de masso-kinésithérapie {c.pick("du rachis lombaire", "du genou droit", "de l’épaule gauche", "respiratoire", "d’équilibre et de marche", "de la cheville")}, {c.pick("rééducation proprioceptive et renforcement", "massages, physiothérapie antalgique", "à domicile si besoin", "sans urgence")}. {c.pick("Suites opératoires du " + c.date(c.ago(10, 30), "/"), "Bilan à adresser au prescripteur", "")}</p>{c.relative_html()}<p class=r>{c.scrawl()}</p>"""
    return c.page(body, fs=11, **A5)


@layout("vaccination_note_half", 1, half=True)
def vaccin(c):
    s = c.structure(
        "Centre de vaccination départemental",
        "Pharmacie du Grand Large",
        "Centre de santé de la Caserne",
        "Antenne médicale des armées du Port",
        finess=0.2,
    )
    a = c.set_author(c.pro(title=c.pick("Dr", "")))
    c.f.update(doc_type=["87273-9", "11369-6"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    v = c.pick(
        "Influvac Tetra", "Boostrix Tetra", "Prevenar 20", "Shingrix", "Repevax", "Comirnaty", "Stamaril", "Engerix B20"
    )
    body = f"""<div class=fl><b style='color:{c.color}'>{esc(s["name"])}</b><span class=xs>{esc(s["city"])} {s["tel"]} {s["fin"]}</span></div><h1>{c.pick("ATTESTATION DE VACCINATION", "Note de vaccination", "CERTIFICAT DE VACCINATION")}</h1>{c.kvtable(c.rows(), 2)}<table class=b><tr><th>Vaccin</th><th>Lot</th><th>Date d'injection</th><th>Site</th><th>Rappel</th></tr><tr><td>{v}</td><td>{c.pick("AB", "X", "FR")}{c.n(1000, 99999)}</td><td><b>{c.date(c.today, "/")}</b></td><td>{c.pick("deltoïde gauche", "deltoïde droit")}</td><td>{c.later(300, 1800).strftime("%m/%Y")}</td></tr></table><p class=s>{c.pick("Dernière dose connue :", "Vaccination antérieure :")} {c.date(c.ago(400, 2000), "/") if c.age() > 8 else "non connue"}. {c.pick("Bonne tolérance immédiate.", "Surveillance 15 minutes sans incident.")}</p>{c.relative_html()}<p>{c.pick("Vaccinateur", "Professionnel")} : {esc(c.pname(a, title=bool(a.title)))} {c.rpps(a) if c.ch(0.6) else ""} {c.scrawl()}</p>"""
    return c.page(body, fs=10, **A5)


@layout("appointment_notice_half", 3, half=True)
def rdv(c):
    s = c.structure(
        "Imagerie médicale des Cordeliers",
        "Clinique du Pré",
        "Centre de dialyse des Flandres",
        "Institut de rééducation du Parc",
        "Polyclinique Jeanne-d'Arc",
        finess=0.1,
    )
    q = c.pro()
    c.f.update(doc_type=["56446-8"], doc_date=c.today.isoformat())
    d = c.later(6, 80)
    c.omit("act_date", "author_family", "author_given", "recipients")
    body = f"""<div class=fl><div>{c.logo(38)} <b>{esc(s["name"])}</b><br><span class=xs>{esc(s["addr"])} – {esc(s["city"])} – {s["tel"]} {s["fin"]}</span></div><div>{c.pick("Le", "Édité le")} {c.date(c.today, "/")}</div></div><h1>{c.pick("CONVOCATION", "CONFIRMATION DE RENDEZ-VOUS", "Rappel de votre rendez-vous")}</h1><p>{esc(c.name(long_civ=True))}{esc(c.ne())}{c.ins_line("<br>")}</p><p>{c.pick("Votre rendez-vous est fixé au", "Nous vous confirmons le rendez-vous du", "Vous êtes attendu" + c.e() + " le")} <b>{c.date(d)}</b> à <b>{c.time(8, 17)}</b> avec {esc(c.pname(q))} – {c.pick("consultation", "IRM", "bilan d’entrée", "échographie", "hospitalisation de jour")}.</p><ul><li>{c.pick("Apporter vos anciens examens et la carte Vitale", "Venir à jeun depuis 6 heures", "Se présenter 20 minutes avant à l’accueil")}</li><li>{c.pick("En cas d’empêchement prévenir 48 heures avant", "Un bilan sanguin de moins de trois mois est nécessaire")}</li></ul>{c.relative_html()}<p>Le secrétariat, Mme {esc(c.up(c.pro().family))}</p>"""
    return c.page(body, fs=10.8, **A5)


@layout("medical_certificate_half", 5, half=True)
def certificat(c):
    a = c.set_author(c.pro())
    s = c.structure(
        "Cabinet médical des Tanneurs",
        "SOS Visites Métropole",
        "Antenne médicale de la Presqu'île",
        "Maison de santé des Fontaines",
        finess=0,
    )
    c.f.update(doc_type=["89601-9", "CERT_DECL"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    c.omit("act_date")
    body = f"""<div class=s><b>{esc(c.pname(a))}</b><br>{esc(s["name"])} – {esc(s["addr"])} – {esc(s["city"])}<br>{s["tel"]} {c.rpps(a) if c.ch(0.6) else ""}</div><h1>{c.pick("CERTIFICAT MÉDICAL", "Certificat", "CERTIFICAT MÉDICAL INITIAL DE CONSTATATION")}</h1><p>Je {c.pick("soussigné" + ("e" if a.sex == "F" else "") + ", Docteur en médecine,", "soussigné" + ("e" if a.sex == "F" else "") + " certifie")} {c.pick("avoir examiné", "avoir reçu")} {c.pick("ce jour", "en consultation ce jour")} {esc(c.name())}{esc(c.ne())}{c.ins_line(", ")} {c.pick("et constate : contusion de l’avant-bras gauche avec ecchymose de 4 cm", "et que son état nécessite l’éviction de la collectivité jusqu’au " + c.date(c.later(3, 10)), "et ne constate pas ce jour de contre-indication à la pratique de la marche nordique en compétition", "et que son état rend nécessaire la présence d’un accompagnateur", "et que l’intéressé" + c.e() + " ne peut se déplacer à l’audience du " + c.date(c.later(8, 30)), "et que son état de santé est compatible avec un voyage en avion", "et atteste d’une incapacité à la pratique du sport jusqu’au " + c.date(c.later(15, 40)), "et constate une perte d’autonomie justifiant une aide quotidienne")}.</p><p>{c.pick("Certificat établi à la demande de l'intéressé" + c.e() + " et remis en main propre.", "Pour faire valoir ce que de droit.")}</p>{c.relative_html()}<p class=r>{esc(s["city"].split(" ", 1)[1])}, le {c.date(c.today)}<br>{c.scrawl()}</p>{c.stamp([c.pname(a), s["city"]], "left:20mm;bottom:10mm") if c.ch(0.5) else ""}"""
    return c.page(body, fs=11.5, **A5)


@layout("nursing_prescription_had_half", 20, half=True)
def inf(c):
    s = c.structure(
        "HAD des Deux Rives",
        "Clinique Sainte-Ermeline",
        "HAD Croix-Blanche",
        "Hôpital privé des Trois Phares",
        finess=0.5,
    )
    a = c.set_author(c.pro())
    c.f.update(doc_type=["PRESC-INF", "57832-8"], doc_date=c.today.isoformat())
    c.omit("act_date")
    body = f"""<div class=fl style='border-bottom:1pt solid'><div>{c.logo(32)} <b>{esc(s["name"])}</b> <span class=xs>{s["tel"]}<br>{s["fin"]}</span></div><div class='s r'>{esc(c.pname(a))}<br>{c.rpps(a) if c.ch(0.5) else ""}</div></div><div class=fl style='margin-top:3mm'><div><b>{c.pick("PRESCRIPTION DE SOINS INFIRMIERS", "Ordonnance – soins infirmiers à domicile", "Soins infirmiers")}</b><p><br>Faire pratiquer par un(e) infirmier(e) D.E. à domicile, y compris dimanches et jours fériés :</p><ul><li>{c.pick("Pansement de la cicatrice un jour sur deux", "Injection sous-cutanée d’énoxaparine une fois par jour", "Surveillance tension et glycémie", "Ablation des fils le " + c.date(c.later(8, 15), "/"))}</li><li>{c.pick("Prélèvement NFS, plaquettes deux fois par semaine", "Bas de contention", "Préparation du pilulier hebdomadaire")}</li></ul><p>Pendant {c.pick("10 jours", "21 jours", "un mois")}.</p></div>{c.sticker()}</div>{c.relative_html()}<p class=r>Le {c.date(c.today, "/")} {c.scrawl()}</p>"""
    return c.page(body, fs=10.3, **A5)
