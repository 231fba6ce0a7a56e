"""The records office's examiner: what a group of hospitals scans from town, specialists and administrations. Its pages were read and learnt from."""
