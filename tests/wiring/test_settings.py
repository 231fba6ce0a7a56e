"""Settings: file, then variables, then what is given; what is wrong is named before anything starts."""

from pathlib import Path

import pytest

from liane.domain.documents.decision import MatriceMode
from liane.domain.documents.request import Endpoint
from liane.domain.errors import ConfigurationError
from liane.pipeline.validation_gate import ValidationPolicy
from liane.wiring.gates import EmitterDirectory
from liane.wiring.services import find_validation, make_policy, make_rules
from liane.wiring.settings import EmitterSettings, Environment, Settings, load_settings

FILE = """
environment = "test"
node = "of-the-file"
validation = "block"
[mllp]
port = 3000
[[emitters]]
application = "SGL"
facility = "LABO"
zam_host = "127.0.0.1"
zam_port = 2576
"""


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and no variable of ours."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONFIG", "ENVIRONMENT", "DATA", "DATABASE_URL", "NODE", "ESTABLISHMENT", "VALIDATION"):
        monkeypatch.delenv(f"LIANE_{name}", raising=False)
    return tmp_path


def write(folder: Path, text: str, name: str = "liane.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_required() -> None:
    settings = load_settings()
    assert settings == Settings()
    assert (settings.environment, settings.dmp, settings.mssante) == (Environment.SANDBOX, None, None)
    assert settings.mllp.host == settings.http.host == "127.0.0.1"


def test_the_file_of_the_current_folder_is_found(alone: Path) -> None:
    write(alone, FILE)
    settings = load_settings()
    assert (settings.node, settings.mllp.port, settings.validation) == ("of-the-file", 3000, ValidationPolicy.BLOCK)
    assert [emitter.application for emitter in settings.emitters] == ["SGL"]


def test_a_variable_names_another_file(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(alone, FILE)
    monkeypatch.setenv("LIANE_CONFIG", str(write(alone, 'node = "other"', "other.toml")))
    assert load_settings().node == "other"


def test_a_file_given_stands_above_the_variable(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANE_CONFIG", str(write(alone, 'node = "other"', "other.toml")))
    assert load_settings(write(alone, FILE)).node == "of-the-file"


def test_variables_stand_above_the_file_and_what_is_given_above_all(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(alone, FILE)
    monkeypatch.setenv("LIANE_NODE", "of-the-variable")
    monkeypatch.setenv("LIANE_DATABASE_URL", "postgresql://h/d")
    settings = load_settings(path)
    assert (settings.node, settings.database_url) == ("of-the-variable", "postgresql://h/d")
    assert load_settings(path, node="given").node == "given"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("no = [toml", "mal formé"),
        ('unknown = "x"', "unknown"),
        ("[mllp]\nprot = 1", "mllp.prot"),
        ('validation = "perhaps"', "validation"),
        ("concurrency_max = 0", "concurrency_max"),
        ("workers = 1000", "workers"),
        ('[dmp]\nbase_url = "https://x"', "dmp"),
        ('[[emitters]]\napplication = "A"', "emitters.0"),
    ],
)
def test_what_is_wrong_is_named(alone: Path, text: str, word: str) -> None:
    with pytest.raises(ConfigurationError, match=word):
        load_settings(write(alone, text))


def test_a_file_that_is_not_there_is_named(alone: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"absent\.toml"):
        load_settings(alone / "absent.toml")


@pytest.mark.parametrize(
    ("environment", "processing", "takes_real", "takes_test"),
    [
        (Environment.PRODUCTION, {"P"}, True, False),
        (Environment.TEST, {"T", "D"}, False, True),
        (Environment.SANDBOX, {"P", "T", "D"}, False, True),
    ],
)
def test_each_environment_takes_its_own(
    environment: Environment, processing: set[str], takes_real: bool, takes_test: bool
) -> None:
    policy = make_policy(Settings(environment=environment, matrice_mssante=MatriceMode.STRICT))
    assert policy.processing_ids == processing
    assert ("1.2.250.1.213.1.4.8" in policy.ins_oids) is takes_real
    assert ("1.2.250.1.213.1.4.10" in policy.ins_oids) is takes_test
    assert policy.matrice_mssante is MatriceMode.STRICT


def test_the_types_that_the_dmp_takes_are_known() -> None:
    rules = make_rules(Settings())
    assert {"11502-2", "18748-4"} <= rules.dmp_type_codes
    assert not rules.cumul_masque_invisible


STAR, SGL_ANYWHERE, LABO = ("*", "*"), ("SGL", "*"), ("*", "LABO")


def emitter(names: tuple[str, str], validation: ValidationPolicy | None, port: int = 2576) -> EmitterSettings:
    application, facility = names
    return EmitterSettings(
        application=application, facility=facility, zam_host="127.0.0.1", zam_port=port, validation=validation
    )


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({}, ValidationPolicy.WARN),
        ({STAR: ValidationPolicy.BLOCK}, ValidationPolicy.BLOCK),
        ({STAR: ValidationPolicy.BLOCK, LABO: ValidationPolicy.AFTER}, ValidationPolicy.AFTER),
        ({LABO: ValidationPolicy.BLOCK, SGL_ANYWHERE: ValidationPolicy.AFTER}, ValidationPolicy.AFTER),
        ({SGL_ANYWHERE: ValidationPolicy.BLOCK, ("SGL", "LABO"): ValidationPolicy.AFTER}, ValidationPolicy.AFTER),
        ({STAR: ValidationPolicy.BLOCK, ("SGL", "LABO"): None}, ValidationPolicy.WARN),
        ({("RIS", "*"): ValidationPolicy.BLOCK, ("*", "RADIO"): ValidationPolicy.BLOCK}, ValidationPolicy.WARN),
    ],
    ids=["none", "any", "facility", "application first", "exact", "exact without its own", "others"],
)
def test_the_most_exact_entry_says_how_documents_are_judged(
    declared: dict[tuple[str, str], ValidationPolicy | None], expected: ValidationPolicy
) -> None:
    settings = Settings(emitters=tuple(emitter(names, validation) for names, validation in declared.items()))
    assert find_validation(settings, Endpoint(application="SGL", facility="LABO")) is expected


def test_zam_go_where_the_same_entry_says() -> None:
    directory = EmitterDirectory((emitter(LABO, None),))
    assert directory.knows(Endpoint(application="SGL", facility="LABO"))
    assert not directory.knows(Endpoint(application="SGL", facility="RADIO"))
