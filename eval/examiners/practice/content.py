"""Medical prose. No person and no date is written here: the context fills the slots in.

Slots: {P} patient, {pt} patient(e), {il} il/elle, {e} agreement, {age}, {d1} {d2} earlier dates, {dn} next date, {DR}
another doctor.
"""

# fmt: off
CASES = {
 "cardiologie": [
  ("Douleur thoracique et dyspnée d'effort", "{P} est suivi{e} pour une hypertension artérielle traitée depuis 2014 et une dyslipidémie. Un premier bilan coronarien avait été fait le {d1} par le {DR}, sans lésion significative. Depuis trois semaines, {il} décrit une oppression rétrosternale à la marche rapide, cédant en moins de cinq minutes au repos.",
   "Tension artérielle 142/78 mmHg aux deux bras, fréquence cardiaque 72/min. Auscultation : souffle systolique 2/6 au foyer aortique, pas d'œdème des membres inférieurs, mollets souples. ECG : rythme sinusal, pas de trouble de la repolarisation. Troponine négative à deux reprises.",
   "Angor d'effort probable. Coroscanner à prévoir, bisoprolol 2,5 mg majoré à 5 mg, aspirine 75 mg maintenue. Nous {reverrons} le {dn}."),
  ("Fibrillation atriale de découverte récente", "Palpitations apparues après un épisode de grippe. L'enregistrement du {d1} montrait déjà des extrasystoles nombreuses. Pas d'antécédent d'accident vasculaire. Score CHA2DS2-VASc à 3.",
   "ECG : fibrillation atriale à 96/min, axe normal. Échographie : FEVG 58 %, oreillette gauche 44 mm, pas de valvulopathie notable, pressions pulmonaires normales. TSH à 2,1 mUI/L, créatinine 84 µmol/L.",
   "Anticoagulation par apixaban 5 mg deux fois par jour, cardioversion envisagée après quatre semaines de traitement efficace. Holter de contrôle le {dn}.")],
 "pneumologie": [
  ("Exacerbation de BPCO", "{P}, {age} ans, ancien{e2} fumeur à 40 paquets-années, adressé{e} pour majoration de la dyspnée et expectorations purulentes depuis cinq jours. Dernière EFR le {d1} : VEMS à 54 % de la théorique.",
   "Saturation 91 % en air ambiant, fréquence respiratoire 24/min, sibilants diffus. Radiographie : distension, pas de foyer. CRP 46 mg/L. Gaz du sang : pH 7,41, PaCO2 43 mmHg.",
   "Exacerbation d'origine bactérienne probable, amoxicilline-acide clavulanique sept jours et prednisone 40 mg cinq jours. Réhabilitation respiratoire à organiser, consultation le {dn}."),
  ("Nodule pulmonaire à surveiller", "Nodule du lobe supérieur droit de 7 mm découvert sur un scanner demandé par le {DR} le {d1}. Absence de signe général, poids stable.",
   "Examen sans particularité, pas d'adénopathie. Le scanner de contrôle montre un nodule inchangé, bords nets, sans calcification.",
   "Surveillance scanographique à six mois, soit vers le {dn}. Sevrage tabagique encouragé.")],
 "gastro-entérologie": [
  ("Anémie ferriprive", "Hémoglobine à 9,8 g/dL sur le bilan du {d1}, ferritine à 8 µg/L. Pas de saignement extériorisé. Le père {du_pt} a présenté un cancer colique à 61 ans.",
   "Abdomen souple, pas de masse, toucher rectal normal. La gastroscopie retrouve une gastrite antrale érosive ; la recherche d'Helicobacter pylori est positive.",
   "Quadrithérapie dix jours, fer per os trois mois, contrôle de la numération vers le {dn}. La coloscopie sera programmée si l'anémie persiste."),
  ("Colique hépatique", "Douleurs de l'hypochondre droit depuis le {d1}, sans fièvre. Échographie de ville : vésicule multilithiasique, voie biliaire fine.",
   "Murphy négatif ce jour. Bilirubine 11 µmol/L, ASAT 28 UI/L, lipase normale.",
   "Indication de cholécystectomie cœlioscopique, consultation avec le {DR}, date retenue en accord avec {P}.")],
 "orthopédie": [
  ("Gonarthrose droite évoluée", "Gonalgies mécaniques depuis sept ans, périmètre de marche réduit à 300 mètres. Deux infiltrations faites le {d1} et le {d2} par le {DR} sans bénéfice durable.",
   "Flexum 5°, flexion 105°, genu varum 6°, pas de laxité. Radiographies : pincement fémoro-tibial interne complet, ostéophytose marquée.",
   "Prothèse totale de genou proposée, {P} accepte après information. Bilan dentaire et consultation d'anesthésie à prévoir avant le {dn}."),
  ("Fracture de l'extrémité inférieure du radius gauche", "Chute de sa hauteur le {d1} au domicile. Réduction et immobilisation plâtrée aux urgences, sans déficit sensitif.",
   "Contrôle à J10 : pas de déplacement secondaire, bonne mobilité des doigts, peau saine sous le plâtre.",
   "Immobilisation six semaines au total, rééducation ensuite. Nouveau cliché le {dn}. Ostéodensitométrie à discuter avec le médecin traitant.")],
 "neurologie": [
  ("Troubles de la marche", "{P} présente depuis le printemps un ralentissement, une micrographie et un tremblement de repos de la main droite. L'IRM du {d1} était sans anomalie significative pour l'âge.",
   "Marche à petits pas, perte du ballant droit, roue dentée. Pas de trouble oculomoteur. MMS 28/30.",
   "Syndrome parkinsonien de type idiopathique probable, lévodopa-bensérazide 62,5 mg trois fois par jour en progression, kinésithérapie. Prochaine consultation le {dn}."),
  ("Migraine avec aura", "Céphalées hémicrâniennes trois à quatre fois par mois, précédées de scotomes de vingt minutes. Un premier avis du {DR} datait du {d1}.",
   "Examen neurologique normal, fond d'œil normal, tension 118/70.",
   "Traitement de fond par propranolol 40 mg, agenda des crises, triptan en crise. Contraception à revoir. Contrôle le {dn}.")],
 "diabétologie": [
  ("Déséquilibre d'un diabète de type 2", "Diabète connu depuis 2009, HbA1c à 9,4 % le {d1}. Traitement : metformine 1000 mg deux fois par jour, gliclazide 60 mg. Pas de coronaropathie connue.",
   "Poids 92 kg, taille 1,71 m, IMC 31,5. Pieds : pouls perçus, monofilament perçu 5 sites sur 6. Fond d'œil du {d2} : pas de rétinopathie.",
   "Introduction de sémaglutide 0,25 mg par semaine, arrêt du gliclazide, éducation thérapeutique. HbA1c de contrôle avant le {dn}."),
  ("Suivi d'un diabète de type 1 sous pompe", "Pompe posée le {d1}, boucle fermée depuis trois mois. Deux hypoglycémies sévères l'an passé, aucune depuis.",
   "Temps dans la cible 71 %, hypoglycémies 2 %. Microalbuminurie normale. TSH 1,8 mUI/L.",
   "Équilibre satisfaisant, ratios du petit déjeuner modifiés. Rendez-vous avec l'infirmière d'éducation le {dn}.")],
 "gériatrie": [
  ("Chutes à répétition", "{P}, {age} ans, vit à domicile avec l'aide de sa fille et d'une auxiliaire trois fois par semaine. Trois chutes depuis le {d1}, sans perte de connaissance. Dernier passage du {DR} le {d2}.",
   "Hypotension orthostatique (152/80 couché, 124/70 debout à trois minutes). Timed up and go 24 secondes. MMS 21/30. Vitamine D 18 nmol/L, albumine 32 g/L.",
   "Arrêt de l'alpha-bloquant, bas de contention, supplémentation, kinésithérapie d'équilibre. Demande d'APA en cours, évaluation à domicile le {dn}."),
  ("Confusion fébrile", "Adressé{e} par l'EHPAD pour fièvre à 38,9 °C et désorientation depuis la veille. Même tableau en {d1}.",
   "Bandelette positive, ECBU à E. coli sensible. Scanner cérébral sans saignement. Créatinine 118 µmol/L.",
   "Pyélonéphrite traitée par ceftriaxone puis cotrimoxazole, sept jours. Retour à l'orientation habituelle. Vaccination antipneumococcique à faire, contrôle de la créatinine le {dn}.")],
 "urologie": [
  ("Lithiase urétérale gauche", "Colique néphrétique gauche non fébrile le {d1}, calcul de 6 mm à la jonction urétéro-vésicale au scanner.",
   "Apyrexie, douleur contrôlée par kétoprofène. Créatinine 92 µmol/L. ECBU stérile.",
   "Traitement médical expulsif, tamisage des urines, scanner faible dose le {dn}. En cas de fièvre, retour immédiat aux urgences."),
  ("Troubles mictionnels", "Pollakiurie nocturne quatre fois, jet faible. IPSS à 19 en {d1}. PSA 2,4 ng/mL stable.",
   "Prostate estimée à 55 g, souple. Débitmètre : Qmax 9 mL/s, résidu 80 mL.",
   "Alpha-bloquant prescrit, hydratation à répartir. Revu{e} le {dn} avec un calendrier mictionnel.")],
 "rhumatologie": [
  ("Polyarthrite rhumatoïde", "Suivie depuis le {d1} ; méthotrexate 15 mg par semaine, acide folique. Raideur matinale de quinze minutes.",
   "DAS28 à 2,4. Pas de synovite. Transaminases normales, VS 12 mm. Radiographies des mains sans érosion nouvelle.",
   "Maintien du traitement, vaccin contre la grippe fait en ville. Surveillance biologique mensuelle, consultation le {dn}."),
  ("Lombosciatique L5 droite", "Douleur depuis six semaines, après port de charge. Le {DR} a demandé une IRM faite le {d1} : hernie L4-L5 paramédiane droite.",
   "Lasègue à 50°, releveurs cotés 5, réflexes présents, pas de trouble sphinctérien.",
   "Infiltration épidurale proposée, kinésithérapie ensuite. Arrêt de travail jusqu'au {dn}.")],
 "néphrologie": [
  ("Maladie rénale chronique stade 3b", "Débit de filtration à 38 mL/min le {d1} contre 41 l'an dernier. Néphroangiosclérose probable. Échographie rénale : reins de 9,5 cm.",
   "Tension 136/74, pas d'œdème. Protéinurie 0,4 g/g. Kaliémie 4,9 mmol/L, bicarbonates 22.",
   "Dapagliflozine 10 mg introduite, éviction des AINS, vaccination hépatite B. Bilan avant la consultation du {dn}.")],
 "orl": [
  ("Surdité progressive", "Gêne auditive bilatérale, acouphènes. Premier audiogramme le {d1}.",
   "Tympans normaux. Presbyacousie bilatérale symétrique, perte moyenne 42 dB à droite, 45 dB à gauche.",
   "Appareillage prescrit, contrôle le {dn}. Pas d'imagerie nécessaire."),
  ("Sinusite maxillaire traînante", "Rhinorrhée purulente gauche depuis le {d1} malgré deux antibiothérapies.",
   "Nasofibroscopie : pus du méat moyen gauche, pas de polype. Panoramique dentaire : granulome de la 26.",
   "Avis dentaire demandé au {DR}, lavages de nez, scanner des sinus avant le {dn}.")],
 "dermatologie": [
  ("Lésion pigmentée du dos", "Lésion remarquée par le conjoint en {d1}, modifiée depuis l'été.",
   "Macule asymétrique de 9 mm, réseau atypique en dermoscopie. Aires ganglionnaires libres.",
   "Exérèse à visée diagnostique programmée le {dn}, examen anatomopathologique. Photoprotection.")],
 "psychiatrie": [
  ("Épisode dépressif caractérisé", "{P} consulte depuis le {d1} dans un contexte de surcharge professionnelle. Pas d'antécédent familial notable hormis chez une tante.",
   "Humeur triste, ralentissement modéré, insomnie du matin, pas d'idée suicidaire. Échelle MADRS à 24.",
   "Sertraline 50 mg, psychothérapie avec la psychologue du centre, arrêt prolongé. Rendez-vous le {dn}.")],
 "oncologie": [
  ("Adénocarcinome du sein droit, traitement adjuvant", "Tumorectomie et ganglion sentinelle le {d1} : carcinome canalaire infiltrant de 14 mm, grade II, RE 90 %, RP 70 %, HER2 négatif, 0N+/2.",
   "Bon état général, OMS 0, cicatrice propre. Échographie cardiaque normale.",
   "Radiothérapie de 15 séances puis hormonothérapie cinq ans. Surveillance clinique le {dn}."),
  ("Adénocarcinome du côlon sigmoïde", "Sigmoïdectomie le {d1} par le {DR}, pT3 N1a (1N+/18). Chimiothérapie par CAPOX en cours, troisième cure.",
   "Neuropathie de grade 1 aux doigts. Poids stable. NFS : neutrophiles 1 900/mm3, plaquettes 142 000.",
   "Cure faite avec réduction de 20 % de l'oxaliplatine. Scanner de réévaluation le {dn}.")],
 "pédiatrie": [
  ("Bronchiolite à VRS", "{P}, adressé{e} pour gêne respiratoire et baisse des prises alimentaires depuis deux jours. Un frère aîné enrhumé. Vu{e} la veille par le {DR}.",
   "Fréquence respiratoire 54/min, tirage intercostal modéré, saturation 93 %. Test antigénique VRS positif. Température 38,1 °C.",
   "Oxygénothérapie trente heures, fractionnement des repas, désobstruction. Sortie après deux nuits sans oxygène. À revoir par le médecin traitant sous 48 heures, contrôle le {dn}."),
  ("Asthme de l'enfant", "Trois exacerbations depuis le {d1}, toux à l'effort. Père allergique aux graminées.",
   "Auscultation libre. Explorations fonctionnelles : VEMS 88 %, gain de 14 % après salbutamol. Tests cutanés positifs aux acariens.",
   "Fluticasone 100 µg par jour en chambre d'inhalation, projet d'accueil à l'école, consultation le {dn}."),
  ("Douleurs abdominales fébriles", "Douleurs de la fosse iliaque droite depuis 24 heures, vomissements, pas de diarrhée.",
   "Défense localisée, CRP 62 mg/L, leucocytes 15 400. Échographie : appendice à 9 mm, stercolithe.",
   "Appendicectomie par cœlioscopie sans incident. Dispense de sport trois semaines, contrôle le {dn}.")],
 "ophtalmologie": [
  ("Cataracte bilatérale", "Baisse d'acuité progressive, éblouissements à la conduite. Dernier contrôle le {d1}.",
   "AV OD 5/10 avec correction, OG 6/10. Tonus 15 et 16 mmHg. Cataracte nucléaire ++ à droite. Fond d'œil : maculas plates, papilles normales.",
   "Phacoémulsification de l'œil droit proposée, biométrie faite, intervention prévue avec le {DR}. Contrôle à J7 puis le {dn}."),
  ("Glaucome chronique", "Suivi sous latanoprost depuis {d1}, bonne tolérance.",
   "Tonus 14 / 15. OCT : fibres amincies en inférieur à gauche, stable. Champ visuel sans aggravation.",
   "Même traitement, prochain champ visuel le {dn}.")],
}
ANT = ["Appendicectomie dans l'enfance", "HTA depuis 2011", "Dyslipidémie", "Hypothyroïdie substituée", "Césarienne en 1994", "Tabagisme sevré en 2016", "Allergie à la pénicilline (éruption)", "Hernie inguinale opérée en 2008",
       "Reflux gastro-œsophagien", "Arthrodèse L4-L5 en 2019", "Asthme dans l'enfance", "Phlébite surale en 2020", "Cholécystectomie", "Pas d'allergie connue", "Mère : diabète de type 2", "Prothèse de hanche gauche 2017", "Syndrome d'apnées appareillé"]
MEDS = [("PARACETAMOL 1 g, comprimé", "1 comprimé toutes les 6 heures si douleur, 7 jours"), ("AMLODIPINE 5 mg", "1 le matin, 3 mois"), ("ATORVASTATINE 20 mg", "1 le soir, 3 mois"), ("METFORMINE 850 mg", "1 matin et soir au milieu du repas"),
        ("RAMIPRIL 5 mg", "1 le matin, à renouveler 2 fois"), ("LEVOTHYROX 75 µg", "1 le matin à jeun"), ("AMOXICILLINE 1 g", "1 matin et soir pendant 6 jours"), ("PANTOPRAZOLE 20 mg", "1 avant le dîner pendant 4 semaines"),
        ("BISOPROLOL 2,5 mg", "1 comprimé le matin"), ("ELIQUIS 5 mg", "1 matin et 1 soir"), ("KARDEGIC 75 mg, sachet", "1 par jour à midi"), ("SERTRALINE 50 mg", "1 le matin"), ("CHOLECALCIFEROL 50 000 UI", "1 ampoule par mois"),
        ("MACROGOL 4000, sachet", "1 à 2 par jour si besoin"), ("TRAMADOL LP 100 mg", "1 matin et soir, 5 jours maximum"), ("VENTOLINE 100 µg", "2 bouffées en cas de gêne, chambre d'inhalation"), ("FUROSEMIDE 40 mg", "1 comprimé à 8 heures"), ("SERUM PHYSIOLOGIQUE, dosettes", "lavages de nez 4 fois par jour")]
SALUT = ["Cher Confrère,", "Mon cher Confrère,", "Chère Consœur, cher Confrère,", "Cher ami,", "Docteur,"]
BYE = ["Bien confraternellement.", "Je vous prie de croire, cher Confrère, à l'assurance de mes sentiments les meilleurs.", "Avec mes remerciements pour votre confiance, bien cordialement.", "Confraternellement,"]
IMG = [("Scanner thoraco-abdomino-pelvien", "Bilan d'altération de l'état général.", "Acquisition hélicoïdale avant et après injection de 90 mL de produit de contraste iodé. Comparaison avec l'examen du {d1}.", "Pas d'adénopathie médiastinale. Parenchyme pulmonaire sans nodule suspect, petite bande d'atélectasie basale gauche. Foie homogène de taille normale, kyste simple de 14 mm du segment IV. Rate, pancréas et surrénales sans anomalie. Reins : bonne sécrétion symétrique. Diverticulose sigmoïdienne non compliquée.", "Absence de lésion évolutive. Kyste hépatique banal.", "TDM"),
       ("IRM lombaire", "Lombosciatique L5 droite rebelle au traitement.", "Séquences sagittales T1, T2, STIR, axiales T2 sur les trois derniers disques.", "Discopathies étagées prédominant en L4-L5 avec protrusion paramédiane droite au contact de l'émergence L5. Pas de canal étroit. Cône terminal en place. Lésions dégénératives facettaires.", "Conflit disco-radiculaire L5 droit, concordant avec la clinique.", "IRM"),
       ("Échographie abdominale", "Douleurs de l'hypochondre droit.", "Sonde convexe 3,5 MHz, patient à jeun.", "Foie non dysmorphique, discrètement hyperéchogène. Vésicule à paroi fine contenant plusieurs calculs infracentimétriques. Voie biliaire principale 4 mm. Reins 10,8 et 11,1 cm, sans dilatation. Aorte 17 mm. Vessie en semi-réplétion sans particularité.", "Lithiase vésiculaire non compliquée. Stéatose modérée.", "ECHO"),
       ("Radiographies du genou droit face, profil et défilé fémoro-patellaire", "Gonalgies mécaniques.", "Clichés en charge. Comparaison avec ceux du {d1}.", "Pincement modéré du compartiment fémoro-tibial interne, ostéophytes marginaux débutants. Interligne fémoro-patellaire conservé. Pas d'épanchement. Trame osseuse normale.", "Gonarthrose interne modérée, évolution minime.", "RX"),
       ("IRM cérébrale", "Céphalées inhabituelles.", "Diffusion, FLAIR, T2*, TOF, T1 après gadolinium.", "Pas d'anomalie en diffusion. Quelques hypersignaux punctiformes de la substance blanche, Fazekas 1. Système ventriculaire médian, non dilaté. Sinus veineux perméables. Pas de prise de contraste anormale.", "Examen sans lésion expliquant les céphalées.", "IRM"),
       ("Écho-Doppler veineux des membres inférieurs", "Douleur du mollet gauche depuis 48 heures.", "Étude des axes profonds et superficiels en mode B et Doppler couleur.", "Veines fémorales communes, superficielles, poplitées et jambières compressibles, flux modulé par la respiration. Petite saphène continente. Kyste poplité gauche de 32 mm, partiellement rompu.", "Pas de thrombose veineuse profonde ni superficielle. Kyste de Baker fissuré.", "ECHO"),
       ("Radiographie du thorax de face", "Toux fébrile.", "Cliché debout, inspiration correcte.", "Opacité alvéolaire de la base droite avec bronchogramme aérien. Culs-de-sac pleuraux libres. Silhouette cardiaque de volume normal, index 0,48. Ancien cal de la 7e côte gauche.", "Pneumopathie de la base droite, contrôle dans six semaines.", "RX"),
       ("Scanner des sinus", "Sinusite chronique.", "Sans injection, reconstructions coronales.", "Comblement partiel du sinus maxillaire gauche. Ostium obstrué. Ethmoïde et sphénoïde libres. Déviation septale droite. Granulome apical de la dent 26.", "Sinusite maxillaire gauche d'allure odontogène.", "TDM"),
       ("Échographie thyroïdienne", "Nodule palpé.", "Sonde linéaire 12 MHz.", "Lobe droit 48 × 17 × 15 mm, lobe gauche 45 × 15 × 14 mm. Nodule isoéchogène du pôle inférieur droit, 11 mm, contours réguliers, EU-TIRADS 3. Pas d'adénopathie cervicale.", "Nodule EU-TIRADS 3, contrôle échographique dans un an.", "ECHO")]
PATHO = [("Biopsies coliques", "Trois fragments de 2 à 4 mm.", "Muqueuse colique d'architecture conservée, adénome tubuleux en dysplasie de bas grade sur un fragment.", "Adénome tubuleux, dysplasie de bas grade, exérèse complète.", "AD200"),
         ("Exérèse cutanée du dos", "Fuseau de 22 × 10 mm, lésion pigmentée de 8 mm.", "Prolifération mélanocytaire jonctionnelle et dermique, maturation conservée, sans mitose. Marges saines de 3 mm.", "Nævus composé dysplasique, exérèse complète.", "PC410"),
         ("Frottis cervico-utérin en milieu liquide", "Prélèvement satisfaisant, cellules endocervicales présentes.", "Cellules malpighiennes superficielles et intermédiaires sans atypie. Test HPV à haut risque : négatif.", "Absence de lésion intraépithéliale. Contrôle dans cinq ans.", "CV100"),
         ("Biopsies gastriques", "Cinq fragments, antre et fundus.", "Gastrite chronique modérée, active. Bacilles d'aspect Helicobacter au Giemsa. Pas de métaplasie.", "Gastrite chronique active à Helicobacter pylori, sans atrophie.", "GA320"),
         ("Vésicule biliaire", "Pièce de 8 cm, paroi 3 mm, calculs pigmentaires.", "Paroi fibreuse à infiltrat lymphocytaire, sinus de Rokitansky.", "Cholécystite chronique lithiasique. Pas de malignité.", "VB050"),
         ("Microbiopsies mammaires gauches", "Quatre carottes de 12 mm.", "Prolifération fibro-épithéliale, stroma lâche, sans atypie.", "Fibroadénome. Lésion B2.", "SE120"),
         ("Biopsies prostatiques", "Douze carottes identifiées.", "Adénocarcinome acinaire sur deux carottes droites, 4 mm au total, score de Gleason 6 (3+3).", "Adénocarcinome ISUP 1, 2 carottes sur 12.", "PR600"),
         ("Pièce d'hystérectomie", "Utérus de 168 g, col régulier.", "Léiomyomes interstitiels bénins. Endomètre proliférant. Col sans lésion.", "Utérus polymyomateux, sans malignité.", "UT300")]
BIO = [("HEMATOLOGIE", [("Leucocytes", "G/L", 4, 10, 1), ("Hématies", "T/L", 4, 5.6, 2), ("Hémoglobine", "g/dL", 12, 16, 1), ("Hématocrite", "%", 37, 47, 1), ("VGM", "fL", 80, 98, 1), ("Plaquettes", "G/L", 150, 400, 0), ("Polynucléaires neutrophiles", "G/L", 1.8, 7.5, 2), ("Lymphocytes", "G/L", 1, 4, 2)]),
       ("BIOCHIMIE SANGUINE", [("Glycémie à jeun", "mmol/L", 3.9, 6.1, 2), ("Créatinine", "µmol/L", 53, 106, 0), ("DFG (CKD-EPI)", "mL/min/1,73m²", 60, 110, 0), ("Sodium", "mmol/L", 136, 145, 0), ("Potassium", "mmol/L", 3.5, 5.0, 1), ("CRP", "mg/L", 0.5, 5, 1), ("ASAT", "UI/L", 10, 35, 0), ("ALAT", "UI/L", 8, 40, 0), ("Gamma-GT", "UI/L", 8, 55, 0), ("Ferritine", "µg/L", 20, 250, 0)]),
       ("BILAN LIPIDIQUE", [("Cholestérol total", "g/L", 1.4, 2.2, 2), ("HDL-cholestérol", "g/L", .4, .7, 2), ("LDL-cholestérol calculé", "g/L", .7, 1.6, 2), ("Triglycérides", "g/L", .5, 1.5, 2)]),
       ("HORMONOLOGIE", [("TSH ultrasensible", "mUI/L", .4, 4, 2), ("T4 libre", "pmol/L", 9, 19, 1), ("Vitamine D (25-OH)", "nmol/L", 75, 150, 0)]),
       ("HEMOSTASE", [("TP", "%", 70, 100, 0), ("INR", "", .9, 1.2, 2), ("TCA (rapport)", "", .8, 1.2, 2), ("D-dimères", "µg/L", 100, 500, 0)]),
       ("EXAMEN CYTOBACTERIOLOGIQUE DES URINES", [("Leucocytes", "/mL", 1000, 10000, 0), ("Hématies", "/mL", 1000, 9000, 0), ("Numération des germes", "UFC/mL", 1000, 9000, 0)]),
       ("DIABETE", [("Hémoglobine glyquée HbA1c", "%", 4, 6, 1), ("Microalbuminurie", "mg/L", 3, 20, 0)])]
# fmt: on
