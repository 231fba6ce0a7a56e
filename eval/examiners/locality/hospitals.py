"""Hospitals, clinics, laboratories and imaging."""

import datetime as dt

from eval.examiners.locality.content import (
    IMAGING,
    LABS,
    OPS,
    PATHO,
    SOCIAL,
    capital,
    case,
    distract,
    drugs,
    lab_rows,
    pick,
)
from eval.examiners.locality.context import Ctx
from eval.examiners.locality.page import PLACE, box, logo, page, sig, ul
from eval.examiners.locality.professionals import House, Pro
from eval.examiners.locality.registry import layout


@layout("hospital_discharge_2p", ages=(18, 99))
def discharge(c: Ctx) -> str:
    c.type("11490-0", "34112-3")
    st = c.struct(c.pick("ch", "chu"))
    a, t, ch, cc = c.dr("geriatre"), c.dr(), c.dr("cardio"), c.dr("cardio")
    rp = c.author(a, c.chance(0.5))
    c.to(t, cc)
    out = c.ago(0, 6)
    ent = out - dt.timedelta(days=c.r.randint(3, 25))
    k, k2 = case(c), case(c)
    b = f"""<div class=two><div>{logo(c)}<br><b>{st["name"]}</b><br><span class=sm>{st["adr"]}<br>{st["fi"]}</span></div><div class="r sm"><b>{c.pick("Service de médecine polyvalente", "Court séjour gériatrique", "Médecine A – 3e étage")}</b><br>Chef de service : {c.drname(ch)}<br>{c.drname(a)} {rp}<br>Internes : {c.dr()["given"]} {c.fam(c.dr()["family"])}<br>Tél. {st["tel"]}</div></div><p style="margin-left:55%">{c.drname(t)}<br>{c.w.people.address().replace(", ", "<br>")}</p><h1 class=c>{c.pick("LETTRE DE LIAISON À LA SORTIE", "Lettre de liaison – sortie d'hospitalisation", "COMPTE RENDU D’HOSPITALISATION")}</h1>
<div class=bx>{c.who()} – {c.born()}<br>{c.ins_line("", "<br>")}Hospitalisation du {c.d(ent)} au {c.act_date(out)} &nbsp; {c.pick("N° de séjour", "Dossier", "NDA", "N° venue")} : {c.episode()} &nbsp; IPP : {c.num(7)} {c.dm()}</div>
<h2>Motif d'hospitalisation</h2><p>{capital(k["motif"])}, adressé{c.e} par {c.pick("les urgences", "le médecin traitant", "l’EHPAD")}.</p><h2>Antécédents</h2><p>{capital(k["atcd"])}. {capital(k2["atcd"])}. {distract(c)}</p><h2>Mode de vie</h2><p>{pick(c, SOCIAL)}</p><h2>Traitement à l'entrée</h2>{ul(drugs(c, 6))}<h2>Histoire de la maladie</h2><p>{capital(k["story"])}. {capital(k2["story"])}.</p><h2>Examen à l'entrée le {c.d(ent)}</h2><p>{capital(k["exam"])}.</p>
<h2>Examens complémentaires</h2><p>Biologie du {c.d(ent)} : Hb {c.r.randint(9, 14)},{c.r.randint(0, 9)} g/dl, CRP {c.r.randint(2, 140)} mg/l, créatinine {c.r.randint(55, 180)} µmol/l, K {c.r.randint(32, 52) / 10:.1f} mmol/l. {IMAGING[c.r.randint(0, 9)][0]} du {c.d(ent + dt.timedelta(days=1))} : {c.r.choice(IMAGING)[3].lower()}</p><h2>Évolution</h2><p>{c.pick("Amélioration clinique en quelques jours sous traitement diurétique intraveineux relayé per os.", "Apyrexie obtenue au troisième jour, sevrage de l’oxygène au cinquième.", "Confusion transitoire résolutive, reprise de la marche avec cadre.", "Adaptation antalgique, kinésithérapie quotidienne, transferts autonomes.", "Équilibre glycémique obtenu avec schéma basal, éducation réalisée.", "Avis spécialisé demandé, pas de geste retenu.", "Renutrition, escarre sacrée de stade 1 cicatrisée.", "Transfusion de deux culots le " + c.d(ent + dt.timedelta(days=2)) + " sans incident.")} {distract(c)}</p>{PLACE}<h2>Conclusion</h2><p><b>{capital(k["concl"])}.</b> {c.pick("Retour à domicile", "Retour en EHPAD", "Sortie avec HAD", "Transfert en SSR")}. BMR : recherche négative. Transfusion : {c.pick("non", "oui")}.</p><h2>Traitement de sortie</h2><table class="grid w sm"><tr><th>Médicament</th><th>Statut</th></tr>{"".join(f"<tr><td>{x}</td><td>{c.pick('poursuivi', 'modifié', 'introduit', 'arrêté')}</td></tr>" for x in drugs(c, 6))}</table><h2>Suites</h2><p>Consultation le {c.d(c.ahead(20, 90))} avec {c.drname(cc)}. Biologie à une semaine.</p><p class=r>{c.pick("Validé le", "Signé le", "Rédigé et signé le")} {c.doc_date()}<br>{sig(c, a)}</p><p class=sm>Copie : {c.drname(cc)}, cardiologue</p>"""
    return page(
        c,
        b,
        size=10,
        head=f'"{c.short()}"',
        head_first=False,
        foot=f'"{st["name"]} – page " counter(page) " sur " counter(pages)',
    )


@layout("er_passage", ages=(1, 99))
def er(c: Ctx) -> str:
    c.type("15507-7", "60280-5")
    st = c.struct("ch")
    a = c.dr("urg")
    c.author(a)
    t = c.dr()
    c.drop |= {"recipients", "doc_date"}
    k = case(c, child=c.age < 15)
    v = c.day
    c.f["act_date"] = v.isoformat()
    b = f"""<table class="w grid"><tr><td style="width:50%"><b>{st["name"]}</b><br>Service d'accueil des urgences<br>{st["tel"]} {st["fi"]}</td><td>{c.table(c.rows([(c.pick("N° passage", "N° de dossier urgences", "Venue n°"), c.episode())]))}{c.dm()}</td></tr></table><h1>{c.pick("COMPTE RENDU DE PASSAGE AUX URGENCES", "Résumé de passage aux urgences", "OBSERVATION DES URGENCES")}</h1><table class=w><tr><td>Arrivée : <b>{c.d(v)} {c.r.randint(7, 12):02d}:15</b> par {c.pick("moyens personnels", "ambulance", "SDIS")}</td><td>Sortie : <b>{c.d(v)} {c.r.randint(14, 22)}:40</b></td><td>Tri : {c.r.randint(2, 5)} IOA {c.pick("Mme", "M.")} {c.dr()["given"]}</td></tr></table><table class="grid w c"><tr><td>TA {c.r.randint(98, 180)}/{c.r.randint(55, 95)}</td><td>FC {c.r.randint(55, 120)}</td><td>T° {c.r.randint(36, 39)},{c.r.randint(0, 9)}</td><td>SpO2 {c.r.randint(90, 100)} %</td><td>EVA {c.r.randint(0, 8)}</td><td>Glasgow 15</td></tr></table><p><b>Motif :</b> {k["motif"]}. <b>ATCD :</b> {k["atcd"]}. <b>Histoire :</b> {k["story"]}.</p><p><b>Examen :</b> {k["exam"]}.</p><p><b>Examens :</b> ECG {c.pick("sinusal", "sans modification")} ; {c.r.choice(IMAGING)[0].lower()} : {c.r.choice(IMAGING)[3].lower()}</p>{PLACE}<p><b>Diagnostic :</b> {k["concl"]}.</p><p><b>Devenir :</b> {c.pick("retour à domicile avec ordonnance", "retour en EHPAD", "UHCD refusée, sortie contre avis", "sortie, consultation dans 48 heures")}. Médecin traitant : {c.drname(t)}. {distract(c)}</p><p class=r>Médecin senior : {c.drname(a)}</p>"""
    return page(c, b, size=9.5)


@layout("operation_report")
def op(c: Ctx) -> str:
    c.type("34874-8")
    st = c.struct("clinique")
    a, an, ai, t = c.dr("ortho"), c.dr("anesth"), c.dr("ortho"), c.dr()
    rp = c.author(a, c.chance(0.6))
    c.to(t)
    n, ind, txt, anes = c.r.choice(OPS)
    v = c.ago(1, 9)
    b = f"""<div class=c style="color:{c.color}"><b style="font-size:150%">{st["name"]}</b><br><span class=sm>{st["adr"]} – {st["tel"]} {st["fi"]}</span></div><p class=two><span>{c.drname(a)}<br>{a["spec"]}<br>{rp}</span><span>{st["town"]}, le {c.doc_date()}</span></p><h1 class=c style="border:1pt solid;padding:3pt">{c.pick("COMPTE RENDU OPÉRATOIRE", "Protocole opératoire", "C.R.O.")}</h1><p><b>{c.who()}</b> {c.born()} {c.ins_line("– ")}</p><table><tr><td>Intervention du</td><td>{c.act_date(v)}</td></tr><tr><td>Opérateur</td><td>{c.drname(a)}</td></tr><tr><td>Aide</td><td>{c.drname(ai)}</td></tr><tr><td>Anesthésie</td><td>{anes} – {c.drname(an)}</td></tr>{"<tr><td>N° de séjour</td><td>" + c.episode() + "</td></tr>" if c.chance(0.5) else ""}</table><h2>{n.upper()}</h2><p><i>Indication</i> : {ind} {distract(c)}</p><p>{txt}</p><p>Pertes sanguines {c.r.randint(1, 30)}0 ml. Compte de compresses juste. Durée {c.r.randint(20, 130)} minutes. Antibioprophylaxie par céfazoline 2 g.</p>{PLACE}<p>Suites : {c.pick("appui immédiat autorisé", "ambulatoire, sortie le soir", "immobilisation trois semaines", "ablation des fils à J15")} ; anticoagulation {c.pick("35 jours", "10 jours", "non nécessaire")} ; revu le {c.d(c.ahead(20, 50))}.</p><p style="margin-left:60%">{sig(c, a)}</p><p class=sm>Double : {c.drname(t)} (médecin traitant)</p>"""
    return page(c, b, font=c.pick(c.serif, c.sans))


@layout("anaesthesia_form", ages=(6, 95))
def anesth(c: Ctx) -> str:
    c.type("34749-2")
    st = c.struct("clinique", finess=False)
    a = c.dr("anesth")
    c.author(a)
    c.drop |= {"recipients", "doc_date"}
    v = c.day
    b = f"""<table class="grid w"><tr><td colspan=2 class=c style="background:{c.color};color:#fff"><b>{c.pick("CONSULTATION PRÉ-ANESTHÉSIQUE", "Dossier d'anesthésie – consultation", "FICHE DE CONSULTATION D'ANESTHÉSIE")}</b></td></tr><tr><td style="width:50%">{c.table(c.rows())}</td><td>{st["name"]}<br>Consultation du <b>{c.act_date(v)}</b><br>par {c.drname(a)}<br>Chirurgien : {c.drname(c.dr("ortho"))}<br>Acte prévu : {c.r.choice(OPS)[0]} le {c.d(c.ahead(5, 30))}</td></tr><tr><td>Antécédents : {case(c)["atcd"]}<br>Anesthésies : {c.r.randint(1980, 2022)} (sans incident)<br>Allergies : {c.pick("aucune", "latex ?", "amoxicilline")}<br>Tabac : {c.pick("0", "20 PA", "sevré")}</td><td>Poids {c.r.randint(48, 105)} kg, taille {c.r.randint(150, 188)} cm<br>TA {c.r.randint(110, 160)}/{c.r.randint(60, 90)}, FC {c.r.randint(55, 95)}<br>Mallampati {c.r.randint(1, 3)}, ouverture de bouche > 35 mm<br>Dents : {c.pick("appareil haut", "bon état", "incisive fragile")}</td></tr><tr><td colspan=2>Traitement : {" ; ".join(drugs(c, 4))}</td></tr><tr><td>{box(0)}ASA 1 {box(c.chance(0.5))}ASA 2 {box(c.chance(0.4))}ASA 3</td><td>{box(1)}AG {box(c.chance(0.5))}ALR {box(0)}sédation</td></tr><tr><td colspan=2>Jeûne : solides 6 h, liquides clairs 2 h. Groupe demandé : {c.pick("oui", "non")}. Arrêt des anticoagulants : {c.pick("48 h", "sans objet", "relais discuté")}</td></tr></table>{PLACE}<p>Information donnée, consentement oral recueilli. {c.pick("Visite pré-anesthésique la veille.", "")}</p><p class=r>{sig(c, a)}</p>"""
    return page(c, b, size=9.5)


@layout("rcp_onco", ages=(25, 92))
def rcp(c: Ctx) -> str:
    c.type("34794-8")
    st = c.struct("chu")
    a = c.dr("onco")
    c.author(a)
    c.drop |= {"author_family", "author_given"}
    p = [c.dr(x) for x in ("onco", "radio", "acp", "uro")]
    v = c.ago(0, 5)
    x = c.r.choice([q for q in PATHO if "arcino" in q[3]])
    t = c.dr()
    b = f"""<div class=two><div>{logo(c)}</div><div class=c><b>{c.pick("Réseau régional de cancérologie", "Centre de coordination en cancérologie (3C)")}</b><br>{st["name"]}<br><span class=sm>{st["fi"]}</span></div><div class=r>Fiche n° {c.num(6)}</div></div><h1 class=c>{c.pick("RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", "Fiche RCP", "Compte rendu de RCP")}</h1><table class="grid w"><tr><td style="width:50%">{c.table(c.rows())}</td><td>RCP du <b>{c.act_date(v)}</b><br>Spécialité : {c.pick("sénologie", "urologie", "digestif", "thorax", "dermatologie")}<br>Médecin référent : {c.drname(a)}<br>Médecin traitant : {c.drname(t)}</td></tr></table><p><b>Participants (quorum {c.pick("atteint", "respecté")}) :</b> {", ".join(c.drname(y) for y in p)}</p><p><b>Histoire :</b> {x[0]} le {c.d(c.ago(15, 40))} : {x[2]} {x[3]}</p><p>OMS {c.r.randint(0, 3)}, G8 {c.r.randint(9, 16)}/17. Comorbidités : {case(c)["atcd"]}. Imagerie du {c.d(c.ago(10, 30))} : {c.r.choice(IMAGING)[3].lower()} Stade : c{c.pick("T1", "T2", "T3")} {c.pick("N0", "N1")} M0.</p>{PLACE}<p><b>Question :</b> {c.pick("stratégie thérapeutique", "indication adjuvante", "reprise chirurgicale ?", "traitement du sujet âgé")}</p><p class=bx><b>{c.pick("Proposition", "Avis de la RCP", "Décision")} :</b> {c.pick("chirurgie conservatrice puis radiothérapie", "surveillance active", "hormonothérapie exclusive", "chimiothérapie adaptée après évaluation oncogériatrique", "exérèse complémentaire", "bilan d’extension puis nouveau passage", "soins de support, équipe mobile", "inclusion dans un essai si accord")}.</p><p class=r>Fiche validée le {c.doc_date(v)}</p>"""
    c.drop |= {"recipients"}
    return page(c, b, size=9.5)


@layout("pathology", ages=(20, 95))
def patho(c: Ctx) -> str:
    c.type("60568-3")
    st = c.struct("acp")
    a, t = c.dr("acp"), c.dr("dermato")
    rp = c.author(a, c.chance(0.5))
    v = c.ago(5, 12)
    n, mac, mic, con = c.r.choice(PATHO)
    if (c.p["sex"] == "M" and ("cervico" in n or "mammaire" in n)) or (c.p["sex"] == "F" and "prosta" in n):
        n, mac, mic, con = PATHO[c.r.choice([0, 1, 2, 4, 7])]
    c.drop |= {"recipients", "episode"}
    b = f"""<table class=w style="border-bottom:2pt solid {c.color}"><tr><td>{logo(c, 14)}</td><td><b style="font-size:130%">{st["name"]}</b><br><span class=sm>{" – ".join(c.drname(c.dr("acp")) for _ in range(3))} – {c.drname(a)}</span></td><td class="sm r">{st["adr"]}<br>{st["tel"]}<br>{st["fi"]}</td></tr></table><table class=w style="margin:8pt 0"><tr><td style="width:55%">{c.pick("Patient", "Nom", "Identité")} : {c.who(order="fg")}<br>{c.born()}<br>{c.ins_line()}</td><td>Réf. examen : {c.r.randint(24, 26)}H{c.num(5)}<br>Prélevé le : {c.act_date(v)}<br>Reçu le : {c.d(v + dt.timedelta(days=1))}<br>Prescripteur : {c.drname(t)}</td></tr></table><h1>{c.pick("COMPTE RENDU ANATOMO-PATHOLOGIQUE", "Examen anatomopathologique", "COMPTE RENDU D'EXAMEN HISTOLOGIQUE")}</h1><p><b>{n}</b></p><p><u>Renseignements cliniques</u> : {case(c)["motif"]}.</p><p><u>Macroscopie</u> : {mac}</p><p><u>Microscopie</u> : {mic} {c.pick("Étude en niveaux de coupe.", "Immunohistochimie réalisée, témoins positifs.", "Lecture en deuxième avis par le Dr " + c.fam(c.dr()["family"]) + ".")}</p>{PLACE}<p class=bx><b>CONCLUSION : {con}</b></p><p>Examen antérieur : {c.r.randint(18, 23)}H{c.num(5)} du {c.d(c.ago(600, 2000))}.</p><p class=r>{c.pick("Validé le", "Signé électroniquement le", "Compte rendu du")} {c.doc_date()}<br>{c.drname(a)} {rp}</p>"""
    return page(c, b, font=c.pick(c.serif, c.sans))


@layout("lab_table_2p", ages=(1, 99))
def lab(c: Ctx) -> str:
    c.type("11502-2")
    st = c.struct("labo")
    a, t = c.dr("bio"), c.dr()
    c.author(a)
    v = c.ago(0, 1)
    c.drop |= {"recipients", "episode"}
    big = c.chance(0.5)
    rows = "".join(
        f"<tr><td colspan=5><h2 style='color:{c.color};border-bottom:1pt solid'>{g}</h2></td></tr>"
        + "".join(
            f"<tr><td>{n}</td><td class=r><b>{x}</b> {'*' if fl else ''}</td><td>{u}</td><td class='sm'>{ref}</td><td class='sm g'>{pv}</td></tr>"
            for n, x, u, ref, fl, pv in rr
        )
        for g, rr in lab_rows(c, list(LABS) if big else None)
    )
    bios = ", ".join(c.drname(c.dr("bio")) for _ in range(3))
    b = f"""<div class=two><div style="width:80mm">{logo(c, 14)}<br><b style="color:{c.color};font-size:120%">{st["name"]}</b><br><span class=sm>{st["adr"]}<br>Tél. {st["tel"]} – Fax {st["fax"]}<br>{st["fi"]}<br>Biologistes : {bios}</span></div><div class=bx style="width:80mm"><b>{c.who(order="fg")}</b><br>{c.born()}<br>{c.ins_line("", "<br>")}<span class=sm>{c.p["address"]}</span><br>{c.dm()}</div></div><p class=sm>Dossier {c.num(9)} – {c.pick("Prélevé le", "Prélèvement du", "Prélevé :")} {c.act_date(v)} à {c.hm()} {c.pick("au laboratoire", "à domicile par IDE", "en EHPAD")} – Enregistré le {c.d(v)} – Prescription du {c.drname(t)} ({c.d(c.ago(3, 30))})</p><table class=w><tr class=sm><th style="text-align:left">Examen</th><th>Résultat</th><th>Unités</th><th>Intervalle de référence</th><th>Antériorité {c.d(c.ago(60, 400), "slash")}</th></tr>{rows}</table>{PLACE}<p>{c.pick("Commentaire : résultats à confronter à la clinique.", "DFG (CKD-EPI) à interpréter selon l’âge.", "Échantillon légèrement hémolysé.", "Valeurs critiques téléphonées.")}</p><p class=r>{c.pick("Validation biologique le", "Validé le", "Compte rendu validé le")} {c.doc_date()} par {c.drname(a)}</p>"""
    return page(
        c,
        b,
        size=9.5 if not big else 10,
        head=f'"{c.short()} – suite – page " counter(page)',
        head_first=False,
        foot='"Accréditation Cofrac n° 8-' + c.num(4) + '  –  page " counter(page) "/" counter(pages)',
    )


@layout("lab_micro_mono", ages=(10, 99))
def lab2(c: Ctx) -> str:
    c.type("11502-2")
    st = c.struct("labo", finess=False)
    a = c.dr("bio")
    c.author(a)
    c.drop |= {"recipients", "episode", "sex"}
    v = c.ago(1, 3)
    g = c.pick(
        "Escherichia coli",
        "Klebsiella pneumoniae",
        "Staphylococcus aureus",
        "Proteus mirabilis",
        "Enterococcus faecalis",
        "Pseudomonas aeruginosa",
    )
    ab = "\n".join(
        f"  {x:<34}{c.pick('S', 'S', 'I', 'R')}"
        for x in (
            "Amoxicilline",
            "Amoxicilline + ac. clavulanique",
            "Céfotaxime",
            "Gentamicine",
            "Cotrimoxazole",
            "Ofloxacine",
            "Fosfomycine",
            "Nitrofurantoïne",
        )
    )
    b = f"""<pre style='font-family:"{c.mono}";font-size:9.5pt;white-space:pre-wrap;margin:0'>{st["name"].upper()}
{st["street"]} {st["cp"]} {st["town"]}     TEL {st["tel"]}
----------------------------------------------------------------------
{c.who(order="fg", caps=True)}
{c.born()}
{c.ins_line()}
DEMANDE {c.num(8)}          PRELEVEMENT DU {c.act_date(v)} {c.hm()}
MEDECIN : {c.drname(c.dr())}      SERVICE : {c.pick("EHPAD", "SSIAD", "EXTERNE", "HAD")}
----------------------------------------------------------------------

{c.pick("EXAMEN CYTOBACTERIOLOGIQUE DES URINES", "BACTERIOLOGIE - PUS DE PLAIE", "ECBU SUR SONDE", "HEMOCULTURE AEROBIE")}

  Leucocytes ............ {c.num(5)} /ml
  Hématies .............. {c.num(4)} /ml
  Cellules épithéliales . {c.pick("rares", "quelques", "absence")}
  Culture ............... 10^{c.r.randint(4, 7)} UFC/ml
  Identification ........ {g}

  ANTIBIOGRAMME (EUCAST)
{ab}

  S : sensible   I : sensible à forte posologie   R : résistant
  Examen précédent du {c.d(c.ago(30, 200))} : {c.pick("stérile", "même germe", "flore mixte")}
</pre>{PLACE}<pre style='font-family:"{c.mono}";font-size:9.5pt'>VALIDE LE {c.doc_date()}   {c.drname(a, False)}, biologiste        FIN DE COMPTE RENDU</pre>"""
    c.drop.discard("sex")
    return page(c, b, font=c.mono)


def _imaging(c: Ctx, kind: str) -> tuple[House, Pro, Pro, str, tuple[str, str, str, str]]:
    """The house, who reads, who asks, the number of who reads and an examination that suits the patient."""
    c.type("18748-4")
    st = c.struct(kind)
    a, t = c.dr("radio"), c.dr()
    rp = c.author(a, c.chance(0.5))
    read = c.r.choice(IMAGING)
    return st, a, t, rp, IMAGING[0] if not c.is_woman and "Mammo" in read[0] else read


@layout("radiology_letter", ages=(4, 98))
def radio(c: Ctx) -> str:
    st, a, t, rp, (n, mo, txt, con) = _imaging(c, "imagerie")
    v = c.day
    c.drop |= {"recipients", "doc_date"}
    b = f"""<div class=c><b style="font-size:150%;color:{c.color}">{st["name"]}</b><br><span class=sm>Scanner – IRM – Radiologie numérisée – Mammographie – Échographie<br>{" • ".join(c.drname(c.dr("radio")) for _ in range(4))} • {c.drname(a)}<br>{st["adr"]} – {st["tel"]} {st["fi"]}</span></div><hr><table class=w><tr><td>{c.pick("Examen du", "Date de l’examen :", "Réalisé le")} <b>{c.act_date(v)}</b><br>Prescrit par {c.drname(t)}<br>N° accession {c.num(8)}</td><td class=r><b>{c.who()}</b><br>{c.born()}<br>{c.ins_line()}</td></tr></table><h2 class=c>{n.upper()}</h2><p><b>Indication.</b> {mo} {distract(c)}</p><p><b>{c.pick("Technique", "Protocole")}.</b> {c.pick("Acquisition hélicoïdale", "Incidences standards", "Séquences usuelles", "Examen en coupes axiales et reconstructions")}. {c.pick("Dose : PDL " + c.num(3) + " mGy.cm.", "")}</p><p><b>{c.pick("Résultats", "Compte rendu", "Constatations")}.</b> {txt}</p>{PLACE}<p><b>{c.pick("Conclusion", "AU TOTAL")}.</b> {con}</p><p>Bien confraternellement.</p><p style="margin-left:60%">{sig(c, a)}<br>{rp}</p>"""
    return page(c, b, font=c.pick(c.sans, c.serif))


@layout("hospital_imaging_form", ages=(4, 98))
def radio2(c: Ctx) -> str:
    st, a, t, rp, (n, mo, txt, con) = _imaging(c, "ch")
    v = c.ago(0, 3)
    c.drop |= {"recipients"}
    b = f"""<div style="background:#eee;padding:4pt" class=two><span><b>{st["name"]}</b> / Imagerie<br>{st["fi"]}</span><span class=r>{c.pick("IPP", "NIP")} {c.num(7)}<br>{c.pick("Séjour", "NDA", "Venue")} {c.episode()}</span></div><div class=two style="margin:6pt 0">{c.table(c.rows([("Médecin demandeur", c.drname(t))]))}<div>{c.dm()}</div></div><h1 style="color:{c.color}">{c.pick("COMPTE RENDU D'IMAGERIE", "Compte rendu d’examen radiologique", "Imagerie : résultat")}</h1><table class="grid w"><tr><td style="width:30%">Examen</td><td>{n}</td></tr><tr><td>Date de réalisation</td><td>{c.act_date(v)} {c.hm()}</td></tr><tr><td>Indication</td><td>{mo}</td></tr><tr><td>Comparaison</td><td>{c.pick("aucune", "examen du " + c.d(c.ago(100, 900)))}</td></tr><tr><td>Description</td><td>{txt.replace(". ", ".<br>")}</td></tr><tr><td>Conclusion</td><td><b>{con}</b></td></tr></table>{PLACE}<p>{c.pick("Dicté", "Interprété")} par {c.drname(a)} – {c.pick("validé le", "signé électroniquement le")} {c.doc_date()} {rp}</p>"""
    return page(c, b, size=9.5, foot='"Document imprimé depuis le RIS – " counter(page) "/" counter(pages)')
