"""SEARCH: which messages answer to a list of keys. Rule: RFC 3501 §6.4.4."""

from collections.abc import Callable
from datetime import date, datetime

from liane_sandbox.mssante.imap_fetch import Fetched
from liane_sandbox.mssante.imap_syntax import IMAPSyntaxError, Word, as_text, is_in, parse_set
from liane_sandbox.mssante.records import StoredMail

Test = Callable[[int, StoredMail, Fetched], bool]

_FLAG_KEYS: dict[str, tuple[str, bool]] = {
    "SEEN": ("\\Seen", True),
    "UNSEEN": ("\\Seen", False),
    "DELETED": ("\\Deleted", True),
    "UNDELETED": ("\\Deleted", False),
    "ANSWERED": ("\\Answered", True),
    "UNANSWERED": ("\\Answered", False),
    "FLAGGED": ("\\Flagged", True),
    "UNFLAGGED": ("\\Flagged", False),
    "DRAFT": ("\\Draft", True),
    "UNDRAFT": ("\\Draft", False),
}
_FIELD_KEYS = ("SUBJECT", "FROM", "TO", "CC", "BCC")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class SearchKeys:
    """Builds one test out of the words of a SEARCH command."""

    def __init__(self, words: list[Word], largest: int, largest_uid: int) -> None:
        self._words = words
        self._at = 0
        self._largest = largest
        self._largest_uid = largest_uid

    def build(self) -> Test:
        """Build the test of all the words. Raises IMAPSyntaxError."""
        tests = []
        while self._at < len(self._words):
            tests.append(self._read_key())
        return lambda number, mail, fetched: all(test(number, mail, fetched) for test in tests)

    def _next(self) -> Word:
        if self._at >= len(self._words):
            raise IMAPSyntaxError("a search key lacks its argument")
        self._at += 1
        return self._words[self._at - 1]

    def _read_key(self) -> Test:
        word = self._next()
        if isinstance(word, list):
            return SearchKeys(word, self._largest, self._largest_uid).build()
        key = as_text(word).upper()
        if key in ("ALL", "OLD"):
            return lambda number, mail, fetched: True
        if key in ("NEW", "RECENT"):
            return lambda number, mail, fetched: key == "NEW" and "\\Seen" not in mail.flags
        if key in _FLAG_KEYS:
            flag, is_set = _FLAG_KEYS[key]
            return lambda number, mail, fetched: (flag in mail.flags) is is_set
        if key == "NOT":
            test = self._read_key()
            return lambda number, mail, fetched: not test(number, mail, fetched)
        if key == "OR":
            first, second = self._read_key(), self._read_key()
            return lambda number, mail, fetched: first(number, mail, fetched) or second(number, mail, fetched)
        return self._read_argument_key(key)

    def _read_argument_key(self, key: str) -> Test:
        if key == "CHARSET":
            self._next()
            return lambda number, mail, fetched: True
        if key[:1].isdigit() or key[:1] == "*":
            ranges = parse_set(key, self._largest)
            return lambda number, mail, fetched: is_in(number, ranges)
        argument = as_text(self._next())
        if key == "UID":
            uids = parse_set(argument, self._largest_uid)
            return lambda number, mail, fetched: is_in(mail.uid, uids)
        if key in ("KEYWORD", "UNKEYWORD"):
            return lambda number, mail, fetched: (argument in mail.flags) is (key == "KEYWORD")
        if key in ("LARGER", "SMALLER") and argument.isdigit():
            limit = int(argument[:12])
            return lambda number, mail, fetched: mail.size > limit if key == "LARGER" else mail.size < limit
        if key in ("SINCE", "BEFORE", "ON", "SENTSINCE", "SENTBEFORE", "SENTON"):
            return _date_test(key.removeprefix("SENT"), _read_date(argument))
        return self._read_text_key(key, argument)

    def _read_text_key(self, key: str, argument: str) -> Test:
        wanted = argument.lower()
        if key in _FIELD_KEYS:
            return lambda number, mail, fetched: wanted in fetched.tree.fields.get_text(key.lower()).lower()
        if key == "HEADER":
            value = as_text(self._next()).lower()

            def has_field(number: int, mail: StoredMail, fetched: Fetched) -> bool:
                found = fetched.tree.fields.get_all(wanted)
                return any(value in one.lower() for one in found)

            return has_field
        if key in ("TEXT", "BODY"):
            return lambda number, mail, fetched: wanted.encode() in fetched.raw.lower()
        raise IMAPSyntaxError(f"unknown search key {key[:20]}")


def _date_test(key: str, day: date) -> Test:
    comparisons: dict[str, Callable[[date], bool]] = {
        "SINCE": lambda at: at >= day,
        "BEFORE": lambda at: at < day,
        "ON": lambda at: at == day,
    }
    compare = comparisons[key]
    return lambda number, mail, fetched: compare(mail.at.date())


def _read_date(text: str) -> date:
    try:
        day, month, year = text.split("-")
        return datetime(int(year), _MONTHS.index(month.lower()) + 1, int(day)).date()  # noqa: DTZ001  # a bare date
    except ValueError as error:
        raise IMAPSyntaxError("a date was expected") from error
