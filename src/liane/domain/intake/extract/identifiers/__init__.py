"""Numbers with an owner: INS, RPPS, FINESS, prescription, stay."""
