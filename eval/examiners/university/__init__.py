"""The university's examiner: the wards, laboratories and theatres of a university hospital group.

Kept aside: whoever mends the reading opens neither its code nor its pages.
"""
