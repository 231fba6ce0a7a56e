"""The fictitious establishment that the sandbox knows: its numbers, its mailboxes, its product. Constants only."""

from typing import Final

FINESS: Final = "999999998"
STRUCTURE_ID: Final = f"1{FINESS}"
STRUCTURE_NAME: Final = "CH SIMULATION DES TILLEULS"
STRUCTURE_LOCALITY: Final = "Paris (75)"
PFI_MAILBOX: Final = "pfi@ch-tilleuls.simulation.mssante.fr"
CARDIOLOGY_MAILBOX: Final = "secretariat.cardio@ch-tilleuls.simulation.mssante.fr"
HOMOLOGATION_NUMBER: Final = "SIM-000000-0000"
INSI_AUTHORIZATION: Final = "SM00000000"
"""Number of authorisation (IDAM) that the simulated INSi knows."""
