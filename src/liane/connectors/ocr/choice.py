"""Which engine reads first on this machine, and which reads again.

Rule: intake.md §7 (Tesseract first where it is installed, RapidOCR as second reader; RapidOCR alone otherwise).
"""

from liane.codecs.imaging.reading import OCRReaders
from liane.connectors.ocr.rapid import find_rapid
from liane.connectors.ocr.tesseract import find_tesseract


def find_readers() -> OCRReaders:
    """Choose the readers of this machine; none found gives none, and pages without text are then said unread."""
    tesseract, rapid = find_tesseract(), find_rapid()
    if tesseract is None:
        return OCRReaders(first=rapid)
    return OCRReaders(first=tesseract, second=rapid)
