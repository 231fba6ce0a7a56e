"""Tesseract by its command: a picture in, a table of words out; one thread, a time limit, no file.

What lives here: the call. What must not: the treatment of the picture before, nor the choice of the engine.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from liane.codecs.imaging.reading import Grey
from liane.codecs.imaging.tsv import parse_tsv
from liane.domain.errors import RemoteUnavailable
from liane.domain.intake.page import Box, Engine, Word

LANGUAGE = "fra"
TIMEOUT_S_MAX = 30.0
ANSWER_BYTES_MAX = 32 * 1024 * 1024
_LINE_MM = 9.0
"""A zone lower than this is read as one line."""
_PASSED_ON = ("PATH", "TESSDATA_PREFIX", "LANG", "LC_ALL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tesseract:
    """The reader. command: path of the program; version: as it says; it travels to worker processes as it is."""

    command: str
    version: str
    timeout_s: float = TIMEOUT_S_MAX

    @property
    def engine(self) -> Engine:
        """Its name."""
        return Engine.TESSERACT

    def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
        """Read a picture or one zone of it. Raises RemoteUnavailable past timeout_s or when the program fails.

        Rule: intake.md §7, §9 (``OMP_THREAD_LIMIT=1``).
        """
        height, width = image.shape
        left, top, right, bottom = _pixels(zone, width, height)
        part = image[top:bottom, left:right]
        if min(part.shape) < 4:
            return ()
        answer = self._run(part, dpi, _layout_mode(part, dpi, is_zone=zone is not None))
        return parse_tsv(answer, width=width, height=height, left=left, top=top)

    def _run(self, part: Grey, dpi: int, mode: int) -> bytes:
        header = f"P5\n{part.shape[1]} {part.shape[0]}\n255\n".encode("ascii")
        call = [self.command, "stdin", "stdout", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(max(dpi, 70)), "tsv"]
        try:
            done = subprocess.run(  # noqa: S603 - our own program, arguments of ours
                call,
                input=header + part.tobytes(),
                capture_output=True,
                timeout=self.timeout_s,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as defect:
            raise RemoteUnavailable("tesseract", "timeout") from defect
        except OSError as defect:
            raise RemoteUnavailable("tesseract", type(defect).__name__) from defect
        if done.returncode != 0:
            raise RemoteUnavailable("tesseract", f"exit {done.returncode}")
        return done.stdout[:ANSWER_BYTES_MAX]


def _layout_mode(part: Grey, dpi: int, *, is_zone: bool) -> int:
    """Page segmentation: 3 finds columns and blocks, 6 takes one block, 7 one line."""
    if not is_zone:
        return 3
    return 7 if part.shape[0] / max(dpi, 70) * 25.4 < _LINE_MM else 6


def _pixels(zone: Box | None, width: int, height: int) -> tuple[int, int, int, int]:
    if zone is None:
        return 0, 0, width, height
    left, top = max(0, int(zone.x0 * width)), max(0, int(zone.y0 * height))
    return left, top, min(width, int(zone.x1 * width) + 1), min(height, int(zone.y1 * height) + 1)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "OMP_THREAD_LIMIT": "1"}


@cache
def find_tesseract() -> Tesseract | None:
    """The reader of this machine, or None when the program or its French data are not installed."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    try:
        languages = _ask(command, "--list-langs").split()
        version = _ask(command, "--version").split("\n", 1)[0].replace("tesseract", "").strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return Tesseract(command=command, version=version) if LANGUAGE in languages else None


def _ask(command: str, option: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own program
        [command, option], capture_output=True, timeout=10, env=_environment(), check=True
    )
    return (done.stdout or done.stderr).decode("utf-8", "replace")
