"""What a page reader may be asked, as a protocol; engines live among the connectors, since they run programs.

What lives here: the shape of an engine and the choice of readers. What must not: an engine.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from liane.domain.intake.page import Box, Engine, Word

Grey = npt.NDArray[np.uint8]
"""A picture in grey: rows × columns, 0 black to 255 white."""
ZONES_MAX = 40
"""Zones that the second reader is asked on one page."""


class OCREngine(Protocol):
    """One reader of pictures. Rule: intake.md §7."""

    @property
    def engine(self) -> Engine:
        """Its name, put on each word."""
        ...

    @property
    def version(self) -> str:
        """Version of the program and of its model."""
        ...

    def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
        """Read an upright picture, or one zone of it.

        image: grey, upright and straight; dpi: its resolution, 0 when unknown. Boxes are fractions of the whole
        picture, also when a zone is asked. Words come line by line, ``line`` and ``block`` counted from 0.
        Raises RemoteUnavailable when the program fails or passes its time limit.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OCRReaders:
    """The readers of a node, in order; both None: pages without a text layer stay unread and are said so."""

    first: OCREngine | None = None
    second: OCREngine | None = None
