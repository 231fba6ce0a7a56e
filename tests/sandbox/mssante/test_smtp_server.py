"""The submission service, seen by the standard library's client and by raw bytes."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from liane.codecs.mssante_mail.writer import render_mail
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.mssante.operator import OperatorRules
from liane_sandbox.mssante.server import MSSanteOperator
from liane_sandbox.pki.folder import PKI
from tests.sandbox.mssante.operator_examples import (
    DOCTOR,
    MAIL,
    OPEN_PATIENT,
    PFI,
    make_client_context,
    open_smtp,
    run_operator,
)

RAW = render_mail(MAIL)
Act = Callable[[MSSanteOperator], Any]


def test_a_whole_dialogue(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = smtplib.SMTP("127.0.0.1", operator.smtp_port, timeout=10)
        client.ehlo()
        assert set(client.esmtp_features) == {
            "pipelining", "size", "dsn", "8bitmime", "enhancedstatuscodes", "starttls", "help"
        }  # fmt: skip
        assert client.esmtp_features["size"] == "26214400"
        client.starttls(context=make_client_context(pki, pki.bal_app))
        client.ehlo()
        assert client.esmtp_features["auth"].split() == ["EXTERNAL", "PLAIN"]
        assert client.docmd("AUTH", "EXTERNAL =")[0] == 235
        for _ in range(2):
            refused = client.sendmail(
                PFI, [DOCTOR, OPEN_PATIENT], RAW, ["RET=HDRS", "ENVID=req-1"], ["NOTIFY=SUCCESS,FAILURE,DELAY"]
            )
            assert refused == {}
        client.quit()
        assert operator.state.load_raw(operator.state.list_messages(DOCTOR)[0].id) == RAW
        assert operator.state.list_submissions()[-1].envelope_id == "req-1"
        assert [one["answer"] for one in operator.state.list_traces()] == ["235"]

    run_operator(pki, tmp_path, act)


def test_nothing_without_tls_then_without_identity(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = smtplib.SMTP("127.0.0.1", operator.smtp_port, timeout=10)
        client.ehlo()
        assert client.docmd("MAIL", f"FROM:<{PFI}>")[0] == 530
        assert client.docmd("AUTH", "PLAIN AGEAYg==")[0] == 530
        client.starttls(context=make_client_context(pki, pki.bal_app))
        client.ehlo()
        assert client.docmd("MAIL", f"FROM:<{PFI}>")[0] == 530
        assert client.docmd("STARTTLS")[0] == 503
        assert client.docmd("VOODOO")[0] == 500
        client.close()

    run_operator(pki, tmp_path, act)


@pytest.mark.parametrize(
    ("argument", "code"),
    [
        ("EXTERNAL =", 235),
        ("EXTERNAL " + base64.b64encode(PFI.encode()).decode(), 235),
        ("EXTERNAL " + base64.b64encode(DOCTOR.encode()).decode(), 535),
        ("EXTERNAL !!", 535),
        ("PLAIN " + base64.b64encode(b"\0" + PFI.encode() + b"\0").decode(), 235),
        ("PLAIN " + base64.b64encode(b"\0" + DOCTOR.encode() + b"\0x").decode(), 535),
        ("PLAIN " + base64.b64encode(b"nonsense").decode(), 535),
        ("LOGIN", 535),
        ("XOAUTH2 eA==", 535),
    ],
)
def test_proofs_of_identity(pki: PKI, tmp_path: Path, argument: str, code: int) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator, login=False)
        assert client.docmd("AUTH", argument)[0] == code
        client.close()

    run_operator(pki, tmp_path, act)


def test_external_by_challenge(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator, login=False)
        assert client.docmd("AUTH", "EXTERNAL")[0] == 334
        assert client.docmd("")[0] == 235
        client.close()

    run_operator(pki, tmp_path, act)


def test_a_certificate_declared_for_a_mailbox(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator, pki.org_auth_cli, login=False)
        assert client.docmd("AUTH", "EXTERNAL =")[0] == 535
        operator.state.change_mailbox(PFI, certificate_cn="SIMULATION PFI LIANE AUTHENTIFICATION")
        assert client.docmd("AUTH", "EXTERNAL =")[0] == 235
        client.close()

    run_operator(pki, tmp_path, act)


@pytest.mark.parametrize("name", ["foreign_auth", "revoked_auth", "expired_auth"])
def test_wrong_certificates_are_cut_off(pki: PKI, tmp_path: Path, name: str) -> None:
    def act(operator: MSSanteOperator) -> None:
        with pytest.raises((ssl.SSLError, OSError, smtplib.SMTPServerDisconnected)):
            open_smtp(pki, operator, getattr(pki, name))

    run_operator(pki, tmp_path, act)


def test_bearer_tokens(pki: PKI, tmp_path: Path) -> None:
    async def checker(address: str, token: str) -> bool:
        return token == f"jeton de {address}"

    def act(operator: MSSanteOperator) -> None:
        for token, code in ((f"jeton de {DOCTOR}", 235), ("autre", 535)):
            for mechanism, text in (
                ("XOAUTH2", f"user={DOCTOR}\x01auth=Bearer {token}\x01\x01"),
                ("OAUTHBEARER", f"n,a={DOCTOR},\x01host=x\x01port=587\x01auth=Bearer {token}\x01\x01"),
            ):
                client = smtplib.SMTP("127.0.0.1", operator.smtp_port, timeout=10)
                client.starttls(context=make_client_context(pki, None))
                client.ehlo()
                assert client.esmtp_features["auth"].split() == ["XOAUTH2", "OAUTHBEARER"]
                answer = client.docmd("AUTH", f"{mechanism} {base64.b64encode(text.encode()).decode()}")
                if code == 535:
                    assert answer[0] == 334
                    assert b'"status":"401"' in base64.b64decode(answer[1])
                    answer = client.docmd("")
                assert answer[0] == code
                client.close()

    run_operator(pki, tmp_path, act, rules=OperatorRules(checker=checker))


def test_only_own_addresses_may_send(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        assert client.mail(DOCTOR)[0] == 553
        client.close()

    run_operator(pki, tmp_path, act)


REFUSED_COMMANDS = [
    ([f"MAIL FROM:<{PFI}> SIZE=26214401"], 552),
    (["MAIL nonsense"], 501),
    (["DATA"], 503),
    ([f"RCPT TO:<{DOCTOR}>"], 503),
    ([f"MAIL FROM:<{PFI}>", f"MAIL FROM:<{PFI}>"], 503),
    ([f"MAIL FROM:<{PFI}>", "DATA"], 554),
    ([f"MAIL FROM:<{PFI}>", "RCPT TO:<pas une adresse>"], 501),
    ([f"MAIL FROM:<{PFI}>", f"RCPT TO:<{DOCTOR}> NOTIFY=NEVER,SUCCESS"], 501),
    ([f"MAIL FROM:<{PFI}>", "RCPT TO:<qui@ailleurs.example>"], 550),
    ([f"MAIL FROM:<{PFI}>", "RCPT TO:<personne@ch-tilleuls.simulation.mssante.fr>"], 550),
    ([f"MAIL FROM:<{PFI}> SIZE=11000000", f"RCPT TO:<{DOCTOR}>"], 552),
]


@pytest.mark.parametrize(("commands", "code"), REFUSED_COMMANDS)
def test_refused_commands(pki: PKI, tmp_path: Path, commands: list[str], code: int) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        answers = [client.docmd(command)[0] for command in commands]
        assert answers[-1] == code
        assert client.docmd("RSET")[0] == 250
        assert client.sendmail(PFI, [DOCTOR], RAW) == {}
        client.close()

    run_operator(pki, tmp_path, act)


def test_too_many_recipients(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        client.mail(PFI)
        codes = [client.rcpt(f"a{n}@test-exemple.mssante.fr")[0] for n in range(101)]
        assert codes == [250] * 100 + [452]
        client.close()

    run_operator(pki, tmp_path, act)


def test_an_undeclared_giant_is_refused_and_the_dialogue_goes_on(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        client.mail(PFI)
        client.rcpt(DOCTOR)
        assert client.data(b"a: b\r\n\r\n" + (b"x" * 998 + b"\r\n") * 27_000)[0] == 552
        assert client.sendmail(PFI, [DOCTOR], RAW) == {}
        assert len(operator.state.list_messages(DOCTOR)) == 1
        client.close()

    run_operator(pki, tmp_path, act)


@pytest.mark.parametrize("raw", [b"a: b\r\n\r\n..\r\n.\r\n\r\n.x", b"", b".", b"x" * 300_000])
def test_any_text_arrives_to_the_byte(pki: PKI, tmp_path: Path, raw: bytes) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        client.mail(PFI)
        client.rcpt(DOCTOR)
        assert client.data(raw)[0] == 250
        (mail,) = operator.state.list_messages(DOCTOR)
        normal = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        assert operator.state.load_raw(mail.id) in (normal, normal + b"\r\n")
        client.close()

    run_operator(pki, tmp_path, act)


def test_pipelined_commands_one_byte_at_a_time(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        assert client.sock is not None
        text = f"MAIL FROM:<{PFI}>\r\nRCPT TO:<{DOCTOR}>\r\nDATA\r\n".encode()
        for index in range(len(text)):
            client.sock.sendall(text[index : index + 1])
        assert [client.getreply()[0] for _ in range(3)] == [250, 250, 354]
        for piece in (b"a: b\r", b"\n\r\nx\r\n.", b"\r", b"\nNOOP\r\n"):
            client.sock.sendall(piece)
        assert [client.getreply()[0] for _ in range(2)] == [250, 250]
        client.close()

    run_operator(pki, tmp_path, act)


def test_what_is_sent_in_clear_before_tls_is_forgotten(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        raw = socket.create_connection(("127.0.0.1", operator.smtp_port), timeout=10)
        raw.recv(1000)
        raw.sendall(b"EHLO x\r\n")
        raw.recv(1000)
        raw.sendall(b"STARTTLS\r\nNOOP\r\n")
        assert raw.recv(1000).startswith(b"220")
        with make_client_context(pki, pki.bal_app).wrap_socket(raw, server_hostname="127.0.0.1") as secure:
            secure.sendall(b"QUIT\r\n")
            assert secure.recv(1000).startswith(b"221")

    run_operator(pki, tmp_path, act)


def submit_under(pki: PKI, tmp_path: Path, fault: Fault) -> tuple[Any, int]:
    """Submit one mail under a fault; gives the answer (or the exception's type) and how many copies arrived."""

    def act(operator: MSSanteOperator) -> tuple[Any, int]:
        operator.operator.faults.add(fault)
        client = open_smtp(pki, operator)
        assert client.sock is not None
        client.sock.settimeout(0.3)
        answer: Any
        try:
            client.sendmail(PFI, [DOCTOR], RAW)
            answer = 250
        except smtplib.SMTPRecipientsRefused as error:
            answer = error.recipients[DOCTOR][0]
        except (smtplib.SMTPException, OSError) as error:
            answer = type(error).__name__
        client.close()
        return answer, len(operator.state.list_messages(DOCTOR))

    result: tuple[Any, int] = run_operator(pki, tmp_path, act)
    return result


@pytest.mark.parametrize(
    ("kind", "answers", "copies"),
    [
        (FaultKind.REFUSE, {550}, 0),
        (FaultKind.BUSY, {451}, 0),
        (FaultKind.FAULT, {421}, 0),
        (FaultKind.SILENT, {"SMTPServerDisconnected", "TimeoutError"}, 0),
        (FaultKind.SILENT_AFTER, {"SMTPServerDisconnected", "TimeoutError"}, 1),
        (FaultKind.HANG_UP_BEFORE, {"SMTPServerDisconnected", "ConnectionResetError"}, 0),
        (FaultKind.HANG_UP_AFTER, {"SMTPServerDisconnected", "ConnectionResetError"}, 1),
        (FaultKind.LATE, {250}, 1),
        (FaultKind.TWICE, {250}, 1),
    ],
)
def test_faults(pki: PKI, tmp_path: Path, kind: FaultKind, answers: set[Any], copies: int) -> None:
    fault = Fault(service="mssante.smtp", key=DOCTOR, kind=kind, remaining=1, delay_s=0.01)
    answer, found = submit_under(pki, tmp_path, fault)
    assert answer in answers
    assert found == copies


def test_down_accepts_nobody(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        operator.operator.faults.add(Fault(service="mssante", kind=FaultKind.DOWN))
        with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
            open_smtp(pki, operator)
        operator.operator.faults.clear()
        open_smtp(pki, operator).close()

    run_operator(pki, tmp_path, act)


def test_too_many_errors_end_the_dialogue(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        codes = [client.docmd("VOODOO")[0] for _ in range(50)]
        assert set(codes) == {500}
        assert client.getreply()[0] == 421
        client.close()

    run_operator(pki, tmp_path, act)


def test_only_tls_1_2_and_1_3(pki: PKI, tmp_path: Path) -> None:
    def act(operator: MSSanteOperator) -> None:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = make_client_context(pki, pki.bal_app)
            context.minimum_version = context.maximum_version = version
            client = smtplib.SMTP("127.0.0.1", operator.smtp_port, timeout=10)
            client.starttls(context=context)
            assert client.docmd("AUTH", "EXTERNAL =")[0] == 235
            client.close()
        context = make_client_context(pki, pki.bal_app)
        context.set_ciphers("ECDHE-RSA-CHACHA20-POLY1305")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        client = smtplib.SMTP("127.0.0.1", operator.smtp_port, timeout=10)
        with pytest.raises((ssl.SSLError, OSError)):
            client.starttls(context=context)
        client.close()

    run_operator(pki, tmp_path, act)
