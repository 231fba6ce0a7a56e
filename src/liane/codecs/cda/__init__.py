"""CDA R2 documents of the CI-SIS: read, checked, shown."""
