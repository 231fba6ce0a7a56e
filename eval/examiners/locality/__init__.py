"""The locality's examiner: what a local hospital with a home for the elderly and home care receives from town.

**Kept aside**: whoever mends the reading does not open it.
"""
