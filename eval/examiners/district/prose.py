"""Sentences of medical content, put together at random so that no two bodies are alike."""

from eval.examiners.district.context import fmt
from eval.examiners.district.people import FAMILY

MOTIVE = [
    "un bilan de dyspnée d'effort stade II",
    "des douleurs lombaires chroniques",
    "la surveillance d'une hypertension artérielle",
    "une suspicion de fibrillation auriculaire",
    "des épigastralgies récidivantes",
    "une anémie ferriprive inexpliquée",
    "un déséquilibre de son diabète de type 2",
    "des céphalées inhabituelles depuis trois semaines",
    "une altération de l'état général avec amaigrissement de 6 kg",
    "le suivi d'une BPCO",
    "une gonalgie droite mécanique",
    "un nodule thyroïdien découvert fortuitement",
]
HISTORY = [
    "HTA traitée depuis {y1}",
    "appendicectomie en {y2}",
    "diabète de type 2 découvert en {y1}",
    "prothèse totale de hanche gauche ({y2})",
    "tabagisme sevré, 25 PA",
    "cholécystectomie cœlioscopique en {y2}",
    "dyslipidémie sous statine",
    "asthme dans l'enfance",
    "syndrome d'apnées du sommeil appareillé depuis {y1}",
    "allergie à la pénicilline (urticaire)",
    "hypothyroïdie substituée",
    "fracture du poignet droit en {y2}",
    "carcinome basocellulaire opéré en {y1}",
    "migraine avec aura",
    "thrombose veineuse profonde en {y1}",
]
STORY = [
    "L'interrogatoire retrouve une gêne progressive depuis le mois de mars, sans fièvre ni sueurs nocturnes.",
    "Les symptômes se sont majorés au décours d'un épisode viral il y a une quinzaine de jours.",
    "Le traitement débuté par le Dr {dr} n'a apporté qu'une amélioration partielle.",
    "Le dernier bilan, daté du {old}, montrait une créatinine à 84 µmol/l et une CRP à 6 mg/l.",
    "Le patient décrit des réveils nocturnes et une fatigabilité inhabituelle.",
    "Une échographie réalisée le {old} par le Dr {dr} était sans particularité.",
    "Aucune notion de voyage récent ni de contage.",
    "L'autonomie est conservée ; vit avec son conjoint dans une maison à étage.",
    "L'observance du traitement est jugée bonne par l'infirmière libérale.",
]
EXAM = [
    "À l'examen : TA 13/8, FC 72/min, SpO2 97 % en air ambiant, poids 74 kg pour 1,68 m.",
    "L'auscultation cardio-pulmonaire est libre, les pouls périphériques sont perçus.",
    "L'abdomen est souple, dépressible, sans défense, sans masse palpée.",
    "Pas de déficit sensitivo-moteur, réflexes vifs et symétriques.",
    "Œdèmes discrets des membres inférieurs, prenant le godet.",
    "Examen cutané et ganglionnaire normal.",
    "TA 158/92 mmHg au repos, contrôlée à 146/85 en fin de consultation.",
    "Mobilité articulaire limitée à 100° de flexion, pas d'épanchement.",
]
PLAN = [
    "Je propose de poursuivre le traitement en cours et de revoir le patient le {next}.",
    "Un scanner thoracique est programmé le {next}.",
    "Introduction de bisoprolol 2,5 mg le matin, à majorer selon la tolérance.",
    "Contrôle biologique dans un mois (NFS, ionogramme, créatinine).",
    "Kinésithérapie à débuter, 15 séances.",
    "Je reste à votre disposition pour tout complément.",
    "Arrêt des anti-inflammatoires, relais par paracétamol 1 g trois fois par jour.",
    "Un avis auprès du Dr {dr} est souhaitable avant toute décision chirurgicale.",
    "Prochain rendez-vous le {next} à 14h30.",
]
DRUGS = [
    "Paracétamol 1 g, cp : 1 cp 3 fois par jour si douleur, 8 jours",
    "Amlodipine 5 mg, gél. : 1 le matin, 3 mois",
    "Metformine 850 mg, cp : 1 cp matin et soir aux repas, 3 mois",
    "Lévothyroxine 75 µg, cp : 1 le matin à jeun, 3 mois",
    "Atorvastatine 20 mg, cp : 1 le soir, 6 mois",
    "Oméprazole 20 mg, gél. : 1 le soir, 28 jours",
    "Amoxicilline 1 g, cp disp. : 1 matin, midi et soir, 7 jours",
    "Énoxaparine 4000 UI/0,4 ml : 1 injection SC par jour, 10 jours",
    "Ramipril 5 mg, cp : 1 le matin, 3 mois",
    "Furosémide 40 mg, cp : 1 le matin, 1 mois",
    "Salbutamol 100 µg, aérosol : 2 bouffées si gêne, max 8/j",
    "Macrogol 10 g, sachets : 1 à 2 par jour, 1 mois",
    "Tramadol LP 100 mg : 1 matin et soir, 5 jours",
    "Vitamine D3 100 000 UI, ampoule : 1 dose par trimestre",
    "Apixaban 5 mg, cp : 1 matin et soir, 3 mois",
]
IMAGING = [
    (
        "Scanner thoraco-abdomino-pelvien",
        "Acquisition hélicoïdale après injection de 90 ml d'iomeprol 350. PDL 612 mGy.cm.",
        [
            "Pas de nodule parenchymateux suspect.",
            "Absence d'adénomégalie médiastinale.",
            "Foie homogène, de contours réguliers.",
            "Kyste cortical rénal gauche banal de 22 mm.",
        ],
        "Absence de lésion secondaire décelable. Kyste rénal simple.",
    ),
    (
        "IRM cérébrale",
        "Séquences T1, T2 FLAIR, diffusion, SWI, 3D T1 après gadolinium. Aimant 1,5 T.",
        [
            "Pas d'anomalie de signal en diffusion.",
            "Quelques hypersignaux FLAIR de la substance blanche, aspécifiques (Fazekas 1).",
            "Système ventriculaire de taille normale.",
        ],
        "Pas de processus expansif ni d'ischémie récente.",
    ),
    (
        "Échographie abdominale",
        "Sonde convexe 3,5 MHz, patient à jeun.",
        [
            "Foie stéatosique, flèche hépatique 15 cm.",
            "Vésicule alithiasique, à paroi fine.",
            "Reins de taille normale sans dilatation.",
            "Rate homogène.",
        ],
        "Stéatose hépatique modérée, sans autre anomalie.",
    ),
    (
        "Radiographie du genou droit",
        "Incidences de face en charge, profil et fémoro-patellaire.",
        ["Pincement de l'interligne fémoro-tibial médial.", "Ostéophytose marginale.", "Pas d'épanchement."],
        "Gonarthrose médiale stade 2 de Kellgren.",
    ),
    (
        "Mammographie bilatérale",
        "Deux incidences par sein, numérique plein champ, double lecture.",
        ["Densité mammaire de type b.", "Pas d'opacité suspecte.", "Pas de foyer de microcalcifications."],
        "Classification ACR 1 à droite et ACR 2 à gauche.",
    ),
    (
        "IRM du rachis lombaire",
        "Sagittales T1, T2, STIR ; axiales T2 sur L3-S1.",
        [
            "Discopathie L4-L5 avec protrusion médiane.",
            "Canal lombaire de dimensions normales.",
            "Cône terminal en place.",
        ],
        "Hernie discale L4-L5 non migrée, sans conflit radiculaire franc.",
    ),
    (
        "Écho-Doppler veineux des membres inférieurs",
        "Étude en mode B et Doppler couleur, compression étagée.",
        [
            "Veines fémorales et poplitées compressibles.",
            "Incontinence de la grande saphène droite.",
            "Pas de thrombus.",
        ],
        "Absence de thrombose veineuse profonde ce jour.",
    ),
    (
        "Radiographie thoracique de face",
        "Cliché debout en inspiration.",
        ["Silhouette cardio-médiastinale normale.", "Culs-de-sac pleuraux libres.", "Pas de foyer systématisé."],
        "Radiographie du thorax sans anomalie évolutive.",
    ),
]
OPERATIONS = [
    (
        "Cholécystectomie par cœlioscopie",
        "Lithiase vésiculaire symptomatique",
        "Open cœlioscopie ombilicale, trois trocarts. Dissection du triangle de Calot, clippage du canal et de l'artère cystiques. Vésicule extraite en sac, sans incident.",
    ),
    (
        "Prothèse totale de genou gauche",
        "Gonarthrose tricompartimentale évoluée",
        "Voie antéro-interne sous garrot. Coupes tibiale et fémorale guidées, implants cimentés taille 4, insert de 10 mm. Flexion 0-120° en fin d'intervention.",
    ),
    (
        "Cure de hernie inguinale droite",
        "Hernie inguinale directe",
        "Incision inguinale, dissection du cordon, refoulement du sac. Plaque de polypropylène 12 x 7 cm selon Lichtenstein.",
    ),
    (
        "Ostéosynthèse du radius distal droit",
        "Fracture déplacée articulaire",
        "Abord de Henry, réduction sous amplificateur, plaque verrouillée antérieure 6 vis. Contrôle scopique satisfaisant.",
    ),
    (
        "Thyroïdectomie totale",
        "Goitre multinodulaire compressif",
        "Cervicotomie de Kocher, repérage des nerfs récurrents avec neuromonitorage. Parathyroïdes conservées. Hémostase, redon.",
    ),
    (
        "Résection transurétrale de prostate",
        "Hypertrophie bénigne symptomatique",
        "Résection bipolaire des deux lobes, 38 g de copeaux. Sonde à double courant, lavages clairs.",
    ),
    (
        "Hystéroscopie opératoire",
        "Polype endométrial",
        "Dilatation à la bougie 9, résection du polype à l'anse, saignement minime, cavité libre en fin de geste.",
    ),
    (
        "Cataracte œil gauche – phacoémulsification",
        "Cataracte corticonucléaire",
        "Anesthésie topique, incision 2,2 mm, capsulorhexis, implant +21,5 D dans le sac. Céfuroxime intracamérulaire.",
    ),
]
PATHO = [
    (
        "Biopsies coliques",
        "Quatre fragments de muqueuse colique d'architecture conservée. Chorion modérément inflammatoire. Absence de granulome et de dysplasie.",
        "Remaniements inflammatoires non spécifiques.",
    ),
    (
        "Exérèse cutanée du dos",
        "Prolifération mélanocytaire nævique intradermique, sans atypie. Exérèse complète.",
        "Nævus nævocellulaire intradermique, limites saines.",
    ),
    (
        "Frottis cervico-utérin",
        "Matériel satisfaisant, cellules malpighiennes superficielles et intermédiaires. Pas de cellule atypique.",
        "Frottis négatif pour une lésion intra-épithéliale (NILM).",
    ),
    (
        "Biopsies prostatiques (12 carottes)",
        "Adénocarcinome acinaire sur 3 carottes droites, longueur tumorale 7 mm. Score de Gleason 7 (3+4).",
        "Adénocarcinome prostatique ISUP 2.",
    ),
    (
        "Pièce de cholécystectomie",
        "Vésicule de 8 cm contenant 4 calculs pigmentaires. Paroi fibreuse, sans dysplasie.",
        "Cholécystite chronique lithiasique.",
    ),
    (
        "Polype du sigmoïde",
        "Adénome tubuleux en dysplasie de bas grade, 9 mm, exérèse en monobloc.",
        "Adénome tubuleux, dysplasie de bas grade.",
    ),
    (
        "Ganglion sentinelle axillaire gauche",
        "Un ganglion de 14 mm étudié sur niveaux de coupe : absence de métastase.",
        "0N/1.",
    ),
    (
        "Biopsie gastrique antrale",
        "Muqueuse antrale avec gastrite chronique modérée active. Bacilles de type Helicobacter au Giemsa.",
        "Gastrite chronique à Helicobacter pylori.",
    ),
]
ANALYTES = [
    ("Hématies", "T/l", 3.9, 5.4, "4,20 – 5,70"),
    ("Hémoglobine", "g/dl", 10, 16, "12,0 – 16,0"),
    ("Leucocytes", "G/l", 3.5, 13, "4,00 – 10,00"),
    ("Plaquettes", "G/l", 140, 430, "150 – 400"),
    ("Créatinine", "µmol/l", 52, 160, "45 – 90"),
    ("Sodium", "mmol/l", 131, 146, "136 – 145"),
    ("Potassium", "mmol/l", 3.3, 5.3, "3,5 – 5,1"),
    ("CRP", "mg/l", 1, 88, "< 5,0"),
    ("Glycémie à jeun", "mmol/l", 4.2, 11, "3,9 – 6,1"),
    ("HbA1c", "%", 5, 9, "4,0 – 6,0"),
    ("ASAT", "UI/l", 12, 80, "< 35"),
    ("ALAT", "UI/l", 12, 95, "< 40"),
    ("Gamma-GT", "UI/l", 12, 160, "< 55"),
    ("TSH", "mUI/l", 0.2, 7, "0,40 – 4,00"),
    ("Ferritine", "µg/l", 8, 340, "30 – 300"),
    ("Cholestérol total", "g/l", 1.4, 2.9, "< 2,00"),
    ("INR", "", 0.9, 3.4, ""),
]


def bits(c, pool, count, **more):
    """A few sentences with their holes filled."""
    out = []
    for text in c.rng.sample(pool, min(count, len(pool))):
        out.append(
            text.format(
                y1=c.rng.randint(2005, 2022),
                y2=c.rng.randint(1975, 2004),
                dr=c.rng.choice(FAMILY).upper(),
                old=fmt(c.day(-c.rng.randint(40, 500))),
                next=fmt(c.day(c.rng.randint(20, 120))),
                **more,
            )
        )
    return out


def para(c, pool, count):
    return "<p class=just>" + " ".join(bits(c, pool, count)) + "</p>"


def history(c, count=4):
    return ", ".join(bits(c, HISTORY, count)) + "."


def results(c, count=9):
    rows = []
    for name, unit, low, high, ref in c.rng.sample(ANALYTES, count):
        value = f"{c.rng.uniform(low, high):.{0 if high > 100 else 1 if high > 12 else 2}f}".replace(".", ",")
        old = f"{c.rng.uniform(low, high):.{0 if high > 100 else 1}f}".replace(".", ",") if c.chance(0.5) else ""
        rows.append((name, value, unit, ref, old))
    return rows
