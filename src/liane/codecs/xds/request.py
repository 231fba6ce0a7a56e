"""A request to the DMP, ready to send: its bytes, its address, what it is; and how every request is put together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from liane.codecs.saml.vihf import VIHF, render_vihf
from liane.codecs.soap.envelope import Addressing, render_request
from liane.codecs.soap.mtom import Part, render_multipart
from liane.codecs.soap.names import SOAP_TYPE
from liane.codecs.xds.modes import Transaction, check_mode
from liane.codecs.xmldsig.algorithms import Suite
from liane.codecs.xmldsig.keys import SigningMaterial, load_signer

REGISTRY = "/registry"
REPOSITORY = "/repository"
PATIENTS = "/patients"
HABILITATIONS = "/habilitations"
PATIENTS_SPECIFIC = "/patientsSpecific"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestContext:
    """What every request needs beside its body; picklable, so that it may be built in a worker process.

    base_url: without trailing slash; empty leaves wsa:To empty, which the DMP accepts. message_uuid and assertion_uuid:
    fresh UUIDs, hexadecimal with dashes. at: aware instant. suite: of the VIHF. lot_suite: of the XAdES signature.
    """

    vihf: VIHF
    material: SigningMaterial
    base_url: str
    message_uuid: str
    assertion_uuid: str
    at: datetime
    suite: Suite = Suite.SHA256
    lot_suite: Suite = Suite.SHA1


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltRequest:
    """A request ready to send. path: added to the base address. chunks: the whole HTTP body, in order.

    root: the envelope alone (first MIME part of a multipart), for the trace. parts: what travels beside it, the same
    bytes as in chunks. message_id: to check RelatesTo.
    """

    transaction: Transaction
    mode: str
    path: str
    action: str
    message_id: str
    content_type: str
    chunks: tuple[bytes, ...] = field(repr=False)
    root: bytes = field(repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)

    @property
    def size_bytes(self) -> int:
        """Length of the HTTP body."""
        return sum(len(chunk) for chunk in self.chunks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What distinguishes one transaction from another: where it goes, under which action, as MTOM or not."""

    transaction: Transaction
    path: str
    action: str
    is_mtom: bool = False


def build_request(
    context: RequestContext, recipe: Recipe, body: etree._Element, parts: Sequence[Part] = ()
) -> BuiltRequest:
    """Sign a fresh VIHF, wrap the body, attach the parts. Raises AccessDenied when the mode forbids the transaction.

    Rule: dmp.md §2, §3, §6.4.
    """
    check_mode(recipe.transaction, context.vihf.mode)
    assertion = render_vihf(
        context.vihf,
        signer=load_signer(context.material),
        assertion_id=f"_{context.assertion_uuid}",
        issued_at=context.at,
        suite=context.suite,
    )
    message_id = f"urn:uuid:{context.message_uuid}"
    to = f"{context.base_url}{recipe.path}" if context.base_url else ""
    addressing = Addressing(action=recipe.action, message_id=message_id, to=to)
    root = render_request(addressing, body, security=assertion)
    content_type = f'{SOAP_TYPE}; charset=UTF-8; action="{recipe.action}"'
    chunks: tuple[bytes, ...] = (root,)
    if recipe.is_mtom:
        content_type, chunks = render_multipart(
            root,
            parts,
            boundary=f"MIME_{context.message_uuid}",
            root_id=f"root.{context.message_uuid}@liane",
            action=recipe.action,
        )
    return BuiltRequest(
        transaction=recipe.transaction,
        mode=context.vihf.mode,
        path=recipe.path,
        action=recipe.action,
        message_id=message_id,
        content_type=content_type,
        chunks=chunks,
        root=root,
        parts=tuple(parts),
    )
