"""Prescriptions, requests and dispensings."""

from datetime import timedelta
from html import escape as E  # noqa: N812
from typing import Any

from eval.examiners.city.context import Ctx
from eval.examiners.city.page import SANS, SERIF, addr, addressee, html, logo
from eval.examiners.city.registry import layout


def _bars(d: Ctx) -> str:
    return "".join(f"<rect x='{x}' y='0' width='{d.rng.randint(1, 2)}' height='20'/>" for x in range(0, 100, 4))


@layout()
def drug_prescription(d: Ctx) -> str:
    """Drug prescription."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("57833-6")
    med = [
        "Amoxicilline 1 g",
        "Paracétamol 1 g",
        "Bisoprolol 2,5 mg",
        "Metformine 1000 mg",
        "Ésoméprazole 20 mg",
        "Lévothyroxine 75 µg",
        "Amlodipine 5 mg",
        "Atorvastatine 20 mg",
        "Apixaban 5 mg",
        "Tramadol 50 mg",
        "Prednisolone 20 mg",
        "Furosémide 40 mg",
    ]
    li = "".join(
        f"<li style='margin-bottom:3mm'><b>{m}</b><br>{d.c('1 comprimé matin et soir', '1 gélule le matin', '1 comprimé au coucher', 'si douleur, 3 par jour au plus')}, {d.c('pendant 7 jours', 'QSP 3 mois', 'à renouveler 2 fois', 'pendant un mois')}</li>"
        for m in d.rng.sample(med, d.rng.randint(2, 6))
    )
    body = (
        f"<table style='width:100%'><tr><td style='width:60%'><b style='font-size:13pt'>{d.author(a)}</b><br>{d.c('Médecine générale', 'Rhumatologue', 'Pneumologue', 'Endocrinologie – Diabétologie', 'Dermatologue')}<br>{d.struct(s)}<br>{addr(s)}</td><td style='text-align:right'>{d.rpps()}<br>AM {d.rng.randint(10**8, 10**9 - 1)}<br><svg width='34mm' height='9mm' viewBox='0 0 100 20'>{_bars(d)}</svg></td></tr></table><hr>"
        f"<p style='text-align:right'>{d.c('Le', s.city + ', le', 'Date :')} {d.date('doc_date', d.act_day, d.c('/', 'long'))}</p><p>{d.civ()} {d.one() if not d.p.used or d.used_only else d.name()}<br>{d.born() or ''}{d.c('', f' – {d.rng.randint(50, 99)} kg')}<br>{d.ins()}</p><h3 style='text-align:center'>{d.c('ORDONNANCE', 'Ordonnance', 'Prescription médicamenteuse')}</h3><ol>{li}</ol>{d.note()}<br><div style='margin-left:60%;font-family:Kristi;font-size:24pt;color:#225'>{E(a.family)}</div><div style='position:fixed;bottom:0;font-size:7.5pt'>Membre d'une association agréée, le règlement par chèque est accepté. En cas d'urgence, composer le 15.</div>"
    )
    d.leave("act_date")
    return html(d, body, fonts=SERIF + SANS, size=11)


@layout()
def bizone(d: Ctx) -> str:
    """Two-zone prescription for a long-term disease."""
    a, s = d.pro(), d.w.site("cab")
    d.typ("57833-6")

    def z(n: Any) -> str:
        return "".join(
            f"<p>– {m} : {d.c('1 matin', '1 matin et soir', '1 au coucher')}, {d.c('3 mois', '28 jours')}</p>"
            for m in d.rng.sample(
                [
                    "Insuline glargine 18 UI",
                    "Metformine 850 mg",
                    "Ramipril 5 mg",
                    "Aspirine 75 mg",
                    "Rosuvastatine 10 mg",
                    "Tiotropium 1 inhalation",
                    "Macrogol 1 sachet",
                    "Paracétamol 500 mg",
                    "Larmes artificielles",
                    "Vitamine D 100 000 UI",
                ],
                n,
            )
        )

    body = (
        f"<table style='width:100%' border='1'><tr><td style='padding:2mm;width:50%'><small>Identification du prescripteur</small><br>{d.author(a)}<br>{d.rpps()}<br>{d.struct(s)}<br><small>{addr(s)}</small></td><td style='padding:2mm'><small>{d.c('Identification du patient', 'Identification du bénéficiaire')}</small><br>{d.c('Nom de naissance', 'Nom (naissance)')} : {d.f_birth()}<br>Nom d'usage : {d.f_used()}<br>Prénom : {d.given()}<br>{d.c('Né(e) le', 'Date de naissance')} : {d.dob('/')}<br>{d.ins()}</td></tr></table><p style='text-align:center'><b>{d.c('ORDONNANCE BIZONE', 'Ordonnance bizone – cerfa 60-3937')}</b> &nbsp; {d.c('Le', 'Date :')} {d.date('doc_date', d.act_day)}</p>"
        f"<div style='border:1pt solid #000;padding:2mm'><small>Prescriptions relatives au traitement de l'affection de longue durée reconnue (liste ou hors liste) (AFFECTION EXONÉRANTE)</small>{z(4)}<br></div><div style='border:1pt solid #000;border-top:3pt double;padding:2mm'><small>Prescriptions SANS RAPPORT avec l'affection de longue durée (MALADIES INTERCURRENTES)</small>{z(2)}<br></div>{d.note()}<p style='text-align:right'>Signature</p>"
    )
    d.leave("act_date", "structure_name")
    return html(d, body)


@layout()
def nurse_prescription(d: Ctx) -> str:
    """Nurse prescription."""
    a, s = d.pro(), d.w.site("clinic")
    kind = d.c(
        (
            "PRESC-INF",
            "Soins infirmiers à domicile",
            [
                "Pansement de la plaie opératoire un jour sur deux, dimanches et jours fériés inclus, pendant 15 jours.",
                "Ablation des agrafes au 12e jour.",
                "Injection sous-cutanée quotidienne d'énoxaparine 4000 UI pendant 21 jours, surveillance des plaquettes.",
            ],
        ),
        (
            "PRESC-KINE",
            "Kinésithérapie",
            [
                "Rééducation du genou droit, 20 séances, à débuter sans délai.",
                "Drainage et mobilisation passive, appui soulagé.",
                "Renforcement du quadriceps, à domicile si besoin.",
            ],
        ),
        (
            "PRESC-BIO",
            "Examens de biologie",
            [
                "NFS, plaquettes, ionogramme, créatinine.",
                "CRP, fibrinogène, TP, INR.",
                "Groupe sanguin, RAI avant l'intervention.",
                "TSH, ferritine, HbA1c, bilan lipidique.",
            ],
        ),
        (
            "PRESC-ORTHOPHO",
            "Orthophonie",
            ["Bilan orthophonique avec rééducation si nécessaire.", "Rééducation de la déglutition, 30 séances."],
        ),
        (
            "57833-6",
            "Matériel (LPP)",
            [
                "Une paire de béquilles.",
                "Bas de compression classe 2, deux paires.",
                "Attelle de genou articulée, à la location pour 6 semaines.",
            ],
        ),
    )
    d.typ(
        *(
            [
                kind[0],
                *{
                    "PRESC-INF": ["57832-8"],
                    "PRESC-KINE": ["57832-8"],
                    "PRESC-ORTHOPHO": ["57832-8"],
                    "57833-6": ["57828-6"],
                }.get(kind[0], []),
            ]
        )
    )
    body = (
        f"<table style='width:100%'><tr><td>{logo(d)}</td><td><b>{d.struct(s)}</b><br><small>{addr(s)}<br>{d.finess(s)}</small></td><td style='border:1pt dashed #555;padding:2mm;font-family:Liberation Sans Narrow'>{d.name()}<br>{d.c('Né(e) le', 'DDN')} {d.dob('/')} {d.sex('F')}<br>{d.episode('Séjour {}')} IPP {d.rng.randint(10000, 999999)}<br>{d.ins()}</td></tr></table><h2 style='font-size:14pt;text-align:center'>{d.c('ORDONNANCE', 'Prescription', 'Ordonnance de sortie')} – {kind[1]}</h2><p>{d.c('Date de prescription', 'Prescrit le', 'Le')} : {d.date('doc_date', d.act_day)}</p>"
        + "".join(f"<p>• {x}</p>" for x in d.rng.sample(kind[2], len(kind[2])))
        + f"<p>Intervention du {d.past(1, 6)}.</p>{d.note()}<p style='margin-left:50%'>{d.author(a)}<br>{d.rpps()}</p>"
    )
    d.leave("act_date")
    return html(d, body, fonts=SANS + SERIF, size=11.5)


@layout()
def imaging_request(d: Ctx) -> str:
    """Imaging request."""
    a, s = d.pro(), d.w.site("cab")
    d.typ("55115-0", "96349-6")
    body = (
        f"<table style='width:100%'><tr><td>{d.author(a)}<br>{d.rpps()}<br>{d.struct(s)}<br><small>{addr(s)}</small></td><td style='text-align:right'>{d.date('doc_date', d.act_day, d.c('/', 'long', '.'))}</td></tr></table><br><h2 style='font-size:14pt'>{d.c('Demande d’examen d’imagerie', 'BON DE DEMANDE – IMAGERIE', 'Demande de scanner / IRM')}</h2><p>{d.c('Pour', 'Patient')} : {d.civ(True)} {d.name()} {d.born(', ')}</p><p>{d.ins()}</p>"
        f"<table class='k' style='width:100%'><tr><td>Examen demandé</td><td><b>{d.c('IRM lombaire', 'Scanner thoracique', 'Échographie rénale', 'Radiographies du genou face et profil')}</b></td></tr><tr><td>Indication</td><td>{d.slots('gp')[0].replace('Merci de recevoir', 'Patient vu :')}</td></tr><tr><td>Antécédents</td><td>{d.slots('gp')[1]}</td></tr><tr><td>Contre-indications</td><td>☐ pace-maker ☐ grossesse ☒ aucune</td></tr><tr><td>Créatinine</td><td>{d.rng.randint(50, 110)} µmol/L le {d.past(3, 30)}</td></tr><tr><td>Examen antérieur</td><td>{d.past()}</td></tr></table>{d.note()}<p>Merci d'avance. <span style='font-family:Kristi;font-size:20pt'>{E(a.family)}</span></p>"
    )
    d.leave("act_date")
    return html(d, body, css=".k td{border:.6pt solid #333;padding:2mm}")


@layout()
def sick_leave(d: Ctx) -> str:
    """Form with hand-filled values."""
    a, s = d.pro(), d.w.site("cab")
    d.typ("PRESC-AAT")
    hand = d.c("DkgHandwriting", "Rufscript")

    def hw(t: Any) -> str:
        return f"<span style=\"font-family:'{hand}';font-size:14pt;color:#15306e\">{t}</span>"

    end = d.doc_day + timedelta(days=d.rng.randint(3, 30))
    body = (
        f"<table style='width:100%'><tr><td><b style='font-size:13pt'>{d.c('avis d’arrêt de travail', 'AVIS D’ARRÊT DE TRAVAIL', 'Arrêt de travail – prescription')}</b><br>☒ initial ☐ prolongation</td><td style='text-align:right'><small>volet {d.rng.randint(1, 3)}, à adresser au service médical<br>cerfa n° 10170*0{d.rng.randint(4, 8)}</small></td></tr></table><div style='background:#dbe9dd;padding:1mm'><b>l'assuré(e)</b></div>"
        f"<p>Nom de naissance : {hw(d.f_birth())}</p><p>Nom d'usage : {hw(d.f_used())}</p><p>Prénom : {hw(d.given())}</p><p>Date de naissance : {hw(d.dob(d.c('/', '/s')))}</p><p>Adresse : {hw(E(d.p.address))}</p><p>{d.ins('Immatriculation (INS) : {}')}</p><div style='background:#dbe9dd;padding:1mm'><b>l'employeur</b></div><p>{E(d.w.family()).upper()} SARL – téléphone {s.tel}</p><div style='background:#dbe9dd;padding:1mm'><b>les renseignements médicaux</b></div>"
        f"<p>Je, soussigné(e), certifie avoir examiné la personne ci-dessus et prescrit un arrêt jusqu'au {hw(end.strftime('%d/%m/%Y'))} inclus.</p><p>Éléments d'ordre médical : {hw(d.c('lombalgie aiguë', 'grippe', 'suites opératoires', 'entorse cheville G'))}</p><p>Sorties autorisées : ☒ oui ☐ non, à partir du {d.date('doc_date', d.doc_day, '/')}</p>{d.note()}<div style='background:#dbe9dd;padding:1mm'><b>le praticien</b></div><table style='width:100%'><tr><td>{d.author(a)}<br>{d.struct(s)}<br><small>{addr(s)}</small><br>{d.rpps()}</td><td>Date : {hw(d.date('doc_date', d.doc_day, '/'))}<br>Signature {hw(E(a.family))}</td></tr></table>"
    )
    d.leave("act_date", "structure_name")
    return html(d, body)


@layout()
def transport(d: Ctx) -> str:
    """Transport."""
    a, s = d.pro(), d.w.site("clinic")
    d.typ("57828-6", "51851-4")
    body = (
        f"<div style='border:1.5pt solid #000;padding:4mm'><h2 style='text-align:center;font-size:14pt;margin:0'>{d.c('PRESCRIPTION MÉDICALE DE TRANSPORT', 'Prescription médicale de transport')}</h2><p style='text-align:center;font-size:8pt'>(articles R. 322-10 et suivants) – cerfa 11574*0{d.rng.randint(4, 9)}</p><p><b>1. {d.c('Bénéficiaire', 'La personne transportée')}</b></p><p>{d.c('Nom et prénom', 'Nom, prénom')} : {d.name()}</p><p>Né(e) le : {d.dob('/')} &nbsp;&nbsp; Sexe : {d.sexbox()}</p><p>{d.ins('N° d’immatriculation : {}')}</p><p>Adresse : {E(d.p.address)}</p>"
        f"<p><b>2. Trajet</b></p><p>Du domicile à {d.struct(s)}, {s.city} – ☒ aller-retour – séances itératives ({d.rng.randint(2, 30)})</p><p><b>3. Mode</b> ☐ ambulance ☒ VSL / taxi ☐ transports en commun</p><p>Justification : {d.c('séances de chimiothérapie', 'dialyse', 'consultation chirurgicale', 'rééducation en hôpital de jour')} à partir du {d.future(2, 20)} ; affection de longue durée reconnue le {d.past(200, 900)}.</p>{d.note()}<p><b>4. Prescripteur</b></p><p>{d.author(a)} – {d.rpps()}<br>{d.finess(s)}</p><p>Le {d.date('doc_date', d.act_day)} &nbsp; Signature et cachet</p></div>"
    )
    d.leave("act_date", "structure_name")
    return html(d, body)


@layout()
def pharmacy_dispensing(d: Ctx) -> str:
    """Pharmacy dispensing."""
    s = d.w.site("pharm")
    d.typ("60593-1", "DISP_AUT")
    ph, pr = d.pro(), d.pro()
    rows = "".join(
        f"<tr><td>34009{d.rng.randint(30000000, 39999999)}</td><td>{m}</td><td>{d.rng.randint(1, 3)}</td><td>{d.rng.randint(2, 29)},{d.rng.randint(10, 99)}</td><td>{d.c('65 %', '100 %', '30 %')}</td></tr>"
        for m in d.rng.sample(
            [
                "APIXABAN 5MG CPR 60",
                "PARACETAMOL 1G CPR 8",
                "BISOPROLOL 2,5MG 90",
                "INSULINE GLARGINE STYLO",
                "AMOXICILLINE 1G 14",
                "MACROGOL 20 SACHETS",
                "OMEPRAZOLE 20MG 28",
                "RAMIPRIL 5MG 90",
                "BANDELETTES GLYCEMIE 100",
            ],
            d.rng.randint(3, 6),
        )
    )
    body = (
        f"<table style='width:100%'><tr><td><svg width='9mm' height='9mm' viewBox='0 0 30 30'><path d='M11 2h8v9h9v8h-9v9h-8v-9H2v-8h9z' fill='#0a0'/></svg> <b style='font-size:13pt'>{d.struct(s)}</b><br>{addr(s)}<br>{d.finess(s)}</td><td style='text-align:right'><small>LGO OffiPlus {d.rng.randint(5, 9)}.{d.rng.randint(0, 99)} – poste {d.rng.randint(1, 6)}</small></td></tr></table><h3>{d.c('Relevé de dispensation', 'COMPTE RENDU DE DISPENSATION', 'Historique de dispensation – délivrance')}</h3>"
        f"<table style='font-size:10pt'><tr><td style='padding-right:10mm'>{d.c('Client / patient', 'Patient')}</td><td><b>{d.name()}</b></td></tr><tr><td>Date de naissance</td><td>{d.dob('/')}</td></tr><tr><td>INS</td><td>{d.ins('{}', '')}</td></tr><tr><td>Délivré le</td><td>{d.date('act_date', d.act_day)} par {E(d.w.family())}, préparatrice</td></tr><tr><td>Ordonnance du</td><td>{d.past(1, 20)} – {d.who(pr)}</td></tr></table><br><table class='k' style='width:100%;font-size:9pt'><tr><th>CIP</th><th>Désignation</th><th>Qté</th><th>PU €</th><th>Taux</th></tr>{rows}</table>{d.note()}<p>Pharmacien responsable : {d.author(ph, title='')} – {d.rpps()}</p><small>Ticket {d.rng.randint(10000, 99999)} – imprimé le {d.date('doc_date', d.act_day)} {d.rng.randint(9, 19)}:{d.rng.randint(10, 59)}</small>"
    )
    d.leave("recipients")
    return html(
        d,
        body,
        css=".k td,.k th{border-bottom:.5pt solid #444;padding:.8mm 2mm}",
        fonts=["Liberation Sans", "Roboto Condensed", "DejaVu Sans", "Go"],
    )


@layout()
def pharmacy_review(d: Ctx) -> str:
    """Pharmacy review."""
    s, ph = d.w.site("pharm"), d.pro()
    d.typ("56445-0", "61357-0", "78601-2", "93024-8")
    rows = "".join(
        f"<tr><td>{m}</td><td>{d.c('1-0-0', '1-0-1', '0-0-1')}</td><td>{d.c('bonne observance', 'oubli le soir', 'nausées signalées', 'à réévaluer : DFG bas')}</td></tr>"
        for m in d.rng.sample(
            [
                "Apixaban 5 mg",
                "Bisoprolol 2,5 mg",
                "Oxazépam 10 mg",
                "Furosémide 40 mg",
                "Metformine 1 g",
                "Tramadol 50 mg",
                "Ésoméprazole 40 mg",
            ],
            5,
        )
    )
    body = f"<div style='background:#e4f3e4;padding:3mm;border-radius:3mm'><b>{d.struct(s)}</b> – {addr(s, False)} – {s.tel}</div><div style='margin:4mm 0 4mm 50%'>{addressee(d, d.pro())}</div><p>{s.city}, le {d.date('doc_date', style=d.c('/', 'long'))}</p><p><b>Objet : {d.c('bilan partagé de médication', 'Bilan de médication – synthèse', 'synthèse du bilan partagé de médication')}</b></p><p>Docteur,</p><p>J'ai reçu en entretien le {d.date('act_date')} {d.civ()} {d.name()}{d.born(', ')}. {d.ins()}</p><table class='k' style='width:100%'><tr><th>Médicament</th><th>Posologie</th><th>Analyse</th></tr>{rows}</table><br><p>{d.slots('gp')[1]} Créatininémie du {d.past(5, 60)} : {d.rng.randint(60, 140)} µmol/L.</p><p>{d.c('Je vous propose de réduire la benzodiazépine.', 'Pas d’interaction majeure relevée.', 'Une adaptation à la fonction rénale paraît utile.')}</p>{d.note()}<p>{d.author(ph, title='')}, pharmacien{'ne' if ph.sex == 'F' else ''}<br>{d.rpps()}</p>"
    return html(d, body, css=".k td,.k th{border:.5pt solid #696;padding:1mm 2mm}", fonts=SANS + SERIF)
