"""Words that every examiner needs: the fields of a truth, months and days in French."""

FIELDS = (
    "birth_name",
    "used_name",
    "first_name",
    "first_names",
    "birth_date",
    "sex",
    "ins",
    "doc_type",
    "doc_date",
    "act_date",
    "author_family",
    "author_given",
    "author_rpps",
    "structure_name",
    "structure_finess",
    "recipients",
    "episode",
)
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
DAYS = (
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
)
