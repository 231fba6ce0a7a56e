"""The emergency ward, the medical wards and the other hospitals."""

from .case import Case
from .marks import box, dots
from .registry import items, layout, paragraphs
from .town_letters import tale_of


@layout(ins=0.7)
def emergency_report(c: Case) -> str:
    """The report of a passage in the emergency ward, printed by its software."""
    c.type("15507-7")
    c.house("hospital")
    c.author = c.carer("Urgentiste")
    c.written = c.acted
    c.argue("doc_date")
    s = tale_of(c)
    body = f"""<table style='width:100%'><tr><td style='width:55%;font-size:9pt'><b
style='font-size:12pt;color:#a11'>{c.structure()}</b><br>
Service des urgences – SMUR<br>{c.finess("FINESS : ")}<br>Chef de service : {c.dr(c.carer("Urgentiste"))}<br>Tél.
{c.head.phone}</td>
<td style='font-size:9.5pt;border:0.3mm solid #a11;padding:2mm'><b>{c.main_name()} {c.first(True)}</b>
({c.sex()}){c.nee("<br>Né{e} ")}<br>
{c.born("DDN : ", " – ")}{c.age()}<br>{c.ins_number("INS : ", "<br>")}{
        c.episode(c.one("N° de séjour : ", "N° passage/venue : "))
    }</td>
<td>{c.matrix(14)}</td></tr></table><h2 style='background:#a11;color:#fff;font-size:11.5pt;padding:1mm 3mm;margin:4mm
0'>
COMPTE RENDU DE PASSAGE AUX URGENCES</h2><p><b>Entrée</b> le {c.act("dmy")} à {c.clock()} – <b>Sortie</b> le
{c.day(c.acted, "dmy")} à {c.clock()} – Tri {c.rng.randint(2, 4)} – Arrivée :
{c.one("ambulance", "moyens personnels", "SMUR", "pompiers")}
</p><p><b>Motif</b> : {s.title}</p><p><b>Histoire</b> : {" ".join(c.some(list(s.tale), 1, 4))}</p>
<p><b>Antécédents</b> : {", ".join(c.past(1, 4))}</p><p><b>Traitements</b> : {", ".join(c.drugs(1, 4))}</p>
<p><b>Examen</b> : {" ".join(c.some(list(s.exam), 2, 3))} EVA {c.rng.randint(0, 9)}/10.</p>
<p><b>Examens complémentaires</b> : {" ".join(c.some(list(s.results), 1, 3))}</p>
<p><b>Évolution</b> : {c.one("favorable sous antalgiques", "stable", "surveillance UHCD une nuit")}. Avis
{c.one("chirurgical", "cardiologique", "orthopédique")} téléphonique ({c.dr(style="Dr F")}).</p><p><b>Conclusion</b> : {
        s.title.lower()
    }.
<b>Orientation</b> : {c.one("retour à domicile", "hospitalisation en médecine", "transfert")}.</p>{
        items(c.some(list(s.plan), 1, 4))
    }
<p style='margin-top:6mm'>Médecin : {c.sign(c.one("Dr G F", "Dr F G"))} {c.rpps("– RPPS ", "", 0.5)}<br>Interne :
{c.carer("Agent").given} {c.carer("Agent").family}</p>"""
    body += c.annex(0.25)
    return c.html(body, font="Roboto", pt=10, margin="12mm 14mm")


@layout(ins=0.15)
def emergency_exit_slip(c: Case) -> str:
    """A sheet of advice given on leaving the emergency ward."""
    c.type("60280-5", "15507-7", "86531-1")
    c.house("hospital")
    c.author = c.carer("Urgentiste")
    c.written = c.acted
    c.argue("act_date")
    s = tale_of(c)
    body = f"""<h2 style='text-align:center'>{c.structure()}<br><span style='font-size:11pt'>Urgences – fiche de
sortie</span></h2>
<p>{c.full(c.one("A", "B"))}{c.born(", né{e} le ")}, vous avez été vu(e) aux urgences le {c.doc(c.one("long", "dmy"))}
pour :
<b>{s.title.lower()}</b>.</p>{c.ins_number('<p style="font-size:8pt">INS ', "</p>")}<p>Vous rentrez à domicile avec
:</p>
{
        items(
            c.some(
                [
                    "une ordonnance de médicaments",
                    "un courrier pour votre médecin",
                    "une demande de radiographie de contrôle",
                    "un arrêt de travail",
                    "une paire de cannes",
                ],
                1,
                4,
            )
        )
    }<p><b>Reconsultez sans attendre</b> en cas de fièvre, douleur
qui augmente,
malaise, vomissements répétés. Composez le 15.</p><p>Rendez-vous à prendre : {
        c.one("médecin traitant sous 48 h", "consultation d’orthopédie le " + c.later(5, 12), "aucun")
    }.</p><p>{c.sign("Dr F")} {c.scribble(100, 36)}</p>
<p style='font-size:8pt'>Numéro de passage {c.rng.randrange(10**5, 10**6)} – document à conserver</p>"""
    c.argue("episode")
    return c.html(body, size="A5", font="Open Sans", pt=10, margin="11mm")


@layout(fits="adult", ins=0.75)
def discharge_letter(c: Case) -> str:
    """The letter given on discharge, with all the headings that the rule demands."""
    c.type("11490-0")
    c.house("hospital")
    c.author = c.carer("Médecin polyvalent", "Gériatre", "Pneumologue", "Cardiologue")
    s = tale_of(c)
    doctor = c.carer("Médecin généraliste")
    stay = c.rng.randint(2, 14)
    entry = c.day(c.acted.fromordinal(c.acted.toordinal() - stay), "dmy")
    left = f"""<div style='font-size:8pt;line-height:1.5'>PÔLE {c.one("MÉDECINE", "GÉRIATRIE")}<br>Chef de service<br>
{c.dr(c.carer("Médecin polyvalent"))}<br>Praticiens<br>{c.dr(c.carer("Médecin polyvalent"))}<br>{
        c.dr(c.author, "Dr F")
    }<br>Cadre<br>
{c.carer("Cadre de santé").family}<br>Secrétariat<br>{c.phone()}</div>"""
    body = f"""<table style='width:100%'><tr><td style='width:38mm;vertical-align:top;border-right:0.3mm solid
#88a'>{left}</td>
<td style='padding-left:6mm;vertical-align:top'><b style='font-size:13pt'>{c.structure()}</b><br><span
style='font-size:8.5pt'>
{c.finess("N° FINESS ")}</span><h2 style='font-size:13pt;margin:5mm 0'>Lettre de liaison à la sortie</h2>
<p>Destinataire : {c.to(doctor, c.one("Docteur G F", "Dr G F"))}, {c.head.town}</p><p><b>{c.full("A")}</b><br>
{c.born("né{e} le ", "<br>")}{c.ins_number("INS ", " ")}{c.oid()}<br>{
        c.episode(c.one("Séjour n° ", "N° de séjour : "))
    }</p>
<p>Hospitalisation du {entry} au <b>{c.act("dmy")}</b></p><h3>Motif</h3><p>{s.reason.capitalize()}.</p><h3>Synthèse du
séjour</h3>
<p>{" ".join(c.some(list(s.tale), 1, 3))} {" ".join(c.some(list(s.exam), 1, 3))}
{" ".join(c.some(list(s.results), 1, 3))}</p>
<h3>Actes et événements</h3><p>{
        c.one("Pas de transfusion. Pas de BMR identifiée.", "Transfusion de deux CGR.", "Portage BLSE découvert.")
    } {c.one("Vaccin grippe fait.", "")}</p><h3>Traitement de
sortie</h3>{items(c.drugs(3, 8))}
<p>Arrêté : {c.drugs(1, 1)[0].split(" ")[0]} (motif :
{c.one("hypotension", "interaction", "fin de cure")}).</p><h3>Suites</h3>
{items(c.some(list(s.plan), 2, 4))}<p>{c.one("Résultats en attente : aucun.", "En attente : hémocultures à J5.")}</p>
<p style='margin-top:6mm'>Remise {c.t("{au} {patient}")} le
{c.doc("dmy")}.<br>{c.sign(c.one("Dr G F", "Docteur G F"))}<br>{c.scribble()}
</p>{c.matrix(15)}</td></tr></table>"""
    body += c.annex(0.3)
    return c.html(
        body, font="Carlito", pt=10.3, margin="12mm 14mm", css="h3{font-size:10pt;color:#446;margin:2.5mm 0 0.5mm}"
    )


@layout(fits="adult", ins=0.5)
def stay_report(c: Case) -> str:
    """A report of a stay in another hospital, two or three pages, identity at the head of each."""
    c.type("34112-3", "11490-0")
    c.house("chu", "clinic", "ssr")
    c.author = c.carer("Médecin polyvalent", "Cardiologue", "Neurologue", "Chirurgien orthopédiste")
    doctor, other = c.carer("Médecin généraliste"), c.carer("Médecin polyvalent")
    s, t = tale_of(c), tale_of(c)
    entry = c.ago(4, 20, "long")
    run = f"{c.main_name()} {c.first(True)}{c.nee(' né{e} ')} – {c.birth_date('dmy')}".replace("'", "’")
    table = "".join(
        f"<tr><td>{a}</td><td>{c.rng.randint(3, 15)}</td>"
        f"<td>{c.rng.randint(3, 15)}</td><td>{c.rng.randint(3, 15)}</td></tr>"
        for a in ("Hémoglobine", "Leucocytes", "Potassium", "CRP", "Albumine")
    )
    long = c.rng.random() < 0.5
    extra = ""
    if long:
        extra = f"""<h3>Évolution dans le
service</h3>{paragraphs([*c.some(list(t.tale + t.results), 3, 6), *c.some(list(s.plan), 2, 4)])}
<h3>Examens biologiques</h3><table border=1
cellpadding=4><tr><th></th><th>Entrée</th><th>J3</th><th>Sortie</th></tr>{table}</table>
<h3>Avis demandés</h3><p>Cardiologie ({c.dr()}) : {c.one("pas de contre-indication", "poursuite du traitement")}.
Diététique : enrichir
les apports. Kinésithérapie : marche avec rollator, {c.rng.randint(10, 200)} mètres.</p><p>Assistante sociale :
{c.one("APA en cours", "retour à domicile organisé avec la famille")}.</p><h3>Mode de
vie</h3><p>{
            c.one("Appartement au second étage sans ascenseur.", "Ferme isolée, déneigement par la commune.")
        } Personne de confiance : {c.carer("Agent").given}
{c.carer("Agent").family}.</p>"""
    body = f"""<p><b>{c.structure()}</b><br>{
        c.one("Service de médecine interne", "Unité de soins intensifs", "Court séjour")
    }<br>
{c.head.street}<br>{c.head.town}<br>{c.finess("FINESS géographique ")}</p><p
style='text-align:right'>{c.head.town[6:]}, le {c.doc("long")}
</p><p>{c.to(doctor, "Docteur G F")}<br>{c.to(other, "Docteur G F")}</p><p><u>COMPTE RENDU D'HOSPITALISATION</u></p>
<p>{c.full(c.one("A", "B"))}{c.born(", né{e} le ")}, a été hospitalisé{c.t("{e}")} du {entry} au {c.act("long")}
({c.episode("dossier n° ")}). {c.ins_number("Matricule INS : ", ".")}</p><h3>Motif
d'admission</h3><p>{s.reason.capitalize()}</p>
<h3>Antécédents</h3>{items(c.past(3, 7))}<h3>Traitement à l'entrée</h3><p>{" ; ".join(c.drugs(3, 6))}</p><h3>Histoire
récente</h3>
{paragraphs(c.some(list(s.tale), 2, 4))}<h3>Examen clinique</h3>{paragraphs(c.some(list(s.exam), 2, 3))}<h3>Examens
complémentaires</h3>
{paragraphs(c.some(list(s.results), 2, 3))}{extra}<h3>Conclusion</h3><p>{s.title}.
{" ".join(c.some(list(s.plan), 1, 3))}</p>
<h3>Traitement de sortie</h3>{items(c.drugs(4, 8))}<p>{c.one("Confraternellement,", "Bien cordialement,")}</p>
<p style='margin-left:90mm'>{c.sign("Docteur G F")}<br>{c.scribble()}</p>"""
    return c.html(
        body,
        font=c.one("Liberation Serif", "Liberation Sans", "Vollkorn"),
        pt=11,
        margin="20mm 20mm 22mm",
        strip=run,
        css="h3{font-size:11pt;margin:3mm 0 1mm}",
    )


@layout(fits="adult", ins=0.3)
def transfer_sheet(c: Case) -> str:
    """A transfer form between hospitals, boxes and dotted lines, filled by hand or typed."""
    c.type("18761-7")
    c.argue("recipients")
    c.house("hospital")
    c.author = c.carer("Médecin polyvalent", "Urgentiste")
    doctor = c.carer("Cardiologue", "Chirurgien orthopédiste", "Neurologue")
    c.written = c.acted
    c.argue("act_date")
    s = tale_of(c)
    body = f"""<div style='display:flex;justify-content:space-between;align-items:center'><div>{c.structure()}<br>
<small>{c.head.town} – {c.head.phone}</small></div><h2 style='border:0.5mm solid #000;padding:2mm
6mm;font-size:14pt'>FICHE DE TRANSFERT</h2>
</div><table style='width:100%;margin-top:4mm' border=1 cellpadding=5><tr><td style='width:50%'>Nom :
{c.hand(c.main_name())}<br>Nom de
naissance : {c.hand(c.birth_name())}<br>Prénom : {c.hand(c.first())}<br>Né(e) le :
{c.hand(c.birth_date("dmy"))}<br>{c.ins_number("INS ")}
<br>{c.episode("N° séjour : ")}</td><td>Transfert le {c.hand(c.doc("dmy"))} à {c.hand(c.clock())}<br>Vers : {
        c.hand(c.staff.house(c.rng, "chu", "clinic").name, 12)
    }<br>Médecin receveur : {c.hand(c.to(doctor, "Dr F"))}<br>Mode : ☐
VSL
☒ ambulance ☐ SMUR ☐ hélicoptère<br>Prévenir : {c.hand(c.carer("Agent").given + " " + c.carer("Agent").family, 12)}
{c.hand(c.phone(), 12)}
</td></tr><tr><td colspan=2>Motif du transfert :
{c.hand(s.title)}<br>{c.hand(" ".join(c.some(list(s.exam), 1, 2)), 12)}</td></tr>
<tr><td colspan=2>Antécédents : {c.hand(", ".join(c.past(1, 3)), 12)}</td></tr><tr><td>TA
{c.hand(f"{c.rng.randint(9, 18)}/7")} FC
{c.hand(str(c.rng.randint(50, 120)))} SpO2 {c.hand(str(c.rng.randint(88, 100)) + "%")} T°
{c.hand("37," + str(c.rng.randint(0, 9)))}</td>
<td>Voie veineuse ☒ O2 {c.hand(str(c.rng.randint(0, 4)) + " L")} Sonde ☐ Isolement ☐ {c.maybe("BMR ☒", 0.3)}</td></tr>
<tr><td colspan=2>Traitement en cours : {c.hand(" – ".join(c.drugs(2, 4)), 12)}</td></tr><tr><td>Documents joints : ☒
biologie
☒ imagerie ☐ courrier</td><td>Médecin : {c.sign(c.one("Dr G F", "Dr F"))} {c.scribble(90, 30)}</td></tr></table>
<p style='margin-top:3mm;font-size:9pt'>Transmissions IDE :
{dots("", 130)}</p>{c.sticker("left:4mm;bottom:6mm", 0.4)}"""
    return c.html(body, font="Liberation Sans", pt=10.5, margin="12mm")


@layout(fits="adult", ins=0.3)
def admission_note(c: Case) -> str:
    """The observation written on admission to a ward, with a sticker or a typed heading."""
    c.type("67851-6")
    c.house("hospital")
    c.author = c.carer("Médecin polyvalent", "Gériatre")
    c.written = c.acted
    c.argue("doc_date")
    s = tale_of(c)
    body = f"""<p style='font-size:9pt;color:#444'>{c.structure()} –
{c.one("Médecine A", "Court séjour gériatrique", "Médecine 2e étage")}
<span style='float:right'>chambre {c.rng.randint(101, 240)}</span></p><h2 style='font-size:13pt'>OBSERVATION D'ENTRÉE
du {c.act("dmy")}</h2>
<p>{c.full(c.one("C", "D"))} – {c.born("né{e} le ", " – ")}{c.age()} –
{c.ins_number("INS ", " – ")}{c.episode("venue ")}</p>
<p>Médecin traitant : {c.dr()}. Entrée par
{c.one("les urgences", "transfert", "le médecin traitant")}.</p><p><b>MDH</b> {s.reason}.
{" ".join(c.some(list(s.tale), 2, 4))}</p><p><b>ATCD</b></p>{items(c.past(3, 6))}<p><b>TTT</b>
{" / ".join(c.drugs(2, 6))}</p>
<p><b>MDV</b> {c.one("marié, deux enfants", "vit seul{e}", "veuvage récent", "EHPAD")} ;
{c.one("autonome", "GIR 4", "aide pour la toilette")} ; tabac {c.one("0", "30 PA sevré")} ; alcool {
        c.one("0", "occasionnel")
    }</p><p><b>EXAMEN</b>
{" ".join(c.some(list(s.exam), 2, 3))} Poids {c.rng.randint(42, 104)} kg.</p><p><b>PARACLINIQUE</b>
{" ".join(c.some(list(s.results), 1, 3))}
</p><p><b>CAT</b> {" ".join(c.some(list(s.plan), 1, 3))}</p><p>Niveau de soins : {c.one("A", "B", "C")} – directives :
{c.one("non rédigées", "recherchées")}</p><p>{c.sign("Dr G F")} {c.scribble()}</p>"""
    body += c.annex(0.2)
    return c.html(body, font="Comic Neue", pt=11, margin="15mm 17mm")


@layout(fits="adult", ins=0.4)
def home_hospital_plan(c: Case) -> str:
    """A care plan of hospital at home, checklist style."""
    c.type("18776-5", "57832-8")
    c.house("had", "ssiad")
    c.author = c.carer("Médecin polyvalent", "Gériatre")
    c.argue("act_date")
    care = c.some(
        [
            "Pansement complexe 3/semaine",
            "Antibiothérapie IV 2/j",
            "Nutrition parentérale nocturne",
            "Surveillance post-chimiothérapie",
            "Soins palliatifs, pompe PCA",
            "Aide à la toilette quotidienne",
            "Nursing lourd",
            "Prévention d'escarre, matelas à air",
            "Éducation aux soins de trachéotomie",
        ],
        3,
        6,
    )
    table = "".join(
        f"<tr><td>{box(c.rng.random() < 0.7)} {name}</td><td>{c.one('IDE', 'AS', 'IDE + AS')}</td>"
        f"<td>{c.one('matin', 'matin/soir', 'nuit')}</td></tr>"
        for name in care
    )
    body = f"""<div style='background:#2d6a4f;color:#fff;padding:4mm'><b style='font-size:14pt'>{c.structure()}</b> –
{c.finess("FINESS ")}
</div><h2 style='color:#2d6a4f;margin-top:5mm'>PLAN DE SOINS À DOMICILE</h2><table style='width:100%' cellpadding=3>
<tr><td>Bénéficiaire</td><td><b>{c.full("A")}</b></td><td>Date de naissance</td><td>{c.birth_date("dmy")}</td></tr>
<tr><td>INS</td><td>{c.ins_number("")}</td><td>Tél.</td><td>{c.who.phone}</td></tr><tr><td>Adresse</td><td>{c.who.address}</td><td>
Aidant</td><td>{c.carer("Agent").given} {c.carer("Agent").family}</td></tr></table>
<table border=1 cellpadding=5 style='width:100%;margin-top:5mm'><tr
style='background:#d8f3dc'><th>Soin</th><th>Intervenant</th><th>Quand</th>
</tr>{table}</table><p style='margin-top:4mm'>Matériel :
{c.one("lit médicalisé, potence", "aspirateur", "fauteuil garde-robe")}.
Médecin traitant : {c.dr()}. Pharmacie : {c.staff.house(c.rng, "pharmacy").name}.</p><p>Période du
{c.day(c.written, "dmy")} au
{c.later(14, 30, "dmy")}. Astreinte {c.phone()}.</p><p style='margin-top:10mm'>Établi le {c.doc()} par
{c.sign("Dr G F")},
médecin coordonnateur {c.scribble()}</p>"""
    return c.html(body, font="Lato", pt=10, margin="12mm 15mm")
