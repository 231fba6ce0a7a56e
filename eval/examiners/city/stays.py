"""Stays, passages and what is handed over at the end of them."""

from datetime import timedelta
from html import escape as E  # noqa: N812
from typing import Any

from eval.examiners.city.context import Ctx
from eval.examiners.city.page import BYE, SANS, SERIF, addr, addressee, copies, html, logo
from eval.examiners.city.registry import layout


@layout()
def stay_report(d: Ctx) -> str:
    """Multi-page hospital report with running head."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("34112-3", "11490-0")
    fam = d.c("cardio", "digest", "ortho", "pneumo", "nephro")
    out = d.act_day
    ent = out - timedelta(days=d.rng.randint(2, 14))
    ent_s = f"{ent:%d/%m/%Y}"
    ipp = d.rng.randint(100000, 9999999)
    nm = d.name()
    head = "".join(c for c in d.up(d.p.used or d.p.birth)) + " " + d.p.firsts[0]
    t = d.c(
        "COMPTE RENDU D'HOSPITALISATION",
        "Compte-rendu de séjour",
        "Compte rendu d’hospitalisation complète",
        "CRH – Séjour en chirurgie et médecine",
    )
    secs = [
        ("Motif d'hospitalisation", fam),
        ("Antécédents", "gp"),
        ("Histoire de la maladie", d.c("cardio", "digest", "urg")),
        ("Évolution dans le service", d.c("nephro", "rehab", "nurse")),
        ("Examens complémentaires", "img"),
        ("Conclusion et conduite à tenir", fam),
    ]
    body = (
        f"<table style='width:100%'><tr><td>{logo(d)}</td><td style='font-size:9pt'><b style='font-size:13pt'>{d.struct(s)}</b><br>{addr(s)}<br>{d.finess(s)}</td>"
        f"<td style='font-size:8.5pt;text-align:right'>Chef de service : {d.who(d.pro())}<br>Praticiens : {d.who(d.pro())}<br>{d.who(d.pro())}<br>Cadre : Mme {E(d.w.family())}</td></tr></table><hr>"
        f"<h2 style='text-align:center;font-size:14pt;letter-spacing:1px'>{t}</h2>"
        f"<table style='border:1pt solid #000;width:100%'><tr><td style='padding:2mm'>{d.c('Patient', 'Identité', 'Concerne')} : {d.civ()} <b>{nm}</b><br>{d.c('Date de naissance', 'DDN', 'Né(e) le')} : {d.dob()}<br>{d.ins()}</td>"
        f"<td style='padding:2mm'>{d.c('IPP', 'N° permanent', 'N° patient')} : {ipp}<br>{d.episode(d.c('Séjour n° {}', 'N° de séjour : {}', 'N° de venue : {}', 'NDA : {}'))}<br>{d.c('Entrée le', 'Admis le', 'Date d’entrée :')} {ent_s}<br>{d.c('Sortie le', 'Sorti(e) le', 'Date de sortie :')} {d.date('act_date', out, '/')}</td></tr></table><br>"
    )
    if d.k(0.6):
        body += f"<p>{d.c('Destinataires', 'À l’attention de')} : {addressee(d, d.pro(), False)}, {addressee(d, d.pro(), False)}</p>"
    for tt, f in secs:
        body += (
            f"<h3 style='font-size:11pt;margin:3mm 0 1mm'>{tt}</h3>"
            + d.prose(f)
            + (d.prose(d.c("gp", "nurse", "cardio")) if d.k(0.7) else "")
        )
    body += (
        f"<h3 style='font-size:11pt'>Traitement de sortie</h3><ul><li>Paracétamol 1 g si douleur</li><li>Bisoprolol {d.c('2,5', '5')} mg le matin</li><li>Énoxaparine 4000 UI jusqu'au {d.future(5, 30)}</li></ul>{d.note()}"
        f"<p>{d.c('Fait le', 'Validé le', 'Compte rendu validé électroniquement le', 'Signé le')} {d.date('doc_date')}</p><p>{d.author(a)}, {d.rpps()}</p>"
    )
    return html(
        d,
        body,
        fonts=SANS + SERIF[:2],
        foot='Document confidentiel – page " counter(page) " / " counter(pages) "',
        head=head.replace('"', "") + (f" – IPP {ipp}"),
    )


@layout()
def emergency(d: Ctx) -> str:
    """Emergency."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("15507-7", "60280-5")
    h = d.rng.randint(8, 19)
    body = (
        f"<table style='width:100%;border:1pt solid'><tr><td style='padding:2mm;width:50%'><b>{d.struct(s)}</b><br>{d.c('Service d’accueil des urgences', 'Urgences 24h/24', 'Unité de soins non programmés')}<br><small>{addr(s)}</small></td><td style='padding:2mm;border-left:1pt solid'><b>{d.name()}</b><br>{d.c('Né(e) le', 'DDN :')} {d.dob('/')} &nbsp; Sexe {d.sex('F')}<br>{d.episode(d.c('Passage n° {}', 'N° de passage : {}', 'Dossier urgences {}'))}<br>{d.ins()}</td></tr></table>"
        f"<h2 style='font-size:14pt;text-align:center'>{d.c('COMPTE RENDU DE PASSAGE AUX URGENCES', 'Compte rendu de passage', 'Résumé de passage aux urgences')}</h2><table style='width:100%;font-size:9.5pt'><tr><td>{d.c('Arrivée', 'Entrée')} : {d.date('act_date', d.act_day)} {h}:{d.rng.randint(10, 59)}</td><td>Tri : niveau {d.rng.randint(2, 5)} par l'IOA {E(d.w.family())}</td><td>Sortie : {h + 3}:{d.rng.randint(10, 59)}</td></tr></table><br>"
        + "".join(
            f"<p><b>{k}</b><br>{v}</p>"
            for k, v in zip(
                ["Motif", "Examen clinique", "Examens complémentaires", "Orientation"], d.slots("urg"), strict=False
            )
        )
        + f"<p><b>Antécédents</b><br>{d.slots('gp')[1]}</p>{d.note()}<p>Médecin : {d.author(a)} – {d.rpps()}</p><p>Médecin traitant déclaré : {d.who(d.pro())}</p><small>Édition du {d.date('doc_date', d.act_day)} {h + 4}:{d.rng.randint(10, 59)}</small>"
    )
    d.leave("recipients")
    return html(d, body)


@layout()
def rehab_liaison(d: Ctx) -> str:
    """Rehab liaison."""
    s, a = d.w.site("rehab"), d.pro()
    d.typ("11490-0", "34112-3")
    ent = d.act_day - timedelta(days=d.rng.randint(14, 60))
    body = (
        f"<div style='text-align:center'>{logo(d)}<br><b style='font-size:13pt'>{d.struct(s)}</b><br><span style='font-size:8.5pt'>Soins médicaux et de réadaptation – {addr(s)} – {d.finess(s)}</span></div><hr><table style='width:100%'><tr><td style='width:55%'>Médecins : {d.who(d.pro())}, {d.who(d.pro())}<br>Secrétariat : {s.mail}</td><td>{addressee(d, d.pro())}</td></tr></table>"
        f"<h2 style='font-size:13pt;text-decoration:underline'>{d.c('LETTRE DE LIAISON À LA SORTIE', 'Lettre de liaison de sortie', 'Lettre de sortie – document de liaison')}</h2><p>{d.c('Chère consœur, cher confrère', 'Docteur')},</p><p>{d.civ()} {d.name()}{d.born(', ')}, {d.c('a séjourné dans notre établissement', 'a été pris en charge chez nous', 'a été hospitalisé dans notre centre') if not d.fem else d.c('a séjourné dans notre établissement', 'a été prise en charge chez nous')} du {ent:%d/%m/%Y} au {d.date('act_date', style='/')} {d.episode('(séjour {})')}.</p>{d.ins()}"
        f"{d.prose('rehab')}{d.prose('rehab')}{d.prose('nurse')}{d.note()}<p>{d.c(*BYE)}</p><p style='text-align:right'>{s.city}, le {d.date('doc_date', None, d.c('long', '/'))}<br><br>{d.author(a)}<br>{d.c('Médecin MPR', 'Médecin coordonnateur', 'Praticien')}</p>"
    )
    if d.k(0.6):
        body += f"<p style='font-size:9pt'>{copies(d, 2)}</p>"
    return html(d, body, fonts=SERIF + SANS)


@layout()
def rehab_function(d: Ctx) -> str:
    """Rehab function."""
    s, a = d.w.site("rehab"), d.pro()
    d.typ("47420-5", "34120-6")
    items = [
        "Alimentation",
        "Toilette",
        "Habillage haut",
        "Habillage bas",
        "Transferts lit-fauteuil",
        "Locomotion",
        "Escaliers",
        "Continence",
        "Communication",
        "Mémoire",
    ]
    rows = "".join(
        f"<tr><td>{x}</td><td>{d.rng.randint(1, 5)}</td><td>{d.rng.randint(5, 7)}</td><td>{d.c('', 'aide technique', 'supervision', 'seul')}</td></tr>"
        for x in items
    )
    body = (
        f"<table style='width:100%'><tr><td>{d.struct(s)}<br><span style='font-size:8pt'>{addr(s)}</span></td><td style='border:1pt solid #000;padding:2mm;border-radius:3mm;width:70mm'><small>{d.c('NOM', 'Nom de naissance')}</small> {d.f_birth()}<br><small>{d.c('Nom utilisé', 'NOM D’USAGE')}</small> {d.f_used()}<br><small>Prénom(s)</small> {d.f_firsts()}<br><small>Né(e) le</small> {d.dob('/')}<br><small>Sexe</small> {d.sexbox()}<br><small>{d.ins()}</small></td></tr></table>"
        f"<h2 style='font-size:14pt'>{d.c('Bilan fonctionnel', 'BILAN FONCTIONNEL DE RÉADAPTATION', 'Évaluation fonctionnelle (MIF)')}</h2><p>{d.c('Évaluation du', 'Bilan réalisé le', 'Date du bilan')} {d.date('act_date', d.act_day)} – évaluation précédente : {d.past(15, 60)}</p><table class='k' style='width:100%'><tr><th>Item</th><th>Entrée</th><th>Ce jour</th><th>Remarque</th></tr>{rows}</table><br>{d.prose('rehab')}{d.note()}<p>{d.author(a)}, {d.c('médecin de rééducation', 'MPR')} – {d.rpps()}</p><p>Ergothérapeute : {E(d.w.family())} – Kinésithérapeute : {E(d.w.family())}</p><p style='font-size:8pt'>{d.c('Édité le', 'Signé le')} {d.date('doc_date')}</p>"
    )
    return html(d, body, css=".k td,.k th{border:.5pt solid #777;padding:.9mm 2mm}")


@layout()
def stay_certificate(d: Ctx) -> str:
    """Stay certificate."""
    s = d.w.site("clinic")
    d.typ("51851-4", "86531-1", "CERT_DECL")
    dr = d.pro()
    ent = d.act_day - timedelta(days=d.rng.randint(1, 9))
    body = (
        f"<table style='width:100%'><tr><td>{logo(d)}<br><b>{d.struct(s)}</b><br><small>{addr(s)}<br>{d.finess(s)}<br>SIRET {d.rng.randint(10**13, 10**14 - 1)}</small></td><td style='text-align:right'>Service des admissions<br>Affaire suivie par : Mme {E(d.w.family())}</td></tr></table><br><br><h2 style='text-align:center;font-size:16pt;letter-spacing:2px'>{d.c('BULLETIN DE SITUATION', 'Bulletin d’hospitalisation', 'BULLETIN DE SÉJOUR')}</h2><br>"
        f"<p>{d.c('Le directeur de l’établissement certifie que', 'La direction atteste que', 'Nous certifions que')} :</p><table class='k' style='margin-left:12mm'><tr><td>Nom de naissance</td><td><b>{d.f_birth()}</b></td></tr><tr><td>{d.c('Nom d’usage', 'Nom utilisé')}</td><td><b>{d.f_used()}</b></td></tr><tr><td>Prénom</td><td><b>{d.given()}</b></td></tr><tr><td>Né(e) le</td><td>{d.dob()}</td></tr><tr><td>N° de séjour</td><td>{d.episode()}</td></tr><tr><td>Adresse</td><td>{E(d.p.address)}</td></tr><tr><td>INS</td><td>{d.ins('{}', '')}</td></tr></table><p>{d.c('a été hospitalisé(e) dans notre établissement', 'a séjourné dans nos services')} du {ent:%d/%m/%Y} au {d.date('act_date', style='/')} inclus, {d.c('service de chirurgie, praticien', 'sous la responsabilité du')} {d.who(dr)}.</p>{d.note()}<p>Délivré pour servir et valoir ce que de droit.</p><br><p style='text-align:right'>{s.city}, le {d.date('doc_date', style=d.c('/', 'long'))}<br>Le bureau des entrées</p>"
    )
    d.leave("author_family", "author_given", "author_rpps")
    return html(d, body, css=".k td{padding:1.2mm 4mm 1.2mm 0}", fonts=SANS + SERIF)


@layout(newborn=True)
def newborn(d: Ctx) -> str:
    """Newborn summary, the mother stands beside in full."""
    s, a = d.w.site("clinic"), d.pro()
    d.typ("78489-2", "57075-4", "59283-2", "68817-6")
    m = d.other or d.p
    body = f"<table style='width:100%'><tr><td><b>{d.struct(s)}</b> – maternité<br><small>{addr(s)}</small></td><td style='text-align:right'>{logo(d)}</td></tr></table><h2 style='font-size:14pt;text-align:center'>{d.c('SYNTHÈSE ENFANT EN MATERNITÉ', 'Examen de sortie du nouveau-né', 'Dossier du nouveau-né – synthèse')}</h2><table class='k' style='width:100%'><tr><th>Enfant</th><th>Mère</th></tr><tr><td>Nom : {d.f_birth()}<br>Prénom : {d.given()}<br>Né(e) le {d.dob('/')} à {d.rng.randint(0, 23)} h {d.rng.randint(10, 59)}<br>Sexe : {d.sex()}<br>{d.ins()}</td><td>{d.up(m.used or m.birth)} {E(m.firsts[0])}{(' née ' + d.up(m.birth)) if m.used else ''}<br>née le {m.dob:%d/%m/%Y}<br>Groupe {d.c('A', 'O', 'B')}+</td></tr></table><p>Poids {d.rng.randint(2500, 3999)} g, taille {d.rng.randint(47, 53)} cm, PC {d.rng.randint(33, 37)} cm, Apgar 10/10.</p><p>{d.c('Examen réalisé le', 'Examiné(e) le')} {d.date('act_date', d.act_day)} par {d.author(a)}, {d.rpps()}. Examen clinique normal, hanches stables. Dépistage néonatal prélevé, OEA présentes.</p><p>Allaitement {d.c('maternel', 'mixte')}. Sortie à J3 ; contrôle le {d.future(10, 30)}.</p><p>{d.c('Établi le', 'Signé le')} {d.date('doc_date', d.act_day)}</p>"
    d.noted = True
    return html(d, body, css=".k td,.k th{border:.6pt solid #777;padding:2mm;width:50%}")


@layout()
def had_note(d: Ctx) -> str:
    """Had note."""
    s, a = d.w.site("home"), d.pro()
    d.typ("11506-3", "34133-9", "18761-7")
    rows = "".join(
        f"<tr><td>{d.past(1 + i, 2 + i)}</td><td>{d.c('IDE', 'AS', 'Kiné', 'Diét.')}</td><td>{E(d.w.family())}</td><td>{d.slots('nurse')[i % 3]}</td></tr>"
        for i in range(6)
    )
    body = f"<div style='font-size:9pt'><b>{d.struct(s)}</b> – Hospitalisation à domicile – {addr(s, False)} – astreinte {s.tel} – {d.finess(s)}</div><h2 style='border:1pt solid;text-align:center;font-size:13pt;padding:1mm'>{d.c('Fiche de suivi des soins à domicile', 'HAD – CAHIER DE TRANSMISSIONS', 'Transmissions de l’équipe soignante')}</h2><table class='k' style='width:100%'><tr><td>Nom de naissance<br><b>{d.f_birth()}</b></td><td>Nom d'usage<br><b>{d.f_used()}</b></td><td>Prénom(s)<br><b>{d.f_firsts()}</b></td><td>Né(e) le<br><b>{d.dob('/')}</b></td><td>Sexe<br>{d.sex('F')}</td></tr></table><p style='font-size:9pt'>{d.episode('Prise en charge {}')} – {d.ins()} – Médecin coordonnateur : {d.author(a)} – Médecin traitant : {d.who(d.pro())}</p><table class='k' style='width:100%;font-size:9pt'><tr><th>Date</th><th>Qui</th><th>Nom</th><th>Transmission</th></tr>{rows}</table>{d.note()}<p>{d.c('Synthèse imprimée le', 'Édition du')} {d.date('doc_date', d.act_day)} – prochain passage le {d.future(1, 3)}</p>"
    d.leave("act_date", "recipients")
    d.leave("author_family", "author_given")
    return html(d, body, css=".k td,.k th{border:.6pt solid #555;padding:1mm 2mm}")


@layout()
def home_provider(d: Ctx) -> str:
    """Home provider."""
    s = d.w.site("home")
    d.typ("11506-3", "70004-7", "34120-6", "29274-8")
    bars = "".join(
        f"<rect x='{i * 6}' y='{60 - (h := d.rng.randint(15, 58))}' width='4' height='{h}' fill='#48a'/>"
        for i in range(30)
    )
    body = (
        f"<table style='width:100%'><tr><td>{logo(d)} <b style='font-size:15pt;color:#27a'>{d.struct(s)}</b></td><td style='text-align:right;font-size:8.5pt'>{addr(s)}<br>{s.mail}</td></tr></table><h2 style='font-size:13pt'>{d.c('Rapport d’observance PPC', 'Compte rendu de suivi à domicile – ventilation', 'Rapport de télésuivi de traitement par PPC')}</h2><table class='k' style='width:100%'><tr><td><b>{d.c('Patient', 'Identité patient')}</b><br>{d.civ(True)} {d.name()}<br>{d.born()}<br>{d.ins()}</td><td><b>{d.c('Prescripteur', 'Médecin prescripteur')}</b><br>{addressee(d, d.pro(), False)}</td><td><b>Appareil</b><br>AutoSet {d.rng.randint(9, 11)} n° {d.rng.randint(10**9, 10**10)}<br>Installé le {d.past(200, 900)}</td></tr></table>"
        f"<p>Période : du {d.past(100, 120)} au {d.past(3, 6)}. {d.c('Visite technique du', 'Passage à domicile le', 'Visite du')} {d.date('act_date')} par {E(d.w.family())}, technicien.</p><svg width='150mm' height='45mm' viewBox='0 0 180 62'>{bars}<path d='M0 60h180' stroke='#000'/></svg>{d.prose('pneumo')}{d.note()}<p>{d.c('Rapport édité le', 'Édité le', 'Document généré le')} {d.date('doc_date')}</p>"
    )
    d.leave("author_family", "author_given")
    d.leave("recipients")
    return html(
        d,
        body,
        css=".k td{border:.5pt solid #9bd;padding:2mm;width:33%}",
        fonts=["Lato", "Open Sans", "Roboto", "Carlito"],
    )


@layout()
def dialysis_session(d: Ctx) -> str:
    """Dialysis session."""
    s, a = d.w.site("dial"), d.pro()
    d.typ("11505-5", "11506-3", "80565-5")
    rows = "".join(
        f"<tr><td>{7 + i // 2}:{(i % 2) * 30:02d}</td><td>{d.rng.randint(100, 160)}/{d.rng.randint(50, 90)}</td><td>{d.rng.randint(55, 95)}</td><td>{d.rng.randint(280, 370)}</td><td>-{d.rng.randint(80, 200)}</td><td>{d.rng.randint(250, 700) * i // 2}</td></tr>"
        for i in range(9)
    )

    def kv(k: Any, v: Any) -> str:
        return (
            f"<div style='display:inline-block;width:46%;margin:.6mm 0'><span style='color:#666'>{k}</span> {v}</div>"
        )

    body = (
        f"<div style='font-size:8pt;border-bottom:1pt solid'>NephroPlus Web &gt; Séances &gt; Impression &nbsp;&nbsp; {d.struct(s)}</div><h2 style='font-size:13pt'>{d.c('Séance d’hémodialyse', 'Compte rendu de séance d’hémodialyse', 'FEUILLE DE SÉANCE – HÉMODIALYSE')} n° {d.rng.randint(50, 900)}</h2>"
        + kv(d.c("Nom de naissance :", "NOM NAISSANCE"), d.f_birth())
        + kv(d.c("Nom utilisé :", "NOM USUEL"), d.f_used())
        + kv("Prénoms :", d.f_firsts())
        + kv(d.c("Né(e) :", "Date naiss. :"), d.dob(d.c("/", "iso")))
        + kv("Sexe :", d.sex())
        + kv("IPP :", d.rng.randint(10000, 99999))
        + kv("Séance du :", d.date("act_date", d.act_day))
        + kv("Néphrologue :", d.author(a))
        + kv("Poste :", d.rng.randint(1, 24))
        + kv("INS :", d.ins("{}", "—"))
        + f"<p>Poids avant {d.rng.randint(50, 90)},{d.rng.randint(0, 9)} kg – après {d.rng.randint(48, 88)},{d.rng.randint(0, 9)} kg – sec {d.rng.randint(48, 88)},0 kg (depuis le {d.past()})</p><table class='k' style='width:100%'><tr><th>Heure</th><th>PA</th><th>FC</th><th>Qb</th><th>PV</th><th>UF cumulée</th></tr>{rows}</table><br><p>IDE branchement : {E(d.w.family())} – débranchement : {E(d.w.family())}</p><p>{d.slots('nurse')[1]}</p>{d.note()}<p>Prochaine séance : {d.future(2, 3)}</p><div style='font-size:8pt'>Imprimé le {d.date('doc_date', d.act_day)} 13:{d.rng.randint(10, 59)}</div>"
    )
    d.leave("author_family", "author_given")
    return html(
        d,
        body,
        css=".k td,.k th{border-bottom:.5pt solid #aaa;padding:.8mm 3mm}",
        fonts=["Roboto", "Open Sans", "DejaVu Sans", "Liberation Sans"],
        size=9.5,
    )
