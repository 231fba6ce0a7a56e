"""Prints of other software and papers of offices."""

import datetime as dt

from eval.examiners.practice import content
from eval.examiners.practice.context import layout
from eval.examiners.practice.dates import fdate
from eval.examiners.practice.page import logo, signature, table
from eval.examiners.practice.prescriptions import prescriber


@layout("synthese_logiciel", who="adult")
def synthese(c):
    """The medical summary of a practice's software."""
    i, r = c.idn, c.rng
    st, a = c.pool.msp, c.gp
    if c.chance(0.4):
        st = c.st("cabinet")
        a = c.doctor(st, "médecine générale")
    hist = "".join(f"<tr><td>{c.dd(c.earlier(), 'slash')}</td><td>{t}</td></tr>" for t in c.ants(5))
    body = f"""<p class=s>{c.pick("MédiLogis 12", "AxiCabinet v8", "WinMédic", "DocSoleil")} – dossier n° {r.randint(1000, 30000)} – imprimé le {c.dd(c.date, "slash")} à {c.time()}</p><h1>{c.pick("VOLET DE SYNTHÈSE MÉDICALE", "Synthèse médicale du patient", "SYNTHÈSE DU DOSSIER MÉDICAL")}</h1><hr>{table(i.pairs(sex=True), cols=2)}<p class=s>Adresse : {i.p.addr[0]}, {i.p.addr[1]} {i.p.addr[2]} – Tél. 06 {r.randint(10, 99)} {r.randint(10, 99)} {r.randint(10, 99)} {r.randint(10, 99)}</p>{c.relative()}<h2>Médecin traitant</h2><p>{a.full(c.rng)} – {st.name}, {c.addr(st, " ")} {c.rpps(a, 0.6)} {c.finess(st, 0.3)}</p><h2>Pathologies en cours et antécédents</h2><table class=g>{hist}</table><h2>Allergies et intolérances</h2><p>{c.pick("Néant", "Amoxicilline (urticaire, 2015)", "Iode : à vérifier")}</p><h2>Traitements au long cours</h2><ul>{"".join(f"<li>{x} : {y}</li>" for x, y in c.meds(4))}</ul><h2>Vaccins</h2><p>DTP {c.dd(c.earlier())}, grippe {c.dd(c.earlier())}.</p><h2>Dernières mesures</h2><p>TA {r.randint(11, 15)}/{r.randint(6, 9)}, poids {r.randint(49, 104)} kg.</p><p class=r>{c.pick("Synthèse établie le", "Rédigée le", "Mise à jour du")} {c.dd(c.date)} par {a.full(c.rng)}</p>"""
    return c.out(
        body, ["60591-5", "SYNTH"], a, st, None, drop=["act_date", "recipients", "episode"], font=c.sans, size=9.5
    )


@layout("courriel_imprime", who="adult")
def courriel(c):
    """A printed e-mail."""
    i, g = c.idn, c.gp
    st = c.st("clinique", "ch", "cabinet")
    spec = c.pick("dermatologie", "rhumatologie", "diabétologie", "cardiologie", "urologie", "néphrologie")
    a = c.doctor(st, spec)
    m, h, e, k = c.case(spec)

    def slug(t):
        return "".join(x for x in t.lower() if x.isalpha() and x.isascii())

    body = f"""<p class=s>{c.pick("MSSanté – messagerie sécurisée", "Webmail Santé PACA", "Messagerie sécurisée Occitanie")}<span style="float:right">{c.dd(c.date + dt.timedelta(days=c.rng.randint(1, 3)), "slash")} {c.time()}</span></p><hr><table class=s><tr><td><b>De :</b></td><td>{a.given} {a.family} &lt;{slug(a.given)}.{slug(a.family)}@{c.pick("pro", "hopital", "paca")}.mssante.fr&gt;</td></tr><tr><td><b>À :</b></td><td>{g.given} {g.family} &lt;{slug(g.given)}.{slug(g.family)}@medecin.mssante.fr&gt;</td></tr><tr><td><b>Envoyé :</b></td><td>{fdate(c.date, "day")} {c.time()}</td></tr><tr><td><b>Objet :</b></td><td>{c.pick("Consultation", "Avis", "CR consultation")} – {i.full()} {("– " + i.born()) if c.chance(0.5) else ""}</td></tr></table><hr><p>{c.pick(*content.SALUT)}</p><p>J'ai vu {i.short()}, {i.born()}, {c.pick("à ma consultation", "en consultation")} du {c.dd(c.act)}. {i.ins_line()}</p><p>{m} : {h}</p><p>{e}</p>{c.more()}<p>{k}</p><p>{c.pick(*content.BYE)}</p><p>{a.full(c.rng)}<br>{spec}, {st.name}<br>{c.rpps(a, 0.5)}<br>{c.tel(st)}</p><p class=s>Ce message et ses pièces jointes sont confidentiels.</p><p class=s>Page 1 sur 1</p>"""
    return c.out(
        body,
        ["11488-4"],
        a,
        st,
        [g.family],
        act=c.act,
        drop=["episode"],
        font=c.pick("Liberation Sans", "Carlito", "DejaVu Sans", "Roboto"),
        size=10,
    )


@layout("protocole_ald", who="old")
def ald(c):
    """The care protocol of a long-term illness."""
    i, r = c.idn, c.rng
    st, a = c.pool.msp, c.gp
    body = f"""<table style="width:100%"><tr><td style="color:#234"><b>l'Assurance Maladie</b></td><td class=c><b>{c.pick("PROTOCOLE DE SOINS", "protocole de soins")}</b><br><span class=s>article L.324-1 du code de la Sécurité sociale – volet médecin – {c.pick("cerfa 11626*05", "11626*04")}</span></td></tr></table><div class=box>{table(i.pairs(sex=False, ipp=False), cols=2)}<span class=s>Adresse : {i.p.addr[0]} – {i.p.addr[1]} {i.p.addr[2]}</span></div><div class=box style="margin-top:2mm"><b>Médecin traitant</b> : {a.full(c.rng)} {c.rpps(a, 0.6)} – {st.name}, {c.addr(st, " ")} {c.finess(st, 0.3)}</div><div class=box style="margin-top:2mm"><b>Affection de longue durée</b> : {c.pick("diabète de type 2 (ALD 8)", "insuffisance cardiaque (ALD 5)", "maladie coronaire (ALD 13)", "tumeur maligne (ALD 30)", "polyarthrite rhumatoïde (ALD 22)", "néphropathie chronique (ALD 19)", "BPCO (ALD 14)", "maladie de Parkinson (ALD 16)")}, diagnostiquée le {c.dd(c.earlier())}.<br>Arguments : {c.case("diabétologie", "cardiologie", "néphrologie")[2]}</div><div class=box style="margin-top:2mm"><b>Actes et prestations</b><ul><li>Consultations médecin traitant et spécialistes</li><li>Biologie : trimestrielle</li><li>{c.pick("Pédicurie", "Kinésithérapie", "Soins infirmiers", "Fond d œil annuel")}</li></ul></div><table style="width:100%"><tr><td>Durée prévisible des soins : {c.pick("cinq ans", "dix ans")}</td><td>{c.pick("Proposé le", "Établi le", "Date :")} <b>{c.dd(c.date)}</b><br>{signature(r)}</td><td>Signature du patient</td></tr></table>"""
    return c.out(
        body, "PROT_ALD", a, st, None, drop=["act_date", "recipients", "episode"], font="Liberation Sans", size=9.5
    )


@layout("teleconsultation_plateforme", who="young")
def tele(c):
    """A remote consultation, as its platform prints it."""
    i, r = c.idn, c.rng
    a = c.other("médecine générale")
    spec = c.pick("dermatologie", "orl", "psychiatrie", "rhumatologie")
    m, h, e, k = c.case(spec)
    brand = c.pick("MédiVisio", "SudTéléSanté", "DocEnLigne")
    body = f"""<div style="border-bottom:3px solid #00a0a0;padding:2mm"><b style="color:#008080;font-size:1.4em">{brand}</b> <span class=s>plateforme de télémédecine</span></div><h1>{c.pick("Compte rendu de téléconsultation", "COMPTE-RENDU DE TÉLÉCONSULTATION")}</h1><table style="width:100%;background:#f2fafa"><tr><td>{table(i.pairs(ipp=False))}</td><td>Téléconsultation du <b>{c.dd(c.date, "slash")}</b> à {c.time()}<br>Durée {r.randint(6, 22)} min<br>Médecin : <b>{a.full(c.rng)}</b><br>{c.rpps(a, 0.7)}<br>Médecin traitant déclaré : Dr {c.gp.family}</td></tr></table><h2>Motif</h2><p>{m}</p><h2>Anamnèse</h2><p>{h}</p><h2>Données</h2><p>{e}</p><h2>Conclusion</h2><p>{k}</p><p class=s>Consentement recueilli. Document signé électroniquement par {a.full(c.rng)} – réf. {r.randint(10**8, 10**9)}</p>"""
    return c.out(
        body,
        ["85208-7"],
        a,
        None,
        None,
        act=c.date,
        drop=["recipients", "structure_name", "structure_finess", "episode"],
        font=c.pick("Open Sans", "Roboto", "Lato"),
        size=10,
    )


@layout("convocation_rendez_vous", who="any")
def convocation(c):
    """A notice of an appointment."""
    st = c.st("chu", "ch", "clinique", "radio")
    i, r = c.idn, c.rng
    rdv = c.later()
    spec = c.pick("cardiologie", "pneumologie", "orthopédie", "ophtalmologie", "pédiatrie" if i.child else "neurologie")
    d = c.doctor(st, spec)
    body = f"""<table style="width:100%"><tr><td>{logo(r, st.color, 50)}<br><b>{st.name}</b><br><span class=s>{c.addr(st)}<br>{c.tel(st)} {c.finess(st, 0.3)}</span></td><td style="padding-top:18mm">{i.full()}<br>{i.p.addr[0]}<br>{i.p.addr[1]} {i.p.addr[2]}</td></tr></table><p class=r>{st.addr[2]}, le {c.dd(c.date)}</p><p><b>Objet : {c.pick("convocation", "confirmation de rendez-vous", "avis de rendez-vous")}</b></p><p>{c.pick("Identité", "Patient", "Rappel de l’identité")} : {i.full()} {i.born()} – IPP {i.ipp}<br>{i.ins_line()}</p><p>Madame, Monsieur,</p><p>Nous vous confirmons votre rendez-vous avec {d.full(c.rng)}, service de {spec}, fixé au :</p><p class=c style="font-size:1.2em"><b>{c.dd(rdv, "day")} à {c.time()}</b></p><p>Merci de vous présenter quinze minutes avant aux admissions, avec votre carte Vitale, une pièce d'identité, la lettre de votre médecin et vos examens (le dernier bilan du {c.dd(c.earlier())}). {c.pick("Jeûne de six heures.", "Ne pas interrompre le traitement.", "Apporter l’ordonnance en cours.")}</p>{c.relative()}<p>En cas d'empêchement, prévenir le secrétariat au {st.tel}.</p><p class=r>Le secrétariat</p>"""
    return c.out(
        body,
        ["56446-8", "51851-4"],
        None,
        st,
        None,
        drop=["act_date", "author_family", "author_given", "author_rpps", "recipients", "episode"],
        font=c.pick(c.sans, c.serif),
        size=11,
    )


@layout("bulletin_situation", who="any")
def bulletin(c):
    """A certificate that somebody is in hospital."""
    st = c.st("chu", "ch", "clinique")
    i, r = c.idn, c.rng
    entry = c.act - dt.timedelta(days=r.randint(1, 14))
    body = f"""<div class=c>{logo(r, st.color, 40)}<br><b>{st.name}</b><br>Bureau des entrées – {c.addr(st, " ")} – {c.finess(st, 0.7)}</div><h1 class=c style="border:1px solid;padding:3mm">{c.pick("BULLETIN DE SITUATION", "ATTESTATION D'HOSPITALISATION", "Bulletin d’hospitalisation")}</h1><p>Le directeur de l'établissement certifie que :</p><div style="margin-left:12mm">{table(i.pairs(stay=True, sex=False, ipp=True))}</div><p style="margin-top:4mm">{c.pick("a séjourné", "a été hospitalisé" + i.e)} dans l'établissement du <b>{c.dd(entry)}</b> au <b>{c.dd(c.act)}</b> dans le service {c.pick("Médecine A", "Chirurgie digestive", "Cardiologie", "Pneumologie")} (discipline {r.randint(100, 199)}).</p><p>Régime : {c.pick("assurance maladie, ALD", "assurance maladie", "accident du travail")}. Le présent bulletin est délivré pour servir et valoir ce que de droit.</p><p class=r>{c.pick("Fait le", "Édité le", st.addr[2] + ", le")} {c.dd(c.date)}<br>L'agent des admissions<br>{signature(r)}</p>"""
    return c.out(
        body,
        ["86531-1", "51851-4", "CERT_DECL"],
        None,
        st,
        None,
        act=c.act,
        drop=["author_family", "author_given", "author_rpps", "recipients"],
        font=c.sans,
        size=11,
    )


@layout("consentement_soins")
def consent(c):
    """A consent to care."""
    st = c.st("clinique", "ch")
    a = c.doctor(st, c.pick("orthopédie", "urologie", "gastro-entérologie"))
    i = c.idn
    body = f"""<div class=flex><b>{st.name}</b><span class=s>{c.addr(st, " ")} {c.finess(st, 0.4)}</span></div><h1 class=c>{c.pick("CONSENTEMENT ÉCLAIRÉ", "Formulaire de consentement éclairé", "Attestation de consentement aux soins")}</h1><div class=box>Je soussigné(e){table(i.pairs(sex=False, ipp=False))}</div><p style="margin-top:4mm">reconnais avoir reçu du {a.full(c.rng)} {c.rpps(a, 0.3)}, lors de la consultation du {c.dd(c.act)}, une information claire sur {c.pick("l’arthroplastie du genou", "la coloscopie sous anesthésie", "la cure de hernie", "la transfusion éventuelle")}, ses bénéfices, ses risques et ses alternatives. J'ai pu poser mes questions.</p><p>☒ J'accepte l'intervention prévue le {c.dd(c.later())}. &nbsp; ☐ Je refuse.</p><p>☒ J'accepte l'utilisation de mes données de soins. ☐ Je m'y oppose.</p>{c.relative()}<table style="width:100%;margin-top:8mm"><tr><td class=box style="width:50%">{c.pick("Fait le", "Date :")} {c.dd(c.date)}<br>Signature du patient<br>{signature(c.rng)}</td><td class=box>Signature du médecin<br>{a.full(c.rng)}<br>{signature(c.rng)}</td></tr></table>"""
    return c.out(
        body,
        ["59284-0", "EXPPAT_1"],
        a,
        st,
        None,
        drop=["act_date", "author_family", "author_given", "author_rpps", "recipients", "episode"],
        font=c.pick(c.sans, c.serif),
        size=11,
    )


@layout("certificat_mdph", who="adult")
def mdph(c):
    """The medical certificate of a request for disability rights."""
    st, a = prescriber(c)
    i, r = c.idn, c.rng
    m, h, e, _ = c.case("neurologie", "rhumatologie", "psychiatrie")

    def b(t):
        return (
            f"<tr><td>{t}</td>"
            + "".join(f"<td class=c>{'☒' if j == r.randrange(4) else '☐'}</td>" for j in range(4))
            + "</tr>"
        )

    body = f"""<table style="width:100%;background:#dce6f2"><tr><td><b>MDPH</b> – Maison départementale des personnes handicapées ({st.dep})</td><td class=r>{c.pick("cerfa 15695*01", "Cerfa n° 15695*01")}</td></tr></table><h1>{c.pick("CERTIFICAT MÉDICAL", "Certificat médical à joindre à la demande")} <span class=s>destiné à être joint à une demande auprès de la MDPH</span></h1><div class=box>{table(i.pairs(sex=False, ipp=False))}<span class=s>Adresse : {i.p.addr[0]} {i.p.addr[1]} {i.p.addr[2]}</span></div><h2>1. Pathologie motivant la demande</h2><p>{m}</p><h2>2. Histoire de la pathologie</h2><p>{h}</p><h2>3. Description clinique actuelle</h2><p>{e}</p><p>Taille 1,{r.randint(52, 88)} m – poids {r.randint(48, 104)} kg – latéralité {c.pick("droitier", "gaucher")}</p><h2>4. Retentissement</h2><table class=g style="width:100%"><tr><th></th><th>A</th><th>B</th><th>C</th><th>D</th></tr>{b("Marcher")}{b("Se déplacer à l’extérieur")}{b("Préhension")}{b("Faire sa toilette")}{b("Gérer sa sécurité")}</table><p>Évolution : {c.pick("stable", "dégradation", "variable")}. Prochaine consultation le {c.dd(c.later())}.</p><table style="width:100%"><tr><td>Médecin : {a.full(c.rng)}<br>{st.name}<br>{c.rpps(a, 0.6)} {c.finess(st, 0.2)}</td><td>Date : <b>{c.dd(c.date)}</b><br>{signature(r)}</td></tr></table>"""
    return c.out(
        body, ["89601-9", "CERT_DECL"], a, st, None, drop=["act_date", "recipients", "episode"], font=c.sans, size=10
    )


@layout("carte_implant", who="old")
def implant(c):
    """The card of an implant."""
    st = c.st("chu", "clinique")
    a = c.doctor(st, c.pick("cardiologie", "orthopédie"))
    i, r = c.idn, c.rng
    dev = c.pick(
        ("Stimulateur cardiaque double chambre", "Medtronic Azure XT DR"),
        ("Prothèse totale de hanche", "Tige Corail taille 12, cupule 54"),
        ("Défibrillateur implantable", "Boston Resonate"),
        ("Implant intra-oculaire", "AcrySof +21,5 D"),
        ("Endoprothèse coronaire", "Xience 3,0 × 18 mm"),
        ("Chambre implantable", "Celsite ST305"),
    )
    body = f"""<div style="border:2px solid {st.color};border-radius:4mm;padding:5mm;width:130mm"><b style="color:{st.color}">{c.pick("CARTE D’IMPLANT", "Carte de porteur d’implant", "CARTE D’IMPLANT – à présenter à tout professionnel")}</b><br>{st.name}<br><span class=s>{c.addr(st, " – ")} – {c.tel(st)} {c.finess(st, 0.5)}</span><hr>{table(i.pairs(sex=False, ipp=True))}<hr>{table([("Dispositif", dev[0]), ("Modèle", dev[1]), ("N° de série", c.pick("PJN", "SN", "LOT ") + str(r.randint(10**6, 10**7))), (c.pick("Date d'implantation", "Implanté le"), c.dd(c.date)), (c.pick("Implanteur", "Médecin", "Opérateur"), a.full(c.rng)), ("IRM", c.pick("compatible sous conditions", "compatible"))])}{c.rpps(a, 0.3)}</div><p class=s style="margin-top:5mm">UDI (01)0{r.randint(10**12, 10**13 - 1)}(17)2{r.randint(70000, 99999)}</p>"""
    return c.out(
        body, ["101881-1"], a, st, None, act=c.date, drop=["recipients", "doc_date", "episode"], font=c.sans, size=11
    )


@layout("genetique_moleculaire", who="adult")
def genetic(c):
    """A laboratory of genetics' report."""
    st = c.st("chu")
    a = c.doctor(st, "génétique médicale")
    pr = c.doctor(st, "oncologie")
    i, r = c.idn, c.rng
    gene = c.pick(
        ("BRCA1", "prédisposition aux cancers du sein et de l'ovaire"),
        ("HFE", "hémochromatose, variants p.Cys282Tyr et p.His63Asp"),
        ("F5", "facteur V Leiden"),
        ("MLH1", "syndrome de Lynch"),
        ("LDLR", "hypercholestérolémie familiale"),
        ("CFTR", "mucoviscidose, recherche d'hétérozygotie"),
        ("F2", "prothrombine G20210A"),
        ("MYH7", "cardiomyopathie hypertrophique"),
    )
    sample = c.act - dt.timedelta(days=r.randint(20, 60))
    body = f"""<div class=flex><div>{logo(r, st.color, 40)}</div><div class=r><b>{st.name}</b><br>Laboratoire de génétique moléculaire<br><span class=s>{c.addr(st, " ")} {c.finess(st)}<br>Responsable : {a.full(c.rng)}, agrément ABM n° {r.randint(10, 99)}-{r.randint(100, 999)}</span></div></div><h1 class=c>{c.pick("COMPTE RENDU D'EXAMEN DE GÉNÉTIQUE MOLÉCULAIRE", "Compte rendu de génétique moléculaire", "EXAMEN DES CARACTÉRISTIQUES GÉNÉTIQUES")}</h1><table class=g style="width:100%"><tr><td>{table(i.pairs(sex=True))}</td><td>{c.pick("Prélèvement du", "Prélevé le")} {c.dd(sample)} (sang EDTA)<br>Reçu le {c.dd(sample + dt.timedelta(days=2))}<br>Prescripteur : {pr.full(c.rng)}<br>N° ADN {r.randint(10000, 99999)}</td></tr></table><h2>Indication</h2><p>{gene[1].capitalize()}.{" Apparentée : une sœur porteuse." if c.chance(0.4) else ""}</p>{c.relative()}<h2>Méthode</h2><p>Séquençage haut débit (panel), confirmation Sanger, profondeur &gt; 100X. Référence GRCh38.</p><h2>Résultat – gène {gene[0]}</h2><p class=box>{c.pick("Absence de variant pathogène identifié.", "Présence à l’état hétérozygote d’un variant pathogène (classe 5).", "Variant de signification incertaine (classe 3).")}</p><p>Ce résultat doit être rendu au cours d'une consultation individuelle par le prescripteur. Copie : {c.to_gp()}.</p><p class=r>{c.pick("Compte rendu signé le", "Validé le")} {c.dd(c.date)}<br>{a.full(c.rng)} {c.rpps(a, 0.4)}<br>{signature(r)}</p>"""
    return c.out(
        body, "51969-4", a, st, [pr.family, c.gp.family], act=sample, drop=["recipients"], font=c.sans, size=10
    )
