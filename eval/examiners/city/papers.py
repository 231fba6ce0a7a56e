"""Certificates, quotations, appointments and records of a portal."""

from datetime import timedelta
from html import escape as E  # noqa: N812

from eval.examiners.city.context import Ctx
from eval.examiners.city.dates import fmt
from eval.examiners.city.page import SANS, SERIF, addr, html, logo
from eval.examiners.city.registry import layout


@layout()
def work_medicine(d: Ctx) -> str:
    """Work medicine."""
    s, a = d.w.site("work"), d.pro()
    d.typ("89601-9", "CERT_DECL", "11488-4")
    sl = d.slots("onw")
    body = (
        f"<table style='width:100%'><tr><td>{logo(d)}</td><td><b>{d.struct(s)}</b><br><small>{addr(s)}</small></td></tr></table><h2 style='text-align:center;font-size:14pt'>{d.c('ATTESTATION DE SUIVI INDIVIDUEL', 'Avis d’aptitude', 'Proposition de mesures individuelles', 'Attestation de suivi')}</h2><p style='text-align:center;font-size:8.5pt'>(article L. 4624-1 du code du travail)</p><div style='border:.8pt solid;padding:3mm'><b>Salarié(e)</b><br>Nom : {d.one('FN') if not d.p.used or d.used_only else d.name()}<br>Date de naissance : {d.dob('/')}<br>{sl[0]}</div><div style='border:.8pt solid;padding:3mm;margin-top:2mm'><b>Employeur</b><br>{E(d.w.family()).upper()} & Fils – SIRET {d.rng.randint(10**13, 10**14 - 1)}</div>"
        f"<p>{d.c('Visite réalisée le', 'Examen du', 'Date de la visite')} : <b>{d.date('act_date', d.act_day)}</b> – {d.c('visite périodique', 'visite de reprise', 'visite à la demande')}</p><p>{sl[1]}</p><p><b>{sl[2]}</b></p><p>À revoir au plus tard le {d.future(200, 900)}.</p>{d.ins()}{d.note()}<p style='margin-left:50%'>{d.c('Fait le', 'Délivré le')} {d.date('doc_date', d.act_day)}<br>{d.author(a)}, médecin du travail<br>{d.rpps()}</p>"
    )
    return html(d, body, fonts=SANS)


@layout()
def dental_quote(d: Ctx) -> str:
    """Dental quote."""
    s, a = d.w.site("dent"), d.pro()
    d.typ("51851-4", "CERT_DECL")
    rows = "".join(
        f"<tr><td>{d.c('16', '26', '36', '46', '11', '24')}</td><td>{x}</td><td>{d.c('HBLD038', 'HBLD634', 'HBFD021', 'LBLD015')}</td><td>{d.rng.randint(200, 900)},00</td><td>{d.rng.randint(20, 120)},00</td></tr>"
        for x in d.rng.sample(
            [
                "Couronne céramo-métallique",
                "Inlay-core",
                "Implant intra-osseux",
                "Bridge 3 éléments",
                "Couronne zircone",
            ],
            3,
        )
    )
    body = f"<h2 style='background:#345;color:#fff;padding:2mm;font-size:14pt'>{d.c('DEVIS', 'Devis – traitements et actes bucco-dentaires', 'DEVIS CONVENTIONNEL DENTAIRE')}</h2><table style='width:100%' border='1'><tr><td style='padding:2mm'>Praticien : {d.author(a)}<br>{d.struct(s)}<br><small>{addr(s)}</small><br>{d.rpps()}<br>{d.finess(s)}</td><td style='padding:2mm'>Patient<br>{d.civ()} {d.name()}<br>Né(e) le {d.dob('/')}<br>{E(d.p.address)}<br>{d.ins()}</td></tr></table><p>Date du devis : {d.date('doc_date', d.act_day)} – valable jusqu'au {d.future(80, 100)} – n° {d.rng.randint(1000, 9999)}</p><table class='k' style='width:100%'><tr><th>Dent</th><th>Nature de l'acte</th><th>Code</th><th>Honoraires €</th><th>Base AM €</th></tr>{rows}</table>{d.note()}<p>Le patient reconnaît avoir eu la possibilité de choisir. Signature du patient : …………</p>"
    d.leave("act_date", "structure_name")
    return html(d, body, css=".k td,.k th{border:.5pt solid #345;padding:1.2mm 2mm}")


@layout()
def med_certificate(d: Ctx) -> str:
    """Med certificate."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("89601-9", "CERT_DECL")
    txt = d.c(
        "ne présente pas, à ce jour, de contre-indication cliniquement décelable à la pratique de {x} en compétition",
        "présente un état de santé nécessitant la présence d'un tiers lors de ses déplacements",
        "doit être dispensé(e) de sport pendant {n} semaines",
        "est apte à la vie en collectivité",
        "a été vu(e) pour des blessures évaluées à {n} jours d'incapacité totale de travail, constatées après des faits déclarés du "
        + d.past(1, 4),
        "ne peut se déplacer et justifie d'un passage infirmier à domicile",
    ).format(x=d.c("la natation", "la course à pied", "judo", "l'escrime"), n=d.rng.randint(2, 9))
    nm = d.one() if not d.p.used or d.used_only else d.name()
    body = f"<table style='width:100%'><tr><td>{d.struct(s)}<br><small>{addr(s)}</small></td></tr></table><br><br><h2 style='text-align:center;letter-spacing:3px'>{d.c('CERTIFICAT MÉDICAL', 'Certificat médical', 'CERTIFICAT')}</h2><br><p>Je soussigné(e), {d.author(a)}, certifie avoir examiné {d.c('ce jour', 'en consultation')} {d.civ()} {nm}{d.born(', ')}, et constaté que l'intéressé(e) {txt}.</p><p>Certificat établi à la demande de l'intéressé(e) et remis en main propre.</p>{d.ins()}{d.note()}<br><p style='text-align:right'>Fait à {s.city}, le {d.date('doc_date', d.act_day, d.c('long', '/', 'day'))}</p><div style='margin-left:60%;border:1.5pt solid #23a;color:#23a;padding:2mm;transform:rotate(-4deg);font-size:9pt'>{d.who(a)}<br>{s.cp} {s.city}<br>{d.rpps(a)}</div>"
    d.leave("act_date")
    return html(d, body, fonts=SERIF + SANS, size=12)


@layout()
def appointment(d: Ctx) -> str:
    """Appointment."""
    s = d.w.site("clinic")
    d.typ("56446-8")
    r = d.doc_day + timedelta(days=d.rng.randint(5, 90))
    body = f"<table style='width:100%'><tr><td>{logo(d)}<br><b>{d.struct(s)}</b><br><small>{addr(s)}</small></td><td style='padding-top:18mm'>{d.civ()} {d.name()}<br>{E(d.p.address).replace(', ', '<br>')}</td></tr></table><br><p>{s.city}, le {d.date('doc_date', None, d.c('long', '/'))}</p><p><b>{d.c('Convocation', 'CONFIRMATION DE RENDEZ-VOUS', 'Rappel de votre rendez-vous')}</b></p><p>{'Madame' if d.fem else 'Monsieur'},</p><p>Nous vous confirmons votre rendez-vous le <b>{fmt(r, 'day')}</b> à {d.rng.randint(8, 17)} h {d.c('00', '15', '30')} avec {d.who(d.pro())} ({d.c('cardiologie', 'anesthésie', 'orthopédie', 'imagerie')}).</p><p>{d.c('Votre date de naissance enregistrée', 'Votre identité : date de naissance')} : {d.dob('/')}. {d.ins()} {d.episode('Dossier {}')}</p><p>Merci d'apporter votre pièce d'identité, votre carte Vitale et les résultats datés de moins de trois mois (les derniers connus sont du {d.past(30, 200)}).</p>{d.note()}<p>Le secrétariat, Mme {E(d.w.family())}</p>"
    d.leave("act_date", "author_family", "author_given", "episode")
    return html(d, body, fonts=SANS)


@layout()
def portal_vaccines(d: Ctx) -> str:
    """Portal vaccines."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("87273-9", "11369-6")
    rows = "".join(
        f"<tr><td>{d.past(100 + 400 * i, 300 + 400 * i)}</td><td>{v}</td><td>{d.c('AB', 'FT', 'X')}{d.rng.randint(1000, 9999)}</td><td>Dr {E(d.w.family())}</td></tr>"
        for i, v in enumerate(["Repevax", "Engerix B20", "Gardasil 9", "Priorix"])
    )
    body = f"<div style='font-size:8pt'>{d.date('doc_date', d.act_day)} {d.rng.randint(8, 19)}:{d.rng.randint(10, 59)} &nbsp;&nbsp;&nbsp; Carnet de vaccination – Espace pro</div><div style='background:#06c;color:#fff;padding:2mm;font-size:13pt'>{d.c('Note de vaccination', 'Attestation de vaccination – fiche', 'Carnet de vaccination')}</div><div style='background:#eef5ff;padding:3mm;margin:2mm 0'><b>{d.name()}</b><br>{d.c('Né(e) le', 'Naissance')} {d.dob('/')} • {d.sex('long')}<br>{d.ins()}</div><p>{d.c('Vaccin administré le', 'Acte du', 'Injection du')} {d.date('act_date', d.act_day)} : {d.c('VaxigripTetra', 'Boostrix', 'Prevenar 20', 'Shingrix')}, lot {d.c('XK', 'PL')}{d.rng.randint(10000, 99999)}, {d.c('deltoïde gauche', 'deltoïde droit')}</p><p>Vaccinateur : {d.author(a)}, {d.rpps()}<br>Lieu : {d.struct(s)}</p><table class='k' style='width:100%'><tr><th>Date</th><th>Vaccin antérieur</th><th>Lot</th><th>Par</th></tr>{rows}</table><p>Prochain rappel : {d.future(300, 3000)}</p>{d.note()}<div style='position:fixed;bottom:0;font-size:7pt'>https://vaccins.espacepro.example/p/{d.rng.randint(1000, 9999)}/print &nbsp; 1/1</div>"
    return html(
        d,
        body,
        css=".k td,.k th{border-bottom:.5pt solid #bcd;padding:1mm 2mm}",
        fonts=["Roboto", "Open Sans", "Lato", "DejaVu Sans"],
        margin="9mm 12mm",
    )
