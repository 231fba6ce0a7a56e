"""What a hospital allows to be filed without a click: modes by source and type, thresholds, sources stopped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from liane.domain.errors import ConfigurationError
from liane.domain.identity.ins import INSAuthority
from liane.domain.intake.calibration import Calibration
from liane.domain.intake.cards import load_calibrations
from liane.domain.intake.learn.thresholds import SiteThresholds

ANY = "*"
FLOORS: Mapping[str, float] = MappingProxyType(
    {"record_min": 0.99, "margin_min": 5.0, "type_min": 0.5, "date_min": 0.3, "propose_min": 0.5}
)
"""No hospital goes under these."""


class FilingMode(StrEnum):
    """How documents are filed. Rule: intake.md §5, modes."""

    MANUAL = "manuel"
    PROPOSAL = "proposition"
    AUTOMATIC = "automatique"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePolicy:
    """The rules of a hospital. Nothing here relaxes intake.md §5: a threshold only asks for more.

    modes: by (source, type code), ``*`` for any; the most precise wins, a source before a type; else ``default_mode``.
    allowed_sources: None allows all. stopped_sources: automation was turned off there. record_min, type_min, date_min:
    calibrated probabilities; margin_min: bits between the first and the second record. calibrations: by name
    (``record``, ``doc_type``, ``doc_date``), those of this version unless told; absent: the raw figure. site: those
    measured on the establishment, None when there are none. Raises ConfigurationError under a floor.
    """

    default_mode: FilingMode = FilingMode.PROPOSAL
    modes: Mapping[tuple[str, str], FilingMode] = field(default_factory=dict)
    allowed_sources: frozenset[str] | None = frozenset()
    stopped_sources: frozenset[str] = frozenset()
    is_production: bool = True
    record_min: float = 0.999
    margin_min: float = 10.0
    type_min: float = 0.8
    date_min: float = 0.7
    propose_min: float = 0.5
    contradiction_min: float = 0.5
    calibrations: Mapping[str, Calibration] = field(default_factory=load_calibrations)
    site: SiteThresholds | None = None

    def __post_init__(self) -> None:
        for name, floor in FLOORS.items():
            if getattr(self, name) < floor:
                raise ConfigurationError(f"{name}: {floor} at least (intake.md §5)")

    def mode_for(self, source: str, type_code: str) -> FilingMode:
        """The mode of a source and a type. Rule: intake.md §5."""
        for key in ((source, type_code), (source, ANY), (ANY, type_code), (ANY, ANY)):
            if key in self.modes:
                return self.modes[key]
        return self.default_mode

    def calibrate(self, name: str, value: float) -> float:
        """A figure after its calibration, when there is one; that of the site counts where it is lower."""
        calibration = self.calibrations.get(name)
        released = calibration.apply(value) if calibration is not None else value
        return self.site.weigh(name, value, released) if self.site is not None else released


COMMAND_LINE_POLICY = IntakePolicy(default_mode=FilingMode.AUTOMATIC, allowed_sources=None, is_production=False)
"""What the command line applies unless told otherwise: filing without a click allowed, no source to forbid."""
_REAL_OIDS = frozenset(one.value for one in INSAuthority if one.is_real)


def make_command_line_policy(oids: Iterable[str]) -> IntakePolicy:
    """The policy of the command line over an index, by the OID of the INS that its persons bear.

    One real INS makes it an index of real persons, where no test identity is filed alone. Rule: intake.md §2, §5.
    """
    return replace(COMMAND_LINE_POLICY, is_production=not _REAL_OIDS.isdisjoint(oids))
