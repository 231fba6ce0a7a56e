"""Layouts of prescriptions of town doctors."""

from html import escape

from eval.examiners.department.document import Doc
from eval.examiners.department.pieces import letterhead, practice
from eval.examiners.department.registry import layout
from eval.examiners.department.samples import ALLERG, IMAGING, LAB, RX


@layout("child")
def rx_town(d: Doc) -> str:
    """Two-zone prescription of a town doctor."""
    d.kind("57833-6")
    lines = practice(d, "Médecine générale")
    rx, ald = d.pick(RX), d.rng.random() < 0.5
    w = d.who()
    if ald:
        z = f"""<div class=box><b class=sm>Prescriptions relatives au traitement de l'affection de longue durée reconnue (liste ou
hors liste)</b><br>{"<br>".join(escape(x) for x in rx)}</div><div class=box><b class=sm>Prescriptions SANS RAPPORT avec
l'affection de longue durée</b><br>{escape(d.pick(RX)[0])}</div>"""
    else:
        z = "<br>".join(f"<p>{escape(x)}</p>" for x in rx)
    age = f"{d.rng.randrange(6, 40)} kg" if d.child else f"{d.age} ans"
    d.leave("recipients", "act_date")
    return d.page(
        f"""{letterhead(lines)}<p class=r>{d.dated()}</p>
<p style='margin-left:70mm'><b>{w}</b><br>{d.born()}<br>{age}<br>{d.ins()}</p>
<h1 class=c>{d.pick(["ORDONNANCE", "Ordonnance", "ORDONNANCE"])}</h1>{z}
<p>{d.pick(["Pour un mois", "QSP 3 mois", "Pour 28 jours, à renouveler 2 fois"])}</p><br><br><p class=sm>Membre d'une
AGA, le règlement par chèque est accepté</p>""",
        font=d.pick([d.sans, d.serif]),
        margin="14mm 20mm",
    )


@layout()
def rx_nurse(d: Doc) -> str:
    """Nursing acts prescription."""
    d.kind("PRESC-INF")
    lines = practice(d, "Médecin généraliste")
    w = d.who()
    d.leave("recipients", "act_date")
    title = d.title(
        "PRESCRIPTION DE SOINS INFIRMIERS", "Ordonnance de soins infirmiers", "ORDONNANCE D'ACTES INFIRMIERS"
    )
    care = d.pick(
        [
            "Pansement complexe d’ulcère de jambe, détersion et alginate, un jour sur deux",
            "Injection sous-cutanée d’énoxaparine 4 000 UI une fois par jour",
            "Surveillance glycémique et injection d’insuline matin et soir",
            "Préparation du pilulier hebdomadaire et surveillance de la prise",
            "Ablation d’agrafes au douzième jour",
            "Soins d’hygiène quotidiens, prévention d’escarres",
            "Prise de sang à domicile : NFS, ionogramme",
            "Pose de bas de contention le matin, retrait le soir",
        ]
    )
    return d.page(
        f"""<table class=full><tr><td>{letterhead(lines)}</td><td class='box'>{w}<br>{d.born()}<br>{d.ins()}</td></tr></table>
<p>{d.dated()}</p><p class=c><b>{title}</b></p><p>Faire pratiquer par une infirmière diplômée d'État, à domicile,
dimanches et fériés compris :</p><ul><li>{care}</li><li>Surveillance clinique de la tension et du poids</li></ul>
<p>Durée : {d.pick(["15 jours", "un mois", "3 mois"])}. {d.pick(["", "En rapport avec une ALD."])}</p>""",
        margin="15mm 20mm",
    )


@layout("child")
def rx_kine(d: Doc) -> str:
    """Physiotherapy prescription, small."""
    d.kind("PRESC-KINE")
    lines = practice(d, d.pick(["Médecin généraliste", "Chirurgie orthopédique", "Rhumatologue"]))
    d.leave("recipients", "act_date")
    title = d.title("Ordonnance de kinésithérapie", "Prescription de masso-kinésithérapie", "MASSO-KINÉSITHÉRAPIE")
    care = d.pick(
        [
            "Rééducation du genou droit après arthroplastie : mobilisation, renforcement du quadriceps, travail de la marche.",
            "Kinésithérapie respiratoire de désencombrement.",
            "Rééducation du rachis lombaire, étirements, gainage.",
            "Rééducation de l’équilibre et prévention des chutes.",
            "Rééducation périnéale post-natale.",
            "Drainage lymphatique du membre supérieur.",
            "Mobilisation douce de l’épaule, pendulaire puis active.",
            "Entretien articulaire, travail des transferts.",
        ]
    )
    return d.page(
        f"""{letterhead(lines, "right")}<p>{d.dated()}</p><p>{d.who()}</p><p>{d.born()}</p><p>{d.ins()}</p><h1>{title}</h1>
<p>{care} {d.rng.choice([10, 15, 20, 30])} séances, à raison de {d.rng.choice([2, 3])} par semaine.</p>""",
        size=12,
        margin="25mm 30mm",
    )


@layout("child")
def rx_lab(d: Doc) -> str:
    """Laboratory test request with tick boxes."""
    d.kind("PRESC-BIO")
    lines = practice(d, "Médecine générale")
    t = [x[0] for x in LAB] + ["NFS", "TP / INR", "BNP", "ECBU", "PSA", "Vitamine D", "Protéinurie", "Bilan lipidique"]
    d.leave("recipients", "act_date")
    rows = d.kv(addr=False)
    cells = [f"<td>{d.pick(['☐', '☐', '☒'])} {escape(x)}</td>" for x in t]
    title = d.title(
        "PRESCRIPTION D’EXAMENS DE BIOLOGIE MÉDICALE",
        "Ordonnance – analyses de laboratoire",
        "Ordonnance pour bilan biologique",
    )
    return d.page(
        f"""{letterhead(lines)}<h1 class=c>{title}</h1>{d.table(rows, "border:1pt solid", 1, " :")}<p>{d.dated()}</p>
<table class='full grid'>{"".join("<tr>" + "".join(cells[i : i + 3]) + "</tr>" for i in range(0, len(cells), 3))}
</table><p>À faire {d.pick(["à jeun", "dans un mois", "ce jour", "avant la prochaine visite"])}. Résultats au
prescripteur.</p>""",
        font="DejaVu Sans",
        size=9.5,
    )


@layout("child")
def req_img(d: Doc) -> str:
    """Imaging request of the hospital or of a practice."""
    d.kind("55115-0")
    lines = practice(d, d.pick(["Médecine générale", "Urologue", "Pneumologue"]))
    t = d.pick(IMAGING)
    d.leave("recipients", "act_date")
    title = d.title("DEMANDE D'EXAMEN D'IMAGERIE", "Demande d'imagerie médicale", "Prescription d'un examen d'imagerie")
    return d.page(
        f"""{letterhead(lines)}<p class=r>{d.dated()}</p><h1>{title}</h1><p>Merci de réaliser chez {d.who()} {d.born(True)} :</p>
<p style='font-size:13pt'><b>{escape(t[0])}</b></p><p>Motif : {escape(t[1])} {d.ins()}</p><p>Créatinine :
{d.rng.randrange(55, 120)} µmol/L ({d.fd(d.past(3, 60))}). {d.pick(ALLERG)} Pacemaker : non. Grossesse : non.</p>
<p>{d.pick(["Merci de votre concours.", "Bien confraternellement."])}</p>""",
        font=d.serif,
        size=11,
        margin="18mm 22mm",
    )
