"""Medical prose of psychiatry, rehabilitation, palliative care, meetings.

Marks between braces are expanded by Ctx.fill."""

# fmt: off
PSY: list[list[str]] = [
    [
        (
            "Épisode dépressif caractérisé d’intensité {moyenne|sévère} évoluant depuis {2~7} mois, dans un contexte "
            "de {deuil|séparation|conflit au travail}."
        ),
        "{Le} décrit une tristesse, un repli et une perte de {3~8} kg. Idées de mort sans scénario.",
        "MADRS à l’entrée {26~38}, à la sortie {8~16}. Sertraline {50|100} mg bien supportée.",
    ],
    [
        (
            "Décompensation maniaque d’un trouble bipolaire de type I connu depuis {2004~2018}, arrêt du lithium vers "
            "le {d-}."
        ),
        "Logorrhée, insomnie quasi totale, achats inconsidérés signalés par {rel}.",
        "Amendement sous olanzapine puis reprise du lithium, lithiémie {0.6~0.9} mmol/L.",
    ],
    [
        "Recrudescence délirante dans un trouble schizophrénique suivi au CMP par le {doc}.",
        "Hallucinations auditives, méfiance, hygiène négligée ; rupture de soins depuis {2~5} mois.",
        "Passage à la forme injectable de palipéridone {100|150} mg, prochaine injection le {d+}.",
    ],
    [
        "Trouble anxieux généralisé avec attaques de panique, {3~6} par semaine.",
        "{Le} évite les transports. Pas d’abus d’alcool.", "Thérapie comportementale débutée, escitalopram {10|15} mg.",
    ],
    [
        "Trouble de l’usage de l’alcool, sevrage programmé.",
        "Consommation de {80~160} g par jour, échec antérieur le {d-}.",
        "Sevrage sans complication, oxazépam dégressif, projet de post-cure discuté avec {rel}.",
    ],
    [
        "Passage à l’acte par ingestion médicamenteuse, regretté, dans un contexte de rupture.",
        "Surveillance somatique sans complication. Critique de bonne qualité.",
        "Rendez-vous au CMP avec le {doc} le {d+}, numéro d’appel remis.",
    ],
    [
        "Trouble de la personnalité avec instabilité émotionnelle, scarifications superficielles.",
        "Séjour de crise de {4~9} jours, contrat respecté.",
        "Poursuite du groupe de thérapie, quétiapine {50|100} mg le soir.",
    ],
    [
        "Syndrome confusionnel et troubles du comportement sur pathologie neurocognitive.",
        "Agitation nocturne, refus de soins en établissement, {rel} épuisé(e).",
        "Apaisement après traitement d’une rétention d’urine et arrêt de l’hydroxyzine.",
    ],
]
"""Paragraphs."""
REHAB: list[list[str]] = [
    [
        "Rééducation après prothèse de hanche {droite|gauche} opérée le {d-}.",
        "Flexion {85~105}°, abduction {20~35}°, force du moyen fessier {3|4}/5.",
        "Marche avec une canne sur {200~600} m, escaliers acquis. Test « get up and go » : {11~22} s.",
    ],
    [
        "Hémiparésie {droite|gauche} après accident vasculaire du {d-}.",
        "Barthel {45~60} à l’entrée, {75~95} à la sortie. Spasticité Ashworth {1|2}.",
        "Marche sans aide {100~350} m, préhension fine encore gênée, ergothérapie quotidienne.",
    ],
    [
        "Réentraînement après pontage coronaire réalisé par le {doc}.",
        "Épreuve d’effort : {60~85} W à l’entrée, {95~135} W à la sortie.",
        "Périmètre de marche six minutes {380~560} m. Éducation complète.",
    ],
    [
        "Réhabilitation respiratoire pour BPCO stade {II|III}.",
        "VEMS {38~60} % de la théorique. SpO2 d’effort {86~92} %.",
        "Gain de {40~90} m au test de six minutes, sevrage tabagique maintenu.",
    ],
    [
        "Suites de fracture de l’extrémité proximale de l’humérus du {d-}.",
        "Élévation antérieure {80~120}°, rotation externe {20~40}°.",
        "Douleur {2~4}/10, autonomie pour la toilette, port de charge limité à 2 kg.",
    ],
    [
        "Amputation transtibiale {droite|gauche} pour artériopathie.",
        "Moignon cicatrisé, manchon silicone, prothèse provisoire.",
        "Marche avec deux cannes {80~250} m, mise en place autonome.",
    ],
    [
        "Déconditionnement après long séjour en réanimation.",
        "MRC {42~52}/60, poids {46~70} kg, albumine {24~33} g/L.",
        "Reprise de {2~5} kg, transferts seuls, appétit retrouvé.",
    ],
    [
        "Lombalgie chronique, programme de restauration fonctionnelle.",
        "Schöber {2~4} cm, distance doigts-sol {10~35} cm, Sorensen {25~80} s.",
        "Reprise à temps partiel validée avec le médecin du travail, le {doc}.",
    ],
]
"""Paragraphs."""
PALLIA: list[list[str]] = [
    [
        "Cancer du pancréas métastatique, traitement spécifique arrêté le {d-}.",
        "Douleur contrôlée par oxycodone {20~60} mg par jour, interdoses {2~4} par jour.",
        "Souhait de rester au domicile ; {rel} présent(e) en permanence.",
    ],
    [
        "Sclérose latérale amyotrophique, forme bulbaire, gastrostomie.", "Encombrement, VNI nocturne bien supportée.",
        "Pas de trachéotomie selon la volonté exprimée le {d-}.",
    ],
    [
        "Insuffisance cardiaque terminale, troisième hospitalisation cette année.",
        "Dyspnée de repos, œdèmes, morphine à petite dose.", "Limitation : pas de réanimation ni d’intubation.",
    ],
    [
        "Glioblastome en progression, hémiplégie {droite|gauche}.",
        "Crises contrôlées par lévétiracétam. Somnolence croissante.",
        "Passage infirmier deux fois par jour, lit médicalisé livré.",
    ],
    [
        "Cancer bronchique avec métastases osseuses, radiothérapie antalgique faite le {d-}.",
        "Patch de fentanyl {25|50|75} µg/h, constipation traitée.",
        "Hospitalisation de répit possible dans le service du {doc}.",
    ],
    [
        "Démence évoluée, fausses routes, dénutrition.", "Soins de confort, hydratation sous-cutanée discutée.",
        "Décision collégiale du {d-} en présence de {rel}.",
    ],
    [
        "Cirrhose décompensée, ascite réfractaire ponctionnée toutes les {1|2} semaines.", "Prurit, fatigue majeure.",
        "Drain péritonéal tunnelisé, équipe mobile joignable la nuit.",
    ],
    [
        "Mésothéliome, dyspnée et angoisse.", "Midazolam anticipé prescrit, protocole de détresse au domicile.",
        "Directives rédigées et remises au {doc}.",
    ],
]
"""Paragraphs."""
RCP: list[list[str]] = [
    [
        "Sein", "Carcinome canalaire infiltrant {12~28} mm, grade {II|III}, RE+ HER2-, cN0",
        "Tumorectomie et ganglion sentinelle, puis radiothérapie. Test génomique à demander.",
    ],
    [
        "Digestif", "Adénocarcinome du sigmoïde, T3N{0|1}M0 au scanner du {d-}",
        "Colectomie gauche première. Chimiothérapie selon la pièce.",
    ],
    [
        "Thorax", "Carcinome bronchique lobaire {supérieur droit|inférieur gauche}, cT2N0M0, PD-L1 {5~60} %",
        "Lobectomie si EFR compatibles, sinon radiothérapie stéréotaxique.",
    ],
    [
        "Urologie", "Adénocarcinome prostatique ISUP {2|3}, PSA {5.5~18.0}, IRM du {d-}",
        "Radiothérapie et hormonothérapie courte de six mois. Préservation discutée.",
    ],
    [
        "Hématologie", "Lymphome folliculaire grade 2, stade III, tumeur de faible masse",
        "Surveillance, TEP de contrôle dans {4|6} mois.",
    ],
    [
        "ORL", "Carcinome épidermoïde de l’amygdale p16+, T2N1",
        "Radiochimiothérapie concomitante, gastrostomie à discuter.",
    ],
    [
        "Gynécologie", "Adénocarcinome endométrial grade 1, stade IA à l’IRM du {d-}",
        "Hystérectomie, annexectomie et ganglion sentinelle par cœlioscopie.",
    ],
    [
        "Neuro-oncologie", "Métastase cérébrale unique de {14~26} mm opérée",
        "Radiochirurgie de la cavité, reprise de l’immunothérapie.",
    ],
]
"""Organ, diagnosis, decision."""
# fmt: on
