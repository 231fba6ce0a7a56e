"""Documents of our own making with their truth, and the measure of what the intake reads of them."""
