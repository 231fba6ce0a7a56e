"""The words by which a page points at whom it is of, and those that set somebody aside; on folded text.

What lives here: the patterns of ``decide.subjects`` and ``decide.aside``. What must not: names and records.
Rule: intake.md §3 (roles from labels, position, civility and grammar); RNIV (attributes « homonyme », « douteuse »,
« fictive » of an identity).
"""

import re

KIN = (
    r"(?:MERE|PERE|MAMAN|PAPA|FILS|FILLE|EPOUX|EPOUSE|MARI|FEMME|CONJOINTE?|COMPAGNON|COMPAGNE|FRERE|SOEUR|COUSINE?|"
    r"NIECE|NEVEU|TANTE|ONCLE|GRAND-(?:MERE|PERE)|JUMEAU|JUMELLE|ENFANTS?|BEBE|NOURRISSON|PROCHE|PETIT[- ]FILS|"
    r"PETITE[- ]FILLE)"
)
PARENT = (
    r"(?:MERE|PERE|MAMAN|PAPA|PARENT ?[12]?|REPRESENTANTE? LEGALE?|RESPONSABLE LEGALE?|TUTEUR|TUTRICE|CURATEUR|"
    r"CURATRICE|GRAND-(?:MERE|PERE))"
)
_BEGINS = r"(?:^|[\s(.;,|–—«'\-])"
_THINGS = (
    r"(?:RESULTATS?|EXAMENS?|BILANS?|ANALYSES?|PRELEVEMENTS?|ECHANTILLONS?|TUBES?|FLACONS?|POCHES?|ETIQUETTES?|"
    r"BRACELET|DOSSIER|SPERMOGRAMME|TYPAGE|GROUPE|CARYOTYPE|RADIOS?|RADIOGRAPHIES?|IMAGES?|ECHOGRAPHIE|IRM|SCANNER|"
    r"BIOPSIE|LAMES?|ETAT DE SANTE|SORTIE|ADMISSION|ENTREE|TRANSFERT|ACCOUCHEMENT|SOINS|INTERVENTION|OPERATION|"
    r"ANESTHESIE|ACCORD|CONSULTATION|HOSPITALISATION|ORDONNANCE|PRESCRIPTION|COMPTE RENDU|COURRIER|TRANSPORT|VACCIN|"
    r"RENDEZ-VOUS)"
)
_OF = (
    r"(?:DE|D'|POUR|CONCERNANT|CHEZ|AU NOM D(?:E|'))(?: ?(?:LA |LE |L'|VOTRE )?(?:PATIENTE?|ENFANT))? ?"
)  # fmt: skip
_SUBJECTS = (
    r"(?:PATIENTE?S?|RESIDENTE?|USAGERE?|MALADE|BENEFICIAIRE(?: DES SOINS)?|DONNEU(?:R|SE)(?: VIVANTE?)?|"
    r"RECEVEU(?:R|SE)|CAS (?:INDEX|SOURCE|CONTACT|GROUPE)|APPARENTEE?|NOUVEAU-NEE?|JUMEAU|JUMELLE|(?:L')?ACCIDENTEE?|"
    r"VICTIME|DEFUNTE?|PERSONNE (?:EXAMINEE|CONCERNEE|PROTEGEE|HOSPITALISEE)|ELEVE|SALARIEE? EXAMINEE?|"
    r"PROFIL(?: CONSULTE)?|POUR)"
)
BEFORE = re.compile(
    rf"{_BEGINS}(?:"
    r"(?:CONCERNE|CONCERNER|CONCERNANT|OBJET|RE|TR|FW|FWD|REF|REFERENCE|AU SUJET D(?:E|')|A PROPOS D(?:E|'))\.?\W{0,3}"
    rf"|{_THINGS}S?(?: (?!PAR\b)[A-Z]{{2,14}}){{0,3}} {_OF}"
    r"|(?:TUBE|FLACON|POCHE|ETIQUETTE|BRACELET|DOSSIER|ECHANTILLON|IPP \d+) ?(?:N°? ?)?[0-9A-Z]{0,2} ?:? ?"
    r"|(?:LIT|CHAMBRE|CH|BOX|PORTE|FENETRE|COULOIR)\.?(?: N?°? ?\d{1,4} ?[A-Z]?)?(?: PORTE| FENETRE)? ?[:.–-]? ?"
    rf"|(?<!DU )(?<!DE LA )(?<!DE L){_SUBJECTS}(?: (?:N° ?)?[0-9A-Z]| DU JOUR| VUS?)? ?(?:[:,] ?)"
    r"|(?:PATIENTE?|DONNEU(?:R|SE)|RECEVEU(?:R|SE)|JUMEAU|JUMELLE|NOUVEAU-NEE?|L'ENFANT|VOTRE PATIENTE?(?:\(E\))?) "
    r"|(?:VU|VOIS|RECU|RECOIS|EXAMINE|ADRESSE|CONFIE|REVU|REVOIS)E?(?: CE JOUR| EN CONSULTATION| AUJOURD'HUI)?,?"
    r"(?: (?:LE|LA|VOTRE) PATIENTE?(?:\(E\))?)? "
    rf"|(?:MON|MA|NOTRE) {KIN},? ?:? ?"
    rf"|(?:POUR|AUPRES DE|ACCOMPAGNE) (?:MON|MA|SON|SA) {KIN},? ?:? ?"
    r"|A ACCOMPAGNE |AU NOM D(?:E |')|IMPRIMEE? POUR "
    r"|(?:REPRESENTANTE? LEGALE?|AYANTS? DROIT|SOINS PSYCHIATRIQUES|HOSPITALISATION|ADMISSION) D(?:E |')"
    r")$"
)
"""Words that end just before whom a page, or a thing, is of."""
FIRST_NAME_BEFORE = re.compile(
    r"(?:^|[\s(.;,|–—-])(?:(?:ENFANT|BEBE|BB|J[1-4]|JUM(?:EAU|ELLE) ?[A-D1-4]?|NOURRISSON)(?: [A-D1-4])? ?[: ] ?|"
    rf"(?:MON|MA|NOTRE|POUR (?:SON|SA)) {KIN},? ?:? ?|(?:MAMAN|PAPA) DE )$"
)
"""Somebody told by a first name alone: a child, or whom the writer speaks of."""
NEWBORN = re.compile(
    r"(?:^|[\s(.;,|–—-])(?:NOUVEAU[ -]NEE?S?|ENFANTS?|BEBES?|FILLE|GARCON|JUM(?:EAU|ELLE)S?|PRENOMM?EE?)"
    r"(?: (?:N° ?)?[0-9A-D])? ?:? ?$"
)
"""Before the name of a child, on the report of its delivery."""
LED = re.compile(
    rf"(?:{_THINGS}|PATIENTE?|DOSSIER|DONNEU(?:R|SE)|RECEVEU(?:R|SE))S? (?:(?:DE|DU|POUR) )?(?=[A-Z])"
)  # fmt: skip
"""Words in capitals before a name in capitals: « EXAMEN DE DUPONT Marie »."""
HAS = re.compile(
    r",? (?:(?:A|AVAIT|AYANT) ETE (?:HOSPITALISE|OPERE|ADMIS|EXAMINE|TRANSFERE|PRIS|VU)|"
    r"(?:EST|ETAIT) (?:HOSPITALISE|SUIVI|ADMIS|OPERE|SORTI|ENTRE|DECEDE|CONNU)|SE PLAINT|SE PRESENTE|CONSULTE|TOUSSE|"
    r"PEUT (?:SORTIR|REPRENDRE|RENTRER)|SOUFFRE|DECRIT UN|RAPPORTE UN|REGAGNE|PREND (?:DE|DU|UN)|"
    r"PRESENTE (?:UN|DES|DEPUIS|CE)|RETROUVE UN)"
)
"""What is said of a patient."""
KIN_BEFORE = re.compile(
    rf"\b(?:{KIN}|AIDANTE?|CONTACT|CONFIANCE|PREVENIR|VOISINE?|AMIE?|ANTECEDENTS?)\b[ ,:(]{{0,3}}"
    rf"(?:{KIN}[ ,:(]{{0,3}})?$"
)
SPOUSE = re.compile(
    r"\b(?:CONJOINTE?|EPOUX|EPOUSE|MARI|FEMME|COMPAGNON|COMPAGNE|PARTENAIRE)[ ,:(]{1,3}(?:M|MR|MME)?\.? ?$"
)
COUPLE = re.compile(
    r"\b(?:SPERMOGRAMMES?|SPERMOCYTOGRAMMES?|P\.?M\.?A|A\.?M\.?P|FIV|ICSI|INSEMINATIONS?|(?:IN)?FERTILITE|COUPLES?|"
    r"PROCREATION)\b"
)
"""Words of pages that are of two persons by their nature."""
JOINT = re.compile(
    r"(?: ?(?:\)|\]|\d{4})? ?(?:[;/+&]|,? (?:ET|AINSI QUE|AVEC)(?: (?:DE|SON|SA|POUR))?)(?: [A-Z]+)? |"
    r"(?:\d{4}\)?|\)) ?, )$"
)
"""Joins a name to the one before."""
ROW = re.compile(
    r"^\W{0,3}(?:\d{1,2} ?[H:] ?\d{2}|\d{1,4}\W{0,2}|(?:CH|LIT|CHAMBRE|BOX|TUBE)\.? ?\d{1,4}\W{0,3}|[-•*] ?)"
    r"[ :.)–-]{0,3}(?:M|MR|MME|MLLE)?\.? ?$"
)
"""An hour, a number, a bed before a name: a row of a list."""
_THIRD = r"(?:ASSUREE?|OUVRANT DROIT|MERE|PERE|PARENTS?|REPRESENTANTE? LEGALE?|TUTEUR|TUTRICE)"
_OWN = r"(?:PATIENTE?|BENEFICIAIRE|ENFANT|MALADE|BEBE|NOUVEAU-NEE?)"
HEADS = re.compile(rf"^\W*(?:{_THIRD}\W+{_OWN}|{_OWN}\W+{_THIRD})\W*$", re.MULTILINE)
"""Heads of two columns, one of whom the page is of and one of another: whose words are whose is a matter of places."""
PAPERS = re.compile(
    r"^\W*(?:REPUBLIQUE FRANCAISE|CARTE (?:NATIONALE )?D'IDENTITE|CARTE VITALE|VITALE|PASSEPORT|LIVRET DE FAMILLE|"
    r"(?:CARTE|TITRE) DE SEJOUR|PERMIS DE CONDUIRE|ATTESTATION (?:DE DROITS|VITALE))\b",
    re.MULTILINE,
)
"""Papers photocopied beside a document: of whoever showed them."""
ASIDE_BEFORE = re.compile(
    r"(?:^|[\s(.;,|–—-])(?:TEMOIN|REQUERANTE?|DECLARANTE?|MESSAGE D(?:E|')|A LA DEMANDE D(?:E|')|"
    r"(?:APPEL|COURRIEL|MAIL)(?: [A-Z]+)? D(?:E|')|PROPRIETAIRE(?: DU COMPTE)?|COMPTE(?: [A-Z]+)?|"
    r"TITULAIRE(?: (?:DE LA CARTE|DU COMPTE))?|EMPLOYEUR|MIS EN CAUSE|"
    r"TIERS(?: DEMANDEUR)?|ACCOMPAGNANTE?(?: AU LIT)?(?: D[EU] [A-Z]+)?|ACCOMPAGNATEUR|"
    r"PIECE D'IDENTITE(?: PRESENTEE)?|(?:REMISE?S?|DELIVREE?S?|RENDUE?S?) A|(?:RETIREE?S?|RAPPORTEE?S?|REMISE?S?) PAR|"
    rf"(?:{PARENT}|EPOUX|EPOUSE|CONJOINTE?|VEUVE|FILS|FILLE|FRERE|SOEUR|BEBE|ENFANT|NOUVEAU-NEE?) D(?:E|')|"
    rf"(?:NOM )?(?:DE LA |DU |DE L')?{PARENT}) ?:? ?(?:M\.|MR|MME|MLLE|MADAME|MONSIEUR)? ?$"
)
"""Words just before somebody who is not the patient."""
ASIDE_AFTER = re.compile(
    rf"\( ?(?:LA |LE |SA |SON |SES )?{PARENT} ?\)|,? (?:LA |SA |SON |LE )?{PARENT} D(?:E |')|, {PARENT}(?= ?[,.]|$)|"
    r"MERE PORTEUSE|,? A ACCOMPAGNE |,? ACCOMPAGNE (?:SON|SA|LE|LA) (?!MEDECIN)|"
    r"(?:DEMANDE|SOLLICITE) (?:L'ADMISSION|L'HOSPITALISATION)|"
    r"EN (?:MA |SA )?QUALITE DE (?:[A-Z]+ )?(?:REPRESENTANT|TUT|CURAT|MERE|PERE|PARENT|AYANT)|AYANT DROIT D|"
    r"POUR (?:SON|SA) (?:FILS|FILLE|ENFANT|MERE|PERE|MARI|FEMME|EPOUX|EPOUSE)\b"
)
"""What is said of somebody who is not the patient, up to the end of the sentence."""
DOUBT = re.compile(
    r"(?<!LATERALE )(?<!HEMIANOPSIE )(?<!QUADRANOPSIE )(?<!DROITE )(?<!GAUCHE )\bHOMONYM(?:ES?|IES?)\b|"
    r"\bIDENTITE (?:A (?:VERIFIER|CONFIRMER|CONTROLER)|DOUTEUSE|NON (?:VERIFIEE|CONFIRMEE)|INCERTAINE|INCONNUE|"
    r"USURPEE)|\bUSURPATION D'IDENTITE|\bSE DISANT\b|"
    r"\b(?:ERREUR|DOUBLON|COLLISION|CONFUSION|DOUTE)S? (?:D'|SUR L')IDENTITE|"
    r"\b(?:CLASSE|SCANNE|INTEGRE|RANGE|ADRESSE|ETABLI|EDITE|SAISI)E?S? PAR ERREUR\b|"
    r"\b(?:MAUVAIS|ERREUR DE) (?:DOSSIER|PATIENTE?)\b|\bSANS PAPIERS? D'IDENTITE"
)
"""Words that say that an identity is in doubt, borne by two, or that a paper went to a wrong file."""
BESIDE_PATIENT = re.compile(
    r"\b(?:REPRESENTANTE?S?|TUT(?:EUR|RICE)S?|CURAT(?:EUR|RICE)S?|MANDATAIRES?|MEDECINS?|CONJOINTE?S?|EPOUSE|EPOUX|MARI|"
    r"ENTOURAGE|FAMILLE|PROCHES?|AIDANTE?S?|CONTACTS?|PARENTS?|MERE|PERE|FILS|FILLE|EMPLOYEUR|AVOCATE?|ACCOMPAGNANTE?S?|"
    r"PERSONNES? (?:DE CONFIANCE|A (?:PREVENIR|CONTACTER|JOINDRE)))(?: (?:LEGA(?:LE?S?|UX)|TRAITANTE?S?))*"
    r" (?:DU|DE LA|DE L'|DES) ?(?:PATIENTE?S?|RESIDENTE?S?|ENFANTS?|USAGERE?S?)\W*$"
)
"""« Représentant du patient » over a name: of somebody beside the patient, by the label itself."""
