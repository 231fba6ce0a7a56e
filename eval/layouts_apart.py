"""Layouts set apart: a third hand's papers, held out until the failures on them are read; words: the third bank."""

from eval.layouts_apart_forms import APART_FORMS
from eval.layouts_apart_letters import APART_LETTERS
from eval.layouts_apart_others import APART_OTHERS
from eval.layouts_apart_papers import APART_PAPERS
from eval.layouts_apart_results import APART_RESULTS

APART_LAYOUTS = (*APART_LETTERS, *APART_RESULTS, *APART_FORMS, *APART_PAPERS, *APART_OTHERS)
