"""Medical prose by family.

{M} or {P} name the patient, {NAME} with their names, {e} agrees, {d1} to {d3} are days before, {dr} is a doctor.
"""

STAYS = [
    (
        "{P} a été admis{e} dans le service en provenance des urgences pour une dyspnée d'aggravation "
        "progressive depuis une dizaine de jours, avec prise de 6 kg et œdèmes des membres inférieurs "
        "remontant aux genoux. Le NT-proBNP était à 5 840 ng/L, la radiographie du {d1} montrait une surcharge"
        " bilatérale. La précédente décompensation datait du {d2}. Sous furosémide intraveineux 80 mg puis "
        "relais oral, la diurèse a repris et le poids de sortie est de 71,4 kg. L'échographie cardiaque "
        "réalisée par le Dr {dr} retrouve une FEVG à 42 %. La kaliémie de contrôle est de 4,1 mmol/L."
    ),
    (
        "Le motif d'entrée est une chute au domicile avec station au sol prolongée, découverte par "
        "l'auxiliaire de vie au matin. Les CPK étaient à 2 150 UI/L, la créatinine à 148 µmol/L. Le scanner "
        "cérébral sans injection n'a pas montré de saignement. Une réhydratation a permis le retour de la "
        "créatinine à 92 µmol/L. Le bilan de chute retrouve une hypotension orthostatique (148/82 couché, "
        "112/64 debout), une iatrogénie probable (alpha-bloquant arrêté) et une ostéoporose fracturaire connue"
        " depuis {d2}. Le score MMSE est à 22/30. La famille a été reçue le {d1} par l'assistante sociale."
    ),
    (
        "Hospitalisation pour pneumopathie du lobe inférieur droit fébrile à 39,2 °C, avec saturation à 88 % "
        "en air ambiant. Les antigénurie légionelle et pneumocoque étaient négatives, une hémoculture sur deux"
        " poussait à Streptococcus pneumoniae. L'antibiothérapie par amoxicilline 1 g x 3 a été poursuivie "
        "sept jours. Le sevrage de l'oxygène a été obtenu au cinquième jour. Une radiographie de contrôle "
        "devra être faite à six semaines. Une consultation de pneumologie avec le Dr {dr} avait déjà eu lieu "
        "le {d2} pour une BPCO GOLD II."
    ),
    (
        "{M} est adressé{e} pour altération de l'état général, amaigrissement de 9 kg en quatre mois et anémie"
        " microcytaire à 8,1 g/dL. La coloscopie n'avait pas été refaite depuis {d2}. Le scanner "
        "thoraco-abdomino-pelvien du {d1} ne met pas en évidence de lésion secondaire. La fibroscopie retrouve"
        " un ulcère bulbaire Forrest III, les biopsies sont en attente. Deux concentrés érythrocytaires ont "
        "été transfusés sans incident, un traitement martial débuté. Le dossier sera rediscuté avec le Dr "
        "{dr}."
    ),
    (
        "Séjour motivé par un déséquilibre glycémique majeur (HbA1c 11,3 %) révélé par un syndrome "
        "polyuro-polydipsique. Pas de cétose. Une insulinothérapie basale par glargine 18 unités le soir a été"
        " introduite, l'éducation faite avec l'infirmière, le matériel d'autosurveillance remis. Fond d'œil à "
        "prévoir : le dernier date du {d2}. Le pied est de grade 1. La microalbuminurie est à 64 mg/24 h. {P} "
        "a bien compris les signes d'hypoglycémie et la conduite à tenir."
    ),
    (
        "Admission pour confusion aiguë sur infection urinaire fébrile à Escherichia coli sensible, avec globe"
        " vésical de 850 mL. Une sonde a été posée puis retirée le {d1}. L'agitation vespérale a cédé sans "
        "neuroleptique. Les aidants signalent des troubles mnésiques depuis plus d'un an ; une consultation "
        "mémoire avait été envisagée le {d2} mais non honorée. L'évaluation gériatrique montre un GIR 4, une "
        "dénutrition modérée (albumine 31 g/L) et un risque de chute élevé. Le kinésithérapeute a travaillé "
        "les transferts et la marche avec déambulateur."
    ),
    (
        "L'entrée fait suite à un accident ischémique transitoire sylvien gauche : aphasie de vingt minutes, "
        "régressive, constatée par le conjoint. IRM de diffusion sans lésion récente. L'écho-Doppler des "
        "troncs supra-aortiques retrouve une sténose carotidienne gauche de 45 %. Le Holter posé le {d1} a "
        "montré un passage en fibrillation atriale de onze minutes, d'où l'introduction d'apixaban 5 mg deux "
        "fois par jour. Le Dr {dr}, neurologue, reverra {M} en consultation. La conduite automobile est "
        "déconseillée dans l'attente."
    ),
    (
        "Le service a pris en charge une érysipèle de jambe gauche sur insuffisance veineuse, après échec de "
        "l'antibiothérapie orale débutée le {d1}. L'évolution a été favorable sous amoxicilline intraveineuse."
        " Un Doppler a éliminé une thrombose profonde. La porte d'entrée est un intertrigo, traité localement."
        " Antécédents : cholécystectomie ({d2}), hypertension, arthrose de hanche appareillée par le Dr {dr}. "
        "Une contention classe II est prescrite à distance de l'épisode."
    ),
    (
        "{P} a été transféré{e} de la chirurgie où une ostéosynthèse par clou gamma avait été faite le {d1} "
        "pour fracture pertrochantérienne droite. Les suites sont marquées par une anémie à 9,2 g/dL traitée "
        "par fer injectable et par une constipation. La cicatrice est propre, les agrafes ont été ôtées. À la "
        "sortie, la marche se fait avec deux cannes sur 40 mètres. La vitamine D est corrigée. Le chirurgien, "
        "le Dr {dr}, souhaite une radiographie à six semaines."
    ),
    (
        "Il s'agit d'une pyélonéphrite aiguë droite avec bactériémie. L'uroscanner du {d1} écarte un obstacle."
        " L'apyrexie est obtenue en 48 heures sous ceftriaxone, relayée par ofloxacine pour un total de dix "
        "jours. L'antibiogramme est joint. Un épisode semblable avait été noté le {d2}. {M} garde des douleurs"
        " lombaires modérées soulagées par le paracétamol. Pas de retentissement sur la fonction rénale."
    ),
]
CONSULTS = [
    (
        "Je vois ce jour en consultation {NAME}, que vous m'adressez pour un avis cardiologique devant des "
        "palpitations survenant au repos depuis {d2}. L'auscultation est libre, la pression artérielle à "
        "134/78 mmHg aux deux bras, l'électrocardiogramme s'inscrit en rythme sinusal à 68 par minute avec un "
        "hémibloc antérieur gauche connu. L'échographie ne retrouve pas de cardiopathie : ventricule gauche "
        "non dilaté, fraction d'éjection à 62 %. Je propose de poursuivre le bisoprolol à 2,5 mg, de faire un "
        "Holter de 48 heures et de revoir le dossier dans six mois."
    ),
    (
        "Merci de m'avoir confié {NAME}, âgé{e} de {age} ans, pour ses lombosciatiques gauches rebelles. "
        "L'examen retrouve un signe de Lasègue à 45 degrés, sans déficit moteur ni trouble sphinctérien. L'IRM"
        " pratiquée le {d1} montre une discopathie L4-L5 avec hernie foraminale. Une infiltration a été "
        "réalisée par le Dr {dr} avec un soulagement partiel. J'ai expliqué les bénéfices d'une rééducation "
        "active, et il n'y a pas à ce jour d'indication chirurgicale."
    ),
    (
        "J'ai reçu {NAME} à ma consultation de suivi. Depuis la dernière visite du {d1}, l'asthme est contrôlé"
        " : pas de réveil nocturne, un recours au salbutamol une fois par semaine. L'exploration fonctionnelle"
        " trouve un VEMS à 2,31 L soit 84 % de la théorique, sans réversibilité. Le traitement par "
        "budésonide-formotérol est inchangé. La vaccination antigrippale est conseillée en octobre. Je reste "
        "disponible."
    ),
    (
        "Cette lettre fait le point sur la situation de {NAME}, vu{e} avec son entourage à la consultation "
        "mémoire. La plainte évolue depuis trois ans. Le MMSE est passé de 25 ({d2}) à 21 sur 30 ; la BREF est"
        " à 12 sur 18. L'IRM du {d1} objective une atrophie hippocampique Scheltens 3. Le diagnostic de "
        "maladie neurocognitive débutante de type Alzheimer a été annoncé. Un dossier d'aide à domicile est en"
        " cours et un relais orthophonique demandé."
    ),
    (
        "Votre lettre concernant {NAME} m'est bien parvenue. La thyroïde est le siège d'un nodule droit de 18 "
        "mm classé EU-TIRADS 3, stable par rapport au contrôle du {d1}. La TSH est à 1,84 mUI/L sous "
        "lévothyroxine 75 µg. Pas de signe de compression. Je ne propose pas de cytoponction et suggère une "
        "échographie dans un an. Le Dr {dr} avait fait la première description."
    ),
    (
        "Comme convenu, j'ai revu {NAME} au décours de son épisode de colique néphrétique. Le calcul de 5 mm "
        "du bas uretère gauche a été expulsé le {d1} et son analyse révèle de l'oxalate de calcium "
        "monohydraté. La créatininémie est à 81 µmol/L. Les conseils de diurèse (deux litres par jour) ont été"
        " rappelés. Un contrôle par échographie est souhaitable dans l'année."
    ),
    (
        "{NAME} se présente en consultation de rhumatologie pour la surveillance d'une polyarthrite rhumatoïde"
        " diagnostiquée en 2014. Le DAS28 est à 2,4, aucune articulation gonflée. Le méthotrexate 15 mg par "
        "semaine est bien toléré, les transaminases du {d1} sont normales. La densitométrie du {d2} montre un "
        "T-score à -1,9 au col. Le traitement est reconduit. Une consultation avec mon confrère le Dr {dr} est"
        " programmée pour la main droite."
    ),
    (
        "Je rencontre ce jour {NAME} au centre médico-psychologique. L'humeur est stabilisée depuis "
        "l'introduction de la sertraline 50 mg le {d1}. Le sommeil est meilleur, les idées noires ne sont plus"
        " exprimées. L'arrêt de travail prescrit par le Dr {dr} se termine sous peu ; une reprise à temps "
        "partiel thérapeutique me paraît opportune. Les entretiens infirmiers se poursuivent deux fois par "
        "mois."
    ),
    (
        "J'ai examiné {NAME} pour une dyspepsie ancienne avec brûlures épigastriques. L'endoscopie du {d1} "
        "était normale hormis une petite hernie hiatale. La recherche d'Helicobacter pylori est négative. Je "
        "conseille un traitement par pantoprazole 20 mg pendant quatre semaines, puis à la demande. Le "
        "dépistage colorectal a été rappelé, le dernier test datant du {d2}."
    ),
]
URG = [
    (
        "Douleur thoracique constrictive apparue ce matin à l'effort, cédant au repos. ECG : rythme sinusal, "
        "sous-décalage ST en V5-V6 non retrouvé au deuxième tracé. Troponine H0 : 8 ng/L, H3 : 9 ng/L. Avis "
        "cardiologique téléphonique auprès du Dr {dr} : retour à domicile, consultation sous huit jours."
    ),
    (
        "Chute de sa hauteur dans l'escalier, réception sur le poignet droit. Déformation en dos de "
        "fourchette, pas de trouble vasculo-nerveux. Radiographies : fracture de Pouteau-Colles à bascule "
        "postérieure. Réduction sous MEOPA, plâtre antébrachiopalmaire. Contrôle radiographique à J8 en "
        "consultation de chirurgie."
    ),
    (
        "Vomissements et diarrhée depuis 36 heures, contage familial. Abdomen souple, pas de défense. "
        "Apyrexie. Ionogramme : Na 138, K 3,4. Réhydratation 1 litre de Ringer, ondansétron 4 mg IV, reprise "
        "de l'alimentation bien supportée. Sortie avec consignes de surveillance."
    ),
    (
        "Crise d'asthme modérée, DEP initial à 260 L/min. Trois aérosols de terbutaline et ipratropium, "
        "prednisolone 60 mg. DEP à 410 après traitement. Facteur déclenchant : infection virale. Dernière "
        "crise le {d1}. Sortie avec corticothérapie cinq jours et rendez-vous médecin traitant."
    ),
    (
        "Malaise avec perte de connaissance brève au marché, prodromes à type de sueurs. TA couché 126/70, "
        "debout 98/60. ECG sans anomalie. Glycémie capillaire 1,05 g/L. Malaise vagal retenu. Ablation de la "
        "pastille de Holter posée le {d1} par le Dr {dr}."
    ),
    (
        "Plaie de l'index gauche par couteau de cuisine, 2,5 cm, sans atteinte tendineuse. Exploration sous "
        "anesthésie locale, suture par quatre points de monofilament 4/0. Vaccination antitétanique à jour "
        "(rappel le {d2}). Ablation des fils à dix jours par infirmière."
    ),
    (
        "Céphalée brutale au réveil, d'intensité 7/10, sans raideur. Scanner cérébral et angioscanner : pas de"
        " saignement, pas d'anévrisme visible. Amélioration sous paracétamol et kétoprofène. Conseil "
        "neurologique auprès du Dr {dr}. Consultation programmée."
    ),
    (
        "Adressé{e} par le médecin de garde pour suspicion de phlébite du mollet droit. D-dimères 2 340 ng/mL,"
        " écho-Doppler : thrombose fibulaire sans extension poplitée. Rivaroxaban 15 mg deux fois par jour, "
        "contention. Retour à domicile, contrôle Doppler à J7."
    ),
    (
        "Rétention aiguë d'urine sur hypertrophie bénigne de prostate ou fécalome : globe à 700 mL, sonde à "
        "demeure. Créatinine 104 µmol/L. ECBU en cours. Traitement par tamsulosine, rendez-vous d'urologie. "
        "Antécédent de rétention le {d2}."
    ),
]
SOCIAL = [
    (
        "Le service intervient depuis le {d2} à raison de quatre passages hebdomadaires pour l'aide à la "
        "toilette et la préparation des repas. L'isolement s'est accru après le décès du conjoint. La fille, "
        "qui habite à soixante kilomètres, assure les courses et la gestion du courrier. Le logement comporte "
        "deux marches non sécurisées. Une téléassistance a été installée le {d1}. Le portage des repas est "
        "souhaité trois fois par semaine."
    ),
    (
        "La situation a été évaluée à domicile en présence de la voisine, personne ressource. Les ressources "
        "mensuelles permettent une participation de 12 % au plan d'aide. Les besoins portent sur l'habillage "
        "du bas, les déplacements extérieurs et la prise des médicaments. Une demande d'adaptation de la salle"
        " de bains est partie le {d1}. Un séjour temporaire est envisagé pour soulager l'aidant principal."
    ),
    (
        "L'équipe observe une perte d'appétit depuis le changement de chambre. Les activités appréciées sont "
        "le chant et le jardinage en bac. Le lever se fait à deux soignants, avec verticalisateur. Les visites"
        " du petit-fils le mercredi sont très attendues. Une réunion de synthèse s'est tenue le {d1} avec le "
        "médecin coordonnateur."
    ),
    (
        "La mesure d'accompagnement, ouverte le {d2}, vise le maintien à domicile dans de bonnes conditions. "
        "Les factures d'énergie sont à jour. Le passage infirmier est quotidien. Des chutes répétées sont "
        "signalées par l'entourage, dont deux depuis le {d1}. Un ergothérapeute a préconisé un lit médicalisé "
        "et une barre d'appui."
    ),
    (
        "Le séjour d'accueil s'est bien déroulé. Le repérage dans l'établissement est acquis, la chambre a été"
        " personnalisée. L'alimentation est normale, hachée le soir. Une surveillance du poids mensuelle est "
        "en place, le dernier relevé du {d1} est stable. La famille demande une place en unité protégée si les"
        " troubles s'aggravent."
    ),
    (
        "L'aide ménagère constate un encombrement croissant du logement et des denrées périmées. La personne "
        "accepte désormais un passage supplémentaire le samedi. Le contact avec le CCAS a été pris le {d1}. La"
        " protection juridique n'est pas souhaitée pour le moment. Le médecin a été averti par téléphone."
    ),
    (
        "La participation aux ateliers mémoire est régulière. L'autonomie pour les déplacements intérieurs est"
        " conservée avec une canne. Le sommeil est perturbé par des levers nocturnes, sans chute depuis le "
        "{d1}. Le projet porte sur le maintien de la marche, la stimulation et les liens avec l'association "
        "paroissiale."
    ),
    (
        "Lors de la visite, la personne exprime le souhait de rester chez elle le plus longtemps possible. "
        "L'aidant, épuisé, a été orienté vers la plateforme de répit. Les besoins ont été chiffrés à 34 heures"
        " par mois. Le dernier plan datait du {d2}. Un chèque de service sera remis pour les sorties."
    ),
]
HISTORY = [
    (
        "Antécédents : hypertension artérielle suivie depuis 2009, dyslipidémie, appendicectomie dans "
        "l'enfance, fracture du poignet opérée le {d2} par le Dr {dr}. Tabagisme sevré, estimé à vingt "
        "paquets-années."
    ),
    (
        "Sur le plan familial, la mère a été traitée pour un cancer du sein à 71 ans et un frère pour un "
        "infarctus. Deux enfants, dont l'un vit à Toulouse. Activité professionnelle passée : exploitation "
        "agricole."
    ),
    (
        "Mode de vie : vit dans une maison de plain-pied, aide à domicile trois heures par semaine, courses "
        "faites par une voisine, Mme Lapeyre. Conduite automobile arrêtée depuis le {d2}."
    ),
    (
        "À l'examen, état général conservé, poids 68 kg, tension artérielle 136/74, fréquence cardiaque 76, "
        "température 36,8 °C. Auscultation pulmonaire libre, abdomen souple et indolore, mollets souples. Pas "
        "de déficit neurologique."
    ),
    (
        "La biologie du {d1} retrouve une hémoglobine à 12,4 g/dL, des leucocytes à 7,8 G/L, une CRP à 11 "
        "mg/L, une créatinine à 86 µmol/L, une natrémie à 139 et une kaliémie à 4,2 mmol/L. TSH normale."
    ),
    (
        "Un précédent séjour du {d2} avait conduit à l'arrêt du traitement anticoagulant ; ce point a été "
        "rediscuté avec le Dr {dr} par téléphone, sans modification proposée."
    ),
    (
        "Le point sur les vaccinations a été fait : rappel diphtérie-tétanos-poliomyélite le {d2}, "
        "antigrippale le {d1}. La vaccination antipneumococcique reste à compléter par le médecin habituel."
    ),
    (
        "Évolution : reprise progressive de l'alimentation, lever au fauteuil dès le deuxième jour, marche "
        "dans le couloir avec le kinésithérapeute. La douleur est évaluée à 2 sur 10. Le sommeil demeure "
        "fragmenté."
    ),
    (
        "Un entretien a eu lieu le {d1} avec l'entourage, en présence de la cadre et de l'assistante sociale, "
        "Mme Daubas. Le projet de retour est partagé par tous ; une réévaluation est prévue à un mois."
    ),
]
