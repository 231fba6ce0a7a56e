"""Which decided documents only measure what is learnt, and how many it takes.

A document is set apart by its number, once for all: nothing that is learnt is ever trained on it.
Rule: intake.md §8 (promoted only if better on a frozen set).
"""

import hashlib

FROZEN_SHARE = 5
"""One example in so many is never trained on."""
EXAMPLES_MIN = 40
FROZEN_MIN = 10
GAIN_MIN = 0.01


def is_frozen(item_id: int) -> bool:
    """Tell whether a document only measures."""
    return hashlib.sha256(str(item_id).encode()).digest()[0] % FROZEN_SHARE == 0
