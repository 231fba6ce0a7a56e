"""Fictitious documents received and produced by a small general hospital in a mountain valley.

Kept aside: whoever mends the reading opens neither this code nor the pages that it draws; only counts are told.
"""
