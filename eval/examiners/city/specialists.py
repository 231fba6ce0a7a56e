"""Letters of specialists."""

from html import escape as E  # noqa: N812
from typing import Any

from eval.examiners.city.context import Ctx
from eval.examiners.city.page import BYE, CONFR, MONO, SANS, SERIF, addr, addressee, copies, html, logo, staff
from eval.examiners.city.registry import layout


@layout()
def cardio_margin_letter(d: Ctx) -> str:
    """Letter with the staff list in the left margin and the patient in the first sentence only."""
    s, a = d.w.site("clinic"), d.pro("cardiologie")
    d.typ("11488-4")
    others = staff(d, 6)
    body = (
        f"<table style='width:100%'><tr><td style='width:42mm;border-right:1pt solid #888;font-size:7.6pt;padding-right:3mm;color:#234'>{logo(d)}<br><b style='font-size:9.5pt'>{d.struct(s)}</b><br>"
        f"<b>{d.c('Pôle cœur et vaisseaux', 'Service de cardiologie', 'Unité de cardiologie interventionnelle')}</b><br><br>{others}<br>Secrétariat : Mme {E(d.w.family())}<br>{s.tel}</td>"
        f"<td style='padding-left:6mm'><div style='text-align:right'>{s.city}, le {d.date('doc_date', d.act_day, d.c('long', '/', 'day'))}</div><br><div style='margin-left:45%'>{addressee(d, d.pro())}</div><br>"
        f"<p>{d.c(*CONFR)}</p><p>{d.c('J’ai reçu en consultation', 'Je viens de revoir', 'J’ai examiné ce jour', 'Merci de m’avoir confié')} {d.civ()} {d.name()}{d.born(', ')}{', ' if d.k(0.3) else ''}"
        f"{d.c(' pour son suivi cardiologique.', ' en consultation.', ' à la clinique.')}</p>{d.ins('<p>INS : {}</p>')}{d.prose('cardio')}{d.note()}<p>{d.c(*BYE)}</p><br><div style='margin-left:50%'>{d.author(a)}<br>{d.rpps()}</div>"
    )
    if d.k(0.5):
        body += f"<br><p style='font-size:8.5pt'>{copies(d)}</p>"
    d.put("act_date", d.act_day.isoformat())
    return html(d, body + "</td></tr></table>", fonts=SERIF + SANS[:2], margin="12mm 14mm")


@layout()
def ortho_concerne(d: Ctx) -> str:
    """Surgeon's private practice: centred letterhead, 'Concerne' line."""
    a = d.pro("orthopédie")
    s = d.w.site("clinic")
    d.typ("11488-4", "34875-5")
    two = "Ancien interne des hôpitaux – Ancien chef de clinique assistant"
    body = (
        f"<div style='text-align:center'><b style='font-size:15pt'>{d.author(a)}</b><br><i>{d.c('Chirurgie orthopédique et traumatologique', 'Chirurgie de la main et du membre supérieur', 'Chirurgien orthopédiste')}</i><br><span style='font-size:8.5pt'>{two}<br>{d.rpps()} – Conventionné secteur 2</span>"
        f"<hr style='width:40%'><span style='font-size:9pt'>{d.struct(s)} – {addr(s, False)} – {s.tel}</span></div><br><table style='width:100%'><tr><td>{s.city}, {d.date('doc_date', d.act_day, d.c('long', 'day'))}</td><td style='width:45%'>{addressee(d, d.pro())}</td></tr></table><br>"
        f"<p><u>{d.c('Concerne', 'Objet', 'Réf.', 'N/réf')}</u> : <b>{d.civ(True)} {d.one() if (not d.p.used or d.used_only) else d.name()}</b> {d.born('– ')}{d.ins(' – INS {}')}</p><p>{d.c(*CONFR)}</p>{d.prose('ortho')}{d.note()}<p>{d.c(*BYE)}</p><br><br><div style='text-align:center'><span style='font-family:Dancing Script;font-size:19pt;color:#224'>{E(a.given[0])}. {E(a.family)}</span></div>"
    )
    d.put("act_date", d.act_day.isoformat())
    return html(d, body, fonts=SERIF, size=11)


@layout()
def digestive_intake(d: Ctx) -> str:
    """Digestive intake."""
    a, s = d.pro(), d.w.site("clinic")
    d.typ("11488-4")
    body = (
        f"<table style='width:100%'><tr><td style='width:50%'><b>{d.author(a)}</b><br>Chirurgie viscérale et bariatrique<br>{d.rpps()}<br>AM {d.rng.randint(100000000, 999999999)}</td><td style='text-align:right'><b>{d.struct(s)}</b><br>{addr(s)}</td></tr></table><hr style='border:1.5pt solid #a33'>"
        f"<p style='text-align:right'>Le {d.date('doc_date', d.act_day)}</p><h3>{d.c('Compte rendu de consultation', 'Consultation spécialisée', 'COURRIER DE CONSULTATION')}</h3>"
        f"<p>{d.civ()} {d.name()}<br>{d.c('Date de naissance', 'Naissance')} : {d.dob()} ({d.age()} ans)<br>Profession : {d.c('comptable', 'enseignant', 'sans', 'retraité', 'maçon')} – Téléphone : 06 {d.rng.randint(10, 99)} {d.rng.randint(10, 99)} {d.rng.randint(10, 99)} 31<br>{d.ins()}</p>"
        f"<p>{d.c('Médecin traitant', 'Adressé par', 'Correspondant')} : {addressee(d, d.pro(), False)}</p>{d.prose('digest')}{d.prose('digest')}{d.note()}<p>{d.c(*BYE)}</p>"
    )
    d.put("act_date", d.act_day.isoformat())
    d.leave("recipients")
    return html(d, body)


@layout()
def urology_email(d: Ctx) -> str:
    """Print of an e-mail message."""
    a, r, s = d.pro(), d.pro(), d.w.site("clinic")
    d.typ("34875-5", "11488-4")
    d.to(r)

    def slug(x: Any) -> str:
        return "".join(c for c in x.lower() if c.isascii() and c.isalpha())

    an = d.author(a)
    h = [
        ("De", f"{E(a.given)} {d.up(a.family)} &lt;{slug(a.given)}.{slug(a.family)}@sec.mssante.example&gt;"),
        (
            "Envoyé",
            d.date("doc_date", d.act_day, d.c("day", "/", "long")) + f" {d.rng.randint(8, 19)}:{d.rng.randint(10, 59)}",
        ),
        ("À", f"{E(r.given)} {d.up(r.family)} &lt;{slug(r.given)}.{slug(r.family)}@mssante.example&gt;"),
        ("Objet", d.c("Suivi postopératoire", "Visite postopératoire", "Contrôle post-opératoire") + f" {d.usual()}"),
        ("Pièces jointes", d.c("aucune", "bio.pdf (41 Ko)", "radio_1.jpg")),
    ]
    body = (
        f"<div style='font-size:13pt'><b>{E(a.given)} {d.up(a.family)}</b></div><hr style='border:2pt solid #000'><table style='font-size:9.5pt'>"
        + "".join(f"<tr><td style='padding-right:6mm'><b>{k} :</b></td><td>{v}</td></tr>" for k, v in h)
        + f"</table><br><p>Bonjour,</p><p>{d.c('J’ai revu ce jour en postopératoire', 'Vu ce jour à un mois de son intervention,', 'Je revois ce jour, à distance de son opération,')} {d.civ()} {d.name()} {d.born('(')}{')' if d.trap != 'no_birth_date' else ''}. {d.ins()}</p>"
        f"<p>Suites simples. {d.slots('op')[3]}</p>{d.prose(d.c('ortho', 'digest'))}{d.note()}<p>{d.c('Bien à toi', 'Cordialement', 'Confraternellement')},</p><p>{an}<br>{d.c('Urologie', 'Chirurgie vasculaire', 'ORL')} – {d.struct(s)}<br>{s.tel}</p><p style='font-size:7pt;color:#555'>Ce message est confidentiel. Si vous n'en êtes pas le destinataire, merci de le détruire.</p><div style='position:fixed;bottom:0;font-size:7pt'>https://webmail.mssante.example/mail/print?id={d.rng.randint(10000, 99999)} &nbsp;&nbsp; 1/1</div>"
    )
    d.put("act_date", d.act_day.isoformat())
    return html(d, body, margin="12mm 14mm")


@layout()
def dialysis_letter(d: Ctx) -> str:
    """Dialysis letter."""
    s, a = d.w.site("dial"), d.pro()
    d.typ("34133-9", "60591-5", "11488-4")
    body = (
        f"<table style='width:100%'><tr><td style='width:38%;font-size:8pt'><b style='font-size:11pt'>{d.struct(s)}</b><br>{addr(s)}<br><br><b>Néphrologues</b>{staff(d, 4, False)}</td><td><div style='text-align:right'>{d.date('doc_date', d.act_day, d.c('long', '/'))}</div><br>{addressee(d, d.pro())}</td></tr></table><br>"
        f"<p><b>{d.c('SYNTHÈSE TRIMESTRIELLE DE DIALYSE', 'Synthèse semestrielle d’hémodialyse', 'Synthèse du suivi en dialyse')}</b></p><p>{d.civ()} {d.name()} {d.born('– ')} {d.ins('– INS {}')}</p><p>{d.c(*CONFR)}</p>{d.prose('nephro')}{d.prose('nephro')}{d.note()}<p>{d.c(*BYE)}</p><p style='margin-left:55%'>{d.author(a)}<br>{d.rpps()}</p>"
    )
    d.leave("act_date")
    return html(d, body, fonts=SERIF + SANS)


@layout()
def ophthalmology(d: Ctx) -> str:
    """Ophthalmology."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("78513-9", "11488-4")
    body = f"<table style='width:100%'><tr><td>{staff(d, 3, False)}<small>Ophtalmologistes – orthoptistes</small></td><td style='text-align:right'><b>{d.struct(s)}</b><br><small>{addr(s)}</small></td></tr></table><hr><div style='margin-left:55%'>{addressee(d, d.pro())}<br>le {d.date('doc_date', d.act_day, d.c('/', 'long'))}</div><p><b>{d.c('Consultation d’ophtalmologie', 'COMPTE RENDU OPHTALMOLOGIQUE', 'Compte rendu de consultation d’ophtalmologie')}</b></p><p>Patient : {d.one() if not d.p.used or d.used_only else d.name()} ({d.c('DDN', 'né(e) le')} {d.dob('/')}) {d.ins()}</p><p>{d.c(*CONFR)}</p>{d.prose('ophtalmo')}{d.note()}<p>{d.c(*BYE)}</p><p style='margin-left:55%'>{d.author(a)}<br>{d.rpps()}</p>"
    d.put("act_date", d.act_day.isoformat())
    return html(d, body, fonts=SERIF + SANS)


@layout()
def psychologist(d: Ctx) -> str:
    """Psychologist."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("83901-9", "34120-6", "11488-4")
    body = f"<p>{d.author(a, title='')}<br>{d.c('Psychologue clinicien', 'Neuropsychologue', 'Psychologue')}<br>ADELI {a.adeli}<br>{d.struct(s)}, {addr(s, False)}</p><br><h3 style='text-align:center'>{d.c('BILAN PSYCHOLOGIQUE', 'Bilan neuropsychologique', 'Compte rendu de bilan psychologique')}</h3><p>{d.c('Personne reçue', 'Bilan de', 'Concernant')} : {d.civ()} {d.name()} {d.born('– ')}<br>{d.c('Rencontre du', 'Passation le', 'Entretien du')} {d.date('act_date')}<br>{d.ins()}</p>{d.prose('psy')}{d.prose('psy')}{d.note()}<p>Document remis à l'intéressé(e) et, avec son accord, à {addressee(d, d.pro(), False)}.</p><p>{s.city}, le {d.date('doc_date', style=d.c('long', '/'))}</p>"
    return html(d, body, fonts=[*SERIF, "Courier Prime"], size=11.5)


@layout()
def referral_gp(d: Ctx) -> str:
    """Referral gp."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("96349-6", "18761-7")
    tgt = d.pro()
    body = f"<p><b style='font-size:12pt'>{d.author(a)}</b><br>{d.c('Médecine générale', 'Médecin généraliste', 'Médecin traitant')}<br>{d.struct(s)}<br>{addr(s)}<br>{d.rpps()}</p><p style='margin-left:52%'>{addressee(d, tgt)}</p><p style='margin-left:52%'>{d.c('le', 'Le')} {d.date('doc_date', d.act_day, d.c('long', '/', 'MON'))}</p><br><p>{d.c(*CONFR)}</p><p>{d.slots('gp')[0]} {d.c('Il s’agit de', 'Voici les éléments concernant', 'Identité :')} {d.civ()} {d.name()}{d.born(', ')}.</p>{''.join('<p>' + x + '</p>' for x in d.slots('gp')[1:])}{d.ins('<p>INS {}</p>')}{d.note()}<p>{d.c(*BYE)}</p><br><p style='font-family:Dancing Script;font-size:20pt;margin-left:52%'>{E(a.family)}</p><p style='font-size:7.5pt;margin-top:14mm'>Imprimé avec {d.c('Axisoft', 'MédiClic', 'CabiNote', 'Hellosanté')} – lettre d'adressage – page 1/1</p>"
    d.leave("act_date")
    return html(d, body, fonts=SERIF + SANS, size=11.5)


@layout()
def tele_export(d: Ctx) -> str:
    """Raw export of another product, key: value."""
    s, a = d.w.site("cab"), d.pro()
    d.typ("85208-7", "11488-4")
    kv = [
        ("NOM_NAISSANCE", d.f_birth(True)),
        ("NOM_UTILISE", d.f_used(caps=True)),
        ("PRENOMS", d.f_firsts(" ")),
        ("DATE_NAISSANCE", d.dob(d.c("iso", "/"))),
        ("SEXE", d.sex("F")),
        ("INS", d.ins("{}", "")),
        ("IPP", d.rng.randint(10000, 999999)),
        ("EPISODE", d.episode()),
        ("TYPE", d.c("Téléconsultation", "Acte de télémédecine – téléconsultation")),
        ("DATE_ACTE", d.date("act_date", d.act_day, d.c("iso", "/"))),
        ("PRATICIEN", d.author(a)),
        ("RPPS", d.rpps(tpl="{}")),
        ("STRUCTURE", d.struct(s)),
        ("DESTINATAIRE", addressee(d, d.pro(), False)),
    ]
    sl = d.slots(d.c("gp", "pneumo", "psy"))
    body = (
        f"<div style='background:#222;color:#fff;padding:2mm'>{d.c('COMPTE RENDU DE TÉLÉCONSULTATION', 'Téléconsultation – compte rendu', 'Télémédecine : compte rendu')}</div><table style='font-size:10pt;margin:3mm 0'>"
        + "".join(f"<tr><td style='padding-right:8mm'>{k}</td><td>: {v}</td></tr>" for k, v in kv)
        + "</table>"
        + "".join(f"<p>[{n}]<br>{x}</p>" for n, x in zip(["MOTIF", "EXAMEN", "SYNTHESE", "SUITE"], sl, strict=False))
        + f"{d.note()}<p>[SIGNE_LE] {d.date('doc_date', d.act_day, d.c('iso', '/'))}</p><p style='font-size:8pt'>fin de l'export – {d.rng.randint(1000, 9999)} octets</p>"
    )
    return html(d, body, fonts=[*MONO, "Roboto"], size=10)


@layout()
def dental_report(d: Ctx) -> str:
    """Dental report."""
    s, a = d.w.site("dent"), d.pro()
    d.typ("28617-9", "83836-7", "11488-4")

    def teeth(r: Any) -> str:
        return "".join(
            f"<td style='border:.5pt solid #666;width:8mm;text-align:center;font-size:8pt'>{t}<br>{d.c('', '', '', 'X', 'C', 'O')}</td>"
            for t in r
        )

    body = f"<table style='width:100%'><tr><td><b style='font-size:13pt'>{d.author(a)}</b><br>Chirurgien-dentiste<br>{d.rpps()}</td><td style='text-align:right'>{d.struct(s)}<br><small>{addr(s)}</small></td></tr></table><hr><h3>{d.c('Bilan bucco-dentaire', 'BILAN BUCCO-DENTAIRE', 'Compte rendu d’examen bucco-dentaire')}</h3><p>{d.c('Patient(e)', 'Nom')} : {d.name()} – {d.c('né(e) le', 'DDN')} {d.dob()}<br>{d.c('Examen du', 'Séance du', 'Vu(e) le')} {d.date('act_date', d.act_day)}<br>{d.ins()}</p><table>{'<tr>' + teeth(list(range(18, 10, -1)) + list(range(21, 29))) + '</tr><tr>' + teeth(list(range(48, 40, -1)) + list(range(31, 39))) + '</tr>'}</table><small>X absente – C carie – O obturation</small><br><br>{d.prose('dental')}{d.note()}<p>{d.c('À l’attention de', 'Courrier adressé à', 'Pour')} : {addressee(d, d.pro(), False)}</p><p>{d.c('Établi le', 'Fait le')} {d.date('doc_date', d.act_day)}</p>"
    return html(d, body)


@layout()
def physio_report(d: Ctx) -> str:
    """Physio report."""
    s, a = d.w.site("kine"), d.pro()
    d.typ("34120-6", "47420-5", "11506-3")
    body = f"<table style='width:100%'><tr><td style='width:55%'><b>{d.struct(s)}</b><br>{addr(s)}<br><small>{'<br>'.join(E(p.given) + ' ' + d.up(p.family) for p in (d.pro() for _ in range(3)))}<br>Masseurs-kinésithérapeutes D.E.</small></td><td>{addressee(d, d.pro())}</td></tr></table><p style='text-align:right'>{d.date('doc_date', d.act_day, d.c('long', '/', 'day'))}</p><h3>{d.c('Bilan-diagnostic kinésithérapique', 'BILAN KINÉSITHÉRAPIQUE', 'Fiche synthétique du bilan-diagnostic kinésithérapique')}</h3><p>{d.c('Je vous adresse le bilan de', 'Voici mon bilan concernant', 'Bilan de')} {d.civ()} {d.name()}{d.born(', ')}. {d.ins()}</p>{d.prose('kine')}{d.prose('kine')}{d.note()}<p>{d.c('Cordialement', 'Bien à vous')},</p><p>{d.author(a, title='')}<br>{d.c('Masseur-kinésithérapeute', 'MKDE')}<br>{d.rpps()}</p>"
    d.leave("act_date")
    return html(d, body, fonts=SANS + SERIF)


@layout(women=True)
def midwife(d: Ctx) -> str:
    """Midwife."""
    s, a = d.w.site("cab"), d.pro("sage-femme")
    d.typ("89233-1", "57055-6", "11488-4")
    rows = "".join(
        f"<tr><td>{x} SA</td><td>{d.past(150 - 4 * x, 151 - 3 * x)}</td><td>{d.rng.randint(100, 125)}/{d.rng.randint(55, 75)}</td><td>{d.rng.randint(52, 80)} kg</td><td>{x - 2} cm</td><td>{d.c('nég.', 'traces')}</td></tr>"
        for x in (16, 21, 25, 29)
    )
    body = f"<div style='text-align:center;color:#846'><b style='font-size:14pt'>{d.author(a, title='')}</b><br>Sage-femme – échographiste<br>{d.struct(s)} – {addr(s, False)}<br>{d.rpps()}</div><br><h3>{d.c('Compte rendu de suivi de grossesse', 'SUIVI DE GROSSESSE', 'Synthèse de suivi de grossesse')}</h3><table class='k' style='width:100%'><tr><td>Nom de naissance</td><td>{d.f_birth()}</td><td>Nom utilisé</td><td>{d.f_used()}</td></tr><tr><td>Prénom</td><td>{d.given()}</td><td>Née le</td><td>{d.dob()}</td></tr><tr><td>INS</td><td>{d.ins('{}', '')}</td><td>{d.c('Consultation du', 'Vue le')}</td><td>{d.date('act_date', d.act_day)}</td></tr></table><br>{d.prose('gyn')}<table class='k' style='width:100%;font-size:9pt'><tr><th>Terme</th><th>Date</th><th>TA</th><th>Poids</th><th>HU</th><th>Alb.</th></tr>{rows}</table>{d.note()}<p>Terme prévu : {d.future(60, 150)}. Maternité : {E(d.w.site('clinic').name)}. Conjoint : M. {E(d.w.family())}.</p><p>{d.c('Rédigé le', 'Édité le')} {d.date('doc_date', d.act_day)}</p>"
    return html(
        d,
        body,
        css=".k td,.k th{border:.5pt solid #b9a;padding:1mm 2mm}",
        fonts=["Lato", "Cantarell", "Open Sans", "Carlito"],
    )
