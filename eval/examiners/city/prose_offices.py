"""Medical prose of offices, laboratories and theatres. Keys in braces are filled with the context of a document."""

# fmt: off
POOLS: dict[str, list[list[str]]] = {
    "dental": [
        ["Douleur à la mastication secteur 3 depuis {a} semaines.", "Contrôle annuel, détartrage précédent le {d1}.", "Bilan avant prothèse de hanche prévue le {n1} à la demande du {dr}.", "Fracture de la 11 sur chute du {d1}."],
        ["Dents absentes : 18, 28, 36, 46. Caries occlusales sur 26 et 37.", "Parodontite modérée, poches de {a} mm en 16 et 17.", "Muqueuses saines, hygiène correcte, indice de plaque 2{a} %."],
        ["Le panoramique du {d2} montre une lésion apicale de 4{a}.", "Test de vitalité négatif sur la 24.", "Pas de foyer infectieux latent décelé."],
        ["Traitement canalaire de la 36 puis couronne, prochaine séance le {n1}.", "Extraction de la 47 sous antibioprophylaxie.", "Contrôle dans {a} mois."]],
    "kine": [
        ["Lombalgie commune évoluant depuis {a} mois, prescription du {dr} en date du {d1}.", "Suites de ligamentoplastie du genou droit (intervention du {d1}).",
         "Capsulite rétractile de l'épaule gauche, douleur nocturne cotée {a}/10.", "Entorse latérale de cheville, survenue le {d1} au football."],
        ["Distance doigts-sol {b} cm, Lasègue négatif, Schober +{a} cm.", "Flexion 0-{b}-120, quadriceps coté 3+, amyotrophie de {a} cm.", "Élévation antérieure 9{a}°, rotation externe 1{a}°."],
        ["Séances 1 à 1{a} : massage, étirements, renforcement des muscles profonds ; évolution favorable.", "Travail proprioceptif et vélo sans résistance ; course reprise le {d2}.", "Physiothérapie antalgique et mobilisations passives puis actives."],
        ["Poursuite de {b} séances souhaitable.", "Objectif : reprise du travail le {n1}.", "Auto-exercices remis, bilan final prévu le {n1}."]],
    "psy": [
        ["Reçu{e} à la demande du {dr} pour un épisode anxio-dépressif réactionnel à un conflit au travail.", "Suivi pour trouble anxieux généralisé depuis {y}.", "Évaluation cognitive demandée devant une plainte mnésique."],
        ["Le contact est bon, le discours est cohérent ; pas d'idée suicidaire ce jour.", "MMSE à 2{a}/30, test des cinq mots 8/10, horloge réussie.", "Échelle HAD : anxiété 1{a}, dépression {a}."],
        ["Les conditions de vie sont stables, {la} conjoint est soutenant.", "Sommeil altéré, réveils à {a} heures du matin.", "Le précédent entretien datait du {d2}."],
        ["Thérapie cognitive proposée, prochain entretien le {n1}.", "Je maintiens la sertraline 50 mg.", "Nouvelle évaluation dans {a} mois."]],
    "pneumo": [
        ["Apnées du sommeil appareillées depuis le {d1}, index initial {b}/h.", "BPCO stade II, tabagisme actif à {b} paquets-années.", "Asthme allergique, sensibilisation aux acariens."],
        ["Observance moyenne 5 h {b} par nuit, index résiduel {a}/h, fuites 1{a} L/min.", "VEMS {b} % de la théorique, rapport de Tiffeneau 0,6{a}.", "Saturation 9{a} % en air ambiant au repos."],
        ["Le scanner du {d2} montre un emphysème centro-lobulaire des sommets.", "La gazométrie du {d2} est normale.", "La polygraphie du {d2} est satisfaisante."],
        ["Vaccination antigrippale conseillée ; revoir le {n1}.", "Masque nasal changé pour une taille M.", "Poursuite du traitement inhalé, contrôle le {n1} avec le {dr2}."]],
    "urg": [
        ["Amené{e} par les pompiers pour malaise sur la voie publique.", "Se présente pour plaie de la main gauche par bris de verre.", "Douleur thoracique constrictive depuis {a} heures, cédée spontanément.", "Traumatisme de cheville en descendant d'un trottoir.", "Colique néphrétique gauche, épisode semblable le {d1}."],
        ["Glasgow 15, pas de déficit, tension 12{a}/7{a}, pouls {b}, température 37,{a}.", "Plaie de {a} cm, sensibilité conservée, tendons intacts sous exploration.", "Palpation de la malléole externe douloureuse, critères d'Ottawa positifs."],
        ["Électrocardiogramme sinusal, troponine négative à deux reprises.", "Radiographies : pas de fracture visible.", "Scanner : calcul de {a} mm du méat urétéral gauche."],
        ["Suture par {a} points, vaccin antitétanique à jour ({d1}). Ablation des fils le {n1}.", "Retour à domicile avec antalgiques et consignes ; revoir le médecin traitant.", "Attelle pour {b} jours, contrôle le {n1}."]],
    "img": [
        ["Gonalgies mécaniques. Recherche de lésion méniscale.", "Bilan d'extension. Comparaison avec l'examen du {d1}.", "Douleurs abdominales, vomissements.", "Toux, altération de l'état général ; bilan prescrit par le {dr}.", "Contrôle d'un nodule connu depuis {y}."],
        ["Acquisition hélicoïdale sans puis après injection de {b} mL de produit de contraste iodé, PDL {b}0 mGy.cm.", "Séquences T1, T2 et DP Fat-Sat dans les trois plans.", "Exploration par sonde de 7,5 MHz."],
        ["Pas d'épanchement. Ménisque médial siège d'une fissure horizontale de grade 3. Ligaments croisés continus.", "Foie homogène, vésicule alithiasique, voies biliaires fines. Reins de taille normale, kyste cortical gauche de {b} mm.",
         "Pas d'adénopathie médiastinale. Micronodule apical droit de {a} mm, inchangé depuis le {d1}.", "Discopathie L4-L5 avec débord discal médian sans conflit radiculaire."],
        ["Conclusion : examen sans anomalie évolutive.", "Conclusion : lésion bénigne, contrôle conseillé dans {a} mois.", "Conclusion : fissure méniscale interne, avis chirurgical souhaitable."]],
    "patho": [
        ["Macroscopie : fragment cutané de {b} x {a} x 3 mm, lésion pigmentée centrale, inclus en totalité.", "Macroscopie : {a} carottes de 8 à {b} mm, fixées en formol.", "Macroscopie : vésicule biliaire ouverte de {b} mm, paroi souple, {a} calculs."],
        ["Microscopie : naevus naevocellulaire dermique sans atypie ; exérèse en peau saine.", "Microscopie : glandes régulières, absence de dysplasie, Helicobacter pylori non retrouvé.", "Microscopie : prolifération carcinomateuse glandulaire, index mitotique {a} pour 10 champs."],
        ["Immunohistochimie : RE {b} %, RP 4{a} %, Ki67 1{a} %.", "Colorations spéciales : PAS et Giemsa sans particularité.", "Comparaison faite avec le prélèvement du {d1}."],
        ["Conclusion : lésion bénigne.", "Conclusion : adénome tubuleux en dysplasie de bas grade, exérèse complète.", "Conclusion : carcinome infiltrant de grade II, à discuter en réunion."]],
    "op": [
        ["Installation en décubitus dorsal, garrot pneumatique à 300 mmHg, antibioprophylaxie par céfazoline 2 g.", "Anesthésie générale, sonde gastrique, open-cœlioscopie ombilicale.", "Rachianesthésie, décubitus latéral, check-list réalisée à 8 h {b}."],
        ["Voie d'abord para-rotulienne interne. Coupes fémorale et tibiale guidées. Essais satisfaisants, implants définitifs scellés.", "Trocart de 10 et deux trocarts de 5 mm. Dissection du triangle de Calot, clips, section. Vésicule extraite dans un sac.",
         "Incision arciforme de {a} cm, libération du nerf médian, contrôle de l'hémostase.", "Arthroscopie : ménisque interne régularisé, cartilage grade 1, lavage abondant."],
        ["Saignement estimé à {b}0 mL. Compte des compresses exact à deux reprises.", "Fermeture plan par plan sur un drain de Redon, agrafes à la peau.", "Durée : {b} minutes. Aucun incident."],
        ["Suites : lever le jour même, anticoagulation préventive {a} semaines.", "Contrôle en consultation le {n1}.", "Ablation des agrafes au {b}e jour par l'infirmière à domicile."]],
    "nurse": [
        ["Pansement d'ulcère veineux de jambe gauche, {a} cm x {a} cm, fibrine 30 %.", "Surveillance d'un PICC line posé le {d1}.", "Injection quotidienne d'énoxaparine, site propre.", "Aide à la toilette et prévention d'escarres, échelle de Braden 1{a}."],
        ["Tension 12{a}/7{a}, pouls {b}, température 36,{a}.", "Douleur cotée {a}/10 au soin, EVA 0 au repos.", "Appétit conservé, selles normales, poids {b} kg."],
        ["Le pansement sera refait un jour sur deux. Passage du médecin le {n1}.", "Bilan sanguin prélevé le {d2}, résultats transmis au {dr}.", "La famille ({rel}) est prévenue du passage de la diététicienne."]],
    "onw": [
        ["Poste : préparateur de commandes, port de charges jusqu'à {b} kg.", "Poste : aide-soignante de nuit, exposition à la manutention de patients.", "Poste : conducteur de bus, horaires décalés.", "Poste : agent administratif, travail sur écran {a} heures par jour."],
        ["Visite précédente le {d1}.", "Dernière visite par le {dr} le {d1}.", "Entretien précédent en {y}."],
        ["Aménagement : éviter le port de charges de plus de {b} kg pendant {a} mois.", "Télétravail deux jours par semaine recommandé.", "Pas de restriction à ce jour.", "Mi-temps thérapeutique jusqu'au {n1}."]],
}
REL = ["Sandrine", "Karim", "Mathieu", "Élodie", "Jean-Marc", "Sabrina", "Olivier", "Nadège"]
