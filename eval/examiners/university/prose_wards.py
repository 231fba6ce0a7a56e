"""Medical prose of wards and consultations. Marks between braces are expanded by Ctx.fill."""

# fmt: off
WARD: list[tuple[str, str, str, str, str, list[str]]] = [
    (
        "Cardiologie", "Décompensation cardiaque globale",
        (
            "Cardiopathie ischémique stentée en {2011~2019}, HTA, diabète de type 2, "
            "{appendicectomie|cholécystectomie} dans l’enfance. Allergie : {pénicilline|aucune connue}."
        ),
        (
            "{pat} a consulté devant une dyspnée stade {II|III} avec prise de {3~9} kg en quinze jours et orthopnée. "
            "À l’entrée : TA {128~165}/{70~92}, FC {78~112}/min, SpO2 {88~94} %, crépitants des deux bases, œdèmes "
            "prenant le godet. BNP à {850~2900} ng/L, créatinine {88~140} µmol/L. Échographie du {d-} par le {doc} : "
            "FEVG {30~42} %."
        ),
        (
            "Évolution favorable sous furosémide intraveineux avec perte de {4~8} kg. Relais per os. Éducation au "
            "régime peu salé faite en présence de {rel}. Poids de sortie {58~91} kg."
        ),
        [
            "Furosémide 40 mg : {1|2} cp le matin", "Bisoprolol 2,5 mg : 1 cp le matin",
            "Sacubitril/valsartan 24/26 mg : 1 cp matin et soir", "Dapagliflozine 10 mg : 1 cp le matin",
        ],
    ),
    (
        "Pneumologie", "Exacerbation de BPCO",
        "BPCO post-tabagique ({30~60} paquets-années), SAOS appareillé, {hypothyroïdie|syndrome dépressif ancien}.",
        (
            "Aggravation de la dyspnée depuis {4~8} jours avec expectorations purulentes malgré une antibiothérapie "
            "prescrite le {d-}. Gaz du sang : pH 7,3{2~8}, PaCO2 {46~58} mmHg, PaO2 {52~63} mmHg. Radiographie sans "
            "foyer."
        ),
        (
            "Amélioration sous nébulisations, corticothérapie {5|7} jours et VNI nocturne. Sevrage de l’oxygène au "
            "quatrième jour. Les EFR de contrôle seront faites par le {doc}."
        ),
        [
            "Triple association inhalée : 1 bouffée par jour", "Salbutamol 100 µg : à la demande",
            "Prednisone 40 mg jusqu’au {d+}",
        ],
    ),
    (
        "Médecine interne et gériatrie", "Chute avec station au sol prolongée",
        (
            "Fibrillation atriale anticoagulée, ostéoporose fracturaire, troubles neurocognitifs légers suivis par le "
            "{doc}."
        ),
        (
            "{pat} a été retrouvé{e} au sol par {rel} après environ {4~9} heures. Pas de traumatisme crânien, scanner "
            "cérébral du {d-} sans hématome. CPK {900~4200} UI/L, natrémie {128~147} mmol/L. MMSE à {18~25}/30."
        ),
        (
            "Réhydratation, normalisation des CPK. Pas d’hypotension orthostatique après arrêt de l’inhibiteur "
            "calcique. Reprise de la marche avec {déambulateur|canne}. Évaluation sociale faite, dossier APA envoyé."
        ),
        [
            "Apixaban 2,5 mg : 1 cp matin et soir", "Cholécalciférol 100 000 UI : 1 ampoule par trimestre",
            "Paracétamol 1 g si douleur",
        ],
    ),
    (
        "Néphrologie", "Insuffisance rénale aiguë sur chronique",
        "Maladie rénale chronique stade 3b, HTA ancienne, goutte, prothèse de hanche posée le {d-}.",
        (
            "Créatinine à {210~420} µmol/L contre {130~160} habituellement, dans un contexte de diarrhée et de prise "
            "d’anti-inflammatoires. Kaliémie {5.1~6.2} mmol/L. Échographie rénale : reins de {9~10} cm sans "
            "dilatation."
        ),
        (
            "Récupération progressive après arrêt des néphrotoxiques et remplissage : créatinine de sortie {140~190} "
            "µmol/L. Consultation avec le {doc} prévue le {d+}."
        ),
        ["Amlodipine 5 mg : 1 cp le soir", "Allopurinol 100 mg : 1 cp", "Bicarbonate de sodium 1 g x {2|3}/j"],
    ),
    (
        "Neurologie", "Accident ischémique cérébral sylvien",
        "Dyslipidémie, tabagisme sevré, migraine ; père décédé d’un infarctus à 61 ans.",
        (
            "Déficit brachio-facial {droit|gauche} d’installation brutale constaté par {rel}. NIHSS {3~11} à "
            "l’entrée. IRM du {d-} : hypersignal diffusion, pas de saignement. Thrombolyse à {2~4} h {10~50} du début."
        ),
        (
            "Récupération quasi complète, NIHSS {0~2} à la sortie. Holter ECG et échographie des troncs "
            "supra-aortiques sans particularité. Conduite automobile interdite jusqu’à l’avis du {doc}."
        ),
        ["Aspirine 75 mg : 1 sachet par jour", "Atorvastatine 80 mg le soir", "Périndopril 4 mg le matin"],
    ),
    (
        "Hépato-gastro-entérologie", "Hémorragie digestive haute",
        "Maladie ulcéreuse, arthrose sous AINS, {HTA|diabète de type 2}.",
        (
            "Méléna depuis {2~4} jours, hémoglobine à {6.4~8.9} g/dL. Fibroscopie le jour même par le {doc} : ulcère "
            "bulbaire Forrest IIb, hémostase par clip. Transfusion de {2|3} culots."
        ),
        (
            "Pas de récidive. Recherche d’Helicobacter pylori positive, éradication débutée. Contrôle de "
            "l’hémoglobine à {9.2~10.8} g/dL. Fibroscopie de contrôle à programmer vers le {d+}."
        ),
        ["Ésoméprazole 40 mg : 1 cp matin et soir", "Fer oral 80 mg : 1 cp par jour", "Arrêt définitif des AINS"],
    ),
    (
        "Diabétologie", "Déséquilibre glycémique",
        "Diabète de type {1|2} depuis {1998~2016}, rétinopathie minime, neuropathie.",
        (
            "HbA1c {9.1~12.4} % au laboratoire le {d-}. Pas d’acidocétose. Erreurs d’injection retrouvées par "
            "l’infirmière d’éducation. Fond d’œil du {doc} : stable."
        ),
        (
            "Adaptation des doses, mise en place d’un capteur de glucose. Objectif entre 0,80 et 1,60 g/L. {pat} se "
            "dit à l’aise avec le matériel."
        ),
        [
            "Insuline glargine {14~32} unités le soir", "Metformine 1 000 mg matin et soir",
            "Lecteur et capteurs pour 3 mois",
        ],
    ),
    (
        "Maladies infectieuses", "Pyélonéphrite aiguë compliquée",
        "Lithiase urinaire, reflux opéré, {aucune allergie connue|allergie aux sulfamides}.",
        (
            "Fièvre à {38.5~40.2} °C, douleur lombaire {droite|gauche}, frissons. CRP {120~310} mg/L. ECBU du {d-} : "
            "E. coli BLSE négatif. Scanner : foyer de néphrite sans abcès."
        ),
        "Apyrexie obtenue en {36~60} heures. Relais oral selon antibiogramme pour une durée totale de {10|14} jours.",
        ["Ofloxacine 200 mg matin et soir jusqu’au {d+}", "Paracétamol 1 g si fièvre", "Boissons abondantes"],
    ),
    (
        "Rhumatologie", "Lombosciatique hyperalgique",
        "Discopathie connue, métier de {maçon|aide-soignant|cariste}, tabac.",
        (
            "Douleur S1 {droite|gauche} cotée {7~9}/10, Lasègue à {20~40}°, pas de déficit moteur, pas de trouble "
            "sphinctérien. IRM du {d-} relue avec le {doc} : hernie L5-S1."
        ),
        (
            "Nette amélioration après infiltration épidurale. Reprise de la marche. Kinésithérapie prescrite, arrêt "
            "de travail prolongé par le médecin traitant si besoin."
        ),
        ["Paracétamol/codéine : 1 cp x {2|3}/j", "Prégabaline 75 mg le soir", "Ceinture lombaire"],
    ),
    (
        "Hématologie", "Aplasie fébrile post-chimiothérapie",
        "Lymphome B à grandes cellules traité par R-CHOP, cure {3|4|5} reçue le {d-}.",
        (
            "Fièvre isolée à {38.4~39.6} °C, neutrophiles à 0,{10~40} G/L. Hémocultures stériles. Chambre implantable "
            "propre. Avis du {doc} : poursuite du protocole."
        ),
        (
            "Sortie d’aplasie au huitième jour, antibiotiques arrêtés. Prochaine cure décalée d’une semaine, "
            "convocation le {d+}."
        ),
        [
            "Filgrastim 30 MU : 1 injection par jour, 5 jours", "Valaciclovir 500 mg matin et soir",
            "Triméthoprime-sulfaméthoxazole 3 fois par semaine",
        ],
    ),
    (
        "Chirurgie viscérale", "Cholécystite aiguë lithiasique",
        "Surpoids, {HTA|reflux}, césarienne ou hernie opérée le {d-}.",
        (
            "Douleur de l’hypochondre droit fébrile évoluant depuis {24~60} heures. Échographie : vésicule distendue "
            "à paroi épaissie. Bilan hépatique normal. Cholécystectomie sous cœlioscopie par le {doc}, sans incident."
        ),
        (
            "Suites simples, reprise du transit à J1. Fils à retirer par l’infirmière au dixième jour. Pas de régime "
            "particulier."
        ),
        [
            "Paracétamol 1 g x 3/j pendant 5 jours", "Soins de paroi par IDE tous les 2 jours",
            "Arrêt d’activité sportive un mois",
        ],
    ),
    (
        "Orthopédie-traumatologie", "Fracture du col fémoral {droit|gauche}",
        "Ostéoporose, cataracte opérée, vit {seul|en couple}{e}.",
        (
            "Chute mécanique au domicile signalée par {rel}. Impotence et raccourcissement. Prothèse intermédiaire de "
            "hanche posée dans les {24~40} heures par le {doc}. Transfusion : {0~2} culots."
        ),
        (
            "Appui complet autorisé. Cicatrice propre. Entrée en rééducation acceptée pour le {d+}. Bilan "
            "d’ostéoporose à prévoir."
        ),
        ["Énoxaparine 0,4 mL : 1 injection par jour jusqu’au {d+}", "Paracétamol 1 g x 3/j", "Bas de contention"],
    ),
]
"""Speciality, reason, history, examinations, course, treatment."""
LETTER: list[tuple[str, list[str]]] = [
    (
        "Cardiologie",
        [
            "Je vois ce jour {pat}, {age}, pour le suivi d’une fibrillation atriale paroxystique découverte le {d-}.",
            (
                "Pas de palpitation récente, pas de douleur thoracique. L’auscultation est régulière, TA "
                "{118~148}/{64~88} mmHg."
            ),
            (
                "L’électrocardiogramme s’inscrit en rythme sinusal à {54~82}/min, PR {150~200} ms. L’échographie "
                "retrouve une oreillette gauche à {32~46} mL/m²."
            ),
            (
                "Je propose de poursuivre l’anticoagulant et le bêtabloquant, et de faire un holter de {24|48} "
                "heures. À revoir dans {6|12} mois."
            ),
        ],
    ),
    (
        "Endocrinologie",
        [
            "J’ai revu {pat} pour un nodule thyroïdien de {12~31} mm du lobe {droit|gauche}, EU-TIRADS {3|4}.",
            "La TSH du {d-} est à {0.6~3.9} mUI/L. La cytoponction faite par le {doc} est bénigne (Bethesda II).",
            "Pas de signe compressif. La famille a été rassurée, notamment {rel} qui accompagnait ce jour.",
            "Une échographie de contrôle dans {12|18} mois suffit. Aucun traitement.",
        ],
    ),
    (
        "Rhumatologie",
        [
            (
                "{pat} est suivi{e} pour une polyarthrite rhumatoïde depuis {2009~2021}, actuellement sous "
                "méthotrexate {10|15|20} mg par semaine."
            ),
            "DAS28 à {2.1~4.4}, {2~6} articulations douloureuses, raideur de {10~50} minutes.",
            "Les radiographies du {d-} ne montrent pas d’érosion nouvelle. Bilan hépatique normal.",
            (
                "Je {maintiens le traitement|passe à la forme injectable} et revois l’intéressé{e} le {d+}. Vaccin "
                "antigrippal conseillé."
            ),
        ],
    ),
    (
        "Urologie",
        [
            "Vous m’avez adressé {pat} pour des infections urinaires à répétition, {3~6} épisodes depuis le {d-}.",
            "L’examen est sans particularité. Débitmétrie : {9~19} mL/s. Résidu post-mictionnel {10~90} mL.",
            "L’uroscanner demandé au {doc} est normal. La cystoscopie de ce jour ne voit pas de lésion.",
            "Je conseille des mesures hygiéno-diététiques et une antibioprophylaxie de {3|6} mois.",
        ],
    ),
    (
        "Neurologie",
        [
            "J’ai examiné {pat} pour des céphalées évoluant depuis {4~14} mois, avec {3~9} jours de crise par mois.",
            "L’examen neurologique est normal, le fond d’œil aussi selon le {doc}.",
            "L’IRM encéphalique du {d-} est sans anomalie. Le tableau est celui d’une migraine sans aura.",
            "Je débute du métoprolol {50|100} mg et un agenda. Contact téléphonique vers le {d+}.",
        ],
    ),
    (
        "Dermatologie",
        [
            "{pat} consulte pour une lésion pigmentée de {la cuisse|l’avant-bras|le dos}, modifiée depuis {2~8} mois.",
            (
                "En dermoscopie le réseau est {régulier|atypique}. Je retrouve par ailleurs des kératoses "
                "séborrhéiques banales."
            ),
            "Exérèse faite sous anesthésie locale, pièce adressée au {doc}. Fils à retirer vers le {d+}.",
            "Protection solaire et auto-examen expliqués. Photographie dans le dossier.",
        ],
    ),
    (
        "Médecine vasculaire",
        [
            (
                "L’écho-Doppler veineux de {pat} retrouve une incompétence de la grande saphène {droite|gauche}, "
                "diamètre {6~9} mm."
            ),
            "Il n’y a pas de thrombose. Index de pression systolique : 1,0{0~9} à droite, 0,9{0~9} à gauche.",
            "Un traitement endoveineux pourrait être discuté avec le {doc}. Antécédent de phlébite chez {rel}.",
            "Contention classe 2 prescrite ; à revoir le {d+}.",
        ],
    ),
    (
        "ORL",
        [
            "Je vous remercie de m’avoir confié {pat}, {age}, gêné{e} par une surdité progressive.",
            (
                "Otoscopie normale. L’audiométrie du {d-} montre une perte bilatérale de {32~58} dB, intelligibilité "
                "{60~90} %."
            ),
            "L’IRM demandée par le {doc} a écarté un schwannome.",
            "Un appareillage est prescrit avec essai d’un mois. Contrôle vers le {d+}.",
        ],
    ),
    (
        "Hématologie",
        [
            "Consultation de surveillance d’une gammapathie monoclonale IgG kappa de {pat}, connue depuis {2015~2022}.",
            "Pic à {4~14} g/L, stable par rapport au {d-}. Hémoglobine {11.4~15.2} g/dL, calcémie normale.",
            "Pas d’adénopathie, pas de douleur osseuse. Avis demandé au {doc} pour une neuropathie débutante.",
            "Même surveillance dans {6|12} mois, sans traitement.",
        ],
    ),
    (
        "Infectiologie",
        [
            "Je revois {pat} après une ostéite du pied {droit|gauche} traitée six semaines.",
            "La plaie est fermée, CRP {3~11} mg/L. Radiographie du {d-} : pas d’extension.",
            "Le {doc} poursuit la décharge. Bonne observance, pas d’effet indésirable.",
            "Arrêt des antibiotiques. Je reste disponible si une fièvre apparaissait avant le {d+}.",
        ],
    ),
]
"""Speciality and paragraphs."""
EMERGENCY: list[tuple[str, str, str]] = [
    (
        "Plaie de main",
        (
            "Section franche de {2~5} cm de l’éminence thénar, sensibilité conservée. Exploration, suture {4~8} "
            "points. Vaccin antitétanique à jour ({d-})."
        ),
        "S610",
    ),
    (
        "Douleur abdominale",
        "Fosse iliaque droite sensible sans défense. CRP {2~38}. Échographie : appendice non vu. Réévaluation à 24 h.",
        "R104",
    ),
    (
        "Traumatisme crânien",
        "Chute de sa hauteur en présence de {rel}. Glasgow 15, pas de vomissement. Scanner normal, consignes données.",
        "S060",
    ),
    (
        "Crise d’asthme",
        "Sibilants diffus, SpO2 {90~94} %. Trois aérosols, amélioration. Relais cortisone {3|5} jours.", "J459",
    ),
    (
        "Colique néphrétique",
        "Douleur lombaire brutale, BU sang ++. Scanner : calcul de {3~6} mm du bas uretère. Antalgie efficace.", "N201",
    ),
    (
        "Entorse de cheville",
        "Œdème externe, appui {possible|douloureux}. Radiographies sans fracture. Attelle {10|21} jours.", "S934",
    ),
    ("Malaise", "Lipothymie au lever. ECG normal, glycémie {0.8~1.3} g/L. TA couchée 13/8, debout 11/7.", "R55"),
    (
        "Palpitations",
        "FC {120~160} irrégulière, bêtabloquant IV, retour en sinusal. Avis du {doc}. Contrôle le {d+}.", "I489",
    ),
    (
        "Dermohypodermite",
        (
            "Placard rouge de jambe {droite|gauche}, {38~39} °C, tracé au feutre. Amoxicilline {7|10} jours, revoir "
            "le {d+}."
        ),
        "L031",
    ),
]
"""Reason, course, code."""
# fmt: on
