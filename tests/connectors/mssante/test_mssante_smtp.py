"""Submission: each stage of failure has its class; nothing is ever sent in clear; a mail arrives to the byte."""

import asyncio
import ssl
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvloop
from hypothesis import given
from hypothesis import strategies as st

from liane.connectors.mssante.settings import Authentication, SubmissionSettings, TLSFiles
from liane.connectors.mssante.smtp import MailEnvelope, MSSanteSubmitter, SubmissionResult
from liane.connectors.mssante.smtp_wire import stuff_dots
from liane.connectors.mssante.xoauth2 import render_xoauth2
from liane.domain.errors import (
    ConfigurationError,
    RemoteFailure,
    RemoteOutcomeUnknown,
    RemoteRefusal,
    RemoteUnavailable,
)
from liane_sandbox.pki.certificates import LOOPBACK_NAMES, Profile, Wanted, make_crl
from liane_sandbox.pki.folder import PKI, KeyPair, issue_certificate, load_issuer
from tests.connectors.mssante.scripted_smtp import CUT, SILENT, Script, Scripted, make_context, serve

MAILBOX = "pfi@ch-tilleuls.simulation.mssante.fr"
TO = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
ENVELOPE = MailEnvelope(recipients=(TO,), envelope_id="req-1")
MAIL = b"Subject: x\r\n\r\n.\r\n..deux\r\ntexte\r\n" + b"y" * 5000 + b"\r\n"


def make_settings(pki: PKI, port: int, **changes: Any) -> SubmissionSettings:
    settings = SubmissionSettings(
        host="127.0.0.1",
        port=port,
        mailbox=MAILBOX,
        tls=TLSFiles(
            authorities=pki.authorities,
            certificate=pki.bal_app.certificate,
            key=pki.bal_app.key,
            crls=(pki.crl,),
        ),
        connect_timeout_s=5,
        command_timeout_s=1,
        data_timeout_s=1,
    )
    return replace(settings, **changes)


def converse(
    pki: PKI,
    script: Script,
    act: Callable[[MSSanteSubmitter, Scripted], Awaitable[Any]],
    *,
    context: ssl.SSLContext | None = None,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
    **changes: Any,
) -> Any:
    """Run one client against one scripted server."""

    async def run() -> Any:
        async with serve(script, context or make_context(pki)) as scripted:
            submitter = MSSanteSubmitter(make_settings(pki, scripted.port, **changes))
            try:
                return await act(submitter, scripted)
            finally:
                await submitter.close()

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(run())


async def submit_once(submitter: MSSanteSubmitter, scripted: Scripted) -> SubmissionResult:
    return await submitter.submit(MAIL, ENVELOPE)


def fail(pki: PKI, script: Script, **changes: Any) -> RemoteFailure:
    with pytest.raises(RemoteFailure) as caught:
        converse(pki, script, submit_once, **changes)
    assert MAILBOX not in str(caught.value)
    return caught.value


def test_a_mail_arrives_to_the_byte(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        result = await submitter.submit(MAIL, ENVELOPE)
        assert result.text == "250 2.0.0 queued"
        assert result.receipt_expected
        assert not result.refused
        assert scripted.seen.mails == [MAIL]
        assert scripted.seen.commands[-3:] == [
            f"MAIL FROM:<{MAILBOX}> SIZE={len(stuff_dots(MAIL))} RET=HDRS ENVID=req-1",
            f"RCPT TO:<{TO}> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;{TO}",
            "DATA",
        ]

    converse(pki, Script(), act)


def test_without_extensions_the_dialogue_is_plain(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        result = await submitter.submit(MAIL, ENVELOPE)
        assert not result.receipt_expected
        assert scripted.seen.commands[-3:] == [f"MAIL FROM:<{MAILBOX}>", f"RCPT TO:<{TO}>", "DATA"]

    converse(pki, Script(extensions=()), act)


def test_envelope_id_is_encoded(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        await submitter.submit(MAIL, replace(ENVELOPE, envelope_id="a+b=c d", wants_receipt=False))
        assert "ENVID=a+2Bb+3Dc+20d" in scripted.seen.commands[-3]
        assert "NOTIFY=FAILURE " in scripted.seen.commands[-2]

    converse(pki, Script(), act)


REFUSED = [
    ({"mail": "553 5.7.1 not yours"}, "553"),
    ({"rcpt": ["550 5.1.1 unknown"]}, "550"),
    ({"rcpt": ["550 5.1.1 unknown"], "data": "554 no recipients"}, "550"),
    ({"data": "554 5.7.1 no"}, "554"),
    ({"end": "552 5.3.4 too big"}, "552"),
    ({"end": "554 5.7.1 virus"}, "554"),
]
UNAVAILABLE = [
    ({"greeting": "421 busy"}, "421"),
    ({"greeting": CUT}, "CONNEXION"),
    ({"greeting": SILENT}, "CONNEXION"),
    ({"greeting": "hello"}, "CONNEXION"),
    ({"starttls": "454 not now"}, "454"),
    ({"auth": ["535 5.7.8 no"]}, "535"),
    ({"auth": ["454 4.7.0 later"]}, "454"),
    ({"auth": [CUT]}, "CONNEXION"),
    ({"mail": "451 4.3.0 busy"}, "451"),
    ({"mail": CUT}, "CONNEXION"),
    ({"rcpt": ["450 4.2.0 greylisted"]}, "450"),
    ({"rcpt": ["421 4.3.2 closing"]}, "421"),
    ({"data": "451 4.3.0 busy"}, "451"),
    ({"data": CUT}, "CONNEXION"),
    ({"data": SILENT}, "CONNEXION"),
    ({"end": "451 4.3.0 disk full"}, "451"),
    ({"end": "421 4.3.2 closing"}, "421"),
]


@pytest.mark.parametrize("extensions", [("PIPELINING", "DSN"), ("DSN",)])
@pytest.mark.parametrize(("changes", "code"), REFUSED)
def test_a_definite_no(pki: PKI, changes: dict[str, Any], code: str, extensions: tuple[str, ...]) -> None:
    error = fail(pki, Script(**{"extensions": extensions, **changes}))
    assert isinstance(error, RemoteRefusal)
    assert (error.remote, error.code) == ("mssante", code)


@pytest.mark.parametrize(("changes", "code"), UNAVAILABLE)
def test_certainly_not_accepted(pki: PKI, changes: dict[str, Any], code: str) -> None:
    error = fail(pki, Script(**changes), connect_timeout_s=1)
    assert isinstance(error, RemoteUnavailable)
    assert error.code == code


@pytest.mark.parametrize("end", [CUT, SILENT, "nonsense", "999 odd"])
def test_after_the_dot_the_outcome_is_unknown(pki: PKI, end: str) -> None:
    assert isinstance(fail(pki, Script(end=end)), RemoteOutcomeUnknown)


LOOPS = [asyncio.new_event_loop, uvloop.new_event_loop]


@pytest.mark.parametrize("loop_factory", LOOPS)
def test_a_cut_before_the_dot_is_no_doubt(pki: PKI, loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        with pytest.raises(RemoteUnavailable):
            await submitter.submit(b"x: y\r\n\r\n" + b"z" * 20_000_000, ENVELOPE)
        assert scripted.seen.mails == []

    converse(pki, Script(text=CUT), act, loop_factory=loop_factory)


@pytest.mark.parametrize("loop_factory", LOOPS)
def test_a_large_mail_arrives_to_the_byte(pki: PKI, loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    large = b"Subject: x\r\n\r\n" + b"0123456789abcdef\r\n" * 400_000

    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        await submitter.submit(large, ENVELOPE)
        await submitter.submit(MAIL, ENVELOPE)
        assert scripted.seen.mails == [large, MAIL]

    converse(pki, Script(), act, loop_factory=loop_factory, data_timeout_s=10)


def test_nobody_listens(pki: PKI) -> None:
    async def run() -> None:
        with pytest.raises(RemoteUnavailable) as caught:
            await MSSanteSubmitter(make_settings(pki, 1)).submit(MAIL, ENVELOPE)
        assert caught.value.code == "CONNEXION"

    asyncio.run(run())


def test_no_starttls_no_mail(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        with pytest.raises(RemoteUnavailable) as caught:
            await submitter.submit(MAIL, ENVELOPE)
        assert caught.value.code == "STARTTLS"
        assert [command.split(" ")[0] for command in scripted.seen.commands] == ["EHLO"]

    converse(pki, Script(offers_starttls=False), act)


def test_clear_text_after_starttls_is_not_believed(pki: PKI) -> None:
    error = fail(pki, Script(injected=b"250-injected\r\n250 AUTH PLAIN\r\n"))
    assert isinstance(error, RemoteUnavailable)
    assert error.code == "CONNEXION"


def make_revoked_server(pki: PKI, folder: Path) -> tuple[KeyPair, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    issuer = load_issuer(pki.issuing)
    now = datetime.now(UTC)
    wanted = Wanted(
        profile=Profile.ORG_AUTH_SERV,
        common_name="localhost",
        not_before=now,
        not_after=now + timedelta(days=1),
        names=LOOPBACK_NAMES,
    )
    pair = issue_certificate(folder, "revoked-server", wanted, issuer)
    certificate = x509.load_pem_x509_certificates(pair.certificate.read_bytes())[0]
    crl = folder / "revoked.crl"
    crl.write_bytes(make_crl(issuer, (certificate,), now, timedelta(days=1)).public_bytes(Encoding.PEM))
    return pair, crl


@pytest.mark.parametrize("name", ["foreign_server", "expired_server", "wrong_host_server"])
def test_wrong_server_certificates(pki: PKI, name: str) -> None:
    error = fail(pki, Script(), context=make_context(pki, getattr(pki, name)))
    assert isinstance(error, RemoteUnavailable)
    assert error.code == "TLS-CERTIFICAT"


def test_revoked_server_certificate(pki: PKI, tmp_path: Path) -> None:
    pair, crl = make_revoked_server(pki, tmp_path)
    tls = replace(make_settings(pki, 1).tls, crls=(crl,))
    error = fail(pki, Script(), context=make_context(pki, pair), tls=tls)
    assert error.code == "TLS-CERTIFICAT"
    converse(pki, Script(), submit_once, context=make_context(pki, pair))


def test_a_new_revocation_list_is_seen_without_restart(pki: PKI, tmp_path: Path) -> None:
    pair, revoking = make_revoked_server(pki, tmp_path)
    crl = tmp_path / "current.crl"
    crl.write_bytes(pki.crl.read_bytes())

    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        await submitter.probe()
        crl.write_bytes(revoking.read_bytes())
        with pytest.raises(RemoteUnavailable):
            await submitter.probe()

    tls = replace(make_settings(pki, 1).tls, crls=(crl,))
    converse(pki, Script(), act, context=make_context(pki, pair), tls=tls)


def test_tls_1_1_is_refused(pki: PKI) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context = make_context(pki, minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)
        context.set_ciphers("ALL:@SECLEVEL=0")
    assert fail(pki, Script(), context=context).code == "TLS"


def test_only_permitted_suites_of_tls_1_2(pki: PKI) -> None:
    context = make_context(pki, maximum_version=ssl.TLSVersion.TLSv1_2)
    context.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
    converse(pki, Script(), submit_once, context=context)
    context.set_ciphers("ECDHE-RSA-CHACHA20-POLY1305")
    assert fail(pki, Script(), context=context).code == "TLS"


def test_the_system_authorities_are_not_trusted(pki: PKI) -> None:
    from liane.connectors.mssante.tls import make_client_context

    context = make_client_context(make_settings(pki, 1).tls)
    names = {dict(pair[0] for pair in one["subject"])["commonName"] for one in context.get_ca_certs()}  # type: ignore[index]
    assert names == {"SIMULATION - AC RACINE LIANE", "SIMULATION - AC ELEMENTAIRE ORGANISATIONS"}


@pytest.mark.parametrize("field", ["authorities", "certificate", "crls"])
def test_a_missing_file_is_a_wrong_setting(pki: PKI, field: str) -> None:
    value: object = Path("absent.pem")
    tls = replace(make_settings(pki, 1).tls, **{field: (value,) if field == "crls" else value})  # type: ignore[arg-type]

    async def run() -> None:
        with pytest.raises(ConfigurationError):
            await MSSanteSubmitter(make_settings(pki, 1, tls=tls)).submit(MAIL, ENVELOPE)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("authentication", "expected"),
    [
        (Authentication.EXTERNAL, ["AUTH EXTERNAL ="]),
        (
            Authentication.PLAIN,
            ["AUTH PLAIN AHBmaUBjaC10aWxsZXVscy5zaW11bGF0aW9uLm1zc2FudGUuZnIA"],
        ),
        (Authentication.NONE, []),
    ],
)
def test_authentications(pki: PKI, authentication: Authentication, expected: list[str]) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        await submitter.submit(MAIL, ENVELOPE)
        assert [one for one in scripted.seen.commands if one.startswith("AUTH")] == expected

    converse(pki, Script(), act, authentication=authentication)


def test_external_by_challenge(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        await submitter.submit(MAIL, ENVELOPE)
        assert "" in scripted.seen.commands

    converse(pki, Script(auth=["334 ", "235 ok"]), act)


def test_xoauth2_is_byte_exact() -> None:
    from base64 import b64decode

    assert b64decode(render_xoauth2("a@b.fr", "jeton")) == b"user=a@b.fr\x01auth=Bearer jeton\x01\x01"


@pytest.mark.parametrize(
    ("answers", "asked", "is_good"),
    [
        (["235 ok"], [False], True),
        (["334 eyJzdGF0dXMiOiI0MDEifQ==", "535 no", "235 ok"], [False, True], True),
        (["535 no", "535 no"], [False, True], False),
    ],
)
def test_a_refused_token_is_renewed_once(pki: PKI, answers: list[str], asked: list[bool], is_good: bool) -> None:
    calls: list[bool] = []

    async def token(is_retry: bool) -> str:
        calls.append(is_retry)
        return "jeton-neuf" if is_retry else "jeton"

    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        if is_good:
            await submitter.submit(MAIL, ENVELOPE)
        else:
            with pytest.raises(RemoteUnavailable) as caught:
                await submitter.submit(MAIL, ENVELOPE)
            assert "jeton" not in str(caught.value) + caught.value.context

    converse(pki, Script(auth=answers), act, authentication=Authentication.XOAUTH2, token=token)
    assert calls == asked


def test_recipients_are_judged_one_by_one(pki: PKI) -> None:
    addresses = ("a@b.fr", "c@d.fr", "e@f.fr")

    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        result = await submitter.submit(MAIL, replace(ENVELOPE, recipients=addresses))
        assert [(one.address, one.code, one.is_permanent) for one in result.refused] == [
            ("a@b.fr", "550", True),
            ("e@f.fr", "450", False),
        ]
        assert scripted.seen.mails == [MAIL]

    converse(pki, Script(rcpt=["550 no", "250 ok", "450 wait"]), act)


def test_all_refused_but_one_for_a_time_is_worth_another_try(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        with pytest.raises(RemoteUnavailable):
            await submitter.submit(MAIL, replace(ENVELOPE, recipients=("a@b.fr", "c@d.fr")))

    converse(pki, Script(rcpt=["550 no", "450 wait"]), act)


def test_a_text_wanted_for_nobody_is_empty(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        with pytest.raises(RemoteRefusal):
            await submitter.submit(MAIL, ENVELOPE)
        assert scripted.seen.mails == [b""]

    converse(pki, Script(rcpt=["550 no"], end="554 no valid recipients"), act)


@pytest.mark.parametrize("address", ["", "a b@c.fr", "a@b.fr>\r\nDATA", "é@b.fr"])
def test_addresses_cannot_break_the_dialogue(pki: PKI, address: str) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        with pytest.raises(RemoteRefusal):
            await submitter.submit(MAIL, replace(ENVELOPE, recipients=(address,)))
        with pytest.raises(ConfigurationError):
            await submitter.submit(MAIL, replace(ENVELOPE, envelope_id="a\r\nb"))
        assert scripted.seen.connections == 0

    converse(pki, Script(), act)


def test_connections_are_kept_and_bounded(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        await asyncio.gather(*(submitter.submit(MAIL, ENVELOPE) for _ in range(30)))
        assert scripted.seen.open_max <= 3
        assert scripted.seen.connections <= 3
        assert len(scripted.seen.mails) == 30

    converse(pki, Script(), act, connections_max=3)


def test_a_connection_serves_a_bounded_number_of_mails(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        for _ in range(6):
            await submitter.submit(MAIL, ENVELOPE)
        assert scripted.seen.connections == 3

    converse(pki, Script(), act, mails_per_connection_max=2)


def test_a_kept_connection_found_dead_costs_nothing(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        for _ in range(4):
            await submitter.submit(MAIL, ENVELOPE)
        assert len(scripted.seen.mails) == 4

    converse(pki, Script(closes_after_mail=True), act)


def test_a_refusal_leaves_the_connection_usable(pki: PKI) -> None:
    async def act(submitter: MSSanteSubmitter, scripted: Scripted) -> None:
        scripted.script.rcpt = ["550 no"]
        scripted.script.data = "554 no"
        with pytest.raises(RemoteRefusal):
            await submitter.submit(MAIL, ENVELOPE)
        scripted.script.rcpt, scripted.script.data = ["250 ok"], "354 go"
        await submitter.submit(MAIL, ENVELOPE)
        assert scripted.seen.connections == 1
        assert scripted.seen.commands.count("RSET") == 1

    converse(pki, Script(), act)


def unstuff(text: bytes) -> bytes:
    """What a server does: lines cut at CRLF, one leading dot taken away."""
    return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in text.split(b"\r\n"))


@given(st.lists(st.sampled_from([b".", b"\r\n", b"\n", b"\r", b"a", b"..", b"\r\n.\r\n"]), max_size=20))
def test_dots_come_back_and_never_end_a_mail(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    text = stuff_dots(raw)
    assert text.endswith(b"\r\n")
    assert b"\r\n.\r\n" not in b"\r\n" + text
    assert b"\n" not in text.replace(b"\r\n", b"")
    normal = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    assert unstuff(text) in (normal, normal + b"\r\n")
