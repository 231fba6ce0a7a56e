"""Traps: what makes a document hard to file, and who else enters the index because of it."""

from random import Random

TWINS = {
    "F": [("Emma", "Emmy"), ("Léa", "Léna"), ("Manon", "Marion"), ("Lina", "Lisa"), ("Anna", "Hanna")],
    "M": [("Nathan", "Natan"), ("Marin", "Martin"), ("Noé", "Noël"), ("Yanis", "Yannis"), ("Luca", "Lucas")],
}
# fmt: off
TRAPS = [
    "not_in_index", "not_in_index", "birth_one_digit", "birth_one_digit", "namesake_same_day", "twins", "twin_with_ins",
    "father_son", "ins_wrong_key", "ins_wrong_key", "ins_of_other", "no_birth_date", "used_name_only", "relative_full",
    "two_patients", "sticker_other", "filename_other", "newborn",
]
# fmt: on
AUTO_OK = {None, "twin_with_ins", "father_son", "relative_full"}
"""Traps, and none, that do not forbid to file with no click."""
WITH_OTHER = ("relative_full", "two_patients", "sticker_other", "filename_other")
NEEDS_INS = ("ins_wrong_key", "ins_of_other", "twin_with_ins")


def mutate(rng: Random, name: str) -> str:
    """A family name one edit away."""
    i = rng.randrange(1, len(name) - 1)
    if rng.random() < 0.5 and name[i].isalpha():
        return name[:i] + name[i] + name[i:]
    return name[:i] + name[i + 1 :] if len(name) > 4 and name[i].isalpha() else name + "s"
