"""Records of the index weighed against what a page prints, evidence by evidence."""
