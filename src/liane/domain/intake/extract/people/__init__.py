"""Every person named on a page, and who each one is: patient, author, addressee, staff, relative."""
