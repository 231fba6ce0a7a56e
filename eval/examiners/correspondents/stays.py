"""Stays elsewhere: rehabilitation, home hospitalisation, dialysis, other hospitals."""

from eval.examiners.correspondents.bodies import REL, Body
from eval.examiners.correspondents.laboratories import LAB_SETS, val
from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import kv_table, layout, logo, scribble, shell, ul


def ep_no(d, labels=None):
    """A stay number with its label."""
    r = d.rng
    n = r.choice(
        [
            str(r.randint(10**8, 10**9 - 1)),
            f"26{r.randint(1000000, 9999999)}",
            f"{r.randint(100000, 999999)}/26" if r.random() < 0.3 else str(r.randint(10**9, 10**10 - 1)),
        ]
    )
    d.f["episode"] = n
    return (
        r.choice(
            labels or ["N° de séjour", "IEP", "Séjour n°", "N° venue", "N° d'admission", "Dossier d'hospitalisation n°"]
        )
        + " : "
        + n
    )


def stay(d, a, b):
    """A stay told by its two ends, the second being the act date."""
    d.act_date(b)
    r = d.rng
    s = r.choice(["num", "long"])
    f = (lambda x: d.d(x)) if s == "num" else (lambda x: d.d(x, "long"))
    return r.choice([f"du {f(a)} au {f(b)}", f"du {f(a)} au {f(b)}", f"entré{d.e()} le {f(a)}, sorti{d.e()} le {f(b)}"])


HOSPITALS = [
    "Centre Hospitalier Jacques-Cœur",
    "CHU de Tours – Hôpital Bretonneau",
    "Centre Hospitalier de Châteauroux-Le Blanc",
    "Hôpital Saint-Roch",
    "CHR d'Orléans",
    "CH de Montluçon-Néris",
    "Centre Hospitalier de l'Agglomération de Nevers",
    "CHU Estaing",
    "Centre Hospitalier de Vierzon",
]


@layout("smr_compte_rendu", "senior")
def smr(d):
    """The report of a stay in rehabilitation."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Centre SMR Les Grands Chênes",
                "Clinique de Réadaptation La Châtaigneraie",
                "SMR Gériatrique Pierre-Dézarnaulds",
                "Centre de rééducation du Blaudy",
                "Hôpital de Proximité Sainte-Sévère – SMR",
            ]
        ),
        staff=4,
    )
    doc = s.staff[0]
    out = d.day(2, 16)
    inn = d.before(out, 18, 60)
    on = d.after(out, 0, 2)
    on = out if on >= d.ctx.received else on
    b = Body(d, out, allow=["col", "avc", "ptg", "parkinson", "ic", "bpco", "plaie", "confusion", "pied"])
    d.type("34112-3", "11490-0")
    gp, hp = senders.town_doctor(r), r.choice(senders.hosp_doctors)
    st = r.randint(0, 2)
    ep = ep_no(d) if r.random() < 0.6 else ""
    stxt = stay(d, inn, out)
    if st == 0:
        idt = f"<table style='width:100%;border:1pt solid #246' cellpadding=3><tr><td style='width:52%'>{'<br>'.join(f'{a} : <b>{v}</b>' for a, v in d.rows(['birth', 'used', 'first', 'dob', 'sex', 'ins']))}</td><td>Séjour {stxt}<br>{ep}<br>Provenance : {r.choice(['chirurgie orthopédique', 'UNV', 'médecine', 'cardiologie'])}, {esc(senders.hospital)}</td></tr></table>"
    elif st == 1:
        idt = f"<p style='font-size:1.1em' class=c><b>{d.full(civ=True)}</b><br>{d.born()}<br>{d.ins_line()}</p><p class=c>Hospitalisation {stxt} {('– ' + ep) if ep else ''}</p>"
    else:
        idt = f"<p><b>OBJET :</b> {r.choice(['séjour de', 'hospitalisation de', 'sortie de'])} {d.full(civ=True)}, {d.born()}, {stxt}.<br>{d.ins_line()} {ep}</p>"
    body = f"""<div class=fl><div>{logo(r, 18)}<br><b>{d.structure(s)}</b><br><span class=s>{esc(s.street)}<br>{s.cp} {esc(s.town)}<br>☎ {s.tel}{"<br>FINESS : " + d.finess(s) if r.random() < 0.55 else ""}</span></div><div class='s' style='width:60mm'><b>Équipe médicale</b><br>{"<br>".join(d.name_of(x) for x in s.staff)}<br><b>Cadre :</b> Mme {senders.names.family(r)}<br><b>Assistante sociale :</b> Mme {senders.names.family(r)}</div></div>
    <div style='margin:5mm 0 4mm 90mm'>{d.recipient(gp)}<br>{esc(senders.structure(r, "x").street)}<br>{s.cp} {esc(s.town)}</div><p class=r>Le {d.doc_date(on)}</p><h2 class=c style='font-size:1.15em'>{r.choice(["COMPTE RENDU D'HOSPITALISATION EN SMR", "Compte rendu de séjour en rééducation", "COMPTE RENDU DE FIN DE SÉJOUR"])}</h2>{idt}
    <p class=j><b>Motif :</b> suites de {b["motif"]}.</p><p class=j><b>Antécédents :</b> {" ; ".join(b["atcd"])}.</p><p class=j><b>Histoire :</b> {b["hist"]}</p><p class=j><b>À l'entrée :</b> {b["exam"]}</p><p class=j><b>Biologie :</b> {b["bio"]}</p>
    <p class=j><b>Évolution :</b> {r.choice(["Rééducation quotidienne avec gain de périmètre de marche à 150 mètres.", "Reprise de la marche avec deux cannes, escaliers acquis.", "Sevrage progressif des aides, toilette au lavabo sans aide.", "Séjour marqué par une infection urinaire traitée sept jours."])} MIF {r.randint(60, 110)}/126 à la sortie. {r.choice(["Visite à domicile par l&rsquo;ergothérapeute le " + d.d(d.before(out, 3, 9)) + ".", "Réunion avec la famille le " + d.d(d.before(out, 4, 12)) + ".", ""])}</p>
    <p><b>Traitement de sortie :</b></p>{ul(b["ttt"])}<p class=j><b>Conclusion :</b> {b["concl"]} Retour {r.choice(["à domicile avec portage de repas", "en EHPAD", "à domicile, HAD non nécessaire"])}. {b["cat"]}</p><div style='margin-left:90mm'>{d.author(doc, given="full")}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r)}</div><p class=s>{r.choice(["Copie", "Double", "C.c."])} : {d.recipient(hp)}, {esc(senders.hospital)}</p>"""
    d.gendered = True
    nm = d.fam(d.p.used_name or d.p.birth_name).replace("'", "’")
    return shell(
        d,
        "",
        body,
        r.choice([d.font_sans, d.font_serif]),
        margin="14mm 17mm 17mm",
        page_css=f"@bottom-center{{content:'{esc(s.name).replace(chr(39), chr(8217))} – {nm} – page ' counter(page) '/' counter(pages);font-size:7.5pt}}",
    )


@layout("had_synthese", "adult")
def had(d):
    """Home hospitalisation: synthesis, report of admission or plan of care."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(["HAD du Cher", "HAD Relais 18", "Hospitalisation à Domicile Val de Creuse", "HAD Croix-Rouge Berry"]),
        staff=2,
    )
    doc, on = s.staff[0], d.day(1, 8)
    b = Body(d, on, allow=["pied", "plaie", "colon", "ic", "confusion", "pneumo", "cirrhose", "bpco"])
    kind = r.choice(["synthese", "admission", "pps"])
    d.type(*{"synthese": ["34133-9", "60591-5", "SYNTH"], "admission": ["67851-6"], "pps": ["18776-5"]}[kind])
    start = d.before(on, 3, 40) if kind != "admission" else on
    ep = ep_no(d, ["N° séjour HAD", "Séjour", "N° de séjour HAD"]) if r.random() < 0.7 else ""
    cells = d.rows(["birth", "used", "first", "dob", "sex", "addr", "tel", "ins"])
    grid = "".join(
        "<tr>"
        + "".join(
            f"<td style='border:.5pt solid #9ab;padding:1mm 2mm;width:50%'><span class=xs style='color:#456'>{a}</span><br>{v}</td>"
            for a, v in cells[i : i + 2]
        )
        + "</tr>"
        for i in range(0, len(cells), 2)
    )
    fam, _ = d.ctx.relative(d)
    title = {
        "synthese": r.choice(["Synthèse de prise en charge – staff hebdomadaire", "SYNTHÈSE PLURIDISCIPLINAIRE HAD"]),
        "admission": r.choice(["Compte rendu d'admission en HAD", "COMPTE RENDU D'ADMISSION"]),
        "pps": r.choice(["Plan personnalisé de soins", "PLAN PERSONNALISÉ DE SOINS À DOMICILE"]),
    }[kind]
    if kind == "admission":
        when = f"Admission à domicile le {d.act_date(start)}"
    else:
        when = f"Pris{d.e()} en charge depuis le {d.d(start)}"
        d.gendered = True
        d.skip("act_date")
    tasks = r.sample(
        [
            "Pansement complexe tous les jours (IDE)",
            "Antibiothérapie IV par PICC-line, 8 h – 16 h – 24 h",
            "Nutrition parentérale nocturne 12 h",
            "Aide à la toilette matin et soir (AS)",
            "Kinésithérapie 3 fois par semaine",
            "Pompe PCA morphine, bolus 1 mg",
            "Passage de l'assistante sociale",
            "Psychologue : un entretien",
            "Matelas à air, lit médicalisé livré",
            "Bilan sanguin lundi et jeudi",
        ],
        5,
    )
    hp = r.choice(senders.hosp_doctors)
    body = f"""<div class=fl style='border-bottom:2pt solid #8ab'><div>{logo(r, 14)} <b style='font-size:1.3em'>{d.structure(s)}</b></div><div class='r s'>{esc(s.street)}, {s.cp} {esc(s.town)}<br>Astreinte 24 h/24 : {s.tel}{"<br>FINESS " + d.finess(s) if r.random() < 0.5 else ""}</div></div><h3 class=c>{title}</h3><table style='width:100%'>{grid}</table>
    <p class=s>{when}{" – " + ep if ep else ""}. Médecin traitant : {d.name_of(senders.town_doctor(r))}. Prescripteur : {d.recipient(hp)}, {esc(senders.hospital)}. {fam}</p><p class=j><b>Contexte :</b> {b["hist"]}</p><p class=j><b>Antécédents :</b> {", ".join(b["atcd"])}.</p><p class=j><b>Clinique :</b> {b["exam"]} {b["bio"]}</p><p><b>{r.choice(["Actions", "Soins prévus", "Projet de soins"])} :</b></p>{ul(tasks)}<p><b>Traitements :</b> {" – ".join(b["ttt"])}</p><p class=j><b>Objectif :</b> {b["cat"]}</p>
    <div class=fl><div class=s>Prochain staff : {d.d(d.after(on, 6, 8))}</div><div>{r.choice(["Rédigé", "Établi", "Validé"])} le {d.doc_date(on, "slash")} par {d.author(doc, given="full")}, médecin praticien HAD{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r, 30, 10)}</div></div>"""
    d.skip("recipients")
    return shell(d, "", body, d.font_sans, r.choice([9, 9.5, 10]), "12mm 14mm")


@layout("dialyse_synthese", "adult")
def dialysis(d):
    """A dialysis centre's monthly synthesis."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Centre de dialyse du Val d'Yèvre",
                "ECHO – Unité de dialyse médicalisée de {t}",
                "Association Rein Centre",
                "Néphrocare {t}",
            ]
        ),
        staff=3,
        spec="néphrologie",
    )
    doc, on = s.staff[1], d.day(1, 10)
    b = Body(d, on, key="irc")
    d.type("34133-9", "11505-5", "60591-5", "11488-4", "SYNTH")
    d.skip("act_date")
    to = r.choice(senders.hosp_doctors)
    names = "<br>".join(d.name_of(x) for x in s.staff)
    idt = r.choice(
        [
            f"<b>{d.full(civ=True, order='nf')}</b> – {d.born()} – {r.choice(['poste', 'série'])} {r.randint(1, 12)}",
            f"<b>{d.full(civ=True)}</b><br>{d.born()}",
        ]
    )
    days = [d.before(on, k, k) for k in (9, 7, 4, 2)]
    trs = "".join(
        f"<tr><td>{d.d(x, 'slash')}</td><td>{r.randint(66, 70)},{r.randint(0, 9)}</td><td>{r.randint(65, 66)},{r.randint(0, 9)}</td><td>{r.randint(120, 170)}/{r.randint(60, 90)}</td><td>{r.randint(100, 140)}/{r.randint(50, 80)}</td><td>{r.randint(280, 350)}</td><td>{r.choice(['RAS', 'crampes', 'hypotension', 'aiguille repositionnée'])}</td></tr>"
        for x in days
    )
    body = f"""<table style='width:100%'><tr><td style='width:60%'>{logo(r, 14)}<br><b>{d.structure(s)}</b><br><span class=s>{esc(s.street)}, {s.cp} {esc(s.town)}<br>{s.tel} – {s.mail}{"<br>FINESS " + d.finess(s) if r.random() < 0.4 else ""}</span></td><td class=s><b>Néphrologues</b><br>{names}</td></tr></table><h3>{r.choice(["Synthèse mensuelle de dialyse", "Fiche de repli – hémodialyse", "Synthèse néphrologique"])}</h3><div class=box>{idt}{"<br>" + d.ins_line() if d.want_ins else ""}<br><span class=s>Transport : {r.choice(["VSL", "ambulance", "taxi"])} – Sérologies : VHB vacciné, VHC négatif, VIH négatif – Groupe {r.choice(["A+", "O+", "B-", "O-"])}</span></div>
    <p class=j>{b["hist"]}</p><p class=j>Antécédents : {", ".join(b["atcd"])}.</p><table border=1 cellpadding=3 style='width:100%' class=s><tr class=b><td>Séance</td><td>Poids avant</td><td>après</td><td>TA avant</td><td>TA après</td><td>Débit</td><td>Incident</td></tr>{trs}</table><p class=j>Bilan : {b["bio"]}</p><p>Prescription : {r.choice(["hémodiafiltration", "hémodialyse conventionnelle"])} 4 h, {r.choice(["lundi-mercredi-vendredi", "mardi-jeudi-samedi"])}, dialysat K {r.choice(["2", "3"])}, héparine {r.choice(["2500", "3500"])} UI.</p>{ul(b["ttt"])}<p class=j>{b["concl"]} {b["cat"]}</p>
    <div class=fl><span>Transmis au {d.recipient(to)}, {esc(senders.hospital)}</span><span class=r>{esc(s.town)}, le {d.doc_date(on)}<br>{d.author(doc)}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.5 else ""}<br>{scribble(r)}</span></div>"""
    return shell(d, "", body, r.choice([d.font_sans, "Roboto Condensed"]), 10)


@layout("lettre_liaison_autre_hopital", "adult")
def liaison(d):
    """A discharge liaison letter by headed sections, on the sheet of another hospital's ward."""
    r, senders = d.rng, d.ctx.senders
    spec = r.choice(["cardiologie", "pneumologie", "médecine interne", "neurologie", "gastro-entérologie", "gériatrie"])
    s = senders.structure(r, r.choice(HOSPITALS), staff=6)
    chief, doc = s.staff[0], s.staff[r.randint(1, 4)]
    out = d.day(1, 12)
    inn = d.before(out, 2, 15)
    b = Body(d, out)
    d.type("11490-0")
    gp, hp = senders.town_doctor(r), r.choice(senders.hosp_doctors)
    ep = ep_no(d) if r.random() < 0.7 else ""
    rows = d.rows(
        ["birth", "used", "firsts", "dob", "sex", "ins"]
        if r.random() < 0.5
        else ["birth", "used", "first", "dob", "sex", "ins"]
    )
    dm = d.datamatrix(18) if r.random() < 0.5 else ""

    def sec(a, c):
        return f"<p class=j><span style='background:#dde6ee;padding:.3mm 2mm'><b>{a}</b></span><br>{c}</p>"

    rp = r.random() < 0.5
    staff = (
        f"<b>Chef de service</b><br>{d.name_of(chief)}<br><br><b>Praticiens</b><br>"
        + "<br>".join(d.name_of(x) + (f"<br><span class=xs>RPPS {x.rpps}</span>" if rp else "") for x in s.staff[1:5])
        + f"<br><br><b>Internes</b><br>{senders.names.first(r, 'F', 1999)} {d.fam(senders.names.family(r))}<br><br><b>Secrétariat</b><br>{s.tel}<br>Fax {s.fax}<br><br><b>Cadre de santé</b><br>{d.fam(senders.names.family(r))}"
    )
    if rp:
        d.f["author_rpps"] = doc.rpps
    body = f"""<div class=fl><div>{logo(r, 22)}</div><div class=c style='flex:1'><b style='font-size:1.35em'>{d.structure(s)}</b><br>Pôle {r.choice(["Médecine", "Spécialités médicales", "Thorax-Vaisseaux"])} – Service de {spec}<br><span class=s>{esc(s.street)} – {s.cp} {esc(s.town)}{" – FINESS " + d.finess(s) if r.random() < 0.45 else ""}</span></div></div>
    <div style='display:flex;margin-top:4mm'><div class=xs style='width:38mm;padding-right:3mm'>{staff}</div><div style='flex:1'><div class=fl><div>{kv_table(rows, "border:.7pt solid #333;", cell="padding:.4mm 2mm")}</div><div>{dm}</div></div><p class=s>{ep}</p><p>{d.recipient(gp)}<br>{r.choice(["Médecin traitant", esc(s.street)])}</p><p>Copie : {d.recipient(hp)}, {esc(senders.hospital)}</p><p class=r>{esc(s.town)}, le {d.doc_date(out, r.choice(["long", "slash"]))}</p><h3 class=c>{r.choice(["LETTRE DE LIAISON À LA SORTIE", "Lettre de liaison", "Lettre de liaison – sortie d&rsquo;hospitalisation"])}</h3>
    <p class=j>{r.choice(["Cher confrère, votre patient" + d.e(), "Cher confrère, ce patient" if d.p.sex == "M" else "Cher confrère, cette patiente"])} a été hospitalisé{d.e()} {stay(d, inn, out)} pour {b["motif"]}.</p>{sec("Synthèse du séjour", b["hist"] + " " + b["exam"])}{sec("Antécédents", ", ".join(b["atcd"]))}{sec("Résultats", b["bio"])}{sec("Traitement de sortie", "<br>".join(b["ttt"]))}{sec("Conclusion et suites", b["concl"] + " " + b["cat"])}<p>Portage BMR/BHRe : {r.choice(["non recherché", "négatif", "EPC contact, dépistage à poursuivre"])}. Produits sanguins : {r.choice(["non", "deux culots le " + d.d(d.after(inn, 1, 1))])}.</p><div style='margin-left:50mm'>{d.author(doc, given="full")}<br>{scribble(r)}</div></div></div>"""
    d.gendered = True
    return shell(d, "", body, r.choice([d.font_sans, d.font_serif]), r.choice([9, 9.5, 10]), "12mm 14mm")


@layout("crh_autre_hopital_long", "adult")
def long_report(d):
    """A report of several pages with running heads that repeat the patient."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(r, r.choice(HOSPITALS), staff=4)
    doc = s.staff[1]
    out = d.day(6, 25)
    inn = d.before(out, 4, 25)
    typed = d.after(out, 1, 4)
    typed = out if typed >= d.ctx.received else typed
    b = Body(d, out)
    b2 = Body(d, out)
    d.type("34112-3")
    gp, hp = senders.town_doctor(r), r.choice(senders.hosp_doctors)
    ep = ep_no(d)
    head = f"{d.full(civ=True)} – {d.born('slash')}"
    lines = [f"Patient : <b>{head}</b>", f"IPP : {r.randint(10**6, 10**8)} – {ep}"]
    if d.want_ins:
        lines.append(d.ins_line())
    d.gendered = True
    stay_t = stay(d, inn, out)
    labs = ""
    for k in r.sample(list(LAB_SETS), 3):
        labs += f"<tr><td colspan=4><b>{k.capitalize()}</b></td></tr>" + "".join(
            f"<tr><td>{n}</td><td>{val(r, lo, hi)}</td><td>{val(r, lo, hi)}</td><td>{u}</td></tr>"
            for n, u, lo, hi, ref in LAB_SETS[k]
        )
    nm = d.fam(d.p.used_name or d.p.birth_name).replace("'", "’")
    run = f"@top-left{{content:'{nm} {esc(d.p.first_names[0])} – IPP confidentiel';font-size:8pt;color:#555}} @top-right{{content:'Compte rendu d’hospitalisation – page ' counter(page) ' / ' counter(pages);font-size:8pt;color:#555}} @bottom-center{{content:'{esc(s.name).replace(chr(39), chr(8217))} – {s.cp} {esc(s.town)} – standard {s.tel}';font-size:7.5pt}}"
    body = f"""<div class=fl><div><b style='font-size:1.3em'>{d.structure(s)}</b><br>{r.choice(["Médecine polyvalente", "Unité de soins intensifs", "Service de médecine aiguë", "Chirurgie générale et digestive"])}<br><span class=s>{esc(s.street)} – {s.cp} {esc(s.town)}{"<br>N° FINESS : " + d.finess(s) if r.random() < 0.5 else ""}</span></div><div>{logo(r, 20)}</div></div><div class=box style='margin:4mm 0'>{"<br>".join(lines)}</div>
    <div class=fl><div class=s>Dicté par : interne {esc(senders.names.first(r, "M", 1998))} {d.fam(senders.names.family(r))}<br>Frappe : {d.fam(senders.names.family(r))[:2]}</div><div>{esc(s.town)}, le {d.doc_date(typed, r.choice(["long", "slash"]))}<br>Destinataires : {d.recipient(gp)}<br>{d.recipient(hp)} ({esc(senders.hospital)})</div></div>
    <h2 class=c style='font-size:1.2em'>{r.choice(["COMPTE RENDU D'HOSPITALISATION", "Compte rendu d'hospitalisation"])}</h2><p class=c>Hospitalisation {stay_t}</p><h3>Motif d'hospitalisation</h3><p>{b["motif"].capitalize()}.</p><h3>Antécédents</h3>{ul(b["atcd"] + b2["atcd"])}<h3>Mode de vie</h3><p>{r.choice(["Vit seul" + d.e() + " dans une maison de plain-pied", "Vit avec son conjoint" if d.p.sex == "F" else "Vit avec son épouse", "Hébergé" + d.e() + " chez " + r.choice(REL)])}, {r.choice(["retraité" + d.e() + " de la fonction publique", "ancien" + ("ne" if d.p.sex == "F" else "") + " agriculteur" if d.p.sex == "M" else "ancienne agricultrice", "sans profession"])}.</p><h3>Histoire de la maladie</h3><p class=j>{b["hist"]} {b2["hist"]}</p><h3>Examen à l'entrée</h3><p class=j>{b["exam"]}</p><h3>Examens complémentaires</h3><p>{b["bio"]}</p><table border=1 cellpadding=2 class=s style='width:100%;border-color:#aaa'><tr class=b><td>Examen</td><td>{d.d(inn, "slash")}</td><td>{d.d(out, "slash")}</td><td>Unité</td></tr>{labs}</table>
    <h3>Évolution</h3><p class=j>{r.choice(["L&rsquo;évolution a été rapidement favorable.", "Transfert de réanimation le " + d.d(d.after(inn, 1, 2)) + ".", "Avis pris auprès du " + d.name_of(senders.doctor(r), given="none") + "."])} {b["hist"]} {r.choice(["Reprise d&rsquo;une alimentation normale, lever au fauteuil puis marche accompagnée.", "Pas de complication de décubitus.", "Information donnée à la famille."])}</p><h3>Traitement de sortie</h3>{ul(b["ttt"])}<h3>Conclusion</h3><p class=j>{b["concl"]} {b["cat"]}</p><p class=r>{d.author(doc, given="full")}{"<br>RPPS " + d.author_rpps(doc) if r.random() < 0.45 else ""}<br>{scribble(r)}</p>"""
    return shell(
        d,
        "h3{font-size:1em;border-bottom:.5pt solid #888}",
        body,
        r.choice([d.font_serif, d.font_sans]),
        r.choice([10.5, 11, 12]),
        "20mm 18mm 18mm",
        run,
    )
