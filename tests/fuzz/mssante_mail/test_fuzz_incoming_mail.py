"""Any bytes give a classed mail whose every view can be made, or InvalidInput; nothing else, and within bounds."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.codecs.mssante_mail.receipts import IncomingMail, parse_incoming, render_mdn
from liane.domain.errors import InvalidInput
from tests.codecs.mssante_mail.mail_examples import FAILURE, ORIGINAL, POSTFIX_FAILED, make_notice, old_dialect

SEEDS = (ORIGINAL, POSTFIX_FAILED, render_mdn(make_notice(FAILURE)), old_dialect(b""))
DURATION_S_MAX = 2.0
WORDS = (
    b"\r\n",
    b"\n\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"--",
    b"=?utf-8?B?",
    b"?=",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b'; filename*0*="',
    b"Disposition:",
    b"Action: failed\r\nFinal-Recipient: ;",
    b"[KO][9",
    b"<" * 50,
    b'"' * 50,
    b" \t" * 60,
)
edits = st.lists(
    st.tuples(st.integers(0, 4_000), st.integers(0, 300), st.one_of(st.sampled_from(WORDS), st.binary(max_size=20))),
    min_size=1,
    max_size=8,
)


def check_views(mail: IncomingMail) -> None:
    """Make every derived view."""
    assert mail.kind
    assert isinstance(mail.correlation_keys, tuple)
    assert mail.automatic_mdn_to == "" or "@" in mail.automatic_mdn_to
    assert isinstance(mail.label, str)
    assert isinstance(mail.patient_matricule, str)
    for attachment in mail.attachments:
        assert isinstance(attachment.is_archive, bool)
    if mail.delivery is not None:
        assert mail.delivery.recipients
        assert all(one.action.is_success or len(one.reply_code) == 3 for one in mail.delivery.recipients)
    if mail.reading is not None:
        assert mail.reading.is_success or mail.reading.error_code or mail.reading.disposition
    assert "@patient" not in repr(mail)


def check_one(data: bytes) -> None:
    """Hold the invariant for one input."""
    start = time.process_time()
    try:
        check_views(parse_incoming(data))
    except InvalidInput as error:
        codes = [finding.code for finding in error.findings]
        assert [code[:5] for code in codes] == ["MSS-1"]  # both outcomes are good
    assert time.process_time() - start < DURATION_S_MAX


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SEEDS), edits)
def test_edited_mails(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    data = bytearray(seed)
    for start, length, word in changes:
        data[start : start + length] = word
    check_one(bytes(data))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    check_one(data)


def test_cut_anywhere() -> None:
    for seed in SEEDS:
        for end in range(0, min(len(seed), 3_000), 7):
            check_one(seed[:end])


def test_hostile_repetitions_stay_quick() -> None:
    for word in (*WORDS, b"a:b\r\n ", b"<a@", b"a@b.", b"=?a?b?", b"--x\r\n", b'; a="', b"%41", b"5.1.", b"[KO ", b","):
        for head in (
            b"Subject: ",
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n",
            b"To: ",
            b"Content-Type: a/b; ",
        ):
            check_one(head + word * (200_000 // len(word)))
