"""Medical sentences; each paragraph is drawn so that bodies differ."""

# fmt: off
ATCD = ["hypertension artérielle traitée depuis {y1}", "diabète de type 2 sous metformine", "fibrillation auriculaire anticoagulée par apixaban", "prothèse totale de hanche droite posée le {d1} par le Dr {dr}",
        "appendicectomie dans l'enfance", "AVC sylvien gauche en {y2} sans séquelle motrice", "BPCO post-tabagique stade 2", "hypothyroïdie substituée", "cholécystectomie ({y1})", "insuffisance rénale chronique stade 3b",
        "cancer du sein opéré en {y2}, en rémission", "dépression en {y1}", "ostéoporose fracturaire", "cardiopathie ischémique stentée le {d1}", "syndrome d'apnées du sommeil appareillé", "glaucome chronique bilatéral",
        "maladie de Parkinson suivie par le Dr {dr}", "polyarthrite rhumatoïde sous méthotrexate", "épilepsie stabilisée", "allergie à la pénicilline (éruption en {y1})"]
DRUGS = ["PARACÉTAMOL 1 g : 1 comprimé 3 fois par jour si douleur", "AMLODIPINE 5 mg : 1 le matin", "BISOPROLOL 2,5 mg : 1 le matin", "FUROSÉMIDE 40 mg : 1 le matin", "METFORMINE 850 mg : 1 matin et soir au repas", "APIXABAN 5 mg : 1 matin et soir",
         "ATORVASTATINE 20 mg : 1 le soir", "RAMIPRIL 5 mg : 1 le matin", "PANTOPRAZOLE 20 mg : 1 le matin à jeun", "LÉVOTHYROXINE 75 µg : 1 le matin à jeun", "CHOLÉCALCIFÉROL 100 000 UI : 1 ampoule par trimestre", "MACROGOL 10 g : 1 à 2 sachets par jour",
         "ÉNOXAPARINE 4000 UI : 1 injection sous-cutanée par jour pendant 21 jours", "TRAMADOL LP 100 mg : 1 matin et soir pendant 5 jours", "SERTRALINE 50 mg : 1 le matin", "MÉMANTINE 10 mg : 1 le matin", "SALBUTAMOL 100 µg spray : 2 bouffées si gêne",
         "AMOXICILLINE 1 g : 1 matin et soir pendant 7 jours", "INSULINE GLARGINE 300 U/ml : 16 unités le soir", "DARBEPOETIN ALFA 40 µg : 1 injection par semaine en fin de dialyse", "KÉTOPROFÈNE 100 mg : 1 matin et soir 5 jours", "ZOPICLONE 3,75 mg : 1 au coucher, 14 jours"]
SPEC = {
 "cardio": (["dyspnée d'effort d'installation progressive", "palpitations nocturnes", "bilan avant chirurgie orthopédique", "suivi d'une fibrillation auriculaire", "douleurs thoraciques atypiques", "contrôle annuel après angioplastie", "malaise sans perte de connaissance", "surveillance d'une valve aortique biologique"],
            ["Pression artérielle à {ta}, pouls à {p}/min, auscultation régulière, souffle systolique 2/6 au foyer aortique.", "Pas de signe congestif, mollets souples, poids {kg} kg.", "Tension {ta} aux deux bras, pas d'œdème, auscultation pulmonaire libre.", "Discrets œdèmes des chevilles, crépitants des bases, poids {kg} kg (+2 kg depuis le {d1}).", "Examen cardiovasculaire normal, TA {ta}.", "Pouls irréguliers à {p}/min, turgescence jugulaire absente.", "Souffle d'insuffisance mitrale connu, inchangé.", "Bruits du cœur réguliers, pouls périphériques tous perçus."],
            ["L'électrocardiogramme inscrit un rythme sinusal à {p}/min, axe normal, sans trouble de repolarisation.", "L'échographie montre une fraction d'éjection à {fe} %, des pressions de remplissage normales.", "Le Holter du {d1} n'a retrouvé qu'une hyperexcitabilité supraventriculaire modérée.", "La FEVG est mesurée à {fe} % (elle était de 55 % le {d2}).", "Oreillette gauche dilatée à 42 ml/m², PAPS 38 mmHg.", "L'épreuve d'effort du {d2} est négative cliniquement et électriquement à 85 % de la FMT.", "Gradient moyen transvalvulaire 12 mmHg, pas de fuite.", "Bloc de branche droit complet déjà connu."],
            ["Je propose de poursuivre le traitement sans changement et de revoir le patient dans six mois.", "J'augmente le bisoprolol à 5 mg et je demande une biologie dans quinze jours.", "Aucune contre-indication cardiologique à l'intervention programmée.", "Une coronarographie sera organisée auprès du Dr {dr}.", "Je majore le furosémide ; pesée hebdomadaire et restriction sodée.", "Contrôle échographique dans un an, sauf fait nouveau.", "Un Holter de 24 heures est prévu le {d3}.", "Pas d'argument pour une origine coronarienne aux symptômes."]),
 "ssr": (["suites de fracture du col fémoral gauche opérée le {d1}", "réadaptation après arthroplastie totale de genou droit", "réentraînement après décompensation cardiaque", "récupération après accident vasculaire cérébral ischémique", "renutrition et reprise de la marche après pneumopathie", "éducation et rééducation après amputation transtibiale", "suites de chirurgie rachidienne lombaire (opération du {d1})", "perte d'autonomie après chutes répétées"],
         ["À l'entrée, marche sur 10 mètres avec déambulateur et aide d'un tiers, douleur cotée à 5/10.", "Cicatrice propre, agrafes retirées le {d1}, flexion active à 70°.", "Poids {kg} kg, albumine 28 g/l, IMC 19.", "Hémiparésie droite cotée à 3/5, pas de trouble de déglutition.", "TA {ta}, saturation 94 % en air ambiant.", "Le périmètre de marche initial était de 30 mètres.", "Moignon bien cicatrisé, œdème en régression.", "Pas de trouble cognitif notable, MMSE 26/30."],
         ["La kinésithérapie a permis d'obtenir une marche avec une canne sur 200 mètres et la montée d'un étage.", "L'ergothérapeute a visité le domicile le {d1} : pose de barres d'appui et d'un siège de douche.", "La radiographie de contrôle du {d2} montre un matériel en place.", "Une infection urinaire à E. coli a été traitée par fosfomycine le {d2}.", "La MIF est passée de 68 à 102 points.", "La diététicienne a mis en place des compléments oraux, gain de 2,1 kg.", "Un épisode confusionnel nocturne a cédé à l'arrêt du zopiclone.", "Le test de marche de six minutes est à 310 m."],
         ["Retour à domicile avec passage infirmier quotidien et kinésithérapie trois fois par semaine.", "Sortie vers la résidence d'origine, consultation du chirurgien Dr {dr} prévue le {d3}.", "Le relais en hôpital de jour est organisé à partir du {d3}.", "Portage des repas et aide à domicile mis en place par l'assistante sociale.", "Le dossier APA a été déposé le {d1}.", "Poursuite des auto-exercices remis au patient.", "Surveillance du poids et de l'albumine à un mois.", "Pas de reprise de la conduite avant l'avis du Dr {dr}."]),
 "nephro": (["suivi trimestriel d'hémodialyse chronique", "insuffisance rénale stade 5 dialysée depuis {y1}", "bilan de pré-transplantation", "surveillance de fistule artério-veineuse", "dialyse péritonéale automatisée", "réévaluation du poids sec", "anémie en dialyse", "hyperparathyroïdie secondaire"],
            ["Poids sec {kg} kg, prise de poids interdialytique moyenne 1,8 kg, TA prédialytique {ta}.", "Fistule radio-céphalique gauche bien développée, thrill et souffle présents.", "Diurèse résiduelle 300 ml/j, pas d'œdème.", "Bon état nutritionnel, albumine 38 g/l.", "Orifice de cathéter propre, pansement refait le {d1}.", "Hypotensions perdialytiques fréquentes en fin de séance.", "Auscultation cardiaque et pulmonaire sans particularité.", "Prurit modéré, pas de crampe."],
            ["Kt/V à 1,42, débit pompe 320 ml/min.", "Hémoglobine 10,8 g/dl, ferritine 340 µg/l, PTH 412 pg/ml.", "Potassium avant séance 5,3 mmol/l, phosphore 1,78 mmol/l.", "L'écho-doppler de la fistule du {d1} montre un débit de 850 ml/min.", "Bêta-2 microglobuline 24 mg/l.", "Sérologies hépatites négatives le {d2}, anticorps anti-HBs 112 UI/l.", "Calcémie corrigée 2,28 mmol/l.", "CRP 6 mg/l, bicarbonates 21 mmol/l."],
            ["Poids sec abaissé de 500 g à compter de la séance du {d3}.", "Darbepoetin portée à 50 µg par semaine.", "Angioplastie de la sténose veineuse confiée au Dr {dr}.", "Dossier de greffe transmis au Dr {dr} le {d1}.", "Poursuite de trois séances de quatre heures par semaine.", "Conseils diététiques renouvelés sur le potassium.", "Prochain bilan complet le {d3}.", "Cinacalcet 30 mg introduit."]),
 "chir": (["lithiase vésiculaire symptomatique", "hernie inguinale droite", "canal carpien gauche", "gonarthrose fémoro-tibiale interne évoluée", "rupture de coiffe des rotateurs", "cataracte nucléaire de l'œil droit", "varices des membres inférieurs", "hallux valgus douloureux"],
          ["Suites immédiates simples, douleur bien contrôlée.", "Abdomen souple, pansement sec.", "Lever le jour même, reprise du transit.", "Apyrexie, TA {ta}.", "Pas de déficit sensitivo-moteur en aval.", "Mollets souples, pas de signe de phlébite.", "Réfection du pansement propre.", "Mobilisation précoce avec le kinésithérapeute."],
          ["La radiographie de contrôle est satisfaisante.", "L'échographie du {d1} objectivait la lésion.", "L'IRM réalisée le {d1} confirmait l'indication.", "La biologie de sortie est normale, hémoglobine 12,1 g/dl.", "L'électromyogramme du {d2} retrouvait un bloc sévère.", "La pièce a été adressée en anatomopathologie.", "L'ECG préopératoire du {d1} était normal.", "Aucune transfusion n'a été nécessaire."],
          ["Ablation des fils à J15 par l'infirmière.", "Consultation de contrôle le {d3} avec le Dr {dr}.", "Arrêt de travail de trois semaines remis.", "Contention et anticoagulation préventive 10 jours.", "Reprise du sport à six semaines.", "Kinésithérapie dès la semaine prochaine.", "Douche autorisée à 48 heures.", "En cas de fièvre ou de douleur, rappeler la clinique."]),
 "geriatrie": (["chutes à répétition", "troubles du comportement vespéral", "altération de l'état général", "dyspnée fébrile", "déshydratation", "plaie sacrée stade 2", "fécalome et douleurs abdominales", "somnolence inhabituelle"],
               ["Résident ralenti, TA {ta}, température 38,4 °C, saturation 91 %.", "Poids {kg} kg contre 61 kg le {d1}.", "Langue sèche, pli cutané, diurèse faible.", "Hématome frontal sans perte de connaissance.", "Désorientation temporelle habituelle, GIR 3.", "Abdomen distendu, toucher rectal positif.", "Mobilité réduite, transferts avec aide de deux personnes.", "Encombrement bronchique, crépitants à droite."],
               ["Bandelette urinaire positive le {d1}.", "Natrémie 151 mmol/l au prélèvement du {d1}.", "MMSE 14/30 lors de l'évaluation du {d2}.", "CRP 84 mg/l.", "L'échelle de Norton est à 12.", "Glycémie capillaire 1,32 g/l.", "ECG superposable au tracé du {d2}.", "NPI réalisé avec l'équipe : 38/144."],
               ["Hydratation sous-cutanée et surveillance.", "Transfert demandé après appel du Dr {dr}.", "Matelas à air et pansement hydrocolloïde.", "Famille prévenue à 16 h par l'infirmière.", "Réévaluation le {d3}.", "Antibiothérapie par amoxicilline-acide clavulanique.", "Révision des psychotropes à prévoir.", "Limitation des soins invasifs discutée le {d1}."]),
 "psy": (["épisode dépressif caractérisé", "trouble bipolaire stabilisé", "trouble anxieux généralisé", "schizophrénie paranoïde suivie depuis {y1}", "état de stress post-traumatique", "conduites addictives (alcool)", "trouble du sommeil persistant", "trouble de l'adaptation"],
         ["Contact correct, discours cohérent, humeur abaissée sans idée suicidaire.", "Présentation soignée, pas d'élément délirant ce jour.", "Anxiété au premier plan, ruminations.", "Ralentissement psychomoteur modéré.", "Sommeil fragmenté, appétit conservé.", "Bonne critique des troubles passés.", "Abstinence maintenue depuis le {d1}.", "Adhésion partielle au traitement."],
         ["Échelle MADRS à 22 (31 le {d1}).", "La lithiémie du {d1} est à 0,71 mmol/l.", "Bilan métabolique sans anomalie.", "Entretien familial réalisé le {d2}.", "Participation au groupe du mardi.", "L'ergothérapie est investie.", "Hospitalisation précédente du {d2}, sans particularité.", "Le bilan sanguin demandé par le Dr {dr} est normal."],
         ["Poursuite de la sertraline 100 mg.", "Rendez-vous dans un mois avec le Dr {dr}.", "Visite à domicile infirmière tous les quinze jours.", "Psychothérapie à poursuivre.", "Injection retard prévue le {d3}.", "Orientation vers l'hôpital de jour.", "Réévaluation du traitement le {d3}.", "Pas de mesure de contrainte."]),
 "mg": (["fièvre et toux depuis trois jours", "lombalgie aiguë", "douleur abdominale", "gastro-entérite", "vertiges", "otalgie droite", "crise d'asthme", "traumatisme de cheville"],
        ["TA {ta}, température 38,7 °C, saturation 96 %.", "Gorge érythémateuse, tympans normaux.", "Abdomen souple, sensible en fosse iliaque droite, pas de défense.", "Contracture paravertébrale, Lasègue négatif.", "Nystagmus horizontal épuisable.", "Sibilants diffus, fréquence respiratoire 24.", "Œdème sous-malléolaire externe, appui possible.", "Pas de raideur méningée, pas de purpura."],
        ["Bandelette urinaire négative.", "Test rapide angine négatif.", "Test antigénique grippe A positif.", "Glycémie 1,08 g/l.", "ECG de repos sans anomalie.", "Peak-flow à 280 l/min.", "Règles d'Ottawa négatives.", "Score de gravité bas."],
        ["Surveillance à domicile, revoir le médecin traitant sous 48 h.", "Traitement symptomatique.", "Radiographie à faire demain.", "Arrêt de travail de trois jours.", "Adressé aux urgences, régulation prévenue.", "Réévaluation si fièvre au-delà de trois jours.", "Repos, glace, contention.", "Aérosol puis bonne évolution, laissé à domicile."]),
 "radio": (["Douleurs lombaires irradiant à gauche.", "Bilan d'extension.", "Toux persistante chez un fumeur.", "Gonalgies mécaniques.", "Céphalées inhabituelles.", "Douleur de l'hypocondre droit.", "Contrôle après fracture.", "Surveillance d'un nodule découvert le {d2}."],
           ["Acquisition sans puis après injection de 80 ml de produit de contraste iodé.", "Séquences sagittales T1, T2 et STIR, axiales T2.", "Clichés de face et de profil.", "Étude réalisée par voie sus-pubienne.", "PDL 312 mGy.cm.", "Examen comparé à celui du {d2}.", "Absence d'injection en raison de la fonction rénale.", "Qualité technique satisfaisante."],
           ["Discopathie dégénérative L4-L5 avec protrusion médiane non conflictuelle. Pas de rétrécissement canalaire.", "Pas de lésion focale du parenchyme hépatique. Vésicule alithiasique, voies biliaires fines.", "Micronodule pulmonaire lobaire supérieur droit de 5 mm, stable. Pas d'épanchement.", "Fissure de la corne postérieure du ménisque interne, grade 3. Ligaments croisés continus.", "Structures médianes en place, pas de prise de contraste anormale, système ventriculaire de taille normale.", "Fracture de l'extrémité inférieure du radius en voie de consolidation, sans déplacement secondaire.", "Reins de taille normale, bien différenciés, sans dilatation pyélocalicielle.", "Épaississement de la paroi sigmoïdienne avec diverticules, sans abcès."],
           ["Discopathie L4-L5 sans conflit.", "Examen sans anomalie décelable.", "Stabilité du micronodule ; contrôle à douze mois.", "Lésion méniscale interne.", "Absence d'argument pour une lésion évolutive.", "Consolidation en cours.", "Diverticulose non compliquée.", "Aspect stable par rapport au {d2}."]),
}
# fmt: on


def fill(c, s, dr=None):
    """A sentence with its dates, years, names and measures."""
    return (
        s.replace("{d1}", c.date(c.ago(6, 60)))
        .replace("{d2}", c.date(c.ago(90, 700)))
        .replace("{d3}", c.date(c.later(8, 90)))
        .replace("{y1}", str(max(c.p.birth_date.year + 1, c.n(1996, 2018))))
        .replace("{y2}", str(max(c.p.birth_date.year + 1, c.n(2008, 2022))))
        .replace("{dr}", dr or c.up(c.pro().family))
        .replace("{ta}", f"{c.n(10, 17)}/{c.n(6, 9)}")
        .replace("{p}", str(c.n(54, 98)))
        .replace("{kg}", c.x(44, 96))
        .replace("{fe}", str(c.n(35, 66)))
    )


def motif(c, spec):
    """Why the patient is seen."""
    return fill(c, c.pick(*SPEC[spec][0]))


def part(c, spec, i, k=2):
    """Sentences of a part of a report: examination, tests, what follows."""
    return " ".join(fill(c, s) for s in c.sample(SPEC[spec][i], k))


def atcd(c, k=3):
    """Antecedents of the age."""
    pool = (
        ATCD
        if c.age() > 40
        else [ATCD[4], ATCD[7], ATCD[11], ATCD[18], ATCD[19]]
        if c.age() > 15
        else [
            "naissance à terme",
            "bronchiolite à 6 mois",
            "allergie à l'arachide",
            "vaccinations à jour",
            "otites à répétition",
        ]
    )
    return "; ".join(fill(c, s) for s in c.sample(pool, k))


def drugs(c, k=4):
    """Drugs with their doses."""
    return c.sample(DRUGS, k)


def more(c, k=2):
    """Further paragraphs with the numbers, dates and names a real letter is full of."""
    dr, dr2 = c.up(c.pro().family), c.up(c.pro().family)
    pool = [
        f"Mode de vie : {c.pick('vit seul' + c.e() + ' en appartement au troisième étage sans ascenseur', 'vit en maison avec son entourage', 'hébergé' + c.e() + ' provisoirement chez un proche', 'vit à la campagne, commerces à 6 km')} ; {c.pick('aide-ménagère quatre heures par semaine', 'infirmière deux fois par jour', 'téléalarme en place', 'aucune aide à ce jour')}. {c.pick('Permis de conduire conservé.', 'Marche sans aide.', 'Canne à l’extérieur.', 'Tabagisme sevré depuis ' + str(c.n(2, 20)) + ' ans.')}",
        f"Biologie du {c.date(c.ago(1, 25))} : hémoglobine {c.x(9, 15)} g/dl, leucocytes {c.x(4, 12)} G/l, plaquettes {c.n(150, 390)} G/l, créatinine {c.n(50, 150)} µmol/l, potassium {c.x(3.4, 5.1)} mmol/l, CRP {c.n(1, 60)} mg/l, TSH {c.x(0.5, 4)} mUI/l.",
        f"Sur le plan thérapeutique, le {DRUGS[c.n(0, 20)].split(' ')[0].lower()} a été {c.pick('arrêté', 'diminué', 'introduit', 'repris')} le {c.date(c.ago(3, 40))} en raison {c.pick('d’une intolérance digestive', 'd’une hypotension orthostatique', 'd’un bilan perturbé', 'd’une efficacité insuffisante')}, après avis du Dr {dr}.",
        f"Le dernier bilan d'imagerie ({c.pick('scanner', 'IRM', 'échographie', 'radiographie')} du {c.date(c.ago(60, 500))}, Dr {dr2}) {c.pick('ne montrait pas d’anomalie significative', 'retrouvait une lésion stable de ' + str(c.n(4, 22)) + ' mm', 'était en faveur d’un remaniement dégénératif', 'devra être comparé au prochain examen')}.",
        f"À l'examen : état général {c.pick('conservé', 'moyen', 'altéré mais stable')}, poids {c.x(45, 98)} kg pour {c.n(150, 186)} cm, tension artérielle {c.n(105, 165)}/{c.n(58, 95)} mmHg, fréquence cardiaque {c.n(54, 100)}/min, température {c.x(36.2, 38.1)} °C, saturation {c.n(91, 99)} %.",
        f"Le projet a été présenté à la famille lors de l'entretien du {c.date(c.ago(2, 20))} en présence de {c.pick('l’assistante sociale', 'la psychologue', 'la cadre de santé')} M{c.pick('me', '.')} {c.up(c.pro().family)}. {c.pick('Un accord de principe a été donné.', 'Des réserves ont été exprimées sur le délai.', 'La protection juridique n’est pas envisagée.')}",
        f"Allergies : {c.pick('aucune connue', 'pénicilline', 'produits de contraste iodés', 'sparadrap', 'codéine')}. Vaccinations : {c.pick('grippe à jour', 'pneumocoque en ' + str(c.n(2019, 2023)), 'rappel DTP à prévoir')}. Groupe sanguin {c.pick('A+', 'O+', 'B-', 'AB+')} (carte du {c.date(c.ago(500, 2000))}).",
        f"Les prochaines échéances sont : prise de sang le {c.date(c.later(5, 15))}, avis du Dr {dr} le {c.date(c.later(16, 50))}, puis réévaluation {c.pick('à trois mois', 'à six mois', 'en fin d’année')}. {c.pick('Le transport est prescrit.', 'Le rendez-vous est déjà pris.', 'Merci de bien vouloir relayer cette information.')}",
        f"Douleur évaluée à {c.n(1, 7)}/10 {c.pick('au repos', 'à la mobilisation', 'la nuit')} ; {c.pick('le paracétamol suffit', 'un palier 2 a été nécessaire cinq jours', 'l’acupuncture a apporté un mieux', 'pas de recours aux opioïdes')}. {c.pick('Sommeil correct.', 'Réveils fréquents vers 4 heures.', 'Appétit en baisse depuis quelques semaines.')}",
        f"Historique : premiers symptômes en {c.pick('janvier', 'mars', 'juin', 'octobre')} {c.n(2017, 2022)}, première consultation avec le Dr {dr2}, puis {c.pick('hospitalisation du ' + c.date(c.ago(400, 420)) + ' au ' + c.date(c.ago(380, 395)), 'suivi semestriel', 'traitement conservateur')} avec {c.pick('amélioration partielle', 'bonne évolution', 'rechute à six mois')}.",
    ]
    return "".join(f"<p>{x}</p>" for x in c.sample(pool, k))
