"""``liane rescue``: makes one rescue account: the lines to add to the file of accounts, password asked and hashed."""

import asyncio
import base64
import secrets
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from liane.domain.access.passwords import check_password
from liane.domain.actors.operator import Role
from liane.domain.errors import ConfigurationError
from liane.pipeline.signin.rescue import SECRET_BYTES, hash_password
from liane.wiring.clock import utc_now
from liane.wiring.logs import configure_logs
from liane.wiring.rescue_trail import trace_rescue
from liane.wiring.settings import load_settings


def rescue(
    name: Annotated[str, typer.Argument(help="Nom du compte de secours.")],
    role: Annotated[list[str], typer.Option(help="Rôle du compte ; répéter l'option pour plusieurs.")],
    config: Annotated[Path | None, typer.Option(help="Fichier de réglages TOML.")] = None,
) -> None:
    """Ask a password twice, check it, trace it, and print the account with the secret of its one-time codes."""
    configure_logs(is_quiet=True)
    settings = load_settings(config)
    known = {one.value for one in Role}
    unknown = [one for one in role if one not in known]
    if unknown:
        raise ConfigurationError(f"rôle inconnu : {', '.join(unknown)} (au choix : {', '.join(sorted(known))})")
    if not name.strip() or not name.isprintable() or '"' in name or "\\" in name:
        raise ConfigurationError("nom du compte : des lettres, chiffres et espaces")
    password = typer.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
    findings = check_password(password, name)
    if findings:
        for one in findings:
            typer.echo(f"{one.code} {one.message} {one.remedy}", err=True)
        raise typer.Exit(1)
    if not asyncio.run(trace_rescue(settings, name.strip(), now=utc_now)):
        typer.echo("Aucune base de données n'est là : cet acte n'est pas tracé dans la piste d'audit.", err=True)
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    roles = ", ".join(f'"{one}"' for one in role)
    typer.echo("À ajouter au fichier des comptes de secours (signin.rescue_file), lisible de son propriétaire seul :\n")
    typer.echo(f'[[account]]\nname = "{name.strip()}"\npassword_hash = "{hash_password(password)}"')
    typer.echo(f'code_secret = "{secret}"\nroles = [{roles}]\n')
    typer.echo("À donner une fois à l'application de codes du titulaire :\n")
    typer.echo(f"otpauth://totp/Liane:{quote(name.strip())}?secret={secret}&issuer=Liane&digits=6&period=30")
