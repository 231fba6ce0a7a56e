"""The university's examiner: the wards, laboratories and theatres of a university hospital group.

Its pages were read and may be learnt from.
"""
