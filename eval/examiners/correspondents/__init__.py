"""The correspondents' examiner: the mail of a general hospital from everybody outside. Its pages were read and learnt from."""
