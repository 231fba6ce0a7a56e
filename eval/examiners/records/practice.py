"""Papers that a town doctor fills: prescriptions, notices, certificates. Other town papers: see town."""

from eval.examiners.records import content
from eval.examiners.records.names import capital, pick_family
from eval.examiners.records.page import hand, kv_lines, kv_table, layout, page
from eval.examiners.records.people import make_ins


def letterhead(c, spec, kind="gp"):
    """Town doctor's letterhead on the left; returns HTML. Only the doctor's name: the practice has no name of its own."""
    a = c.set_author(spec)
    c.set_org(kind, a)
    named = c.maybe(0.45) and "{}" not in c.org.name and not c.org.name.startswith("Cabinet du Docteur")
    if named:
        first = f"<b>{c.org_name()}</b><br>"
    else:
        first = ""
        c.drop("structure_name")
    rpps = c.rpps() if c.maybe(0.65) else ""
    am = (
        f"{c.one('N° AM', 'AM', 'N° Assurance maladie')} {c.org.postcode[:2]}1{c.rng.randint(10**5, 10**6 - 1)}"
        if c.maybe(0.5)
        else ""
    )
    extra = c.one(
        "Conventionné secteur 1",
        "Membre d'une association agréée, le règlement par chèque est accepté",
        "Sur rendez-vous",
        "Ancien interne des hôpitaux",
        "Ancien chef de clinique à la faculté",
    )
    return f"""{first}<b style="font-size:12.5pt;color:{c.hue}">{c.author_name()}</b><br>{c.one(spec.capitalize(), spec.upper())}<br><span style="font-size:8.5pt">{extra}<br>{c.org.street}<br>{c.org.postcode} {c.org.town}<br>Tél. {c.org.phone}{"<br>" + am if am else ""}{"<br>" + rpps if rpps else ""}</span>"""


@layout("ordonnance_simple", gap=None, weight=1.4)
def prescription(c):
    """Plain prescription of a town doctor, A5 or A4."""
    head = letterhead(c, c.one("médecine générale", "médecine générale", "cardiologie", "dermatologie", "rhumatologie"))
    c.f["doc_type"] = ["57833-6", "57828-6"]
    c.drop("act_date")
    name = c.name_line()
    dob = c.born(town=False)
    meds = c.many(content.MEDS, 2, 6)
    pairs = [(m.split(" :")[0], m.split(": ")[1]) for m in meds]
    lines = "".join(f"<p><b>{drug}</b><br>&nbsp;&nbsp;{dose}</p>" for drug, dose in pairs)
    body = f"""<div class="two"><div>{head}</div><div style="padding-top:18mm">{c.org.town}, le {c.dd()}</div></div><div style="margin:8mm 0 6mm 40mm"><b>{name}</b>{dob}<br>{c.ins_line()}{c.one("", "<br>Poids : " + str(c.rng.randint(52, 96)) + " kg" if not c.child else "", "")}</div>{c.datamatrix("18mm")}
<div style="margin-left:12mm;line-height:1.6">{lines}</div><p style="margin-left:12mm">{c.one("Qsp 1 mois", "QSP 3 mois", "Ordonnance à renouveler 2 fois", "Traitement pour 28 jours")}</p>{c.slot()}{c.sign(rpps=False, spec=False)}"""
    if c.maybe(0.35):
        c.size = 9
        return page(c, body, size="A5", margin="11mm 11mm 11mm 16mm")
    return page(c, body, footer=c.one("", "En cas d'urgence, appeler le 15"))


@layout("ordonnance_bizone", gap=None, ages=(30, 98))
def two_zone(c):
    """Two-zone prescription for long-term illness."""
    c.f["doc_type"] = ["57833-6", "57828-6"]
    c.drop("act_date")
    head = letterhead(c, c.one("médecine générale", "endocrinologie", "cardiologie", "pneumologie"))
    rows = c.rows("name", "dob") + c.ins_row()
    meds = c.many(content.MEDS, 4, 8)
    cut = c.rng.randint(1, len(meds) - 1)

    def lst(ms):
        return "".join(f"<p>{m}</p>" for m in ms)

    body = f"""<p style="text-align:right;font-size:8pt">{c.one("Articles L. 161-1, L. 322-3, L. 324-1 et R. 161-45 du code de la sécurité sociale", "cerfa n° 60-3937")}</p><h1 style="font-size:13pt;text-align:center;border:0.3mm solid #000">ORDONNANCE BIZONE</h1><div class="two"><div style="border:0.2mm solid #444;padding:2mm;width:82mm"><i style="font-size:7.5pt">Identification du prescripteur</i><br>{head}</div><div style="border:0.2mm solid #444;padding:2mm;width:82mm"><i style="font-size:7.5pt">Identification du patient</i><br>{kv_lines(rows)}<br>Date : {c.dd()}</div></div>
<div style="border-top:0.5mm solid #000;border-bottom:0.5mm solid #000;background:#eef3ee;text-align:center;margin:3mm 0;font-size:9pt">Prescriptions relatives au traitement de l'affection de longue durée reconnue (liste ou hors liste)<br>(AFFECTION EXONÉRANTE)</div><div style="min-height:60mm">{lst(meds[:cut])}</div>
<div style="border-top:0.5mm solid #000;border-bottom:0.5mm solid #000;background:#eee;text-align:center;margin:3mm 0;font-size:9pt">Prescriptions SANS RAPPORT avec l'affection de longue durée<br>(MALADIES INTERCURRENTES)</div><div style="min-height:35mm">{lst(meds[cut:])}</div>{c.slot()}<div style="text-align:right">{c.scribble()}</div>"""
    return page(c, body)


@layout("ordonnance_soins_ambulatoires", gap=None, ages=(5, 98), weight=1.3)
def care_prescription(c):
    """Physiotherapy, nursing or biology prescription; handwritten or typed body."""
    kind, pool, codes = c.one(
        ("kine", content.PHYSIO, ["PRESC-KINE", "57828-6", "57832-8"]),
        ("ide", content.NURSING, ["PRESC-INF", "57832-8", "57828-6"]),
        ("bio", content.BIO, ["PRESC-BIO", "57828-6"]),
        ("mat", content.SUPPLY, ["57833-6", "57828-6"]),
    )
    c.f["doc_type"] = codes
    c.drop("act_date")
    head = letterhead(c, c.one("médecine générale", "rhumatologie", "gériatrie", "chirurgie orthopédique"))
    written = c.maybe(0.4)
    name, born = c.name_line(), c.born(town=False)
    w = (lambda s: hand(c, s)) if written else (lambda s: s)
    items = c.many(pool, 1, 2) if kind in ("kine", "ide") else c.many(pool, 2, 5)
    intro = {
        "kine": "Faire pratiquer par un masseur-kinésithérapeute :",
        "ide": "Faire pratiquer par un(e) infirmier(ère) diplômé(e) d'État :",
        "bio": "Faire pratiquer au laboratoire les examens suivants :",
        "mat": "Prière de fournir :",
    }[kind]
    title = {
        "kine": c.one("Ordonnance de kinésithérapie", "ORDONNANCE", ""),
        "ide": c.one("Ordonnance de soins infirmiers", "ORDONNANCE"),
        "bio": c.one("Ordonnance de biologie", "Prescription d'analyses"),
        "mat": c.one("ORDONNANCE – matériel", "Ordonnance"),
    }[kind]
    body = f"""<div style="display:flex"><div style="width:70mm;text-align:center">{head}</div><div style="flex:1;text-align:right">{w("Le " + c.dd())}</div></div><h2 style="text-align:center">{title}</h2><p style="margin-top:8mm">{w(name + born)}</p><p>{c.ins_line()}</p><p style="margin-top:6mm">{w(intro)}</p>{"".join(f'<p style="margin-left:8mm">{w("- " + i)}</p>' for i in items)}
{("<p>" + w(c.one("À domicile.", "Urgent.", "En rapport avec une ALD.", "Non substituable.")) + "</p>") if c.maybe(0.4) else ""}{c.slot()}<div style="text-align:right;margin-top:10mm">{c.scribble(140, 55)}</div>"""
    c.drop("recipients")
    return page(c, body, size=c.one("A4", "A5"), margin="12mm 12mm 12mm 17mm")


@layout("specialiste_deux_colonnes", gap=(0, 6), ages=(18, 97), weight=1.3)
def specialist(c):
    """Specialist's letter with a two-column letterhead."""
    spec = c.one(*content.CONSULT)
    k = content.CONSULT[spec]
    head = letterhead(c, spec, "spec")
    mate = c.dr(c.doctor(spec=spec))
    c.f["doc_type"] = ["11488-4"]
    name, born = c.name_line(), c.born()
    to = c.addressee()
    ref = c.one("Réf. : ", "N/Réf. ", "") + f"{c.author.family[:2]}/{pick_family(c.rng)[:2].lower()}"
    e = "e" if c.p.sex == "F" else ""
    body = f"""<div class="two"><div>{head}</div><div style="text-align:right"><span style="font-size:9.5pt">{c.one("En association avec", "Cabinet partagé avec", "Remplaçant :")}<br>{mate}</span></div></div>
<div style="margin:8mm 0 0 95mm">{to}<br><br>{c.org.town}, le {c.dd("long")}</div><p style="font-size:8.5pt">{ref}</p>
<p>{c.one("Cher Confrère,", "Cher ami,", "Ma chère consœur,", "Cher confrère et ami,")}</p><p>{c.one("J’ai reçu", "J’ai examiné", "J’ai revu", "J’ai vu")} {c.one("en consultation le", "à mon cabinet le", "le")} {c.ad()} {c.one("votre patient" + e + ",", "")} {name}{born}{c.one(", pour avis.", ".", ", dans le cadre du suivi habituel.")}</p>{c.ins_line("<p>", "</p>")}
<p>{c.some(k["hist"], 2, 5)}</p>{c.extra(0, 4)}<p>{c.some(k["exam"], 2, 4)}</p><p><u>{c.one("Conclusion", "Au total", "Conduite à tenir")}</u> : {c.some(k["concl"], 2, 3)}</p>{c.slot()}<p>{c.one("Très amicalement.", "Bien cordialement à vous.", "Confraternellement.")}</p>{c.sign(rpps=False)}<p style="font-size:8pt">{c.copies(0, 1)}</p>"""
    return page(c, body)


@layout("adressage_manuscrit", gap=None, ages=(2, 98))
def referral(c):
    """Handwritten referral letter on a letterhead."""
    head = letterhead(c, "médecine générale")
    c.f["doc_type"] = ["96349-6"]
    c.drop("act_date")
    name, born = c.name_line(), c.born(town=False)
    em = c.one(*content.EMERGENCY)
    to = c.doctor()
    target = c.one("urg", "doc")
    if target == "doc":
        c.recip(to)
    txt = [
        c.one("Cher confrère,", "Chers confrères,", "Chère consœur,") if target == "doc" else "Chers confrères,",
        f"Je vous adresse {name}{born}, pour {em[0].lower()}.",
        em[1],
        c.one("Antécédents : ", "ATCD : ")
        + ", ".join(
            c.many(
                ["HTA", "diabète", "FA sous apixaban", "asthme", "cholécystectomie", "AVC en 2019", "aucun notable"],
                1,
                3,
            )
        )
        + ".",
        c.one("Dernier bilan le ", "Vu" + ("e" if c.p.sex == "F" else "") + " pour la dernière fois le ")
        + c.past(20)
        + ".",
        c.one(
            "Merci de votre avis.",
            "Merci de le prendre en charge." if c.p.sex == "M" else "Merci de la prendre en charge.",
            "Bilan et avis SVP.",
        ),
        c.one("Confraternellement.", "Bien à vous.", "Cordialement."),
    ]
    body = f"""<div class="two"><div>{head}</div><div style="padding-top:6mm">{hand(c, "Le " + c.dd())}<br><br>{hand(c, "Dr " + to.family) if target == "doc" else hand(c, "Service des urgences")}</div></div><div style="margin-top:10mm">{"".join(f'<p style="margin:3mm 0">{hand(c, t, 15)}</p>' for t in txt)}</div><p>{c.ins_line()}</p>{c.slot()}<div style="text-align:right">{c.scribble(150, 60)}</div>"""
    return page(c, body, size=c.one("A4", "A5", "A4"), margin="12mm 12mm 12mm 17mm")


@layout("certificat_medical", gap=None, ages=(4, 97))
def certificate(c):
    """Medical certificate."""
    head = letterhead(c, c.one("médecine générale", "médecine générale", "médecine du sport", "gériatrie"))
    c.f["doc_type"] = ["89601-9", "CERT_DECL"]
    c.drop("act_date", "recipients")
    title, text, options = c.one(*content.CERTS)
    if "contagieux" in text and c.p.sex == "F":
        text = text.replace("contagieux", "contagieuse")
    name = c.name_line()
    born = c.born()
    body = f"""<div>{head}</div><h1 style="text-align:center;margin:18mm 0 12mm;font-size:16pt;letter-spacing:0.5mm">{c.one(title.upper(), title)}</h1><p style="line-height:1.9">Je soussigné{"e" if c.author.sex == "F" else ""}, {c.one("Docteur", "Dr")} {c.author.given} {c.author.family}, certifie avoir examiné {c.one("ce jour", "aujourd’hui")} {name}{born}, et atteste que {c.one("cette personne", "l’intéressé" + ("e" if c.p.sex == "F" else ""))} {text.format(x=c.rng.choice(options))}{c.one(".", " pour une durée de " + str(c.rng.randint(2, 30)) + " jours.", ", valable un an.", " jusqu’au " + c.soon(30) + ".")}</p>{c.ins_line("<p>", "</p>")}{c.slot()}
<p style="line-height:1.9">{c.one("Certificat établi à la demande de l’intéressé(e) et remis en main propre", "Remis en main propre pour faire valoir ce que de droit", "Fait à sa demande")}.</p><p style="margin-top:8mm">{c.one("Fait à", "À")} {c.org.town}, le {c.dd()}</p>{c.sign()}"""
    return page(c, body)


@layout("arret_travail_form", gap=None, ages=(19, 64))
def sick_leave(c):
    """Sick-leave notice, boxed form."""
    a = c.set_author(c.one("médecine générale", "psychiatrie", "chirurgie orthopédique"))
    c.set_org("gp", a)
    c.f["doc_type"] = ["PRESC-AAT"]
    c.drop("act_date", "recipients", "structure_name", "ins")
    rows = c.rows("name", "dob") + c.rows("address")

    def cell(label, v, w="auto"):
        return f'<td style="width:{w}"><span style="font-size:7pt;color:{c.hue}">{label}</span><br>{v}</td>'

    def wide(label, v):
        return cell(label, v).replace("<td", "<td colspan=2")

    fill = (
        (lambda v: hand(c, v, 13)) if c.maybe(0.5) else (lambda v: f"<span style=\"font-family:'{c.mono}'\">{v}</span>")
    )
    end = c.soon(c.rng.randint(3, 45), "dmy/")
    ssn = c.p.ins or make_ins(c.rng, c.p.sex, c.p.birth_date, c.p.birth_place)
    initial = c.maybe(0.6)
    body = f"""<div class="two" style="color:{c.hue}"><div><b style="font-size:14pt">{c.one("avis d'arrêt de travail", "AVIS D'ARRÊT DE TRAVAIL", "Arrêt de travail – avis")}</b><br><span style="font-size:8pt">(art. L. 162-4-1, L. 321-1 du Code de la sécurité sociale)</span></div><div>{"☒" if initial else "☐"} initial &nbsp; {"☐" if initial else "☒"} de prolongation</div></div>
<p style="background:{c.hue};color:#fff;padding:0.7mm 2mm">l'assuré(e)</p><table class="grid" style="width:100%"><tr>{cell("n° d'immatriculation", fill(ssn))}{"".join(cell(x, fill(y)) for x, y in rows[:1])}</tr>{"".join(f"<tr>{wide(x, fill(y))}</tr>" for x, y in rows[1:])}<tr>{cell("employeur", fill(c.one("SARL ", "Ets ", "Mairie de ") + capital(pick_family(c.rng))))}{cell("téléphone", fill(c.phone()))}</tr></table>{c.slot()}
<p style="background:{c.hue};color:#fff;padding:0.7mm 2mm">les renseignements médicaux</p><p>Je, soussigné(e), certifie avoir examiné la personne désignée ci-dessus et prescris un arrêt de travail jusqu'au : {fill(end)} inclus.<br>Éléments d'ordre médical : {fill(c.one("lombalgie aiguë", "syndrome grippal", "état anxieux réactionnel", "entorse cheville", "suites opératoires", "gastro-entérite", "tendinopathie épaule", "asthénie"))}<br>Sorties : ☐ non autorisées &nbsp; ☒ autorisées à partir du {fill(c.soon(1, "dmy/"))}<br>Rapport avec une ALD : ☐ oui ☒ non &nbsp; Accident causé par un tiers : ☐ oui ☒ non, date : ..........</p>
<p style="background:{c.hue};color:#fff;padding:0.7mm 2mm">le praticien</p><table class="grid" style="width:100%"><tr>{cell("identification", c.author_name() + "<br>" + c.author.spec + "<br>" + c.org.postcode + " " + c.org.town + ("<br>" + c.rpps() if c.maybe(0.7) else ""), "60%")}{cell("date", fill(c.dd("dmy/")))}</tr><tr>{cell("signature", c.scribble(), "60%")}{cell("n° structure (AM, FINESS ou SIRET)", fill(str(c.org.finess)))}</tr></table><p style="font-size:7pt">Quiconque se rend coupable de fraude ou de fausse déclaration est passible de pénalités. Volet 1, à adresser au service médical – S3116-{c.rng.randint(1, 9)}</p>"""
    c.drop("structure_finess")
    return page(c, body, css=".grid td{padding:1.2mm 2mm}")


@layout("transport_form", gap=None, ages=(8, 98))
def transport(c):
    """Medical transport prescription with check boxes."""
    a = c.set_author(c.one("médecine générale", "oncologie", "néphrologie", "orthopédie"))
    c.set_org(c.one("ch", "gp", "clinic"), a)
    c.f["doc_type"] = ["57828-6", "57832-8"]
    c.drop("act_date", "recipients")
    rows = c.rows("name", "dob") + c.rows("address")
    rows += c.ins_row()

    def box(on, t):
        return f"{'☒' if on else '☐'} {t}"

    mode = c.rng.randint(0, 3)
    modes = "".join(
        f"<p>{box(i == mode, t)}</p>"
        for i, t in enumerate(
            [
                "Ambulance",
                "Transport assis professionnalisé (VSL, taxi)",
                "Transport en commun",
                "Moyen de transport individuel",
            ]
        )
    )
    body = f"""<h1 style="font-size:15pt;border-bottom:1mm solid {c.hue}">{c.one("PRESCRIPTION MÉDICALE DE TRANSPORT", "Prescription médicale de transport", "Prescription de transport sanitaire")}</h1><p style="font-size:8pt">Volet 1 – à conserver par le transporteur – cerfa n° 11574*{c.rng.randint(4, 9)}</p>
<h3>Personne bénéficiaire des soins</h3>{kv_table(rows)}{c.slot()}<h3>Déplacement prescrit</h3><p>Départ : domicile &nbsp; Arrivée : {c.one("CHU Dupuytren", "Hôpital de jour", "Centre de dialyse", "Clinique des Émailleurs")} &nbsp; {box(1, "aller")} {box(c.maybe(), "retour")}<br>Motif : {c.one(*content.RADIO_REASONS)} &nbsp;– rendez-vous du {c.soon(c.rng.randint(2, 25))}<br>Nombre de transports : {c.rng.randint(1, 30)} &nbsp; ALD : {box(1, "oui")} {box(0, "non")}</p>
<h3>Mode de transport</h3>{modes}<p>Justification : {c.one("déficience nécessitant l’aide d’une tierce personne", "position allongée", "fauteuil roulant", "asepsie")}</p><h3>Prescripteur</h3><p>{c.author_name()}{"<br>" + c.rpps() if c.maybe(0.7) else ""}<br>{c.org_name()}<br>{c.org.street}, {c.org.postcode} {c.org.town}{"<br>" + c.finess() if c.maybe(0.6) else ""}</p><p>{c.one("Date de prescription", "Fait le", "Date")} : {c.dd()} {c.scribble()}</p>"""
    return page(c, body, css="h3{background:#eee;padding:1mm}")
