"""Medical content. Marks: {il} {Il} {e} {Nom} {pat} {Pat} {pN} a date N days before the act, {nN} N days after, {dr} another doctor."""

# fmt: off
CONSULT = {
    "cardiologie": {
        "hist": ["{Il} avait bénéficié d'une angioplastie de l'IVA le {p900} par le {dr}.", "Une fibrillation atriale paroxystique avait été documentée sur le Holter du {p200}.",
              "Dyspnée stade II de la NYHA depuis trois mois, sans orthopnée.", "Pas de douleur thoracique depuis le dernier contrôle du {p180}.",
              "Le traitement par bisoprolol a été majoré le {p60} par le {dr}, avec une bonne tolérance.", "{Pat} décrit des palpitations nocturnes, brèves, survenant une à deux fois par semaine."],
        "exam": ["TA 138/78 mmHg, fréquence cardiaque 64/min, auscultation sans souffle surajouté.", "Poids 78 kg pour 1,71 m ; pas d'œdème des membres inférieurs.",
              "ECG : rythme sinusal, PR 180 ms, bloc de branche droit connu.", "Échographie : FEVG 58 %, pas de valvulopathie significative, PAPS 31 mmHg.", "TA 152/86 mmHg aux deux bras, râles absents, pouls pédieux perçus."],
        "concl": ["Je propose de poursuivre l'anticoagulation par apixaban 5 mg matin et soir.", "Épreuve d'effort à programmer vers le {n45}.",
               "Aucun argument pour une récidive ischémique ; contrôle dans un an.", "Introduction de ramipril 2,5 mg le soir, ionogramme à contrôler avant le {n15}.", "Je reverrai {pat} le {n120} avec un Holter tensionnel."]},
    "pneumologie": {
        "hist": ["Tabagisme sevré depuis 2011, estimé à 35 paquets-années.", "BPCO stade GOLD II suivie par le {dr} depuis le {p1200}.", "Deux exacerbations traitées en ambulatoire, la dernière le {p75}.",
              "Toux productive matinale, expectoration claire, pas d'hémoptysie.", "Le scanner du {p150} retrouvait un micronodule du lobe supérieur droit de 5 mm."],
        "exam": ["Saturation 94 % en air ambiant, fréquence respiratoire 18/min.", "Auscultation : murmure vésiculaire diminué aux bases, quelques sibilants.", "EFR : VEMS 1,62 L soit 61 % de la théorique, rapport VEMS/CVF 0,58.",
              "Test de marche de six minutes : 410 mètres, nadir à 89 %."],
        "concl": ["Bithérapie bronchodilatatrice maintenue ; vaccination antigrippale à jour.", "Nouveau scanner à six mois, soit vers le {n180}.", "Réhabilitation respiratoire proposée, première séance le {n20}.", "Pas d'indication d'oxygénothérapie au repos pour le moment."]},
    "neurologie": {
        "hist": ["Premier épisode de trouble du langage le {p40}, résolutif en vingt minutes.", "Migraine avec aura connue depuis l'adolescence, six crises par mois.", "Suivi pour maladie de Parkinson diagnostiquée en 2018 par le {dr}.",
              "La famille rapporte des oublis fréquents et une désorientation depuis le {p300}.", "Crise convulsive généralisée le {p22}, sans facteur déclenchant retrouvé."],
        "exam": ["Marche possible sans aide, Romberg négatif, pas de déficit moteur.", "Rigidité en roue dentée du poignet droit, akinésie modérée.", "Réflexes ostéotendineux présents et symétriques, Babinski en flexion.", "MMS 22/30, horloge échouée, rappel libre 4/16."],
        "concl": ["IRM encéphalique demandée pour le {n30}.", "Augmentation du lévétiracétam à 500 mg deux fois par jour.", "La conduite automobile est contre-indiquée jusqu'au {n180}.", "Orientation vers la consultation mémoire du {dr}."]},
    "rhumatologie": {
        "hist": ["Lombosciatique gauche L5 évoluant depuis le {p50}, résistante au palier II.", "Polyarthrite rhumatoïde séropositive, sous méthotrexate 15 mg par semaine.", "Infiltration épidurale réalisée le {p35} avec soulagement partiel.",
              "Gonarthrose bilatérale, viscosupplémentation le {p250} par le {dr}.", "Ostéodensitométrie du {p90} : T-score fémoral à -2,8."],
        "exam": ["Lasègue à 40° à gauche, pas de déficit sensitivo-moteur.", "DAS28 à 2,4 ; deux articulations douloureuses, aucune gonflée.", "Flexum de genou de 5°, choc rotulien absent.", "Distance doigts-sol 32 cm, Schober 10+3."],
        "concl": ["Je propose une seconde infiltration le {n14}.", "Perfusion annuelle d'acide zolédronique à prévoir le {n40}.", "Poursuite du méthotrexate, surveillance mensuelle du bilan hépatique.", "Avis chirurgical auprès du {dr} si échec."]},
    "endocrinologie": {
        "hist": ["Diabète de type 2 depuis 2009, HbA1c à 8,4 % le {p30}.", "Nodule thyroïdien droit découvert fortuitement le {p120}.", "Hypothyroïdie substituée par lévothyroxine 100 µg.", "Rétinographie du {p210} sans lésion, relue par le {dr}.", "Trois hypoglycémies ressenties depuis la consultation du {p90}."],
        "exam": ["Poids 92 kg, IMC 31,4, tour de taille 108 cm.", "Monofilament perçu aux dix points, pouls distaux présents.", "Échographie : nodule EU-TIRADS 3 de 14 mm.", "TA 132/74 mmHg, pas de lipodystrophie aux sites d'injection."],
        "concl": ["Introduction d'un analogue du GLP-1, éducation faite par l'infirmière.", "Objectif d'HbA1c inférieur à 7,5 % ; dosage le {n90}.", "Cytoponction non indiquée, contrôle échographique le {n360}.", "TSH de contrôle à six semaines."]},
    "gastro-entérologie": {
        "hist": ["Épigastralgies postprandiales depuis le {p60}.", "Maladie de Crohn iléale, sous adalimumab depuis le {p700}.", "Antécédent familial au premier degré de cancer colique (père à 58 ans).", "La coloscopie du {p1100}, faite par le {dr}, était normale.", "Cytolyse à trois fois la normale constatée le {p20}."],
        "exam": ["Abdomen souple, pas d'hépatomégalie ni de masse palpable.", "Fosse iliaque droite sensible sans défense.", "Fibroscan : 6,1 kPa, IQR 0,8.", "Poids stable à 66 kg."],
        "concl": ["Coloscopie sous anesthésie générale prévue le {n35}.", "Dosage de la calprotectine fécale dans trois mois.", "Traitement par pantoprazole 40 mg pendant huit semaines.", "Sérologies virales et bilan martial demandés."]},
    "urologie": {
        "hist": ["Pollakiurie nocturne, trois levers par nuit, IPSS à 17.", "Colique néphrétique droite le {p12}, prise en charge aux urgences.", "PSA à 5,8 ng/mL le {p45}, contre 4,1 le {p400}.", "Résection de vessie le {p330} par le {dr} pour lésion pTa bas grade.", "Infections urinaires à répétition, quatre épisodes depuis le {p240}."],
        "exam": ["Fosses lombaires libres, pas de globe vésical.", "Débitmétrie : Qmax 9 mL/s, résidu 80 mL.", "Cystoscopie souple : pas de récidive visible.", "Le scanner montre un calcul de 6 mm de la jonction urétéro-vésicale."],
        "concl": ["IRM multiparamétrique souhaitée avant le {n30}.", "Urétéroscopie programmée le {n18} en ambulatoire.", "Tamsulosine 0,4 mg le soir.", "Cystoscopie de contrôle le {n180}."]},
    "dermatologie": {
        "hist": ["Lésion pigmentée de l'épaule apparue il y a un an.", "Psoriasis en plaques étendu, en échec du méthotrexate depuis le {p150}.", "Exérèse d'un carcinome basocellulaire de la tempe le {p500} ({dr}).", "Prurit diffus sans éruption depuis le {p70}.", "Ulcère malléolaire interne évoluant depuis le {p110}."],
        "exam": ["Dermoscopie : réseau irrégulier, trois couleurs, diamètre 8 mm.", "PASI à 12, atteinte unguéale de quatre doigts.", "Fond fibrineux à 40 %, berges saines, pouls perçus.", "Pas d'adénopathie satellite."],
        "concl": ["Exérèse sous anesthésie locale le {n10}, pièce adressée en anatomopathologie.", "Instauration d'une biothérapie après bilan pré-thérapeutique.", "Pansements hydrocellulaires un jour sur deux, compression forte.", "Contrôle annuel recommandé."]},
    "gériatrie": {
        "hist": ["Deux chutes à domicile, les {p48} et {p19}, sans perte de connaissance.", "Perte de 6 kg en huit mois d'après la fille, aidante principale.", "Troubles du sommeil et apathie depuis le décès du conjoint le {p420}.", "Traitement de huit molécules revu par le {dr} le {p65}.", "Aide à domicile passée à dix heures par semaine depuis le {p100}."],
        "exam": ["MMS 19/30, GDS 4/15, IADL 2/4.", "Timed up and go 21 secondes, hypotension orthostatique de 22 mmHg.", "MNA 9/14, albumine 31 g/L.", "Bouche sèche, appareil dentaire mal adapté."],
        "concl": ["Arrêt du zopiclone par paliers, réévaluation le {n30}.", "Kinésithérapie d'équilibre, deux séances par semaine.", "Enrichissement alimentaire et compléments nutritionnels.", "Demande d'APA à déposer ; visite de l'évaluatrice vers le {n50}."]},
    "oncologie": {
        "hist": ["Adénocarcinome du côlon gauche opéré le {p160} par le {dr}.", "Carcinome mammaire infiltrant droit, RH positifs, HER2 négatif.", "Sixième cure de FOLFOX administrée le {p14}, toxicité neurologique grade 1.", "Le TEP-scanner du {p25} montre une réponse partielle.", "Chambre implantable posée le {p130}, sans complication."],
        "exam": ["OMS 1, poids 64 kg, cicatrice propre.", "Pas d'adénopathie axillaire ni sus-claviculaire.", "Mucite grade 1, pas de fièvre au domicile.", "Hémogramme : neutrophiles 1,9 G/L, plaquettes 184 G/L."],
        "concl": ["La prochaine cure est confirmée pour le {n7}.", "Hormonothérapie par létrozole pendant cinq ans.", "Scanner thoraco-abdomino-pelvien à réaliser le {n60}.", "Surveillance clinique semestrielle en alternance avec le médecin traitant."]},
    "néphrologie": {
        "hist": ["Insuffisance rénale chronique stade 3b, débit de filtration à 38 mL/min le {p20}.", "Protéinurie à 1,4 g/g découverte le {p80}.", "Greffe rénale en 2015, créatinine de base 130 µmol/L.", "Échographie du {p40} : reins de 9,5 cm dédifférenciés ({dr}).", "Hyperkaliémie à 5,9 mmol/L traitée le {p28}."],
        "exam": ["TA 146/82 mmHg, pas de surcharge.", "Bandelette : protéines ++, hématies absentes.", "Greffon souple, indolore, pas de souffle.", "Poids 71,5 kg, diurèse conservée."],
        "concl": ["Introduction d'un inhibiteur de SGLT2.", "Capital veineux à préserver au bras gauche.", "Bilan phosphocalcique mensuel, résultat attendu le {n30}.", "Information sur les techniques de suppléance remise ce jour."]},
    "ORL": {
        "hist": ["Hypoacusie bilatérale progressive, appareillée depuis le {p600}.", "Vertige positionnel apparu le {p9} au lever.", "Sinusite maxillaire traitée deux fois depuis le {p70}.", "Dysphonie persistante chez un fumeur, avis demandé par le {dr}.", "Ronflement et somnolence diurne, Epworth à 14."],
        "exam": ["Tympans normaux, manœuvre de Dix-Hallpike positive à droite.", "Audiométrie : perte de 45 dB à droite et 50 dB à gauche.", "Nasofibroscopie : cordes vocales mobiles, leucoplasie gauche.", "Cavum libre, aires ganglionnaires libres."],
        "concl": ["Manœuvre libératrice réalisée, consignes données.", "Laryngoscopie en suspension le {n12}.", "Polygraphie ventilatoire à domicile vers le {n40}.", "Renouvellement de l'appareillage accepté."]},
}

# reason, history, course, discharge treatment, type of unit
STAYS = [
    ("décompensation cardiaque globale", "Dyspnée croissante depuis le {p12}, prise de 5 kg, orthopnée à trois oreillers.", "Déplétion par furosémide intraveineux relayée per os le {p2}. Perte de 6 kg. L'échographie du {p4} montre une FEVG à 40 %.",
     ["Furosémide 40 mg matin", "Bisoprolol 2,5 mg matin", "Ramipril 2,5 mg soir", "Apixaban 2,5 mg x2"], "Cardiologie"),
    ("pneumopathie basale droite", "Fièvre à 39 °C et toux depuis le {p9}, échec de l'amoxicilline prescrite le {p8} par le {dr}.", "Ceftriaxone puis relais per os. Apyrexie obtenue le {p3}. Oxygène sevré le {p2}.",
     ["Amoxicilline-acide clavulanique 1 g x3 jusqu'au {n5}", "Paracétamol 1 g si besoin"], "Médecine polyvalente"),
    ("fracture per-trochantérienne gauche", "Chute mécanique au domicile le {p11}, relevé{e} par le voisin.", "Ostéosynthèse par clou gamma le {p10} par le {dr}. Premier lever le {p8}. Hémoglobine 9,4 g/dL sans transfusion.",
     ["Énoxaparine 4000 UI/j pendant 35 jours", "Paracétamol 1 g x3", "Vitamine D 100 000 UI"], "Orthopédie"),
    ("accident vasculaire cérébral ischémique sylvien droit", "Déficit brutal de l'hémicorps gauche le {p14} à 7 h 40, NIHSS 9.", "Thrombolyse réalisée à 9 h 55. NIHSS 3 le {p5}. Holter posé le {p6} : pas de fibrillation.",
     ["Aspirine 160 mg", "Atorvastatine 80 mg", "Périndopril 5 mg"], "Unité neuro-vasculaire"),
    ("pyélonéphrite aiguë obstructive", "Douleur lombaire droite fébrile apparue le {p6}.", "Sonde double J posée en urgence le {p5} par le {dr}. E. coli sensible à la céfixime sur l'ECBU du {p6}.",
     ["Céfixime 200 mg x2 jusqu'au {n6}", "Tamsulosine 0,4 mg"], "Urologie"),
    ("exacerbation de BPCO", "Majoration de la dyspnée depuis le {p10}, expectoration purulente.", "Aérosols, corticothérapie cinq jours, VNI nocturne du {p8} au {p5}.",
     ["Trelegy 1 inhalation/j", "Ventoline si besoin"], "Pneumologie"),
    ("syndrome confusionnel sur déshydratation", "Adressé{e} par l'EHPAD pour refus alimentaire depuis le {p13}.", "Natrémie 156 mmol/L corrigée le {p9}. Reprise de l'alimentation mixée. Équipe mobile de gériatrie le {p6}.",
     ["Paracétamol 1 g x3 si besoin", "Macrogol 1 sachet", "Compléments nutritionnels x2"], "Court séjour gériatrique"),
    ("cholécystite aiguë lithiasique", "Douleur de l'hypochondre droit fébrile, échographie du {p5} contributive.", "Cholécystectomie cœlioscopique le {p4} par le {dr}, suites simples.",
     ["Paracétamol 1 g x3 pendant 5 jours", "Phloroglucinol si besoin"], "Chirurgie digestive"),
    ("déséquilibre d'un diabète de type 2", "HbA1c à 11,2 % le {p20}, syndrome polyuro-polydipsique.", "Insulinothérapie basale mise en place le {p6}, éducation thérapeutique, fond d'œil le {p3}.",
     ["Glargine 18 UI au coucher", "Metformine 1 g x2", "Bandelettes et lancettes"], "Diabétologie"),
    ("hémorragie digestive basse", "Rectorragies le {p8} sous anticoagulant.", "Coloscopie du {p6} : angiodysplasies cæcales coagulées à l'argon ({dr}). Deux culots globulaires.",
     ["Apixaban repris le {n2} à 2,5 mg x2", "Fer injectable le {n10}"], "Hépato-gastro-entérologie"),
    ("embolie pulmonaire bilatérale", "Douleur thoracique et dyspnée brutale le {p7}, au retour d'un voyage.", "Angioscanner du {p7} positif. Anticoagulation par rivaroxaban d'emblée, doppler veineux le {p5}.",
     ["Rivaroxaban 15 mg x2 jusqu'au {n14} puis 20 mg"], "Médecine vasculaire"),
]

EMERGENCY = [
    ("Traumatisme de cheville droite", "Inversion forcée en descendant un trottoir. Douleur malléolaire externe, appui possible.", "Radiographie : pas de fracture. Critères d'Ottawa positifs.", "Entorse externe de gravité moyenne", "Attelle, antalgiques, kinésithérapie"),
    ("Douleur thoracique", "Douleur constrictive de repos ayant duré 25 minutes.", "ECG sans sus-décalage, troponines 8 puis 9 ng/L.", "Douleur thoracique atypique", "Retour à domicile, avis cardiologique sous 15 jours"),
    ("Plaie de la main", "Plaie par couteau de la paume gauche, 3 cm.", "Pas de déficit sensitif ni tendineux. Suture par 5 points de Prolène 4/0.", "Plaie simple de la main", "Ablation des fils à J12, rappel antitétanique fait"),
    ("Chute", "Chute de sa hauteur, pas de perte de connaissance rapportée.", "Scanner cérébral sans saignement. Hématome frontal.", "Traumatisme crânien léger sous anticoagulant", "Surveillance, consignes remises"),
    ("Douleur abdominale", "Douleur de la fosse iliaque droite depuis la veille, 38,1 °C.", "CRP 64 mg/L, échographie : appendice de 9 mm.", "Appendicite aiguë non compliquée", "Transfert en chirurgie viscérale"),
    ("Dyspnée", "Gêne respiratoire avec sibilants depuis 48 heures.", "DEP 210 puis 340 L/min après aérosols.", "Crise d'asthme modérée", "Prednisolone 40 mg cinq jours, consultation de pneumologie"),
    ("Malaise", "Malaise vagal au lever, prodromes nets.", "ECG normal, glycémie 1,02 g/L, TA couché debout stable.", "Malaise d'allure vagale", "Retour à domicile accompagné"),
    ("Colique néphrétique", "Douleur lombaire gauche intense irradiant vers l'aine.", "Scanner sans injection : calcul de 4 mm du bas uretère.", "Colique néphrétique simple", "Kétoprofène, tamisage des urines"),
    ("Fièvre", "Fièvre à 39,2 °C et frissons, brûlures mictionnelles.", "BU : leucocytes +++ nitrites +. Créatinine 88 µmol/L.", "Pyélonéphrite non compliquée", "Ofloxacine sept jours, contrôle à 72 h"),
]

OPERATIONS = [
    ("Prothèse totale de hanche droite par voie postérieure", "Coxarthrose invalidante", "Décubitus latéral. Luxation, coupe du col. Cotyle fraisé à 52, cupule non cimentée. Tige taille 4, tête 32 mm. Longueurs équilibrées, fermeture plan par plan."),
    ("Cholécystectomie par cœlioscopie", "Lithiase vésiculaire symptomatique", "Open cœlioscopie, quatre trocarts. Dissection du triangle de Calot, clips sur artère et canal. Vésicule extraite dans un sac. Pas de drain."),
    ("Libération du nerf médian au canal carpien gauche", "Syndrome du canal carpien, EMG positif", "Garrot 250 mmHg. Incision palmaire de 2 cm. Section du ligament annulaire sous contrôle de la vue. Nerf pâle, non comprimé en fin d'intervention."),
    ("Phakoexérèse de l'œil droit avec implant", "Cataracte cortico-nucléaire", "Incision 2,2 mm, capsulorhexis complet. Phakoémulsification sans incident. Implant +21,5 D dans le sac. Céfuroxime intracamérulaire."),
    ("Hémicolectomie droite par laparoscopie", "Adénocarcinome de l'angle colique droit", "Exploration : pas de carcinose ni de métastase. Ligature première des vaisseaux. Anastomose iléo-transverse mécanique. Pièce orientée adressée en pathologie."),
    ("Cure de hernie inguinale gauche selon Lichtenstein", "Hernie inguinale directe", "Incision inguinale. Cordon disséqué, sac réduit. Plaque de polypropylène fixée par Prolène. Surjet aponévrotique."),
    ("Ostéosynthèse par plaque du radius distal droit", "Fracture déplacée après chute", "Voie de Henry. Réduction sous scopie, plaque verrouillée palmaire 7 vis. Stabilité satisfaisante. Attelle postopératoire."),
    ("Mise en place d'une chambre implantable jugulaire droite", "Chimiothérapie prévue", "Ponction échoguidée de la veine jugulaire interne. Extrémité contrôlée à la jonction cavo-atriale. Reflux franc, rinçage."),
    ("Résection endoscopique de prostate", "Adénome symptomatique de 55 g", "Cystoscopie : pas de lésion vésicale. Résection des deux lobes puis du lobe médian. 28 g de copeaux. Sonde double courant."),
    ("Thyroïdectomie totale", "Goitre multinodulaire compressif", "Cervicotomie. Les deux nerfs récurrents sont vus et stimulés. Trois parathyroïdes conservées. Hémostase soigneuse, lame."),
]

IMAGING = [
    ("Radiographie du thorax de face", "Toux fébrile", "Silhouette cardio-médiastinale normale. Pas de foyer parenchymateux systématisé. Culs-de-sac pleuraux libres.", "Examen sans anomalie évolutive."),
    ("Scanner abdomino-pelvien avec injection", "Douleurs abdominales, altération de l'état général", "Foie de taille normale, homogène. Kyste rénal gauche de 22 mm. Diverticules sigmoïdiens sans signe d'inflammation. Pas d'épanchement.", "Diverticulose non compliquée. Kyste rénal simple."),
    ("IRM du genou gauche", "Gonalgies internes après torsion", "Fissure de grade 3 de la corne postérieure du ménisque interne. Ligaments croisés continus. Épanchement modéré.", "Fissure méniscale interne horizontale."),
    ("Échographie abdominale", "Cytolyse hépatique", "Foie hyperéchogène. Vésicule alithiasique. Voies biliaires fines. Rate de 10 cm. Reins sans dilatation.", "Stéatose hépatique homogène."),
    ("Mammographie bilatérale et échographie", "Dépistage individuel", "Seins de densité b. Pas de foyer de microcalcifications. Kyste de 6 mm du quadrant supéro-externe gauche.", "ACR 2 des deux côtés."),
    ("Scanner cérébral sans injection", "Chute sous anticoagulant", "Pas de collection hémorragique intra ou extra-axiale. Leucopathie vasculaire discrète. Structures médianes en place.", "Pas de saignement intracrânien."),
    ("IRM du rachis lombaire", "Sciatique gauche résistante", "Hernie discale L4-L5 postéro-latérale gauche, conflit avec la racine L5. Canal de dimensions normales.", "Hernie discale L4-L5 gauche."),
    ("Écho-doppler veineux des membres inférieurs", "Œdème du mollet droit", "Veines fémorales et poplitées compressibles. Thrombus d'une veine musculaire soléaire droite.", "Thrombose distale musculaire droite."),
    ("Scanner thoracique", "Suivi de nodule", "Nodule du lobe supérieur droit stable à 5 mm par rapport à l'examen du {p190}. Emphysème centrolobulaire.", "Stabilité ; contrôle à douze mois."),
    ("Ostéodensitométrie", "Corticothérapie au long cours", "Rachis lombaire : T-score -1,9. Col fémoral : T-score -2,6. Perte de 4 % depuis le {p760}.", "Ostéoporose densitométrique au col."),
    ("Échographie thyroïdienne", "Nodule palpé", "Lobe droit : nodule isoéchogène de 14 mm, contours réguliers. Lobe gauche normal. Pas d'adénopathie.", "Nodule EU-TIRADS 3."),
    ("Radiographies du bassin et de la hanche droite", "Douleur inguinale mécanique", "Pincement supéro-externe, ostéophytes marginaux. Pas de trait de fracture.", "Coxarthrose droite évoluée."),
]


PATHO = [
    ("Biopsies coliques", "Six fragments de 2 à 3 mm.", "Muqueuse colique d'architecture conservée. Pas de granulome. Pas de dysplasie.", "Muqueuse colique sans lésion spécifique."),
    ("Polype sigmoïdien, résection à l'anse", "Un polype pédiculé de 11 mm.", "Adénome tubulo-villeux en dysplasie de bas grade, base passant en zone saine.", "Adénome tubulo-villeux, exérèse complète."),
    ("Exérèse cutanée de l'épaule", "Fuseau cutané de 24 x 11 mm, lésion brune de 6 mm.", "Prolifération mélanocytaire jonctionnelle régulière, sans atypie ni mitose.", "Nævus jonctionnel bénin, limites saines."),
    ("Microbiopsies mammaires droites", "Quatre carottes de 12 mm.", "Carcinome infiltrant de type non spécifique, grade II. RE 90 %, RP 60 %, HER2 1+, Ki67 18 %.", "Carcinome infiltrant NST grade SBR II."),
    ("Frottis cervico-utérin en milieu liquide", "Prélèvement conforme.", "Cellules malpighiennes régulières. Flore de Döderlein. Test HPV haut risque négatif.", "NIL/M. Contrôle selon recommandations."),
    ("Biopsies prostatiques", "Douze carottes étiquetées.", "Adénocarcinome acinaire, deux carottes sur douze, 15 % de la surface.", "Score de Gleason 6 (3+3), grade ISUP 1."),
    ("Vésicule biliaire", "Pièce de 82 mm, paroi de 3 mm, un calcul.", "Infiltrat inflammatoire chronique de la paroi. Pas de métaplasie.", "Cholécystite chronique lithiasique."),
    ("Carcinome cutané de la tempe gauche", "Losange de 19 x 9 mm orienté par un fil.", "Carcinome basocellulaire nodulaire, marge latérale 3 mm, profonde 4 mm.", "Carcinome basocellulaire, exérèse complète."),
    ("Biopsies gastriques", "Cinq fragments, antre et fundus.", "Gastrite chronique modérée, activité légère. Helicobacter pylori présent.", "Gastrite à Helicobacter pylori."),
    ("Ganglion inguinal", "Ganglion de 21 mm, coupe homogène.", "Hyperplasie folliculaire réactionnelle, immunophénotypage sans monotypie.", "Adénite réactionnelle."),
]

GENETICS = [
    ("BRCA1, BRCA2, PALB2", "Panel sein-ovaire", "Aucun variant pathogène n'a été identifié dans les régions codantes étudiées."),
    ("HFE c.845G>A (p.Cys282Tyr)", "Hyperferritinémie", "Le variant p.Cys282Tyr est présent à l'état homozygote."),
    ("F5 c.1601G>A et F2 c.*97G>A", "Bilan de thrombophilie", "Facteur V Leiden présent à l'état hétérozygote ; facteur II normal."),
    ("CFTR, 50 variants", "Dilatation des bronches", "Variant c.1521_1523del hétérozygote. Second variant non retrouvé."),
    ("MLH1, MSH2, MSH6, PMS2", "Suspicion de syndrome de Lynch", "Variant c.1906G>C de MSH2, classe 5."),
    ("HLA-B*27", "Rachialgies inflammatoires", "Allèle B*27 présent."),
    ("LDLR, APOB, PCSK9", "Hypercholestérolémie familiale", "Variant c.1646G>A de LDLR à l'état hétérozygote, classe 4."),
    ("JAK2 p.Val617Phe", "Polyglobulie", "Mutation détectée, charge allélique 22 %."),
    ("UGT1A1*28", "Ictère intermittent", "Génotype *28/*28 compatible avec un syndrome de Gilbert."),
]

RCP = [
    ("Digestif", "Adénocarcinome du bas rectum cT3N1M0", "Radiochimiothérapie puis chirurgie", "Traitement néoadjuvant de type PRODIGE 23."),
    ("Sénologie", "Carcinome infiltrant du sein gauche pT1cN0, RH+, HER2-", "Tumorectomie et ganglion sentinelle", "Radiothérapie puis hormonothérapie cinq ans ; pas de chimiothérapie."),
    ("Thorax", "Adénocarcinome du lobe supérieur droit cT2aN0M0", "TEP et EFR faits", "Lobectomie avec curage après bilan cardiaque."),
    ("Urologie", "Carcinome urothélial pT1 haut grade", "Second look sans résidu", "BCG-thérapie, six instillations puis entretien."),
    ("Hématologie", "Lymphome diffus à grandes cellules stade II", "IPI 2", "R-CHOP six cycles, TEP intermédiaire."),
    ("ORL", "Carcinome épidermoïde de l'oropharynx p16+", "Panendoscopie faite", "Radiochimiothérapie concomitante."),
    ("Dermatologie", "Mélanome du dos, Breslow 1,4 mm", "Exérèse initiale en marge", "Reprise à 2 cm et ganglion sentinelle."),
    ("Gynécologie", "Adénocarcinome endométrial grade 1 stade IA", "Hystérectomie faite", "Surveillance simple."),
]

LAB = {
    "Hématologie": [("Leucocytes", "G/L", 4, 10, 1), ("Hématies", "T/L", 4, 5.6, 2), ("Hémoglobine", "g/dL", 12, 16.5, 1), ("Hématocrite", "%", 37, 49, 0),
                    ("VGM", "fL", 80, 98, 0), ("Plaquettes", "G/L", 150, 400, 0), ("Polynucléaires neutrophiles", "G/L", 1.8, 7.5, 2), ("Lymphocytes", "G/L", 1, 4, 2)],
    "Biochimie": [("Sodium", "mmol/L", 136, 145, 0), ("Potassium", "mmol/L", 3.5, 5.1, 1), ("Créatinine", "µmol/L", 50, 104, 0), ("Urée", "mmol/L", 2.5, 7.8, 1),
                  ("Glucose à jeun", "g/L", .7, 1.1, 2), ("Protéine C réactive", "mg/L", 0, 5, 1), ("Calcium", "mmol/L", 2.2, 2.6, 2), ("ASAT", "U/L", 10, 35, 0), ("ALAT", "U/L", 10, 45, 0), ("Gamma-GT", "U/L", 8, 55, 0)],
    "Bilan lipidique": [("Cholestérol total", "g/L", 1.4, 2.4, 2), ("Triglycérides", "g/L", .4, 1.5, 2), ("HDL-cholestérol", "g/L", .4, .8, 2), ("LDL-cholestérol calculé", "g/L", .7, 1.6, 2)],
    "Hormonologie": [("TSH", "mUI/L", .4, 4, 2), ("T4 libre", "pmol/L", 12, 22, 1), ("Ferritine", "µg/L", 20, 250, 0), ("Vitamine D (25-OH)", "ng/mL", 30, 60, 0)],
    "Hémostase": [("Taux de prothrombine", "%", 70, 100, 0), ("INR", "", .9, 3.2, 1), ("TCA ratio", "", .8, 1.2, 2), ("Fibrinogène", "g/L", 2, 4, 1)],
    "Diabète": [("HbA1c", "%", 4, 8, 1), ("Microalbuminurie", "mg/L", 3, 30, 0), ("Peptide C", "nmol/L", .3, 1.2, 2)],
    "Marqueurs": [("PSA total", "ng/mL", 0, 4, 2), ("ACE", "µg/L", 0, 5, 1), ("CA 19-9", "U/mL", 0, 37, 0), ("Béta-2 microglobuline", "mg/L", 1, 2.4, 1)],
    "Urines": [("Leucocytes urinaires", "/mm3", 0, 10, 0), ("Hématies urinaires", "/mm3", 0, 10, 0), ("Protéinurie", "g/L", 0, .15, 2)],
}

ENDOSCOPY = [
    ("Coloscopie totale", "Dépistage familial", "Progression jusqu'au cæcum. Préparation Boston 8. Un polype plan de 4 mm du côlon droit réséqué à la pince.", "Polypectomie. Contrôle dans cinq ans."),
    ("Fibroscopie œso-gastro-duodénale", "Épigastralgies", "Œsophage normal. Cardia à 40 cm. Antre érythémateux, biopsies. Bulbe et D2 sans lésion.", "Gastrite antrale."),
    ("Fibroscopie bronchique", "Hémoptysie de faible abondance", "Cordes vocales mobiles. Arbre bronchique libre. Sécrétions muqueuses à droite aspirées.", "Pas de lésion endoscopique."),
    ("Holter ECG des 24 heures", "Palpitations", "Rythme sinusal permanent, 62/min en moyenne. 412 extrasystoles auriculaires isolées. Pas de pause.", "Hyperexcitabilité auriculaire modérée."),
    ("Électromyogramme des membres supérieurs", "Paresthésies nocturnes", "Latence distale du médian droit à 5,1 ms. Nerf cubital normal.", "Canal carpien droit modéré."),
    ("Explorations fonctionnelles respiratoires", "Bilan de dyspnée", "CVF 2,84 L (88 %). VEMS 1,70 L (66 %). Réversibilité non significative. DLCO 62 %.", "Trouble ventilatoire obstructif modéré."),
    ("Électroencéphalogramme standard", "Malaise à répétition", "Rythme de fond alpha à 9 Hz, symétrique, réactif. Pas d'activité paroxystique.", "Tracé de veille normal."),
    ("Épreuve d'effort sur bicyclette", "Bilan avant reprise sportive", "Palier de 150 W, 88 % de la FMT. Pas de modification du segment ST. TA maximale 198/86.", "Épreuve négative cliniquement et électriquement."),
    ("Échocardiographie transthoracique", "Souffle systolique", "FEVG 62 %. Oreillette gauche 24 mL/m². Rétrécissement aortique, gradient moyen 18 mmHg.", "Rétrécissement aortique peu serré."),
]

MEDS = ["Paracétamol 1 g : 1 comprimé trois fois par jour si douleur", "Amlodipine 5 mg : 1 comprimé le matin", "Metformine 850 mg : 1 comprimé midi et soir", "Atorvastatine 20 mg : 1 comprimé le soir",
        "Lévothyroxine 75 µg : 1 comprimé le matin à jeun", "Bisoprolol 2,5 mg : 1 comprimé le matin", "Pantoprazole 20 mg : 1 comprimé avant le dîner", "Apixaban 5 mg : 1 comprimé matin et soir",
        "Amoxicilline 1 g : 1 comprimé trois fois par jour pendant 6 jours", "Prednisolone 20 mg : 2 comprimés le matin pendant 5 jours", "Cholécalciférol 100 000 UI : 1 ampoule ce mois", "Macrogol 10 g : 1 sachet par jour",
        "Furosémide 40 mg : 1 comprimé le matin", "Ramipril 5 mg : 1 comprimé le soir", "Sertraline 50 mg : 1 comprimé le matin", "Tramadol 50 mg : 1 gélule si douleur intense, 4 par jour au plus",
        "Salbutamol 100 µg : 2 bouffées en cas de gêne", "Ibuprofène 400 mg : 1 comprimé au repas, 3 par jour", "Latanoprost collyre : 1 goutte le soir dans chaque œil", "Insuline glargine 100 UI/mL : 16 unités au coucher",
        "Gliclazide 60 mg : 1 comprimé le matin", "Alendronate 70 mg : 1 comprimé par semaine", "Phloroglucinol 80 mg : 2 comprimés si spasmes", "Desloratadine 5 mg : 1 comprimé le soir", "Mémantine 10 mg : 1 comprimé le soir",
        "Clopidogrel 75 mg : 1 comprimé par jour", "Allopurinol 100 mg : 1 comprimé par jour", "Fer 80 mg : 1 comprimé à distance des repas", "Sérum physiologique : lavages de nez", "Oméprazole 20 mg : 1 gélule le matin"]

NURSING = ["Pansement d'ulcère de jambe un jour sur deux, dimanches et jours fériés compris, pendant 4 semaines", "Injection sous-cutanée d'énoxaparine 4000 UI une fois par jour pendant 30 jours", "Ablation de fils à J10 à domicile",
           "Préparation du pilulier hebdomadaire et surveillance de la prise, 3 mois", "Prélèvement sanguin à domicile pour INR tous les 8 jours", "Aide à la toilette et bas de contention, matin, 6 jours sur 7", "Surveillance glycémique et insuline deux fois par jour", "Soins de gastrostomie quotidiens"]
PHYSIO = ["Rééducation du rachis lombaire, 15 séances", "Rééducation de la marche et prévention des chutes, 20 séances à domicile", "Kinésithérapie respiratoire, 10 séances, urgent", "Rééducation du genou droit après ligamentoplastie, 30 séances",
          "Massage et mobilisation de l'épaule gauche, 12 séances", "Rééducation périnéale, 10 séances", "Drainage lymphatique du membre supérieur droit, 15 séances", "Rééducation vestibulaire, 6 séances"]
BIO = ["NFS, plaquettes, CRP", "Ionogramme sanguin, urée, créatinine", "HbA1c, glycémie à jeun, microalbuminurie", "TSH ultrasensible", "Exploration d'une anomalie lipidique", "Bilan hépatique complet (ASAT, ALAT, GGT, PAL)", "PSA total", "ECBU avec antibiogramme", "INR, à renouveler chaque mois", "Ferritine, coefficient de saturation"]

CERTS = [("Certificat médical", "ne présente à ce jour aucune contre-indication clinique décelable à la pratique du {x}", ["football", "judo en compétition", "vélo en loisir", "tennis", "basket-ball", "handball"]),
         ("Certificat médical", "présente un état de santé nécessitant la présence d'une tierce personne pour {x}", ["les déplacements", "les actes essentiels de la vie", "la prise des repas"]),
         ("Certificat médical initial", "présente {x}", ["une contusion de l'épaule droite avec impotence partielle", "deux ecchymoses du bras gauche de 3 et 4 cm", "des cervicalgies post-traumatiques"]),
         ("Certificat de non-contagion", "peut réintégrer {x}, n'étant plus contagieux à ce jour", ["la collectivité", "l'établissement scolaire", "la résidence"]),
         ("Certificat médical", "est dans l'incapacité de se déplacer et de se présenter à {x}", ["la convocation du tribunal", "l'examen prévu", "l'assemblée de copropriété"]),
         ("Certificat d'aptitude", "est apte à la vie en {x}", ["collectivité", "établissement d'hébergement", "accueil de jour"])]

EHPAD_NEEDS = ["Chute dans la chambre cette nuit, plaie du cuir chevelu", "Dyspnée et désaturation à 86 % depuis ce matin", "Refus alimentaire et somnolence inhabituelle", "Fièvre à 38,9 °C malgré le paracétamol", "Hématurie sous anticoagulant",
               "Agitation nocturne avec agressivité", "Douleur abdominale et vomissements", "Déficit du bras droit constaté au lever", "Suspicion de fracture de hanche"]

RADIO_REASONS = ["chimiothérapie", "consultation de chirurgie", "hémodialyse", "radiothérapie, 25 séances", "consultation de contrôle", "rééducation en hôpital de jour", "hospitalisation", "IRM cérébrale"]

SUPPLY = ["bas de contention classe 2", "lit médicalisé, location de 3 mois", "fauteuil roulant manuel", "déambulateur", "appareil à aérosol", "coussin anti-escarre classe II", "protections absorbantes"]

EXTRA = [
    "Sur le plan social, {il} vit en appartement au deuxième étage sans ascenseur ; sa fille, Mme {fam}, joignable au {tel}, passe chaque soir.",
    "Le {dr} l'avait vu{e} le {p300} pour le même motif et concluait alors à une simple surveillance.",
    "Biologie du {p12} : créatinine 84 µmol/L, hémoglobine 12,9 g/dL, CRP 4 mg/L, ferritine 132 µg/L.",
    "Dans les antécédents on retient une appendicectomie dans l'enfance, une fracture du poignet en 2006 et une cataracte opérée le {p1500} par le {dr}.",
    "Le traitement habituel comporte de l'amlodipine 5 mg, de l'atorvastatine 20 mg et du paracétamol à la demande.",
    "{Pat} est retraité{e} de la fonction publique, ne fume pas et déclare une consommation occasionnelle d'alcool.",
    "Une hospitalisation avait eu lieu du {p210} au {p200} dans un autre établissement, sous le numéro de dossier 4417-B, pour un motif sans rapport.",
    "Le frère, M. {fam}, suivi pour la même affection, avait été opéré en 2017.",
    "L'infirmière libérale, Mme {fam}, signale une bonne observance et un pilulier bien tenu.",
    "Un avis téléphonique a été pris auprès du {dr} le {p3} ; le compte rendu écrit est attendu.",
    "Les vaccinations contre la grippe et le pneumocoque ont été réalisées le {p190}.",
    "L'entourage est présent et l'information a été donnée en présence du conjoint, qui a posé plusieurs questions.",
    "Aucune allergie médicamenteuse n'est connue en dehors d'une intolérance digestive à la codéine en 1998.",
    "La prochaine consultation est fixée au {n90} ; d'ici là, {il} peut joindre le secrétariat au {tel}.",
    "Le dossier d'invalidité a été adressé au médecin conseil le {p33} sous la référence 2291/KL.",
    "Les clichés réalisés en externe le {p16} ont été revus en réunion avec le {dr} et le {dr}.",
]
