"""What the examiners share: lists of names, numbers with a key, pages as pictures. Each keeps its own people and papers."""
