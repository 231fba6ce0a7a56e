"""The addresses of the entries of a transaction are no identifiers: a server may write its own in their place."""

import json

from liane.codecs.fhir_pdsm.provide import render_provide_bundle
from tests.codecs.handed_kit import make_handed


def test_no_identifier_is_the_address_of_an_entry() -> None:
    bundle = json.loads(render_provide_bundle(make_handed()))
    addresses = {one["fullUrl"] for one in bundle["entry"]}
    resources = [one["resource"] for one in bundle["entry"]]
    identifiers = {one["value"] for resource in resources for one in resource.get("identifier", ())}
    conditions = " ".join(one["request"].get("ifNoneExist", "") for one in bundle["entry"])
    assert addresses.isdisjoint(identifiers)
    assert not any(address in conditions for address in addresses)
