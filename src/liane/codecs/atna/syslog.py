"""Syslog lines and their frames: RFC 5424 around a message, RFC 5425 (octet counting) around a line.

Rule: IHE ITI TF-2 3.20.4.1 (TLS syslog); RFC 5424 §6; RFC 5425 §4.3.
"""

import re
from datetime import UTC, datetime

FACILITY = 10
"""Security and authorisation messages."""
SEVERITY = 5
"""Notice: normal but significant."""
MESSAGE_ID = "DICOM+RFC3881"
SEQUENCE_MAX = 2147483647
_BOM = b"\xef\xbb\xbf"
_NOT_NAME = re.compile(r"[^\x21-\x7e]")


def render_line(message: bytes, *, at: datetime, host: str, process: str, sequence: int) -> bytes:
    """Write one RFC 5424 line around a UTF-8 message. sequence: the rank of the line, told as ``meta sequenceId``."""
    stamp = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    head = (
        f"<{FACILITY * 8 + SEVERITY}>1 {stamp} {_name(host, 255)} Liane {_name(process, 128)} {MESSAGE_ID} "
        f'[meta sequenceId="{(sequence - 1) % SEQUENCE_MAX + 1}"] '
    )
    return head.encode("ascii") + _BOM + message


def render_frame(line: bytes) -> bytes:
    """Write the length of a line before it."""
    return b"%d %s" % (len(line), line)


def _name(text: str, length_max: int) -> str:
    return _NOT_NAME.sub("_", text)[:length_max] or "-"
