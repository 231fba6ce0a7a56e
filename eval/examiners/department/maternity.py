"""Layouts of the maternity."""

from html import escape

from eval.examiners.department.document import Doc
from eval.examiners.department.pieces import CHD
from eval.examiners.department.registry import layout


@layout("mother", is_addressed=False)
def delivery(d: Doc) -> str:
    """Delivery report of the mother."""
    d.kind("15508-5", "57057-2")
    s = d.struct(d.pick(CHD[:2]))
    r = d.rng
    rows = d.kv(ipp=True, nda=True)
    title = d.title("COMPTE RENDU D'ACCOUCHEMENT", "Compte-rendu d'accouchement")
    way = d.pick(["voie basse spontanée", "ventouse pour efforts expulsifs prolongés", "césarienne en urgence"])
    tear = d.pick(["Périnée intact.", "Déchirure du premier degré suturée.", "Épisiotomie médio-latérale droite."])
    return d.page(f"""<div style='border-left:6pt solid #c58;padding-left:8pt'><b>{s}</b><br>Maternité –
Gynécologie-obstétrique<br><span class=sm>{d.fin_txt}</span></div><h1>{title}</h1><h2>La
mère</h2>{d.table(rows, "", 2, " :")}
<p>G{r.randrange(1, 5)}P{r.randrange(1, 3)}, groupe A Rh positif. Grossesse suivie par {d.to()}. Terme :
{r.randrange(37, 41)} SA + {r.randrange(6)} j.</p><h2>Travail et accouchement</h2><p>Accouchement le {d.act()} à
{r.randrange(24):02d}h{r.randrange(60):02d}, {way}. Péridurale. {tear} Délivrance dirigée complète, pertes
{r.randrange(150, 500)} mL.</p>
<h2>L'enfant</h2><p>Un enfant de sexe {d.pick(["masculin", "féminin"])}, {r.randrange(2500, 4100)} g,
{r.randrange(46, 53)} cm, Apgar 9/10/10, pH au cordon 7,2{r.randrange(9)}. Allaitement
{d.pick(["maternel", "artificiel"])}. Pédiatre de garde : {d.dr()}.</p>
<p>{d.dated()}</p>{d.sign(d.pick(["Sage-femme", "Gynécologue-obstétricien"]), title=False)}""")


@layout("mother", is_addressed=False)
def suites(d: Doc) -> str:
    """Post-partum summary of the mother."""
    d.kind("89235-6")
    s = d.struct(d.pick(CHD[:2]))
    r = d.rng
    a, b = d.stay_days()
    title = d.title("SYNTHÈSE DES SUITES DE COUCHES", "Synthèse suites de couches – mère")
    course = d.pick(
        [
            "Les suites sont physiologiques.",
            "Suites marquées par une anémie traitée par fer oral.",
            "Engorgement mammaire au troisième jour, résolutif.",
        ]
    )
    return d.page(
        f"""<table class=full><tr><td><b>{s}</b><br>Unité mère-enfant<br>{d.fin_txt}</td>
<td class='box'>{d.who()}<br>{d.born()}<br>{d.ins()}<br>{d.episode()}</td></tr></table><h1 class=c>{title}</h1>
<p>Séjour du {a} au {b}.</p><p class=j>{course} L'involution utérine est bonne, les lochies normales. Tension
artérielle 12/7, apyrexie. Hémoglobine de contrôle 11,{r.randrange(9)} g/dL. Moral bon, lien avec l'enfant de
qualité.
La contraception choisie est {d.pick(["un progestatif oral", "un implant", "à revoir"])}. Visite post-natale dans six
à huit semaines. La rééducation périnéale sera prescrite à cette occasion. Sérologie toxoplasmose négative, à
recontrôler.</p><p>Sage-femme libérale pour la sortie : Mme {d.doctor().family.title()}. Médecin traitant :
{d.to()}.</p><p>{d.dated()}</p><p class=r>{d.sign("Sage-femme", title=False)}</p>""",
        font=d.serif,
    )


@layout("newborn", is_addressed=False)
def neonate(d: Doc) -> str:
    """Newborn at the maternity, with the mother's data."""
    d.kind("78489-2", "57075-4", "59283-2")
    s = d.struct(d.pick(CHD[:2]))
    r = d.rng
    m = d.mother or d.p
    rows = d.kv(ipp=True, addr=False, all_first=False)
    title = d.title("SYNTHÈSE ENFANT EN MATERNITÉ", "Synthèse de l'enfant en maternité")
    return d.page(f"""<b>{s}</b> – Pédiatrie / Néonatologie <span class=sm>{d.fin_txt}</span><h1>{title}</h1><table class='full grid'>
<tr><th>{d.pick(["Enfant", "Nouveau-né"])}</th><th>Mère</th></tr><tr><td>{d.lines(rows)}</td>
<td>Nom : {escape(m.used_name or m.birth_name)}<br>Prénom : {escape(m.first)}<br>Née le
{d.fd(m.birth_date, "num")}<br>Groupe O Rh +</td></tr></table><p>Examen du {d.act()} : poids
{r.randrange(2500, 3900)} g, taille {r.randrange(47, 52)} cm, périmètre crânien {r.randrange(33, 37)} cm. Examen
cardio-pulmonaire normal, hanches stables, réflexes archaïques présents, fontanelle souple. Ictère
{d.pick(["absent", "modéré, BTC sous la courbe"])}. Vitamine K donnée. Dépistage auditif
{d.pick(["bilatéral concluant", "à refaire à droite"])}. Guthrie fait. Sortie autorisée ; prochaine visite chez le
médecin dans la deuxième semaine.</p>
<p>{d.dated()}</p>{d.sign("Pédiatre")}""")
