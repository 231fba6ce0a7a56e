"""What the pages of sign-in say when something is refused: French, with what to do. No decision here."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message. status: of the answer when it is a page of its own."""

    title: str
    text: str
    status: int = 403
    kind: str = "todo"


REFUSALS: Mapping[str, Told] = {
    "fin": Told(
        title="Votre session est terminée.",
        text="Identifiez-vous de nouveau : vous reviendrez à la même page.",
        kind="idle",
    ),
    "garde": Told(
        title="Votre session est terminée ; votre saisie est gardée.",
        text="Identifiez-vous de nouveau : ce que vous aviez saisi vous sera montré, à confirmer, pendant une heure.",
        kind="idle",
    ),
    "perdu": Told(
        title="Votre session est terminée, et cet envoi n’a pas été fait.",
        text="Un fichier ne peut pas être gardé : revenez à la page précédente de ce navigateur après vous être "
        "identifié, et choisissez-le de nouveau.",
    ),
    "refus": Told(
        title="La connexion a été refusée ou abandonnée.",
        text="Rien n’a été fait. Recommencez si c’était une erreur.",
    ),
    "perime": Told(
        title="Cette demande de connexion n’est plus valable.",
        text="Elle a trop attendu, a déjà servi, ou ne vient pas de ce poste. Recommencez depuis cette page.",
    ),
    "inconnu": Told(
        title="Vous êtes identifié, mais pas habilité ici.",
        text="Pro Santé Connect vous a reconnu ; cette installation de Liane ne vous connaît pas, ou pas dans votre "
        "situation d’exercice. Demandez à l’administrateur de Liane d’ajouter votre identifiant national.",
    ),
    "autre": Told(
        title="Ce n’est pas la même personne.",
        text="Il faut que la personne déjà connectée confirme elle-même. Pour changer de personne, déconnectez-vous "
        "d’abord.",
    ),
    "douteux": Told(
        title="La réponse de Pro Santé Connect n’a pas été acceptée.",
        text="Elle ne répond pas à la demande ou n’est pas authentique : personne n’a été connecté. Recommencez ; "
        "si cela dure, prévenez l’exploitant avec les codes ci-dessous.",
        kind="refused",
    ),
    "indisponible": Told(
        title="Pro Santé Connect ne répond pas.",
        text="Le service national est indisponible ou le réseau est coupé. Recommencez dans un moment ; les flux "
        "continuent sans vous.",
        status=503,
    ),
    "configuration": Told(
        title="Pro Santé Connect refuse cette installation.",
        text="Ce n’est pas votre faute : prévenez l’exploitant avec les codes ci-dessous (réglages, section signin).",
        status=502,
        kind="refused",
    ),
    "numero": Told(
        title="Ce numéro n’est pas reconnu.",
        text="Saisissez votre identifiant national (8 suivi de votre numéro RPPS), sans lettre.",
        status=422,
    ),
    "attendre": Told(
        title="Trop d’essais.",
        text="Attendez quelques minutes avant de recommencer.",
        status=429,
        kind="refused",
    ),
    "secours": Told(
        title="Nom, mot de passe ou code incorrect.",
        text="Vérifiez les trois ; le code change toutes les trente secondes et ne sert qu’une fois.",
    ),
    "ferme": Told(
        title="Les comptes de secours ne sont pas ouverts.",
        text="Ils ne servent que lorsque Pro Santé Connect ne répond pas.",
    ),
}
