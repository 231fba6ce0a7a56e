"""Letters and prints of town doctors."""

from .case import Case
from .registry import items, layout, paragraphs
from .texts import CHILD, Story, story


def tale_of(c: Case) -> Story:
    """Draw the clinical story of the case."""
    return CHILD if c.years() < 14 else story(c.rng, c.years())


@layout(ins=0.12)
def gp_word_letter(c: Case) -> str:
    """A letter typed at home by a family doctor for the emergency ward."""
    c.type("96349-6")
    c.argue("act_date")
    s = tale_of(c)
    urgent = c.carer("Urgentiste")
    named = c.rng.random() < 0.35
    hello = c.one("Cher confrère,", "Chère consœur, cher confrère,", "Mon cher confrère,")
    whom = c.to(urgent, c.one("Docteur G F", "Dr F")) if named else c.one("Service des urgences", "Au médecin de garde")
    intro = c.one("Je vous adresse ", "Merci de recevoir ", "Je te confie ", "Pouvez-vous voir rapidement ")
    past = c.past(2, 5)
    body = f"""<div style='text-align:center;line-height:1.2'><b style='font-size:13pt'>{c.sign("Docteur G F")}</b><br>
<i>Médecine générale – {c.one("médecine de montagne", "DU de gériatrie", "ancien interne des hôpitaux")}</i><br>
{c.head.street} – {c.head.town}<br>{c.phone()} {c.rpps(" – N° RPPS ", "", 0.5)}</div>
<p style='text-align:right;margin-top:9mm'>{c.head.town[6:]}, le {c.doc(c.one("long", "dmy", "week"))}</p>
<p style='margin:6mm 0 7mm'>{whom}</p><p>{hello}</p>
<p style='text-indent:9mm'>{intro}{c.full(c.one("A", "B", "F"))}{c.born(", né{e} le ")}, {c.age()},
pour {s.reason}.</p>
<p style='text-indent:9mm'>{" ".join(c.some(list(s.tale), 1, 3))} {" ".join(c.some(list(s.exam), 1, 3))}</p>
<p style='text-indent:9mm'>Dans ses antécédents on note : {", ".join(past)}.</p>
<p>Traitement habituel :</p>{items(c.drugs(2, 6))}
<p style='text-indent:9mm'>{
        c.one(
            "Merci de votre avis et de votre prise en charge.",
            "Je vous remercie de ce que vous ferez pour {lui}.",
            "Tiens-moi au courant, merci d'avance.",
        )
    }
{c.maybe("Sa fille " + c.carer("Agent").given + " est prévenue (" + c.phone() + ").", 0.4)}</p>
<p style='text-indent:9mm'>{c.one("Bien confraternellement", "Confraternellement vôtre", "Amitiés")}</p>
<div style='text-align:right;margin-right:20mm'>{c.scribble()}<br>{c.sign("D G F")}</div>"""
    body += c.annex(0.25)
    return c.html(body, font=c.one("Liberation Serif", "Carlito", "Comic Neue"), pt=11.5, margin="20mm 24mm")


@layout(ins=0.8)
def secure_mail_print(c: Case) -> str:
    """The print of a message of the secure health mail, with the identity in the subject."""
    c.type("96349-6", "11488-4")
    c.argue("act_date")
    c.author = c.carer("Médecin généraliste", "Endocrinologue", "Rhumatologue")
    s = tale_of(c)
    whom = c.carer("Médecin polyvalent", "Gériatre", "Cardiologue")
    host = c.one("ambrune.mssante.example", "medecin.mssante.example")
    born = c.born(" - DDN ", "", "dmy")
    head = [
        ("De", f"{c.sign('G F')} &lt;{c.author.given[0].lower()}.medecin@{host}&gt;"),
        ("À", f"{c.to(whom, 'G F')} (secrétariat)"),
        ("Envoyé", f"{c.doc('week')} {c.clock()}"),
        ("Objet", f"<b>{c.main_name()} {c.first()}{c.nee(' née ' if c.woman else ' né ')}{born} - demande d'avis</b>"),
        ("Pièces jointes", f"{c.one('ECG.pdf', 'biologie.pdf', 'photo_plaie.jpg')} ({c.rng.randrange(80, 900)} Ko)"),
    ]
    lines = "".join(f"<tr><td style='color:#555;padding-right:5mm'>{a} :</td><td>{b}</td></tr>" for a, b in head)
    quote = ""
    if c.rng.random() < 0.4:
        quote = (
            f"<div style='border-left:0.7mm solid #99c;padding-left:3mm;color:#444;margin-top:6mm'>Le "
            f"{c.ago(3, 20)}, {c.dr()} a écrit :<br>&gt; Bonjour, pas de place avant trois semaines, faites-moi "
            "passer le dernier bilan.<br>&gt; Bien à vous</div>"
        )
    body = f"""<div style='font-size:8pt;color:#666'>Imprimé depuis la messagerie – page 1 sur 1</div><hr>
<table>{lines}</table><hr><p>{c.one("Bonjour,", "Bonjour cher confrère,", "Chère amie,")}</p>
<p>{c.t("Je souhaite votre avis pour {ce} {patient} de ")}{c.age()} qui présente {s.reason}.</p>
{paragraphs(c.some(list(s.tale) + list(s.exam) + list(s.results), 3, 6))}
<p>ATCD : {" ; ".join(c.past(1, 4))}.</p><p>{c.one("Cordialement", "Bien à vous", "Merci par avance")}</p>
<p>{c.author.given} {c.author.family}<br>{c.rpps("RPPS : ")}</p>
<p style='font-size:8.5pt'>{c.ins_number("Matricule INS du patient : ")} {c.oid()}</p>{quote}
<p style='font-size:7pt;color:#777;margin-top:12mm'>Ce message et ses pièces jointes contiennent des données de santé
couvertes par le secret. Si vous le recevez par erreur, merci de le détruire et d'avertir l'expéditeur.</p>"""
    return c.html(body, font="Open Sans", pt=9.5, margin="14mm 14mm")


@layout(fits="adult", ins=0.75)
def gp_software_summary(c: Case) -> str:
    """The summary that a doctor's software prints, in two columns."""
    c.type("60591-5", "SYNTH")
    c.argue("act_date", "structure_name")
    c.house("msp", "office")
    past, drugs = c.past(3, 8), c.drugs(3, 8)
    vitals = "".join(
        f"<tr><td>{c.ago(10 + 90 * n, 60 + 90 * n, 'short')}</td><td>{c.rng.randint(48, 104)} kg</td>"
        f"<td>{c.rng.randint(10, 16)}/{c.rng.randint(6, 9)}</td></tr>"
        for n in range(c.rng.randint(2, 5))
    )
    ident = f"""<b style='font-size:12pt'>{c.main_name()} {c.first()}</b> {c.maybe("(" + c.age() + ")", 0.7)}<br>
Nom de naissance : {c.birth_name()}<br>Prénoms : {c.firsts(" ")}<br>Né(e) le : {c.birth_date("dmy")} à {c.place()}<br>
Sexe : {c.sex(c.one("word", "letter"))}<br>{c.ins_number("INS : ", " ")}{c.oid()}<br>{c.who.address}<br>Tél.
{c.who.phone}"""
    body = f"""<table style='width:100%;background:#e8eef4'><tr><td style='padding:2mm'>{ident}</td>
<td style='padding:2mm;text-align:right;vertical-align:top'>{c.matrix(17)}</td></tr></table>
<h2 style='font-size:13pt;margin-top:4mm;color:#245'>{
        c.one("Volet de synthèse médicale", "SYNTHÈSE DU DOSSIER", "Fiche de synthèse")
    }</h2><p style='font-size:8.5pt'>Éditée le {c.doc()} par {c.sign("Dr G F")} – {c.head.name}
 – médecin traitant déclaré : oui</p>
<div style='columns:2;column-gap:8mm'><h3>Antécédents</h3>{items(past)}<h3>Allergies</h3>
<p>{c.one("Aucune connue", "Pénicilline (éruption)", "Iode : à vérifier", "Latex")}</p><h3>Traitement au long cours</h3>
{items(drugs)}<h3>Constantes</h3><table style='font-size:9pt' border=1 cellpadding=3>{vitals}</table>
<h3>Vaccins</h3><p>DTP {c.ago(300, 3000)} – grippe {c.ago(30, 300)}</p><h3>Entourage</h3>
<p>{c.one("Conjoint", "Fils", "Fille", "Voisine")} : {c.carer("Agent").family} {c.carer("Agent").given}, {c.phone()}</p>
<h3>Points de vigilance</h3>{
        paragraphs(
            c.some(
                [
                    "Isolement géographique en hiver.",
                    "Ne conduit plus.",
                    "Aidant épuisé.",
                    "Refuse la coloscopie.",
                    "Suivi INR mensuel.",
                    "Portage des repas.",
                ],
                1,
                4,
            )
        )
    }</div>"""
    body += c.annex(0.2)
    return c.html(body, font=c.one("Roboto", "Lato", "Carlito"), pt=9.5, margin="12mm", css="h3{font-size:10pt}")


@layout(ins=0.5)
def gp_history_print(c: Case) -> str:
    """The raw print of the last consultations, as the software stores them."""
    c.type("11488-4", "SYNTH", "60591-5")
    c.argue("episode")
    c.argue("act_date", "doc_date", "author_rpps")
    name = f"{c.main_name()} {c.first(True)}{c.nee(' NEE ' if c.woman else ' NE ')}"
    head = f"DOSSIER {c.rng.randrange(100, 9999)}   {name}   {c.born('Né(e) ', '', 'dmy')}   {c.sex('H')}"
    lines = [
        head,
        c.ins_number("NIR/INS ", "   ") + f"Tél {c.who.phone}",
        "=" * 84,
        f"Impression du {c.doc('dmy')} {c.clock()}   Utilisateur : {c.sign('Dr F')}",
        "",
    ]
    for count in range(c.rng.randint(3, 7)):
        s = tale_of(c)
        lines += [
            f"--- {c.ago(count * 60, count * 60 + 50, 'dmy')} --- Consultation",
            f"Motif  : {s.title}",
            f"Examen : {c.rng.choice(s.exam)}",
            f"TA {c.rng.randint(10, 16)}/{c.rng.randint(6, 9)}  P {c.rng.randint(46, 99)} kg",
            "Ordo   : " + " | ".join(c.drugs(1, 2)),
            "",
        ]
    lines += ["-" * 84, "Fin de l'édition"]
    body = "<pre style='font-size:8.6pt;line-height:1.35;white-space:pre-wrap'>" + c.t("\n".join(lines)) + "</pre>"
    return c.html(body, font="Liberation Mono", pt=8.6, margin="15mm 12mm")


@layout(ins=0.1)
def mountain_doctor_note(c: Case) -> str:
    """A sheet filled on the spot by the doctor of the ski station, on a narrow form."""
    c.type("96349-6", "11488-4", "18761-7")
    c.argue("act_date", "structure_name")
    c.house("office")
    c.written = c.acted
    s = tale_of(c)
    where = c.one("Piste des Bouquetins", "Snowpark", "Télésiège du Lac", "Garderie", "Restaurant d'altitude")
    row = "<div style='margin:1.5mm 0'>"
    body = f"""<div style='border-bottom:1mm solid #b33;padding-bottom:1mm'><b style='font-size:14pt;color:#b33'>
CABINET MÉDICAL DE LA STATION</b> &nbsp; {c.head.town[6:]} – alt. 1 850 m – {c.phone()}</div>
{row}Date {c.hand(c.doc("dmy"))} &nbsp; Heure {c.hand(c.clock())} &nbsp; Lieu {c.hand(where, 12)}</div>
{row}NOM {c.hand(c.main_name(), 15)} &nbsp; Prénom {c.hand(c.first(False), 15)}</div>
{row}Nom de naissance {c.hand(c.birth_name() if c.who.used_name else "—")} &nbsp; Né(e) le
{c.hand(c.birth_date("dmy"), 14)}</div>
{row}Adresse {c.hand(c.who.address, 11)}</div>{row}Tél. {c.hand(c.who.phone)}</div>
<div style='border:0.3mm solid #b33;padding:2mm;margin-top:2mm;min-height:52mm'>
{"".join(f"<p>{c.hand(line, 13)}</p>" for line in [s.title, *c.some(list(s.tale + s.exam), 2, 4)])}</div>
<p>Gestes faits : {c.one("☒ antalgie ☐ attelle ☐ suture", "☐ antalgie ☒ attelle ☐ suture", "☒ antalgie ☒ attelle")}</p>
<p>Transport demandé : {c.one("VSAV", "ambulance privée", "véhicule personnel")} vers
{c.one("urgences", "CH", "hôpital")}</p>
<p style='text-align:right'>{c.sign(c.one("Dr G F", "Docteur F"))} {c.scribble(100, 36)}</p>"""
    return c.html(body, size="A5", margin="9mm 10mm", font="Liberation Sans Narrow", pt=11)
