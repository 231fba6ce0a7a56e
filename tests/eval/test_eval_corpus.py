"""The PDF of the official examples, read as if they came alone: what was filed without a person stays so."""

import re
import sys
from pathlib import Path

import pytest
from eval.corpus import main


def test_the_documents_of_the_official_examples_are_read_and_filed(
    corpus_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["corpus", str(corpus_dir / "cda"), "--index", "200"])
    assert main() == 0
    told = re.search(r"(\d+) valeurs exactes sur (\d+) imprimées, (\d+) intégrés seuls", capsys.readouterr().out)
    assert told is not None
    right, printed, filed = map(int, told.groups())
    assert filed >= 6
    assert right >= 0.9 * printed
