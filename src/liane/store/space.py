"""The floor of free space under which nothing more is taken: a full disk stops PostgreSQL at once (store.md §6)."""

import shutil
import time
from pathlib import Path

from liane.domain.errors import StorageUnavailable

FLOOR_BYTES = 3 * 1024**3
CHECK_PERIOD_S = 0.5


class SpaceGuard:
    """Watches the disk of one folder. floor_bytes: the size the WAL may reach, and one more GB."""

    def __init__(self, folder: Path, floor_bytes: int = FLOOR_BYTES) -> None:
        self._folder = folder
        self.floor_bytes = floor_bytes
        self._checked_at = float("-inf")
        self._free_bytes = 0

    def free_bytes(self) -> int:
        """Free space, looked at twice a second at most."""
        now = time.monotonic()
        if now - self._checked_at >= CHECK_PERIOD_S:
            self._free_bytes = shutil.disk_usage(self._folder).free
            self._checked_at = now
        return self._free_bytes

    def check(self) -> None:
        """Raise StorageUnavailable under the floor."""
        if self.free_bytes() < self.floor_bytes:
            raise StorageUnavailable("free space is under the floor")
