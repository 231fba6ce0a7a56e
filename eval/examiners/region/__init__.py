"""The region's examiner: letters, results and forms of every kind of sender. It was read and learnt from."""
