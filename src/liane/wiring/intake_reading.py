"""The page readers of this machine, for whoever reads files without a server."""

from liane.codecs.imaging.reading import OCRReaders
from liane.connectors.ocr.choice import find_readers


def find_page_readers() -> OCRReaders:
    """Choose the OCR engines of this machine. Rule: intake.md §7."""
    return find_readers()
