"""Layouts held out: no rule is written from them and no model is trained on them; published figures come from these.

Their heads, identities, endings, fonts, titles and sentences are others than those that may be seen, each imagined from
a kind of sender. Once the failures of one have been read it moves to those that may be seen, and another is written.
"""

from random import Random

from eval.layouts_apart import APART_LAYOUTS
from eval.layouts_held_forms import HELD_FORMS
from eval.layouts_held_hospital import HELD_HOSPITAL
from eval.layouts_held_letters import HELD_LETTERS
from eval.layouts_held_results import HELD_RESULTS

_WRITTEN = (*HELD_LETTERS, *HELD_HOSPITAL, *HELD_RESULTS, *HELD_FORMS)
GIVEN_NAMES = frozenset(Random("half-2026-11-22").sample([one.name for one in _WRITTEN], k=len(_WRITTEN) // 2))
"""Half of them, drawn by a seeded coin, whose failures were read from 23:50 on that day."""
GIVEN_LAYOUTS = tuple(one for one in _WRITTEN if one.name in GIVEN_NAMES)
_APART_GIVEN = frozenset(
    Random("third-2026-11-23").sample([one.name for one in APART_LAYOUTS], k=len(APART_LAYOUTS) // 3)
) | {"ap-arret-de-travail"}
LATE_LAYOUTS = (
    *(one for one in _WRITTEN if one.name not in GIVEN_NAMES),
    *(one for one in APART_LAYOUTS if one.name in _APART_GIVEN),
)
"""The others, whose failures were read from 02:20 on the day after, and a third of the next ones, from 03:00; one more at 04:28."""
HELD_LAYOUTS = tuple(one for one in APART_LAYOUTS if one.name not in _APART_GIVEN)
