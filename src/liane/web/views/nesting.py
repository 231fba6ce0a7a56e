"""Bytes inside bytes: a part of a mail, a file of an archive, an attachment of a SOAP message, one step at a time."""

from liane.domain.errors import InvalidInput
from liane.web.views.archive import find_file
from liane.web.views.mail import find_part
from liane.web.views.soap import open_envelope

STEPS_MAX = 6


def open_step(data: bytes, media_type: str, step: str) -> tuple[bytes, str]:
    """Open one step: ``p0.1`` (part of a mail), ``f3`` (file of an archive), ``s0`` (attachment of a SOAP message).

    Returns the bytes and their announced media type. Raises LookupError when there is no such thing inside.
    """
    kind, which = step[:1], step[1:]
    try:
        if kind == "p":
            part = find_part(data, which)
            return part.decode(), part.media_type
        if kind == "f" and which.isdigit():
            return find_file(data, int(which))[1], ""
        if kind == "s" and which.isdigit():
            parts = list(open_envelope(data, media_type).parts.values())
            return parts[int(which)], ""
    except (InvalidInput, IndexError) as error:
        raise LookupError(step) from error
    raise LookupError(step)


def open_steps(data: bytes, media_type: str, steps: list[str]) -> tuple[bytes, str]:
    """Open steps one inside the other. Raises LookupError when one is not there, or past ``STEPS_MAX``."""
    if len(steps) > STEPS_MAX:
        raise LookupError("too deep")
    for step in steps:
        data, media_type = open_step(data, media_type, step)
    return data, media_type
