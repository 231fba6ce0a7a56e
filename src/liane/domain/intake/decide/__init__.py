"""May a document be filed without a person: each rule, with its reason in French and its source."""
