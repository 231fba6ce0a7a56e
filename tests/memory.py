"""Where tests may keep files that nobody reads again: in memory, where the machine allows it.

What lives here: the choice of the folder. Databases are made and removed by hundreds, 900 files each; a disk spends
more on finding places for them than on anything else.
"""

import os
import shutil
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
FREE_BYTES_MIN = 4 * 1024**3


def find_memory() -> Path | None:
    """Give a folder kept in memory with room for the tests, None where there is none."""
    is_writable = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK | os.X_OK)
    return IN_MEMORY if is_writable and shutil.disk_usage(IN_MEMORY).free >= FREE_BYTES_MIN else None
