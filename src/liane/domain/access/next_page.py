"""Where to go after a sign-in: an address of Liane itself, never one that an outside page could choose elsewhere."""

HOME = "/"
ADDRESS_CHARS_MAX = 2000
_NEVER = ("/connexion", "/deconnexion", "/static", "/api", "/metrics")


def find_next_page(wanted: str) -> str:
    """Give the address wanted when it is a page of ours, else the first page.

    Refused: another site in any of its spellings (``//site``, ``/\\site``, ``https:site``), control characters, and the
    pages of sign-in themselves. Rule: RFC 9700 §4.11 (open redirectors).
    """
    if not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > ADDRESS_CHARS_MAX:
        return HOME
    if not wanted.isascii() or not wanted.isprintable() or any(sign in wanted for sign in " \\#"):
        return HOME
    path = wanted.partition("?")[0]
    if "//" in path or "/../" in f"{path}/" or "/./" in f"{path}/":
        return HOME
    is_ours = not any(path == one or path.startswith(f"{one}/") for one in _NEVER)
    return wanted if is_ours else HOME
