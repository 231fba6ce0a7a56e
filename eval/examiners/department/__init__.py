"""The department's examiner: the papers that a departmental hospital centre receives and produces.

Kept aside: whoever mends the reading opens neither its code nor its pages, and only counts are told.
"""
