"""Layouts of nurses, therapists, prescriptions, calls at night, children."""

import datetime as dt

from eval.examiners.town import bodies
from eval.examiners.town.core import esc
from eval.examiners.town.kit import (
    COLORS,
    ins_line,
    layout,
    logo,
    page,
    pairs,
    relative,
    rows,
    sentence,
    sign,
    structure,
)


@layout("nurse_followup_sheet", "weasy", age=(50, 97))
def nurse(ctx):
    """Grid of visits filled by hand."""
    me, gp = ctx.pro("ide"), ctx.pro("gp")
    st = structure(ctx, "Cabinet infirmier", "Cabinet de soins infirmiers", "SCP infirmière")
    n = ctx.rng.randint(6, 12)
    first = ctx.doc_date - dt.timedelta(days=n - 1)
    ctx.put(doc_type=["11506-3"], doc_date=ctx.doc_date.isoformat(), recipients=[])
    ctx.omit("act_date", "recipients")
    ctx.author(me)
    hand = ctx.pick("Dancing Script", "Comic Neue")
    tr = ""
    for i in range(n):
        day = first + dt.timedelta(days=i)
        tr += f"<tr><td class=h>{ctx.date(day, 'slash')[:5]}</td><td class=h>{ctx.rng.randint(7, 19)}h{ctx.rng.choice(['00', '15', '30'])}</td><td class=h>{esc(bodies.fill(ctx, ctx.pick(*bodies.NOTES)))}</td><td class=h>{me.given[0]}.{me.family[0]}</td></tr>"
    idt = pairs(ctx, sex=False)
    body = f"""<table style="width:100%" border=1 cellpadding=5><tr><td style="width:45%"><b>{esc(st)}</b><br>{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}<br>{esc(me.name(style="TgU"))}, {ctx.pick("IDE", "infirmière D.E." if me.sex == "F" else "infirmier D.E.")}<br>RPPS {me.rpps}</td>
    <td>{rows(idt, b="span class=h")}<br>Adresse : {esc(ctx.paddr)}, {ctx.pcity}<br>Médecin traitant : {esc(gp.name(style="TgU"))}<br>{esc(relative(ctx, 0.6))}</td></tr></table>
    <h2 class=c>{ctx.pick("FICHE DE SUIVI DES SOINS INFIRMIERS", "Feuille de suivi infirmier à domicile", "SUIVI DE SOINS INFIRMIERS")}</h2>
    <table border=1 cellpadding=3 style="width:100%"><tr><th>Date</th><th>Heure</th><th>Soins réalisés / observations</th><th>Visa</th></tr>{tr}</table>
    <p style="margin-top:4mm">Fait le {ctx.date(ctx.doc_date, "slash")}, {esc(me.name(style="TgU"))}</p>"""
    return page(
        ctx,
        body.replace("</span class=h>", "</span>"),
        css=f".h{{font-family:'{hand}';font-size:12.5pt;color:#1c2a80}}",
        font="Carlito",
        margin="12mm",
    )


@layout("speech_psych_report", "chromium", age=(5, 70))
def speech(ctx):
    spec = ctx.pick("orthoph", "psycho")
    me, gp = ctx.pro(spec), ctx.pro("gp")
    d = ctx.doc_date
    ctx.put(
        doc_type=["83901-9", "34120-6"] if spec == "psycho" else ["34120-6", "47420-5", "11506-3"],
        doc_date=d.isoformat(),
        recipients=[gp.family],
    )
    act = ctx.back(3, 15)
    ctx.put(act_date=act.isoformat())
    ctx.author(me, rpps=False)
    col = ctx.pick(*COLORS)
    title = (
        "BILAN PSYCHOLOGIQUE"
        if spec == "psycho"
        else ctx.pick("BILAN ORTHOPHONIQUE INITIAL", "Compte rendu de bilan orthophonique")
    )
    tests = ctx.rng.sample(
        [
            "WISC-V : ICV 10{n}, IVS 9{n}",
            "Alouette : âge lexique inférieur de {n} mois",
            "Exalang 8-11 : répétition de logatomes -1,{n} ET",
            "Empan endroit {n}, envers {n}",
            "Figure de Rey : 2{n}/36",
            "BDI-II : score {n}",
            "Dénomination DO80 : 7{n}/80",
            "Échelle STAI : {num}",
            "Token test : 3{n}/36",
            "MMS : 2{n}/30",
        ],
        4,
    )
    concl = ctx.pick(
        "Trouble spécifique du langage écrit, prise en charge {n} fois par semaine.",
        "Trouble anxieux sans déficit cognitif.",
        "Aphasie fluente séquellaire.",
        "Dysphonie dysfonctionnelle, rééducation de 30 séances.",
        "Profil attentionnel fragile, à réévaluer le {f2}.",
        "Efficience intellectuelle homogène dans la moyenne.",
        "Bégaiement tonico-clonique modéré.",
        "Trouble de la déglutition aux liquides, épaississants proposés.",
    )
    body = f"""<div class=c style="color:{col}"><b style="font-size:14pt">{esc(me.given)} {esc(me.family)}</b><br>{esc(me.label)} – N° ADELI {me.adeli}<br><span class=s>{esc(ctx.addr)} · {ctx.zip} {ctx.city} · {ctx.phone()}</span></div>
    <h2 class=c style="border:2px double {col};padding:3mm;margin:6mm 20mm">{title}</h2>
    <p>{esc(ctx.pick("Bilan concernant ", "Nom de la personne examinée : ", "Bilan réalisé pour "))}<b>{esc(sentence(ctx).rstrip(","))}</b></p>{f"<p>{esc(ins_line(ctx))}</p>" if ctx.ins() else ""}<p>Bilan effectué le {ctx.date(act, "long")}, sur prescription du {esc(gp.name(style="TgU"))} en date du {ctx.date(ctx.back(30, 90), "slash")}.</p>
    <p>{esc(relative(ctx, 0.2))}</p><h3>Anamnèse</h3><p>{esc(ctx.pick("Scolarité en cours, difficultés signalées par l’enseignante Mme Royer.", "Plainte mnésique depuis un deuil survenu en 2021.", "Marche à 13 mois, premiers mots à 18 mois.", "Arrêt de travail prolongé, conflit professionnel.", "AVC sylvien gauche deux ans plus tôt.", "Otites à répétition, drains posés en 2019.") if True else "")} On note : {esc(bodies.history(ctx, 2))}.</p>
    <h3>Épreuves</h3><ul>{"".join(f"<li>{esc(bodies.fill(ctx, t))}</li>" for t in tests)}</ul><h3>Conclusion</h3><p>{esc(bodies.fill(ctx, concl))}</p>
    <p style="margin-top:8mm">À l'attention du {esc(gp.name(style="TgU"))}</p><p class=r>{ctx.city}, le {ctx.date(d, "long")}<br>{sign(ctx, me, "TgU")}</p>"""
    return page(ctx, body, font=ctx.pick("Caladea", "Noto Serif", "Open Sans"), size="10.5pt", margin="20mm 22mm")


@layout("eprescription", "chromium", age=(2, 92), weight=1.8)
def eprescription(ctx):
    """Software prescription in several kinds."""
    gp = ctx.pro(ctx.pick("gp", "gp", "gp", "rhumato", "pedia"))
    d = ctx.doc_date
    kind = ctx.pick("drug", "drug", "bizone", "inf", "kine", "bio", "img")
    ctx.put(doc_date=d.isoformat(), recipients=[])
    ctx.omit("act_date", "recipients")
    ctx.author(gp)
    r = ctx.rng
    lst = bodies.drugs(ctx, r.randint(2, 6))

    def li(xs):
        return "".join(f"<p style='margin:3mm 0 3mm 6mm'>{esc(x)}</p>" for x in xs)

    if kind == "drug":
        ctx.put(doc_type=["57833-6"])
        core = (
            f"<h2 class=c>{ctx.pick('ORDONNANCE', 'Ordonnance', '')}</h2>"
            + li(x + ctx.maybe(0.4, f" – QSP {r.choice([1, 3, 6])} mois") for x in lst)
            + f"<p>{ctx.pick('À renouveler 2 fois', 'Traitement pour 3 mois', 'Non substituable (MTE) : Lévothyroxine', '')}</p>"
        )
    elif kind == "bizone":
        ctx.put(doc_type=["57833-6"])
        core = f"<h3 class=c style='border:1px solid #000;padding:1mm'>Prescriptions relatives au traitement de l'affection de longue durée reconnue (liste ou hors liste)<br>(AFFECTION EXONÉRANTE)</h3>{li(lst[:-1])}<h3 class=c style='border:1px solid #000;padding:1mm'>Prescriptions SANS RAPPORT avec l'affection de longue durée<br>(MALADIES INTERCURRENTES)</h3>{li(lst[-1:])}"
    elif kind == "inf":
        ctx.put(doc_type=["PRESC-INF", "57832-8"])
        core = (
            f"<h2 class=c>{ctx.pick('PRESCRIPTION DE SOINS INFIRMIERS', 'Ordonnance – soins infirmiers', 'Ordonnance')}</h2>"
            + li(
                [
                    ctx.pick(
                        "Faire pratiquer par infirmier(ère) à domicile, dimanches et jours fériés inclus :",
                        "Soins par IDE à domicile :",
                    ),
                    bodies.fill(
                        ctx,
                        ctx.pick(
                            "pansement simple de la jambe gauche tous les 2 jours pendant {n} semaines",
                            "injection sous-cutanée d'énoxaparine 4000 UI par jour pendant {n}0 jours",
                            "surveillance glycémique et insuline matin et soir, 3 mois",
                            "préparation hebdomadaire du pilulier",
                            "ablation de fils à J{n}",
                            "pose de bas de contention matin et retrait soir",
                            "pansement d'escarre sacrée quotidien",
                            "prélèvement sanguin mensuel à domicile",
                        ),
                    ),
                ]
            )
        )
    elif kind == "kine":
        ctx.put(doc_type=["PRESC-KINE", "57832-8"])
        core = (
            f"<h2 class=c>{ctx.pick('Ordonnance', 'PRESCRIPTION DE KINÉSITHÉRAPIE', 'Ordonnance de masso-kinésithérapie')}</h2>"
            + li(
                [
                    ctx.pick("Faire pratiquer par masseur-kinésithérapeute D.E.", "Séances de masso-kinésithérapie :"),
                    bodies.fill(
                        ctx,
                        ctx.pick(
                            "rééducation du rachis lombaire, {n} à 15 séances",
                            "rééducation de l'épaule droite après réparation de coiffe le {d1}",
                            "kinésithérapie respiratoire de désencombrement, 10 séances",
                            "rééducation à la marche et équilibre, à domicile",
                            "drainage lymphatique du membre supérieur gauche",
                            "rééducation périnéale, 10 séances",
                            "rééducation du genou droit après PTG du {d1}",
                            "rééducation vestibulaire, {n} séances",
                        ),
                    ),
                ]
            )
        )
    elif kind == "bio":
        ctx.put(doc_type=["PRESC-BIO"])
        core = (
            f"<h2 class=c>{ctx.pick('PRESCRIPTION D’EXAMENS DE BIOLOGIE MÉDICALE', 'Ordonnance – bilan biologique', 'Ordonnance : analyses')}</h2>"
            + li(
                [
                    "Faire pratiquer dans un laboratoire d'analyses médicales, à jeun :",
                    *r.sample(
                        [
                            "NFS, plaquettes",
                            "CRP",
                            "Ionogramme, créatininémie, DFG",
                            "HbA1c",
                            "TSH",
                            "Bilan lipidique (EAL)",
                            "Ferritine, coefficient de saturation",
                            "ECBU avec antibiogramme",
                            "ASAT, ALAT, GGT, PAL",
                            "INR",
                            "PSA total",
                            "Vitamine D 25-OH",
                        ],
                        5,
                    ),
                ]
            )
        )
    else:
        ctx.put(doc_type=["55115-0"])
        ex = ctx.pick(*bodies.IMAGING)
        core = (
            f"<h2 class=c>{ctx.pick('DEMANDE D’EXAMEN D’IMAGERIE', 'Ordonnance – imagerie', 'Demande d’imagerie médicale')}</h2>"
            + li(
                [
                    f"{ctx.pick('Merci de réaliser :', 'Faire pratiquer :')} {ex[0]}",
                    bodies.fill(
                        ctx,
                        "Indication : "
                        + ctx.pick(
                            "douleurs persistantes",
                            "contrôle après l'examen du {d1}",
                            "bilan d'extension",
                            "suspicion clinique",
                            "suivi à {n} mois",
                        ),
                    ),
                    bodies.fill(ctx, "Créatininémie du {d1} : {num} µmol/L. Pas d'allergie connue."),
                ]
            )
        )
    col = ctx.pick(*COLORS)
    variant = r.randint(0, 2)
    prat = f"<b>{esc(gp.name(style=ctx.pick('TGF', 'TgU')))}</b><br>{esc(gp.label)}<br>{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}<br>Tél {ctx.phone()}<br>RPPS : {gp.rpps}<br>AM : {gp.am}"
    if variant == 0:
        idt = f"<div style='text-align:right;margin:6mm 0'>{ctx.city}, le {ctx.date(d)}<br><b>{esc(ctx.civility(True) if ctx.age > 14 else ctx.civility())} {esc(ctx.labelled_full())}</b><br>{ctx.pick('Né(e) le ', 'né(e) le : ', 'DDN : ') + ctx.bd() if ctx.bd() else ''} {ctx.maybe(0.4, f'({ctx.age_txt})')}<br>{r.randint(12, 102) if ctx.age < 14 else r.randint(45, 99)} kg<br>{esc(ins_line(ctx))} {ctx.datamatrix(58)}</div>"
        top = f"<div>{prat}</div>{idt}"
    elif variant == 1:
        top = f"<div style='display:flex;gap:6mm'><div style='flex:1;border:1px solid {col};padding:3mm;border-radius:3mm'><span class=s style='color:{col}'>PRESCRIPTEUR</span><br>{prat}</div><div style='flex:1;border:1px solid {col};padding:3mm;border-radius:3mm'><span class=s style='color:{col}'>PATIENT</span><br>{rows(pairs(ctx, sex=r.random() < 0.5))}<br>{ctx.datamatrix(58)}</div></div><p class=r>Prescription du {ctx.date(d, 'slash')}</p>"
    else:
        top = f"<div class=c style='border-bottom:1px solid #000'>{prat.replace('<br>', ' – ')}</div><p style='margin-top:5mm'>Le {ctx.date(d)}</p><p>{esc(sentence(ctx).rstrip(','))}</p><p class=s>{esc(ins_line(ctx))}</p>"
    foot = f"<div class=s style='position:fixed;bottom:0;left:0;right:0;text-align:center;color:#666'>Membre d'une AGA – règlement par chèque accepté. En cas d'urgence composez le 15. Imprimé par {ctx.pick('MediSuite 8', 'Cab+Net', 'Doc’Office', 'eCabinet')} v{r.randint(2, 9)}.{r.randint(0, 9)}</div>"
    rel = relative(ctx, 0)
    return page(
        ctx,
        top
        + core
        + (f"<p>{esc(rel)}</p>" if rel else "")
        + f"<p class=r style='margin:12mm 6mm 0 0'>{sign(ctx, gp, 'TgU')}</p>"
        + foot,
        font=ctx.pick("Liberation Sans", "Carlito", "Roboto", "DejaVu Serif"),
        papersize=ctx.pick("A4", "A4", "A5") if variant == 2 else "A4",
        margin="14mm 16mm",
    )


@layout("afterhours_visit", "weasy", age=(1, 95))
def afterhours(ctx):
    me, gp = ctx.pro("gp"), ctx.pro("gp")
    st = ctx.pick("SOS Médecins", "Maison médicale de garde", "Association de garde médicale") + " " + ctx.city
    ctx.put(structure_name=st)
    d = ctx.doc_date
    ctx.put(doc_type=["11488-4"], doc_date=d.isoformat(), act_date=d.isoformat(), recipients=[gp.family])
    ctx.author(me)
    u = ctx.pick(*bodies.URGENCES)
    r = ctx.rng
    hh = f"{r.choice([20, 21, 22, 23, 0, 1, 3, 5]):02d}h{r.randint(0, 59):02d}"
    idt = pairs(ctx)
    tab = "".join(
        f"<tr><td style='width:55mm;background:#eee'>{esc(k)}</td><td><b>{esc(v)}</b></td></tr>" for k, v in idt
    )
    body = f"""<div style="background:#d22;color:#fff;padding:2mm 4mm;font-size:15pt;font-weight:bold">{esc(st)}</div><p class=s>Permanence des soins – {esc(ctx.addr)} – régulation {ctx.phone()}</p><h2>{ctx.pick("COMPTE RENDU DE VISITE", "Fiche de consultation non programmée", "COMPTE RENDU DE CONSULTATION DE GARDE")}</h2>
    <table border=1 cellpadding=3 style="width:100%">{tab}<tr><td style='background:#eee'>Date et heure d'appel</td><td>{ctx.date(d, "slash")} {hh}</td></tr><tr><td style='background:#eee'>Lieu d'intervention</td><td>{esc(ctx.paddr)}, {ctx.pcity} – code porte {r.randint(1000, 9999)}B</td></tr><tr><td style='background:#eee'>Appelant</td><td>{ctx.pick("conjoint", "voisine Mme " + ctx.people.family(), "patient", "aide à domicile")}</td></tr><tr><td style='background:#eee'>Motif</td><td>{u[0]}</td></tr></table>
    <p style="margin-top:3mm"><b>Observation.</b> {esc(bodies.fill(ctx, u[1]))} {esc(bodies.fill(ctx, ctx.pick(*bodies.EXAMS)))}</p><p><b>Antécédents.</b> {esc(bodies.history(ctx))}</p><p>{esc(relative(ctx, 0.2))}</p><p><b>Diagnostic.</b> {u[2]}</p><p><b>Traitement remis.</b> {esc(" ; ".join(bodies.drugs(ctx, 2)))}</p><p><b>Devenir.</b> {ctx.pick("Laissé" + ctx.e() + " au domicile, revoir le médecin traitant sous 48 heures.", "Surveillance à domicile.", "À recontacter si fièvre.")}</p>
    <p>Médecin traitant destinataire : {esc(gp.name(style="TgU"))}</p><p class=r>Visite effectuée le {ctx.date(d, "slash")} par {sign(ctx, me, "TgU")}<br>RPPS {me.rpps}</p>"""
    return page(
        ctx,
        body,
        font=ctx.pick("Liberation Sans Narrow", "FreeSans", "Roboto Condensed"),
        size="11pt",
        margin="12mm 15mm",
    )


@layout("telemedicine_report", "chromium_hf", age=(18, 80))
def tele(ctx):
    me = ctx.pro("gp")
    d = ctx.doc_date
    gp = ctx.pro("gp")
    plat = ctx.pick("Konsulto", "MaTéléconsult", "Vitadoc Connect", "Allo-Praticien")
    ctx.put(doc_type=["85208-7", "11488-4"], doc_date=d.isoformat(), act_date=d.isoformat(), recipients=[gp.family])
    ctx.omit("structure_name")
    ctx.author(me)
    idt = pairs(ctx)
    g = "".join(
        f"<div style='border-bottom:1px solid #ddd;padding:1.5mm 0;display:flex'><span style='width:60mm;color:#666'>{esc(k)}</span><span>{esc(v)}</span></div>"
        for k, v in idt
    )
    u = ctx.pick(*bodies.URGENCES)
    body = f"""<div style="display:flex;align-items:center;gap:4mm">{logo(ctx, "#4b3fe0")}<b style="font-size:17pt;color:#4b3fe0">{plat}</b></div><h1 style="font-size:16pt">{ctx.pick("Compte rendu de téléconsultation", "Votre compte-rendu de téléconsultation")}</h1>
    <p>Téléconsultation du {ctx.date(d, "long")} à {ctx.rng.randint(8, 21)}:{ctx.rng.choice(["05", "20", "40"])} (visio, {ctx.rng.randint(6, 19)} min)</p><h3>Patient</h3>{g}{ctx.datamatrix(62)}<h3>Praticien</h3><p>{esc(me.name(style="TgU"))}, {esc(me.label)}, RPPS {me.rpps}</p>
    <h3>Motif</h3><p>{u[0]}, évoluant depuis {ctx.rng.randint(1, 5)} jours. Consentement recueilli.</p><h3>Synthèse</h3><p>{esc(bodies.fill(ctx, ctx.pick("Pas de signe de gravité. Température déclarée {temp} °C.", "Photographie transmise le {d1} analysée.", "Auto-mesure tensionnelle {ta}.", "Examen limité par la visio.")))} Hypothèse : {u[2].lower()}. Antécédents déclarés : {esc(bodies.history(ctx, 2))}.</p><p>{esc(relative(ctx, 0.1))}</p><h3>Conduite</h3><ul>{"".join("<li>" + esc(x) + "</li>" for x in bodies.drugs(ctx, 2))}</ul><p>Document transmis au médecin traitant : {esc(gp.name(style="TgU"))}.</p><p>Signé électroniquement le {ctx.date(d, "slash")} par {esc(me.name(style="TgU"))}.</p>"""
    return page(ctx, body, font="Open Sans", size="10pt", margin="16mm", title=f"{plat} - Mes documents")


@layout("child_exam", "weasy", age=(0.4, 6))
def child(ctx):
    me = ctx.pro("pedia")
    d = ctx.doc_date
    st = ctx.pick("Protection maternelle et infantile – Centre de ", "PMI de ", "Cabinet de pédiatrie de ") + ctx.city
    ctx.put(
        structure_name=st,
        doc_type=["59283-2", "68817-6", "11488-4"],
        doc_date=d.isoformat(),
        act_date=d.isoformat(),
        recipients=[],
    )
    ctx.author(me)
    r = ctx.rng
    a = max(ctx.age, 0.3)
    mother = ctx.people.given("F", 1988) + " " + ctx.people.family()

    def box(t):
        return f"{'☒' if r.random() < 0.7 else '☐'} {t} "

    body = f"""<table style="width:100%"><tr><td>{logo(ctx, "#3b8b3b")}</td><td class=c><b style="font-size:14pt">{ctx.pick("Examen de santé de l'enfant", "Compte rendu d'examen de l'enfant", "EXAMEN MÉDICAL DE L'ENFANT")}</b><br>{esc(st)}</td></tr></table>
    <div style="border:1.5px solid #3b8b3b;padding:3mm;margin:4mm 0"><b>L'enfant</b><br>{rows(pairs(ctx), br=" &nbsp;&nbsp; ")}</div>
    <div style="border:1px dashed #888;padding:3mm;margin:4mm 0"><b>Les parents</b><br>Mère : {esc(mother)} &nbsp; Père : {esc(ctx.people.given("M", 1986))} {esc(ctx.v["birth_name"])}<br>{esc(relative(ctx, 0))}</div>
    <p>Examen pratiqué le {ctx.date(d, "slash")} à l'âge de {ctx.age_txt}. Poids {3.5 + a * 2.6:.1f} kg – Taille {55 + int(a * 9)} cm – PC {38 + int(a * 2.5)} cm</p><p>{box("Marche")}{box("Tient assis")}{box("Sourire réponse")}{box("Phrases de deux mots")}{box("Oto-émissions normales")}{box("Suit du regard")}</p>
    <p>Naissance à {r.randint(35, 41)} SA, Apgar 10/10. Alimentation {ctx.pick("maternelle", "mixte", "diversifiée")}. Vaccins : hexavalent le {ctx.date(ctx.back(60, 90) if a > 0.5 else d, "slash")}, pneumocoque à jour.</p><p>{esc(ctx.pick("Développement psychomoteur harmonieux.", "Dermatite atopique des plis.", "Retard de langage modéré, audiogramme demandé.", "Souffle cardiaque fonctionnel.", "Otite séreuse droite.", "Courbe pondérale infléchie, contrôle dans un mois.", "Examen ophtalmologique à prévoir.", "Testicules ou organes génitaux sans anomalie, hanches stables."))}</p><p>Prochain examen : {ctx.date(ctx.fwd(60, 200), "slash")}</p><p class=r>{sign(ctx, me, "TgU")}<br>RPPS {me.rpps}</p>"""
    return page(ctx, body, font=ctx.pick("Lato", "DejaVu Sans", "Noto Sans"), size="10.3pt")
