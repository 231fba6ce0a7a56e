"""Doctors of administrations and forms of insurances."""

import datetime as dt

from eval.examiners.correspondents.bodies import Body
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import comb, dest_block, doctor_stamp, layout, logo, scribble, shell, tick


@layout("pmi_certificat_enfant", "minor")
def pmi(d):
    """The examination of a child by the county's child welfare doctor."""
    r, senders = d.rng, d.ctx.senders
    dep = r.choice(["du Cher", "de l'Indre", "du Loir-et-Cher", "de la Nièvre"])
    s = senders.structure(r, f"PMI – Conseil départemental {dep}")
    doc, on = senders.doctor(r, "médecin de PMI"), d.day(2, 20)
    d.type("59283-2", "68817-6")
    d.act_date(on)
    mum = senders.names.family(r)
    rows = d.rows(
        ["birth", "first", "dob", "sex", "ins"], {"birth": r.choice(["Nom de l'enfant", "Nom de naissance", "NOM"])}
    )
    hand = r.random() < 0.4
    pen = (lambda t: f"<span class=hw>{t}</span>") if hand else (lambda t: f"<b>{t}</b>")
    a = d.p.age(on)
    body = f"""<div class=fl><div><b>{d.structure(s)}</b><br><span class=s>Centre de PMI, {esc(s.street)}, {s.cp} {esc(s.town)}<br>{s.tel}</span></div><div>{logo(r, 15, "#d08a1d")}</div></div><h3 class=c style='border:1pt solid #d08a1d;padding:1.5mm'>{r.choice(["CERTIFICAT DE SANTÉ – EXAMEN DE L'ENFANT", "Compte rendu d'examen de l'enfant en PMI", "Bilan de santé de l'enfant"])}</h3><div class=box><b>Enfant</b><table>{"".join(f"<tr><td style='width:40mm;padding:.6mm'>{x}</td><td>{pen(v)}</td></tr>" for x, v in rows)}</table></div>
    <div class=box style='margin-top:2mm'><b>Famille</b><br>Mère : {pen(d.fam(mum) + " " + senders.names.first(r, "F", 1990))}, {r.choice(["aide-soignante", "sans profession", "enseignante", "caissière"])} – {r.randint(22, 41)} ans<br>Père : {pen(d.fam(d.p.birth_name) + " " + senders.names.first(r, "M", 1990))} – Fratrie : {r.randint(0, 4)}<br>Téléphone : {pen(d.p.phone)}</div><p>Examen du {pen(d.doc_date(on, "slash"))} – âge : {d.age_txt(on)}</p>
    <table border=1 cellpadding=3 style='width:100%'><tr><td>Poids {pen(str(r.randint(4, 12) if a < 2 else r.randint(12, 45)) + "," + str(r.randint(0, 9)) + " kg")}</td><td>Taille {pen(str(r.randint(55, 85) if a < 2 else r.randint(86, 150)) + " cm")}</td><td>PC {pen(str(r.randint(38, 53)) + " cm")}</td><td>IMC {pen(str(r.randint(14, 20)))}</td></tr><tr><td colspan=2>Vision : {pen(r.choice(["normale", "strabisme à contrôler", "10/10 ODG"]))}</td><td colspan=2>Audition : {pen(r.choice(["normale", "à contrôler", "otoémissions présentes"]))}</td></tr><tr><td colspan=4>Développement : {pen(r.choice(["tient assis, babille", "marche acquise à 13 mois", "langage pauvre, orthophonie", "associe deux mots", "acquisitions conformes à l&rsquo;âge", "retard moteur modéré, CAMSP sollicité", "dessine un bonhomme", "propreté acquise"]))}</td></tr><tr><td colspan=4>Vaccins : {pen("DTP-Hib-HepB le " + d.d(max(d.before(on, 30, 120), d.p.birth_date + dt.timedelta(days=60) if d.p.birth_date + dt.timedelta(days=60) < on else on)) + ", ROR " + r.choice(["à faire", "fait", "une dose"]))}</td></tr></table>
    <p>Orientation : {pen(r.choice(["pédiatre hospitalier", "consultation ORL", "suivi simple", "ophtalmologiste", "CAMSP", "pneumopédiatre", "diététicienne", "médecin traitant"]))}</p><div class=r>{d.author(doc, given="full")}, médecin de PMI{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.4 else ""}<br>{scribble(r)}</div>"""
    return shell(d, "", body, d.font_sans, 10.5)


@layout("cmp_psychiatrie", "adult")
def cmp(d):
    """A psychiatric centre's letter or synthesis."""
    r, senders = d.rng, d.ctx.senders
    est = r.choice(
        ["Centre Hospitalier George-Sand", "EPSM du Val d'Indre", "Centre Hospitalier Spécialisé La Chapelle"]
    )
    s = senders.structure(r, est)
    doc, on = senders.doctor(r, "psychiatrie"), d.day(2, 18)
    to = r.choice(senders.hosp_doctors)
    b = Body(d, on, key="dep")
    kind = r.choice(["cs", "synth"])
    d.type(*(["11488-4"] if kind == "cs" else ["68599-0"]))
    seen = d.before(on, 0, 4)
    if kind == "cs":
        d.act_date(seen)
    else:
        d.skip("act_date")
    idt = r.choice(
        [
            f"Concernant : {d.full(civ=True)}, {d.born()}",
            f"<b>{d.full(civ=True)}</b><br>{d.born()}<br>{esc(d.p.address)}",
            f"Nos réf. {r.randint(100, 999)}/26 – {d.full(civ=True)}, {d.born()}",
        ]
    )
    body = f"""<div style='display:flex'><div style='width:62mm' class=s>{logo(r, 16)}<br><b>{d.structure(s)}</b><br>Pôle de psychiatrie {r.choice(["Nord", "adulte", "du Bocage"])}<br>Secteur 18G0{r.randint(1, 6)}<br><b>CMP {r.choice(["Les Tilleuls", "Henri-Ey", "Colombier"])}</b><br>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>{s.tel}{"<br>FINESS " + d.finess(s) if r.random() < 0.35 else ""}<br><br>Chef de pôle : {d.name_of(senders.doctor(r))}<br>Cadre : {d.fam(senders.names.family(r))}</div><div><p>{esc(s.town)}, le {d.doc_date(on, "long")}</p><p>{dest_block(d, [to])}</p></div></div><p style='margin-top:6mm'>{idt}{"<br>" + d.ins_line() if d.want_ins else ""}</p>{"<h3 class=c>" + r.choice(["Synthèse psychiatrique", "SYNTHÈSE DE SUIVI PSYCHIATRIQUE"]) + "</h3>" if kind == "synth" else ""}<p>Cher confrère,</p>
    <p class=j>{("J&rsquo;ai reçu en consultation le " + d.d(seen) + " " + d.mention() + " pour " + b["motif"] + ".") if kind == "cs" else (d.mention() + " est suivi" + d.e() + " au CMP depuis le " + d.d(d.before(on, 200, 1500)) + ".")} {b["hist"]}</p><p class=j>{b["exam"]}</p><p class=j>Antécédents : {", ".join(b["atcd"])}.</p><p>Traitement : {" ; ".join(b["ttt"])}.</p><p class=j>{b["concl"]} {b["cat"]}</p><p>{r.choice(["Bien confraternellement", "Cordialement"])},</p><div style='margin-left:80mm'>{d.author(doc, given="full")}<br>{r.choice(["Praticien hospitalier", "Psychiatre"])}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r)}</div>"""
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]))


@layout("medecine_travail", "worker")
def occupational(d):
    """An occupational physician's letter."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "APST 18 – Service de prévention et de santé au travail",
                "SISTEL Santé au Travail",
                "AMICALE SPST de {t}",
                "Santé Travail Sologne",
            ]
        ),
    )
    doc, on = senders.doctor(r, "médecine du travail"), d.day(2, 20)
    d.type("96349-6", "89601-9", "11488-4")
    to = r.choice(senders.hosp_doctors)
    b = Body(d, on, allow=["epi", "pr", "asthme", "fa", "dep", "pneumo", "pyelo", "vesicule"])
    rows = d.rows(["birth", "used", "first", "dob"])
    d.act_date(on)
    body = f"""<div class=fl><div>{logo(r, 15)}<br><b>{d.structure(s)}</b><br><span class=s>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>{s.tel}</span></div><div>{d.author(doc, given="full")}<br>Médecin du travail{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}</div></div><p style='margin-left:90mm'>{dest_block(d, [to])}</p><p style='margin-left:90mm'>Le {d.doc_date(on)}</p><table style='border-left:3pt solid #888;margin:4mm 0'>{"".join(f"<tr><td style='padding:.3mm 3mm'>{a}</td><td><b>{v}</b></td></tr>" for a, v in rows)}<tr><td style='padding:.3mm 3mm'>Entreprise</td><td>{r.choice(["MBDA France", "Michelin", "La Poste", "Mairie", "SNCF Réseau", "Clinique vétérinaire"])}</td></tr><tr><td style='padding:.3mm 3mm'>Poste</td><td>{r.choice(["opérateur de production", "conducteur d&rsquo;engins", "aide à domicile", "soudeur", "secrétaire", "cariste", "boulanger", "agent d&rsquo;entretien"])}</td></tr></table>{"<p class=s>" + d.ins_line() + "</p>" if d.want_ins else ""}<p>Cher confrère,</p>
    <p class=j>J'ai reçu ce jour {d.mention()} en visite {r.choice(["de reprise", "de pré-reprise", "périodique", "à la demande de l'employeur"])}. Je vous l'adresse pour {r.choice(["avis", "bilan", "avis spécialisé"])} : {b["motif"]}. {b["hist"]}</p><p class=j>{r.choice(["Exposition au bruit (86 dB) et aux solvants.", "Travail posté en 3 x 8.", "Port de charges supérieures à 25 kg.", "Conduite de véhicules, travail en hauteur exclu.", "Poussières de farine.", "Exposition aux fumées de soudage.", "Travail sur écran.", "Contact avec le public."])} Un aménagement de poste est envisagé jusqu'au {d.d(d.after(on, 30, 120))}.</p><p>Avec mes remerciements,</p><div style='margin-left:90mm'>{scribble(r)}<br>{d.name_of(doc)}</div>"""
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]))


@layout("mdph_certificat", "adult")
def mdph(d):
    """The medical certificate of a request for disability rights, with combs."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = senders.town_doctor(r), senders.structure(r, ""), d.day(3, 22)
    d.type("89601-9", "CERT_DECL")
    b = Body(d, on)
    rows = d.rows(["birth", "used", "firsts", "dob", "addr"])
    hand = r.random() < 0.45
    pen = (lambda t: f"<span class=hw>{t}</span>") if hand else (lambda t: f"<b>{t}</b>")
    num = f"N° de sécurité sociale : {comb(d.p.ins[:13] + ' ' + d.p.ins[13:], 4.2)}<br>" if d.want_ins else ""
    d.want_ins = False
    d.skip("ins", "act_date", "structure_name", "recipients")
    q = "".join(
        f"<tr><td style='border:.4pt solid #999;padding:.6mm 2mm'>{x}</td>"
        + "".join(f"<td style='border:.4pt solid #999' class=c>{tick(i == k)}</td>" for i in range(4))
        + "</tr>"
        for x, k in [
            (y, r.randint(0, 3))
            for y in [
                "Marcher",
                "Se déplacer à l'extérieur",
                "Préhension main dominante",
                "Faire sa toilette",
                "S'habiller",
                "Manger des aliments préparés",
                "Gérer ses traitements",
                "Orientation dans le temps",
            ]
        ]
    )
    body = f"""<div class=fl><div style='font-size:1.6em;color:#27a'><b>mdph</b></div><div class=r><b>CERTIFICAT MÉDICAL</b><br><span class=s>à joindre à votre demande à la MDPH – cerfa n° 15695*01</span></div></div><div style='background:#e6f0f7;padding:1mm 2mm;margin-top:3mm'><b>{r.choice(["Identité de la personne", "La personne concernée", "Informations sur le patient"])}</b></div><table style='width:100%'>{"".join(f"<tr><td style='width:50mm;padding:1mm 2mm'>{a}</td><td style='border-bottom:.4pt solid #aaa'>{pen(v)}</td></tr>" for a, v in rows)}</table><p style='margin:1mm 2mm'>{num}</p><div style='background:#e6f0f7;padding:1mm 2mm'><b>Pathologie motivant la demande</b></div><p class=j style='margin:1mm 2mm'>{pen(b["concl"])}<br>Histoire : {b["hist"]}<br>Antécédents : {", ".join(b["atcd"])}</p><div style='background:#e6f0f7;padding:1mm 2mm'><b>Traitements</b></div><p style='margin:1mm 2mm'>{", ".join(b["ttt"])}</p><div style='background:#e6f0f7;padding:1mm 2mm'><b>Retentissement</b> (A sans difficulté, B avec difficulté, C avec aide, D non réalisé)</div><table style='width:100%'><tr class=c><td></td><td class=c>A</td><td class=c>B</td><td class=c>C</td><td class=c>D</td></tr>{q}</table>
    <div class=fl style='margin-top:3mm'><div>Fait à {esc(s.town)}, le {pen(d.doc_date(on, "slash"))}</div><div>{doctor_stamp(d, doc, s)}{scribble(r, 26, 10)}</div></div>"""
    return shell(d, "", body, d.font_sans, 9.5, "12mm 14mm")


@layout("unite_penitentiaire", "worker")
def prison(d):
    """The letter of a doctor who works in a prison."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Unité sanitaire en milieu pénitentiaire – Centre de détention de Châteauroux",
                "USMP de la Maison d'arrêt de Bourges",
                "Unité sanitaire – Maison centrale de Saint-Maur",
            ]
        ),
    )
    doc, on, to = senders.doctor(r), d.day(1, 10), r.choice(senders.hosp_doctors)
    b = Body(d, on)
    d.type("96349-6", "11488-4")
    d.skip("act_date")
    ext = d.after(d.ctx.received, 2, 20)
    body = f"""<div style='border:1.5pt solid #333;padding:3mm' class=c><b>{d.structure(s)}</b><br><span class=s>{s.cp} {esc(s.town)} – {s.tel} – fax {s.fax}</span></div><p class=r>le {d.doc_date(on, "slash")}</p><p>À : {d.recipient(to)} – {to.spec} – {esc(senders.hospital)}</p><p><b>{r.choice(["Demande de consultation (extraction médicale)", "Lettre d'adressage – SECRET MÉDICAL", "Courrier d'accompagnement sous pli fermé"])}</b></p><p>{r.choice(["Patient", "Identité"])} : <b>{d.full(civ=True, order="nf")}</b>, {d.born()}<br>{d.ins_line()}<br>Écrou : {r.randint(1000, 99999)} – niveau d'escorte {r.randint(1, 3)}</p><p>{r.choice(["Chère consœur, cher confrère", "Cher confrère"])},</p><p class=j>Merci de recevoir {d.mention()}, {r.choice(["détenu", "incarcéré"]) + d.e()} depuis {b.fill("{an}")}, pour {b["motif"]}.</p><p class=j>{b["hist"]}</p><p>ATCD : {" – ".join(b["atcd"])}.</p><p>{b["exam"]}</p><p>TTT : {" / ".join(b["ttt"])}</p><p>Extraction programmée le {d.d(ext)} : ne pas communiquer la date {r.choice(["au patient", "à l'intéressé" + d.e()])} ni à la famille.</p><div style='margin-left:80mm'>{d.author(doc, given="full")}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r)}</div>"""
    return shell(d, "", body, r.choice([d.font_sans, d.font_mono]), r.choice([10, 10.5]))


@layout("protocole_ald", "adult")
def ald(d):
    """The care protocol of a long-term illness."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = senders.town_doctor(r), senders.structure(r, ""), d.day(2, 25)
    b = Body(d, on)
    d.type("PROT_ALD")
    rows = d.rows(["birth", "used", "first", "dob", "addr"])
    num = (
        f"<tr><td>Numéro d'immatriculation</td><td>{comb(d.p.ins[:13] + ' ' + d.p.ins[13:], 4.2)}</td></tr>"
        if d.want_ins
        else ""
    )
    d.want_ins = False
    d.skip("ins", "act_date", "structure_name", "recipients")

    def tr(a, v):
        return f"<tr><td style='border:.5pt solid #557;padding:1.2mm;width:55mm'>{a}</td><td style='border:.5pt solid #557;padding:1.2mm'>{v}</td></tr>"

    body = f"""<div class=fl><div><b>l'Assurance Maladie</b><br><span class=xs>CPAM du Cher – échelon local du service médical</span></div><div class=r><b style='font-size:1.25em'>{r.choice(["Protocole de soins", "PROTOCOLE DE SOINS – ALD"])}</b><br><span class=xs>article L. 324-1 du code de la sécurité sociale – 11626*04</span></div></div><p><b>{r.choice(["Identification du bénéficiaire", "Bénéficiaire des soins", "Patient et assuré"])}</b></p><table style='width:100%'>{"".join(tr(a, "<b>" + v + "</b>") for a, v in rows)}{num}</table><p><b>Affection(s)</b></p><table style='width:100%'>{tr("Diagnostic", b["concl"])}{tr("Date présumée du début", b.fill("{d2}"))}{tr("Arguments cliniques et paracliniques", b["exam"] + " " + b["bio"])}{tr("Projet thérapeutique", " ; ".join(b["ttt"]))}{tr("Suivi prévu", r.choice(["consultation trimestrielle, bilan biologique semestriel", "cardiologue une fois par an, ECG", "imagerie annuelle, consultation spécialisée", "infirmière et podologue, fond d&rsquo;œil annuel"]))}</table><div class=fl style='margin-top:4mm'><div><b>Médecin {r.choice(["traitant", "qui établit le protocole"])}</b><br>{doctor_stamp(d, doc, s)}<br>Date : {d.doc_date(on, "slash")}</div><div class=s style='width:60mm'><b>Avis du médecin conseil</b><br>{tick(r.random() < 0.5)} favorable {tick(False)} défavorable<br>jusqu'au {d.d(d.after(on, 900, 1800))}<br>Dr {d.fam(senders.names.family(r))}</div></div><p class=xs>Le patient signe : {scribble(r, 22, 8)}</p>"""
    return shell(d, "", body, d.font_sans, 9.5, "13mm 15mm")


@layout("portail_teleconsultation", "adult")
def portal(d):
    """A print from a patient or professional web portal."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(r, r.choice(["Télédoc Centre", "MédiVisio Berry", "Cabinet de télémédecine du Pont"]))
    doc, on = senders.town_doctor(r), d.day(1, 10)
    b = Body(d, on)
    d.type("85208-7", "11488-4")
    d.act_date(on)
    hh = f"{r.randint(8, 20)}:{r.randint(10, 59)}"
    printed = d.ctx.received
    rows = d.rows(["birth", "used", "first", "dob", "sex", "ins"])
    kv = "".join(
        f"<div style='display:inline-block;width:32%;margin-bottom:2mm'><span class=xs style='color:#888'>{a.upper()}</span><br>{v}</div>"
        for a, v in rows
    )

    def card(t, c):
        return f"<div style='border:.5pt solid #ddd;border-radius:2mm;padding:2.5mm;margin:2.5mm 0'><span style='color:#06c'><b>{t}</b></span><br>{c}</div>"

    body = f"""<div style='background:#0b5cad;color:white;padding:3mm' class=fl><b>{d.structure(s)}</b><span>Espace professionnel ▾</span></div>{card("Patient", kv)}{card(r.choice(["Compte rendu de téléconsultation", "Compte rendu de télémédecine"]), f"Réalisée le {d.doc_date(on, r.choice(['slash', 'full']))} à {hh} · durée {r.randint(6, 25)} min · {d.author(doc, given='full')} {'(RPPS ' + d.author_rpps(doc) + ')' if r.random() < 0.6 else ''}")}{card("Motif", b["motif"])}{card("Observation", b["hist"] + " " + r.choice(["Examen limité par la vidéo.", "Patient installé avec une infirmière assistante." if d.p.sex == "M" else "Examen assisté par une infirmière."]))}{card("Antécédents", ", ".join(b["atcd"]))}{card("Ordonnance", "<br>".join(b["ttt"]))}{card("Conclusion", b["concl"] + " " + b["cat"])}<p class=xs>Document partagé avec : {d.recipient(r.choice(senders.hosp_doctors))}, {esc(senders.hospital)}</p>"""
    if "Patient installé" in body:
        d.gendered = True
    return shell(
        d,
        "",
        body,
        r.choice(["Roboto", "Open Sans", "Lato"]),
        9.5,
        "14mm 12mm",
        f"@top-left{{content:'{printed.strftime('%d/%m/%Y')} 09:{r.randint(10, 59)}';font-size:7pt}} @top-right{{content:'Dossier – impression';font-size:7pt}} @bottom-left{{content:'https://pro.portail-sante.example/dossiers/{r.randint(10**5, 10**6)}';font-size:7pt}} @bottom-right{{content:counter(page) '/' counter(pages);font-size:7pt}}",
    )
