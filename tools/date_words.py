"""Words that tell a day on pages made to train the rankers of dates (data/date_phrases.toml), joined at random."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random

PHRASES = Path(__file__).resolve().parent / "data" / "date_phrases.toml"


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of words by its name in the file."""
    return tuple(tomllib.loads(PHRASES.read_text(encoding="utf-8"))[name])


def written_form(dice: Random) -> str:
    """« Synthèse faite le {d} »: a paper, what was done with it, the day."""
    paper = dice.choice((*words("papers"), "", ""))
    done = dice.choice(words("written")) + dice.choice(("", "", "e"))
    return f"{paper} {done}".strip().capitalize() + dice.choice(words("joints"))


def act_form(kind: str, dice: Random) -> str:
    """« Bilan réalisé le {d} », or a form of the kind of act: visit, exam, sample, operation or stay."""
    if dice.random() < 0.45:
        return dice.choice(words(f"{kind}_forms"))
    done, nouns = dice.choice(words("done")), words(f"{kind}_nouns")
    lead = dice.choice(("", "", "Date de ", "Date : "))
    if lead or not done:
        return f"{lead}{dice.choice(nouns)}{dice.choice(words('days'))}"
    return f"{dice.choice(nouns)} {done}{dice.choice(('', '', 'e'))} le {{d}}"
