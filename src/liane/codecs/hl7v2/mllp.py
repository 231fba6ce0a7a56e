"""MLLP framing as a value: bytes in, whole messages out; no socket.

A frame is ``0x0B`` message ``0x1C 0x0D``. Rule: HL7 v2 transport specification, MLLP release 1; hl7v2.md §2.
"""

from liane.codecs.hl7v2.er7 import SIZE_BYTES_MAX
from liane.domain.errors import Finding, MalformedMessage, Severity

START = b"\x0b"
END = b"\x1c\r"
KEPT_BYTES_MAX = 1024 * 1024
CUT_CODE = "MLLP-003"
_BETWEEN = (b"\r", b"\n")
_RULE = "MLLP release 1; hl7v2.md §2"


def wrap_mllp(message: bytes) -> bytes:
    """Put a message in its frame."""
    return b"".join((START, message, END))


class MLLPReceiver:
    """Cuts a stream of bytes into messages, in time linear in its length.

    ``feed`` returns the messages completed so far. A defect (bytes outside a frame, frame past size_bytes_max) never
    hides the messages before it: they are returned first, and ``defect`` is set; the next ``feed`` or ``close`` raises
    it. When no message precedes the defect, ``feed`` raises at once. After a defect the stream is lost: ``rejected``
    holds the offending bytes (KEPT_BYTES_MAX at most), and the connection must be closed.
    """

    __slots__ = ("_buffer", "_is_inside", "_searched", "_size_bytes_max", "defect", "rejected")

    def __init__(self, *, size_bytes_max: int = SIZE_BYTES_MAX) -> None:
        self._buffer = bytearray()
        self._is_inside = False
        self._searched = 0
        self._size_bytes_max = size_bytes_max
        self.defect: MalformedMessage | None = None
        self.rejected = b""

    @property
    def is_idle(self) -> bool:
        """True between two frames, nothing being received."""
        return not self._is_inside and not self._buffer

    @property
    def buffered_bytes(self) -> int:
        """Bytes held for a frame not yet complete."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """Take the bytes just read; return the messages that they complete.

        Raises MalformedMessage MLLP-001 (bytes outside a frame) or MLLP-002 (frame too large), see the class.
        """
        if self.defect is not None:
            raise self.defect
        self._buffer += data
        messages: list[bytes] = []
        while self.defect is None:
            message = self._take()
            if message is None:
                break
            messages.append(message)
        if self.defect is not None and not messages:
            raise self.defect
        return messages

    def close(self) -> None:
        """Say that the stream has ended. Raises MalformedMessage, MLLP-003 when it ends inside a frame."""
        if self.defect is not None:
            raise self.defect
        if self._is_inside or self._buffer:
            self._fail(CUT_CODE, "La connexion s'est fermée au milieu d'une trame.", "Renvoyer le message entier.")
            raise self.defect  # type: ignore[misc]  # set just above

    def _take(self) -> bytes | None:
        if not self._is_inside and not self._open_frame():
            return None
        end = self._find_end()
        if (len(self._buffer) if end < 0 else end) > self._size_bytes_max:
            self._fail(
                "MLLP-002",
                f"La trame dépasse {self._size_bytes_max} octets.",
                "Envoyer un document plus petit, ou demander à l'exploitant de relever la limite.",
            )
            return None
        if end < 0:
            return None
        with memoryview(self._buffer) as view:
            message = bytes(view[:end])
        del self._buffer[: end + len(END)]
        self._is_inside = False
        self._searched = 0
        return message

    def _find_end(self) -> int:
        """Where the frame ends, -1 when it does not yet; searching one byte at a time is several times faster."""
        end = self._buffer.find(END[:1], self._searched)
        while end >= 0 and self._buffer[end : end + 2] != END:
            if end + 1 == len(self._buffer):
                self._searched = end
                return -1
            end = self._buffer.find(END[:1], end + 1)
        if end < 0:
            self._searched = len(self._buffer)
        return end

    def _open_frame(self) -> bool:
        """Drop the line ends between frames and the start byte; False when more bytes are needed or none fits."""
        skipped = 0
        while self._buffer[skipped : skipped + 1] in _BETWEEN:
            skipped += 1
        del self._buffer[:skipped]
        if not self._buffer:
            return False
        if self._buffer[:1] != START:
            self._fail(
                "MLLP-001",
                "Des octets sont arrivés hors d'une trame MLLP (0x0B … 0x1C 0x0D).",
                "Vérifier que l'émetteur parle MLLP et que la connexion est bien celle attendue (TLS ou en clair).",
            )
            return False
        del self._buffer[:1]
        self._is_inside = True
        self._searched = 0
        return True

    def _fail(self, code: str, message: str, remedy: str) -> None:
        with memoryview(self._buffer) as view:
            self.rejected = bytes(view[:KEPT_BYTES_MAX])
        self._buffer.clear()
        self.defect = MalformedMessage(
            Finding(
                code=code,
                severity=Severity.ERROR,
                location="trame MLLP",
                message=message,
                remedy=remedy,
                layer="mllp",
                rule=_RULE,
            )
        )
