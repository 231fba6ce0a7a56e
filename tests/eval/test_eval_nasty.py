"""Records made to be taken for another: what is printed of somebody else never reaches them alone."""

import pytest
from eval.generate import make_file, make_index
from eval.running import RECEIVED_ON, make_tools, tools_for
from eval.traps import NASTY
from eval.types import SEEN

from liane.domain.intake.outcome import IntakeAction
from liane.pipeline.intake.reader import read_file


@pytest.mark.parametrize("trap", [one.__name__ for one in NASTY])
def test_nobody_receives_the_page_of_a_near_namesake(trap: str) -> None:
    files = [make_file(seed, grade=grade, split=SEEN, trap=trap) for seed in range(6) for grade in ("words", "misread")]
    tools = make_tools(make_index(files, size=300))
    for file in files:
        read = read_file(file.data, name=file.name, received_on=RECEIVED_ON, tools=tools_for(file, tools))
        assert all(one.decision.action is not IntakeAction.AUTO for one in read.documents)
