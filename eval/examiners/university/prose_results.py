"""Medical prose of laboratories, imaging and theatres. Marks between braces are expanded by Ctx.fill."""

# fmt: off
CHEM: list[tuple[str, float, float, str, str]] = [
    ("Sodium", 133, 147, "mmol/L", "136 - 145"),
    ("Potassium", 3.3, 5.4, "mmol/L", "3,5 - 5,1"),
    ("Créatinine", 48, 160, "µmol/L", "45 - 104"),
    ("Urée", 3, 14, "mmol/L", "2,8 - 8,1"),
    ("Glucose", 3.9, 9.8, "mmol/L", "4,1 - 5,9"),
    ("Protéine C réactive", 1, 120, "mg/L", "< 5"),
    ("ALAT", 11, 94, "UI/L", "< 41"),
    ("ASAT", 12, 80, "UI/L", "< 40"),
    ("Gamma GT", 10, 190, "UI/L", "< 60"),
    ("Ferritine", 12, 680, "µg/L", "30 - 400"),
    ("TSH", 0.4, 6.2, "mUI/L", "0,27 - 4,20"),
    ("Hémoglobine", 8.2, 16.4, "g/dL", "12,0 - 16,0"),
    ("Leucocytes", 2.9, 14.2, "G/L", "4,0 - 10,0"),
    ("Plaquettes", 88, 480, "G/L", "150 - 400"),
    ("Calcium", 2.0, 2.8, "mmol/L", "2,15 - 2,55"),
    ("Albumine", 26, 45, "g/L", "35 - 52"),
]
"""Name, bounds, unit, reference."""
IMAGING: list[tuple[str, str, str, list[str], str]] = [
    (
        "Scanner thoraco-abdomino-pelvien", "Bilan d’extension d’une tumeur {colique|pulmonaire|rénale}.",
        "Acquisition hélicoïdale après injection de {80~120} mL de produit iodé. DLP {420~980} mGy.cm.",
        [
            "Nodule du lobe {supérieur droit|inférieur gauche} de {6~22} mm, {stable|majoré} par rapport au {d-}.",
            "Pas d’adénopathie médiastinale de plus de 10 mm.",
            "Foie homogène, sans lésion focale. Reins sans dilatation.", "Pas d’épanchement péritonéal.",
        ],
        "Pas de lésion évolutive à distance.",
    ),
    (
        "IRM encéphalique", "Troubles mnésiques. Demande du {doc}.",
        "Séquences T1, T2 FLAIR, diffusion et T2* sans injection. Appareil 1,5 T.",
        [
            "Pas d’anomalie de diffusion.", "Leucopathie vasculaire Fazekas {1|2}.",
            "Atrophie hippocampique Scheltens {1|2} bilatérale.",
            "Ligne médiane en place, ventricules de taille normale.",
        ],
        "Atrophie modérée, sans argument pour une lésion focale.",
    ),
    (
        "Radiographie du thorax de face", "Toux fébrile depuis {3~9} jours.",
        "Cliché en inspiration, debout, {80~120} kV.",
        [
            "Opacité alvéolaire de la base {droite|gauche} absente sur le cliché du {d-}.",
            "Index cardiothoracique à 0,{45~53}.", "Culs-de-sac pleuraux libres.", "Cadre osseux sans lésion.",
        ],
        "Foyer de pneumopathie ; contrôle à six semaines.",
    ),
    (
        "Échographie abdominale", "Douleurs de l’hypochondre droit, cytolyse.", "Sonde convexe, patient à jeun.",
        [
            "Foie de taille normale, stéatose {légère|modérée}.",
            "Vésicule contenant {2~5} calculs mobiles de {4~11} mm.", "Voie biliaire principale à {4~6} mm.",
            "Rate de {9~12} cm, reins normaux.",
        ],
        "Lithiase vésiculaire non compliquée.",
    ),
    (
        "IRM du genou {droit|gauche}", "Traumatisme en torsion du {d-}.", "Coupes DP FatSat dans les trois plans.",
        [
            "Fissure grade 3 de la corne postérieure du ménisque médial.", "Ligament croisé antérieur continu.",
            "Épanchement de moyenne abondance.", "Chondropathie fémoro-patellaire grade {2|3}.",
        ],
        "Lésion méniscale médiale, à confronter à l’avis du {doc}.",
    ),
    (
        "Angioscanner pulmonaire", "Suspicion d’embolie. D-dimères {900~4200} ng/mL.",
        "Injection de {60~90} mL à 4 mL/s. DLP {160~320}.",
        [
            "Défect endoluminal segmentaire du lobe inférieur {droit|gauche}.", "Rapport VD/VG à 0,{7~9}.",
            "Pas d’infarctus pulmonaire.", "Épanchement pleural minime.",
        ],
        "Embolie segmentaire sans retentissement droit. Résultat transmis par téléphone au {doc} à {9~18} h {10~59}.",
    ),
    (
        "Mammographie bilatérale et échographie", "Contrôle d’un nodule connu depuis le {d-}.",
        "Incidences cranio-caudales et obliques. Densité {b|c}.",
        [
            "Masse ovale circonscrite de {6~13} mm du quadrant supéro-externe gauche, stable.",
            "Absence de foyer de microcalcifications.", "Creux axillaires libres.",
        ],
        "Classification ACR {2|3}. Contrôle dans {6|12} mois.",
    ),
    (
        "Scanner cérébral sans injection", "Chute, traitement anticoagulant.",
        "Acquisition volumique. DLP {680~910} mGy.cm.",
        [
            "Pas d’hématome intra ou extra-axial.", "Séquelle lacunaire capsulaire déjà vue le {d-}.",
            "Pas de fracture de la voûte.", "Sinus bien aérés.",
        ],
        "Pas de lésion hémorragique aiguë.",
    ),
    (
        "Radiographies du bassin et de hanche", "Contrôle d’arthroplastie opérée par le {doc}.",
        "Face et profil en charge.",
        [
            "Prothèse totale de hanche {droite|gauche} en place, sans liseré.", "Pas de fracture péri-prothétique.",
            "Coxarthrose controlatérale débutante.", "Comparaison au {d-} : inchangé.",
        ],
        "Pas d’anomalie sur le matériel.",
    ),
]
"""Examination, indication, technique, results, conclusion."""
OPERATION: list[tuple[str, str, list[str]]] = [
    (
        "Cholécystectomie cœlioscopique", "Lithiase vésiculaire symptomatique",
        [
            "Décubitus dorsal, jambes écartées. Open-cœlioscopie ombilicale, pression 12 mmHg, {3|4} trocarts.",
            "Dissection du triangle de Calot, vision critique obtenue. Clips sur l’artère et le canal cystiques.",
            "Vésicule décrochée de son lit, extraite en sac. Hémostase, lavage.",
            "Fermeture plan par plan. Pertes sanguines {20~80} mL. Comptes justes.",
        ],
    ),
    (
        "Prothèse totale de genou {droit|gauche}", "Gonarthrose tricompartimentale évoluée",
        [
            "Garrot à {250~300} mmHg, voie parapatellaire médiale.",
            "Coupes fémorale puis tibiale avec ancillaire, équilibrage ligamentaire. Flexion {115~130}°.",
            "Implants cimentés : fémur taille {3~6}, tibia taille {3~6}, insert {9~12} mm.",
            "Lavage, fermeture sur redon. Durée du garrot {55~85} minutes.",
        ],
    ),
    (
        "Hernioplastie inguinale {droite|gauche} selon Lichtenstein", "Hernie inguinale oblique externe",
        [
            "Incision inguinale de {5~7} cm. Ouverture de l’aponévrose du grand oblique.",
            "Sac oblique externe disséqué et refoulé. Nerf ilio-inguinal respecté.",
            "Plaque de polypropylène fixée par points séparés.", "Infiltration de ropivacaïne, surjet intradermique.",
        ],
    ),
    (
        "Ostéosynthèse de cheville", "Fracture bimalléolaire {droite|gauche} du {d-}",
        [
            "Voie externe puis interne sous garrot.",
            "Réduction, plaque 1/3 tube {6|7} trous sur la fibula, deux vis malléolaires.",
            "Contrôle scopique satisfaisant, syndesmose stable.",
            "Attelle plâtrée postérieure. Pas d’appui {6|8} semaines.",
        ],
    ),
    (
        "Résection transurétrale de vessie", "Polype vésical de {8~25} mm",
        [
            "Position de la taille, résecteur bipolaire 26 Ch.",
            "Lésion papillaire de la paroi latérale {droite|gauche}, résection complète emportant le muscle.",
            "Copeaux adressés au {doc}. Hémostase soigneuse.", "Sonde à double courant, lavage clair.",
        ],
    ),
    (
        "Thyroïdectomie totale", "Goitre multinodulaire compressif",
        [
            "Cervicotomie de {5~7} cm. Nerfs récurrents repérés, monitorage positif en fin de geste.",
            "Ligature des pédicules supérieurs. Parathyroïdes conservées ({3|4} vues).",
            "Pièce de {38~110} g envoyée au laboratoire.", "Fermeture sans drain. Calcémie à contrôler à six heures.",
        ],
    ),
    (
        "Hystérectomie par cœlioscopie", "Utérus polymyomateux hémorragique",
        [
            "Installation en double équipe, manipulateur utérin.",
            "Coagulation-section des ligaments ronds et des pédicules. Uretères vus.",
            "Colpotomie, extraction vaginale d’un utérus de {180~420} g.",
            "Suture vaginale, contrôle de l’hémostase. Diurèse claire.",
        ],
    ),
    (
        "Pontage fémoro-poplité {droit|gauche}", "Artériopathie au stade de claudication serrée",
        [
            "Abord du trépied fémoral et de la poplitée haute.",
            "Prélèvement de la grande saphène, veine inversée de bonne qualité.",
            "Anastomoses au Prolène 6/0. Contrôle artériographique correct.",
            "Fermeture sur drains. Pouls pédieux perçu en salle.",
        ],
    ),
    (
        "Phacoexérèse et implant de l’œil {droit|gauche}", "Cataracte obscurcissante, acuité {2|3|4}/10",
        [
            "Anesthésie topique. Incision cornéenne 2,2 mm.", "Capsulorhexis, phacoémulsification, lavage des masses.",
            "Implant souple +{18~24},5 D dans le sac.", "Céfuroxime intracamérulaire. Coque.",
        ],
    ),
]
"""Operation, indication, steps."""
PATHO: list[tuple[str, str, list[str], str, str]] = [
    (
        "Biopsies coliques", "Coloscopie de dépistage, {2~4} polypes réséqués.",
        [
            "Flacon 1 : polype de {4~9} mm du sigmoïde. Fragments inclus en totalité.",
            "Adénome tubuleux en dysplasie de bas grade.", "Flacon 2 : muqueuse colique sans lésion.",
        ],
        "Adénome en dysplasie de bas grade. Exérèse complète.", "DHC0{1~9}A7",
    ),
    (
        "Pièce de tumorectomie mammaire {droite|gauche}", "Lésion ACR 5 biopsiée le {d-}.",
        [
            "Pièce de {32~68} g, {6~9} x {4~6} x 3 cm, orientée, encrée.",
            "Carcinome infiltrant de type non spécifique, grade SBR {I|II}, {9~24} mm.",
            "RE {80~100} %, RP {20~90} %, HER2 {0|1+}, Ki67 {8~30} %.",
            "Limites saines, la plus proche à {2~6} mm. Ganglion sentinelle : 0N+/{1~3}.",
        ],
        "Carcinome infiltrant grade {I|II}, pT1c pN0(sn).", "SHB0{1~9}A4",
    ),
    (
        "Exérèse cutanée", "Lésion du dos. Demande du {doc}.",
        [
            "Fuseau de {12~28} x {7~12} mm.",
            "Prolifération mélanocytaire jonctionnelle et dermique symétrique, sans atypie.",
            "Limites latérales et profonde saines.",
        ],
        "Nævus composé bénin.", "OHB7A1{1~9}",
    ),
    (
        "Cholécystectomie", "Lithiase.",
        [
            "Vésicule de {7~10} cm, paroi de {2~5} mm, contenant des calculs.",
            "Inflammation chronique lymphoplasmocytaire, sinus de Rokitansky-Aschoff.", "Pas de dysplasie.",
        ],
        "Cholécystite chronique lithiasique.", "DHA7A0{1~9}",
    ),
    (
        "Biopsies gastriques", "Dyspepsie, pas de prise d’IPP.",
        [
            "Antre : {3~4} fragments ; fundus : 2 fragments.",
            "Gastrite chronique modérée, activité minime, pas d’atrophie.",
            "Giemsa : bacilles de type Helicobacter pylori présents.",
        ],
        "Gastrite chronique active à H. pylori.", "EHB7A0{1~9}",
    ),
    (
        "Biopsies prostatiques", "PSA {4.2~14.8} ng/mL, IRM PI-RADS 4 du {d-}.",
        [
            "Douze carottes numérotées, {9~17} mm chacune.",
            "Adénocarcinome acinaire sur {2~5} carottes du lobe {droit|gauche}.",
            "Longueur tumorale totale {6~28} mm. Pas d’engainement.",
        ],
        "Adénocarcinome prostatique Gleason {6 (3+3)|7 (3+4)}, ISUP {1|2}.", "UHB7A1{1~9}",
    ),
    (
        "Ganglion cervical", "Adénopathie isolée de {18~34} mm.",
        [
            "Fragment fixé, imprégnations faites.", "Hyperplasie folliculaire ; centres germinatifs polarisés.",
            "CD20, CD3, BCL2 : répartition réactionnelle.",
        ],
        "Lymphadénite réactionnelle. Pas de lymphome.", "FHB7A1{1~9}",
    ),
    (
        "Placenta", "Retard de croissance. Terme {34~38} SA.",
        [
            "Placenta de {280~430} g, cordon à trois vaisseaux.",
            "Infarctus {5~15} % du volume, thromboses intervilleuses.", "Pas de chorioamniotite.",
        ],
        "Lésions de malperfusion maternelle.", "GHA7A0{1~9}",
    ),
]
"""Piece, indication, examination, conclusion, code."""
GENETICS: list[tuple[str, str, str, str, str, str, str]] = [
    (
        "BRCA2", "NM_000059.4", "c.{1800~8900}del", "p.(Ser{600~2900}fs)", "pathogène (classe 5)",
        "Histoire familiale de cancer du sein", "Panel sein-ovaire, 13 gènes",
    ),
    (
        "BRCA1", "NM_007294.4", "c.{1200~5200}C>T", "p.(Gln{400~1700}*)", "pathogène (classe 5)",
        "Cancer du sein avant 40 ans chez une parente", "Panel sein-ovaire, 13 gènes",
    ),
    (
        "MLH1", "NM_000249.4", "c.{200~2000}G>A", "p.(Arg{70~700}Gln)", "de signification incertaine (classe 3)",
        "Syndrome de Lynch suspecté", "Panel colorectal, 14 gènes",
    ),
    (
        "LDLR", "NM_000527.5", "c.{300~2300}G>A", "p.(Gly{100~760}Ser)", "probablement pathogène (classe 4)",
        "Hypercholestérolémie familiale", "LDLR, APOB, PCSK9",
    ),
    (
        "CFTR", "NM_000492.4", "c.1521_1523del", "p.(Phe508del)", "pathogène, hétérozygote",
        "Dépistage de conjoint avant assistance à la procréation", "Recherche de 50 variants",
    ),
    (
        "HFE", "NM_000410.4", "c.845G>A", "p.(Cys282Tyr)", "homozygote", "Hyperferritinémie {650~1900} µg/L",
        "Recherche ciblée p.Cys282Tyr et p.His63Asp",
    ),
    (
        "F5", "NM_000130.5", "c.1601G>A", "p.(Arg534Gln)", "hétérozygote (facteur V Leiden)",
        "Thrombose veineuse avant 45 ans", "Facteur V et facteur II",
    ),
    (
        "MYBPC3", "NM_000256.3", "c.{700~3700}+1G>A", "p.(?)", "probablement pathogène (classe 4)",
        "Cardiomyopathie hypertrophique", "Panel cardiomyopathies, 48 gènes",
    ),
    (
        "PKD1", "NM_001009944.3", "c.{4000~12000}dup", "p.(Leu{1400~4000}fs)", "pathogène (classe 5)",
        "Polykystose rénale", "PKD1, PKD2, GANAB",
    ),
]
"""Gene, transcript, variant, protein, class, indication, method."""
# fmt: on
