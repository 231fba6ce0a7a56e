"""Administrative papers: transports, insurers, sickness fund, rights of patients."""

from reportlab.lib.pagesizes import A5, landscape

from .canvas import Board
from .case import Case
from .marks import bars, box, dots
from .registry import layout


@layout(fits="adult", ins=0.0)
def transport_voucher(c: Case) -> str:
    """A medical prescription of transport with boxes, own wording."""
    c.type("57828-6")
    c.author = c.carer("Néphrologue", "Urgentiste", "Médecin généraliste", "Gériatre")
    c.argue("act_date", "recipients", "ins", "structure_name")
    c.house("hospital", "dialysis", "home")
    mode = c.rng.randrange(3)
    nir = "" if c.plan.trap else c.rng.choice([c.who.number, ""])
    cell = "border:0.3mm solid #1b5e20;padding:1.5mm 2.5mm"
    body = f"""<div style='display:flex;justify-content:space-between'><b
style='color:#1b5e20;font-size:14pt'>prescription médicale de
transport</b><span style='font-size:8pt'>volet {c.rng.randint(1, 3)}<br>{bars(c.rng, 34, 5)}</span></div>
<table style='width:100%;margin-top:2mm'><tr><td style='{cell}' colspan=2><b>Bénéficiaire</b><br>Nom et prénom :
{dots(c.full("D"), 100)}<br>
Date de naissance : {dots(c.birth_date("dmy"), 35)} &nbsp; N° d'immatriculation {dots(nir, 52)}<br>Adresse :
{dots(c.who.address, 110)}</td>
</tr><tr><td style='{cell};width:50%'><b>Motif</b><br>{box(c.rng.random() < 0.4)} hospitalisation (entrée / sortie)<br>
{box(c.rng.random() < 0.4)} soins liés à une ALD<br>{box(c.rng.random() < 0.4)} traitement itératif
({c.one("dialyse", "chimiothérapie", "rééducation")}), {c.rng.choice([3, 12, 36])} transports</td><td style='{
        cell
    }'><b>Mode</b><br>{box(mode == 0)}
ambulance<br>{box(mode == 1)}
transport assis professionnalisé<br>{box(mode == 2)} véhicule personnel</td></tr>
<tr><td style='{cell}' colspan=2>Départ : {dots(c.one("domicile", "établissement", "EHPAD"), 50)} Arrivée :
{dots(c.head.name, 80)}<br>Aller-retour {box(True)} &nbsp; Justification :
{
        c.one("déficience motrice", "surveillance pendant le trajet", "asepsie", "brancardage nécessaire")
    }</td></tr><tr><td style='{cell}' colspan=2>Prescripteur :
{c.sign(c.one("Dr G F", "Docteur F"))}
&nbsp; {c.rpps("RPPS ")}<br>Structure : {c.head.name} – {c.finess("FINESS ")}<br>Date : {c.doc("dmy")} &nbsp;&nbsp;
Signature et cachet
{c.scribble(110, 36)}</td></tr></table><p style='font-size:7.5pt;margin-top:2mm'>Accord préalable {box(False)} – à
présenter au transporteur
avant le départ.</p>"""
    return c.html(body, font="Liberation Sans", pt=10, margin="13mm")


@layout(fits="adult", ins=0.0)
def ambulance_sheet(c: Case) -> bytes:
    """A mission sheet of an ambulance company, landscape half page."""
    c.type("51851-4", "11506-3", "18761-7")
    c.house("ambulance")
    c.author = c.carer("Ambulancier")
    c.written = c.acted
    c.argue("doc_date", "author_given", "author_family", "recipients", "episode")
    b = Board(landscape(A5), "sans")
    pen = "sans" if c.plan.grade == "digital" else "dkg"
    b.rect(5, 5, 200, 12, "#c62828", 0)
    b.text(9, 13, c.structure(True), 13, "sansb", "#ffffff")
    b.text(201, 13, f"Fiche n° {c.rng.randrange(1000, 99999)}", 10, color="#ffffff", align="right")

    def entry(x: float, y: float, label: str, value: str, pt: float = 12) -> None:
        b.text(x, y, label, 8.5)
        b.text(x + len(label) * 1.75 + 3, y, value, pt, pen, "#10207a" if pen == "dkg" else "#000000")

    entry(9, 25, "Date", c.act("dmy"))
    entry(70, 25, "Prise en charge", c.clock())
    entry(135, 25, "Arrivée", c.clock())
    entry(9, 34, "Nom", c.main_name())
    entry(100, 34, "Nom de naissance", c.birth_name())
    entry(9, 43, "Prénom", c.first(False))
    entry(100, 43, "Né(e) le", c.birth_date("dmy"))
    entry(9, 52, "Adresse de départ", c.who.address, 10)
    entry(
        9,
        61,
        "Destination",
        c.staff.house(c.rng, "hospital", "dialysis", "clinic").name + " " + c.one("urgences", "dialyse", "cs"),
        10.5,
    )
    b.line(9, 65, 201, 65)
    entry(9, 73, "TA", f"{c.rng.randint(9, 18)}/{c.rng.randint(5, 10)}")
    entry(45, 73, "Pouls", str(c.rng.randint(48, 124)))
    entry(85, 73, "SpO2", f"{c.rng.randint(84, 100)} %")
    entry(125, 73, "Glasgow", str(c.rng.randint(12, 15)))
    entry(165, 73, "EVA", str(c.rng.randint(0, 9)))
    for rank, name in enumerate(("brancard", "fauteuil", "assis", "oxygène", "perfusion", "isolement")):
        b.tick(12 + rank * 31, 84, c.rng.random() < 0.35)
        b.text(17 + rank * 31, 84, name, 9)
    entry(
        9,
        95,
        "Remarques",
        c.one(
            "patient calme, conscient",
            "chute au domicile, douleur hanche",
            "retour simple",
            "famille sur place",
            "vomissement pendant le trajet",
        ),
        11,
    )
    entry(9, 106, "Équipage", f"{c.author.given} {c.author.family} / {c.carer('Ambulancier').given}", 11)
    entry(9, 117, "Prescripteur", c.dr(style="Dr F"), 11)
    b.text(150, 126, "Signature réception", 8)
    b.wave(150, 138, [c.rng.uniform(0, 8) for _ in range(6)], 40)
    return b.done()


@layout(fits="adult", ins=0.0)
def insurer_cover(c: Case) -> str:
    """A cover agreement of a complementary insurer."""
    c.type("ATTEST-ASS-COMPL", "51851-4")
    c.house("insurer")
    c.argue("act_date", "recipients", "author_family", "author_given", "ins")
    ward = c.staff.house(c.rng, "hospital", "clinic").name
    body = f"""<div style='background:linear-gradient(90deg,#fb8500,#ffb703);height:6mm'></div><p
style='font-size:16pt;color:#fb8500'>
{c.structure()}</p><p style='font-size:8.5pt'>Centre de gestion – {c.head.town} – {c.head.phone} – télétransmission AMC
{c.rng.randrange(10**7, 10**8)}</p>
<p style='margin:4mm 0 0 95mm'>{ward}<br>Bureau des entrées<br>fax {c.phone()}</p><h2
style='font-size:13pt;margin-top:8mm'>{
        c.one("PRISE EN CHARGE HOSPITALIÈRE", "Accord de prise en charge", "Réponse à votre demande de prise en charge")
    }</h2>
<table cellpadding=3 style='margin:4mm 0'><tr><td>Adhérent
n°</td><td>{c.rng.randrange(10**6, 10**7)}</td></tr><tr><td>Assuré principal</td>
<td>{c.carer("Agent").family} {c.carer("Agent").given}</td></tr><tr><td>Bénéficiaire des
soins</td><td><b>{c.full("A")}</b></td></tr><tr>
<td>Date de naissance</td><td>{c.birth_date("dmy")}</td></tr><tr><td>Date
d'entrée</td><td>{c.later(1, 20, "dmy")}</td></tr><tr>
<td>Discipline</td><td>{c.one("médecine", "chirurgie ambulatoire", "obstétrique", "rééducation")}</td></tr></table>
<table border=1 cellpadding=4 style='width:100%'><tr><th>Prestation</th><th>Garantie</th></tr><tr><td>Ticket
modérateur</td><td>100 %</td></tr>
<tr><td>Forfait journalier</td><td>20 € / jour, sans limite</td></tr><tr><td>Chambre
particulière</td><td>{c.rng.choice([0, 45, 60, 80])} €
/ nuit, {c.rng.choice([30, 60, 90])} nuits</td></tr></table><p style='margin-top:6mm'>Document émis le {c.doc("dmy")}
par {c.carer("Agent").given},
valable trente jours.</p><p style='font-size:7.5pt'>Les droits sont susceptibles de modification. Contrat
responsable.</p>"""
    return c.html(body, font="Open Sans", pt=10, margin="12mm 18mm")


@layout(fits="adult", ins=0.0)
def rights_attestation(c: Case) -> str:
    """An attestation of rights of the sickness fund, own wording; the number is a social security one."""
    c.type("ATTEST-DROITS-AM")
    c.house("cpam")
    c.argue("act_date", "recipients", "author_family", "author_given", "ins")
    nir = c.who.number if not c.plan.trap else ""
    children = "".join(
        f"<tr><td>{c.who.birth_name} "
        f"{c.carer('Agent').given}</td><td>{c.later(-4000, -900, 'dmy')}</td><td>enfant</td></tr>"
        for _ in range(c.rng.randint(0, 2))
        if 25 < c.years() < 50
    )
    body = f"""<table style='width:100%'><tr><td style='color:#0b3d91'><b
style='font-size:13pt'>{c.structure()}</b><br>73999 Valombre cedex</td>
<td style='text-align:right;font-size:8.5pt'>Édité le {c.doc("dmy")}<br>depuis l'espace assuré</td></tr></table>
<h1 style='font-size:15pt;text-align:center;margin:10mm 0 6mm;color:#0b3d91'>Attestation de droits à l'assurance
maladie</h1>
<p style='text-align:center'>Valable du {c.day(c.written, "dmy")} au {c.later(200, 360, "dmy")}</p><div
style='border:0.3mm solid #0b3d91;
padding:4mm;margin:5mm 0'>Assuré(e) : <b>{c.full("A")}</b><br>{c.born("Né{e} le ", "<br>")}N° de sécurité sociale :
{nir[:13]} {nir[13:]}<br>
Centre de rattachement : {c.rng.randrange(100, 999)} – Régime général<br>Médecin traitant déclaré :
{c.one("oui", "oui – " + c.dr())}</div>
<table border=1 cellpadding=4 style='width:100%'><tr><th>Bénéficiaire</th><th>Né(e)
le</th><th>Qualité</th></tr><tr><td>Vous-même</td><td></td>
<td>assuré</td></tr>{children}</table><p style='margin-top:5mm'>Exonération du ticket modérateur :
{
        c.one("néant", "au titre d’une affection de longue durée jusqu’au " + c.later(300, 1500, "dmy"), "maternité")
    }.</p><p>Complémentaire santé solidaire :
{c.one("non", "oui, sans participation")}.</p>
<p style='margin-top:10mm;font-size:8.5pt'>Le directeur de la caisse. Pour vos démarches : espace personnel ou
3646.</p>"""
    return c.html(body, font="Roboto", pt=10.5, margin="16mm 20mm")


@layout(fits="senior", ins=0.0)
def long_illness_protocol(c: Case) -> str:
    """A protocol of care for a long illness."""
    c.type("PROT_ALD")
    c.argue("act_date", "recipients", "ins")
    nir = "" if c.plan.trap or c.rng.random() < 0.4 else c.who.number
    end = c.later(1200, 1900, "dmy")
    body = f"""<h2 style='color:#4a148c;font-size:14pt'>Protocole de soins – affection de longue durée</h2><p
style='font-size:8.5pt'>
{box(True)} première demande {box(False)} renouvellement – exemplaire
{c.one("du médecin", "du patient", "du service médical")}</p>
<div style='border:0.3mm solid #4a148c;padding:2mm 3mm'><b>Le patient</b><br>Nom de naissance
{dots(c.birth_name(), 45)} Nom d'usage
{dots(c.used_name(), 40)}<br>Prénom {dots(c.first(), 50)} Date de naissance {dots(c.birth_date("dmy"), 34)}<br>N°
d'immatriculation
{dots(nir, 55)}</div><div style='border:0.3mm solid #4a148c;padding:2mm 3mm;margin-top:2mm'><b>Le médecin
traitant</b><br>
{c.sign("Docteur G F")} – {c.rpps("identifiant ")}<br>{c.head.street}, {c.head.town}</div>
<table border=1 cellpadding=4 style='width:100%;margin-top:3mm'><tr><td
style='width:35%'>Diagnostic</td><td>{
        c.one(
            "diabète de type 2",
            "insuffisance rénale chronique terminale",
            "cardiopathie ischémique",
            "maladie de Parkinson",
            "cancer du côlon",
        )
    }</td></tr><tr>
<td>Arguments cliniques</td><td>{", ".join(c.past(1, 3))}</td></tr><tr><td>Traitements</td><td>{
        "<br>".join(c.drugs(3, 6))
    }</td></tr><tr>
<td>Recours aux spécialistes</td><td>{c.one("néphrologie", "cardiologie annuelle", "ophtalmologie")} ; biologie ;
transports si besoin</td></tr>
</table><p style='margin-top:4mm'>Date : {c.doc("dmy")} – signature du médecin {c.scribble(100, 36)}</p><p>Avis du
médecin conseil :
{box(True)} favorable jusqu'au {end} – Dr {c.carer("Médecin généraliste").family}, le {c.later(10, 40, "dmy")}</p>"""
    return c.html(body, font="Liberation Sans", pt=10, margin="13mm")


@layout(fits="adult", ins=0.2)
def stay_bulletin(c: Case) -> str:
    """A bulletin of stay for the employer or the fund, small office print."""
    c.type("51851-4", "86531-1")
    c.house("hospital", "clinic")
    c.argue("act_date", "recipients", "author_family", "author_given")
    entry = c.ago(2, 12, "dmy")
    out = c.rng.random() < 0.5
    body = f"""<div style='border-left:2mm solid #00796b;padding-left:5mm'><b>{c.structure()}</b><br>Bureau des
admissions – {c.head.town}<br>
{c.finess("FINESS ")}</div><h2 style='margin:10mm 0 6mm'>BULLETIN DE SITUATION</h2><table
cellpadding=4><tr><td>Nom</td><td>{c.main_name()}</td>
</tr><tr><td>Nom de naissance</td><td>{c.birth_name()}</td></tr><tr><td>Prénom</td><td>{c.first()}</td></tr><tr>
<td>Date de naissance</td>
<td>{c.birth_date("dmy")}</td></tr><tr><td>Numéro de
séjour</td><td>{c.episode("")}</td></tr>{c.ins_number("<tr><td>INS</td><td>", "</td></tr>")}<tr><td>Entré(e)
le</td><td>{entry}</td></tr><tr><td>{"Sorti(e) le" if out else "Toujours présent(e)"}</td><td>
{c.day(c.acted, "dmy") if out else "oui"}</td></tr><tr><td>Service</td><td>{
        c.one("médecine", "chirurgie", "maternité", "USC")
    }</td></tr></table>
<p style='margin-top:10mm'>Délivré le {c.doc("dmy")} à l'intéressé(e), sur sa demande.</p><p>Le directeur, par
délégation<br>
{c.carer("Agent").given[0]}. {c.carer("Agent").family} {c.scribble()}</p>"""
    return c.html(body, size=c.one("A5", "A4"), font="Liberation Sans", pt=10.5, margin="15mm")


@layout(fits="adult", ins=0.0)
def identity_card_copy(c: Case) -> bytes:
    """A photocopy of a (fictitious) identity card on a white sheet."""
    c.type("PIECE-IDENTITE")
    c.argue("doc_date", "act_date", "recipients", "author_family", "author_given", "structure_name")
    b = Board(font="sans")
    x, y = c.rng.randint(20, 80), c.rng.randint(30, 90)
    b.rect(x, y, 92, 60, "#e8eef7")
    b.text(x + 4, y + 6, "SPÉCIMEN – CARTE D'IDENTITÉ", 8.5, "sansb")
    b.text(x + 88, y + 6, f"N° {c.rng.randrange(10**8, 10**9)}", 7, align="right")
    b.rect(x + 4, y + 11, 25, 33, "#b0b8c4")
    b.canvas.setFillColor("#8590a2")
    b.canvas.circle((x + 16.5) * 2.8346, b.size[1] - (y + 22) * 2.8346, 18, fill=1, stroke=0)
    left = x + 33
    b.text(left, y + 14, "Nom", 6.5)
    b.text(left, y + 18, c.birth_name(), 10, "sansb")
    b.text(left, y + 23, "Prénoms", 6.5)
    b.text(left, y + 27, c.firsts(", ", False), 9)
    b.text(left, y + 32, "Sexe", 6.5)
    b.text(left, y + 36, c.sex(), 9)
    b.text(left + 16, y + 32, "Né(e) le", 6.5)
    b.text(left + 16, y + 36, c.birth_date("spaced" if c.rng.random() < 0.5 else "dots"), 9)
    b.text(left, y + 41, "Lieu de naissance", 6.5)
    b.text(left, y + 45, c.who.place_name.upper(), 8)
    if c.who.used_name and c.plan.birth_name:
        b.text(left, y + 50, "Nom d'usage", 6.5)
        b.text(left, y + 54, f"ép. {c.used_name()}" if c.woman else c.used_name(), 8.5)
    b.wave(x + 6, y + 53, [c.rng.uniform(0, 4) for _ in range(5)], 22)
    if c.rng.random() < 0.5:
        b.rect(x, y + 75, 92, 60, "#e8eef7")
        b.text(x + 4, y + 83, f"Adresse : {c.who.address}", 6.5)
        b.text(x + 4, y + 89, f"Taille : 1,{c.rng.randint(52, 90)} m", 7)
        b.text(x + 4, y + 95, f"Valable jusqu'au : {c.later(300, 3000, 'dmy')}", 7)
        b.text(x + 4, y + 101, f"Délivrée le : {c.ago(300, 2500, 'dmy')}", 7)
    if c.rng.random() < 0.5:
        b.text(20, 270, f"Copie conforme présentée au bureau des entrées le {c.later(0, 3, 'dmy')}", 9)
    return b.done()


@layout(fits="old", ins=0.0)
def advance_directives(c: Case) -> str:
    """Advance directives written by hand on free paper."""
    c.type("EXPPAT_3", "EXPPAT_1")
    c.argue("act_date", "recipients", "author_family", "author_given", "structure_name")
    text = c.one(
        "Je ne souhaite pas être réanimé{e} ni placé{e} sous machine si mon état est sans espoir. Je demande "
        "que l'on soulage mes "
        "douleurs.",
        "Je refuse l'alimentation par sonde si je ne reconnais plus les miens. Je veux mourir "
        "dans ma maison si possible.",
        "J'accepte une hospitalisation mais pas de dialyse ni d'opération lourde.",
    )
    body = f"""<p>{c.hand("Mes directives anticipées", 19)}</p><p style='line-height:2'>{
        c.hand(
            f"Je soussigné{c.t('{e}')} {c.full(c.one('C', 'B'))}{c.born(', né{e} le ')} à {c.who.place_name}, demeurant "
            f"{c.who.address}, déclare ceci :",
            15,
        )
    }
</p><p style='line-height:2'>{c.hand(text, 15)}</p><p
style='line-height:2'>{
        c.hand(
            "Ma personne de confiance est "
            + c.carer("Agent").given
            + " "
            + c.carer("Agent").family
            + ", "
            + c.phone()
            + ".",
            15,
        )
    }</p><p>{c.hand("Fait le " + c.doc(c.one("long", "dmy")), 15)}</p>
{c.scribble(150, 56)}"""
    return c.html(body, margin="24mm 22mm", pt=14)


@layout(fits="adult", ins=0.1)
def trusted_person_form(c: Case) -> str:
    """A form that names the trusted person; two identities on the page, clearly labelled."""
    c.type("EXPPAT_1", "59284-0")
    c.house("hospital", "ssr", "dialysis")
    c.argue("act_date", "recipients", "author_family", "author_given")
    other = c.carer("Agent")
    body = f"""<p style='text-align:right;font-size:9pt'>{c.structure()}<br>{c.finess("FINESS ", "", 0.5)}</p><h2
style='text-align:center'>
DÉSIGNATION DE LA PERSONNE DE CONFIANCE</h2><p>Je soussigné(e),</p><p>Nom d'usage : {dots(c.used_name(), 45)} &nbsp;
Nom de naissance :
{dots(c.birth_name(), 45)}</p><p>Prénom : {dots(c.first(), 60)} &nbsp; Né(e) le :
{dots(c.birth_date("dmy"), 40)}</p>{c.ins_number("<p>INS : ", "</p>")}
<p>désigne comme personne de confiance :</p><p>Nom : {dots(c.hand(other.family), 60)} &nbsp; Prénom :
{dots(c.hand(other.given), 55)}</p>
<p>Né(e) le : {dots(c.hand(c.later(-26000, -9000, "dmy")), 40)} &nbsp; Lien :
{dots(c.hand(c.one("épouse", "fils", "fille", "sœur", "ami")), 40)}</p>
<p>Téléphone : {dots(c.hand(c.phone()), 60)}</p><p>{box(c.rng.random() < 0.5)} pour la durée du séjour
{box(c.rng.random() < 0.5)} jusqu'à
révocation</p><p>{box(c.rng.random() < 0.3)} J'ai rédigé des directives anticipées.</p><p style='margin-top:10mm'>Fait
le {c.hand(c.doc("dmy"))}</p>
<table style='width:100%'><tr><td>Signature du patient<br>{c.scribble()}</td><td>Signature de la personne de
confiance<br>{c.scribble()}</td></tr>
</table>{c.sticker("left:0;top:-19mm", 0.35)}"""
    return c.html(body, font="Liberation Serif", pt=12, margin="24mm 20mm")


@layout(fits="adult", ins=0.2)
def consent_form(c: Case) -> str:
    """A consent to an operation or an examination."""
    c.type("59284-0", "EXPPAT_1")
    c.house("clinic", "hospital", "imaging")
    c.author = c.carer("Chirurgien viscéral", "Chirurgien orthopédiste", "Anesthésiste-réanimateur")
    c.argue("act_date", "recipients", "author_family", "author_given")
    body = f"""<div style='font-size:9pt;border:0.2mm solid
#777;padding:2mm;width:80mm'>{c.structure()}<br>{c.head.town}</div>
<h2 style='margin-top:8mm;font-size:14pt'>Consentement éclairé –
{
        c.one("intervention", "anesthésie", "injection de produit de contraste", "transfusion", "endoscopie")
    }</h2><p style='line-height:1.7'>Je, {c.full(c.one("A", "B"))}{c.born(", né{e} le ")},
reconnais avoir été
informé{c.t("{e}")} par le {c.dr(c.author, "Docteur G F")} de la nature du geste, de ses bénéfices, de ses risques
fréquents ou graves et
des autres possibilités. J'ai pu poser mes questions. {c.ins_number("(INS ", ")")}</p><p>{box(True)} J'accepte le geste
proposé.
{box(False)} Je refuse.</p><p>{box(c.rng.random() < 0.6)} J'accepte une transfusion si elle s'avère nécessaire.</p>
<p style='margin-top:9mm'>À {c.head.town[6:]}, le {c.doc("dmy")}</p><table
style='width:100%'><tr><td>{c.t("{Le} {patient}")}<br>{c.scribble()}</td>
<td>Le médecin<br>{c.scribble()}</td></tr></table>{c.sticker("right:0;top:0", 0.3)}"""
    return c.html(body, font=c.one("Carlito", "Open Sans"), pt=11.5, margin="20mm")


@layout(fits="child", ins=0.15)
def parental_agreement(c: Case) -> str:
    """An authorisation of care of a minor signed by the parents."""
    c.type("AUTORIS-SOINS", "59284-0")
    c.house("hospital")
    c.argue("act_date", "recipients", "author_family", "author_given")
    parent, mate = c.carer("Agent"), c.carer("Agent")
    body = f"""<h2 style='text-align:center;background:#ffe0e9;padding:2mm'>AUTORISATION DE SOINS – PATIENT
MINEUR</h2><p>{c.structure()}, service
de {c.one("pédiatrie", "chirurgie", "urgences")}</p><p>Nous soussignés,<br>M. / Mme
{c.hand(parent.family + " " + parent.given)} né(e) le
{c.hand(c.later(-17000, -12500, "dmy"))}<br>M. / Mme {c.hand(mate.family + " " + mate.given)} né(e) le
{c.hand(c.later(-17000, -12500, "dmy"))}</p>
<p>titulaires de l'autorité parentale sur l'enfant</p><p>NOM : {c.hand(c.birth_name(), 15)} &nbsp; Prénom :
{c.hand(c.first(False), 15)}<br>
né(e) le {c.hand(c.birth_date("dmy"), 15)} {c.ins_number("<br>INS ")}</p><p>autorisons les médecins à pratiquer les
examens, soins et
interventions chirurgicales que son état rendrait nécessaires, y compris sous anesthésie générale.</p><p>Allergies :
{c.hand(c.one("non", "arachide", "amoxicilline"))} – Téléphones : {c.hand(c.phone())} / {c.hand(c.phone())}</p><p>{
        c.hand(c.head.town[6:])
    }, le
{c.hand(c.doc("dmy"))}</p>
<p>Signatures {c.scribble()} {c.scribble()}</p>{c.sticker("right:0;bottom:8mm", 0.3)}"""
    return c.html(body, font="Lato", pt=11.5, margin="18mm 20mm")


@layout(fits="any", ins=0.3)
def appointment_notice(c: Case) -> str:
    """A notice of an appointment sent to the patient at home, address window at right."""
    c.type("56446-8")
    c.house("hospital", "imaging", "clinic")
    c.argue("act_date", "author_family", "author_given", "recipients")
    body = f"""<p>{c.structure()}<br>Secrétariat de
{c.one("cardiologie", "néphrologie", "chirurgie", "radiologie", "gynécologie")}<br>{c.head.phone}</p>
<div style='margin:8mm 0 12mm 95mm;font-size:11.5pt'>{c.full("A")}<br>{c.who.address.replace(", ", "<br>")}</div><p>Le
{c.doc("long")}</p>
<p style='font-size:9pt'>Dossier : {c.born("né{e} le ", " – ")}{c.ins_number("INS ", " – ")}IPP
{c.rng.randrange(10**5, 10**6)}</p>
<p>Madame, Monsieur,</p><p>Nous vous confirmons votre rendez-vous avec le {c.dr()} :</p><p style='border:0.5mm solid
#000;padding:3mm;
text-align:center;font-size:13pt'>{c.later(8, 90, "week")} à {c.clock()}</p><p>Merci de venir
{c.rng.choice([10, 15, 30])} minutes avant, avec
votre carte vitale, la carte de mutuelle, une pièce d'identité, vos ordonnances et vos derniers examens.
{c.maybe("Venir à jeun. ", 0.3)}
{c.maybe("Arrêter la metformine 48 heures.", 0.2)}</p><p>En cas d'empêchement, prévenez-nous au plus tôt.</p><p>Le
secrétariat,
{c.carer("Agent").given}</p>"""
    return c.html(body, font="Liberation Sans", pt=10.8, margin="20mm 22mm")


@layout(fits="worker", ins=0.0)
def loan_insurer_form(c: Case) -> str:
    """A medical form of an insurer that the family doctor filled."""
    c.type("CERT_DECL", "89601-9", "51851-4")
    c.house("insurer")
    c.argue("act_date", "recipients", "structure_name")
    body = f"""<p style='color:#37474f'>{c.head.name} – Direction médicale – pli confidentiel</p><h2
style='font-size:13pt'>RAPPORT MÉDICAL À
COMPLÉTER PAR LE MÉDECIN</h2><p style='font-size:9pt'>Contrat {c.rng.randrange(10**6, 10**7)} – sinistre
{c.rng.randrange(10**4, 10**5)}</p>
<p>Assuré : {c.full(c.one("A", "D"))} &nbsp; {c.born("né{e} le ")}</p><ol style='line-height:1.8'><li>Nature de
l'affection : {
        c.hand(c.one("hernie discale L5-S1", "fracture du tibia", "burn-out", "infarctus"))
    }</li><li>Date des premiers symptômes :
{c.hand(c.ago(60, 400, "dmy"))}</li>
<li>Antécédents en rapport : {c.hand(c.one("non", "oui, " + c.past(1, 1)[0]))}</li><li>Hospitalisation :
{c.hand(c.one("non", "du " + c.ago(40, 60, "dmy") + " au " + c.ago(30, 39, "dmy")))}</li><li>Reprise possible le :
{c.hand(c.later(5, 90, "dmy"))} {box(True)} totale
{box(False)} partielle</li><li>Consolidation : {c.hand(c.one("non", "oui"))}</li></ol><p>Date {c.hand(c.doc("dmy"))} –
cachet :
<span style='border:0.4mm solid #224;padding:1mm
3mm;display:inline-block;font-size:9pt'>{c.sign("Docteur G F")}<br>{c.rpps("")}<br>
{c.carer("Médecin généraliste") and c.head.town}</span> {c.scribble()}</p>"""
    return c.html(body, font="Roboto Condensed", pt=11, margin="16mm 20mm")


@layout(fits="senior", ins=0.3)
def implant_card(c: Case) -> bytes:
    """An implant card of a pacemaker or a prosthesis, printed small."""
    c.type("101881-1")
    c.house("clinic", "chu", "hospital")
    c.author = c.carer("Cardiologue", "Chirurgien orthopédiste")
    c.argue("doc_date", "recipients")
    b = Board((300, 190), "carlito")
    b.rect(3, 3, 99, 60, "#fffde7")
    b.text(52, 10, "CARTE DE PORTEUR D'IMPLANT", 11, "carlitob", align="center")
    b.text(6, 17, f"{c.main_name()} {c.first()}{c.nee(' né{e} ')}", 10, "carlitob")
    b.text(6, 22.5, f"{c.born('né{e} le ', '   ', 'dmy')}{c.ins_number('INS ')}", 8.5)
    if c.author.job == "Cardiologue":
        b.text(
            6,
            30,
            f"Stimulateur {c.one('double', 'simple')} chambre, réf. "
            f"{c.one('AX', 'ST', 'VE')}{c.rng.randrange(100, 999)}",
            9,
        )
    else:
        b.text(
            6,
            30,
            f"Prothèse totale de {c.one('hanche', 'genou')} {c.one('droite', 'gauche')}".replace(
                "genou droite", "genou droit"
            ),
            9,
        )
    b.text(6, 35.5, f"N° de série {c.rng.randrange(10**6, 10**8)}   lot {c.rng.randrange(1000, 9999)}", 9)
    b.text(6, 41, f"Date de pose : {c.act('dmy')}", 9)
    b.text(6, 46.5, f"{c.structure()}", 9)
    b.text(6, 52, f"Implanteur : {c.sign('Dr G F')}", 9)
    b.text(6, 58, "Détecteurs : prévenir le personnel. Suivi annuel.", 7.5)
    return b.done()


@layout(fits="adult", ins=0.3)
def leaving_against_advice(c: Case) -> str:
    """A certificate of leaving, against advice or after the stay."""
    c.type("86531-1", "51851-4")
    c.house("hospital")
    c.author = c.carer("Urgentiste", "Médecin polyvalent")
    c.written = c.acted
    c.argue("act_date", "recipients", "author_family", "author_given")
    body = f"""<p>{c.structure()}<br>{c.one("Urgences", "Médecine")}</p><p
style='text-align:center;font-size:15pt;margin:8mm 0'><u>{
        c.one("SORTIE CONTRE AVIS MÉDICAL", "ATTESTATION DE SORTIE")
    }</u></p><p
style='line-height:1.8'>{c.full(c.one("A", "B"))}{c.born(", né{e} le ")},
{c.episode("séjour n° ")}, a quitté l'établissement le {c.doc(c.one("dmy", "long"))} à {c.clock()}.
{c.ins_number("INS ", ". ")}</p>
<p style='line-height:1.8'>{
        c.one(
            "Les risques lui ont été exposés par le médecin, en présence d'un tiers.",
            "Le transport est assuré par la famille.",
            "Ses effets personnels lui ont été rendus.",
        )
    }</p><p>Témoin : {c.carer("Infirmier").given}
{c.carer("Infirmier").family}</p>
<p>Médecin : {c.dr(c.author, "Dr G F")} {c.scribble()}</p>{c.sticker("left:0;bottom:5mm", 0.4)}"""
    return c.html(body, size="A5", font="Liberation Serif", pt=11.5, margin="14mm")
