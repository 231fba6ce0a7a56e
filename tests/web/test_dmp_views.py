"""What is shown of documents and of refusals: nothing active, nothing hidden, every failure with its remedy."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.cda.header import read_document
from liane.codecs.cda.unstructured import find_enclosed_file
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import DMPDocument, DocumentAuthor, DocumentState, Visibility
from liane.domain.dmp.filters import check_filters
from liane.domain.dmp.folder import AccessMode, AccessSign
from liane.domain.dmp.refusals import deny
from liane.domain.dmp.visits import DEFAULT_GROUPS
from liane.domain.errors import RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable
from liane.domain.terminology.code import Code
from liane.web.dmp_filters import make_filters, offer_choices, read_dmp_filters, tell_period
from liane.web.views.dmp_list import describe_row, group_by_month, shorten_specialty, sort_rows
from liane.web.views.dmp_preview import Manner, make_preview
from liane.web.views.dmp_words import (
    ACCESS_WORDS,
    CHANGE_DONE,
    CHANGE_EFFECTS,
    CHANGE_WORDS,
    SIGNS,
    STATES,
    VISIBILITIES,
    describe_trouble,
)
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
N3 = make_example("cr_bio", facts=make_facts(PATIENTS[0], 1))
N1 = make_example("lettre_liaison", facts=make_facts(PATIENTS[0], 2))
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def with_body(media_type: str, data: bytes) -> bytes:
    """An N1 that carries another file."""
    start, stop = N1.index(b"<nonXMLBody"), N1.index(b"</nonXMLBody>")
    encoded = base64.b64encode(data)
    body = b'<nonXMLBody><text mediaType="%s" representation="B64">%s</text>' % (media_type.encode(), encoded)
    return N1[:start] + body + N1[stop:]


def test_a_structured_document_is_a_narrative_and_keeps_its_copy_apart() -> None:
    preview = make_preview(N3, "text/xml")
    assert preview.manner is Manner.NARRATIVE
    assert preview.html is not None
    assert preview.has_copy == bool(preview.paged)


def test_a_stylesheet_brought_by_a_document_is_never_run() -> None:
    hostile = N3.replace(
        b"<ClinicalDocument", b'<?xml-stylesheet type="text/xsl" href="http://192.0.2.1/x.xsl"?><ClinicalDocument', 1
    )
    preview = make_preview(hostile, "text/xml")
    assert preview.manner is Manner.NARRATIVE
    assert preview.html == make_preview(N3, "text/xml").html
    assert "192.0.2.1" not in str(preview.html)


@pytest.mark.parametrize(
    ("data", "media_type", "manner"),
    [
        (N1, "text/xml", Manner.PAGES),
        (with_body("image/png", PICTURE), "text/xml", Manner.PAGES),
        (with_body("text/plain", b"Bonjour <script>alert(1)</script>"), "text/xml", Manner.TEXT),
        (with_body("text/rtf", b"{\\rtf1}"), "text/xml", Manner.NONE),
        (with_body("application/pdf", b"ceci n'est pas un PDF"), "text/xml", Manner.NONE),
        (b"%PDF-1.4 rien", "application/pdf", Manner.PAGES),
        (PICTURE, "image/png", Manner.PAGES),
        (b"Bonjour", "text/plain", Manner.TEXT),
        (b"\x00\x01\x02DICM", "application/dicom", Manner.NONE),
        (b"\x00\x01\x02", "application/octet-stream", Manner.NONE),
        (b"<ClinicalDocument/>", "text/xml", Manner.TEXT),
        (b"", "", Manner.NONE),
    ],
)
def test_each_kind_of_file_has_its_way(data: bytes, media_type: str, manner: Manner) -> None:
    preview = make_preview(data, media_type)
    assert preview.manner is manner
    if manner is Manner.NONE:
        assert preview.note
    if data.startswith(b"<?xml"):
        assert preview.rows or preview.html or preview.problems


def test_the_file_of_an_n1_is_given_as_it_is() -> None:
    found = find_enclosed_file(read_document(with_body("image/png", PICTURE)).root)
    assert found is not None
    assert (found.media_type, found.data) == ("image/png", PICTURE)
    assert find_enclosed_file(read_document(N3).root) is None
    assert find_enclosed_file(read_document(with_body("image/png", b"")).root) is None


@given(
    st.binary(max_size=300), st.sampled_from(["text/xml", "application/pdf", "application/xslt+xml", "image/tiff", ""])
)
def test_any_bytes_have_a_preview(data: bytes, media_type: str) -> None:
    assert make_preview(data, media_type).manner in Manner


@given(st.integers(0, len(N1)), st.binary(max_size=12))
def test_a_broken_document_is_shown_or_said(place: int, patch: bytes) -> None:
    preview = make_preview(N1[:place] + patch + N1[place + len(patch) :], "text/xml")
    assert preview.html or preview.rows or preview.text or preview.note or preview.problems or preview.paged


def make_document(**more: object) -> DMPDocument:
    facts: dict[str, object] = {
        "unique_id": "1.2.3",
        "entry_uuid": "urn:uuid:1",
        "type": Code(code="11502-2", label="CR d'examens biologiques"),
        "title": "Bilan",
        "act_started_at": NOW,
        "authors": (DocumentAuthor(name="TESTELAN Éa", structure="LABORATOIRE"),),
    }
    return DMPDocument(**(facts | more))  # type: ignore[arg-type]


def test_a_row_says_what_hides_it_and_what_is_new() -> None:
    row = describe_row(
        make_document(
            is_new=True,
            state=DocumentState.ARCHIVED,
            visibility=frozenset({Visibility.MASQUE_PS, Visibility.INVISIBLE_REPRESENTANTS_LEGAUX}),
        ),
        frozenset({"1.2.3"}),
    )
    assert [state.word for state in row.states] == [
        "nouveau",
        "intégré",
        "archivé",
        "masqué aux professionnels",
        "non visible par les représentants légaux",
    ]
    bare = describe_row(make_document(title="", authors=(), act_started_at=None, created_at=None))
    assert (bare.title, bare.author, bare.when) == ("CR d'examens biologiques", "", "sans date")


def test_rows_are_sorted_as_asked_and_grouped_by_month() -> None:
    rows = [
        describe_row(
            make_document(title="a", act_started_at=NOW - timedelta(days=40), type=Code(code="1", label="Zébrure"))
        ),
        describe_row(make_document(title="b", act_started_at=NOW, type=Code(code="2", label="Écho"))),
        describe_row(make_document(title="c", act_started_at=None, type=Code(code="3", label="Biologie"))),
    ]
    assert [row.title for row in sort_rows(rows, "")] == ["b", "a", "c"]
    assert [row.title for row in sort_rows(rows, "type")] == ["c", "b", "a"]
    assert [(month.title, len(month.rows)) for month in group_by_month(sort_rows(rows, ""), NOW)] == [
        ("Ce mois-ci", 1),
        ("Octobre 2026", 1),
        ("Sans date", 1),
    ]
    assert shorten_specialty("Médecin - Radio-diagnostic (SM)") == "Radio-diagnostic"


def test_every_word_of_the_dmp_is_written() -> None:
    assert set(SIGNS) == set(AccessSign)
    assert {sign.drawing for sign in SIGNS.values()} == {"authorised", "not-authorised", "closed", "absent"}
    assert set(STATES) == set(DocumentState)
    assert set(VISIBILITIES) == set(Visibility)
    assert set(ACCESS_WORDS) == set(AccessMode)
    assert set(CHANGE_WORDS) == set(CHANGE_EFFECTS) == set(CHANGE_DONE) == set(DocumentChange)


@pytest.mark.parametrize(
    ("error", "words", "can_retry"),
    [
        (RemoteUnavailable("dmp", "HTTP-503"), "Le DMP ne répond pas", True),
        (RemoteOutcomeUnknown("dmp", "TIMEOUT"), "n’a pas dit si l’acte est fait", True),
        (RemoteRefusal("dmp", "DMPAccessDeniedByRightsService"), "à votre profession", False),
        (RemoteRefusal("dmp", "XDSTooManyResults"), "trop de documents", False),
        (RemoteRefusal("dmp", "XDSMetadataVersionError"), "Quelqu’un d’autre", False),
        (RemoteRefusal("dmp", "FAULT", "Aucune spécialité dans le vihf."), "savoir-faire", False),
        (RemoteRefusal("dmp", "FAULT", "Structure introuvable ou Inactive"), "structure", False),
        (RemoteRefusal("dmp", "INCONNU", "mystère"), "Le DMP refuse cette demande.", False),
        (deny("DMP-001", "Non.", "Demander.", "règle"), "Non.", False),
    ],
)
def test_each_failure_has_its_words_and_its_remedy(error: Exception, words: str, can_retry: bool) -> None:
    trouble = describe_trouble(error)  # type: ignore[arg-type]
    assert words in trouble.message
    assert trouble.remedy
    assert trouble.code
    assert trouble.can_retry is can_retry


def test_without_a_period_the_acts_of_two_years_are_asked() -> None:
    asked = make_filters(read_dmp_filters({}), DEFAULT_GROUPS, NOW)
    assert asked.act_started_from is not None
    assert timedelta(days=729) < NOW - asked.act_started_from < timedelta(days=732)
    assert asked.states == (DocumentState.APPROVED,)
    assert make_filters(read_dmp_filters({"periode": "tout"}), DEFAULT_GROUPS, NOW).act_started_from is None
    same_hour = make_filters(read_dmp_filters({}), DEFAULT_GROUPS, NOW + timedelta(minutes=20))
    assert same_hour == asked
    assert tell_period(read_dmp_filters({})) == "des 2 dernières années"


@given(
    st.dictionaries(
        st.sampled_from(
            ["periode", "type", "classe", "auteur", "cadre", "etat", "visibilite", "du", "au", "tri", "vue"]
        ),
        st.text(max_size=30),
    )
)
def test_any_address_makes_a_search_that_the_lists_know(query: dict[str, str]) -> None:
    filters = read_dmp_filters(query)
    asked = make_filters(filters, DEFAULT_GROUPS, NOW)
    assert {finding.code for finding in check_filters(asked)} <= {"DMP-034"}
    assert isinstance(tell_period(filters), str)


def test_what_is_offered_is_known() -> None:
    choices = offer_choices(DEFAULT_GROUPS)
    for name, offered in (
        ("type", (*choices.groups, *choices.types)),
        ("classe", choices.classes),
        ("cadre", choices.settings),
    ):
        assert offered
        for value, words in offered:
            assert words
            asked = make_filters(read_dmp_filters({name: value, "periode": "tout"}), DEFAULT_GROUPS, NOW)
            assert asked != make_filters(read_dmp_filters({"periode": "tout"}), DEFAULT_GROUPS, NOW), value
            assert check_filters(asked) == []
