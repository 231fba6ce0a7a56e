"""View models of the day, the lists, the incidents, the channels and the health, by table."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.domain.documents.timestamp import PARIS
from liane.domain.steering.status import CertificateStatus, RemoteStatus, SystemStatus
from liane.store.page_records import (
    Channel,
    DeliveryLine,
    DocumentLine,
    DoneCount,
    OpenCount,
    ReceivedCount,
    StuckCount,
    TodaySummary,
)
from liane.store.records import Incident
from liane.web.filters import delivery_filter, document_filter, read_filters
from liane.web.views.channels import describe_channels, tell_channels
from liane.web.views.charts import draw_day, scale_of
from liane.web.views.findings import describe_findings
from liane.web.views.health import describe_health
from liane.web.views.incidents import describe_incidents, name_remote, tell_incidents
from liane.web.views.lists import (
    describe_delivery_row,
    describe_document_row,
    describe_message_row,
    tell_list,
    tell_refused,
)
from liane.web.views.states import Shape
from liane.web.views.today import count_today, describe_today
from liane.web.views.verdict import describe_verdict, find_verdict
from tests.web.web_samples import NOW, UNAVAILABLE, delivery, document, event, message

HOUR = NOW.replace(minute=0)
D, S = Destination, DeliveryState


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("’", "'")


def summary(**changes: Any) -> TodaySummary:
    values: dict[str, Any] = {"since": HOUR, "received": (), "done": (), "open": (), "stuck": ()}
    return TodaySummary(**(values | changes))


def received(number: int, outcome: str = "AA", hour: datetime = HOUR) -> ReceivedCount:
    return ReceivedCount(channel="hl7v2", kind="ORU^R01", outcome=outcome, hour=hour, number=number)


def opened(number: int, state: DeliveryState = S.WAITING, destination: Destination = D.DMP) -> OpenCount:
    return OpenCount(destination=destination, state=state, number=number, oldest_at=HOUR)


def stuck(number: int, state: DeliveryState = S.PARKED) -> StuckCount:
    return StuckCount(
        state=state,
        destination=D.DMP,
        cause_class=CauseClass.REFUSED,
        cause_code="DMPPatientClosed",
        message="Le dossier est fermé.",
        remedy="Prévenir le patient.",
        number=number,
        newest_at=HOUR,
    )


def incident(**changes: Any) -> Incident:
    values: dict[str, Any] = {
        "id": 1,
        "remote": "dmp",
        "code": "HTTP 503",
        "message": "Le DMP ne répond pas.",
        "remedy": "Vérifier le réseau.",
        "opened_at": NOW - timedelta(hours=1),
        "closed_at": None,
        "waiting": 7,
    }
    return Incident(**(values | changes))


def sentence(day: TodaySummary, *incidents: Incident) -> str:
    return plain(describe_today(count_today(day), incidents, NOW).sentence)


@pytest.mark.parametrize(
    ("day", "incidents", "said"),
    [
        (summary(), (), "Aucun document reçu aujourd'hui, rien n'attend et tout répond."),
        (summary(received=(received(1),)), (), "1 document reçu aujourd'hui, rien n'attend et tout répond."),
        (
            summary(received=(received(1204),), open=(opened(1),)),
            (),
            "1 204 documents reçus aujourd'hui, 1 livraison est en cours et tout répond.",
        ),
        (
            summary(received=(received(1204), received(2, "AE")), stuck=(stuck(3),)),
            (incident(),),
            "1 204 documents reçus aujourd'hui, 3 livraisons attendent une décision, 2 messages refusés, "
            "le DMP ne répond pas depuis 9 h 42.",
        ),
        (
            summary(stuck=(stuck(1, S.REFUSED),)),
            (incident(), incident(remote="mssante"), incident(remote="zam:SGL@LABO")),
            "Aucun document reçu aujourd'hui, 1 livraison est refusée, le DMP ne répond pas depuis 9 h 42, "
            "l'opérateur MSSanté ne répond pas depuis 9 h 42, 1 autre service est muet.",
        ),
    ],
)
def test_the_day_is_told_in_one_sentence(day: TodaySummary, incidents: tuple[Incident, ...], said: str) -> None:
    assert sentence(day, *incidents) == said


def test_watches_are_not_counted_as_deliveries() -> None:
    figures = count_today(
        summary(
            open=(opened(5, destination=D.WATCH), opened(2, S.ASKING)),
            done=(DoneCount(destination=D.WATCH, state=S.DELIVERED, hour=HOUR, number=9),),
        )
    )
    assert (figures.waiting, figures.delivered) == ({D.DMP: 2}, {})


def test_hours_are_those_of_paris_and_each_cause_leads_to_its_deliveries() -> None:
    view = describe_today(count_today(summary(received=(received(4),), stuck=(stuck(3),))), [], NOW)
    assert view.charts[0].values[10] == 4
    assert [plain(hour.label) for hour in view.hours] == ["10 h"]
    assert view.stuck[0].address == "/livraisons?etat=parked&destination=dmp&cause=DMPPatientClosed"
    assert plain(view.stuck[0].title) == "DMP : refus du destinataire"


def test_a_silent_service_marks_its_destinations() -> None:
    view = describe_today(count_today(summary(open=(opened(2, destination=D.MSSANTE_PS),))), [incident()], NOW)
    assert [(row.name, row.state.word) for row in view.destinations][:2] == [
        ("DMP", "ne répond pas"),
        ("MSSanté, professionnel", "en cours"),
    ]


def test_a_chart_draws_each_hour_within_its_frame_and_says_it_in_words() -> None:
    chart = draw_day("Documents reçus", "document", {8: 3, 9: 12}, hour_now=9, scale_max=12)
    assert len(chart.bars) == 24
    assert all(bar.y >= 0 and bar.y + bar.height <= chart.height + 0.1 for bar in chart.bars)
    assert chart.bars[9].mark == "now"
    assert plain(chart.description) == "Documents reçus : 15 documents aujourd'hui, le plus entre 9 h et 10 h (12)."
    assert "rien" in draw_day("Vide", "document", {}, hour_now=0, scale_max=0).description
    assert scale_of([{1: 2}, {}, {3: 9}]) == 9


def document_line(**changes: Any) -> DocumentLine:
    values: dict[str, Any] = {
        "document": document(),
        "sender": "SGL@LABO",
        "channel": "hl7v2",
        "control_id": "MSG-0001",
        "is_erased": False,
        "deliveries": (delivery(),),
    }
    return DocumentLine(**(values | changes))


def test_a_row_of_documents_says_what_calls_for_a_person() -> None:
    parked = delivery(state=S.PARKED, due=None, cause=UNAVAILABLE)
    mails = [delivery(id=60 + rank, destination=D.MSSANTE_PS, state=S.DELIVERED) for rank in range(2)]
    row = describe_document_row(document_line(deliveries=(parked, *mails)), NOW)
    assert row.state.shape is Shape.TODO
    assert row.why == UNAVAILABLE.message
    assert [(item.name, item.state.word) for item in row.deliveries] == [
        ("DMP", "à traiter"),
        ("Professionnel", "fait (2)"),
    ]
    assert (row.sender, row.facility, row.kind) == ("SGL", "LABO", "")


def test_a_row_names_what_has_no_title() -> None:
    bare = document(title="", type_label="", patient_label="", patient_birth_date="", action="delete")
    row = describe_document_row(document_line(document=bare, deliveries=()), NOW)
    assert (row.title, row.patient, row.kind) == ("1.2.250.1.999.2.41", "patient inconnu", "Suppression")
    assert row.traits == "date de naissance absente"


def test_a_row_of_deliveries_shows_its_cause_only_while_it_matters() -> None:
    def line(**changes: Any) -> DeliveryLine:
        return DeliveryLine(
            delivery=delivery(cause=UNAVAILABLE, **changes),
            unique_id="1.2",
            title="",
            type_label="Lettre",
            patient_label="EXEMPLE",
            sender="SGL@LABO",
        )

    assert describe_delivery_row(line(), NOW).cause is UNAVAILABLE
    done = describe_delivery_row(line(state=S.DELIVERED, due=None), NOW)
    assert done.cause is None
    assert done.document == "Lettre"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Compte rendu à transmettre (ORU^R01) MSG-0001"),
        ({"kind": "ADT^A01^ADT_A01"}, "ADT^A01^ADT_A01 MSG-0001"),
        ({"kind": "illisible", "outcome": "none", "control_id": ""}, "Octets illisibles"),
    ],
)
def test_a_message_is_named_by_what_it_asks(changes: dict[str, Any], name: str) -> None:
    assert describe_message_row(message(**changes)).name == name


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([], "à corriger avant d'être renvoyé"),
        ([{"severity": "error", "message": "Le nom manque."}], "Refusé pour une raison : le nom manque."),
        ([{"severity": "error", "message": "A."}, {"severity": "error", "message": "B."}], "Refusé pour 2 raisons"),
    ],
)
def test_a_refusal_is_told_with_its_reasons(errors: list[dict[str, Any]], said: str) -> None:
    assert said in plain(tell_refused(message(outcome="AE", errors=errors), describe_findings(errors)))


@pytest.mark.parametrize(
    ("shown", "has_more", "is_first", "is_filtered", "said"),
    [
        (0, False, True, True, "Aucune livraison à montrer."),
        (1, False, True, False, "1 livraison en tout."),
        (3, False, True, True, "3 livraisons pour ce filtre."),
        (50, True, True, False, "Les plus récentes : 50 livraisons sur cette page."),
        (50, True, False, True, "La suite : 50 livraisons sur cette page, pour ce filtre."),
    ],
)
def test_a_list_says_what_it_shows(shown: int, has_more: bool, is_first: bool, is_filtered: bool, said: str) -> None:
    told = tell_list(shown, ("livraison", "livraisons"), is_filtered=is_filtered, has_more=has_more, is_first=is_first)
    assert plain(told) == said


def test_incidents_in_course_come_first_and_are_told() -> None:
    ended = incident(id=2, remote="zam:SGL@LABO", closed_at=NOW - timedelta(minutes=50), waiting=0)
    rows = describe_incidents([ended, incident()], NOW)
    assert [(row.remote, plain(row.lasted)) for row in rows] == [
        ("Le DMP", "depuis 1 h 00 min"),
        ("L'application émettrice SGL@LABO", "a duré 10 min"),
    ]
    assert rows[0].address == "/livraisons?etat=waiting&destination=dmp"
    assert plain(tell_incidents([incident()], NOW)) == (
        "Le DMP ne répond pas depuis 9 h 42 ; 7 livraisons attendent, sans être perdues."
    )
    assert "Tout répond" in tell_incidents([ended], NOW)
    assert name_remote("inconnu") == "inconnu"


@pytest.mark.parametrize(
    ("remote", "said", "page"),
    [
        ("accès", "Des accès attendent un examen depuis 9 h 42.", "/audit/examiner"),
        ("piste", "La piste d'audit est à vérifier depuis 9 h 42.", "/audit/chaine"),
        ("certificat:dmp expiré (nœud 1)", "Un certificat est à renouveler depuis 9 h 42.", "/certificats"),
    ],
)
def test_what_is_watched_is_not_told_as_a_silent_service(remote: str, said: str, page: str) -> None:
    watched = incident(remote=remote, message="À voir.", waiting=0)
    day = describe_today(count_today(summary()), (watched,), NOW)
    (stuck_row,) = day.stuck
    watcher = RemoteStatus(remote=remote, label="Ce qui est veillé", is_available=False, since=watched.opened_at)
    (health_row,) = (one for one in describe_health(status(remotes=(watcher,)), NOW).rows if one.name == watcher.label)
    assert plain(tell_incidents([watched], NOW)) == said
    assert said.removesuffix(".")[1:] in plain(day.sentence)
    assert (stuck_row.address, stuck_row.state.word) == (page, "à examiner")
    assert "ne répond pas" not in f"{stuck_row.title}{health_row.state.word}{health_row.meaning}{day.sentence}"


def channel(**changes: Any) -> Channel:
    values: dict[str, Any] = {
        "name": "dmp",
        "label": "Alimentation du DMP",
        "direction": "out",
        "state": "running",
        "reason": "",
        "actor": "liane",
        "changed_at": NOW,
        "received_today": 0,
        "refused_today": 0,
        "last_received_at": None,
    }
    return Channel(**(values | changes))


def test_channels_show_what_passed_and_who_closed_them() -> None:
    figures = count_today(
        summary(done=(DoneCount(destination=D.DMP, state=S.DELIVERED, hour=HOUR, number=8),), open=(opened(3),))
    )
    door = channel(name="hl7v2", direction="in", received_today=10, refused_today=2, last_received_at=NOW)
    closed = channel(state="paused", reason="Maintenance", actor="user:C. Exemple")
    rows = describe_channels([door, closed], figures, NOW)
    assert [(row.name, row.passed, row.refused, row.waiting) for row in rows] == [
        ("dmp", 8, 0, 3),
        ("hl7v2", 8, 2, None),
    ]
    assert plain(rows[0].why) == "Suspendu par C. Exemple, aujourd'hui 10 h 42 : Maintenance"
    assert "est suspendu" in tell_channels([door, closed])
    assert plain(tell_channels([door])) == "1 canal est ouvert ; aucun n'est suspendu."


def status(**changes: Any) -> SystemStatus:
    values: dict[str, Any] = {"at": NOW, "node": "n", "version": "1", "started_at": NOW - timedelta(hours=1)}
    return SystemStatus(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "tout est en ordre"),
        ({"is_database_ready": False}, "ne peut rien accepter"),
        ({"free_bytes": 1, "free_bytes_min": 2}, "ne peut rien accepter"),
        ({"free_bytes": 5, "free_bytes_min": 2}, "à surveiller : espace disque"),
        ({"waiting": 3, "oldest_due_at": NOW - timedelta(hours=2)}, "à surveiller : file d'attente"),
        ({"waiting": 3, "oldest_due_at": NOW - timedelta(seconds=5)}, "tout est en ordre"),
        ({"remotes": (RemoteStatus(remote="dmp", label="Le DMP", is_available=False, since=NOW),)}, "le DMP"),
        ({"remotes": (RemoteStatus(remote="dmp", label="Le DMP", is_available=None),)}, "tout est en ordre"),
        (
            {"certificates": (CertificateStatus(usage="TLS", subject="s", expires_at=NOW - timedelta(days=1)),)},
            "le certificat « TLS »",
        ),
    ],
)
def test_the_health_is_told_in_one_sentence(changes: dict[str, Any], said: str) -> None:
    view = describe_health(status(**changes), NOW)
    assert said in plain(view.sentence)
    assert all(row.state.word for row in view.rows)


def test_a_verdict_says_what_was_really_checked() -> None:
    kept = {
        "verdict": "invalid",
        "type": "CI-SIS_BIO-CR-BIO_2024.01",
        "layers": ["xsd", "volet"],
        "kit": "2026-06",
        "findings": [{"severity": "error", "code": "V-1"}, {"severity": "warning", "code": "V-2"}],
        "findings_total": 9,
    }
    events = [event("document.received"), event("document.validated", data=kept)]
    view = describe_verdict("invalid", find_verdict(events))
    assert plain(view.sentence).endswith("1 erreur, 1 autre constat. Les 2 premiers sont montrés, sur 9.")
    assert dict(view.facts)["Couches vérifiées"] == "schéma, volet du document"
    assert find_verdict([]) is None
    assert "pas encore été jugé" in plain(describe_verdict("", None).sentence)


def test_filters_are_read_with_mercy_and_given_back_as_typed() -> None:
    query = {"q": "  Durand   Louise ", "etat": "parked", "du": "2026-11-22", "au": "2026-11-22", "autre": "x"}
    filters = read_filters(query, "q", "etat", "du", "au", "type")
    assert filters["q"] == "Durand Louise"
    assert filters.address("/documents", apres="c") == (
        "/documents?q=Durand+Louise&etat=parked&du=2026-11-22&au=2026-11-22&apres=c"
    )
    wanted = document_filter(filters)
    assert wanted.state is S.PARKED
    assert wanted.received_from == datetime(2026, 11, 22, tzinfo=PARIS)
    assert wanted.received_before == datetime(2026, 11, 23, tzinfo=PARIS)
    assert wanted.received_from.astimezone(UTC).hour == 23
    odd = read_filters({"etat": "perdue", "destination": "lune"}, "etat", "destination", "cause", "destinataire")
    assert delivery_filter(odd).state is None
    assert delivery_filter(odd).destination is None
    assert read_filters({}, "q").is_empty
