"""The operator's reading service: IMAP4rev1 with STARTTLS, EXTERNAL, PLAIN or bearer tokens, IDLE, UIDPLUS, MOVE.

The commands before and around a selected folder; those on its messages are in `imap_selected`.
Rule: RFC 3501, RFC 2177 (IDLE), RFC 4315 (UIDPLUS), RFC 6851 (MOVE), RFC 4959 (SASL-IR), RFC 7888 (LITERAL+);
mssante.md §3.1.
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Sequence

from liane_sandbox.mssante.authentication import Authenticator, Identity
from liane_sandbox.mssante.imap_dialogue import Dialogue
from liane_sandbox.mssante.imap_selected import Handler, Selection
from liane_sandbox.mssante.imap_syntax import (
    IMAPSyntaxError,
    Word,
    Words,
    as_list,
    as_text,
    decode_name,
    encode_name,
    quote,
)
from liane_sandbox.mssante.operator import Operator
from liane_sandbox.mssante.records import SEEN, NewMail, Outcome
from liane_sandbox.mssante.wire import ConnectionClosed, Wire

LITERAL_BYTES_MAX = 30 * 1024 * 1024
ARGUMENT_LITERAL_BYTES_MAX = 64 * 1024
LITERALS_MAX = 50
COMMANDS_MAX = 1_000_000
IDLE_TIMEOUT_S = 1_800.0
_LITERAL = re.compile(rb"\{(\d{1,10})(\+?)\}\Z")


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
        self._selection: Selection | None = None
        self._dialogue = Dialogue(wire, operator.faults)
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
            "CLOSE": self._close,
            "UNSELECT": self._unselect,
        }

    async def run(self) -> None:
        """Serve until the client leaves or logs out."""
        try:
            self._dialogue.write(b"* OK [CAPABILITY " + self._capabilities() + b"] SIMULATION MSSante ready")
            for _ in range(COMMANDS_MAX):
                pieces = await self._read_command()
                tag, _, rest = pieces[0].partition(b" ")
                verb, _, arguments = rest.partition(b" ")
                name = verb.decode("ascii", "replace").upper()
                if name == "LOGOUT":
                    self._dialogue.write(b"* BYE SIMULATION closes", tag + b" OK LOGOUT completed")
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
            handler = self._authenticated.get(name)
            if handler is None and self._selection is not None:
                handler = self._selection.find_handler(name)
        if handler is None:
            self._dialogue.answer(tag, "BAD Unknown command, or not allowed now")
            return
        try:
            words = Words(pieces).read_all()
            await handler(tag, words)
        except (IMAPSyntaxError, IndexError) as error:
            self._dialogue.answer(tag, f"BAD {error}")

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
                self._dialogue.write(b"* BYE literal too large")
                raise ConnectionClosed
            if not match.group(2):
                self._dialogue.write(b"+ OK")
            pieces[-1] = pieces[-1][: match.start()]
            pieces.append(await self._wire.read_exactly(size))
            pieces.append(await self._wire.read_line(IDLE_TIMEOUT_S))
        raise ConnectionClosed

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
        self._dialogue.write(b"* CAPABILITY " + self._capabilities())
        self._dialogue.answer(tag, "OK CAPABILITY completed")

    async def _noop(self, tag: str, words: list[Word]) -> None:
        self._refresh()
        self._dialogue.answer(tag, "OK completed")

    async def _id(self, tag: str, words: list[Word]) -> None:
        self._dialogue.write(b'* ID ("name" "SIMULATION MSSante")')
        self._dialogue.answer(tag, "OK ID completed")

    async def _starttls(self, tag: str, words: list[Word]) -> None:
        if self._is_tls:
            self._dialogue.answer(tag, "BAD TLS already active")
            return
        self._dialogue.answer(tag, "OK Begin TLS negotiation now")
        await self._wire.start_tls(self._context)
        self._is_tls = True

    async def _login(self, tag: str, words: list[Word]) -> None:
        code = "" if self._is_tls else "[PRIVACYREQUIRED] "
        self._dialogue.answer(tag, f"NO {code}LOGIN is disabled: use a certificate or a token")

    async def _authenticate(self, tag: str, words: list[Word]) -> None:
        if not self._is_tls or self._identity is not None:
            self._dialogue.answer(
                tag, "NO [PRIVACYREQUIRED] STARTTLS first" if not self._is_tls else "BAD already authenticated"
            )
            return

        async def challenge(text: bytes) -> bytes:
            self._dialogue.write(b"+ " + base64.b64encode(text))
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
            self._dialogue.answer(tag, "NO [AUTHENTICATIONFAILED] Authentication failed")
        else:
            self._dialogue.answer(tag, f"OK [CAPABILITY {self._capabilities().decode()}] Authenticated")

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
        self._selection = None
        if await self._dialogue.meet_fault(tag, self._mailbox):
            return
        folder = self._state.find_folder(self._mailbox, decode_name(as_text(words[0])))
        if folder is None:
            self._dialogue.answer(tag, "NO [NONEXISTENT] Unknown mailbox")
            return
        self._selection = Selection(self._state, self._dialogue, folder, is_read_only=is_read_only)
        self._selection.describe()
        self._dialogue.answer(tag, f"OK [{'READ-ONLY' if is_read_only else 'READ-WRITE'}] completed")

    async def _close(self, tag: str, words: list[Word]) -> None:
        if self._selection is not None:
            self._selection.expunge_silently()
        await self._unselect(tag, words)

    async def _unselect(self, tag: str, words: list[Word]) -> None:
        self._selection = None
        self._dialogue.answer(tag, "OK completed")

    def _refresh(self) -> None:
        if self._selection is not None:
            self._selection.refresh()

    async def _list(self, tag: str, words: list[Word]) -> None:
        await self._list_as(tag, words, b"LIST")

    async def _lsub(self, tag: str, words: list[Word]) -> None:
        await self._list_as(tag, words, b"LSUB")

    async def _list_as(self, tag: str, words: list[Word], verb: bytes) -> None:
        pattern = decode_name(as_text(words[0]) + as_text(words[1]))
        if not as_text(words[1]):
            self._dialogue.write(b"* " + verb + b' (\\Noselect) "/" ""')
        expression = re.compile(
            "".join(".*" if c == "*" else "[^/]*" if c == "%" else re.escape(c) for c in pattern[:200]), re.IGNORECASE
        )
        for folder in self._state.list_folders(self._mailbox) if as_text(words[1]) else ():
            if expression.fullmatch(folder.name):
                self._dialogue.write(b"* " + verb + b' (\\HasNoChildren) "/" ' + quote(encode_name(folder.name)))
        self._dialogue.answer(tag, f"OK {verb.decode()} completed")

    async def _create(self, tag: str, words: list[Word]) -> None:
        name = decode_name(as_text(words[0])).rstrip("/")
        if not name or len(name) > 100 or self._state.find_folder(self._mailbox, name) is not None:
            self._dialogue.answer(tag, "NO [ALREADYEXISTS] Mailbox exists, or its name is wrong")
            return
        self._state.create_folder(self._mailbox, name)
        self._dialogue.answer(tag, "OK CREATE completed")

    async def _status(self, tag: str, words: list[Word]) -> None:
        name = decode_name(as_text(words[0]))
        folder = self._state.find_folder(self._mailbox, name)
        if folder is None:
            self._dialogue.answer(tag, "NO [NONEXISTENT] Unknown mailbox")
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
        self._dialogue.write(b"* STATUS " + quote(encode_name(folder.name)) + f" ({shown})".encode())
        self._dialogue.answer(tag, "OK STATUS completed")

    async def _namespace(self, tag: str, words: list[Word]) -> None:
        self._dialogue.write(b'* NAMESPACE (("" "/")) NIL NIL')
        self._dialogue.answer(tag, "OK NAMESPACE completed")

    async def _append(self, tag: str, words: list[Word]) -> None:
        folder = self._state.find_folder(self._mailbox, decode_name(as_text(words[0])))
        if folder is None:
            self._dialogue.answer(tag, "NO [TRYCREATE] Unknown mailbox")
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
        self._dialogue.answer(
            tag, f"OK [APPENDUID {folder.uid_validity} {stored.uid if stored else 0}] APPEND completed"
        )

    async def _idle(self, tag: str, words: list[Word]) -> None:
        changed = asyncio.Event()
        loop = asyncio.get_running_loop()
        mine = self._mailbox

        def on_change(address: str) -> None:
            if address == mine:
                loop.call_soon_threadsafe(changed.set)

        self._state.watch(on_change)
        self._dialogue.write(b"+ idling")
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
        self._dialogue.answer(tag, "OK IDLE terminated")
