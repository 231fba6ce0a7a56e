"""Medical prose: clinical cases and pools, filled with the context of a document."""

from collections.abc import Sequence
from typing import Any

from eval.examiners.locality.context import Ctx

CASE_PARTS = ("motif", "atcd", "story", "exam", "concl", "drugs", "spec")
"""Reason, past, story, examination, conclusion, treatments, speciality."""
# fmt: off
PAST_OF_CHILDREN = ("naissance à terme, développement sans particularité, vaccins à jour", "asthme du nourrisson, eczéma des plis", "adénoïdectomie à quatre ans, pas d'allergie connue")
CASES: list[tuple[Any, ...]] = [
    ("une dyspnée d'effort", "hypertension artérielle ancienne, fibrillation atriale permanente sous anticoagulant",
     "essoufflement à la montée d'un étage depuis trois semaines, avec prise de 4 kg et œdèmes des chevilles en fin de journée",
     "TA 142/78 mmHg, fréquence cardiaque 88/min irrégulière, crépitants des deux bases, œdèmes prenant le godet jusqu'à mi-jambe, SpO2 94 % en air ambiant",
     "décompensation cardiaque globale modérée, à fraction d'éjection préservée", ["Furosémide 40 mg : 1 cp le matin", "Apixaban 5 mg : 1 cp matin et soir", "Bisoprolol 2,5 mg : 1 cp le matin"], "cardio"),
    ("des lombalgies basses avec sciatique droite", "arthrose rachidienne, cholécystectomie en 2009, pas d'allergie connue",
     "douleur apparue en portant un sac de ciment, irradiant à la face postérieure de la cuisse et au mollet, impulsive à la toux",
     "Lasègue à 40° à droite, réflexe achilléen droit diminué, pas de déficit moteur, pas de trouble sphinctérien",
     "lombosciatique S1 droite commune, sans signe de gravité", ["Paracétamol 1 g : 3 fois par jour", "Kétoprofène LP 100 mg : 1 le soir, 7 jours", "Oméprazole 20 mg : 1 le soir"], "rhumato"),
    ("un déséquilibre glycémique", "diabète de type 2 depuis 2006, rétinopathie minime, appendicectomie dans l'enfance",
     "glycémies capillaires du matin entre 1,80 et 2,60 g/l depuis l'été, polyurie nocturne, perte de 3 kg sans anorexie",
     "poids 81 kg pour 1,68 m, IMC 28,7, monofilament perçu aux deux pieds, pouls pédieux présents, TA 128/74",
     "diabète de type 2 déséquilibré, HbA1c 9,4 %, passage à l'insuline basale proposé", ["Metformine 1000 mg : 1 cp matin et soir", "Insuline glargine 100 U/ml : 12 unités le soir", "Atorvastatine 20 mg : 1 cp le soir"], "endoc"),
    ("des troubles de la mémoire", "HTA, cataracte opérée à droite, épisode dépressif en 2017",
     "oublis de rendez-vous et de prises de médicaments signalés par l'entourage depuis un an, désorientation lors d'un trajet habituel, sommeil conservé",
     "MMSE 21/30 (rappel 0/3, orientation temporelle 3/5), horloge perturbée, pas de syndrome extrapyramidal, marche sans aide",
     "trouble neurocognitif majeur débutant, d'allure amnésique", ["Amlodipine 5 mg : 1 gélule le matin", "Sertraline 50 mg : 1 cp le matin", "Vitamine D 100 000 UI : 1 ampoule par trimestre"], "neuro"),
    ("une toux traînante", "tabagisme sevré (35 paquets-années), BPCO stade II, glaucome",
     "toux grasse depuis cinq semaines avec expectoration purulente, fièvre à 38,2 °C les deux premiers jours, pas d'hémoptysie",
     "ronchi bilatéraux, fréquence respiratoire 20/min, SpO2 92 %, pas de signe de lutte, mollets souples",
     "exacerbation de BPCO d'allure bactérienne", ["Amoxicilline 1 g : 3 fois par jour, 7 jours", "Tiotropium 18 µg : 1 inhalation par jour", "Salbutamol 100 µg : 2 bouffées à la demande"], "pneumo"),
    ("une gonalgie gauche mécanique", "surcharge pondérale, phlébite en 2011, hypothyroïdie substituée",
     "douleur interne du genou gauche gênant la descente des escaliers, périmètre de marche réduit à 400 mètres, pas de blocage",
     "genu varum de 6°, flexion 110°, extension complète, pas d'épanchement, laxité absente, radiographies : pincement interne stade III",
     "gonarthrose fémoro-tibiale interne évoluée, indication de prothèse totale discutée", ["Paracétamol 1 g : si douleur", "Lévothyroxine 75 µg : 1 cp à jeun", "Bas de contention classe 2"], "ortho"),
    ("une altération de l'état général", "cancer du côlon opéré en 2018 (colectomie droite), insuffisance rénale chronique stade 3a",
     "amaigrissement de 7 kg en quatre mois, asthénie, dégoût de la viande, constipation récente, pas de saignement extériorisé",
     "abdomen souple, sensible en hypochondre droit, foie débordant de deux travers, pas d'adénopathie, toucher rectal normal",
     "altération de l'état général à explorer, scanner thoraco-abdomino-pelvien demandé", ["Macrogol 4000 : 1 sachet matin et soir", "Compléments nutritionnels oraux : 2 par jour", "Tramadol 50 mg : si douleur"], "gastro"),
    ("une chute au domicile", "ostéoporose fracturaire, insuffisance veineuse, surdité appareillée",
     "chute mécanique dans la salle de bain, sans perte de connaissance, station au sol estimée à quarante minutes, relevage par les pompiers",
     "douleur à la mobilisation de la hanche droite, pas de raccourcissement, hématome de l'avant-bras, examen neurologique sans particularité, Glasgow 15",
     "traumatisme de hanche sans fracture sur les clichés, bilan de chute à compléter", ["Acide alendronique 70 mg : 1 cp le lundi", "Calcium 500 mg : 1 cp par jour", "Paracétamol 1 g : 3 fois par jour"], "geriatre"),
    ("une lésion pigmentée du dos", "exposition solaire professionnelle (couvreur), carcinome basocellulaire en 2020",
     "tache brune du flanc gauche remarquée par le conjoint, augmentation de taille en six mois, sans saignement ni prurit",
     "lésion de 9 mm, asymétrique, bords irréguliers, réseau atypique en dermoscopie, aires ganglionnaires libres, phototype II",
     "lésion mélanocytaire suspecte, exérèse avec marge de 2 mm programmée", ["Photoprotection SPF 50+", "Émollient quotidien"], "dermato"),
    ("des troubles urinaires du bas appareil", "hypertrophie bénigne de prostate ou infections urinaires à répétition, lithiase rénale en 2015",
     "pollakiurie nocturne (quatre levers), jet faible, impression de vidange incomplète, pas d'hématurie ni de fièvre",
     "fosses lombaires libres, globe absent, résidu post-mictionnel estimé à 90 ml, bandelette négative",
     "troubles mixtes du bas appareil, bilan urodynamique à prévoir", ["Tamsulosine LP 0,4 mg : 1 gélule le soir", "Conseils hydriques avant 18 heures"], "uro"),
    ("une plaie chronique de la malléole", "insuffisance veineuse chronique, AOMI stade II, diabète équilibré sous régime",
     "ulcère évoluant depuis onze semaines, soins à domicile trois fois par semaine, douleur nocturne cotée 4/10",
     "plaie de 4 x 3 cm, fibrine 40 %, bourgeonnement 60 %, berges macérées, pas de contact osseux, IPS 0,82 à droite",
     "ulcère mixte à prédominance veineuse, compression adaptée", ["Hydrofibre puis mousse hydrocellulaire", "Bandage multitype 30 mmHg", "Paracétamol 1 g avant le soin"], "dermato"),
    ("un syndrome anxio-dépressif", "fibromyalgie, migraine sans aura, césarienne en 1998",
     "tristesse, réveils à 4 heures, ruminations depuis un conflit au travail, pas d'idée suicidaire scénarisée, arrêt maladie en cours",
     "contact bon, discours cohérent, ralentissement léger, HAD anxiété 14 et dépression 12, TA 122/70",
     "épisode dépressif caractérisé d'intensité moyenne", ["Escitalopram 10 mg : 1 cp le matin", "Hydroxyzine 25 mg : au coucher, 15 jours", "Psychothérapie de soutien"], "psy"),
    ("une otite séreuse bilatérale", "rhinopharyngites répétées, allergie aux acariens, vaccinations à jour",
     "baisse d'audition remarquée à l'école ou à la télévision, ronflement nocturne, respiration buccale",
     "tympans mats et rétractés, mobilité absente au spéculum pneumatique, cavum encombré, oropharynx sans particularité",
     "otite séro-muqueuse, audiométrie dans deux mois puis aérateurs si persistance", ["Lavages de fosses nasales matin et soir", "Mométasone spray : 1 pulvérisation par narine"], "orl"),
    ("des épigastralgies", "lithiase vésiculaire asymptomatique, tabac 10 cigarettes par jour, pas d'AINS",
     "brûlures post-prandiales depuis deux mois, pyrosis nocturne, soulagées par les alginates, pas de dysphagie",
     "abdomen souple, sensibilité épigastrique, Murphy négatif, bilan hépatique normal, lipase normale",
     "dyspepsie avec reflux, fibroscopie indiquée après cinquante ans", ["Pantoprazole 20 mg : 1 cp le matin, 8 semaines", "Alginate : 1 sachet après les repas"], "gastro"),
    ("un suivi d'infarctus", "infarctus inférieur stenté en 2021, dyslipidémie, hérédité coronaire paternelle",
     "pas de douleur thoracique, marche quarante minutes par jour, observance bonne, quelques ecchymoses",
     "TA 118/70, fréquence 58/min, auscultation sans souffle, ECG sinusal avec séquelle inférieure, FEVG 52 %",
     "coronaropathie stable, arrêt d'un antiagrégant au douzième mois", ["Acide acétylsalicylique 75 mg : 1 sachet", "Rosuvastatine 20 mg : 1 cp le soir", "Ramipril 5 mg : 1 cp le matin"], "cardio"),
    ("une polyarthralgie inflammatoire", "thyroïdite auto-immune, psoriasis chez un frère, deux grossesses ou service militaire sans événement",
     "raideur matinale d'une heure, gonflement des deux poignets et des MCP, réveil en deuxième partie de nuit",
     "huit articulations douloureuses, cinq gonflées, squeeze test positif, DAS28 4,6, anti-CCP 88 U/ml",
     "polyarthrite rhumatoïde débutante, méthotrexate introduit", ["Méthotrexate 10 mg : le mercredi", "Acide folique 5 mg : le vendredi", "Prednisone 7,5 mg : dégression"], "rhumato"),
    ("un syndrome d'apnées du sommeil", "obésité, HTA traitée par deux molécules, reflux",
     "ronflement sonore, somnolence au volant, céphalées matinales, Epworth 15/24, pauses constatées",
     "IMC 36, tour de cou 44 cm, Mallampati III, polygraphie : IAH 38/h, désaturation minimale 79 %",
     "syndrome d'apnées obstructives sévère, pression positive continue prescrite", ["PPC autopilotée 6-14 cmH2O", "Règles hygiéno-diététiques"], "pneumo"),
    ("une crise convulsive", "accident vasculaire sylvien gauche en 2022, aphasie séquellaire, FA",
     "perte de contact de trois minutes avec clonies du bras droit, morsure latérale, confusion post-critique de vingt minutes",
     "hémiparésie droite connue sans aggravation, aphasie de Broca, constantes normales, glycémie 1,12 g/l",
     "crise focale secondairement généralisée sur séquelle vasculaire", ["Lévétiracétam 500 mg : 1 cp matin et soir", "Rivaroxaban 20 mg : 1 cp au dîner"], "neuro"),
]

SOCIAL = [
    "Vit seul{e} dans une maison de plain-pied, voisine présente, repas livrés cinq jours sur sept. La fille passe le week-end.",
    "Habite au deuxième étage sans ascenseur avec son conjoint, lui-même fatigué. Les courses sont faites par un neveu.",
    "Vit chez son fils depuis le printemps ; chambre au rez-de-chaussée, lit médicalisé demandé, salle d'eau à aménager.",
    "Logement HLM adapté, téléassistance installée, aide ménagère deux heures le mardi et le vendredi.",
    "Ferme isolée, chauffage au bois, hygiène difficile. Refus répété des aides, accepte le passage infirmier.",
    "Résidence autonomie, repas pris en salle, animations suivies. Une nièce est référente familiale.",
    "Couple âgé, l'épouse ou l'époux aidant s'épuise ; un hébergement temporaire de trois semaines est souhaité.",
    "Hébergé{e} provisoirement chez une sœur après la vente du logement. Dossier de protection juridique en cours.",
]
TRANSM = [
    "Toilette au lavabo avec stimulation, habillage aidé pour le bas. Peau sèche, talons protégés.",
    "Glycémie 1,46 g/l à jeun, insuline faite à 7 h 50. A bien déjeuné.",
    "Refus de la douche ce matin, toilette partielle. Humeur triste, parle de sa sœur.",
    "Pansement refait : exsudat modéré, odeur absente, photo transmise au médecin.",
    "TA 16/8 au repos, contrôlée à 14/7 après dix minutes. Pas de céphalée.",
    "Transfert lit-fauteuil à deux avec verticalisateur, pas de douleur exprimée.",
    "Selles ce jour. Hydratation 900 ml notée sur la feuille, eau gélifiée acceptée.",
    "Bas de contention posés avant le lever. Petite excoriation du tibia, gaze grasse.",
    "Fille présente au passage, demande un rendez-vous avec l'assistante sociale.",
    "Agité{e} en fin d'après-midi, apaisement par la musique, pas de si besoin donné.",
    "Pilulier vérifié : une prise oubliée dimanche soir. Rappel fait.",
    "Poids 57,2 kg (-0,8 en un mois), collation enrichie reprise.",
]
IMAGING = [
    ("Radiographie du thorax de face", "Toux fébrile.", "Silhouette cardio-médiastinale de taille normale. Opacité alvéolaire mal limitée de la base droite effaçant en partie la coupole. Pas d'épanchement pleural. Pas de lésion osseuse visible.", "Foyer de la base droite, contrôle à six semaines souhaitable."),
    ("Scanner cérébral sans injection", "Chute sous anticoagulant.", "Pas de saignement intra- ou extra-axial. Structures médianes en place. Atrophie cortico-sous-corticale en rapport avec l'âge. Leucopathie vasculaire Fazekas 2. Sinus aérés.", "Absence d'hémorragie intracrânienne."),
    ("Échographie abdominale", "Douleur de l'hypochondre droit.", "Foie de taille normale, hyperéchogène. Vésicule à paroi fine contenant deux calculs de 8 mm. Voie biliaire principale 5 mm. Reins sans dilatation. Aorte de calibre normal. Rate homogène.", "Lithiase vésiculaire non compliquée. Stéatose."),
    ("IRM du genou gauche", "Douleur interne, dérobement.", "Fissure horizontale de la corne postérieure du ménisque interne, stade III. Ligaments croisés continus. Chondropathie fémoro-tibiale interne de grade II. Petit kyste poplité. Épanchement minime.", "Lésion méniscale interne dégénérative."),
    ("Mammographie bilatérale et échographie", "Dépistage organisé.", "Densité de type b. Pas de foyer de microcalcifications suspect. Opacité ronde de 7 mm du quadrant supéro-externe droit, stable, correspondant à un kyste simple en échographie. Aires axillaires libres.", "ACR 2 à droite, ACR 1 à gauche."),
    ("Scanner thoraco-abdomino-pelvien avec injection", "Bilan d'extension.", "Pas d'embolie pulmonaire proximale. Nodule du lobe inférieur gauche de 6 mm. Foie : deux hypodensités kystiques. Pas d'adénopathie. Surrénales fines. Pas d'ascite. Cadre osseux sans lésion lytique.", "Nodule pulmonaire de 6 mm à contrôler à trois mois."),
    ("Radiographies du bassin et de la hanche droite", "Traumatisme.", "Pas de trait de fracture décelable. Coxarthrose supéro-externe modérée avec pincement et ostéophytose. Branches ilio-pubiennes continues. Trame osseuse déminéralisée.", "Pas de fracture visible, IRM en cas de persistance douloureuse."),
    ("Échographie-Doppler veineux des membres inférieurs", "Mollet gauche douloureux.", "Réseau profond perméable et compressible des veines fémorales aux veines jambières. Incontinence ostiale de la grande saphène gauche. Hématome intramusculaire du gastrocnémien médial de 28 mm.", "Pas de thrombose veineuse profonde. Hématome musculaire."),
    ("Ostéodensitométrie (DXA)", "Fracture du poignet.", "Rachis lombaire L1-L4 : 0,782 g/cm2, T-score -2,8. Col fémoral gauche : 0,612 g/cm2, T-score -2,4. Pas d'examen antérieur disponible dans le centre.", "Densité dans la zone d'ostéoporose au rachis."),
    ("IRM lombaire", "Sciatique rebelle.", "Hernie discale L5-S1 postéro-latérale droite refoulant la racine S1. Discopathie L4-L5 sans conflit. Canal de dimensions suffisantes. Cône terminal normal.", "Conflit disco-radiculaire S1 droit."),
]
PATHO = [
    ("Biopsies gastriques antrales et fundiques", "Quatre fragments de 2 à 3 mm.", "Muqueuse antrale siège d'une gastrite chronique peu active. Présence d'Helicobacter pylori à la coloration de Giemsa. Absence d'atrophie et de métaplasie intestinale.", "Gastrite chronique antrale à H. pylori."),
    ("Exérèse cutanée du flanc gauche", "Fuseau de 28 x 14 x 9 mm orienté par un fil.", "Prolifération mélanocytaire jonctionnelle et dermique, symétrique, à thèques régulières, maturation conservée, pas de mitose.", "Nævus composé, exérèse complète (marge minimale 3 mm)."),
    ("Polypectomie du sigmoïde", "Polype pédiculé de 12 mm reçu entier.", "Adénome tubuleux en dysplasie de bas grade, pied indemne.", "Adénome tubuleux bas grade, exérèse complète."),
    ("Biopsies prostatiques (12 carottes)", "Carottes de 9 à 15 mm repérées de 1 à 12.", "Adénocarcinome acinaire sur 3 carottes de la base droite, longueur tumorale 7 mm, score de Gleason 3 + 4 = 7 (ISUP 2). Pas d'engainement périnerveux.", "Adénocarcinome prostatique ISUP 2, 3/12."),
    ("Pièce de cholécystectomie", "Vésicule de 8 cm, deux calculs cholestéroliques.", "Paroi épaissie, fibrose, infiltrat lymphocytaire, sinus de Rokitansky. Pas de dysplasie.", "Cholécystite chronique lithiasique."),
    ("Frottis cervico-utérin en phase liquide", "Matériel satisfaisant, cellules endocervicales présentes.", "Cellules malpighiennes superficielles et intermédiaires. Test HPV à haut risque : négatif.", "Absence de lésion intra-épithéliale."),
    ("Microbiopsies mammaires droites", "Trois cylindres de 14 G.", "Carcinome infiltrant de type non spécifique, grade SBR II. RE 95 %, RP 80 %, HER2 score 1+, Ki67 15 %.", "Carcinome infiltrant RH positif, HER2 non amplifié."),
    ("Biopsie cutanée de l'aile du nez", "Punch de 4 mm.", "Massifs basaloïdes à disposition palissadique avec fente de rétraction, extension au derme moyen.", "Carcinome basocellulaire nodulaire, limite profonde atteinte."),
]
OPS = [
    ("Prothèse totale de genou gauche", "Gonarthrose évoluée.", "Décubitus dorsal, garrot à 280 mmHg. Voie antéro-interne. Coupes fémorale et tibiale guidées, équilibrage en extension satisfaisant. Implants cimentés, plateau de 10 mm. Fermeture plan par plan, pansement compressif.", "Rachianesthésie"),
    ("Cholécystectomie cœlioscopique", "Lithiase symptomatique.", "Open cœlioscopie ombilicale, trois trocarts. Adhérences épiploïques libérées, triangle de Calot disséqué, artère et canal cystique clippés. Extraction par sac. Hémostase vérifiée, pas de drainage.", "Anesthésie générale"),
    ("Cure de hernie inguinale droite par prothèse", "Hernie réductible gênante.", "Incision inguinale. Sac indirect réséqué, prothèse de polypropylène 6 x 11 cm fixée au ligament inguinal. Nerf ilio-inguinal respecté. Surjet intradermique.", "Anesthésie locorégionale"),
    ("Phacoémulsification du cristallin droit", "Cataracte cortico-nucléaire.", "Incision de 2,2 mm, capsulorhexis de 5,5 mm, fragmentation, aspiration des masses, implant pliable de +21,5 D dans le sac. Étanchéité par hydrosuture, céfuroxime en chambre antérieure.", "Anesthésie topique"),
    ("Ostéosynthèse du poignet droit", "Fracture à bascule postérieure.", "Voie de Henry. Réduction sous amplificateur, plaque verrouillée palmaire à huit vis. Contrôle scopique satisfaisant. Attelle d'avant-bras.", "Bloc axillaire"),
    ("Résection transurétrale de prostate", "Rétention récidivante.", "Cystoscopie : vessie de lutte. Résection des deux lobes, 32 g de copeaux, hémostase soigneuse. Sonde double courant CH 20 avec lavage continu.", "Rachianesthésie"),
    ("Libération du canal carpien gauche", "Acroparesthésies nocturnes.", "Mini-incision palmaire, section du ligament annulaire sous contrôle de la vue, nerf médian pâle et aminci. Deux points de suture.", "Anesthésie locale"),
    ("Arthroplastie de hanche droite par voie antérieure", "Coxarthrose destructrice.", "Table orthopédique. Capsulotomie en T, col sectionné, cotyle fraisé à 52, tige sans ciment taille 4, tête céramique 32. Longueurs symétriques, stabilité testée.", "Anesthésie générale"),
]
LABS: dict[str, list[tuple[str, str, float, float, int]]] = {
    "Hématologie": [("Hématies", "T/l", 4.0, 5.6, 2), ("Hémoglobine", "g/dl", 11.5, 16.5, 1), ("Hématocrite", "%", 35, 49, 1), ("VGM", "fl", 80, 98, 0),
                    ("Leucocytes", "G/l", 4.0, 10.5, 2), ("Polynucléaires neutrophiles", "G/l", 1.8, 7.5, 2), ("Lymphocytes", "G/l", 1.0, 4.0, 2), ("Plaquettes", "G/l", 150, 400, 0)],
    "Biochimie": [("Sodium", "mmol/l", 136, 145, 0), ("Potassium", "mmol/l", 3.5, 5.0, 1), ("Créatinine", "µmol/l", 50, 105, 0), ("Urée", "mmol/l", 2.5, 8.0, 1),
                  ("Glycémie à jeun", "g/l", 0.70, 1.10, 2), ("CRP", "mg/l", 0, 5, 1), ("ASAT", "U/l", 10, 40, 0), ("ALAT", "U/l", 8, 45, 0), ("Gamma-GT", "U/l", 8, 60, 0),
                  ("Albumine", "g/l", 35, 50, 1), ("Calcium", "mmol/l", 2.15, 2.55, 2)],
    "Hémostase": [("Taux de prothrombine", "%", 70, 100, 0), ("INR", "", 0.9, 1.2, 2), ("TCA (ratio)", "", 0.8, 1.2, 2)],
    "Hormonologie": [("TSH", "mUI/l", 0.4, 4.0, 2), ("25-OH vitamine D", "ng/ml", 30, 60, 0), ("Ferritine", "µg/l", 30, 300, 0)],
    "Lipides": [("Cholestérol total", "g/l", 1.5, 2.2, 2), ("HDL", "g/l", 0.4, 0.8, 2), ("LDL calculé", "g/l", 0.6, 1.6, 2), ("Triglycérides", "g/l", 0.5, 1.5, 2)],
}
VACCINES = ["Fluarix Tetra", "Vaxigrip", "Repevax", "Prevenar 20", "Boostrixtetra", "Shingrix", "Comirnaty LP.8.1", "Priorix", "Hexyon", "Nimenrix", "Gardasil 9", "Efluelda"]
# fmt: on

Result = tuple[str, str, str, str, str, str]
"""Name, value, unit, range, flag and value of before."""


def case(c: Ctx, child: bool = False, spec: str | None = None) -> dict[str, Any]:
    """A clinical case that suits the patient."""
    pool = [one for one in CASES if spec is None or one[6] == spec] or CASES
    if child:
        pool = [one for one in CASES if one[6] == "orl"]
    elif spec is None:
        pool = [one for one in CASES if one[6] != "orl"]
    told: dict[str, Any] = dict(zip(CASE_PARTS, c.r.choice(pool), strict=True))
    if c.age < 18:
        told["atcd"] = c.pick(*PAST_OF_CHILDREN)
    return told


def drugs(c: Ctx, n: int | None = None) -> list[str]:
    """Some treatments of all the cases."""
    pool = sorted({drug for one in CASES for drug in one[5] if ":" in drug})
    return c.r.sample(pool, n or c.r.randint(3, 7))


def pick(c: Ctx, pool: Sequence[str]) -> str:
    """One of several sentences, of the gender of the patient."""
    return c.r.choice(pool).replace("{e}", c.e)


def lab_rows(c: Ctx, groups: Sequence[str] | None = None) -> list[tuple[str, list[Result]]]:
    """Groups of results."""
    out = []
    for group in groups or c.r.sample(list(LABS), c.r.randint(2, 4)):
        rows = []
        for name, unit, low, high, places in LABS[group]:
            if c.chance(0.12):
                continue
            span = high - low
            value = max(c.r.uniform(low - 0.15 * span, high + 0.35 * span), 0.01)
            flag = "L" if value < low else "H" if value > high else ""
            before = max(value + c.r.uniform(-0.2, 0.2) * span, 0.01)
            said = [f"{one:.{places}f}".replace(".", ",") for one in (value, low, high, before)]
            rows.append((name, said[0], unit, f"{said[1]} - {said[2]}", flag, said[3]))
        out.append((group, rows))
    return out


def distract(c: Ctx) -> str:
    """A sentence with a foreign name or date."""
    x, y = c.dr(), c.dr("cardio")
    said = c.pick(
        f"Le dernier avis, donné le {c.d(c.ago(60, 400))} par le Dr {c.fam(x['family'])}, n'avait pas modifié la conduite.",
        f"Un contrôle est prévu le {c.d(c.ahead())} avec le Dr {c.fam(y['family'])}.",
        f"Sa sœur {c.r.choice(['Colette', 'Martine', 'Nadia', 'Odile'])} ({c.w.pros.tel()}) sert de relais pour les rendez-vous.",
        f"Bilan biologique du {c.d(c.ago(10, 90))} joint à ce courrier.",
        f"Intervention réalisée en {c.r.randint(2008, 2022)} par le Dr {c.fam(x['family'])} sans suite particulière.",
        f"Prochaine consultation le {c.d(c.ahead())} à {c.hm()}.",
        f"L'hospitalisation de {c.pick('mars', 'juin', 'octobre')} {c.r.randint(2019, 2024)} avait conclu à une affection bénigne.",
        "Aucune allergie médicamenteuse n'est rapportée à ce jour.",
    )
    return str(said)


def capital(text: str) -> str:
    """Capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]
