"""What a datamatrix INS gives to the page of creation: read from what a hand scanner typed, or from a picture."""

from dataclasses import dataclass

from liane.codecs.barcode.datamatrix_ins import HEADER, read_payload
from liane.codecs.barcode.reader import read_symbols
from liane.domain.errors import Finding, InvalidInput
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits

PICTURE_BYTES_MAX = 12 * 1024 * 1024


class ScanFailure(Exception):
    """Nothing usable was read; the text is French, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was read: a candidate INS and traits, sources of a search, never a proof. notes: French, what is unusual.

    Rule: ins.md §9 (« a scan is a source of traits: it never makes an identity qualifiée alone »).
    """

    ins: INS
    traits: PatientTraits
    notes: tuple[str, ...] = ()


class Scanner:
    """Reads datamatrix INS. allowed_oids: INS authorities of this environment."""

    def __init__(self, *, allowed_oids: frozenset[str], is_production: bool) -> None:
        self._allowed_oids = allowed_oids
        self._is_production = is_production

    def read_text(self, text: str) -> Scan:
        """Read what a hand scanner typed. Raises ScanFailure."""
        return self._read(text)

    def read_picture(self, data: bytes) -> Scan:
        """Find and read the one datamatrix INS of a picture (PNG, JPEG…). Raises ScanFailure."""
        try:
            found = [symbol.data for symbol in read_symbols(data) if HEADER[:2].encode() in symbol.data[:8]]
        except InvalidInput as error:
            raise ScanFailure(_tell(error.findings)) from error
        if not found:
            raise ScanFailure("Aucun datamatrix INS n’a été trouvé dans cette image : la prendre de plus près, nette.")
        if len(set(found)) > 1:
            raise ScanFailure("L’image montre plusieurs datamatrix INS : n’en cadrer qu’un.")
        return self._read(found[0])

    def _read(self, raw: str | bytes) -> Scan:
        try:
            read = read_payload(raw, allowed_oids=self._allowed_oids, is_production=self._is_production)
        except InvalidInput as error:
            raise ScanFailure(_tell(error.findings)) from error
        return Scan(ins=read.ins, traits=read.traits, notes=tuple(one.message for one in read.findings))


def _tell(findings: tuple[Finding, ...]) -> str:
    return " ".join(f"{one.message} {one.remedy}".strip() for one in findings) or "Le datamatrix n’a pas pu être lu."
