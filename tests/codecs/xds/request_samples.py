"""A context and a lot of test for whole requests to the DMP."""

from dataclasses import replace

from liane.codecs.ebxml.metadata import Submission
from liane.codecs.saml.vihf import AuthentificationMode
from liane.codecs.xds.request import RequestContext
from tests.codecs.ebxml.ebxml_samples import SUBMISSION
from tests.codecs.saml.vihf_samples import NOW, SAMPLE
from tests.codecs.xmldsig.signing import seal
from tests.codecs.xmldsig.test_xades_lot import CDA

MESSAGE_UUID = "4f3c0f2e-5a0e-4d7d-9d63-6c6fbb0a3a11"
BASE_URL = "https://dmp.simulateur.local/si-dmp-server/v2/services"
SIGNATURE_UID = "1.2.250.1.999.1.1.9999.4.1"
DOCUMENT = CDA


def make_context(mode: str = AuthentificationMode.INDIRECTE) -> RequestContext:
    vihf = replace(SAMPLE, mode=mode)
    if mode == AuthentificationMode.INDIRECTE_RENFORCEE:
        vihf = replace(vihf, authn_context_decl="CONF_EXI_PGSSIS")
    return RequestContext(
        vihf=vihf,
        material=seal().material,
        base_url=BASE_URL,
        message_uuid=MESSAGE_UUID,
        assertion_uuid="5f0e6a52-7c2b-4c4e-9a55-0d6d5d1f9b10",
        at=NOW,
    )


def make_submission() -> Submission:
    return SUBMISSION
