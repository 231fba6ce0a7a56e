"""Reading fields on pages of words: what is printed, where, whose, and how sure."""
