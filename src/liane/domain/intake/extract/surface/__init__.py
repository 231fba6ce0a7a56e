"""A page as rows and cells of text, its labels, dates, numbers and names, before anything is told of whose they are."""
