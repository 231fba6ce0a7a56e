"""The garbage collector of a process that serves: what was loaded at the start is never walked again."""

import atexit
import gc

YOUNG_MAX = 20_000
"""Objects made before the young ones are walked; a message makes thousands that die by themselves."""


def settle_memory() -> None:
    """Call once, when everything is loaded and before serving.

    At the end everything is walked again: a library in C++ that is never let go of says on the console that it leaks.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
    gc.set_threshold(YOUNG_MAX, 20, 20)
