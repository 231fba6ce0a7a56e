"""A request to the simulated Pro Santé Connect once read: its form, its caller, the fault that it meets; refusals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.http_server import Reply, Request

FORM_FIELDS_MAX = 40
TOKEN_FAULTS: Mapping[str, str] = {
    "wrong-audience": "id_token d'une autre application",
    "wrong-issuer": "id_token d'un autre émetteur",
    "wrong-nonce": "id_token d'une autre demande",
    "wrong-acr": "id_token de niveau insuffisant",
    "expired": "id_token expiré",
    "stale-auth": "id_token sans réauthentification",
    "alg-none": "id_token sans signature",
    "hs256": "id_token signé avec la clé publique comme secret",
    "wrong-key": "id_token signé d'une clé non publiée",
    "other-person": "userInfo d'une autre personne",
}
"""What ``refuse`` with this code makes of the tokens; any other code is answered as an OAuth error."""

Values = dict[str, Any]


class Refused(Exception):
    """An OAuth refusal: error code, HTTP status."""

    def __init__(self, error: str, description: str = "", status: int = 400) -> None:
        self.error, self.description, self.status = error, description, status
        super().__init__(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A registered application. redirects: exact addresses; a loopback one is known whatever its port."""

    client_id: str
    secret: str
    name: str
    redirects: tuple[str, ...] = ()
    front_channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request, read."""

    endpoint: str
    form: dict[str, str]
    headers: dict[str, str]
    peer: bytes | None
    now: datetime
    fault: Fault | None = None

    @property
    def misdeed(self) -> str:
        """The wrong token that a fault asks for."""
        is_wrong = self.fault is not None and self.fault.kind is FaultKind.REFUSE and self.fault.code in TOKEN_FAULTS
        return self.fault.code if is_wrong and self.fault is not None else ""


def find_bearer(exchange: Exchange) -> str:
    """Give the bearer token of a request; empty without."""
    scheme, _, token = exchange.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def read_form(request: Request) -> dict[str, str]:
    """Read the form of a request; empty when it is none."""
    try:
        return dict(parse_qsl(request.body.decode("ascii"), keep_blank_values=True, max_num_fields=FORM_FIELDS_MAX))
    except (UnicodeDecodeError, ValueError):
        return {}


def make_json(status: int, value: Values) -> Reply:
    """Write an answer."""
    return Reply(status=status, content_type="application/json", body=json.dumps(value, ensure_ascii=False).encode())
