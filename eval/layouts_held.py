"""Layouts held out: no rule is written from them and no model is trained on them; published figures come from these.

Their heads, identities, endings, fonts, titles and sentences are others than those that may be seen, each imagined from
a kind of sender. Once the failures of one have been read it moves to those that may be seen, and another is written.
"""

from eval.layouts_held_forms import HELD_FORMS
from eval.layouts_held_hospital import HELD_HOSPITAL
from eval.layouts_held_letters import HELD_LETTERS
from eval.layouts_held_results import HELD_RESULTS

HELD_LAYOUTS = (*HELD_LETTERS, *HELD_HOSPITAL, *HELD_RESULTS, *HELD_FORMS)
