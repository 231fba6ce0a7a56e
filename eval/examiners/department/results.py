"""Layouts of town laboratories, imaging groups and pharmacies."""

import datetime as dt
from html import escape
from random import Random

from eval.examiners.department.document import Doc
from eval.examiners.department.pieces import IMG, LABO
from eval.examiners.department.registry import layout
from eval.examiners.department.samples import IMAGING, LAB, PATHO


def figured(r: Random, value: str) -> str:
    """A value with its digits drawn."""
    digits = {"{a}": r.randrange(4, 9), "{b}": r.randrange(10), "{c}": r.randrange(1, 6)}
    for mark, digit in digits.items():
        value = value.replace(mark, str(digit))
    return value


@layout("child")
def lab_town(d: Doc) -> str:
    """Private laboratory report, several columns and previous results."""
    d.leave("recipients")
    d.kind("11502-2")
    n = d.struct(d.pick(LABO))
    r = d.rng
    d.up_first = r.random() < 0.5
    rows = d.kv(addr=True, ipp=False)
    prev = d.past(30, 400)
    body = "".join(
        f"<tr><td>{a}</td><td><b>{figured(r, v)}</b></td><td>{ref}</td><td>{figured(r, v)}</td></tr>"
        for a, v, ref in r.sample(LAB, r.randrange(7, 14))
    )
    d.after(0, 2)
    title = d.title("Compte rendu d'analyses", "COMPTE RENDU D'EXAMENS DE BIOLOGIE MÉDICALE", "RÉSULTATS D'ANALYSES")
    return d.page(
        f"""<table class=full><tr>
<td style='width:50%'>{d.logo(d.pick(["#c33", "#269", "#580"]))}<br><b>{n}</b><br><span class=sm>Laboratoire de
biologie médicale multisites – {d.fin_txt}<br>Biologistes :
{", ".join(d.dr(full=False) for _ in range(4))}<br>Accréditation COFRAC n° 8-{r.randrange(1000, 4999)}</span></td>
<td class=box>{d.lines(rows)}</td></tr></table>
<table class=full style='margin-top:6pt;background:#eee'><tr>
<td>{d.pick(["Prélevé le", "Prélèvement du", "Date de prélèvement :"])} {d.act()} à 07:{r.randrange(10, 59)}</td>
<td>Dossier n° {r.randrange(10**7, 10**8)}</td><td>Prescripteur : {d.dr()}</td></tr></table><h1 class=c>{title}</h1>
<table class=full><tr><th></th><th>Résultat</th><th>Valeurs de référence</th><th>Antériorité<br>{d.fd(prev)}</th>
</tr>{body}</table>
<p class=sm>Automates Roche Cobas. Les valeurs hors norme sont à interpréter selon le contexte clinique.</p>
<p>{d.pick(["Validé le", "Compte rendu validé le", "Résultats validés le"])} {d.dated(False, "num")} par
{d.sign("Biologiste médical")}</p><p class=sm>Édition du {d.fd(d.written + dt.timedelta(days=1))} – page 1/1</p>""",
        size=9.5,
    )


@layout()
def img_town(d: Doc) -> str:
    """Imaging group letter."""
    d.kind("18748-4")
    n = d.struct(d.pick(IMG))
    t, ind, tech, con = d.pick(IMAGING)
    w, b = d.who(), d.born()
    return d.page(
        f"""<table class=full><tr>
<td style='width:44mm;border-right:2pt solid #079;font-size:7.5pt'>{d.logo("#079", 60)}<br><b>{n}</b><br>{d.fin_txt}<br><br>{"<br>".join(d.dr() for _ in range(6))}<br><br>IRM
– Scanner – Échographie – Sénologie<br>{d.phone()}</td><td style='padding-left:8mm'><p>{d.dated()}</p><p>{d.to()}</p>
<p><b>{w}</b><br>{b}<br>{d.ins()}</p><h1>{escape(t)}</h1><p>Examen réalisé le {d.act()}.</p><h2>Indication</h2>
<p>{ind}</p><h2>Technique et résultats</h2><p class=j>{d.fill(tech)}</p>
<p>{d.pick(["DLP : ", "Dose : "])}{d.rng.randrange(80, 900)} mGy.cm</p>
<h2>{d.pick(["Conclusion", "Au total", "En résumé"])}</h2><p><b>{con}</b></p><p>{d.sign("Médecin radiologue")}</p>
</td></tr></table>""",
        size=10,
    )


@layout(is_addressed=False)
def patho(d: Doc) -> str:
    """Pathology practice."""
    d.kind("60568-3")
    n = d.struct(
        d.pick(
            [
                "Cabinet de pathologie de Gascogne",
                "SELARL Anatomie pathologique des Landes",
                "Centre de pathologie Saint-Orens",
            ]
        )
    )
    t, mac, mic, con = d.pick(PATHO)
    rows = d.kv(addr=False)
    d.after(3, 9)
    title = d.title(
        "COMPTE RENDU D'EXAMEN ANATOMO-PATHOLOGIQUE",
        "Compte rendu d'anatomie et cytologie pathologiques",
        "EXAMEN ANATOMOPATHOLOGIQUE",
    )
    return d.page(
        f"""<p class=c><b style='font-size:14pt'>{n}</b><br><span class=sm>{d.dr()} – {d.dr()} – {d.dr()}  {d.fin_txt}</span></p>
<h1 class=c>{title}</h1><table class=full><tr><td style='width:55%'>{d.lines(rows, d.pick([" : ", " "]))}</td>
<td>Examen n°
{d.rng.randrange(25, 27)}H{d.rng.randrange(10000, 99999)}<br>{d.pick(["Prélevé le", "Prélèvement du", "Date du prélèvement :"])}
{d.act()}<br>Reçu le {d.fd(d.when + dt.timedelta(days=1))}<br>Médecin préleveur : {d.to()}</td></tr></table>
<h2>Nature du prélèvement</h2><p>{escape(t)}</p><h2>Renseignements</h2><p>Antécédent d'examen le {d.fd(d.past())}.</p>
<h2>Macroscopie</h2><p>{escape(mac)}</p><h2>Histologie</h2><p class=j>{escape(mic)}</p><h2>CONCLUSION</h2>
<p><b>{escape(con)}</b></p><p>{d.pick(["Signé le", "Compte rendu signé le", "Validé le"])} {d.dated(False, "num")}</p>
<p class=r>{d.sign("Pathologiste")}</p>""",
        font=d.serif,
        size=10.5,
    )


@layout("child")
def vaccines(d: Doc) -> str:
    """Vaccination note."""
    d.kind("87273-9", "11369-6")
    n = d.struct(
        d.pick(["Pharmacie des Arènes", "Centre de vaccination départemental", "Pharmacie de la Baïse"]), False
    )
    rows = d.kv(addr=False)
    d.leave("recipients")
    vac, lot = d.pick(
        [
            ("Vaxigrip 2026", "grippe"),
            ("Repevax", "dTcaP"),
            ("Prevenar 20", "pneumocoque"),
            ("Shingrix", "zona"),
            ("Comirnaty", "Covid-19"),
            ("Priorix", "ROR"),
        ]
    )
    title = d.title("Note de vaccination", "NOTE DE VACCINATION", "Attestation et note de vaccination")
    return d.page(
        f"""<table class=full><tr><td>{d.logo("#2a2")}</td><td><b>{n}</b><br>{d.phone()}</td></tr></table>
<h1>{title}</h1>{d.table(rows, "", 1, " :")}<table class='grid full' style='margin-top:8pt'><tr>
<td>{d.pick(["Date de vaccination", "Vacciné(e) le", "Injection du"])}</td><td>{d.act()}</td></tr><tr><td>Vaccin</td>
<td>{vac} ({lot})</td></tr><tr><td>Lot / péremption</td><td>{d.rng.choice("ABXY")}{d.rng.randrange(1000, 9999)} –
{d.rng.randrange(1, 12):02d}/2028</td></tr><tr><td>Site, voie</td><td>deltoïde gauche, IM</td></tr><tr><td>Dose
précédente</td><td>{d.fd(d.past(100, 2000))}</td></tr></table><p>{d.dated()}</p>{d.sign("Pharmacien", title=False)}""",
        size=11,
    )
