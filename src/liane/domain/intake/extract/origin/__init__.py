"""Where a document comes from: the house, the author, the title."""
