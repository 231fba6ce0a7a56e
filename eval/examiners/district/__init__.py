"""The district's examiner: laboratories, imaging, stays, letters and odder papers of a district. **Kept aside**: whoever mends the reading does not open it."""
