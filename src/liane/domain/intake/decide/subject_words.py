"""The words by which a page points at whom it is of, and those that set somebody aside; on folded text.

What lives here: the patterns of ``decide.subjects`` and ``decide.aside``. What must not: names and records.
Rule: intake.md §3 (roles from labels, position, civility and grammar); RNIV (attributes « homonyme », « douteuse »,
« fictive » of an identity).
"""

import re

KIN = (
    r"(?:MERE|PERE|MAMAN|PAPA|FILS|FILLE|EPOUX|EPOUSE|MARI|FEMME|CONJOINTE?|COMPAGNON|COMPAGNE|FRERE|SOEUR|COUSINE?|"
    r"NIECE|NEVEU|TANTE|ONCLE|GRAND-(?:MERE|PERE)|JUMEAU|JUMELLE|ENFANTS?|BEBE|NOURRISSON|PROCHE|PETIT[- ]FILS|GENDRE|"
    r"BRU|PETITE[- ]FILLE)"
)
PARENT = (
    r"(?:MERE|PERE|MAMAN|PAPA|PARENT ?[12]?|REPRESENTANTE? LEGALE?|RESPONSABLE LEGALE?|TUTEUR|TUTRICE|CURATEUR|"
    r"CURATRICE|GRAND-(?:MERE|PERE))"
)
CIVILITIES = frozenset({"M", "MR", "MME", "MLLE", "MADAME", "MONSIEUR", "MADEMOISELLE"})
"""Before a name, folded, without a full stop."""
_BEGINS = r"(?:^|[\s(.;,|–—«'\-])"
_THINGS = (
    r"(?:RESULTATS?|EXAMENS?|BILANS?|ANALYSES?|PRELEVEMENTS?|ECHANTILLONS?|TUBES?|FLACONS?|POCHES?|ETIQUETTES?|"
    r"BRACELET|DOSSIER|SPERMOGRAMME|TYPAGE|GROUPE|CARYOTYPE|RADIOS?|RADIOGRAPHIES?|IMAGES?|ECHOGRAPHIE|IRM|SCANNER|"
    r"BIOPSIE|LAMES?|ETAT DE SANTE|SORTIE|ADMISSION|ENTREE|TRANSFERT|ACCOUCHEMENT|SOINS|INTERVENTION|OPERATION|"
    r"ANESTHESIE|ACCORD|CONSULTATION|HOSPITALISATION|ORDONNANCE|PRESCRIPTION|COMPTE RENDU|COURRIER|TRANSPORT|VACCIN|"
    r"CONSTANTES|POIDS|TRANSMISSIONS?|"
    r"RENDEZ-VOUS)"
)
_OF = (
    r"(?:DE|D'|POUR|CONCERNANT|CHEZ|AU NOM D(?:E|'))(?: ?(?:LA |LE |L'|VOTRE )?(?:PATIENTE?|ENFANT))? ?"
)  # fmt: skip
_SUBJECTS = (
    r"(?:PATIENTE?S?|RESIDENTE?|USAGERE?|MALADE|BENEFICIAIRE(?: DES SOINS)?|DONNEU(?:R|SE)(?: VIVANTE?)?|"
    r"RECEVEU(?:R|SE)|CAS (?:INDEX|SOURCE|CONTACT|GROUPE)|APPARENTEE?|NOUVEAU-NEE?|JUMEAU|JUMELLE|(?:L')?ACCIDENTEE?|"
    r"VICTIME|DEFUNTE?|PERSONNE (?:EXAMINEE|CONCERNEE|PROTEGEE|HOSPITALISEE|RECEVANT LES SOINS|AIDEE|TESTEE|"
    r"EXPOSEE|CONTACT)|"
    r"AGENT EXPOSE|AYANT DROIT|ELEVE|SALARIEE? EXAMINEE?|"
    r"PROFIL(?: CONSULTE)?|POUR)"
)
BEFORE = re.compile(
    rf"{_BEGINS}(?:"
    r"(?:CONCERNE|CONCERNER|CONCERNANT|(?:SE )?RAPPORT(?:E|ENT|ANT) A|RELATI(?:F|VE)S? A|(?:IL )?S'AGIT D(?:E|')|"
    r"OBJET|RE|TR|FW|FWD|REF|REFERENCE|AU SUJET D(?:E|')|A PROPOS D(?:E|'))\.?\W{0,3}"
    rf"|{_THINGS}S?(?: (?!PAR\b)[A-Z]{{2,14}}){{0,3}} {_OF}"
    r"|(?:TUBE|FLACON|POCHE|ETIQUETTE|BRACELET|DOSSIER|ECHANTILLON|IPP \d+) ?(?:N°? ?)?[0-9A-Z]{0,2} ?:? ?"
    r"|(?:LIT|CHAMBRE|CH|BOX|PORTE|FENETRE|COULOIR)\.?(?: N?°? ?\d{1,4} ?[A-Z]?)?(?: PORTE| FENETRE)? ?[:.–-]? ?"
    rf"|(?<!DU )(?<!DE LA )(?<!DE L){_SUBJECTS}(?: (?:N° ?)?[0-9A-Z]| DU JOUR| VUS?)? ?(?:[:,] ?)"
    r"|(?:PATIENTE?|(?<!SON )(?<!SES )ENFANT|ELEVE|DONNEU(?:R|SE)|RECEVEU(?:R|SE)|JUMEAU|JUMELLE|NOUVEAU-NEE?|"
    r"L'ENFANT|VOTRE PATIENTE?(?:\(E\))?) "
    r"|(?:VU|VOIS|RECU|RECOIS|EXAMINE|ADRESSE|CONFIE|REVU|REVOIS)E?(?: CE JOUR| EN CONSULTATION| AUJOURD'HUI)?,?"
    r"(?: (?:LE|LA|VOTRE) PATIENTE?(?:\(E\))?)? "
    rf"|(?:MON|MA|NOTRE) {KIN},? ?:? ?"
    rf"|(?:POUR|AUPRES DE|ACCOMPAGNE) (?:MON|MA|SON|SA) {KIN},? ?:? ?"
    rf"|VOTRE {KIN},? ?:? ?(?:,? PRENOMMEE? )?"
    rf"|(?:(?!FILS|FILLE|ENFANT|BEBE|PETIT|NOURR|GENDRE|BRU|NEVEU|NIECE){KIN}|{PARENT}|TUT(?:EUR|RICE)) D(?:E |')"
    r"|A ACCOMPAGNE |(?:AU NOM|POUR LE COMPTE|AU (?:PROFIT|BENEFICE)|A LA PLACE|AU LIEU) D(?:E |')|"
    r"(?:PAS|NON) [^.;:]{3,60} MAIS (?:BIEN )?(?:A |DE |POUR )?|IMPRIMEE? POUR "
    r"|(?:REPRESENTANTE? LEGALE?|AYANTS? DROIT|SOINS PSYCHIATRIQUES|HOSPITALISATION|ADMISSION) D(?:E |')"
    r")$"
)
"""Words that end just before whom a page, or a thing, is of."""
FIRST_NAME_BEFORE = re.compile(
    r"(?:^|[\s(.;,|–—-])(?:(?:PATIENTE?|MALADE|AYANT DROIT|BENEFICIAIRE|PERSONNE RECEVANT LES SOINS) ?: ?|POUR |"
    r"(?:ENFANT|BEBE|BB|J[1-4]|JUM(?:EAU|ELLE) ?[A-D1-4]?|NOURRISSON)(?: [A-D1-4])? ?[: ] ?|"
    rf"(?:MON|MA|NOTRE|POUR (?:SON|SA)) {KIN},? ?:? ?|(?:MAMAN|PAPA) DE )$"
)
"""Somebody told by a first name alone: a child, or whom the writer speaks of."""
_HOUSE = (
    r"(?:HOPITA(?:L|UX)|HOSPI[A-Z]*|CLINIQUE|POLYCLINIQUE|CENTRE|CH[RU]*|CHI|CHRU|GHT|INSTITUT|FONDATION|LABM?|"
    r"LABORATOIRE|"
    r"CABINET|PHARMACIE|MAISON|RESIDENCE|EHPAD|USLD|SSR|SMR|FOYER|ESPACE|ECOLE|COLLEGE|LYCEE|CRECHE|PAVILLON|"
    r"BATIMENT|BAT|"
    r"UNITE|SERVICE|POLE|SITE|CAMPUS|FACULTE|UNIVERSITE|GROUPE|STADE|SALLE|AMPHI[A-Z]*|TOUR|AILE|PORTE|ARRET|STATION|"
    r"ASSOCIATION|MUTUELLE|SELA?RL|SCM|SIS|PASS|JARDINS?|VILLA|DOMAINE|CITE|HLM|LOTISSEMENT|COPROPRIETE)"
)
_STREET = (
    r"(?:RUE|AVENUE|AV|BOULEVARD|BD|BLD|PLACE|PL|ALLEES?|IMPASSE|CHEMIN|QUAI|COURS|SQUARE|ROUTE|PASSAGE|PONT|SENTIER|"
    r"VOIE|"
    r"ESPLANADE|PROMENADE|RESIDENCE|LIEU-DIT|ROND-POINT|MAIL|CLOS)"
)
_STAFF = (
    r"(?:TAXI|VSL|SECRETAR\w*|SECR|IBODE|PANSEU\w*|INSTRUMENTISTE|AIDES?|CIRCULANT\w*|IOA|IAO|IADE|IDE[CL]?|"
    r"INFIRMI\w*|TRI|INGENIEURE?|"
    r"KINE\w*|MEDECINS?|BIOLOGISTES?|PRATICIENS?|RADIOLOGUES?|PRESCRIPT\w*|OPERAT\w*|CHIRURG\w*|ANESTHESI\w*|"
    r"PHARMAC\w*|"
    r"PSYCHO\w*|ORTHO\w*|OPTICI\w*|OPTOMETR\w*|AUDIOPROTH\w*|PODOLOG\w*|PEDICURE|DENTISTE|ERGO\w*|DIETE\w*|"
    r"SAGE[ -]FEMME|MANIP\w*|TECHNIC\w*|PREPARAT\w*|INTERNES?|EXTERNES?|CADRE|CHEF|"
    r"RESPONSABLE|COORDON\w*|COORDINAT\w*|ASSISTANT\w*|EDUCAT\w*|AUXILIAIRE|AMBULANC\w*|REFERENTE?S?|SIGNE\w*|"
    r"SIGNATURE|"
    r"VALID\w*|REDI\w*|DICT\w*|SAISI\w*|FRAPPE|TAPE|RELU\w*|AUTEUR|EXPEDIT\w*|DESTINAT\w*|COPIES?|ATTENTION|"
    r"CONTACT|INTERLOCUT\w*|EQUIPE|DOCTEURS?|DRS?|PRS?|PROFESSEURS?|DIRECT\w*|PRESIDENT\w*|ACCUEIL|STANDARD)"
)
_BESIDE = (
    r"(?:CONTACTS?|CONFIANCE|PREVENIR|JOINDRE|APPELER|ENTOURAGE|FAMIL\w*|AIDANTE?S?|PROCHES?|VOISINE?S?|AMIE?S?|"
    r"TUT(?:EUR|RICE|ELLE)|"
    r"CURAT\w*|MANDATAIRE|REPRESENTANTE?S?|PARENTS?|ACCOMPAGN\w*|TEMOINS?|BEAU-\w+|BELLE-\w+|ASSUREE?S?|"
    r"APPARENTEE? TESTEE?|EMPLOYEUR|ENSEIGNANT\w*)"
)
FORM_WORDS = frozenset(
    {"CHAMBRE", "LIT", "SEXE", "DDN", "NOM", "PRENOM", "NE", "NEE", "AGE", "IPP", "INS", "DATE", "SERVICE", "UNITE",
     "POIDS", "TAILLE", "TITRE", "OBJET", "MOTIF", "ENTREE", "SORTIE", "SEJOUR", "ADRESSE", "TEL", "BOX", "PORTE"}
)  # fmt: skip
"""Words of forms that lists of names hold too, set in capitals beside a first name."""
_NEAR = rf"(?!ENFANTS?\b|BEBE|NOURRISSON|JUM){KIN}"
EXPLAINED = re.compile(
    rf"\b(?:{_HOUSE}|{_STREET})\b[^.:;|]{{0,25}}$|\b(?:{_STAFF}|{_BESIDE}|{_NEAR})\b[^.;|]{{0,40}}$|"
    rf"\b(?:BIOLOGISTES|MEDECINS|PRATICIENS|RADIOLOGUES|{_STAFF})\b[^:.]{{0,25}}:[^.:]{{0,200}}$|"
    r"(?:^|[ |])(?:DE|FROM|A|TO|CC) ?: ?[^.;|]{0,40}$|"
    r"\bPAR ?:? ?(?:LA |LE )?(?:M\.|MR|MME|MLLE|MADAME|MONSIEUR)? ?$|\b(?:DRS?|DOCTEURE?S?|PRS?|"
    r"PROFESSEURE?S?)\b[^.]{0,80}$|"
    r"\b(?:SCORE|INDICE|ECHELLE|TEST|SIGNE|MALADIE|SYNDROME|METHODE|MANOEUVRE|CLASSIFICATION|CRITERES?|FORMULE|"
    r"EPREUVE) D"
    r"(?:E|')? ?$|@|[A-Z0-9]/ ?$"
)
"""Before a name that is a house's, a street's, a score's, of somebody who acts, or of somebody beside the patient."""
EXPLAINED_AFTER = re.compile(
    rf"\W{{0,3}}(?:[(,–\-] ?)?(?:SA |SON |LE |LA |UNE? )?(?:{KIN}|{_BESIDE}|{_STAFF})\b|\W{{0,3}}(?:RPPS|ADELI|"
    rf"FINESS|TEL)\b|"
    r" ?[<@]"
)
"""After one."""
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
    r",?(?: \(?(?:AGEE? DE )?\d{1,3} (?:ANS|MOIS)\)?,?)? (?:QUI )?(?:(?:A|AVAIT|AYANT) ETE (?:HOSPITALISE|OPERE|"
    r"ADMIS|EXAMINE|TRANSFERE|PRIS|VU)|"
    r"(?:EST|ETAIT) (?:HOSPITALISE|SUIVI|ADMIS|OPERE|SORTI|ENTRE|DECEDE|CONNU)|SE PLAINT|SE PRESENTE|CONSULTE|TOUSSE|"
    r"PEUT (?:SORTIR|REPRENDRE|RENTRER)|SOUFFRE|DECRIT UN|RAPPORTE UN|REGAGNE|PREND (?:DE|DU|UN)|"
    r"PRESENTE (?:UN|DES|DEPUIS|CE)|RETROUVE UN)"
)
"""What is said of a patient."""
BORN_HAS = re.compile(
    r"[ ,(]{1,2}NEE?(?:\(E\))? LE [0-9A-Z/. \-]{6,20}\)?(?: \(?\d{1,3} (?:ANS|MOIS)\)?)?,? (?:ACTUELLEMENT |QUI EST )?"
    r"(?:HOSPITALISE|SUIVI|ADMIS|OPERE|ENTRE|TRANSFERE|PRIS)E?(?: EN CHARGE)? "
    r"(?:DANS|EN|A|AU|AUX|CHEZ|DEPUIS|LE|PAR|POUR)\b"
)
"""The same after a birth date: « M. DUPONT Paul, né le …, hospitalisé dans votre service »."""
NAMES_ALONE = re.compile(r"\W{0,3}(?:[A-Z][A-Z'.\-]*(?: [A-Z][A-Z'.\-]*){0,4} ?[,;] ?){1,6}")
"""Names that commas part, and nothing else."""
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
PAIRED = re.compile(
    r"(?:^|[\s(.;,|–—-])(?:CAS(?: (?:INDEX|SOURCE|GROUPE))?|(?:PATIENTE? )?SOURCE|DONNEU(?:R|SE)(?: [A-Z]+)?|"
    r"RECEVEU(?:R|SE)(?: [A-Z]+)?|PROPOSANTE?|PROBANTE?|PROPOSITUS) ?: ?$"
)
"""Labels of one of two persons whom a page is of by its nature."""
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
    r"(?:^|[\s(.;,|–—'-])(?:TEMOIN|REQUERANTE?|DECLARANTE?|MESSAGE D(?:E|')|A LA DEMANDE(?: [A-Z]+)? D(?:E|')|"
    r"(?:APPEL|COURRIEL|MAIL)(?: [A-Z]+)? D(?:E|')|PROPRIETAIRE(?: DU COMPTE)?|COMPTE(?: [A-Z]+)?|"
    r"TITULAIRE(?: (?:DE LA CARTE|DU COMPTE))?|EMPLOYEUR|MIS EN CAUSE|"
    r"TIERS(?: DEMANDEUR)?|ACCOMPAGNANTE?(?: AU LIT)?(?: D[EU] [A-Z]+)?|ACCOMPAGNATEUR|"
    r"PIECE D'IDENTITE(?: PRESENTEE)?|(?:REMISE?S?|DELIVREE?S?|RENDUE?S?)(?: [A-Z]+){0,3} A|(?:RETIREE?S?|"
    r"RAPPORTEE?S?|REMISE?S?) PAR|"
    rf"(?<!FUTURE )(?:{PARENT}|EPOUX|EPOUSE|CONJOINTE?|VEUVE|FILS|FILLE|FRERE|SOEUR|BEBE|ENFANT|NOUVEAU-NEE?) D(?:E|')|"
    rf"{PARENT} (?:DE L'|DU |DE LA |DE CETTE? )(?:ENFANT|BEBE|NOUVEAU-NEE?|NOURRISSON|MINEURE?|PATIENTE?|MALADE),?|"
    rf"(?<!FUTURE )(?:NOM )?(?:DE LA |DU |DE L')?{PARENT}) ?:? ?(?:M\.|MR|MME|MLLE|MADAME|MONSIEUR)? ?$"
)
"""Words just before somebody who is not the patient."""
ASIDE_HEADING = re.compile(
    rf"\W*(?:(?:COORDONNEES|IDENTITE|RENSEIGNEMENTS|INFORMATIONS)[A-Z' ]{{0,24}} (?:DE |DU |DES |SUR )?(?:L'|"
    rf"LA |LE |LES )?)?"
    rf"(?:ENTOURAGE|FAMILLE|PROCHES?|AIDANTE?S?|PERSONNES? (?:DE CONFIANCE|A PREVENIR|A CONTACTER|A JOINDRE)|"
    rf"{PARENT}S?|"
    r"CONJOINTE?|OUVRANT DROIT|MANDATAIRE|ACCOMPAGNANTE?|DECLARANTE?|TEMOIN|EMPLOYEUR|DONNEU(?:R|SE)|"
    r"CAS (?:INDEX|SOURCE))"
    r"(?: FAMILIALE?| PRINCIPALE?| DESIGNEE?| JUDICIAIRE)?\W*"
)
"""A heading over the box of somebody who is not the patient."""
FORM_LINE = re.compile(
    r"(?:\W*\b(?:NOMS?|PRENOMS?|NEE?|E|LE|DATE|DE|NAISSANCE|LIEN|SEXE|TELEPHONE|TEL|ADRESSE|CIVILITE|USAGE)\b)+\W*"
)
"""The heads of the columns of an identity."""
ASIDE_NEAR = re.compile(
    rf"(?:^|[\s(.;,|–—'-])(?<!\bFUTURE )(?!(?:JUMEAU|JUMELLE|ENFANTS?|NOURRISSON|BEBE)\b){KIN}(?: (?!(?:PATIENTE?|EST|"
    rf"A)\b)[A-Z]{{3,12}})? ?:? ?$"
)
"""The same, with a word more: « fils référent : », « maman »."""
CARE = re.compile(
    r"^\W*POUR ?$|\b(?:REALIS|EFFECTU|PRATIQU|PRELEV|DOS)(?:ER|EZ|EE?S?)(?: [A-Z0-9'\-]+){0,4} CHEZ ?$|"
    r"\b(?:SITUATION|EVOLUTION|COMPTE[ -]RENDU)"
    r"(?: (?!(?:A|AU|PAR|POUR|AVEC|CHEZ|(?:L'|D')?(?:APPEL|AUDITION|ENTRETIEN)|RECIT|MESSAGE|COURRIER|DEMANDE|"
    r"PLAINTE)\b)[A-Z0-9'/\-]+){0,8} D(?:E|') ?$|"
    r"\b(?:OBJET|REF|RE|SUJET) ?: ?[^.;:]{0,60}$|"
    r"\b(?:RECU|RECEVOIR|RECOIS|RECEVONS|VU|VUE|VOIS|VOIR|REVU|REVUE|REVOIS|REVOIR|RENCONTR[A-Z]+|REPRENDRE|"
    r"EXAMINE[RE]?E?|CERTIFI[A-Z]+|ATTEST[A-Z]+|"
    r"ETAT|ADRESS[A-Z]+|CONFI[A-Z]+|NOUVELLES|SUJET|SUIVI[A-Z]*|SUIVRE|SUIS|OPERE[RE]?E?|CHARGE|HOSPITALIS[A-Z]+|"
    r"ACCUEILL[A-Z]+|CONSULT[A-Z]+|SOUSSIGNE[A-Z()]*|PRESCRI[A-Z]+|ORDONNANCE|DOSSIER|RESULTATS?|EXAMENS?|BILAN|"
    r"PATIENT[A-Z]*|"
    r"RESIDENT[A-Z]*|MALADE|CONCERN[A-Z]+|JEUNE|MERCI|OCCUP[A-Z]+|VOICI|REMERCI[A-Z]+|IDENTITE|NOMS?|OBJET|"
    r"ENFANT|PARENTS DE)\b"
    rf"(?![^.;:]*\b(?:CHEZ|AVEC|PRESENCE|PART|GARDE|DESIGNE|{KIN})\b)[^.;:]{{0,70}}$"
)
"""Words of care, or of a form, in the clause before whom a page is of."""
ASIDE_BY = re.compile(
    r"(?<!CONSULTE )(?<!CONSULTEE )(?<!CONCERNEE )\b(?:PAR|EMANANT D(?:E|')|A LA GARDE D(?:E|')|REMERCI[A-Z]+|(?:A |"
    r"D')?ADRESSE[RE]S? (?:LA |"
    r"LE )?(?:[A-Z]+ )?A|"
    r"VOTRE (?:COURRIER|DEMANDE|LETTRE|MESSAGE|RECLAMATION|APPEL)[^.;:]{0,30}),? ?(?:M\.|MR|MME|MLLE|MADAME|"
    r"MONSIEUR)? ?$"
)
"""Before who acts, asks or is written to; of a document that names the person nowhere else as its patient."""
HEADED = re.compile(
    r"^\W*(?:FICHE|FEUILLE|EVALUATION|BILAN|SUIVI|SURVEILLANCE|COMPTE[ -]RENDU|ORDONNANCE|PRESCRIPTION|EXAMEN|"
    r"RESULTATS?|PLAN DE SOINS?|DIAGRAMME|DOSSIER|CARNET|SYNTHESE|PROTOCOLE|CONSULTATION|HOSPITALISATION|SEANCE|RELEVE|"
    rf"GRILLE|TRANSMISSIONS?)(?: (?!(?:PAR|AVEC|CHEZ|POUR|A|AU|{KIN}|{PARENT}|{_BESIDE})\b)[A-Z'\-]{{1,18}}){{0,6}}\W*$"
)
"""The title of a paper and nothing more, before whom it is of: « Évaluation de plaie | Mme … »."""
LABELLED = re.compile(
    r"(?:^|[.;!?|] |\s{2,})\W*(?P<label>[A-Z][A-Z0-9'()/ \-]{2,60}?) ?: ?(?:M\.|MR|MME|MLLE|MADAME|MONSIEUR)? ?$"
)
OF_PATIENT = re.compile(
    r"NOM|NAISSANCE|\bNEE?\b|IDENTIT|IDENTIFI|PATIENT|MALADE|RESIDENT|USAGER|CLIENT|OPERE|EXAMEN|EXAMINE|OBJET|"
    r"CONCERN|SUJET|"
    r"REF|\bRE\b|BENEFICI|ASSURE|ADHERENT|ENFANT|BEBE|NOUVEAU|SALARIE|ELEVE|ETUDIANT|INTERESSE|ACCUEILLI|HEBERGE|"
    r"HOSPITALISE|SUIVI|CONSULT|\bVUE?\b|POUR|DOSSIER|PARTURIENTE|ACCOUCHEE|GESTANTE|SOIGNE|SEJOUR|EXPLORE|PERSONNE "
    r"(?:EXAMINEE|CONCERNEE|PROTEGEE|SUIVIE|ACCOMPAGNEE|AIDEE|RECEVANT|EVALUEE|VUE|ACCUEILLIE|SOUMISE|RECUE|"
    r"RENCONTREE)|TITRE|CIVILITE|"
    r"MADAME|"
    r"MONSIEUR|SOUSSIGNE|RENDEZ|EXPERTISE|VICTIME|DEFUNT|PORTEUR|DESTINATAIRE|DEMANDEUR|TRAITEMENT|"
    r"ORDONNANCE|\bFUTURE (?:MERE|MAMAN)|"
    r"PRESCRIPTION|RESULTAT|COMPTE|BILAN|CERTIFI|ADRESS|TRANSPORT|VACCIN|\bLIT\b|CHAMBRE"
)
"""Words of labels under which the patient of a paper is named."""
NAME_OF = re.compile(
    r"\b(?:NOMS?|PRENOMS?|IDENTITE|COORDONNEES|NAISSANCE)\b.*?\b(?:DU|DE LA|DE L') ?(?P<whom>[A-Z].*)$"
)
"""« Nom de la personne interrogée »: a label of a name that says whose."""
BESIDE_OF = re.compile(
    rf"\b(?:{_BESIDE}|RESSOURCES?|REFERENTE?S?)\b.*\b(?:DU|DE LA|DE L') ?(?:PATIENTE?|RESIDENTE?|USAGERE?|MALADE|"
    r"ENFANT)$"
)
"""« Personne ressource du résident »: a label of somebody beside the patient that names the patient."""
FILLED_BY = re.compile(
    rf"^\W*(?:EN )?(?:QUALITE DU (?:SIGNATAIRE|DEMANDEUR|DECLARANT)|VOUS ETES|"
    rf"AGISSANT EN QUALITE)[^:\n]{{0,20}}(?:[: ]|DE)+"
    rf"(?:L'|LE |LA )?(?:{KIN}|{PARENT})\b",
    re.MULTILINE,
)
"""A form that somebody filled for another."""
ASIDE_AFTER = re.compile(
    rf"(?:AU SUJET|A PROPOS|CONCERNANT|POUR|AFIN) ?(?:D(?:E|U|'))? ?(?:MON|MA|NOTRE|MES|NOS) {KIN}S?\b|"
    rf"\bAUTORISE (?:[A-Z]+ )?(?:MON|MA|NOTRE|SON|SA) {KIN}\b|"
    rf"\( ?(?:LA |LE |SA |SON |SES )?{PARENT} ?\)|,? (?:LA |SA |SON |LE )?{PARENT} D(?:E |')|, {PARENT}(?= ?[,.]|$)|"
    rf"[,)] (?:SON|SA|LEUR) {KIN}(?: [A-Z]+)?,|[ ,](?:R|EM)?AMENE (?:(?:SON|SA|SES) {KIN}\b|(?!PAR\b|POUR\b|CE\b|"
    r"EN\b|AUX?\b|HIER\b|CHEZ\b|DANS\b|A\b|SUR\b|DE\b|DU\b|DEVANT\b)[A-Z'\-]{2,}(?: [A-Z'\-]+)? POUR\b)|"
    rf"\bETAT DE (?:SON|SA|SES) {KIN}\b|"
    r"MERE PORTEUSE|,? (?:A |AVAIT )?ACCOMPAGN(?:E|AIT|ANT) (?!PAR\b|DE\b|D'|MEDECIN)|"
    rf"(?:PRESENTE|VENUE?|CONSULTE|VUE?)[^.;:]{{0,20}} AVEC (?:SON|SA) (?:FILS|FILLE|ENFANT|BEBE|"
    rf"NOURRISSON)\b[^.;:]{{0,30}} POUR "
    r"(?:UNE?|DES|SON|SA|LE|LA) |"
    rf"EST (?:LA |LE |L'|SA |SON )?(?:{KIN}|{PARENT}) D(?:E|U|')\b|"
    rf"\b{KIN} (?:DU|DE LA|DE L'|DE CETTE?) ?(?:PATIENTE?|RESIDENTE?|MALADE|DEFUNTE?|ENFANT|USAGERE?)\b|"
    r"\b(?:SOUHAIT|DEMAND|SIGNAL|RAPPORT|INDIQU|INFORM|EXPLIQU|AUTORIS|ACCEPT|REFUS|CONSTAT|DECLAR|DECRI|"
    r"PRECIS)(?:E|ANT|T|VANT)"
    rf"\b[^.;:]{{0,30}}\b(?:SON|SA|MON|MA|NOTRE|LE|LA|L') ?(?:{KIN}|PATIENTE?|RESIDENTE?)\b|"
    r"(?:DEMANDE|SOLLICITE) (?:L'ADMISSION|L'HOSPITALISATION)|"
    r"EN (?:MA |SA )?QUALITE DE (?:[A-Z]+ )?(?:REPRESENTANT|TUT|CURAT|MERE|PERE|PARENT|AYANT)|AYANT DROIT D|"
    r"POUR (?:SON|SA) (?:FILS|FILLE|ENFANT|MERE|PERE|MARI|FEMME|EPOUX|EPOUSE)\b"
)
"""What is said of somebody who is not the patient, up to the end of the sentence."""
_ID = r"(?:IDENTITE|NOMS?|PRENOMS?|DATE DE NAISSANCE|DDN)"
_HE = r"(?:BRACELETS?|TUBES?|FLACONS?|POTS?|ECHANTILLONS?|PRELEVEMENTS?|DOSSIERS?)"
_SHE = r"(?:ETIQUETTES?|LAMES?|IDENTITES?)"
"""What bears a name, by gender: in « prélèvement de la saphène, veine inversée » it is no paper that was exchanged."""
_BORNE = rf"(?:{_HE}|{_SHE})"
_PAPER = r"(?:DOCUMENT|FEUILLE|PAGE|COURRIER|COMPTE RENDU|RESULTATS?|EXAMEN|ORDONNANCE|PIECE|FICHE)"
_CLAUSE = r"[^.;:\n]{0,40}?"
DOUBT_MORE = re.compile(
    r"\bSELON (?:LA |SA |SON |LE )?(?:CARTE|PIECE|PASSEPORT|TITRE|LIVRET)\b|\bAUTRES? IDENTITES?\b|"
    rf"\b{_ID}\b{_CLAUSE}\b(?:PRESUMEE?S?|PROVISOIRES?|USURPEE?|DISCORDANTE?S?|DIVERGENTE?S?|"
    r"RECTIFIEE?S?|CORRIGEE?S?|"
    r"(?:A|RESTE A|DOIT ETRE) (?:RE)?(?:CONFIRM|VERIFI|CONTROL)E[RE]S?|INCONNUE?S?|DECLAREE?S? (?:ORALEMENT|"
    r"VERBALEMENT)|"
    r"NON (?:CONCORDANTE?S?|PROUVEE?S?)|SANS (?:PIECE|JUSTIFICATIF))\b|"
    rf"\b(?:DISCORDANCE|DIVERGENCE|INCOHERENCE|CONFUSION|ANOMALIE|ERREUR|DOUTE|INVERSION|ECHANGE)S?\b{_CLAUSE}"
    rf"\b(?:{_ID}|PATIENTE?S?|TUBES?|FLACONS?|ETIQUETTES?|BRACELETS?)\b|"
    rf"\b(?:{_ID}|IDENTIFICATION|ETIQUET[A-Z]+)\b{_CLAUSE}\b(?:DIFFER[A-Z]+|(?:CONCORDE|CORRESPOND)(?:NT)? PAS|"
    rf"ABSENTE?S?|"
    r"MANQUANTE?S?|ILLISIBLES?|ERRONEE?S?|DE SUBSTITUTION|(?:A|RESTE A|RESTENT A) PRECISER)\b|"
    rf"\b(?:{_BORNE}|PATIENTE?S?) (?:[A-Z]+ )?(?:MAL|NON|SANS|IN)[ -]?(?:ETIQUET|IDENTIFI|IDENTITE|NOM\b)|"
    r"\b(?:ATTRIBU|CLASS|ENREGISTR|SAISI|SCANN|RATTACH|FUSIONN|VERS|RENDU|EDIT|ENVOY|TRANSMI)[EIS]+S? (?:[A-Z]+ )?"
    r"(?:A TORT|PAR (?:ERREUR|MEGARDE))\b|"
    rf"\b(?:JUMEAU|JUMELLE)S? {_CLAUSE}(?:HOSPITALISEE?S?|MEMES? (?:UNITE|SERVICE|CHAMBRE|JOUR|SALLE|CLASSE))|"
    rf"\b{_HE}\b[^.,;:\n]{{0,40}}?\b(?:INTERVERTIS?|INVERSES?|ECHANGES?|CONFONDUS?)\b|"
    rf"\b{_SHE}\b[^.,;:\n]{{0,40}}?\b(?:INTERVERTIES?|INVERSEES?|ECHANGEES?|CONFONDUES?)\b|"
    rf"\b{_BORNE}\b{_CLAUSE}\bINTERVERSION\b|"
    r"\b(?:INTERVERSION|CONFUSION)S? (?:ENTRE|AVEC|D|POSSIBLE)|"
    rf"\b{_BORNE}\b{_CLAUSE}\b(?:PORTE(?:NT)?|AU|SOUS) (?:UN |D')?AUTRES? (?:NOM|IDENTITE)|"
    rf"\b(?:SOUS|AU) (?:UN |LE )?(?:AUTRE|FAUX|MAUVAIS) (?:NOM|PRENOM)|\b(?:SOUS|PAR) UNE (?:AUTRE|FAUSSE) IDENTITE|"
    r"\b(?:LE|DU|MEMES?) MEMES? (?:NOM|PATRONYME)S?\b(?! (?:D'USAGE|COMMERCIAL))|\bPORT(?:E|ANT)S? LE MEME NOM|"
    rf"\b{_PAPER}\b{_CLAUSE}\bNE CONCERNE (?:PAS|PLUS) (?:CE|CETTE|LE|LA|NOTRE|VOTRE)\b|"
    rf"\b{_PAPER}\b{_CLAUSE}\b(?:DOSSIER|POCHETTE|CHAMBRE|NOM) D'(?:UNE? )?AUTRE (?:PERSONNE|PATIENTE?|RESIDENTE?|"
    rf"MALADE)|"
    r"\b(?:DEUX|PLUSIEURS) (?:DOSSIERS|FICHES|IDENTITES) (?:OUVERT|EXIST|CREE|AU MEME|A CE|POUR C)|"
    r"\bCARTE VITALE (?:D'UN(?:E)? (?:TIERS|AUTRE|PROCHE)|EMPRUNTEE|PRETEE)|\bSOUS X\b|"
    r"(?:N'A|N'EST|N'A PAS) P(?:U|AS)(?: PU)? (?:DECLINER|DONNER|JUSTIFIER|PROUVER|"
    r"CONFIRMER) (?:DE )?SON (?:IDENTITE|NOM)"
)
"""The same, said in other words: what an identity, a label or a paper is said to be, in one clause."""
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
    r"\b(?:REPRESENTANTE?S?|TUT(?:EUR|RICE)S?|CURAT(?:EUR|RICE)S?|MANDATAIRES?|MEDECINS?|CONJOINTE?S?|EPOUSE|EPOUX|"
    r"MARI|"
    r"ENTOURAGE|FAMILLE|PROCHES?|AIDANTE?S?|CONTACTS?|PARENTS?|MERE|PERE|FILS|FILLE|EMPLOYEUR|AVOCATE?|"
    r"ACCOMPAGNANTE?S?|"
    r"PERSONNES? (?:DE CONFIANCE|A (?:PREVENIR|CONTACTER|JOINDRE)))(?: (?:LEGA(?:LE?S?|UX)|TRAITANTE?S?))*"
    r" (?:DU|DE LA|DE L'|DES) ?(?:PATIENTE?S?|RESIDENTE?S?|ENFANTS?|USAGERE?S?)\W*$"
)
"""« Représentant du patient » over a name: of somebody beside the patient, by the label itself."""
