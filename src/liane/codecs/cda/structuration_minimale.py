"""The header rules of the CI-SIS, run without any kit: what must hold before a document may leave.

What lives here: the order of the checks. The rules themselves are in the ``structuration_*`` modules, by topic. The
official schematrons say more; they run when a kit is installed.
Rule: CI-SIS « Structuration minimale de documents de santé » (1.2.250.1.213.1.1.1.1); cda.md §3, §5, §6.
"""

from lxml import etree

from liane.codecs.cda.findings import Collector
from liane.codecs.cda.structuration_act import check_acts
from liane.codecs.cda.structuration_document import check_body, check_document
from liane.codecs.cda.structuration_patient import check_patient
from liane.codecs.cda.structuration_people import check_people
from liane.domain.documents.header import DocumentHeader
from liane.domain.errors import Finding


def check_header(root: etree._Element, header: DocumentHeader) -> list[Finding]:
    """Every finding on a document's header and on the PDF that it carries, in the order of the document.

    root, header: as ``read_document`` gave them. Locations are XPaths with the CDA namespace left out.
    """
    collector = Collector()
    check_document(collector, root, header)
    check_patient(collector, root, header)
    check_people(collector, root)
    check_acts(collector, root)
    check_body(collector, root, header)
    return collector.findings
