"""Any bytes give a value or InvalidInput, from every parser of the provider's answers."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from liane.codecs.oidc.ciba import parse_ciba_answer
from liane.codecs.oidc.discovery import check_discovery, parse_discovery
from liane.codecs.oidc.id_token import check_id_token
from liane.codecs.oidc.introspection import is_bound_to, parse_exchange_answer, parse_introspection
from liane.codecs.oidc.keys import find_key_number, parse_keys
from liane.codecs.oidc.logout_token import check_logout_token
from liane.codecs.oidc.tokens import parse_token_answer
from liane.codecs.oidc.userinfo import parse_userinfo, read_professional
from liane.domain.errors import InvalidInput
from tests.codecs.oidc.oidc_kit import CLIENT, ISSUER, NOW, make_expected, publish

NAMES = (
    *("issuer", "token_endpoint", "authorization_endpoint", "userinfo_endpoint", "jwks_uri", "mtls_endpoint_aliases"),
    *(
        "keys",
        "kty",
        "n",
        "e",
        "kid",
        "use",
        "access_token",
        "expires_in",
        "token_type",
        "refresh_token",
        "auth_req_id",
    ),
    *("interval", "active", "scope", "aud", "cnf", "exp", "sub", "SubjectNameID", "SubjectRefPro", "exercices"),
    *("activities", "codeProfession", "SubjectRole", "error"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["RSA", "Bearer"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)
OBJECTS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8)
BYTES = st.binary(max_size=200) | OBJECTS.map(lambda value: json.dumps(value).encode())
PARSERS: list[Callable[[bytes], Any]] = [
    lambda data: check_discovery(parse_discovery(data), issuer="", hosts=("h",)),
    parse_keys,
    lambda data: parse_token_answer(200, data),
    lambda data: parse_token_answer(400, data),
    lambda data: parse_ciba_answer(200, data),
    lambda data: parse_introspection(200, data),
    lambda data: parse_exchange_answer(200, data),
    lambda data: parse_userinfo(data, "application/json", keys=None, expected=None),
    lambda data: parse_userinfo(data, "application/jwt", keys=publish(), expected=None),
]


@given(data=BYTES)
def test_any_bytes_give_a_value_or_invalid_input(data: bytes) -> None:
    for place, parser in enumerate(PARSERS):
        note(f"parser {place}")
        with contextlib.suppress(InvalidInput):
            parser(data)


@given(token=st.text(max_size=80) | st.from_regex(r"[\w-]{0,20}\.[\w-]{0,20}\.[\w-]{0,20}", fullmatch=True))
def test_any_text_is_no_token(token: str) -> None:
    find_key_number(token)
    with pytest.raises(InvalidInput):
        check_id_token(token, publish(), make_expected())
    with pytest.raises(InvalidInput):
        check_logout_token(token, publish(), issuer=ISSUER, client_id=CLIENT, now=NOW)


@given(values=OBJECTS)
def test_any_object_names_a_professional_or_nobody(values: dict[str, Any]) -> None:
    try:
        found = read_professional(values)
    except InvalidInput:
        return
    assert found.identifier


@given(thumbprint=st.text(max_size=100), certificate=st.binary(max_size=20))
def test_any_thumbprint_is_read(thumbprint: str, certificate: bytes) -> None:
    assert not is_bound_to(thumbprint, certificate, accepts_hexadecimal=True)
