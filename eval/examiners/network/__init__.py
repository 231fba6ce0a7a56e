"""The network's examiner: the outside senders of a hospital group and of a rehabilitation and long-stay network. Its pages were read and learnt from."""
