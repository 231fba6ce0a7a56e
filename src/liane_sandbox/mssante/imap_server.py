"""The operator's reading service: IMAP4rev1 with STARTTLS, EXTERNAL, PLAIN or bearer tokens, IDLE, UIDPLUS, MOVE.

The dialogue and what is selected live here; words, sections and searches have their own modules.
Rule: RFC 3501, RFC 2177 (IDLE), RFC 4315 (UIDPLUS), RFC 6851 (MOVE), RFC 4959 (SASL-IR), RFC 7888 (LITERAL+);
mssante.md §3.1.
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from liane_sandbox.faults import FaultKind
from liane_sandbox.mssante.authentication import Authenticator, Identity
from liane_sandbox.mssante.imap_fetch import Fetched, expand_items, sets_seen
from liane_sandbox.mssante.imap_search import SearchKeys
from liane_sandbox.mssante.imap_syntax import IMAPSyntaxError, Word, Words, as_list, as_text, is_in, parse_set, quote
from liane_sandbox.mssante.operator import Operator
from liane_sandbox.mssante.records import SEEN, Folder, NewMail, Outcome, StoredMail
from liane_sandbox.mssante.wire import ConnectionClosed, Wire

LITERAL_BYTES_MAX = 30 * 1024 * 1024
ARGUMENT_LITERAL_BYTES_MAX = 64 * 1024
LITERALS_MAX = 50
COMMANDS_MAX = 1_000_000
IDLE_TIMEOUT_S = 1_800.0
SERVICE = "mssante.imap"
_LITERAL = re.compile(rb"\{(\d{1,10})(\+?)\}\Z")
Handler = Callable[[str, list[Word]], Awaitable[None]]


class IMAPSession:
    """One client's dialogue."""

    def __init__(self, wire: Wire, operator: Operator, authenticator: Authenticator, context: ssl.SSLContext) -> None:
        self._wire = wire
        self._operator = operator
        self._state = operator.state
        self._authenticator = authenticator
        self._context = context
        self._is_tls = False
        self._identity: Identity | None = None
        self._folder: Folder | None = None
        self._is_read_only = False
        self._mails: list[StoredMail] = []
        self._any: dict[str, Handler] = {
            "CAPABILITY": self._capability,
            "NOOP": self._noop,
            "CHECK": self._noop,
            "ID": self._id,
            "STARTTLS": self._starttls,
            "AUTHENTICATE": self._authenticate,
            "LOGIN": self._login,
        }
        self._authenticated: dict[str, Handler] = {
            "SELECT": self._select,
            "EXAMINE": self._select_read_only,
            "LIST": self._list,
            "LSUB": self._lsub,
            "CREATE": self._create,
            "SUBSCRIBE": self._noop,
            "UNSUBSCRIBE": self._noop,
            "STATUS": self._status,
            "NAMESPACE": self._namespace,
            "APPEND": self._append,
            "IDLE": self._idle,
        }
        self._selected: dict[str, Handler] = {
            "FETCH": self._fetch,
            "STORE": self._store,
            "COPY": self._copy,
            "MOVE": self._move,
            "SEARCH": self._search,
            "EXPUNGE": self._expunge,
            "CLOSE": self._close,
            "UNSELECT": self._unselect,
            "UID": self._uid,
        }
        self._by_uid = False

    async def run(self) -> None:
        """Serve until the client leaves or logs out."""
        try:
            self._write(b"* OK [CAPABILITY " + self._capabilities() + b"] SIMULATION MSSante ready")
            for _ in range(COMMANDS_MAX):
                pieces = await self._read_command()
                tag, _, rest = pieces[0].partition(b" ")
                verb, _, arguments = rest.partition(b" ")
                name = verb.decode("ascii", "replace").upper()
                if name == "LOGOUT":
                    self._write(b"* BYE SIMULATION closes", tag + b" OK LOGOUT completed")
                    return
                await self._run_command(tag.decode("ascii", "replace")[:100], name, [arguments, *pieces[1:]])
                await self._wire.drain()
        except ConnectionClosed:
            return
        finally:
            self._wire.close()

    async def _run_command(self, tag: str, name: str, pieces: Sequence[bytes]) -> None:
        handler = self._any.get(name)
        if handler is None and self._identity is not None:
            handler = self._authenticated.get(name) or (self._selected.get(name) if self._folder else None)
        if handler is None:
            known = name in self._authenticated or name in self._selected
            self._answer(tag, f"BAD {'Command not allowed now' if known else 'Unknown command'}")
            return
        try:
            words = Words(pieces).read_all()
            self._by_uid = False
            await handler(tag, words)
        except (IMAPSyntaxError, IndexError) as error:
            self._answer(tag, f"BAD {error}")

    async def _read_command(self) -> list[bytes]:
        """Read one command as text, literal, text, literal…, text."""
        pieces = [await self._wire.read_line(IDLE_TIMEOUT_S)]
        for _ in range(LITERALS_MAX):
            match = _LITERAL.search(pieces[-1])
            if match is None:
                return pieces
            size = int(match.group(1))
            is_append = b" APPEND " in pieces[0].upper()
            if size > (LITERAL_BYTES_MAX if is_append else ARGUMENT_LITERAL_BYTES_MAX):
                self._write(b"* BYE literal too large")
                raise ConnectionClosed
            if not match.group(2):
                self._write(b"+ OK")
            pieces[-1] = pieces[-1][: match.start()]
            pieces.append(await self._wire.read_exactly(size))
            pieces.append(await self._wire.read_line(IDLE_TIMEOUT_S))
        raise ConnectionClosed

    def _write(self, *lines: bytes) -> None:
        self._wire.write(b"".join(line + b"\r\n" for line in lines))

    def _answer(self, tag: str, text: str) -> None:
        self._write(f"{tag} {text}".encode())

    def _capabilities(self) -> bytes:
        words = ["IMAP4rev1", "SASL-IR", "LITERAL+", "ID"]
        if not self._is_tls:
            words += ["STARTTLS", "LOGINDISABLED"]
        elif self._identity is None:
            words += ["LOGINDISABLED"]
            words += [f"AUTH={name}" for name in self._authenticator.mechanisms(self._wire.certificate_name)]
        else:
            words += ["IDLE", "UIDPLUS", "MOVE", "UNSELECT", "NAMESPACE"]
        return " ".join(words).encode()

    # Any state

    async def _capability(self, tag: str, words: list[Word]) -> None:
        self._write(b"* CAPABILITY " + self._capabilities())
        self._answer(tag, "OK CAPABILITY completed")

    async def _noop(self, tag: str, words: list[Word]) -> None:
        self._refresh()
        self._answer(tag, "OK completed")

    async def _id(self, tag: str, words: list[Word]) -> None:
        self._write(b'* ID ("name" "SIMULATION MSSante")')
        self._answer(tag, "OK ID completed")

    async def _starttls(self, tag: str, words: list[Word]) -> None:
        if self._is_tls:
            self._answer(tag, "BAD TLS already active")
            return
        self._answer(tag, "OK Begin TLS negotiation now")
        await self._wire.start_tls(self._context)
        self._is_tls = True

    async def _login(self, tag: str, words: list[Word]) -> None:
        code = "" if self._is_tls else "[PRIVACYREQUIRED] "
        self._answer(tag, f"NO {code}LOGIN is disabled: use a certificate or a token")

    async def _authenticate(self, tag: str, words: list[Word]) -> None:
        if not self._is_tls or self._identity is not None:
            self._answer(
                tag, "NO [PRIVACYREQUIRED] STARTTLS first" if not self._is_tls else "BAD already authenticated"
            )
            return

        async def challenge(text: bytes) -> bytes:
            self._write(b"+ " + base64.b64encode(text))
            return await self._wire.read_line()

        mechanism = as_text(words[0]).upper()
        initial = as_text(words[1]).encode() if len(words) > 1 else None
        self._identity = await self._authenticator.authenticate(
            mechanism, initial, challenge, self._wire.certificate_name
        )
        address = self._identity.address if self._identity else ""
        answer = "OK" if self._identity else "NO"
        self._state.add_trace(
            self._operator.clock(), "imap", address, self._wire.peer, f"AUTHENTICATE {mechanism[:20]}", answer
        )
        if self._identity is None:
            self._answer(tag, "NO [AUTHENTICATIONFAILED] Authentication failed")
        else:
            self._answer(tag, f"OK [CAPABILITY {self._capabilities().decode()}] Authenticated")

    # Authenticated state

    @property
    def _mailbox(self) -> str:
        assert self._identity is not None
        return self._identity.address

    async def _select_read_only(self, tag: str, words: list[Word]) -> None:
        await self._open(tag, words, is_read_only=True)

    async def _select(self, tag: str, words: list[Word]) -> None:
        await self._open(tag, words, is_read_only=False)

    async def _open(self, tag: str, words: list[Word], *, is_read_only: bool) -> None:
        self._folder = None
        if await self._meet_fault(tag):
            return
        folder = self._state.find_folder(self._mailbox, _decode_name(as_text(words[0])))
        if folder is None:
            self._answer(tag, "NO [NONEXISTENT] Unknown mailbox")
            return
        self._folder = folder
        self._is_read_only = is_read_only
        self._mails = self._state.list_folder(folder.id)
        flags = b"\\Answered \\Flagged \\Deleted \\Seen \\Draft"
        unseen = next((n for n, mail in enumerate(self._mails, 1) if SEEN not in mail.flags), None)
        self._write(
            b"* FLAGS (" + flags + b")",
            b"* OK [PERMANENTFLAGS (" + flags + b" \\*)] Flags permitted",
            b"* %d EXISTS" % len(self._mails),
            b"* 0 RECENT",
            b"* OK [UIDVALIDITY %d] UIDs valid" % folder.uid_validity,
            b"* OK [UIDNEXT %d] Predicted next UID" % folder.uid_next,
        )
        if unseen is not None:
            self._write(b"* OK [UNSEEN %d] First unseen" % unseen)
        self._answer(tag, f"OK [{'READ-ONLY' if is_read_only else 'READ-WRITE'}] completed")

    async def _list(self, tag: str, words: list[Word]) -> None:
        await self._list_as(tag, words, b"LIST")

    async def _lsub(self, tag: str, words: list[Word]) -> None:
        await self._list_as(tag, words, b"LSUB")

    async def _list_as(self, tag: str, words: list[Word], verb: bytes) -> None:
        pattern = _decode_name(as_text(words[0]) + as_text(words[1]))
        if not as_text(words[1]):
            self._write(b"* " + verb + b' (\\Noselect) "/" ""')
        expression = re.compile(
            "".join(".*" if c == "*" else "[^/]*" if c == "%" else re.escape(c) for c in pattern[:200]), re.IGNORECASE
        )
        for folder in self._state.list_folders(self._mailbox) if as_text(words[1]) else ():
            if expression.fullmatch(folder.name):
                self._write(b"* " + verb + b' (\\HasNoChildren) "/" ' + quote(_encode_name(folder.name)))
        self._answer(tag, f"OK {verb.decode()} completed")

    async def _create(self, tag: str, words: list[Word]) -> None:
        name = _decode_name(as_text(words[0])).rstrip("/")
        if not name or len(name) > 100 or self._state.find_folder(self._mailbox, name) is not None:
            self._answer(tag, "NO [ALREADYEXISTS] Mailbox exists, or its name is wrong")
            return
        self._state.create_folder(self._mailbox, name)
        self._answer(tag, "OK CREATE completed")

    async def _status(self, tag: str, words: list[Word]) -> None:
        name = _decode_name(as_text(words[0]))
        folder = self._state.find_folder(self._mailbox, name)
        if folder is None:
            self._answer(tag, "NO [NONEXISTENT] Unknown mailbox")
            return
        mails = self._state.list_folder(folder.id)
        values = {
            "MESSAGES": len(mails),
            "RECENT": 0,
            "UIDNEXT": folder.uid_next,
            "UIDVALIDITY": folder.uid_validity,
            "UNSEEN": sum(SEEN not in mail.flags for mail in mails),
        }
        asked = [as_text(word).upper() for word in as_list(words[1])]
        shown = " ".join(f"{item} {values[item]}" for item in asked if item in values)
        self._write(b"* STATUS " + quote(_encode_name(folder.name)) + f" ({shown})".encode())
        self._answer(tag, "OK STATUS completed")

    async def _namespace(self, tag: str, words: list[Word]) -> None:
        self._write(b'* NAMESPACE (("" "/")) NIL NIL')
        self._answer(tag, "OK NAMESPACE completed")

    async def _append(self, tag: str, words: list[Word]) -> None:
        folder = self._state.find_folder(self._mailbox, _decode_name(as_text(words[0])))
        if folder is None:
            self._answer(tag, "NO [TRYCREATE] Unknown mailbox")
            return
        flags = next(
            (frozenset(as_text(flag) for flag in word) for word in words[1:-1] if isinstance(word, list)), None
        )
        raw = words[-1]
        if not isinstance(raw, bytes):
            raise IMAPSyntaxError("a literal was expected")
        mail = NewMail(
            mailbox=self._mailbox,
            folder=folder.name,
            raw=raw,
            at=self._operator.clock(),
            flags=flags or frozenset(),
        )
        (identifier,) = self._state.record(Outcome(mails=(mail,)))
        stored = self._state.find_message(identifier)
        self._refresh()
        self._answer(tag, f"OK [APPENDUID {folder.uid_validity} {stored.uid if stored else 0}] APPEND completed")

    async def _idle(self, tag: str, words: list[Word]) -> None:
        changed = asyncio.Event()
        loop = asyncio.get_running_loop()
        mine = self._mailbox

        def on_change(address: str) -> None:
            if address == mine:
                loop.call_soon_threadsafe(changed.set)

        self._state.watch(on_change)
        self._write(b"+ idling")
        done = asyncio.ensure_future(self._wire.read_line(IDLE_TIMEOUT_S))
        try:
            self._refresh()
            while not done.done():
                waiting = asyncio.ensure_future(changed.wait())
                await asyncio.wait({done, waiting}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                if changed.is_set():
                    changed.clear()
                    self._refresh()
                    await self._wire.drain()
            done.result()
        finally:
            self._state.unwatch(on_change)
            done.cancel()
        self._answer(tag, "OK IDLE terminated")

    # Selected state

    def _refresh(self) -> None:
        """Tell the client what changed in the selected folder since it last heard."""
        if self._folder is None:
            return
        current = self._state.list_folder(self._folder.id)
        uids = {mail.uid for mail in current}
        for number in range(len(self._mails), 0, -1):
            if self._mails[number - 1].uid not in uids:
                self._write(b"* %d EXPUNGE" % number)
                del self._mails[number - 1]
        known = {mail.uid: mail.flags for mail in self._mails}
        if len(current) != len(self._mails):
            self._write(b"* %d EXISTS" % len(current))
        self._mails = current
        for number, mail in enumerate(current, 1):
            if mail.uid in known and known[mail.uid] != mail.flags:
                self._write(b"* %d FETCH (UID %d FLAGS (%s))" % (number, mail.uid, _flags(mail)))

    async def _meet_fault(self, tag: str) -> bool:
        """Act on a fault of this service; True when the command is answered."""
        fault = self._operator.faults.get(SERVICE, self._mailbox)
        if fault is None:
            return False
        if fault.kind in (FaultKind.REFUSE, FaultKind.BUSY):
            self._answer(tag, f"NO [{'UNAVAILABLE' if fault.kind is FaultKind.BUSY else 'CANNOT'}] {fault.message}")
            return True
        if fault.kind is FaultKind.FAULT:
            self._write(b"* BYE simulated failure")
            raise ConnectionClosed
        if fault.kind in (FaultKind.SLOW, FaultKind.LATE):
            await asyncio.sleep(fault.delay_s)
            return False
        if fault.kind in (FaultKind.SILENT, FaultKind.SILENT_AFTER):
            while True:
                await self._wire.read_line()
        self._wire.abort()
        raise ConnectionClosed

    def _choose(self, word: Word) -> list[tuple[int, StoredMail]]:
        largest = self._mails[-1].uid if self._mails and self._by_uid else len(self._mails)
        ranges = parse_set(as_text(word), largest)
        numbered = enumerate(self._mails, 1)
        return [(n, mail) for n, mail in numbered if is_in(mail.uid if self._by_uid else n, ranges)]

    async def _uid(self, tag: str, words: list[Word]) -> None:
        name = as_text(words[0]).upper()
        handler = self._selected.get(name)
        if handler is None or name in ("UID", "CLOSE", "UNSELECT"):
            raise IMAPSyntaxError("unknown UID command")
        self._by_uid = True
        await handler(tag, words[1:])

    async def _fetch(self, tag: str, words: list[Word]) -> None:
        if await self._meet_fault(tag):
            return
        items = expand_items(as_text(item) for item in as_list(words[1]))
        if self._by_uid and "UID" not in items:
            items.insert(0, "UID")
        marks = sets_seen(items) and not self._is_read_only
        for number, mail in self._choose(words[0]):
            shown = mail
            if marks and SEEN not in mail.flags:
                self._state.set_flags(mail.id, mail.flags | {SEEN})
                shown = self._state.find_message(mail.id) or mail
                self._mails[number - 1] = shown
            fetched = Fetched(shown, partial(self._state.load_delivered, mail.id))
            self._write(b"* %d FETCH (" % number + fetched.render(items) + b")")
            await self._wire.drain()
        self._answer(tag, "OK FETCH completed")

    async def _store(self, tag: str, words: list[Word]) -> None:
        if await self._meet_fault(tag):
            return
        verb = as_text(words[1]).upper()
        given = {as_text(flag) for word in words[2:] for flag in as_list(word)}
        if self._is_read_only or not verb.removeprefix("+").removeprefix("-").startswith("FLAGS"):
            self._answer(tag, "NO read-only" if self._is_read_only else "BAD unknown item")
            return
        for number, mail in self._choose(words[0]):
            flags = mail.flags | given if verb[0] == "+" else mail.flags - given if verb[0] == "-" else given
            self._state.set_flags(mail.id, flags)
            changed = self._state.find_message(mail.id)
            if changed is not None:
                self._mails[number - 1] = changed
                if not verb.endswith(".SILENT"):
                    self._write(b"* %d FETCH (UID %d FLAGS (%s))" % (number, mail.uid, _flags(changed)))
        self._answer(tag, "OK STORE completed")

    async def _copy(self, tag: str, words: list[Word]) -> None:
        await self._transfer(tag, words, is_move=False)

    async def _move(self, tag: str, words: list[Word]) -> None:
        await self._transfer(tag, words, is_move=True)

    async def _transfer(self, tag: str, words: list[Word], *, is_move: bool) -> None:
        if await self._meet_fault(tag):
            return
        target = self._state.find_folder(self._mailbox, _decode_name(as_text(words[1])))
        if target is None or (is_move and self._is_read_only):
            self._answer(tag, "NO [TRYCREATE] Unknown mailbox" if target is None else "NO read-only")
            return
        chosen = [mail for _, mail in self._choose(words[0])]
        uids = self._state.copy_messages([mail.id for mail in chosen], self._mailbox, target.name)
        code = f"[COPYUID {target.uid_validity} {_set(mail.uid for mail in chosen)} {_set(uids)}]" if chosen else ""
        if is_move:
            if chosen:
                self._write(f"* OK {code} Moved".encode())
            self._state.delete_messages(self._mailbox, [mail.id for mail in chosen])
            self._refresh()
            code = ""
        self._answer(tag, f"OK {code} completed".replace("  ", " "))

    async def _search(self, tag: str, words: list[Word]) -> None:
        largest_uid = self._mails[-1].uid if self._mails else 0
        test = SearchKeys(words, len(self._mails), largest_uid).build()
        found = []
        for number, mail in enumerate(self._mails, 1):
            fetched = Fetched(mail, partial(self._state.load_delivered, mail.id))
            if test(number, mail, fetched):
                found.append(mail.uid if self._by_uid else number)
        self._write(("* SEARCH " + " ".join(map(str, found))).rstrip().encode())
        self._answer(tag, "OK SEARCH completed")

    async def _expunge(self, tag: str, words: list[Word]) -> None:
        if self._is_read_only:
            self._answer(tag, "NO read-only")
            return
        chosen = self._choose(words[0]) if words else list(enumerate(self._mails, 1))
        doomed = [mail.id for _, mail in chosen if "\\Deleted" in mail.flags]
        self._state.delete_messages(self._mailbox, doomed)
        self._refresh()
        self._answer(tag, "OK EXPUNGE completed")

    async def _close(self, tag: str, words: list[Word]) -> None:
        if not self._is_read_only:
            doomed = [mail.id for mail in self._mails if "\\Deleted" in mail.flags]
            self._state.delete_messages(self._mailbox, doomed)
        await self._unselect(tag, words)

    async def _unselect(self, tag: str, words: list[Word]) -> None:
        self._folder = None
        self._mails = []
        self._answer(tag, "OK completed")


def _flags(mail: StoredMail) -> bytes:
    return " ".join(sorted(mail.flags)).encode()


def _set(numbers: Iterable[int]) -> str:
    return ",".join(str(number) for number in numbers)


def _encode_name(name: str) -> str:
    """Write a folder name in modified UTF-7. Rule: RFC 3501 §5.1.3."""

    def shift(match: re.Match[str]) -> str:
        encoded = base64.b64encode(match.group().encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
        return f"&{encoded.decode()}-"

    return re.sub(r"[^\x20-\x7e]+", shift, name.replace("&", "&-"))


def _decode_name(name: str) -> str:
    """Read a folder name in modified UTF-7; a name that is not is kept as it is."""

    def unshift(match: re.Match[str]) -> str:
        text = match.group(1)
        if not text:
            return "&"
        padded = text.replace(",", "/") + "=" * (-len(text) % 4)
        try:
            return base64.b64decode(padded).decode("utf-16-be")
        except ValueError:
            return match.group()

    return re.sub(r"&([A-Za-z0-9+,]*)-", unshift, name)
