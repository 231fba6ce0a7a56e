"""The state machine of the RNIV as one table: what each thing that happens makes of the standing of an identity.

A standing is the status with the attribute that forces it. Nothing else decides a status: ``lifecycle`` reads what
happened into a ``Happening``, looks here, and carries the consequences out.
"""

from enum import StrEnum

from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Attribute, Person


class Standing(StrEnum):
    """Status of an identity, with the attribute that forces it to be provisoire. Rule: RNIV 1; ins.md §5.1, §5.2."""

    PROVISOIRE = "provisoire"
    DOUTEUSE = "provisoire douteuse"
    FICTIVE = "provisoire fictive"
    RECUPEREE = "récupérée"
    VALIDEE = "validée"
    QUALIFIEE = "qualifiée"

    @property
    def status(self) -> IdentityStatus:
        """The RNIV status."""
        return _STATUSES[self]

    @property
    def locks_traits(self) -> bool:
        """True when the strict traits are those of INSi, not to be changed by hand. Rule: INS/va1.47, INS/va1.48."""
        return self in (Standing.RECUPEREE, Standing.QUALIFIEE)


_STATUSES = {
    Standing.PROVISOIRE: IdentityStatus.PROVISOIRE,
    Standing.DOUTEUSE: IdentityStatus.PROVISOIRE,
    Standing.FICTIVE: IdentityStatus.PROVISOIRE,
    Standing.RECUPEREE: IdentityStatus.RECUPEREE,
    Standing.VALIDEE: IdentityStatus.VALIDEE,
    Standing.QUALIFIEE: IdentityStatus.QUALIFIEE,
}


class Happening(StrEnum):
    """What can happen, as far as the status is concerned; the text is the line's name for a reader."""

    INSI_COHERENT = "réponse INSi acceptée, traits cohérents avec ceux tenus"
    INSI_OTHER_TRAITS = "réponse INSi acceptée, traits différents de ceux tenus"
    VERIFIED = "vérification INSi : OK"
    VERIFICATION_FAILED = "vérification INSi de l'INS tenu : KO"
    OTHER_INS_REFUTED = "vérification INSi d'un autre INS : KO"
    PROOF_CHECKED = "pièce d'identité contrôlée"
    PROOF_WITHDRAWN = "contrôle de la pièce retiré"
    CORRECTED = "trait strict corrigé à la main"
    CORRECTED_KNOWING = "trait strict corrigé, INS abandonné en le sachant"
    CORRECTED_BY_PROOF = "trait strict corrigé, INS abandonné, la pièce contrôlée montre le nouveau trait"
    DOUBT_SET = "attribut douteux posé"
    DOUBT_LIFTED = "attribut douteux levé"
    FICTION_SET = "attribut fictif posé"
    FICTION_LIFTED = "attribut fictif levé"
    TOLD_QUALIFIED = "référentiel : VALI avec INS"
    TOLD_VALIDATED = "référentiel : VALI sans INS exploitable"
    TOLD_RETRIEVED = "référentiel : INS obtenu par INSi, sans VALI"
    TOLD_PROVISIONAL = "référentiel : ni VALI ni appel INSi, ou identité invalidée"
    TOLD_DOUBTFUL = "référentiel : DOUT"
    TOLD_FICTIVE = "référentiel : FICT"
    TOLD_BY_OTHER = "autre domaine : quoi qu'il dise"


class Refusal(StrEnum):
    """Why a happening is refused: the finding code."""

    INSI_FORBIDDEN = "IDV-001"
    LOCKED = "IDV-002"
    NO_PROOF = "IDV-003"
    UNRELIABLE = "IDV-004"
    COMBINATION = "IDV-005"


_P, _D, _F, _R, _V, _Q = Standing
_NO_INSI, _LOCKED, _NO_PROOF, _UNSURE, _COMBINATION = Refusal
Outcome = Standing | Refusal

# fmt: off
_ROWS: dict[Happening, tuple[Outcome, Outcome, Outcome, Outcome, Outcome, Outcome]] = {
    #                              provisoire  douteuse      fictive       récupérée   validée    qualifiée
    Happening.INSI_COHERENT:       (_R,        _NO_INSI,     _NO_INSI,     _R,         _Q,        _Q),
    Happening.INSI_OTHER_TRAITS:   (_R,        _NO_INSI,     _NO_INSI,     _R,         _R,        _R),
    Happening.VERIFIED:            (_R,        _NO_INSI,     _NO_INSI,     _R,         _Q,        _Q),
    Happening.VERIFICATION_FAILED: (_P,        _NO_INSI,     _NO_INSI,     _P,         _V,        _V),
    Happening.OTHER_INS_REFUTED:   (_P,        _NO_INSI,     _NO_INSI,     _R,         _V,        _Q),
    Happening.PROOF_CHECKED:       (_V,        _UNSURE,      _UNSURE,      _Q,         _V,        _Q),
    Happening.PROOF_WITHDRAWN:     (_NO_PROOF, _NO_PROOF,    _NO_PROOF,    _NO_PROOF,  _P,        _R),
    Happening.CORRECTED:           (_P,        _D,           _F,           _LOCKED,    _P,        _LOCKED),
    Happening.CORRECTED_KNOWING:   (_P,        _D,           _F,           _P,         _P,        _P),
    Happening.CORRECTED_BY_PROOF:  (_P,        _D,           _F,           _P,         _V,        _V),
    Happening.DOUBT_SET:           (_D,        _D,           _COMBINATION, _D,         _D,        _D),
    Happening.DOUBT_LIFTED:        (_P,        _P,           _F,           _R,         _V,        _Q),
    Happening.FICTION_SET:         (_F,        _COMBINATION, _F,           _F,         _F,        _F),
    Happening.FICTION_LIFTED:      (_P,        _D,           _P,           _R,         _V,        _Q),
    Happening.TOLD_QUALIFIED:      (_Q,        _Q,           _Q,           _Q,         _Q,        _Q),
    Happening.TOLD_VALIDATED:      (_V,        _V,           _V,           _V,         _V,        _V),
    Happening.TOLD_RETRIEVED:      (_R,        _R,           _R,           _R,         _R,        _R),
    Happening.TOLD_PROVISIONAL:    (_P,        _P,           _P,           _P,         _P,        _P),
    Happening.TOLD_DOUBTFUL:       (_D,        _D,           _D,           _D,         _D,        _D),
    Happening.TOLD_FICTIVE:        (_F,        _F,           _F,           _F,         _F,        _F),
    Happening.TOLD_BY_OTHER:       (_P,        _D,           _F,           _R,         _V,        _Q),
}
# fmt: on

TRANSITIONS: dict[tuple[Standing, Happening], Outcome] = {
    (standing, happening): outcome
    for happening, row in _ROWS.items()
    for standing, outcome in zip(Standing, row, strict=True)
}
"""Every cell: standing × happening → the next standing, or why it is refused. Rule: RNIV 1; ins.md §5.1, §5.2."""


def find_standing(person: Person) -> Standing:
    """Read the standing of a person."""
    if Attribute.FICTIF in person.attributes:
        return Standing.FICTIVE
    if Attribute.DOUTEUX in person.attributes:
        return Standing.DOUTEUSE
    return Standing(person.status.value)
