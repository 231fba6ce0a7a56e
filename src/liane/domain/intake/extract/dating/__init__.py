"""What each printed date is the date of."""
