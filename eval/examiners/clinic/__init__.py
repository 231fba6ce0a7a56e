"""The clinic's examiner: what patients bring in paper and what is faxed to a clinic. It was read and learnt from."""
