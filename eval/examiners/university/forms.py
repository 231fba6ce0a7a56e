"""Prescriptions, certificates and forms."""

import datetime as dt
from html import escape as esc

from eval.examiners.university.context import Ctx
from eval.examiners.university.dice import OMIT
from eval.examiners.university.page import box, kv, logo, page, seal, table
from eval.examiners.university.prose_results import OPERATION
from eval.examiners.university.prose_wards import WARD
from eval.examiners.university.registry import layout


@layout("ordonnance_sortie_hopital")
def prescription(c: Ctx) -> str:
    """A prescription at discharge."""
    c.type("57833-6", "57828-6")
    s = c.struct()
    a = c.newdoc()
    c.f["act_date"] = None
    tt = [drug for ward in c.r.sample(WARD, 3) for drug in ward[5]]
    lasting = ("QSP 1 mois", "QSP 28 jours", "7 jours", "3 mois", "NS")
    body = f"""<table style="width:100%"><tr><td style="width:52%"><b>{s.name}</b><br>{c.pick(*WARD)[0]}<br>
    <span class=s>{s.address}<br>Tél. {s.tel}<br>{c.finess()}</span></td>
    <td>{c.author(a)}<br>{c.rpps(a)}<br>{c.bars(a.rpps, 7)}</td></tr></table>
    <hr><p class=r>{s.town}, le {c.docdate()}</p><p><b>{c.inline(has_title=True)}</b><br>{c.born()} – {c.agetxt()} –
    {c.r.randint(47, 102)} kg<br>{c.ins()} {c.matrix()}</p><h2 class=c>{c.pick('ORDONNANCE', 'ORDONNANCE DE SORTIE',
    'Ordonnance médicamenteuse')}</h2>
    <ol>{''.join(f'<li>{c.fill(x)}<br><span class=s>{c.pick(*lasting)}</span></li>'
    for x in c.r.sample(tt, c.r.randint(3, 6)))}</ol><!--X--><p class=r>Signature {seal(c)}</p>
    <p class=xs>Nombre de lignes vérifié par le pharmacien. À renouveler {c.r.randint(0, 3)} fois. En cas d’urgence :
    15.</p>"""  # fmt: skip
    return page(c, "li{margin-bottom:2.5mm}h2{letter-spacing:2px;margin:5mm 0}", body, size=11)


@layout("transport_prescription_grille", ages=(20, 95))
def transport(c: Ctx) -> str:
    """A prescription of transport."""
    c.type("57828-6", "57832-8", "51851-4")
    s = c.struct(c.pick("hopital", "clinique"))
    a = c.newdoc("Dr")
    pp = c.pairs(extra=("addr",), sex=0.2)
    body = f"""<table style="width:100%"><tr><td>{logo(c, 10)}</td><td class=c><b
    style="font-size:120%">{c.pick('PRESCRIPTION MÉDICALE DE TRANSPORT', 'Prescription médicale de transport',
    'DEMANDE DE TRANSPORT – PRESCRIPTION')}</b></td><td class=xs>volet 1<br>modèle interne T{c.r.randint(10, 99)}</td>
    </tr></table><div class=z><b>PERSONNE
    TRANSPORTÉE</b>{''.join(f'<div class=f>{k} : <span class=hand>{v}</span></div>' for k, v in pp)}</div><!--X-->
    <div class=z><b>TRANSPORT PRESCRIT</b><br>{box(c, True)} {c.pick('ambulance', 'VSL / taxi')} &nbsp; {box(c, False)}
    véhicule personnel &nbsp; {box(c)} aller-retour &nbsp; {box(c)} série de {c.r.randint(2, 20)}<br>
    Motif : <span class=hand>{c.pick('séances de dialyse', 'consultation post-opératoire', 'chimiothérapie',
    'retour à domicile', 'radiothérapie', 'scanner')}</span><br>Départ : <span class=hand>domicile</span> – arrivée :
    <span class=hand>{s.town}</span><br>{box(c)} lié à une ALD &nbsp; {box(c, False)} accident du travail du
    ............</div><div class=z><b>PRESCRIPTEUR</b><br>{c.author(a, 'full')} – {c.rpps(a)}<br>
    Établissement : {s.name} – {c.finess()}<br>Date : <span class=hand>{c.docdate('slash')}</span> &nbsp; Signature
    {seal(c)}</div>"""  # fmt: skip
    return page(
        c,
        (
            f".z{{border:1.2px solid {c.color};padding:2mm 3mm;margin:3mm 0}}.f{{border-bottom:.5px dotted "
            f"#666;padding:.6mm 0}}"
        ),
        body,
        margin="12mm 16mm",
    )


@layout("arret_travail_interne", ages=(19, 63))
def sick_leave(c: Ctx) -> str:
    """A sick leave."""
    c.type("PRESC-AAT")
    s = c.struct(c.pick("hopital", "cabinet"))
    a = c.newdoc("Dr")
    n = c.r.randint(3, 45)
    body = f"""<h2>{c.pick('AVIS D’ARRÊT DE TRAVAIL', 'Avis d’arrêt de travail',
    'ARRÊT DE TRAVAIL – PRESCRIPTION')}</h2><p class=s>{box(c, True)} initial {box(c, False)} prolongation – volet
    destiné à l’assuré</p>{table([(k, f'<b>{v}</b>') for k, v in c.pairs(extra=('addr', ), sex=.2)], 'g')}<!--X-->
    <p>Je prescris un arrêt de travail de <b>{n} jours</b>, jusqu’au <b>{c.d(c.doc + dt.timedelta(days=n), 'slash')}</b>
    inclus.<br>Sorties {c.pick('autorisées', 'autorisées avec restriction', 'non autorisées')}. {box(c)} accident du
    travail {box(c, False)} ALD.</p><p>Employeur : {c.pick('Mairie', 'SARL Bâti-Est', 'Logistique Ouest',
    'Association Les Prés')} – poste : {c.pick('agent', 'conducteur', 'comptable', 'aide à domicile')}</p>
    <table class=g style="width:100%"><tr><td>Praticien<br>{c.author(a, 'full')}<br>{c.rpps(a)}</td>
    <td>Structure<br>{s.name}<br>{c.finess()}</td><td>Le {c.docdate('slash')}<br>{seal(c)}</td></tr>
    </table>"""  # fmt: skip
    return page(c, ".g td{border:1px solid #333;padding:1.5mm 3mm}", body, margin="16mm")


@layout("consentement_information", ages=(20, 90))
def consent(c: Ctx) -> str:
    """A consent."""
    c.type("59284-0")
    s = c.struct(c.pick("hopital", "clinique"))
    a = c.newdoc()
    c.f["author_family"] = c.f["author_given"] = OMIT
    nm = c.inline(has_title=True)
    body = f"""<table style="width:100%"><tr><td><b>{s.name}</b><br>{s.address}</td>
    <td class="r s">QUAL-FOR-{c.r.randint(100, 999)}<br>version du 04/03/2021</td></tr></table>
    <h1 class=c>{c.pick('ATTESTATION DE CONSENTEMENT ÉCLAIRÉ', 'CONSENTEMENT À L’INTERVENTION',
    'Formulaire de consentement éclairé')}</h1><p>Je soussigné{'e' if c.fem else ''} <b>{nm}</b>, {c.born()}
    {c.ins()}</p><p>reconnais avoir reçu du {c.dr(a, 'full')} ({c.rpps(a, is_author=False)}), une information sur l’acte
    suivant : <b>{c.fill(c.pick(*[x for x in OPERATION if c.fem or 'Hyst' not in x[0]])[0])}</b>, prévu le
    {c.d(c.after(8, 60))}.</p><!--X--><ul><li>{c.pick('Le bénéfice attendu', 'Le but')} et les alternatives m’ont été
    exposés.</li><li>Les risques (infection, saignement, phlébite) m’ont été expliqués.</li><li>J’ai pu poser mes
    questions et disposer d’un délai de réflexion.</li><li>{c.fill(c.pick('J’accepte une transfusion.',
    'J’autorise l’étude des tissus prélevés.', 'J’ai désigné {rel} personne de confiance.',
    'J’ai remis mes examens du {d-}.', 'Je refuse la présence d’étudiants.', 'Je peux revenir sur ma décision.',
    'J’accepte l’enregistrement d’images.', 'J’ai lu le document de la société savante.'))}</li></ul>
    <p>Fait à {s.town} le <span class=hand>{c.docdate('slash')}</span></p><table style="width:100%"><tr><td>Signature :
    {seal(c)}</td><td>Signature du praticien : {seal(c)}</td></tr></table>"""  # fmt: skip
    c.f["author_rpps"] = c.f["act_date"] = OMIT
    return page(c, "h1{font-size:130%;margin:7mm 0}li{margin-bottom:2mm}", body, size=11, margin="17mm 22mm")


@layout("conciliation_medicamenteuse", ages=(50, 95))
def reconciliation(c: Ctx) -> str:
    """Drugs before and after."""
    c.type("80820-4")
    s = c.struct()
    a = c.newdoc("Dr")
    tt = [drug for ward in c.r.sample(WARD, 4) for drug in ward[5]]
    rows = [
        (
            c.fill(x).split(" : ")[0],
            c.pick("poursuivi", "arrêté", "modifié", "ajouté"),
            c.pick("—", "posologie adaptée", "non intentionnelle, corrigée", "ordonnance ville"),
        )
        for x in c.r.sample(tt, 8)
    ]
    body = f"""<table style="width:100%"><tr><td>{kv(c.pairs(extra=('stay', )))}</td><td class=r><b>{s.name}</b><br>
    Pharmacie à usage intérieur<br>{s.tel}<br>{c.matrix()}</td></tr></table>
    <h1>{c.pick('CONCILIATION MÉDICAMENTEUSE DE SORTIE', 'Fiche de conciliation des traitements médicamenteux',
    'CONCILIATION DES TRAITEMENTS À L’ADMISSION')}</h1><p>Réalisée le {c.actdate('slash')} – sources :
    {c.pick('pharmacie d’officine, ordonnance', 'dossier pharmaceutique, entretien', 'EHPAD, médecin traitant')} ;
    {c.fill('ordonnance du {doc} du {d-}')}</p>{table(rows, 'm', ('Médicament', 'Décision', 'Commentaire'))}<!--X-->
    <p>Pharmacien : {c.author(a)} {c.rpps(a) if c.chance(.6) else ''} – validation du {c.docdate('slash')}<br>
    Interne : {c.newdoc().given} {c.newdoc().family}</p>"""  # fmt: skip
    return page(
        c,
        (
            ".m{width:100%;margin:2mm 0}.m td,.m th{border:1px solid #666;padding:1mm 2mm}.m th{background:#ddd}"
            ".k{color:#555}.v{font-weight:bold}h1{font-size:120%;margin:3mm 0}"
        ),
        body,
    )


@layout("convocation_rendez_vous", ages=(18, 92))
def appointment(c: Ctx) -> str:
    """An appointment."""
    c.type("56446-8", "51851-4")
    s = c.struct()
    a = c.newdoc()
    c.f["author_family"] = c.f["author_given"] = OMIT
    nm = c.inline(has_title=True)
    rdv = c.after(8, 90)
    c.f["act_date"] = OMIT
    body = f"""<p>{logo(c, 16)}<br><b>{s.name}</b><br>Plateau de consultations – {s.tel}</p>
    <div style="margin:8mm 0 8mm 85mm"><b>{nm}</b><br>{esc(c.p.address).replace(', ', '<br>')}</div>
    <p>{s.town}, le {c.docdate('long')}</p><p>Objet : <b>{c.pick('convocation', 'confirmation de rendez-vous',
    'votre rendez-vous')}</b><br>{c.ipp()} – {c.born()} {c.ins()}</p><p>Madame, Monsieur,</p>
    <p>Nous vous confirmons votre rendez-vous le <b>{c.d(rdv, 'longday')} à {c.r.randint(8, 17)} h
    {c.pick('00', '15', '30', '45')}</b> avec le {c.dr(a, 'full')}, {c.pick('consultation de cardiologie',
    'hôpital de jour', 'scanner', 'bloc ambulatoire', 'consultation d’anesthésie', 'laboratoire du sommeil',
    'infiltration', 'IRM')}.</p><!--X--><p>Merci de vous munir de : carte Vitale, pièce d’identité, ordonnances,
    {c.pick('radiographies', 'résultats de moins de 3 mois', 'cette convocation')}.
    {c.pick('Soyez à jeun depuis 6 heures.', 'Un accompagnant est nécessaire.',
    'Présentez-vous aux bornes d’accueil.')}</p><p>En cas d’empêchement, prévenir au {c.phone()}.</p>
    <p class=r>Le secrétariat</p>"""  # fmt: skip
    return page(c, "", body, size=11, margin="16mm 20mm")
