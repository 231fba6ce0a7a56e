"""The access log that a patient is given, as a PDF/A-1b: who did what on their data, when."""

from datetime import datetime

from liane.codecs.cda.narrative import Cell, Paragraph, Span, Table
from liane.codecs.pdf.layout import Flow
from liane.codecs.pdf.lines import clean_text
from liane.codecs.pdf.writer import Canvas, Description
from liane.domain.audit.access_log import AccessLog, AccessLogLine
from liane.domain.documents.timestamp import PARIS

TITLE = "Relevé des accès à votre dossier"
HEAD = ("Quand", "Qui", "Fonction et lieu", "Acte", "Issue")


def render_access_log(log: AccessLog, *, banner: str = "") -> bytes:
    """Draw a log. banner: words at the top of the first page (a simulation). The same log gives the same bytes.

    Rule: CSP L1111-19; RGPD art. 15.
    """
    canvas = Canvas()
    made = _instant(log.made_at)
    flow = Flow(canvas, footer=f"{TITLE} – {log.establishment} – {made}", running_title=TITLE)
    if banner:
        flow.banner(banner)
    flow.heading(TITLE, 1)
    flow.pairs(
        (
            ("Patient", log.patient),
            ("Né(e) le", log.born),
            ("Dossier", log.identifier),
            ("Établissement", log.establishment),
            ("Période", _period(log)),
            ("Établi", f"{made}, par {log.made_by}"),
        )
    )
    flow.space(8)
    if log.lines:
        flow.blocks((_table(log.lines),))
    else:
        flow.blocks((_paragraph("Aucun accès n’est enregistré sur cette période."),))
    if log.is_cut:
        flow.blocks((_paragraph("Le relevé est incomplet : demander une période plus courte."),))
    flow.space(8)
    flow.blocks((_paragraph(_NOTE),))
    flow.finish()
    return canvas.render(
        Description(title=TITLE, author=clean_text(log.establishment), created=log.made_at.astimezone(PARIS))
    )


def _period(log: AccessLog) -> str:
    since = _instant(log.since) if log.since is not None else "le début"
    until = _instant(log.until) if log.until is not None else "l’établissement de ce relevé"
    return f"depuis {since}, jusqu’à {until}"


def _instant(at: datetime) -> str:
    return at.astimezone(PARIS).strftime("%d/%m/%Y à %H:%M")


def _table(lines: tuple[AccessLogLine, ...]) -> Table:
    return Table(
        head=(tuple(_cell(text, is_heading=True) for text in HEAD),),
        body=tuple(
            (
                _cell(_instant(line.at)),
                _cell(line.who),
                _cell(line.what_they_are),
                _cell(f"{line.act} ({line.reason})" if line.reason else line.act),
                _cell(line.outcome),
            )
            for line in lines
        ),
    )


def _cell(text: str, *, is_heading: bool = False) -> Cell:
    return Cell(blocks=(_paragraph(text),), is_heading=is_heading)


def _paragraph(text: str) -> Paragraph:
    return Paragraph(spans=(Span(text=text),))


_NOTE = (
    "Ce relevé dit qui a consulté ou modifié vos données dans la plateforme d’échange de l’établissement. Les accès à "
    "votre Dossier médical partagé faits ailleurs se lisent dans Mon espace santé. Pour toute question, ou si un accès "
    "vous surprend, adressez-vous à l’établissement ou à son délégué à la protection des données."
)
