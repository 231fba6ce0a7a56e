"""Wards, day hospitals, emergencies and liaison papers."""

from html import escape as esc

from eval.examiners.university.context import Ctx
from eval.examiners.university.dice import OMIT
from eval.examiners.university.page import box, kv, logo, page, seal, table
from eval.examiners.university.prose_wards import EMERGENCY, LETTER, WARD
from eval.examiners.university.registry import layout

PROTOCOLS: list[tuple[str, list[tuple[str, float]]]] = [
    ("FOLFOX 6", [("Oxaliplatine", 85), ("Acide folinique", 400), ("5-FU bolus", 400)]),
    ("Paclitaxel hebdomadaire", [("Paclitaxel", 80)]),
    ("EC 100", [("Épirubicine", 100), ("Cyclophosphamide", 600)]),
    ("R-CHOP", [("Rituximab", 375), ("Doxorubicine", 50), ("Vincristine", 1)]),
    ("Pembrolizumab", [("Pembrolizumab", 200)]),
    ("Carboplatine-pémétrexed", [("Pémétrexed", 500), ("Carboplatine", 300)]),
    ("Gemcitabine", [("Gemcitabine", 1000)]),
    ("Bortézomib", [("Bortézomib", 1.3)]),
    ("Docétaxel", [("Docétaxel", 75)]),
]
"""Name, drugs and their doses."""


def options(c: Ctx, *several: str) -> str:
    """Boxes one of which is ticked."""
    ticked = c.r.randrange(len(several))
    return " ".join(f"{box(c, at == ticked)} {one}" for at, one in enumerate(several))


@layout("crh_marge_equipe")
def stay_report(c: Ctx) -> str:
    """A report of a stay with the staff in the margin."""
    c.type("34112-3", "11490-0", "34133-9")
    spec, why, atcd, hist, evo, ttt = c.pick(*WARD)
    s = c.struct()
    chef, a, b, d = (c.newdoc() for _ in range(4))
    gp, g2 = c.newdoc(), c.newdoc()
    ent = c.before(4, 14)
    who = c.inline(has_title=True)
    margin = f"""<div class=m>{logo(c)}<br><b>{s.name}</b><br>{s.address}<br>Tél. {s.tel}<br>{c.finess()}<br><br>
    <b>Service de {spec}</b><br><br>Chef de service<br>{c.dr(chef)}<br><br>
    Praticiens<br>{c.dr(a)}<br>{c.dr(b)}<br>{c.dr(d)}<br><br>Cadre de santé<br>{c.pick("Mme", "M.")}
    {c.newdoc().family}<br><br>Secrétariat<br>{c.phone()}<br>Fax {c.phone()}</div>"""
    title = c.pick(
        "COMPTE RENDU D'HOSPITALISATION",
        "Compte rendu de séjour",
        "COMPTE-RENDU D’HOSPITALISATION",
        "Compte rendu d’hospitalisation complète",
    )
    c.mr()
    body = f"""{margin}<div class=t><p class=r>{s.town}, le {c.docdate('long')}</p>
    <p style="margin-left:45%">{c.rec(gp)}<br>{c.pick('Médecin traitant', 'Médecine générale')}<br>{s.town}</p>
    <h2 class=c>{title}</h2><p><b>{who}</b>, {c.born()}<br>{c.ipp()} – {c.episode()}<br>{c.ins()} {c.matrix()}</p>
    <p>{c.pick('Hospitalisation du', 'Séjour du', 'Hospitalisé(e) du')} {c.d(ent)} au {c.actdate()}</p><!--X-->
    <p>Cher Confrère,</p><h3>Motif</h3><p>{c.fill(why)}</p><h3>Antécédents</h3><p>{c.fill(atcd)}</p>
    <h3>Histoire de la maladie et examens</h3><p>{c.fill(hist)}</p>
    <h3>Évolution</h3><p>{c.fill(evo)}</p><h3>Traitement de sortie</h3><ul>{c.paras(ttt, 'li')}</ul><h3>Conclusion</h3>
    <p>{c.fill(why)}, évolution favorable. Suivi organisé.</p>
    <p>Bien confraternellement,</p><p class=r>{c.author(a)}<br>{c.rpps(a)}<br>{seal(c)}</p>
    <p class=xs>Copie : {c.rec(g2)}. Dicté le {c.d(c.act)}, frappé par {c.pick('AB', 'MCL', 'JD', 'SR')}.</p>
    </div>"""  # fmt: skip
    css = (
        f".m{{position:absolute;left:0;top:0;width:40mm;font-size:7.6pt;border-right:1px solid {c.color}"
        f";color:{c.color};height:255mm}}.t{{margin-left:46mm}}h3{{font-size:100%;color:{c.color};margin:2mm 0 .5mm}}"
        f"h2{{font-size:120%}}ul{{margin:0 0 2mm;padding-left:5mm}}li{{margin:0}}"
    )
    return page(
        c,
        css,
        body,
        margin="14mm 13mm",
        more="@bottom-right{content:'Page ' counter(page) '/' counter(pages);font-size:7pt}",
    )


@layout("lettre_liaison_encadre", is_addressed=False)
def discharge_letter(c: Ctx) -> str:
    """A letter at the end of a stay, in frames."""
    c.type("11490-0")
    spec, why, atcd, hist, evo, ttt = c.pick(*WARD)
    s = c.struct()
    gp, a = c.newdoc(), c.newdoc()
    ent = c.before(2, 10)
    rows = kv(c.pairs(extra=c.pick(("ipp", "stay"), ("stay",), ("ipp", "addr", "stay"))), cols=2)
    mx = c.matrix()
    body = f"""<table style="width:100%"><tr><td>{logo(c, 14)}</td><td><b
    style="font-size:125%;color:{c.color}">{s.name}</b><br><span class=s>{s.address} – {s.tel}</span></td>
    <td class="r s">{s.group}<br>Pôle {c.pick('Médecine', 'Spécialités', 'Urgences-Médecine')}<br>{spec}</td></tr>
    </table>
    <div class=band>{c.pick("LETTRE DE LIAISON À LA SORTIE D’HOSPITALISATION", "LETTRE DE LIAISON DE SORTIE",
    "Lettre de liaison – sortie d’établissement")}</div>
    <div class=id>{mx}{rows}</div><!--X-->
    <table class=g><tr><td>Date d’entrée</td><td>{c.d(ent)}</td><td>Date de sortie</td><td>{c.actdate()}</td>
    <td>Mode de sortie</td><td>{c.pick('Domicile', 'SMR', 'EHPAD')}</td></tr>
    <tr><td>Médecin traitant</td><td colspan=3>{c.rec(gp)}</td><td>Médecin responsable</td>
    <td>{c.author(a, 'full')}</td></tr></table>
    <div class=q><b>1. Motif d’hospitalisation</b><br>{c.fill(why)}</div><div class=q><b>2. Synthèse
    médicale</b><br>{c.fill(atcd)} {c.fill(hist)} {c.fill(evo)}</div>
    <div class=q><b>3. Traitement à la sortie</b><br>{'<br>'.join(c.fill(x) for x in ttt)}</div>
    <div class=q><b>4. Résultats en attente</b> : {c.pick('aucun', 'sérologies, à rappeler', 'anatomopathologie')}
    &nbsp; <b>BMR</b> : {box(c)} oui &nbsp; <b>Produits sanguins</b> : {box(c)} oui</div>
    <div class=q><b>5. Suites à donner</b><br>Prochain rendez-vous le {c.d(c.after())}. Biologie dans
    {c.r.randint(5, 20)} jours.</div>
    <p>Validée le {c.docdate('slash')} à {c.r.randint(9, 18)}:{c.r.randint(10, 59)} par {c.dr(a, 'full')} –
    {c.rpps(a)}</p><p class=xs>Document remis en main propre à {c.pick('la patiente', 'la personne') if c.fem else
    c.pick('le patient', 'la personne')}. Imprimé le {c.d(c.after(1, 3), 'slash')}. {c.finess()}</p>"""  # fmt: skip
    css = (
        f".band{{background:{c.color};color:#fff;text-align:center;font-weight:bold;padding:1.5mm;margin:2mm 0}}"
        f".id{{border:1.3px solid {c.color};padding:1.5mm 3mm}}.id svg{{float:right}}"
        f".k{{color:#555;padding-right:2mm}}.v{{font-weight:bold;padding-right:6mm}}.g{{width:100%;margin:2mm 0}}.g "
        f"td{{border:.6px solid #888;padding:1mm 1.5mm;font-size:92%}}.q{{border-left:3px solid {c.color}"
        f";padding:.5mm 3mm;margin:2mm 0}}"
    )
    return page(c, css, body)


@layout("hdj_gerontologie_scores", ages=(74, 97), is_addressed=False)
def geriatric_day(c: Ctx) -> str:
    """A day of geriatric evaluation with scores."""
    c.type("34133-9", "34112-3", "11488-4", "60591-5")
    s = c.struct()
    a, gp, g2 = c.newdoc(), c.newdoc(), c.newdoc()
    r = c.r
    sc = [
        ("MMSE", f"{r.randint(14, 29)}/30"),
        ("ADL (Katz)", f"{r.choice(['3', '4,5', '5', '6'])}/6"),
        ("IADL", f"{r.randint(1, 8)}/8"),
        ("Mini-GDS", f"{r.randint(0, 4)}/4"),
        ("MNA", f"{r.randint(13, 28)}/30"),
        ("Up and go", f"{r.randint(10, 28)} s"),
        ("Charlson", str(r.randint(2, 9))),
        ("Albumine", f"{r.randint(28, 41)} g/L"),
        ("Poids", f"{r.randint(42, 90)} kg"),
    ]
    r.shuffle(sc)
    who = c.inline(has_title=True)
    body = f"""<div class=c style="border-bottom:3px double #333;padding-bottom:2mm"><b>{s.name.upper()}</b><br>
    HÔPITAL DE JOUR DE {c.pick('GÉRONTOLOGIE', 'GÉRIATRIE', 'MÉDECINE GÉRIATRIQUE')} –
    {c.pick('Filière personnes âgées', 'Consultation mémoire', 'Évaluation gériatrique')}<br>
    <span class=s>{s.address} – tél. {s.tel} – {c.finess()}</span></div>
    <p style="margin-top:4mm"><u>{c.pick('Objet', 'Concerne', 'Réf.')}</u> : <b>{who}</b> – {c.born()} –
    {c.agetxt()}<br>{c.pick('Venue en hôpital de jour le', 'Évaluation réalisée le', 'Journée d’évaluation du')}
    {c.actdate('long')} ({c.episode()}) {c.ins()}</p>
    <h2 class=c>{c.pick('SYNTHÈSE D’ÉVALUATION GÉRIATRIQUE STANDARDISÉE', 'Compte rendu d’hôpital de jour',
    'SYNTHÈSE DE LA JOURNÉE D’HÔPITAL DE JOUR')}</h2>
    <p>Chère Consœur, cher Confrère,</p><p>{c.mr()} nous a été adressé{'e' if c.fem else ''} par le {c.rec(gp, 'full')}
    pour {c.pick('troubles de la mémoire', 'chutes à répétition', 'perte de poids', 'bilan avant chimiothérapie',
    'refus de soins à domicile')}.
    {c.fill('Vit au domicile avec {rel}. Dernière hospitalisation le {d-} dans le service du {doc}.')}</p><!--X-->
    {table([(k, f'<b>{v}</b>', c.pick('stable', 'en baisse', 'à surveiller', 'normal pour l’âge', '—')) for k, v in sc],
    'sc', ('Test', 'Résultat', 'Commentaire'))}
    {c.paras(c.r.sample(["L’entretien retrouve une plainte mnésique confirmée par {rel}, sans fluctuation.",
    "Pas d’hypotension orthostatique : {118~160}/{62~84} couché{e}, {110~150}/{60~80} debout.",
    "L’ordonnance comporte {6~12} lignes ; nous proposons d’arrêter l’oxybutynine et le zolpidem.",
    "L’imagerie cérébrale du {d-} montrait une atrophie hippocampique.",
    "La vision est limitée, consultation prévue avec le {doc} le {d+}.",
    "La dépression gériatrique est probable, un traitement par mirtazapine {7|15} mg est débuté.",
    "Vaccinations antigrippale et antipneumococcique à jour au {d-}.",
    "Une dénutrition modérée justifie des compléments oraux deux fois par jour."], 5))}
    <p><b>Au total :</b> {c.fill(c.pick('trouble neurocognitif majeur débutant, passage d’une ESA demandé.',
    'fragilité sans trouble cognitif, activité physique adaptée.', 'syndrome post-chute, kinésithérapie en ville.',
    'contre-indication relative à une chimiothérapie à pleine dose.'))}</p>
    <p class=r>{s.town}, le {c.docdate('long')}<br>{c.author(a)}, gériatre<br>{c.rpps(a) if c.chance(.5) else ''}</p>
    <p class=s>Copies : {c.rec(g2)} ; {c.pick('dossier', 'CLIC', 'service social')}</p>"""  # fmt: skip
    css = (
        ".sc{margin:2mm auto;width:80%}.sc td,.sc th{border:.6px solid #999;padding:.6mm 2mm}.sc "
        "th{background:#e6e6e6}h2{font-size:115%;margin:3mm 0}"
    )
    return page(c, css, body, font=c.serif)


@layout("hdj_onco_administration")
def chemotherapy(c: Ctx) -> str:
    """What was given at a day hospital."""
    c.type("80565-5", "11505-5", "77604-7")
    s = c.struct()
    a = c.newdoc()
    r = c.r
    proto, drugs = c.pick(*PROTOCOLS)
    sc = round(r.uniform(1.45, 2.1), 2)
    rows = []
    h = 9
    for n, dz in drugs:
        rows.append(
            (
                n,
                f"{dz} mg/m²",
                f"{dz * sc:.0f} mg",
                f"{c.pick('G5 %', 'NaCl 0,9 %')} {c.pick(100, 250, 500)} mL",
                f"{h}h{r.randint(10, 50)}",
                f"{h + 1}h{r.randint(10, 50)}",
                c.pick("LM", "CD", "SB"),
            )
        )
        h += 1
    body = f"""<table style="width:100%"><tr><td style="width:56%">{kv(c.pairs(extra=('stay', 'age')))}</td>
    <td class=r>{c.matrix()}{c.bars()}<br><b>{s.name}</b><br><span class=s>Hôpital de jour
    d’{c.pick('oncologie', 'onco-hématologie')} – UPCO<br>{s.tel}</span></td></tr></table>
    <h1>{c.pick("Compte rendu d’administration de chimiothérapie", "FICHE D’ADMINISTRATION – TRAITEMENT ANTICANCÉREUX",
    "Administration en hôpital de jour")}</h1>
    <p>Protocole : <b>{proto}</b> – cure n° {r.randint(1, 8)} – J{c.pick(1, 1, 8, 15)} –
    {c.pick('date de la séance', 'administré le', 'séance du')} {c.actdate('slash')} – SC {str(sc).replace('.', ',')} m²
    – poids {r.randint(46, 98)} kg – taille {r.randint(150, 188)} cm</p>
    {table(rows, 'ad', ('Produit', 'Dose théor.', 'Dose reçue', 'Solvant', 'Début', 'Fin', 'IDE'))}<!--X-->
    <p><b>Biologie du {c.d(c.before(1, 3))}</b> : PNN {r.randint(12, 60) / 10:.1f} G/L, plaquettes {r.randint(105, 380)}
    G/L, créatinine {r.randint(55, 110)} µmol/L. Feu vert donné par {c.dr(c.newdoc(), 'short')}.</p>
    {c.paras(r.sample(['Prémédication : ondansétron 8 mg, méthylprednisolone {60|80} mg.',
    'Voie : chambre implantable, reflux présent avant et après.',
    'Tolérance : nausées grade {0|1}, asthénie grade {1|2}.', 'Neuropathie grade {0|1} des extrémités, à surveiller.',
    'TA {110~150}/{60~85}, température {36~37},{1~8} °C au départ.', 'Rappel des consignes de fièvre à {rel}.',
    'Prochaine cure prévue le {d+}, scanner d’évaluation demandé au {doc}.'], 5))}
    <p>Prescripteur et médecin responsable : {c.author(a)} {c.rpps(a)}<br>{c.pick('Signé électroniquement le',
    'Document signé le', 'Validé le')} {c.docdate('slash')}</p>"""  # fmt: skip
    return page(
        c,
        (
            f".k{{color:#666}}.v{{font-weight:bold;padding-left:2mm}}.ad{{width:100%;margin:2mm 0}}.ad td,.ad "
            f"th{{border:1px solid #444;padding:.8mm 1.5mm;font-size:90%}}.ad th{{background:{c.color};color:#fff}}"
            f"h1{{font-size:130%;border-top:2px solid {c.color};padding-top:2mm;margin-top:2mm}}"
        ),
        body,
    )


@layout("liaison_ide_grille", ages=(55, 96))
def nursing_sheet(c: Ctx) -> str:
    """A sheet from nurses to nurses."""
    c.type("18761-7", "11506-3", "88348-8", "83981-1")
    s = c.struct()
    c.f["author_family"], c.f["author_given"] = OMIT, OMIT
    r = c.r
    n = c.newdoc()
    idrows = c.pairs(extra=("age", "addr"))
    body = f"""<table class=h><tr><td>{logo(c, 11)} <b>{s.name}</b><br><span class=xs>{s.address}</span></td>
    <td class=c><b>{c.pick('FICHE DE LIAISON INFIRMIÈRE', 'Fiche de transfert soignant',
    'FICHE DE LIAISON – TRANSMISSIONS SOIGNANTES', 'Fiche de liaison inter-établissements')}</b><br>
    <span class=xs>DS-ENR-0{r.randint(11, 99)} v{r.randint(2, 9)} – mise à jour 01/2022</span></td>
    <td class=s>Date de transfert :<br><b class=hand>{c.actdate('slash')}</b></td></tr></table>
    <table class=z><tr><td style="width:52%"><b>IDENTITÉ</b>{kv([(k, f'<span class=hand>{v}</span>' if c.dstyle in
    ('slash', 'dot') else v) for k, v in idrows])}</td><td><b>ORIGINE / DESTINATION</b><br>
    Service : {c.pick('Médecine B', 'Chirurgie 2e étage', 'UHCD', 'Court séjour gériatrique', 'Cardiologie')}<br>
    Vers : {c.pick('EHPAD Les Acacias', 'SMR du Parc', 'domicile avec SSIAD', 'USLD', 'HAD')}<br>
    Médecin du service : {c.dr(c.newdoc(), 'short')}<br>Entrée le {c.d(c.before(4, 20), 'slash')}<br>
    Motif : {c.fill(c.pick(*WARD)[1])}<br>Personne prévenue : {c.fill('{rel}')} {c.phone()}</td></tr>
    <tr><td><b>MOBILITÉ</b><br>{options(c, 'seul', 'aide partielle', 'aide totale', 'alité')}<br>
    Matériel : {options(c, 'canne', 'déambulateur', 'fauteuil')}</td><td><b>ALIMENTATION</b><br>{options(c, 'normale',
    'mixée', 'lisse', 'entérale')}<br>{options(c, 'mange seul', 'stimulation', 'aide')}; prothèses :
    {options(c, 'haut', 'bas', 'aucune')}</td></tr>
    <tr><td><b>ÉLIMINATION</b><br>{options(c, 'continent', 'protection jour', 'protection nuit', 'sonde')}<br>
    Dernière selle : J-{r.randint(0, 3)}</td><td><b>COMMUNICATION</b><br>{options(c, 'cohérent', 'désorienté',
    'aphasique')}<br>{options(c, 'lunettes', 'appareil auditif', 'aucun')}</td></tr>
    <tr><td><b>CUTANÉ</b><br>{options(c, 'sain', 'escarre sacrum st. 2', 'escarre talon', 'plaie chirurgicale')}<br>
    Norton {r.randint(8, 19)}/20, pansement fait à {r.randint(8, 11)} h</td><td><b>CONSTANTES</b><br>
    TA {r.randint(102, 160)}/{r.randint(55, 90)} – pouls {r.randint(58, 104)} – SpO2 {r.randint(91, 99)} % – T°
    {r.randint(36, 37)},{r.randint(0, 9)} – EVA {r.randint(0, 5)} – poids {r.randint(44, 92)} kg</td></tr>
    <tr><td colspan=2><b>TRANSMISSIONS</b><p
    class=hand>
    {c.fill(c.pick('Dort peu, rassurer le soir. Fausses routes si eau plate : gélifiée. Change du patch le {d+}.',
    'Perfusion retirée ce matin. Bilan sanguin fait le {d-}, résultats joints.',
    'Bas de contention à garder le jour. {rel} passe chaque après-midi.',
    'Glycémie capillaire trois fois par jour, insuline selon protocole.',
    'Isolement contact levé le {d-}. Toilette au lavabo avec aide.',
    'Risque de chute : deux barrières la nuit. RDV {doc} le {d+}.',
    'Sonde urinaire posée le {d-}, à retirer selon avis du {doc}.',
    'Oxygène 2 L/min la nuit. Aérosols matin et soir.'))}</p></td></tr></table><!--X-->
    <p>Rédigé par : <span class=hand>{esc(n.given)} {esc(n.family)}</span>, {c.pick('IDE', 'infirmière',
    'IDE de coordination')} &nbsp; le <span class=hand>{c.docdate('slash')}</span> &nbsp; Visa : {seal(c)} &nbsp;
    {c.episode()}</p>"""  # fmt: skip
    return page(
        c,
        (
            ".h{width:100%}.h td{border:1px solid #000;padding:1.5mm;vertical-align:middle}"
            ".z{width:100%;margin-top:2mm}.z>tbody>tr>td,.z>tr>td{border:1px solid #000;padding:1.5mm 2mm}.z .kv "
            "td{border:0;padding:.2mm 1mm}.k{font-size:85%}"
        ),
        body,
        margin="10mm 11mm",
        size=9.6,
    )


@layout("transfert_inter_hopitaux")
def transfer(c: Ctx) -> str:
    """A note that goes with a patient."""
    c.type("18761-7")
    spec, why, atcd, hist, evo, ttt = c.pick(*WARD)
    s = c.struct()
    a, d = c.newdoc(), c.newdoc()
    body = f"""<h1>{s.name}</h1><p>{c.pick('Unité', 'Service')} : {spec} – {s.tel}</p>
    <hr><p>DE : {c.author(a, 'full')}<br>À : {c.rec(d, 'full')}, {c.pick('soins intensifs', 'réanimation',
    'chirurgie vasculaire', 'neurochirurgie', 'SMR')}<br>DATE : {c.docdate('slash')} &nbsp;&nbsp; NOMBRE DE PAGES :
    1<br>OBJET : {c.pick('NOTE DE TRANSFERT', 'TRANSFERT MÉDICALISÉ – NOTE MÉDICALE', 'NOTE MÉDICALE DE TRANSFERT')}</p>
    <hr>
    <p>PATIENT : <b>{c.inline()}</b> {c.born()}<br>{c.ins()}<br>{c.ipp()}</p><!--X-->
    <p>Transféré{'e' if c.fem else ''} le {c.actdate('slash')} à {c.r.randint(8, 22)}h{c.r.randint(10, 59)} pour :
    {c.fill(why)}.</p>
    <p>ATCD : {c.fill(atcd)}</p><p>HDM : {c.fill(hist)}</p><p>PRISE EN CHARGE : {c.fill(evo)}</p>
    <p>TRAITEMENT EN COURS :</p>{c.paras(['– ' + t for t in ttt])}
    <p>ÉTAT AU DÉPART : conscient{'e' if c.fem else ''}, TA {c.r.randint(100, 150)}/{c.r.randint(55, 88)}, FC
    {c.r.randint(60, 110)}, SpO2 {c.r.randint(92, 99)} %. Accord donné par téléphone par le {c.dr(c.newdoc(), 'short')}.
    Famille prévenue ({c.fill('{rel}')}).</p><p>{c.dr(a, 'full')} {c.rpps(a) if c.chance(.5) else
    ''}</p>"""  # fmt: skip
    return page(c, "h1{font-size:125%;margin:0}hr{border:0;border-top:2px solid #000}", body, font=c.mono, size=9.8)


@layout("urgences_export_dense", ages=(2, 95), is_addressed=False)
def emergencies(c: Ctx) -> str:
    """A passage through the emergencies."""
    c.type("15507-7", "60280-5")
    s = c.struct()
    a, b = c.newdoc(), c.newdoc()
    r = c.r
    h = r.randint(0, 19)
    who = c.inline()
    case = c.pick(*EMERGENCY)
    body = f"""<table class=t><tr><td><b>{s.name}</b> – SERVICE D’ACCUEIL DES URGENCES</td>
    <td class=r>{c.pick('Synthèse du passage', 'Compte rendu de passage aux urgences',
    'DOSSIER D’URGENCE – COMPTE RENDU', 'CRU')}</td></tr></table>
    <table class=i><tr><td>{c.bars()}</td><td><b>{who}</b><br>{c.born()} ({c.agetxt()})
    {c.pick('– Sexe ' + c.sexlabel(), '')}<br>{c.ins()}</td><td>{c.episode()}<br>{c.ipp()}</td><td>{c.matrix(16)}</td>
    </tr></table>
    <p class=s>Arrivée : {c.actdate('slash')} {h:02d}:{r.randint(10, 59)} | Mode : {c.pick('moyens personnels', 'VSAV',
    'ambulance', 'SMUR')} | IAO : {c.pick('tri 3A', 'tri 4', 'tri 2', 'tri 3B')} | Box {r.randint(1, 14)} | Sortie :
    {h + 3:02d}:{r.randint(10, 59)} | Adressé par : {c.pick('lui-même' if not c.fem else 'elle-même', c.dr(c.newdoc(),
    'short'), 'régulation 15')}</p><!--X-->
    <div class=b>MOTIF</div><p>{case[0]}</p><div class=b>CONSTANTES À L’ACCUEIL</div>
    <p>PA {r.randint(98, 170)}/{r.randint(55, 95)} – FC {r.randint(58, 130)} – FR {r.randint(12, 26)} – T
    {r.randint(36, 38)}.{r.randint(0, 9)} – SpO2 {r.randint(92, 100)} % – EN {r.randint(0, 8)}</p>
    <div class=b>ANTÉCÉDENTS</div><p>{c.fill(c.pick(*WARD)[2]) if c.age > 40 else
    'Sans particularité. Pas d’allergie déclarée.'}</p><div class=b>EXAMEN ET PRISE EN CHARGE</div>
    <p>{c.fill(case[1])}</p>
    <div class=b>ACTES</div><p class=s>{h + 1:02d}:{r.randint(10, 59)} prélèvement ({c.pick('AM', 'JL')}) ;
    {h + 1:02d}:{r.randint(10, 59)} imagerie ; {h + 2:02d}:{r.randint(10, 59)} relecture {c.dr(b, 'short')}</p>
    <div class=b>DIAGNOSTIC PRINCIPAL</div><p>{case[2]} – {case[0]}</p><div class=b>ORIENTATION</div>
    <p>Retour à domicile, ordonnance et consignes de surveillance remises.</p>
    <p><b>Médecin responsable : {c.author(a)}</b> &nbsp; {c.rpps(a) if c.chance(.6) else
    ''}<br>{c.pick('Dossier clos le', 'Validation médicale le', 'Signé le')} {c.docdate('slash')}
    {h + 3:02d}:{r.randint(10, 59)}</p><p class=xs>Interne : {c.newdoc().given} {c.newdoc().family} – IAO :
    {c.newdoc().given} – édité par le poste URG-{r.randint(10, 30)} le {c.d(c.after(1, 2), 'slash')} –
    {c.finess()}</p>"""  # fmt: skip
    return page(
        c,
        (
            ".t{width:100%;background:#222;color:#fff}.t td{padding:1.2mm 2mm}.i{width:100%;border:1px solid "
            "#222;margin:0 0 1mm}.i td{padding:1mm 2mm;vertical-align:middle}"
            ".b{background:#dcdcdc;font-weight:bold;padding:.3mm 2mm;font-size:88%;margin-top:1mm}p{margin:.6mm 2mm}"
        ),
        body,
        margin="9mm 10mm",
        size=9.4,
    )


@layout("bulletin_situation_admin")
def presence(c: Ctx) -> str:
    """A certificate of the admissions."""
    c.type("51851-4", "86531-1", "CERT_DECL")
    s = c.struct()
    n = c.newdoc()
    c.f["author_family"] = c.f["author_given"] = OMIT
    sortie = c.chance(0.6)
    ent = c.before(2, 12)
    who = c.inline(has_title=True)
    period = f"du {c.d(ent)} au {c.actdate()}" if sortie else f"depuis le {c.actdate()}"
    body = f"""<div>{logo(c, 18)}</div><p><b>{s.name}</b><br>Direction des {c.pick('admissions et des finances',
    'usagers', 'affaires médicales – Bureau des entrées')}<br>{s.address}<br>Tél. : {s.tel}<br>{c.finess()}</p><br><br>
    <h1 class=c>{c.pick('BULLETIN D’HOSPITALISATION', 'BULLETIN DE SITUATION', 'ATTESTATION D’HOSPITALISATION',
    'CERTIFICAT DE PRÉSENCE')}</h1><br><p>{c.pick('Le directeur soussigné certifie que',
    'Je soussigné, responsable du bureau des entrées, atteste que')} :</p>
    <p style="margin:6mm 12mm;font-size:115%"><b>{who}</b><br>{c.born()}<br>
    demeurant {esc(c.p.address)}<br>{c.ins()}</p><p>{c.pick('a été hospitalisé(e) dans notre établissement' if sortie
    else 'est hospitalisé(e) dans notre établissement', 'a été pris(e) en charge' if sortie else
    'est pris(e) en charge')} {period}, {c.pick('en service de médecine', 'en chirurgie orthopédique', 'en maternité' if
    c.fem and c.age < 45 else 'en chirurgie digestive', 'en hôpital de jour')}.</p>
    <p>{c.episode()} – Discipline médico-tarifaire {c.r.randint(100, 199)}</p><!--X-->
    <p>Ce document est délivré pour servir et valoir ce que de droit. Il ne comporte aucune information médicale.</p>
    <br><p style="margin-left:50%">Fait à {s.town}, le {c.docdate('long')}<br><br>
    Pour le directeur,<br>{c.pick('L’adjoint administratif', 'La responsable',
    'L’attachée d’administration')}<br>{esc(n.given)} {esc(n.family)}<br>{seal(c)}</p>"""  # fmt: skip
    return page(c, "h1{font-size:150%;letter-spacing:1px}", body, font=c.serif, margin="20mm 24mm", size=11.5)


@layout("sortie_ambulatoire_consignes")
def day_surgery(c: Ctx) -> str:
    """A letter after day surgery."""
    c.type("11490-0", "34875-5", "34112-3")
    s = c.struct()
    a, gp = c.newdoc(), c.newdoc()
    act = c.pick(
        "Ligamentoplastie du genou",
        "Cure de canal carpien",
        "Extraction de dents de sagesse",
        "Arthroscopie d’épaule",
        "Hernie ombilicale",
        "Coloscopie sous anesthésie",
        "Varices de jambe",
        "Hystéroscopie" if c.fem else "Circoncision",
        "Ablation de matériel",
    )
    pp = c.pairs(extra=("stay",))
    body = f"""<div class=top><table style="width:100%"><tr><td>{logo(c, 15)}</td><td class=r><b>{s.name}</b><br>
    Unité de chirurgie ambulatoire<br>{s.tel} (24h/24)</td></tr></table></div>
    <h1>{c.pick('Lettre de liaison – chirurgie ambulatoire',
    'Sortie de chirurgie ambulatoire : lettre au médecin traitant', 'Lettre de liaison ambulatoire')}</h1>
    <table style="width:100%"><tr><td class=l>{''.join(f'<div><i>{k}</i><br><b>{v}</b></div>' for k, v in
    pp)}{c.matrix()}</td><td style="padding-left:5mm"><p>{c.pick('À l’attention du', 'Destinataire :')}
    {c.rec(gp, 'full')}</p><p>Cher confrère,</p><p>{c.mr()} a été pris{'e' if c.fem else ''} en charge le
    <b>{c.actdate('long')}</b> pour : <b>{act}</b>, sous anesthésie {c.pick('générale', 'locorégionale',
    'locale avec sédation')} ({c.dr(c.newdoc(), 'short')}).</p>
    {c.paras(c.r.sample(['Geste sans particularité, perte sanguine négligeable.',
    'Entrée à {7|8} h, sortie à {14|15|16} h, score de Chung {9|10}/10.', 'Boisson et collation reprises sans nausée.',
    'Accompagnant : {rel}, présent(e) la première nuit.', 'Pansement à refaire le {d+} par infirmière.',
    'Appel du lendemain prévu. Avis pré-opératoire du {d-} sans réserve.', 'Pas de conduite pendant {24|48} heures.'],
    5))}
    <h3>Ordonnances remises</h3><p>Antalgiques de palier {c.pick(1, 2)}, {c.pick('soins infirmiers',
    'bas de contention', 'attelle', 'kinésithérapie')}, arrêt de travail {c.r.randint(2, 30)} jours.</p>
    <h3>Rendez-vous</h3><p>Consultation de contrôle le {c.d(c.after())} à {c.r.randint(9, 17)}h{c.pick('00', '15',
    '30')} avec {c.dr(a, 'short')}.</p><!--X--><p>Bien cordialement,</p><p>{c.author(a)}<br>chirurgien – {c.rpps(a)}<br>
    le {c.docdate('slash')}</p></td></tr></table>"""  # fmt: skip
    return page(
        c,
        (
            f".top{{background:#eef2f6;padding:2mm 3mm}}h1{{font-size:135%;color:{c.color};margin:3mm 0}}"
            f".l{{width:48mm;border-right:2px solid {c.color};padding-right:3mm}}.l div{{margin-bottom:2.5mm}}"
            f"h3{{font-size:105%;color:{c.color}}}"
        ),
        body,
    )


@layout("consultation_hospitaliere_courte")
def consultation(c: Ctx) -> str:
    """A short letter after a consultation."""
    c.type("11488-4")
    spec, tx = c.pick(*LETTER)
    s = c.struct()
    a, gp, g2 = c.newdoc(), c.newdoc(), c.newdoc()
    who = c.inline(has_title=True)
    staff = [c.newdoc() for _ in range(5)]
    head = " • ".join(c.dr(x, "init") for x in staff[:3]) + "<br>" + " • ".join(c.dr(x, "init") for x in staff[3:])
    body = f"""<div class=c><b style="font-size:130%">{s.name}</b><br>{spec.upper()}<br>
    <span class=xs>{head}<br>{s.address} – Secrétariat {s.tel} – {c.finess()}</span></div><hr>
    <table style="width:100%"><tr><td class=s>N/Réf : {c.r.randint(1000, 9999)}/{c.pick('CL', 'MP',
    'AV')}<br>{c.ipp()}<br>{c.ins()}</td><td style="width:45%"><br>{c.rec(gp, 'long')}<br>{c.r.randint(1, 60)}, rue du
    Stade<br>{s.department}100 {s.town}<br><br>{s.town}, le {c.docdate('long')}</td></tr></table>
    <p style="margin:6mm 0">{c.pick('Concerne', 'Objet', 'Patient')} : <b>{who}</b>, {c.born()}</p>
    <p>{c.pick('Cher confrère,', 'Mon cher confrère,', 'Cher ami,', 'Chère consœur,')}</p>
    <p>{c.pick('Consultation du', 'Vu(e) en consultation le', 'Consultation externe du')}
    {c.actdate()}.</p>{c.paras(tx)}<!--X-->
    <p>{c.pick('Bien amicalement.', 'Je vous prie de croire en mes sentiments confraternels.',
    'Avec mes remerciements.')}</p><p style="margin-left:55%">{c.author(a)}<br>{c.pick('Praticien hospitalier',
    'Chef de clinique', 'Assistant spécialiste')}<br>{c.rpps(a) if c.chance(.4) else ''}{seal(c)}</p>
    <p class=s>{c.pick('Double à', 'Copie', 'c.c.')} : {c.rec(g2, 'full')}</p>"""  # fmt: skip
    return page(c, "hr{border:0;border-top:1px solid #444}", body, font=c.serif, margin="18mm 22mm", size=11)
