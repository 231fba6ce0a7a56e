"""The simulated patient record software (DPI): told of identities, handed documents over, it shows what it holds."""
