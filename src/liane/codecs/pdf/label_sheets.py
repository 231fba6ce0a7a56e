"""The sheets and rolls on which labels are printed, as measures; nothing of what a label says."""

from collections.abc import Iterator
from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """One format, in millimetres. key: what a setting or an address names; label: French, for a list.

    left, top: margins of the first label; column_gap, row_gap: between labels.
    """

    key: str
    label: str
    page_width: float
    page_height: float
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    column_gap: float = 0.0
    row_gap: float = 0.0

    @property
    def count(self) -> int:
        """Labels on a page."""
        return self.columns * self.rows

    def places(self) -> Iterator[tuple[float, float]]:
        """Upper left corner of each label of a page, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield (
                    self.left + column * (self.width + self.column_gap),
                    self.top + row * (self.height + self.row_gap),
                )


def _a4(key: str, columns: int, rows: int, size: tuple[float, float], gap: float = 0.0) -> LabelSheet:
    """Labels centred on an A4 page."""
    width, height = size
    return LabelSheet(
        key=key,
        label=f"Planche A4 de {columns * rows} étiquettes, {width:g} × {height:g} mm".replace(".", ","),
        page_width=210.0,
        page_height=297.0,
        columns=columns,
        rows=rows,
        width=width,
        height=height,
        left=(210.0 - columns * width - (columns - 1) * gap) / 2,
        top=(297.0 - rows * height) / 2,
        column_gap=gap,
    )


def _single(key: str, width: float, height: float) -> LabelSheet:
    return LabelSheet(
        key=key,
        label=f"Étiquette seule, {width:g} × {height:g} mm",
        page_width=width,
        page_height=height,
        columns=1,
        rows=1,
        width=width,
        height=height,
    )


SHEETS = {
    sheet.key: sheet
    for sheet in (
        _a4("3x8", 3, 8, (70.0, 37.0)),
        _a4("3x7", 3, 7, (63.5, 38.1), 2.54),
        _a4("2x7", 2, 7, (99.1, 38.1), 2.5),
        _a4("2x8", 2, 8, (105.0, 37.0)),
        _single("1x1", 70.0, 37.0),
        _single("1x1-58", 58.0, 40.0),
    )
}
"""Formats offered. ``3x8`` is the usual one of French hospitals."""
DEFAULT_SHEET = SHEETS["3x8"]
