"""The city's examiner: what private clinics and town practices, laboratories and home-care providers of a big city exchange.

Kept aside: whoever mends the reading opens neither its code nor its pages.
"""
