"""Town doctors and specialists: letters and reports."""

from eval.examiners.locality.content import SOCIAL, VACCINES, capital, case, distract, drugs, pick
from eval.examiners.locality.context import Ctx
from eval.examiners.locality.page import PLACE, logo, page, sig, ul
from eval.examiners.locality.registry import layout


@layout("gp_referral")
def gp_referral(c: Ctx) -> str:
    c.type("96349-6")
    a, t = c.dr(), c.dr(c.pick("cardio", "neuro", "gastro", "rhumato"))
    k = case(c)
    rp = c.author(a, True)
    c.to(t)
    st = c.struct(c.pick("msp", "cabinet"), finess=False)
    b = f"""<div class=two><div style="color:{c.color}"><b style="font-size:130%">{c.drname(a)}</b><br>{a["spec"]}<br>{rp}<br>AM {a["am"]}</div>
<div class="r sm"><b>{st["name"]}</b><br>{st["adr"]}<br>Tél. {st["tel"]}</div></div><hr style="color:{c.color}">
<p class=r style="margin-top:14pt">{st["town"]}, le {c.doc_date_long()}</p>
<p>{c.pick("Courrier pour le", "À l’attention du", "Pour le")} {c.drname(t)}</p>
<p>{c.pick("Cher confrère, chère consœur,", "Mon cher confrère,", "Cher ami,", "Chers confrères,")}</p>
<p>{c.pick("Je vous adresse", "Merci de recevoir", "Pourriez-vous voir", "Je te confie")} {c.who()}, {c.born()}, {c.pick("pour", "en raison d’", "pour").replace("d’", "de :")} {k["motif"]}.</p>
{("<p>" + c.ins_line() + "</p>") if c.want_ins else ""}
<p>Antécédents : {k["atcd"]}.</p><p>Histoire : {k["story"]}.</p><p>Ce jour : {k["exam"]}.</p>
<p>{c.pick("Je pense à", "Mon impression :", "Hypothèse :")} {k["concl"]}. {distract(c)}</p>{PLACE}
<p>Traitement habituel :</p>{ul(drugs(c))}
<p>{c.pick("Merci de votre avis.", "Bien confraternellement.", "Avec mes remerciements et mes amitiés.")}</p><p style="margin-left:60%">{sig(c, a)}</p>"""
    c.drop.add("act_date")
    return page(c, b, font=c.pick(c.sans, c.serif))


@layout("cardio_letter")
def cardio_letter(c: Ctx) -> str:
    c.type("11488-4")
    a, t, cc = c.dr("cardio"), c.dr(), c.dr("geriatre")
    k = case(c, spec="cardio")
    c.to(t, cc)
    rp = c.author(a, c.chance(0.6))
    c.drop.add("structure_name")
    v = c.ago(0, 6)
    oth = [c.dr("cardio") for _ in range(2)]
    b = f"""<div class=c style="letter-spacing:1pt"><span style="font-size:150%;font-variant:small-caps">{c.drname(a, True)}</span><br><i>{a["spec"]}</i><br>
<span class=sm>Ancien{"ne" if a["sex"] == "F" else ""} chef de clinique – Écho-Doppler – Épreuve d'effort<br>{c.r.randint(1, 80)} {c.pick("rue Carnot", "cours Gambetta")} – {c.w.pros.tel()} {("– " + rp) if rp else ""}<br>Sur rendez-vous – en association avec les Drs {c.fam(oth[0]["family"])} et {c.fam(oth[1]["family"])}</span></div>
<div style="border-top:2pt double {c.color};margin:6pt 0"></div>
<p style="text-align:right">Le {c.doc_date_long()}</p>
<p><b>{c.pick("Concerne", "Objet", "Patient", "Réf")} : {c.who()}</b> {c.born()}{c.ins_line("<br>")}</p>
<p style="margin-left:55%">{c.drname(t)}<br>{c.w.people.address().replace(", ", "<br>")}</p>
<p>Cher confrère,</p><p>J'ai {c.pick("revu", "examiné", "reçu")} {c.title()} en consultation le {c.act_date(v)} pour {k["motif"]}.</p>
<p>Rappel : {k["atcd"]}. Dernière visite le {c.d(c.ago(150, 500))}.</p><p>{capital(k["story"])}.</p>
<p><u>Examen</u> : {k["exam"]}.</p><p><u>Électrocardiogramme</u> : rythme {c.pick("sinusal", "régulier")}, axe à {c.r.randint(-20, 60)}°, QRS fins, pas de trouble de la repolarisation.</p>
<p><u>Échocardiographie</u> : VG de {c.r.randint(46, 56)} mm, FEVG {c.r.randint(45, 65)} %, oreillette gauche {c.r.randint(18, 45)} ml/m², pas de fuite significative, PAPS {c.r.randint(25, 45)} mmHg.</p>{PLACE}
<p><b>Au total</b> : {k["concl"]}. {distract(c)}</p><p>Traitement : {" ; ".join(k["drugs"])}.</p>
<p>Bien amicalement,</p><p style="margin-left:55%">{sig(c, a)}</p><p class=sm>Copie : {c.drname(cc)} (gériatrie)</p>"""
    return page(c, b, font=c.serif)


@layout("dermato_margin")
def dermato_margin(c: Ctx) -> str:
    c.type("11488-4")
    a, t = c.dr("dermato"), c.dr()
    k = case(c, spec="dermato")
    st = c.struct("cabinet", finess=False)
    rp = c.author(a, True)
    c.to(t)
    team = [c.dr("dermato") for _ in range(3)]
    margin = (
        "".join(f"<p><b>{c.drname(x)}</b><br>{x['spec']}<br>RPPS {x['rpps']}</p>" for x in team[:2])
        + f"<p><b>{c.drname(a)}</b><br>{a['spec']}<br>{rp}</p><p>Secrétariat :<br>{c.pick('Mme Lefort', 'Mme Haddou', 'Mlle Roy')}<br>{st['tel']}</p>"
    )
    b = f"""<table class=w><tr><td style="width:46mm;border-right:1.5pt solid {c.color};font-size:80%;color:#333">{logo(c)}<p><b>{st["name"]}</b><br>{st["adr"]}</p>{margin}</td>
<td style="padding-left:10pt"><p class=r>{st["town"]}, {c.pick("le", "ce")} {c.doc_date_long()}</p><p style="margin:16pt 0 16pt 40%">{c.drname(t)}<br>Médecin traitant</p>
<p>{c.pick("Nos réf.", "V/Réf")} : {c.num(6)}</p><p>{c.pick("Mon cher confrère", "Chère consœur")},</p>
<p>Je vous remercie de m'avoir confié {c.who()}, {c.born()}, {c.pick("que j’ai vu" + c.e, "examiné" + c.e)} le {c.act_date(c.ago(0, 4))} pour {k["motif"]}.</p>{c.ins_line("<p>", "</p>")}
<p>{capital(k["atcd"])}.</p><p>{capital(k["story"])}. {capital(k["exam"])}.</p>{PLACE}<p>Conclusion : {k["concl"]}.</p><p>{distract(c)}</p><p>Conduite à tenir :</p>{ul(k["drugs"])}
<p>Bien confraternellement</p><p>{sig(c, a)}</p></td></tr></table>"""
    return page(c, b, margin="10mm 14mm 10mm 8mm")


@layout("ophtalmo_table", ages=(8, 98))
def ophtalmo_table(c: Ctx) -> str:
    c.type("78513-9", "11488-4")
    a = c.dr("ophta")
    t = c.dr()
    st = c.struct("clinique")
    c.drop.add("recipients")
    c.author(a)
    rng = c.r

    def eye() -> str:
        return f"{rng.choice('+-')}{rng.randint(0, 5)},{rng.choice(['00', '25', '50', '75'])} ({rng.choice('-')}{rng.randint(0, 2)},{rng.choice(['25', '50'])}) {rng.randint(0, 180)}°"

    v = c.ago(0, 3)
    b = f"""<div class=two><div>{logo(c, 14)} <b style="color:{c.color};font-size:120%">{st["name"]}</b></div><div class="sm r">Service d'ophtalmologie<br>{st["fi"]}</div></div>
<h1 class=c style="background:{c.color};color:white;padding:4pt">{c.pick("COMPTE RENDU OPHTALMOLOGIQUE", "CONSULTATION D'OPHTALMOLOGIE", "Fiche d'examen ophtalmologique")}</h1>
<table class="w grid"><tr><td style="width:50%">{c.table(c.rows())}</td><td>Date de l'examen : <b>{c.act_date(v)}</b><br>Examinateur : {c.drname(a)}<br>Orthoptiste : {c.pick("Mme", "M.")} {c.fam(c.dr()["family"])}<br>Médecin traitant : {c.drname(t)}<br>{c.dm()}</td></tr></table>
<p>Motif : {c.pick("contrôle annuel", "baisse de vision progressive", "fond d’œil chez un sujet diabétique", "surveillance de glaucome", "corps flottants récents", "œil rouge", "renouvellement optique", "DMLA suivie")}.</p>
<table class="grid w"><tr><th></th><th>Œil droit</th><th>Œil gauche</th></tr><tr><td>Réfraction</td><td>{eye()}</td><td>{eye()}</td></tr><tr><td>Acuité VL</td><td>{rng.randint(3, 10)}/10</td><td>{rng.randint(3, 10)}/10</td></tr>
<tr><td>Acuité VP</td><td>P{rng.randint(2, 6)}</td><td>P{rng.randint(2, 6)}</td></tr><tr><td>Tonus (mmHg)</td><td>{rng.randint(11, 24)}</td><td>{rng.randint(11, 24)}</td></tr><tr><td>Segment antérieur</td><td>{c.pick("calme", "cataracte nucléaire", "pseudophake")}</td><td>{c.pick("calme", "opacités corticales", "pseudophake")}</td></tr>
<tr><td>Fond d'œil</td><td>{c.pick("papille rosée, macula saine", "drusen séreux", "quelques microanévrismes")}</td><td>{c.pick("papille excavée 0,5", "macula saine", "remaniements pigmentaires")}</td></tr></table>
<p>OCT maculaire comparé à celui du {c.d(c.ago(200, 600))} : {c.pick("stable", "épaisseur fovéolaire de 268 µm", "absence de fluide")}.</p>{PLACE}
<p><b>Conclusion</b> : {c.pick("pas de rétinopathie, revoir dans un an", "cataracte débutante non chirurgicale", "poursuite du collyre hypotonisant le soir", "DMLA atrophique stable, autosurveillance par grille", "indication opératoire discutée pour l’œil droit")}. Prochain contrôle : {c.d(c.ahead(90, 365))}.</p>
<p class=r>Validé le {c.doc_date(v)} par {c.drname(a)}</p>"""
    return page(c, b, size=9.5)


@layout("orl_audio", ages=(5, 95))
def orl_audio(c: Ctx) -> str:
    c.type("70004-7", "11488-4", "47420-5")
    a = c.dr("orl")
    c.author(a, False)
    c.drop |= {"structure_name", "doc_date"}
    v = c.ago(0, 2)
    c.f["act_date"] = v.isoformat()
    rng = c.r
    f = [250, 500, 1000, 2000, 4000, 8000]

    def curve(col: str, mark: str) -> str:
        pts = [(30 + i * 45, 20 + rng.randint(5, 30) + i * rng.randint(4, 16)) for i in range(6)]
        return f'<polyline points="{" ".join(f"{x},{y}" for x, y in pts)}" fill="none" stroke="{col}"/>' + "".join(
            f'<text x="{x - 3}" y="{y + 3}" font-size="10" fill="{col}">{mark}</text>' for x, y in pts
        )

    svg = (
        '<svg style="width:110mm;height:70mm" viewBox="0 0 290 170">'
        + "".join(
            f'<line x1=20 y1={20 + i * 18} x2=270 y2={20 + i * 18} stroke="#bbb" stroke-width=".5"/><text x=2 y={23 + i * 18} font-size=7>{i * 15}</text>'
            for i in range(8)
        )
        + "".join(f"<text x={24 + i * 45} y=12 font-size=7>{x}</text>" for i, x in enumerate(f))
        + curve("#c00", "o")
        + curve("#00c", "x")
        + "</svg>"
    )
    b = f"""<div class=sm><b>{c.drname(a, True)}</b> – {a["spec"]} – {c.w.people.address()} – {c.w.pros.tel()}</div>
<table class=w style="margin-top:8pt"><tr><td style="width:60%"><b style="font-size:140%">{c.who(civ=False, order="fg", caps=True)}</b><br>{c.born()}<br>{c.ins_line()}</td><td class=bx>Audiométrie n° {c.num(5)}<br>Réalisée le {c.d(v)} à {c.hm()}<br>Appareil : AC-40 (étalonné {c.d(c.ago(100, 300), "slash")})</td></tr></table>
<h2 class=c>{c.pick("AUDIOGRAMME TONAL ET VOCAL", "Examen audiométrique", "BILAN AUDIOMÉTRIQUE")}</h2><div class=c>{svg}</div>
<p>Audiométrie vocale : intelligibilité 50 % à {rng.randint(25, 60)} dB à droite, {rng.randint(25, 60)} dB à gauche. Tympanogramme de type {c.pick("A", "B", "C")}.</p>{PLACE}
<p><b>Interprétation</b> : {c.pick("presbyacousie symétrique appareillable", "surdité de transmission bilatérale modérée", "surdité de perception gauche, IRM demandée", "audition normale pour l’âge", "surdité mixte droite, séquelle d’otite", "perte moyenne de 42 dB, essai prothétique proposé", "encoche à 4000 Hz évoquant un traumatisme sonore", "audition stable")}.</p><p style="margin-left:60%">{sig(c, a)}</p>"""
    return page(c, b)


@layout("coloscopy")
def coloscopy(c: Ctx) -> str:
    c.type("70004-7", "34874-8", "75492-9")
    a, an, t = c.dr("gastro"), c.dr("anesth"), c.dr()
    st = c.struct("clinique")
    rp = c.author(a, c.chance(0.5))
    c.drop.add("recipients")
    v = c.ago(0, 3)
    ep = f"Séjour n° {c.episode()}<br>" if c.chance(0.5) else ""
    b = f"""<div class=two><div>{logo(c)}</div><div class=c><b>{st["name"].upper()}</b><br><span class=sm>Unité d'endoscopie digestive – {st["cp"]} {st["town"]}<br>{st["fi"]}</span></div><div class=sm>{ep}Salle {c.r.randint(1, 4)}<br>Endoscope CF-{c.num(4)}</div></div>
<div class=bx style="background:#eef;margin:8pt 0"><b>{c.who()}</b> &nbsp; {c.born()} &nbsp; {c.ins_line()}</div>
<h1 class=c>{c.pick("COLOSCOPIE", "Compte rendu de coloscopie totale", "ILÉO-COLOSCOPIE")}</h1>
<table><tr><td>Date de l'acte</td><td><b>{c.act_date(v)}</b></td></tr><tr><td>Opérateur</td><td>{c.drname(a)} {rp}</td></tr><tr><td>Anesthésiste</td><td>{c.drname(an)}</td></tr><tr><td>Correspondant</td><td>{c.drname(t)}</td></tr><tr><td>Indication</td><td>{c.pick("rectorragies", "test immunologique positif", "surveillance de polypes", "anémie ferriprive", "antécédent familial (père opéré à 58 ans)", "diarrhée chronique", "douleurs abdominales", "bilan avant greffe")}</td></tr></table>
<p>Préparation : score de Boston {c.r.randint(6, 9)}/9. Consentement recueilli, check-list réalisée. Progression jusqu'au {c.pick("bas-fond cæcal", "dernier iléon")} en {c.r.randint(5, 15)} minutes, retrait en {c.r.randint(7, 14)} minutes.</p>
<p>{c.pick("Polype pédiculé de 12 mm du sigmoïde réséqué à l’anse diathermique, pied clippé.", "Deux polypes sessiles de 4 mm du transverse retirés à l’anse froide.", "Diverticulose sigmoïdienne non compliquée, muqueuse par ailleurs normale.", "Angiodysplasie cæcale traitée par plasma argon.", "Muqueuse érythémateuse du rectum sur 8 cm, biopsies étagées.", "Aucune lésion visible, biopsies systématiques.", "Lésion bourgeonnante à 45 cm, infranchissable, biopsiée et tatouée.", "Hémorroïdes internes de grade II.")} Biopsies adressées à {c.pick("PATHO-CENTRE", "l’anatomie pathologique")} (flacons A et B).</p>{PLACE}
<p><b>Conclusion</b> : {c.pick("contrôle dans trois ans", "contrôle dans cinq ans si l’histologie est bénigne", "dossier présenté en concertation", "reprise du suivi habituel")}. Examen précédent : {c.d(c.ago(700, 2500))}.</p>
<p class=r>{st["town"]}, le {c.doc_date(v)}<br>{sig(c, a)}</p>"""
    return page(c, b, foot=f'"{st["name"]} – page " counter(page) " / " counter(pages)')


@layout("eps_emg_neuro")
def emg(c: Ctx) -> str:
    c.type("70004-7", "47420-5")
    a, t = c.dr("neuro"), c.dr("rhumato")
    c.author(a)
    c.drop.add("structure_name")
    c.drop.add("recipients")
    v = c.ago(0, 8)
    rng = c.r
    rows = "".join(
        f"<tr><td>{n}</td><td>{rng.uniform(2.8, 6.2):.1f}</td><td>{rng.uniform(2, 12):.1f}</td><td>{rng.randint(36, 62)}</td></tr>".replace(
            ".", ","
        )
        for n in ("Médian droit", "Médian gauche", "Ulnaire droit", "Ulnaire gauche", "Fibulaire droit", "Sural gauche")
    )
    b = f"""<table class=w style="border-bottom:1pt solid #000"><tr><td><b>LABORATOIRE D'EXPLORATIONS NEUROLOGIQUES</b><br>{c.drname(a)}</td><td class=r>{c.w.people.address()}</td></tr></table>
<p>Adressé{c.e} par : {c.drname(t)}</p><p>Sujet : {c.who(civ=c.chance(0.5))} ; {c.born()} ; latéralité : {c.pick("droitier", "gaucher", "droite")} {c.ins_line("; ")}</p>
<h1>{c.pick("ÉLECTROMYOGRAMME", "E.M.G. des quatre membres", "Étude électroneuromyographique")} du {c.act_date(v)}</h1>
<p>Motif : {c.pick("acroparesthésies nocturnes", "steppage", "suspicion de polyneuropathie", "cervicobrachialgie C7", "faiblesse de la main", "crampes", "bilan de diabète", "contrôle post-opératoire")}.</p>
<table class="grid w"><tr><th>Nerf</th><th>Latence distale (ms)</th><th>Amplitude (mV)</th><th>Vitesse (m/s)</th></tr>{rows}</table>
<p>Détection à l'aiguille : {c.pick("tracé riche, pas d’activité spontanée", "tracé neurogène simple en C7", "fibrillations du court abducteur")}.</p>{PLACE}<p><b>Synthèse.</b> {c.pick("Syndrome du canal carpien bilatéral, sévère à droite.", "Polyneuropathie axonale sensitivomotrice longueur-dépendante.", "Examen dans les limites de la normale.", "Atteinte radiculaire L5 gauche ancienne.")} {distract(c)}</p>
<p class=r>Le {c.doc_date(v)}, {sig(c, a)}</p>"""
    return page(c, b, font=c.pick(c.serif, c.mono), size=9.5)


@layout("efr_form")
def efr(c: Ctx) -> str:
    c.type("47420-5", "70004-7")
    a = c.dr("pneumo")
    c.author(a)
    st = c.struct("ch", finess=False)
    v = c.ago(0, 2)
    rng = c.r
    rows = "".join(
        f"<tr><td>{n}</td><td>{u}</td><td>{(m := rng.uniform(a0, b0)):.2f}</td><td>{(th := rng.uniform(a0, b0)):.2f}</td><td>{m / th * 100:.0f}</td></tr>".replace(
            ".", ","
        )
        for n, u, a0, b0 in (
            ("CVF", "l", 2, 4.5),
            ("VEMS", "l", 1, 3.5),
            ("DEM 25-75", "l/s", 0.5, 3),
            ("DEP", "l/s", 3, 9),
            ("CPT", "l", 4, 7),
            ("VR", "l", 1.5, 3),
            ("DLCO", "mmol/min/kPa", 4, 9),
        )
    )
    b = f"""<div class=two style="border:1pt solid {c.color};padding:4pt"><div>{c.table(c.rows([("Taille / poids", f"{rng.randint(150, 188)} cm / {rng.randint(48, 104)} kg"), ("Ethnie", "caucasien")]))}</div><div class=r>{c.dm()}<br><b>{st["name"]}</b><br>Explorations fonctionnelles respiratoires<br>Examen : {c.act_date(v)} {c.hm()}<br>Technicien : {c.pick("S. M.", "J. L.", "Mme Aubry")}<br>Prescripteur : {c.drname(c.dr())}</div></div>
<h1 class=c>{c.pick("SPIROMÉTRIE – PLÉTHYSMOGRAPHIE", "Épreuves fonctionnelles respiratoires", "RAPPORT EFR")}</h1><table class="grid w c"><tr><th>Paramètre</th><th>Unité</th><th>Mesuré</th><th>Théorique</th><th>% théo</th></tr>{rows}</table>
<svg style="width:80mm;height:45mm" viewBox="0 0 160 90"><path d="M10 80L25 15Q60 40 140 80" fill="none" stroke="{c.color}" stroke-width=1.5 /><path d="M10 80H150M10 5V85" stroke="#333" stroke-width=.7 /></svg>
{PLACE}<p><b>Commentaire médical :</b> {c.pick("trouble ventilatoire obstructif modéré, non réversible", "syndrome restrictif léger", "spirométrie normale", "obstruction distale isolée", "distension, transfert abaissé", "réversibilité significative après bronchodilatateur (+ 240 ml)", "manœuvres peu reproductibles", "amélioration depuis l’examen du " + c.d(c.ago(200, 500)))}.</p><p class=r>Validation médicale : {c.drname(a)}, le {c.doc_date(v)}</p>"""
    c.drop.add("recipients")
    return page(c, b, size=9.5)


@layout("teleconsult")
def teleconsult(c: Ctx) -> str:
    c.type("85208-7")
    a = c.dr(c.pick("generaliste", "dermato", "geriatre"))
    rp = c.author(a, True)
    k = case(c)
    c.drop |= {"structure_name", "recipients"}
    b = f"""<div style="background:{c.color};color:white;padding:8pt"><b style="font-size:130%">{c.pick("MédiVisio", "TéléSoins Ouest", "ma-visite.doc")}</b> &nbsp; {c.pick("Compte rendu de téléconsultation", "Synthèse de votre téléconsultation", "Acte de télémédecine : compte rendu")}</div>
<table class=w style="margin-top:8pt"><tr><td style="width:50%"><span class=g>PATIENT</span>{c.table(c.rows())}</td><td><span class=g>PROFESSIONNEL</span><br><b>{c.drname(a)}</b><br>{a["spec"]}<br>{rp}</td></tr></table>
<p>Connexion du {c.act_date(c.day)} de {c.r.randint(8, 12)}:0{c.r.randint(0, 9)} à {c.r.randint(13, 14)}:1{c.r.randint(0, 9)} – session {c.num(8)} – {c.pick("patient seul", "assisté" + c.e + " d’une infirmière de l’EHPAD", "cabine en pharmacie")}</p>
<h2>Motif</h2>{capital(k["motif"])}<h2>Antécédents déclarés</h2>{capital(k["atcd"])}<h2>Interrogatoire</h2>{capital(k["story"])}<h2>Constatations</h2>{capital(k["exam"])}{PLACE}<h2>Avis</h2>{capital(k["concl"])}. {distract(c)}<h2>Prescription</h2>{ul(k["drugs"])}
<p class=sm>Document signé électroniquement le {c.doc_date()} à {c.hm()} par {c.drname(a)}</p>"""
    return page(c, b, foot='"Page " counter(page) " sur " counter(pages)')


@layout("email_print")
def email_print(c: Ctx) -> str:
    c.type("11488-4", "60591-5", "28653-4", "96349-6", "11506-3", "51851-4")
    a, t = c.dr("geriatre"), c.dr()
    k = case(c)
    c.author(a)
    c.to(t)
    c.drop |= {"structure_name", "act_date", "doc_type"}
    b = f"""<p class=sm>{c.d(c.day, "slash")} {c.hm()} &nbsp;&nbsp;&nbsp; {c.pick("Messagerie sécurisée - boîte de réception", "Gmail - avis", "Zimbra")}</p><h2>{c.pick("Avis demandé", "Sortie prévue", "Suite à notre appel", "Nouvelles de votre patient", "Conduite à tenir")}</h2><hr>
<p><b>De :</b> {a["given"].lower()}.{a["family"].lower().replace(" ", "")}@medecin.mssante.example<br><b>Envoyé :</b> {c.doc_date_long()} {c.hm()}<br><b>À :</b> {t["given"]} {t["family"]} &lt;{t["family"].lower().replace(" ", "")}@mssante.example&gt;<br><b>Pièces jointes :</b> bilan_{c.num(4)}.pdf ({c.r.randint(80, 900)} Ko)</p><hr>
<p>Bonjour {c.drname(t, False)},</p><p>Je reviens vers toi au sujet de {c.who()} ({c.born()}). {c.ins_line()}</p><p>{capital(k["story"])}. À l'examen : {k["exam"]}.</p>{PLACE}<p>{distract(c)}</p><p>Pour moi {k["concl"]} ; je propose {", ".join(k["drugs"]).lower()}.</p><p>{pick(c, SOCIAL)}</p><p>Cordialement,<br>{c.drname(a)}<br>{a["spec"]}<br>--<br><span class=sm>Ce message est confidentiel. Pensez à l'environnement avant d'imprimer.</span></p>"""
    return page(c, b, size=10, foot='"1/1  https://messagerie.mssante.example/mail/imprimer?id=' + c.num(5) + '"')


@layout("gp_file_export")
def gp_export(c: Ctx) -> str:
    c.type("60591-5", "SYNTH")
    a = c.dr()
    rp = c.author(a, True)
    c.drop |= {"structure_name", "recipients", "act_date"}
    k = case(c)
    lines = "".join(
        f"<tr><td>{c.d(d, 'slash')}</td><td>{capital(x['motif'])}. {capital(x['exam'])}.</td></tr>"
        for d, x in [(c.ago(20 + i * 90, 60 + i * 90), case(c)) for i in range(c.r.randint(2, 5))]
    )
    b = f"""<pre style="font-family:inherit;margin:0">{"=" * 70}
 {c.pick("VOLET DE SYNTHESE MEDICALE", "SYNTHESE DU DOSSIER MEDICAL", "RESUME DU DOSSIER PATIENT")}          {c.pick("Edition du", "Imprime le", "Établi le")} {c.doc_date()}
{"=" * 70}</pre>{c.table(c.rows([("Médecin traitant", c.drname(a)), ("", rp), ("Téléphone", c.w.pros.tel()), ("Adresse", c.p["address"])]))}
<p><b>## ANTECEDENTS</b><br>{k["atcd"]}<br>Père : infarctus à 61 ans. Mère : {c.pick("diabète", "cancer du sein", "décédée en 1994")}.</p><p><b>## ALLERGIES</b><br>{c.pick("Néant", "Pénicilline (urticaire)", "Iode ?", "Aucune connue")}</p><p><b>## PROBLEMES EN COURS</b><br>{k["concl"]}</p><p><b>## TRAITEMENT DE FOND</b><br>{"<br>".join("- " + x for x in drugs(c, 6))}</p>{PLACE}<p><b>## DERNIERES CONSULTATIONS</b></p><table class=sm>{lines}</table>
<p><b>## VACCINS</b><br>{", ".join(c.r.sample(VACCINES, 3))} (dernier rappel {c.d(c.ago(300, 2000), "slash")})</p><p><b>## POINTS DE VIGILANCE</b><br>{pick(c, SOCIAL)}</p><p>{c.drname(a)}</p>"""
    return page(c, b, font=c.mono, size=9, foot='"- " counter(page) " -"')


@layout("geriatric_consult_2p")
def geri(c: Ctx) -> str:
    c.type("11488-4", "60591-5", "34120-6")
    a, t, i = c.dr("geriatre"), c.dr(), c.dr("geriatre")
    st = c.struct("ch")
    c.author(a)
    c.to(t)
    v = c.ago(3, 12)
    k = case(c, spec=c.pick("neuro", "geriatre", "gastro"))
    k2 = case(c)
    heads = "".join(f"<br>{c.drname(x)}" for x in [c.dr("geriatre") for _ in range(3)])
    b = f"""<table class=w><tr><td style="width:38mm" class=sm>{logo(c)}<br><b>Pôle gériatrique</b><br>Chef de service<br>{c.drname(i)}<br><br>Praticiens{heads}<br>{c.drname(a)}<br><br>Cadre : {c.pick("Mme", "M.")} {c.fam(c.dr()["family"])}<br>Secrétariat {st["tel"]}<br>Fax {st["fax"]}</td>
<td><div class=r><b style="color:{c.color}">{st["name"]}</b><br><span class=sm>{st["adr"]}<br>{st["fi"]}</span></div>
<p class=r>Le {c.doc_date_long()}</p><p style="margin-left:50%">{c.drname(t)}<br>{c.w.people.address().replace(", ", "<br>")}</p>
<p><b>{c.pick("Évaluation gériatrique", "Consultation mémoire", "Hôpital de jour gériatrique")} du {c.act_date(v)}</b><br>IPP {c.num(7)} {c.ins_line(" – ")}</p><p>{c.who(civlong=True)}<br>{c.born(age=True)}</p></td></tr></table>
<p>Cher confrère, nous avons reçu {c.title()}, accompagné{c.e} de {c.pick("sa fille Nathalie", "son fils Bruno", "sa nièce", "son auxiliaire de vie")}, pour {k["motif"]}.</p><p><b>Antécédents :</b> {k["atcd"]} ; {k2["atcd"]}.</p><p><b>Mode de vie :</b> {pick(c, SOCIAL)}</p><p><b>Traitement à l'arrivée :</b></p>{ul(drugs(c, 7))}
<p><b>Histoire :</b> {k["story"]}. {capital(k2["story"])}.</p><p><b>Examen :</b> {k["exam"]}.</p>
<table class="grid w"><tr><th>Test</th><th>Résultat</th><th>Précédent ({c.d(c.ago(300, 500), "slash")})</th></tr><tr><td>MMSE</td><td>{c.r.randint(12, 28)}/30</td><td>{c.r.randint(15, 29)}/30</td></tr><tr><td>ADL</td><td>{c.r.randint(2, 6)}/6</td><td>{c.r.randint(3, 6)}/6</td></tr><tr><td>MNA</td><td>{c.r.randint(12, 26)}/30</td><td>-</td></tr><tr><td>Mini-GDS</td><td>{c.r.randint(0, 4)}/4</td><td>1/4</td></tr><tr><td>Vitesse de marche</td><td>0,{c.r.randint(4, 9)} m/s</td><td>-</td></tr></table>
{PLACE}<p>Biologie : hémoglobine {c.r.randint(10, 14)},2 g/dl, albumine {c.r.randint(28, 41)} g/l, TSH normale, B12 et folates normaux. Imagerie du {c.d(c.ago(20, 90))} : atrophie hippocampique {c.pick("stade 2", "modérée")}.</p>
<p><b>Conclusion :</b> {k["concl"]}. {distract(c)} {distract(c)}</p><p>Propositions : bilan orthophonique, équipe spécialisée à domicile, plan d'aide à revoir, adaptation du traitement ({", ".join(k["drugs"])}), protection juridique à anticiper.</p><p>Nous reverrons {c.title()} dans six mois. Restant à votre disposition, bien confraternellement.</p><p style="margin-left:55%">{sig(c, a)}<br>{a["spec"]}</p>"""
    return page(c, b, size=10.5, head=f'"{c.short()} – page " counter(page)', head_first=False)


@layout("handwritten_note")
def handnote(c: Ctx) -> str:
    c.type("11488-4", "96349-6", "34120-6")
    c.drop.add("doc_type")
    a = c.dr()
    c.author(a)
    c.drop |= {"structure_name", "act_date", "author_given"}
    t = c.dr("urg")
    c.to(t)
    k = case(c)
    b = f"""<div style='font-family:"{c.sans}";font-size:9.5pt'><b>Dr {c.fam(a["family"], True)} {a["given"]}</b><br>Médecine générale<br>{c.w.people.address()}<br>{c.w.pros.tel()}</div>
<div style="color:#15246b;font-size:{c.pick(13, 14)}pt;line-height:1.6;margin-top:12mm"><p class=r>{c.doc_date(None)}</p><p>{c.who(caps=True)}<br>{"né" + c.e + " le " + c.dob("slash") if c.trap != "no_dob" else ""}</p><p>Cher Dr {c.fam(t["family"])},</p><p>Merci de voir ce jour {"cette patiente" if c.is_woman else "ce patient"} pour {k["motif"]}.</p><p>ATCD : {k["atcd"]}</p><p>{k["exam"]}</p>{PLACE}<p>Je pense à : {k["concl"]}.</p><p>Ttt : {", ".join(x.split(" : ")[0] for x in k["drugs"])}</p><p>Merci, bien à vous</p></div><p style="margin-left:60%">{sig(c, a, label=" ")}</p>"""
    return page(c, b, font=c.hand, size=12)
