"""What comes in without structure, from its reception to its filing."""
