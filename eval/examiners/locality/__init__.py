"""The locality's examiner: what a local hospital with a home for the elderly and home care receives from town.

Its pages were read and may be learnt from.
"""
