"""Layouts of pharmacies, nursing homes, social care, insurers, portals and administrations."""

import datetime as dt

from eval.examiners.town import bodies
from eval.examiners.town.core import esc
from eval.examiners.town.kit import (
    COLORS,
    ins_line,
    layout,
    logo,
    page,
    pairs,
    relative,
    rows,
    sentence,
    sign,
    structure,
)
from eval.examiners.town.people import luhn_complete


@layout("pharmacy_dispensing", "weasy")
def dispensing(ctx):
    """Narrow ticket-like history printed by the till."""
    ph, gp = ctx.pro("pharm"), ctx.pro("gp")
    st = structure(ctx, "Pharmacie", "PHARMACIE", "Grande Pharmacie")
    d = ctx.doc_date
    fin = luhn_complete(f"{ctx.rng.randint(1, 95):02d}2{ctx.rng.randint(10000, 99999):05d}")
    ctx.put(doc_type=["60593-1", "DISP_AUT"], doc_date=d.isoformat(), act_date=d.isoformat(), structure_finess=fin)
    ctx.omit("act_date", "recipients")
    ctx.author(ph)
    r = ctx.rng
    lines = "".join(
        f"<tr><td>{x.split(' :')[0][:34]}</td><td>{r.randint(1, 3)}</td><td class=r>{r.randint(1, 39)},{r.randint(0, 99):02d}</td></tr><tr><td colspan=3 style='font-size:80%'>&nbsp;&nbsp;{x.split(': ', 1)[-1]} – lot {r.choice('ABCD')}{r.randint(1000, 9999)}</td></tr>"
        for x in bodies.drugs(ctx)
    )
    body = f"""<div class=c><b>{esc(st)}</b><br>{esc(ph.given)} {esc(ph.family)}, {esc(ph.label.lower())}<br>RPPS {ph.rpps}<br>{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}<br>FINESS {fin}</div><hr><p class=c><b>{ctx.pick("DÉLIVRANCE DE MÉDICAMENTS", "RELEVÉ DE DISPENSATION", "DISPENSATION DU " + ctx.date(d, "slash"))}</b></p>
    <p>{rows(pairs(ctx, sex=r.random() < 0.5))}</p>{ctx.datamatrix(66)}<hr><p>Dispensé le {ctx.date(d, "slash")} à {r.randint(8, 19)}:{r.randint(10, 59)}<br>Prescription du {ctx.date(ctx.back(0, 3), "slash")} – {esc(gp.name(style="TgU"))}</p><table style="width:100%">{lines}</table><hr>
    <p>Régime : {ctx.pick("100 % ALD", "Régime général 65 %", "Régime local")} – AMC {r.randint(10000000, 99999999)}<br>Fact. n° {r.randint(100000, 999999)}</p><p>{esc(relative(ctx, 0))}</p><p class=c>{ctx.pick("Merci de votre visite", "Ne pas jeter sur la voie publique", "Rapportez vos médicaments non utilisés")}</p>"""
    return page(
        ctx,
        body,
        font=ctx.pick("Liberation Mono", "DejaVu Sans Mono", "FreeMono"),
        size="8.6pt",
        margin="6mm",
        papersize="105mm 250mm",
    )


@layout("pharmacy_vaccination_portal", "chromium_hf", age=(12, 95))
def vaccination_note(ctx):
    ph = ctx.pro(ctx.pick("pharm", "ide"))
    d = ctx.doc_date
    st = structure(ctx, "Pharmacie", "Centre de vaccination", "Officine")
    ctx.put(doc_type=["87273-9", "11369-6"], doc_date=d.isoformat(), act_date=d.isoformat(), recipients=[])
    ctx.author(ph)
    v = ctx.pick(
        ("Grippe saisonnière", "Vaxigrip"),
        ("Covid-19", "Comirnaty JN.1"),
        ("dTcaP", "Repevax"),
        ("Pneumocoque", "Prevenar 20"),
        ("Zona", "Shingrix"),
        ("Hépatite B", "Engerix B20"),
        ("Papillomavirus", "Gardasil 9"),
        ("Encéphalite à tiques", "Ticovac"),
    )
    cards = "".join(f"<div class=k><small>{esc(k)}</small><br>{esc(x)}</div>" for k, x in pairs(ctx))
    body = f"""<div style="background:#edf4ff;padding:5mm;border-radius:4mm;display:flex;gap:5mm">{logo(ctx, "#2258a8")}<div><h1 style="margin:0;font-size:17pt">{ctx.pick("Note de vaccination", "Attestation de vaccination", "Acte de vaccination")}</h1>{esc(st)} · {esc(ctx.addr)} {ctx.zip} {ctx.city}</div></div><h3>Personne vaccinée</h3><div style="display:flex;flex-wrap:wrap;gap:3mm">{cards}</div>{ctx.datamatrix(66)}
    <h3>Vaccination</h3><table style="width:100%" cellpadding=5 border=1><tr><th>Date d'injection</th><th>Valence</th><th>Spécialité</th><th>Lot</th><th>Site</th></tr><tr><td>{ctx.date(d, "slash")}</td><td>{v[0]}</td><td>{v[1]}</td><td>{ctx.pick("FX", "AB", "W1")}{ctx.rng.randint(1000, 9999)}</td><td>Deltoïde {ctx.pick("gauche", "droit")}</td></tr></table>
    <p>Péremption {ctx.date(ctx.fwd(60, 400), "slash")} – dose n° {ctx.rng.randint(1, 3)}. Prochaine dose conseillée : {ctx.date(ctx.fwd(60, 365), "slash")}. {ctx.pick("Aucune réaction immédiate.", "Surveillance 15 minutes sans incident.", "Questionnaire préalable rempli.")}</p><p>{esc(relative(ctx, 0.1))}</p><p>Vaccinateur : <b>{esc(ph.name(style="TgU"))}</b>, {esc(ph.label.lower())}, RPPS {ph.rpps}</p>"""
    return page(
        ctx,
        body,
        css=".k{border:1px solid #bcd;border-radius:2mm;padding:2mm 4mm;min-width:48mm}small{color:#567}",
        font=ctx.pick("Roboto", "Open Sans"),
        size="10pt",
        title="Espace professionnel - vaccination",
    )


@layout("pharmacy_medication_review", "weasy", age=(62, 96))
def review(ctx):
    ph, gp = ctx.pro("pharm"), ctx.pro("gp")
    st = structure(ctx, "Pharmacie", "Pharmacie centrale")
    d = ctx.doc_date
    act = ctx.back(0, 9)
    itw = ctx.rng.random() < 0.4
    ctx.put(
        doc_type=["78601-2", "93024-8"] if itw else ["56445-0", "78601-2"],
        doc_date=d.isoformat(),
        act_date=act.isoformat(),
        recipients=[gp.family],
    )
    ctx.author(ph)
    r = ctx.rng
    tr = "".join(
        f"<tr><td>{x.split(' : ')[0]}</td><td>{x.split(' : ')[1]}</td><td>{r.choice(['Oui', 'Oui', 'Oublis', 'Arrêté', 'Oui'])}</td><td>{r.choice(['', 'Interaction à surveiller', 'Dose à adapter (DFG)', 'Horaire à modifier', ''])}</td></tr>"
        for x in bodies.drugs(ctx, r.randint(5, 9))
    )
    body = f"""<div style="border:2px solid #1b7f3c;padding:3mm;display:flex"><div style="flex:1">{logo(ctx, "#1b7f3c", 38)} <b>{esc(st)}</b><br>{esc(ctx.addr)}<br>{ctx.zip} {ctx.city}</div><div style="flex:1" class=r>{esc(ph.name(style="TgU"))}<br>{esc(ph.label)}<br>RPPS : {ph.rpps}</div></div>
    <h2 class=c>{ctx.pick("Compte rendu d'entretien pharmaceutique", "ENTRETIEN PHARMACEUTIQUE – ANTICOAGULANTS") if itw else ctx.pick("BILAN PARTAGÉ DE MÉDICATION", "Bilan de médication – synthèse de l'analyse pharmaceutique")}</h2><p>{rows(pairs(ctx), br=" &nbsp;|&nbsp; ")}</p>
    <p>Entretien réalisé le <b>{ctx.date(act, "slash")}</b> {ctx.pick("à l’officine", "au domicile")}. Médecin traitant : {esc(gp.name(style="TgU"))}. {esc(relative(ctx, 0.3))}</p><table border=1 cellpadding=4 style="width:100%"><tr><th>Médicament</th><th>Posologie</th><th>Observance</th><th>Remarque</th></tr>{tr}</table>
    <p style="margin-top:4mm">{esc(bodies.fill(ctx, ctx.pick("DFG estimé à {num} mL/min le {d1}.", "Poids {kg} kg, dernière HbA1c du {d1} à 7,{n} %.", "INR cible 2-3, dernier dosage le {d1}.", "Deux chutes depuis {y1}.", "Score de Girerd : {n}/6.", "Automédication par ibuprofène déclarée.", "Pilulier proposé.", "Kaliémie du {d1} : 4,{n} mmol/L.")))}</p><p>Propositions adressées au {esc(gp.name(style="TgU"))} le {ctx.date(d, "slash")}.</p><p class=r>{sign(ctx, ph, "TgU")}</p>"""
    return page(ctx, body, font=ctx.pick("Carlito", "Noto Sans", "Caladea"), size="10.3pt")


@layout("ehpad_liaison_sheet", "chromium", age=(74, 101), weight=1.2)
def ehpad(ctx):
    me = ctx.pro(ctx.pick("geriatre", "gp"))
    st = structure(ctx, "EHPAD", "Résidence", "Maison de retraite")
    d = ctx.doc_date
    fin = ctx.rng.random() < 0.6
    kind = ctx.pick("dlu", "transfer")
    ctx.put(
        doc_type=["74207-2", "78341-5", "18761-7"] if kind == "dlu" else ["78341-5", "18761-7", "74207-2"],
        doc_date=d.isoformat(),
        structure_finess=ctx.finess if fin else None,
        recipients=[],
    )
    ctx.omit("act_date", "recipients")
    ctx.author(me)
    r = ctx.rng

    def box(t, p=0.5):
        return f"<span style='white-space:nowrap'>{'☑' if r.random() < p else '☐'} {t}</span> "

    def cell(t, c, span=1):
        return f"<td colspan={span}><span class=l>{t}</span><br>{c}</td>"

    idt = pairs(ctx, ipp=False)
    body = f"""<table class=f><tr><td style="width:22%">{logo(ctx, "#7a3b8c", 40)}</td><td class=c><b style="font-size:13pt">{"DOSSIER DE LIAISON D'URGENCE" if kind == "dlu" else ctx.pick("FICHE DE TRANSFERT VERS LES URGENCES", "Fiche de liaison – transfert aux urgences")}</b><br>{esc(st)}<br>{esc(ctx.addr)} – {ctx.zip} {ctx.city}{f"<br>FINESS {ctx.finess}" if fin else ""}</td><td style="width:22%">Établi le<br><b>{ctx.date(d, "slash")}</b><br>à {r.randint(0, 23):02d} h {r.randint(0, 59):02d}</td></tr></table>
    <table class=f><tr><td class=t colspan=2>RÉSIDENT</td></tr><tr><td style="width:58%">{rows(idt)}</td><td>Entré{ctx.e()} le {ctx.date(ctx.back(90, 1500), "slash")}<br>Chambre {r.randint(1, 320)}<br>{esc(relative(ctx, 0.8))}<br>{ctx.datamatrix(58)}</td></tr></table>
    <table class=f><tr><td class=t colspan=3>AUTONOMIE</td></tr><tr>{cell("GIR", r.randint(1, 5))}{cell("Déplacements", box("seul") + box("aide") + box("fauteuil"))}{cell("Alimentation", box("normale") + box("mixée") + box("épaissie"))}</tr><tr>{cell("Communication", box("surdité") + box("aphasie"))}{cell("Continence", box("oui") + box("protections"))}{cell("Troubles", box("désorientation") + box("déambulation") + box("chutes"))}</tr></table>
    <table class=f><tr><td class=t>MÉDICAL</td></tr><tr><td>Motif : {esc(ctx.pick("chute avec douleur de hanche", "dyspnée et fièvre", "altération de la conscience", "rétention urinaire", "saignement digestif", "douleur thoracique", "déshydratation", "agitation inhabituelle"))}<br>Antécédents : {esc(bodies.history(ctx))}<br>Allergies : {ctx.pick("aucune connue", "pénicilline", "iode", "sulfamides")}<br>Constantes : {esc(bodies.fill(ctx, "TA {ta}, FC {fc}, SpO2 {sat} %, T° {temp}"))}<br>Dernière hospitalisation : {ctx.date(ctx.back(60, 900), "slash")}<br>Traitement : {esc(" ; ".join(bodies.drugs(ctx)))}<br>Vaccin grippe : {ctx.date(ctx.back(30, 300), "slash")} – Directives anticipées : {ctx.pick("oui", "non", "non connu")}</td></tr></table>
    <table class=f><tr><td>Médecin {ctx.pick("coordonnateur", "rédacteur", "signataire")} : <b>{esc(me.name(style="TgU"))}</b> – RPPS {me.rpps}<br>{"" if r.random() < 0.5 else "IDE de nuit : " + ctx.people.given("F", 1980)}</td><td>{sign(ctx, me, "TgU")}</td></tr></table>"""
    return page(
        ctx,
        body,
        css=".f{width:100%;margin-bottom:2mm}.f td{border:1px solid #555;padding:1.5mm 2mm;vertical-align:top}.t{background:#7a3b8c;color:#fff;font-weight:bold}.l{font-size:75%;color:#555}",
        font=ctx.pick("Liberation Sans", "Lato", "Liberation Sans Narrow"),
        size="9.6pt",
        margin="10mm",
    )


@layout("aggir_grid", "chromium", age=(61, 99))
def aggir(ctx):
    me = ctx.pro(ctx.pick("geriatre", "ide"))
    d = ctx.doc_date
    dept = ctx.pick("de l'Aulne", "du Val-Moyen", "des Hautes-Combes", "de la Rive-Haute")
    st = f"Conseil départemental {dept}"
    ctx.put(structure_name=st, doc_type=["34842-5", "BIL_AUTO"], doc_date=d.isoformat())
    act = ctx.back(1, 12)
    ctx.put(act_date=act.isoformat(), recipients=[])
    ctx.author(me, rpps=False)
    r = ctx.rng
    tr = "".join(
        f"<tr><td>{x}</td>"
        + "".join(f"<td class=c>{'X' if k == c else ''}</td>" for k in "ABC")
        + f"<td>{ctx.maybe(0.3, ctx.pick('aide le matin', 'stimulation', 'auxiliaire 2 fois par jour'))}</td></tr>"
        for x in [
            "Cohérence",
            "Orientation",
            "Toilette (haut, bas)",
            "Habillage",
            "Alimentation",
            "Élimination",
            "Transferts",
            "Déplacements à l'intérieur",
            "Déplacements à l'extérieur",
            "Communication à distance",
        ]
        for c in [r.choice("ABC")]
    )
    body = f"""<div style="display:flex;gap:6mm;align-items:center">{logo(ctx, ctx.pick(*COLORS))}<div><b>{esc(st)}</b><br>Direction de l'autonomie – Équipe médico-sociale APA<br>{esc(ctx.addr)} – {ctx.zip} {ctx.city}</div></div><h2 class=c>{ctx.pick("GRILLE AGGIR – ÉVALUATION DE LA PERTE D'AUTONOMIE", "Grille d'évaluation AGGIR (APA à domicile)")}</h2>
    <p style="border:1px solid;padding:3mm">{rows(pairs(ctx))}<br>Dossier APA n° {r.randint(10000, 99999)}/{r.randint(20, 26)}</p><p>Visite à domicile du {ctx.date(act, "slash")}, en présence de : {esc(relative(ctx, 0) or ctx.pick("sa fille", "son voisin M. Courtois", "l’aide à domicile Mme Bosc", "personne"))}. Demande reçue le {ctx.date(ctx.back(30, 90), "slash")}.</p>
    <table border=1 cellpadding=3 style="width:100%"><tr><th>Variable</th><th>A</th><th>B</th><th>C</th><th>Observation</th></tr>{tr}</table><p style="margin-top:4mm"><b>Groupe iso-ressources : GIR {r.randint(1, 6)}</b></p><p>Pathologies déclarées : {esc(bodies.history(ctx, 2))}.</p><p>Évaluateur : {esc(me.name(style="TgU"))}, {esc(me.label.lower())}<br>Fait à {ctx.city}, le {ctx.date(d, "slash")}</p>"""
    return page(ctx, body, font=ctx.pick("Open Sans", "Liberation Sans"), size="9.8pt", margin="14mm")


@layout("insurance_rights", "chromium", age=(18, 85))
def rights(ctx):
    d = ctx.doc_date
    kind = ctx.pick("am", "amc")
    ctx.omit("act_date", "author_family", "author_given", "author_rpps", "recipients", "structure_name")
    ctx.put(doc_type=["ATTEST-DROITS-AM"] if kind == "am" else ["ATTEST-ASS-COMPL"], doc_date=d.isoformat())
    r = ctx.rng
    org = (
        "l'Assurance Maladie"
        if kind == "am"
        else ctx.pick("Mutuelle Horizon Solidaire", "Prévia Santé", "Mutuelle des Deux Vallées")
    )
    idt = pairs(ctx, sex=False, ins=False)
    kids = ""
    if ctx.flags.get("relative"):
        q = ctx.flags["relative"]
        kids = f"<p>Autre bénéficiaire rattaché : {esc(q['first_name'])} {esc(q['birth_name'])}, né(e) le {ctx.date(dt.date.fromisoformat(q['birth_date']), 'slash')}</p>"
    num = r.randint(10000000, 99999999)
    body = f"""<div style="display:flex;justify-content:space-between"><div style="color:#0a2f7a;font-weight:bold;font-size:14pt">{logo(ctx, "#0a2f7a")}<br>{esc(org)}</div><div style="margin-top:18mm;width:80mm">{esc(ctx.labelled_full())}<br>{esc(ctx.paddr)}<br>{ctx.pzip} {ctx.pcity}</div></div>
    <p class=s>Vos références : {num} – Tél. 36 {r.randint(10, 99)} – Le {ctx.date(d, "long")}</p><h2 class=c style="color:#0a2f7a">{ctx.pick("ATTESTATION DE DROITS À L'ASSURANCE MALADIE", "Attestation de droits") if kind == "am" else ctx.pick("ATTESTATION DE TIERS PAYANT – COMPLÉMENTAIRE SANTÉ", "Carte de tiers payant – attestation d'assurance complémentaire")}</h2>
    <p>{ctx.pick("Nous attestons que la personne ci-dessous bénéficie", "Cette attestation certifie que le bénéficiaire désigné dispose")} {"de droits à l’assurance maladie (régime général)." if kind == "am" else "des garanties frais de santé suivantes."}</p><table border=1 cellpadding=5 style="width:100%;border-color:#0a2f7a">{"".join(f'<tr><td style="background:#eef">{esc(k)}</td><td>{esc(x)}</td></tr>' for k, x in idt)}
    <tr><td style="background:#eef">Droits ouverts du</td><td>{ctx.date(ctx.back(10, 200), "slash")} au {ctx.date(ctx.fwd(100, 400), "slash")}</td></tr><tr><td style="background:#eef">{"Exonération" if kind == "am" else "Garanties"}</td><td>{ctx.pick("ALD jusqu’au " + ctx.date(ctx.fwd(400, 900), "slash"), "aucune", "C2S sans participation") if kind == "am" else "PHAR / LABO / RADL / EXTE 100 %, HOSP forfait 20 €"}</td></tr></table>{kids}
    <p style="margin-top:6mm">{ctx.pick("Ce document est à présenter aux professionnels de santé.", "Document édité depuis votre espace personnel.", "Toute fausse déclaration est passible de sanctions.")} Médecin traitant déclaré : {"oui" if r.random() < 0.8 else "non"}.</p><p class="s c" style="position:fixed;bottom:0;left:0;right:0">{esc(org)} – formulaire S{r.randint(1000, 9999)} – mis à jour 01/2023</p>"""
    return page(ctx, body, font=ctx.pick("Carlito", "Open Sans", "Lato"), size="10.5pt")


@layout("appointment_portal", "chromium_hf", age=(3, 95))
def appointment(ctx):
    me = ctx.pro(ctx.pick("cardio", "derm", "ortho", "radio", "gastro", "ophta"))
    st = structure(ctx, "Clinique", "Centre hospitalier", "Polyclinique")
    d = ctx.doc_date
    rv = ctx.fwd(8, 70)
    ctx.put(doc_type=["56446-8", "51851-4"], doc_date=d.isoformat())
    ctx.omit("act_date", "author_family", "author_given", "author_rpps", "recipients")
    body = f"""<div style="background:#107aca;color:#fff;padding:4mm 6mm;font-size:14pt">{ctx.pick("monrendezvous-sante.example", "RDV Santé", "Agenda Patient")}</div><h2>{ctx.pick("Votre rendez-vous est confirmé", "Convocation à un rendez-vous", "Rappel de rendez-vous")}</h2>
    <div style="border:1px solid #ccc;border-radius:3mm;padding:4mm;margin:3mm 0;font-size:12pt"><b>{ctx.date(rv, "longday")} à {ctx.rng.randint(8, 18)}h{ctx.rng.choice(["00", "15", "45"])}</b><br>{esc(me.name(style="TgF"))} – {esc(me.label)}<br>{esc(st)}<br>{esc(ctx.addr)}, {ctx.zip} {ctx.city}</div>
    <div style="border:1px solid #ccc;border-radius:3mm;padding:4mm;margin:3mm 0"><span class=s>Patient</span><br>{rows(pairs(ctx, sex=ctx.rng.random() < 0.5, ipp=ctx.rng.random() < 0.3))}</div><p>Motif : {ctx.pick("première consultation", "consultation de suivi", "imagerie", "pré-anesthésie", "contrôle à six mois", "avis chirurgical", "pose de Holter", "vaccination")}. {ctx.pick("Apportez votre carte Vitale et vos derniers examens.", "Merci de vous présenter 15 minutes avant.", "Prévenez en cas d’empêchement au " + ctx.phone() + ".")}</p><p>{esc(relative(ctx, 0.1))}</p>
    <p>Précédente venue : {ctx.date(ctx.back(60, 600), "slash")}</p><p class=s>Avis émis le {ctx.date(d, "slash")}. Ne pas répondre à ce message.</p>"""
    return page(ctx, body, font=ctx.pick("Roboto", "Lato", "Noto Sans"), size="10.5pt", title="Mes rendez-vous")


@layout("email_print", "chromium_hf", weight=1.1)
def email(ctx):
    me, to = ctx.pro(ctx.pick("gp", "cardio", "geriatre", "neuro")), ctx.pro(ctx.pick("gp", "interne"))
    d = ctx.doc_date
    ctx.put(doc_type=["11488-4"], doc_date=d.isoformat(), recipients=[to.family])
    act = ctx.back(0, 5)
    ctx.put(act_date=act.isoformat())
    ctx.author(me)
    dom = ctx.pick("medecin.mssante.example", "aura.mssante.example", "pro.mssante.example")
    from .people import fold

    def ad(p):
        return fold(f"{p.given}.{p.family}@{dom}".lower().replace(" ", "-").replace("'", ""))

    who = sentence(ctx).rstrip(",")
    subj = ctx.pick(
        "compte rendu de consultation", "CR consultation", "suite consultation", "nouvelles de votre patient" + ctx.e()
    )
    body = f"""<div style="font-size:13pt;border-bottom:1px solid #aaa"><b>{ctx.pick("Messagerie sécurisée", "Boîte de réception", "Webmail MSSanté")}</b></div><table cellpadding=2 style="margin:3mm 0"><tr><td class=q>De :</td><td>{esc(me.given)} {esc(me.family)} &lt;{ad(me)}&gt;</td></tr><tr><td class=q>À :</td><td>{esc(to.given)} {esc(to.family)} &lt;{ad(to)}&gt;</td></tr><tr><td class=q>Envoyé :</td><td>{ctx.date(d, "longday")} {ctx.rng.randint(7, 22)}:{ctx.rng.randint(10, 59)}</td></tr><tr><td class=q>Objet :</td><td>{subj} {ctx.date(act, "slash")}</td></tr><tr><td class=q>PJ :</td><td>{ctx.pick("aucune", "ecg.pdf (112 Ko)", "bilan.pdf (88 Ko)")}</td></tr></table>
    <p>{ctx.pick("Bonjour,", "Cher confrère,", "Bonjour " + esc(to.given) + ",")}</p><p>J'ai vu en consultation le {ctx.date(act, "slash")} {esc(who)}. {esc(ins_line(ctx, "", "."))}</p>{"".join(f"<p>{esc(x)}</p>" for x in bodies.letter(ctx, "cardio" if me.spec == "cardio" else "divers"))}<p>{esc(relative(ctx, 0.1))}</p><p>Cordialement,</p><p>--<br>{esc(me.name(style="TgU"))}<br>{esc(me.label)}<br>RPPS {me.rpps}<br>{esc(ctx.addr)}, {ctx.zip} {ctx.city} – {ctx.phone()}</p><p class=s style="color:#777">Ce message et ses pièces jointes sont confidentiels.</p>"""
    return page(
        ctx,
        body,
        css=".q{color:#666;text-align:right;padding-right:3mm}",
        font=ctx.pick("Carlito", "Liberation Sans", "Roboto"),
        size="10.5pt",
        title="Impression du message",
    )


@layout("summary_export", "weasy")
def summary(ctx):
    gp = ctx.pro("gp")
    d = ctx.doc_date
    ctx.put(doc_type=["60591-5", "SYNTH"], doc_date=d.isoformat(), recipients=[])
    ctx.omit("act_date")
    ctx.author(gp)
    r = ctx.rng

    def kv(k, v):
        return f"<tr><td class=k>{k}</td><td>{v}</td></tr>"

    ex = "".join(
        kv(ctx.date(ctx.back(20, 900), "slash"), esc(bodies.fill(ctx, x)))
        for x in ["HbA1c : 7,{n} %", "Créatinine : {num} µmol/L", "Consultation Dr {doc}", "TA : {ta}"]
    )
    body = f"""<p class=s>{ctx.pick("Axion Médical", "Medi+4000", "WinCab", "Hippodoc")} {r.randint(3, 12)}.{r.randint(0, 9)} – export du dossier – imprimé le {ctx.date(d, "slash")}</p><h2 style="background:#ddd;padding:1mm 2mm">{ctx.pick("VOLET DE SYNTHÈSE MÉDICALE", "SYNTHÈSE MÉDICALE", "Volet médical de synthèse")}</h2><table style="width:100%">
    {"".join(kv(esc(k), "<b>" + esc(v) + "</b>") for k, v in pairs(ctx, ipp=r.random() < 0.4))}{kv("Adresse", esc(ctx.paddr) + ", " + ctx.pzip + " " + ctx.pcity)}{kv("Téléphone", ctx.phone())}{kv("Entourage", esc(relative(ctx, 0.8) or "–"))}</table><h3>Médecin traitant</h3><table>{kv("Nom", esc(gp.family) + " " + esc(gp.given))}{kv("RPPS", gp.rpps)}{kv("Cabinet", esc(ctx.addr) + ", " + ctx.zip + " " + ctx.city)}</table>
    <h3>Antécédents</h3><ul>{"".join("<li>" + esc(x) + "</li>" for x in bodies.history(ctx, 4).split(", "))}</ul><h3>Traitement au long cours</h3><ul>{"".join("<li>" + esc(x) + "</li>" for x in bodies.drugs(ctx))}</ul><h3>Éléments récents</h3><table style="width:100%">{ex}</table><h3>Points de vigilance</h3><p>{esc(bodies.fill(ctx, ctx.pick("Allergie pénicilline.", "Chutes à répétition depuis {y1}.", "Isolement social.", "Anticoagulé{e}.", "Insuffisance rénale stade 3.", "Refus du dépistage.", "Suivi par le Dr {doc} (néphrologie).", "Tabac actif, {n} PA.")))}</p><p>Synthèse rédigée par {esc(gp.name(style="TgU"))}, le {ctx.date(d, "slash")}.</p>"""
    return page(
        ctx,
        body,
        css=".k{width:55mm;color:#444;padding:.6mm 2mm}td{vertical-align:top}h3{font-size:11pt;border-bottom:1px solid #999}",
        font=ctx.pick("Liberation Mono", "DejaVu Sans", "Liberation Sans Narrow", "GNUTypewriter"),
        size="9.5pt",
        margin="14mm",
    )


@layout("vaccination_history", "weasy", age=(1, 80))
def vacc_history(ctx):
    gp = ctx.pro("gp")
    d = ctx.doc_date
    ctx.put(doc_type=["11369-6", "87273-9"], doc_date=d.isoformat(), recipients=[])
    ctx.omit("act_date", "structure_name")
    ctx.author(gp, rpps=True)
    r = ctx.rng
    ds = sorted(
        max(ctx.dob + dt.timedelta(days=60), ctx.back(10, min(9000, max(12, (ctx.doc_date - ctx.dob).days - 61))))
        for _ in range(r.randint(4, 10))
    )
    tr = "".join(
        f"<tr><td>{ctx.date(x, 'slash')}</td><td>{r.choice(['DTP', 'DTCaPHibHepB', 'ROR', 'Méningocoque C', 'Grippe', 'Pneumocoque', 'BCG', 'Hépatite A'])}</td><td>{r.choice(['Infanrix', 'Priorix', 'Revaxis', 'Neisvac', 'Prevenar', 'Avaxim'])}</td><td>{r.choice('ABXY')}{r.randint(100, 999)}{r.choice('KLM')}</td><td>Dr {r.choice(['Bonin', 'Tisserand', 'Vallet', 'Lhomme'])}</td></tr>"
        for x in ds
    )
    body = f"""<h1 class=c style="color:#0a7">{ctx.pick("Carnet de vaccination", "HISTORIQUE DES VACCINATIONS", "Relevé des vaccinations")}</h1><p class=c>Édition du {ctx.date(d, "long")}</p><p style="border:2px solid #0a7;border-radius:3mm;padding:3mm">{rows(pairs(ctx))}</p>{ctx.datamatrix(66)}<table border=1 cellpadding=4 style="width:100%"><tr style="background:#dff5ee"><th>Date</th><th>Maladie</th><th>Vaccin</th><th>Lot</th><th>Vaccinateur</th></tr>{tr}</table>
    <p style="margin-top:4mm">À venir : {ctx.pick("rappel dTP", "grippe", "coqueluche", "zona")} en {ctx.doc_date.year + r.randint(1, 5)}. {esc(relative(ctx, 0.1))}</p><p>Document certifié par {esc(gp.name(style="TgU"))} (RPPS {gp.rpps}), {ctx.city}.</p>"""
    return page(ctx, body, font=ctx.pick("Lato", "Carlito", "Roboto"))


def _couple(ctx, q):
    d = ctx.date(dt.date.fromisoformat(q["birth_date"]), "slash")
    return f"{'Mme' if q['sex'] == 'F' else 'M.'} {q['first_name']} {q['birth_name']}, né{'e' if q['sex'] == 'F' else ''} le {d}"


@layout("two_patients_letter", "weasy", weight=0, traps=("two_patients",))
def two_patients(ctx):
    """One page about two patients on the same footing."""
    me = ctx.pro("gp")
    d = ctx.doc_date
    q = ctx.flags["second"]
    ctx.put(doc_type=["89601-9", "11488-4", "CERT_DECL"], doc_date=d.isoformat(), act_date=d.isoformat())
    ctx.omit(
        "birth_name",
        "used_name",
        "first_name",
        "first_names",
        "birth_date",
        "sex",
        "ins",
        "doc_type",
        "recipients",
        "act_date",
    )
    ctx.author(me)
    a, b = _couple(ctx, ctx.person), _couple(ctx, q)
    core = ctx.pick(
        f"<p>Je soussigné{'e' if me.sex == 'F' else ''}, {esc(me.name(style='TgU'))}, certifie avoir examiné ce jour :</p><p>– {esc(a)}</p><p>– {esc(b)}</p><p>Leur état de santé ne présente pas de contre-indication à {ctx.pick('un séjour en altitude', 'la pratique de la gymnastique', 'la vie en collectivité', 'la randonnée')}.</p>",
        f"<p>Veuillez recevoir en visite {esc(a)} et {esc(b)}, tous deux vaccinés contre la grippe ce jour.</p>",
        f"<table border=1 cellpadding=6><tr><td>{esc(a)}</td><td>TA {ctx.rng.randint(110, 160)}/80, renouvellement 3 mois</td></tr><tr><td>{esc(b)}</td><td>TA {ctx.rng.randint(110, 160)}/70, contrôle biologique</td></tr></table><p>Visite à domicile du {ctx.date(d, 'slash')} (couple).</p>",
    )
    body = f"<p><b>{esc(me.name(style='TgU'))}</b><br>{esc(me.label)}<br>{esc(ctx.addr)}, {ctx.zip} {ctx.city}<br>RPPS {me.rpps}</p><p class=r>Le {ctx.date(d)}</p>{core}<p class=r style='margin-top:10mm'>{sign(ctx, me, 'TgU')}</p>"
    return page(ctx, body, font=ctx.pick("Caladea", "Liberation Sans"), size="11pt")
