"""Turns of phrase that no list of words was written from: others pointed at, the person told aside, doubts, bystanders.

They are of two hands' worth: written in two goes before the rules that read them, the second to see what the first
had taught. Each stands on a page whose patient is told whole, but those of SAID_ASIDE, which name nobody else.
"""

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

INDEX = InMemoryIndex(
    (
        person("A", "MARTIN", "JULIE ANNE", "19510312"),
        person("B", "LACOMBE", "DIDIER", "19490302", sex="M"),
    )
)
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Julie, née le 12/03/1951\n"
BODY = "Motif : suivi.\nExamen clinique rassurant.\n"
END = "\nSuite du traitement inchangée.\nDr Anne ESSAI"
NO_PERSON = {"INT-036", "INT-037"}
"""The type and the date of so short a page are not asked."""
ABOUT_ANOTHER = (
    "Vous trouverez aussi ci-joint la numération de M. Didier LACOMBE.",
    "Le présent feuillet se rapporte à M. Didier LACOMBE.",
    "Merci de reporter ces conclusions dans la pochette de Didier LACOMBE.",
    "À verser au dossier de Didier LACOMBE",
    "Identité du sujet examiné : LACOMBE Didier",
    "Personne vue : Didier LACOMBE",
    "Nom inscrit sur le flacon : LACOMBE Didier",
    "Étiquette collée au verso : LACOMBE Didier",
    "Les clichés portent le nom de LACOMBE Didier.",
    "Bénéficiaire du soin : M. Didier LACOMBE",
    "Sujet : M. Didier LACOMBE",
    "Au nom et pour le compte de M. Didier LACOMBE, hospitalisé ce jour",
    "Suivi de M. Didier LACOMBE : voir page suivante.",
    "Il s'agit de M. Didier LACOMBE, que je suis pour une bronchite.",
    "Je vous confie également M. Didier LACOMBE, qui présente une toux.",
    "M. Didier LACOMBE a été opéré par mes soins.",
    "M. Didier LACOMBE présente une fracture du poignet.",
    "M. LACOMBE Didier a consulté ce matin pour des vertiges.",
    "M. LACOMBE souffre de lombalgies depuis un mois.",
    "Conclusion pour LACOMBE Didier : examen normal.",
    "Prochain rendez-vous de LACOMBE Didier : le 12/09/2025.",
    "Glycémie de M. LACOMBE : 1,20 g/L",
    "Allergies de Didier LACOMBE : pénicilline",
    "Traitement habituel de M. Didier LACOMBE : ramipril 5 mg",
    "Poids de Didier LACOMBE : 82 kg",
    "Certifie avoir examiné ce jour M. Didier LACOMBE",
    "Je certifie que l'état de santé de M. Didier LACOMBE justifie un arrêt.",
    "Certificat remis en main propre à M. Didier LACOMBE, examiné ce jour.",
    "Patient suivant : LACOMBE Didier",
    "Ordonnance rédigée pour LACOMBE Didier",
    "Médicaments à délivrer à LACOMBE Didier",
    "Voisin de chambre : LACOMBE Didier, même prélèvement",
    "Jumeau de naissance : LACOMBE Didier, même bilan",
    "2e patient : LACOMBE Didier",
    "Au lit de la fenêtre, M. LACOMBE Didier, sous oxygène.",
    "Erratum : lire M. Didier LACOMBE",
    "Lire « LACOMBE Didier » au lieu de « MARTIN Julie ».",
    "Échange possible avec le tube de LACOMBE Didier.",
    "Compte rendu destiné au dossier médical de LACOMBE Didier.",
    "Donneur apparenté : LACOMBE Didier",
    "Enfant examiné : LACOMBE Didier",
    "Consultant : LACOMBE Didier",
    "Examen pratiqué chez M. Didier LACOMBE",
    "M. Didier LACOMBE m'a été adressé pour avis.",
    "Résident concerné : Didier LACOMBE",
    "Vu également aux urgences : LACOMBE Didier",
    "Ci-après les constantes relevées pour Thierry GIRAUD.",
    "Dossier médical partagé ouvert : GIRAUD Thierry",
    "Ont été vus ce matin : MARTIN Julie, GIRAUD Thierry.",
    "Le courrier joint intéresse GIRAUD Thierry.",
    "Consentement recueilli auprès de GIRAUD Thierry",
    "Poche de sang attribuée à GIRAUD Thierry",
    "Plateau opératoire préparé au nom de GIRAUD Thierry",
    "Tension de Thierry GIRAUD mesurée à 14/8.",
    "GIRAUD Thierry : régime sans sel",
    "Retour de bloc de GIRAUD Thierry à 15h.",
    "Sortie prévue demain pour Thierry GIRAUD.",
    "Mme Odile GIRAUD, 54 ans, diabétique.",
    "Isolement contact mis en place pour Mme GIRAUD.",
    "Pansement de Mme GIRAUD à refaire.",
    "Chez Thierry GIRAUD, la biopsie est négative.",
    "À classer : GIRAUD Thierry",
    "Convocation de GIRAUD Thierry le 12/10/2025",
    "Aliments préparés pour : Thierry GIRAUD",
    "Le patient GIRAUD Thierry refuse les soins.",
    "Nouveau résident, Thierry GIRAUD, arrivé ce jour.",
    "Copie conforme du compte rendu de Thierry GIRAUD",
    "Avis cardiologique pour GIRAUD Thierry",
    "Admission : GIRAUD Thierry",
    "Décès de Thierry GIRAUD constaté à 4h10.",
    "Mme GIRAUD va mieux.",
    "Constantes Mme GIRAUD : 12/8, 37,2 °C",
    "M. GIRAUD - chambre 12, lit fenêtre",
    "Mme GIRAUD refuse son traitement.",
    "M. GIRAUD marche avec une canne.",
    "Administré à Mme GIRAUD : paracétamol 1 g",
    "Séance avec Mme GIRAUD. Mme GIRAUD progresse.",
    "Mme GIRAUD prévenue de son hospitalisation.",
)
SAID_ASIDE = (
    "Signataire : MARTIN Julie, née le 12/03/1951, fille du patient",
    "Mandant : MARTIN Julie, née le 12/03/1951",
    "Personne ayant retiré le document : MARTIN Julie, née le 12/03/1951",
    "Copie remise à la fille, MARTIN Julie, née le 12/03/1951.",
    "Sa mère, MARTIN Julie, née le 12/03/1951, nous a alertés.",
    "La mère de l'enfant, MARTIN Julie, née le 12/03/1951, est présente.",
    "Appelante : MARTIN Julie, née le 12/03/1951",
    "Demandeur : MARTIN Julie, née le 12/03/1951",
    "Demande émanant de MARTIN Julie, née le 12/03/1951",
    "Payeur : MARTIN Julie, née le 12/03/1951",
    "Facture à adresser à MARTIN Julie, née le 12/03/1951",
    "Courrier rédigé par MARTIN Julie, née le 12/03/1951, épouse de M. LACOMBE Didier",
    "Je suis MARTIN Julie, née le 12/03/1951 et j'écris au sujet de mon père.",
    "Je soussignée MARTIN Julie, née le 12/03/1951 autorise mon fils à être opéré.",
    "Tutrice : MARTIN Julie, née le 12/03/1951",
    "Autorité parentale exercée par MARTIN Julie, née le 12/03/1951",
    "Autorisation d'opérer un mineur, donnée par MARTIN Julie, née le 12/03/1951",
    "Personne de confiance désignée : MARTIN Julie, née le 12/03/1951",
    "Personne à prévenir : MARTIN Julie, née le 12/03/1951",
    "Contact : MARTIN Julie, née le 12/03/1951",
    "Conjointe : MARTIN Julie, née le 12/03/1951",
    "Accompagnée de MARTIN Julie, née le 12/03/1951",
    "Enfant conduit en consultation par MARTIN Julie, née le 12/03/1951",
    "Votre courrier du 2 mai, MARTIN Julie, née le 12/03/1951, nous est bien parvenu.",
    "Plainte déposée par MARTIN Julie, née le 12/03/1951",
    "Récit de MARTIN Julie, née le 12/03/1951, témoin de la chute",
    "Héritière : MARTIN Julie, née le 12/03/1951",
    "Voisine ayant appelé les secours : MARTIN Julie, née le 12/03/1951",
    "Donneuse : MARTIN Julie, née le 12/03/1951",
    "Requérant : MARTIN Julie, née le 12/03/1951",
    "Coordonnées du payeur : MARTIN Julie, née le 12/03/1951",
    "Répondant civil : MARTIN Julie, née le 12/03/1951",
    "Adressé par MARTIN Julie, née le 12/03/1951",
    "Interprète présente : MARTIN Julie, née le 12/03/1951",
    "Enfant confié à la garde de MARTIN Julie, née le 12/03/1951",
    "Document établi à la demande expresse de MARTIN Julie, née le 12/03/1951",
    "Pièces transmises par MARTIN Julie, née le 12/03/1951",
    "Nous remercions MARTIN Julie, née le 12/03/1951 pour son don.",
    "Titulaire de l'autorité parentale : MARTIN Julie, née le 12/03/1951",
    "Formateur : MARTIN Julie, née le 12/03/1951",
    "Correspondant local : MARTIN Julie, née le 12/03/1951",
    "Locataire du logement : MARTIN Julie, née le 12/03/1951",
    "Compte rendu adressé à MARTIN Julie, née le 12/03/1951",
    "Situation exposée par MARTIN Julie, née le 12/03/1951",
    "Je rencontre ce jour les parents avec MARTIN Julie, née le 12/03/1951",
    "L'enfant habite chez MARTIN Julie, née le 12/03/1951",
    "Compte rendu de l'appel de MARTIN Julie, née le 12/03/1951",
)
DOUBTED = (
    "Attention, deux dossiers ouverts à ce nom.",
    "Identité déclarée oralement, aucune pièce présentée.",
    "Le patient n'a pu décliner son identité.",
    "Le bracelet porte un autre nom.",
    "Étiquettes interverties, à recontrôler.",
    "Suspicion d'échange de tubes.",
    "Nom à confirmer auprès de la famille.",
    "Usage de la carte Vitale d'un tiers.",
    "Patient portant le même nom dans le service.",
    "Ce document ne concerne pas ce patient.",
    "Feuille trouvée dans le dossier d'une autre personne.",
    "Ce résultat annule celui rendu sous un autre nom.",
    "Identitovigilance : discordance de date de naissance signalée.",
    "Date de naissance présumée.",
    "Fiche d'événement indésirable : erreur de patient.",
    "Identité provisoire, admission sous X.",
    "Les deux prélèvements ont pu être inversés.",
    "Le nom inscrit sur le tube diffère de celui de la demande.",
    "Sexe et prénom ne concordent pas.",
    "Patient non identifié à l'admission.",
    "Identité de substitution utilisée.",
    "Prélèvement mal étiqueté.",
    "Tube reçu sans identité.",
    "Deux patients homonymes hospitalisés.",
    "Non-conformité : identification absente sur le flacon.",
    "La date de naissance reste à préciser.",
    "Attention : frère jumeau hospitalisé dans la même unité.",
    "Rectificatif : compte rendu attribué à tort à cette patiente.",
    "Dossier fusionné par erreur.",
)
BYSTANDERS = (
    "Médecin traitant : Dr Didier LACOMBE",
    "Le Dr LACOMBE passera demain.",
    "Ordonnance du Dr Didier LACOMBE du 02/05/2025.",
    "Examen demandé par le Docteur Didier LACOMBE.",
    "Adressée par M. Didier LACOMBE, sage-femme.",
    "Relevé par Mme Didier-Anne LACOMBE, infirmière.",
    "Personne de confiance : Didier LACOMBE (époux), 06 99 12 12 12",
    "Personne à prévenir : M. LACOMBE Didier, fils",
    "Vit avec son mari, Didier.",
    "Sa fille Anne LACOMBE passe chaque jour.",
    "Son fils, M. Didier LACOMBE, a été informé.",
    "Le mari de la patiente, M. LACOMBE, est retraité.",
    "Aide à domicile : Mme LACOMBE",
    "Kinésithérapeute : M. LACOMBE",
    "Tuteur : M. Didier LACOMBE (UDAF)",
    "Avis pris auprès du Pr LACOMBE.",
    "Infirmière libérale au domicile : Mme LACOMBE, matin et soir.",
    "Saisie : Mme LACOMBE",
    "Transport assuré par M. LACOMBE, ambulancier.",
    "Mme LACOMBE, diététicienne, reverra la patiente.",
    "Relecture : M. LACOMBE, interne",
    "Entourage : une soeur, Anne LACOMBE, à Lyon.",
    "Pédicure-podologue : Anne LACOMBE",
    "Bilan réalisé avec l'aide de Mme LACOMBE, orthophoniste.",
    "Dossier suivi par : Mme LACOMBE",
    "Votre interlocutrice : Mme LACOMBE",
    "Secrétaire : Mme LACOMBE - poste 4512",
    "Copie : Dr LACOMBE, Dr PETIT",
    "L'intervention a été réalisée par le Dr Didier LACOMBE, aidé de M. PETIT.",
    "Signature de rescapage de Lacombe négative.",
    "Échelle de Barthel 85/100, test de Romberg négatif.",
    "Maladie de Charcot exclue, signe de Babinski absent.",
    "Rue Didier LACOMBE, 69000 Lyon",
    "Hôpital Didier LACOMBE, bâtiment B",
    "Fondation LACOMBE",
    "Score de Marie LACOMBE : 3",
    "Compte rendu tapé par AL, validé le 04/06/2025.",
    "L'auxiliaire de vie, Mme LACOMBE, l'a trouvée au sol.",
    "La voisine, Mme LACOMBE, a appelé le 15.",
    "Elle est accompagnée de son mari, M. LACOMBE.",
    "Son épouse, Mme Odile GIRAUD, est informée de la sortie.",
    "Remis à son fils Thierry GIRAUD.",
    "Séance animée par Thierry GIRAUD, éducateur sportif.",
    "Vue avec l'interne, M. GIRAUD.",
    "Suivi podologique : M. GIRAUD.",
    "Dr T. GIRAUD - Dr O. PETIT - Dr A. ROCHE",
    "Équipe mobile : Dr Petit, Mme GIRAUD (IDE)",
    "Le gendre de la patiente, Thierry GIRAUD, vit à proximité.",
    "Directrice : Mme Odile GIRAUD",
    "Pharmacie GIRAUD, 3 rue du Port",
    "Chambre 12, lit porte",
    "Clinique Odile GIRAUD",
    "Collège Thierry GIRAUD, classe de 4e",
    "Tri réalisé par Odile GIRAUD, IOA.",
    "Prochaine consultation avec le Dr GIRAUD le 12/10/2025.",
    "Ancien médecin traitant : Thierry GIRAUD, à Lyon.",
    "Taxi conventionné : GIRAUD Thierry",
    "Prothèse posée par le Pr Thierry GIRAUD en 2012.",
    "Amie proche : Odile GIRAUD.",
    "Assistante sociale : Odile GIRAUD, poste 45",
    "Test de Thierry GIRAUD non réalisé",
    "Appelé au cabinet, Mme GIRAUD prévenue à 18 h.",
    "Séances de préparation avec Mme GIRAUD.",
    "Visite technique du 02/06/2025 par M. GIRAUD.",
    "Conjoint : M. GIRAUD",
)
TOLD_IN_PASSING = (
    "Je viens de revoir Mme MARTIN Julie, née le 12/03/1951, à la clinique.",
    "Merci de réaliser chez Madame MARTIN Julie (DDN : 12/03/1951) :\nune radiographie du genou",
    "Merci de pratiquer une échographie chez MARTIN Julie, née le 12/03/1951",
    "Je rencontre ce jour Madame Julie MARTIN (née le 12/03/1951) au centre.",
    "Cette lettre fait le point sur la situation de Mme Julie MARTIN, née le 12/03/1951, vue en mars.",
    "Ci-dessous le compte rendu de la consultation du 02.06.2025 de Mme MARTIN Julie, née le 12/03/1951",
    "Je soussigné, Docteur Paul ESSAI, certifie avoir examiné en ce\njour MARTIN Julie, née le 12/03/1951.",
    "Personne reçue : MARTIN Julie - née le 12/03/1951",
)


def _doubts(text: str) -> set[str]:
    page = make_page(HEAD + text + END)
    read = extract_fields([page], received_on="2026-05-04")
    answer = decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY)
    return set(answer.codes) - NO_PERSON


@pytest.mark.parametrize("line", ABOUT_ANOTHER)
def test_a_page_that_speaks_of_another_is_shown(line: str) -> None:
    assert _doubts(OWN + BODY + line)


@pytest.mark.parametrize("line", SAID_ASIDE)
def test_the_person_of_the_record_told_only_aside_is_shown(line: str) -> None:
    assert _doubts(BODY + line)


@pytest.mark.parametrize("line", DOUBTED)
def test_a_doubt_on_the_identity_is_shown(line: str) -> None:
    assert "INT-146" in _doubts(OWN + BODY + line)


@pytest.mark.parametrize("line", BYSTANDERS)
def test_carers_kin_houses_and_streets_are_no_second_patient(line: str) -> None:
    assert not _doubts(OWN + BODY + line)


@pytest.mark.parametrize("line", TOLD_IN_PASSING)
def test_the_patient_named_in_a_sentence_alone_is_the_patient(line: str) -> None:
    assert not _doubts(BODY + line)
