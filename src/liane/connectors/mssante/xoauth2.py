"""The initial response of XOAUTH2. Rule: référentiel MSSanté #2 ECO.1.2.1; mssante.md §3.1."""

import pybase64


def render_xoauth2(mailbox: str, token: str) -> str:
    """Make the response, base64: ``user=<BAL>^Aauth=Bearer <token PSC>^A^A``."""
    return pybase64.b64encode_as_string(f"user={mailbox}\x01auth=Bearer {token}\x01\x01".encode())
