"""What a document is, among the types of the CI-SIS: rules on titles and a linear model of its words."""
