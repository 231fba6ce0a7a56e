"""Papers of many senders with the other days that they print: the document's date and the act's."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
PAPERS: dict[str, tuple[str, str, str]] = {
    "certificate, child": (
        "2026-10-12",
        "2026-10-12",
        """Docteur Louise TESTMED
Médecine générale
12 rue des Lilas 99100 Essai
CERTIFICAT MÉDICAL
Je soussignée, Docteur Louise TESTMED, certifie avoir examiné ce jour l'enfant
TESTOMBELLE Zoé, née le 02/03/2019, et n'avoir constaté aucune contre-indication
à la pratique du judo. Dernier vaccin le 04/05/2025.
Fait à Essai, le 12 octobre 2026, et remis en main propre.""",
    ),
    "certificate, school": (
        "2026-10-12",
        "2026-10-12",
        """Dr Louise TESTMED, pédiatre
Certificat
Je soussignée certifie que l'état de santé de Zoé TESTOMBELLE (02/03/2019), examinée
aujourd'hui à mon cabinet, nécessite une éviction scolaire du 12/10/2026 au 16/10/2026 inclus.
Le 12/10/2026""",
    ),
    "certificate of injuries": (
        "2026-10-12",
        "2026-10-12",
        """CENTRE HOSPITALIER D'ESSAI   Unité médico-judiciaire
CERTIFICAT MÉDICAL INITIAL
Je soussigné, Docteur Paul TESTMED, certifie avoir examiné le 12/10/2026 à 15h30
M. TESTOMBELLE Jean né le 03/04/1980 qui déclare avoir été victime de coups le 10/10/2026.
Constatations : ecchymose de la pommette. ITT : 3 jours.
Fait à Essai le 12/10/2026""",
    ),
    "certificate, sport": (
        "2026-10-12",
        "2026-10-12",
        """Cabinet du Dr TESTMED
Essai, le 12/10/2026
Je, soussigné, Docteur Paul TESTMED, atteste avoir vu en consultation ce jour Mlle TESTOMBELLE Lou, née le 03/04/2012,
et certifie qu'elle est inapte à la pratique de l'EPS jusqu'au 12/11/2026.""",
    ),
    "certificate of an earlier visit": (
        "2026-10-14",
        "2026-10-12",
        """Dr Paul TESTMED Ophtalmologue
Certificat médical
Je soussigné certifie avoir reçu en consultation le 12/10/2026 Mme TESTOMBELLE Anne née le 05/06/1955.
Fait le 14/10/2026 à la demande de l'intéressée pour faire valoir ce que de droit.""",
    ),
    "occupational medicine": (
        "2026-10-12",
        "2026-10-12",
        """SERVICE DE SANTÉ AU TRAVAIL D'ESSAI
ATTESTATION DE SUIVI
Salarié : TESTOMBELLE Jean, né le 03/04/1980   Entreprise : Essai SA   Embauché le 01/02/2015
Type de visite : périodique   Date de la visite : 12/10/2026   Heure : 09h15
À revoir au plus tard le 12/10/2028
Le médecin du travail Dr TESTMED""",
    ),
    "nurse sheet": (
        "2026-10-12",
        "2026-10-12",
        """CABINET INFIRMIER DU LAC
Fiche de transmission infirmière
Patient : TESTOMBELLE Anne   Née le 05/06/1955
Passage du 12/10/2026 à 8h15
Pansement refait ce jour, plaie propre. Prochain passage le 14/10/2026.
Ordonnance du 01/10/2026 valable jusqu'au 31/10/2026
IDE : Mme TESTMED Lucie""",
    ),
    "wound": (
        "2026-10-12",
        "2026-10-12",
        """SSIAD DU LAC    FEUILLE DE SUIVI DE PLAIE
Mme TESTOMBELLE Anne - 05/06/1955 - 71 ans
Date : 12/10/2026     Soignant : L. TESTMED IDE
Début des soins : 01/09/2026     Réfection tous les 2 jours
Évaluation précédente : 05/10/2026 - surface 12 cm²
Ce jour : surface 10 cm², bourgeonnante
Prochaine évaluation : 19/10/2026""",
    ),
    "transfer": (
        "2026-10-12",
        "2026-10-12",
        """EHPAD LES TILLEULS
Fiche de liaison urgence - transfert de la résidente
NOM : TESTOMBELLE   Prénom : Anne   Née le : 05/06/1955   Entrée dans l'établissement le 03/02/2022
Date du transfert : 12/10/2026    Heure : 03h20
Motif : chute. Vaccins : grippe le 20/10/2025, Covid le 15/11/2025
Rédigé par : K. TESTMED, aide-soignante de nuit""",
    ),
    "child of two": (
        "2026-10-12",
        "2026-10-12",
        """Maison de santé d'Essai - Dr L. TESTMED pédiatre
EXAMEN DU 24e MOIS
Enfant : TESTOMBELLE Zoé     Née le 10/10/2024     Terme 39 SA
Date de l'examen 12/10/2026
Poids 12 kg  Taille 86 cm   ROR 1re dose 11/10/2025, 2e dose 12/02/2026
Prochain examen à 3 ans""",
    ),
    "vaccin table": (
        "2026-10-12",
        "2026-10-12",
        """Centre de vaccination d'Essai
Attestation de vaccination
Nom : TESTOMBELLE   Prénom : Zoé   Né(e) le 10/10/2015
Vaccin           Lot       Date
DTP              A123      11/12/2015
ROR              B456      10/10/2016
HPV              C789      12/10/2026
Prochain rappel : 12/04/2027
Fait à Essai, le 12/10/2026""",
    ),
    "vaccin listed by day": (
        "2026-10-12",
        "2026-10-12",
        """Centre de vaccination d'Essai
Attestation de vaccination
Nom : TESTOMBELLE   Prénom : Zoé   Né(e) le 10/10/2015
Date         Vaccin     Lot
11/12/2015   DTP        A123
12/10/2026   HPV        C789
Fait à Essai, le 12/10/2026""",
    ),
    "portal result": (
        "2026-10-12",
        "2026-10-11",
        """Mon espace santé - Mes documents
Document consulté le 18/10/2026 à 21:14
LABORATOIRE D'ESSAI
Compte rendu d'analyses
TESTOMBELLE Anne née le 05/06/1955
Prélevé le 11/10/2026 à 07:40   Édité le 12/10/2026""",
    ),
    "portal reminder": (
        "2026-10-05",
        "2026-10-20",
        """12/10/2026 09:14          Mes rendez-vous - Clinique d'Essai
Rappel de votre rendez-vous
Message envoyé le 05/10/2026
Madame TESTOMBELLE Anne, née le 05/06/1955
Votre rendez-vous est fixé le 20/10/2026 à 10h30 avec le Dr TESTMED.
Merci de venir 10 minutes avant.
https://rdv.exemple.fr/patient/1234                      1/1""",
    ),
    "portal, summons": (
        "2026-10-05",
        "2026-10-20",
        """Portail patient Hôpital d'Essai
Convocation
Essai, le 05/10/2026
Madame TESTOMBELLE Anne, née le 05/06/1955
Vous êtes attendue dans le service de chirurgie le 20/10/2026 à 7h00.
Imprimé depuis le portail le 12/10/2026""",
    ),
    "sick leave": (
        "2026-10-12",
        "",
        """AVIS D'ARRÊT DE TRAVAIL
TESTOMBELLE Jean 03/04/1980
Arrêt initial   du 12/10/2026 au 19/10/2026 inclus
Reprise le 20/10/2026     Sorties autorisées à partir du 13/10/2026
Accident du travail ou maladie professionnelle du 08/10/2026
Le 12/10/2026    Dr TESTMED Paul""",
    ),
    "prescription renewed": (
        "2026-10-12",
        "",
        """Dr Paul TESTMED
12/10/2026
TESTOMBELLE Jean né le 03/04/1980
ORDONNANCE à renouveler 2 fois
Paracétamol 1 g jusqu'au 12/01/2027
Prescription précédente du 12/07/2026
Prochain contrôle TSH vers le 15/12/2026""",
    ),
    "physiotherapist": (
        "2026-10-12",
        "2026-10-10",
        """Cabinet de kinésithérapie
Bilan-diagnostic kinésithérapique
Patient : TESTOMBELLE Jean, né le 03/04/1980. Prescription du 01/09/2026 (Dr TESTMED).
Opéré le 25/08/2026 du LCA. Bilan réalisé le 10/10/2026.
Le 12/10/2026
L. TESTKINE, MKDE""",
    ),
    "child seen": (
        "2026-10-12",
        "2026-10-12",
        """CAMSP D'ESSAI
Compte rendu de consultation pédiatrique
Essai, le 12 octobre 2026
Concerne : Zoé TESTOMBELLE, née le 10/10/2024
J'ai vu Zoé aujourd'hui avec ses parents. Elle est née le 10/10/2024 à terme. Hospitalisée du 03/01/2025 au 08/01/2025
pour bronchiolite. Marche acquise. Je la reverrai le 12/01/2027.
Dr TESTMED""",
    ),
    "psychologist": (
        "2026-10-12",
        "2026-10-08",
        """Centre médico-psychologique
Synthèse
M. TESTOMBELLE Jean (03/04/1980)
Entretien du 8 octobre 2026. Suivi depuis le 12/03/2021. Dernière hospitalisation du 01/02/2024 au 20/02/2024.
Synthèse rédigée le 12 octobre 2026 par Mme TESTMED, psychologue""",
    ),
    "fax head": (
        "2026-10-12",
        "2026-10-10",
        """14/10/2026 08:12  DE: 0599314000  A: 0599314001  P.1/2
CLINIQUE D'ESSAI
Essai, le 12/10/2026
TESTOMBELLE Jean né le 03/04/1980
Cher confrère, j'ai vu en consultation le 10/10/2026 votre patient.
Dr TESTMED""",
    ),
    "stay": (
        "2026-10-12",
        "2026-10-12",
        """HÔPITAL D'ESSAI   Service de médecine
Lettre de liaison
M. TESTOMBELLE Jean né le 03/04/1980
Entré le 05/10/2026   Sorti le 12/10/2026
Scanner du 06/10/2026 normal. Rendez-vous de contrôle le 12/11/2026.
Validé le 12/10/2026 par Dr TESTMED   Imprimé le 13/10/2026""",
    ),
    "home help": (
        "2026-10-12",
        "2026-10-12",
        """SERVICE D'AIDE À DOMICILE
Cahier de transmissions - Mme TESTOMBELLE Anne (05/06/1955)
12/10/2026 10h : toilette faite, a peu mangé, douleur jambe gauche.
12/10/2026 18h : couchée, signalé à l'infirmière.
Auxiliaire : S. TESTMED""",
    ),
    "glasses": (
        "2026-10-12",
        "",
        """Dr Paul TESTMED Ophtalmologiste
Le 12/10/2026
TESTOMBELLE Jean né le 03/04/1980
Prescription de verres correcteurs. Date de l'examen de la réfraction : 05/10/2026
OD -1,25   OG -1,50""",
    ),
    "presence": (
        "2026-10-12",
        "2026-10-12",
        """Hôpital d'Essai   Consultations externes
BULLETIN DE PRÉSENCE
Nous certifions que M. TESTOMBELLE Jean, né le 03/04/1980, s'est présenté à la consultation de cardiologie
le 12/10/2026 de 14h00 à 15h30.
Fait pour valoir ce que de droit.
Le 12/10/2026""",
    ),
}


@pytest.mark.parametrize(("written", "act", "text"), PAPERS.values(), ids=PAPERS)
def test_dates_of_a_paper(written: str, act: str, text: str) -> None:
    """act: empty where the paper tells none that anybody could agree on."""
    fields = extract_fields([make_page(text)], received_on=RECEIVED).fields
    assert fields[FieldName.DOC_DATE].chosen.value == written
    if act:
        assert fields[FieldName.ACT_DATE].chosen.value == act
