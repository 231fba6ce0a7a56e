"""The folder selected on one IMAP connection, and the commands on its messages.

Rule: RFC 3501 §6.4, RFC 4315 (UIDPLUS), RFC 6851 (MOVE).
"""

from collections.abc import Awaitable, Callable
from functools import partial

from liane_sandbox.mssante.imap_dialogue import Dialogue
from liane_sandbox.mssante.imap_fetch import Fetched, expand_items, sets_seen
from liane_sandbox.mssante.imap_search import SearchKeys
from liane_sandbox.mssante.imap_syntax import (
    IMAPSyntaxError,
    Word,
    as_list,
    as_text,
    decode_name,
    is_in,
    parse_set,
    render_set,
)
from liane_sandbox.mssante.records import SEEN, Folder, StoredMail
from liane_sandbox.mssante.state import OperatorState

Handler = Callable[[str, list[Word]], Awaitable[None]]


class Selection:
    """What one client sees of one folder: message numbers are its own until it is told otherwise."""

    def __init__(self, state: OperatorState, dialogue: Dialogue, folder: Folder, *, is_read_only: bool) -> None:
        self._state = state
        self._dialogue = dialogue
        self._folder = folder
        self._mailbox = folder.mailbox
        self.is_read_only = is_read_only
        self._mails = state.list_folder(folder.id)
        self._by_uid = False
        self._handlers: dict[str, Handler] = {
            "FETCH": self._fetch,
            "STORE": self._store,
            "COPY": self._copy,
            "MOVE": self._move,
            "SEARCH": self._search,
            "EXPUNGE": self._expunge,
        }

    def describe(self) -> None:
        """Tell what SELECT tells."""
        flags = b"\\Answered \\Flagged \\Deleted \\Seen \\Draft"
        unseen = next((n for n, mail in enumerate(self._mails, 1) if SEEN not in mail.flags), None)
        self._dialogue.write(
            b"* FLAGS (" + flags + b")",
            b"* OK [PERMANENTFLAGS (" + flags + b" \\*)] Flags permitted",
            b"* %d EXISTS" % len(self._mails),
            b"* 0 RECENT",
            b"* OK [UIDVALIDITY %d] UIDs valid" % self._folder.uid_validity,
            b"* OK [UIDNEXT %d] Predicted next UID" % self._folder.uid_next,
        )
        if unseen is not None:
            self._dialogue.write(b"* OK [UNSEEN %d] First unseen" % unseen)

    def find_handler(self, name: str) -> Handler | None:
        """Find what runs a command on message numbers, or ``UID``."""
        if name == "UID":
            return self._run_by_uid
        return self._handlers.get(name)

    async def _run_by_uid(self, tag: str, words: list[Word]) -> None:
        handler = self._handlers.get(as_text(words[0]).upper())
        if handler is None:
            raise IMAPSyntaxError("unknown UID command")
        self._by_uid = True
        try:
            await handler(tag, words[1:])
        finally:
            self._by_uid = False

    def refresh(self) -> None:
        """Tell the client what changed in the selected folder since it last heard."""
        current = self._state.list_folder(self._folder.id)
        uids = {mail.uid for mail in current}
        for number in range(len(self._mails), 0, -1):
            if self._mails[number - 1].uid not in uids:
                self._dialogue.write(b"* %d EXPUNGE" % number)
                del self._mails[number - 1]
        known = {mail.uid: mail.flags for mail in self._mails}
        if len(current) != len(self._mails):
            self._dialogue.write(b"* %d EXISTS" % len(current))
        self._mails = current
        for number, mail in enumerate(current, 1):
            if mail.uid in known and known[mail.uid] != mail.flags:
                self._dialogue.write(b"* %d FETCH (UID %d FLAGS (%s))" % (number, mail.uid, render_flags(mail)))

    def _choose(self, word: Word) -> list[tuple[int, StoredMail]]:
        largest = self._mails[-1].uid if self._mails and self._by_uid else len(self._mails)
        ranges = parse_set(as_text(word), largest)
        numbered = enumerate(self._mails, 1)
        return [(n, mail) for n, mail in numbered if is_in(mail.uid if self._by_uid else n, ranges)]

    async def _fetch(self, tag: str, words: list[Word]) -> None:
        if await self._dialogue.meet_fault(tag, self._mailbox):
            return
        items = expand_items(as_text(item) for item in as_list(words[1]))
        if self._by_uid and "UID" not in items:
            items.insert(0, "UID")
        marks = sets_seen(items) and not self.is_read_only
        for number, mail in self._choose(words[0]):
            shown = mail
            if marks and SEEN not in mail.flags:
                self._state.set_flags(mail.id, mail.flags | {SEEN})
                shown = self._state.find_message(mail.id) or mail
                self._mails[number - 1] = shown
            fetched = Fetched(shown, partial(self._state.load_delivered, mail.id))
            self._dialogue.write(b"* %d FETCH (" % number + fetched.render(items) + b")")
            await self._dialogue.drain()
        self._dialogue.answer(tag, "OK FETCH completed")

    async def _store(self, tag: str, words: list[Word]) -> None:
        if await self._dialogue.meet_fault(tag, self._mailbox):
            return
        verb = as_text(words[1]).upper()
        given = {as_text(flag) for word in words[2:] for flag in as_list(word)}
        if self.is_read_only or not verb.removeprefix("+").removeprefix("-").startswith("FLAGS"):
            self._dialogue.answer(tag, "NO read-only" if self.is_read_only else "BAD unknown item")
            return
        for number, mail in self._choose(words[0]):
            flags = mail.flags | given if verb[0] == "+" else mail.flags - given if verb[0] == "-" else given
            self._state.set_flags(mail.id, flags)
            changed = self._state.find_message(mail.id)
            if changed is not None:
                self._mails[number - 1] = changed
                if not verb.endswith(".SILENT"):
                    self._dialogue.write(b"* %d FETCH (UID %d FLAGS (%s))" % (number, mail.uid, render_flags(changed)))
        self._dialogue.answer(tag, "OK STORE completed")

    async def _copy(self, tag: str, words: list[Word]) -> None:
        await self._transfer(tag, words, is_move=False)

    async def _move(self, tag: str, words: list[Word]) -> None:
        await self._transfer(tag, words, is_move=True)

    async def _transfer(self, tag: str, words: list[Word], *, is_move: bool) -> None:
        if await self._dialogue.meet_fault(tag, self._mailbox):
            return
        target = self._state.find_folder(self._mailbox, decode_name(as_text(words[1])))
        if target is None or (is_move and self.is_read_only):
            self._dialogue.answer(tag, "NO [TRYCREATE] Unknown mailbox" if target is None else "NO read-only")
            return
        chosen = [mail for _, mail in self._choose(words[0])]
        if not chosen:
            self._dialogue.answer(tag, "OK nothing to do")
            return
        change = self._state.move_messages if is_move else self._state.copy_messages
        uids = change([mail.id for mail in chosen], self._mailbox, target.name)
        code = f"[COPYUID {target.uid_validity} {render_set(mail.uid for mail in chosen)} {render_set(uids)}]"
        if is_move:
            self._dialogue.write(f"* OK {code} Moved".encode())
            self.refresh()
        self._dialogue.answer(tag, "OK completed" if is_move else f"OK {code} completed")

    async def _search(self, tag: str, words: list[Word]) -> None:
        largest_uid = self._mails[-1].uid if self._mails else 0
        test = SearchKeys(words, len(self._mails), largest_uid).build()
        found = []
        for number, mail in enumerate(self._mails, 1):
            fetched = Fetched(mail, partial(self._state.load_delivered, mail.id))
            if test(number, mail, fetched):
                found.append(mail.uid if self._by_uid else number)
        self._dialogue.write(("* SEARCH " + " ".join(map(str, found))).rstrip().encode())
        self._dialogue.answer(tag, "OK SEARCH completed")

    async def _expunge(self, tag: str, words: list[Word]) -> None:
        if self.is_read_only:
            self._dialogue.answer(tag, "NO read-only")
            return
        chosen = self._choose(words[0]) if words else list(enumerate(self._mails, 1))
        doomed = [mail.id for _, mail in chosen if "\\Deleted" in mail.flags]
        self._state.delete_messages(self._mailbox, doomed)
        self.refresh()
        self._dialogue.answer(tag, "OK EXPUNGE completed")

    def expunge_silently(self) -> None:
        """Remove what is marked as deleted, as CLOSE does."""
        if not self.is_read_only:
            doomed = [mail.id for mail in self._mails if "\\Deleted" in mail.flags]
            self._state.delete_messages(self._mailbox, doomed)


def render_flags(mail: StoredMail) -> bytes:
    """Write the flags of a message."""
    return " ".join(sorted(mail.flags)).encode()
