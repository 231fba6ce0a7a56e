"""Annuaire Santé, simulated: its FHIR API over fictitious professionals and structures."""
