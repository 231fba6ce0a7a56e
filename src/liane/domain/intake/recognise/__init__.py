"""Reading guided by the index: what of each candidate record stands on the page."""
