"""Names of the téléservice INSi on the wire: namespaces, operations, certificates. Constants only.

Rule: ins.md §6.1, §6.2.
"""

from enum import StrEnum

BAM = "urn:siram:bam:ctxbam"
LPS = "urn:siram:lps:ctxlps"
SIRAM = "urn:siram"
RECSANS = "http://www.cnamts.fr/INSiRecSans"
RECVIT = "http://www.cnamts.fr/INSiRecVit"
RESULTAT = "http://www.cnamts.fr/INSiResultat"
UNIT_VERIFICATION = "http://www.cnamts.fr/INSiLot2/REPUnitaire"
STAND_IN_LOT = "urn:liane:substitut:insi:lot"
"""Our own namespace: the national contract of the lots is not public."""
SERVICE = "urn:ServiceIdentiteCertifiee:1.0.0"
STAND_IN_NOTICE = "contrat non public : substitut de simulation, pas le contrat national"


class Operation(StrEnum):
    """The operations of the téléservice; the last three are a stand-in whose national contract is not public.

    Rule: ins.md §6.1 (WS_INS1, WS_INS2; WS_INS3 to 5 not public), §6.9.
    """

    SEARCH_BY_CARD = "rechercherInsAvecCarteVitale"
    SEARCH_BY_TRAITS = "rechercherInsAvecTraitsIdentite"
    VERIFY = "verifierInsAvecTraitsIdentite"
    DEPOSIT_LOT = "deposerLotVerification"
    COLLECT_LOT = "collecterLotVerification"

    @property
    def action(self) -> str:
        """What wsa:Action says."""
        return f"{SERVICE}:{self.value}"

    @property
    def is_stand_in(self) -> bool:
        """True when the national contract is not public."""
        return self in (Operation.VERIFY, Operation.DEPOSIT_LOT, Operation.COLLECT_LOT)


class Trigger(StrEnum):
    """Who triggers a call, hence the certificate used, by its common name.

    Rule: ins.md §6.3, §11.1-5 (INSI-MANU: a person; INSI-AUTO: a batch).
    """

    PERSON = "INSI-MANU"
    BATCH = "INSI-AUTO"
