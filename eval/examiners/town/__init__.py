"""The town's examiner: practices, pharmacies, homes, forms, prints of portals. It was read and learnt from."""
