"""``sandbox.json``: where a running sandbox is and which certificates open it, for the product and for tests."""

import json
import os
from pathlib import Path

from liane_sandbox.annuaire.service import API_KEY as ANNUAIRE_KEY
from liane_sandbox.dpi.doors import ARCHIVE, ARCHIVED_TYPES, CARDIOLOGY
from liane_sandbox.emitter.scenario import DPI, PLATFORM, RIS, SGL
from liane_sandbox.establishment import (
    CARDIOLOGY_MAILBOX,
    FINESS,
    HOMOLOGATION_NUMBER,
    INSI_AUTHORIZATION,
    PFI_MAILBOX,
    PHARMACY_MAILBOX,
    STRUCTURE_ID,
    STRUCTURE_NAME,
)
from liane_sandbox.patients import IPP_NAMESPACE, IPP_OID, list_patients
from liane_sandbox.pki.folder import PKI, KeyPair
from liane_sandbox.psc.describing import describe_psc
from liane_sandbox.running import Sandbox

FORMAT = 1


def _pair(pair: KeyPair) -> dict[str, str]:
    return {"certificate": str(pair.certificate), "key": str(pair.key)}


def _certificates(pki: PKI) -> dict[str, object]:
    return {
        "root": str(pki.root),
        "authorities": str(pki.authorities),
        "crl": str(pki.crl),
        "org_auth_cli": _pair(pki.org_auth_cli),
        "org_sign": _pair(pki.org_sign),
        "bal_app": _pair(pki.bal_app),
        "insi_manu": _pair(pki.insi_manu),
        "insi_auto": _pair(pki.insi_auto),
        "traps": {
            name: _pair(getattr(pki, name))
            for name in ("expired_auth", "expired_sign", "revoked_auth", "revoked_sign", "foreign_auth", "foreign_sign")
        },
    }


def _mssante(sandbox: Sandbox) -> dict[str, object]:
    return {
        "host": sandbox.mssante.host,
        "smtp_port": sandbox.mssante.smtp_port,
        "imap_port": sandbox.mssante.imap_port,
        "mailbox": PFI_MAILBOX,
        "label": f"{STRUCTURE_NAME} - PFI",
        "reception": [
            {"mailbox": PFI_MAILBOX, "kind": "application", "unit": "", "unit_label": ""},
            {
                "mailbox": CARDIOLOGY_MAILBOX,
                "kind": "organisation",
                "unit": "3435",
                "unit_label": "Secrétariat cardiologie",
            },
            {
                "mailbox": PHARMACY_MAILBOX,
                "kind": "organisation",
                "unit": "",
                "unit_label": "Pharmacie du Test",
                "prescriptions": True,
            },
        ],
        "domains": [domain.domain for domain in sandbox.mssante.state.list_domains()],
        "mailboxes": [
            {"address": one.address, "kind": one.kind.value, "label": one.label, "state": one.state.value}
            for one in sandbox.mssante.state.list_mailboxes()
        ],
    }


def _dpi(sandbox: Sandbox) -> dict[str, object]:
    """The record system, and beside it the applications that take documents by its other doors."""
    return {
        "host": sandbox.dpi.host,
        "port": sandbox.dpi.port,
        "application": DPI.application,
        "facility": DPI.facility,
        "fhir_url": sandbox.dpi.fhir_url,
        "folder": str(sandbox.dpi.folder),
        "outlets": [
            {
                "application": ARCHIVE.application,
                "facility": ARCHIVE.facility,
                "folder": str(sandbox.dpi.folder),
                "types": list(ARCHIVED_TYPES),
            },
            {
                "application": CARDIOLOGY.application,
                "facility": CARDIOLOGY.facility,
                "fhir": sandbox.dpi.fhir_url,
                "mailbox": CARDIOLOGY_MAILBOX,
            },
        ],
    }


def describe(sandbox: Sandbox, pages_url: str) -> dict[str, object]:
    """Say everything that a caller needs to know of a running sandbox, as JSON values."""
    platform_host, platform_port = sandbox.platform
    return {
        "format": FORMAT,
        "simulation": True,
        "pid": os.getpid(),
        "started_at": sandbox.started_at.isoformat(),
        "folder": str(sandbox.options.folder),
        "pages": {"url": pages_url},
        "establishment": {
            "name": STRUCTURE_NAME,
            "finess": FINESS,
            "structure_id": STRUCTURE_ID,
            "ipp_oid": IPP_OID,
            "ipp_namespace": IPP_NAMESPACE,
        },
        "dmp": {"base_url": sandbox.dmp.base_url, "homologation": HOMOLOGATION_NUMBER},
        "insi": {"url": sandbox.insi.url, "idam": INSI_AUTHORIZATION},
        "annuaire": {"url": sandbox.annuaire.url, "api_key": ANNUAIRE_KEY},
        "psc": describe_psc(sandbox.psc.service),
        "mssante": _mssante(sandbox),
        "emitter": {
            "zam_host": "127.0.0.1",
            "zam_port": sandbox.emitter.zam_port,
            "platform_host": platform_host,
            "platform_port": platform_port,
            "platform": {"application": PLATFORM.application, "facility": PLATFORM.facility},
            "applications": [{"application": one.application, "facility": one.facility} for one in (SGL, RIS, DPI)],
        },
        "dpi": _dpi(sandbox),
        "certificates": _certificates(sandbox.pki) | {"crl_url": f"{pages_url}/api/pki/issuing.crl"},
        "patients": [
            {
                "ins": one.ins.matricule,
                "ins_oid": one.ins.oid,
                "label": one.label,
                "ipp": one.ipp,
                "dmp": one.dmp_state.value,
                "mes": one.mes_state.value,
                "is_minor": one.is_minor,
            }
            for one in list_patients()
        ],
    }


def write_description(path: Path, description: dict[str, object]) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
