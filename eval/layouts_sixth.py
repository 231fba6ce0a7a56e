"""Layouts that were held out until 2026-11-22 at 22:30: their failures may be read since. Drawn with the words they were held
with (split ``former``), so that what a change is worth can be counted on the same files as before.
"""

from eval.layouts_sixth_forms import SIXTH_FORMS
from eval.layouts_sixth_letters import SIXTH_LETTERS
from eval.layouts_sixth_results import SIXTH_RESULTS

SIXTH_LAYOUTS = (*SIXTH_LETTERS, *SIXTH_RESULTS, *SIXTH_FORMS)
