"""The simulated administrative application (GAM): it tells of identities, stays and consents by PAM France."""
