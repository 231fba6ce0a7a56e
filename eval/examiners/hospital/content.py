"""Medical prose, in pools that are combined. Tokens: {M} {pt} {Pt} {il} {Il} {e} {eux} {age}."""

# fmt: off

# fmt: off

# speciality -> motive, history, exam, conclusion
CASES = {
 "cardio": (["une douleur thoracique d'effort", "des palpitations paroxystiques", "une dyspnée d'effort stade II de la NYHA", "le suivi d'une fibrillation atriale", "un bilan avant reprise du sport"],
  ["HTA traitée depuis une dizaine d'années, dyslipidémie, tabagisme sevré.", "Infarctus inférieur stenté en 2016 (CD moyenne), FEVG conservée.", "Pas d'antécédent cardiovasculaire personnel ; père décédé d'un IDM à 58 ans.", "Porteur d'un stimulateur double chambre depuis 2019, contrôles réguliers."],
  ["À l'examen, PA 138/82 mmHg, FC 71/min régulière, auscultation sans souffle, pas d'œdème des membres inférieurs.", "L'ECG s'inscrit en rythme sinusal à 64/min, PR 180 ms, QRS fins, pas de trouble de la repolarisation.", "L'échocardiographie retrouve une FEVG à 58 %, une oreillette gauche de 22 cm² et des pressions de remplissage normales.", "Le Holter de 24 heures montre 312 extrasystoles ventriculaires isolées, sans pause."],
  ["Je propose d'introduire du bisoprolol 2,5 mg le matin et de revoir {pt} dans trois mois.", "Le traitement par apixaban 5 mg x 2 est poursuivi, la surveillance de la créatinine est semestrielle.", "Au total, pas d'argument pour une coronaropathie évolutive ; je ne modifie pas l'ordonnance."]),
 "pneumo": (["une toux chronique", "une suspicion de syndrome d'apnées du sommeil", "le suivi d'une BPCO", "un nodule pulmonaire de découverte fortuite"],
  ["Tabagisme à 35 paquets-années, sevré il y a 6 ans.", "Asthme de l'enfance, non traité à l'âge adulte.", "Ancien peintre en bâtiment, exposition probable à l'amiante (dossier en cours)."],
  ["Le murmure vésiculaire est symétrique, quelques sibilants expiratoires des bases. SpO2 95 % en air ambiant.", "Les EFR montrent un VEMS à 1,84 L (68 %), un rapport de Tiffeneau à 0,61 et une CPT normale.", "La polygraphie ventilatoire du domicile retrouve un index d'apnées-hypopnées à 34/h."],
  ["Mise en route d'une PPC autopilotée, contrôle de l'observance à 4 semaines.", "Bithérapie LAMA/LABA en une prise, kinésithérapie respiratoire et réhabilitation.", "Un scanner low dose de contrôle est programmé dans 6 mois."]),
 "gastro": (["une anémie ferriprive", "des douleurs épigastriques", "un dépistage (test immunologique positif)", "une cytolyse hépatique fluctuante"],
  ["Appendicectomie dans l'enfance, cholécystectomie en 2011.", "Consommation d'alcool occasionnelle, pas de prise d'AINS.", "Un oncle paternel suivi pour polypose, dossier non disponible."],
  ["L'abdomen est souple et indolore, sans masse ni hépatomégalie ; les aires ganglionnaires sont libres.", "ASAT 52 UI/L, ALAT 78 UI/L, GGT 141 UI/L, bilirubine normale ; élastométrie à 6,1 kPa.", "Le toucher rectal est normal, l'orifice herniaire inguinal droit est un peu élargi."],
  ["Une coloscopie sous anesthésie générale est proposée, {il} a reçu la fiche d'information.", "Le régime et la réduction pondérale restent la priorité, contrôle biologique dans 4 mois.", "Traitement d'éradication de 10 jours puis test respiratoire."]),
 "ortho": (["une gonalgie droite mécanique", "une coxarthrose gauche évoluée", "une épaule douloureuse", "le contrôle d'une fracture du radius distal", "un canal carpien bilatéral"],
  ["Ménisectomie interne arthroscopique en 2009.", "Pas d'allergie connue, HBPM bien tolérées lors d'une intervention antérieure.", "Ostéoporose traitée pendant cinq ans par risédronate."],
  ["Flexion à 110°, extension complète, choc rotulien négatif, laxité nulle. Marche avec esquive.", "Les radiographies montrent un pincement fémoro-tibial interne complet avec ostéophytose.", "Élévation antérieure active à 90°, passive à 160°, manœuvre de Jobe douloureuse.", "Les cals sont de bonne qualité, le matériel est en place sans déplacement secondaire."],
  ["L'indication d'une prothèse totale est retenue, la date sera fixée avec le secrétariat.", "Rééducation 2 fois par semaine, arrêt des attelles, revoir à 6 semaines avec radiographie.", "Une infiltration échoguidée sera faite en première intention."]),
 "neuro": (["des céphalées inhabituelles", "un tremblement du membre supérieur droit", "un bilan de troubles mnésiques", "une crise convulsive inaugurale"],
  ["Migraine sans aura depuis l'adolescence.", "AVC sylvien gauche sans séquelle en 2017 (thrombolyse).", "Une sœur suivie pour sclérose en plaques."],
  ["Pas de déficit moteur, réflexes vifs et symétriques, cutanés plantaires en flexion, oculomotricité normale.", "Le MMSE est à 24/30, l'épreuve des cinq mots à 8/10, l'horloge est correcte.", "Bradykinésie et roue dentée à droite, marche conservée, pas d'instabilité."],
  ["IRM cérébrale demandée, l'EEG sera fait le même jour.", "Lévétiracétam 500 mg matin et soir ; conduite automobile déconseillée.", "Essai de lévodopa à doses progressives, réévaluation dans deux mois."]),
 "rhumato": (["une polyarthralgie inflammatoire", "une lombosciatique L5 gauche", "le suivi d'une ostéoporose fracturaire", "une crise de goutte"],
  ["Psoriasis du cuir chevelu connu depuis 12 ans.", "Fracture de L1 après une chute de sa hauteur en 2020.", "Insuffisance rénale modérée (DFG 48)."],
  ["DAS28 à 4,1 ; cinq articulations douloureuses, deux gonflées, dérouillage de 45 minutes.", "Signe de Lasègue à 40°, force du releveur cotée 4/5, pas de trouble sphinctérien.", "T-score au col à -2,9 et au rachis à -3,2."],
  ["Méthotrexate 15 mg par semaine avec supplémentation en folates, bilan mensuel.", "Perfusion annuelle d'acide zolédronique organisée en hôpital de jour.", "Infiltration foraminale si échec du traitement à trois semaines."]),
 "uro": (["une élévation du PSA à 7,4 ng/mL", "des troubles mictionnels", "une hématurie macroscopique", "une colique néphrétique gauche"],
  ["Lithiase urique en 2014, urétéroscopie souple.", "Diabète de type 2 sous metformine.", "Aucun antécédent urologique familial."],
  ["Prostate de 45 g, souple, sans nodule ; résidu post-mictionnel de 60 mL.", "La cystoscopie souple montre une muqueuse saine, méats en place.", "Le scanner sans injection décrit un calcul de 6 mm de l'uretère lombaire."],
  ["IRM multiparamétrique avant d'éventuelles biopsies.", "Traitement alpha-bloquant, catalogue mictionnel et nouvelle débitmétrie.", "Urétéroscopie programmée, ECBU à faire huit jours avant."]),
 "endo": (["un diabète de type 2 déséquilibré", "un nodule thyroïdien de 18 mm", "une hypercalcémie modérée", "le suivi d'une hypothyroïdie"],
  ["Obésité de grade II, sleeve refusée en 2018.", "Maladie de Basedow traitée par iode 131.", "Mère et tante diabétiques."],
  ["Poids 94 kg, taille 1,68 m, IMC 33,3. HbA1c 8,7 %, créatinine 74 µmol/L.", "À l'échographie, nodule EU-TIRADS 4 du lobe droit, pas d'adénopathie.", "TSH 6,2 mUI/L, T4 libre 11 pmol/L, anticorps anti-TPO positifs."],
  ["Introduction d'un analogue du GLP-1 hebdomadaire, éducation thérapeutique avec l'infirmière.", "Une cytoponction échoguidée est programmée.", "Lévothyroxine portée à 88 µg, contrôle de la TSH dans 8 semaines."]),
 "geria": (["une altération de l'état général", "des chutes à répétition", "une évaluation gériatrique", "un syndrome confusionnel"],
  ["Insuffisance cardiaque à FEVG altérée, FA anticoagulée, prothèse de hanche droite.", "Maladie d'Alzheimer diagnostiquée en 2019, APA (GIR 4).", "Cataracte opérée des deux yeux, surdité appareillée."],
  ["Autonomie : ADL 4/6, IADL 2/8, marche avec déambulateur, vitesse 0,6 m/s.", "Poids 48,3 kg (-5 kg en six mois), albumine 29 g/L, MNA 16/30.", "Pas d'hypotension orthostatique ; l'humeur est triste (mini-GDS 2/4)."],
  ["Révision de l'ordonnance : arrêt de l'hydroxyzine et de l'oméprazole.", "Passage d'une équipe mobile, dossier de SSIAD transmis, retour au domicile souhaité.", "Compléments nutritionnels oraux deux fois par jour et kinésithérapie de l'équilibre."]),
 "interne": (["une fièvre prolongée", "une pyélonéphrite aiguë", "une pneumopathie lobaire", "une érysipèle de jambe", "une hyponatrémie"],
  ["Hypothyroïdie substituée, prothèse mammaire bilatérale ; allergie à la pénicilline (urticaire).", "Embolie pulmonaire en 2015, bilan de thrombophilie négatif.", "Pas d'antécédent notable en dehors d'une hernie discale L4-L5."],
  ["Température 38,7 °C, PA 112/64, FC 104/min, SpO2 96 %, fosse lombaire droite sensible.", "CRP 184 mg/L puis 36 mg/L, leucocytes 15,2 G/L, hémocultures stériles.", "Placard inflammatoire de 14 cm de la jambe gauche, porte d'entrée inter-orteil."],
  ["Évolution favorable sous ceftriaxone puis relais per os, apyrexie au troisième jour.", "Sortie avec une infirmière à domicile, bilan de contrôle à dix jours.", "Le complément étiologique sera fait en externe."]),
}
SOC = ["{Il} vit avec {son} {conj} en maison individuelle.", "{Il} est retraité{e} de l'enseignement.", "{Il} travaille à temps partiel dans une coopérative agricole.", "{Il} est accompagné{e} ce jour par un proche.", "Deux enfants, en bonne santé, à distance."]
DRUGS = ["Paracétamol 1 g : 1 comprimé si douleur, 3 par jour au maximum, pendant 10 jours", "Bisoprolol 2,5 mg : 1 comprimé le matin", "Apixaban 5 mg : 1 comprimé matin et soir", "Ramipril 5 mg : 1 comprimé le soir", "Furosémide 40 mg : 1 comprimé le matin", "Metformine 850 mg : 1 comprimé aux trois repas", "Amoxicilline 1 g : 1 comprimé matin et soir, 7 jours", "Ésoméprazole 20 mg : 1 gélule avant le dîner, 28 jours", "Enoxaparine 4000 UI : 1 injection sous-cutanée par jour, 21 jours", "Atorvastatine 40 mg : 1 comprimé le soir", "Lévothyroxine 75 µg : 1 comprimé à jeun", "Tramadol LP 100 mg : 1 comprimé matin et soir, 5 jours", "Macrogol 10 g : 1 à 2 sachets par jour", "Salbutamol 100 µg : 2 bouffées si gêne respiratoire", "Prednisone 20 mg : 2 comprimés le matin, 5 jours", "Cholécalciférol 100 000 UI : 1 ampoule par trimestre", "Kétoprofène 100 mg : 1 comprimé midi et soir au cours des repas, 6 jours", "Bas de contention classe II : 2 paires, hauteur cuisse", "Chlorhexidine solution moussante : 1 flacon", "Insuline glargine 100 U/mL : 18 unités au coucher"]
IMAGING = [
 ("Radiographie", "RADIOGRAPHIE DU THORAX DE FACE", "Toux fébrile depuis une semaine.", ["Incidence de face debout, inspiration profonde."], ["Silhouette cardio-médiastinale de taille normale.", "Foyer de condensation alvéolaire de la base droite effaçant le bord du diaphragme.", "Culs-de-sac pleuraux libres.", "Trame osseuse sans lésion visible."], "Foyer basal droit. Contrôle à 4 semaines."),
 ("Scanner", "SCANNER THORACO-ABDOMINO-PELVIEN", "Bilan d'extension.", ["Acquisition hélicoïdale après injection de 90 mL de produit de contraste iodé (DLP 612 mGy.cm)."], ["Micronodule de 4 mm du lobe moyen, inchangé par rapport à l'examen antérieur.", "Foie homogène, sans lésion focale suspecte.", "Pas d'adénomégalie médiastinale ni rétropéritonéale.", "Diverticulose sigmoïdienne non compliquée."], "Pas de lésion secondaire décelable."),
 ("IRM", "IRM LOMBAIRE", "Sciatique gauche résistant au traitement.", ["Séquences sagittales T1, T2, STIR et axiales T2."], ["Discopathie dégénérative L4-L5 et L5-S1.", "Hernie postéro-latérale gauche L5-S1 au contact de la racine S1.", "Cône médullaire de signal normal."], "Hernie discale L5-S1 gauche conflictuelle."),
 ("Échographie", "ÉCHOGRAPHIE ABDOMINALE", "Douleurs de l'hypochondre droit.", ["Exploration par sonde convexe, patient à jeun."], ["Vésicule biliaire à paroi fine contenant un calcul de 14 mm.", "Voie biliaire principale à 5 mm.", "Reins de taille normale, cavités fines.", "Aorte de calibre régulier."], "Lithiase vésiculaire non compliquée."),
 ("IRM", "IRM CÉRÉBRALE", "Céphalées, troubles de la mémoire.", ["Séquences FLAIR, diffusion, T2*, T1 avant et après gadolinium."], ["Quelques hypersignaux de la substance blanche, Fazekas 1.", "Absence de restriction de la diffusion.", "Hippocampes de volume conservé (Scheltens 1).", "Sinus de la face bien aérés."], "Leucopathie vasculaire minime, pas de processus expansif."),
 ("Radiographie", "RADIOGRAPHIES DU GENOU DROIT ET DES HANCHES", "Gonalgie mécanique, boiterie.", ["Incidences de face, schuss, profil et défilé fémoro-patellaire."], ["Pincement de l'interligne fémoro-tibial interne de stade 3.", "Pas d'épanchement.", "Interlignes coxo-fémoraux respectés."], "Gonarthrose interne droite évoluée."),
 ("Angioscanner", "ANGIOSCANNER DES ARTÈRES PULMONAIRES", "Dyspnée brutale, D-dimères à 1840 ng/mL.", ["Injection de 70 mL d'iomépron, bonne opacification des artères pulmonaires."], ["Défect endoluminal d'une branche segmentaire lobaire inférieure gauche.", "Rapport VD/VG inférieur à 1.", "Petite lame d'épanchement pleural homolatéral."], "Embolie pulmonaire segmentaire gauche, sans retentissement droit. Résultat communiqué par téléphone."),
 ("Écho-Doppler", "ÉCHO-DOPPLER VEINEUX DES MEMBRES INFÉRIEURS", "Grosse jambe gauche.", ["Examen bilatéral et comparatif en décubitus puis assis."], ["Axes fémoro-poplités perméables et compressibles.", "Thrombose d'une veine fibulaire gauche, occlusive.", "Réseau superficiel indemne."], "Thrombose veineuse distale gauche récente."),
 ("TDM", "SCANNER DU ROCHER GAUCHE", "Surdité de transmission.", ["Coupes fines de 0,6 mm sans injection."], ["Chaîne ossiculaire en place.", "Hypodensité pré-stapédienne.", "Cellules mastoïdiennes bien pneumatisées."], "Aspect d'otospongiose débutante."),
 ("Ostéodensitométrie", "MESURE DE LA DENSITÉ MINÉRALE OSSEUSE", "Ménopause précoce.", ["Absorptiométrie biphotonique, appareil contrôlé quotidiennement."], ["Rachis L1-L4 : 0,842 g/cm², T-score -2,6.", "Col fémoral gauche : 0,688 g/cm², T-score -2,1."], "Ostéoporose densitométrique du rachis."),
]
OPS = [
 ("Cholécystectomie par cœlioscopie", "Lithiase vésiculaire symptomatique", "visc", "Open-cœlioscopie ombilicale, mise en place de trois trocarts. Exposition du triangle de Calot, clips sur le canal et l'artère cystiques. Décollement de la vésicule au crochet, extraction en sac. Hémostase contrôlée, pas de drainage."),
 ("Prothèse totale de hanche gauche", "Coxarthrose invalidante", "ortho", "Voie postéro-externe en décubitus latéral. Section du col, fraisage jusqu'à 52, cupule impactée avec bonne tenue primaire. Tige sans ciment n° 4, tête céramique 32. Stabilité testée, réinsertion des pelvi-trochantériens."),
 ("Libération du canal carpien droit", "Syndrome du canal carpien sévère", "ortho", "Anesthésie locorégionale, garrot à 250 mmHg pendant 9 minutes. Incision palmaire de 2 cm, section complète du ligament annulaire. Le nerf est comprimé mais continu."),
 ("Cure de hernie inguinale droite (Lichtenstein)", "Hernie inguinale directe", "visc", "Incision inguinale, dissection du cordon, réduction du sac. Mise en place d'une prothèse de polypropylène fixée par points non résorbables. Fermeture plan par plan."),
 ("Résection transurétrale de prostate", "Adénome obstructif", "uro", "Résecteur bipolaire 26 Ch, résection des deux lobes latéraux et du médian. Copeaux adressés en anatomopathologie (28 g). Sonde double courant et lavage continu clair."),
 ("Hystérectomie totale par voie vaginale", "Utérus fibromateux hémorragique", "gyneco", "Incision péri-cervicale, ouverture des culs-de-sac, ligature des pédicules utérins puis des ligaments. Pertes sanguines estimées à 150 mL. Péritonisation et fermeture de la tranche vaginale."),
 ("Thyroïdectomie totale", "Goitre multinodulaire plongeant", "orl", "Cervicotomie arciforme. Repérage et neuromonitoring des nerfs récurrents, trois parathyroïdes vues et respectées. Pièce adressée en anatomopathologie. Un drain de Redon."),
 ("Arthroscopie du genou gauche, méniscectomie interne", "Lésion en anse de seau", "ortho", "Deux voies antérieures. Cartilage indemne, ligaments croisés continus. Régularisation de la corne postérieure à la pince et au shaver. Lavage abondant."),
 ("Appendicectomie cœlioscopique", "Appendicite aiguë suppurée", "visc", "Appendice turgescent sans perforation, épanchement louche du Douglas prélevé. Section de la base entre deux lassos, toilette péritonéale de 2 litres."),
 ("Phacoémulsification de l'œil droit avec implant", "Cataracte corticonucléaire", "ophta", "Incision cornéenne 2,2 mm, capsulorhexis continu, phacoémulsification du noyau. Implant souple dans le sac capsulaire, céfuroxime intracamérulaire."),
]
PATH = [
 ("Biopsies coliques", "Deux fragments adressés en formol.", "Muqueuse colique à architecture conservée, chorion peu inflammatoire. Sur un fragment, les glandes sont bordées d'un épithélium pseudostratifié en dysplasie de bas grade.", "Adénome tubuleux en dysplasie de bas grade, exérèse à compléter selon l'endoscopie."),
 ("Pièce de cholécystectomie", "Vésicule de 8 x 3 cm, paroi de 3 mm, un calcul mixte.", "Muqueuse remaniée par des sinus de Rokitansky et un infiltrat lymphocytaire, sans dysplasie.", "Cholécystite chronique lithiasique. Absence de malignité."),
 ("Exérèse cutanée du dos", "Fuseau de 22 x 10 mm centré par une lésion pigmentée de 6 mm.", "Prolifération mélanocytaire jonctionnelle et dermique, symétrique, avec maturation en profondeur, sans atypie.", "Nævus composé. Exérèse complète, marge de 2 mm."),
 ("Frottis cervico-utérin en phase liquide", "Un flacon reçu, étalement unique.", "Cellules malpighiennes superficielles et intermédiaires, quelques cellules métaplasiques ; inflammation modérée.", "Absence de lésion malpighienne intra-épithéliale (NILM). Test HPV à haut risque : négatif."),
 ("Biopsies gastriques (antre et fundus)", "Cinq fragments en deux flacons.", "Gastrite chronique d'activité modérée avec présence de bacilles à la coloration de Giemsa. Pas de métaplasie intestinale.", "Gastrite à Helicobacter pylori, OLGA 0."),
 ("Biopsies prostatiques (12 carottes)", "Longueur totale 148 mm.", "Trois carottes de la base gauche sont le siège d'un adénocarcinome acinaire, 22 % de la surface, sans engainement.", "Adénocarcinome prostatique, score de Gleason 6 (3+3), groupe ISUP 1."),
 ("Copeaux de résection prostatique", "28 g, inclus en 10 blocs.", "Hyperplasie fibromusculaire et glandulaire, remaniements de prostatite chronique.", "Hyperplasie bénigne de la prostate."),
 ("Ganglion cervical droit", "Nodule de 14 mm, un fragment congelé.", "Architecture folliculaire conservée, centres germinatifs réactionnels, plasmocytes interfolliculaires.", "Adénite réactionnelle non spécifique."),
 ("Microbiopsie mammaire gauche", "Trois carottes de 12 à 15 mm, fixées à 16 h 20.", "Carcinome infiltrant de type non spécifique, grade 2 (3+2+1), RE 90 %, RP 60 %, HER2 score 1+, Ki67 18 %.", "Carcinome mammaire infiltrant, grade SBR II."),
]
ERS = [
 ("Douleur thoracique", "Douleur médiothoracique depuis 2 heures, non irradiée, chez {pt} de {age} ans.", "ECG normal, troponines 6 puis 7 ng/L, radiographie sans foyer.", "Douleur pariétale, sortie avec antalgiques."),
 ("Chute de sa hauteur", "Chute mécanique au domicile, réception sur la main droite, pas de perte de connaissance.", "Radiographie du poignet : fracture non déplacée du radius distal. Immobilisation par manchette.", "Fracture de Pouteau-Colles, contrôle en consultation."),
 ("Douleur abdominale", "Douleur de la fosse iliaque droite depuis la veille, fébricule à 37,9 °C, nausées.", "Défense localisée ; leucocytes 13,4 G/L, CRP 48 mg/L ; scanner : appendice de 11 mm.", "Appendicite aiguë, avis du chirurgien de garde, hospitalisation."),
 ("Plaie de la main", "Plaie de la paume gauche par couteau, examen sous anesthésie locale.", "Pas de lésion tendineuse ni nerveuse, suture par 5 points de nylon 4/0. Vaccination antitétanique à jour.", "Plaie simple, ablation des fils à J12."),
 ("Malaise", "Malaise avec prodromes au lever, témoins présents, durée brève.", "Pas d'hypotension orthostatique, glycémie 1,02 g/L, ECG sinusal.", "Malaise vagal, retour au domicile accompagné{e}."),
 ("Dyspnée", "Dyspnée croissante depuis 3 jours, toux grasse, pas de douleur.", "SpO2 91 % en air, crépitants bilatéraux, NT-proBNP 3120 ng/L. Furosémide 80 mg IV.", "Décompensation cardiaque, transfert en unité de médecine."),
 ("Fièvre", "Hyperthermie à 39,4 °C depuis 48 h, brûlures mictionnelles.", "BU : leucocytes +++, nitrites +. Échographie rénale sans dilatation.", "Pyélonéphrite simple, antibiothérapie orale 7 jours."),
 ("Traumatisme crânien", "Coup sur le front contre un placard, sans perte de connaissance, pas d'anticoagulant.", "Examen neurologique normal, Glasgow 15, plaie frontale de 2 cm collée.", "Traumatisme bénin, consignes de surveillance remises."),
 ("Entorse de cheville", "Torsion en inversion lors d'un match, œdème malléolaire externe.", "Critères d'Ottawa négatifs, appui possible.", "Entorse bénigne, attelle et glace."),
]
RCPS = [
 ("Sein", "Carcinome infiltrant du sein gauche, T1c N0 M0, RH+ HER2-", "Tumorectomie et ganglion sentinelle ; marges saines", "Radiothérapie adjuvante puis hormonothérapie 5 ans"),
 ("Côlon", "Adénocarcinome du sigmoïde pT3 N1a (1/18) M0, MSS", "Colectomie réalisée, suites simples", "Chimiothérapie adjuvante CAPOX 3 mois"),
 ("Poumon", "Carcinome épidermoïde du lobe supérieur droit cT2a N0", "TEP sans fixation à distance, VEMS 71 %", "Lobectomie avec curage, consultation d'anesthésie"),
 ("Prostate", "Adénocarcinome Gleason 7 (3+4), PSA 9,1", "IRM : lésion PIRADS 4 apex droit", "Prostatectomie ou radiothérapie au choix, information délivrée"),
 ("Vessie", "Carcinome urothélial pTa bas grade", "Résection complète en 2 temps", "Surveillance cystoscopique à 3 mois"),
 ("Thyroïde", "Microcarcinome papillaire de 7 mm", "Thyroïdectomie totale, 0 ganglion envahi sur 4", "Pas d'iode, TSH et thyroglobuline à 6 mois"),
 ("Rein", "Carcinome à cellules claires de 38 mm du pôle inférieur gauche", "Scanner thoracique négatif", "Néphrectomie partielle robot-assistée"),
 ("Mélanome", "Mélanome du mollet, Breslow 1,4 mm, non ulcéré", "Échographie ganglionnaire normale", "Reprise à 2 cm et ganglion sentinelle"),
]
ENDOS = [
 ("Coloscopie totale", "Dépistage, antécédent familial", "Progression jusqu'au cæcum, préparation Boston 8. Polype sessile de 6 mm du côlon transverse réséqué à l'anse froide. Rectum normal en rétrovision.", "Polype du transverse réséqué. Contrôle à 5 ans selon l'histologie."),
 ("Gastroscopie", "Anémie ferriprive", "Œsophage sans lésion, cardia à 39 cm. Gastrite antrale érythémateuse, biopsies. Duodénum normal, biopsies systématiques.", "Gastrite antrale. Attendre les biopsies."),
 ("Fibroscopie bronchique", "Hémoptysie", "Cordes vocales mobiles, trachée libre, éperons fins. Aspiration et lavage du lobe moyen.", "Arbre bronchique sans lésion visible."),
 ("Cystoscopie", "Hématurie microscopique", "Urètre libre, vessie de capacité normale, muqueuse sans tumeur, urines claires aux deux méats.", "Cystoscopie normale."),
 ("Rectosigmoïdoscopie", "Rectorragies", "Exploration jusqu'à 40 cm ; congestion hémorroïdaire de grade II, muqueuse saine.", "Hémorroïdes internes. Traitement veinotonique."),
 ("Hystéroscopie diagnostique", "Métrorragies", "Canal endocervical libre, cavité de forme normale, polype fundique de 8 mm, ostiums vus.", "Polype de l'endomètre, résection à prévoir."),
 ("Écho-endoscopie", "Kyste pancréatique", "Lésion kystique de 12 mm de la queue, communiquant avec un canal secondaire, sans bourgeon.", "TIPMP des canaux secondaires probable, IRM à un an."),
 ("Nasofibroscopie", "Dysphonie", "Cavum libre, base de langue symétrique, nodule du tiers antérieur de la corde vocale gauche.", "Nodule cordal, rééducation orthophonique."),
]
LABS = {
 "HÉMATOLOGIE": [("Hématies", "T/L", 3.9, 5.6, 2), ("Hémoglobine", "g/dL", 11.8, 16.5, 1), ("Hématocrite", "%", 36, 49, 1), ("VGM", "fL", 80, 99, 1), ("TCMH", "pg", 26, 33, 1), ("Leucocytes", "G/L", 4, 10.5, 2), ("Polynucléaires neutrophiles", "G/L", 1.8, 7.2, 2), ("Lymphocytes", "G/L", 1.0, 4.0, 2), ("Monocytes", "G/L", .2, .9, 2), ("Plaquettes", "G/L", 150, 400, 0)],
 "HÉMOSTASE": [("Taux de prothrombine", "%", 70, 120, 0), ("INR", "", .9, 1.2, 2), ("TCA ratio", "", .8, 1.2, 2), ("Fibrinogène", "g/L", 2, 4, 2)],
 "BIOCHIMIE": [("Sodium", "mmol/L", 136, 145, 0), ("Potassium", "mmol/L", 3.5, 5.1, 1), ("Chlorures", "mmol/L", 98, 107, 0), ("Urée", "mmol/L", 2.8, 8.1, 1), ("Créatinine", "µmol/L", 45, 105, 0), ("Glycémie à jeun", "g/L", .7, 1.1, 2), ("Protéines", "g/L", 64, 83, 0), ("Calcium", "mmol/L", 2.15, 2.55, 2), ("CRP", "mg/L", 0, 5, 1)],
 "BILAN HÉPATIQUE": [("ASAT (TGO)", "UI/L", 8, 40, 0), ("ALAT (TGP)", "UI/L", 7, 45, 0), ("Gamma GT", "UI/L", 9, 60, 0), ("Phosphatases alcalines", "UI/L", 40, 129, 0), ("Bilirubine totale", "µmol/L", 3, 21, 1)],
 "BILAN LIPIDIQUE": [("Cholestérol total", "g/L", 1.2, 2.0, 2), ("Cholestérol HDL", "g/L", .4, .8, 2), ("Cholestérol LDL calculé", "g/L", .6, 1.6, 2), ("Triglycérides", "g/L", .4, 1.5, 2)],
 "HORMONOLOGIE": [("TSH", "mUI/L", .4, 4.0, 2), ("T4 libre", "pmol/L", 12, 22, 1), ("Ferritine", "µg/L", 20, 250, 0), ("Vitamine D (25-OH)", "ng/mL", 30, 60, 1), ("HbA1c", "%", 4, 6, 1)],
}
GENES = [("BRCA1", "c.68_69del (p.Glu23Valfs*17)", "Prédisposition héréditaire au cancer du sein et de l'ovaire", "variant pathogène à l'état hétérozygote"),
 ("HFE", "c.845G>A (p.Cys282Tyr)", "Hémochromatose", "état homozygote confirmé"), ("F5", "c.1601G>A (facteur V Leiden)", "Thrombophilie", "état hétérozygote"),
 ("CFTR", "c.1521_1523del (p.Phe508del)", "Mucoviscidose", "variant à l'état hétérozygote, porteur sain"), ("MYBPC3", "c.1504C>T (p.Arg502Trp)", "Cardiomyopathie hypertrophique", "variant pathogène hétérozygote"),
 ("MLH1", "aucun variant identifié", "Syndrome de Lynch", "recherche négative"), ("FMR1", "30 répétitions CGG", "Syndrome de l'X fragile", "allèle de taille normale"),
 ("LDLR", "c.1775G>A (p.Gly592Glu)", "Hypercholestérolémie familiale", "variant probablement pathogène")]
