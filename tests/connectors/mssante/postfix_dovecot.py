"""A real Postfix and a real Dovecot, with their own folders and ports, as an MSSanté operator for tests.

Dovecot takes submissions (AUTH EXTERNAL by certificate) and serves IMAP; Postfix receives from it, delivers into the
Maildirs that Dovecot reads, and writes the DSN. A second Postfix service refuses late, so that true DSN come back.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from liane_sandbox.pki.folder import PKI

PFI = "pfi@ch-tilleuls.simulation.mssante.fr"
DOCTOR = "camille.deschamps@ch-tilleuls.simulation.mssante.fr"
FULL = "pleine@ailleurs.simulation.mssante.fr"
GREY = "attente@ailleurs.simulation.mssante.fr"
OWNER = "nobody"
HOST = "127.0.0.2"
"""Dovecot trusts a connection whose two ends are one address: the client comes from 127.0.0.1."""


def find_reason_to_skip() -> str:
    """Why these programs cannot be run here; empty when they can."""
    missing = [name for name in ("postfix", "dovecot", "doveadm") if shutil.which(name) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    if not Path("/usr/lib/dovecot/submission-login").exists():
        return "not installed: dovecot-submissiond"
    return "" if os.geteuid() == 0 else "Postfix must be started by root"


@dataclass(frozen=True)
class ForeignOperator:
    """Where it listens."""

    submission_port: int
    imap_port: int
    folder: Path


def find_port(host: str) -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_foreign_operator(pki: PKI) -> Iterator[ForeignOperator]:
    """Start both, give their ports, stop both."""
    folder = Path(tempfile.mkdtemp(prefix="liane-foreign-"))
    folder.chmod(0o755)
    relay, refusing = find_port("127.0.0.1"), find_port("127.0.0.1")
    operator = ForeignOperator(submission_port=find_port(HOST), imap_port=find_port(HOST), folder=folder)
    try:
        (folder / "mail").mkdir()
        shutil.chown(folder / "mail", OWNER, "nogroup")
        _configure_postfix(folder, relay, refusing)
        _configure_dovecot(folder, operator, relay, pki)
        subprocess.run(["postfix", "-c", folder / "postfix", "start"], check=True, capture_output=True, timeout=30)
        dovecot = subprocess.Popen(["dovecot", "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.DEVNULL)
        try:
            for host, port in (("127.0.0.1", relay), (HOST, operator.submission_port), (HOST, operator.imap_port)):
                _await_port(host, port)
            yield operator
        finally:
            dovecot.terminate()
            dovecot.wait(timeout=10)
            subprocess.run(["postfix", "-c", folder / "postfix", "stop"], check=False, capture_output=True, timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kick(operator: ForeignOperator, mailbox: str) -> None:
    """Cut every connection of a mailbox, as an operator does at maintenance."""
    command = ["doveadm", "-c", operator.folder / "dovecot.conf", "kick", mailbox]
    subprocess.run(command, check=False, capture_output=True, timeout=30)


def _await_port(host: str, port: int) -> None:
    deadline = time.monotonic() + 15
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)  # the program gives no sign when it is ready
        else:
            return


def _configure_postfix(folder: Path, relay: int, refusing: int) -> None:
    config, queue, data = folder / "postfix", folder / "queue", folder / "data"
    for one in (config, queue, data):
        one.mkdir()
    shutil.chown(data, "postfix")
    (config / "main.cf").write_text(
        f"""compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.simulation.mssante.fr
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = ch-tilleuls.simulation.mssante.fr
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{config}/mailboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
transport_maps = texthash:{config}/transport
smtpd_relay_restrictions = permit_mynetworks, reject
message_size_limit = 12000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
delay_warning_time = 2s
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
maximal_queue_lifetime = 6s
bounce_queue_lifetime = 6s
"""
    )
    services = f"""127.0.0.1:{relay} inet n - n - - smtpd
127.0.0.1:{refusing} inet n - n - - smtpd
  -o smtpd_recipient_restrictions=check_recipient_access,texthash:{config}/late,reject
  -o transport_maps=
  -o relay_domains=ailleurs.simulation.mssante.fr
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
    (config / "master.cf").write_text(services)
    mailboxes = "".join(f"{one} {one}/\n" for one in (PFI, DOCTOR))
    (config / "mailboxes").write_text(mailboxes)
    (config / "transport").write_text(f"ailleurs.simulation.mssante.fr smtp:[127.0.0.1]:{refusing}\n")
    (config / "late").write_text(f"{FULL} 552 5.2.2 Mailbox full\n{GREY} 450 4.2.1 Mailbox busy\n")


def _configure_dovecot(folder: Path, operator: ForeignOperator, relay: int, pki: PKI) -> None:
    users = folder / "users"
    users.write_text("".join(f"{one}:::::::nopassword=y\n" for one in (PFI, DOCTOR)))
    (folder / "dovecot.conf").write_text(
        f"""base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = liane-{operator.imap_port}
protocols = imap submission
listen = {HOST}
hostname = smtp.simulation.mssante.fr
ssl = required
ssl_min_protocol = TLSv1.2
ssl_cert = <{pki.server.certificate}
ssl_key = <{pki.server.key}
ssl_ca = <{pki.authorities}
ssl_require_crl = no
ssl_verify_client_cert = yes
auth_ssl_require_client_cert = yes
auth_ssl_username_from_cert = yes
ssl_cert_username_field = commonName
auth_mechanisms = external
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
submission_relay_trusted = yes
submission_backend_capabilities = DSN SIZE 8BITMIME PIPELINING ENHANCEDSTATUSCODES
submission_max_mail_size = 10000000
passdb {{
  driver = passwd-file
  args = {users}
  mechanisms = external
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {operator.imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = {operator.submission_port}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""
    )
