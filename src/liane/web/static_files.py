"""The packaged static files: found at start, served from memory, compressed once, cached for ever under their hash."""

import gzip
import hashlib
from importlib import resources

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
COMPRESSED = frozenset({"css", "js", "svg"})
FOREVER = "public, max-age=31536000, immutable"


class StaticFiles:
    """Every file of ``static/`` and ``static/fonts/`` whose type is known; nothing else can be reached."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[bytes, bytes | None, str]] = {}
        self._hashes: dict[str, str] = {}
        folder = resources.files("liane.web") / "static"
        for prefix, place in (("", folder), ("fonts/", folder / "fonts")):
            for item in place.iterdir():
                ending = item.name.rpartition(".")[2]
                if item.is_file() and ending in MEDIA_TYPES:
                    self._add(f"{prefix}{item.name}", item.read_bytes(), ending)

    def _add(self, name: str, data: bytes, ending: str) -> None:
        packed = gzip.compress(data, 9, mtime=0) if ending in COMPRESSED else None
        self._files[name] = (data, packed, MEDIA_TYPES[ending])
        self._hashes[name] = hashlib.sha256(data).hexdigest()[:10]

    def address(self, name: str) -> str:
        """Give the address of a file, which changes when its content does. Raises KeyError."""
        return f"/static/{name}?v={self._hashes[name]}"

    async def serve(self, request: Request) -> Response:
        """Answer a request for ``/static/{name}``."""
        found = self._files.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("Fichier inconnu.", status_code=404)
        data, packed, media_type = found
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, media_type=media_type, headers=headers | {"Content-Encoding": "gzip"})
        return Response(data, media_type=media_type, headers=headers)
