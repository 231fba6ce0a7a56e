"""Classes of the words around names: who signs, receives, asks, types; professions, addresses.

What lives here: the words. What must not: what a class says of a name (``person_features``, ``rank_persons``).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

CLOSING = re.compile(
    r"CONFRATERNEL|CORDIALE|SALUTATIONS|SENTIMENTS|AMICALE|AMITIES|RESPECTUEUSE|BIEN A (?:VOUS|TOI)\b|SINCEREMENT|"
    r"CONSIDERATION|DEVOUEE?S?\b|VOUS REMERCI|TE REMERCI|A VOTRE DISPOSITION|SALUONS|BIEN AMI"
)
"""A formula that closes a letter."""
SALUTATION = re.compile(r"^(?:[^A-Z]{0,3})(?:MON |MA |MES )?(?:BIEN )?CHERE?S?\b")
_CLASSES = tuple(
    (name, re.compile(rf"^(?:{words})"))
    for name, words in (
        ("sign", "SIGN|VALID|REDIG|REDACT|AUTEUR|ETABLI|INTERPRET|AUTHENTI|SOUSSIGN|CERTIFI|APPROUV|LU ET|ATTEST|"
                 "ECRIT"),
        ("fill", "REMPLI|COMPLET|RENSEIGN|ADMINISTR|DICTE"),
        ("make", "REALIS|EFFECTU|PRATIQU|OPER|EXAMIN|EXECUT|VACCIN|INJECT|CONSULT|REUNI|PRESID|CONDUI"),
        ("send", "COPIE|DESTINAT|ATTENTION|ATTN|AMPLIAT|CC$|DIFFUS|TRANSMI|ENVOY|DOUBLE|CORRESPOND|EXPED|CCI$"),
        ("ask", "PRESCRI|DEMAND|TRAIT|ADRESS|SUIVI|ORIENT|REFER|CONFIE|INDICAT"),
        ("type", "FRAPP|SAISI|DACTYL|SECRET|TAPE|IMPRIM|EDIT|NUMERIS|ACCUEIL|CREE|TRANSCR|MISE|ENREG"),
        ("profession", "MEDECIN|PRATICI|CHIRURG|RADIOLO|PHARMAC|SAGE|BIOLOG|PSYCH|INFIRM|KINE|MASSEUR|ORTHO|"
                       "DENTIST|PODO|PEDICU|DIETET|ERGO|OPTIC|AUDIO|PATHOLO|ANATOMO|GENETI|URGENT|GENERALI|SPECIALI|"
                       "[A-Z]{3,}OLOGUE$|[A-Z]{3,}IATRE$|[A-Z]{3,}OLOGISTE$|NEPHRO|CARDIO|ENDOSC|ECHOGR|IDE$|IPA$"),
        ("helper", "AIDE|ASSIST|PANSE|INSTRUM|IADE|IBODE|SECOND|ANESTH|MANIP|TECHNIC|ETUDIAN|EXTERNE|AUXIL|PUERIC"),
        ("junior", "INTERNE|RESIDENT|DOCTEUR JUNIOR|CCA$|CLINIQUE$|REMPLAC|COLLABO"),
        ("senior", "SENIOR|RESPONS|REFERENT|TITULAI|RAPPORT|COORDIN|ANIMAT|OPERATEU|OPERATRI"),
        ("chief", "CHEF|DIRECT|CADRE|POLE$|PUPH$|PROFESS"),
        ("team", "EQUIPE|MEDECINS|PRATICIENS|ASSOCI|BIOLOGISTES|RADIOLOGUES|COLLEG|PARTICIP|PRESENT|MEMBRES|STAFF"),
        ("dear", "CHERE?S?$|CONFRER|CONSOEU|AMIE?$"),
        ("meet", "RENDEZ|RDV|REVU|REVOIR|PROCHAI|CONVOQ|REVER|CONVOC|CONTROL"),
        ("by", "PAR$"),
        ("to", "A$|AU$|AUX$|POUR$|VERS$"),
        ("of", "DE$|DU$|DES$|D'"),
        ("with", "AVEC$|CHEZ$|AUPRES$"),
        ("the", "LE$|LA$|L'"),
        ("and", "ET$|OU$"),
        ("street", "RUE$|AVENUE|AV$|PLACE$|BD$|BOULEVA|CHEMIN$|IMPASSE|ALLEE|ROUTE$|QUAI$|COURS$|SQUARE|CEDEX|BP$|CS$"),
        ("contact", "TEL|FAX|STANDARD|MAIL|COURRIEL|MSSANTE|PORT$|@"),
        ("number", "RPPS|ADELI|FINESS|N$|NUMERO|AM$|CONVENTI|SECTEUR"),
        ("house", "CABINET|CLINIQUE|HOPITAL|CENTRE|LABORATOIRE|SERVICE|MAISON|UNITE|DEPARTEM|EHPAD|PHARMACI|CHU$|CH$"),
        ("relative", "MERE|PERE|FILS|FILLE|EPOU|CONJOINT|MARI$|FRERE|SOEUR|CONFIANCE|PREVENIR|TUT|CURAT|AIDANT|PARENT"),
        ("patient", "PATIENT|NEE?$|DDN|NAISSAN|CONCERN|OBJET|DOSSIER|IPP$|INS$"),
        ("doctor", "DR$|DRS$|DOCTEUR|PR$"),
        ("civil", "MME|MADAME|MONSIEU|MR$|M$"),
        ("date", "0000$|JANVIER|FEVRIER|MARS|AVRIL|MAI$|JUIN|JUILLET|AOUT|SEPTEMB|OCTOBRE|NOVEMB|DECEMB"),
        ("electronic", "ELECTRO|NUMERIQ|INFORMAT"),
    )
)  # fmt: skip


@lru_cache(maxsize=20_000)
def class_of(word: str) -> str:
    """The class of a folded word; ``other`` without one."""
    return next((name for name, pattern in _CLASSES if pattern.match(word)), "other")


def classes_of(words: Iterable[str]) -> list[str]:
    """The classes of some folded words, each once, sorted."""
    return sorted({class_of(word) for word in words} - {"other"})
