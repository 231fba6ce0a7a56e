"""The fictitious establishment that the sandbox knows: its numbers, its mailboxes, its product. Constants only."""

from typing import Final

FINESS: Final = "999999998"
STRUCTURE_ID: Final = f"1{FINESS}"
STRUCTURE_NAME: Final = "CH SIMULATION DES TILLEULS"
STRUCTURE_LOCALITY: Final = "Paris (75)"
PFI_MAILBOX: Final = "pfi@ch-tilleuls.simulation.mssante.fr"
CARDIOLOGY_MAILBOX: Final = "secretariat.cardio@ch-tilleuls.simulation.mssante.fr"
PHARMACY_MAILBOX: Final = "pharmacie.du.test@officine.simulation.mssante.fr"
"""The organisational mailbox of a pharmacy of the group, read with the certificate of the applicative mailbox."""
HOMOLOGATION_NUMBER: Final = "SIM-000000-0000"
INSI_AUTHORIZATION: Final = "SM00000000"
"""Number of authorisation (IDAM) that the simulated INSi knows."""
ANNEX_FINESS: Final = "999999980"
ANNEX_ID: Final = f"1{ANNEX_FINESS}"
ANNEX_NAME: Final = "EHPAD SIMULATION DES TILLEULS"
"""A second structure of the same group, for professionals who act in two."""
