"""Layouts held out: no rule is written from them and no model is trained on them; published figures come from these.

Their heads, identities, endings, fonts, titles and sentences are others than those that may be seen, each imagined from
a kind of sender. Once the failures of one have been read it moves to those that may be seen, and another is written.
"""

from eval.layouts_sixth import SIXTH_LAYOUTS

HELD_LAYOUTS = SIXTH_LAYOUTS
