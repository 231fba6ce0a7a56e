"""The network's examiner: the outside senders of a hospital group and of a rehabilitation and long-stay network. **Kept aside**: whoever mends the reading does not open it."""
