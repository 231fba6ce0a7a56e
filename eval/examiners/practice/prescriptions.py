"""Prescriptions, transports, sick leaves and certificates, with the letterhead of who prescribes."""

import datetime as dt

from eval.examiners.practice import content
from eval.examiners.practice.context import layout
from eval.examiners.practice.houses import make_adeli
from eval.examiners.practice.page import logo, signature, table


def prescriber(c, *kinds):
    """A town doctor of the group, or a hospital doctor."""
    if not kinds and c.chance(0.6):
        return c.pool.msp, c.gp
    st = c.st(*(kinds or ("chu", "ch", "clinique", "cabinet")))
    return st, c.doctor(st, c.pick("cardiologie", "rhumatologie", "orthopédie", "diabétologie", "gériatrie"))


def rx_head(c, st, a):
    """Letterhead of a prescription, three shapes."""
    rp, fin = c.rpps(a, 0.7), c.finess(st, 0.35)
    k = c.rng.randrange(3)
    sp = a.spec.capitalize()
    if k == 0:
        return f"<table style='width:100%'><tr><td><b style='font-size:1.15em'>{a.full(c.rng)}</b><br>{sp}<br><span class=s>{rp}<br>N° AM {a.am}</span></td><td class=r>{st.name}<br><span class=s>{c.addr(st)}<br>{c.tel(st)}<br>{fin}</span></td></tr></table>"
    if k == 1:
        return f"<div class=c>{logo(c.rng, st.color, 30)}<br><b>{st.name}</b><br><span class=s>{c.addr(st, ' - ')} - {c.tel(st)} {fin}</span><br>{a.full(c.rng)} – {sp} <span class=s>{rp}</span></div><hr>"
    return f"<div style='border-left:4px solid {st.color};padding-left:4mm'>{a.full(c.rng, 'fg').upper() if c.chance(0.3) else a.full(c.rng)}<br>{sp}<br>{st.name}<br><span class=s>{c.addr(st, ', ')}<br>{rp} {fin}</span></div>"


def tampon(c, a, st):
    """The rubber stamp of a doctor, slightly askew."""
    if not c.chance(0.45):
        return ""
    ink = c.pick("#2b3f8c", "#3a3a3a", "#5b2a86")
    return f"<div style='display:inline-block;border:{c.pick('1.5px solid', '0px none')} {ink};color:{ink};font:8.5pt Liberation Sans;padding:1.5mm 3mm;text-align:center;transform:rotate({c.rng.randint(-6, 6)}deg)'>{a.title} {a.given} {a.family}<br>{a.spec.capitalize()}<br>{st.name}<br>{c.addr(st, ' ')}<br>{st.tel}</div>"


def rx(c, name, doc_type, lines, title, extra="", kinds=()):
    """A prescription: its head, its patient and its lines."""
    st, a = prescriber(c, *kinds)
    i = c.idn
    head = rx_head(c, st, a)
    who = c.pick(
        f"<p><b>{i.full()}</b><br>{i.born(c.date)} {', ' + str(c.rng.randint(48, 99)) + ' kg' if c.chance(0.3) else ''}<br>{i.ins_line()}</p>",
        f"<p style='margin-left:80mm'>{i.full()}<br>{i.born()}<br><span class=s>{i.ins_line()}</span></p>",
        f"<div class=box style='width:70%'>{i.full()} — {i.born()}<br>{i.ins_line()}</div>",
    )
    dm = (
        f"<div style='position:absolute;right:0;top:42mm'>{i.datamatrix(17)}</div>"
        if i.ins and i.ins == c.p.ins and c.chance(0.25)
        else ""
    )
    body = f"""{head}<p class=r style="margin-top:4mm">{c.pick(st.addr[2] + ", le ", "Le ", "Fait le ")}{c.dd(c.date)}</p>{who}{dm}<h1 class=c>{title}</h1>{lines}{extra}<div style="margin-left:95mm;margin-top:8mm">{tampon(c, a, st)}{signature(c.rng)}<br>{a.full(c.rng)}</div>"""
    return c.out(
        body,
        doc_type,
        a,
        st,
        None,
        drop=["act_date", "episode"],
        font=c.pick(c.sans, c.serif),
        size=c.pick(10, 11),
        foot=c.pick(
            "", "Membre d'une association agréée, règlement par chèque accepté", "En cas d'urgence composez le 15"
        ),
        paper=c.pick("A4", "A4", "A4"),
    )


@layout("ordonnance_medicaments", weight=1.6)
def ordo(c):
    """Drugs."""
    ms = c.meds()
    bullet = c.pick("– ", "• ", "", "1) ")
    lines = "".join(
        f"<p><b>{bullet if bullet != '1) ' else str(k + 1) + ') '}{m}</b><br>&nbsp;&nbsp;&nbsp;{p}</p>"
        for k, (m, p) in enumerate(ms)
    )
    if c.chance(0.25):
        lines = f"<div class=box><p class='s c'>Prescriptions relatives au traitement de l'affection de longue durée reconnue (AFFECTION EXONÉRANTE)</p>{lines}</div><div class=box style='margin-top:3mm'><p class='s c'>Prescriptions SANS RAPPORT avec l'affection de longue durée</p><p>{c.meds(2)[0][0]} : si besoin</p></div>"
    return rx(
        c,
        "m",
        "57833-6",
        lines,
        c.pick("ORDONNANCE", "Ordonnance", "Prescription médicale"),
        c.pick("", "<p>À renouveler une fois.</p>", "<p class=s>Non substituable : sans objet. QSP un mois.</p>"),
    )


@layout("ordonnance_kinesitherapie")
def ordo_kine(c):
    """Physiotherapy."""
    t = c.pick(
        "Rééducation du genou droit après prothèse totale : gain d'amplitude, travail du quadriceps, reprise de la marche.",
        "Massages et rééducation du rachis lombaire, école du dos.",
        "Kinésithérapie respiratoire, désencombrement, à domicile si besoin.",
        "Rééducation de l'épaule gauche : mobilisation passive puis active aidée.",
        "Rééducation périnéale, dix séances.",
        "Prévention des chutes : équilibre et marche, à domicile.",
        "Drainage lymphatique du membre supérieur droit et contention.",
        "Rééducation vestibulaire.",
    )
    return rx(
        c,
        "k",
        ["PRESC-KINE", "57832-8", "57828-6"],
        f"<p>Faire pratiquer par un masseur-kinésithérapeute {c.rng.choice([10, 12, 15, 20])} séances :</p><p>{t}</p><p>{c.pick('Bilan-diagnostic à adresser en fin de série.', 'URGENT', 'Soins en rapport avec une ALD : non.', '')}</p>",
        c.pick(
            "Ordonnance de kinésithérapie", "PRESCRIPTION DE MASSO-KINÉSITHÉRAPIE", "Prescription de kinésithérapie"
        ),
    )


@layout("ordonnance_infirmier", who="old")
def ordo_ide(c):
    """Nursing."""
    t = c.pick(
        "Pansement quotidien de l'ulcère malléolaire gauche, dimanches et jours fériés compris, pendant un mois, détersion et hydrocellulaire.",
        "Injection sous-cutanée d'énoxaparine 4000 UI une fois par jour, 30 jours, et surveillance des plaquettes deux fois par semaine.",
        "Surveillance de la glycémie et injection d'insuline matin et soir, trois mois.",
        "Préparation hebdomadaire du pilulier et administration quotidienne, six mois.",
        "Ablation des fils au douzième jour, pansement tous les deux jours.",
        "Prélèvement sanguin à domicile : INR chaque semaine.",
        "Aide à la toilette, BSI à établir.",
        "Perfusion sous-cutanée de 500 mL de sérum physiologique la nuit, cinq jours.",
    )
    return rx(
        c,
        "i",
        ["PRESC-INF", "57832-8", "57828-6"],
        f"<p>Par infirmier(e) diplômé(e) d'État, à domicile :</p><p>{t}</p>",
        c.pick("PRESCRIPTION D'ACTES INFIRMIERS", "Ordonnance – soins infirmiers", "Prescription de soins infirmiers"),
    )


@layout("ordonnance_optique")
def ordo_opt(c):
    """Glasses."""
    st = c.st("cabinet", "clinique")
    a = c.doctor(st, "ophtalmologie")
    i = c.idn

    def row(e):
        return f"<tr><td>{e}</td><td>{c.pick('+', '-')}{c.rng.randint(0, 4)},{c.pick('00', '25', '50', '75')}</td><td>(-0,{c.pick('25', '50', '75')})</td><td>{c.rng.randint(1, 17) * 10}°</td><td>Add +{c.rng.randint(1, 2)},{c.pick('00', '25', '50')}</td></tr>"

    body = f"""{rx_head(c, st, a)}<p class=r>{c.pick("Le", "Date :")} {c.dd(c.date)}</p><p>{i.full()} {i.born()}</p><p>{i.ins_line()}</p><h1>{c.pick("Prescription de verres correcteurs", "ORDONNANCE – ÉQUIPEMENT OPTIQUE", "Ordonnance de lunettes")}</h1><table class=g style="width:90%"><tr><th>Vision de loin</th><th>Sph.</th><th>Cyl.</th><th>Axe</th><th>Vision de près</th></tr>{row("OD")}{row("OG")}</table><p style="margin-top:4mm">{c.pick("Verres progressifs, traitement antireflet.", "Deux équipements séparés.", "Verres unifocaux.")} Écart pupillaire {c.rng.randint(58, 67)} mm. {c.pick("Valable cinq ans, adaptation possible par l’opticien.", "Pas d’opposition au renouvellement avec adaptation.")}</p><div class=r>{signature(c.rng)}<br>{a.full(c.rng)}</div>"""
    return c.out(body, ["57833-6", "57828-6"], a, st, None, drop=["act_date", "episode"], font=c.sans, size=10.5)


@layout("prescription_transport", who="old")
def transport(c):
    """The form that prescribes a transport."""
    st, a = prescriber(c)
    i = c.idn

    def b(t, on):
        return f"<td>{'☒' if on else '☐'} {t}</td>"

    k = c.rng.randrange(3)
    make_adeli(c.rng, st.dep)  # drawn, and not printed by this form
    go = c.later()
    body = f"""<table style="width:100%;color:#8a1538"><tr><td><b>l'Assurance Maladie</b><br><span class=s>{c.pick("n° 11574*05", "cerfa n° 11574*04")}</span></td><td class=c><b>{c.pick("prescription médicale de transport", "PRESCRIPTION MÉDICALE DE TRANSPORT")}</b><br><span class=s>volet 1 – à conserver par le patient ou le transporteur</span></td></tr></table><div class=box style="border-color:#8a1538"><b style="color:#8a1538">Personne bénéficiaire</b>{table(i.pairs(sex=False, ipp=False), sep=" :")}<span class=s>Adresse : {i.p.addr[0]}, {i.p.addr[1]} {i.p.addr[2]}</span></div>
    <div class=box style="border-color:#8a1538;margin-top:2mm"><b style="color:#8a1538">Situation permettant la prise en charge</b><table><tr>{b("hospitalisation", k == 0)}{b("soins liés à une ALD", k == 1)}{b("transport en série", k == 2)}{b("accident du travail", False)}</tr></table></div><div class=box style="border-color:#8a1538;margin-top:2mm"><b style="color:#8a1538">Mode de transport</b><table><tr>{b("ambulance", k == 0)}{b("transport assis professionnalisé", k != 0)}{b("véhicule personnel", False)}</tr></table>Trajet : domicile → {c.st("chu", "clinique", "dialyse").name}, {c.pick("aller-retour", "aller")}. Transport prévu le {c.dd(go)}. Élément médical : {c.pick("déficience à la marche", "oxygénothérapie", "brancardage nécessaire", "chimiothérapie")}</div>
    <div class=box style="border-color:#8a1538;margin-top:2mm"><b style="color:#8a1538">Prescripteur</b><table style="width:100%"><tr><td>{a.full(c.rng)}<br>{a.spec}<br>{c.rpps(a, 0.7, "identifiant RPPS : ")}</td><td>{st.name}<br>{c.addr(st, " ")}<br>{c.finess(st, 0.4)} <span class=s>N° AM {a.am}</span></td><td>date : <b>{c.dd(c.date)}</b><br>{signature(c.rng)}</td></tr></table></div>"""
    return c.out(
        body,
        ["57828-6", "57832-8"],
        a,
        st,
        None,
        drop=["act_date", "episode"],
        font=c.pick("Liberation Sans", "Carlito", "FreeSans"),
        size=10,
    )


@layout("arret_de_travail", who="young")
def arret(c):
    """The form of a sick leave, typed or filled in by hand."""
    st, a = prescriber(c)
    i = c.idn
    end = c.date + dt.timedelta(days=c.rng.randint(3, 30))
    hand = c.chance(0.45)
    hf = c.pick("Comic Neue", "Humor Sans", "DkgHandwriting")
    pairs = i.pairs(sex=False, ipp=False)
    w = (
        (lambda t: f"<span style=\"font-family:'{hf}';color:#15327a;font-size:1.25em\">{t}</span>")
        if hand
        else (lambda t: f"<b>{t}</b>")
    )
    rows = "".join(f"<tr><td class=s>{k}</td><td>{w(v)}</td></tr>" for k, v in pairs)
    body = f"""<table style="width:100%"><tr><td style="color:#003a7d"><b>avis d'arrêt de travail</b><br><span class=s>{c.pick("cerfa 10170*07", "n° 10170*06")}</span></td><td class=r>{"☒" if c.chance(0.7) else "☐"} initial &nbsp; ☐ prolongation</td></tr></table><div class=box><b>l'assuré(e)</b><table>{rows}</table><span class=s>Adresse où le malade peut être visité : {i.p.addr[0]}, {i.p.addr[1]} {i.p.addr[2]}</span></div><div class=box style="margin-top:3mm"><b>l'employeur</b> : {c.pick("SARL Les Vergers", "Mairie", "Carrefour Market", "SAS Provence Bâtiment", "Lycée Mistral")}</div><div class=box style="margin-top:3mm"><b>les renseignements médicaux</b><p>Je soussigné(e), certifie avoir examiné la personne ci-dessus et prescris un arrêt de travail jusqu'au {w(c.dd(end))} inclus.</p><p>Motif : {w(c.pick("lombalgie aiguë", "grippe", "syndrome anxieux", "entorse de cheville", "suites opératoires", "gastro-entérite", "tendinopathie", "asthénie"))}</p><p>Sorties : ☒ autorisées sans restriction ☐ non autorisées</p></div><div class=box style="margin-top:3mm"><table style="width:100%"><tr><td>{a.full(c.rng)}<br>{st.name}<br>{c.addr(st, " ")}<br>{c.rpps(a, 0.7)} – AM {a.am}</td><td>Date : {w(c.dd(c.date))}</td><td>{signature(c.rng)}</td></tr></table></div>"""
    return c.out(
        body, "PRESC-AAT", a, st, None, drop=["act_date", "episode"], font=c.pick("Liberation Sans", "Carlito"), size=10
    )


@layout("certificat_medical", who="any")
def certificat(c):
    """A medical certificate."""
    st, a = prescriber(c)
    i = c.idn
    text = c.pick(
        "ne présente pas, à ce jour, de contre-indication cliniquement décelable à la pratique de {s} en compétition",
        "ne présente pas de contre-indication à la pratique de {s}",
        "présente un état de santé nécessitant l'éviction de la collectivité pour cinq jours",
        "est à jour des vaccinations obligatoires pour son âge",
        "présente une affection lui interdisant la pratique de l'éducation physique pendant trois semaines",
        "a été vu{e} ce jour et présente une ecchymose de 4 cm du bras gauche et une douleur à la palpation des côtes, l'incapacité totale de travail est de deux jours",
        "nécessite la présence d'un parent à ses côtés pendant trois jours",
        "est apte au port d'une charge légère et ne peut conduire plus d'une heure",
    ).format(s=c.pick("la natation", "la course à pied", "le rugby", "la danse", "le judo", "la pétanque"), e=i.e)
    body = f"""{rx_head(c, st, a)}<h1 class=c style="letter-spacing:2px">{c.pick("CERTIFICAT MÉDICAL", "Certificat médical")}</h1><p>Je soussigné{"e" if a.sex == "F" else ""}, {a.full(c.rng)}, certifie avoir examiné {i.full()}, {i.born() or "ce jour"}, et que ce{"tte" if i.p.sex == "F" and not i.child else "t"} {"patiente" if i.p.sex == "F" and not i.child else "enfant" if i.child else "intéressé"} {text}.</p><p>Certificat établi à la demande de {c.pick("l'intéressé", "la famille", "la personne concernée")} et remis en main propre pour faire valoir ce que de droit.</p><p>Fait à {st.addr[2]}, le {c.dd(c.date)}</p><div style="margin-left:90mm">{tampon(c, a, st)}{signature(c.rng)}<br>{a.full(c.rng)}</div>"""
    return c.out(
        body, ["89601-9", "CERT_DECL"], a, st, None, drop=["act_date", "episode"], font=c.pick(c.serif, c.sans), size=12
    )


@layout("prescription_biologie")
def presc_bio(c):
    """A prescription of analyses."""
    tests = c.rng.sample(
        [
            "NFS, plaquettes",
            "CRP",
            "Ionogramme, urée, créatinine, DFG",
            "Glycémie à jeun, HbA1c",
            "Cholestérol total, HDL, LDL, triglycérides",
            "TSH",
            "ASAT, ALAT, gamma-GT",
            "Ferritine",
            "Vitamine D",
            "ECBU",
            "PSA",
            "INR",
            "Rapport albuminurie/créatininurie",
        ],
        c.rng.randint(3, 7),
    )
    if c.p.sex == "F":
        tests = [t for t in tests if t != "PSA"]
    return rx(
        c,
        "b",
        ["PRESC-BIO"],
        "<p>Faire pratiquer au laboratoire, "
        + c.pick("à jeun", "avant la prochaine consultation", "tous les trois mois")
        + " :</p>"
        + "".join(f"<p>{c.pick('☐', '–')} {t}</p>" for t in tests),
        c.pick("PRESCRIPTION D'ANALYSES BIOLOGIQUES", "Ordonnance de biologie", "Examens de laboratoire à réaliser"),
    )


@layout("demande_imagerie")
def dem_img(c):
    """A request for imaging."""
    n, ind, *_ = c.rng.choice(content.IMG)
    return rx(
        c,
        "r",
        ["55115-0"],
        f"<p>{c.pick('Merci de réaliser', 'Examen demandé :')} <b>{n}</b></p><p>Renseignements cliniques : {ind} {c.case('rhumatologie', 'neurologie', 'pneumologie')[0]}. Question : {c.pick('lésion ?', 'thrombose ?', 'évolution ?', 'conflit ?')}</p><p>Allergie à l'iode : non. Créatinine du {c.dd(c.earlier())} : {c.rng.randint(55, 110)} µmol/L. Grossesse : non.</p>",
        c.pick("DEMANDE D'EXAMEN D'IMAGERIE", "Demande d'imagerie médicale", "Bon de demande de radiologie"),
    )


@layout("lettre_adressage", who="any")
def adressage(c):
    """A family doctor's letter to a specialist."""
    st, a = c.pool.msp, c.gp
    i = c.idn
    to = c.other()
    spec = "pédiatrie" if i.child else c.pick("cardiologie", "neurologie", "urologie", "gériatrie", "rhumatologie")
    m, h, e, _ = c.case(spec)
    body = f"""{rx_head(c, st, a)}<p style="margin-left:90mm">{to.full(c.rng)}<br>Service de {spec}</p><p class=r>Le {c.dd(c.date)}</p><p><b>{c.pick("Lettre d’adressage", "Courrier d’adressage", "Objet : adressage pour avis spécialisé")}</b></p><p>{c.pick(*content.SALUT)}</p><p>Je vous {c.pick("adresse", "confie", "remercie de recevoir")} {i.full()}, {i.born()}, pour {m.lower()}. {i.ins_line()}</p><p>{h}</p><p>À l'examen : {e}</p>{c.more() if not i.child else ""}<p>Antécédents : {", ".join(c.ants(2)) if not i.child else "né" + i.e + " à terme, aucun"}. {"Traitement : " + ", ".join(x[0] for x in c.meds(3)) + "." if not i.child else ""}</p>{c.relative()}<p>Merci de votre avis. {c.pick(*content.BYE)}</p><div class=r>{signature(c.rng)}<br>{a.full(c.rng)}</div>"""
    return c.out(
        body, ["96349-6"], a, st, [to.family], drop=["act_date", "episode"], font=c.pick(c.sans, c.serif), size=11
    )
