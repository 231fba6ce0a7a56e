"""What the pages of the quality of the reception are given: surveillance, figures, progress of the readings, modes."""

from dataclasses import dataclass

from liane.domain.intake.modes import ModeRule
from liane.store.intake_automation import PostgresAutomation
from liane.store.intake_automation_figures import AutomationFigures
from liane.store.intake_readings import PostgresReadings


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationRoom:
    """What is filed without a click, behind the pages. declared: the modes of the settings."""

    store: PostgresAutomation
    figures: AutomationFigures
    readings: PostgresReadings
    declared: tuple[ModeRule, ...] = ()
