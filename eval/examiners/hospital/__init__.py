"""The hospital's examiner: letters and reports of wards, laboratories, imaging, forms of the offices. It was read and learnt from."""
