"""The reading service, seen by clients that we did not write: imaplib, imap-tools."""

import imaplib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imap_tools import AND, MailBoxStartTls

from liane.codecs.mssante_mail.writer import render_mail
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.mssante.imap_syntax import IMAPSyntaxError, Words, decode_name, encode_name, is_in, parse_set, quote
from liane_sandbox.mssante.records import NewMail, Outcome
from liane_sandbox.mssante.server import MSSanteOperator
from liane_sandbox.pki.folder import PKI
from tests.sandbox.mssante.operator_examples import DOCTOR, MAIL, PFI, make_client_context, run_operator

RAW = render_mail(MAIL)
RAWS = [RAW, b"Subject: deux\r\nFrom: a@b.fr\r\nDate: Thu, 12 Mar 2026 09:00:00 +0000\r\n\r\ntexte (2) {3}\r\n", b"x"]


def put(operator: MSSanteOperator, raws: list[bytes], mailbox: str = PFI) -> None:
    at = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    operator.state.record(Outcome(mails=tuple(NewMail(mailbox=mailbox, raw=raw, at=at) for raw in raws)))


def open_imap(pki: PKI, operator: MSSanteOperator) -> imaplib.IMAP4:
    client = imaplib.IMAP4("127.0.0.1", operator.imap_port, timeout=10)
    client.starttls(make_client_context(pki, pki.bal_app))
    client.authenticate("EXTERNAL", lambda _: b"")
    return client


def converse(pki: PKI, folder: Path, act: Callable[[imaplib.IMAP4, MSSanteOperator], Any]) -> Any:
    """Run imaplib against an operator whose PFI mailbox holds three mails, INBOX selected."""

    def run(operator: MSSanteOperator) -> Any:
        put(operator, RAWS)
        client = open_imap(pki, operator)
        assert client.select("INBOX") == ("OK", [b"3"])
        try:
            return act(client, operator)
        finally:
            client.shutdown()

    return run_operator(pki, folder, run)


def test_nothing_without_tls_and_never_by_password(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = imaplib.IMAP4("127.0.0.1", operator.imap_port, timeout=10)
        assert {"STARTTLS", "LOGINDISABLED"} <= set(client.capabilities)
        with pytest.raises(imaplib.IMAP4.error, match="PRIVACYREQUIRED"):
            client.login("a", "b")
        with pytest.raises(imaplib.IMAP4.error):
            client.authenticate("EXTERNAL", lambda _: b"")
        client.starttls(make_client_context(pki, pki.bal_app))
        assert {"AUTH=EXTERNAL", "AUTH=PLAIN", "SASL-IR"} <= set(client.capabilities)
        with pytest.raises(imaplib.IMAP4.error, match="disabled"):
            client.login("a", "b")
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
            client.authenticate("EXTERNAL", lambda _: DOCTOR.encode())
        client.authenticate("PLAIN", lambda _: b"\0" + PFI.encode() + b"\0")
        client.logout()

    run_operator(pki, tmp_path, act)


def test_bytes_are_those_delivered_and_peek_marks_nothing(pki: PKI, tmp_path: Path) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        for number, raw in enumerate(RAWS, 1):
            _, data = client.uid("FETCH", str(number), "(BODY.PEEK[] FLAGS)")
            assert data[0][1] == raw
        assert client.search(None, "UNSEEN") == ("OK", [b"1 2 3"])
        client.fetch("2", "(RFC822)")
        assert client.search(None, "UNSEEN") == ("OK", [b"1 3"])
        assert client.search(None, "SEEN") == ("OK", [b"2"])

    converse(pki, tmp_path, act)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("BODY.PEEK[HEADER]", RAWS[1].split(b"\r\n\r\n")[0] + b"\r\n\r\n"),
        ("BODY.PEEK[TEXT]", b"texte (2) {3}\r\n"),
        ("BODY.PEEK[1]", b"texte (2) {3}\r\n"),
        ("BODY.PEEK[HEADER.FIELDS (Subject X-None)]", b"Subject: deux\r\n\r\n"),
        ("BODY.PEEK[HEADER.FIELDS.NOT (Subject From)]", b"Date: Thu, 12 Mar 2026 09:00:00 +0000\r\n\r\n"),
        ("BODY.PEEK[]<9.4>", b"deux"),
        ("BODY.PEEK[]<5000.4>", b""),
        ("RFC822.HEADER", RAWS[1].split(b"\r\n\r\n")[0] + b"\r\n\r\n"),
    ],
)
def test_sections(pki: PKI, tmp_path: Path, item: str, expected: bytes) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        assert client.fetch("2", f"({item})")[1][0][1] == expected

    converse(pki, tmp_path, act)


def test_parts_of_a_mail_with_documents(pki: PKI, tmp_path: Path) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        assert client.fetch("1", "(BODY.PEEK[1])")[1][0][1] == b"Bonjour."
        assert client.fetch("1", "(BODY.PEEK[2])")[1][0][1].strip() == b"UEsFBg=="
        assert b'name="IHE_XDM.zip"' in client.fetch("1", "(BODY.PEEK[2.MIME])")[1][0][1]
        assert client.fetch("1", "(BODY.PEEK[9])")[1][0][1] == b""
        structure = client.fetch("1", "(BODYSTRUCTURE)")[1][0]
        assert b'"application" "zip" ("name" "IHE_XDM.zip")' in structure
        assert b'("attachment" ("filename" "IHE_XDM.zip"))' in structure
        envelope = client.fetch("1", "(ENVELOPE INTERNALDATE RFC822.SIZE)")[1][0]
        assert b'"XDM/1.0/DDM+LETTRE DE LIAISON' in envelope
        assert b'("CH SIMULATION DES TILLEULS" NIL "pfi" "ch-tilleuls.simulation.mssante.fr")' in envelope
        assert f"RFC822.SIZE {len(RAW)}".encode() in envelope
        assert b'INTERNALDATE "12-Mar-2026 09:00:00 +0000"' in envelope

    converse(pki, tmp_path, act)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("ALL", b"1 2 3"),
        ("1:2", b"1 2"),
        ("UID 3:*", b"3"),
        ("NOT 2", b"1 3"),
        ("OR 1 3", b"1 3"),
        ("(1:2) UNSEEN", b"1 2"),
        ("SUBJECT deux", b"2"),
        ("FROM pfi@", b"1"),
        ("HEADER Message-ID m1@pfi", b"1"),
        ("TEXT texte", b"2"),
        ("LARGER 500", b"1"),
        ("SMALLER 2", b"3"),
        ("SINCE 12-Mar-2026", b"1 2 3"),
        ("BEFORE 12-Mar-2026", b""),
        ("ON 12-Mar-2026 DELETED", b""),
        ("KEYWORD x", b""),
        ("UNKEYWORD x", b"1 2 3"),
        ("NEW", b"1 2 3"),
    ],
)
def test_searches(pki: PKI, tmp_path: Path, keys: str, expected: bytes) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        assert client.search(None, keys) == ("OK", [expected])
        assert client.search("UTF-8", keys) == ("OK", [expected])

    converse(pki, tmp_path, act)


WRONG_LINES = [
    "SEARCH NONSENSE",
    "SEARCH SUBJECT",
    "SEARCH SINCE 40-Foo-2026",
    "FETCH 1 (NONSENSE)",
    "FETCH a FLAGS",
    "FETCH 1 (FLAGS",
    "FETCH 1 FLAGS)",
    "FETCH",
    "UID UID 1",
    "VOODOO",
]


@pytest.mark.parametrize("line", WRONG_LINES)
def test_wrong_commands_are_said_to_be_so(pki: PKI, tmp_path: Path, line: str) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        client.send(f"X1 {line}\r\n".encode())
        assert client.readline().startswith(b"X1 BAD")
        assert client.noop()[0] == "OK"

    converse(pki, tmp_path, act)


def test_store_copy_move_expunge(pki: PKI, tmp_path: Path) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        assert client.create("TRAITE")[0] == "OK"
        with pytest.raises(AssertionError):
            assert client.create("TRAITE")[0] == "OK"
        assert client.uid("MOVE", "1", "ABSENT")[0] == "NO"
        assert client.uid("MOVE", "1", "TRAITE")[0] == "OK"
        assert client.response("EXPUNGE") == ("EXPUNGE", [b"1"])
        assert client.uid("COPY", "2", "TRAITE")[0] == "OK"
        assert client.store("1", "+FLAGS", "(\\Deleted essai)")[1] == [b"1 (UID 2 FLAGS (\\Deleted essai))"]
        assert client.store("1", "-FLAGS.SILENT", "essai")[0] == "OK"
        assert client.expunge()[1] == [b"1"]
        assert client.uid("SEARCH", "ALL") == ("OK", [b"3"])
        assert client.status("TRAITE", "(MESSAGES UNSEEN UIDNEXT)")[1] == [b'"TRAITE" (MESSAGES 2 UNSEEN 2 UIDNEXT 3)']
        client.select("TRAITE", readonly=True)
        assert client.uid("FETCH", "1", "(BODY[])")[1][0][1] == RAW
        assert client.search(None, "UNSEEN") == ("OK", [b"1 2"])
        assert client.store("1", "FLAGS", "(\\Seen)")[0] == "NO"
        client.close()

    converse(pki, tmp_path, act)


def test_append_and_folder_names(pki: PKI, tmp_path: Path) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        assert client.create('"&AMk-l&AOk-ments &- suite"')[0] == "OK"
        assert operator.state.find_folder(PFI, "Éléments & suite") is not None
        assert client.append('"&AMk-l&AOk-ments &- suite"', "(\\Seen)", imaplib.Time2Internaldate(0), RAW)[0] == "OK"
        (mail,) = operator.state.list_messages(PFI, "Éléments & suite")
        assert operator.state.load_raw(mail.id) == RAW
        assert mail.flags == {"\\Seen"}
        assert client.append("ABSENT", "", "", RAW)[0] == "NO"
        assert client.list()[1] == [
            b'(\\HasNoChildren) "/" "INBOX"',
            b'(\\HasNoChildren) "/" "&AMk-l&AOk-ments &- suite"',
        ]
        assert client.list('""', "IN%")[1] == [b'(\\HasNoChildren) "/" "INBOX"']
        assert client.list('""', '""')[1] == [b'(\\Noselect) "/" ""']

    converse(pki, tmp_path, act)


def test_imap_tools_reads_idles_and_moves(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        box = MailBoxStartTls(
            "127.0.0.1", operator.imap_port, timeout=10, ssl_context=make_client_context(pki, pki.bal_app)
        )
        box.client.authenticate("EXTERNAL", lambda _: b"")
        box.folder.set("INBOX")
        box.idle.start()
        put(operator, [RAW])
        responses: list[bytes] = []
        while b"* 1 EXISTS" not in responses:
            responses += box.idle.poll(timeout=5)
        box.idle.stop()
        (mail,) = box.fetch(AND(seen=False), mark_seen=False)
        assert mail.subject == MAIL.subject
        assert [one.filename for one in mail.attachments] == ["IHE_XDM.zip", "a.pdf"]
        box.folder.create("TRAITE")
        box.move([mail.uid or ""], "TRAITE")
        assert list(box.fetch()) == []
        assert [one.name for one in box.folder.list()] == ["INBOX", "TRAITE"]
        box.client.shutdown()

    run_operator(pki, tmp_path, act)


def test_two_clients_see_each_other(pki: PKI, tmp_path: Path) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        other = open_imap(pki, operator)
        other.select("INBOX")
        other.store("1:2", "+FLAGS", "\\Deleted")
        other.expunge()
        other.shutdown()
        client.noop()
        assert client.response("EXPUNGE") == ("EXPUNGE", [b"2", b"1"])
        put(operator, [b"new"])
        client.noop()
        assert client.response("EXISTS")[1][-1] == b"2"
        assert client.uid("SEARCH", "ALL") == ("OK", [b"3 4"])

    converse(pki, tmp_path, act)


@pytest.mark.parametrize(("kind", "code"), [(FaultKind.REFUSE, "CANNOT"), (FaultKind.BUSY, "UNAVAILABLE")])
def test_refusing_faults(pki: PKI, tmp_path: Path, kind: FaultKind, code: str) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        operator.operator.faults.add(Fault(service="mssante.imap", key=PFI, kind=kind, remaining=1))
        status, text = client.uid("FETCH", "1", "(FLAGS)")
        assert (status, text[0][: len(code) + 2]) == ("NO", f"[{code}]".encode())
        assert client.uid("FETCH", "1", "(FLAGS)")[0] == "OK"

    converse(pki, tmp_path, act)


@pytest.mark.parametrize("kind", [FaultKind.FAULT, FaultKind.HANG_UP_BEFORE, FaultKind.TRUNCATED])
def test_cutting_faults(pki: PKI, tmp_path: Path, kind: FaultKind) -> None:
    def act(client: imaplib.IMAP4, operator: MSSanteOperator) -> None:
        operator.operator.faults.add(Fault(service="mssante.imap", kind=kind, remaining=1))
        with pytest.raises((imaplib.IMAP4.abort, OSError)):
            client.uid("FETCH", "1", "(FLAGS)")

    converse(pki, tmp_path, act)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([b'a "b \\"c\\\\" (d (e)) f'], [b"a", b'b "c\\', [b"d", [b"e"]], b"f"]),
        ([b"a ", b"(lit)", b" b"], [b"a", b"(lit)", b"b"]),
        ([b"BODY[HEADER.FIELDS (To Cc)]<0.9> x"], [b"BODY[HEADER.FIELDS (To Cc)]<0.9>", b"x"]),
        ([b""], []),
        ([b"()"], [[]]),
    ],
)
def test_words(pieces: list[bytes], expected: list[Any]) -> None:
    assert Words(pieces).read_all() == expected


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=3))
def test_any_words_are_read_or_refused(pieces: list[bytes]) -> None:
    if len(pieces) % 2 == 0:
        pieces.append(b"")
    try:
        assert isinstance(Words(pieces).read_all(), list)
    except IMAPSyntaxError as error:
        assert str(error)  # noqa: PT017  # both outcomes are good


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=40))
def test_folder_names_come_back(name: str) -> None:
    encoded = encode_name(name)
    assert encoded.isascii()
    assert decode_name(encoded) == name


def test_sets_and_strings() -> None:
    assert parse_set("1:3,7,9:*", 12) == [(1, 3), (7, 7), (9, 12)]
    assert is_in(10, parse_set("*:9", 12))
    with pytest.raises(IMAPSyntaxError):
        parse_set("1;2", 3)
    assert quote('a"b\\') == b'"a\\"b\\\\"'
    assert quote("é") == b"{2}\r\n\xc3\xa9"
