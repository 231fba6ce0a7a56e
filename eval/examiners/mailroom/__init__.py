"""The mailroom's examiner: what comes in a day to a hospital's records office. It was read and learnt from."""
