"""Letters and reports of a stay in hospital. What goes around it: see wards."""

import datetime as dt
import functools
import operator

from eval.examiners.records import content
from eval.examiners.records.houses import make_pro
from eval.examiners.records.names import pick_family
from eval.examiners.records.page import kv_lines, kv_table, layout, logo, page


@layout("chu_lettre_marge", gap=(0, 12), ages=(18, 99))
def chu_letter(c):
    """Consultation letter with the department staff in the left margin."""
    spec = c.one(*content.CONSULT)
    c.set_org(c.one("chu", "ch"))
    c.set_author(spec)
    c.f["doc_type"] = ["11488-4"]
    staff = [
        f"<b>{c.one('Chef de service', 'Responsable', 'Chef de pôle')}</b><br>{c.one('Pr', 'Dr')} {c.doctor(spec=spec).given} {c.doctor(spec=spec).family}"
    ]
    team = [c.dr(c.doctor(spec=spec), initial=c.maybe()) for _ in range(c.rng.randint(2, 4))] + [
        c.dr(c.author, initial=True)
    ]
    c.rng.shuffle(team)
    staff.append("<b>Praticiens</b><br>" + "<br>".join(team))
    staff.append(f"<b>Cadre de santé</b><br>{c.one('Mme', 'M.')} {pick_family(c.rng)}")
    staff.append(f"<b>Secrétariat</b><br>{c.phone()}<br>{c.phone()}")
    if c.maybe(0.5):
        staff.append(c.finess())
    k = content.CONSULT[spec]
    name, born = c.name_line(), c.born()
    visit = c.one(
        f"J'ai vu en consultation le {c.ad()} {name}{born}",
        f"Je vous remercie de m'avoir adressé {name}{born}, vu{'e' if c.p.sex == 'F' else ''} le {c.ad()}",
        f"Votre patient{'e' if c.p.sex == 'F' else ''} {name}{born} a consulté dans le service le {c.ad()}",
    )
    head = f"Concerne : {name}{born}<br>{c.ins_line()}" if c.maybe(0.45) else ""
    if head:
        visit = c.one(
            f"{c.short()} a été vu{'e' if c.p.sex == 'F' else ''} à ma consultation du {c.ad()}",
            f"Consultation du {c.ad()}",
        )
    to = c.addressee()
    body = f"""<div style="display:flex"><div style="width:44mm;font-size:8.2pt;border-right:0.3mm solid {c.hue};padding-right:3mm;margin-right:5mm;min-height:235mm">
{logo(c)}<br><b style="color:{c.hue}">{c.org_name(True)}</b><br>{"<br>".join(c.org_lines())}<br><br><b>Service de {spec}</b><br><br>{"<br><br>".join(staff)}</div>
<div style="flex:1"><div style="margin-left:45mm">{to}</div><p style="text-align:right">{c.org.town}, le {c.dd(c.one("long", "dmy/"))}</p>
{"<p><b>" + head + "</b></p>" if head else ""}<p>{c.one("Cher Confrère,", "Cher ami,", "Chère Consœur, cher Confrère,", "Mon cher confrère,")}</p>
<p>{visit}{"." if head else c.one(" pour suivi.", " pour avis.", ".")}</p>{"" if head else c.ins_line("<p>", "</p>")}
<p>{c.some(k["hist"], 2, 5)}</p>{c.extra(0, 4)}<p>{c.one("Examen : ", "Ce jour, ", "À l’examen, ")}{c.some(k["exam"], 2, 3)}</p><p>{c.some(k["concl"], 1, 3)}</p>{c.slot()}
<p>{c.one("Bien confraternellement.", "Je vous prie de croire à mes sentiments les meilleurs.", "Avec mes salutations confraternelles.")}</p>{c.sign()}
<p style="font-size:8pt">{c.copies(0, 2)}</p></div></div>"""
    return page(c, body, margin="12mm 14mm 14mm 17mm")


@layout("crh_multipage", gap=(0, 9), ages=(18, 99))
def stay_report(c):
    """Hospital stay report over several pages with a running head."""
    motif, hist, course, drugs, unit = c.one(*content.STAYS)
    c.set_org("ch")
    c.set_author(unit.lower())
    c.f["doc_type"] = ["34112-3"]
    entry = c.act - dt.timedelta(days=c.rng.randint(3, 18))
    name, born = c.name_line(), c.born()
    ident = f"{name}{born}"
    ep = c.episode() if c.maybe(0.7) else ""
    stay = c.one(
        f"Hospitalisation du {c.day(entry)} au {c.ad()}",
        f"Date d'entrée : {c.day(entry)} — Date de sortie : {c.ad()}",
        f"Séjour du {c.day(entry)} au {c.ad()} ({(c.act - entry).days} jours)",
    )
    head = c.one(
        f"{c.p.used_name or c.p.birth_name} {c.p.first} – séjour" if c.mode in ("both", "one") else "",
        "Compte rendu d'hospitalisation",
        c.org.name,
    )
    labs = "".join(
        f"<tr><td>{n}</td><td>{c.rng.uniform(lo, hi * 1.15):.{d}f}</td><td>{u}</td><td>{c.past(6)}</td></tr>"
        for n, u, lo, hi, d in c.many(content.LAB["Hématologie"] + content.LAB["Biochimie"], 6, 9)
    )
    atcd = c.many(
        [
            "HTA",
            "dyslipidémie",
            "appendicectomie en 1978",
            "cholécystectomie en 2004",
            "diabète de type 2",
            "tabagisme sevré",
            "arthrose",
            "hypothyroïdie",
            "prothèse de genou gauche ({dr}, 2016)",
            "cataracte opérée",
            "allergie à la pénicilline",
        ],
        2,
        5,
    )
    to = c.recip()
    sections = [
        ("Motif d'hospitalisation", motif.capitalize()),
        ("Antécédents", c.t(" ; ".join(atcd)) + "."),
        (
            "Mode de vie",
            c.one(
                "Vit seul{e} en maison de plain-pied.",
                "Vit avec son conjoint, marche sans aide.",
                "Institutionnalisé{e} depuis le {p800}.",
            )
            .replace("{e}", "e" if c.p.sex == "F" else "")
            .replace("{p800}", c.past(800)),
        ),
        ("Histoire de la maladie", c.t(hist)),
        (
            "Examen à l'entrée",
            c.some(
                functools.reduce(
                    operator.iadd,
                    [content.CONSULT[s]["exam"] for s in ("cardiologie", "pneumologie", "gériatrie", "neurologie")],
                    [],
                ),
                3,
                5,
            ),
        ),
        (
            "Examens complémentaires",
            f"<table class='grid' style='font-size:9pt'><tr><th>Paramètre</th><th>Valeur</th><th>Unité</th><th>Date</th></tr>{labs}</table>"
            + "<br>".join(f"{e[0]} du {c.past(5)} : {e[3]}" for e in c.many(content.IMAGING, 1, 3)),
        ),
        ("Autonomie et entourage", c.extra(1, 3)),
        (
            "Évolution dans le service",
            c.t(course)
            + " "
            + c.some(
                [
                    "Le bilan social a été fait avec l'assistante sociale, Mme {dr}.".replace(
                        "Mme {dr}", "Mme " + pick_family(c.rng)
                    ),
                    "La famille a été reçue le {p3}.",
                    "Pas d'escarre à la sortie.",
                    "Kinésithérapie quotidienne.",
                    "Poids de sortie : 67,4 kg.",
                ],
                2,
                4,
            ),
        ),
        ("Traitement de sortie", "<br>".join("– " + c.t(d) for d in drugs)),
        (
            "Au total",
            c.t(
                f"Séjour pour {motif}, d'évolution favorable. "
                + c.one(
                    "Consultation de contrôle le {n30}.",
                    "Bilan sanguin le {n15}.",
                    "Revoir le {dr} en consultation le {n45}.",
                )
            ),
        ),
    ]
    if c.maybe(0.5):
        sections = [(a.upper(), b) for a, b in sections]
    body = f"""<div class="two"><div>{logo(c, 52)}</div><div style="text-align:center"><b style="font-size:13pt">{c.org_name()}</b><br>Pôle Médecine – {unit}<br>{" – ".join(c.org_lines()[:3])}</div><div style="font-size:8pt">{c.finess() if c.maybe() else ""}</div></div>
<div style="border:0.4mm solid {c.hue};padding:2.5mm;margin:4mm 0"><b>{ident}</b><br>{c.ins_line("", "<br>")}{("IPP " + c.ipp + " &nbsp; ") if c.maybe(0.6) else ""}{("N° séjour " + ep) if ep else ""}</div>{c.datamatrix()}
<h2 style="text-align:center;font-size:13pt">{c.one("COMPTE RENDU D'HOSPITALISATION", "Compte-rendu d'hospitalisation", "COMPTE RENDU DE SÉJOUR")}</h2><p style="text-align:center">{stay}</p>
<p>{c.one("Destinataire", "Adressé à", "À l’attention de")} : Dr {to.given} {to.family}, médecin traitant<br>Médecin du service : {c.dr(c.author)}</p>{c.slot()}
{"".join(f'<h3 style="color:{c.hue};font-size:11pt;border-bottom:0.2mm solid {c.hue}">{a}</h3><p>{b}</p>' for a, b in sections)}
<p>{c.one("Fait à", "À")} {c.org.town}, le {c.dd()}</p>{c.sign()}<p style="font-size:8.5pt">{c.copies(0, 2)}</p>
<p style="font-size:7.5pt;color:#555">Dicté le {c.day(c.act)} – frappe {c.one("mb", "sl", "cd")} – imprimé le {c.soon(1)}</p>"""
    return page(c, body, header=head, footer=f"{c.org.name} – page %p")


@layout("lettre_liaison_sortie", gap=(0, 0), ages=(18, 99))
def discharge_letter(c):
    """Discharge liaison letter as a ruled form."""
    motif, hist, course, drugs, unit = c.one(*content.STAYS)
    c.set_org(c.one("ch", "clinic", "ssr"))
    c.set_author(unit.lower())
    c.f["doc_type"] = ["11490-0"]
    entry = c.act - dt.timedelta(days=c.rng.randint(2, 20))
    rows = c.rows("name", "dob", "sex")
    if c.show_ins:
        rows += c.ins_row()
    rows += c.episode_row() if c.maybe(0.6) else c.ipp_row()
    if c.maybe(0.4):
        rows += c.rows("address")
    stay = [
        (c.one("Date d'entrée", "Entrée le", "Admission"), c.day(entry)),
        (c.one("Date de sortie", "Sortie le", "Sortie"), c.ad()),
        ("Service", unit),
        ("Destination", c.one("domicile", "EHPAD", "SMR", "domicile avec HAD")),
    ]
    cells = "".join(
        f"<tr><th>{a}</th><td>{b}</td></tr>"
        for a, b in [
            ("Motif", motif),
            ("Synthèse médicale du séjour", c.t(hist + " " + course)),
            ("Actes et examens", "; ".join(f"{e[0]} ({c.past(4)})" for e in c.many(content.IMAGING, 1, 3))),
            ("Allergies", c.one("aucune connue", "pénicilline", "iode", "latex")),
            ("Traitement à la sortie", "<br>".join(c.t(d) for d in drugs)),
            ("Traitements arrêtés", c.one("oméprazole", "zopiclone", "aucun", "amiodarone")),
            ("Résultats en attente", c.one("aucun", "hémocultures", "anatomopathologie")),
            (
                "Suites à donner",
                c.t(
                    c.one(
                        "Consultation le {n30} avec le {dr}",
                        "NFS et ionogramme le {n7}",
                        "Ablation des agrafes le {n10}",
                        "Voir le médecin traitant avant le {n8}",
                    )
                ),
            ),
            ("BMR / BHRe", "Non"),
        ]
    )
    copies = c.recip()
    body = f"""<div style="background:{c.hue};color:#fff;padding:3mm 4mm"><b style="font-size:14pt">{c.one("LETTRE DE LIAISON À LA SORTIE", "Lettre de liaison – sortie d’hospitalisation", "LETTRE DE LIAISON (art. R. 1112-1-2 CSP)")}</b></div>
<div class="two" style="margin:3mm 0"><div>{logo(c, 44)}<br><b>{c.org_name()}</b><br><span style="font-size:8.5pt">{"<br>".join(c.org_lines())}<br>{c.finess() if c.maybe() else ""}</span></div>
<div style="border:0.3mm solid #333;padding:2mm 3mm;min-width:80mm">{kv_table(rows)}</div>{c.datamatrix("19mm")}</div>
<div>{kv_table(stay)}</div><p>À l'attention du Dr {copies.given} {copies.family}, médecin traitant</p>{c.slot()}<table class="grid" style="width:100%">{cells}</table>
<p>{c.one("Lettre remise au patient et adressée le", "Document validé le", "Signée le", "Rédigée le")} {c.dd()} {c.one("par", "par")} :</p>{c.sign("left")}"""
    return page(
        c,
        body,
        css=".grid th{width:42mm;background:#eef;font-weight:bold}",
        footer=f"{c.org.name} – {c.org.street} {c.org.postcode} {c.org.town}",
    )


@layout("cro_encadre", gap=(0, 3), ages=(18, 99))
def operation(c):
    """Operation report with a ruled head."""
    title, indication, text = c.one(*content.OPERATIONS)
    c.set_org(c.one("clinic", "ch", "chu"))
    c.set_author(c.one("chirurgie orthopédique", "chirurgie viscérale", "urologie", "chirurgie"))
    c.f["doc_type"] = ["34874-8"]
    an, aide, ibode = c.doctor(spec="anesthésie"), c.doctor(), pick_family(c.rng)
    rows = c.rows("name", "dob")
    if c.maybe(0.5):
        rows += c.sex_row()
    rows += c.ins_row() + (c.episode_row() if c.maybe(0.6) else []) + (c.ipp_row() if c.maybe(0.5) else [])
    rows2 = [
        (c.one("Date de l'intervention", "Opéré(e) le", "Intervention du", "Date opératoire"), c.ad()),
        (c.one("Opérateur", "Chirurgien"), c.dr(c.author)),
        ("Aide opératoire", c.one(c.dr(aide), "interne : " + pick_family(c.rng))),
        ("Anesthésiste", c.dr(an)),
        ("IBODE / IBO", f"{c.one('Mme', 'M.')} {ibode}"),
        ("Anesthésie", c.one("générale", "rachianesthésie", "locorégionale", "topique")),
        ("Code CCAM", c.one("NEKA020", "HMFC004", "BFGA004", "AHPA009", "LMMA001")),
    ]
    body = f"""<div class="two"><div>{logo(c, 48)}</div><div style="text-align:right"><b>{c.org_name()}</b><br>Bloc opératoire<br><span style="font-size:8.5pt">{" – ".join(c.org_lines()[:3])}</span><br>{c.finess() if c.maybe(0.4) else ""}</div></div>
<h1 style="text-align:center;font-size:15pt;border:0.5mm solid #222;padding:2mm">{c.one("COMPTE RENDU OPÉRATOIRE", "Compte-rendu opératoire", "PROTOCOLE OPÉRATOIRE")}</h1>
<div class="two" style="border:0.3mm solid #444"><div style="padding:2mm;width:50%;border-right:0.3mm solid #444">{kv_lines(rows)}</div><div style="padding:2mm;width:50%">{kv_lines(rows2, bold=False)}</div></div>{c.datamatrix()}
<p><b>Intervention :</b> {title}</p><p><b>Indication :</b> {indication}. {c.t(c.one("Consultation préopératoire du {p25}.", "Patient informé des risques, consentement signé le {p18}.", "Imagerie du {p40} relue par le {dr}."))}</p>{c.slot()}
<p><b>{c.one("Description", "Technique", "Temps opératoires")} :</b><br>{text}</p><p>{c.t(c.one("Compte des compresses exact. Pertes sanguines 150 mL.", "Antibioprophylaxie par céfazoline 2 g. Durée 48 minutes.", "Check-list HAS renseignée. Installation contrôlée."))}</p>
<p><b>Suites :</b> {c.t(c.one("lever dès le soir, contrôle radiographique, consultation le {n45}.", "sortie prévue le {n1}, pansement tous les deux jours.", "surveillance habituelle, ablation des fils le {n14}.", "anticoagulation préventive jusqu’au {n30}."))}</p>
<p>{c.one("Compte rendu dicté et validé le", "Validé le", "Fait le")} {c.dd()}.</p>{c.sign()}<p style="font-size:8.5pt">{c.copies(0, 2)}</p>"""
    return page(c, body)


@layout("urgences_logiciel", gap=(0, 0))
def emergency(c):
    """Emergency passage printed by the department's software."""
    motif, hist, exams, diag, plan = c.one(*content.EMERGENCY)
    c.set_org(c.one("ch", "chu", "clinic"))
    c.set_author("médecine d'urgence")
    c.f["doc_type"] = ["15507-7", "60280-5"]
    rows = c.rows("name", "dob", "sex") + c.ins_row() + c.ipp_row() + c.episode_row("passage")
    if c.maybe():
        rows += c.rows("address", "phone")
    if c.maybe(0.4):
        rows += [("Médecin traitant", f"Dr {pick_family(c.rng)}")]
        c.drop("recipients")
    h = c.rng.randint(8, 18)
    t = [
        ("Arrivée", f"{c.ad()} {h:02d}:{c.rng.randint(10, 59)}"),
        ("Prise en charge médicale", f"{h + 1:02d}:{c.rng.randint(10, 59)}"),
        ("Sortie", f"{c.day(c.act)} {h + 3:02d}:{c.rng.randint(10, 59)}"),
        ("IOA", f"{pick_family(c.rng)} {c.one('Julie', 'Marc', 'Inès')}"),
        ("CCMU", str(c.rng.randint(1, 4))),
        ("Mode d'arrivée", c.one("personnel", "ambulance", "VSAV", "SMUR")),
    ]
    const = "".join(
        f"<td>{x}</td>"
        for x in (
            f"{c.rng.randint(105, 165)}/{c.rng.randint(55, 95)}",
            c.rng.randint(58, 118),
            f"{c.rng.uniform(36.2, 39.2):.1f}".replace(".", ","),
            f"{c.rng.randint(90, 100)} %",
            f"{c.rng.randint(0, 8)}/10",
        )
    )
    sex = "e" if c.p.sex == "F" else ""
    text = [
        ("Motif de recours", motif),
        (
            "Antécédents / allergies",
            c.t(
                c.one(
                    "HTA, pas d'allergie",
                    "asthme de l'enfance",
                    "fracture du poignet en {p1500}",
                    "aucun antécédent notable",
                    "FA anticoagulée, suivie par le {dr}",
                ).replace("en {p1500}", "en 2012")
            ),
        ),
        ("Histoire", c.t(hist)),
        (
            "Examen clinique",
            c.one(
                "Bon état général, Glasgow 15, hémodynamique stable.",
                "Conscient" + sex + ", orienté" + sex + ", eupnéique.",
                "Douleur à la mobilisation, pas de déficit.",
            ),
        ),
        ("Examens", exams),
        ("Conclusion", f"<b>{diag}</b>"),
        ("Conduite à tenir", plan + c.t(c.one(".", ". Rendez-vous le {n10}.", ". Arrêt de travail jusqu'au {n5}."))),
    ]
    body = f"""<table style="width:100%;border-bottom:0.6mm solid #000"><tr><td><b>{c.org_name()}</b><br>{c.one("Service des Urgences", "SAU – SMUR", "Structure des urgences")}<br>{c.org.phone}</td><td style="text-align:right"><b style="font-size:13pt">{c.one("COMPTE RENDU DE PASSAGE AUX URGENCES", "Dossier de passage aux urgences", "RÉSUMÉ DE PASSAGE AUX URGENCES")}</b><br>{c.finess() if c.maybe(0.5) else ""}</td></tr></table>
<div class="two" style="background:#e9edf2;padding:2mm"><div>{kv_lines(rows, sep=": ")}</div><div>{kv_lines(t, sep=": ", bold=False)}</div></div>{c.slot()}
<table class="grid" style="margin:3mm 0;width:100%"><tr><th>TA</th><th>FC</th><th>T°</th><th>SpO2</th><th>EVA</th></tr><tr>{const}</tr></table>
{"".join(f"<p><u>{a}</u> : {b}</p>" for a, b in text)}<p>Médecin : {c.author_name()}{" – " + c.rpps() if c.maybe(0.4) else ""}<br>{c.one("Signé électroniquement le", "Dossier clos le", "Validé le")} {c.dd()} à {c.hour()}</p>"""
    return page(
        c, body, footer="Imprimé depuis le dossier urgences – page %p", css=f"body{{font-size:{min(c.size, 10)}pt}}"
    )


@layout("dlu_ehpad_manuscrit", gap=None, ages=(74, 99))
def dlu(c):
    """Emergency liaison sheet of a nursing home, filled by hand."""
    c.set_org("ehpad")
    c.f["doc_type"] = ["74207-2", "78341-5", "18761-7"]
    ink = f"font-family:'{c.hand}';color:{c.ink};font-size:13.5pt;line-height:1.1"
    rows = (
        c.rows("name", "dob")
        + (c.sex_row() if c.maybe() else [])
        + (c.rows("place") if c.maybe(0.4) else [])
        + c.ins_row()
    )
    need = c.one(*content.EHPAD_NEEDS)
    nurse = make_pro(c.rng, "infirmière", "")
    c.author = nurse
    c.f["author_family"], c.f["author_given"] = nurse.family, nurse.given
    coord = c.doctor(spec="gériatrie")
    name, _d, link, _ = c.relative()

    def hand(text):
        return f'<span style="{ink}">{str(text).replace("œ", "oe").replace("’", chr(39)).replace("–", "-")}</span>'

    checks = "".join(
        f"<td>{'☒' if c.maybe(0.4) else '☐'} {x}</td>"
        for x in ("Toilette", "Habillage", "Repas", "Marche", "Contention", "Oxygène")
    )
    body = f"""<div class="two"><div><b style="font-size:12pt;color:{c.hue}">{c.org_name()}</b><br><span style="font-size:8.5pt">{"<br>".join(c.org_lines())}{"<br>" + c.finess() if c.maybe(0.6) else ""}</span></div>{logo(c, 46)}</div>
<h1 style="font-size:14pt;text-align:center;background:#ddd;padding:1.5mm">{c.one("DOCUMENT DE LIAISON D'URGENCE", "Dossier de liaison d'urgence (DLU)", "FICHE DE LIAISON D'URGENCE – EHPAD / HÔPITAL")}</h1>
<p>Rempli le : {hand(c.dd("dmy/"))} à {hand(c.hour())}</p>
<table class="grid" style="width:100%"><tr><td colspan="2"><b>RÉSIDENT</b></td></tr>{"".join(f'<tr><th style="width:48mm">{a}</th><td>{hand(b)}</td></tr>' for a, b in rows)}</table>{c.slot()}
<p><b>Motif du transfert :</b> {hand(need)}</p><p><b>Médecin coordonnateur :</b> {c.dr(coord)} &nbsp; <b>Médecin traitant :</b> Dr {pick_family(c.rng)}</p>
<p><b>Personne à prévenir :</b> {hand(name + " (" + link + ") " + c.phone())}</p><table style="width:100%"><tr>{checks}</tr></table>
<p><b>Antécédents :</b> {hand(", ".join(c.many(["HTA", "Alzheimer", "FA", "diabète", "PTH droite 2015", "surdité", "BPCO", "AVC 2019"], 2, 4)))}</p><p><b>Traitement en cours :</b><br>{"<br>".join(hand(x) for x in c.many(content.MEDS, 3, 6))}</p>
<p>GIR : {hand(c.rng.randint(1, 5))} &nbsp; Poids : {hand(str(c.rng.randint(45, 82)) + " kg")} &nbsp; Dernière consultation : {hand(c.past(30, "dmy/"))} &nbsp; Directives anticipées : {hand(c.one("oui", "non"))}</p>
<p>Nom et fonction du rédacteur : {hand(nurse.given + " " + nurse.family + ", " + c.one("IDE", "infirmière" if nurse.sex == "F" else "infirmier"))} {c.scribble()}</p>"""
    c.drop("recipients", "act_date")
    return page(c, body)
