"""Imaging, theatre, anaesthesia and meetings."""

import datetime as dt

from eval.examiners.university.context import Ctx
from eval.examiners.university.page import box, kv, logo, page, seal, table
from eval.examiners.university.prose_results import IMAGING, OPERATION
from eval.examiners.university.prose_stays import RCP
from eval.examiners.university.registry import layout


@layout("imagerie_entete_classique", ages=(8, 95), is_addressed=False)
def imaging(c: Ctx) -> str:
    """A report of imaging."""
    c.type("18748-4")
    ti, ind, tech, res, con = c.pick(*IMAGING)
    s = c.struct(c.pick("imagerie", "hopital"))
    a, p = c.newdoc(), c.newdoc()
    ti = c.fill(ti)
    body = f"""<div class=c>{logo(c, 14)}<br><b style="font-size:130%;color:{c.color}">{s.name}</b><br>
    <span class=xs>{' – '.join(c.dr(x, 'init') for x in (c.newdoc(), c.newdoc(), c.newdoc(),
    c.newdoc()))}<br>{s.address} – Tél. {s.tel}</span></div><p class=r>{s.town}, le {c.docdate('long')}</p>
    <p>{c.pick('Patient', 'Nom', 'Dossier de', '')} <b>{c.inline(has_title=True)}</b>
    {c.born()}<br>{c.pick('Médecin demandeur', 'Adressé par', 'Prescripteur')} : {c.rec(p,
    'full')}<br>{c.pick('Examen du', 'Date d’examen :', 'Réalisé le')} {c.actdate()} – N° d’accession
    {c.r.randint(1000000, 9999999)}<br>{c.ins()} {c.matrix()}</p><!--X-->
    <h2 class=c>{ti.upper() if c.chance(.7) else ti}</h2><p><b>Indication</b> : {c.fill(ind)}</p>
    <p><b>Technique</b> : {c.fill(tech)}</p><p><b>Résultats</b></p>{c.paras(res)}<p><b>{c.pick('Conclusion', 'Au total',
    'Synthèse')}</b> : {c.fill(con)}</p><p class=r>{c.author(a)}<br>{c.rpps(a) if c.chance(.5) else
    ''}<br>{seal(c)}</p>"""  # fmt: skip
    return page(c, "h2{font-size:115%;margin:5mm 0}", body, margin="16mm 20mm", size=10.8)


@layout("imagerie_portail_impression", is_addressed=False)
def portal(c: Ctx) -> str:
    """A report printed from a portal."""
    c.type("18748-4")
    ti, ind, tech, res, con = c.pick(*IMAGING)
    s = c.struct("imagerie")
    a = c.newdoc()
    host = "resultats." + "".join(x for x in s.town.lower() if x.isascii() and x.isalpha()) + "-imagerie.example"
    body = f"""<div class=xs style="color:#555">{c.d(c.after(1, 8), 'slash')} {c.r.randint(8, 20)}:{c.r.randint(10, 59)}
    &nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; {s.name} – Portail correspondants</div>
    <div class=n>Accueil &nbsp; Mes patients &nbsp; <b>Résultat</b> &nbsp; Messagerie &nbsp; <span
    style="float:right">Connecté : {c.dr(c.newdoc(), 'full')}</span></div>
    <div class=card>{kv(c.pairs(extra=('ipp', )), sep='')}</div><h2>{c.fill(ti)}</h2>
    <p class=s>{c.pick('Date de l’examen', 'Acte du', 'Examen réalisé le')} <b>{c.actdate('slash')}</b> &nbsp;|&nbsp;
    Statut : <b style="color:green">Validé</b> {c.docdate('slash')} {c.r.randint(8, 19)}:{c.r.randint(10, 59)}
    &nbsp;|&nbsp; Radiologue : <b>{c.author(a)}</b></p><div class=txt><p><i>{c.fill(ind)}</i></p>
    <p>{c.fill(tech)}</p>{c.paras(res)}<p><b>CONCLUSION</b><br>{c.fill(con)}</p></div><!--X-->
    <p class=bt>Voir les images &nbsp;|&nbsp; Télécharger &nbsp;|&nbsp; Examens antérieurs ({c.r.randint(1, 6)}, dernier
    le {c.d(c.before(), 'slash')})</p><p class=xs style="color:#555">https://{host}/cr/{c.r.randint(10000, 99999)}
    &nbsp;&nbsp;&nbsp; 1/1</p>"""  # fmt: skip
    return page(
        c,
        (
            f".n{{background:{c.color};color:#fff;padding:2mm 3mm;margin:2mm 0}}"
            f".card{{background:#f1f4f8;border-radius:2mm;padding:2mm 4mm;width:100mm}}"
            f".k{{color:#667;padding-right:4mm}}h2{{margin-top:3mm}}.txt{{border:1px solid #ccc;padding:3mm}}"
            f".bt{{color:#06c;margin-top:3mm}}"
        ),
        body,
        margin="9mm 12mm",
    )


@layout("echocardiographie_mesures", is_addressed=False)
def echocardiography(c: Ctx) -> str:
    """An echocardiography with measures."""
    c.type("18748-4", "70004-7")
    s = c.struct()
    a, p = c.newdoc(), c.newdoc()
    r = c.r
    m = [
        ("VGd", f"{r.randint(41, 66)} mm"),
        ("VGs", f"{r.randint(24, 48)} mm"),
        ("SIV", f"{r.randint(8, 14)} mm"),
        ("FEVG (Simpson)", f"{r.randint(30, 68)} %"),
        ("OG", f"{r.randint(20, 58)} mL/m²"),
        ("E/A", f"0,{r.randint(6, 9)}"),
        ("E/e'", str(r.randint(6, 18))),
        ("Vmax Ao", f"{r.randint(1, 4)},{r.randint(0, 9)} m/s"),
        ("PAPs", f"{r.randint(22, 55)} mmHg"),
        ("TAPSE", f"{r.randint(14, 26)} mm"),
    ]
    body = f"""<table style="width:100%;border-bottom:2px solid {c.color}"><tr><td><b>{s.name}</b><br>
    Explorations cardiologiques non invasives<br><span class=s>{s.tel}</span></td>
    <td class=r><b>{c.inline()}</b><br>{c.born()}<br>{c.ipp()} – {c.episode()}<br>{c.ins()}</td></tr></table>
    <h1>{c.pick('Échocardiographie transthoracique', 'ÉCHO-DOPPLER CARDIAQUE',
    'Compte rendu d’échographie cardiaque')}</h1><p>{c.pick('Examen du', 'Réalisée le', 'Date :')} {c.actdate('slash')}
    – opérateur : {c.author(a)} – demandé par : {c.rec(p, 'full')}</p>
    <table style="width:100%"><tr><td style="width:56mm">{table(m, 'm')}</td>
    <td
    style="padding-left:6mm">
    {c.paras(r.sample(['Ventricule gauche non dilaté, cinétique {homogène|hypokinétique inférieure}.',
    'Valve aortique remaniée, surface {1.0~2.1} cm².', 'Fuite mitrale grade {1|2}, mécanisme fonctionnel.',
    'Cavités droites de taille normale.', 'Péricarde sec.', 'Veine cave {12~22} mm, compliante.',
    'Comparaison avec l’examen du {d-} par le {doc} : stable.', 'Pas de thrombus apical.', 'Échogénicité médiocre.'],
    6))}<p><b>Conclusion</b> : {c.fill(c.pick('fonction systolique conservée.', 'cardiopathie hypertensive.',
    'rétrécissement aortique moyen, contrôle dans un an.', 'dysfonction modérée, à revoir le {d+}.'))}</p></td></tr>
    </table><!--X--><p>Compte rendu {c.pick('signé le', 'validé le', 'rédigé le')} {c.docdate('slash')}</p>
    <p class=xs>Appareil {c.pick('GE Vivid E95', 'Philips Epiq')} – pression {r.randint(110, 150)}/{r.randint(60, 90)} –
    surface corporelle 1,{r.randint(6, 9)} m²</p>"""  # fmt: skip
    return page(c, ".m td{border:1px solid #aaa;padding:.8mm 2mm}h1{font-size:130%;margin:3mm 0}", body)


@layout("echographie_obstetricale", ages=(19, 43), sex="F", is_addressed=False)
def obstetric_ultrasound(c: Ctx) -> str:
    """An ultrasound scan of a pregnancy."""
    c.type("18748-4")
    s = c.struct(c.pick("hopital", "cabinet"))
    a, p = c.newdoc(), c.newdoc()
    r = c.r
    t = r.randint(12, 34)
    m = [
        ("BIP", f"{t * 2 + r.randint(15, 22)} mm"),
        ("PC", f"{t * 9 + 10} mm"),
        ("PA", f"{t * 8} mm"),
        ("LF", f"{t * 2 - r.randint(0, 6)} mm"),
        ("EPF", f"{t * 55} g"),
    ]
    body = f"""<p style="float:right" class=r>{c.author(a)}<br>{c.pick('Gynécologue-obstétricien',
    'Échographiste')}<br>{c.rpps(a) if c.chance(.6) else ''}</p><p><b>{s.name}</b><br>
    Diagnostic anténatal<br>{s.tel}</p><h1 style="clear:both">{c.pick('Échographie obstétricale', 'ÉCHOGRAPHIE FŒTALE',
    'Compte rendu d’échographie obstétricale')} – {c.pick('T1', 'T2', 'T3', 'contrôle')}</h1>
    <p><b>{c.inline(has_title=True)}</b>, {c.born()} {c.ins()}<br>DDR : {c.d(c.act - dt.timedelta(days=7 * t), 'slash')}
    – terme prévu le {c.d(c.act + dt.timedelta(days=7 * (41 - t)), 'slash')}<br>{c.pick('Examen du', 'Réalisée le')}
    {c.actdate()} à {t} SA – adressée par {c.rec(p, 'full')}</p>{table(m,
    'm')}{c.paras(r.sample(['Fœtus unique en présentation {céphalique|podalique}.', 'Activité cardiaque {132~155}/min.',
    'Quantité de liquide normale.', 'Placenta {antérieur|postérieur} non recouvrant.',
    'Morphologie sans anomalie visible.', 'Dopplers ombilicaux normaux.', 'Col {28~42} mm.',
    'Croissance comparée à celle du {d-} : 4{0~9}e percentile.', 'Prochaine échographie le {d+} avec le {doc}.'],
    6))}<!--X--><p>{c.s.town}, le {c.docdate('long')} {seal(c)}</p>"""  # fmt: skip
    return page(
        c, ".m{width:50%;margin-bottom:3mm}.m td{border-bottom:1px solid #999;padding:.8mm 2mm}h1{font-size:125%}", body
    )


@layout("endoscopie_images", is_addressed=False)
def endoscopy(c: Ctx) -> str:
    """An endoscopy with pictures."""
    c.type("70004-7")
    s = c.struct()
    a, p = c.newdoc(), c.newdoc()
    img = "".join(
        '<svg style="width:34mm;height:30mm;margin-right:3mm" viewBox="0 0 34 30">'
        '<rect width="34" height="30" fill="#111"/>'
        f'<circle cx="17" cy="15" r="13" fill="#{c.pick("c66", "b55", "d98", "a54")}"/>'
        f'<circle cx="{c.r.randint(12, 20)}" cy="{c.r.randint(11, 18)}" r="4" fill="#511"/></svg>'
        for _ in range(4)
    )
    kind = c.pick(
        "Coloscopie totale",
        "Fibroscopie œso-gastro-duodénale",
        "Bronchoscopie souple",
        "Cystoscopie",
        "Écho-endoscopie pancréatique",
        "Rectosigmoïdoscopie",
    )
    body = f"""<p class=c><b>{s.name}</b> · Plateau d’endoscopie · {s.tel}</p>
    <table style="width:100%;border-top:1px solid #000;border-bottom:1px solid
    #000"><tr><td>{c.inline()}<br>{c.born()}</td><td>{c.ipp()}<br>{c.episode()}</td><td>{c.ins()}</td></tr></table>
    <h1 class=c>{kind}</h1><p>{c.pick('Acte réalisé le', 'Examen du', 'Date')} {c.actdate('slash')} par {c.author(a)}.
    Demandeur : {c.rec(p, 'full')}. Appareil n° {c.r.randint(100, 999)}, désinfection tracée.</p>
    <p>{img}</p>{c.paras(c.r.sample(['Préparation de bonne qualité (Boston {6~9}/9).',
    'Progression sans difficulté sous sédation.', 'Lésion sessile de {4~12} mm retirée à l’anse froide.',
    'Muqueuse érythémateuse, {4|6} biopsies adressées au {doc}.', 'Pas de saignement actif.',
    'Aspect inchangé depuis l’examen du {d-}.', 'Durée du retrait {7~14} minutes.', 'Reprise de l’alimentation à H+2.',
    'Sortie accompagnée par {rel}.'], 6))}<p><b>Conclusion</b> : {c.fill(c.pick('contrôle dans {3|5} ans.',
    'attente de l’histologie.', 'examen normal.', 'inflammation modérée, traitement {4|8} semaines.'))}</p><!--X-->
    <p class=r>{c.pick('Signé le', 'Validé le')} {c.docdate('slash')}<br>{c.rpps(a) if c.chance(.5) else
    ''}</p>"""  # fmt: skip
    return page(c, "h1{font-size:135%;margin:3mm 0}", body)


@layout("operatoire_bloc_equipe", ages=(17, 92))
def operation(c: Ctx) -> str:
    """A report of an operation."""
    c.type("34874-8")
    op, ind, st = c.pick(*[x for x in OPERATION if c.fem or "Hyst" not in x[0]])
    s = c.struct(c.pick("hopital", "clinique"))
    a, b, an = c.newdoc(), c.newdoc(), c.newdoc()
    gp = c.newdoc()
    body = f"""<table class=h><tr><td>{logo(c, 12)}</td><td><b>{s.name}</b><br>
    Bloc opératoire – salle {c.r.randint(1, 14)}</td><td class=r>{c.bars()}<br><span class=s>{c.episode()}</span></td>
    </tr></table><h1>{c.pick('COMPTE RENDU OPÉRATOIRE', 'Compte-rendu opératoire', 'PROTOCOLE OPÉRATOIRE',
    'C.R.O.')}</h1><table class=g><tr><td colspan=2>{c.pick('Opéré(e)', 'Patient(e)', 'Identité')} : <b>{c.inline()}</b>
    – {c.born()} {c.ins()} {c.matrix(16)}</td></tr><tr><td>{c.pick('Date d’intervention', 'Intervention du',
    'Date opératoire')} : <b>{c.actdate('slash')}</b></td><td>Entrée {c.r.randint(8, 11)}h{c.r.randint(10, 59)} / sortie
    {c.r.randint(12, 16)}h{c.r.randint(10, 59)}</td></tr><tr><td>{c.pick('Opérateur', 'Chirurgien')} :
    {c.author(a)}</td><td>Aide : {c.dr(b, 'short')} – IBODE {c.newdoc().given}</td></tr>
    <tr><td>Anesthésiste : {c.dr(an, 'full')}</td><td>Anesthésie {c.pick('générale', 'rachidienne', 'locorégionale')} –
    ASA {c.r.randint(1, 3)}</td></tr></table>
    <p><b>Intervention</b> : {c.fill(op)}</p><p><b>Indication</b> : {c.fill(ind)}</p>
    <!--X-->{c.paras(st)}<p><b>Suites</b> : {c.fill(c.pick('lever à J0, contrôle le {d+}.',
    'hospitalisation {2~4} jours.', 'ablation des fils le {d+} par infirmière.',
    'anticoagulation dix jours, consultation le {d+}.'))}</p><p class=r>{c.pick('Dicté et signé le', 'Le', 'Signé le')}
    {c.docdate('slash')}<br>{c.dr(a, 'short')} – {c.rpps(a)}</p><p class=s>Destinataire : {c.rec(gp, 'full')}</p>
    <p class=xs>{s.address} – {c.finess()}</p>"""  # fmt: skip
    return page(
        c,
        (
            ".h{width:100%}.g{width:100%;margin-bottom:3mm}.g td{border:1px solid #333;padding:1.2mm 2mm}"
            "h1{text-align:center;font-size:140%;background:#ddd;padding:1mm}"
        ),
        body,
        font=c.serif if c.chance(0.4) else None,
    )


@layout("consultation_anesthesie_cases", ages=(17, 92))
def anaesthesia(c: Ctx) -> str:
    """A consultation before anaesthesia, with boxes."""
    c.type("34749-2")
    s = c.struct()
    a = c.newdoc()
    r = c.r
    q = [
        "HTA",
        "Coronaropathie",
        "Asthme",
        "SAOS",
        "Diabète",
        "AVC",
        "Reflux",
        "Allergie latex",
        "Hémorragies",
        "Tabac",
        "Alcool",
        "Anticoagulants",
    ]
    body = f"""<table class=o><tr><td style="width:48%"><b>{s.name}</b><br>Département d’anesthésie-réanimation<br>
    <span class=xs>Secrétariat {s.tel}</span><h2>{c.pick('CONSULTATION PRÉ-ANESTHÉSIQUE', 'Consultation d’anesthésie',
    'Dossier d’anesthésie – consultation')}</h2></td><td>{kv(c.pairs(extra=('ipp', )))}</td></tr>
    <tr><td colspan=2>{c.pick('Consultation du', 'Vu le', 'Date de consultation :')} <b>{c.actdate('slash')}</b> &nbsp;
    Intervention prévue le {c.d(c.after(5, 40), 'slash')} : {c.fill(c.pick(*OPERATION)[0])} &nbsp; Opérateur :
    {c.dr(c.newdoc(), 'short')}</td></tr></table>
    <table class=q><tr>{''.join(f'<td>{box(c)} {x}</td>' + ('</tr><tr>' if i % 4 == 3 else '') for i, x in
    enumerate(q))}</tr></table><table class=o><tr><td>Poids {r.randint(48, 118)} kg – taille {r.randint(150, 190)} cm –
    TA {r.randint(105, 165)}/{r.randint(60, 95)} – FC {r.randint(54, 98)}<br>
    Mallampati {r.randint(1, 3)} – ouverture de bouche {r.randint(30, 50)} mm – dents {c.pick('saines',
    'prothèse haute', 'mobiles')}<br>Apfel {r.randint(0, 3)} – ASA {r.randint(1, 3)}</td>
    <td>{c.fill(c.pick('Anesthésie générale le {d-} sans incident.', 'Réaction cutanée à l’amoxicilline.',
    'Intubation difficile signalée par le {doc}.', 'Aucun antécédent anesthésique.',
    'Nausées postopératoires importantes.', 'Avis cardiologique du {doc} du {d-} favorable.',
    'Transfusion acceptée. Accompagnant : {rel}.', 'Biologie du {d-} normale.'))}</td></tr>
    <tr><td colspan=2>Technique proposée : {c.pick('AG', 'rachianesthésie', 'bloc + sédation')} – jeûne : 6 h solides, 2
    h liquides – traitement : {c.pick('arrêt IEC la veille', 'maintien bêtabloquant', 'arrêt metformine 48 h')}.
    Information délivrée, consentement recueilli.</td></tr></table><!--X--><p>Médecin anesthésiste : {c.author(a)}
    {c.rpps(a) if c.chance(.6) else ''} – signature du {c.docdate('slash')} {seal(c)}</p>"""  # fmt: skip
    return page(
        c,
        (
            ".o{width:100%;margin-bottom:2mm}.o>tr>td,.o>tbody>tr>td{border:1px solid #000;padding:2mm}"
            ".q{width:100%;margin-bottom:2mm}.q td{padding:1mm}.kv td{border:0;padding:.2mm 1mm}.v{font-weight:bold}"
        ),
        body,
        margin="11mm 12mm",
    )


@layout("carte_implant_tracabilite", ages=(30, 92))
def implant_card(c: Ctx) -> str:
    """A card of an implant."""
    c.type("101881-1")
    s = c.struct()
    a = c.newdoc()
    dev = c.pick(
        ("Stimulateur cardiaque double chambre", "Azure XT DR"),
        ("Prothèse totale de hanche", "Corail/Pinnacle"),
        ("Implant cristallinien", "AcrySof SN60"),
        ("Défibrillateur implantable", "Resonate"),
        ("Chambre à cathéter implantable", "Polysite 4008"),
        ("Endoprothèse coronaire active", "Xience 3,0 x 18"),
        ("Prothèse de genou", "Triathlon"),
        ("Valve aortique percutanée", "Sapien 3 26 mm"),
    )
    body = f"""<div class=card><table style="width:100%"><tr><td><b
    style="color:{c.color};font-size:125%">{c.pick('CARTE D’IMPLANT', 'Carte de porteur d’implant',
    'CARTE PATIENT – DISPOSITIF IMPLANTÉ')}</b></td><td class=r>{logo(c, 10)}</td></tr>
    </table>{kv(c.pairs(sex=.3))}<hr><p>{c.pick('Date d’implantation', 'Implanté le', 'Pose le')} :
    <b>{c.actdate()}</b><br>{s.name} – {s.tel}<br>{c.pick('Implanteur', 'Chirurgien', 'Médecin')} : {c.author(a)}</p>
    <p><b>{dev[0]}</b><br>Modèle {dev[1]} – REF {c.r.randint(10000, 99999)}<br>
    LOT {c.r.randint(100000, 999999)} – SN {c.r.randint(1000000, 9999999)} – péremption
    {c.d(c.after(300, 900), 'iso')}<br>UDI (01)0{c.r.randint(10 ** 12, 9 * 10 ** 12)}</p></div><!--X-->
    <p style="margin-top:6mm">À conserver avec vos papiers. {c.fill(c.pick('IRM possible à 1,5 T sous conditions.',
    'Contrôle prévu le {d+}.', 'Signaler l’implant lors de tout examen.', 'Suivi annuel par le {doc}.',
    'Durée de vie estimée {8~12} ans.', 'En cas de douleur, appeler le service.', 'Antibioprophylaxie selon avis.',
    'Précédent matériel retiré le {d-}.'))}</p><p>Carte éditée le {c.docdate()} – {c.finess()}</p>"""  # fmt: skip
    return page(
        c,
        (
            f".card{{border:2px solid {c.color};border-radius:4mm;padding:4mm 6mm;width:118mm;margin-top:10mm}}"
            f".k{{color:#555;padding-right:3mm}}.v{{font-weight:bold}}"
        ),
        body,
    )


@layout("rcp_fiche_onco", ages=(32, 90), is_addressed=False)
def tumour_board(c: Ctx) -> str:
    """An opinion of several specialities."""
    c.type("34794-8")
    org, dx, dec = c.pick(
        *[x for x in RCP if not (x[0] == "Urologie" and c.fem) and not (x[0] in ("Gynécologie", "Sein") and not c.fem)]
    )
    s = c.struct("hopital")
    a, p, q = c.newdoc(), c.newdoc(), c.newdoc()
    quorum = [c.newdoc() for _ in range(5)]
    body = f"""<table class=o><tr><td style="width:60%"><b>{s.name}</b><br>3C – Centre de coordination en
    cancérologie</td><td class=c><b>{c.pick('FICHE RCP', 'RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE',
    'Avis de RCP')}</b><br>{org}</td></tr><tr><td>{kv(c.pairs(extra=('ipp', )))}</td>
    <td>{c.pick('Date de la RCP', 'Réunion du', 'RCP du')} : <b>{c.actdate('slash')}</b><br>Lieu : visioconférence<br>
    Médecin demandeur : {c.dr(p, 'full')}<br>Médecin traitant : {c.rec(q, 'full')}{c.matrix(16)}</td></tr>
    <tr><td colspan=2><b>Motif</b> : {c.pick('prise en charge initiale', 'récidive', 'avis de recours',
    'après chirurgie')} – OMS {c.r.randint(0, 2)} – G8 {c.r.randint(9, 17)}</td></tr>
    <tr><td colspan=2><b>Diagnostic et extension</b><br>{c.fill(dx)}<br>{c.fill(c.pick('Histologie du {d-}.',
    'Antécédent familial chez {rel}.', 'Vu par le {doc} le {d-}.', 'TEP du {d-} relue.'))}</td></tr>
    <tr><td colspan=2 style="background:#f2f2f2"><b>{c.pick('Proposition', 'Décision',
    'AVIS DE LA RÉUNION')}</b><br>{c.fill(dec)}</td></tr><tr><td colspan=2 class=s>Présents :
    {', '.join(c.dr(x, 'short') for x in quorum)}</td></tr><tr><td colspan=2>{c.pick('Responsable de la RCP',
    'Coordonnateur', 'Validée par')} : {c.author(a)} {c.rpps(a) if c.chance(.5) else ''} –
    {c.pick('fiche validée le', 'le')} {c.docdate('slash')}</td></tr></table><!--X-->"""  # fmt: skip
    return page(
        c,
        (
            f".o{{width:100%}}.o>tr>td,.o>tbody>tr>td{{border:1px solid {c.color};padding:2mm}}.kv "
            f"td{{border:0;padding:.2mm 1mm}}.v{{font-weight:bold}}"
        ),
        body,
        margin="12mm 13mm",
    )
