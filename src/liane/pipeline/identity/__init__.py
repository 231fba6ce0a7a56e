"""Flows of identities: registry, PAM France, INSi, effect on documents."""
