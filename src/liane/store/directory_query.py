"""What is asked of the directory, as conditions of one statement: only those asked, so that each finds its index."""

from liane.store.directory_rows import fold_words

WORDS_MAX = 6
TOLERANT_CHARS_MIN = 4
ACTS_THERE = """EXISTS (
    SELECT 1 FROM directory_situations r JOIN directory_structures s ON s.key = r.structure
    WHERE r.practitioner = p.key AND r.is_active AND (s.postal_code LIKE {0} OR s.folded LIKE {1}))"""
IS_THERE = "(s.postal_code LIKE {0} OR s.folded LIKE {1})"
PERSON_IS_REACHABLE = """(
    EXISTS (SELECT 1 FROM directory_mailboxes m WHERE m.owner_kind = 'P' AND m.owner_key = p.key AND m.kind <> 'APP')
    OR EXISTS (SELECT 1 FROM directory_situations r JOIN directory_mailboxes m ON m.owner_kind = 'R'
               AND m.owner_key = r.key AND m.kind <> 'APP' WHERE r.practitioner = p.key AND r.is_active))"""
STRUCTURE_IS_REACHABLE = """EXISTS (
    SELECT 1 FROM directory_mailboxes m WHERE m.owner_kind = 'S' AND m.owner_key = s.key AND m.kind <> 'APP')"""


class Conditions:
    """The WHERE of one search on records in force. alias: of the table searched."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._parts = [f"{alias}.is_active"]
        self.values: list[str] = []
        self.order = "1"

    @property
    def text(self) -> str:
        """The conditions, all of them."""
        return " AND ".join(self._parts)

    def add(self, condition: str, *values: str) -> None:
        """Add a condition; ``{0}``, ``{1}``… stand for its values."""
        self._parts.append(condition.format(*(self._take(value) for value in values)))

    def number(self, value: str, *columns: str) -> None:
        """Ask for a number, in any of these columns."""
        if value.strip():
            place = self._take(value.strip())
            self._parts.append("(" + " OR ".join(f"{self._alias}.{name} = {place}" for name in columns) + ")")

    def code(self, value: str, column: str) -> None:
        """Ask for a code."""
        if value:
            self._parts.append(f"{self._alias}.{column} = {self._take(value)}")

    def words(self, typed: str) -> None:
        """Ask for every word, as the beginning of one or, from four letters on, nearly; the nearest come first."""
        words = fold_words(typed).split()[:WORDS_MAX]
        for word in words:
            begins = f"{self._alias}.folded LIKE {self._take(f'% {escape_like(word)}%')}"
            nearly = f" OR {self._alias}.folded %> {self._take(word)}" if len(word) >= TOLERANT_CHARS_MIN else ""
            self._parts.append(f"({begins}{nearly})")
        if words:
            self.order = f"word_similarity({self._take(' '.join(words))}, {self._alias}.folded) DESC"

    def _take(self, value: str) -> str:
        self.values.append(value)
        return f"${len(self.values)}::text"


def place_patterns(typed: str) -> tuple[str, str]:
    """A town or a postal code as what its columns begin with: (postal code, words)."""
    word = escape_like(fold_words(typed).strip())
    return f"{word}%", f"% {word}%"


def escape_like(text: str) -> str:
    """Text that LIKE takes for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
