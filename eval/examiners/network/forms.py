"""Forms filled by hand."""

from eval.examiners.network.content import atcd, drugs, motif, part
from eval.examiners.network.page import esc
from eval.examiners.network.registry import layout


def tick(c, t):
    return f"<span style='white-space:nowrap'>{c.pick('☐', '☐', '☒')} {t}&nbsp;&nbsp;</span> "


@layout("sos_doctors_visit_hand", 2)
def sos_hand(c):
    c.hw = True
    s = c.structure("SOS Visites Baie de Seine", "SOS Visites Pays Basque", "SOS Visites Loire", finess=0)
    a = c.set_author(c.pro(), given=True)
    c.f.update(doc_type=["11488-4"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    rows = "".join(
        f"<td>{esc(k)}<br>{c.h(v)}</td>" + ("</tr><tr>" if i % 2 else "")
        for i, (k, v) in enumerate(c.rows(shuffle=False))
    )
    body = f"""<div class=fl><b style='font-size:1.4em;color:#c00'>{esc(s["name"])}</b><span class=s>{s["tel"]}<br>7j/7 – 24h/24</span></div><table class=b><tr>{rows}</tr></table><table class=b><tr><td>Date {c.h(c.date(c.today, "/"))}</td><td>Heure {c.h(c.time(18, 23))}</td><td>Médecin : {c.h("Dr " + a.given + " " + c.up(a.family))}</td></tr></table><p>{tick(c, "fièvre")}{tick(c, "toux")}{tick(c, "douleur")}{tick(c, "vomissements")}{tick(c, "chute")}{tick(c, "malaise")}</p><h2>Motif</h2>{c.hp(motif(c, "mg"))}<h2>Antécédents</h2>{c.hp(atcd(c, 2))}<h2>Examen</h2>{c.hp(part(c, "mg", 1, 2))}<h2>Conclusion – traitement</h2>{c.hp(part(c, "mg", 3, 2))}<br>{"<br>".join(c.h(d.split(":")[0].lower()) for d in drugs(c, 2))}<p class=r>{c.scrawl()}</p>"""
    return c.page(body, fs=11)


@layout("home_nurse_wound_sheet_hand", 40)
def wound(c):
    c.hw = True
    s = c.structure(
        "Cabinet infirmier du Marais", "SCM Infirmières des Trois Villages", "Cabinet infirmier Les Glycines", finess=0
    )
    a = c.set_author(c.pro(title="Mme", sex="F"))
    c.f.update(doc_type=["11506-3"], doc_date=c.today.isoformat())
    c.omit("act_date")
    trs = ""
    for k in range(5):
        d = c.ago((4 - k) * 3, (4 - k) * 3)
        trs += f"<tr><td>{c.h(d.strftime('%d/%m'))}</td><td>{c.h(c.x(2, 6) + ' x ' + c.x(1, 4))}</td><td>{c.h(c.pick('fibrine', 'bourgeon', 'nécrose', 'propre'))}</td><td>{c.h(c.pick('hydrofibre', 'alginate', 'tulle gras', 'hydrocell.'))}</td><td>{c.h(a.given[0] + c.pro().family[0])}</td></tr>"
    body = f"""<div class=fl><div><b>{esc(s["name"])}</b><br><span class=s>{esc(c.pname(a))}, infirmière D.E. {c.rpps(a) if c.ch(0.4) else ""}<br>{esc(s["addr"])} {esc(s["city"])} – {s["tel"]}</span></div></div><h1>{c.pick("FICHE DE SUIVI DE PLAIE", "Suivi de plaie à domicile", "FICHE DE TRANSMISSIONS – PLAIE")}</h1>{c.kvtable(c.rows(shuffle=False), 1)}<p>Médecin prescripteur : {c.h("Dr " + c.up(c.pro().family))} &nbsp; Localisation : {c.h(c.pick("sacrum", "talon droit", "malléole externe G", "jambe gauche", "moignon"))} &nbsp; depuis le {c.h(c.date(c.ago(20, 60), "/"))}</p><table class=b><tr><th>Date</th><th>Dimensions (cm)</th><th>Aspect</th><th>Pansement</th><th>Visa</th></tr>{trs}</table><p><b>Observations</b></p>{c.hp(part(c, "geriatrie", 1, 1) + " " + part(c, "ssr", 1, 1))}<p>EVA {c.h(c.n(1, 7))} – albumine {c.h(c.n(24, 38))} g/l – {tick(c, "photo transmise")}{tick(c, "avis médical demandé")}</p><p class=r>Fiche remplie le {c.h(c.date(c.today, "/"))}<br>{c.scrawl()}</p>"""
    return c.page(body, fs=11)


@layout("school_doctor_exam_hand", 5, 16)
def school(c):
    c.hw = True
    s = c.structure(
        "Centre médico-scolaire Pasteur",
        "CMS du Rectorat – secteur Ouest",
        "Service de promotion de la santé des élèves",
        finess=0,
    )
    a = c.set_author(c.pro(), given=False)
    c.f.update(doc_type=["59283-2", "68817-6"], doc_date=c.today.isoformat(), act_date=c.today.isoformat())
    rows = c.name_rows()
    dob = c.dob("/")
    body = f"""<div class=fl><div class=s>MINISTÈRE DE L'ÉDUCATION NATIONALE<br><b>{esc(s["name"])}</b></div><div class=xs>Imprimé n° {c.n(1, 60)}</div></div><h1>{c.pick("EXAMEN DE SANTÉ DE L'ÉLÈVE", "Bilan de santé – visite de la 6e année", "Examen médical scolaire")}</h1>{"".join(f"<p>{esc(k)} : {c.combs(v.upper() if len(v) < 22 else v) if c.ch(0.5) and i == 0 else c.h(v)}</p>" for i, (k, v) in enumerate(rows))}{("<p>" + c.pick("Né(e) le", "Date de naissance") + " : " + (c.combs(dob) if c.ch(0.6) else c.h(dob)) + "</p>") if dob else ""}<p>École : {c.h(c.pick("Jules Ferry", "Paul Bert", "du Centre", "Saint-Joseph"))} &nbsp; Classe : {c.h(c.pick("GS", "CP", "CE1", "6e B"))}{("<br>" + esc(c.ins_line(""))) if c.o.get("show_ins") else ""}</p><table class=b><tr><td>Poids {c.h(c.n(18, 60))} kg</td><td>Taille {c.h(c.n(105, 170))} cm</td><td>Vision OD {c.h(c.n(6, 10))}/10 OG {c.h(c.n(6, 10))}/10</td><td>Audition {c.h(c.pick("N", "N", "à revoir"))}</td></tr></table><p>{tick(c, "vaccins à jour")}{tick(c, "langage")}{tick(c, "caries")}{tick(c, "scoliose")}{tick(c, "asthme")}{tick(c, "lunettes")}</p><p><b>Observations :</b></p>{c.hp(c.pick("Bon développement, un peu fatigué" + c.e() + " le matin. Trouble d'articulation, bilan orthophonique conseillé.", "Graphisme difficile, tenue du crayon à revoir. Contact facile.", "Vision à contrôler chez l'ophtalmologiste. Sommeil : couché tard.", "Surpoids modéré, conseils alimentaires donnés. Sport le mercredi.", "RAS à l'examen. Rappel DTP à faire."))}<p>{c.pick("Médecin", "Médecin scolaire")} : {c.h("Dr " + c.up(a.family))} &nbsp; le {c.h(c.date(c.today, "/"))} {c.scrawl()}</p>"""
    return c.page(body, fs=11)


@layout("prison_request_hand", 18, 78, allow_rel=False)
def prison_hand(c):
    c.hw = True
    s = c.structure(
        "USMP de la maison d'arrêt des Saules",
        "Unité sanitaire – CP des Salines",
        "Unité de consultations et soins ambulatoires – MA Est",
        finess=0.1,
    )
    a = c.set_author(c.pro(), given=True)
    c.f.update(doc_type=["96349-6", "55115-0", "57828-6"], doc_date=c.today.isoformat())
    c.omit("act_date", "doc_type")
    body = f"""<p class=c><b>{esc(s["name"])}</b><br><span class=xs>{s["tel"]} – fax {s["fax"]} {s["fin"]}</span></p><h1 style='border:1.2pt solid'>{c.pick("DEMANDE DE CONSULTATION SPÉCIALISÉE", "Bon de consultation extérieure", "DEMANDE D'EXTRACTION MÉDICALE")}</h1>{c.kvtable(c.rows([("N° écrou", str(c.n(10000, 99999)))], shuffle=False), 1)}<p>Service demandé : {c.h(c.pick("ophtalmologie", "cardiologie", "radiologie - scanner", "chirurgie", "stomatologie"))} &nbsp; {tick(c, "urgent")}{tick(c, "sous 15 jours")}{tick(c, "programmé")}</p><p><b>Motif et renseignements cliniques</b></p>{c.hp(motif(c, "mg") + ". " + part(c, "mg", 1, 2))}<p><b>Antécédents / traitement</b></p>{c.hp(atcd(c, 2) + ". " + drugs(c, 1)[0].split(":")[0].lower())}<table class=b style='margin-top:6mm'><tr><td>Date {c.h(c.date(c.today, "/"))}</td><td>Médecin {c.h("Dr " + a.given + " " + c.up(a.family))}<br>{c.rpps(a) if c.ch(0.4) else ""}<br>{c.scrawl()}</td><td>Escorte : niveau {c.h(c.n(1, 3))}<br>RDV donné le {c.h(c.date(c.later(7, 40), "/"))}</td></tr></table>"""
    return c.page(body, fs=11)


@layout("advance_directives_hand", 50)
def directives(c):
    c.hw = True
    c.f.update(doc_type=["EXPPAT_3", "EXPPAT_1"], doc_date=c.today.isoformat())
    c.omit("act_date", "author_family", "author_given", "recipients", "structure_name", "doc_type")
    c.omitted.discard("doc_type")
    rows = "".join(f"<p>{esc(k)} : <span class=dot>{c.h(v)}</span></p>" for k, v in c.rows(shuffle=False))
    t = c.parent()
    txt = c.pick(
        "Je ne souhaite pas de réanimation si mon coeur s'arrête et que mon état est déjà très altéré.",
        "Je refuse la sonde d'alimentation et l'acharnement. Je veux être soulagé de la douleur.",
        "Je désire rester chez moi aussi longtemps que possible, avec les soins de confort.",
        "Si je ne peux plus communiquer, arrêter les traitements lourds. Pas de dialyse.",
        "Je souhaite que tout soit tenté, y compris la réanimation, pendant trois semaines au plus.",
        "Je veux une sédation profonde si je souffre. Prévenir ma fille.",
        "Pas de trachéotomie. Je fais confiance au médecin qui me connaît.",
        "Je refuse la transfusion pour mes convictions, même en urgence.",
    )
    body = f"""<h1>{c.pick("MES DIRECTIVES ANTICIPÉES", "Directives anticipées", "DIRECTIVES ANTICIPÉES (modèle B)")}</h1><p class=s>Article L.1111-11 du code de la santé publique – loi du 2 février 2016</p><div class=box>{rows}<p>Domicilié(e) : <span class=dot>{c.h(c.p.address)}</span></p></div><p>{tick(c, "je suis atteint(e) d’une maladie grave")}{tick(c, "je pense être en bonne santé")}{tick(c, "je fais l’objet d’une tutelle")}</p><h2>Ma volonté</h2>{c.hp(txt)}<h2>Personne de confiance</h2><p>{c.h(t.first + " " + c.up(t.birth_name))} – {c.h(c.phone())}</p>{c.relative_html()}<table><tr><td>Fait le {c.h(c.date(c.today, "/"))}<br>à {c.h(c.pick("Rouen", "Lille", "Nantes", "Pau", "Albi"))}</td><td>Signature {c.scrawl()}</td></tr></table>"""
    return c.page(body, fs=11.5)


@layout("autonomy_allowance_form_hand", 62)
def apa(c):
    """Medical part of a request to the department: computer frame, hand answers, one letter a box."""
    c.hw = True
    a = c.set_author(c.pro(), given=True)
    c.structure("Cabinet médical du Canal", "Maison de santé des Deux Ponts", finess=0)
    c.f.update(doc_type=["89601-9", "28653-4"], doc_date=c.today.isoformat())
    c.omit("act_date", "structure_name")
    rows = c.name_rows()
    dob = c.dob("/")
    rr = "".join(f"<p>{esc(k)} {c.combs(c.up(v)) if len(v) < 26 else c.h(c.up(v))}</p>" for k, v in rows)
    ins = c.ins_row()
    body = f"""<div class=fl><div><svg width=90 height=36><rect width=28 height=36 fill='#223a8f'/><rect x=30 width=28 height=36 fill='#eee'/><rect x=60 width=28 height=36 fill='#d33'/></svg></div><div class=r><b>CONSEIL DÉPARTEMENTAL</b><br><span class=xs>Direction de l'autonomie – formulaire AP-{c.n(10, 99)} ({c.date(c.ago(600, 1500), "/")})</span></div></div><h1>{c.pick("CERTIFICAT MÉDICAL – demande d'APA", "Allocation personnalisée d'autonomie : certificat médical", "Certificat médical confidentiel (APA / carte mobilité)")}</h1><div class=box><b>1. Demandeur</b>{rr}{("<p>Né(e) le " + c.combs(dob) + "</p>") if dob else ""}{"".join(f"<p>{esc(k)} : {c.h(v)}</p>" for k, v in ins)}<p>Adresse {c.h(c.p.address)}</p></div><div class=box><b>2. Pathologies</b><br>{c.hp(atcd(c, 3))}</div><div class=box><b>3. Retentissement</b><br>{tick(c, "marche avec aide")}{tick(c, "toilette avec aide")}{tick(c, "désorientation")}{tick(c, "chutes")}{tick(c, "incontinence")}<br>{c.hp(part(c, "geriatrie", 1, 1))}<br>Périmètre de marche {c.h(str(c.n(5, 200)) + " m")}</div><table class=b><tr><td>Médecin : {c.h("Dr " + a.given + " " + c.up(a.family))}<br>{c.rpps(a) if c.ch(0.4) else ""}</td><td>Date : {c.h(c.date(c.today, "/"))}</td><td>{c.scrawl()}</td></tr></table>"""
    return c.page(body, fs=10.8)
