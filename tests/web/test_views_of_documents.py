"""View models of documents, by table: states, identity card, timeline, stages, sentences."""

from datetime import timedelta

import pytest

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.web.views.findings import describe_decisions, describe_findings
from liane.web.views.identity import describe_identity, format_ins
from liane.web.views.states import (
    CAUSE_WORDS,
    DELIVERY_WORDS,
    DESTINATION_WORDS,
    Shape,
    describe_delivery_state,
    summarise,
)
from liane.web.views.timeline import describe_actor, describe_stages, describe_timeline, tell_document
from tests.web.web_samples import NOW, UNAVAILABLE, delivery, document, event, message, patient

S = DeliveryState


def test_every_state_destination_and_cause_has_its_words() -> None:
    assert set(DELIVERY_WORDS) == set(DeliveryState)
    assert set(DESTINATION_WORDS) == set(Destination)
    assert set(CAUSE_WORDS) == set(CauseClass)


@pytest.mark.parametrize(
    ("states", "shape", "word"),
    [
        ([], Shape.IDLE, "rien à livrer"),
        ([S.DELIVERED, S.SKIPPED], Shape.DONE, "fait"),
        ([S.DELIVERED, S.WAITING], Shape.PROGRESS, "en cours"),
        ([S.ASKING], Shape.PROGRESS, "en cours"),
        ([S.DELIVERED, S.WAITING, S.REFUSED], Shape.REFUSED, "refusé"),
        ([S.REFUSED, S.PARKED, S.DELIVERED], Shape.TODO, "à traiter"),
        ([S.CANCELLED], Shape.IDLE, "annulé"),
        ([S.CANCELLED, S.DELIVERED], Shape.DONE, "fait"),
    ],
)
def test_a_document_is_summed_up_by_what_calls_for_a_person_first(
    states: list[DeliveryState], shape: Shape, word: str
) -> None:
    state = summarise(states)
    assert (state.shape, state.word) == (shape, word)


def test_a_delivery_that_failed_tells_its_next_attempt() -> None:
    retried = delivery(attempts=2, due=NOW + timedelta(minutes=3), cause=UNAVAILABLE)
    assert describe_delivery_state(retried, NOW).word.replace("\u00a0", " ") == "nouvel essai à 10 h 45"
    assert describe_delivery_state(delivery(), NOW).word == "en attente"
    assert describe_delivery_state(delivery(state=S.PARKED, due=None), NOW).shape is Shape.TODO


def test_the_card_shows_the_strict_traits_and_the_status_in_words() -> None:
    card = describe_identity(document())
    assert (card.birth_family, card.given, card.born) == ("EXEMPLE-DURAND", "LOUISE MARIE", "née le 12/03/1980")
    assert card.used == "EXEMPLE-MARTIN LOUISE"
    assert card.ins.replace("\u00a0", "") == document().patient_ins
    assert (card.ins_state.shape, card.ins_state.word) == (Shape.DONE, "identité qualifiée")
    assert card.is_test
    assert card.ipp == "IPP-000123"


@pytest.mark.parametrize(
    ("changes", "shape", "said"),
    [
        ({"status_codes": ["PROV"]}, Shape.TODO, "VALI"),
        ({"identifiers": []}, Shape.IDLE, "aucun matricule"),
        ({"traits": {"birth_place": ""}}, Shape.TODO, "lieu de naissance"),
    ],
)
def test_the_card_says_why_an_identity_is_not_qualified(changes: dict[str, object], shape: Shape, said: str) -> None:
    card = describe_identity(document(request={"patient": patient(**changes)}))
    assert card.ins_state.shape is shape
    assert said in card.ins_state.meaning


def test_a_patient_whose_request_was_erased_is_shown_from_the_row() -> None:
    card = describe_identity(document(request={}))
    assert card.birth_family == "EXEMPLE-DURAND LOUISE"
    assert card.is_test


def test_a_matricule_is_grouped_and_anything_else_left_alone() -> None:
    assert format_ins("280039999900112").split("\u00a0") == ["2", "80", "03", "99", "999", "001", "12"]
    assert format_ins("123") == "123"


def test_findings_come_gravest_first_with_french_layers() -> None:
    views = describe_findings(
        [
            {"code": "A-1", "severity": "info", "message": "m", "layer": "xsd"},
            {"code": "A-2", "severity": "error", "message": "m", "layer": "coherence"},
            {"code": "A-3", "severity": "???", "message": "m"},
        ]
    )
    assert [view.code for view in views] == ["A-2", "A-1", "A-3"]
    assert views[0].layer == "accord entre le message et le document"


def test_decisions_keep_their_order_and_say_their_outcome() -> None:
    views = describe_decisions(document().decisions)
    assert [(view.subject, view.state.word) for view in views] == [
        ("Identité", "accepté"),
        ("MSSanté du patient", "non demandé"),
    ]


def test_attempts_are_folded_into_their_delivery() -> None:
    parked = delivery(state=S.PARKED, attempts=2, due=None, cause=UNAVAILABLE)
    events = [
        event("document.received", actor="emitter:SGL@LABO", data={"control_id": "MSG-0001", "kind": "ORU^R01"}),
        event("document.decided", data={"deliveries": 1}),
        event(
            "delivery.attempted",
            delivery_id=51,
            at=NOW - timedelta(minutes=5),
            data={
                "result": "parked",
                "message": "Le DMP n'est pas joignable.",
                "remedy": "Rejouer.",
                "code": "HTTP 503",
            },
            body_sha256="ee" * 32,
            media_type="text/plain",
        ),
    ]
    rows = describe_timeline(document(), message(), events, [parked], NOW)
    assert [row.step.title for row in rows] == ["Reçu", "Décidé", "Envoi : DMP"]
    assert rows[0].step.actor == "SGL@LABO"
    view = rows[2].delivery
    assert view is not None
    assert view.is_open
    assert (view.can_replay, view.can_park, view.can_cancel) == (True, False, True)
    (attempt,) = view.steps
    assert (attempt.title, attempt.shape, attempt.code) == ("Essai : arrêté", Shape.TODO, "HTTP 503")
    assert attempt.body is not None


@pytest.mark.parametrize(
    ("number", "said"),
    [("7.abc@depot.invalid", "par la réception, document de"), ("m1@exemple.fr", "courriel n° m1@exemple.fr")],
)
def test_what_the_reception_handed_over_is_no_archive_to_who_reads(number: str, said: str) -> None:
    """A scan put down by hand came by no XDM, and its made-up number helps nobody."""
    received = event("document.received", data={"kind": "XDM", "control_id": number})
    (row,) = describe_timeline(document(), None, [received], [], NOW)
    assert said in row.step.text
    assert "XDM" not in row.step.text
    assert "depot.invalid" not in row.step.text


def test_an_event_of_unknown_name_is_shown_rather_than_hidden() -> None:
    (row,) = describe_timeline(document(), None, [event("document.teleported", data={"reason": "essai"})], [], NOW)
    assert (row.step.title, row.step.text) == ("document.teleported", "essai")


@pytest.mark.parametrize(
    ("actor", "shown"),
    [
        ("liane", "Liane"),
        ("user:C. Exemple", "C. Exemple"),
        ("emitter:SGL@LABO", "SGL@LABO"),
        ("mail:dépôt HTTP", "dépôt HTTP"),
        ("autre", "autre"),
    ],
)
def test_actors_have_names(actor: str, shown: str) -> None:
    assert describe_actor(actor) == shown


def test_delivered_ones_are_never_replayed() -> None:
    rows = describe_timeline(document(), None, [], [delivery(state=S.DELIVERED, due=None)], NOW)
    assert rows[0].delivery is not None
    assert not rows[0].delivery.can_replay


def test_the_strip_marks_where_a_document_stands() -> None:
    mails = [
        delivery(id=52, destination=Destination.MSSANTE_PS, recipient="a@exemple.mssante.fr", state=S.DELIVERED),
        delivery(id=53, destination=Destination.MSSANTE_PS, recipient="b@exemple.mssante.fr", state=S.WAITING),
    ]
    stages = describe_stages(document(verdict="valid"), [delivery(state=S.DELIVERED), *mails], NOW)
    assert [(stage.name, stage.state.word) for stage in stages][2:] == [
        ("Jugé", "conforme"),
        ("DMP", "remise"),
        ("MSSanté, professionnel", "1 sur 2"),
    ]
    assert [stage.is_here for stage in stages] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("deliveries", "said"),
    [
        ([], "aucune livraison n’est à faire"),
        ([delivery(state=S.DELIVERED)], "arrivé partout"),
        ([delivery(state=S.PARKED, cause=UNAVAILABLE)], "attend une décision : le DMP n'est pas joignable"),
        ([delivery(state=S.DELIVERED), delivery(state=S.REFUSED, cause=UNAVAILABLE)], "Remis à 1 destinataire sur 2"),
        ([delivery()], "est en cours"),
        ([delivery(state=S.CANCELLED)], "rien n’est en attente"),
    ],
)
def test_one_sentence_says_where_a_document_stands(deliveries: list[object], said: str) -> None:
    assert said in tell_document(deliveries, NOW)  # type: ignore[arg-type]
