"""Maternity, psychiatry, rehabilitation and palliative care."""

import datetime as dt
from html import escape as esc

from eval.examiners.university.context import Ctx
from eval.examiners.university.dice import OMIT, write_date
from eval.examiners.university.page import box, kv, logo, page, seal, table
from eval.examiners.university.prose_stays import PALLIA, PSY, REHAB
from eval.examiners.university.registry import layout


@layout("accouchement_cr", ages=(20, 42), sex="F")
def delivery(c: Ctx) -> str:
    """A delivery."""
    c.type("15508-5", "57057-2")
    s = c.struct()
    a, gp = c.newdoc(), c.newdoc()
    r = c.r
    body = f"""<table style="width:100%;background:#f6eef3"><tr><td style="padding:2mm">{logo(c, 12)}</td>
    <td><b>{s.name}</b><br>Pôle Femme-Mère-Enfant – Maternité de type {c.pick('II', 'III')}<br>{s.tel}</td>
    <td class=r>{c.bars()}</td></tr></table><h1>{c.pick('COMPTE RENDU D’ACCOUCHEMENT', 'Compte-rendu d’accouchement',
    'Accouchement – compte rendu')}</h1>{kv(c.pairs(extra=('ipp', 'stay')), cols=2)}{c.matrix()}<!--X-->
    <p>{c.pick('Accouchement le', 'Date d’accouchement :', 'A accouché le')} <b>{c.actdate()}</b> à
    {r.randint(0, 23)}h{r.randint(10, 59)}, terme {r.randint(36, 41)} SA + {r.randint(0, 6)} j.
    G{r.randint(1, 4)}P{r.randint(1, 3)}. Groupe {c.pick('A', 'O', 'B')} {c.pick('positif',
    'négatif')}.</p>{c.paras(r.sample(['Travail spontané, rupture à {3~8} cm, liquide clair.',
    'Déclenchement pour terme dépassé, décidé avec le {doc}.', 'Péridurale posée à {3~6} cm par le {doc}.',
    'Efforts expulsifs {8~35} minutes, dégagement en OP.', 'Extraction par ventouse pour anomalies du rythme.',
    'Périnée : déchirure simple suturée.', 'Délivrance dirigée complète, pertes {150~600} mL.',
    'Conjoint présent, sérologies du {d-} négatives.',
    'Allaitement maternel souhaité, consultation postnatale le {d+}.'], 6))}
    <table class=nn><tr><th colspan=2>Nouveau-né</th></tr><tr><td>Sexe de l’enfant : {c.pick('masculin',
    'féminin')}</td><td>Poids {r.randint(2600, 4100)} g</td></tr><tr><td>Apgar {r.randint(7, 9)}/10/10</td>
    <td>pH au cordon 7,{r.randint(18, 36)}</td></tr></table><p>Accouchement réalisé par {c.author(a)}
    {c.rpps(a) if c.chance(.4) else ''} – sage-femme présente : {c.newdoc().given}</p>
    <p>Rédigé le {c.docdate()}. Copie : {c.rec(gp, 'full')}</p>"""  # fmt: skip
    c.f["sex"] = "F" if c.f["sex"] == "F" else OMIT
    return page(
        c,
        (
            ".nn{width:70%;margin:3mm 0}.nn td,.nn th{border:1px solid #855;padding:1mm 3mm}"
            "h1{font-size:130%;margin:3mm 0}.k{color:#655}.v{font-weight:bold;padding-right:5mm}"
        ),
        body,
    )


@layout("maternite_nouveau_ne", ages=(0.03, 1.6))
def newborn(c: Ctx) -> str:
    """A newborn, with the mother."""
    c.type("78489-2", "57075-4", "59283-2")
    s = c.struct()
    a = c.newdoc()
    m = c.newdoc()
    r = c.r
    mdob = dt.date(c.p.birth_date.year - r.randint(21, 39), r.randint(1, 12), r.randint(1, 28))
    ent = c.p.birth_date + dt.timedelta(days=r.randint(3, 5))
    c.act = c.doc = ent
    c.f["sex"] = OMIT
    mfirst = c.pick("Camille", "Élise", "Sarah", "Julie", "Amina")
    c.flags.add("newborn")
    c.mother = (m.family, mfirst, mdob)
    mother = f"Mère : {esc(m.family)} {mfirst}, née le {write_date(mdob, c.dstyle)}"
    body = f"""<div class=c><b>{s.name}</b><br>{c.pick('Maternité', 'Unité mère-enfant')} – Pédiatres :
    {c.dr(c.newdoc(), 'short')}, {c.dr(c.newdoc(), 'short')}<br><span class=s>{s.address} – {s.tel}</span></div>
    <h1 class=c>{c.pick('SYNTHÈSE DU NOUVEAU-NÉ EN MATERNITÉ', 'Résumé de séjour de l’enfant en maternité',
    'SYNTHÈSE ENFANT – SUITES DE NAISSANCE')}</h1><table class=o><tr><td><b>ENFANT</b>{kv(c.pairs(extra=('ipp', 'stay'),
    sex=1))}</td><td><b>PARENTS</b><br>{mother}<br>Groupe {c.pick('O+', 'A+', 'A-')}, sérologies négatives<br>
    Grossesse suivie par {c.dr(c.newdoc(), 'short')}</td></tr></table><!--X-->
    <p>Naissance à {r.randint(36, 41)} SA, {r.randint(2500, 4200)} g, {r.randint(46, 53)} cm, PC {r.randint(32, 37)} cm.
    Apgar {r.randint(8, 10)}/10. {c.pick('Voie basse', 'Césarienne',
    'Ventouse')}.</p>{c.paras(r.sample(['Vitamine K reçue à J0 et J3.',
    'Dépistage auditif : {conforme des deux côtés|à recontrôler à gauche}.',
    'Ictère simple, bilirubine {90~210} µmol/L.', 'Hanches stables, fémorales perçues.', 'Test de Guthrie fait à J3.',
    'Allaitement {maternel|mixte}, reprise de poids amorcée.', 'Examen neurologique normal.',
    'Vaccination BCG proposée.', 'Cardiopédiatre : {doc}, souffle innocent.'], 6))}<p>{c.pick('Sortie de maternité le',
    'Date de sortie :', 'Sortie le')} {c.actdate()} – poids {r.randint(2500, 4000)} g. Consultation du premier mois.</p>
    <p>Pédiatre : {c.author(a)} {c.rpps(a) if c.chance(.5) else ''}<br>{c.pick('Examen et synthèse signés le',
    'Signé le')} {c.docdate()} {seal(c)}</p>"""  # fmt: skip
    return page(
        c,
        (
            f".o{{width:100%;margin:2mm 0}}.o>tr>td,.o>tbody>tr>td{{border:1.5px solid {c.color}"
            f";padding:2mm;width:50%}}.kv td{{padding:.2mm 1mm}}.v{{font-weight:bold}}h1{{font-size:125%;margin:3mm "
            f"0}}"
        ),
        body,
    )


@layout("psychiatrie_sortie_synthese", ages=(18, 88))
def psychiatric_stay(c: Ctx) -> str:
    """The end of a psychiatric stay."""
    c.type("68599-0", "34112-3", "11490-0")
    s = c.struct("psy")
    a, gp = c.newdoc(), c.newdoc()
    tx = c.pick(*PSY)
    ent = c.before(10, 60)
    body = f"""<table style="width:100%"><tr><td style="width:50%"><b>{s.name}</b><br>
    Secteur G{c.r.randint(1, 24):02d} – Unité « {c.pick('Les Glycines', 'Pinel', 'Camille-Claudel', 'Van-Gogh')} »<br>
    Médecin-chef : {c.dr(c.newdoc(), 'full')}<br>{s.address}<br>{s.tel}</td><td class=r>Confidentiel<br>
    <br>{c.rec(gp, 'long')}</td></tr></table><h2
    style="margin-top:8mm">{c.pick('Synthèse psychiatrique de fin d’hospitalisation',
    'SYNTHÈSE DE SÉJOUR – PSYCHIATRIE', 'Synthèse psychiatrique de sortie')}</h2>
    <p>{c.pick('Re :', 'Concerne :', 'Patient :')} {c.inline()}, {c.born()} – {c.ipp()}<br>{c.ins()}</p>
    <p>{c.pick('Séjour du', 'Hospitalisation libre du')} {c.d(ent)} au {c.actdate()} – {c.episode()}</p><!--X-->
    <p>{c.mr()}, {c.agetxt()}, est {c.pick('connu' + ('e' if c.fem else '') + ' du service', 'suivi' + ('e' if c.fem
    else '') + ' sur le secteur')}.
    {c.fill('Dernier séjour le {d-}. Personne ressource : {rel}.')}</p>{c.paras(tx)}<p>Examen somatique sans
    particularité, ECG : QTc {c.r.randint(390, 450)} ms. Vit {c.pick('seul' + ('e' if c.fem else ''),
    'chez ses parents', 'en appartement thérapeutique')}.</p>
    <p>{c.fill('Relais : CMP, premier entretien le {d+} avec le {doc}.')}</p><p>Fait le {c.docdate('long')}</p>
    <p style="margin-left:60%">{c.author(a)}<br>psychiatre<br>{c.rpps(a) if c.chance(.4) else ''}</p>"""  # fmt: skip
    return page(c, "", body, font=c.serif, margin="20mm 24mm", size=11)


@layout("psychiatrie_certificat_legal", ages=(18, 88))
def psychiatric_certificate(c: Ctx) -> str:
    """A certificate that the law asks for."""
    c.type("89601-9", "CERT_DECL")
    s = c.struct("psy")
    a = c.newdoc()
    body = f"""<p><b>{s.name}</b><br>{s.address}<br>{c.finess()}</p><h1
    class=c>{c.pick('CERTIFICAT MÉDICAL DE 24 HEURES', 'CERTIFICAT MÉDICAL DE 72 HEURES', 'CERTIFICAT MÉDICAL MENSUEL',
    'CERTIFICAT MÉDICAL DE SITUATION')}</h1><p class="c s">Soins psychiatriques – article L. 3212-{c.pick(1, 3, 7)} du
    code de la santé publique</p><p>Je soussigné(e), {c.author(a)}, psychiatre, {c.rpps(a)}, certifie avoir examiné le
    {c.actdate('long')} à {c.r.randint(8, 18)} heures :</p><p style="margin:4mm
    10mm"><b>{c.inline(has_title=True)}</b><br>{c.born()}<br>{c.ins()}</p><p>admis{'e' if c.fem else ''} à la demande
    d’un tiers ({c.fill('{rel}')}) le {c.d(c.before(1, 4))}.</p><!--X-->{c.paras(c.pick(*PSY)[:2])}<p>En conséquence, la
    mesure de soins sans consentement {c.pick('doit être maintenue en hospitalisation complète',
    'peut se poursuivre en programme de soins', 'doit être levée')}.</p><p class=r>Fait à {s.town}, le
    {c.docdate('slash')}<br>{seal(c)}</p>"""  # fmt: skip
    return page(c, "h1{font-size:130%;margin:8mm 0 2mm}", body, margin="18mm 24mm", size=11.3)


@layout("reeducation_bilan_deux_colonnes", ages=(22, 92))
def rehabilitation(c: Ctx) -> str:
    """A functional assessment in two columns."""
    c.type("47420-5", "34112-3", "34120-6")
    s = c.struct("ssr")
    a, gp = c.newdoc(), c.newdoc()
    tx = c.pick(*REHAB)
    r = c.r
    sc = [
        (x, f"{r.randint(8, 14)}", f"{r.randint(15, 20)}")
        for x in ("Transferts", "Marche", "Toilette", "Habillage", "Escaliers", "Équilibre")
    ]
    body = f"""<table style="width:100%;border-bottom:4px solid {c.color}"><tr><td>{logo(c, 15)}</td>
    <td class=r><b style="font-size:125%">{s.name}</b><br><span class=s>Médecine physique et de réadaptation –
    {s.tel}</span></td></tr></table><h1>{c.pick('BILAN FONCTIONNEL', 'Bilan fonctionnel de rééducation',
    'Compte rendu de bilan fonctionnel')}</h1><table style="width:100%"><tr><td class=col>{kv(c.pairs(extra=('age',
    'stay')))}{c.matrix()}<br>{table(sc, 'm', ('Item /20', 'Entrée', 'Bilan'))}<p class=s>Équipe : kiné
    {c.newdoc().given}, ergothérapeute {c.newdoc().given}, AS {c.newdoc().given}</p></td>
    <td style="padding-left:5mm"><p>{c.pick('Bilan réalisé le', 'Date du bilan :', 'Évaluation du')}
    <b>{c.actdate()}</b></p>{c.paras(tx)}{c.paras(r.sample(['Le domicile est à l’étage, {rel} aide aux courses.',
    'Antalgiques réduits depuis le {d-}.', 'Visite à domicile prévue le {d+}.', 'Pas de trouble de déglutition.',
    'Reprise de la conduite : avis du {doc}.', 'Appareillage essayé et conservé.',
    'Objectif : sortie autonome dans {2~5} semaines.'], 4))}<!--X--><p>Médecin : {c.author(a)}
    {c.rpps(a) if c.chance(.5) else ''}<br>{c.pick('Signé le', 'Rédigé le')} {c.docdate()}</p>
    <p>Destinataire : {c.rec(gp, 'full')}</p></td></tr></table>"""  # fmt: skip
    return page(
        c,
        (
            ".col{width:68mm;background:#f4f4f0;padding:3mm}.m td,.m th{border-bottom:1px solid #aaa;padding:.6mm "
            "2mm}.v{font-weight:bold}h1{font-size:130%;margin:3mm 0}"
        ),
        body,
        margin="13mm",
    )


@layout("palliatif_fiche_urgence", ages=(35, 95), is_addressed=False)
def palliative_sheet(c: Ctx) -> str:
    """What a doctor called at night must know."""
    c.type("74207-2", "18776-5")
    s = c.struct(c.pick("reseau", "had", "hopital"))
    a, gp = c.newdoc(), c.newdoc()
    tx = c.pick(*PALLIA)
    body = f"""<div class=h>{c.pick('FICHE URGENCE PALLIATIVE', 'FICHE « URGENCE PALLIA »',
    'Document de liaison d’urgence – soins palliatifs')}</div><p class=s>Document destiné au médecin intervenant en
    situation d’urgence – {s.name} – {s.tel} (astreinte)</p><table class=o><tr><td colspan=2>{kv(c.pairs(extra=('addr',
    )), cols=2)}</td></tr><tr><td>Médecin traitant : {c.dr(gp, 'full')}<br>Joignable nuit {box(c)} week-end
    {box(c)}</td><td>Référent : {c.dr(c.newdoc(), 'full')}<br>HAD {box(c)} SSIAD {box(c)} Réseau {box(c)}</td></tr>
    <tr><td colspan=2><b>Situation</b>{c.paras(tx)}</td></tr><tr><td>Diagnostic connu {box(c, True)} pronostic connu
    {box(c)}<br>Directives anticipées {box(c)}<br>Personne de confiance : {c.fill('{rel}')}, {c.phone()}</td>
    <td><b>Projet thérapeutique</b><br>{box(c, True)} décès au domicile accepté<br>{box(c)} hospitalisation si échec,
    lit au {c.pick('12 40', '55 18')}<br>{box(c, False)} réanimation</td></tr>
    <tr><td colspan=2><b>Prescriptions anticipées</b> : morphine {c.pick(2, 5)} mg SC, midazolam {c.pick(1, 2)} mg,
    scopolamine patch. {c.fill('Dernière visite du {doc} le {d-}.')}</td></tr></table><!--X-->
    <p>Rédacteur : {c.author(a)} {c.rpps(a) if c.chance(.5) else ''} – {c.pick('fiche rédigée le', 'établie le',
    'mise à jour le')} <b>{c.docdate()}</b> {seal(c)}</p>"""  # fmt: skip
    return page(
        c,
        (
            f".h{{background:{c.color};color:#fff;font-size:140%;text-align:center;padding:2mm}}"
            f".o{{width:100%;margin:2mm 0}}.o>tr>td,.o>tbody>tr>td{{border:1px solid #444;padding:2mm}}.kv "
            f"td{{padding:.2mm 2mm .2mm 0}}.v{{font-weight:bold}}"
        ),
        body,
        margin="11mm 13mm",
    )


@layout("directives_anticipees_manuscrit", ages=(45, 94))
def advance_directives(c: Ctx) -> str:
    """Advance directives filled by hand."""
    c.type("EXPPAT_3", "EXPPAT_1")
    c.f["author_family"] = c.f["author_given"] = OMIT
    pp = c.pairs(extra=("addr",), has_ins=False)
    body = f"""<h1 class=c>{c.pick('DIRECTIVES ANTICIPÉES', 'MES DIRECTIVES ANTICIPÉES', 'Directives anticipées')}</h1>
    <p class="c s">Loi du 2 février 2016 – formulaire à remplir par la personne majeure</p><p>Je soussigné(e)</p>
    <table style="width:100%">{''.join(f'<tr><td class=k>{k} :</td><td class="hand f">{v}</td></tr>' for k, v in
    pp)}</table><!--X--><p style="margin-top:4mm">énonce ci-dessous mes directives pour le cas où je ne serais plus en
    mesure de m’exprimer :</p>{''.join(f'<p class="hand f">{c.fill(x)}</p>' for x in
    c.r.sample(['Je ne souhaite pas être réanimé{e} si mon cœur s’arrête.',
    'Je refuse la respiration artificielle prolongée.', 'Je veux être soulagé{e}, même si cela abrège ma vie.',
    'Pas de sonde pour me nourrir.', 'Je souhaite rester chez moi le plus longtemps possible.',
    'Je veux que {rel} soit informé(e) de tout.', 'J’en ai parlé avec le {doc}.',
    'Je souhaite la visite d’un aumônier.', 'Une sédation profonde est acceptée si mes douleurs persistent.',
    'Je donne mes organes.'], 4))}<p style="margin-top:6mm">Fait à <span class=hand>{c.pick('Valmont', 'Cluses',
    'Gannat', 'Givet')}</span> le <span class=hand>{c.docdate('slash')}</span> &nbsp;&nbsp; Signature :
    {seal(c)}</p>"""  # fmt: skip
    return page(c, ".f{border-bottom:1px dotted #333}.k{width:50mm}h1{font-size:150%}", body, margin="20mm")
