"""The mailroom's examiner: what comes in a day to a hospital's records office. **Kept aside**: whoever mends the reading does not open it."""
