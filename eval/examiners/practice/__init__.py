"""The practice's examiner: what a group of town doctors scans or receives in a month. **Kept aside**: whoever mends the reading does not open it."""
