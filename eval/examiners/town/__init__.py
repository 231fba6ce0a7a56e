"""The town's examiner: practices, pharmacies, homes, forms, prints of portals. **Kept aside**: whoever mends the reading does not open it."""
