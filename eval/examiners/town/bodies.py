"""Medical prose: varied bodies with distractor dates, numbers and names."""

ANTECEDENTS = """hypertension artérielle traitée depuis {y1}|diabète de type 2 découvert en {y2}|appendicectomie en {y3}|tabagisme sevré en {y1} (25 PA)
hypothyroïdie substituée|fibrillation atriale paroxystique|dyslipidémie|cholécystectomie sous cœlioscopie ({y3})|asthme de l'enfance
lithiase rénale droite en {y2}|fracture du poignet gauche en {y3}|glaucome chronique|arthroplastie totale de hanche droite ({d1})
thrombose veineuse profonde du mollet en {y1}|reflux gastro-œsophagien|migraine sans aura|syndrome d'apnées du sommeil appareillé depuis {y2}
BPCO stade II|insuffisance veineuse|ostéoporose fracturaire|dépression en {y1}, résolutive|cataracte opérée des deux yeux|allergie à la pénicilline (urticaire)
polype colique réséqué le {d2}|infarctus inférieur stenté le {d1}|arthrose lombaire|goutte|canal carpien opéré à droite""".replace(
    "\n", "|"
).split("|")
DRUGS = """Bisoprolol 2,5 mg : 1 cp le matin|Ramipril 5 mg : 1 gél. le soir|Metformine 850 mg : 1 cp matin, midi et soir|Atorvastatine 20 mg : 1 cp le soir
Apixaban 5 mg : 1 cp matin et soir|Lévothyroxine 75 µg : 1 cp à jeun|Pantoprazole 20 mg : 1 cp le matin|Paracétamol 1 g : 1 cp jusqu'à 3 fois par jour
Furosémide 40 mg : 1 cp le matin|Amlodipine 5 mg : 1 cp par jour|Kardégic 75 mg : 1 sachet le midi|Tramadol LP 100 mg : 1 cp matin et soir si douleur
Zopiclone 3,75 mg : 1 cp au coucher|Sertraline 50 mg : 1 cp le matin|Salbutamol 100 µg : 2 bouffées si gêne|Cholécalciférol 100 000 UI : 1 ampoule par trimestre
Amoxicilline 1 g : 1 cp matin et soir, 7 jours|Macrogol 4000 : 1 à 2 sachets par jour|Prednisone 20 mg : 2 cp le matin, 5 jours|Oxazépam 10 mg : ½ cp le soir
Gliclazide 30 mg : 2 cp le matin|Ésoméprazole 40 mg : 1 cp le soir|Prégabaline 75 mg : 1 gél. matin et soir|Kétoprofène gel : 2 applications par jour
Desloratadine 5 mg : 1 cp par jour|Fer (fumarate) 66 mg : 2 cp par jour|Acide folique 5 mg : 1 cp par jour|Timolol 0,5 % collyre : 1 goutte matin et soir""".replace(
    "\n", "|"
).split("|")
EXAMS = [
    "À l'examen, l'état général est conservé, la tension est à {ta}, le pouls à {fc}/min, le poids à {kg} kg.",
    "L'auscultation cardio-pulmonaire est normale, les mollets sont souples, la TA mesurée à {ta}.",
    "Examen clinique sans particularité en dehors d'une surcharge pondérale ({kg} kg). Saturation {sat} % en air ambiant.",
    "TA {ta} aux deux bras, FC {fc}, pas de souffle, pas d'œdème. Abdomen souple et indolore.",
    "L'examen retrouve une douleur à la palpation sans défense ; température {temp} °C ; bandelette urinaire négative.",
    "Apyrétique, conscient{e}, bien orienté{e}, SpO2 {sat} %, glycémie capillaire {gly} g/L.",
    "Pas de signe neurologique focal, marche sans aide, score MMS à 2{mms}/30 lors de la passation du {d1}.",
]
PLANS = [
    "Je propose de poursuivre le traitement à l'identique et de revoir {pt} dans {n} mois.",
    "Un contrôle biologique est prévu le {f1} ; je {lela} reverrai ensuite.",
    "J'ai demandé un avis complémentaire au Dr {doc} ; le rendez-vous est fixé au {f1}.",
    "Pas d'indication à un geste à ce jour. Surveillance clinique, prochain rendez-vous le {f2}.",
    "Je majore le traitement et programme un nouveau bilan vers le {f2}.",
    "Une hospitalisation de jour est organisée le {f1}, la convocation lui sera adressée.",
    "Je reste à votre disposition et vous remercie de me {lela} réadresser dans {n} mois.",
    "En cas d'aggravation, ne pas hésiter à rappeler le secrétariat (poste {num}).",
]
LETTERS = {
    "gp": [
        "des lombalgies traînantes depuis {n} mois, avec irradiation dans le membre inférieur gauche. L'IRM faite le {d1} montre une discopathie L4-L5.",
        "une dyspnée d'effort d'installation progressive. La radiographie du {d1} était normale, le BNP dosé à {num} ng/L.",
        "une altération de l'état général avec perte de {n} kg en trois mois. Le dernier bilan ({d1}) trouvait une ferritine à {num}.",
        "des palpitations nocturnes. L'électrocardiogramme du {d1} est en rythme sinusal.",
        "une anémie ferriprive à 9,{n} g/dL découverte le {d1}, sans saignement extériorisé.",
        "des vertiges positionnels récidivants, traités sans succès par le kinésithérapeute M. {doc}.",
        "une gonalgie droite mécanique ; radiographies du {d1} : arthrose fémoro-tibiale interne stade 3.",
        "un déséquilibre de son diabète (HbA1c 8,{n} % le {d1} contre 7,1 % le {d2}).",
        "une lésion cutanée pigmentée du dos, modifiée depuis {n} mois selon son entourage.",
        "des troubles de la mémoire signalés par sa famille ; un premier bilan avait été fait par le Dr {doc} en {y1}.",
    ],
    "cardio": [
        "L'électrocardiogramme s'inscrit en rythme sinusal à {fc}/min, axe normal, sans trouble de la repolarisation. L'échographie montre une FEVG à {mms}5 %, sans valvulopathie.",
        "Holter posé le {d1} : fréquence moyenne {fc}, 212 extrasystoles, pas de pause. La comparaison avec l'enregistrement du {d2} est rassurante.",
        "Épreuve d'effort menée à 130 watts, maximale, négative cliniquement et électriquement. TA de repos {ta}.",
        "Le doppler des troncs supra-aortiques réalisé le {d1} par le Dr {doc} montre une plaque carotidienne droite à 40 %.",
        "Le contrôle de la prothèse valvulaire (posée le {d2}) est satisfaisant : gradient moyen 11 mmHg. INR à 2,6 le {d1}.",
        "MAPA : moyenne diurne {ta}, nocturne 118/66 mmHg ; la charge tensionnelle justifie une bithérapie.",
        "Le pacemaker DDDR implanté le {d2} fonctionne correctement, longévité estimée {n} ans, stimulation ventriculaire 4 %.",
        "L'échocardiographie retrouve un strain à -18 %, une oreillette gauche dilatée à 42 mL/m², PAPS 35 mmHg.",
    ],
    "derm": [
        "Présence d'une kératose actinique du front traitée ce jour par cryothérapie.",
        "Le nævus de l'épaule droite, photographié le {d1}, n'a pas changé en dermoscopie.",
        "Lésion nodulaire perlée de l'aile du nez évocatrice de carcinome basocellulaire ; exérèse le {f1} à la clinique.",
        "Psoriasis en plaques des coudes et du cuir chevelu, PASI à {n}, amélioré sous topiques.",
        "Eczéma de contact : tests épicutanés posés le {d1}, positifs au nickel (++).",
        "Acné inflammatoire modérée, bilan lipidique du {d1} normal : isotrétinoïne débutée à 20 mg.",
        "Ulcère veineux malléolaire interne de {n} cm, index de pression systolique 1,02, compression multi-couches.",
        "Zona intercostal gauche en phase croûteuse, éruption apparue le {d1}.",
        "Urticaire chronique spontanée, UAS7 à {n}, anti-H1 à double dose.",
    ],
    "divers": [
        "L'exploration fonctionnelle du {d1} trouve un VEMS à 7{n} % de la théorique, test de réversibilité négatif.",
        "La fibroscopie du {d1} était normale hormis une gastrite antrale ; recherche d'Helicobacter négative.",
        "La densitométrie (T-score -2,{n} au col) confirme l'ostéoporose ; perfusion d'acide zolédronique prévue le {f1}.",
        "L'électromyogramme réalisé par le Dr {doc} le {d1} conclut à une atteinte modérée du nerf médian.",
        "L'audiogramme montre une presbyacousie symétrique avec perte moyenne de {num} dB sur les aigus.",
        "Le bilan urodynamique du {d1} évoque une hyperactivité du détrusor ; résidu post-mictionnel {num} mL.",
        "L'humeur est stable, le sommeil restauré, pas d'idée noire. La dernière hospitalisation remonte au {d2}.",
        "L'échographie thyroïdienne du {d1} décrit un nodule droit EU-TIRADS 3 de {n} mm, stable depuis {y1}.",
        "L'infiltration du {d1} a procuré un soulagement de {n} semaines ; une nouvelle injection est faite.",
    ],
}
IMAGING = [
    (
        "Scanner thoracique",
        "Acquisition hélicoïdale sans puis avec injection de {num} mL de produit de contraste (lot {num}-C).",
        "Pas d'embolie pulmonaire. Micronodule du lobe supérieur droit de {n} mm, stable par rapport à l'examen du {d1}. Pas d'épanchement.",
        "Micronodule stable, contrôle à 12 mois.",
    ),
    (
        "IRM du genou droit",
        "Séquences T1, DP Fat-Sat dans les trois plans.",
        "Fissure horizontale de la corne postérieure du ménisque interne. Ligaments croisés continus. Kyste poplité de {n} cm.",
        "Lésion méniscale interne grade 3.",
    ),
    (
        "Échographie abdominale",
        "Examen réalisé à la sonde de 3,5 MHz.",
        "Foie de taille normale, stéatosique. Vésicule alithiasique. Reins de {n},8 cm sans dilatation. Rate homogène.",
        "Stéatose hépatique simple.",
    ),
    (
        "Mammographie bilatérale et échographie",
        "Deux incidences par sein, comparaison avec le {d1}. Dose 1,{n} mGy.",
        "Densité de type B. Opacité ovalaire du quadrant supéro-externe gauche, inchangée.",
        "Classification ACR 2 à droite et à gauche. Prochain dépistage en {yf}.",
    ),
    (
        "Radiographie du rachis lombaire",
        "Face et profil debout.",
        "Pincement discal L5-S1. Pas de tassement vertébral. Arthrose postérieure étagée.",
        "Discarthrose L5-S1.",
    ),
    (
        "IRM encéphalique",
        "T1, FLAIR, diffusion, T2*, injection de gadolinium.",
        "Quelques hypersignaux de la substance blanche, Fazekas 1. Pas de lésion récente en diffusion.",
        "Leucoaraïose modérée, sans évolution depuis le {d1}.",
    ),
    (
        "Écho-doppler veineux des membres inférieurs",
        "Sonde linéaire 7 MHz.",
        "Veines compressibles des deux côtés. Perforante incontinente au tiers moyen gauche.",
        "Pas de thrombose veineuse profonde.",
    ),
    (
        "Scanner abdomino-pelvien",
        "Avec injection au temps portal ; créatininémie du {d1} : {num} µmol/L.",
        "Diverticulose sigmoïdienne sans signe de diverticulite. Pas d'adénopathie. Kyste rénal Bosniak I.",
        "Diverticulose non compliquée.",
    ),
    (
        "Échographie thyroïdienne",
        "Sonde 12 MHz.",
        "Lobe droit {n} mL, nodule isoéchogène de 9 mm EU-TIRADS 3. Lobe gauche homogène.",
        "Nodule bénin, surveillance.",
    ),
]
OPERATIONS = [
    (
        "Cholécystectomie par cœlioscopie",
        "Lithiase vésiculaire symptomatique",
        "Open cœlioscopie ombilicale, trois trocarts. Dissection du triangle de Calot, cholangiographie normale. Clip du canal et de l'artère. Extraction dans un sac.",
    ),
    (
        "Prothèse totale de genou gauche",
        "Gonarthrose tricompartimentale",
        "Garrot 62 minutes. Voie para-patellaire médiale. Implants taille {n}, cimentés, lot {num}K{num}. Fermeture sur redon.",
    ),
    (
        "Cure de hernie inguinale droite selon Lichtenstein",
        "Hernie inguinale droite",
        "Incision inguinale, dissection du cordon, refoulement d'un sac indirect, pose d'une plaque de polypropylène.",
    ),
    (
        "Libération du canal carpien droit",
        "Syndrome du canal carpien documenté à l'EMG du {d1}",
        "Anesthésie locale, mini-abord palmaire, section du ligament annulaire, nerf sous tension libéré. Durée 9 minutes.",
    ),
    (
        "Phacoémulsification de l'œil droit",
        "Cataracte cortico-nucléaire",
        "Incision de 2,2 mm, capsulorhexis, phacoémulsification, implant acrylique +21,{n} D série {num}{num}.",
    ),
    (
        "Résection transurétrale de prostate",
        "Adénome prostatique, volume 6{n} mL",
        "Résection de 34 g de copeaux adressés en anatomie pathologique. Sonde double courant.",
    ),
    (
        "Thyroïdectomie totale",
        "Goitre multinodulaire",
        "Cervicotomie, repérage des deux récurrents au neurostimulateur, parathyroïdes vues.",
    ),
    (
        "Ligature-section de la saphène interne gauche",
        "Varices essentielles",
        "Crossectomie, éveinage court, phlébectomies de Müller. Bas de contention posés.",
    ),
    (
        "Ostéosynthèse de l'extrémité distale du radius gauche",
        "Fracture à bascule postérieure après chute du {d1}",
        "Voie de Henry, plaque verrouillée palmaire {n} vis, contrôle scopique satisfaisant.",
    ),
]
PATHO = [
    (
        "Biopsies gastriques (2 flacons)",
        "Muqueuse antrale siège d'un infiltrat lymphoplasmocytaire modéré. Absence d'Helicobacter pylori. Pas de métaplasie.",
        "Gastrite chronique antrale modérée, non active.",
    ),
    (
        "Exérèse cutanée de la joue gauche",
        "Prolifération basaloïde en lobules palissadiques, limites latérales à {n} mm.",
        "Carcinome basocellulaire nodulaire, exérèse complète.",
    ),
    (
        "Polypes coliques (3 fragments)",
        "Structures adénomateuses tubuleuses en dysplasie de bas grade.",
        "Adénomes tubuleux en dysplasie de bas grade.",
    ),
    (
        "Frottis cervico-utérin en milieu liquide",
        "Cellules malpighiennes superficielles et intermédiaires, flore de Döderlein.",
        "Frottis satisfaisant, négatif pour une lésion intra-épithéliale. Test HPV : négatif.",
    ),
    (
        "Biopsies prostatiques (12 carottes)",
        "Deux carottes sur douze intéressées, {n} mm au total, score de Gleason 6 (3+3).",
        "Adénocarcinome prostatique ISUP 1.",
    ),
    (
        "Pièce de cholécystectomie",
        "Vésicule de 8 cm, paroi de {n} mm, lithiases pigmentaires. Cholécystite chronique.",
        "Cholécystite chronique lithiasique sans malignité.",
    ),
    (
        "Micro-biopsie mammaire gauche",
        "Fibroadénome avec stroma collagène, pas d'atypie. Immunohistochimie non requise.",
        "Fibroadénome mammaire, lésion B2.",
    ),
    (
        "Nodule du scalp",
        "Kyste à paroi malpighienne, kératine compacte, absence de couche granuleuse.",
        "Kyste trichilemmal bénin.",
    ),
]
URGENCES = [
    (
        "Douleur thoracique",
        "Douleur rétrosternale depuis {n} heures, ECG sans modification, troponine H0 {n} ng/L, H3 {n} ng/L.",
        "Douleur pariétale",
    ),
    (
        "Chute de sa hauteur",
        "Chute mécanique au domicile, pas de perte de connaissance. Radiographie de hanche sans fracture.",
        "Contusion de la hanche droite",
    ),
    (
        "Plaie de main",
        "Coupure par couteau ; plaie de {n} cm, pas d'atteinte tendineuse. Suture {n} points. VAT fait le {d1}.",
        "Plaie simple de l'index gauche",
    ),
    (
        "Colique néphrétique",
        "Douleur lombaire droite, BU : sang +++. Échographie : dilatation pyélique modérée.",
        "Colique néphrétique droite simple",
    ),
    ("Malaise", "Malaise avec sueurs à table. TA {ta}, glycémie {gly} g/L, ECG normal.", "Malaise vagal"),
    (
        "Dyspnée fébrile",
        "Toux et fièvre à {temp}. Radiographie : foyer de la base gauche. CRP {num} mg/L.",
        "Pneumopathie communautaire basale gauche",
    ),
    (
        "Traumatisme de cheville",
        "Torsion au sport. Critères d'Ottawa négatifs.",
        "Entorse bénigne de la cheville droite",
    ),
    (
        "Douleur abdominale",
        "Douleur de la fosse iliaque droite ; scanner : appendice non épaissi. CRP {n} mg/L.",
        "Douleur abdominale non spécifique",
    ),
    ("Épistaxis", "Saignement antérieur gauche sous anticoagulant, méchage, INR 2,{n}.", "Épistaxis antérieure tarie"),
]
STAYS = [
    (
        "Décompensation cardiaque",
        "Admission pour dyspnée de repos et œdèmes. Diurétiques intraveineux avec perte de {n} kg. Échographie du {d0} : FEVG 40 %.",
    ),
    (
        "Pneumopathie hypoxémiante",
        "Antibiothérapie par ceftriaxone puis relais oral, oxygène sevré au {n}e jour. Hémocultures négatives.",
    ),
    (
        "Accident vasculaire cérébral ischémique sylvien gauche",
        "Hors délai de thrombolyse. Score NIHSS d'entrée {n}, de sortie 2. Bilan étiologique : fibrillation atriale.",
    ),
    (
        "Fracture du col fémoral droit",
        "Prothèse intermédiaire posée au bloc à J1 par le Dr {doc}. Lever précoce, anémie à 8,{n} g/dL transfusée de deux culots.",
    ),
    ("Pyélonéphrite aiguë", "ECBU à E. coli sensible. Apyrexie en 48 heures. Échographie rénale normale."),
    (
        "Déséquilibre d'un diabète de type 2",
        "Mise sous insuline lente, éducation thérapeutique, fond d'œil fait le {d0}. HbA1c 10,{n} %.",
    ),
    ("Exacerbation de BPCO", "Aérosols et corticothérapie courte. Gaz du sang de sortie : pH 7,41, PaCO2 {n}9 mmHg."),
    ("Pancréatite aiguë biliaire", "Lipasémie à {num}0 UI/L. Évolution favorable, cholécystectomie à prévoir."),
    (
        "Syndrome confusionnel",
        "Globe urinaire évacué ({num} mL), correction d'une hyponatrémie à 12{n}. Retour à l'état antérieur.",
    ),
]
NOTES = """Pansement du talon refait, plaie propre, {n} cm × 2 cm.|Glycémie à jeun {gly} g/L, insuline lente 1{n} UI.|TA {ta}, patient{e} fatigué{e}, famille prévenue.
Toilette faite avec aide partielle, refuse la douche.|Ablation de {n} agrafes sans incident.|Prise de sang faite à jeun, tube porté au laboratoire.
Douleur EN {n}/10 après antalgique.|Injection d'énoxaparine 4000 UI, abdomen gauche.|Température {temp} °C, Dr {doc} appelé, passage prévu le {f1}.
Pilulier préparé pour la semaine.|Aide à la marche, deux tours de couloir.|Bas de contention posés à 8 h.""".replace(
    "\n", "|"
).split("|")


def fill(ctx, text, **extra):
    """Replace the placeholders of a template by plausible values."""
    r = ctx.rng
    born = ctx.dob.year
    lo = max(born, ctx.doc_date.year - 25)

    def ds(a, b):
        return ctx.date(max(ctx.back(a, b), ctx.dob), r.choice(["slash", "long"]))

    doc = ctx.pro("gp")
    vals = {
        "y1": r.randint(lo, ctx.doc_date.year),
        "y2": r.randint(lo, ctx.doc_date.year),
        "y3": r.randint(lo, ctx.doc_date.year),
        "yf": ctx.doc_date.year + 2,
        "d0": ds(3, 9),
        "d1": ds(12, 90),
        "d2": ds(200, 900),
        "f1": ctx.date(ctx.fwd(9, 60), "slash"),
        "f2": ctx.date(ctx.fwd(70, 200), "long"),
        "ta": f"{r.randint(11, 16)}{r.randint(0, 9)}/{r.randint(60, 95)}",
        "fc": r.randint(54, 110),
        "kg": r.randint(45, 102) if ctx.age > 14 else max(4, int(ctx.age * 2.6 + 5)),
        "sat": r.randint(93, 100),
        "temp": f"{r.randint(36, 39)},{r.randint(0, 9)}",
        "gly": f"{r.choice([0, 1, 1])},{r.randint(70, 99)}",
        "mms": r.randint(4, 6),
        "e": ctx.e(),
        "pt": "la patiente" if ctx.fem else "le patient",
        "lela": "la" if ctx.fem else "le",
        "n": r.randint(2, 9),
        "num": r.randint(18, 420),
        "doc": doc.family.title() if r.random() < 0.6 else doc.family,
    }
    vals.update(extra)
    for k, v in vals.items():
        text = text.replace(f"{{{k}}}", str(v))
    return text


def history(ctx, k=None):
    r = ctx.rng
    if ctx.age < 16:
        return r.choice(
            [
                "né à terme, vaccinations à jour",
                "bronchiolite à 5 mois, otites",
                "sans antécédent notable",
                "allergie à l'arachide",
                "asthme léger",
            ]
        )
    return fill(ctx, ", ".join(r.sample(ANTECEDENTS, k or r.randint(2, 4))))


def drugs(ctx, k=None):
    return ctx.rng.sample(DRUGS, k or ctx.rng.randint(3, 7))


def letter(ctx, family):
    """Paragraphs of a letter's middle."""
    r = ctx.rng
    out = [fill(ctx, r.choice(LETTERS[family]))]
    if r.random() < 0.8:
        out.append(
            r.choice(
                ["Dans ses antécédents, on note : ", "Antécédents : ", "À retenir au plan médical : ", "On rappelle "]
            )
            + history(ctx)
            + "."
        )
    out.append(fill(ctx, r.choice(EXAMS)))
    if r.random() < 0.6:
        out.append(
            r.choice(["Son traitement comporte ", "Traitement habituel : ", "Il est pris actuellement : "])
            + " ; ".join(drugs(ctx, r.randint(2, 4)))
            + "."
        )
    out.append(fill(ctx, r.choice(PLANS)))
    if r.random() < 0.4 and family != "gp":
        out.insert(1, fill(ctx, r.choice(LETTERS[family])))
    return out
