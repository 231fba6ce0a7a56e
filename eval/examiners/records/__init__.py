"""The records office's examiner: what a group of hospitals scans from town, specialists and administrations. **Kept aside**: whoever mends the reading does not open it."""
