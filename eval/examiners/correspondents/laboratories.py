"""Results of laboratories. Pathology: see imaging."""

from eval.examiners.correspondents.names import esc
from eval.examiners.correspondents.page import kv_table, layout, logo, shell

LAB_SETS = {
    "HÉMATOLOGIE": [
        ("Leucocytes", "G/L", 3.8, 16, "4,0 – 10,0"),
        ("Hématies", "T/L", 3.1, 5.4, "4,00 – 5,40"),
        ("Hémoglobine", "g/dL", 8.6, 15.5, "12,0 – 16,0"),
        ("Hématocrite", "%", 28, 47, "36 – 46"),
        ("V.G.M.", "fL", 78, 102, "80 – 100"),
        ("Plaquettes", "G/L", 90, 420, "150 – 400"),
    ],
    "BIOCHIMIE": [
        ("Sodium", "mmol/L", 128, 145, "136 – 145"),
        ("Potassium", "mmol/L", 3.2, 5.6, "3,5 – 5,1"),
        ("Créatinine (enzymatique)", "µmol/L", 48, 190, "45 – 84"),
        ("Urée", "mmol/L", 3, 19, "2,8 – 8,1"),
        ("Glycémie à jeun", "g/L", 0.7, 2.1, "0,74 – 1,06"),
        ("C-réactive protéine", "mg/L", 1, 190, "< 5,0"),
    ],
    "BILAN HÉPATIQUE": [
        ("ASAT (TGO)", "UI/L", 14, 120, "< 35"),
        ("ALAT (TGP)", "UI/L", 12, 150, "< 41"),
        ("Gamma-GT", "UI/L", 15, 300, "< 40"),
        ("Phosphatases alcalines", "UI/L", 40, 240, "35 – 105"),
        ("Bilirubine totale", "µmol/L", 4, 40, "< 21"),
    ],
    "LIPIDES": [
        ("Cholestérol total", "g/L", 1.4, 2.9, "< 2,00"),
        ("HDL-cholestérol", "g/L", 0.35, 0.8, "> 0,40"),
        ("LDL-cholestérol (calculé)", "g/L", 0.6, 1.9, "selon risque"),
        ("Triglycérides", "g/L", 0.5, 3.2, "< 1,50"),
    ],
    "HORMONOLOGIE": [
        ("TSH 3e génération", "mUI/L", 0.2, 7, "0,27 – 4,20"),
        ("T4 libre", "pmol/L", 9, 24, "12,0 – 22,0"),
        ("Ferritine", "µg/L", 12, 480, "15 – 150"),
        ("25-OH vitamine D", "ng/mL", 9, 48, "30 – 60"),
    ],
    "HÉMOSTASE": [
        ("Taux de prothrombine", "%", 40, 105, "70 – 130"),
        ("INR", "", 0.95, 3.6, "cible 2 – 3"),
        ("TCA ratio", "", 0.85, 1.6, "< 1,20"),
        ("D-dimères", "ng/mL", 190, 2400, "< 500"),
        ("Fibrinogène", "g/L", 2.1, 7.2, "2,0 – 4,0"),
    ],
    "MARQUEURS CARDIAQUES": [
        ("NT-proBNP", "ng/L", 80, 6200, "< 300"),
        ("Troponine T hs", "ng/L", 4, 70, "< 14"),
        ("CPK", "UI/L", 40, 900, "< 190"),
    ],
    "DIABÉTOLOGIE": [
        ("HbA1c (HPLC)", "%", 5.4, 10.8, "4,0 – 6,0"),
        ("Microalbuminurie", "mg/L", 3, 210, "< 20"),
        ("Rapport albumine/créatinine", "mg/mmol", 0.5, 24, "< 3"),
    ],
}


def val(r, lo, hi):
    """A value between two bounds, with the decimals that suit its size."""
    x = r.uniform(lo, hi)
    return (f"{x:.0f}" if hi > 60 else f"{x:.1f}" if hi > 12 else f"{x:.2f}").replace(".", ",")


@layout("labo_prive", "any")
def lab(d):
    """A town laboratory's results, with reference values and former ones."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            [
                "Laboratoire BioCher",
                "LBM Val de Loire Biologie",
                "Bio-Centre Analyses – site de {t}",
                "Laboratoire des Remparts",
                "SELAS Biologie du Berry",
                "Laboratoire de biologie médicale Sainte-Solange",
            ]
        ),
        staff=4,
        spec="biologie médicale",
    )
    doc = s.staff[0]
    taken = d.day(1, 9)
    on = taken if r.random() < 0.7 else d.after(taken, 1, 1)
    if on >= d.ctx.received:
        on = taken
    d.type("11502-2")
    pres = senders.town_doctor(r)
    hosp = r.choice(senders.hosp_doctors)
    d.skip("episode", "recipients")
    prev = d.before(taken, 20, 300)
    sets = r.sample(list(LAB_SETS), r.randint(2, 8))
    tb = ""
    for k in sets:
        tb += f"<tr><td colspan=5 style='padding-top:3mm'><b>{k}</b>{' <span class=xs>(Cobas 6000, Roche)</span>' if r.random() < 0.4 else ''}</td></tr>"
        for n, u, lo, hi, ref in LAB_SETS[k]:
            tb += f"<tr><td style='padding-left:4mm'>{n}</td><td class=r><b>{val(r, lo, hi)}</b></td><td>{u}</td><td class=s>{ref}</td><td class='r s'>{val(r, lo, hi) if r.random() < 0.7 else ''}</td></tr>"
    style = r.randint(0, 2)
    hh = f"{r.randint(6, 11):02d}:{r.randint(0, 59):02d}"
    if style == 0:
        idt = f"<b style='font-size:1.15em'>{d.full(civ=True, order='nf')}</b><br>{d.born('slash')} – Sexe {d.sexword('letter')}<br>{esc(d.p.address)}<br>{d.ins_line()}"
    elif style == 1:
        idt = kv_table(d.rows(["birth", "used", "first", "dob", "sex", "ins"]), "font-size:.95em")
    else:
        idt = f"Patient : <b>{d.full(civ=False, order='nf')}</b><br>DDN : {d.dob('slash') or d.age_txt()} &nbsp; Sexe : {d.sexword('letter')} &nbsp; Dossier patient {r.randint(10000, 999999)}<br>{d.ins_line()}"
    when = r.choice(["Prélevé le", "Prélèvement du", "Date de prélèvement :", "Échantillon prélevé le"])
    meta = (
        f"Demande n° {r.randint(10**9, 10**10)}<br>{when} {d.act_date(taken)} à {hh} {r.choice(['au laboratoire', 'à domicile par IDE', 'par nos soins'])}<br>{r.choice(['Reçu', 'Enregistré'])} le {d.d(taken)} à {int(hh[:2]) + 1}:{r.randint(10, 59)}<br>{r.choice(['Prescripteur', 'Prescrit par', 'Médecin prescripteur'])} : {d.name_of(pres, given='initial')}<br>"
        f"{r.choice(['Copie', 'Double à', 'Destinataire supplémentaire'])} : {d.name_of(hosp, given='none')} – CH Val d'Arnon"
    )
    bios = " – ".join(d.name_of(x, title=False, given="initial") for x in s.staff)
    foot = f"<div class=s style='margin-top:6mm'>{r.choice(['Validé par', 'Résultats validés par le biologiste :', 'Validation biologique :'])} {d.author(doc)}{', RPPS ' + d.author_rpps(doc) if r.random() < 0.3 else ''} – {r.choice(['édité le', 'compte rendu du', 'le'])} {d.doc_date(on, 'slash')}</div>"
    dm = d.datamatrix(17) if r.random() < 0.4 else ""
    body = f"""<div class=fl><div style='width:80mm'>{logo(r, 13)} <b style='font-size:1.2em;color:#134'>{d.structure(s)}</b><br><span class=xs>{esc(s.street)} {s.cp} {esc(s.town)} – Tél {s.tel} – Fax {s.fax}<br>Biologistes : {bios}<br>{"FINESS " + d.finess(s) + " – " if r.random() < 0.5 else ""}Accréditation Cofrac n° 8-{r.randint(1000, 4999)}, portée sur www.cofrac.fr</span></div><div class=box style='width:82mm'>{idt}</div></div>
    <div class=fl style='margin:4mm 0'><div class=s>{meta}</div><div>{dm}</div></div><table style='width:100%'><tr style='border-bottom:.8pt solid #333' class=s><td></td><td class=r>Résultats</td><td></td><td>Valeurs de référence</td><td class=r>Antériorités<br>{d.d(prev)}</td></tr>{tb}</table>{foot}"""
    pg = f"@bottom-left{{content:'{d.fam(d.p.used_name or d.p.birth_name).replace(chr(39), chr(8217))} – Demande du {d.d(taken)}';font-size:7pt}} @bottom-right{{content:'Page ' counter(page) ' / ' counter(pages);font-size:7pt}}"
    return shell(
        d,
        "",
        body,
        r.choice([d.font_sans, d.font_sans, "Roboto Condensed"]),
        r.choice([9, 9.5, 10]),
        "12mm 14mm 16mm 14mm",
        pg,
    )


@layout("labo_bacterio_listing", "any")
def bacterio(d):
    """A line printer listing of a bacteriology result."""
    r, senders = d.rng, d.ctx.senders
    s = senders.structure(
        r,
        r.choice(
            ["LABORATOIRE DE BIOLOGIE DE LA VALLÉE NOIRE", "BIO 18 – LABORATOIRE MULTISITES", "LABM DU CANAL DE BERRY"]
        ),
        staff=1,
        spec="biologie",
    )
    doc, taken = s.staff[0], d.day(4, 12)
    on = d.after(taken, 2, 3)
    if on >= d.ctx.received:
        on = taken
    d.type("11502-2")
    d.skip("recipients", "episode")
    nature, germ, cnt = r.choice(
        [
            ("ECBU (milieu de jet)", "Escherichia coli", "10^6 UFC/mL"),
            ("ECBU SUR SONDE", "Klebsiella pneumoniae", "10^7 UFC/mL"),
            ("HÉMOCULTURE AÉROBIE", "Staphylococcus aureus", "positive en 14 h"),
            ("PRÉLÈVEMENT DE PLAIE DE JAMBE", "Pseudomonas aeruginosa", "assez nombreuses colonies"),
            ("COPROCULTURE", "Campylobacter jejuni", "présence"),
            ("ECBC", "Haemophilus influenzae", "10^7 UFC/mL"),
            ("PRÉLÈVEMENT VAGINAL", "Streptococcus agalactiae", "présence"),
            ("ECBU (2e jet)", "Proteus mirabilis", "10^5 UFC/mL"),
            ("PRÉLÈVEMENT DE GORGE", "Streptococcus pyogenes", "nombreuses colonies"),
        ]
    )
    atb = [
        "Amoxicilline",
        "Amox + ac. clavulanique",
        "Céfixime",
        "Ceftriaxone",
        "Gentamicine",
        "Ofloxacine",
        "Ciprofloxacine",
        "Cotrimoxazole",
        "Fosfomycine",
        "Nitrofurantoïne",
        "Oxacilline",
        "Ertapénème",
    ]
    lines = "\n".join(
        f"   {a:<28}{r.choice(['S', 'S', 'S', 'R', 'SFP']):<6}{'CMI ' + r.choice(['<=2', '4', '8', '>32', '0,25']) if r.random() < 0.6 else ''}"
        for a in r.sample(atb, 8)
    )
    idl = []
    p = d.p
    if p.used_name and not d.used_only:
        idl.append(f"NOM        : {d.un()} (NÉ{d.e().upper()} {d.bn()})")
        d.gendered = True
    else:
        idl.append(f"NOM        : {d.single_name()}")
    idl.append(f"PRENOM     : {d.fn('upper')}")
    idl.append(
        f"NE(E) LE   : {d.dob(r.choice(['slash', 'dash']))}   SEXE : {d.sexword('letter')}"
        if not d.no_dob()
        else f"AGE        : {d.age_txt()}   SEXE : {d.sexword('letter')}"
    )
    if d.want_ins:
        idl.append(f"INS        : {d.ins_txt(False)}")
    pre = f"""{d.structure(s)}
{esc(s.street)} - {s.cp} {esc(s.town.upper())}      TEL {s.tel}
{("FINESS " + d.finess(s)) if r.random() < 0.4 else "SITE INTERNET : www.resultats-labo.fr"}
{"=" * 72}
{chr(10).join(idl)}
DEMANDE    : {r.randint(100000, 999999)}        PRESCRIPTEUR : {fold_up(d.name_of(d.ctx.senders.town_doctor(r), given="none"))}
PRELEVE LE : {d.act_date(taken, "slash")} A {r.randint(7, 11)}H{r.randint(10, 59)}
{"=" * 72}

        EXAMEN BACTÉRIOLOGIQUE : {nature}

ASPECT                  : {r.choice(["trouble", "légèrement trouble", "purulent", "hématique"])}
LEUCOCYTES              : {r.choice(["120 000 /mL", "nombreux", "> 1 000 000 /mL", "45 000 /mL"])}
HÉMATIES                : {r.choice(["8 000 /mL", "rares", "absence"])}
EXAMEN DIRECT           : {r.choice(["bacilles Gram négatif", "cocci Gram positif en amas", "absence de germe", "flore mixte"])}

CULTURE                 : {germ}
NUMÉRATION              : {cnt}

ANTIBIOGRAMME  (S sensible, R résistant, SFP sensible à forte posologie)
{lines}

COMMENTAIRE : {r.choice(["pas de BLSE détectée", "BMR : se reporter aux précautions complémentaires", "à confronter à la clinique", "souche conservée 15 jours"])}.
{r.choice(["Antériorité", "Examen précédent"])} : {d.d(d.before(taken, 40, 200), "slash")} - stérile.

VALIDÉ LE {d.doc_date(on, "slash")} PAR {d.author(doc, given="full", title=False)}{"  RPPS " + d.author_rpps(doc) if r.random() < 0.4 else ""}
                                        PAGE 1/1   FIN DE COMPTE RENDU"""
    return shell(
        d,
        "pre{white-space:pre-wrap;font-family:inherit;margin:0}",
        f"<pre>{pre}</pre>",
        d.font_mono,
        r.choice([9.5, 10]),
        "16mm 15mm",
    )


def fold_up(s):
    """A name as a line printer has it."""
    return s.upper()
