"""Clinical sentences, by story; {e}, {Il}… follow the person's gender."""

import random
from dataclasses import dataclass

DRUGS = [
    "BISOPROLOL 2,5 mg : 1 cp le matin",
    "RAMIPRIL 5 mg : 1 comprimé le soir",
    "APIXABAN 5 mg, un comprimé matin et soir",
    "FUROSÉMIDE 40 mg 1-0-0",
    "ATORVASTATINE 20 mg 0-0-1",
    "METFORMINE 1000 mg 1-0-1",
    "PARACÉTAMOL 1 g si douleur, max 3/j",
    "PANTOPRAZOLE 20 mg 1 le soir",
    "LÉVOTHYROX 75 µg à jeun",
    "AMLODIPINE 5 mg 1/j",
    "TARDYFERON 80 mg 1/j pendant 3 mois",
    "CALCIDOSE VITAMINE D 1 sachet/j",
    "KARDEGIC 75 mg 1 sachet à midi",
    "MACROGOL 1 à 2 sachets/j",
    "SERTRALINE 50 mg 1 le matin",
    "TRAMADOL LP 100 mg 1 matin et soir 5 jours",
    "INSULINE GLARGINE 18 UI le soir",
    "ÉZÉTIMIBE 10 mg 0-0-1",
    "ALLOPURINOL 100 mg 1 le soir",
    "SEVELAMER 800 mg 2-2-2 au milieu des repas",
    "DARBEPOETINE 30 µg/semaine en fin de séance",
    "SPIRONOLACTONE 25 mg ½ cp",
    "ESCITALOPRAM 10 mg 1/j",
    "SALBUTAMOL spray 2 bouffées si gêne",
    "TIOTROPIUM 18 µg 1 inhalation/j",
    "ZOPICLONE 3,75 mg au coucher",
]
PAST = [
    "HTA traitée depuis plus de dix ans",
    "fibrillation atriale paroxystique anticoagulée",
    "diabète de type 2 (HbA1c 7,1 %)",
    "appendicectomie dans l'enfance",
    "prothèse totale de hanche droite en 2016",
    "BPCO post-tabagique stade II",
    "dyslipidémie",
    "hypothyroïdie substituée",
    "cholécystectomie coelioscopique 2009",
    "insuffisance rénale chronique stade 4",
    "AVC ischémique sylvien gauche 2018 sans séquelle",
    "ostéoporose fracturaire",
    "glaucome chronique bilatéral",
    "cataracte opérée des deux yeux",
    "polypes coliques réséqués",
    "allergie à la pénicilline (rash)",
    "asthme d'effort",
    "syndrome dépressif ancien",
    "lombalgies chroniques",
    "fracture de cheville ostéosynthésée (ski)",
    "SAOS appareillé",
    "tabac sevré, 25 PA",
    "insuffisance veineuse",
    "RGO",
    "hernie inguinale opérée",
    "maladie de Parkinson débutante",
]

CHILD_PAST = [
    "naissance à terme sans particularité",
    "bronchiolite à 5 mois",
    "otites à répétition",
    "asthme du nourrisson",
    "eczéma",
    "vaccinations à jour",
    "fracture en motte de beurre du radius",
    "adénoïdectomie",
    "RGO du nourrisson",
    "prématurité 34 SA",
    "purpura rhumatoïde guéri",
    "allergie à l'arachide",
    "pyélonéphrite en bas âge",
]
YOUNG_PAST = [
    "appendicectomie",
    "asthme d'effort",
    "entorses de cheville à répétition",
    "migraines",
    "tabac 5 PA",
    "dents de sagesse",
    "fracture de clavicule (VTT)",
    "pneumothorax 2019",
    "allergie aux acariens",
    "dépression traitée en 2020",
    "ligamentoplastie du genou gauche",
    "amygdalectomie",
    "syndrome du côlon irritable",
]
CHILD_DRUGS = [
    "PARACÉTAMOL suspension : 1 dose-poids toutes les 6 h",
    "AMOXICILLINE 250 mg/5 mL 1 dose-poids matin et soir 6 jours",
    "SÉRUM PHYSIOLOGIQUE lavage de nez 6 fois/j",
    "VITAMINE D 10 000 UI/mL 2 gouttes/j",
    "SALBUTAMOL 100 µg 2 bouffées en chambre",
    "DESLORATADINE sirop 2,5 mL le soir",
    "SOLUTÉ DE RÉHYDRATATION à volonté",
    "IBUPROFÈNE suspension si douleur, 3 jours max",
]
YOUNG_DRUGS = [
    "PARACÉTAMOL 1 g si douleur, max 3/j",
    "IBUPROFÈNE 400 mg 1 matin, midi et soir 5 jours",
    "AMOXICILLINE 1 g 1-0-1 pendant 7 jours",
    "CÉTIRIZINE 10 mg 1 le soir",
    "SALBUTAMOL spray 2 bouffées si gêne",
    "PHLOROGLUCINOL 80 mg si besoin",
    "OMÉPRAZOLE 20 mg 1 le soir 15 jours",
    "SERTRALINE 50 mg 1 le matin",
    "ÉNOXAPARINE 4000 UI 1 inj./j 10 jours",
]


@dataclass(frozen=True)
class Story:
    """A clinical story that several layouts may tell."""

    title: str
    reason: str
    tale: tuple[str, ...]
    exam: tuple[str, ...]
    results: tuple[str, ...]
    plan: tuple[str, ...]
    low: int = 16


STORIES = [
    Story(
        "Dyspnée fébrile",
        "dyspnée fébrile évoluant depuis quatre jours",
        (
            "Toux grasse depuis le début de la semaine, expectorations purulentes.",
            "Fièvre à 38,9 °C mesurée à domicile hier soir.",
            "Pas de douleur thoracique. Pas de voyage récent.",
            "Un traitement par amoxicilline a été débuté sans amélioration nette.",
        ),
        (
            "TA 132/74, FC 98/min, FR 24/min, SpO2 91 % en air ambiant.",
            "Crépitants de la base droite, pas de sibilants.",
            "Pas de signe de phlébite. Mollets souples.",
        ),
        (
            "CRP 148 mg/L, leucocytes 14,2 G/L.",
            "Radiographie : foyer alvéolaire basal droit.",
            "Antigénurie pneumocoque positive.",
        ),
        (
            "Antibiothérapie par ceftriaxone puis relais oral, total 7 jours.",
            "Oxygène 2 L/min sevré au troisième jour.",
            "Radiographie de contrôle dans six semaines.",
            "Vaccination antipneumococcique à prévoir.",
        ),
    ),
    Story(
        "Chute à domicile",
        "chute mécanique dans l'escalier avec douleur de hanche",
        (
            "Chute de sa hauteur en sortant de la cuisine, sans perte de connaissance.",
            "Impotence fonctionnelle immédiate.",
            "Temps passé au sol estimé à deux heures.",
            "Vit seul{e}, aide ménagère deux fois par semaine.",
        ),
        (
            "Membre inférieur raccourci en rotation externe.",
            "Pas de déficit sensitivomoteur, pouls perçus.",
            "Glasgow 15, pas de point d'appel céphalique.",
        ),
        (
            "Radiographie du bassin : fracture du col fémoral Garden IV.",
            "Hémoglobine 11,4 g/dL, créatinine 96 µmol/L.",
            "CPK 640 UI/L.",
        ),
        (
            "Prise en charge chirurgicale dans les 48 heures.",
            "Bloc iliofascial réalisé à l'arrivée.",
            "Rééducation en soins de suite à prévoir.",
            "Bilan d'ostéoporose à distance.",
        ),
        55,
    ),
    Story(
        "Douleur abdominale",
        "douleur de la fosse iliaque droite",
        (
            "Début péri-ombilical la veille au soir puis localisation à droite.",
            "Deux vomissements, pas de trouble du transit.",
            "Température 38,2 °C.",
        ),
        (
            "Défense en fosse iliaque droite, point de McBurney sensible.",
            "Pas de masse palpée. Orifices herniaires libres.",
            "TA 121/70, pouls 92.",
        ),
        (
            "Leucocytes 15,8 G/L à PNN, CRP 62 mg/L.",
            "Scanner : appendice à 11 mm, sans collection.",
            "Bandelette urinaire négative.",
        ),
        (
            "Appendicectomie sous coelioscopie le jour même.",
            "Sortie à J2, soins locaux par IDE.",
            "Reprise du sport à un mois.",
            "Contrôle en consultation à trois semaines.",
        ),
    ),
    Story(
        "Décompensation cardiaque",
        "majoration d'un essoufflement avec prise de 5 kg",
        (
            "Orthopnée à trois oreillers depuis une semaine.",
            "Œdèmes des chevilles remontant aux genoux.",
            "Écart de régime pendant les fêtes.",
            "Observance du traitement jugée moyenne.",
        ),
        (
            "Crépitants des deux bases, turgescence jugulaire.",
            "TA 158/86, FC 104 irrégulière, SpO2 92 %.",
            "Reflux hépato-jugulaire présent.",
        ),
        (
            "NT-proBNP 6 480 ng/L, troponine stable.",
            "ECG : fibrillation atriale rapide.",
            "FEVG estimée à 40 % à l'échographie.",
        ),
        (
            "Furosémide IV puis relais oral à 80 mg/j.",
            "Poids de sortie 71,4 kg, à surveiller deux fois par semaine.",
            "Ionogramme à une semaine chez le médecin traitant.",
            "Consultation de cardiologie à un mois.",
        ),
        50,
    ),
    Story(
        "Traumatisme du genou",
        "entorse grave du genou sur les pistes",
        (
            "Chute à ski avec craquement entendu, torsion en valgus.",
            "Gonflement rapide, marche impossible.",
            "Transport par le service des pistes.",
        ),
        (
            "Épanchement articulaire, Lachman arrêt mou.",
            "Pas de trouble vasculo-nerveux distal.",
            "Laxité en valgus à 30°.",
        ),
        ("Radiographie : pas de fracture, fracture de Segond exclue.", "Hémarthrose de 40 mL évacuée."),
        (
            "Attelle d'immobilisation, béquilles, glaçage.",
            "IRM à programmer sous quinze jours.",
            "Anticoagulation préventive discutée.",
            "Avis orthopédique avec l'IRM.",
        ),
        14,
    ),
    Story(
        "Confusion aiguë",
        "syndrome confusionnel d'installation récente",
        (
            "Désorientation temporo-spatiale depuis 48 heures signalée par la famille.",
            "Inversion du rythme veille-sommeil.",
            "Rétention d'urine connue, sonde retirée il y a dix jours.",
            "Alimentation et hydratation très réduites.",
        ),
        ("Apyrétique, TA 108/62, pli cutané.", "Globe vésical palpable.", "Pas de signe de localisation."),
        (
            "Natrémie 151 mmol/L, créatinine 168 µmol/L.",
            "ECBU : E. coli multisensible.",
            "Scanner cérébral sans lésion récente.",
        ),
        (
            "Réhydratation IV, sondage vésical.",
            "Antibiothérapie adaptée sept jours.",
            "Retour à l'établissement d'origine.",
            "Réévaluation des psychotropes.",
        ),
        68,
    ),
    Story(
        "Douleur thoracique",
        "douleur thoracique atypique",
        (
            "Épisode de vingt minutes survenu au repos, sans irradiation.",
            "Aucun facteur déclenchant retrouvé.",
            "Antécédent coronarien chez le père à 58 ans.",
        ),
        (
            "Auscultation cardiopulmonaire sans particularité.",
            "TA symétrique 138/80.",
            "Douleur reproduite à la palpation.",
        ),
        (
            "ECG sinusal sans trouble de repolarisation.",
            "Troponine négative sur deux cycles.",
            "D-dimères normaux pour l'âge.",
        ),
        ("Épreuve d'effort à programmer.", "Antalgique simple.", "Reconsulter en cas de récidive."),
    ),
    Story(
        "Colique néphrétique",
        "douleur lombaire gauche brutale",
        (
            "Douleur d'emblée maximale irradiant vers les organes génitaux.",
            "Agitation, nausées.",
            "Troisième épisode en cinq ans.",
        ),
        ("Ébranlement lombaire gauche douloureux.", "Abdomen souple. Température 36,8 °C."),
        (
            "Bandelette : sang ++.",
            "Scanner sans injection : calcul de 4 mm du méat urétéral gauche.",
            "Créatinine 88 µmol/L.",
        ),
        (
            "AINS et antalgiques, tamisage des urines.",
            "Consultation d'urologie sous un mois.",
            "Consignes de surveillance remises.",
        ),
    ),
    Story(
        "Bilan d'anémie",
        "anémie ferriprive d'exploration",
        (
            "Asthénie progressive depuis trois mois, pâleur.",
            "Pas d'extériorisation digestive.",
            "Régime non végétarien.",
        ),
        ("Souffle systolique 2/6 fonctionnel.", "Abdomen souple, toucher rectal normal."),
        ("Hémoglobine 7,9 g/dL, VGM 71, ferritine 6 µg/L.", "Gastroscopie et coloscopie sans lésion qui saigne."),
        ("Deux culots transfusés, fer injectable 1 g.", "Vidéocapsule à organiser.", "NFS de contrôle à un mois."),
    ),
]


def story(rng: random.Random, age: int) -> Story:
    """Draw a story fit for the age."""
    return rng.choice([item for item in STORIES if item.low <= age] or [STORIES[2]])


CHILD = Story(
    "Fièvre du nourrisson",
    "fièvre mal tolérée avec refus alimentaire",
    ("Fièvre depuis 24 heures, rhinite claire.", "Deux selles liquides.", "Contage dans la fratrie."),
    (
        "Bonne coloration, temps de recoloration inférieur à 3 secondes.",
        "Tympans congestifs sans bombement.",
        "Auscultation : quelques sibilants.",
    ),
    ("Bandelette urinaire négative.", "Test rapide grippe positif."),
    (
        "Paracétamol 15 mg/kg toutes les six heures.",
        "Fractionner les apports.",
        "Revoir si fièvre au-delà de trois jours.",
    ),
    0,
)
