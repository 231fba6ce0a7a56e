"""What every outlet that is told a whole document does first: gather it, wait until its person is known, or refuse.

Rule: intake.md §1.9; INS/va1.53.
"""

from datetime import datetime

from liane.domain.documents.delivery import Cause, CauseClass
from liane.domain.documents.handover import HandedDocument
from liane.pipeline.intake.handed import HandedMaker, NotTiedYet
from liane.pipeline.intake.outlets import HandOver, OutletAnswer, Verdict

NOBODY = Cause(
    cause_class=CauseClass.POLICY,
    code="902",
    message="l'identité n'a ni numéro de l'établissement ni INS qualifiée à transmettre.",
    remedy="Compléter l'identité du patient (IPP), puis intégrer à nouveau.",
)


async def prepare(maker: HandedMaker, one: HandOver, now: datetime) -> HandedDocument | OutletAnswer:
    """Give what is handed over, or the answer that stands for it: not yet, or nobody to name."""
    try:
        handed = await maker.make(one, now)
    except NotTiedYet:
        return OutletAnswer(verdict=Verdict.NOT_YET)
    if handed.patient.ipp is None and handed.patient.ins is None:
        return OutletAnswer(verdict=Verdict.REFUSED, code="patient", cause=NOBODY)
    return handed
