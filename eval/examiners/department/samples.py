"""Examinations, operations, treatments and results."""

IMAGING = [
    (
        "Scanner thoraco-abdomino-pelvien",
        "Bilan d'altération de l'état général.",
        (
            "Acquisition hélicoïdale après injection de 100 mL d'iomeprol. Pas d'adénopathie médiastinale. "
            "Micronodule du lobe moyen de 4 mm, stable par rapport à l'examen du {d1}. Foie homogène, kyste "
            "biliaire du segment VII. Diverticulose sigmoïdienne sans signe d'inflammation."
        ),
        "Pas de lésion suspecte. Contrôle du micronodule à 12 mois.",
    ),
    (
        "IRM du genou droit",
        "Gonalgies internes, blocages.",
        (
            "Séquences T1, DP fat-sat dans les trois plans. Fissure horizontale de la corne postérieure du "
            "ménisque interne, grade III. Ligaments croisés continus. Chondropathie fémoro-patellaire grade "
            "II. Lame d'épanchement."
        ),
        "Fissure méniscale interne. Chondropathie rotulienne débutante.",
    ),
    (
        "Échographie abdominale",
        "Douleurs de l'hypochondre droit.",
        (
            "Foie de taille normale, hyperéchogène. Vésicule alithiasique à paroi fine. Voie biliaire "
            "principale à 4 mm. Reins de taille normale. Rate homogène de 10 cm. Aorte de calibre normal. "
            "Comparaison avec l'examen du {d2}."
        ),
        "Stéatose hépatique. Pas de lithiase.",
    ),
    (
        "Radiographies du bassin et de la hanche gauche",
        "Chute, douleur inguinale.",
        (
            "Incidences de face et de profil. Pincement coxo-fémoral supéro-externe modéré. Pas de trait de "
            "fracture. Prothèse totale de hanche droite posée le {d1} en place, sans descellement."
        ),
        "Pas de lésion osseuse traumatique récente. Coxarthrose gauche.",
    ),
    (
        "Écho-Doppler veineux des membres inférieurs",
        "Œdème unilatéral.",
        (
            "Axes ilio-fémoraux, poplités et tronc tibio-fibulaires compressibles, flux modulé. Incontinence "
            "de la grande saphène gauche. Absence de thrombose visible ce jour. Kyste de Baker de 22 mm."
        ),
        "Absence de thrombose veineuse profonde.",
    ),
    (
        "IRM cérébrale",
        "Troubles mnésiques.",
        (
            "Axiale diffusion, FLAIR, T2*, 3D T1. Leucopathie vasculaire Fazekas 2. Atrophie hippocampique "
            "bilatérale Scheltens 2. Pas de microsaignement. Pas de lésion ischémique récente. Examen "
            "antérieur du {d1} peu modifié."
        ),
        "Leucopathie modérée, atrophie hippocampique.",
    ),
    (
        "Mammographie bilatérale et échographie",
        "Surveillance.",
        (
            "Seins de densité B. Pas de masse ni de foyer de microcalcifications suspect. Ganglions axillaires"
            " d'allure banale. Échographie complémentaire : kyste simple de 7 mm du quadrant supéro-externe. "
            "Cliché de référence : {d2}."
        ),
        "ACR 2 bilatéral.",
    ),
    (
        "Scanner des sinus",
        "Rhinosinusite chronique.",
        (
            "Comblement partiel du sinus maxillaire gauche, niveau hydro-aérique. Déviation septale droite. "
            "Cornets hypertrophiques. Pas de lyse osseuse. Le scanner du {d1} montrait le même aspect."
        ),
        "Sinusite maxillaire gauche.",
    ),
    (
        "Radiographie du thorax de face",
        "Toux traînante.",
        (
            "Silhouette cardiaque à la limite supérieure. Syndrome bronchique des bases. Pas de foyer "
            "systématisé ni d'épanchement. Chambre implantable en place depuis {d1}."
        ),
        "Pas de foyer parenchymateux.",
    ),
]
PATHO = [
    (
        "Polypes coliques",
        "Trois fragments polypoïdes de 3 à 8 mm inclus en totalité.",
        (
            "Prolifération adénomateuse tubuleuse en dysplasie de bas grade. Exérèse complète sur le plus "
            "grand fragment. Pas d'infiltration."
        ),
        "Adénomes tubuleux en dysplasie de bas grade.",
    ),
    (
        "Exérèse cutanée du dos",
        "Lambeau fusiforme de 22 x 9 x 6 mm, orienté par un fil à 12 h, centré par une lésion de 6 mm.",
        "Carcinome basocellulaire nodulaire ulcéré. Marges latérales 3 mm, profonde 2,5 mm.",
        "Carcinome basocellulaire d'exérèse complète.",
    ),
    (
        "Biopsies gastriques",
        "Cinq fragments : antre, angulus, fundus.",
        (
            "Gastrite chronique modérée, non atrophique, sans métaplasie intestinale. Coloration de Giemsa : "
            "absence d'Helicobacter pylori."
        ),
        "Gastrite chronique modérée non active.",
    ),
    (
        "Vésicule biliaire",
        "Pièce de 8 cm, paroi de 3 mm, calculs mûriformes.",
        "Muqueuse amincie, sinus de Rokitansky. Infiltrat lymphocytaire modéré. Pas de dysplasie.",
        "Cholécystite chronique lithiasique.",
    ),
    (
        "Frottis cervico-utérin en milieu liquide",
        "Un flacon, coloration de Papanicolaou.",
        (
            "Cellules malpighiennes superficielles et intermédiaires, cellules endocervicales présentes. Flore"
            " de Döderlein. Test HPV haut risque négatif."
        ),
        "Absence de lésion intra-épithéliale (NILM).",
    ),
    (
        "Biopsies prostatiques",
        "Douze carottes, longueur totale 142 mm.",
        "Deux carottes envahies à droite, 8 mm au total, Gleason 3+3, ISUP 1. Pas d'engainement périnerveux.",
        "Adénocarcinome acinaire ISUP 1.",
    ),
    (
        "Nodule thyroïdien, cytoponction",
        "Quatre lames étalées.",
        "Placards de thyréocytes réguliers, colloïde abondante, macrophages.",
        "Bénin, Bethesda II.",
    ),
    (
        "Tumorectomie mammaire droite",
        "Pièce de 42 g, 55 x 40 x 25 mm, encrée.",
        ("Carcinome canalaire infiltrant de 11 mm, grade II, RE 95 %, RP 60 %, HER2 1+. Marges saines à plus de 5 mm."),
        "Carcinome infiltrant non spécifique, pT1c.",
    ),
]
OPS = [
    (
        "Cholécystectomie par cœlioscopie",
        "Lithiase vésiculaire symptomatique.",
        (
            "Open-cœlioscopie, trois trocarts complémentaires. Dissection du triangle de Calot, critical view "
            "obtenue. Clips sur l'artère et le canal cystique. Ablation dans un sac. Saignement minime. Pas de"
            " drain."
        ),
    ),
    (
        "Cure de hernie inguinale droite selon Lichtenstein",
        "Hernie inguinale droite réductible.",
        (
            "Incision de 6 cm. Dissection du sac oblique externe, réintégration. Plaque polypropylène 6 x 11 "
            "cm fixée par fils non résorbables. Surjet intradermique."
        ),
    ),
    (
        "Prothèse totale de hanche gauche, voie postérieure",
        "Coxarthrose évoluée.",
        (
            "Décubitus latéral. Cotyle sans ciment 52 mm, tige taille 4, tête céramique 32. Longueurs et "
            "stabilité satisfaisantes. Fermeture par plans sur un drain."
        ),
    ),
    (
        "Ligamentoplastie et libération du canal carpien droit",
        "Syndrome du canal carpien sévère.",
        (
            "Anesthésie locorégionale. Incision palmaire de 2 cm. Section complète du ligament annulaire, nerf"
            " d'aspect congestif. Fermeture par points séparés."
        ),
    ),
    (
        "Phacoémulsification de l'œil droit avec implant",
        "Cataracte nucléaire.",
        (
            "Incision cornéenne 2,2 mm, capsulorhexis, phacoémulsification, lavage des masses, implant pliable"
            " +21,5 D dans le sac. Céfuroxime intracamérulaire."
        ),
    ),
    (
        "Appendicectomie cœlioscopique",
        "Appendicite aiguë non compliquée.",
        (
            "Appendice inflammatoire, sans perforation. Coagulation du méso, double ligature de la base. "
            "Lavage localisé. Ablation sous protection."
        ),
    ),
    (
        "Résection transurétrale de prostate",
        "Dysurie sévère, échec médical.",
        (
            "Résecteur bipolaire. Lobe médian volumineux, 28 g de copeaux. Hémostase soigneuse. Sonde double "
            "courant 22 Ch."
        ),
    ),
    (
        "Césarienne segmentaire",
        "Stagnation de la dilatation à 6 cm, anomalies du rythme.",
        (
            "Pfannenstiel, hystérotomie segmentaire transversale. Extraction céphalique aisée. Délivrance "
            "dirigée complète. Suture en un plan. Pertes 450 mL."
        ),
    ),
]
ALLERG = [
    "Pas d'allergie connue.",
    "Allergie : pénicilline (urticaire).",
    "Intolérance aux AINS.",
    "Allergie au latex signalée.",
]
RX = [
    [
        "Furosémide 40 mg, comprimé : 1 le matin",
        "Bisoprolol 2,5 mg, comprimé : 1 le matin",
        "Ramipril 5 mg, gélule : 1 le soir",
    ],
    [
        "Amoxicilline 1 g, comprimé : 1 matin, midi et soir pendant 7 jours",
        "Paracétamol 1 g : 1 toutes les 6 heures si douleur, maximum 3 par jour",
    ],
    [
        "Metformine 850 mg : 1 matin et soir au cours du repas",
        "Insuline glargine 100 U/mL : 18 unités à 21 h",
        "Bandelettes d'autosurveillance : 1 boîte de 100",
    ],
    ["Apixaban 5 mg : 1 matin et soir", "Atorvastatine 20 mg : 1 le soir", "Amlodipine 5 mg : 1 le matin"],
    ["Lévothyroxine 75 µg : 1 le matin à jeun", "Colécalciférol 100 000 UI, ampoule : 1 tous les 2 mois"],
    [
        "Prednisolone 20 mg : 3 le matin pendant 5 jours",
        "Budésonide/formotérol 200/6 : 2 bouffées matin et soir",
        "Salbutamol 100 µg : 2 bouffées si gêne",
    ],
    [
        "Pantoprazole 20 mg : 1 le matin pendant 4 semaines",
        "Macrogol 10 g : 1 à 2 sachets par jour",
        "Phloroglucinol 80 mg lyoc : 2 si spasmes",
    ],
    [
        "Tramadol LP 100 mg : 1 matin et soir 10 jours",
        "Paracétamol 1 g : 3 fois par jour",
        "Énoxaparine 4 000 UI : 1 injection par jour 21 jours",
        "Bas de contention classe II : 2 paires",
    ],
]
LAB = [
    ("Leucocytes", "{a},{b} G/L", "4,0 - 10,0"),
    ("Hémoglobine", "1{c},{b} g/dL", "12,0 - 16,0"),
    ("Plaquettes", "2{c}{b} G/L", "150 - 400"),
    ("CRP", "{c}{b} mg/L", "< 5"),
    ("Sodium", "13{a} mmol/L", "136 - 145"),
    ("Potassium", "4,{c} mmol/L", "3,5 - 5,1"),
    ("Créatinine", "{a}{b} µmol/L", "45 - 84"),
    ("ASAT", "2{b} U/L", "< 35"),
    ("ALAT", "3{c} U/L", "< 35"),
    ("Glycémie à jeun", "5,{b} mmol/L", "3,9 - 5,5"),
    ("HbA1c", "6,{c} %", "4,0 - 6,0"),
    ("TSH", "1,{b}{c} mUI/L", "0,40 - 4,00"),
    ("Ferritine", "1{b}{c} µg/L", "15 - 150"),
    ("Cholestérol total", "5,{a} mmol/L", "< 5,2"),
    ("Albumine", "3{a} g/L", "35 - 50"),
]
