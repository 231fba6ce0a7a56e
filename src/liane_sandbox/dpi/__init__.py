"""The simulated patient record software (DPI): it is told of identities, and shows what it was told."""
