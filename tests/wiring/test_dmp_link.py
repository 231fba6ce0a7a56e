"""The link to the DMP, against the simulated one over TLS: what TD0.2 says becomes a folder, open, closed or absent."""

import uuid
from pathlib import Path

import pytest

from liane.pipeline.dmp_existence import Folder
from liane.pipeline.dmp_identity import DMPIdentitySettings
from liane.pipeline.dmp_orders import DMPOrder, DMPOrderSettings, build_existence_order
from liane.pipeline.receive import understand
from liane.wiring.gates import DMPLink
from liane.wiring.services import make_policy, make_rules
from liane.wiring.settings import DMPSettings, Settings, TLSFiles
from liane_sandbox.dmp import server as dmp_server
from liane_sandbox.establishment import HOMOLOGATION_NUMBER
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.patients import SandboxPatient
from liane_sandbox.pki.folder import PKI
from tests.pipeline.flow_kit import NOW, make_cda, make_order
from tests.sandbox.dmp.kit import ABSENT, ADULT, CLOSED, load_material

pytestmark = pytest.mark.anyio
SOURCE_ID = "1.2.250.1.999.1.8121"


def make_existence(patient: SandboxPatient, pki: PKI, base_url: str) -> DMPOrder:
    understood = understand(make_order(make_cda(patient=patient)), make_policy(Settings()), make_rules(Settings()))
    request = understood.read.request
    assert request is not None
    return DMPOrder(
        request=request,
        settings=DMPOrderSettings(
            identity=DMPIdentitySettings(
                secteur_activite="SA01",
                vihf_version="3.0",
                lps_id="LIANE-0001",
                lps_nom="LIANE",
                lps_version="0.1.0",
                homologation=HOMOLOGATION_NUMBER,
            ),
            material=load_material(pki.org_sign),
            base_url=base_url,
            source_id=SOURCE_ID,
            processing_code="D",
        ),
        key="key",
        message_uuid=str(uuid.uuid4()),
        assertion_uuid=str(uuid.uuid4()),
        at=NOW,
    )


async def test_each_folder_is_told_as_it_is(pki: PKI, tmp_path: Path) -> None:
    server = await dmp_server.start(path=tmp_path / "dmp.sqlite3", pki=pki, faults=FaultSwitchboard())
    settings = DMPSettings(
        base_url=server.base_url,
        tls=TLSFiles(certificate=pki.org_auth_cli.certificate, key=pki.org_auth_cli.key, authorities=pki.authorities),
        signature_certificate=pki.org_sign.certificate,
        signature_key=pki.org_sign.key,
        source_id=SOURCE_ID,
    )
    link = DMPLink(settings, connections_max=1)
    try:
        for patient, folder in ((ADULT, Folder.OPEN), (CLOSED, Folder.CLOSED), (ABSENT, Folder.ABSENT)):
            answer = await link.submit(build_existence_order(make_existence(patient, pki, server.base_url)))
            assert answer.folder is folder
    finally:
        await link.close()
        await server.stop()
