"""Layouts of homes, home help, social care and ambulances."""

from html import escape

from eval.examiners.department.content import SOCIAL
from eval.examiners.department.document import Doc
from eval.examiners.department.names import TOWNS
from eval.examiners.department.pieces import AMB, EHPAD
from eval.examiners.department.registry import layout
from eval.examiners.department.samples import ALLERG
from eval.examiners.department.sheet import AUTHOR


@layout("old")
def ehpad_transfer(d: Doc) -> str:
    """Nursing home transfer sheet to the emergency room."""
    d.kind("78341-5", "74207-2")
    n = d.struct(d.pick(EHPAD))
    rows = d.kv(addr=False, ipp=False)
    h = f"style=\"font-family:'{d.hand}';font-size:12pt;color:#12246a\""
    d.leave(*AUTHOR, "recipients", "act_date")
    r = d.rng
    constants = (
        f"TA 1{r.randrange(0, 6)}/7, FC {r.randrange(60, 110)}, sat {r.randrange(88, 98)} %, "
        f"T° 3{r.randrange(6, 9)},{r.randrange(9)}"
    )
    g = [
        (
            "Motif du transfert",
            d.pick(
                [
                    "chute dans la chambre",
                    "fièvre à 39",
                    "dyspnée",
                    "troubles de la conscience",
                    "douleur abdominale",
                    "hématurie",
                    "malaise à table",
                    "plaie du cuir chevelu",
                ]
            ),
        ),
        ("Constantes", constants),
        ("Allergies", d.pick(ALLERG)),
        ("Autonomie", f"GIR {d.rng.randrange(1, 5)} – marche avec aide"),
        ("Alimentation", d.pick(["normale", "mixée", "eau gélifiée"])),
        ("Appareillage", d.pick(["lunettes, dentier haut", "appareil auditif", "aucun"])),
        ("Personne à prévenir", f"sa fille, Mme {d.doctor().family.title()}, {d.phone()}"),
        ("Médecin traitant", d.dr()),
    ]
    lines = "".join(f"<p><b>{a} :</b> <span {h}>{escape(b)}</span></p>" for a, b in g)
    title = d.title("FICHE DE TRANSFERT VERS LES URGENCES", "Fiche de transfert vers le service des urgences")
    return d.page(
        f"""<div class=c><b style='font-size:14pt'>{n}</b><br><span class=sm>{d.fin_txt} {d.phone()}</span></div>
<h1 class=c style='border:2pt solid #000;padding:4pt'>{title}</h1><div class=box><b>Résident</b><br>{d.lines(rows)}
</div>{lines}<p>Transmis le <span {h}>{d.dated(False, "num")}</span> par l'infirmière :
<span {h}>{d.doctor().given}</span></p><p>☒ ordonnances jointes ☒ carte Vitale ☐ directives anticipées</p>""",
        font=d.sans,
    )


@layout("old")
def ehpad_project(d: Doc) -> str:
    """Personal project of a nursing home resident."""
    d.kind("80788-3")
    n = d.struct(d.pick(EHPAD))
    rows = d.kv(addr=False, sex=False)
    d.leave(*AUTHOR, "recipients", "act_date")
    title = d.title("PROJET PERSONNALISÉ D'ACCOMPAGNEMENT", "Projet d'accompagnement personnalisé")
    return d.page(
        f"""<table class=full style='background:#f3ead8'><tr><td>{d.logo("#a63")}</td><td><b>{n}</b></td><td>{d.fin_txt}</td>
</tr></table><h1>{title}</h1>{d.table(rows, "border:1pt solid #a63", 2, " :")}<p>Référent : {d.doctor().given},
aide-soignante. Entré(e) dans l'établissement le {d.fd(d.past(200, 2000))}.</p><h2>Recueil des attentes</h2>
<p class=j>{d.fill(d.pick(SOCIAL))}</p><h2>Vie quotidienne</h2><p class=j>{d.fill(d.pick(SOCIAL))}</p>
<table class='grid full'><tr><th>Objectif</th><th>Moyens</th><th>Échéance</th></tr><tr><td>Maintenir la marche</td>
<td>Kinésithérapeute, sorties au jardin</td><td>{d.fd(d.when.replace(year=d.when.year + 1, day=min(d.when.day, 28)))}
</td></tr><tr><td>Garder le lien familial</td><td>Tablette, visites</td><td>six mois</td></tr></table>
<p>{d.pick(["Projet établi le", "Rédigé le", "Document établi le"])} {d.dated(False)}</p>""",
        font=d.sans,
    )


@layout("old")
def aggir(d: Doc) -> str:
    """AGGIR grid of the departmental council."""
    d.kind("34842-5", "BIL_AUTO")
    n = d.struct(
        d.pick(
            [
                "Conseil départemental du Gers",
                "Conseil départemental des Landes",
                "Conseil départemental de Lot-et-Garonne",
            ]
        )
    )
    rows = d.kv(addr=True)
    d.leave("recipients")
    v = [
        "Cohérence",
        "Orientation",
        "Toilette",
        "Habillage",
        "Alimentation",
        "Élimination",
        "Transferts",
        "Déplacements intérieurs",
        "Déplacements extérieurs",
        "Communication à distance",
    ]
    lines = ""
    for x in v:
        crosses = "".join(f"<td>{d.pick(['', 'X'])}</td>" for _ in range(4))
        lines += f"<tr><td>{x}</td>{crosses}<td>{d.pick('ABC')}</td></tr>"
    title = d.title("GRILLE NATIONALE AGGIR", "Grille d'évaluation AGGIR")
    return d.page(
        f"""<table class=full><tr><td>{d.logo("#059", 60)}</td><td class=r><b>{n}</b><br>Direction de l'autonomie – service
APA<br>Dossier n° {d.rng.randrange(100000, 999999)}</td></tr></table>
<h1 class=c>{title}</h1>{d.table(rows, "", 1, " :")}<p>Visite d'évaluation à domicile du {d.act()}</p>
<table class='grid full'><tr><th>Variable</th><th>S</th><th>T</th><th>C</th><th>H</th><th>Modalité</th></tr>{lines}
</table><p><b>GIR proposé : {d.rng.randrange(1, 6)}</b></p><p class=j>{d.fill(d.pick(SOCIAL))}</p><p>Évaluatrice :
{d.sign("", title=False, rpps=False)}, travailleur social</p><p>{d.dated()}</p>""",
        size=9.5,
    )


@layout()
def social_letter(d: Doc) -> str:
    """Report of a home-help service, in prose."""
    d.leave("act_date")
    d.kind("28653-4")
    n = d.struct(
        d.pick(
            [
                "SSIAD de la Ténarèze",
                "ADMR du Bas-Armagnac",
                "CCAS de Nérac – service d'aide à domicile",
                "Association Gascogne Aide et Soins",
            ]
        )
    )
    w, b = d.who(), d.born()
    title = d.title("Rapport social", "Note d'information sociale", "RAPPORT DE SITUATION SOCIALE")
    return d.page(
        f"""<p>{d.logo("#c80", 36)} <b>{n}</b><br><span class=sm>{d.phone()} {d.fin_txt}</span></p><p class=r>{d.dated()}</p><p>À
l'attention du service social du centre hospitalier – {d.to()}</p><h1>{title}</h1>
<p>{d.pick(["Usager", "Bénéficiaire", "Personne accompagnée"])} : {w}<br>{b}<br>{escape(d.p.address)}<br>{d.ins()}</p>
<p class=j>{d.fill(d.pick(SOCIAL))}</p><p class=j>{d.fill(d.pick(SOCIAL))}</p><p>Nous restons à votre disposition
pour la préparation du retour à domicile.</p>
<p>{d.sign(d.pick(["Responsable de secteur", "Assistante sociale", "Infirmière coordinatrice"]), title=False, rpps=False)}</p>""",
        margin="18mm 22mm",
        font=d.sans,
    )


@layout()
def ambulance(d: Doc) -> str:
    """Invoice of an ambulance company."""
    d.kind("51851-4")
    n = d.struct(d.pick(AMB))
    rows = d.kv(addr=True, sex=False)
    d.leave(*AUTHOR, "recipients")
    d.after(1, 12)
    title = d.title("FACTURE DE TRANSPORT SANITAIRE", "Facture – transport sanitaire")
    return d.page(
        f"""<table class=full><tr><td><b style='font-size:15pt;color:#05a'>{n}</b><br>Agrément ARS n° {d.rng.randrange(100, 999)}
– {d.phone()}<br>{d.fin_txt}</td>
<td class=r><svg width=70 height=40><rect x=2 y=8 width=45 height=22 fill='#05a'/><rect x=47 y=15 width=18 height=15 fill='#05a'/><circle cx=15 cy=33 r=5 /><circle cx=52 cy=33 r=5 /></svg>
</td></tr></table><h1>{title} n° F{d.rng.randrange(10000, 99999)}</h1>
<p>{d.pick(["Date de facture", "Facture établie le", "Émise le"])} : {d.dated(False, "num")}</p>
<p><b>{d.pick(["Personne transportée", "Patient transporté", "Bénéficiaire"])}</b></p>{d.table(rows, "", 2, " :")}
<table class='full grid' style='margin-top:8pt'><tr><th>Date du
transport</th><th>Trajet</th><th>Km</th><th>Équipage</th><th>Montant</th></tr><tr><td>{d.act()}</td>
<td>{d.pick(TOWNS)[1]} → CH</td><td>{d.rng.randrange(6, 90)}</td><td>{d.doctor().given} / {d.doctor().given}</td>
<td>{d.rng.randrange(60, 190)},{d.rng.randrange(10, 99)} €</td></tr></table><p class=sm>Prescription du
{d.fd(d.past(3, 30))} – {d.dr()} – Prise en charge 100 %. SIRET {d.rng.randrange(10**13, 10**14)}. Règlement à trente
jours.</p>""",
        font=d.sans,
    )
