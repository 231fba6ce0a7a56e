"""No document may be filed without a click in the wrong record, nor one that must be shown: a small evaluation, always
the same, of every trap, on words as a text layer gives them and as an optical reader misreads them.
"""

import pytest
from eval.generate import make_file, make_index
from eval.running import RECEIVED_ON, make_tools, tools_for
from eval.scores import Scores, count_file
from eval.traps import TRAPS
from eval.types import FORMER, GIVEN, HELD, LATE, SEEN

from liane.pipeline.intake.reader import read_file

FILES = 3
"""Of each trap, of each kind of reading, of each split."""


@pytest.mark.parametrize(("grade", "filed_min"), [("words", 0.75), ("misread", 0.5)])
def test_nothing_is_filed_alone_in_the_wrong_record(grade: str, filed_min: float) -> None:
    scores, given_up = Scores(), Scores()
    for split in (SEEN, FORMER, GIVEN, HELD, LATE):
        files = [
            make_file(9000 + 100 * place + number, grade=grade, split=split, trap=trap.__name__)
            for place, (trap, _) in enumerate(TRAPS)
            for number in range(FILES)
        ]
        tools = make_tools(make_index(files, size=2000))
        for file in files:
            read = read_file(file.data, name=file.name, received_on=RECEIVED_ON, tools=tools_for(file, tools))
            counted = given_up if split == LATE else scores
            count_file(counted, file, read.documents, 0.0, len(read.pages))
    examples = (*scores.examples, *given_up.examples)
    wrong = [one for one in examples if one["kind"] in ("WRONG PATIENT", "MUST BE SHOWN")]
    assert not wrong
    assert scores.forbidden > 96
    assert given_up.forbidden > 24
    assert scores.allowed_filed >= filed_min * scores.allowed
