"""Laboratory, imaging, pathology and functional results."""

import datetime as dt

from eval.examiners.mailroom.content import IMAGING, LAB, PATHO
from eval.examiners.mailroom.context import E, inline, table
from eval.examiners.mailroom.page import base, layout, logo, staff
from eval.examiners.mailroom.people import LAST, Doctor


def comma(value, digits):
    """A number as French laboratories print it."""
    return f"{value:.{digits}f}".replace(".", ",")


def lab_rows(c, prev=True, cols=5):
    out = []
    for chap in c.r.sample(list(LAB), c.r.randint(3, 5)):
        out.append(f"<tr class=ch><td colspan={cols}>{chap}</td></tr>")
        for n, u, lo, hi, dec in LAB[chap]:
            v = c.r.uniform(lo * 0.85, hi * 1.12)
            pv = c.r.uniform(lo, hi)
            flag = "H" if v > hi else "L" if v < lo else ""
            out.append(
                "<tr><td>{}</td><td class=r>{}{}</td><td>{}</td><td class=s>{} à {}</td>{}</tr>".format(
                    n,
                    comma(v, dec),
                    " " + flag if flag else "",
                    u,
                    comma(lo, dec),
                    comma(hi, dec),
                    f"<td class='r s'>{comma(pv, dec)}</td>" if prev else "",
                )
            )
    return "".join(out)


def lab_who(c):
    c.author.spec = "Biologiste médical"
    c.f["doc_type"] = "11502-2"
    c.docdate = c.act if c.r.random() < 0.6 else c.act + dt.timedelta(days=1)


def img_of(c):
    t = c.r.choice([x for x in IMAGING if not (x[1] == "MAMMO" and c.p.sex == "M")])
    c.author.spec = "Radiologue"
    c.f["doc_type"] = "18748-4"
    return t


def patho(c):
    c.author.spec = "Anatomopathologiste"
    c.f["doc_type"] = "60568-3"
    xs = [
        x
        for x in PATHO
        if not (c.p.sex == "M" and ("Frottis" in x[0] or "mammaires" in x[0]))
        and not (c.p.sex == "F" and "prostat" in x[0])
    ]
    c.docdate = c.act + dt.timedelta(days=c.r.randint(2, 9))
    return c.r.choice(xs)


@layout
def lab_town_table(c):
    lab_who(c)
    name = c.structure("Laboratoire {n}", "BioAnalys {de_t}", "LBM Océalab {t}")
    who = c.nm("civ last first", long=c.r.random() < 0.5)
    num = f"{c.r.randint(1, 999999):06d}-{c.r.randint(1, 9999):04d}"
    return (
        base(
            "Liberation Sans",
            9,
            "12mm 14mm 18mm 14mm",
            1.25,
            f"@page{{@bottom-center{{content:'Page ' counter(page) ' / ' counter(pages) ' – dossier {num}';font-size:7pt}}}} .res{{width:100%}} .res td{{padding:.7mm 1.5mm;border-bottom:.3pt dotted #888}} .ch td{{background:#e3edf7;font-weight:bold}}",
        ),
        f"""<table width=100%><tr><td>{logo("#1c6dd0", "circle")}</td><td><b style='font-size:13pt;color:#1c6dd0'>{name}</b><br>{c.street}, {E(c.city)}<br>Tél. {c.tel} – Fax {c.fax}</td><td class='r s'>{c.finess()}<br>Biologistes : {c.who(c.doc2, "")}, {c.sign("")}, {c.who(c.doc3, "")}<br>Accréditation Cofrac n° 8-{c.r.randint(1000, 4999)}</td></tr></table>
<table width=100% style='margin:5mm 0'><tr><td style='width:55%'><b>{who}</b><br>{c.born()}{c.ins_line("<br>")}<br>Dossier {num}</td><td>{c.one("Prescripteur :", "Prescrit par :", "Demandé par")} {c.recipient()}<br>{c.one("Prélevé le", "Prélèvement du", "Date de prélèvement :")} {c.acted("/")} à {c.r.randint(7, 11)}h{c.r.randint(10, 59)}<br>{c.one("Enregistré le", "Reçu le")} {c.d(c.act, "/")}<br>{c.one("Édité le", "Compte rendu édité le", "Validé et édité le")} {c.doc("/")}</td></tr></table><!--X-->
<table class=res><tr><td></td><td class=r><b>Résultat</b></td><td><b>Unité</b></td><td><b>Réf.</b></td><td class=r><b>Antér. {c.d(c.past(40, 300), "/")}</b></td></tr>{lab_rows(c)}</table><p class=s style='margin-top:3mm'>Méthodes : cytométrie en flux, colorimétrie, immunoturbidimétrie, électrochimiluminescence. Les valeurs de référence dépendent de l'âge et du sexe. Interprétation à confronter à la clinique.</p><p>{c.one("Compte rendu complet validé par", "Validation biologique :", "Validé par")} {c.sign()}</p>""",
    )


@layout
def lab_hospital_mono(c):
    lab_who(c)
    name = c.structure("CENTRE HOSPITALIER {de_t}", "CHU {de_t}")
    rows = (
        c.kv_names("NOM NAISS.", "NOM USUEL", "PRENOM")
        + c.kv_dob("NE(E) LE", "/")
        + c.kv_sex("SEXE")
        + [("IPP", c.ipp()), ("SEJOUR", c.episode())]
        + c.kv_ins("INS")
    )
    body = []
    for chap in c.r.sample(list(LAB), 4):
        body.append(f"\n<b>{chap}</b>")
        for n, u, lo, hi, dec in LAB[chap]:
            v = c.r.uniform(lo * 0.8, hi * 1.2)
            body.append(f"  {n:<28} {v:9.{dec}f} {u:<8} [{lo} - {hi}]{'  *' if not lo <= v <= hi else ''}")
    return (
        base("DejaVu Sans Mono", 8.2, "14mm", 1.2, "pre{font-family:'DejaVu Sans Mono';margin:0}"),
        "<pre>{}\nPOLE DE BIOLOGIE - BIOCHIMIE - HEMATOLOGIE      {}\nRESPONSABLES : {} / {}\n{}\n{}\n{}\nUF DEMANDEUSE : {}   PRESCRIPTEUR : {}\nPRELEVE LE    : {} {:02d}:{:02d}     RECU LE : {}\n{}\n{}\n\n{} : {}      {} : {}\n*** FIN DU COMPTE RENDU - PAGE 1/1 - IMPRIME PAR AUTOMATE ***</pre>".format(
            name,
            c.tel,
            c.who(c.doc2),
            c.who(c.doc3),
            "=" * 74,
            "\n".join(f"{label:<14}: {value}" for label, value in rows),
            "-" * 74,
            c.one("CARDIOLOGIE", "URGENCES", "REANIMATION", "MEDECINE 2"),
            c.recipient(),
            c.acted("/"),
            c.r.randint(5, 11),
            c.r.randint(0, 59),
            c.d(c.act, "/"),
            "<!--X-->" + "-" * 74,
            "\n".join(body),
            c.one("VALIDE PAR", "BIOLOGISTE"),
            c.sign(),
            c.one("LE", "DATE DE VALIDATION"),
            c.doc("/"),
        ),
    )


@layout
def imaging_center(c):
    t = img_of(c)
    name = c.structure("Centre d'imagerie médicale {de_t}", "Imagerie {n}", "Cabinet de radiologie {n}")
    c.docdate = c.act
    return (
        base("Carlito", 11, "15mm 20mm", 1.35),
        f"""<table width=100%><tr><td>{logo("#333", "bars")}</td><td class=c><b style='font-size:15pt'>{name}</b><br><span class=s>IRM – Scanner – Échographie – Radiologie numérisée<br>{c.street} – {E(c.city)} – {c.tel}</span></td></tr></table><p class=s>{c.who(c.doc2)} – {c.sign()} – {c.who(c.doc3)} – {c.who(Doctor(c.r))}</p><hr><p class=r>{E(c.town)}, le {c.doc("text")}</p>
<p><b>{c.nm("civ last first")}</b><br>{c.born()}{c.ins_line("<br>")}</p><p>{c.one("Médecin prescripteur :", "Adressé par", "Prescripteur :")} {c.recipient()}</p><h2 class=c style='border:1pt solid #000;padding:1.5mm'>{E(t[0].upper())}</h2><p>{c.one("Examen du", "Réalisé le", "Date d’examen :")} {c.acted()}</p><!--X-->
<p><b>{c.one("Indication", "Renseignements cliniques")} :</b> {E(t[2])}</p><p><b>Technique :</b> {" ".join(E(x) for x in t[3])}</p><p><b>{c.one("Résultats", "Compte rendu")} :</b></p>{"".join(f"<p>{c.t(x)}</p>" for x in t[4])}<p><b>{c.one("CONCLUSION", "Conclusion", "Au total")} :</b> {" ".join(c.t(x) for x in t[5])}</p><p>Examen lu en première intention puis relu. {c.fill["P"]} a été informé{c.fill["e"]} du résultat.</p>{c.discussion(3)}<p>{c.one("Cher confrère, merci de votre confiance.", "Avec mes sentiments confraternels.")}</p><p class=r>{c.sign()}<br>{c.rpps() if c.r.random() < 0.5 else ""}</p><p class=s>Images consultables en ligne pendant 12 mois. Le compte rendu est le seul document médico-légal. Appareil installé le 04/2021, n° {c.r.randint(10000, 99999)}.</p>""",
    )


@layout
def imaging_hospital_two_column(c):
    t = img_of(c)
    name = c.structure("CHU {de_t}", "Centre hospitalier {de_t}", "GHT Santé {de_t} – hôpital principal")
    rows = (
        c.kv_names("Nom de naissance", "Nom usuel", "Prénom")
        + c.kv_dob("Né(e) le")
        + c.kv_sex()
        + c.kv_ins()
        + [("IPP", c.ipp()), ("Demande n°", str(c.r.randint(10**6, 10**7)))]
    )
    return (
        base(
            "Noto Sans",
            9,
            "12mm 15mm",
            1.35,
            ".l{width:52mm;border-right:1pt solid #088;padding-right:3mm} .l .k{display:block;font-size:7pt;color:#066} .l .v{display:block;font-weight:bold}",
        ),
        f"""<p><b style='color:#088;font-size:14pt'>{name}</b> – Service de radiologie et imagerie médicale</p><table width=100%><tr><td class=l>{table(rows)}<hr><div class=s>{staff(c, 3)}<br>Manipulateur : M. {c.fam(c.r.choice(LAST))}<br>Secrétariat : {c.tel}</div></td><td style='padding-left:5mm'><h2>{c.one("COMPTE RENDU D’EXAMEN", "Compte-rendu d’imagerie")} – {E(t[0])}</h2><p>{table([(c.one("Date de l'examen", "Examen réalisé le", "Acte du"), c.acted()), ("Demandeur", c.recipient()), (c.one("Radiologue", "Interprété par", "Médecin radiologue"), c.sign()), (c.one("Validé le", "Date de validation", "Signé le"), c.doc())])}</p><!--X--><h3>Motif</h3><p>{E(t[2])}</p>{c.discussion(2)}<h3>Protocole</h3><p>{" ".join(E(x) for x in t[3])}</p><h3>Analyse</h3>{"".join(f"<p>{c.t(x)}</p>" for x in t[4])}<p>Comparé à l'examen antérieur du {c.fill["d2"]}.</p><h3>Synthèse</h3><p><b>{" ".join(c.t(x) for x in t[5])}</b></p><p>{c.rpps()}</p></td></tr></table>""",
    )


@layout
def pathology_classic(c):
    t = patho(c)
    name = c.structure(
        "Cabinet de pathologie {n}", "Centre de pathologie {de_t}", "Laboratoire d'anatomie pathologique {n}"
    )
    num = f"{c.one('26H', 'H26-', '26.C.')}{c.r.randint(1, 99999):05d}"
    return (
        base("Liberation Serif", 11, "18mm 20mm", 1.35),
        f"""<p class=c><b style='font-size:14pt'>{name}</b><br>{c.street} – {E(c.city)}<br>{c.who(c.doc2)} – {c.sign()} – {c.who(c.doc3)}<br><span class=s>{c.tel} – {c.finess()}</span></p><hr><table width=100%><tr><td style='width:55%'><b>{c.nm("civ last first")}</b><br>{c.born()}{c.ins_line("<br>")}</td><td>{c.one("Prélèvement du", "Prélevé le", "Date du prélèvement :")} {c.acted()}<br>{c.one("Reçu le", "Enregistré le")} {c.d(c.act + dt.timedelta(days=1))}<br>Examen n° {num}<br>Préleveur : {c.recipient()}<br>Copie : {c.recipient()}</td></tr></table>
<h2 class=c>{c.one("COMPTE RENDU D'ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", "Examen anatomopathologique", "COMPTE-RENDU HISTOLOGIQUE")}</h2><p><b>Nature :</b> {E(t[0])}</p><!--X--><p><b>{c.one("Renseignements cliniques", "Contexte")} :</b> {c.one("Non communiqués.", "Contrôle, voir courrier joint.", "Suspicion clinique, antécédent du " + c.fill["d1"] + ".")}</p><h3>Macroscopie</h3>{"".join(f"<p>{E(x)}</p>" for x in t[1])}<h3>{c.one("Microscopie", "Histologie")}</h3>{"".join(f"<p>{E(x)}</p>" for x in t[2])}{c.discussion(2)}<p>Fixation en formol tamponné, inclusion en paraffine, coloration HES. Trois niveaux de coupe ont été examinés. Témoins internes et externes satisfaisants.</p><h3>CONCLUSION</h3><p><b>{E(t[3])}</b></p><p>Code ADICAP : {c.one("BHCR7A40", "OHSU0600", "BHGAD100")}</p><p class=r>{c.one("Signé le", "Compte rendu validé le", "Le")} {c.doc()}<br>{c.sign()}<br>{c.rpps() if c.r.random() < 0.6 else ""}</p>""",
    )


@layout
def pathology_hospital_form(c):
    t = patho(c)
    name = c.structure("CHU {de_t}", "Institut {n}", "CHR {de_t}")
    rows = (
        c.kv_names("Nom de naissance", "Nom d'usage", "Prénoms", firsts=True)
        + c.kv_dob("Date de naissance")
        + c.kv_sex()
        + c.kv_ins()
        + [("IPP / séjour", c.ipp() + " / " + c.episode())]
    )
    return (
        base("Roboto", 9.5, "14mm", 1.35, ".g td{border:.5pt solid #777;padding:1mm 2mm} .g .k{background:#f2eef6}"),
        f"""<table width=100%><tr><td><b>{name}</b><br>Département de pathologie<br><span class=s>{c.tel} – Pr {E(c.doc2.family)} (chef de département)</span></td><td>{table(rows, "g")}</td><td>{c.datamatrix()}</td></tr></table><p></p>
{table([("Référence", "26-P-" + format(c.r.randint(1, 99999), "05d")), ("Prélèvement effectué le", c.acted()), ("Par", c.recipient()), ("Reçu au laboratoire le", c.d(c.act + dt.timedelta(days=1))), ("Pathologiste responsable", c.sign()), ("Date du compte rendu", c.doc())], "g")}<!--X--><h2>{c.one("Compte rendu définitif", "COMPTE RENDU ACP")} – {E(t[0])}</h2>{c.para("atcd") if c.case else ""}<h3>Examen macroscopique</h3>{"".join(f"<p>{E(x)}</p>" for x in t[1])}<h3>Examen microscopique</h3>{"".join(f"<p>{E(x)}</p>" for x in t[2])}<p>Relecture collégiale avec le {c.who(c.doc3)}. Antériorité : examen 24-P-{c.r.randint(10000, 99999)} du {c.fill["d1"]}, sans rapport.</p><p style='border:1.2pt solid #000;padding:2mm'><b>Conclusion : {E(t[3])}</b></p><p class=s>{c.rpps()} – document signé électroniquement par {c.sign()}</p>""",
    )


@layout
def endoscopy_report(c):
    c.pick_case("gastro")
    c.author.spec = "Gastro-entérologue"
    name = c.structure("Clinique {n}", "Centre d'endoscopie {de_t}", "Hôpital Saint-{s}")
    c.f["doc_type"] = ["70004-7", "11505-5"]
    c.docdate = c.act
    return (
        base("Open Sans", 9.5, "16mm 18mm", 1.35, ".pat{background:#f6f1e4;padding:2mm} h3{color:#875}"),
        f"""<p><b style='font-size:13pt'>{name}</b> – Unité d'endoscopie digestive – {c.tel}</p><h2 class=c>{c.one("COLOSCOPIE TOTALE", "Compte rendu de coloscopie", "ENDOSCOPIE DIGESTIVE BASSE")}</h2><div class=pat>{inline(c.kv_names("Nom de naissance", "Nom utilisé", "Prénom") + c.kv_dob("Naissance") + c.kv_ins() + [("IPP", c.ipp())])}</div><!--X-->
<p>{c.one("Examen réalisé le", "Endoscopie du", "Date :")} {c.acted()} par {c.sign()} ({c.rpps()}), infirmière : Mme {c.fam(c.r.choice(LAST))}, anesthésiste : {c.who(c.doc2)}.</p><p>Appareil : Olympus CF-HQ1100, n° {c.r.randint(10**6, 10**7)}. Désinfection tracée. Consentement recueilli le {c.d(c.past(10, 30))}.</p><h3>Indication</h3><p>{c.r.choice(c.case["motif"]).capitalize()}</p><h3>Antécédents</h3>{c.ul("atcd", 2)}{c.life(3)}<h3>Préparation</h3><p>Score de Boston {c.r.randint(6, 9)} (3+{c.r.randint(1, 3)}+{c.r.randint(1, 3)}), préparation fractionnée.</p><h3>Description</h3><p>Progression jusqu'au bas-fond cæcal, reconnu par l'orifice appendiculaire et la valvule. Retrait en {c.r.randint(7, 15)} minutes. {c.one("Polype sessile de 5 mm du côlon transverse, Paris 0-Is, réséqué à l’anse froide, récupéré.", "Muqueuse colique normale sur toute sa hauteur.", "Diverticules du sigmoïde non compliqués.")} {c.one("Iléon terminal normal sur 10 cm.", "Hémorroïdes internes grade 1 en rétrovision.")} Pas d'angiodysplasie. Rectum normal.</p><h3>Conclusion</h3><p><b>{c.one("Coloscopie totale normale.", "Un polype réséqué, analyse en cours.", "Diverticulose colique simple.")}</b></p><h3>Conduite</h3>{c.discussion(4)}{c.para("plan", 2)}<p>Pas de complication immédiate. Courrier adressé à {c.recipient()}.</p><p class=r>Le {c.doc()}, {c.sign()}</p>""",
    )


@layout
def echocardiography_measures(c):
    c.pick_case("cardiologie")
    c.author.spec = "Cardiologue"
    name = c.structure("Cabinet de cardiologie {n}", "Clinique du cœur {de_t}", "Centre hospitalier {de_t}")
    c.f["doc_type"] = ["70004-7", "18748-4"]
    c.docdate = c.act
    ms = [
        ("Ao asc", "mm"),
        ("OG surface", "cm²"),
        ("DTDVG", "mm"),
        ("DTSVG", "mm"),
        ("SIVd", "mm"),
        ("PPd", "mm"),
        ("E/A", ""),
        ("E/e'", ""),
        ("TAPSE", "mm"),
        ("PAPS", "mmHg"),
        ("VTI", "cm"),
        ("Vmax Ao", "m/s"),
    ]
    return (
        base("Cantarell", 9.5, "15mm", 1.3, ".g td{border:.4pt solid #aaa;padding:.8mm 3mm}"),
        f"""<table width=100%><tr><td><b>{name}</b><br>{c.street}<br>{E(c.city)}</td><td class=r>{c.sign()}<br>{E(c.author.spec)}<br>{c.rpps()}</td></tr></table><hr><p>{c.one("Patient", "Nom")} : <b>{c.nm("last first")}</b> &nbsp; {c.born()} {c.ins_line("&nbsp; ")}<br>Adressé{c.fill["e"]} par : {c.recipient()} &nbsp; Poids {c.r.randint(50, 100)} kg &nbsp; Taille {c.r.randint(150, 188)} cm</p><h2 class=c>{c.one("ÉCHOCARDIOGRAPHIE TRANSTHORACIQUE", "Échographie cardiaque Doppler")} du {c.acted()}</h2><!--X--><table class=g>{"".join("<tr>{}</tr>".format("".join(f"<td>{n}</td><td>{c.r.randint(8, 60)} {u}</td>" for n, u in ms[i : i + 3])) for i in (0, 3, 6, 9))}</table><p></p><p>Indication : {c.r.choice(c.case["motif"])}.</p>{c.para("atcd", 2)}<p>Qualité de fenêtre {c.one("bonne", "moyenne")}. {" ".join(c.some("img", 2))} Cinétique segmentaire analysée en 17 segments. Valve aortique tricuspide, sans fuite ni sténose. Péricarde sec. Veine cave inférieure à {c.r.randint(12, 22)} mm, compliante. Cavités droites non dilatées.</p>{c.life(3)}{c.discussion(3)}<h3>Conclusion</h3><p>{c.t(c.r.choice(c.case["concl"]))}</p>{c.para("plan", 2)}<p class=r>{c.one("Le", "Signé le")} {c.doc()} – {c.sign()}</p>""",
    )


@layout
def genetics_report(c):
    c.author.spec = "Généticien"
    name = c.structure("CHU {de_t}", "Institut de génétique {n}")
    c.f["doc_type"] = "51969-4"
    c.docdate = c.act + dt.timedelta(days=c.r.randint(12, 45))
    if c.docdate > dt.date(2026, 11, 20):
        c.act -= dt.timedelta(days=45)
        c.docdate -= dt.timedelta(days=45)
    g, v = c.r.choice(
        [
            ("BRCA1", "c.5266dup p.(Gln1756Profs*74)"),
            ("F5", "c.1601G>A p.(Arg534Gln)"),
            ("HFE", "c.845G>A p.(Cys282Tyr)"),
            ("MYBPC3", "c.1504C>T p.(Arg502Trp)"),
            ("LDLR", "c.682G>T p.(Glu228*)"),
            ("CFTR", "c.1521_1523del p.(Phe508del)"),
            ("MLH1", "absence de variant pathogène"),
            ("PALB2", "absence de variant pathogène"),
        ]
    )
    rows = (
        c.kv_names("Nom de naissance", "Nom d'usage", "Prénoms", firsts=True)
        + c.kv_dob("Né(e) le")
        + c.kv_sex()
        + c.kv_ins()
    )
    return (
        base("Lato", 9.5, "16mm 18mm", 1.35, ".g td{border:.5pt solid #468;padding:1mm 2mm}"),
        f"""<table width=100%><tr><td>{logo("#468", "wave")}</td><td><b>{name}</b><br>Laboratoire de génétique moléculaire<br><span class=s>{c.finess()} – {c.tel}</span></td><td class='r s'>{staff(c, 2)}</td></tr></table><h2 class=c>{c.one("COMPTE RENDU D'ANALYSE GÉNÉTIQUE", "Examen des caractéristiques génétiques d'une personne", "GÉNÉTIQUE MOLÉCULAIRE – COMPTE RENDU")}</h2>{table(rows, "g")}<p></p>{table([("Prescripteur", c.recipient()), ("Prélèvement (sang EDTA) du", c.acted()), ("Arrivé le", c.d(c.act + dt.timedelta(days=1))), ("N° ADN", "D26-" + format(c.r.randint(1, 9999), "04d")), ("Gène étudié", g)], "g")}<!--X-->
<p style='margin-top:3mm'><b>Indication :</b> {c.one("histoire familiale évocatrice", "étude d’un apparenté", "confirmation diagnostique")}, cas index au 2e degré. Consentement écrit joint, recueilli le {c.d(c.act)}.</p><p><b>Technique :</b> extraction automatisée, séquençage parallèle (panel capture, profondeur moyenne 420x), confirmation Sanger. Référence GRCh38, nomenclature HGVS. Sensibilité supérieure à 99 % pour les substitutions ; les remaniements de grande taille sont recherchés par MLPA.</p><p><b>Résultat :</b> gène {g}, {E(v)}{", état hétérozygote, classe 5" if "absence" not in v else ""}.</p><p><b>Interprétation :</b> {"Ce résultat confirme la prédisposition. Une consultation de génétique doit accompagner le rendu, et l’information de la parentèle est obligatoire." if "absence" not in v else "Résultat négatif qui ne permet pas d’exclure une prédisposition liée à un autre gène. La surveillance repose sur l’histoire familiale."}</p>{c.discussion(3)}<p>Bibliographie : Richards S. et al., Genet Med 2015 ; Plon S. et al., Hum Mutat 2008. Technicienne : Mme {c.fam(c.doc3.family)}.</p><p class=r>{c.one("Validé le", "Date de signature :")} {c.doc()}<br>{c.sign()}<br>{c.rpps()}</p>""",
    )


def measured(c, name):
    """One row of a lung function test."""
    return f"<tr><td>{name}</td><td>{c.r.uniform(2, 5):.2f}</td><td>{c.r.uniform(1, 5):.2f}</td><td>{c.r.randint(38, 115)}</td><td>{c.r.uniform(1, 5):.2f}</td></tr>"


@layout
def lung_function_test(c):
    c.pick_case("pneumologie")
    c.author.spec = "Pneumologue"
    name = c.structure("Centre hospitalier {de_t}", "Laboratoire d'explorations fonctionnelles {n}")
    c.f["doc_type"] = ["70004-7", "47420-5"]
    c.docdate = c.act
    rows = [
        ("ID", c.ipp()),
        ("Nom, prénom", c.nm("last first")),
        *c.kv_dob("D. naissance"),
        *c.kv_sex(),
        *c.kv_ins(),
        ("Taille/poids", f"{c.r.randint(150, 185)} cm / {c.r.randint(50, 105)} kg"),
    ]
    return (
        base(
            "Liberation Sans", 9.5, "15mm", 1.3, ".g{width:100%} .g td{border-bottom:.4pt solid #999;padding:.8mm 2mm}"
        ),
        f"""<p><b>{name}</b> – Explorations fonctionnelles respiratoires – {c.tel}</p>{table(rows)}<p>{c.one("Date du test", "Mesures du", "Session")} : {c.acted("/")} &nbsp; Technicien : M. {c.fam(c.doc2.family)} &nbsp; Médecin : {c.sign()} &nbsp; Demandé par {c.recipient()}</p><h2 class=c>{c.one("EXPLORATION FONCTIONNELLE RESPIRATOIRE", "Spirométrie et pléthysmographie")}</h2><!--X--><table class=g><tr><td>Paramètre</td><td>Théorique</td><td>Mesuré</td><td>%</td><td>Post-BD</td></tr>{"".join(measured(c, n) for n in ("CVF (L)", "VEMS (L)", "VEMS/CVF", "DEM 25-75", "CPT (L)", "VR (L)", "CRF (L)", "DLCO", "KCO", "Raw"))}</table><p></p><svg width='80mm' height='40mm' viewBox='0 0 160 80'><path d='M5 75 L15 10 Q60 30 150 75' fill='none' stroke='#226'/><path d='M5 75 L20 25 Q45 50 120 75' fill='none' stroke='#a22' stroke-dasharray='3'/><path d='M5 3V77H155' fill='none' stroke='#000'/></svg><p>{c.para("story", 1)}Trouble ventilatoire {c.one("obstructif", "mixte", "restrictif")} {c.one("léger", "modéré", "sévère")}, {c.one("réversible", "non réversible")} après bronchodilatateurs. Transfert du CO {c.one("conservé", "abaissé")}. Comparaison avec l'EFR du {c.fill["d1"]} : {c.one("stabilité", "perte de 140 mL de VEMS")}. Saturation de repos {c.r.randint(90, 98)} %. Test de marche de six minutes : {c.r.randint(180, 520)} mètres.</p>{c.para("plan", 2)}<p class=r>{c.one("Interprété le", "Validé le")} {c.doc("/")} par {c.sign()}</p>""",
    )


@layout
def tumor_board(c):
    c.pick_case("onco")
    c.author.spec = "Oncologue"
    name = c.structure("Centre de coordination en cancérologie {de_t}", "CHU {de_t} – 3C", "Institut {n}")
    c.f["doc_type"] = "34794-8"
    c.docdate = c.act
    ps = "".join(
        f"<tr><td>{c.who(Doctor(c.r))}</td><td>{s}</td></tr>"
        for s in ("Chirurgien", "Radiothérapeute", "Anatomopathologiste", "Radiologue")
    )
    rows = (
        c.kv_names("Nom de naissance", "Nom d'usage", "Prénom")
        + c.kv_dob("Date de naissance")
        + c.kv_sex()
        + c.kv_ins()
        + [("IPP", c.ipp())]
    )
    return (
        base(
            "Carlito",
            10.5,
            "14mm 16mm",
            1.3,
            ".g{width:100%} .g td{border:.5pt solid #555;padding:.8mm 2mm} h3{background:#eee}",
        ),
        f"""<p class=c><b>{name}</b></p><h2 class=c>{c.one("FICHE RCP", "COMPTE RENDU DE RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", "RCP – proposition de prise en charge")}</h2>{table(rows, "g")}<p></p>{table([(c.one("Date de la réunion", "RCP du", "Séance du"), c.acted()), ("Coordonnateur / responsable de la RCP", c.sign() + " – " + c.rpps()), ("Médecin présentant le dossier", c.who(c.doc2)), ("Médecin traitant destinataire", c.recipient())], "g")}<!--X--><h3>Participants</h3><table class=g>{ps}</table><h3>Histoire et antécédents</h3>{c.para("atcd", 3)}{c.para("story", 2)}<h3>Examens</h3>{c.para("img", 2)}{c.para("bio", 2)}<p>OMS {c.one("0", "1", "2")} – score G8 : {c.r.randint(9, 17)}/17 – classification {c.one("pT2N0M0", "pT3N1M0", "cT1N0M0")}</p><h3>Question posée</h3><p>{c.one("Stratégie adjuvante ?", "Indication de radiothérapie ?", "Poursuite ou arrêt du traitement ?")}</p><h3>Proposition</h3><p><b>{c.one("Chimiothérapie adjuvante par 8 cycles puis surveillance.", "Radiothérapie de 50 Gy en 25 séances.", "Hormonothérapie pendant cinq ans.", "Surveillance simple, scanner à trois mois.")}</b> Essai clinique : {c.one("non proposé", "à discuter")}. Quorum atteint. Dossier conforme au référentiel régional.</p>{c.para("plan", 1)}<p>Validation : {c.doc()} – {c.sign()}</p>""",
    )
