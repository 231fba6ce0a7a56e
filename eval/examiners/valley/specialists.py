"""Letters and reports of specialists of the towns below."""

from .case import Case
from .registry import items, layout, paragraphs


@layout(fits="senior", ins=0.3)
def cardiologist_letter(c: Case) -> str:
    """A cardiologist's letter with the echocardiography inside, the sender in a left margin at the foot."""
    c.type("11488-4", "70004-7")
    c.house("office")
    c.author = c.carer("Cardiologue")
    doctor = c.carer("Médecin généraliste", "Médecin polyvalent")
    echo = c.some(
        [
            "VG non dilaté, FEVG 58 % en Simpson biplan.",
            "Hypertrophie septale à 13 mm.",
            "Oreillette gauche 28 mL/m².",
            "Insuffisance mitrale minime.",
            "Rétrécissement aortique moyen, surface 1,2 cm².",
            "PAPS 34 mmHg.",
            "Péricarde sec.",
            "Aorte ascendante 38 mm.",
        ],
        4,
        7,
    )
    body = f"""<div style='display:flex;justify-content:space-between'><div><b
style='color:#b00020'>{c.structure()}</b><br>
{c.head.street}<br>{c.head.town}</div><div
style='text-align:right'>{c.to(doctor, "Docteur G F")}<br>{c.head.town}</div></div>
<p style='margin:8mm 0'>Consultation du {c.act(c.one("long", "dmy"))}<br>Réf. :
{c.author.given[0]}{c.author.family[0]}/sec</p>
<p>Mon cher {c.one("confrère", "ami")},</p><p>Je revois ce jour {c.full(c.one("A", "B"))}{c.born(", né{e} le ")}, dans
le cadre
de {
        c.one(
            "son suivi annuel",
            "la surveillance de sa fibrillation atriale",
            "l'adaptation de son traitement anti-hypertenseur",
        )
    }.
{c.ins_number("(INS : ", ")")}</p><p>{c.t("{Il} se plaint ")}{
        c.one(
            "d'une dyspnée de stade II.", "de palpitations nocturnes.", "d'œdèmes vespéraux.", "de rien de particulier."
        )
    } PA {c.rng.randint(112, 168)}/{c.rng.randint(62, 95)} mmHg.
Auscultation
{c.one("régulière", "irrégulière", "avec un souffle systolique 3/6 au foyer aortique")}.</p><p>ECG :
{
        c.one("rythme sinusal à 66/min.", "fibrillation atriale à 84/min.", "bloc de branche gauche complet connu.")
    }</p><p>Échocardiographie
:</p>{items(echo)}
<p>Ordonnance de sortie :
{" ; ".join(c.drugs(3, 6))}.</p><p>{
        c.one("Je le reverrai dans un an.", "Contrôle à six mois.", "Un holter est programmé.")
        if not c.woman
        else c.one("Je la reverrai dans un an.", "Un holter est programmé.")
    }
Bien amicalement.</p><p style='margin-left:95mm'>{c.sign("Docteur G F")}<br>{c.scribble()}</p>
<p style='font-size:8pt'>{c.rpps("RPPS ")} – prise de rendez-vous {c.phone()}</p>"""
    c.argue("doc_date")
    return c.html(body, font=c.one("Liberation Serif", "Carlito"), pt=11, margin="17mm 21mm")


@layout(fits="senior", ins=0.6)
def nephrology_consult(c: Case) -> str:
    """A consultation of nephrology of the dialysis unit, the identity in a grey block, copies at the foot."""
    c.type("11488-4")
    c.house("dialysis", "hospital")
    c.author = c.carer("Néphrologue")
    doctor = c.carer("Médecin généraliste")
    c.to(doctor)
    c.argue("recipients")
    creat = c.rng.randint(180, 640)
    body = f"""<h2 style='font-size:12pt;text-align:center;letter-spacing:0.3mm'>{c.structure(True)}</h2>
<p style='text-align:center;font-size:9pt'>Consultation de néphrologie – {c.head.town} – {c.head.phone} –
{c.finess("FINESS ")}</p>
<div style='background:#eee;padding:3mm 5mm;margin:5mm 0'><table style='width:100%'><tr><td>Nom de naissance :
<b>{c.birth_name()}</b>
<br>Nom utilisé : {c.used_name()}<br>Premier prénom : {c.first()}</td><td>Né(e) le {c.birth_date()}<br>Sexe :
{c.sex("word")}<br>
{c.ins_number("INS : ")}</td><td style='vertical-align:top'>{c.matrix(14)}</td></tr></table></div>
<p>Consultation du <b>{c.act("dmy")}</b>, compte rendu dicté puis relu le {c.doc("dmy")}</p>
<p><b>Motif</b> : suivi d'une néphropathie {c.one("diabétique", "vasculaire", "à IgA", "indéterminée")} de stade
{c.one("3b", "4", "5")}.</p><p><b>Antécédents</b> : {"; ".join(c.past(2, 4))}.</p><p><b>Biologie</b> : créatinine
{creat} µmol/L,
urée {c.rng.randint(12, 38)} mmol/L, K {c.rng.randint(38, 58) / 10:.1f}, Hb {c.rng.randint(88, 126) / 10:.1f} g/dL, PTH
{c.rng.randint(60, 500)} ng/L.</p>{
        paragraphs(
            c.some(
                [
                    "La fistule du bras gauche est fonctionnelle, thrill présent.",
                    "Information donnée sur les méthodes de suppléance, préférence pour l’hémodialyse en unité de proximité.",
                    "Vaccination hépatite B en cours.",
                    "Inscription sur liste de transplantation discutée.",
                    "Le poids sec est abaissé de 500 g.",
                    "Pas de signe de surcharge.",
                ],
                2,
                5,
            )
        )
    }
<p><b>Conduite</b> : {c.one("contrôle mensuel du bilan", "EPO majorée", "consultation diététique")}, prochain
rendez-vous le
{c.later(30, 90)}.</p><p style='margin-top:8mm'>{c.sign(c.one("Dr G F", "Docteur F"))} – {c.rpps("RPPS ")}
{c.scribble()}</p>
<p style='font-size:8.5pt'>Copie : Dr {doctor.family} ; {c.dr()} ; patient</p>"""
    body += c.annex(0.3)
    return c.html(body, font="Carlito", pt=10.8, margin="14mm 18mm")


@layout(fits="senior", ins=0.4)
def lung_function(c: Case) -> str:
    """Lung function tests: a landscape of figures and a short text."""
    c.type("70004-7", "47420-5", "11488-4")
    c.author = c.carer("Pneumologue")
    c.house("hospital", "clinic")
    lines = "".join(
        f"<tr><td>{name}</td><td>{c.rng.uniform(0.9, 6):.2f}</td><td>{c.rng.uniform(1.5, 6):.2f}</td>"
        f"<td>{c.rng.randint(38, 118)} %</td><td>{c.rng.randint(38, 118)} %</td></tr>"
        for name in ("CVF (L)", "VEMS (L)", "VEMS/CVF", "DEM 25-75", "CPT (L)", "VR (L)", "DLCO")
    )
    c.argue("doc_date")
    body = f"""<table style='width:100%;font-size:9pt'><tr><td>Nom : {c.birth_name()}</td><td>Prénom : {c.first()}</td>
<td>Usage : {c.used_name()}</td><td>Date de naissance : {c.birth_date("dmy")}</td></tr><tr><td>Sexe :
{c.sex("word")}</td>
<td>Taille : {c.rng.randint(148, 188)} cm</td><td>Poids : {c.rng.randint(45, 102)}
kg</td><td>{c.ins_number()}</td></tr></table><hr>
<h2 style='font-size:13pt'>Explorations fonctionnelles respiratoires <span
style='float:right;font-size:10pt'>{c.act("dmy")}
{c.clock()}</span></h2><table border=1 cellpadding=4
style='font-size:9.5pt'><tr><th></th><th>Mesuré</th><th>Théorique</th><th>%
théo pré</th><th>% théo post</th></tr>{lines}</table><p style='margin-top:4mm'><b>Interprétation.</b>
{
        c.one(
            "Trouble ventilatoire obstructif modéré, non réversible.",
            "Syndrome restrictif léger.",
            "Explorations normales.",
            "Obstruction sévère distendue.",
        )
    }
{c.one("Test de marche : 410 m, désaturation à 88 %.", "Gaz du sang non réalisés.", "PaO2 9,1 kPa en air ambiant.")}</p>
<p>Technicienne : {c.carer("Infirmier").given} – Médecin : {c.sign("Dr G F")}, {c.structure()}, service de pneumologie
{c.scribble(100, 36)}</p>"""
    return c.html(body, size="A4 landscape", font="Liberation Sans", pt=10, margin="13mm")


@layout(fits="adult", ins=0.45)
def endoscopy_report(c: Case) -> str:
    """A digestive endoscopy report of a clinic, identity at the foot of the letterhead and in the running foot."""
    c.type("70004-7", "11505-5")
    c.house("clinic")
    c.author = c.carer("Gastro-entérologue")
    low = c.rng.random() < 0.55
    name = "COLOSCOPIE TOTALE" if low else "ENDOSCOPIE ŒSO-GASTRO-DUODÉNALE"
    found = (
        [
            "Progression jusqu'au bas-fond cæcal, valvule franchie.",
            "Préparation Boston 8.",
            "Polype sessile de 6 mm du transverse réséqué à l'anse froide.",
            "Diverticules sigmoïdiens non compliqués.",
            "Hémorroïdes internes grade II.",
        ]
        if low
        else [
            "Œsophage d'aspect normal, ligne Z à 39 cm.",
            "Gastrite antrale érythémateuse, biopsies.",
            "Bulbe et D2 sans lésion.",
            "Hernie hiatale de 3 cm.",
            "Pas de varice.",
        ]
    )
    shown = f"{c.main_name()} {c.first(True)} {c.born('', '', 'dmy')}".replace("'", "’")
    body = f"""<div style='float:left;width:30mm;height:30mm;border:0.5mm solid
#06c;border-radius:15mm;text-align:center;color:#06c;
font-size:8pt;padding-top:8mm;box-sizing:border-box'>endoscopie<br>digestive</div>
<div style='margin-left:38mm'><b style='font-size:13pt'>{c.structure()}</b><br>{c.head.street},
{c.head.town}<br>{c.finess("FINESS ")}<br>
<br><b>{c.full("A")}</b><br>{c.born("Né{e} le ")} {c.ins_number(" – INS ")}</div>
<h2 style='clear:both;padding-top:6mm;font-size:13pt'>{name}</h2><p>Réalisée le {c.act("dmy")} sous
{c.one("anesthésie générale", "sédation", "AG courte")} ({c.dr(c.carer("Anesthésiste-réanimateur"))}) –
{c.episode(c.one("Dossier n° ", "N° séjour "))}</p>
<p>Indication : {
        c.one("anémie ferriprive", "dépistage familial", "douleurs abdominales", "test immunologique positif")
    }.
Appareil n° {c.rng.randrange(1000, 9999)}.</p>{items(c.some(found, 3, 5))}
<p><b>Conclusion</b> : {
        c.one(
            "examen sans lésion suspecte.",
            "résection complète, anatomopathologie en attente.",
            "contrôle dans trois ans.",
        )
    }</p><p>Suites :
{c.one("collation à 1 h, sortie le jour même", "surveillance 24 heures")}.
{c.maybe("Reprise des anticoagulants à J2.", 0.4)}</p><p style='margin:9mm 0 0
80mm'>{c.sign(c.one("Dr G F", "Docteur G F"))}<br>
{c.scribble()}</p><p style='font-size:8pt'>c.c. {c.dr()}</p>"""
    c.argue("doc_date", "recipients")
    return c.html(body, font="Roboto", pt=10.5, margin="15mm 17mm 20mm", strip=shown)


@layout(fits="adult", ins=0.5)
def operative_report(c: Case) -> str:
    """An operative report, dense prose, the identity in a two-row table."""
    c.type("34874-8")
    c.house("clinic", "hospital", "chu")
    c.author = c.carer("Chirurgien orthopédiste", "Chirurgien viscéral")
    title, text = c.rng.choice(
        [
            (
                "Ostéosynthèse par clou gamma d'une fracture pertrochantérienne",
                "Installation sur table orthopédique, réduction sous "
                "amplificateur. Incision sus-trochantérienne de 4 cm. Introduction du clou de 11 mm, vis cervicale de 95 mm, "
                "verrouillage "
                "distal. Contrôle scopique satisfaisant de face et de profil.",
            ),
            (
                "Cholécystectomie par cœlioscopie",
                "Open-cœlioscopie ombilicale, trois trocarts. Dissection du triangle de "
                "Calot, clippage "
                "de l'artère et du canal cystiques. Vésicule extraite dans un sac. Hémostase vérifiée, pas de drainage.",
            ),
            (
                "Ligamentoplastie du genou au DIDT",
                "Arthroscopie : LCA rompu, ménisques sains. Prélèvement des "
                "ischio-jambiers. Tunnels "
                "fémoral et tibial, fixation par vis résorbables. Test du tiroir négatif en fin d'intervention.",
            ),
            (
                "Création de fistule artério-veineuse radio-céphalique gauche",
                "Anesthésie locorégionale. Incision au poignet, anastomose "
                "latéro-terminale au fil 7/0. Bon thrill en fin de geste.",
            ),
        ]
    )
    body = f"""<p style='font-size:9pt'>{c.structure(True)} – {c.one("BLOC OPÉRATOIRE", "SERVICE DE CHIRURGIE")} –
{c.head.town}</p>
<table border=1 cellpadding=4 style='width:100%;font-size:9.5pt'><tr><td>Patient<br><b>{c.main_name()}
{c.first()}</b>{c.nee("<br>né{e} ")}
</td><td>Naissance<br>{c.birth_date("dmy")}</td><td>Sexe<br>{c.sex()}</td><td>INS<br>{c.ins_number("")}</td></tr>
<tr><td>{c.episode("Séjour : ")}</td><td>Date d'intervention<br><b>{c.act("dmy")}</b></td><td colspan=2>Opérateur
{c.sign("Dr G F")}<br>
Aide {c.carer("Infirmier").given} {c.carer("Infirmier").family[0]}. – Anesthésiste
{c.dr(c.carer("Anesthésiste-réanimateur"), "Dr F")}
</td></tr></table><h1 style='font-size:14pt;margin:7mm 0 2mm'>COMPTE RENDU OPÉRATOIRE</h1><p><b>{title}</b></p>
<p style='text-align:justify'>{text}
{c.maybe("Compte des compresses juste. ", 0.6)}{c.maybe("Pertes sanguines négligeables. ", 0.5)}
Durée : {c.rng.randint(25, 140)} minutes. Antibioprophylaxie par céfazoline 2 g.</p><p><u>Consignes</u> :
{c.one("appui autorisé avec deux cannes", "reprise alimentaire le soir", "pansement à J2", "ablation des fils à J15")} ;
{c.one("HBPM 35 jours", "bas de contention", "antalgiques palier 2")}.</p><p>{
        c.maybe("Étiquette de traçabilité des implants : collée au dossier. ", 0.5)
    }</p>
<p style='text-align:right'>Signé le {c.doc("dmy")}<br>{c.scribble()}</p>{c.sticker("left:2mm;bottom:10mm", 0.4)}"""
    return c.html(body, font=c.one("Liberation Sans", "Go"), pt=10.5, margin="15mm")


@layout(fits="adult", ins=0.4)
def anaesthesia_consult(c: Case) -> str:
    """A pre-anaesthetic consultation on a form with boxes."""
    c.type("34749-2")
    c.house("hospital", "clinic")
    c.author = c.carer("Anesthésiste-réanimateur")
    c.written = c.acted
    c.argue("doc_date")

    def choose(*names: str) -> str:
        pick = c.rng.randrange(len(names))
        return " ".join(f"{'☒' if rank == pick else '☐'} {name} " for rank, name in enumerate(names))

    body = f"""<div style='border:0.4mm solid #000'><div style='background:#333;color:#fff;padding:1.5mm
3mm;font-weight:bold'>
CONSULTATION PRÉ-ANESTHÉSIQUE <span style='float:right'>{c.structure()}</span></div>
<table style='width:100%' cellpadding=3><tr><td style='width:50%'>NOM d'usage : <b>{c.used_name()}</b><br>NOM de
naissance :
<b>{c.birth_name()}</b><br>Prénom : <b>{c.first()}</b><br>Date de naissance : {c.birth_date("dmy")}
({c.age()})<br>{c.ins_number("INS ")}</td>
<td>Vu(e) le {c.act("dmy")}<br>Par le {c.sign(c.one("Dr F", "Docteur G F"))}<br>Opération prévue le
{c.later(5, 40, "dmy")}<br>
Opérateur : {c.dr()}<br>{c.episode("N° de dossier : ")}</td></tr></table></div>
<p style='margin-top:4mm'>Intervention :
{c.one("cure de hernie", "PTH droite", "cataracte", "coloscopie")}</p>
<table border=1 cellpadding=4 style='width:100%'><tr><td>Poids {c.rng.randint(46, 110)} kg</td><td>Taille
{c.rng.randint(150, 188)} cm</td>
<td>TA {c.rng.randint(10, 16)}/{c.rng.randint(6, 9)}</td><td>FC {c.rng.randint(52, 98)}</td></tr>
<tr><td colspan=4>Antécédents : {", ".join(c.past(2, 5))}</td></tr><tr><td colspan=4>Traitements :
{" / ".join(c.drugs(2, 5))}</td></tr>
<tr><td colspan=2>ASA {choose("1", "2", "3", "4")}</td><td colspan=2>Mallampati {choose("I", "II", "III")}</td></tr>
<tr><td colspan=2>Intubation difficile prévue {choose("oui", "non")}</td><td colspan=2>Dents
{choose("saines", "appareil", "mobiles")}</td>
</tr><tr><td colspan=4>Technique {choose("AG", "rachianesthésie", "ALR", "sédation")}</td></tr>
<tr><td colspan=4>Prémédication : {c.one("aucune", "hydroxyzine 50 mg la veille")} – Jeûne
{c.one("6 h solides, 2 h liquides", "minuit")}
</td></tr></table><p style='margin-top:3mm'>Information donnée, accord recueilli.
{c.maybe("Groupe et RAI à compléter.", 0.5)}</p>
{c.scribble()}{c.sticker("right:3mm;bottom:10mm", 0.35)}"""
    return c.html(body, font="Liberation Sans Narrow", pt=11, margin="12mm")


@layout(fits="senior", ins=0.6)
def tumor_board(c: Case) -> str:
    """A multidisciplinary meeting sheet, one column of headings with numbers."""
    c.type("34794-8")
    c.house("chu", "hospital")
    c.author = c.carer("Oncologue")
    asker = c.carer("Chirurgien viscéral", "Gastro-entérologue", "Pneumologue")
    present = ", ".join(
        f"Dr {c.carer(job).family}" for job in ("Radiologue", "Chirurgien viscéral", "Anatomopathologiste")
    )
    body = f"""<table style='width:100%'><tr><td><b>{c.structure()}</b><br>Réseau d'oncologie des Hauts Pays</td><td
style='text-align:right'><b>FICHE DE RCP</b><br>Réunion du {c.act("dmy")}</td></tr></table>
<ol style='padding-left:5mm;line-height:1.5'><li><b>Identité</b> – {c.full(c.one("A", "D", "C"))},
{c.born("né{e} le ", ", ")}
sexe {c.sex("word").lower()} {c.ins_number(" ; INS ")}</li><li><b>Médecin demandeur</b> – {c.dr(asker, "Dr G F")}</li>
<li><b>Médecin traitant</b> – {c.dr()}</li><li><b>Antécédents</b> – {", ".join(c.past(2, 5))}. Indice OMS
{c.rng.randint(0, 3)}</li>
<li><b>Histoire de la maladie</b> –
{
        c.one(
            "Adénocarcinome du sigmoïde découvert sur anémie.",
            "Carcinome bronchique lobaire supérieur droit.",
            "Carcinome canalaire infiltrant du sein gauche opéré.",
            "Carcinome urothélial de vessie.",
        )
    }
{c.one("Bilan d’extension négatif.", "Lésion hépatique unique de 18 mm.", "pT3 N1b M0.")}</li><li><b>Question posée</b>
–
{c.one("Traitement adjuvant ?", "Résécabilité ?", "Place de la radiothérapie ?")}</li><li><b>Proposition</b> –
<b>{
        c.one(
            "FOLFOX douze cures.",
            "Chirurgie première.",
            "Surveillance simple, scanner à trois mois.",
            "Soins de support exclusifs.",
        )
    }</b></li>
<li><b>Participants</b> – {present}</li></ol><p>Responsable de la réunion : {c.sign("Dr G F")} – fiche validée le
{c.doc("dmy")}</p>
<p style='font-size:8pt'>Cette proposition est soumise à l'accord du patient lors de la consultation d'annonce.</p>"""
    body += c.annex(0.2)
    return c.html(body, font="Lato", pt=10.5, margin="16mm 18mm")


@layout(fits="old", ins=0.3)
def memory_clinic(c: Case) -> str:
    """A memory clinic's letter of two pages, the identity only in a sentence."""
    c.type("11488-4")
    c.house("hospital", "chu")
    c.author = c.carer("Neurologue", "Gériatre")
    doctor = c.carer("Médecin généraliste")
    daughter = c.carer("Agent")
    body = f"""<p style='text-align:center'><b>{c.structure()}</b><br>Consultation mémoire<br>{c.head.town}</p>
<p style='text-align:right'>Le {c.doc("long")}</p><p>{c.to(doctor, c.one("Docteur G F", "Dr F"))},</p><p
style='line-height:1.55'>
Nous avons reçu en consultation d'évaluation, le {c.act("long")}, {c.full(c.one("A", "B"))},
{c.born("né{e} le ", ", ")}{
        c.one("retraité{e} de la filature", "ancien{x} instituteur", "agricult{eur} en retraite")
        if not c.woman
        else "retraitée"
    }, qui vit
{c.one("seul{e} à domicile", "avec son conjoint", "en foyer-logement")}.
{c.t("{Il} était accompagné{e} par un proche, ")}
{daughter.family} {daughter.given} ({c.phone()}).
{c.ins_number("Identité INS ", ".")}</p>
<p style='line-height:1.55'>La plainte porte sur les noms propres et l'orientation depuis {c.rng.randint(1, 4)} ans. On
relève
{", ".join(c.past(2, 5))}. Le traitement comporte {", ".join(c.drugs(3, 6)).lower()}.</p>
<p style='line-height:1.55'>L'évaluation montre un MMSE à {c.rng.randint(12, 27)}/30, une BREF à
{c.rng.randint(7, 17)}/18, un test
de l'horloge {c.one("réussi", "échoué")}, cinq mots {c.rng.randint(3, 10)}/10. GDS {c.rng.randint(0, 9)}/15. Autonomie
: ADL
{c.rng.randint(3, 6)}/6, IADL {c.rng.randint(0, 4)}/4. Vitesse de marche {c.rng.randint(4, 11) / 10:.1f} m/s.</p>
{
        paragraphs(
            c.some(
                [
                    "L'IRM retrouve une atrophie hippocampique bilatérale Scheltens 3.",
                    "La biologie (TSH, B12, calcium) est normale.",
                    "L'examen neurologique est sans signe focal ni syndrome parkinsonien.",
                    "La conduite automobile n'est plus souhaitable.",
                    "Une demande d'APA a été déposée par l'assistante sociale.",
                    "L’entourage évoque une fatigue importante.",
                ],
                3,
                6,
            )
        )
    }
<p style='line-height:1.55'>Au total,
{
        c.one(
            "maladie à corps de Lewy probable",
            "trouble neurocognitif majeur de type Alzheimer",
            "trouble neurocognitif léger",
            "plainte sans trouble objectif",
        )
    }. Nous proposons
{c.one("une équipe spécialisée à domicile", "un accueil de jour", "un contrôle à six mois")} et restons à votre
disposition.</p><p>{c.sign("Dr G F")}<br>{c.scribble()}</p>"""
    body += c.annex(0.25)
    return c.html(body, font="Liberation Serif", pt=12, margin="24mm 25mm")


@layout(fits="any", ins=0.2)
def skin_doctor_note(c: Case) -> str:
    """A dermatologist's answer on the back of the demand: a few typed lines."""
    c.type("11488-4")
    c.author = c.carer("Dermatologue", "ORL", "Urologue")
    doctor = c.carer("Médecin généraliste", "Pédiatre", "Médecin polyvalent")
    c.written = c.acted
    c.argue("act_date")
    text = {
        "Dermatologue": "Lésion de la joue d'allure bénigne. Dermoscopie rassurante. Crème émolliente, "
        "photoprotection.",
        "ORL": "Otite séro-muqueuse bilatérale. Audiogramme : perte de 25 dB. Aérateurs transtympaniques à discuter.",
        "Urologue": "Débitmétrie en plateau, résidu 90 mL. Volume prostatique 48 g. Essai d'alpha-bloquant, PSA "
        "dans six mois.",
    }
    if c.author.job == "Urologue" and (c.woman or c.years() < 45):
        text["Urologue"] = "Échographie rénale normale. Boissons abondantes, contrôle de l'ECBU dans un mois."
    body = f"""<table style='width:100%'><tr><td
style='vertical-align:top;font-size:9.5pt;width:45%'>{c.sign("Dr G F")}<br>
<i>{c.author.job}</i><br>{c.head.town}<br>{c.rpps("RPPS ", "", 0.6)}</td><td
style='vertical-align:top'>{c.doc("long")}<br><br>
à {c.to(doctor, c.one("Docteur G F", "Dr F"))}</td></tr></table><p
style='margin-top:12mm'><b>{c.full(c.one("C", "E", "A"))}</b>
{c.born("– ")} {c.ins_number("– INS ")}</p><p>Merci de ta confiance. {text[c.author.job]}</p>
<p>{c.one("Revoir si besoin.", "Je reste joignable.", "À revoir dans trois mois.")}
{c.one("Amitiés", "Bien à toi", "Cordialement")}</p>
{c.scribble()}"""
    return c.html(body, size=c.one("A5", "A4"), font="Go", pt=10.5, margin="15mm")
