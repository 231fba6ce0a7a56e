"""Which documents and devices may prove an identity, and for whom."""

from datetime import datetime

from liane.domain.errors import Finding
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import IdentityProof, ProofDocument
from liane.domain.identity.refusals import identity_error, identity_warning

MAJORITY_YEARS = 18
HIGH_CONFIDENCE = frozenset(
    {
        *(ProofDocument.CN, ProofDocument.PA, ProofDocument.CS, ProofDocument.CE, ProofDocument.DC),
        *(ProofDocument.TC, ProofDocument.AV, ProofDocument.IE),
    }
)
FOR_MINORS = frozenset({ProofDocument.LE, ProofDocument.AN, ProofDocument.AC})
_RULE = "RNIV 1, pièces et dispositifs à haut niveau de confiance; ins.md §5.3"


def check_proof(proof: IdentityProof, traits: PatientTraits, *, at: datetime) -> tuple[Finding, ...]:
    """Check that a document proves the identity of this person.

    IDV-008: not of high confidence (permis de conduire, carnet de circulation, carte militaire). IDV-009: livret de
    famille or acte de naissance for an adult. IDV-027 (warning): out of date.
    Rule: RNIV 1; ins.md §5.3.
    """
    if proof.document in FOR_MINORS:
        if not _may_be_minor(traits.birth_date, at):
            return (
                identity_error(
                    "IDV-009",
                    "Un livret de famille ou un acte de naissance ne prouve que l'identité d'un mineur.",
                    "Demander une carte nationale d'identité, un passeport ou un titre de séjour.",
                    _RULE,
                ),
            )
    elif proof.document not in HIGH_CONFIDENCE:
        return (
            identity_error(
                "IDV-008",
                "Cette pièce n'est pas à haut niveau de confiance : elle ne valide pas une identité.",
                "Demander une carte nationale d'identité, un passeport ou un titre de séjour.",
                _RULE,
            ),
        )
    if proof.valid_until and proof.valid_until < at.strftime("%Y%m%d"):
        return (
            identity_warning(
                "IDV-027", "La pièce d'identité contrôlée est périmée.", "Demander une pièce en cours.", _RULE
            ),
        )
    return ()


def _may_be_minor(birth_date: str, at: datetime) -> bool:
    if len(birth_date) < 4 or not (birth_date.isascii() and birth_date.isdigit()):
        return True
    age = at.year - int(birth_date[:4])
    return age < MAJORITY_YEARS or (age == MAJORITY_YEARS and birth_date[4:] > at.strftime("%m%d"))
