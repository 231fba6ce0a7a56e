"""The command line: ``liane …``. Each command is a thin face on the wiring; French for people, English inside."""

import sys

import typer

from liane.cli.backup import backup, restore
from liane.cli.demo import demo
from liane.cli.directory import app as directory_app
from liane.cli.inspect import inspect
from liane.cli.intake import app as intake_app
from liane.cli.kit import kit_app
from liane.cli.rehearse import rehearse
from liane.cli.rescue import rescue
from liane.cli.send import send
from liane.cli.serve import serve
from liane.cli.validate import ValidateCommand, validate
from liane.domain.errors import ConfigurationError

app = typer.Typer(
    name="liane",
    help="Plateforme d'intermédiation : HL7 v2 en entrée, DMP et MSSanté en sortie, accusés en retour.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(help="Démarre Liane (réception, livraisons, pages).")(serve)
app.command(help="Joue la matinée d'un hôpital contre le bac à sable local.")(demo)
app.command(help="Répète des messages HL7 v2 : bac à sable et base jetables, puis le compte rendu de chacun.")(rehearse)
app.command(cls=ValidateCommand, help="Valide des documents CDA (schéma, schématrons du kit, règles de Liane).")(
    validate
)
app.command(help="Envoie des messages HL7 v2 en MLLP et montre les accusés.")(send)
app.command(help="Montre le contenu d'un fichier HL7 v2, CDA, XDM ou courriel.")(inspect)
app.command(help="Sauvegarde la base, les kits et les réglages.")(backup)
app.command(help="Restaure une sauvegarde dans une installation vide.")(restore)
app.command(help="Fabrique un compte de secours : mot de passe haché et codes à usage unique.")(rescue)
app.add_typer(kit_app, name="kit", help="Kits de validation CI-SIS.")
app.add_typer(directory_app, name="annuaire", help="Copie locale de l'Annuaire Santé.")
app.add_typer(intake_app, name="intake", help="Lecture des documents reçus : champs, patient, décision.")


def main() -> None:
    """Run the command line; a wrong setting is told in one line, exit code 2."""
    try:
        app()
    except ConfigurationError as error:
        typer.echo(f"Réglage refusé : {error}", err=True)
        sys.exit(2)
