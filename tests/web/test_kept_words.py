"""What was put aside is told in words before it is sent."""

from liane.domain.dmp.changes import DocumentChange
from liane.web.views.kept_words import describe_kept


def test_patient_and_document_come_first_and_nothing_technical_is_told() -> None:
    fields = [("acte", "delete"), ("motif", "erreur"), ("jeton", "x"), ("titre", "Compte rendu"), ("patient", "TEST A")]
    assert describe_kept("/contexte/c/documents/1/changer", fields) == [
        ("Patient", "TEST A"),
        ("Document", "Compte rendu"),
        ("Acte", "Supprimer"),
        ("Motif", "erreur"),
    ]


def test_every_change_has_its_word() -> None:
    for change in DocumentChange:
        told = dict(describe_kept("/x/changer", [("acte", change.name.lower())]))
        assert told["Acte"] != change.name.lower()


def test_an_act_named_by_its_address_is_told() -> None:
    told = describe_kept("/contexte/c/acces/urgence?acces=x", [("mode", "bris_de_glace"), ("motif", "urgence")])
    assert told == [("Accès", "bris de glace"), ("Motif", "urgence"), ("Acte", "Ouvrir ce DMP en urgence")]


def test_what_is_not_known_keeps_its_name() -> None:
    assert describe_kept("/identites/1/modifier", [("naissance", "1962"), ("vide", " ")]) == [("naissance", "1962")]
