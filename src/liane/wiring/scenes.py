"""Scenes of the demonstration: each is played, looked at, and told right or not.

What lives here: the playing. What must not: what the scenes do (``counter``, ``arrivals``, ``intake_scene``).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from liane.domain.errors import LianeError

Act = Callable[[], Awaitable[tuple[str, bool]]]
"""What a scene does: gives what was seen, in French, and whether it was as it had to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One thing that happened. found: what was seen, in French. is_right: as it had to be."""

    title: str
    found: str
    is_right: bool


async def play_scene(title: str, act: Act, tell: Callable[[Scene], None]) -> Scene:
    """Play one scene; when it breaks it is told as such."""
    try:
        found, is_right = await act()
    except (LianeError, LookupError, TimeoutError) as error:
        found, is_right = f"interrompu ({type(error).__name__})", False
    scene = Scene(title=title, found=found, is_right=is_right)
    tell(scene)
    return scene


async def play_scenes(acts: Sequence[tuple[str, Act]], tell: Callable[[Scene], None]) -> list[Scene]:
    """Play every scene in order; after one that breaks, the next ones are played."""
    return [await play_scene(title, act, tell) for title, act in acts]
