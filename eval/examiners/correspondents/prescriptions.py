"""What a town doctor prescribes or certifies."""

from eval.examiners.correspondents.bodies import Body
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import barcode, comb, doctor_stamp, layout, logo, scribble, shell, tick, ul


def script_head(d, doc, s, extra=""):
    """The letterhead of a prescription."""
    r = d.rng
    rp = f"{r.choice(['RPPS', 'N° RPPS', 'Id. RPPS'])} {d.author_rpps(doc)}" if r.random() < 0.75 else ""
    am = f"{s.cp[:2]} 1 {r.randint(10000, 99999)} {r.randint(0, 9)}"
    return f"<div><b style='font-size:1.15em'>{d.author(doc, given='full', inverted=False)}</b><br>{esc(doc.spec).capitalize()}<br>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>{s.tel}<br>{rp}{'<br>AM ' + am if r.random() < 0.5 else ''}{extra}</div>"


def half_sheet(d):
    """A short prescription on half a sheet, for two papers laid together on the glass."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = senders.town_doctor(r), senders.structure(r, ""), d.day(1, 12)
    b = Body(d, on)
    d.type("57833-6")
    d.skip("act_date")
    body = f"""<div class=fl>{script_head(d, doc, s)}<div class=r>{esc(s.town)}, le {d.doc_date(on)}<br><br><b>{d.full(civ=True)}</b><br>{d.born()}</div></div><h3 class=c>Ordonnance</h3>{"".join(f'<p style="margin:1.5mm 0">{x}</p>' for x in b["ttt"][:4])}<div style='margin-left:110mm'>{scribble(r, 30, 10)}</div>"""
    return shell(d, "", body, d.font_sans, 9.5, "9mm 14mm")


@layout("ordonnance_ville", "any")
def prescription(d):
    """A town doctor's prescription: drugs, nursing, exercise, analyses or imaging, on A4 or A5."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = senders.town_doctor(r), senders.structure(r, ""), d.day(1, 20)
    b = Body(d, on)
    kind = (
        r.choice(["med", "med", "ald", "inf", "kine", "bio", "img"])
        if not d.child()
        else r.choice(["med", "med", "bio"])
    )
    d.skip("act_date")
    head = script_head(d, doc, s)
    idt = r.choice(
        [
            f"<b>{d.full(civ=True)}</b><br>{d.born()}",
            f"Pour : <b>{d.full(civ=True)}</b>{' – ' + d.born()}",
            f"{d.full(civ=False)}<br>{d.born()} – {r.randint(50, 98) if not d.child() else r.randint(8, 40)} kg",
        ]
    )
    if d.want_ins:
        idt += "<br><span class=s>" + d.ins_line() + "</span>"
    items = {
        "inf": [
            "Faire pratiquer par une infirmière diplômée d'État, à domicile, tous les jours dimanches et fériés compris :",
            r.choice(
                [
                    "pansement d'ulcère de jambe avec compression, pendant 30 jours",
                    "injection sous-cutanée d'énoxaparine 4 000 UI, 28 jours, et NFS deux fois par semaine",
                    "préparation du pilulier et surveillance de la prise, 3 mois",
                    "toilette et surveillance de la tension, 2 mois",
                    "ablation des agrafes le " + d.d(d.after(on, 5, 12)),
                ]
            ),
        ],
        "kine": [
            r.choice(
                [
                    "20 séances de rééducation de l'épaule droite, à domicile si besoin",
                    "Kinésithérapie respiratoire de désencombrement, 10 séances",
                    "Rééducation à la marche et travail de l'équilibre, 30 séances à domicile",
                    "15 séances de rééducation du rachis lombaire, massages et gainage",
                    "Rééducation du genou gauche après arthroscopie, 20 séances",
                    "Drainage lymphatique du membre supérieur, 12 séances",
                ]
            )
        ],
        "bio": [
            "Faire pratiquer au laboratoire :",
            r.choice(["NFS, CRP, ferritine", "NFS, plaquettes, TP, TCA (préopératoire)", "IgE totales, Phadiatop"])
            if d.child()
            else r.choice(
                [
                    "NFS, plaquettes, CRP, ionogramme, créatinine",
                    "HbA1c, microalbuminurie, EAL, créatinine avec DFG",
                    "TSH, T4L, ferritine, vitamine D",
                    "INR deux fois par semaine pendant un mois",
                    "ECBU, créatinine",
                    "NT-proBNP, kaliémie, troponine",
                    "bilan hépatique complet, TP, alphafœtoprotéine",
                ]
            ),
        ],
        "img": [
            r.choice(
                [
                    "Radiographie du genou droit face, profil, défilé en charge",
                    "Échographie abdominale",
                    "Scanner thoracique sans injection, contrôle de nodule",
                    "IRM lombaire : lombosciatique L5 gauche rebelle",
                    "Ostéodensitométrie",
                    "Échographie-doppler veineuse des membres inférieurs",
                ]
            ),
            "Contexte : " + b["motif"] + ".",
        ],
    }
    d.type(
        *{
            "med": ["57833-6"],
            "ald": ["57833-6"],
            "inf": ["PRESC-INF", "57832-8"],
            "kine": ["PRESC-KINE", "57832-8"],
            "bio": ["PRESC-BIO"],
            "img": ["55115-0"],
        }[kind]
    )
    title = {
        "med": r.choice(["ORDONNANCE", "", "Ordonnance"]),
        "ald": "",
        "inf": r.choice(["ORDONNANCE – soins infirmiers", "Ordonnance"]),
        "kine": r.choice(["Ordonnance", "ORDONNANCE DE KINÉSITHÉRAPIE"]),
        "bio": r.choice(["ORDONNANCE", "Analyses"]),
        "img": r.choice(["Demande d'examen d'imagerie", "ORDONNANCE – imagerie"]),
    }[kind]
    hw = r.random() < 0.18 and kind in ("kine", "bio", "inf", "img")
    tt = b["ttt"]
    if kind == "ald":
        k = max(1, len(tt) // 2)
        body_i = f"<div class=box style='margin-top:3mm'><div class='c s b'>Prescriptions relatives au traitement de l'affection de longue durée reconnue (liste ou hors liste)<br>(AFFECTION EXONÉRANTE)</div>{ul(tt[:k])}</div><div class=box style='margin-top:5mm'><div class='c s b'>Prescriptions SANS RAPPORT avec l'affection de longue durée<br>(MALADIES INTERCURRENTES)</div>{ul(tt[k:]) or ''}</div>"
    elif kind == "med":
        body_i = "".join(
            f"<p style='margin:3mm 0'>{x}<br><span class=s style='padding-left:6mm'>{r.choice(['QSP 1 mois', 'pendant 10 jours', 'à renouveler 2 fois', 'QSP 28 jours', 'traitement de 3 mois'])}</span></p>"
            for x in tt
        )
    else:
        body_i = "".join(f"<p style='margin:3mm 0' class={'hw' if hw else 'x'}>{x}</p>" for x in items[kind])
    sign = r.choice([scribble(r), doctor_stamp(d, doc, s, with_rpps=d.f["author_rpps"] is not None) + scribble(r)])
    half = r.random() < 0.35
    body = f"""<div class=fl>{head}<div class=r>{r.choice([barcode(r, 40, 8, doc.rpps if d.f["author_rpps"] else ""), "", logo(r, 12, "#777")])}</div></div><div style='margin:5mm 0 3mm 70mm'>{r.choice([esc(s.town) + ", le ", "Le ", "Date : "])}{d.doc_date(on)}</div><div style='{r.choice(["margin-left:70mm", "", "border:.5pt solid #999;padding:2mm"])}'>{idt}</div>
    <h3 class=c>{title}</h3>{body_i}<div style='margin-top:8mm;margin-left:80mm'>{sign}</div><p class=xs style='color:#555;margin-top:5mm'>Membre d'une association de gestion agréée, le règlement des honoraires par chèque est accepté. En cas d'urgence, appeler le 15.</p>"""
    return shell(
        d,
        "",
        body,
        r.choice([d.font_sans, d.font_serif]),
        paper="148mm 210mm" if half else "A4",
        margin="10mm 10mm" if half else "16mm 18mm",
        size=9 if half else None,
    )


@layout("certificat_medical", "any")
def certificate(d):
    """A medical certificate given to the patient."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = senders.town_doctor(r), senders.structure(r, ""), d.day(1, 20)
    d.type("89601-9", "CERT_DECL")
    d.skip("act_date")
    n = f"<b>{d.full(civ=True)}</b>, {d.born()}"
    if d.child():
        txt = r.choice(
            [
                f"avoir examiné ce jour {n}, et n'avoir pas constaté de contre-indication à la pratique du judo et de la natation en compétition.",
                f"que l'état de santé de {n}, nécessite une éviction de la collectivité jusqu'au {d.d(d.after(on, 3, 8))} inclus.",
                f"que {n}, doit être dispensé{d.e()} d'éducation physique pour une durée de trois semaines à compter du {d.d(on)}.",
                f"que {n}, présente une allergie alimentaire à l'arachide nécessitant une trousse d'urgence.",
            ]
        )
        d.gendered = True
    else:
        d.gendered = True
        txt = r.choice(
            [
                f"avoir constaté que {n}, présente une altération de ses facultés ne lui permettant pas de se déplacer sans l'aide d'un tiers.",
                f"que l'état de santé de {n}, nécessite la présence d'une tierce personne plusieurs heures par jour.",
                f"avoir examiné {n}, et n'avoir pas constaté ce jour de signe clinique contre-indiquant la pratique de la marche nordique.",
                f"que {n}, est à jour de ses vaccinations obligatoires.",
                f"avoir examiné {n}, qui déclare avoir été victime de coups le {d.d(d.before(on, 1, 3))}. Je constate : ecchymose de 4 cm de la face externe du bras gauche, dermabrasion du coude. Incapacité totale de travail : trois jours sous réserve de complications.",
                f"que {n}, est dans l'incapacité de se rendre à la convocation du {d.d(d.after(on, 3, 20))} pour raison médicale.",
                f"que l'état de santé de {n}, justifie une cure thermale, orientation rhumatologie.",
                f"que {n}, présente une affection stabilisée compatible avec un séjour en résidence autonomie.",
            ]
        )
    ins = f"<p class=s>{d.ins_line()}</p>" if d.want_ins else ""
    frame = r.random() < 0.4
    body = f"""<div class=fl>{script_head(d, doc, s)}<div></div></div><h2 class=c style='letter-spacing:2px;margin:14mm 0 10mm'>{r.choice(["CERTIFICAT MÉDICAL", "CERTIFICAT", "Certificat médical"])}</h2><div class={"box" if frame else "x"} style='line-height:1.9'><p class=j>Je soussigné{"e" if doc.sex == "F" else ""}, {d.name_of(doc)}, docteur en médecine, certifie {txt}</p>
    <p class=j>{r.choice(["Certificat établi à la demande de l'intéressé" + d.e() + " et remis en main propre pour servir et valoir ce que de droit.", "Fait pour valoir ce que de droit.", "Certificat remis en main propre à la famille."])}</p>{ins}</div><p style='margin:8mm 0 0 80mm'>{r.choice(["Fait à " + esc(s.town) + ", le ", esc(s.town) + ", le "])}{d.doc_date(on, r.choice(["long", "slash"]))}</p><div style='margin-left:80mm'>{doctor_stamp(d, doc, s, d.f["author_rpps"] is not None)}{scribble(r)}</div>"""
    return shell(d, "", body, r.choice([d.font_serif, d.font_sans]), r.choice([11, 12]), "18mm 20mm")


@layout("arret_travail", "worker")
def sick_leave(d):
    """The form of a sick leave, typed or filled in by hand."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = senders.town_doctor(r), senders.structure(r, "Cabinet médical"), d.day(1, 12)
    end = d.after(on, 4, 30)
    d.type("PRESC-AAT")
    p = d.p
    hand = r.random() < 0.4
    pen = (lambda t: f"<span class=hw>{t}</span>") if hand else (lambda t: f"<b>{t}</b>")
    if p.used_name and not d.used_only:
        nm = f"{r.choice(['nom de famille', 'nom de naissance'])} {pen(d.bn())} &nbsp; {r.choice(['nom d&rsquo;usage (facultatif)', 'suivi, s&rsquo;il y a lieu, du nom d&rsquo;usage'])} {pen(d.un())}"
    else:
        nm = f"nom et prénom {pen(d.single_name() + ' ' + d.fn())}"
    if p.used_name and not d.used_only:
        nm += f"<br>prénom {pen(d.fn())}"
    d.skip("ins")
    ss = p.ins and d.want_ins
    d.want_ins = False
    dob = d.dob(r.choice(["slash", "space"]))

    def row(a):
        return f"<div style='border-bottom:.4pt solid #bbb;padding:1.2mm 0'>{a}</div>"

    body = f"""<div class=fl style='border-bottom:2pt solid #3a6'><div><b>{r.choice(["avis d'arrêt de travail", "AVIS D'ARRÊT DE TRAVAIL", "arrêt de travail"])}</b><br><span class=xs>volet {r.choice(["1, à adresser au service médical", "2, à adresser à la caisse", "3, à conserver"])} – cerfa n° 10170*07</span></div><div>{tick(True)} initial &nbsp; {tick(False)} de prolongation</div></div>
    <h4 style='background:#dfeee3;padding:1mm 2mm;margin:3mm 0 1mm'>l'assuré{r.choice(["(e)", ""])}</h4>{row("numéro d&rsquo;immatriculation " + (comb(p.ins[:13] + " " + p.ins[13:], 4.3) if ss else comb(" ".join(["  " for _ in range(2)]), 4)))}{row(nm)}{row(("date de naissance " + (comb(dob) if not hand else pen(dob))) if dob else "date de naissance ...........................")}{row("adresse " + pen(esc(p.address)))}{row("employeur : " + pen(r.choice(["SARL Menuiserie du Cher", "Mairie de Levet", "Transports Rapides du Centre", "Intermarché", "SAS Fonderie Rosières", "Association ADMR"])))}
    <h4 style='background:#dfeee3;padding:1mm 2mm;margin:3mm 0 1mm'>les renseignements médicaux</h4>{row(f"Je prescris un arrêt de travail jusqu'au {pen(d.d(end, 'slash'))} inclus")}{row(f"{tick(True)} sorties autorisées à partir du {pen(d.d(on, 'slash'))} &nbsp; {tick(False)} sorties sans restriction d'horaire")}{row(f"{tick(False)} en rapport avec un état pathologique résultant de la grossesse")}{row("éléments d&rsquo;ordre médical : " + pen(r.choice(["lombosciatique L5 gauche", "syndrome anxio-dépressif réactionnel", "entorse de cheville droite", "suites de cholécystectomie", "grippe", "fracture du radius", "canal carpien opéré", "pneumopathie"])))}
    <div class=fl style='margin-top:4mm'><div>date {pen(d.doc_date(on, "slash"))}<br>identification du prescripteur<br>{doctor_stamp(d, doc, s)}</div><div>signature<br>{scribble(r)}</div></div>"""
    d.f["structure_name"] = None
    d.skip("structure_name", "act_date")
    return shell(d, "", body, d.font_sans, 10, "14mm 16mm")


@layout("bon_transport", "senior")
def transport(d):
    """The form that prescribes a transport."""
    r, senders = d.rng, d.ctx.senders
    doc, s, on = (
        senders.town_doctor(r),
        senders.structure(
            r,
            r.choice(
                [
                    "Maison de santé pluridisciplinaire des Deux Rivières",
                    "Cabinet médical du Centre",
                    "Clinique du Val Fleuri",
                ]
            ),
        ),
        d.day(1, 10),
    )
    d.type("57828-6")
    d.skip("act_date")
    trip = d.after(on, 1, 15)
    rows = d.rows(["birth", "used", "first", "dob", "addr"])
    hand = r.random() < 0.35
    cls = "hw" if hand else "b"
    d.skip("ins", "structure_name")
    ss = d.p.ins if (d.want_ins and d.p.ins) else ""
    d.want_ins = False
    fields = "".join(
        f"<tr><td style='padding:1.1mm 2mm;width:52mm'>{a}</td><td style='border-bottom:.4pt dotted #666' class={cls}>{v}</td></tr>"
        for a, v in rows
    )
    to = r.choice(
        [
            "hémodialyse",
            "consultation de chirurgie",
            "hospitalisation",
            "chimiothérapie en hôpital de jour",
            "radiothérapie",
            "contrôle orthopédique",
            "hôpital de jour gériatrique",
            "imagerie par IRM",
        ]
    )
    body = f"""<div class=c><b style='font-size:1.3em'>{r.choice(["Prescription médicale de transport", "PRESCRIPTION MÉDICALE DE TRANSPORT", "Demande de transport sanitaire"])}</b><br><span class=xs>n° 11574*10 – articles R. 322-10 et suivants du code de la sécurité sociale</span></div>
    <div class=box style='margin-top:3mm'><b>1. {r.choice(["Bénéficiaire", "Personne bénéficiaire du transport", "Identification du patient"])}</b><table style='width:100%'>{fields}{"<tr><td style='padding:1.1mm 2mm'>N° sécurité sociale</td><td>" + comb(ss[:13] + " " + ss[13:], 4.2) + "</td></tr>" if ss else ""}</table></div>
    <div class=box style='margin-top:2mm'><b>2. Motif</b><br>{tick(True)} entrée / sortie d'hospitalisation, soins : <span class={cls}>{to}</span><br>{tick(r.random() < 0.6)} ALD &nbsp; {tick(False)} accident du travail &nbsp; {tick(False)} maternité<br>Date du transport : <span class={cls}>{d.d(trip)}</span></div>
    <div class=box style='margin-top:2mm'><b>3. Mode</b><br>{tick(r.random() < 0.5)} ambulance &nbsp; {tick(True)} VSL ou taxi conventionné &nbsp; {tick(False)} moyens personnels<br>Départ : <span class={cls}>{r.choice(["domicile", "EHPAD", "structure de soins"])}</span> – Arrivée : <span class={cls}>{esc(senders.hospital)}</span><br>{tick(True)} aller-retour</div>
    <div class=box style='margin-top:2mm'><b>4. Prescripteur</b><div class=fl><div>{doctor_stamp(d, doc, s, r.random() < 0.8)}<br>Date : <span class={cls}>{d.doc_date(on, "slash")}</span></div><div>{"N° structure (FINESS) " + d.finess(s) if r.random() < 0.4 else ""}<br>{scribble(r)}</div></div></div><p class=xs>Quiconque se rend coupable de fraudes ou de fausses déclarations est passible de pénalités.</p>"""
    return shell(d, "", body, d.font_sans, 10, "14mm 16mm")
