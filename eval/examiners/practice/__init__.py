"""The practice's examiner: what a group of town doctors scans or receives in a month. Its pages were read and learnt from."""
