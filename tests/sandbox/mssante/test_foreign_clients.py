"""Programs that we did not write against the simulated operator: msmtp, curl, swaks, mbsync, mutt."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from liane.codecs.mssante_mail.receipts import DeliveryAction, MailKind
from liane.codecs.mssante_mail.writer import render_mail
from liane_sandbox.mssante.server import MSSanteOperator
from liane_sandbox.pki.folder import PKI
from tests.sandbox.mssante.operator_examples import DOCTOR, MAIL, OPEN_PATIENT, PFI, open_smtp, run_operator

pytestmark = pytest.mark.foreign
RAW = render_mail(MAIL)


def need(name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"not installed: {name}")


def run(*command: object, home: Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program with its own home and no proxy."""
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MAILRC": "/dev/null"}
    words = [str(word) for word in command]
    return subprocess.run(words, input=data, capture_output=True, timeout=60, env=environment, check=False)


def show(result: subprocess.CompletedProcess[bytes]) -> str:
    return (result.stdout + result.stderr).decode("utf-8", "replace")


def test_msmtp_submits_with_dsn(pki: PKI, tmp_path: Path) -> None:
    need("msmtp")
    config = tmp_path / "msmtprc"

    def act(operator: MSSanteOperator) -> None:
        config.write_text(
            f"account default\nhost 127.0.0.1\nport {operator.smtp_port}\nfrom {PFI}\nuser {PFI}\nauth external\n"
            f"tls on\ntls_starttls on\ntls_trust_file {pki.authorities}\ntls_crl_file {pki.crl}\n"
            f"tls_cert_file {pki.bal_app.certificate}\ntls_key_file {pki.bal_app.key}\n"
            "dsn_notify success,failure,delay\ndsn_return headers\n"
        )
        config.chmod(0o600)
        result = run("msmtp", "-C", config, DOCTOR, OPEN_PATIENT, home=tmp_path, data=RAW)
        assert result.returncode == 0, show(result)
        (mail,) = operator.state.list_messages(DOCTOR)
        assert operator.state.load_raw(mail.id) == RAW
        operator.state.deliver_due_receipts(operator.operator.clock())
        found = [operator.state.load_parsed(one.id) for one in operator.state.list_messages(PFI)]
        actions = {one.delivery.recipients[0].action for one in found if one is not None and one.delivery is not None}
        assert actions == {DeliveryAction.DELIVERED, DeliveryAction.RELAYED}

    run_operator(pki, tmp_path / "operator", act)


def test_msmtp_hears_every_refusal(pki: PKI, tmp_path: Path) -> None:
    need("msmtp")

    def act(operator: MSSanteOperator) -> None:
        for pair, to, words in (
            (pki.bal_app, "qui@ailleurs.example", "550"),
            (pki.bal_app, "personne@ch-tilleuls.simulation.mssante.fr", "550"),
            (pki.org_auth_cli, DOCTOR, "535"),
        ):
            config = tmp_path / "msmtprc"
            config.write_text(
                f"account default\nhost 127.0.0.1\nport {operator.smtp_port}\nfrom {PFI}\nuser {PFI}\nauth external\n"
                f"tls on\ntls_starttls on\ntls_trust_file {pki.authorities}\n"
                f"tls_cert_file {pair.certificate}\ntls_key_file {pair.key}\n"
            )
            config.chmod(0o600)
            result = run("msmtp", "-C", config, to, home=tmp_path, data=RAW)
            assert result.returncode != 0
            assert words in show(result)

    run_operator(pki, tmp_path / "operator", act)


def test_curl_submits_and_reads(pki: PKI, tmp_path: Path) -> None:
    need("curl")
    (tmp_path / "mail").write_bytes(RAW)
    tls = ["-sS", "--noproxy", "*", "--ssl-reqd", "--cacert", pki.authorities]
    tls += ["--cert", pki.bal_app.certificate, "--key", pki.bal_app.key, "--login-options", "AUTH=EXTERNAL"]

    def act(operator: MSSanteOperator) -> None:
        smtp, imap = f"smtp://127.0.0.1:{operator.smtp_port}", f"imap://127.0.0.1:{operator.imap_port}"
        sent = run(
            "curl", *tls, smtp, "-u", f"{PFI}:", "--mail-from", PFI, "--mail-rcpt", PFI, "-T", tmp_path / "mail",
            home=tmp_path,
        )  # fmt: skip
        assert sent.returncode == 0, show(sent)
        read = run("curl", *tls, f"{imap}/INBOX;UID=1", "-u", f"{PFI}:", home=tmp_path)
        assert read.returncode == 0, show(read)
        assert read.stdout.endswith(RAW)
        found = run("curl", *tls, f"{imap}/INBOX?SUBJECT%20LIAISON", "-u", f"{PFI}:", home=tmp_path)
        assert found.stdout == b"* SEARCH 1\r\n", show(found)

    run_operator(pki, tmp_path / "operator", act)


def test_swaks_without_identity_is_refused(pki: PKI, tmp_path: Path) -> None:
    need("swaks")

    def act(operator: MSSanteOperator) -> None:
        base = ["swaks", "--server", f"127.0.0.1:{operator.smtp_port}", "--from", PFI, "--to", DOCTOR]
        result = run(*base, home=tmp_path)
        assert result.returncode != 0
        assert "530 5.7.0" in show(result)
        assert operator.state.list_messages(DOCTOR) == []

    run_operator(pki, tmp_path / "operator", act)


def test_mbsync_mirrors_a_mailbox(pki: PKI, tmp_path: Path) -> None:
    need("mbsync")
    (tmp_path / "maildir").mkdir()

    def act(operator: MSSanteOperator) -> None:
        client = open_smtp(pki, operator)
        for _ in range(2):
            assert client.sendmail(PFI, [PFI], RAW.replace(b"m1@pfi", b"m%d@pfi" % _)) == {}
        client.quit()
        config = tmp_path / "mbsyncrc"
        config.write_text(
            f"IMAPAccount op\nHost localhost\nPort {operator.imap_port}\nUser {PFI}\nAuthMechs EXTERNAL\n"
            f"SSLType STARTTLS\nSystemCertificates no\nCertificateFile {pki.authorities}\n"
            f"ClientCertificate {pki.bal_app.certificate}\nClientKey {pki.bal_app.key}\n\n"
            "IMAPStore far\nAccount op\n\n"
            f"MaildirStore near\nPath {tmp_path}/maildir/\nInbox {tmp_path}/maildir/INBOX\n\n"
            "Channel all\nFar :far:\nNear :near:\nPatterns *\nCreate Both\nExpunge Both\nSync All\n"
            f"SyncState {tmp_path}/\n"
        )
        result = run("mbsync", "-c", config, "all", home=tmp_path)
        if "No worthy mechs" in show(result) or "selected SASL mechanism" in show(result):
            pytest.skip("mbsync has no SASL EXTERNAL here (libsasl2-modules)")
        assert result.returncode == 0, show(result)
        mails = list((tmp_path / "maildir" / "INBOX").glob("*/U*")) + list((tmp_path / "maildir/INBOX/new").iterdir())
        assert len(set(mails)) == 2
        for one in set(mails):
            one.unlink()
        result = run("mbsync", "-c", config, "all", home=tmp_path)
        assert result.returncode == 0, show(result)
        assert operator.state.list_messages(PFI) == []

    run_operator(pki, tmp_path / "operator", act)


def test_mutt_reads_a_folder_and_sends(pki: PKI, tmp_path: Path) -> None:
    need("mutt")
    config = tmp_path / "muttrc"

    def act(operator: MSSanteOperator) -> None:
        config.write_text(
            f'set from="{PFI}"\nset use_from=yes\nset smtp_url="smtp://{PFI}@127.0.0.1:{operator.smtp_port}/"\n'
            'set smtp_authenticators="external"\nset ssl_force_tls=yes\nset ssl_starttls=yes\n'
            f'set certificate_file="{pki.authorities}"\nset ssl_ca_certificates_file="{pki.authorities}"\n'
            f'set ssl_client_cert="{tmp_path}/both.pem"\nset ssl_usesystemcerts=no\nset record=""\n'
            'set dsn_notify="success,failure"\nset dsn_return=hdrs\n'
        )
        both = pki.bal_app.certificate.read_bytes() + pki.bal_app.key.read_bytes()
        (tmp_path / "both.pem").write_bytes(both)
        (tmp_path / "piece.pdf").write_bytes(b"%PDF-1.4 essai")
        result = run(
            "mutt", "-n", "-F", config, "-s", "Été à l'hôpital", "-a", tmp_path / "piece.pdf", "--", DOCTOR,
            home=tmp_path, data="Bonjour, été.\n".encode(),
        )  # fmt: skip
        if "No authenticators available" in show(result):
            pytest.skip("mutt has no SASL EXTERNAL here (libsasl2-modules)")
        assert result.returncode == 0, show(result)
        (mail,) = operator.state.list_messages(DOCTOR)
        parsed = operator.state.load_parsed(mail.id)
        assert parsed is not None
        assert (parsed.kind, parsed.subject) == (MailKind.OTHER, "Été à l'hôpital")
        assert parsed.body.startswith("Bonjour, été.")
        assert parsed.attachments[0].data == b"%PDF-1.4 essai"

    run_operator(pki, tmp_path / "operator", act)
