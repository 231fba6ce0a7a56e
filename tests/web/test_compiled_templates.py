"""A template is compiled once in a process; another source of the same name is another template."""

import pytest
from jinja2 import DictLoader, Environment

from liane.web import compiled_templates
from liane.web.compiled_templates import SharedTemplates


def render(source: str, **values: str) -> str:
    environment = Environment(
        loader=DictLoader({"page.html": source}), autoescape=True, bytecode_cache=SharedTemplates()
    )
    return environment.get_template("page.html").render(**values)


def test_what_was_compiled_is_given_back_with_other_values(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = Environment._compile

    def count(self: Environment, source: str, filename: str) -> object:
        compiled.append(source)
        return real(self, source, filename)

    monkeypatch.setattr(Environment, "_compile", count)
    assert render("<p>{{ mot }} une fois</p>", mot="<un>") == "<p>&lt;un&gt; une fois</p>"
    assert render("<p>{{ mot }} une fois</p>", mot="deux") == "<p>deux une fois</p>"
    assert len(compiled) == 1


def test_a_changed_source_is_another_template() -> None:
    assert render("<p>avant</p>") == "<p>avant</p>"
    assert render("<p>après</p>") == "<p>après</p>"


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_templates, "TEMPLATES_MAX", 3)
    monkeypatch.setattr(compiled_templates, "_compiled", {})
    for number in range(10):
        assert render(f"<p>{number}</p>") == f"<p>{number}</p>"
        assert len(compiled_templates._compiled) <= 3
